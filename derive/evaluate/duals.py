"""Nested dual numbers over any arithmetic: derivatives by x ↦ x + dx, with dx² = 0.

Each derivative in force has a tag; the highest tag is outermost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol

from flint import arb, fmpq

from derive.evaluate.balls import ZERO, is_zero
from derive.evaluate.failures import Imprecise, Undefined, Unsupported


class Arithmetic(Protocol):
    """What the interpreter asks of a kind of number."""

    def number(self, value: Any, /) -> Any:
        """An exact rational."""

    def add(self, x: Any, y: Any, /) -> Any:
        """X + y."""

    def neg(self, x: Any, /) -> Any:
        """−x."""

    def mul(self, x: Any, y: Any, /) -> Any:
        """X · y."""

    def inv(self, x: Any, /) -> Any:
        """1/x."""

    def exp(self, x: Any, /) -> Any:
        """The exponential."""

    def log(self, x: Any, /) -> Any:
        """The natural logarithm."""

    def integer_power(self, x: Any, exponent: int, /) -> Any:
        """X to a whole power."""

    def real_power(self, x: Any, exponent: Any, /) -> Any:
        """X to a real power."""

    def largest(self, x: Any, y: Any, /) -> Any:
        """The larger of two."""

    def pi(self) -> Any:
        """The number π."""


@dataclass(frozen=True, slots=True)
class Dual:
    """`value` + `slope` · d(tag)."""

    value: Any
    slope: Any
    tag: int


@dataclass(frozen=True, slots=True)
class Duals:
    """The arithmetic of dual numbers over `base`."""

    base: Arithmetic

    def number(self, value: Any) -> Any:
        """An exact rational in the base."""
        return self.base.number(value)

    def add(self, x: Any, y: Any) -> Any:
        """X + y."""
        if type(x) is not Dual and type(y) is not Dual:
            return self.base.add(x, y)
        a = x.tag if type(x) is Dual else 0
        b = y.tag if type(y) is Dual else 0
        if a == b:
            return Dual(self.add(x.value, y.value), self.add(x.slope, y.slope), a)
        if a > b:
            return Dual(self.add(x.value, y), x.slope, a)
        return Dual(self.add(x, y.value), y.slope, b)

    def neg(self, x: Any) -> Any:
        """−x."""
        return Dual(self.neg(x.value), self.neg(x.slope), x.tag) if type(x) is Dual else self.base.neg(x)

    def mul(self, x: Any, y: Any) -> Any:
        """X · y."""
        if type(x) is not Dual and type(y) is not Dual:
            return self.base.mul(x, y)
        a = x.tag if type(x) is Dual else 0
        b = y.tag if type(y) is Dual else 0
        if a == b:
            slope = self.add(self.mul(x.value, y.slope), self.mul(x.slope, y.value))
            return Dual(self.mul(x.value, y.value), slope, a)
        if a > b:
            return Dual(self.mul(x.value, y), self.mul(x.slope, y), a)
        return Dual(self.mul(x, y.value), self.mul(x, y.slope), b)

    def inv(self, x: Any) -> Any:
        """1/x."""
        if type(x) is not Dual:
            return self.base.inv(x)
        inverse = self.inv(x.value)
        return Dual(inverse, self.neg(self.mul(x.slope, self.mul(inverse, inverse))), x.tag)

    def exp(self, x: Any) -> Any:
        """The exponential."""
        if type(x) is not Dual:
            return self.base.exp(x)
        value = self.exp(x.value)
        return Dual(value, self.mul(x.slope, value), x.tag)

    def lift(self, value: Any, x: Any) -> Any:
        """The exponential of x, given that of its innermost value."""
        if type(x) is not Dual:
            return value
        inner = self.lift(value, x.value)
        return Dual(inner, self.mul(x.slope, inner), x.tag)

    def log(self, x: Any) -> Any:
        """The natural logarithm."""
        if type(x) is not Dual:
            return self.base.log(x)
        return Dual(self.log(x.value), self.mul(x.slope, self.inv(x.value)), x.tag)

    def integer_power(self, x: Any, exponent: int) -> Any:
        """X to a whole power."""
        if type(x) is not Dual:
            return self.base.integer_power(x, exponent)
        if exponent == 0:
            return Dual(self.integer_power(x.value, 0), self.mul(x.slope, self.number(ZERO)), x.tag)
        factor = self.mul(self.number(ZERO + exponent), self.integer_power(x.value, exponent - 1))
        return Dual(self.integer_power(x.value, exponent), self.mul(x.slope, factor), x.tag)

    def real_power(self, x: Any, exponent: Any) -> Any:
        """X to a real power; x must be positive."""
        if type(x) is not Dual and type(exponent) is not Dual:
            return self.base.real_power(x, exponent)
        return self.exp(self.mul(exponent, self.log(x)))

    def largest(self, values: Sequence[Any]) -> Any:
        """The largest of several. Raises Undefined for none, and for the slope of a maximum at a kink.

        A kink is where the largest agree and their slopes do not. Raises Imprecise where that cannot be told.
        """
        if not values:
            raise Undefined("the largest of nothing")
        if not any(type(value) is Dual for value in values):
            return reduce(self.base.largest, values)
        first, *others = values
        tied = [first]
        for value in others:
            ahead = next(parts(self._gap(value, tied[0])))
            if _vanishes(ahead):
                tied.append(value)
            elif ahead > 0:
                tied = [value]
        gaps = [self._gap(value, tied[0]) for value in tied[1:]]
        if all(_vanishes(part) for gap in gaps for part in parts(gap)):
            return tied[0]
        if any(type(gap) is Dual and Dual in (type(gap.value), type(gap.slope)) for gap in gaps):
            raise Imprecise("higher derivatives of a maximum at a kink")
        raise Undefined("a maximum has no derivative at a kink")

    def _gap(self, x: Any, y: Any) -> Any:
        return self.add(x, self.neg(y))

    def pi(self) -> Any:
        """The number π."""
        return self.base.pi()

    def slope(self, x: Any, tag: int) -> Any:
        """The derivative that carries `tag`, the highest in force."""
        if type(x) is not Dual or x.tag < tag:
            return self.number(ZERO)
        if x.tag > tag:
            raise Unsupported("a derivative is read out of order")
        return x.slope


def parts(x: Any) -> Iterator[Any]:
    """Every coefficient of a dual number."""
    if type(x) is Dual:
        yield from parts(x.value)
        yield from parts(x.slope)
    else:
        yield x


def _vanishes(part: Any) -> bool:
    """Whether a real is zero. Raises Unsupported for other kinds of numbers: they have no order."""
    if type(part) not in (fmpq, arb):
        raise Unsupported("a maximum of what has no order")
    return is_zero(part)


def each(image: Callable[[Any], Any], x: Any) -> Any:
    """Apply `image` to every coefficient of a dual number."""
    return Dual(each(image, x.value), each(image, x.slope), x.tag) if type(x) is Dual else image(x)


def fold(parts: list[Callable[[Any], Any]], join: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    """The code that joins what the parts give on one machine, from left to right."""
    first, *rest = parts

    def run(m: Any) -> Any:
        total = first(m)
        for part in rest:
            total = join(total, part(m))
        return total

    return run
