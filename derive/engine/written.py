"""The sign of a term as it is written: sums of squares, of exponentials, of what is positive.

Its normal form need not show it: Σ (x_k - μ)² is multiplied out there. Only terms that have a value for all values of
their variables, of the declared signs, have a sign here, so it holds for all values of their indices and everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import reduce

from derive.terms.nodes import (
    Add,
    Binder,
    BinderKind,
    Constant,
    Delta,
    Div,
    Entry,
    Exp,
    IndexNumber,
    Mul,
    Named,
    Neg,
    Number,
    Pow,
    Scalar,
    Size,
    Term,
)
from derive.terms.traverse import unfold

Leaf = Callable[[Entry | Scalar | Size], str]
"""The declared sign of what a term is made of: "+", "0+" or "?"."""

FLIPPED = {"+": "-", "-": "+", "0+": "0-", "0-": "0+", "0": "0", "?": "?"}
STRICT = ("+", "-")


class _Partial(Exception):
    """The term need not have a value."""


def times(one: str, other: str) -> str:
    """The sign of a product."""
    for either in ("?", "0"):
        if either in (one, other):
            return either
    sign = "+" if one[-1] == other[-1] else "-"
    return sign if len(one) == len(other) == 1 else f"0{sign}"


def sign_as_written(term: Term, leaf: Leaf) -> str:
    """The sign: + or - (never zero), 0+ or 0- (may be zero), or ? for none, or where there may be no value."""
    try:
        return _sign(term, leaf)
    except _Partial:
        return "?"


def _sign(term: Term, leaf: Leaf) -> str:
    match term:
        case Entry() | Scalar() | Size():
            return leaf(term)
        case IndexNumber():
            return "?"
        case Number(value):
            return "0+" if not value else "+" if value > 0 else "-"
        case Constant():
            return "+"
        case Delta():
            return "0+"
        case Exp(arg):
            _sign(arg, leaf)
            return "+"
        case Neg(arg):
            return FLIPPED[_sign(arg, leaf)]
        case Add(args):
            return _together([_sign(arg, leaf) for arg in args])
        case Mul(args):
            return reduce(times, [_sign(arg, leaf) for arg in args])
        case Div(numerator, denominator):
            below = _sign(denominator, leaf)
            if below not in STRICT:
                raise _Partial
            return times(_sign(numerator, leaf), below)
        case Pow(base, Number(value)):
            return _power(_sign(base, leaf), value)
        case Binder(BinderKind.SUM, body):
            return weak(_sign(body, leaf))  # the range may be empty
        case Named():
            return _sign(unfold(term), leaf)
    raise _Partial


def weak(sign: str) -> str:
    """The sign of what may be 0 besides."""
    return f"0{sign}" if sign in STRICT else sign


def _together(signs: Iterable[str]) -> str:
    """Of a sum."""
    found = set(signs)
    for strict in STRICT:
        if found <= {strict, weak(strict)}:
            return strict if strict in found else weak(strict)
    return "?"


def _power(sign: str, power: Fraction) -> str:
    if power <= 0 or (power.denominator > 1 and sign not in ("+", "0+")):
        raise _Partial
    if power % 2 == 0:
        return "+" if sign in STRICT else "0+"
    return sign
