"""Exponents, logarithms and denominators that are equal functions, written differently."""

import pytest
from readings import equal_under

from derive.engine import inside
from derive.engine.prove import prove
from derive.session import judge
from derive.terms.build import D, E, Sum, exp, log
from derive.terms.declare import indices, positive, positives, real, reals, size
from derive.terms.relations import Ge, Gt, Ne, given
from derive.verdict import Reason, Verdict

n = size("n")
i, j, k, l = indices("i j k l", n)
z, s = reals("z", n), positives("s", n)
T, U, x = positive("T"), positive("U"), real("x")
both = 1 / (T * (T + 1))
mass = Sum(s[k], k)

TRUE = {
    "exponents": (exp(1 / T) * exp(-1 / (T + 1)), exp(both)),
    "exponents with an entry": (exp(z[i] / T) * exp(-z[i] / (T + 1)), exp(z[i] * both)),
    "in a sum": (Sum(exp(z[k] / T) * exp(-z[k] / (T + 1)), k), Sum(exp(z[k] * both), k)),
    "in a sum, as one exponential": (Sum(exp(z[k] / T - z[k] / (T + 1)), k), Sum(exp(z[k] * both), k)),
    "as a quotient": (exp(z[i] / T) / exp(z[i] / (T + 1)), exp(z[i] * both)),
    "a constant": (exp(T / (T + 1)) * exp(1 / (T + 1)), E),
    "a constant, two denominators": (
        exp(1 / (T + 1)) * exp(1 / (T + 2)) * exp(-(2 * T + 3) / ((T + 1) * (T + 2))),
        1,
    ),
    "two scalars": (exp(1 / (T + U)) * exp(T / (U * (T + U))), exp(1 / U)),
    "powers": (exp(1 / T) ** 3 * exp(-1 / (T + 1)) ** 3, exp(3 * both)),
    "half powers": (exp(1 / T) ** (T / 2) * exp(-1 / (T + 1)) ** (T / 2), exp(1 / (2 * (T + 1)))),
    "in a denominator": (1 / (1 + exp(1 / T) * exp(-1 / (T + 1))), 1 / (1 + exp(both))),
    "in a softmax": (
        exp(z[i] / T - z[i] / (T + 1)) / Sum(exp(z[k] / T) * exp(-z[k] / (T + 1)), k),
        exp(z[i] * both) / Sum(exp(z[k] * both), k),
    ),
    "in a logarithm": (log(1 + exp(1 / T) * exp(-1 / (T + 1))), log(1 + exp(both))),
    "in an exponent": (exp(exp(1 / T) * exp(-1 / (T + 1))), exp(exp(both))),
    "with bound variables": (Sum(exp(1 / s[k]) * exp(-1 / (s[k] + 1)), k), Sum(exp(1 / (s[k] * (s[k] + 1))), k)),
    "with bound and free variables": (
        Sum(exp(T / (s[k] * (s[k] + T))) * exp(1 / (s[k] + T)), k),
        Sum(exp(1 / s[k]), k),
    ),
    "with different indices": (exp(1 / s[i]) * exp(-s[j] / (s[i] * (s[i] + s[j]))), exp(1 / (s[i] + s[j]))),
    "derivative": (D(exp(x / T) * exp(-x / (T + 1)), x), exp(x * both) * both),
    "logarithms": (log(1 / T - 1 / (T + 1)), -log(T) - log(T + 1)),
    "logarithm of a sum": (log(1 + Sum(1 / s[k] - 1 / (s[k] + 1), k)), log(1 + Sum(1 / (s[k] * (s[k] + 1)), k))),
    "logarithm of a symmetric sum": (log(Sum(s[k] / (s[k] + s[l]), k, l)), 2 * log(n) - log(2)),
    "logarithm of a symmetric sum beside another": (
        log(Sum((2 * s[k] + mass) / (s[k] + s[l] + mass), k, l) + mass),
        log(n**2 + mass),
    ),
    "over one denominator that holds an index": (
        (exp(1 / ((s[i] + 1) * (s[i] + 2))) * exp(1 / (s[i] + 2)) ** 2 + exp(1 / (s[i] + 2)))
        / (1 + exp(1 / (s[i] + 1))),
        exp(1 / (s[i] + 2)),
    ),
    "denominator with a symmetric sum": (1 / Sum(s[k] / (s[k] + s[l]), k, l), 2 / n**2),
    "away from the poles": (exp(1 / x) * exp(-1 / (x + 1)), exp(1 / (x * (x + 1)))),
}
HYPOTHESES = {
    "away from the poles": given(Ne(x, 0), Ne(x, -1)),
    "logarithm of a sum": given(Gt(1 + Sum(1 / s[k] - 1 / (s[k] + 1), k), 0)),
}
FALSE = {
    "sign": (exp(1 / T) * exp(1 / (T + 1)), exp(both)),
    "off by one": (exp(1 / T) * exp(-1 / (T + 2)), exp(both)),
    "inverse": (exp(1 / T) * exp(-1 / (T + 1)), exp(T * (T + 1))),
    "sum of exponentials": (exp(1 / T) - exp(1 / (T + 1)), exp(both)),
    "other entry": (exp(z[i] / T) * exp(-z[j] / (T + 1)), exp(z[i] * both)),
    "in a sum": (Sum(exp(z[k] / T), k) * Sum(exp(-z[k] / (T + 1)), k), Sum(exp(z[k] * both), k)),
    "bound variables": (Sum(exp(1 / s[k]) * exp(-1 / (s[k] + 1)), k), Sum(exp(1 / (s[k] * (s[k] - 1) + 3)), k)),
    "logarithm": (log(1 / T - 1 / (T + 1)), -log(T) + log(T + 1)),
    "logarithm of a sum": (log(Sum(1 / s[k] - 1 / (s[k] + 1), k)), log(Sum(1 / s[k], k)) - log(Sum(1 + s[k], k))),
}


@pytest.mark.parametrize("name", TRUE)
def test_equal_arguments_meet(name):
    result = judge(equal_under(*TRUE[name], HYPOTHESES.get(name, ())))
    assert result.verdict is Verdict.PROVED, result


@pytest.mark.parametrize("name", FALSE)
def test_different_arguments_do_not(name):
    result = judge(equal_under(*FALSE[name]))
    assert result.verdict is Verdict.REFUTED, result


@pytest.mark.parametrize("hypotheses", [(), given(Ne(x, 0)), given(Ne(x, -1)), given(Ge(x, 0))])
def test_poles_are_asked_for(hypotheses):
    result = judge(equal_under(exp(1 / x) * exp(-1 / (x + 1)), exp(1 / (x * (x + 1))), hypotheses))
    assert result.verdict in (Verdict.CONDITIONAL, Verdict.UNDECIDED)
    assert result.conditions


def test_what_costs_too_much_stays_open(monkeypatch):
    monkeypatch.setattr(inside, "WORK", 3)
    found = prove(equal_under(*TRUE["exponents"]))
    assert not found.holds
    assert found.reason is Reason.RESIDUAL
