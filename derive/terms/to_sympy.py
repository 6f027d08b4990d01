"""A term as an explicit SymPy expression, at given sizes and values of its free indices.

Sums and products are written out, entries become symbols `z_1`, `z_2`, …, deltas and cases are
resolved, and only then SymPy differentiates and takes limits: on explicit expressions, where it can
be trusted, never on indexed sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy

from derive.errors import InternalError, TermError
from derive.terms.affine import Affine, Symbol
from derive.terms.indices import Continuum, Domain, Index, Position, Range, to_affine
from derive.terms.nodes import (
    Add,
    Binder,
    BinderKind,
    Cases,
    Constant,
    Delta,
    Derivative,
    Div,
    Entry,
    Exp,
    IndexNumber,
    Limit,
    Log,
    Maximum,
    Mul,
    Named,
    Neg,
    Number,
    Pow,
    Scalar,
    Sign,
    Size,
    Term,
)
from derive.terms.ranges import show_range
from derive.terms.traverse import unfold

ASSUMPTIONS: dict[Sign, dict[str, bool]] = {
    Sign.REAL: {"real": True},
    Sign.POSITIVE: {"positive": True},
    Sign.NONNEGATIVE: {"nonnegative": True},
}


def to_sympy(term: Term, **values: int) -> Any:
    """`term` as a SymPy expression, e.g. `to_sympy(t, n=3, i=1)`.

    `values` gives every size that occurs and every free index; values that do not occur are ignored, so
    that both sides of a step can be converted alike. Raises TermError for a missing value, a size below
    its least, a position out of range, an integral, and two variables that would share a symbol.
    """
    return _Writer(Setting(values)).write(term, {})


def to_sympy_at(term: Term, sizes: Mapping[str, int], indices: Mapping[Index, int]) -> Any:
    """The same with the free indices given as such, not by name: two that are called alike stay apart."""
    return _Writer(Setting(sizes)).write(term, indices)


def symbol_name(name: str, places: tuple[int, ...]) -> str:
    """The name of a variable's symbol, an identifier: `z_1`, `A_1_2`, `w_m1` for position −1."""
    return "_".join([name, *(f"m{-place}" if place < 0 else str(place) for place in places)])


JOINS = {BinderKind.SUM: sympy.Add, BinderKind.PRODUCT: sympy.Mul, BinderKind.MAX: sympy.Max}


@dataclass(frozen=True, slots=True)
class Setting:
    """Concrete `values` of sizes and of free indices, by name; finds what a position or a range is there.

    `bound` holds the indices that have values already. Each method raises TermError where a value is
    missing or lies out of range.
    """

    values: Mapping[str, int]

    def at(self, position: Position, bound: Mapping[Index, int]) -> int:
        """The integer at which a position stands."""
        return self._affine(to_affine(position), bound)

    def size(self, size: Size) -> int:
        """The value of a size."""
        value = self._stated(size.name, "the size")
        if value < size.at_least:
            raise TermError(f"size {size.name} is at least {size.at_least}, not {value}")
        return value

    def places(self, entry: Entry, bound: Mapping[Index, int]) -> tuple[int, ...]:
        """The integer positions of an entry, checked against its family's axes."""
        found = tuple(self.at(position, bound) for position in entry.positions)
        for value, axis in zip(found, entry.family.axes, strict=True):
            self._check(value, axis, entry.family.name, bound)
        return found

    def members(self, term: Binder, bound: Mapping[Index, int]) -> tuple[int, ...]:
        """The values that the index of a sum or product takes."""
        domain = term.index.domain
        if isinstance(domain, Continuum):
            raise TermError("an integral over an unspecified space cannot be written out for SymPy")
        left_out = {self.at(position, bound) for position in term.exclude}
        kept, above, below = (None if p is None else self.at(p, bound) for p in (term.only, term.above, term.below))
        return tuple(
            value
            for value in self.values_of(domain, bound)
            if value not in left_out
            and kept in (None, value)
            and (above is None or value > above)
            and (below is None or value < below)
        )

    def values_of(self, domain: Range, bound: Mapping[Index, int]) -> range:
        """The members of a range."""
        return range(self._affine(domain.low, bound), self._affine(domain.high, bound) + 1)

    def _affine(self, value: Affine, bound: Mapping[Index, int]) -> int:
        return value.const + sum(factor * self._value(symbol, bound) for symbol, factor in value.parts)

    def _value(self, symbol: Symbol, bound: Mapping[Index, int]) -> int:
        if not isinstance(symbol, Index):
            return self.size(symbol)
        if symbol in bound:
            return bound[symbol]
        value = self._stated(symbol.label, "the index")
        self._check(value, symbol.domain, symbol.label, bound)
        return value

    def _stated(self, name: str, kind: str) -> int:
        if name not in self.values:
            raise TermError(f"give {kind} {name} a value: to_sympy(…, {name}=2)")
        return self.values[name]

    def _check(self, value: int, domain: Domain, name: str, bound: Mapping[Index, int]) -> None:
        if isinstance(domain, Continuum):
            raise TermError(f"{name} lives on {domain.name}, which cannot be written out for SymPy")
        if value not in self.values_of(domain, bound):
            raise TermError(f"{name} runs over {show_range(domain)}, and {value} lies outside")


