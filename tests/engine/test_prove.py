"""What the prover proves, with which conditions, and how it says that it cannot."""

from dataclasses import replace

import pytest
from corpus import IDENTITIES
from readings import claim_of

from derive.engine import prove as prover
from derive.engine.prove import Proof, Tools, prove
from derive.session import judge
from derive.terms.build import (
    D,
    Integral,
    Limit,
    Product,
    Sum,
    cases,
    define,
    delta,
    exp,
    log,
    oo,
    sqrt,
)
from derive.terms.build import (
    number as number_of,
)
from derive.terms.declare import distribution, index, indices, positive, positives, real, reals, size, span, variable
from derive.terms.records import O
from derive.terms.relations import Eq, Ge, Gt, Lt, Ne, Relation, given
from derive.verdict import Reason

n, M = size("n"), size("M")
i, j, k, l = indices("i j k l", n)
z, y = reals("z", n), reals("y", n)
P = positives("P", n)
T, p, q = positive("T"), positive("p"), positive("q")
x, t = real("x"), real("t")
c, h = indices("c h", span(0, M))
f = positives("f", span(0, M))
s = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))


def proof(lhs, rhs, relation="=", **options):
    hypotheses = options.pop("given", ())
    return prove(claim_of(lhs, rhs, relation, given=hypotheses, **options))


@pytest.mark.parametrize("name", IDENTITIES)
def test_identity_is_proved_for_general_n_without_missing_condition(name):
    chain = IDENTITIES[name]
    for number in range(len(chain.steps)):
        found = prove(chain.claim(number))
        assert found.holds
        assert found.missing == ()


RANGES = {
    "first member apart": (Sum(log(f[c]), c), log(f[0]) + Sum(log(f[c]), (c, 1, M))),
    "first two apart": (Sum(f[c], (c, 1, M)), Sum(f[c], c) - f[0]),
    "number of members from 0": (Sum(1, c), M + 1),
    "number of members around 0": (Sum(1, index("u", span(-M, M))), 2 * M + 1),
    "around 0 without 0": (Sum(1, (index("u", span(-M, M)), -M, M), exclude=0), 2 * M),
    "all but one": (Sum(y[j], j, exclude=i), Sum(y[j], j) - y[i]),
    "all but two, which may agree": (Sum(y[j], j, exclude=(i, k)), Sum(y[j], j) - y[i] - (1 - delta(i, k)) * y[k]),
    "just one": (Sum(y[j] * z[i], j, only=i), y[i] * z[i]),
    "delta inside its range": (Sum(delta(c, h) * f[h], h), f[c]),
    "cases": (cases(Eq(i, j), y[i], 0), delta(i, j) * y[j]),
    "product": (log(Product(P[k], k)), Sum(log(P[k]), k)),
    "product over two": (Product(P[k] ** 2, k), Product(P[k], k) ** 2),
    "fixed sum": (
        Sum(reals("a", 3)[index("r", 3)], index("r", 3)),
        reals("a", 3)[1] + reals("a", 3)[2] + reals("a", 3)[3],
    ),
}


@pytest.mark.parametrize("name", RANGES)
def test_range_is_summed_as_its_bounds_say(name):
    found = proof(*RANGES[name])
    assert found.holds
    assert found.missing == ()


def test_delta_over_a_smaller_range_is_not_contracted():
    assert not proof(Sum(delta(c, h) * f[h], (h, 1, M)), f[c]).holds
    assert proof(Sum(delta(c, h) * f[h], (h, 1, M)), f[c] - delta(c, 0) * f[0]).holds


def test_integral_is_linear_and_nothing_more():
    u = variable("u")
    g, r = reals("g", "R"), reals("r", "R")
    assert proof(Integral(2 * g[u] + x * r[u], u), 2 * Integral(g[u], u) + x * Integral(r[u], u)).holds
    assert proof(Integral(1, u), 1).reason is Reason.UNSUPPORTED


def test_size_fixed_by_hypothesis_is_fixed_everywhere():
    assert proof(Sum(z[k], k) / n, z[1], given=Eq(n, 1)).holds
    assert not proof(Sum(z[k], k) / n, z[1], given=Eq(n, 2)).holds


