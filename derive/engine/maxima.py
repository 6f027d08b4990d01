"""Maxima and absolute values.

    max(a, b) = (a + b + |a - b|) / 2

|f| is one atom for each irreducible f of unknown sign, with |f|² = f²; so what holds of maxima by algebra alone needs
no cases. The largest value over a symbolic range is an atom with a canonical label; what does not depend on the index,
and factors that are never negative, stand outside. Which of several is the largest is settled by cases: `choices`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flint import fmpq

from derive.engine.ordered import OrderedSums
from derive.engine.ring import UNIT, Atom, Exponent, Mono, Poly, Unsupported, items


class Maxima(OrderedSums):
    """|f| and the largest of several."""

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self._absolutes: set[int] = set()

    # absolute values

    def larger(self, left: Poly, right: Poly) -> Poly:
        """The larger of two."""
        gap = self.absolute(self.add(left, right, fmpq(-1)))
        return self.scale(self.add(self.add(left, right), gap), fmpq(1, 2))

    def absolute(self, poly: Poly) -> Poly:
        """|poly|."""
        return self.split(poly, self._absolute)

    def _absolute(self, poly: Poly) -> Poly:
        sign = self.sign(poly)
        if sign in ("+", "0+", "0"):
            return poly
        if sign in ("-", "0-"):
            return self.scale(poly, fmpq(-1))
        numerator, need = self.clear(poly)
        content, common, part = self.primitive(numerator)
        total: Poly = {UNIT: abs(content)}
        for i, power in common:
            total = self.multiply(total, self._absolute_power(self.of(self.atoms[i]), power))
        for i, steps in need.items():
            total = self.multiply(total, self._absolute_power(dict(self.atoms[i].args[0]), -steps))
        if len(part) > 1:
            for factor, multiplicity in self.factor(part):
                total = self.multiply(total, self._absolute_power(factor, multiplicity))
        return total

    def _absolute_power(self, base: Poly, power: Exponent) -> Poly:
        """|base|^power for a base that is one atom or irreducible."""
        sign = self.sign(base)
        if sign in ("+", "0+") or not isinstance(power, int) or power % 2 == 0:
            return self.power(base, power)
        if sign in ("-", "0-"):
            return self.power(self.scale(base, fmpq(-1)), power)
        if base[max(base)] < 0:  # one atom for f and -f, however the factors are turned
            base = self.scale(base, fmpq(-1))
        made = self.atom("abs", (items(base),))
        self._absolutes.add(made.id)
        return self.multiply(self.of(made), self.power(base, power - 1))

    def needs_care(self, mono: Mono) -> bool:
        """Whether a product of monomials must be normalised; |f|² is f²."""
        if super().needs_care(mono):
            return True
        return bool(self._absolutes) and any(i in self._absolutes and power != 1 for i, power in mono)

    def normal_monomial(self, mono: Mono) -> Poly:
        """A monomial in normal form."""
        for place, (i, power) in enumerate(mono):
            if i in self._absolutes and isinstance(power, int) and power != 1:
                rest = mono[:place] + (((i, 1),) if power % 2 else ()) + mono[place + 1 :]
                whole = self.power(dict(self.atoms[i].args[0]), power - power % 2)
                return self.multiply(self.normal_monomial(rest), whole)
        return super().normal_monomial(mono)

    def _log_atom(self, i: int) -> Poly:
        atom = self.atoms[i]
        return self.log(dict(atom.args[0])) if atom.kind == "abs" else super()._log_atom(i)

    def atom_sign(self, i: int) -> str:
        """The sign of an atom."""
        atom = self.atoms[i]
        match atom.kind:
            case "abs":
                return "+" if self.is_nonzero(dict(atom.args[0])) else "0+"
            case "max":
                return self.sign(dict(atom.args[1]))
        return super().atom_sign(i)

    # the largest over a range

    def largest(self, token: str, sort: str, poly: Poly) -> Poly:
        """The largest value of `poly` over the members of a range of symbolic length. Raises Unsupported for one that may be empty."""
        if self.sorts[sort].least < 1 or self.sorts[sort].count is None:
            raise Unsupported("a maximum over a range that may be empty")
        cases = [self.atoms[i] for mono in poly for i, _ in mono if self.atoms[i].kind in ("delta", "less")]
        if any(token in atom.indices for atom in cases):
            raise Unsupported("a maximum over an index that is compared with another")
        return self.split(poly, lambda part: self._largest(token, sort, part))

    def _largest(self, token: str, sort: str, poly: Poly) -> Poly:
        inside = {mono: value for mono, value in poly.items() if token in self.tokens(mono)}
        outside = {mono: value for mono, value in poly.items() if mono not in inside}
        if not inside:
            return outside
        content, common, _ = self.primitive(inside)
        factor = tuple((i, power) for i, power in common if self._stands_outside(i, power, token))
        inverse = tuple((i, -power) for i, power in factor)
        content = abs(content)
        body = {self.times(mono, inverse): value / content for mono, value in inside.items()}
        label = f"~{1 + max(self.atoms[i].height for mono in body for i, _ in mono)}.0"
        key = items(self.rename(body, {token: label}))
        made = self.of(self.atom("max", (((label, sort),), key)))
        return self.add(outside, self.multiply(made, {factor: content}))

    def _stands_outside(self, i: int, power: Exponent, token: str) -> bool:
        """Whether a common factor is never negative and does not depend on the index."""
        return token not in self.atoms[i].indices and self.monomial_sign(((i, power),)) in ("+", "0+")

    def open_largest(self, atom: Atom, used: Iterable[str] = ()) -> tuple[str, str, Poly]:
        """A maximum's token, range and body, its label replaced by a temporary."""
        ((label, sort),) = atom.args[0]
        body = dict(atom.args[1])
        taken = {token for mono in body for token in self.tokens(mono)} | set(used)
        (token,) = self.fresh(taken, [sort])
        return token, sort, self.rename(body, {label: token})

    # every walk over atoms goes through both

    def _profile(self, kind: str, args: tuple[Any, ...]) -> tuple[frozenset[str], int, frozenset[str]]:
        if kind != "max":
            return super()._profile(kind, args)
        binders, body = args
        indices, height, names = super()._profile("log", (body,))
        return indices - {label for label, _ in binders}, height + 1, names

    def _renamed_atom(self, atom: Atom, image: dict[str, str]) -> Poly:
        match atom.kind:
            case "abs":
                return self.absolute(self.rename(dict(atom.args[0]), image))
            case "max":
                token, sort, body = self.open_largest(atom, {*image, *image.values()})
                return self.largest(token, sort, self.rename(body, image))
        return super()._renamed_atom(atom, image)
