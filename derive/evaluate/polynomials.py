"""Polynomials in concrete variables: reading equations off compiled terms exactly.

A polynomial maps monomials, sorted tuples of (variable, power), to rationals that are not zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from flint import fmpq, fmpz_poly

from derive.evaluate.balls import ONE, ZERO
from derive.evaluate.failures import Undefined, Unsupported
from derive.evaluate.machine import Key

Monomial: TypeAlias = tuple[tuple[Key, int], ...]
Polynomial: TypeAlias = dict[Monomial, Any]

LARGEST = 400
"""Terms of a polynomial beyond which none is read."""

POWER = 12
"""The highest power that is multiplied out."""


@dataclass(frozen=True, slots=True)
class Quotient:
    """`above` / `below`, both polynomials, where `below` has a value other than 0."""

    above: Polynomial
    below: Polynomial


UNIT: Polynomial = {(): ONE}


def unknown(key: Key) -> Quotient:
    """A variable."""
    return Quotient({((key, 1),): ONE}, UNIT)


def numerator(value: Any) -> Polynomial:
    """The polynomial that vanishes where a value does."""
    if type(value) is Quotient:
        return value.above
    return {(): value} if value != 0 else {}


def add(one: Polynomial, two: Polynomial, factor: Any = ONE) -> Polynomial:
    """`one` + `factor` · `two`."""
    total = dict(one)
    for mono, value in two.items():
        new = total.get(mono, ZERO) + value * factor
        if new == 0:
            del total[mono]
        else:
            total[mono] = new
    return total


def multiply(one: Polynomial, two: Polynomial) -> Polynomial:
    """The product. Raises Unsupported when it is too long."""
    if len(one) * len(two) > 8 * LARGEST:
        raise Unsupported("a polynomial too long to solve")
    total: Polynomial = {}
    for m1, v1 in one.items():
        for m2, v2 in two.items():
            powers = dict(m1)
            for key, power in m2:
                powers[key] = powers.get(key, 0) + power
            mono = tuple(sorted(powers.items()))
            new = total.get(mono, ZERO) + v1 * v2
            if new == 0:
                del total[mono]
            else:
                total[mono] = new
    if len(total) > LARGEST:
        raise Unsupported("a polynomial too long to solve")
    return total


def power(poly: Polynomial, exponent: int) -> Polynomial:
    """A whole power, at least 0."""
    total = UNIT
    for _ in range(exponent):
        total = multiply(total, poly)
    return total


def variables(poly: Polynomial) -> list[Key]:
    """Everything that occurs, sorted."""
    return sorted({key for mono in poly for key, _ in mono})


def degree(poly: Polynomial) -> int:
    """The total degree."""
    return max((sum(power for _, power in mono) for mono in poly), default=0)


def coefficients(poly: Polynomial, key: Key) -> dict[int, Polynomial]:
    """The coefficient of every power of one variable."""
    found: dict[int, Polynomial] = {}
    for mono, value in poly.items():
        power = dict(mono).get(key, 0)
        found.setdefault(power, {})[tuple(item for item in mono if item[0] != key)] = value
    return found


def replaced(poly: Polynomial, key: Key, image: Polynomial) -> Polynomial:
    """A polynomial with a variable replaced by another polynomial."""
    if not any(name == key for mono in poly for name, _ in mono):
        return poly
    total: Polynomial = {}
    for exponent, part in coefficients(poly, key).items():
        total = add(total, multiply(part, power(image, exponent)) if exponent else part)
    return total


def value_at(poly: Polynomial, value: Callable[[Key], Any]) -> Any:
    """The value at a point."""
    total = ZERO
    for mono, factor in poly.items():
        for key, exponent in mono:
            factor = factor * value(key) ** exponent  # noqa: PLW2901
        total += factor
    return total


def rational_roots(poly: Polynomial) -> list[Any]:
    """The rational roots of a polynomial in one variable that is not constant."""
    (key,) = variables(poly)
    table = {exponent: part[()] for exponent, part in coefficients(poly, key).items()}
    scale = 1
    for value in table.values():
        scale *= int(value.q)
    whole = fmpz_poly([int((table.get(place, ZERO) * scale).p) for place in range(max(table) + 1)])
    _, factors = whole.factor()
    return sorted(fmpq(-int(factor[0]), int(factor[1])) for factor, _ in factors if factor.degree() == 1)


class Polynomials:
    """Arithmetic of rationals and quotients of polynomials. Raises Unsupported for whatever else."""

    def number(self, value: Any) -> Any:
        """An exact rational."""
        return value

    def add(self, x: Any, y: Any) -> Any:
        """X + y."""
        if type(x) is not Quotient and type(y) is not Quotient:
            return x + y
        a, b = _quotient(x), _quotient(y)
        if a.below == b.below:
            return _plain(Quotient(add(a.above, b.above), a.below))
        above = add(multiply(a.above, b.below), multiply(b.above, a.below))
        return _plain(Quotient(above, multiply(a.below, b.below)))

    def neg(self, x: Any) -> Any:
        """−x."""
        return self.mul(fmpq(-1), x)

    def mul(self, x: Any, y: Any) -> Any:
        """X · y."""
        if type(x) is not Quotient and type(y) is not Quotient:
            return x * y
        a, b = _quotient(x), _quotient(y)
        return _plain(Quotient(multiply(a.above, b.above), multiply(a.below, b.below)))

    def inv(self, x: Any) -> Any:
        """1/x."""
        if type(x) is Quotient:
            return Quotient(x.below, x.above)
        if x == 0:
            raise Undefined("division by zero")
        return 1 / x

    def exp(self, x: Any) -> Any:
        """e⁰."""
        if _constant(x) != 0:
            raise Unsupported("exponential")
        return ONE

    def log(self, x: Any) -> Any:
        """The logarithm of one."""
        if _constant(x) != 1:
            raise Unsupported("logarithm")
        return ZERO

    def integer_power(self, x: Any, exponent: int) -> Any:
        """A whole power."""
        if type(x) is not Quotient:
            if exponent < 0:
                x, exponent = self.inv(x), -exponent
            return x**exponent
        if abs(exponent) > POWER:
            raise Unsupported("a high power")
        base = x if exponent >= 0 else Quotient(x.below, x.above)
        return _plain(Quotient(power(base.above, abs(exponent)), power(base.below, abs(exponent))))

    def real_power(self, _x: Any, _exponent: Any) -> Any:
        """Never a polynomial."""
        raise Unsupported("real power")

    def largest(self, x: Any, y: Any) -> Any:
        """The larger of two constants."""
        return max(_constant(x), _constant(y))

    def pi(self) -> Any:
        """Never rational."""
        raise Unsupported("pi")


def _quotient(x: Any) -> Quotient:
    return x if type(x) is Quotient else Quotient(numerator(x), UNIT)


def _plain(x: Quotient) -> Any:
    """A quotient, or the rational that it is."""
    if not x.above:
        return ZERO
    if x.above.keys() == {()} == x.below.keys():
        return x.above[()] / x.below[()]
    return x


def _constant(x: Any) -> Any:
    if type(x) is Quotient:
        raise Unsupported("not constant")
    return x
