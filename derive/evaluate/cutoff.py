"""How far the cut-off test must go: bounds read off the terms, conservatively.

Cleared of denominators, a claim is a polynomial in connected sums. Those are independent as soon as a
size is at least the number of binders and free indices in a monomial; the coefficients are polynomials
in the size of a degree that the written sizes and the binders bound. So `copies` + free indices is the
first size to check, and as many more sizes as `copies` are enough for every further one.

Where an index counts as a number or two are compared, a sum changes when the members of its range are exchanged, so
it is no such polynomial and the argument fails: forms of that kind are refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from derive.evaluate.failures import Unsupported
from derive.terms.indices import Index, Range
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
    Log,
    Mul,
    Named,
    Neg,
    Number,
    Pow,
    Scalar,
    Size,
    Term,
)
from derive.terms.traverse import mentioned, unfold

Copies = Counter[str]


@dataclass(frozen=True, slots=True)
class Fraction:
    """Binders and written sizes in the largest monomial of a numerator, by size, over denominators.

    `below` counts each denominator by the term it was; `weight` tells the copies within one.
    """

    above: Copies = field(default_factory=Counter)
    below: Counter[Term] = field(default_factory=Counter)


class Bounds:
    """Reads bounds off terms. Raises Unsupported for a form the cut-off argument does not cover."""

    def __init__(self) -> None:
        self._known: dict[Term, Fraction] = {}
        self._weights: dict[Term, Copies] = {}

    def difference(self, lhs: Term, rhs: Term) -> Copies:
        """The copies in the largest monomial of lhs − rhs, cleared of denominators."""
        return self._sum([self.of(lhs), self.of(rhs)]).above

    def of(self, term: Term) -> Fraction:
        """The bound of one term."""
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = self._read(term)
        return found

    def _read(self, term: Term) -> Fraction:
        match term:
            case Number() | Constant() | Scalar():
                return Fraction()
            case Entry() | Delta():
                _plain_positions(term)
                return Fraction()
            case Size(name):
                return Fraction(Counter({name: 1}))
            case Named():
                return self.of(unfold(term))
            case Neg(arg):
                return self.of(arg)
            case Add(args):
                return self._sum([self.of(arg) for arg in args])
            case Cases():
                _plain_positions(term)
                return self._sum([self.of(term.equal), self.of(term.unequal)])
            case Mul(args):
                return self._product([self.of(arg) for arg in args])
            case Div(numerator, denominator):
                return self._product([self.of(numerator), self._inverse(denominator)])
            case Pow(base, Number(value)) if value.denominator == 1 and abs(value) <= 8:
                one = self.of(base) if value > 0 else self._inverse(base)
                return self._product([one] * abs(int(value)))
            case Exp(arg):
                if any(isinstance(node, Binder | Size | Derivative) for node in mentioned((arg,))):
                    raise Unsupported("the exponential of a sum or a size")
                self.of(arg)
                return Fraction()
            case Log(arg, None):
                return self._logarithm(arg)
            case Binder():
                return self._binder(term)
            case Derivative(body, wrt):
                _plain_positions(wrt)
                return self._derivative(self.of(body))
        raise Unsupported(type(term).__name__)

    def _weight(self, denominators: Counter[Term]) -> Copies:
        total: Copies = Counter()
        for term, times in denominators.items():
            for name, copies in self._weights[term].items():
                total[name] += copies * times
        return total

    def _sum(self, parts: list[Fraction]) -> Fraction:
        common: Counter[Term] = Counter()
        for part in parts:
            common |= part.below
        above: Copies = Counter()
        for part in parts:
            above |= part.above + self._weight(common - part.below)
        return Fraction(above, common)

    def _product(self, parts: list[Fraction]) -> Fraction:
        above: Copies = Counter()
        below: Counter[Term] = Counter()
        for part in parts:
            above += part.above
            below += part.below
        return Fraction(above, below)

    def _inverse(self, term: Term) -> Fraction:
        while isinstance(term, Named):
            term = unfold(term)
        inner = self.of(term)
        self._weights[term] = inner.above
        return Fraction(self._weight(inner.below), Counter({term: 1}))

    def _logarithm(self, arg: Term) -> Fraction:
        """A logarithm counts as what its derivative is: one over each factor of its argument."""
        below: Counter[Term] = Counter()
        for factor in _factors(arg):
            below |= self._inverse(factor).below
            below |= self.of(factor).below
        return Fraction(self._weight(below), below)

    def _derivative(self, inner: Fraction) -> Fraction:
        once = Counter(dict.fromkeys(inner.below, 1))
        return Fraction(inner.above + self._weight(once), inner.below + once)

    def _binder(self, term: Binder) -> Fraction:
        domain = term.index.domain
        if term.kind is not BinderKind.SUM or not isinstance(domain, Range):
            raise Unsupported("a product or an integral")
        if term.above is not None or term.below is not None:
            raise Unsupported("an order of indices")
        for position in (*term.exclude, *(() if term.only is None else (term.only,))):
            if not isinstance(position, Index):
                raise Unsupported("a position that is no lone index")
        inner = self.of(term.body)
        below: Counter[Term] = Counter()
        for denominator, times in inner.below.items():
            if term.index not in denominator.free:
                below[denominator] = times
            elif any(isinstance(node, Binder) for node in mentioned((denominator,))):
                raise Unsupported("a sum in a denominator that depends on an outer index")
        return Fraction(inner.above + Counter({size_name(domain): 1}), below)


def _factors(term: Term) -> Iterator[Term]:
    """The factors of a product or quotient, but for exponentials, which never vanish."""
    match term:
        case Named():
            yield from _factors(unfold(term))
        case Mul(args):
            for arg in args:
                yield from _factors(arg)
        case Div(numerator, denominator):
            yield from _factors(numerator)
            yield from _factors(denominator)
        case Exp():
            pass
        case _:
            yield term


def size_name(domain: Range) -> str:
    """The size n of a range 1…n. Raises Unsupported for any other range."""
    parts = domain.high.parts
    whole = domain.low.is_constant and domain.low.const == 1 and domain.high.const == 0
    if whole and len(parts) == 1 and parts[0][1] == 1 and isinstance(parts[0][0], Size):
        return parts[0][0].name
    raise Unsupported("a range that is not 1..n")


def _plain_positions(term: Term) -> None:
    """Require lone indices over whole ranges."""
    positions = (term.left, term.right) if isinstance(term, Delta | Cases) else getattr(term, "positions", ())
    for position in positions:
        if not isinstance(position, Index) or not isinstance(position.domain, Range):
            raise Unsupported("a position that is no lone index")
        size_name(position.domain)
