"""Linear hypotheses, solved exactly over the rationals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from derive.evaluate.balls import ZERO
from derive.evaluate.machine import Key
from derive.evaluate.polynomials import Polynomial


@dataclass(frozen=True, slots=True)
class Form:
    """Σ coefficient · variable + constant, with no zero coefficient and at least one variable."""

    coefficients: dict[Key, Any]
    constant: Any


def form(poly: Polynomial) -> Form:
    """A polynomial of degree 1 at most as a form."""
    return Form({mono[0][0]: value for mono, value in poly.items() if mono}, poly.get((), ZERO))


def reduce(rows: Iterable[Form]) -> dict[Key, Form] | None:
    """Each pivot variable as a form in the free ones, or None when the rows (each = 0) are inconsistent.

    The pivot of a row is its last variable by name and position, so earlier entries stay free.
    """
    pivots: dict[Key, Form] = {}
    for row in rows:
        rest = _eliminate(row, pivots)
        if not rest.coefficients:
            if rest.constant != 0:
                return None
            continue
        pivot = max(rest.coefficients)
        lead = rest.coefficients[pivot]
        solved = Form({k: -c / lead for k, c in rest.coefficients.items() if k != pivot}, -rest.constant / lead)
        pivots = {key: _eliminate(form, {pivot: solved}) for key, form in pivots.items()}
        pivots[pivot] = solved
    return pivots


def _eliminate(form: Form, pivots: dict[Key, Form]) -> Form:
    total: dict[Key, Any] = {}
    constant = form.constant
    for key, c in form.coefficients.items():
        known = pivots.get(key)
        if known is None:
            total[key] = total.get(key, ZERO) + c
            continue
        constant += c * known.constant
        for other, d in known.coefficients.items():
            total[other] = total.get(other, ZERO) + c * d
    return Form({key: c for key, c in total.items() if c != 0}, constant)


def value_of(form: Form, value: Callable[[Key], Any]) -> Any:
    """The value of a form at a point."""
    return sum((c * value(key) for key, c in form.coefficients.items()), form.constant)
