"""The domain of a claim: which points satisfy every assumption, and how to complete choices to one.

Signs and least sizes are read from the assumptions alone, never from declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from derive.evaluate.conditions import Span, compiled, span
from derive.evaluate.duals import Duals
from derive.evaluate.interpret import Code, Compiler
from derive.evaluate.laurent import Laurent
from derive.evaluate.machine import Frame, Key, Machine, Meter
from derive.evaluate.polynomials import Polynomials
from derive.evaluate.variety import Effort
from derive.terms.claims import Claim, condition_terms, families_in, scalars_in
from derive.terms.indices import Continuum, Index, to_affine
from derive.terms.nodes import Binder, Cases, Delta, Entry, Named, Number, Scalar, Sign, Size, Term
from derive.terms.relations import Condition, IndexCondition, Op, SignFact, zero_log_zero
from derive.terms.traverse import mentioned

SEARCH = 8_000
"""Steps that the search for rational points may take in all."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A variable whose value is a formula, at given values of the indices."""

    key: Key
    code: Code
    env: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a domain; `assigned` values are computed afresh at every precision."""

    sizes: Mapping[str, int]
    indices: Mapping[Index, int]
    values: Mapping[Key, Any]
    weights: Mapping[str, tuple[Any, ...]]
    assigned: tuple[Assignment, ...] = ()


class Domain:
    """Everything about a claim's domain that does not depend on the point. Raises Unsupported."""

    def __init__(self, claim: Claim, meter: Meter) -> None:
        self.claim = claim
        self.meter = meter
        self.laurent = Laurent()
        self.reals = Compiler([Duals(self.laurent)], laurent=self.laurent, zero_log=zero_log_zero in claim.assumptions)
        self.algebraic = Compiler([Duals(Polynomials())])
        self.effort = Effort(SEARCH)
        conditions = [fact for fact in claim.assumptions if isinstance(fact, Condition)]
        terms = (claim.lhs, claim.rhs, *condition_terms(claim.assumptions))
        self.families = families_in(terms)
        self.scalars = tuple(
            dict.fromkeys([*scalars_in(terms), *(() if claim.variable is None else (claim.variable,))])
        )
        self.signs = _signs(claim)
        self.on_sizes = [compiled(self.reals, c) for c in conditions if not _has_variables(c)]
        self.conditions = [compiled(self.reals, c) for c in conditions if _has_variables(c)]
        self.index_conditions = [
            (self.reals.whole(fact.left), self.reals.whole(fact.right), fact.equal)
            for fact in claim.assumptions
            if isinstance(fact, IndexCondition)
        ]
        self.free = _free_indices(claim, conditions)
        for index in self.free:
            self.algebraic.slot(index)
        self.ranges: dict[int, Span] = {self.reals.slot(index): span(self.reals, index.domain) for index in self.free}
        self.axes = {family.name: [span(self.reals, axis) for axis in family.axes] for family in self.families}
        self.spaces = _spaces(terms)
        self.pinned = _pinned(terms)
        self.floors = claim.floors
        self.bounds = _size_bounds(claim, self.floors)

    def algebraic_machine(
        self,
        sizes: Mapping[str, int],
        indices: Mapping[Index, int],
        values: Mapping[Key, Any],
        weights: Mapping[str, tuple[Any, ...]],
    ) -> Machine:
        """A machine over polynomials."""
        env = [0] * len(self.algebraic.slots)
        for index, value in indices.items():
            env[self.algebraic.slots[index]] = value
        return Machine(sizes, env, [Frame(values)], weights, self.meter)

    def machine(self, point: Point) -> Machine:
        """A machine at the point, with assigned values computed at the precision in force."""
        env = [0] * len(self.reals.slots)
        for index, value in point.indices.items():
            env[self.reals.slots[index]] = value
        values = dict(point.values)
        m = Machine(point.sizes, env, [Frame(values)], point.weights, self.meter)
        for assignment in point.assigned:
            m.env = list(assignment.env)
            values[assignment.key] = assignment.code(m)
            m.frames = [Frame(values)]
        m.env = env
        return m


def _signs(claim: Claim) -> dict[tuple[str, bool], Sign]:
    """The sign of each scalar and family, by name and whether it is a family; positive is stronger than nonnegative."""
    found: dict[tuple[str, bool], Sign] = {}
    for fact in claim.assumptions:
        if isinstance(fact, SignFact):
            key = (fact.target.name, not isinstance(fact.target, Scalar))
            if found.get(key) is not Sign.POSITIVE:
                found[key] = fact.sign
    return found


def _has_variables(condition: Condition) -> bool:
    return any(isinstance(node, Entry | Scalar) for node in mentioned((condition.lhs, condition.rhs)))


def _free_indices(claim: Claim, conditions: list[Condition]) -> tuple[Index, ...]:
    """The free indices of the sides, of the conditions and of index conditions, in a stable order."""
    found = set(claim.free_indices)
    for condition in conditions:
        found |= condition.free
    for fact in claim.assumptions:
        if isinstance(fact, IndexCondition):
            for position in (fact.left, fact.right):
                found |= {s for s, _ in to_affine(position).parts if isinstance(s, Index)}
    return tuple(sorted(found, key=lambda index: (index.order, repr(index.domain))))


def _pinned(terms: tuple[Term, ...]) -> tuple[int, ...]:
    """The integers that are written as positions: a free index may meet them or not."""
    found: set[int] = set()
    for node in mentioned(terms):
        match node:
            case Entry(_, positions) | Named(_, positions):
                written = positions
            case Delta(left, right) | Cases(left, right):
                written = (left, right)
            case Binder():
                written = node.limits
            case _:
                continue
        found |= {position for position in written if isinstance(position, int)}
    return tuple(sorted(found))


def _spaces(terms: tuple[Term, ...]) -> tuple[str, ...]:
    """The measure spaces that are integrated over, in order."""
    found: dict[str, None] = {}
    for node in mentioned(terms):
        if isinstance(node, Binder) and isinstance(node.index.domain, Continuum):
            found.setdefault(node.index.domain.name)
    return tuple(found)


def _size_bounds(claim: Claim, floors: Mapping[str, int]) -> dict[str, tuple[int, int | None]]:
    """The least, and where a hypothesis fixes it the only, value of each size."""
    bounds: dict[str, tuple[int, int | None]] = {name: (low, None) for name, low in floors.items()}
    for fact in claim.assumptions:
        if not isinstance(fact, Condition):
            continue
        for side, other, op in ((fact.lhs, fact.rhs, fact.op), (fact.rhs, fact.lhs, fact.op)):
            if not isinstance(side, Size) or not isinstance(other, Number) or other.value.denominator != 1:
                continue
            low, only = bounds.get(side.name, (1, None))
            value = other.value.numerator
            if op is Op.EQ:
                bounds[side.name] = (low, value)
            elif side is fact.lhs and op in (Op.GT, Op.GE):
                bounds[side.name] = (max(low, value + (op is Op.GT)), only)
    return bounds
