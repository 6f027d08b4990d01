"""A term as the text of a Python expression over explicit SymPy symbols, at one choice of sizes and indices.

What the author wrote stays as written: sums are written out, deltas and cases decided, definitions
become variables of the script. Whole numbers are Python's until a division or a power needs SymPy's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from derive.errors import InternalError, TermError
from derive.sympy_opinion.names import Names, Variable
from derive.terms.indices import Index
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
    Size,
    Term,
)
from derive.terms.to_sympy import Setting
from derive.terms.traverse import unfold, walk

SUM, PRODUCT, POWER, ATOM = range(4)


@dataclass(frozen=True, slots=True)
class Text:
    """An expression with how tightly it binds, and whether it is made of Python's whole numbers alone."""

    code: str
    binds: int = ATOM
    whole: bool = False

    def within(self, binds: int) -> str:
        """The code as an operand of something that binds this tightly."""
        return self.code if self.binds >= binds else f"({self.code})"

    @property
    def exact(self) -> str:
        """The code as a SymPy object."""
        return f"Integer({self.code})" if self.whole else self.code


@dataclass(slots=True)
class Source:
    """Writes terms; collects the variables and the values of definitions that they use, in order of need.

    `imposed` is appended to what stands inside a limit: hypotheses hold there as well, after derivatives.
    """

    names: Names
    setting: Setting
    imposed: str = ""
    definitions: dict[str, str] = field(default_factory=dict)
    used: dict[str, Variable] = field(default_factory=dict)

    def side(self, term: Term, indices: Mapping[Index, int]) -> str:
        """One side of a step. Raises TermError for what has no explicit form."""
        return self.write(term, indices).exact

    def write(self, term: Term, bound: Mapping[Index, int]) -> Text:
        """The expression of `term`, whose indices have the values in `bound`."""
        match term:
            case Number(value):
                return _number(value)
            case Constant():
                return Text("pi")
            case Scalar():
                return self._variable((term, ()))
            case Size():
                return Text(str(self.setting.size(term)), whole=True)
            case Entry(family):
                return self._variable((family, self.setting.places(term, bound)))
            case IndexNumber(position):
                return _number(Fraction(self.setting.at(position, bound)))
            case Add(args):
                return _sum([self._signed(arg, bound) for arg in args])
            case Neg():
                return _sum([self._signed(term, bound)])
            case Mul(args):
                return _product([self.write(arg, bound) for arg in args])
            case Div(numerator, denominator):
                return _quotient(self.write(numerator, bound), self.write(denominator, bound))
            case Pow(base, exponent):
                return _power(self.write(base, bound), self.write(exponent, bound))
            case Exp(arg):
                return Text(f"exp({self.write(arg, bound).code})")
            case Log(arg, base):
                also = "" if base is None else f", {self.write(base, bound).code}"
                return Text(f"log({self.write(arg, bound).code}{also})")
            case Delta(left, right):
                same = self.setting.at(left, bound) == self.setting.at(right, bound)
                return Text(str(int(same)), whole=True)
            case Maximum(args):
                return Text(f"Max({', '.join(self.write(arg, bound).code for arg in args)})")
            case Binder(BinderKind.MAX, body, index):
                every = [self.write(body, {**bound, index: value}) for value in self.setting.members(term, bound)]
                return Text(f"Max({', '.join(part.code for part in every)})")
            case Binder(kind, body, index):
                parts = [self.write(body, {**bound, index: value}) for value in self.setting.members(term, bound)]
                return _product(parts) if kind is BinderKind.PRODUCT else _sum([(False, part) for part in parts])
            case Derivative():
                return self._derivative(term, bound)
            case Limit(body, variable):
                inside = self.write(body, bound)
                code = inside.code if inside.whole else inside.within(ATOM if self.imposed else SUM) + self.imposed
                return Text(f"limit({code}, {self.write(variable, bound).code}, oo)")
            case Cases(left, right, equal, unequal):
                same = self.setting.at(left, bound) == self.setting.at(right, bound)
                return self.write(equal if same else unequal, bound)
            case Named():
                return self._named(term, bound)
        raise InternalError(f"unknown term {type(term).__name__}")

    def _variable(self, variable: Variable) -> Text:
        name = self.names.variable(*variable)
        self.used[name] = variable
        return Text(name)

    def _signed(self, term: Term, bound: Mapping[Index, int]) -> tuple[bool, Text]:
        """A summand without its sign, and whether that is a minus."""
        minus = False
        while isinstance(term, Neg):
            term, minus = term.arg, not minus
        return minus, self.write(term, bound)

    def _derivative(self, term: Derivative, bound: Mapping[Index, int]) -> Text:
        if self.imposed and any(isinstance(node, Limit) for node in walk(term.body)):
            raise TermError(
                "a derivative of a limit under hypotheses: they hold inside the limit, not inside the derivative"
            )
        along = [self.write(term.wrt, bound).code]
        body = term.body
        while isinstance(body, Derivative):
            along.insert(0, self.write(body.wrt, bound).code)
            body = body.body
        return Text(f"diff({self.write(body, bound).code}, {', '.join(along)})")

    def _named(self, term: Named, bound: Mapping[Index, int]) -> Text:
        places = tuple(self.setting.at(position, bound) for position in term.positions)
        name = self.names.value(term.definition, places)
        if name not in self.definitions:
            code = self.write(unfold(term), bound).exact
            self.definitions.setdefault(name, code)
        return Text(name)


def _number(value: Fraction) -> Text:
    if value.denominator != 1:
        return Text(f"Rational({value.numerator}, {value.denominator})")
    return Text(str(value.numerator), SUM if value < 0 else ATOM, whole=True)


def _sum(parts: list[tuple[bool, Text]]) -> Text:
    """The sum of summands with their signs: `a - b`."""
    if len(parts) == 1 and not parts[0][0]:
        return parts[0][1]
    code = ""
    for minus, part in parts:
        # A summand that starts with a minus of its own stays in brackets: a + (-b) is not a - b as written.
        bare = part.within(PRODUCT) if minus or part.code.startswith("-") else part.code
        code += f" {'-' if minus else '+'} {bare}" if code else f"-{bare}" if minus else part.code
    return Text(code or "0", SUM if parts else ATOM, whole=all(part.whole for _, part in parts))


def _product(parts: list[Text]) -> Text:
    if len(parts) == 1:
        return parts[0]
    code = "*".join(part.within(POWER if place else PRODUCT) for place, part in enumerate(parts))
    return Text(code or "1", PRODUCT if parts else ATOM, whole=all(part.whole for part in parts))


def _quotient(numerator: Text, denominator: Text) -> Text:
    if numerator.whole and denominator.whole:
        return Text(f"Rational({numerator.code}, {denominator.code})")
    return Text(f"{numerator.within(PRODUCT)}/{denominator.within(POWER)}", PRODUCT)


def _power(base: Text, exponent: Text) -> Text:
    root = base.exact if base.whole else base.within(ATOM)
    return Text(f"{root}**{exponent.within(ATOM)}", POWER)
