"""Values of terms at exact rational points, by the evaluator that gives the second opinion."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpq

from derive.evaluate.duals import Duals
from derive.evaluate.interpret import Compiler, rational
from derive.evaluate.laurent import Laurent
from derive.evaluate.machine import Frame, Key, Machine, Meter
from derive.terms.nodes import Term

BITS = 192
"""Precision of the balls: differences of nearly equal sides are taken before a value becomes a float."""
WORK = 1_000_000


class Values:
    """Evaluates terms at given sizes; a free index stands at 1."""

    def __init__(self, **sizes: int) -> None:
        self._sizes = sizes
        laurent = Laurent()
        self._compiler = Compiler([Duals(laurent)], laurent=laurent)

    def at(self, term: Term, point: Mapping[Key, Fraction]) -> Any:
        """The value of `term` at `point` as a ball. Raises Undefined where it has none."""
        with ctx.workprec(BITS):
            code = self._compiler.code(term)
            frame = Frame({key: rational(value) for key, value in point.items()})
            found = code(Machine(self._sizes, [1] * len(self._compiler.slots), [frame], {}, Meter(WORK, WORK)))
            return arb(found) if isinstance(found, fmpq) else found

    def gap(self, one: Term, other: Term, point: Mapping[Key, Fraction]) -> Any:
        """|one − other| as a ball, subtracted at full precision."""
        left, right = self.at(one, point), self.at(other, point)
        with ctx.workprec(BITS):
            return abs(left - right)


def family(name: str, *values: Fraction) -> dict[Key, Fraction]:
    """The entries of a family of one axis, from 1 on."""
    return {(name, place): value for place, value in enumerate(values, start=1)}


def powers_of_ten(decades: int, each: int) -> tuple[Fraction, ...]:
    """From 1 to 10^`decades`, about `each` rationals a decade, evenly spaced on a logarithmic axis."""
    steps = [Fraction(round(1000 * 10 ** (place / each)), 1000) for place in range(each)]
    return (*[step * 10**decade for decade in range(decades) for step in steps], Fraction(10**decades))
