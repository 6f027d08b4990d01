"""Hypotheses compiled: every instance of one at a machine, and whether it certainly holds there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from derive.evaluate import balls
from derive.evaluate.failures import NoValue, Unsupported
from derive.evaluate.interpret import Code, Compiler
from derive.evaluate.machine import Machine
from derive.evaluate.wholes import Whole
from derive.terms.indices import Domain, Range
from derive.terms.nodes import Entry, Scalar
from derive.terms.relations import Condition, Op
from derive.terms.traverse import walk

WIDEST = 10_000
"""Members of a range that are gone through one by one."""

MEASURE_POINTS = 3
"""Points that stand in for a measure space."""


@dataclass(frozen=True, slots=True)
class Span:
    """The members of a domain, at given sizes."""

    low: Whole
    high: Whole

    def at(self, m: Machine) -> range:
        """All of them. Raises Unsupported where there are too many."""
        low, high = self.low(m), self.high(m)
        if high - low >= WIDEST:
            raise Unsupported(f"{high - low + 1} members of a range")
        return range(low, high + 1)


def span(compiler: Compiler, domain: Domain) -> Span:
    """The compiled bounds of a domain; a measure space has a few points."""
    if isinstance(domain, Range):
        return Span(compiler.whole(domain.low), compiler.whole(domain.high))
    return Span(lambda _: 0, lambda _: MEASURE_POINTS - 1)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A condition: code for both sides, and the indices it holds for."""

    condition: Condition
    lhs: Code
    rhs: Code
    forall: tuple[tuple[int, Span], ...]

    @property
    def target(self) -> Entry | Scalar | None:
        """The variable that the condition assigns a value to, if it has that shape."""
        condition = self.condition
        if condition.op is not Op.EQ:
            return None
        for side, other in ((condition.lhs, condition.rhs), (condition.rhs, condition.lhs)):
            if isinstance(side, Entry | Scalar) and not any(
                node == side or (isinstance(node, Entry) and isinstance(side, Entry) and node.family == side.family)
                for node in walk(other)
            ):
                return side
        return None

    def count(self, m: Machine) -> int:
        """How many instances there are."""
        return prod(len(members.at(m)) for _, members in self.forall)

    def instances(self, m: Machine) -> Iterator[None]:
        """Set the indices in `forall` to each of their values in turn."""
        for values in product(*[members.at(m) for _, members in self.forall]):
            for (slot, _), value in zip(self.forall, values, strict=True):
                m.env[slot] = value
            yield

    def holds(self, m: Machine, *, assigned: bool) -> bool:
        """Whether every instance certainly holds at the point.

        An equation must hold exactly. Where its variable was computed from it, as `assigned` tells, it
        holds by construction and its balls need only overlap.
        """
        try:
            return all(self._holds_here(m, assigned=assigned) for _ in self.instances(m))
        except NoValue:
            return False

    def gap(self, m: Machine) -> Any:
        """The left side less the right one, here."""
        return self.lhs(m) - self.rhs(m)

    def _holds_here(self, m: Machine, *, assigned: bool) -> bool:
        gap = self.gap(m)
        match self.condition.op:
            case Op.EQ:
                return bool(gap == 0) if balls.is_exact(gap) else assigned and bool(gap.contains(0))
            case Op.NE:
                return not balls.is_zero(gap)
            case Op.GT:
                return bool(gap > 0)
            case Op.GE:
                return bool(gap >= 0)


def compiled(compiler: Compiler, condition: Condition) -> Compiled:
    """Compile a condition. Raises Unsupported for a form that cannot be interpreted."""
    return Compiled(
        condition,
        compiler.code(condition.lhs),
        compiler.code(condition.rhs),
        tuple((compiler.slot(index), span(compiler, index.domain)) for index in condition.forall),
    )
