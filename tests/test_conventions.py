"""0·log 0 = 0 is an assumption like any other: stated, listed, and needed."""

import pytest
from readings import claim_of

from derive.session import judge
from derive.terms.build import D, Limit, Sum, exp, log, oo
from derive.terms.declare import indices, nonnegatives, one_hot, positive, positives, size
from derive.terms.latex import assumption_latex
from derive.terms.relations import Eq, given, zero_log_zero
from derive.verdict import Verdict

n = size("n")
i, k, m = indices("i k m", n)
P, Q = nonnegatives("P", n), positives("Q", n)
y = one_hot("y", n, at=m)
T = positive("T")
one = given(Eq(Sum(P[k], k), 1))
KL = Sum(P[k] * log(P[k] / Q[k]), k)
ENTROPY = -Sum(P[k] * log(P[k]), k)

TRUE = {
    "KL split where P may vanish": (KL, Sum(P[k] * log(P[k]), k) - Sum(P[k] * log(Q[k]), k), "="),
    "KL from a one-hot": (Sum(y[k] * log(y[k] / Q[k]), k), -log(Q[m]), "="),
    "entropy of a point mass": (Sum(y[k] * log(y[k]), k) + log(Q[m]) - log(Q[m]), 0, "="),
    "entropy is not negative": (0, ENTROPY, "≤"),
    "entropy is at most log n": (ENTROPY, log(n), "≤"),
}


def result(lhs, rhs, relation="=", hypotheses=()):
    return judge(claim_of(lhs, rhs, relation, given=hypotheses))


@pytest.mark.parametrize("name", TRUE)
def test_convention_carries_the_claim_and_is_listed(name):
    found = result(*TRUE[name], given(one, zero_log_zero))
    assert found.verdict is Verdict.PROVED
    assert assumption_latex(zero_log_zero) in found.uses


@pytest.mark.parametrize("name", TRUE)
def test_without_the_convention_the_claim_is_not_proved(name):
    assert result(*TRUE[name], one).verdict is not Verdict.PROVED


def test_convention_does_not_reach_into_a_limit_and_holds_again_behind_it():
    beside = Limit(1 / T, T, oo) + P[i] * log(P[i])
    assert result(beside, P[i] * log(P[i]), "=", given(zero_log_zero)).verdict is Verdict.PROVED
    inside = Limit(P[i] * log(P[i]) + 1 / T, T, oo)
    assert result(inside, P[i] * log(P[i]), "=", given(zero_log_zero)).verdict is not Verdict.PROVED


UNTOUCHED = {
    "a factor that need not vanish": (Sum(Q[k] * log(P[k]), k), Sum(Q[k] * log(P[k]), k) + 0 * n),
    "a logarithm alone": (log(P[i]) - log(P[i]), 0),
    "a derivative": (D(P[i] * log(P[i]), P[i]), log(P[i]) + 1),
    "an exponential": (exp(2 * log(P[i])), P[i] ** 2),
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_convention_covers_nothing_else(name):
    assert result(*UNTOUCHED[name], hypotheses=given(zero_log_zero)).verdict is not Verdict.PROVED
