"""Terms compiled into closures that a `Machine` runs: each node means what it says, nothing is simplified.

A term is compiled once for a claim and run at many points. Arithmetic comes in levels: the argument of
an exponential may live one level deeper than its value (see `residues`); for real numbers there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from flint import arb, fmpq

from derive.evaluate.conventions import zero_log_product
from derive.evaluate.duals import Dual, Duals, each, fold
from derive.evaluate.failures import Unsupported
from derive.evaluate.laurent import VARIABLE, Laurent
from derive.evaluate.machine import Key, Machine
from derive.evaluate.members import members
from derive.evaluate.wholes import Whole, combined, whole_number
from derive.terms.indices import Continuum, Index, Position
from derive.terms.nodes import (
    Add,
    Binder,
    BinderKind,
    Cases,
    Constant,
    Delta,
    Derivative,
    Div,
    Entry,
    Exp,
    IndexNumber,
    Limit,
    Log,
    Maximum,
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

Code: TypeAlias = Callable[[Machine], Any]


def rational(value: Fraction) -> Any:
    """A Fraction as flint's rational."""
    return fmpq(value.numerator, value.denominator)


class Compiler:
    """Compiles the terms of one claim. Equal terms share code, and so share what was computed."""

    __slots__ = ("_codes", "_levels", "_wholes", "_zero_log", "laurent", "slots")

    def __init__(self, levels: Sequence[Duals], *, laurent: Laurent | None = None, zero_log: bool = False) -> None:
        """Arithmetic for each level, `laurent` where limits are supported; `zero_log` means 0·log 0 = 0."""
        self._zero_log = zero_log
        self._levels = levels
        self._codes: dict[tuple[Term, int], Code] = {}
        self._wholes: dict[Position, Whole] = {}
        self.laurent = laurent
        self.slots: dict[Index, int] = {}

    def code(self, term: Term, level: int = 0) -> Code:
        """The code of a term. Raises Unsupported for a form this arithmetic cannot interpret."""
        found = self._codes.get((term, level))
        if found is None:
            found = self._compile(term, level)
            if isinstance(term, Binder | Derivative | Limit):
                found = self._remembering(found, term, level)
            self._codes[term, level] = found
        return found

    @property
    def ring(self) -> Duals:
        """The arithmetic of values."""
        return self._levels[0]

    def slot(self, index: Index) -> int:
        """Where the value of an index is kept."""
        return self.slots.setdefault(index, len(self.slots))

    def whole(self, position: Position) -> Whole:
        """The code of a position."""
        found = self._wholes.get(position)
        if found is None:
            found = self._wholes[position] = self._position(position)
        return found

    def _position(self, position: Position) -> Whole:
        if isinstance(position, int):
            return lambda _: position
        if isinstance(position, Index):
            slot = self.slot(position)
            return lambda m: m.env[slot]
        slots = [(self.slot(s), c) for s, c in position.parts if isinstance(s, Index)]
        names = [(s.name, c) for s, c in position.parts if isinstance(s, Size)]
        return combined(position.const, slots, names)

    def key(self, variable: Entry | Scalar) -> Callable[[Machine], Key]:
        """The code that names the concrete variable."""
        name = variable.family.name if isinstance(variable, Entry) else variable.name
        wholes = [self.whole(p) for p in variable.positions] if isinstance(variable, Entry) else []
        if not wholes:
            only = (name,)
            return lambda _: only
        if len(wholes) == 1:
            (one,) = wholes
            return lambda m: (name, one(m))
        return lambda m: (name, *[whole(m) for whole in wholes])

    def _remembering(self, code: Code, term: Term, level: int) -> Code:
        serial = len(self._codes)
        slots = [self.slot(index) for index in sorted(term.free, key=lambda index: index.order)]

        def run(m: Machine) -> Any:
            memo = m.frames[level].memo
            key = (serial, *map(m.env.__getitem__, slots))
            value = memo.get(key)
            if value is None:
                value = memo[key] = code(m)
            return value

        return run

    def _compile(self, term: Term, level: int) -> Code:
        ring = self._levels[level]
        match term:
            case Number(value):
                number = ring.number(rational(value))
                return lambda _: number
            case Constant():
                return lambda _: ring.pi()
            case Size(name):
                return lambda m: ring.number(fmpq(m.sizes[name]))
            case IndexNumber(position):
                at = self.whole(position)
                return lambda m: ring.number(fmpq(at(m)))
            case Scalar() | Entry():
                key = self.key(term)
                return lambda m: m.frames[level].look_up(key(m))
            case Named():
                return self.code(unfold(term), level)
            case Delta(left, right):
                one, two = self.whole(left), self.whole(right)
                yes, no = ring.number(fmpq(1)), ring.number(fmpq(0))
                return lambda m: yes if one(m) == two(m) else no
            case Cases(left, right, equal, unequal):
                one, two = self.whole(left), self.whole(right)
                same, other = self.code(equal, level), self.code(unequal, level)
                return lambda m: same(m) if one(m) == two(m) else other(m)
            case Add(args):
                return fold([self.code(arg, level) for arg in args], ring.add)
            case Maximum(args):
                several = [self.code(arg, level) for arg in args]
                return lambda m: ring.largest([one(m) for one in several])
            case Mul(args):
                return self._product(args, level)
            case Neg(arg):
                inner = self.code(arg, level)
                return lambda m: ring.neg(inner(m))
            case Div(numerator, denominator):
                top, bottom = self.code(numerator, level), self.code(denominator, level)
                return lambda m: ring.mul(top(m), ring.inv(bottom(m)))
            case Pow():
                return self._power(term, level)
            case Exp(arg):
                return self._exponential(arg, level)
            case Log(arg, base):
                return self._logarithm(arg, base, level)
            case Binder():
                return self._binder(term, level)
            case Derivative(body, wrt):
                return self._derivative(self.code(body, level), self.key(wrt), level)
            case Limit(body, variable):
                return self._limit(self.code(body, level), (variable.name,), level)
        raise Unsupported(type(term).__name__)

    def _product(self, args: tuple[Term, ...], level: int) -> Code:
        product = fold([self.code(arg, level) for arg in args], self._levels[level].mul)
        logarithms = [arg for arg in args if isinstance(arg, Log)]
        if not (self._zero_log and logarithms):
            return product
        arguments = [self.code(arg.arg, level) for arg in logarithms]
        others = [self.code(arg, level) for arg in args if not isinstance(arg, Log)]
        return zero_log_product(product, others, arguments)

    def _power(self, term: Pow, level: int) -> Code:
        ring, base = self._levels[level], self.code(term.base, level)
        exponent = whole_number(term.exponent)
        if exponent is not None:
            return lambda m: ring.integer_power(base(m), exponent(m))
        power = self.code(term.exponent, level)
        fixed = term.exponent.value > 0 if isinstance(term.exponent, Number) else False

        def run(m: Machine) -> Any:
            value = base(m)
            if fixed and isinstance(value, fmpq | arb) and value == 0:
                return value
            return ring.real_power(value, power(m))

        return run

    def _exponential(self, arg: Term, level: int) -> Code:
        ring = self._levels[level]
        here = self.code(arg, level)
        if len(self._levels) == 1:
            return lambda m: ring.exp(here(m))
        if level + 1 == len(self._levels):
            raise Unsupported("exponentials nested too deep")
        deeper = self.code(arg, level + 1)

        def run(m: Machine) -> Any:
            value = ring.base.exp(deeper(m))
            return ring.lift(value, here(m)) if m.frames[level].stack else value

        return run

    def _logarithm(self, arg: Term, base: Term | None, level: int) -> Code:
        ring, inner = self._levels[level], self.code(arg, level)
        if base is None:
            return lambda m: ring.log(inner(m))
        foot = self.code(base, level)
        return lambda m: ring.mul(ring.log(inner(m)), ring.inv(ring.log(foot(m))))

    def _binder(self, term: Binder, level: int) -> Code:
        ring, body, slot = self._levels[level], self.code(term.body, level), self.slot(term.index)
        if isinstance(term.index.domain, Continuum):
            return self._integral(body, slot, term.index.domain.name, level)
        inside = members(term, term.index.domain, self.whole)
        join, start = (ring.add, fmpq(0)) if term.kind is BinderKind.SUM else (ring.mul, fmpq(1))
        first, largest = ring.number(start), term.kind is BinderKind.MAX

        def run(m: Machine) -> Any:
            total, env, every = first, m.env, []
            for value in inside(m):
                env[slot] = value
                if largest:
                    every.append(body(m))
                else:
                    total = join(total, body(m))
            return ring.largest(every) if largest else total

        return run

    def _integral(self, body: Code, slot: int, space: str, level: int) -> Code:
        ring = self._levels[level]

        def run(m: Machine) -> Any:
            total = ring.number(fmpq(0))
            for point, weight in enumerate(m.weights[space]):
                m.env[slot] = point
                total = ring.add(total, ring.mul(ring.number(weight), body(m)))
            return total

        return run

    def _derivative(self, body: Code, key: Callable[[Machine], Key], level: int) -> Code:
        ring = self._levels[level]

        def run(m: Machine) -> Any:
            frame, along = m.frames[level], key(m)
            tag = len(frame.stack) + 1
            point = Dual(frame.look_up(along), ring.number(fmpq(1)), tag)
            with frame.replacing(along, point, "d"):
                return ring.slope(body(m), tag)

        return run

    def _limit(self, body: Code, key: Key, level: int) -> Code:
        laurent = self.laurent
        if laurent is None:
            raise Unsupported("limits")

        def run(m: Machine) -> Any:
            frame = m.frames[level]
            if any(mark == "lim" for mark, _ in frame.stack):
                raise Unsupported("nested limits")
            steady, laurent.steady = laurent.steady, bool(frame.stack)
            try:
                with frame.replacing(key, VARIABLE, "lim"):
                    return each(laurent.limit, body(m))
            finally:
                laurent.steady = steady

        return run
