"""Where something may vanish that must not: what the second opinion looks for, and what it makes of it there."""

import pytest
from readings import claim_of
from test_soundness_traps import UNPROVED
from trial.judged import ALONE, judged

from derive.engine.prove import Proof
from derive.evaluate.opinion import confirm
from derive.evaluate.vanishing import vanishing
from derive.judging import Judges, judge
from derive.terms.build import D, Limit, Rational, Sum, define, exp, log, oo
from derive.terms.declare import indices, positive, positives, real, reals, size
from derive.terms.latex import assumption_latex
from derive.terms.relations import Eq, Gt, Ne
from derive.verdict import Reason, Verdict

n = size("n")
i, j, k = indices("i j k", n)
z, W = reals("z", n), positives("W", n)
x, y, T = real("x"), real("y"), positive("T")
odd = Rational(1, 1001)
gap = exp(x) - exp(odd)
named = define("g", gap)

ROOTS = {
    "denominator": (1 / (x - odd), [r"x - \frac{1}{1001} = 0"]),
    "difference of exponentials": (1 / gap, [r"x - \frac{1}{1001} = 0"]),
    "definition": (1 / named, [r"x - \frac{1}{1001} = 0"]),
    "exponential less 1": (1 / (exp(x - y) - 1), ["x - y = 0"]),
    "logarithm": (log(x - y), ["x - y = 0"]),
    "logarithm of what is 1 there": (1 / log(exp(x) + 1 - exp(odd)), [r"x - \frac{1}{1001} = 0"]),
    "factors": (1 / ((x - 2) * (y - x)), ["x - 2 = 0", "y - x = 0"]),
    "negative power": ((x - 3) ** -2, ["x - 3 = 0"]),
    "in a sum, at a free index and at the first member": (
        z[i] * Sum(1 / (z[k] - 3), k),
        ["z_{i} - 3 = 0", "z_{1} - 3 = 0"],
    ),
    "factor below a limit": (Limit((x - odd) * T / (T + 1), T, oo), [r"x - \frac{1}{1001} = 0"]),
    "derivative": (D(1 / (x - y), x), ["x - y = 0"]),
    "constant": (1 / (exp(odd) - x), [r"e^{\frac{1}{1001}} - x = 0"]),
    "nothing": (Sum(exp(z[k]), k) / Sum(exp(z[k]), k) + x * (y - 1), []),
    "a lone variable": (1 / x, []),
    "numerator": ((x - 3) / 2, []),
}


@pytest.mark.parametrize("name", ROOTS)
def test_what_may_vanish_is_stated_as_an_equation(name):
    term, equations = ROOTS[name]
    assert [assumption_latex(fact) for fact in vanishing(claim_of(term, term))] == equations


def test_undefined_point_at_an_odd_number_is_found():
    found = confirm(claim_of(1 / (x - odd), 1 / (x - odd)))
    assert found.undefined is not None
    assert found.undefined.values == (("x", "1/1001"),)


def test_counterexample_at_an_odd_number_is_found():
    limit = Limit((x - odd) * T / ((x - odd) * T + 1), T, oo)
    found = confirm(claim_of(limit, 1))
    assert found.counterexample is not None
    assert ("x", "1/1001") in found.counterexample.values


def test_where_no_precision_decides_nothing_is_confirmed():
    believed = Judges(prove=lambda *_: Proof(True))
    found = judge(claim_of(1 / gap, 1 / gap), judges=believed)
    assert (found.verdict, found.reason) == (Verdict.UNDECIDED, Reason.NOT_CONFIRMED)


@pytest.mark.parametrize("given", [Ne(x, odd), Gt(x, odd), Ne(gap, 0), Gt(gap, 0)])
def test_hypothesis_that_keeps_away_from_there_leaves_nothing_to_doubt(given):
    assert confirm(claim_of(gap / gap, 1, given=given)).blurred == 0


@pytest.mark.parametrize("given", [Ne(gap, 0), Gt(gap, 0)])
def test_quotient_is_proved_where_its_denominator_is_said_not_to_vanish(given):
    assert judge(claim_of(gap / gap, 1, given=given)).verdict is Verdict.PROVED


given_limit = Eq(y, Limit(gap * T / (gap * T + 1), T, oo))


def test_limit_that_an_equation_gives_is_not_confirmed_where_it_may_jump():
    """y is 0, not 1, where the gap vanishes, and no precision tells that it does."""
    believed = Judges(prove=lambda *_: Proof(True))
    found = judge(claim_of(y, 1, given=given_limit), judges=believed)
    assert (found.verdict, found.reason) == (Verdict.UNDECIDED, Reason.NOT_CONFIRMED)


@pytest.mark.parametrize("fact", [Ne(x, odd), Gt(x, 1), Ne(gap, 0)])
def test_limit_that_an_equation_gives_is_confirmed_where_it_cannot_jump(fact):
    believed = Judges(prove=lambda *_: Proof(True))
    assert judge(claim_of(y, 1, given=[given_limit, fact]), judges=believed).verdict is Verdict.PROVED


def test_limit_that_an_equation_gives_is_proved_where_its_coefficient_is_said_not_to_vanish():
    assert judge(claim_of(y, 1, given=[given_limit, Ne(gap, 0)])).verdict is Verdict.PROVED


@pytest.mark.parametrize("row", [row for row in judged() if row.kind == "identity"], ids=lambda row: row.name)
def test_no_true_claim_is_doubted(row):
    found = confirm(row.claim)
    assert (found.blurred, found.undefined, found.counterexample) == (0, None, None)


@pytest.mark.parametrize("name", UNPROVED)
def test_trap_would_be_noticed_if_it_were_proved(name):
    lhs, rhs, given = UNPROVED[name]
    found = confirm(claim_of(lhs, rhs, given=given))
    seen = found.blurred > 0 or found.undefined is not None or found.counterexample is not None
    assert seen is (name not in ALONE)
