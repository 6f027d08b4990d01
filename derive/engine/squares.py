"""Whether a polynomial is never negative: by signs, by its factors, and by completing squares.

For every real y, a·y² + b·y + c ≥ 0 follows from a ≥ 0, 4ac - b² ≥ 0, and c ≥ 0 where a may vanish. So one unknown
goes at a time, with no denominators, and what is left is again a polynomial that must never be negative.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random

from flint import fmpq

from derive.engine.laws import Law
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, Exponent, Mono, Poly, Undefined, Unsupported, items

DEPTH = 8
LOOK = 20
"""What looking at a polynomial costs, besides the arithmetic."""

LONGEST = 60
"""Terms of a polynomial that is taken apart."""

POINTS = 60
TINY = 1e-9
FREELY = ("symbol", "entry", "exp", "size")
"""Atoms of which only the sign is known."""


def has_sign(kernel: Kernel, poly: Poly, *, strict: bool) -> bool:
    """Whether `poly` is ≥ 0 (> 0 if `strict`) by its sign alone."""
    return kernel.sign(poly) in (("+",) if strict else ("+", "0+", "0"))


def never_negative(kernel: Kernel, poly: Poly, *, strict: bool) -> bool:
    """Whether `poly` is found to be ≥ 0 (> 0 if `strict`) wherever it is defined."""
    try:
        return _Search(kernel).holds(poly, DEPTH, strict=strict)
    except (Unsupported, Undefined):
        return False


def bare(kernel: Kernel, poly: Poly, *, strict: bool) -> Poly | None:
    """What is left of `poly` without denominators and without the factors whose sign is known.

    `poly` is ≥ 0 (> 0 if `strict`) wherever it is defined if that is so of the rest; None where a factor may
    vanish or has no sign.
    """
    numerator, need = kernel.clear(poly)
    if not numerator:
        return {}
    content, common, part = kernel.primitive(numerator)
    flips = content < 0
    kept: list[tuple[int, Exponent]] = []
    for i, power in (*common, *((i, -steps) for i, steps in need.items())):
        sign = kernel.atom_sign(i)
        odd = Fraction(power) % 2 == 1
        if sign == "?" and odd:
            kept.append((i, 1))
            power = power - 1  # noqa: PLW2901
        elif sign in ("-", "0-"):
            if not isinstance(power, int):
                return None
            flips ^= odd
        if strict and power > 0 and sign not in ("+", "-"):
            return None
    rest = kernel.multiply(part, {tuple(sorted(kept)): ONE}) if kept else part
    return kernel.scale(rest, fmpq(-1)) if flips else rest


class _Search:
    """One search; what was found of a polynomial is kept."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._found: dict[object, bool] = {}

    def holds(self, poly: Poly, depth: int, *, strict: bool) -> bool:
        """Whether `poly` is ≥ 0 (> 0 if `strict`)."""
        if has_sign(self._kernel, poly, strict=strict):
            return True
        if not depth or not poly or len(poly) > LONGEST:
            return False
        key = (items(poly), strict)
        known = self._found.get(key)
        if known is None:
            self._kernel.charge(LOOK)
            known = not is_somewhere_negative(self._kernel, poly) and self._taken_apart(poly, depth, strict=strict)
            self._found[key] = known
        return known

    def _taken_apart(self, poly: Poly, depth: int, *, strict: bool) -> bool:
        rest = bare(self._kernel, poly, strict=strict)
        if rest is None:
            return False
        if has_sign(self._kernel, rest, strict=strict):
            return True
        if len(rest) < 2:
            return False
        if not self._kernel.may_use(Law.SQUARES):
            return False
        sign, factors = self._kernel.factored(rest)
        if len(factors) > 1 or factors[0][1] > 1:
            return self._by_factors(sign, factors, depth, strict=strict)
        return self._by_squares(rest, depth, strict=strict)

    def _by_factors(self, sign: int, factors: list[tuple[Poly, int]], depth: int, *, strict: bool) -> bool:
        """A product is as its factors are; an even power needs no sign."""
        flips = sign < 0
        for factor, power in factors:
            if power % 2 == 0:
                if strict and not self._kernel.is_nonzero(factor):
                    return False
            elif not self.holds(factor, depth - 1, strict=strict):
                if not self.holds(self._kernel.scale(factor, fmpq(-1)), depth - 1, strict=strict):
                    return False
                flips = not flips
        return not flips

    def _by_squares(self, poly: Poly, depth: int, *, strict: bool) -> bool:
        """Complete the square in one atom or root of an atom."""
        for i in sorted({i for mono in poly for i, _ in mono}, key=self._order):
            kernel = self._kernel
            parts = _quadratic(poly, i, positive=kernel.atom_sign(i) in ("+", "0+"))
            if parts is None:
                continue
            a, b, c = parts
            if not self.holds(a, depth - 1, strict=False):
                continue
            gap = kernel.add(kernel.scale(kernel.multiply(a, c), fmpq(4)), kernel.multiply(b, b), fmpq(-1))
            if not self.holds(gap, depth - 1, strict=strict):
                continue
            if kernel.sign(a) == "+" or self.holds(c, depth - 1, strict=strict):
                return True
        return False

    def _order(self, i: int) -> tuple[bool, int]:
        """What may have any sign goes first: nothing is lost with it."""
        return (self._kernel.atom_sign(i) != "?", i)


