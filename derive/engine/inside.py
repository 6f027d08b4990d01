"""What functions are taken of, in forms in which equals meet.

e^{1/T} · e^{−1/(T+1)} and e^{1/(T(T+1))} share no factor as they stand. Over the common denominator D of all
exponents each of them is e^{N/D} = Π e^{m/D} over the monomials m of N, and equal functions have equal N.
Denominators in bound variables are put together within each monomial only. Sums of fractions within logarithms
and denominators are averaged and brought over common denominators, as the zero test does with those outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derive.engine.partial import common_denominators
from derive.engine.rewriting import Kernel
from derive.engine.ring import (
    FIRST_DENOMINATOR,
    ONE,
    UNIT,
    Atom,
    Exhausted,
    Mono,
    Poly,
    Undefined,
    Unsupported,
    argument,
    exponent,
    fraction,
    rational,
)
from derive.engine.symmetry import symmetrised

WORK = 100_000
"""Counted work; where more would be needed the exponents stay as they are."""


def rewritten_inside(kernel: Kernel, poly: Poly) -> Poly:
    """`poly` with what its functions are taken of rewritten; itself where there are no fractions in them."""
    atoms = list(_atoms(kernel, poly, set()))
    exponents = [atom.args[0] for atom in atoms if atom.kind == "exp"]
    below = [factor for mono in exponents for factor in mono if factor[0] > FIRST_DENOMINATOR]
    if not below and not any(_holds_fractions(kernel, atom) for atom in atoms if atom.kind in ("log", "den")):
        return poly
    common: dict[int, int] = {}
    for i, power in below:
        if not any(token[0] in "{|~" for token in kernel.atoms[i].indices):
            common[i] = max(common.get(i, 0), -int(Fraction(power) // 1))
    whole = kernel.budget
    kernel.budget = min(whole, kernel.spent + WORK)
    try:
        return _Rewriting(kernel, common).poly(poly)
    except (Exhausted, Undefined, Unsupported):
        return poly
    finally:
        kernel.budget = whole


def _atoms(kernel: Kernel, poly: Poly, seen: set[int]) -> Iterator[Atom]:
    """Every atom anywhere in the polynomial, once."""
    for mono in poly:
        for i, _ in mono:
            if i not in seen:
                seen.add(i)
                yield kernel.atoms[i]
                yield from _atoms(kernel, argument(kernel.atoms[i]), seen)


def _holds_fractions(kernel: Kernel, atom: Atom) -> bool:
    """Whether the argument holds a sum of fractions."""
    inner = [kernel.atoms[i] for mono in argument(atom) for i, _ in mono]
    return any(one.args[1][-1][0] > FIRST_DENOMINATOR for one in inner if one.kind == "sum")


class _Rewriting:
    """Rewrites what functions are taken of, innermost first; exponents over the denominators in `common`."""

    def __init__(self, kernel: Kernel, common: dict[int, int]) -> None:
        self._kernel = kernel
        self._common = common
        self._done: dict[int, Poly] = {}

    def poly(self, poly: Poly) -> Poly:
        total: Poly = {}
        for mono, value in poly.items():
            self._kernel.add_into(total, self._monomial(mono), value)
        return total

    def _monomial(self, mono: Mono) -> Poly:
        kernel = self._kernel
        total: Poly = {UNIT: ONE}
        raised: Poly = {}
        for i, power in mono:
            atom = kernel.atoms[i]
            if atom.kind == "exp":
                kernel.add_into(raised, self.poly({atom.args[0]: ONE}), rational(power))
            else:
                new = self._atom(i)
                total = kernel.multiply(total, new if power == 1 else kernel.power(new, power))
        return kernel.multiply(total, self._exponential(raised)) if raised else total

    def _atom(self, i: int) -> Poly:
        known = self._done.get(i)
        if known is None:
            known = self._done[i] = self._written(self._kernel.atoms[i])
        return known

    def _written(self, atom: Atom) -> Poly:
        kernel = self._kernel
        match atom.kind:
            case "log":
                return kernel.log(self._argument(atom))
            case "den":
                return self._argument(atom)
            case "sum":
                binders, body = kernel.open(atom)
                return kernel.sum(binders, self.poly(body))
        return kernel.of(atom)

    def _argument(self, atom: Atom) -> Poly:
        return common_denominators(self._kernel, symmetrised(self._kernel, self.poly(argument(atom))))

    def _exponential(self, raised: Poly) -> Poly:
        kernel = self._kernel
        numerator, need = kernel.clear(kernel.cancel(raised))
        for i in sorted(self._common):
            missing = self._common[i] - need.get(i, 0)
            if missing > 0:
                numerator = kernel.multiply(numerator, kernel.power_whole(dict(kernel.atoms[i].args[0]), missing))
                need[i] = self._common[i]
        below = tuple((i, -steps) for i, steps in sorted(need.items()))
        total: Poly = {UNIT: ONE}
        for mono, value in numerator.items():
            atom = kernel.atom("exp", (kernel.times(mono, below),))
            total = kernel.multiply(total, kernel.of(atom, exponent(fraction(value))))
        return total
