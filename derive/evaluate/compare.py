"""Both sides of a claim at a point, at rising precision: equal, certainly different, undefined, or unknown."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flint import ctx, fmpq

from derive.evaluate import balls
from derive.evaluate.domain import Domain, Point
from derive.evaluate.failures import Diverges, Imprecise, NoValue, Undefined
from derive.evaluate.interpret import Code
from derive.evaluate.laurent import VARIABLE, Series
from derive.evaluate.machine import Key, Machine
from derive.terms.nodes import Limit, Named, Neg, Term
from derive.terms.relations import Relation
from derive.terms.traverse import unfold

PRECISIONS = ((64, 6), (192, 12), (512, 24))
"""Bits of the balls, and terms of the series, of each attempt."""

SHARP = fmpq(1, 1 << 40)
"""Overlapping balls count as agreement only when their difference is known this well."""


class Outcome(Enum):
    """What a comparison found."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDEFINED = "undefined"
    BLURRED = "no precision tells whether a side has a value"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcome and what to print of both sides."""

    outcome: Outcome
    lhs: str = ""
    rhs: str = ""


HOLDS = Compared(Outcome.HOLDS)


class Comparison:
    """Compares the sides of one claim. Raises Unsupported when a side cannot be interpreted."""

    def __init__(self, domain: Domain) -> None:
        claim = domain.claim
        self._domain = domain
        self._relation = claim.relation
        self._order = claim.order
        self._variable = None if claim.variable is None else (claim.variable.name,)
        lhs = claim.lhs
        if claim.relation is Relation.TENDS and claim.variable is not None:
            lhs = Limit(claim.lhs, claim.variable)
        self._lhs, self._rhs = domain.reals.code(lhs), domain.reals.code(claim.rhs)
        self._limits = (_is_limit(lhs), _is_limit(claim.rhs))

    def at(self, point: Point) -> Compared:
        """Compare at a point."""
        outcome = Outcome.UNKNOWN
        for bits, terms in PRECISIONS:
            with ctx.workprec(bits):
                self._domain.laurent.terms = terms
                outcome = Outcome.UNKNOWN
                try:
                    found = self._once(point)
                except Imprecise:
                    outcome = Outcome.BLURRED
                    continue
                except Undefined:
                    found = Compared(Outcome.UNDEFINED)
                except NoValue:
                    return Compared(Outcome.UNKNOWN)
            if found is not None:
                return found
        return Compared(outcome)

    def values(self, point: Point) -> tuple[str, str]:
        """Both sides at a point as text; empty for an expansion, which has coefficients instead."""
        m = self._domain.machine(point)
        if self._order is not None:
            return "", ""
        sides = (self._side(self._lhs, m, limit=self._limits[0]), self._side(self._rhs, m, limit=self._limits[1]))
        return _text(sides[0]), _text(sides[1])

    def read(self, m: Machine) -> None:
        """Run both sides for what they read."""
        for code in (self._lhs, self._rhs):
            with suppress(NoValue):
                if self._order is None or self._variable is None:
                    code(m)
                    continue
                with m.frames[0].replacing(self._variable, VARIABLE, "lim"):
                    code(m)

    def _once(self, point: Point) -> Compared | None:
        m = self._domain.machine(point)
        if self._order is not None and self._variable is not None:
            return self._expansion(m, self._order, self._variable)
        lhs, rhs = self._side(self._lhs, m, limit=self._limits[0]), self._side(self._rhs, m, limit=self._limits[1])
        if lhs is None or rhs is None:
            apart = (lhs is None) != (rhs is None) and "undefined" not in (lhs, rhs)
            one_diverges = apart and self._relation in (Relation.EQUAL, Relation.TENDS, Relation.NOT_ALWAYS)
            return Compared(Outcome.FAILS if one_diverges else Outcome.UNDEFINED, _text(lhs), _text(rhs))
        if "undefined" in (lhs, rhs):
            return Compared(Outcome.UNDEFINED, _text(lhs), _text(rhs))
        holds = self._decide(lhs, rhs)
        if holds is None:
            return None
        return HOLDS if holds else Compared(Outcome.FAILS, *_apart(lhs, rhs))

    def _side(self, code: Code, m: Machine, *, limit: bool) -> Any:
        """The value of a side, "undefined", or None where the side is a limit that diverges."""
        try:
            return code(m)
        except Diverges:
            return None if limit else "undefined"
        except Undefined:
            return "undefined"

    def _decide(self, lhs: Any, rhs: Any) -> bool | None:
        gap = rhs - lhs
        match self._relation:
            case Relation.AT_MOST:
                return True if gap >= 0 else False if gap < 0 else _tied(gap)
            case Relation.BELOW:
                return True if gap > 0 else False if gap <= 0 else None
            case _:
                return _is_zero(gap)

    def _expansion(self, m: Machine, order: int, key: Key) -> Compared | None:
        """Whether the difference is O(T^−order): every lower coefficient in 1/T vanishes."""
        frame, laurent = m.frames[0], self._domain.laurent
        sides: list[Any] = []
        with frame.replacing(key, VARIABLE, "lim"):
            for code in (self._lhs, self._rhs):
                try:
                    sides.append(laurent.add(code(m), Series(0, ())))
                except Undefined:
                    sides.append(None)
        if None in sides:
            return Compared(Outcome.UNDEFINED, *["undefined" if side is None else "defined" for side in sides])
        low = min(side.low for side in sides)
        for power in range(low, order):
            lhs, rhs = (side.coefficient(power) for side in sides)
            zero = _is_zero(lhs - rhs)
            if zero is None:
                return None
            if not zero:
                name = key[0]
                return Compared(Outcome.FAILS, *[f"{text} {name}^{-power}" for text in _apart(lhs, rhs)])
        return HOLDS


def has_blurred_values(domain: Domain, point: Point) -> bool:
    """Whether no precision gives the values that equations assign at the point."""
    for bits, terms in PRECISIONS:
        with ctx.workprec(bits):
            domain.laurent.terms = terms
            try:
                domain.machine(point)
            except Imprecise:
                continue
            except NoValue:
                pass
            return False
    return True


def _is_limit(term: Term) -> bool:
    """Whether the whole side is a limit, so that its divergence is a value of its own."""
    while isinstance(term, Named | Neg):
        term = unfold(term) if isinstance(term, Named) else term.arg
    return isinstance(term, Limit)


def _is_zero(gap: Any) -> bool | None:
    if balls.is_exact(gap):
        return bool(gap == 0)
    return _tied(gap) if gap.contains(0) else False


def _tied(gap: Any) -> bool | None:
    """A sharp ball around zero counts as zero; a wide one decides nothing."""
    return True if gap.rad() < SHARP else None


def _apart(lhs: Any, rhs: Any) -> tuple[str, str]:
    """Both values as text, with enough digits to differ."""
    short = (_text(lhs), _text(rhs))
    return short if short[0] != short[1] else (_text(lhs, 40), _text(rhs, 40))


def _text(value: Any, digits: int = 12) -> str:
    if value is None:
        return "diverges"
    if isinstance(value, str):
        return value
    return str(value) if balls.is_exact(value) else str(value.str(digits, radius=False))
