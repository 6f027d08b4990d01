"""An integral is no sum: a point has no weight of its own, and a density may be above 1."""

import pytest
from readings import claim_of

from derive.engine.prove import prove
from derive.session import judge
from derive.terms.build import Integral, cases, delta, exp, log
from derive.terms.declare import nonnegatives, positives, reals, variable
from derive.terms.maxima import Abs
from derive.terms.relations import Eq, Gt, given
from derive.verdict import Verdict

x, y = variable("x"), variable("y")
f = reals("f", x.domain)
p, q = positives("p", x.domain), positives("q", x.domain)
m = nonnegatives("m", x.domain)
K = positives("K", x.domain, x.domain)
normed = given(Eq(Integral(p[x], x), 1), Eq(Integral(q[x], x), 1))
total = Integral(p[y], y)

FALSE = {
    "a value of a density is at most 1": (p[x], 1, "≤", normed),
    "a differential entropy is at least 0": (0, -Integral(p[x] * log(p[x]), x), "≤", normed),
    "a cross entropy of densities is at least 0": (0, -Integral(p[x] * log(q[x]), x), "≤", normed),
    "the logarithm of a density is at most 0": (log(p[x]), 0, "≤", normed),
    "a conditional density is at most 1": (K[x, y], 1, "≤", given(Eq(Integral(K[x, y], y), 1).for_all(x))),
    "a value is at most the integral": (p[x], total, "≤", ()),
    "a value is at most the integral, not negative": (m[x], Integral(m[y], y), "≤", ()),
    "a value is at most the integral, squares": (f[x] ** 2, Integral(f[y] ** 2, y), "≤", ()),
    "a value is at most the integral, sizes": (Abs(f[x]), Integral(Abs(f[y]), y), "≤", ()),
    "a value is at most the logarithm of an integral": (f[x], log(Integral(exp(f[y]), y)), "≤", ()),
    "what is left beside a value is positive": (1 / (1 - p[x] + total), 1 / (1 - p[x] + total), "=", ()),
    "a difference at a point is one of the integrals": (
        0,
        Integral(p[y] * log(p[y] / q[y]), y),
        "<",
        (*normed, Gt(p[x], q[x])),
    ),
    "a Kronecker delta is Dirac's": (Integral(delta(x, y) * f[x], x), f[y], "=", ()),
    "a point counts once": (Integral(cases(Eq(x, y), 1, f[x]), x), Integral(f[x], x) + 1 - f[y], "=", ()),
}

TRUE = {
    "Gibbs' inequality": (0, Integral(p[x] * log(p[x] / q[x]), x), "≤", normed),
    "Jensen's inequality": (Integral(p[x] * log(q[x]), x), log(Integral(p[x] * q[x], x)), "≤", normed),
    "an integral of what is positive": (0, total, "<", ()),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_holds_of_sums_only_is_not_held_of_integrals(name):
    assert not prove(claim_of(*FALSE[name])).holds or prove(claim_of(*FALSE[name])).missing
    assert judge(claim_of(*FALSE[name])).verdict not in (Verdict.PROVED, Verdict.INTERNAL_ERROR)


def test_second_opinion_knows_values_above_an_integral():
    """The finite measures that stand in for all others have light points."""
    for name in ("a value of a density is at most 1", "a value is at most the integral"):
        assert judge(claim_of(*FALSE[name])).verdict is Verdict.REFUTED


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_of_integrals_too_is_proved(name):
    assert judge(claim_of(*TRUE[name])).verdict is Verdict.PROVED
