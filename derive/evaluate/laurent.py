"""Laurent series in ε = 1/T with real coefficients: what limits and expansions are read off.

A series knows its absolute precision: coefficients from `low` on, up to O(ε^`end`), or all of them
when `end` is None. Cancelled leading coefficients are kept as zeros until a division looks for the
leading one, so that a derivative of a limit can tell a lead that vanishes at the point.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flint import fmpq

from derive.evaluate import balls
from derive.evaluate.balls import ONE, ZERO, Real
from derive.evaluate.failures import Diverges, Imprecise, Undefined, Unsupported


@dataclass(frozen=True, slots=True)
class Series:
    """Σ `coefficients[k]` ε^(`low` + k), up to O(ε^`end`)."""

    low: int
    coefficients: tuple[Real, ...]
    end: int | None = None

    def coefficient(self, power: int) -> Real:
        """The coefficient of ε^`power`. Raises Imprecise beyond the precision."""
        if self.end is not None and power >= self.end:
            raise Imprecise("the series is too short")
        place = power - self.low
        return self.coefficients[place] if 0 <= place < len(self.coefficients) else ZERO


STEEPEST = 256
"""The greatest power of a series."""

VARIABLE = Series(-1, (ONE,))
"""T itself."""


@dataclass(slots=True)
class Laurent:
    """Arithmetic of reals and series, with at most `terms` coefficients kept.

    `steady` asks that no lead vanish at the point: a derivative may pass through a limit only then.
    """

    terms: int = 6
    steady: bool = False

    def number(self, value: Any) -> Real:
        """An exact rational."""
        return value

    def add(self, x: Any, y: Any) -> Any:
        """X + y."""
        if type(x) is not Series and type(y) is not Series:
            return x + y
        a, b = _series(x), _series(y)
        low = min(a.low, b.low)
        left = (ZERO,) * (a.low - low) + a.coefficients
        right = (ZERO,) * (b.low - low) + b.coefficients
        total = tuple(p + q for p, q in zip_longest(left, right, fillvalue=ZERO))
        return self._cut(low, total, _least(a.end, b.end))

    def neg(self, x: Any) -> Any:
        """−x."""
        return Series(x.low, tuple(-c for c in x.coefficients), x.end) if type(x) is Series else -x

    def mul(self, x: Any, y: Any) -> Any:
        """X · y."""
        if type(x) is not Series and type(y) is not Series:
            return x * y
        a, b = _series(x), _series(y)
        if (type(x) is fmpq and x == 0) or (type(y) is fmpq and y == 0):
            return ZERO
        if len(a.coefficients) == 1:
            a, b = b, a
        if len(b.coefficients) == 1 and b.end is None:
            (factor,) = b.coefficients
            end = None if a.end is None else a.end + b.low
            return Series(a.low + b.low, tuple([p * factor for p in a.coefficients]), end)
        ends = [None if a.end is None else a.end + b.low, None if b.end is None else b.end + a.low]
        product = [ZERO] * min(len(a.coefficients) + len(b.coefficients) - 1, self.terms)
        for i, p in enumerate(a.coefficients[: self.terms]):
            for j, q in enumerate(b.coefficients[: len(product) - i]):
                product[i + j] += p * q
        whole = len(a.coefficients) + len(b.coefficients) - 1 <= self.terms
        low = a.low + b.low
        return self._cut(low, tuple(product), _least(*ends, None if whole else low + self.terms))

    def inv(self, x: Any) -> Any:
        """1/x. Raises Undefined for zero."""
        if type(x) is not Series:
            return balls.reciprocal(x)
        lead, rest = self._lead(x)
        scale = balls.reciprocal(lead)
        count = self.terms if rest.end is None else min(self.terms, rest.end - rest.low)
        if rest.end is None and len(rest.coefficients) == 1:
            return Series(-rest.low, (scale,))
        found = [scale]
        for k in range(1, count):
            mixed = sum((c * found[k - j] for j, c in enumerate(rest.coefficients[1 : k + 1], 1)), ZERO)
            found.append(-mixed * scale)
        return Series(-rest.low, tuple(found), -rest.low + count)

    def exp(self, x: Any) -> Any:
        """The exponential. Raises Unsupported where the argument has a pole."""
        if type(x) is not Series:
            return balls.exponential(x)
        for power in range(x.low, 0):
            if not balls.is_zero(x.coefficient(power)):
                raise Unsupported("exponential of a pole")
        first = balls.exponential(x.coefficient(0))
        count = self.terms if x.end is None else min(self.terms, x.end)
        inner = [x.coefficient(power) for power in range(count)]
        found = [first]
        for k in range(1, count):
            found.append(sum((j * inner[j] * found[k - j] for j in range(1, k + 1)), ZERO) / k)
        return Series(0, tuple(found), count)

    def log(self, x: Any) -> Any:
        """The natural logarithm. Raises Undefined where x is not positive for large T."""
        if type(x) is not Series:
            return balls.logarithm(x)
        lead, rest = self._lead(x)
        if not balls.is_positive(lead):
            raise Undefined("logarithm of a number that is not positive")
        if rest.low != 0:
            raise Unsupported("logarithm of a pole")
        scale = balls.reciprocal(lead)
        count = self.terms if rest.end is None else min(self.terms, rest.end)
        inner = [rest.coefficient(power) * scale for power in range(count)]
        found = [balls.logarithm(lead)]
        for k in range(1, count):
            mixed = sum((j * found[j] * inner[k - j] for j in range(1, k)), ZERO)
            found.append(inner[k] - mixed / k)
        return Series(0, tuple(found), count)

    def largest(self, x: Any, y: Any) -> Any:
        """The larger of x and y. Raises Unsupported for series."""
        if type(x) is Series or type(y) is Series:
            raise Unsupported("a maximum in a limit")
        return balls.largest(x, y)

    def integer_power(self, x: Any, exponent: int) -> Any:
        """X to a whole power."""
        if type(x) is not Series:
            return balls.integer_power(x, exponent)
        if exponent < 0:
            return self.integer_power(self.inv(x), -exponent)
        if exponent > STEEPEST:
            raise Unsupported("a series to a large power")
        result: Any = ONE
        square = x
        while exponent:
            if exponent & 1:
                result = self.mul(result, square)
            exponent >>= 1
            if exponent:
                square = self.mul(square, square)
        return result

    def real_power(self, x: Any, exponent: Any) -> Any:
        """X to a real power. Raises Undefined unless x > 0 for large T."""
        if type(x) is not Series:
            if type(exponent) is Series:
                return self.exp(self.mul(exponent, balls.logarithm(x)))
            return balls.real_power(x, exponent)
        lead, rest = self._lead(x)
        if not balls.is_positive(lead):
            raise Undefined("real power of a number that is not positive")
        if rest.low == 0:
            return self.exp(self.mul(exponent, self.log(x)))
        shift = exponent * rest.low if type(exponent) is fmpq else None
        if shift is None or shift.q != 1:
            raise Unsupported("a series in fractional powers")
        end = None if rest.end is None else rest.end - rest.low
        flat = self.exp(self.mul(exponent, self.log(Series(0, rest.coefficients, end))))
        return self.mul(flat, Series(int(shift), (ONE,)))

    def pi(self) -> Real:
        """The number π."""
        return balls.pi()

    def limit(self, x: Any) -> Real:
        """The value at ε = 0. Raises Diverges for a pole."""
        if type(x) is not Series:
            return x
        for power in range(x.low, 0):
            if not balls.is_zero(x.coefficient(power)):
                raise Diverges("the limit is not finite")
        return x.coefficient(0)

    def _lead(self, x: Series) -> tuple[Real, Series]:
        """The leading coefficient, certainly nonzero, and the series from there on."""
        for place, c in enumerate(x.coefficients):
            if not balls.is_zero(c):
                if place and self.steady:
                    raise Unsupported("a leading coefficient vanishes at the point")
                return c, Series(x.low + place, x.coefficients[place:], x.end)
        if x.end is None:
            raise Undefined("division by zero, or logarithm of zero")
        raise Imprecise("the series is too short")

    def _cut(self, low: int, coefficients: tuple[Real, ...], end: int | None) -> Series:
        if end is not None and low + len(coefficients) > end:
            coefficients = coefficients[: max(end - low, 0)]
        if len(coefficients) > self.terms:
            coefficients, end = coefficients[: self.terms], low + self.terms
        return Series(low, coefficients, end)


def _series(x: Any) -> Series:
    return x if type(x) is Series else Series(0, (x,))


def _least(*ends: int | None) -> int | None:
    known = [end for end in ends if end is not None]
    return min(known) if known else None
