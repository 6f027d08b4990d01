"""Verdicts under equations as hypotheses: prover and second opinion together, in any order of the hypotheses."""

from itertools import permutations

import pytest
from equations import CONTRADICTORY, FOLLOWS, OPEN, c, i, k, n, p, x, y, z
from readings import claim_of

from derive.session import judge
from derive.terms.build import Rational, Sum, exp, log
from derive.terms.declare import real
from derive.terms.latex import assumption_latex
from derive.terms.relations import Eq, Gt, given
from derive.verdict import Reason, Verdict

OTHERWISE = {
    "inverse that may not be": Verdict.CONDITIONAL,
    "zero in a denominator": Verdict.ILL_FORMED,
    "product of zero in a denominator": Verdict.ILL_FORMED,
}
spare = real("spare")


def verdict(lhs, rhs, hypotheses):
    return judge(claim_of(lhs, rhs, given=given(*hypotheses)))


@pytest.mark.parametrize("name", FOLLOWS)
def test_consequence_is_proved_and_needs_just_what_it_uses(name):
    lhs, rhs, hypotheses = FOLLOWS[name]
    found = verdict(lhs, rhs, (Eq(spare, 7), *hypotheses))
    assert found.verdict is Verdict.PROVED
    assert assumption_latex(Eq(spare, 7)) not in found.uses
    if name != "assignments in a circle":
        assert {assumption_latex(fact) for fact in hypotheses} <= set(found.uses)


@pytest.mark.parametrize("name", [*FOLLOWS, *OPEN])
def test_order_of_hypotheses_does_not_change_the_verdict(name):
    lhs, rhs, hypotheses = (FOLLOWS | OPEN)[name]
    assert len({verdict(lhs, rhs, order).verdict for order in permutations(hypotheses)}) == 1


@pytest.mark.parametrize("name", OPEN)
def test_what_fails_somewhere_is_refuted_there(name):
    found = verdict(*OPEN[name])
    assert found.verdict is OTHERWISE.get(name, Verdict.REFUTED)
    assert (found.witness is None) is (found.verdict is Verdict.ILL_FORMED)


@pytest.mark.parametrize("name", CONTRADICTORY)
def test_contradictory_equations_are_never_used(name):
    lhs, rhs, hypotheses = CONTRADICTORY[name]
    for order in permutations(hypotheses):
        found = verdict(lhs, rhs, order)
        assert (found.verdict, found.reason) == (Verdict.UNDECIDED, Reason.NO_SAMPLE)


ALMOST = {
    "a root and a number near it": (Eq(x**2, 2), Eq(x, Rational(1414213562373095048801, 10**21))),
    "logarithms of numbers near each other": (Eq(x, log(2)), Eq(x, log(2 + Rational(1, 10**30)))),
    "an exponential and a number near its root": (Eq(exp(x), 2), Eq(x, Rational(693147180559945309417, 10**21))),
    "two roots near each other": (Eq(x**2, 2), Eq(y**2, 2 + Rational(1, 10**30)), Eq(x, y)),
    "positive where the root is negative": (Eq(x**3, -2), Gt(x, 0)),
}


@pytest.mark.parametrize("name", ALMOST)
def test_equations_that_almost_agree_contradict_each_other(name):
    for order in permutations(ALMOST[name]):
        found = verdict(y + c, c + y, order)
        assert (found.verdict, found.reason) == (Verdict.UNDECIDED, Reason.NO_SAMPLE)


IRRATIONAL = {
    "square root": (Eq(x**2, 2),),
    "cube root": (Eq(x**3, 2), Eq(x * y, 1)),
    "root of a root": (Eq(x**3, 2), Eq(y**2, x)),
    "logarithm": (Eq(exp(x), 3),),
    "logarithm of a root": (Eq(exp(x), y), Eq(y**2, 2), Gt(y, 0)),
    "sum of exponentials": (Eq(Sum(exp(z[k]), k), 1),),
    "no solution by radicals": (Eq(x + exp(x), 0),),
    "one after the other": (Eq(log(p), exp(x)), Eq(y, -exp(p))),
    "a root for the other variable": (Eq(3 * exp(x) + z[i], x),),
    "two at once": (Eq(x + y, 1), Eq(x**2 + y**2, 7)),
}


@pytest.mark.parametrize("name", IRRATIONAL)
def test_irrational_points_are_sampled(name):
    for order in permutations(IRRATIONAL[name]):
        assert verdict(x * z[i] + y, y + z[i] * x, order).verdict is Verdict.PROVED
        refuted = verdict(x + y + z[i], 0, order)
        assert refuted.verdict is Verdict.REFUTED
        assert refuted.witness is not None


def test_standardised_entries_are_sampled_at_every_size():
    standard = (Eq(Sum(z[k], k), 0), Eq(Sum(z[k] ** 2, k), n))
    for order in permutations(standard):
        assert verdict(Sum((z[k] - z[i]) ** 2, k), n * (1 + z[i] ** 2), order).verdict is Verdict.PROVED
        assert verdict(z[i] ** 2, 1, order).verdict is Verdict.REFUTED
