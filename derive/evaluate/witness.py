"""Witnesses: simplify the point while it still shows the same, then write it down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from derive.evaluate.balls import ONE, ZERO
from derive.evaluate.compare import Compared, Comparison
from derive.evaluate.domain import Point
from derive.evaluate.machine import Frame, Key, Recorder
from derive.evaluate.stage import Stage
from derive.results import Witness
from derive.terms.latex import name_latex, position_latex
from derive.terms.nodes import Sign

SIMPLE = (ZERO, ONE, fmpq(-1), fmpq(2), fmpq(1, 2))
ROUNDS = 2
EFFORT = 160
"""Simplifications tried for one witness."""


@dataclass(frozen=True, slots=True)
class Found:
    """A point with the choices that led to it, and what was seen there."""

    stage: Stage
    choices: Mapping[Key, Any]
    point: Point
    compared: Compared


def simpler(found: Found, comparison: Comparison) -> Found:
    """The same outcome at a point with simpler values; every hypothesis is verified again at each."""
    effort = EFFORT
    for _ in range(ROUNDS):
        before = found
        for attempt in _simplifications(found):
            effort -= 1
            if effort < 0:
                return found
            better = retried(found, attempt(found.choices), comparison)
            if better is not None:
                found = better
        if found is before:
            break
    return found


def retried(found: Found, choices: dict[Key, Any] | None, comparison: Comparison) -> Found | None:
    """What the choices lead to, if the outcome is the same there."""
    if choices is None:
        return None
    point = found.stage.point(choices)
    if point is None:
        return None
    compared = comparison.at(point)
    if compared.outcome is not found.compared.outcome:
        return None
    return Found(found.stage, choices, point, compared)


Attempt = Callable[[Mapping[Key, Any]], dict[Key, Any] | None]


def _simplifications(found: Found) -> Iterator[Attempt]:
    stage = found.stage
    dependent = {*stage.pivots, *stage.assigned}
    free = [key for key in stage.keys if key not in dependent]
    for value in SIMPLE[:2]:
        yield lambda old, value=value: {key: value if _allowed(stage, key, value) else ONE for key in old}  # type: ignore[misc]
    for key in free:
        for value in SIMPLE:
            if _allowed(stage, key, value):
                yield lambda old, key=key, value=value: _changed(old, key, value)  # type: ignore[misc]


def _changed(old: Mapping[Key, Any], key: Key, value: Any) -> dict[Key, Any] | None:
    """The choices with one value replaced, unless it is at least as simple already."""
    if old[key] in SIMPLE and SIMPLE.index(old[key]) <= SIMPLE.index(value):
        return None
    return {**old, key: value}


def _allowed(stage: Stage, key: Key, value: Any) -> bool:
    sign = stage.sign(key)
    return bool(sign is Sign.REAL or value > 0 or (sign is Sign.NONNEGATIVE and value == 0))


def mentioned(found: Found, comparison: Comparison) -> set[Key]:
    """The variables that the sides or the hypotheses read at the point."""
    domain = found.stage.domain
    m = domain.machine(found.point)
    values = Recorder(m.frames[0].values)
    m.frames = [Frame(values)]
    comparison.read(m)
    for condition in domain.conditions:
        m.frames = [Frame(values)]
        condition.holds(m, assigned=True)
    return values.read


def written(found: Found, comparison: Comparison) -> Witness:
    """The witness: sizes, index values, and the values that sides or hypotheses read, as LaTeX and rationals."""
    point, domain = found.point, found.stage.domain
    read = mentioned(found, comparison)
    values = [(position_latex(index), str(value)) for index, value in point.indices.items()]
    exact = {**point.values}
    if point.assigned:
        exact |= domain.machine(point).frames[0].values
    for key in found.stage.keys:
        if key in read:
            value = exact[key]
            text = str(value) if isinstance(value, fmpq) else str(value.str(12, radius=False))
            values.append((variable_latex(key), text))
    sizes = tuple((name, point.sizes[name]) for name in sorted(point.sizes))
    return Witness(sizes, tuple(values), found.compared.lhs, found.compared.rhs)


def variable_latex(key: Key) -> str:
    """A concrete variable as LaTeX, e.g. `z_{1}` or `A_{1,2}`."""
    name, *positions = key
    text = name_latex(name)
    if not positions:
        return text
    subscript = ",".join(map(str, positions))
    if "_" in text:
        head, _, label = text.partition("_")
        return f"{head}_{{{label[1:-1]},{subscript}}}"
    return f"{text}_{{{subscript}}}"
