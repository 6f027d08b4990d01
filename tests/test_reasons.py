"""Reasons that authors give, compared with what a step needs."""

import pytest

from derive.session import check
from derive.terms.build import D, Sum, define, delta, exp, log
from derive.terms.declare import indices, positive, positives, real, reals, size
from derive.terms.records import derivation, step
from derive.terms.relations import Eq, zero_log_zero

n = size("n")
i, j, k = indices("i j k", n)
z, y, f, g = (reals(name, n) for name in "zyfg")
P, Q = positives("P", n), positives("Q", n)
p, q, x, t = positive("p"), positive("q"), real("x"), real("t")
Z = define("Z", Sum(exp(z[k]), k))
s = define("s", i, exp(z[i]) / Z)
sums_to_one = Eq(Sum(y[k], k), 1)
jacobian = (delta(i, j) * exp(z[i]) * Z - exp(z[i]) * exp(z[j])) / Z**2
pulled_out = (Sum(y[j] * s[i], j), s[i] * Sum(y[j], j))

RIGHT = {
    "a law": (log(p / q), log(p) - log(q), "log quotient"),
    "a name for several laws": (log(p / q), log(p) - log(q), "quotient rule"),
    "two laws": (Sum(log(P[k] / Q[k]), k), Sum(log(P[k]), k) - Sum(log(Q[k]), k), "log quotient and linearity"),
    "a rule for derivatives with what it brings": (D(s[i], z[j]), jacobian, "quotient rule"),
    "a definition": (s[i] * x, exp(z[i]) / Z * x, "definition"),
    "a definition by name": (s[i] * x, exp(z[i]) / Z * x, "fold s"),
    "a citation": (x * (t + 1), x * t + x, "Bishop, PRML, eq. 4.106"),
    "no reason": (x * (t + 1), x * t + x, None),
    "a routine law unnamed": (x * (log(p / q)), x * log(p) - x * log(q), "log quotient"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_reason_gives_no_warning(name):
    lhs, rhs, by = RIGHT[name]
    (found,) = check([derivation(lhs, step(rhs, by=by))], explain=True).derivations
    assert found.passed
    assert found.steps[0].warnings == ()


WRONG = {
    "a law that is not needed": (
        log(p / q),
        log(p) - log(q),
        "linearity",
        (
            "the reason “linearity” is not needed",
            "the reason does not name log quotient, which the step needs",
        ),
    ),
    "a law left out": (
        Sum(log(P[k] / Q[k]), k),
        Sum(log(P[k]), k) - Sum(log(Q[k]), k),
        "log quotient",
        ("the reason does not name Σ linearity, which the step needs",),
    ),
    "one law too many": (
        log(p / q),
        log(p) - log(q),
        "log quotient, linearity",
        ("the reason “linearity” is not needed",),
    ),
    "a definition that is not unfolded": (
        s[i] * (x + t),
        s[i] * x + s[i] * t,
        "definition of s",
        ("the reason “definition of s” is not needed",),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_reason_is_a_warning_and_the_step_still_passes(name):
    lhs, rhs, by, expected = WRONG[name]
    (found,) = check([derivation(lhs, step(rhs, by=by))], explain=True).derivations
    assert found.passed
    assert found.steps[0].warnings == expected


@pytest.mark.parametrize("by", ["Σ_j y_j = 1", r"\sum_j y_j = 1", "∑ y = 1", "Σ_{k=1}^{n} y_k = 1"])
def test_hypothesis_given_as_the_reason_must_be_needed(by):
    """D0.37: taking s_i out of the sum needs no hypothesis, replacing the sum by 1 does."""
    lhs, rhs = pulled_out
    idle = derivation(lhs, step(rhs, by=by, given=sums_to_one))
    needed = derivation(rhs, step(s[i], by=by, given=sums_to_one))
    first, second = check([idle, needed], explain=True).derivations
    assert first.steps[0].warnings == (
        f"the reason “{by}” is not needed",
        "the reason does not name Σ linearity, which the step needs",
    )
    assert second.steps[0].warnings == ()


def test_convention_given_as_the_reason_is_compared_too():
    lhs, rhs = x * log(p), log(p) * x
    (found,) = check([derivation(lhs, step(rhs, by="0·log 0 = 0", given=zero_log_zero))], explain=True).derivations
    assert found.steps[0].warnings == ("the reason “0·log 0 = 0” is not needed",)


def test_laws_are_found_on_demand_only():
    chain = derivation(log(p / q), step(log(p) - log(q), by="log quotient"))
    assert check([chain]).derivations[0].steps[0].result.laws == ()
    assert check([chain], explain=True).derivations[0].steps[0].result.laws == ("log quotient",)
