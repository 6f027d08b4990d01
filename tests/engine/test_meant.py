"""Forms that a claim may be meant to have: which are offered, and for what."""

from readings import claim_of

from derive.engine.meant import expansions, in_logarithms, inequalities, is_said_of_probabilities, softmaxes
from derive.terms.build import D, Integral, Limit, Sum, exp, log, oo
from derive.terms.declare import index, indices, positive, positives, real, reals, size, variable

n, m = size("n"), size("m")
i, k = indices("i k", n)
l = index("l", m)
z, y = reals("z", n), reals("y", n)
P, Q = positives("P", n), positives("Q", n)
R, S = positives("R", m), positives("S", n, n)
g, f = positives("g", "R"), reals("f", "R")
u = variable("u")
x, T = real("x"), positive("T")


def forms(repairs):
    """Each repair as its sides and its relation."""
    return [(repair.claim.lhs, repair.claim.rhs, repair.claim.relation.value) for repair in repairs]


def test_only_a_limit_whose_value_holds_its_variable_may_be_an_expansion():
    body = x / (T + 1)
    orders = [(repair.claim.lhs, repair.claim.order) for repair in expansions(claim_of(Limit(body, T, oo), x / T))]
    assert orders == [(body, order) for order in (4, 3, 2, 1)]
    assert forms(expansions(claim_of(Limit(body, T, oo), x))) == []
    assert forms(expansions(claim_of(body, x / T))) == []


def test_inequality_is_also_read_the_other_way_round_and_only_a_strict_one_without_strictness():
    strict = claim_of(x, T, "<")
    assert forms(inequalities(strict)) == [(x, T, "≤"), (T, x, "<"), (T, x, "≤"), (x, -T, "<")]
    assert forms(inequalities(claim_of(x, T, "≤"))) == [(T, x, "≤"), (x, -T, "≤")]
    assert forms(inequalities(claim_of(x, -T, "≤")))[-1] == (x, T, "≤")


def test_total_that_is_missing_is_one_of_families_over_the_same_range():
    cross = Sum(P[k] * log(P[k] / Q[k]), k)
    slips = [repair.slip for repair in inequalities(claim_of(0, cross, "≤"))]
    assert sum("is missing" in slip for slip in slips) == 2
    apart = claim_of(0, log(P[i]) + Sum(log(R[l]), l), "≤")
    assert not any("is missing" in repair.slip for repair in inequalities(apart))


def test_families_in_logarithms_are_those_of_one_range_that_are_never_negative():
    inside = log(P[i]) + log(y[i] + S[i, k]) + Integral(log(g[u]), u)
    found = in_logarithms(claim_of(inside * Q[i], exp(R[l])))
    assert [family.name for family in found] == ["P"]


def test_only_what_is_0_or_1_may_be_said_of_probabilities():
    assert is_said_of_probabilities(claim_of(Sum(z[k], k), 1))
    assert is_said_of_probabilities(claim_of(0, z[i], "≤"))
    assert not is_said_of_probabilities(claim_of(Sum(z[k], k), 2))
    assert not is_said_of_probabilities(claim_of(Sum(z[k], k), x))
    assert not is_said_of_probabilities(claim_of(1 + D(z[i] ** 2, z[i]), 1))


def test_softmax_is_offered_for_real_entries_over_a_range_each_family_by_itself():
    share = exp(z[i]) / Sum(exp(z[k]), k)
    assert forms(softmaxes(claim_of(z[i], 1, "≤"))) == [(share, claim_of(share, 1).rhs, "≤")]
    assert forms(softmaxes(claim_of(z[i], 2, "≤"))) == []
    assert forms(softmaxes(claim_of(P[i], 1, "≤"))) == []
    assert forms(softmaxes(claim_of(Integral(f[u], u), 1))) == []
    both = [lhs for lhs, _, _ in forms(softmaxes(claim_of(z[i] + y[i], 1, "≤")))]
    assert both == [share + y[i], z[i] + exp(y[i]) / Sum(exp(y[k]), k)]
