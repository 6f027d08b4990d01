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
from derive.terms.indices import Continuum, Domain, Index, Position, to_affine
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
    Limit,
    Log,
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
    return _Writer(values).write(term, {})


@dataclass(slots=True)
class _Writer:
    """Writes terms out at fixed `values`; remembers which variable owns which symbol."""

    values: Mapping[str, int]
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
                return sympy.Integer(self._value(term, bound))
            case Entry():
                return self._entry(term, bound)
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
                return sympy.Integer(self._at(left, bound) == self._at(right, bound))
            case Binder():
                return self._binder(term, bound)
            case Derivative(body, wrt):
                return sympy.diff(self.write(body, bound), self.write(wrt, bound))
            case Limit(body, variable):
                return sympy.Limit(self.write(body, bound), self.write(variable, bound), sympy.oo).doit()
            case Cases(left, right, equal, unequal):
                return self.write(equal if self._at(left, bound) == self._at(right, bound) else unequal, bound)
            case Named():
                return self.write(unfold(term), bound)
        raise InternalError(f"unknown term {type(term).__name__}")

    def _entry(self, term: Entry, bound: Mapping[Index, int]) -> Any:
        family = term.family
        places: list[int] = []
        for position, axis in zip(term.positions, family.axes, strict=True):
            value = self._at(position, bound)
            self._check(value, axis, family.name, bound)
            places.append(value)
        name = "_".join([family.name, *map(str, places)])
        return self._symbol(name, family.sign, (family, tuple(places)))

    def _symbol(self, name: str, sign: Sign, owner: object) -> Any:
        if self.owners.setdefault(name, owner) != owner:
            raise TermError(f"two variables would both be the symbol {name}; rename one of them")
        return sympy.Symbol(name, **ASSUMPTIONS[sign])

    def _binder(self, term: Binder, bound: Mapping[Index, int]) -> Any:
        domain = term.index.domain
        if isinstance(domain, Continuum):
            raise TermError("an integral over an unspecified space cannot be written out for SymPy")
        left_out = {self._at(position, bound) for position in term.exclude}
        kept = None if term.only is None else self._at(term.only, bound)
        chosen = [
            value
            for value in range(self._affine(domain.low, bound), self._affine(domain.high, bound) + 1)
            if value not in left_out and kept in (None, value)
        ]
        written = [self.write(term.body, {**bound, term.index: value}) for value in chosen]
        return (sympy.Mul if term.kind is BinderKind.PRODUCT else sympy.Add)(*written)

    def _at(self, position: Position, bound: Mapping[Index, int]) -> int:
        return self._affine(to_affine(position), bound)

    def _affine(self, value: Affine, bound: Mapping[Index, int]) -> int:
        return value.const + sum(factor * self._value(symbol, bound) for symbol, factor in value.parts)

    def _value(self, symbol: Symbol, bound: Mapping[Index, int]) -> int:
        if isinstance(symbol, Index):
            if symbol in bound:
                return bound[symbol]
            value = self._stated(symbol.label, "the index")
            self._check(value, symbol.domain, symbol.label, bound)
            return value
        value = self._stated(symbol.name, "the size")
        if value < symbol.at_least:
            raise TermError(f"size {symbol.name} is at least {symbol.at_least}, not {value}")
        return value

    def _stated(self, name: str, kind: str) -> int:
        if name not in self.values:
            raise TermError(f"give {kind} {name} a value: to_sympy(…, {name}=2)")
        return self.values[name]

    def _check(self, value: int, domain: Domain, name: str, bound: Mapping[Index, int]) -> None:
        if isinstance(domain, Continuum):
            raise TermError(f"{name} lives on {domain.name}, which cannot be written out for SymPy")
        if not self._affine(domain.low, bound) <= value <= self._affine(domain.high, bound):
            raise TermError(f"{name} runs over {show_range(domain)}, and {value} lies outside")
