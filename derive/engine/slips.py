"""Right sides that undo one slip of an author, each with what the slip was.

A slip is undone blindly here: which of these right sides is true is for the caller to find out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from derive.engine.changes import at, families, pairs, scaled
from derive.errors import TermError
from derive.terms.claims import Claim, families_in
from derive.terms.edits import edits
from derive.terms.latex import latex
from derive.terms.nodes import (
    Add,
    Binder,
    BinderKind,
    Delta,
    Derivative,
    Div,
    Entry,
    Family,
    Mul,
    Neg,
    Number,
    Pow,
    Term,
)
from derive.terms.spots import spots
from derive.terms.traverse import rebuild, substitute


@dataclass(frozen=True, slots=True)
class Mend:
    """A right side, what would have been the slip, and how far it is from what was written."""

    rhs: Term
    slip: str
    cost: int


SIGN = "sign"
UNDOING = {
    "flip term": (1, SIGN),
    "drop minus": (1, SIGN),
    "swap cases": (2, "the two cases are swapped"),
    "drop term": (3, "a term too many"),
    "drop factor": (3, "a factor too many"),
    "drop numerator": (3, "a numerator too many"),
    "drop denominator": (3, "a denominator too many"),
    "drop exponent": (3, "an exponent too many"),
    "drop exp": (3, "exp too many"),
    "drop log": (3, "log too many"),
    "drop sum": (3, "no sum here"),
    "drop exclusion": (2, "nothing is left out of the sum"),
    "leave one out": (3, "one term of the sum is to be left out"),
    "number + 1": (3, "a number is 1 too small"),
    "exponent + 1": (3, "an exponent is 1 too small"),
    "mean for sum": (3, "a mean is meant, not a sum"),
    "double term": (3, "factor $2$ lost"),
    "double symbol": (3, "factor $2$ lost"),
    "double sum": (3, "factor $2$ lost"),
    "double exponent": (3, "factor 2 lost in an exponent"),
    "double argument": (3, "factor 2 lost in a logarithm"),
    "square entry": (3, "square lost"),
    "square factor": (3, "square lost"),
    "square denominator": (3, "square lost"),
}
"""Edits that are slips of authors when read backwards: what was slipped, nearest first."""


def undone(claim: Claim) -> Iterator[Mend]:
    """Right sides of `claim` with one slip undone, in no order of distance; some come more than once."""
    for make in (_whole, _throughout, _by_edits):
        yield from make(claim)
    for spot in spots(claim.rhs):
        for cost, slip, term in at(claim, spot):
            try:
                yield Mend(spot.put(term), slip, cost)
            except TermError:
                continue


def _whole(claim: Claim) -> Iterator[Mend]:
    rhs = claim.rhs
    yield Mend(rhs.arg if isinstance(rhs, Neg) else -rhs, SIGN, 1)
    for cost, slip, term in scaled(claim, rhs, 2):
        yield Mend(term, slip, cost)
    for a, b in pairs(claim):
        yield Mend(Delta(a, b) * rhs, f"${latex(Delta(a, b))}$ is missing", 3)
        yield Mend((1 - Delta(a, b)) * rhs, f"true only where {a.label} = {b.label} is left out", 3)
    yield Mend(1 - rhs, "taken from 1", 3)
    yield Mend(Number(Fraction(0)), "the value is 0", 2)


def _throughout(claim: Claim) -> Iterator[Mend]:
    """The same slip at every place: an index, a family or all the numbers in brackets put for others."""
    rhs = claim.rhs
    for a, b in pairs(claim):
        for old, new in ((a, b), (b, a)):
            if old in rhs.free:
                yield Mend(substitute(rhs, {old: new}), f"index slipped: {old.label} for {new.label}", 2)
    present = families_in((rhs,))
    for family in present:
        for shift in (1, -1):
            yield Mend(
                _shifted(rhs, family, shift),
                f"the indices of {family.name} are 1 too {'small' if shift > 0 else 'great'}",
                2,
            )
    for family in present:
        for other in families(claim):
            if other != family and len(other.axes) == len(family.axes):
                yield Mend(_renamed(rhs, family, other), f"{family.name} for {other.name}", 3)


def _renamed(term: Term, family: Family, other: Family) -> Term:
    return _entries(term, lambda old: Entry(other, old.positions) if old.family == family else old)


def _shifted(term: Term, family: Family, shift: int) -> Term:
    def move(old: Entry) -> Term:
        if old.family != family:
            return old
        return Entry(family, tuple(p + shift if isinstance(p, int) else p for p in old.positions))

    return _entries(term, move)


def _entries(term: Term, change: Callable[[Entry], Term]) -> Term:
    """The term with every written entry changed, but those that a derivative runs along."""
    if isinstance(term, Entry):
        return change(term)
    if isinstance(term, Derivative):
        return Derivative(_entries(term.body, change), term.wrt)
    return rebuild(term, lambda child: _entries(child, change), lambda position: position)


def _by_edits(claim: Claim) -> Iterator[Mend]:
    for kind, term in edits(claim.rhs, claim.free_indices):
        known = _undoing(kind)
        if known is not None:
            yield Mend(term, known[1], known[0])


def _undoing(kind: str) -> tuple[int, str] | None:
    """What an edit undoes, as a distance and a slip."""
    if kind in UNDOING:
        return UNDOING[kind]
    head, _, tail = kind.partition(" ")
    if " of " in kind:
        return 1, f"sign in the definition of {kind.partition(' of ')[2]}"
    if head == "index":
        written, _, right = tail.partition(" to ")
        return 2, f"index slipped: {written} for {right}"
    return (3, f"{tail if tail.startswith('1/') else f'factor {tail}'} too many") if head == "drop" else None


def is_idle(term: Term) -> bool:
    """Whether a node does nothing: a factor 1 or 0, a summand 0, two signs, or something beside what undoes it."""
    match term:
        case Mul(args):
            below = [factor for arg in args if isinstance(arg, Div) for factor in _factors(arg.denominator)]
            return any(isinstance(arg, Number) and arg.value in (0, 1) for arg in args) or any(
                factor in below for arg in args for factor in _factors(arg)
            )
        case Add(args):
            return any(
                _nothing(arg) or (isinstance(arg, Neg) and (_nothing(arg.arg) or arg.arg in args)) for arg in args
            )
        case Div(numerator, denominator):
            return denominator == Number(Fraction(1)) or denominator in _factors(numerator)
        case Pow(_, Number(value)):
            return value == 1
        case Neg(arg):
            return isinstance(arg, Neg) or _nothing(arg)
        case Binder(BinderKind.SUM, body):
            return _nothing(body)
    return False


def _factors(term: Term) -> tuple[Term, ...]:
    if isinstance(term, Neg):
        return _factors(term.arg)
    return term.args if isinstance(term, Mul) else (term,)


def _nothing(term: Term) -> bool:
    return isinstance(term, Number) and not term.value
