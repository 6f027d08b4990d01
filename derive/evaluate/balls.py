"""Real numbers: exact rationals as long as possible, Arb balls where a value is transcendental.

Both print, add and multiply with one another. A ball that contains zero without being zero decides
nothing, so it raises Imprecise wherever a decision is needed.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from flint import arb, fmpq

from derive.evaluate.failures import Imprecise, Undefined

Real: TypeAlias = Any
"""An `fmpq` or an `arb`; python-flint carries no types."""

LONGEST = 20_000
"""Bits of a rational beyond which a power becomes a ball."""

ZERO = fmpq(0)
ONE = fmpq(1)


def is_exact(x: Real) -> bool:
    """Whether the number is a rational rather than a ball."""
    return type(x) is fmpq


def is_zero(x: Real) -> bool:
    """Whether the number is certainly zero. Raises Imprecise for a ball around zero."""
    if type(x) is fmpq:
        return bool(x == 0)
    if x.is_zero():
        return True
    if not x.is_finite() or x.contains(0):
        raise Imprecise("a ball contains zero")
    return False


def is_positive(x: Real) -> bool:
    """Whether the number is certainly positive, or certainly not. Raises Imprecise otherwise."""
    if x > 0:
        return True
    if x <= 0:
        return False
    raise Imprecise("a ball contains zero")


def reciprocal(x: Real) -> Real:
    """1/x. Raises Undefined at zero."""
    if is_zero(x):
        raise Undefined("division by zero")
    return 1 / x


def exponential(x: Real) -> Real:
    """E to the x, exact at zero."""
    if type(x) is fmpq:
        if x == 0:
            return ONE
        x = arb(x)
    return _finite(x.exp())


def logarithm(x: Real) -> Real:
    """The natural logarithm, exact at one. Raises Undefined unless x is positive."""
    if not is_positive(x):
        raise Undefined("logarithm of a number that is not positive")
    if type(x) is fmpq:
        if x == 1:
            return ZERO
        x = arb(x)
    return _finite(x.log())


def integer_power(x: Real, exponent: int) -> Real:
    """X to a whole power; x⁰ = 1. Raises Undefined for a negative power of zero."""
    if exponent < 0:
        return integer_power(reciprocal(x), -exponent)
    if type(x) is fmpq and exponent * (x.p.bit_length() + x.q.bit_length()) > LONGEST:
        return _finite(arb(x) ** exponent)
    return x**exponent


def real_power(x: Real, exponent: Real) -> Real:
    """X to a real power, exact where the root is rational. Raises Undefined unless x > 0."""
    if not is_positive(x):
        raise Undefined("real power of a number that is not positive")
    if type(x) is fmpq and type(exponent) is fmpq:
        root = _rational_root(x, int(exponent.q))
        if root is not None:
            return integer_power(root, int(exponent.p))
    return exponential(exponent * logarithm(x))


def _rational_root(x: Any, order: int) -> Any:
    """The `order`-th root of a positive rational where it is rational, else None."""
    if order == 1:
        return x
    if order > 64:
        return None
    top, bottom = x.p.root(order), x.q.root(order)
    return fmpq(top, bottom) if top**order == x.p and bottom**order == x.q else None


def largest(x: Real, y: Real) -> Real:
    """The larger of two numbers: one of them, or a ball that holds it where that is not certain."""
    if x >= y:
        return x
    if y >= x:
        return y
    x, y = arb(x), arb(y)
    return x.max(y)


def pi() -> Real:
    """The number π as a ball."""
    return arb.pi()


def _finite(x: Real) -> Real:
    if not x.is_finite():
        raise Imprecise("a ball grew without bound")
    return x
