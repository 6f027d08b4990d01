"""Linear hypotheses: reading them off compiled terms, and solving them exactly over the rationals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from derive.evaluate.balls import ONE, ZERO
from derive.evaluate.failures import Undefined, Unsupported
from derive.evaluate.machine import Key


@dataclass(frozen=True, slots=True)
class Form:
    """Σ coefficient · variable + constant, with no zero coefficient and at least one variable."""

    coefficients: dict[Key, Any]
    constant: Any


class Linear:
    """Arithmetic of rationals and linear forms. Raises Unsupported for whatever is not linear."""

    def number(self, value: Any) -> Any:
        """An exact rational."""
        return value

    def add(self, x: Any, y: Any) -> Any:
        """X + y."""
        if type(x) is not Form and type(y) is not Form:
            return x + y
        a, b = as_form(x), as_form(y)
        total = dict(a.coefficients)
        for key, c in b.coefficients.items():
            total[key] = total.get(key, ZERO) + c
        return _form(total, a.constant + b.constant)

    def neg(self, x: Any) -> Any:
        """−x."""
        return self.mul(fmpq(-1), x)

    def mul(self, x: Any, y: Any) -> Any:
        """X · y, one of them constant."""
        if type(x) is not Form and type(y) is not Form:
            return x * y
        if type(x) is Form and type(y) is Form:
            raise Unsupported("a product of variables is not linear")
        factor, form = (y, x) if type(x) is Form else (x, y)
        return _form({key: c * factor for key, c in form.coefficients.items()}, form.constant * factor)

    def inv(self, x: Any) -> Any:
        """1/x of a constant."""
        value = _constant(x)
        if value == 0:
            raise Undefined("division by zero")
        return 1 / value

    def exp(self, x: Any) -> Any:
        """e⁰."""
        if _constant(x) != 0:
            raise Unsupported("exponential")
        return ONE

    def log(self, x: Any) -> Any:
        """The logarithm of one."""
        if _constant(x) != 1:
            raise Unsupported("logarithm")
        return ZERO

    def integer_power(self, x: Any, exponent: int) -> Any:
        """A constant to a whole power, or anything to the first."""
        if exponent == 1:
            return x
        value = _constant(x)
        return value**exponent if exponent >= 0 else self.inv(value) ** -exponent

    def real_power(self, _x: Any, _exponent: Any) -> Any:
        """Never linear."""
        raise Unsupported("real power")

    def pi(self) -> Any:
        """Never rational."""
        raise Unsupported("pi")


def as_form(x: Any) -> Form:
    """A rational or a form as a form."""
    return x if type(x) is Form else Form({}, x)


def _form(coefficients: dict[Key, Any], constant: Any) -> Any:
    kept = {key: c for key, c in coefficients.items() if c != 0}
    return Form(kept, constant) if kept else constant


def _constant(x: Any) -> Any:
    if type(x) is Form:
        raise Unsupported("not linear")
    return x


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
