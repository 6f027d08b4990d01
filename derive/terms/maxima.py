"""Lazy constructors of maxima: of written terms, or of a term over a range. What else is made of them is written out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derive.errors import TermError
from derive.terms.build import binder
from derive.terms.indices import Index
from derive.terms.nodes import BinderKind, Maximum, Neg, Number, Term, coerce


def Max(first: object, *others: Any) -> Term:
    """The largest of the given terms, or of one term over an index: `Max(a, b)`, `Max(z[k], k)`, `Max(z[k], (k, 1, n))`.

    Raises TermError when terms and indices are mixed.
    """
    if not others or not any(isinstance(other, Index | tuple) for other in others):
        return Maximum(tuple(coerce(arg) for arg in (first, *others)))
    if not all(isinstance(other, Index | tuple) for other in others):
        raise TermError("Max takes terms, or one term and the indices it is over")
    return binder(BinderKind.MAX, first, others)


def Min(first: object, *others: Any) -> Term:
    """The smallest, with the call shapes of `Max`: the negative of the largest negative."""
    if not others or not any(isinstance(other, Index | tuple) for other in others):
        return Neg(Max(*[Neg(coerce(arg)) for arg in (first, *others)]))
    return Neg(Max(Neg(coerce(first)), *others))


def relu(arg: object) -> Maximum:
    """The larger of 0 and a term."""
    return Maximum((Number(Fraction(0)), coerce(arg)))


def Abs(arg: object) -> Maximum:
    """The absolute value: the larger of a term and its negative."""
    term = coerce(arg)
    return Maximum((term, Neg(term)))
