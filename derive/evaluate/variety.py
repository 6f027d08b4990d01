"""Rational points where polynomials vanish, near chosen values.

A variable is eliminated where an equation gives it as a polynomial in the others; what is left in one variable is
solved for its rational roots; a single equation of degree 2 is met a second time by a line through a point of it;
everything else is tried at the chosen value and at a few simple ones. Of an equation x²·y = 0 either factor is tried
first, by the value chosen for x. Points are exact; finding none says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, TypeAlias

from flint import fmpq

from derive.evaluate.balls import ONE, ZERO
from derive.evaluate.failures import NoValue
from derive.evaluate.machine import Key
from derive.evaluate.polynomials import (
    Polynomial,
    coefficients,
    degree,
    rational_roots,
    replaced,
    value_at,
    variables,
)
from derive.terms.nodes import Sign

EFFORT = 400
"""Steps of one search."""

HOPELESS = 2
"""Searches without a point after which a component is given up."""

BASES = 8
"""Points of a quadric that lines are drawn through."""

SIMPLE = tuple(
    fmpq(sign * top, bottom)
    for top, bottom in (
        (0, 1),
        (1, 1),
        (2, 1),
        (1, 2),
        (3, 5),
        (4, 5),
        (1, 5),
        (3, 1),
        (1, 10),
        (9, 10),
        (1, 4),
        (2, 3),
    )
    for sign in ((1, -1) if top else (1,))
)

STRETCH = (fmpq(1), fmpq(1, 3), fmpq(-2), fmpq(3, 7), fmpq(5))
"""Lines through a point of a quadric go to the chosen values, and to these multiples of every other one."""

Values: TypeAlias = dict[Key, Any]


class Effort:
    """Steps left for all searches together."""

    def __init__(self, left: int) -> None:
        self.left = left


class Variety:
    """Polynomial equations among signed variables, split into those that share no variable."""

    def __init__(self, rows: Iterable[Polynomial], sign: Callable[[Key], Sign], effort: Effort) -> None:
        self._sign = sign
        self._effort = effort
        self._parts = _components(list(rows))
        self._failures = [0] * len(self._parts)

    @property
    def rows(self) -> list[Polynomial]:
        """Every equation."""
        return [row for part in self._parts for row in part]

    def point(self, chosen: Mapping[Key, Any]) -> Values | None:
        """Values of the variables at which every equation holds, the chosen ones where they are free."""
        found: Values = {}
        for place, rows in enumerate(self._parts):
            if self._failures[place] >= HOPELESS:
                return None
            try:
                part = next(_Search(self._sign, chosen, EFFORT, self._effort).points(rows), None)
            except NoValue:
                part = None
            if part is None:
                self._failures[place] += 1
                return None
            self._failures[place] = 0
            found |= {key: part.get(key, chosen[key]) for row in rows for key in variables(row)}
        return found


def eliminated(rows: Iterable[Polynomial]) -> tuple[list[tuple[Key, Polynomial]], list[Polynomial]]:
    """Variables that a row gives as polynomials in others, each in those that are eliminated later; and what is left."""
    left = [row for row in rows if row]
    images: list[tuple[Key, Polynomial]] = []
    while True:
        for place, row in enumerate(left):
            solved = _solved(row)
            if solved is not None:
                images.append(solved)
                others = (other for at, other in enumerate(left) if at != place)
                left = [new for other in others if (new := replaced(other, *solved))]
                break
        else:
            return images, left


def _solved(row: Polynomial) -> tuple[Key, Polynomial] | None:
    """The last variable that occurs in a row only once, in first degree and alone, and what it equals."""
    for key in reversed(variables(row)):
        powers = coefficients(row, key)
        if powers.keys() <= {0, 1} and powers[1].keys() == {()}:
            factor = -1 / powers[1][()]
            return key, {mono: value * factor for mono, value in powers.get(0, {}).items()}
    return None


def _common(row: Polynomial) -> list[Key]:
    """The variables that divide a row that has others too."""
    keys = variables(row)
    return [key for key in keys if len(keys) > 1 and all(key in dict(mono) for mono in row)]


def _divided(row: Polynomial, key: Key) -> Polynomial:
    """A row over the highest power of a variable that divides it."""
    least = min(dict(mono)[key] for mono in row)
    lowered = ((tuple((k, e - least * (k == key)) for k, e in mono), value) for mono, value in row.items())
    return {tuple(power for power in mono if power[1]): value for mono, value in lowered}


def _components(rows: list[Polynomial]) -> list[list[Polynomial]]:
    groups: list[tuple[set[Key], list[Polynomial]]] = []
    for row in rows:
        own = set(variables(row))
        meeting = [group for group in groups if group[0] & own]
        joined = (own.union(*[group[0] for group in meeting]), [*[r for g in meeting for r in g[1]], row])
        groups = [group for group in groups if not group[0] & own] + [joined]
    return [rows for _, rows in groups]


class _Search:
    """One search; `points` are complete for the variables that the rows still hold."""

    def __init__(self, sign: Callable[[Key], Sign], chosen: Mapping[Key, Any], most: int, effort: Effort) -> None:
        self._sign = sign
        self._chosen = chosen
        self._left = most
        self._effort = effort

    def _over(self, rows: list[Polynomial]) -> bool:
        cost = 1 + sum(map(len, rows)) // 8
        self._left -= cost
        self._effort.left -= cost
        return self._left < 0 or self._effort.left < 0

    def points(self, rows: list[Polynomial]) -> Iterator[Values]:
        """Points where all rows vanish."""
        rows = [row for row in rows if row]
        if self._over(rows) or any(row.keys() == {()} for row in rows):
            return
        if not rows:
            yield {}
            return
        shared = next(((place, key) for place, row in enumerate(rows) for key in _common(row)), None)
        if shared is not None:
            yield from self._by_factor(rows, *shared)
            return
        held = [variables(row) for row in rows]
        own, shortest = min(zip(held, rows, strict=True), key=lambda pair: (len(pair[0]), len(pair[1])))
        if len(own) == 1:
            yield from self._tried(rows, own[0], self._by_distance(own[0], rational_roots(shortest)))
            return
        images, rest = eliminated(rows)
        if images:
            yield from self._completed(images, rest)
            return
        if len(rows) == 1 and degree(rows[0]) == 2:
            yield from self._on_quadric(rows[0])
        uses = Counter(key for keys in held for key in keys)
        key = max(sorted(uses), key=uses.__getitem__)
        yield from self._tried(rows, key, [self._chosen[key], *self._by_distance(key, SIMPLE)])

    def _by_factor(self, rows: list[Polynomial], place: int, key: Key) -> Iterator[Values]:
        """Points where a variable is 0 that divides a row, and points where the rest of that row vanishes."""
        rest = _divided(rows[place], key)
        zero = self._tried(rows, key, [ZERO])
        other = self.points([*rows[:place], rest, *rows[place + 1 :]])
        yield from chain(zero, other) if self._chosen[key].p % 2 else chain(other, zero)

    def _allowed(self, key: Key, value: Any) -> bool:
        sign = self._sign(key)
        return bool(sign is Sign.REAL or value > ZERO or (sign is Sign.NONNEGATIVE and value == 0))

    def _by_distance(self, key: Key, values: Iterable[Any]) -> list[Any]:
        chosen = self._chosen[key]
        return sorted(values, key=lambda value: (abs(value - chosen), value))

    def _tried(self, rows: list[Polynomial], key: Key, values: Iterable[Any]) -> Iterator[Values]:
        for value in values:
            if self._allowed(key, value):
                image: Polynomial = {(): value} if value != 0 else {}
                for found in self.points([replaced(row, key, image) for row in rows]):
                    yield {**found, key: value}

    def _completed(self, images: list[tuple[Key, Polynomial]], rest: list[Polynomial]) -> Iterator[Values]:
        """Points of the rest, with the values that they give to what was eliminated."""
        for found in self.points(rest):
            full = dict(found)
            for key, image in reversed(images):
                for name in variables(image):
                    full.setdefault(name, self._chosen[name])
                full[key] = value_at(image, full.__getitem__)
            if all(self._allowed(key, full[key]) for key, _ in images):
                yield full

    def _on_quadric(self, row: Polynomial) -> Iterator[Values]:
        """Where lines through simple points of a quadric meet it again, and then those points."""
        keys = variables(row)
        simple = _Search(self._sign, dict.fromkeys(keys, ONE), EFFORT // 2, self._effort)
        bases = list(islice(simple.guessed(row), BASES))
        bases.sort(key=lambda base: sum(abs(value - self._chosen[key]) for key, value in base.items()))
        for base in bases:
            for stretch in STRETCH:
                if self._over([row]):
                    return
                goal = {key: self._chosen[key] * (ONE if at % 2 else stretch) for at, key in enumerate(keys)}
                found = _second(row, base, {key: goal[key] - base[key] for key in keys})
                if found is not None and all(self._allowed(key, value) for key, value in found.items()):
                    yield found
        yield from bases

    def guessed(self, row: Polynomial) -> Iterator[Values]:
        """Points of one row with all variables but one at simple values."""
        if len(variables(row)) <= 1:
            yield from self.points([row])
            return
        if self._over([row]):
            return
        key = variables(row)[0]
        for value in SIMPLE:
            if self._allowed(key, value):
                image: Polynomial = {(): value} if value != 0 else {}
                left = replaced(row, key, image)
                gone = [name for name in variables(row) if name != key and name not in variables(left)]
                for found in self.guessed(left):
                    yield {**{name: self._chosen[name] for name in gone}, **found, key: value}


def _second(row: Polynomial, base: Values, direction: Values) -> Values | None:
    """The other point of a quadric on the line through one of its points; None where there is no single one."""
    onward = {key: value + direction[key] for key, value in base.items()}
    highest = {mono: value for mono, value in row.items() if sum(power for _, power in mono) == 2}
    square = value_at(highest, direction.__getitem__)
    linear = value_at(row, onward.__getitem__) - square
    if square == 0 or linear == 0:
        return None
    t = -linear / square
    return {key: value + t * direction[key] for key, value in base.items()}