def test_index_condition_selects_the_case():
    assert proof(D(s[i], z[j]), -s[i] * s[j], given=Ne(i, j)).holds
    assert not proof(D(s[i], z[j]), -s[i] * s[j]).holds
    assert not proof(D(s[i], z[j]), -s[i] * s[j], given=Eq(i, j)).holds


def lacks(lhs, rhs, **more):
    return tuple(lack.text for lack in proof(lhs, rhs, **more).missing)


def test_missing_conditions_are_named():
    assert lacks(log(x**2), 2 * log(x)) == ("x^{2} > 0", "x > 0")
    assert lacks(z[2] + 1, 1 + z[2]) == (r"n \ge 2",)
    assert lacks(sqrt(x) ** 2, x) == (r"x \ge 0",)


def test_conditions_given_are_not_missing():
    assert proof(log(x**2), 2 * log(x), given=Gt(x, 0)).missing == ()
    assert proof(x / x, 1, given=Ne(x, 0)).missing == ()
    assert proof(sqrt(x) ** 2, x, given=Ge(x, 0)).missing == ()
    assert proof(1 / (y[i] - 1) - 1 / (y[i] - 1), 0, given=Ne(y[k], 1).for_all(k)).missing == ()


def test_derivative_of_a_root_needs_more_than_the_root():
    assert proof(D(sqrt(x), x), 1 / (2 * sqrt(x)), given=Ge(x, 0)).missing != ()


def test_nonnegative_does_not_discharge_a_division():
    assert lacks(x / x, 1, given=Ge(x, 0)) == (r"x \ne 0",)


@pytest.mark.parametrize(
    ("lhs", "rhs", "reason"),
    [
        (exp(-T) + Limit(exp(-T), T, oo), exp(-T), Reason.UNSUPPORTED),
        (Sum(z[k], k) ** 2, Sum(z[k] ** 2, k), Reason.RESIDUAL),
        (log(x - x), 0, Reason.NEVER_DEFINED),
        (log(-p), 1, Reason.NEVER_DEFINED),
        (log(x) + log(-2 * x), 0, Reason.NEVER_DEFINED),
        (sqrt(x) + log(-x), 0, Reason.NEVER_DEFINED),
        (log(x - t) * log(t - x), 1, Reason.NEVER_DEFINED),
        (Sum(log(z[k]) + log(-z[k]), k), 0, Reason.NEVER_DEFINED),
        (log(z[i]) * log(-z[j]), 0, Reason.RESIDUAL),
        (log(x) - log(x - 1), 0, Reason.RESIDUAL),
        (cases(Eq(i, j), log(x), log(-x)), 0, Reason.RESIDUAL),
        (Limit(x * T / (x * T + 1), T, oo), 1, Reason.LEADING_TERM),
    ],
)
def test_open_claim_has_a_reason_code(lhs, rhs, reason):
    assert proof(lhs, rhs).reason is reason


def test_what_no_point_of_the_hypotheses_defines_is_never_defined():
    together = log(x) + log(t)
    assert proof(together, 1, given=Eq(x + t, 0)).reason is Reason.NEVER_DEFINED
    assert proof(together, 1, given=Eq(x + t, 1)).reason is Reason.RESIDUAL


def test_hypothesis_that_cannot_be_used_is_named():
    found = proof(x, p, given=Eq(sqrt(x**2 + t), p))
    assert found.reason is Reason.HYPOTHESIS
    assert r"\sqrt{x^{2} + t} = p" in found.message


def test_budget_is_counted_and_ends_the_search():
    wide = define("w", Sum((z[k] + y[k] + P[k] + 1) ** 3, k))
    claim = claim_of(wide**6, wide**6 + x)
    assert prove(claim, 2_000).reason is Reason.BUDGET
    assert prove(claim, 2_000) == prove(claim, 2_000)


def test_expansion_holds_to_its_order_and_no_further():
    assert proof(exp(x / T), 1 + x / T, up_to=O(T**-2)).holds
    assert not proof(exp(x / T), 1 + x / T, up_to=O(T**-3)).holds


