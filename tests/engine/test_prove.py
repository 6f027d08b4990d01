"""What the prover proves, with which conditions, and how it says that it cannot."""

import pytest
from corpus import IDENTITIES

from derive.engine.prove import prove
from derive.terms.build import D, Integral, Limit, Product, Sum, cases, define, delta, exp, log, oo, sqrt
from derive.terms.declare import distribution, index, indices, positive, positives, real, reals, size, span, variable
from derive.terms.records import O, derivation, step
from derive.terms.relations import Eq, Ge, Gt, Ne, given
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
    return prove(derivation(lhs, step(rhs, relation, given=hypotheses, **options)).claim(0))


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
    claim = derivation(wide**6, step(wide**6 + x)).claim(0)
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
    general = prove(derivation(D(s[i], z[j]), step(s[i] * (delta(i, j) - s[j]))).claim(0))
    a, b = indices("a b", 3)
    fixed = prove(derivation(D(small[a], w[b]), step(small[a] * (delta(a, b) - small[b]))).claim(0))
    assert general.holds
    assert fixed.holds
    assert general.spent < fixed.spent
