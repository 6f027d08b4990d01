"""What 0·log 0 = 0, lone roots and vanishing conditions must not let through, each next to what they must carry."""

import pytest
from readings import claim_of

from derive.judging import judge
from derive.terms.build import Rational, Sum, exp, log, sqrt
from derive.terms.declare import indices, nonnegatives, positives, real, reals, size
from derive.terms.relations import Eq, Ge, Gt, Le, Ne, given, zero_log_zero
from derive.verdict import Verdict

n = size("n")
i, k = indices("i k", n)
P, w, y, z = nonnegatives("P", n), positives("w", n), reals("y", n), reals("z", n)
x, t = real("x"), real("t")
product = Sum(z[k], k) * Sum(y[k], k)

NOT_PROVED = {
    "zero times an unrelated log": (0 * P[i] * log(x), 0, given(zero_log_zero)),
    "square of the factor in another factor": (x**2 * log(x), x**2 * log(x), given(zero_log_zero)),
    "log of a negative argument": (x * log(x**2), 2 * x * log(x), given(zero_log_zero)),
    "a power of the log": (P[i] * log(P[i]) ** 2, P[i] * log(P[i]) ** 2, given(zero_log_zero)),
    "divided by the factor again": (P[i] * log(P[i]) / P[i], log(P[i]), given(zero_log_zero)),
    "the argument has a second zero": (x * log(P[i] * x), x * log(x * P[i]), given(zero_log_zero, Ge(x, 0))),
    "both signs": (-x * log(-x), -x * log(x), given(zero_log_zero, Le(x, 0))),
    "root of a square": (sqrt(x), t, given(Eq(x, t**2))),
    "roots of negative numbers": (sqrt(x) * sqrt(t), 1, given(Eq(x, -1), Eq(t, -1))),
    "square of a root": (sqrt(x) ** 2, x, ()),
    "root of a product split": (sqrt(x * t), sqrt(x) * sqrt(t), given(Gt(x * t, 0))),
    "two thirds and back": ((x ** Rational(2, 3)) ** Rational(3, 2), x, ()),
}
PROVED = {
    "log split beside the factor that vanishes": (
        x * log(x * t),
        x * log(x) + x * log(t),
        given(zero_log_zero, Gt(t, 0), Ge(x, 0)),
    ),
    "root of a lone nonnegative": (sqrt(x) ** 2, x, given(Ge(x, 0))),
}
NEEDS = {
    "a positive factor is left out": (sqrt(x**2 + 1) * x, 0, (), "x = 0"),
    "each factor once": ((x - 1) ** 2 * (n - 3), 0, (), r"n = 3 \;\text{or}\; x = 1"),
    "outside the pole": ((x**2 - 1) / (x - 1), 0, given(Ne(x, 1)), "1 + x = 0"),
    "both roots of an even power": (exp(log(x**2)), 1, given(Ne(x, 0)), r"x = 1 \;\text{or}\; 1 + x = 0"),
    "two sums": (product, 0, (), r"\sum_{k=1}^{n} z_{k} = 0 \;\text{or}\; \sum_{k=1}^{n} y_{k} = 0"),
}


def result(lhs, rhs, hypotheses=(), relation="="):
    return judge(claim_of(lhs, rhs, relation, given=hypotheses))


@pytest.mark.parametrize("name", NOT_PROVED)
def test_is_not_proved(name):
    assert result(*NOT_PROVED[name]).verdict not in (Verdict.PROVED, Verdict.INTERNAL_ERROR)


@pytest.mark.parametrize("name", PROVED)
def test_is_proved(name):
    assert result(*PROVED[name]).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", NEEDS)
def test_needs_just_that(name):
    lhs, rhs, hypotheses, needed = NEEDS[name]
    found = result(lhs, rhs, hypotheses)
    assert found.verdict is Verdict.REFUTED
    assert found.true_iff == needed


def test_not_for_all_is_refuted_by_a_proof_and_proved_by_a_witness():
    assert result(x, x, (), "not for all").verdict is Verdict.REFUTED
    assert result(1 / x, 1, (), "not for all").verdict is Verdict.PROVED


@pytest.mark.parametrize("least", [1, 2, 3])
def test_strict_part_of_a_sum_needs_two_members(least):
    m = size("m", at_least=least)
    member, other = indices("a b", m)
    total = positives("u", m)
    verdict = result(total[member], Sum(total[other], other), (), "<").verdict
    assert (verdict is Verdict.PROVED) == (least > 1)
