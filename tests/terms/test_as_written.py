"""Terms stay as written: nothing evaluates, and arithmetic only builds."""

from __future__ import annotations

from fractions import Fraction

import pytest

import derive
from derive import Integer, Rational, Sum, exp, index, log, real, reals, size, sqrt, step
from derive.errors import TermError
from derive.terms.nodes import Add, Div, Exp, Log, Mul, Neg, Number, Pow

n = size("n")
k, l = index("k", n), index("l", n)
z, y = reals("z", n), reals("y", n)
x = real("x")
Z = Sum(exp(z[k]), k)


def num(value):
    return Number(Fraction(value))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(0 * Z, Mul((num(0), Z)), id="zero times a sum"),
        pytest.param(Integer(2) ** 5 / Integer(2) ** 3, Div(Pow(num(2), num(5)), Pow(num(2), num(3))), id="2^5/2^3"),
        pytest.param(exp(z[k]) * Z / Z**2, Div(Mul((exp(z[k]), Z)), Pow(Z, num(2))), id="a common factor"),
        pytest.param(x - x, Add((x, Neg(x))), id="x - x"),
        pytest.param(x / x, Div(x, x), id="x/x"),
        pytest.param(x**0, Pow(x, num(0)), id="x^0"),
        pytest.param(exp(x) * exp(-x), Mul((Exp(x), Exp(Neg(x)))), id="e^x e^-x"),
        pytest.param(log(exp(x)), Log(Exp(x)), id="log of exp"),
        pytest.param(exp(0), Exp(num(0)), id="e^0"),
        pytest.param(1 * x + 0, Add((Mul((num(1), x)), num(0))), id="neutral elements"),
        pytest.param(sqrt(x**2), Pow(Pow(x, num(2)), num(Fraction(1, 2))), id="root of a square"),
        pytest.param(Rational(2, 4), num(Fraction(1, 2)), id="a fraction is one number"),
    ],
)
def test_term_is_what_was_written(written, expected):
    assert written == expected


def test_reordered_sum_is_another_term():
    assert z[k] + y[k] != y[k] + z[k]


def test_alpha_equivalent_sums_are_equal():
    assert Sum(exp(z[k]), k) == Sum(exp(z[l]), l)
    assert hash(Sum(exp(z[k]), k)) == hash(Sum(exp(z[l]), l))


def test_alpha_equivalent_nested_sums_are_equal():
    assert Sum(z[k] * Sum(y[l], l), k) == Sum(z[l] * Sum(y[k], k), l)


def test_order_of_two_binders_is_kept():
    assert Sum(z[k] / y[l], k, l) != Sum(z[k] / y[l], l, k)


@pytest.mark.parametrize(
    "name",
    [n for n in derive.__all__ if n not in ("decide", "__version__", "Result", "E", "pi", "oo", "zero_log_zero")],
)
def test_every_exported_name_can_be_called(name):
    assert callable(getattr(derive, name))


def test_unknown_name_of_the_package_is_an_attribute_error():
    with pytest.raises(AttributeError, match="frobnicate"):
        _ = derive.frobnicate


@pytest.mark.parametrize(
    ("build", "says"),
    [
        pytest.param(lambda: x + 0.5, r"Rational\(1, 2\)", id="float"),
        pytest.param(lambda: x + float("nan"), "not exact", id="nan"),
        pytest.param(lambda: x + True, "write 0 or 1", id="bool"),
        pytest.param(lambda: x + "1", "not a term", id="text"),
        pytest.param(lambda: x + z, "needs indices", id="family"),
        pytest.param(lambda: x + k, "used as a number", id="index"),
        pytest.param(lambda: bool(x), "no truth value", id="truth"),
        pytest.param(lambda: Rational(1, 0), "divides by zero", id="zero denominator"),
        pytest.param(lambda: Integer(1.0), "Python int", id="integer of a float"),
        pytest.param(lambda: step(x, "≈"), "unknown relation", id="relation"),
        pytest.param(lambda: step(x, expect="fine"), "unknown verdict", id="verdict"),
        pytest.param(lambda: step(x, "→"), "needs its variable", id="tends without variable"),
        pytest.param(lambda: step(x, up_to=x), r"up_to takes O", id="order"),
        pytest.param(lambda: derive.derivation(x), "at least one step", id="no step"),
        pytest.param(lambda: derive.derivation(x, step(x), claims="D0.1"), "list of labels", id="claims as text"),
        pytest.param(lambda: derive.O(x), "T a scalar", id="remainder"),
        pytest.param(lambda: derive.Limit(x, x, 0), "at oo", id="limit at zero"),
        pytest.param(lambda: derive.D(x, Z), "runs along an entry", id="derivative along a sum"),
        pytest.param(lambda: derive.D(x), "needs a variable", id="derivative along nothing"),
        pytest.param(lambda: derive.cases(derive.Eq(x, 1), x, x), "two indices", id="cases on numbers"),
    ],
)
def test_misuse_is_refused(build, says):
    with pytest.raises(TermError, match=says):
        build()
