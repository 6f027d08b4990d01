"""False steps, by the rule that would prove them if its side condition were forgotten. The prover alone holds none of them."""

import pytest
from readings import claim_of

from derive.engine.prove import prove
from derive.session import judge
from derive.terms.build import D, Sum, cases, exp
from derive.terms.declare import indices, positive, positives, real, reals, size, span
from derive.terms.maxima import Abs, relu
from derive.terms.relations import Eq, Ge, Gt, given
from derive.verdict import Verdict

n = size("n")
i, j, k, l = indices("i j k l", n)
a, b = indices("a b", span(2, n))
z, y = reals("z", n), reals("y", n)
w = positives("w", n)
x, t, u, v = real("x"), real("t"), real("u"), real("v")
B = positive("B")
share = Sum(exp(z[k]) / (x**2 * exp(z[k]) + B), k)
squares = Sum(z[a] ** 2 - 2 * z[a] * y[a] + y[a] ** 2, a)

FALSE = {
    "divided by what an equation lets vanish": (u * share, 0, "=", (Eq(x * u, 0),)),
    "so divided in a hypothesis that comes first": (u * t, 0, "=", (Eq(t, share), Eq(x * u, 0))),
    "so divided in a hypothesis that comes last": (u * t, 0, "=", (Eq(x * u, 0), Eq(t, share))),
    "a sign for all of a range that may be empty": (-x, squares, "≤", (Gt(x, 0).for_all(a),)),
    "a sign of a factor for all of such a range": (-x, x * squares, "≤", (Gt(x, 0).for_all(a),)),
    "a sign beside entries for all of such a range": (-x, squares, "≤", (Ge(x + 0 * z[a], 0).for_all(a),)),
}

rest = Sum(w[l], l, exclude=i)
EMPTY = {
    "shares of a sum that may be empty": (Sum(w[a] / Sum(w[b], b), a), 1),
    "shares of the others": (Sum(w[k] / rest, k, exclude=i), 1),
    "shares of the others, by cases": (Sum(cases(Eq(i, k), 0, w[k] / rest), k), 1),
    "shares of the others of each": (Sum(Sum(w[l] / Sum(w[j], j, exclude=k), l, exclude=k), k), n),
}

apart = Sum(Abs(z[k] - z[i]), k)
ramps = Sum(relu(z[k] - z[i]) ** 2, k)
AGREEING = {
    "slope of distances, one of which is always 0": (D(apart, z[i]), n),
    "slope of squares of ramps, one of which is always 0": (D(ramps, z[i]), 2 * ramps),
    "slope of one distance": (D(Abs(z[i] - z[j]), z[i]), 1),
}


def claim(lhs, rhs, relation="=", hypotheses=()):
    return claim_of(lhs, rhs, relation, given=given(*hypotheses))


@pytest.mark.parametrize("name", FALSE)
def test_false_step_is_not_held_and_is_refuted(name):
    assert not prove(claim(*FALSE[name])).holds
    assert judge(claim(*FALSE[name])).verdict is Verdict.REFUTED


@pytest.mark.parametrize("name", EMPTY)
def test_what_is_undefined_only_inside_an_empty_sum_is_no_disagreement(name):
    """The share has no value where there is no member, but the sum has: 0, not 1."""
    assert prove(claim(*EMPTY[name])).missing
    found = judge(claim(*EMPTY[name]))
    assert (found.verdict, found.witness.sizes) == (Verdict.REFUTED, (("n", 1),))


@pytest.mark.parametrize("name", AGREEING)
def test_what_agrees_for_all_values_is_no_kink(name):
    assert judge(claim(*AGREEING[name])).verdict is Verdict.REFUTED
