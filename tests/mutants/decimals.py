"""Values of terms in 60-digit decimals, from the meaning of the terms alone: shares nothing with either room.

Derivatives are central differences and limits are values far out; at 60 digits both are good to 1e-8.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal, localcontext
from itertools import product

from derive.terms import nodes as t
from derive.terms.indices import Continuum, Index, Range
from derive.terms.traverse import unfold

DIGITS = Context(prec=60, Emin=-(10**9), Emax=10**9)
STEP = Decimal("1e-20")
FAR = Decimal("1e10")
NODES = 3
"""An integral is read as a sum over this many points with arbitrary weights."""

ONE, ZERO = Decimal(1), Decimal(0)
HUGE = 10**6
NEAR = Decimal("1e-7")


class NoValue(Exception):
    """The term has no value at the point."""


class Point:
    """Sizes by name, values by (name, *positions), indices by index; `touched` are the keys read so far."""

    def __init__(self, sizes, values, indices, *, weights=(), zero_log=False):
        self.sizes, self.values, self.indices, self.weights = sizes, values, dict(indices), weights
        self.zero_log = zero_log
        self.touched = {}

    def place(self, position):
        """The integer a position stands for."""
        if isinstance(position, int):
            return position
        if isinstance(position, Index):
            return self.indices[position]
        return position.const + sum(
            c * (self.indices[s] if isinstance(s, Index) else self.sizes[s.name]) for s, c in position.parts
        )

    def members(self, domain):
        """The values an index over `domain` takes."""
        if isinstance(domain, Continuum):
            return range(1, NODES + 1)
        return range(self.place(domain.low), self.place(domain.high) + 1)

    def at(self, index, value, term):
        """The value of `term` with `index` set to `value`."""
        before = self.indices.get(index)
        self.indices[index] = value
        try:
            return self.of(term)
        finally:
            if before is None:
                del self.indices[index]
            else:
                self.indices[index] = before

    def of(self, term):
        """The value of `term`; raises NoValue."""
        match term:
            case t.Number(value):
                return Decimal(value.numerator) / value.denominator
            case t.Constant():
                return Decimal("3.14159265358979323846264338327950288419716939937510582097494459")
            case t.Scalar(name):
                return self.read((name,))
            case t.Size(name):
                return Decimal(self.sizes[name])
            case t.Entry(family, positions):
                return self.entry(family, positions)
            case t.Delta(left, right):
                return ONE if self.place(left) == self.place(right) else ZERO
            case t.Add(args):
                return sum((self.of(arg) for arg in args), ZERO)
            case t.Mul(args):
                return self.times(args)
            case t.Neg(arg):
                return -self.of(arg)
            case t.Cases(left, right, equal, unequal):
                return self.of(equal if self.place(left) == self.place(right) else unequal)
            case t.Binder():
                return self.binder(term)
            case t.Named(definition):
                return self.named(definition, term)
            case t.Derivative(body, wrt):
                return self.slope(body, wrt)
            case t.Limit(body, variable):
                return self.moved((variable.name,), FAR, body)
        return self.function(term)

    def times(self, args):
        """A product; under the convention 0·log 0 = 0 a factor log 0 counts as 1 beside a factor 0."""
        result, endless = ONE, False
        for arg in args:
            if self.zero_log and isinstance(arg, t.Log) and self.of(arg.arg) == 0:
                endless = True
            else:
                result *= self.of(arg)
        if endless and result:
            raise NoValue
        return result

    def function(self, term):
        """Fractions, powers, exp and log, each where it has a value."""
        match term:
            case t.Div(top, bottom):
                below = self.of(bottom)
                if abs(below) < Decimal("1e-30"):
                    raise NoValue
                return self.of(top) / below
            case t.Pow(base, exponent):
                return self.power(self.of(base), self.of(exponent))
            case t.Exp(arg):
                value = self.of(arg)
                if abs(value) > HUGE:
                    raise NoValue
                return value.exp()
            case t.Log(arg, base):
                below = None if base is None else self.log(self.of(base))
                if below == 0:
                    raise NoValue
                return self.log(self.of(arg)) / (ONE if below is None else below)
        raise NoValue

    @staticmethod
    def log(value):
        """The natural logarithm of a positive number."""
        if value <= 0:
            raise NoValue
        return value.ln()

    @staticmethod
    def power(base, exponent):
        """An integer power, or any power of a positive base."""
        if exponent == exponent.to_integral_value():
            if exponent < 0 and abs(base) < Decimal("1e-30"):
                raise NoValue
            return base ** int(exponent) if exponent or base else ONE
        if base <= 0:
            raise NoValue
        return (exponent * base.ln()).exp()

    def read(self, key):
        """The value stored for a scalar or an entry."""
        if key not in self.values:
            raise NoValue
        self.touched[key] = None
        return self.values[key]

    def entry(self, family, positions):
        """An entry inside its family's axes."""
        return self.read((family.name, *map(self.place, positions)))

    def named(self, definition, use):
        """The definition's body with its parameters set; unfolded when a parameter is no plain place."""
        if not definition.params:
            return self.of(definition.body)
        before = {p: self.indices.get(p) for p in definition.params}
        places = [self.place(position) for position in use.positions]
        self.indices.update(zip(definition.params, places, strict=True))
        try:
            return self.of(definition.body)
        finally:
            for param, value in before.items():
                if value is None:
                    del self.indices[param]
                else:
                    self.indices[param] = value

    def range_of(self, binder):
        """The values the bound index takes."""
        kept = list(self.members(binder.index.domain))
        if binder.only is not None:
            kept = [value for value in kept if value == self.place(binder.only)]
        gone = {self.place(position) for position in binder.exclude}
        return [value for value in kept if value not in gone]

    def binder(self, term):
        """A sum, a product, or an integral as a weighted sum."""
        parts = [(value, self.at(term.index, value, term.body)) for value in self.range_of(term)]
        if term.kind is t.BinderKind.PRODUCT:
            total = ONE
            for _, part in parts:
                total *= part
            return total
        if term.kind is t.BinderKind.INTEGRAL:
            return sum((self.weights[value - 1] * part for value, part in parts), ZERO)
        return sum((part for _, part in parts), ZERO)

    def moved(self, key, value, body):
        """The value of `body` with one variable moved."""
        before = self.values.get(key)
        self.values[key] = value
        try:
            return self.of(body)
        finally:
            if before is None:
                del self.values[key]
            else:
                self.values[key] = before

    def slope(self, body, wrt):
        """A central difference along one variable."""
        key = (wrt.name,) if isinstance(wrt, t.Scalar) else (wrt.family.name, *map(self.place, wrt.positions))
        here = self.read(key)
        return (self.moved(key, here + STEP, body) - self.moved(key, here - STEP, body)) / (2 * STEP)

    def scoped(self, binders) -> Iterator[None]:
        """Set the indices of nested binders, outermost first, to every combination of their values."""
        if not binders:
            yield
            return
        first, *rest = binders
        for value in self.range_of(first):
            self.indices[first.index] = value
            yield from self.scoped(rest)
            self.indices.pop(first.index, None)


def value(term, point):
    """The value of `term` at `point` in the digits of this module, or None where it has none."""
    with localcontext(DIGITS):
        try:
            return point.of(term)
        except (NoValue, ArithmeticError):
            return None


def near(one, two):
    """Whether two values agree to 1e-7, relative to their size."""
    return abs(one - two) <= NEAR * (1 + abs(one) + abs(two))


def index_choices(point_sizes, indices):
    """Every choice of values of free indices at the given sizes."""
    bare = Point(point_sizes, {}, {})
    ranges = [list(bare.members(index.domain)) for index in indices]
    for chosen in product(*ranges):
        yield dict(zip(indices, chosen, strict=True))


__all__ = ["DIGITS", "NoValue", "Point", "Range", "index_choices", "near", "unfold", "value"]
