"""Terms as the text of Python expressions over explicit SymPy symbols."""

from __future__ import annotations

import pytest

from derive import (
    D,
    Eq,
    Integer,
    Integral,
    Limit,
    Product,
    Rational,
    Sum,
    cases,
    define,
    delta,
    exp,
    indices,
    log,
    oo,
    pi,
    positive,
    real,
    reals,
    size,
    span,
    variable,
)
from derive.errors import TermError
from derive.sympy_opinion.layout import broken
from derive.sympy_opinion.names import Names
from derive.sympy_opinion.source import Source
from derive.terms.nodes import Definition, Scalar
from derive.terms.to_sympy import Setting

n = size("n")
i, j, k = indices("i j k", n)
z = reals("z", n)
T, x, y = positive("T"), real("x"), real("y")
Z = define("Z", Sum(exp(z[k]), k))
s = define("s", i, exp(z[i]) / Z)
SETTING = Setting({"n": 2})
AT = {i: 1, j: 2}


@pytest.mark.parametrize(
    ("term", "text"),
    [
        pytest.param(Sum(z[k], k), "z_1 + z_2", id="sum"),
        pytest.param(Sum(z[k], k, exclude=i), "z_2", id="sum with an exclusion"),
        pytest.param(Sum(z[k], (k, 2, 1)), "Integer(0)", id="empty sum"),
        pytest.param(Product(z[k], k) * x, "z_1*z_2*x", id="product"),
        pytest.param(2 * Sum(z[k] - x, k), "2*(z_1 - x + z_2 - x)", id="sum inside a product"),
        pytest.param(x - Sum(z[k], k), "x - (z_1 + z_2)", id="minus a sum"),
        pytest.param(x + (-y), "x - y", id="plus a negative"),
        pytest.param(x * (-y), "x*(-y)", id="times a negative"),
        pytest.param(-(x**2), "-x**2", id="negative of a power"),
        pytest.param((-x) ** 2, "(-x)**2", id="power of a negative"),
        pytest.param((x / y) / T, "x/y/T", id="fraction of a fraction"),
        pytest.param(x / (y * T), "x/(y*T)", id="compound denominator"),
        pytest.param(x * (y / T), "x*(y/T)", id="times a fraction"),
        pytest.param((x**y) ** T, "(x**y)**T", id="power of a power"),
        pytest.param(x / Rational(1, 2), "x/Rational(1, 2)", id="exact fraction"),
        pytest.param(Integer(1) / n, "Rational(1, 2)", id="fraction of whole numbers stays exact"),
        pytest.param(Integer(2) ** -1, "Integer(2)**(-1)", id="power of whole numbers stays exact"),
        pytest.param((Integer(1) + 2) / (n - 4) * x, "Rational(1 + 2, 2 - 4)*x", id="sums of whole numbers divided"),
        pytest.param(delta(i, j) * x, "0*x", id="delta"),
        pytest.param(cases(Eq(i, j), x, y), "y", id="cases"),
        pytest.param(D(D(x**3, x), x), "diff(x**3, x, x)", id="second derivative"),
        pytest.param(log(x, T) + pi, "log(x, T) + pi", id="log to a base"),
        pytest.param(Limit(exp(x / T), T, oo), "limit(exp(x/T), T, oo)", id="limit"),
        pytest.param(s[j] - s[i], "s_2 - s_1", id="definition"),
    ],
)
def test_term_is_written_as_it_stands(term, text):
    assert Source(Names(), SETTING).side(term, AT) == text


def test_definitions_come_before_what_needs_them():
    source = Source(Names(), SETTING)
    source.side(s[j], AT)
    assert source.definitions == {"Z": "exp(z_1) + exp(z_2)", "s_2": "exp(z_2)/Z"}


def test_hypotheses_hold_inside_a_limit_too():
    source = Source(Names(), SETTING, ".subs(given)")
    assert source.side(Limit(x + T, T, oo), AT) == "limit((x + T).subs(given), T, oo)"


@pytest.mark.parametrize(
    ("term", "says"),
    [
        pytest.param(z[0], "lies outside", id="position out of range"),
        pytest.param(Integral(reals("p", "R")[variable("u")], variable("u")), "integral", id="integral"),
    ],
)
def test_what_has_no_explicit_form_is_refused(term, says):
    with pytest.raises(TermError, match=says):
        Source(Names(), SETTING).side(term, AT)


def test_derivative_of_a_limit_under_hypotheses_is_refused():
    with pytest.raises(TermError, match="derivative of a limit"):
        Source(Names(), SETTING, ".subs(given)").side(D(Limit(x / T, T, oo), x), AT)


def test_two_things_of_one_name_stay_apart():
    names = Names()
    scalar, family = real("z_1"), reals("z", n)
    assert names.variable(scalar, ()) == "z_1"
    assert names.variable(family, (1,)) == "z_1_a"
    assert names.value(Definition("z_1", (), x), ()) == "z_1_b"
    assert names.variable(scalar, ()) == "z_1"


@pytest.mark.parametrize("word", ["lambda", "exp", "lhs", "symbols", "given", "E"])
def test_words_with_a_meaning_of_their_own_are_no_names(word):
    assert Names().variable(real(word), ()) == f"{word}_a"


def test_a_name_cannot_become_code():
    assert Names().value(Definition("f(); import os #", (), x), ()).isidentifier()
    assert Names().variable(Scalar("1\nimport os"), ()).isidentifier()


def test_negative_positions_have_names_of_their_own():
    w, o = reals("w", span(-1, 1)), indices("o", span(-1, 1))[0]
    assert Source(Names(), SETTING).side(Sum(w[o], o), {}) == "w_m1 + w_0 + w_1"


def test_long_expressions_break_outside_of_brackets_and_say_the_same():
    code = "f(a + b, c)*(d + e) + " * 6 + "*".join(["x_1"] * 40)
    lines = broken(code, 50)
    assert max(map(len, lines)) <= 50
    assert "".join(lines).replace(" ", "") == code.replace(" ", "")
    assert lines[0].count("(") == lines[0].count(")")
