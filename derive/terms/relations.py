"""Relations between terms, and the assumptions a claim rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from derive.errors import TermError
from derive.terms.affine import Affine
from derive.terms.indices import Index, Position, to_position
from derive.terms.nodes import Family, Scalar, Sign, Size, Term, coerce
from derive.terms.ranges import read_affine
from derive.terms.shaped import Shaped


class Relation(Enum):
    """What a step claims of its two sides."""

    EQUAL = "="
    TENDS = "→"
    AT_MOST = "≤"
    BELOW = "<"
    NOT_ALWAYS = "not for all"


class Op(Enum):
    """The comparison a hypothesis states."""

    EQ = "="
    NE = "≠"
    GT = ">"
    GE = "≥"


@dataclass(frozen=True, slots=True)
class Condition:
    """`lhs op rhs`, for every value of the indices in `forall`.

    An index that is free and not in `forall` is the one of the same name in the step.
    """

    lhs: Term
    op: Op
    rhs: Term
    forall: tuple[Index, ...] = ()

    def for_all(self, *indices: Index) -> Condition:
        """The same condition for every value of `indices`."""
        for index in indices:
            if not isinstance(index, Index):
                raise TermError("for_all takes indices")
        return replace(self, forall=(*self.forall, *indices))

    @property
    def free(self) -> frozenset[Index]:
        """The indices that are free in the condition."""
        return (self.lhs.free | self.rhs.free) - frozenset(self.forall)


@dataclass(frozen=True, slots=True)
class IndexCondition:
    """Two positions agree, or differ."""

    left: Position
    right: Position
    equal: bool


@dataclass(frozen=True, slots=True)
class SignFact:
    """A scalar, or every entry of a family, is positive or nonnegative."""

    target: Scalar | Family
    sign: Sign


@dataclass(frozen=True, slots=True)
class SizeFact:
    """A size is at least `at_least`, which is more than 1."""

    size: Size
    at_least: int


@dataclass(frozen=True, slots=True)
class Convention:
    """An agreement on what an undefined product means; it is listed like any other assumption."""

    text: str


zero_log_zero = Convention(r"0 \log 0 = 0")
"""0·log 0 = 0: a written product of something with its own logarithm is 0 where that something is."""

Assumption = Condition | IndexCondition | SignFact | SizeFact | Convention
Hypothesis = Condition | IndexCondition | Convention


def _is_position(value: object) -> bool:
    return isinstance(value, Index | Affine)


def _relation(lhs: object, op: Op, rhs: object) -> Any:
    if isinstance(lhs, Shaped):
        return Condition(*_compared(lhs, op, rhs))
    if isinstance(rhs, Shaped):
        second, _, first, places = _compared(rhs, op, lhs)
        return Condition(first, op, second, places)
    if _is_position(lhs) or _is_position(rhs):
        if op not in (Op.EQ, Op.NE):
            raise TermError("indices can be stated equal or different, not ordered")
        left = to_position(read_affine(lhs, "an index"))
        right = to_position(read_affine(rhs, "an index"))
        return IndexCondition(left, right, op is Op.EQ)
    return Condition(coerce(lhs), op, coerce(rhs))


def _compared(lhs: Shaped, op: Op, rhs: object) -> tuple[Term, Op, Term, tuple[Index, ...]]:
    """A comparison of numbers, or of all entries: equalities, and orders between vectors."""
    left, right, places = lhs.paired(rhs)
    if places and op is Op.NE:
        raise TermError("vectors and matrices differ in some entry, not in all; state which: Ne(x[i], y[i])")
    if len(places) > 1 and op is not Op.EQ:
        raise TermError(
            "an order between matrices could mean two things; state it of entries: Ge(A[i, j], 0).for_all(i, j)"
        )
    return left, op, right, places


def Eq(lhs: object, rhs: object) -> Any:
    """The hypothesis lhs = rhs, between terms or between indices."""
    return _relation(lhs, Op.EQ, rhs)


def Ne(lhs: object, rhs: object) -> Any:
    """The hypothesis lhs ≠ rhs, between terms or between indices."""
    return _relation(lhs, Op.NE, rhs)


def Gt(lhs: object, rhs: object) -> Any:
    """The hypothesis lhs > rhs."""
    return _relation(lhs, Op.GT, rhs)


def Ge(lhs: object, rhs: object) -> Any:
    """The hypothesis lhs ≥ rhs."""
    return _relation(lhs, Op.GE, rhs)


def Lt(lhs: object, rhs: object) -> Any:
    """The hypothesis lhs < rhs."""
    return _relation(rhs, Op.GT, lhs)


def Le(lhs: object, rhs: object) -> Any:
    """The hypothesis lhs ≤ rhs."""
    return _relation(rhs, Op.GE, lhs)


def given(*conditions: object) -> tuple[Hypothesis, ...]:
    """Collect hypotheses; groups made by `given` may be nested. Raises TermError for anything else."""
    found: list[Hypothesis] = []
    for condition in conditions:
        if isinstance(condition, Condition | IndexCondition | Convention):
            found.append(condition)
        elif isinstance(condition, Iterable) and not isinstance(condition, str):
            found.extend(given(*condition))
        else:
            raise TermError(f"{condition!r} is no hypothesis; state one with Eq, Ne, Gt, Ge, Lt or Le")
    return tuple(found)
