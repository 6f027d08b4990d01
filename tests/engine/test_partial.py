"""Sums over one variable meet over one common denominator, and only where that has the value of what was written."""

from fractions import Fraction

import pytest
from flint import fmpq
from readings import equal_under

from derive.engine.partial import common_denominators
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.engine.ring import Sort
from derive.session import judge
from derive.terms.build import Sum, exp, sqrt
from derive.terms.declare import indices, positive, positives, real, reals, size
from derive.terms.relations import Eq, given
from derive.verdict import Verdict

n, m = size("n"), size("m")
k, l = indices("k l", n)
h = indices("h", m)[0]
p, x, y = positives("p", n), reals("x", n), reals("y", n)
q, u, v = positives("q", m), reals("u", m), reals("v", m)
t, a, b, c = positive("t"), real("a"), real("b"), real("c")
S = Sum(p[l], l)
e = exp(x[k])
both = 1 + x[k] ** 2 * y[k] ** 2 + y[k] ** 2


def parts(of, at):
    """Partial fractions that a common denominator brings to 0."""
    return Sum(1 / ((1 + of[at]) * (2 + of[at])), at) + Sum(1 / (2 + of[at]), at) - Sum(1 / (1 + of[at]), at)


TRUE = {
    "two denominators": (parts(p, k), 0, ()),
    "two denominators over two ranges": (parts(p, k) + parts(q, h), 0, ()),
    "a product of sums": (
        Sum(1 / ((1 + p[k]) * (2 + p[k])), k) ** 2,
        (Sum(1 / (1 + p[k]), k) - Sum(1 / (2 + p[k]), k)) ** 2,
        (),
    ),
    "an outer factor": ((t - 1) * Sum(1 / ((t + p[k]) * (1 + p[k])), k), Sum(1 / (1 + p[k]) - 1 / (t + p[k]), k), ()),
    "two families": (
        Sum(e / ((p[k] + e) * (p[k] + 2 * e)), k),
        Sum(1 / (p[k] + e), k) - Sum(1 / (p[k] + 2 * e), k),
        (),
    ),
    "an entry in the denominator": (
        Sum(1 / (p[k] * (1 + p[k]) * (2 + p[k])), k),
        Sum(1 / p[k], k) / 2 - Sum(1 / (1 + p[k]), k) + Sum(1 / (2 + p[k]), k) / 2,
        (),
    ),
    "a power of a denominator": (
        Sum(1 / ((1 + p[k]) ** 2 * (2 + p[k])), k),
        Sum(1 / (1 + p[k]) ** 2, k) - Sum(1 / (1 + p[k]), k) + Sum(1 / (2 + p[k]), k),
        (),
    ),
    "degrees above the denominators": (
        Sum(p[k] ** 4 / ((1 + p[k]) * (2 + p[k])), k),
        Sum(p[k] ** 2 - 3 * p[k] + 7 + 1 / (1 + p[k]) - 16 / (2 + p[k]), k),
        (),
    ),
    "numerators as large as the denominator": (
        Sum(x[k] ** 2 * y[k] ** 2 / both, k) + Sum(y[k] ** 2 / both, k) + Sum(1 / both, k),
        n,
        (),
    ),
    "a leading coefficient": (
        t * Sum(p[k] / ((t * p[k] + 1) * (t * p[k] + 2)), k),
        Sum(2 / (t * p[k] + 2) - 1 / (t * p[k] + 1), k),
        (),
    ),
    "an exponential that holds a sum": (
        parts(p, k) + Sum(exp(p[k] * S) / (1 + p[k]), k),
        Sum(exp(p[k] * S) / (1 + p[k]), k),
        (),
    ),
    "nothing to divide by that may vanish": (
        t * b * Sum(p[k] / ((t * p[k] + 1) * (t * p[k] + 2)), k),
        b * Sum(2 / (t * p[k] + 2) - 1 / (t * p[k] + 1), k),
        given(Eq(a * b, 0), Eq(a * c, 0)),
    ),
}
FALSE = {
    "one denominator": (Sum(1 / ((1 + p[k]) * (2 + p[k])), k), Sum(1 / (1 + p[k]), k), ()),
    "sums over another range stay apart": (parts(p, k) + Sum(u[h], h) * Sum(v[h], h), n * Sum(u[h] * v[h], h), ()),
    "a leading coefficient that may vanish": (
        b * Sum(p[k] ** 2 / ((a**2 * p[k] + 1) * (a**2 * p[k] + 2)), k),
        0,
        given(Eq(a * b, 0)),
    ),
    "a root in a denominator": (Sum(1 / sqrt(1 + p[k]), k) + parts(p, k), 0, ()),
}


@pytest.mark.parametrize("name", TRUE)
def test_partial_fractions_meet_what_they_came_from(name):
    assert prove(equal_under(*TRUE[name])).holds
    assert judge(equal_under(*TRUE[name])).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_what_is_no_identity_is_refuted(name):
    assert not prove(equal_under(*FALSE[name])).holds
    assert judge(equal_under(*FALSE[name])).verdict is Verdict.REFUTED


@pytest.fixture
def kernel():
    """Ranges 1..n and 1..m; p is positive."""
    made = Kernel(100_000)
    for name in ("n", "m"):
        made.declare_sort(Sort(f"1..{name}", None, made.size(name), 1))
    made.positive.add("p")
    return made


def summed(kernel, body, *sorts):
    return kernel.sum(tuple((f"{{{place}", sort) for place, sort in enumerate(sorts)), body)


def over(kernel, *constants, power=-1):
    """1 over the product of p + c for these constants c, or another power of it."""
    total = kernel.constant(1)
    for constant in constants:
        below = kernel.add(kernel.entry("p", ("{0",)), kernel.constant(constant))
        total = kernel.multiply(total, kernel.power(below, power))
    return total


def test_sum_over_two_variables_stays_as_it_is(kernel):
    two = summed(kernel, kernel.multiply(over(kernel, 1, 2), kernel.entry("M", ("{0", "{1"))), "1..n", "1..m")
    assert common_denominators(kernel, two) is two
    one = summed(kernel, over(kernel, 1, 2), "1..n")
    assert common_denominators(kernel, kernel.multiply(two, one)) == kernel.multiply(
        two, common_denominators(kernel, one)
    )


def test_form_is_a_quotient_and_a_remainder(kernel):
    """p² = (1 + p)(2 + p) - 3 p - 2."""
    one, two = (kernel.power(kernel.entry("p", ("{0",)), power) for power in (1, 2))
    below = over(kernel, 1, 2)
    found = common_denominators(kernel, summed(kernel, kernel.multiply(two, below), "1..n"))
    expected = kernel.size("n")
    for above, factor in ((one, -3), (kernel.constant(1), -2)):
        (mono,) = kernel.multiply(above, below)
        kernel.add_into(expected, kernel.labelled((("{0", "1..n"),), mono), fmpq(factor))
    assert found == expected


def test_sum_without_denominators_stays_as_it_is(kernel):
    poly = summed(kernel, kernel.entry("p", ("{0",)), "1..n")
    assert common_denominators(kernel, poly) is poly


def test_root_of_a_denominator_leaves_its_range_as_it_is(kernel):
    poly = summed(kernel, over(kernel, 1, 2, power=Fraction(-1, 2)), "1..n")
    assert common_denominators(kernel, poly) is poly
    poly = summed(
        kernel, kernel.multiply(over(kernel, 1), kernel.power(kernel.entry("p", ("{0",)), Fraction(1, 2))), "1..n"
    )
    assert common_denominators(kernel, poly) is poly
