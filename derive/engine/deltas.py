"""Kronecker deltas: every monomial carries a partition of its indices, other factors use representatives.

A sum of such monomials vanishes exactly when the part of every partition does, so no case split is
needed for polynomials; functions of them (inverse, exp, log) are split on one delta at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from flint import fmpq

from derive.engine.ring import (
    FIRST_DENOMINATOR,
    ONE,
    UNIT,
    Exponent,
    Mono,
    Poly,
    Ring,
    Undefined,
    Unsupported,
    exponent,
)
from derive.engine.tokens import difference


class Deltas(Ring):
    """The ring with deltas in normal form. `distinct` holds pairs of tokens assumed different."""

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self.distinct: set[frozenset[str]] = set()

    def delta(self, left: str, right: str) -> Poly:
        """δ of two tokens: 1 when they are the same, 0 when they are known to differ."""
        if left == right:
            return {UNIT: ONE}
        if difference(left, right) is not None or frozenset((left, right)) in self.distinct:
            return {}
        first, second = sorted((left, right))
        return self.of(self.atom("delta", (first, second)))

    def normal_monomial(self, mono: Mono) -> Poly:
        """Expand whole powers of denominators, extract whole powers of numbers, and put deltas in order."""
        mono, factor = self._numbers(mono)
        expanded = self._positive_denominators(mono)
        if expanded is not None:
            return self.scale(expanded, factor)
        if not mono or mono[0][0] > 0:
            return {mono: factor}
        return self.scale(self._partition(mono), factor)

    def _numbers(self, mono: Mono) -> tuple[Mono, fmpq]:
        factor = ONE
        kept: list[tuple[int, Exponent]] = []
        for i, power in mono:
            if self.atoms[i].kind == "number":
                whole = Fraction(power) // 1
                factor *= fmpq(int(self.atoms[i].args[0])) ** whole
                if power != whole:
                    kept.append((i, exponent(Fraction(power) - whole)))
            else:
                kept.append((i, power))
        return (mono, factor) if factor == ONE else (tuple(kept), factor)

    def _positive_denominators(self, mono: Mono) -> Poly | None:
        """The monomial with den(f)^k, k ≥ 1, multiplied out; None when there is none."""
        if not mono or mono[-1][0] < FIRST_DENOMINATOR:
            return None
        kept: list[tuple[int, Exponent]] = []
        whole: list[tuple[int, int]] = []
        for i, power in mono:
            if i > FIRST_DENOMINATOR and power >= 1:
                steps = int(power // 1)
                whole.append((i, steps))
                if power != steps:
                    kept.append((i, exponent(Fraction(power) - steps)))
            else:
                kept.append((i, power))
        if not whole:
            return None
        total = self.normal_monomial(tuple(kept))
        for i, steps in whole:
            total = self.multiply(total, self.power_whole(dict(self.atoms[i].args[0]), steps))
        return total

    def _partition(self, mono: Mono) -> Poly:
        parent: dict[str, str] = {}

        def find(token: str) -> str:
            while parent.get(token, token) != token:
                token = parent[token]
            return token

        rest: list[tuple[int, Exponent]] = []
        tokens: list[str] = []
        for i, power in mono:
            if i > 0:
                rest.append((i, power))
                continue
            if power < 0:
                raise Unsupported("division by a Kronecker delta, which is 0 for some indices")
            tokens += self.atoms[i].args
            a, b = sorted(map(find, self.atoms[i].args))
            if a != b:
                if difference(a, b) is not None:
                    return {}
                parent[b] = a
        image = {token: find(token) for token in tokens if find(token) != token}
        for pair in self.distinct:
            one, two = (image.get(token, token) for token in pair)
            if one == two:
                return {}
        deltas: Mono = tuple(sorted((self.atom("delta", (root, token)).id, 1) for token, root in image.items()))
        try:
            renamed = self.rename_monomial(tuple(rest), image)
        except Undefined as cause:  # where the indices agree; apart they need not
            raise Unsupported(f"{cause} for some values of the indices") from cause
        total: Poly = {}
        for other, value in renamed.items():
            joined = self.times(deltas, other)
            if other and other[0][0] < 0:
                self.add_into(total, self.normal_monomial(joined), value)
            else:
                self.add_into(total, {joined: value})
        return total

    def rename_monomial(self, mono: Mono, image: Mapping[str, str]) -> Poly:
        """Replace index tokens in a monomial."""
        raise NotImplementedError

    def split(self, poly: Poly, function: Callable[[Poly], Poly]) -> Poly:
        """`function(poly)` for a function that is no polynomial: case by case over the deltas in `poly`."""
        first = max((mono[0][0] for mono in poly if mono and mono[0][0] < 0), default=0)
        if not first:
            return function(poly)
        kept, merged = self.atoms[first].args
        apart = {mono: value for mono, value in poly.items() if all(i != first for i, _ in mono)}
        try:
            where_apart = self.split(apart, function)
            where_equal = self.split(self.rename(poly, {merged: kept}), function)
            here = self.delta(kept, merged)
            total = self.add(where_apart, self.multiply(here, where_apart), fmpq(-1))
            return self.add(total, self.multiply(here, where_equal))
        except Undefined as cause:
            raise Unsupported(f"{cause} for some values of the indices") from cause