@dataclass(slots=True)
class _Writer:
    """Writes terms out in a setting; remembers which variable owns which symbol."""

    setting: Setting
    owners: dict[str, object] = field(default_factory=dict)

    def write(self, term: Term, bound: Mapping[Index, int]) -> Any:
        """The expression of `term`, whose bound indices have the values in `bound`."""
        match term:
            case Number(value):
                return sympy.Rational(value.numerator, value.denominator)
            case Constant():
                return sympy.pi
            case Scalar(name, sign):
                return self._symbol(name, sign, term)
            case Size():
                return sympy.Integer(self.setting.size(term))
            case Entry(family):
                places = self.setting.places(term, bound)
                return self._symbol(symbol_name(family.name, places), family.sign, (family, places))
            case IndexNumber(position):
                return sympy.Integer(self.setting.at(position, bound))
            case Add(args):
                return sympy.Add(*[self.write(arg, bound) for arg in args])
            case Mul(args):
                return sympy.Mul(*[self.write(arg, bound) for arg in args])
            case Neg(arg):
                return -self.write(arg, bound)
            case Div(numerator, denominator):
                return self.write(numerator, bound) / self.write(denominator, bound)
            case Pow(base, exponent):
                return self.write(base, bound) ** self.write(exponent, bound)
            case Exp(arg):
                return sympy.exp(self.write(arg, bound))
            case Log(arg, base):
                found = sympy.log(self.write(arg, bound))
                return found if base is None else found / sympy.log(self.write(base, bound))
            case Delta(left, right):
                return sympy.Integer(self.setting.at(left, bound) == self.setting.at(right, bound))
            case Maximum(args):
                return sympy.Max(*[self.write(arg, bound) for arg in args])
            case Binder():
                return self._binder(term, bound)
            case Derivative(body, wrt):
                return sympy.diff(self.write(body, bound), self.write(wrt, bound))
            case Limit(body, variable):
                return sympy.Limit(self.write(body, bound), self.write(variable, bound), sympy.oo).doit()
            case Cases(left, right, equal, unequal):
                return self.write(
                    equal if self.setting.at(left, bound) == self.setting.at(right, bound) else unequal, bound
                )
            case Named():
                return self.write(unfold(term), bound)
        raise InternalError(f"unknown term {type(term).__name__}")

    def _symbol(self, name: str, sign: Sign, owner: object) -> Any:
        if self.owners.setdefault(name, owner) != owner:
            raise TermError(f"two variables would both be the symbol {name}; rename one of them")
        return sympy.Symbol(name, **ASSUMPTIONS[sign])

    def _binder(self, term: Binder, bound: Mapping[Index, int]) -> Any:
        written = [self.write(term.body, {**bound, term.index: value}) for value in self.setting.members(term, bound)]
        return JOINS[term.kind](*written)