def is_somewhere_negative(kernel: Kernel, poly: Poly) -> bool:
    """Whether a search is in vain: `poly` is negative for some values of its atoms that all that is stated admits.

    Nothing is said of atoms that are tied to others.
    """
    facts = _concerning(kernel, poly)
    ids = sorted({i for part in (poly, *facts) for mono in part for i, _ in mono})
    if not all(kernel.atoms[i].kind in FREELY for i in ids):
        return False
    rng = Random(len(poly))  # noqa: S311 - reproducible, nothing secret
    for _ in range(POINTS):
        values = {i: _drawn(kernel, i, rng) for i in ids}
        if _value(poly, values) < -TINY and all(_value(fact, values) >= 0 for fact in facts):
            return True
    return False


def _concerning(kernel: Kernel, poly: Poly) -> list[Poly]:
    """The stated signs that concern the atoms of `poly`, or atoms that such a statement ties them to."""
    left = [(fact, {i for mono in fact for i, _ in mono}) for fact in map(dict, kernel.known)]
    tied = {i for mono in poly for i, _ in mono}
    found: list[Poly] = []
    while meeting := [entry for entry in left if not tied.isdisjoint(entry[1])]:
        left = [entry for entry in left if tied.isdisjoint(entry[1])]
        found += [fact for fact, _ in meeting if kernel.known[items(fact)] != "≠"]
        tied = tied.union(*[ids for _, ids in meeting])
    return found


def _drawn(kernel: Kernel, i: int, rng: Random) -> float:
    """A value that the sign of an atom admits."""
    if kernel.atoms[i].kind == "size":
        return float(kernel.floors.get(kernel.atoms[i].args[0], 1) + rng.choice((0, 1, 5)))
    return rng.choice((0.05, 0.2, 0.5, 1.0, 3.0)) * (rng.choice((-1, 1)) if kernel.atom_sign(i) == "?" else 1)


def _value(poly: Poly, values: Mapping[int, float]) -> float:
    """About the value of a polynomial, relative to its terms; 0 where it divides by 0 or leaves all floats behind."""
    try:
        terms = _terms(poly, values)
    except ArithmeticError:
        return 0.0
    return sum(terms) / (max(map(abs, terms), default=0.0) or 1.0)


def _terms(poly: Poly, values: Mapping[int, float]) -> list[float]:
    """About the values of the terms of a polynomial."""
    terms: list[float] = []
    for mono, coefficient in poly.items():
        total = int(coefficient.p) / int(coefficient.q)
        for i, power in mono:
            total *= values[i] ** power if isinstance(power, int) else abs(values[i]) ** float(power)
        terms.append(total)
    return terms


def _quadratic(poly: Poly, i: int, *, positive: bool) -> tuple[Poly, Poly, Poly] | None:
    """`poly` as a·y² + b·y + c for a real power y of the atom; None where it is not of that shape."""
    powers = sorted({power for mono in poly for j, power in mono if j == i})
    if len(powers) > 2 or powers[0] <= 0 or (len(powers) == 2 and powers[1] != 2 * powers[0]):
        return None
    square = powers[-1]
    if len(powers) == 1 and not positive and square % 2 != 0:
        return None
    parts: list[Poly] = [{}, {}, {}]
    for mono, value in poly.items():
        power = dict(mono).get(i, 0)
        rest: Mono = tuple(f for f in mono if f[0] != i)
        parts[0 if power == square else 1 if power else 2][rest] = value
    return parts[0], parts[1], parts[2]
