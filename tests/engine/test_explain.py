"""What a failing equality needs, found from the difference of its sides."""

from dataclasses import replace

import pytest
from readings import claim_of

from derive.engine.prove import Proof, prove
from derive.session import JUDGES, check, judge
from derive.terms.build import D, Integral, Sum, define, delta, exp, log
from derive.terms.declare import indices, positives, real, reals, size, variable
from derive.terms.records import derivation, step
from derive.terms.relations import Eq
from derive.verdict import Verdict

n, N = size("n"), size("N")
i, j, k = indices("i j k", n)
z, y, v = reals("z", n), reals("y", n), reals("v", n)
p = positives("p", n)
x, t = real("x"), real("t")
u = variable("u")
density = positives("p", "R")
s = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))
CE = define("L", -Sum(y[k] * log(s[k]), k))

NEEDS = {
    "labels sum to one": (D(CE, z[i]), s[i] - y[i], r"\sum_{k=1}^{n} y_{k} = 1"),
    "one sample": (x / N, x, r"N = 1 \;\text{or}\; x = 0"),
    "different indices": (D(s[i], z[j]), -s[i] * s[j], r"i \ne j"),
    "equal indices": (D(s[i], z[j]), s[i] - s[i] ** 2, "i = j"),
    "equal indices, or more": (
        delta(i, j) * z[i],
        z[j] * delta(i, j) + (1 - delta(i, j)) * (z[i] - z[j]),
        "z_{j} = z_{i}",
    ),
    "equal indices, or something else": (z[i] * (1 - delta(i, j)), 0, None),
    "equal logits": (z[i] - v[i], 0, r"v_{i} = z_{i}"),
    "a logarithm that vanishes": (t + log(p[i]), t, r"p_{i} = 1"),
    "a product": (x * t, 0, r"x = 0 \;\text{or}\; t = 0"),
}


@pytest.mark.parametrize("name", NEEDS)
def test_refuted_equality_says_when_it_is_true(name):
    lhs, rhs, expected = NEEDS[name]
    result = judge(claim_of(lhs, rhs))
    assert result.verdict is Verdict.REFUTED
    parts = None if result.true_iff is None else set(result.true_iff.split(r" \;\text{or}\; "))
    assert parts == (None if expected is None else set(expected.split(r" \;\text{or}\; ")))


def test_indices_stated_equal_are_not_proposed_to_differ():
    claim = claim_of(s[i] * delta(j, k), s[j] * delta(i, k) + delta(j, k), given=Eq(i, j))
    result = judge(claim)
    assert result.verdict is Verdict.REFUTED
    assert result.true_iff == r"i \ne k"


def test_condition_that_nothing_can_meet_is_not_proposed():
    assert judge(claim_of(exp(x), 0)).true_iff is None


RESIDUALS = {
    "what is lost is a factor": (
        D(CE, z[i]),
        s[i] - y[i],
        r"\frac{e^{z_{i}}}{\sum_{k=1}^{n} e^{z_{k}}} \left(\sum_{k=1}^{n} y_{k} - 1\right)",
    ),
    "a case is missing": (D(s[i], z[j]), -s[i] * s[j], r"\frac{\delta_{ij} e^{z_{i}}}{\sum_{k=1}^{n} e^{z_{k}}}"),
    "a square": (x * t - t**2 / 2, x**2 / 2, r"-\frac{1}{2} \left(t - x\right)^{2}"),
    "the sign stands in a factor": (t * x, t, r"t \left(x - 1\right)"),
    "a bound variable meets a scalar of its name": (
        Sum(z[k], k) * real("k"),
        0,
        r"\left(\sum_{l=1}^{n} z_{l}\right) k",
    ),
    "an integral": (
        Integral(density[u] * x * log(density[u]), u),
        1,
        r"x \int dt\, p(t) \log p(t) - 1",
    ),
    "as written": (x, t, None),
    "longer than what is written": ((x + t) ** 7, (x - t) ** 8, None),
}


def shown(lhs, rhs, judges=JUDGES, **hypotheses):
    chain = derivation(lhs, step(rhs, **hypotheses))
    result = check([chain], explain=True, judges=judges).derivations[0].steps[0].result
    assert result.verdict is not Verdict.INTERNAL_ERROR
    return result.residual


@pytest.mark.parametrize("name", RESIDUALS)
def test_residual_is_the_left_side_minus_the_right_in_factors(name):
    lhs, rhs, expected = RESIDUALS[name]
    assert shown(lhs, rhs) == expected


def test_residual_is_what_is_left_under_the_hypotheses():
    assert shown(x * t - v[i], 0, given=Eq(v[i], x)) == r"x \left(t - 1\right)"


def test_residual_that_is_not_proved_to_be_the_difference_is_not_shown():
    def doubtful(claim, budget):
        return Proof(False) if claim.rhs != s[i] - y[i] else prove(claim, budget)

    assert shown(D(CE, z[i]), s[i] - y[i], judges=replace(JUDGES, prove=doubtful)) is None


def test_residual_that_vanishes_over_a_common_denominator_is_none():
    """Contradictory hypotheses prove nothing, though the sides are equal."""
    many = size("N", at_least=4)
    q, r = indices("q r", many)
    o = reals("o", many)
    softmax = define("S", q, exp(o[q]) / Sum(exp(o[r]), r))
    chain = derivation(Sum(softmax[q], q), step(1, given=Eq(many, 3)))
    result = check([chain], explain=True).derivations[0].steps[0].result
    assert (result.verdict, result.residual) == (Verdict.UNDECIDED, None)


def test_what_is_proved_has_no_residual():
    assert shown(D(CE, z[i]), s[i] - y[i], given=Eq(Sum(y[k], k), 1)) is None
