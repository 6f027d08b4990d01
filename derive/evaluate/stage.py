"""One choice of sizes and indices: completing chosen values to a point that satisfies every hypothesis.

Choices are completed in a fixed way, so a witness is shrunk by simplifying its choices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from typing import Any

from flint import fmpq

from derive.evaluate.balls import ZERO
from derive.evaluate.compare import has_blurred_values
from derive.evaluate.conditions import MEASURE_POINTS, Compiled
from derive.evaluate.domain import Assignment, Domain, Point
from derive.evaluate.failures import Imprecise, NoValue, Undefined
from derive.evaluate.linear import Form, form, reduce, value_of
from derive.evaluate.machine import Key, Machine
from derive.evaluate.polynomials import Polynomial, degree, numerator, unknown, variables
from derive.evaluate.roots import given_by, instances, polynomial, solved, triangular
from derive.evaluate.variety import Variety, eliminated
from derive.terms.claims import families_in, scalars_in
from derive.terms.indices import Index
from derive.terms.nodes import Sign
from derive.terms.relations import Op

LARGEST = 600
"""Concrete variables that a stage may have."""


@dataclass(slots=True)
class Stage:
    """Concrete variables with their signs, and the linear hypotheses among them, solved.

    `possible` is False where sizes or indices break a hypothesis; `inconsistent` where the linear
    hypotheses contradict each other. `signs` holds what the assumptions say of a variable, where they say
    something; `linked` the variables that others are computed from. `blurred`: at a point that nothing else
    excludes no precision gives the value that an equation assigns.
    """

    domain: Domain
    sizes: Mapping[str, int]
    indices: Mapping[Index, int]
    weights: Mapping[str, tuple[Any, ...]]
    keys: tuple[Key, ...] = ()
    possible: bool = True
    inconsistent: bool = False
    blurred: bool = False
    rows: list[Form] = field(default_factory=list)
    shares: list[Form] = field(default_factory=list)
    scales: list[Form] = field(default_factory=list)
    pivots: dict[Key, Form] = field(default_factory=dict)
    assigned: dict[Key, Assignment] = field(default_factory=dict)
    assigning: list[Compiled] = field(default_factory=list)
    nonlinear: list[Compiled] = field(default_factory=list)
    transcendental: list[Compiled] = field(default_factory=list)
    taken: set[Key] = field(default_factory=set)
    linked: set[Key] = field(default_factory=set)
    signs: dict[Key, Sign] = field(default_factory=dict)
    variety: Variety = field(init=False)

    def __post_init__(self) -> None:
        m = self._machine({})
        if any(value < self.domain.floors.get(name, 1) for name, value in self.sizes.items()):
            self.possible, self.inconsistent = False, True
            return
        stated = (*self.domain.on_sizes, *self.domain.conditions)
        if any(condition.count(m) > LARGEST for condition in stated) or not self._admits(m):
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
        stated_of = self.domain.signs
        self.signs = {key: sign for key in self.keys if (sign := stated_of.get((key[0], len(key) > 1))) is not None}
        self._read_equations()

    def sign(self, key: Key) -> Sign:
        """What the assumptions say of a variable."""
        return self.signs.get(key, Sign.REAL)

    def point(self, choices: Mapping[Key, Any]) -> Point | None:
        """The point that the choices lead to, every hypothesis verified; None if one fails."""
        values = dict(choices)
        for share in (*self.shares, *self.scales):
            total = sum((c * values[key] for key, c in share.coefficients.items()), ZERO)
            if total == 0:
                return None
            for key in share.coefficients:
                values[key] = -values[key] * share.constant / total
        for key, pivot in self.pivots.items():
            values[key] = value_of(pivot, values.__getitem__)
        found = self.variety.point(values)
        values |= found or {}
        point = Point(self.sizes, self.indices, values, self.weights)
        unsolved = self._unsolved(point)
        if unsolved or found is None:
            rooted = self._with_roots(point, unsolved, self.variety.rows if found is None else [])
            if rooted is None:
                return None
            point = rooted
        if self.assigned:
            point = replace(point, assigned=(*point.assigned, *self.assigned.values()))
        constructed = [*unsolved, *self.assigning, *(self.nonlinear if found is None else ())]
        return point if self._verified(point, constructed) else None

    def _unsolved(self, point: Point) -> list[Compiled]:
        """The equations that are no polynomials, and do not happen to hold exactly."""
        if not self.transcendental:
            return []
        m = self.domain.machine(point)
        return [condition for condition in self.transcendental if not condition.holds(m, assigned=False)]

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
        self.variety = Variety((), self.sign, self.domain.effort)
        equations = [condition for condition in self.domain.conditions if condition.condition.op is Op.EQ]
        if not equations:
            return
        unknowns = {key: unknown(key) for key in self.keys}
        read: list[tuple[Compiled, list[Polynomial]]] = []
        waiting: list[Compiled] = []
        for condition in equations:
            try:
                read.append((condition, self._polynomials(condition, unknowns)))
            except Undefined:
                self.possible = False
                return
            except NoValue:
                waiting.append(condition)
        curved = _connected([polys for _, polys in read])
        self.rows = [form(row) for _, polys in read for row in polys if row and degree(row) <= 1]
        self._split(
            [form(row) for (_, polys), bent in zip(read, curved, strict=True) for row in polys if row and not bent]
        )
        rows = [row for (_, polys), bent in zip(read, curved, strict=True) for row in polys if bent]
        self.scales = self._rescalable([form(row) for row in rows if degree(row) == 1])
        self.nonlinear = [condition for (condition, _), bent in zip(read, curved, strict=True) if bent]
        self.variety = Variety(rows, self.sign, self.domain.effort)
        self.taken = {key for _, polys in read for row in polys for mono in row for key, _ in mono}
        for condition in waiting:
            if not self._assign(condition):
                self.transcendental.append(condition)
        if {key[0] for key in self.assigned} & _names(self.transcendental):
            self.transcendental += self.assigning
            self.assigned, self.assigning = {}, []
        if {key[0] for row in rows for key in variables(row)} & _names(self.transcendental):
            self.transcendental += self.nonlinear
            self.variety = Variety((), self.sign, self.domain.effort)

    def _polynomials(self, condition: Compiled, values: Mapping[Key, Any]) -> list[Polynomial]:
        """The instances of an equation as polynomials that vanish. Raises NoValue where one is none."""
        algebraic = self.domain.algebraic
        stated = condition.condition
        lhs, rhs = algebraic.code(stated.lhs), algebraic.code(stated.rhs)
        slots = [algebraic.slot(index) for index in stated.forall]
        m = self.domain.algebraic_machine(self.sizes, self.indices, values, self.weights)
        ring = algebraic.ring
        found = []
        for chosen in product(*[members.at(m) for _, members in condition.forall]):
            for slot, value in zip(slots, chosen, strict=True):
                m.env[slot] = value
            found.append(numerator(ring.add(lhs(m), ring.neg(rhs(m)))))
        return found

    def _rescalable(self, rows: list[Form]) -> list[Form]:
        """The rows among these that are sums of positive variables, each of which occurs in no other."""
        count: dict[Key, int] = {}
        for row in rows:
            for key in row.coefficients:
                count[key] = count.get(key, 0) + 1
        found = []
        for row in rows:
            alone = all(count[key] == 1 and self.sign(key) is not Sign.REAL for key in row.coefficients)
            if alone and row.coefficients and row.constant != 0:
                same = all((c > 0) == (row.constant < 0) for c in row.coefficients.values())
                found += [row] if same else []
        return found

    def _split(self, rows: list[Form]) -> None:
        """Set apart sums of positive variables that can be rescaled; solve the rest."""
        self.shares = self._rescalable(rows)
        pivots = reduce([row for row in rows if row not in self.shares])
        self.inconsistent = pivots is None
        self.possible = pivots is not None
        self.pivots = pivots or {}
        self.linked = {key for pivot in self.pivots.values() for key in pivot.coefficients}

    def _assign(self, condition: Compiled) -> bool:
        """Let the equation assign its variable, unless another one already concerns it."""
        target = condition.target
        if target is None:
            return False
        side = condition.rhs if target == condition.condition.lhs else condition.lhs
        name_of = self.domain.reals.key(target)
        m = self._machine({})
        found = {}
        for _ in condition.instances(m):
            key = name_of(m)
            if key in self.taken or key in self.assigned or key in found:
                return False
            found[key] = Assignment(key, side, tuple(m.env))
        self.assigned |= found
        self.assigning.append(condition)
        return True

    def _with_roots(self, point: Point, conditions: list[Compiled], rows: list[Polynomial]) -> Point | None:
        """The point with a variable for each equation that no rational value was found for at a root of it."""
        images, rest = eliminated(rows)
        if any(row.keys() == {()} for row in rest):
            return None
        fixed = {key for share in self.shares for key in share.coefficients} | self.pivots.keys() | self.linked
        try:
            found = instances(self.domain, point, conditions)
            stale = {key for key, _ in images} | self.assigned.keys()
            order = triangular([*found, *map(polynomial, rest)], fixed | stale)
            if order is None or any(one.reads & stale for one in found):
                return None
            rooted = solved(self.domain, point, order, self.sign)
        except NoValue:
            return None
        return None if rooted is None else replace(rooted, assigned=(*rooted.assigned, *given_by(images)))

    def _verified(self, point: Point, constructed: list[Compiled]) -> bool:
        """Whether every sign and every hypothesis certainly holds at the point, or does by construction."""
        if not self.signs and not self.domain.conditions:
            return True
        try:
            m = self.domain.machine(point)
        except Imprecise:
            self.blurred = self.blurred or self._without_value(point, constructed)
            return False
        except NoValue:
            return False
        return self._holds(m, self.signs, self.domain.conditions, constructed)

    def _holds(self, m: Machine, keys: Iterable[Key], facts: Iterable[Compiled], constructed: list[Compiled]) -> bool:
        """Whether these variables have their signs, and these hypotheses hold."""
        values = m.frames[0].values
        for key in keys:
            if not (values[key] > 0 if self.signs[key] is Sign.POSITIVE else values[key] >= 0):
                return False
        built = {id(c) for c in constructed}
        return all(c.holds(m, assigned=id(c) in built) for c in facts)

    def _without_value(self, point: Point, constructed: list[Compiled]) -> bool:
        """Whether no precision gives the assigned values at the point, and all that does not concern them holds."""
        if not has_blurred_values(self.domain, point):
            return False
        names = {key[0] for key in self.assigned}
        facts = [c for c in self.domain.conditions if names.isdisjoint(_names([c]))]
        m = self.domain.machine(replace(point, assigned=()))
        return self._holds(m, self.signs.keys() - self.assigned.keys(), facts, constructed)


def _connected(read: list[list[Polynomial]]) -> list[bool]:
    """Which equations are not linear, or share variables with such, directly or through one another."""
    bent = [any(degree(row) > 1 for row in rows) for rows in read]
    own = [{key for row in rows for key in variables(row)} for rows in read]
    reached = {key for keys, curved in zip(own, bent, strict=True) if curved for key in keys}
    changed = True
    while changed:
        changed = False
        for place, keys in enumerate(own):
            if not bent[place] and keys & reached:
                bent[place] = changed = True
                reached |= keys
    return bent


def _names(conditions: list[Compiled]) -> set[str]:
    sides = [side for c in conditions for side in (c.condition.lhs, c.condition.rhs)]
    return {family.name for family in families_in(sides)} | {scalar.name for scalar in scalars_in(sides)}


def measure_weights(spaces: tuple[str, ...], draw: Callable[[int, int], int]) -> dict[str, tuple[Any, ...]]:
    """Random positive weights that stand in for each measure, as often light as heavy: a density may be above 1."""
    return {space: tuple(fmpq(draw(1, 9), draw(1, 9)) for _ in range(MEASURE_POINTS)) for space in spaces}