@pytest.mark.parametrize(
    ("lhs", "rhs", "relation", "holds"),
    [(0, s[i], "<", True), (s[i], 1, "≤", True), (s[i], 1, "<", False), (s[i], 0, "≤", False), (x**2, 0, "≤", False)],
)
def test_sign_by_structure_decides_simple_inequalities(lhs, rhs, relation, holds):
    assert proof(lhs + 0 * x, rhs, relation).holds is holds


def test_distribution_sums_to_one_along_its_last_axis():
    rows = distribution("r", M, n)
    b = index("b", M)
    assert proof(Sum(Sum(rows[b, k], k), b), M).holds
    assert not proof(Sum(Sum(rows[b, k], b), k), n).holds


def test_hypotheses_are_used_after_derivatives():
    one = given(Eq(Sum(y[k], k), 1))
    assert proof(D(Sum(y[k], k) ** 2, y[i]), 2, given=one).holds
    assert not proof(D(Sum(y[k], k) ** 2, y[i]), 0, given=one).holds


def test_general_n_costs_no_more_than_small_n():
    """The same identity at n = 3, spelled out, costs more than for every n at once."""
    three = index("r", 3)
    w = reals("w", 3)
    small = define("s", three, exp(w[three]) / Sum(exp(w[index("q", 3)]), index("q", 3)))
    general = prove(claim_of(D(s[i], z[j]), s[i] * (delta(i, j) - s[j])))
    a, b = indices("a b", 3)
    fixed = prove(claim_of(D(small[a], w[b]), small[a] * (delta(a, b) - small[b])))
    assert general.holds
    assert fixed.holds
    assert general.spent < fixed.spent


of_three, of_two = index("c3", 3), index("c2", 2)
w3 = reals("w3", 3)
long = span(1, n + M)
CASES = {
    "no fixed range": (z[i], (), [()]),
    "a fixed range": (w3[of_three], (), [("1",), ("2",), ("3",)]),
    "two fixed ranges": (w3[of_three] + reals("w2", 2)[of_two], (), [(a, b) for a in "12" for b in "123"]),
    "as many as are tried": (reals("w64", 64)[index("c64", 64)], (), [(str(value),) for value in range(1, 65)]),
    "more than are tried": (reals("w64", 64)[index("c64", 64)] + w3[of_three], (), [(a,) for a in "123"]),
    "a range fixed by its sizes": (reals("wl", long)[index("cl", long)], given(Eq(n, 1), Eq(M, 1)), [("1",), ("2",)]),
    "a range of which one size is fixed": (reals("wl", long)[index("cl", long)], given(Eq(n, 2)), [()]),
    "a range around 0": (
        reals("wr", span(-n, 1))[index("cr", span(-n, 1))],
        given(Eq(n, 1)),
        [("-1",), ("0",), ("1",)],
    ),
    "a value stated": (w3[of_three], given(Eq(of_three, 2)), [("2",)]),
    "a value excluded": (w3[of_three], given(Ne(of_three, 2)), [("1",), ("3",)]),
    "values of two that agree": (w3[of_three], given(Eq(of_three, of_two)), [("1",), ("2",), ("3",)]),
    "a value of another index": (w3[of_three] + z[i], given(Eq(i, 1), Ne(j, k)), [("1",), ("2",), ("3",)]),
    "a shifted index": (w3[of_three], given(Eq(of_three, of_two + 1)), [("1",), ("2",), ("3",)]),
    "contradictory values": (w3[of_three], given(Eq(of_three, 1), Ne(of_three, 1)), []),
    "a continuum": (reals("g", "R")[variable("u")], (), [()]),
}


@pytest.mark.parametrize("name", CASES)
def test_cases_are_the_values_that_the_conditions_allow(name):
    term, hypotheses, expected = CASES[name]
    claim = claim_of(term, term, given=hypotheses)
    assert [tuple(case.values()) for case in prover._fixed_cases(claim)] == expected


def test_condition_on_a_shifted_index_proves_nothing():
    assert not proof(w3[of_three], 0, given=Eq(of_three, of_two + 1)).holds


