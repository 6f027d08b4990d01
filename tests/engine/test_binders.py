"""Σ, Π, maxima and cases in normal form: which members count, and where what they hold must have a value."""

import pytest
from readings import equal_under

from derive.engine.prove import prove
from derive.session import judge
from derive.terms.build import D, Integral, Product, Sum, bind, cases, delta, exp, log, number
from derive.terms.declare import indices, positives, real, reals, size, span, variable
from derive.terms.maxima import Max
from derive.terms.nodes import BinderKind
from derive.terms.relations import Eq, given
from derive.verdict import Reason, Verdict

n, x = size("n"), real("x")
i, j, k, l = indices("i j k l", n)
z, y, w, v, u = reals("z", n), reals("y", n), positives("w", n), reals("v", 3), reals("u", 9)
b, c = indices("b c", 3)
d, e, f, g = indices("d e f g", 9)
p, q = indices("p", span(0, n))[0], indices("q", span(1, n + 1))[0]
F, s, t = reals("F", "R"), variable("s"), variable("t")
M = Max(z[k], k)
no_log = log(-exp(x))
inverse = 1 / (v[b] - v[c])


TRUE = {
    "product over a fixed range": (Product(v[b], b), v[1] * v[2] * v[3]),
    "product without one factor": (Product(v[b], b, exclude=2), v[1] * v[3]),
    "product without the factor at an index": (v[c] * Product(v[b], b, exclude=c), Product(v[b], b)),
    "product cut in two": (v[c] * Product(v[b], (b, c + 1, 3)) * Product(v[b], (b, 1, c - 1)), Product(v[b], b)),
    "product cut at a symbolic index": (Product(u[e], (e, d + 1, 9)), Product(u[f], (f, d + 1, 9)), given(Eq(d, 7))),
    "sum without the member at an index": (u[d] * Sum(u[f], f, exclude=e), u[d] * Sum(u[g], g, exclude=e)),
    "sum without one member": (Sum(v[b], b, exclude=2), v[1] + v[3]),
    "largest of a fixed range": (Max(v[b], b), Max(v[1], v[2], v[3])),
    "largest of one": (Max(v[b], (b, 2, 2)), v[2]),
    "equal to an integer": (cases(Eq(i, 1), 1 / (2 - number(i)), 0), delta(i, 1)),
    "equal to an integer, written first": (cases(Eq(1, i), 1 / (2 - number(i)), 0), delta(i, 1)),
    "equal to an index": (cases(Eq(i, j), 1 / (1 + number(i) - number(j)), 0), delta(i, j)),
}
FALSE = {
    "largest taken for the sum": (Max(v[b], b), Sum(v[b], b)),
    "largest taken for the first": (Max(v[b], b), v[1]),
    "largest of a part taken for that of all": (Max(v[b], (b, 1, c)), Max(v[b], b)),
    "product taken for one and the sum": (Product(v[b], b), 1 + Sum(v[b], b)),
    "product that leaves out an index, taken for one of deltas": (
        u[d] * Product(u[f], f, exclude=e),
        u[d] * Product(u[f], f) * (1 - Sum(delta(f, e), f)),
    ),
    "product above an index, taken for one of orders": (
        u[d] * Product(u[f], (f, e + 1, 9)),
        u[d] * Product(u[f] * Sum(delta(g, f), (g, e + 1, 9)), f),
    ),
    "logarithm of a product, whatever its signs": (Product(z[k], k), Product(-z[k], k)),
    "kept though it is left out": (Sum(z[k], k, only=i, exclude=j), z[i]),
    "left out where it is no member": (Sum(1, k, exclude=p), n - 1),
    "left out where there may be one member only": (Sum(1, k, exclude=2), n - 1),
    "kept where there may be one member only": (Sum(1, k, only=2), 1),
    "point of an integral": (bind(BinderKind.INTEGRAL, F[s], s, (), t), F[t]),
}


@pytest.mark.parametrize("name", TRUE)
def test_members_that_count_are_put_together(name):
    assert judge(equal_under(*TRUE[name])).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_what_does_not_count_is_not_put_in(name):
    assert not prove(equal_under(*FALSE[name])).holds
    assert judge(equal_under(*FALSE[name])).verdict is Verdict.REFUTED


PARTLY_DEFINED = {
    "a sum that may be empty, around one that is not": Sum(Sum(no_log, l), (k, 2, n)),
    "a sum without its only member": Sum(no_log, k, exclude=i),
    "a sum from above its range on": Sum(no_log, (k, q, n)),
    "a sum up to below its range": Sum(no_log, (k, 1, p)),
    "kinks but where the indices agree": Sum(D(Max(z[k], z[i]), z[i]), k),
}
NEVER_DEFINED = {
    "a pole at every member": Sum(1 / (z[k] - z[k]), k),
    "a pole at every point": Integral(1 / (F[s] - F[s]), s),
    "no logarithm at any member": Sum(no_log, k),
    "no logarithm at any of three": Sum(no_log, b),
}


@pytest.mark.parametrize("name", PARTLY_DEFINED)
def test_part_that_need_not_count_does_not_make_the_whole_undefined(name):
    found = prove(equal_under(PARTLY_DEFINED[name], y[i]))
    assert not found.holds
    assert found.reason is not Reason.NEVER_DEFINED


@pytest.mark.parametrize("name", NEVER_DEFINED)
def test_part_that_counts_everywhere_makes_the_whole_undefined(name):
    assert prove(equal_under(NEVER_DEFINED[name], y[i])).reason is Reason.NEVER_DEFINED


def test_pole_at_a_member_that_does_not_count_is_none():
    above, below = Sum(inverse, (b, c + 1, 3)), Sum(inverse, (b, 1, c - 1))
    assert judge(equal_under(above + below, Sum(inverse, b, exclude=c))).verdict is Verdict.CONDITIONAL


OPEN = {
    "bound two steps from an index": (Sum(z[k], (k, i + 2, n)), Sum(z[l], (l, i + 2, n))),
    "largest of none": (Max(v[b], (b, 3, 2)), Max(v[c], (c, 3, 2))),
}


@pytest.mark.parametrize("name", OPEN)
def test_what_has_no_normal_form_is_open(name):
    assert prove(equal_under(*OPEN[name])).reason is Reason.UNSUPPORTED


KINKS = {
    "times zero": (D(0 * M, z[i]), 0),
    "less itself": (D(M - Max(z[l], l), z[i]), 0),
    "of positive entries": (D(Max(w[k], k) - Max(w[l], l), w[i]), 0),
    "where it cancels": (D(log(Sum(exp(z[k] - M), k)) + M, z[i]), exp(z[i]) / Sum(exp(z[k]), k)),
}


@pytest.mark.parametrize("name", KINKS)
def test_largest_of_what_moves_has_no_slope_at_ties_even_where_it_cancels(name):
    """The second opinion asks for the slope of every part: where one has none, neither has the whole."""
    assert not prove(equal_under(*KINKS[name])).holds
    assert judge(equal_under(*KINKS[name])).verdict is Verdict.UNDECIDED
