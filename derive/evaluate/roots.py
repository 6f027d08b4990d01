"""Points with irrational values: each equation left is solved for a variable of its own, between two certified signs.

A function that is defined on a whole interval is continuous there, and has a root between values of opposite sign.
The root is computed afresh at every precision; the equation holds there by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from flint import arb, ctx, fmpq

from derive.evaluate.balls import is_exact
from derive.evaluate.conditions import Compiled
from derive.evaluate.domain import Assignment, Domain, Point
from derive.evaluate.failures import NoValue
from derive.evaluate.interpret import Code
from derive.evaluate.machine import Frame, Key, Machine, Recorder
from derive.evaluate.polynomials import Polynomial, value_at, variables
from derive.terms.nodes import Sign

STEPS = tuple(fmpq(sign * step, 2) for step in (0, 1, 2, 4, 8, 16, 32) for sign in ((1, -1) if step else (1,)))
FACTORS = tuple(fmpq(2) ** step for step in (0, 1, -1, 3, -3, 6, -6))
SECANTS = 12
"""Steps of the secant method before the interval is halved instead."""


@dataclass(frozen=True, slots=True)
class Instance:
    """The difference of the sides of an equation, at given values of its indices, and the variables it reads."""

    gap: Code
    env: tuple[int, ...]
    reads: frozenset[Key]


def instances(domain: Domain, point: Point, conditions: Iterable[Compiled]) -> list[Instance]:
    """All instances of equations. Raises NoValue where one has none at the point."""
    m = domain.machine(point)
    values = m.frames[0].values
    found = []
    for condition in conditions:
        for _ in condition.instances(m):
            seen = Recorder(values)
            m.frames = [Frame(seen)]
            condition.gap(m)
            found.append(Instance(condition.gap, tuple(m.env), frozenset(seen.read)))
    return found


def polynomial(row: Polynomial) -> Instance:
    """A polynomial that vanishes."""
    return Instance(_valued(row), (), frozenset(variables(row)))


def given_by(images: Iterable[tuple[Key, Polynomial]]) -> tuple[Assignment, ...]:
    """Variables as polynomials in others, each in those that come later."""
    return tuple(Assignment(key, _valued(image), ()) for key, image in images)[::-1]


def _valued(poly: Polynomial) -> Code:
    return lambda m: value_at(poly, m.frames[0].look_up)


def triangular(found: list[Instance], fixed: set[Key]) -> list[tuple[Instance, list[Key]]] | None:
    """An order in which every equation can be solved for one of some variables that no earlier one reads; None if none."""
    left = list(found)
    order: list[tuple[Instance, list[Key]]] = []
    while left:
        for place, one in enumerate(left):
            others = {key for at, other in enumerate(left) if at != place for key in other.reads}
            own = sorted(one.reads - others - fixed, reverse=True)
            if own:
                order.append((one, own))
                del left[place]
                break
        else:
            return None
    return order[::-1]


def solved(
    domain: Domain, point: Point, order: list[tuple[Instance, list[Key]]], sign: Callable[[Key], Sign]
) -> Point | None:
    """The point with a variable for each equation of `order` at a root of it; None where no root is found."""
    for one, keys in order:
        here = point
        roots = ((key, _root(domain, here, one, key, _grid(here.values[key], sign(key)))) for key in keys)
        key, root = next(((key, root) for key, root in roots if root is not None), (keys[0], None))
        if root is None:
            return None
        point = replace(point, assigned=(*point.assigned, Assignment(key, root, one.env)))
    return point


def _grid(value: Any, sign: Sign) -> list[Any]:
    """Where signs are looked for."""
    if sign is Sign.REAL:
        return sorted(value + step for step in STEPS)
    return sorted((value if value > 0 else fmpq(1)) * factor for factor in FACTORS)


def _root(domain: Domain, point: Point, one: Instance, key: Key, grid: list[Any]) -> Root | None:
    m = domain.machine(point)
    gap = _gap(m, one, key)
    seen: list[tuple[Any, Any]] = []
    for place in grid:
        try:
            value = gap(place)
        except NoValue:
            continue
        if is_exact(value) and value == 0:
            return Root(one, key, place, place)
        seen.append((place, value))
    middle = point.values[key]
    brackets = [(low, high) for (low, a), (high, b) in pairwise(seen) if (a < 0 and b > 0) or (a > 0 and b < 0)]
    for low, high in sorted(brackets, key=lambda ends: abs(ends[0] + ends[1] - 2 * middle)):
        try:
            gap(arb(low).union(arb(high)))
        except NoValue:
            continue
        return Root(one, key, low, high)
    return None


def _gap(m: Machine, one: Instance, key: Key) -> Callable[[Any], Any]:
    values: Mapping[Key, Any] = m.frames[0].values

    def gap(x: Any) -> Any:
        m.env = list(one.env)
        m.frames = [Frame({**values, key: x})]
        return one.gap(m)

    return gap


@dataclass(slots=True)
class Root:
    """The code of a variable that solves an equation somewhere between `low` and `high`, of opposite signs.

    The ends only ever move towards each other, so what holds on the whole of a coarse interval holds at a root in
    every finer one.
    """

    instance: Instance
    key: Key
    low: Any
    high: Any
    known: dict[int, Any] = field(default_factory=dict)

    def __call__(self, m: Machine) -> Any:
        """The root at the precision in force."""
        value = self.known.get(ctx.prec)
        if value is None:
            if self.low != self.high:
                self._narrow(_gap(m, self.instance, self.key))
            value = self.low if self.low == self.high else arb(self.low).union(arb(self.high))
            self.known[ctx.prec] = value
        return value

    def _narrow(self, gap: Callable[[Any], Any]) -> None:
        rising = bool(gap(self.low) < 0)
        width = fmpq(1, 1 << (ctx.prec - 12))
        near = _secant(gap, self.low, self.high)
        for spread in (width, width * (1 << 20)):
            self._move(gap, near - spread, rising=rising)
            self._move(gap, near + spread, rising=rising)
            if self.high - self.low <= 2 * spread:
                break
        while self.high - self.low > 2 * width and self._move(gap, (self.low + self.high) / 2, rising=rising):
            pass

    def _move(self, gap: Callable[[Any], Any], place: Any, *, rising: bool) -> bool:
        """Move the end whose sign is found at `place`; False where none is."""
        if not self.low < place < self.high:
            return False
        value = gap(place)
        if is_exact(value) and value == 0:
            self.low = self.high = place
        elif value < 0 or value > 0:
            if bool(value < 0) == rising:
                self.low = place
            else:
                self.high = place
        else:
            return False
        return True


def _secant(gap: Callable[[Any], Any], low: Any, high: Any) -> Any:
    """A rational near a root, by the secant method; a middle where that leads nowhere."""
    (x, y), (old, last) = ((arb(end), arb(gap(end)).mid()) for end in (high, low))
    for _ in range(SECANTS):
        if not (y - last) or (y - last).contains(0):
            break
        new = (x - y * (x - old) / (y - last)).mid()
        if not low < new < high:
            new = (x + old) / 2
        old, last, x = x, y, new.mid()
        try:
            y = arb(gap(x)).mid()
        except NoValue:
            break
    mantissa, exponent = x.mid().man_exp()
    return fmpq(mantissa) * fmpq(2) ** int(exponent)
