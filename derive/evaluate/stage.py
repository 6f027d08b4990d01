"""One choice of sizes and indices: completing chosen values to a point that satisfies every hypothesis.

Choices are completed in a fixed way, so a witness is shrunk by simplifying its choices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

from flint import fmpq

from derive.evaluate.balls import ZERO
from derive.evaluate.conditions import MEASURE_POINTS, Compiled
from derive.evaluate.domain import Assignment, Domain, Point
from derive.evaluate.failures import NoValue, Undefined
from derive.evaluate.linear import Form, as_form, reduce, value_of
from derive.evaluate.machine import Key, Machine
from derive.terms.indices import Index
from derive.terms.nodes import Entry, Sign
from derive.terms.relations import Op
from derive.terms.traverse import walk

LARGEST = 600
"""Concrete variables that a stage may have."""


@dataclass(slots=True)
class Stage:
    """Concrete variables with their signs, and the linear hypotheses among them, solved.

    `possible` is False where sizes or indices break a hypothesis; `inconsistent` where the linear
    hypotheses contradict each other.
    """

    domain: Domain
    sizes: Mapping[str, int]
    indices: Mapping[Index, int]
    weights: Mapping[str, tuple[Any, ...]]
    keys: tuple[Key, ...] = ()
    possible: bool = True
    inconsistent: bool = False
    rows: list[Form] = field(default_factory=list)
    shares: list[Form] = field(default_factory=list)
    pivots: dict[Key, Form] = field(default_factory=dict)
    assigned: dict[Key, Assignment] = field(default_factory=dict)
    nonlinear: list[Compiled] = field(default_factory=list)

    def __post_init__(self) -> None:
        m = self._machine({})
        if any(value < self.domain.floors.get(name, 1) for name, value in self.sizes.items()):
            self.possible, self.inconsistent = False, True
            return
        if not self._admits(m):
            self.possible = False
            return
        places = {name: [axis.at(m) for axis in axes] for name, axes in self.domain.axes.items()}
        if sum(prod(map(len, axes)) for axes in places.values()) > LARGEST:
            self.possible = False
            return
        keys: list[Key] = [(scalar.name,) for scalar in self.domain.scalars]
        for name, axes in places.items():
            keys += [(name, *positions) for positions in product(*axes)]
        self.keys = tuple(dict.fromkeys(keys))
        self._read_equations()

    def sign(self, key: Key) -> Sign:
        """What the assumptions say of a variable."""
        return self.domain.signs.get((key[0], len(key) > 1), Sign.REAL)

    def point(self, choices: Mapping[Key, Any]) -> Point | None:
        """The point that the choices lead to, every hypothesis verified; None if one fails."""
        values = dict(choices)
        for share in self.shares:
            total = sum((c * values[key] for key, c in share.coefficients.items()), ZERO)
            if total == 0:
                return None
            for key in share.coefficients:
                values[key] = -values[key] * share.constant / total
        for key, form in self.pivots.items():
            values[key] = value_of(form, values.__getitem__)
        for condition in self.nonlinear:
            self._solve(condition, values)
        point = Point(self.sizes, self.indices, values, self.weights, tuple(self.assigned.values()))
        return point if self._verified(point) else None

    @staticmethod
    def bare_machine(domain: Domain, sizes: Mapping[str, int]) -> Machine:
        """A machine that knows sizes only."""
        return domain.machine(Point(sizes, {}, {}, {}))

    def _machine(self, values: Mapping[Key, Any]) -> Machine:
        point = Point(self.sizes, self.indices, values, self.weights)
        return self.domain.machine(point)

    def _admits(self, m: Machine) -> bool:
        inside = all(m.env[slot] in members.at(m) for slot, members in self.domain.ranges.items())
        agree = all((left(m) == right(m)) is equal for left, right, equal in self.domain.index_conditions)
        return inside and agree and all(c.holds(m, assigned=False) for c in self.domain.on_sizes)

    def _read_equations(self) -> None:
        unknown = {key: Form({key: fmpq(1)}, ZERO) for key in self.keys}
        rows: list[Form] = []
        waiting: list[Compiled] = []
        for condition in self.domain.conditions:
            if condition.condition.op is not Op.EQ:
                continue
            try:
                found = self._forms(condition, unknown)
            except Undefined:
                self.possible = False
                return
            except NoValue:
                waiting.append(condition)
                continue
            for row in found:
                rows += [row] if row.coefficients or row.constant != 0 else []
        self.rows = rows
        self._split(rows)
        taken = {key for row in rows for key in row.coefficients}
        for condition in waiting:
            if not self._assign(condition, taken):
                self.nonlinear.append(condition)

    def _forms(self, condition: Compiled, values: Mapping[Key, Any]) -> list[Form]:
        """The instances of an equation as forms that vanish. Raises NoValue where one is not linear."""
        linear = self.domain.linear
        stated = condition.condition
        lhs, rhs = linear.code(stated.lhs), linear.code(stated.rhs)
        slots = [linear.slot(index) for index in stated.forall]
        m = self.domain.linear_machine(self.sizes, self.indices, values, self.weights)
        ring = linear.ring
        found = []
        for chosen in product(*[members.at(m) for _, members in condition.forall]):
            for slot, value in zip(slots, chosen, strict=True):
                m.env[slot] = value
            found.append(as_form(ring.add(lhs(m), ring.neg(rhs(m)))))
        return found

    def _split(self, rows: list[Form]) -> None:
        """Set apart sums of positive variables that can be rescaled; solve the rest."""
        count: dict[Key, int] = {}
        for row in rows:
            for key in row.coefficients:
                count[key] = count.get(key, 0) + 1
        rest = []
        for row in rows:
            alone = all(count[key] == 1 and self.sign(key) is not Sign.REAL for key in row.coefficients)
            if alone and row.coefficients and row.constant != 0:
                same = all((c > 0) == (row.constant < 0) for c in row.coefficients.values())
                if same:
                    self.shares.append(row)
                    continue
            rest.append(row)
        pivots = reduce(rest)
        self.inconsistent = pivots is None
        self.possible = pivots is not None
        self.pivots = pivots or {}

    def _assign(self, condition: Compiled, taken: set[Key]) -> bool:
        """Let the equation assign its variable, unless a linear one already concerns it."""
        target = condition.target
        if target is None:
            return False
        side = condition.rhs if target == condition.condition.lhs else condition.lhs
        name_of = self.domain.reals.key(target)
        m = self._machine({})
        found = {}
        for _ in condition.instances(m):
            key = name_of(m)
            if key in taken or key in self.assigned or key in found:
                return False
            found[key] = Assignment(key, side, tuple(m.env))
        self.assigned |= found
        return True

    def _solve(self, condition: Compiled, values: dict[Key, Any]) -> None:
        """Solve an equation for one family or scalar in which it is linear once the others have values."""
        stated = condition.condition
        names = dict.fromkeys(
            node.family.name if isinstance(node, Entry) else getattr(node, "name", "")
            for side in (stated.rhs, stated.lhs)
            for node in walk(side)
        )
        bound = {key[0] for key in self.pivots} | {key[0] for share in self.shares for key in share.coefficients}
        for name in names:
            own = [key for key in self.keys if key[0] == name and key not in self.assigned]
            if not own or name in bound:
                continue
            trial = {**values, **{key: Form({key: fmpq(1)}, ZERO) for key in own}}
            try:
                pivots = reduce(self._forms(condition, trial))
            except NoValue:
                continue
            if pivots:
                for key, form in pivots.items():
                    values[key] = value_of(form, values.__getitem__)
                return

    def _verified(self, point: Point) -> bool:
        """Whether every sign and every hypothesis certainly holds at the point."""
        try:
            m = self.domain.machine(point)
        except NoValue:
            return False
        values = m.frames[0].values
        for key in self.keys:
            sign = self.sign(key)
            if sign is Sign.REAL:
                continue
            if not (values[key] > 0 if sign is Sign.POSITIVE else values[key] >= 0):
                return False
        assigned = bool(point.assigned)
        return all(c.holds(m, assigned=assigned and c.target is not None) for c in self.domain.conditions)


def measure_weights(spaces: tuple[str, ...], draw: Callable[[int, int], int]) -> dict[str, tuple[Any, ...]]:
    """Random positive weights that stand in for each measure."""
    return {space: tuple(fmpq(draw(1, 9), draw(2, 7)) for _ in range(MEASURE_POINTS)) for space in spaces}
