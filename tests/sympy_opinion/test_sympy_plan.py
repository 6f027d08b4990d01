"""Where a claim is checked, and what its hypotheses substitute there."""

from __future__ import annotations

import pytest

from derive import (
    D,
    Eq,
    Gt,
    Ne,
    Rational,
    Sum,
    derivation,
    distribution,
    exp,
    given,
    index,
    indices,
    one_hot,
    positives,
    real,
    reals,
    size,
    span,
    step,
)
from derive.errors import TermError
from derive.sympy_opinion.hypotheses import solved
from derive.sympy_opinion.names import Names
from derive.sympy_opinion.plan import instances
from derive.sympy_opinion.source import Source

n, m = size("n"), size("m", at_least=3)
i, j, k = indices("i j k", n)
h = index("h", m)
z, y = reals("z", n), reals("y", n)
w = reals("w", m)
x = real("x")
p = distribution("p", n)


def claim(lhs, rhs, *hypotheses):
    return derivation(lhs, step(rhs), given=given(*hypotheses)).claim(0)


@pytest.mark.parametrize(
    ("found", "labels"),
    [
        pytest.param(claim(x, x), [""], id="no sizes"),
        pytest.param(claim(Sum(z[k], k), 0), ["n = 2", "n = 3"], id="two and three"),
        pytest.param(claim(z[i], 0), ["n = 2, i = 1", "n = 3, i = 1"], id="entries are alike"),
        pytest.param(
            claim(z[i] * y[j], 0),
            ["n = 2, i = 1, j = 1", "n = 2, i = 1, j = 2", "n = 3, i = 1, j = 1", "n = 3, i = 1, j = 2"],
            id="equal and different",
        ),
        pytest.param(claim(z[i] * y[j], 0, Ne(i, j)), ["n = 2, i = 1, j = 2", "n = 3, i = 1, j = 2"], id="different"),
        pytest.param(claim(z[i] * y[j], 0, Eq(i, j)), ["n = 2, i = 1, j = 1", "n = 3, i = 1, j = 1"], id="equal"),
        pytest.param(
            claim(z[i] * z[2], 0),
            ["n = 2, i = 1", "n = 2, i = 2", "n = 3, i = 1", "n = 3, i = 2"],
            id="a position that is written",
        ),
        pytest.param(claim(w[h], 0), ["m = 3, h = 1"], id="least size"),
        pytest.param(claim(Sum(z[k], k), 0, Eq(n, 1)), ["n = 1"], id="fixed size"),
        pytest.param(claim(Sum(z[k], k), 0, Gt(n, 3)), ["n = 4", "n = 5", "n = 6"], id="size above both"),
        pytest.param(
            claim(reals("v", span(0, n + 1))[i + 1] * z[i], 0),
            ["n = 2, i = 1", "n = 2, i = 2", "n = 3, i = 1", "n = 3, i = 2", "n = 3, i = 3"],
            id="shifted entries are not alike",
        ),
    ],
)
def test_claim_is_checked_at(found, labels):
    assert [instance.label for instance in instances(found)] == labels


def test_three_indices_agree_in_five_ways():
    at_three = [at for at in instances(claim(z[i] * z[j] * y[k], 0)) if at.sizes == {"n": 3}]
    assert len(at_three) == 5


def test_no_admissible_size_is_said():
    with pytest.raises(TermError, match="no sizes"):
        instances(claim(Sum(z[k], k), 0, Gt(n, 9)))


A, q = positives("A", n), positives("q", 2)


@pytest.mark.parametrize(
    ("found", "values", "hides"),
    [
        pytest.param(claim(Sum(y[k], k), 1, Eq(Sum(y[k], k), 1)), {"y_2": "1 - y_1"}, False, id="linear"),
        pytest.param(
            claim(A[1], exp(z[1]), Eq(A[k], exp(z[k])).for_all(k)), {"A_1": "exp(z_1)"}, False, id="stated values"
        ),
        pytest.param(claim(p[1], p[2]), {"p_2": "1 - p_1"}, True, id="a distribution, whose sign is hidden"),
        pytest.param(claim(q[2], 1, Eq(q[2], 1 - q[1])), {"q_2": "1 - q_1"}, False, id="stated by the author"),
        pytest.param(
            claim(2 * y[1] + y[2], 1, Eq(2 * y[1] + 3 * y[2], 1)),
            {"y_2": "Rational(1, 3) - 2*y_1/3"},
            False,
            id="fractions stay exact",
        ),
        pytest.param(
            claim(y[1], y[2], Eq(y[1], Rational(1, 2)), Eq(y[1] + y[2], 1)),
            {"y_1": "Rational(1, 2)", "y_2": "Rational(1, 2)"},
            False,
            id="one after the other",
        ),
        pytest.param(claim(one_hot("t", n, at=i)[1], 0), {"t_1": "1"}, False, id="one-hot"),
        pytest.param(claim(x, 0, Ne(x, 3), Gt(x, 0)), {}, False, id="no equation"),
        pytest.param(claim(x, 0, Eq(y[1], 3)), {}, False, id="not about this step"),
    ],
)
def test_hypotheses_are_substituted(found, values, hides):
    instance = instances(found)[0]
    source = Source(Names(), instance.setting)
    for side in (found.lhs, found.rhs):
        source.side(side, instance.indices)
    result = solved(found, instance, source, dict(source.used))
    assert dict(result.values) == values
    assert result.hides is hides


@pytest.mark.parametrize(
    ("hypotheses", "says"),
    [
        pytest.param([Eq(x, 1), Eq(x, 2)], "contradict", id="contradiction"),
        pytest.param([Eq(x**2, 2)], "not linear", id="not linear"),
    ],
)
def test_what_cannot_be_substituted_is_said(hypotheses, says):
    found = claim(x, 0, *hypotheses)
    instance = instances(found)[0]
    with pytest.raises(TermError, match=says):
        solved(found, instance, Source(Names(), instance.setting), {})


def test_hypotheses_come_after_derivatives():
    """Imposed before, Σy = 1 would make the derivative of (Σy)² vanish."""
    from derive.sympy_opinion.script import script

    text = script(derivation(D(Sum(y[k], k) ** 2, y[i]), step(2), given=given(Eq(Sum(y[k], k), 1)))).text
    assert "lhs = diff((y_1 + y_2)**2, y_1)" in text
    assert "simplify((lhs - rhs).subs(given))" in text
