"""Values of terms in plain Python, written from the meaning of the terms alone: it shares nothing with either room.

Rationals stay exact until exp, log or a root makes them floats. `None` stands for "has no value here".
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

from derive.terms import nodes as t
from derive.terms.indices import Index

TOLERANCE = 1e-7
STEP = 1e-5


class NoValue(Exception):
    """The term has no value at the point."""


class Plain:
    """A point: sizes by name, values by (name, *positions), free indices by index."""

    def __init__(self, sizes, values, indices):
        self.sizes, self.values, self.indices = sizes, values, dict(indices)

    def place(self, position):
        if isinstance(position, int):
            return position
        if isinstance(position, Index):
            return self.indices[position]
        return position.const + sum(c * self._symbol(s) for s, c in position.parts)

    def _symbol(self, symbol):
        return self.indices[symbol] if isinstance(symbol, Index) else self.sizes[symbol.name]

    def members(self, domain):
        return range(self.place(domain.low), self.place(domain.high) + 1)

    def of(self, term):
        try:
            return getattr(self, f"_{type(term).__name__.lower()}")(term)
        except (ZeroDivisionError, OverflowError) as cause:
            raise NoValue from cause

    def _number(self, term):
        return term.value

    def _scalar(self, term):
        return self.values[(term.name,)]

    def _size(self, term):
        return Fraction(self.sizes[term.name])

    def _entry(self, term):
        key = (term.family.name, *map(self.place, term.positions))
        if key not in self.values:
            raise NoValue
        return self.values[key]

    def _add(self, term):
        return sum((self.of(arg) for arg in term.args), Fraction(0))

    def _mul(self, term):
        return math.prod((self.of(arg) for arg in term.args), start=Fraction(1))

    def _neg(self, term):
        return -self.of(term.arg)

    def _div(self, term):
        top, bottom = self.of(term.numerator), self.of(term.denominator)
        if abs(bottom) < 1e-12:
            raise NoValue
        return top / bottom

    def _pow(self, term):
        base, power = self.of(term.base), self.of(term.exponent)
        if isinstance(power, Fraction) and power.denominator == 1:
            if power < 0 and abs(base) < 1e-12:
                raise NoValue
            return base ** int(power)
        if base <= 0:
            raise NoValue
        return float(base) ** float(power)

    def _exp(self, term):
        value = self.of(term.arg)
        return Fraction(1) if value == 0 else math.exp(value)

    def _log(self, term):
        value = self.of(term.arg)
        if value <= 1e-12:
            raise NoValue
        return math.log(value)

    def _delta(self, term):
        return Fraction(self.place(term.left) == self.place(term.right))

    def _cases(self, term):
        return self.of(term.equal if self.place(term.left) == self.place(term.right) else term.unequal)

    def _binder(self, term):
        members = list(self.members(term.index.domain))
        if term.only is not None:
            members = [v for v in members if v == self.place(term.only)]
        gone = {self.place(position) for position in term.exclude}
        total = Fraction(0) if term.kind is t.BinderKind.SUM else Fraction(1)
        before = self.indices.get(term.index)
        for value in members:
            if value not in gone:
                self.indices[term.index] = value
                part = self.of(term.body)
                total = total + part if term.kind is t.BinderKind.SUM else total * part
        if before is not None:
            self.indices[term.index] = before
        return total

    def _derivative(self, term):
        """A central difference; good enough to tell a wrong derivative from a right one."""
        wrt = term.wrt
        key = (wrt.name,) if isinstance(wrt, t.Scalar) else (wrt.family.name, *map(self.place, wrt.positions))
        here = self.values[key]
        ends = []
        for step in (STEP, -STEP):
            self.values[key] = float(here) + step
            try:
                ends.append(float(self.of(term.body)))
            finally:
                self.values[key] = here
        return (ends[0] - ends[1]) / (2 * STEP)


def same(one, two, tolerance=TOLERANCE):
    """Whether two values agree: exactly when rational."""
    if isinstance(one, Fraction) and isinstance(two, Fraction):
        return one == two
    return abs(one - two) <= tolerance * (1 + abs(one) + abs(two))


def points(rng, families, scalars, size, indices, *, sizes=(1, 2, 3), each=1):
    """Points at small sizes with every value of the free indices."""
    for n in sizes:
        for _ in range(each):
            values = {(name,): value(rng) for name in scalars}
            for name, rank in families.items():
                for place in product(range(1, n + 1), repeat=rank):
                    values[(name, *place)] = value(rng)
            for where in product(range(1, n + 1), repeat=len(indices)):
                yield Plain({size: n}, values, dict(zip(indices, where, strict=True)))


def value(rng):
    """A small rational, sometimes 0, 1 or −1."""
    return Fraction(rng.choice((0, 1, -1))) if rng.random() < 0.2 else Fraction(rng.randint(-9, 9), rng.randint(2, 7))


def differs(lhs, rhs, where, tolerance=TOLERANCE):
    """The first point where both sides have values that differ, or None."""
    for point in where:
        try:
            one, two = point.of(lhs), point.of(rhs)
        except NoValue:
            continue
        if not same(one, two, tolerance):
            return point
    return None
