"""Sums over members and over pairs of members: what they prove, what they do not, and how a polynomial is read as one."""

from fractions import Fraction

import pytest
from flint import fmpq
from readings import claim_of

from derive.engine import pairs
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, Sort
from derive.engine.sums import SumRule
from derive.session import judge
from derive.terms.build import Integral, Sum, exp, sqrt
from derive.terms.declare import indices, nonnegatives, positive, positives, real, reals, size, variable
from derive.terms.relations import Eq, Le, given
from derive.verdict import Verdict

n, m, empty = size("n"), size("m"), size("empty", at_least=0)
i, j, k = indices("i j k", n)
h = indices("h", m)[0]
o, r = indices("o r", empty)
u = variable("u")
x, y = reals("x", n), reals("y", n)
p, w, z = positives("p", n), nonnegatives("w", n), reals("z", m)
M = reals("M", n, n)
X, Q = reals("X", empty), positives("Q", empty)
f, e, q = reals("f", u.domain), reals("e", u.domain), positives("q", u.domain)
t, a = positive("t"), real("a")
squares = Sum((x[k] - y[k]) ** 2, k)
normed = given(Eq(Integral(q[u], u), 1))
shares = given(Le(t * Q[o] / Sum(Q[r], r), X[o]).for_all(o))

TRUE = {
    "squares and more": (0, squares + 1, "<", ()),
    "squares over some, and the size": (0, Sum((x[k] - y[k]) ** 2, (k, 2, n)) + n, "≤", ()),
    "squares, and a sum over two variables": (0, squares + Sum(Sum(exp(M[i, j]), i), j), "≤", ()),
    "squares, and a sum over another range": (0, squares + Sum(exp(z[h]), h), "≤", ()),
    "the size under a root": (0, Sum((x[k] - sqrt(n) * y[k]) ** 2, k), "≤", ()),
    "the size in a denominator": (0, Sum((x[k] - y[k] / n) ** 2, k), "≤", ()),
    "a sum under a root": (0, Sum((x[k] - y[k] * sqrt(Sum(p[i], i))) ** 2, k), "≤", ()),
    "no members": (0, Sum((X[o] - a) ** 2, o), "≤", ()),
    "no pairs": (Sum(X[o], o) ** 2, empty * Sum(X[o] ** 2, o), "≤", ()),
    "strict at every member": (0, Sum((x[k] - a) ** 2 + exp(x[k]), k), "<", ()),
    "an integral of squares": (0, Integral((f[u] - e[u]) ** 2, u), "≤", ()),
    "Cauchy-Schwarz for integrals": (
        Integral(f[u] * e[u], u) ** 2,
        Integral(f[u] ** 2, u) * Integral(e[u] ** 2, u),
        "≤",
        (),
    ),
    "variance under a density": (Integral(q[u] * f[u], u) ** 2, Integral(q[u] * f[u] ** 2, u), "≤", normed),
}
FALSE = {
    "strict, where there may be no members": (0, Sum((X[o] - a) ** 2 + 1, o), "<", ()),
    "squares less something": (t, squares, "≤", ()),
    "strict, where the members may agree": (0, squares, "<", ()),
    "strict, beside what may vanish": (0, squares + Sum(w[k], k), "<", ()),
    "even weights of no members": (t, Sum(X[o], o), "≤", given(Le(t / empty, X[o]).for_all(o))),
    "shares of no members": (t, Sum(X[o], o), "≤", shares),
    "three sums": (0, Sum(x[k], k) * Sum(y[k], k) * Sum(x[k] * y[k], k), "≤", ()),
    "an integral of squares is not strict": (0, Integral((f[u] - e[u]) ** 2, u), "<", ()),
    "square of an integral": (Integral(f[u], u) ** 2, Integral(f[u] ** 2, u), "≤", ()),
    "variance under a density is not strict": (
        Integral(q[u] * f[u], u) ** 2,
        Integral(q[u] * f[u] ** 2, u),
        "<",
        normed,
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_sum_of_what_is_never_negative_is_proved(name):
    assert judge(claim_of(*TRUE[name])).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_what_may_be_negative_is_refuted(name):
    assert not prove(claim_of(*FALSE[name])).holds
    assert judge(claim_of(*FALSE[name])).verdict is Verdict.REFUTED


FIRST, SECOND = pairs._tokens("1..n")


@pytest.fixture
def kernel():
    """Ranges 1..n, 1..m, 1..5 and a continuum, a real family x and a real a, positive families p and q, and w ≥ 0."""
    made = Kernel(100_000)
    for name, count, fewest in (
        ("1..n", made.size("n"), 1),
        ("1..m", made.size("m"), 1),
        ("0..n", made.add(made.size("n"), made.constant(1)), 1),
        ("1..2n", made.scale(made.size("n"), fmpq(2)), 1),
        ("1..n²", made.power(made.size("n"), 2), 1),
        ("1..n·m", made.multiply(made.size("n"), made.size("m")), 1),
        ("1..5", made.constant(5), 5),
        ("1..empty", made.size("empty"), 0),
        ("∫R", None, 1),
    ):
        made.declare_sort(Sort(name, None, count, fewest))
    made.floors["empty"] = 0
    made.positive |= {"p", "q"}
    made.nonnegative.add("w")
    return made


def total(kernel, family, sort="1..n", power=1):
    return kernel.sum((("{0", sort),), kernel.power(kernel.entry(family, ("{0",)), power))


class Judge:
    """A judge that says the same of every body, and remembers what it was asked."""

    def __init__(self, answer=True):
        self.answer = answer
        self.asked = []

    def __call__(self, body, _suppose, /, *, strict):
        self.asked.append((body, strict))
        return self.answer


def found(kernel, poly, judge, *, strict=False):
    return pairs.by_members(kernel, poly, lambda _tokens: None, judge, strict=strict)


def test_sign_of_the_rest_needs_no_members(kernel):
    judge = Judge(answer=False)
    poly = kernel.multiply(kernel.symbol("w"), kernel.add(kernel.size("n"), kernel.constant(-1)))
    assert found(kernel, poly, judge)
    assert not judge.asked


def test_factor_that_may_vanish_leaves_nothing_to_judge(kernel):
    """The product is not above 0 where the factor is 0, whatever the sum."""
    judge = Judge()
    assert not found(kernel, kernel.multiply(kernel.symbol("w"), total(kernel, "x")), judge, strict=True)
    assert not judge.asked


def test_only_ranges_of_one_variable_have_members_to_judge(kernel):
    judge = Judge()
    two = kernel.sum((("{0", "1..n"), ("{1", "1..n")), kernel.entry("M", ("{0", "{1")))
    assert not found(kernel, kernel.add(two, kernel.symbol("a")), judge)
    assert not judge.asked


def test_body_is_asked_for_as_much_as_is_missing(kernel):
    """What stays outside and is above 0 leaves no more to ask than that the body is not below."""
    judge = Judge()
    assert found(kernel, total(kernel, "x"), judge, strict=True)
    assert judge.asked == [(kernel.entry("x", (FIRST,)), True)]
    judge = Judge()
    assert found(kernel, kernel.add(total(kernel, "x"), kernel.symbol("p")), judge, strict=True)
    assert judge.asked == [(kernel.entry("x", (FIRST,)), False)]
    assert not found(kernel, total(kernel, "x", sort="1..empty"), Judge(), strict=True)
    assert found(kernel, total(kernel, "x", sort="1..empty"), Judge())


@pytest.mark.parametrize("power", [Fraction(1, 2), 1, 2])
def test_number_of_members_stays_a_factor(kernel, power):
    judge = Judge()
    root = kernel.power(kernel.size("n"), power)
    poly = kernel.add(kernel.multiply(root, total(kernel, "x")), total(kernel, "x", power=3))
    assert found(kernel, poly, judge)
    body = kernel.add(kernel.multiply(root, kernel.entry("x", (FIRST,))), kernel.power(kernel.entry("x", (FIRST,)), 3))
    assert judge.asked == [(body, False)]


def test_nothing_is_found_without_the_judge(kernel):
    judge = Judge(answer=False)
    assert not found(kernel, total(kernel, "x"), judge)
    assert judge.asked


def test_more_sums_than_two_are_no_pairs(kernel):
    judge = Judge()
    one, two, three = (total(kernel, "x", power=power) for power in (1, 3, 5))
    assert not found(kernel, kernel.multiply(kernel.multiply(one, two), three), judge)
    assert not judge.asked


def test_sum_that_is_not_the_polynomial_is_refused(kernel, monkeypatch):
    """Weights of any sum would make a mean of what is none."""
    monkeypatch.setattr(pairs, "_units", lambda kernel, *_: [kernel.entry("p", (FIRST,))])
    mean = kernel.multiply(total(kernel, "x"), total(kernel, "x"))
    judge = Judge()
    assert not found(kernel, kernel.add(total(kernel, "x", power=3), mean, fmpq(-1)), judge)
    assert judge.asked


@pytest.mark.parametrize(
    ("sort", "name"),
    [
        ("1..n", "n"),
        ("1..empty", "empty"),
        *dict.fromkeys(("0..n", "1..2n", "1..n²", "1..n·m", "1..5", "∫R"), None).items(),
    ],
)
def test_number_of_members_is_a_size_or_is_not_read_as_one(kernel, sort, name):
    assert pairs._count_atom(kernel, sort) == (name and kernel.atom("size", (name,)).id)


def test_weights_that_sum_to_one(kernel):
    """Stated ones and the mean of two, even ones, and shares; not those of other ranges, nor what may not be divided by."""
    one = {(): ONE}
    kernel.sum_rules += [
        SumRule("of another range", 0, "1..m", (), one),
        SumRule("rows", 1, "1..n", ("?0:1..n",), one),
        SumRule("of sum 2", 0, "1..n", (), kernel.constant(2)),
        SumRule("p", 0, "1..n", (), one),
    ]
    first, even = kernel.entry("p", (FIRST,)), kernel.power(kernel.size("n"), -1)
    sums = [
        total(kernel, "q"),
        total(kernel, "x"),
        total(kernel, "w"),
        total(kernel, "q", sort="1..m"),
        kernel.symbol("p"),
    ]
    share = kernel.multiply(kernel.entry("q", (FIRST,)), kernel.power(sums[0], -1))
    poly = {}
    for part in sums:
        kernel.add_into(poly, part)
    assert pairs._units(kernel, "1..n", poly) == [first, even, share]
    kernel.sum_rules.append(SumRule("q", 0, "1..n", (), one))
    second = kernel.entry("q", (FIRST,))
    half = kernel.scale(kernel.add(first, second), fmpq(1, 2))
    assert pairs._units(kernel, "1..n", poly) == [first, second, half, even]
    assert pairs._units(kernel, "1..empty", poly) == []
    assert pairs._units(kernel, "∫R", poly) == []
    two = kernel.sum((("{0", "0..n"), ("{1", "0..n")), kernel.entry("p", ("{0", "{1")))
    assert pairs._units(kernel, "0..n", two) == [kernel.power(kernel.sorts["0..n"].count, -1)]


def test_missing_factors_are_filled_only_where_they_are(kernel):
    even = kernel.power(kernel.size("n"), -1)
    assert list(pairs._fills([even], 2, {0})) == [None]
    assert list(pairs._fills([even], 2, {0, 1})) == [None, ((), (even,), ())]
    assert list(pairs._fills([even], 2, {1, 2})) == [None, ((), (even,), (even, even))]