def test_value_beyond_those_of_a_range_that_is_partly_fixed_is_not_forgotten():
    at = index("cl", long)
    assert not proof(delta(at, 3) + 0 * reals("wl", long)[at], 0, given=Eq(n, 2)).holds


def test_first_case_without_a_value_is_the_reason():
    apart = 1 / (number_of(of_two) - 1) + log(2 - number_of(of_two))
    found = proof(apart, 0)
    assert (found.reason, found.message) == (Reason.NEVER_DEFINED, "division by zero")
    assert found.undefined == found.message
    assert not found.holds


def test_case_without_a_value_is_missing_for_certain():
    (lack,) = proof(w3[of_three] / w3[of_three], 1, given=[Eq(w3[1], 0), Ne(w3[2], 0), Ne(w3[3], 0)]).missing
    assert (lack.fact, lack.certain) == (Ne(of_three, 1), True)
    both = reals("w32", 3, 2)[of_three, of_two]
    lacks = proof(1 / both, 1 / both, given=Eq(reals("w32", 3, 2)[1, 1], 0)).missing
    assert [lack.fact for lack in lacks if r"\text{or}" in lack.text] == [None]


def test_no_case_at_all_is_a_contradiction_and_no_side_without_a_value():
    claim = claim_of(w3[of_three], w3[of_three], given=given(Eq(of_three, 1), Ne(of_three, 1)))
    assert prove(claim).reason is None
    assert judge(claim).reason is Reason.NO_SAMPLE


def test_values_alone_leave_out_what_is_missing():
    claim = claim_of(x / x, 1)
    assert prove(claim).missing != ()
    assert prove(claim, tools=Tools(values_only=True)) == Proof(
        True, spent=prove(claim, tools=Tools(values_only=True)).spent
    )


def test_every_leading_coefficient_must_not_vanish():
    tends = Limit(x * T / (x * T + 1), T, oo) + Limit(T / (T + 1), T, oo)
    assert proof(tends, 2).reason is Reason.LEADING_TERM
    assert proof(tends, 2, given=Gt(x, 0)).holds


def test_open_inequality_says_so():
    assert proof(x, t, "≤").reason is Reason.INEQUALITY
    assert proof(x, t, "<").reason is Reason.INEQUALITY


def test_sign_that_is_seen_only_without_the_hypotheses_counts():
    assert proof(0, p, "<", given=Eq(p, x + t)).holds


def test_equation_without_a_maximum_is_not_tried_as_two_inequalities(monkeypatch):
    monkeypatch.setattr(prover, "equal_by_order", lambda *_: pytest.fail("nothing has an order"))
    assert not proof(x, t).holds


EXPANSION = claim_of(exp(x / T), 1 + x / T, up_to=O(T**-2))
LIMIT = claim_of(1 / T, 0, "→", variable=T)


@pytest.mark.parametrize("claim", [EXPANSION, LIMIT])
def test_order_and_variable_count_for_the_relation_that_has_them(claim):
    assert prove(claim).holds
    assert not prove(replace(claim, variable=None)).holds
    for relation in (Relation.EQUAL, Relation.BELOW):
        assert not prove(replace(claim, relation=relation)).holds or relation is claim.relation


S = real("S")


@pytest.mark.parametrize("fact", [Lt(S, x), Lt(S, z[i]), Lt(S, Sum(z[k], k)), Eq(S, 2), Eq(x, 1 / S), Gt(S, p)])
def test_hypothesis_that_ties_the_variable_that_grows_is_not_used(fact):
    found = proof((x + z[i] + Sum(z[k], k)) / S, 0, up_to=O(S**-1), given=fact)
    assert found.reason is Reason.UNSUPPORTED
    assert "limit variable" in found.message


def test_hypothesis_that_bounds_the_variable_that_grows_is_harmless():
    assert proof(x / S, 0, up_to=O(S**-1), given=Gt(S, 1)).holds
    assert proof(x / S, 0, up_to=O(S**-1), given=[Eq(t, 2), Ne(i, j)]).holds
