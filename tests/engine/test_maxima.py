"""Maxima of written terms and over ranges, for general n: what holds, what does not, and what is needed."""

from dataclasses import replace
from fractions import Fraction

import pytest
from readings import claim_of

from derive.engine import choices
from derive.engine.maxima import Maxima
from derive.engine.normal import Normaliser
from derive.engine.renaming import Renaming
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Sort, Unsupported
from derive.session import judge
from derive.terms.build import D, Limit, Rational, Sum, define, delta, exp, log, oo, sqrt
from derive.terms.declare import distribution, indices, nonnegatives, positive, real, reals, size
from derive.terms.maxima import Abs, Max, Min, relu
from derive.terms.relations import Eq, Ge, Gt, Le, Lt, Ne, given
from derive.verdict import Verdict

n, m = size("n"), size("m", at_least=2)
i, k, l = indices("i k l", n)
g, h = indices("g h", m)
x, y, z = reals("x", m), reals("y", n), reals("z", n)
P, q = distribution("P", n), nonnegatives("q", n)
a, b, c, t = real("a"), real("b"), real("c"), positive("t")
M = define("M", Max(z[k], k))
LSE = log(Sum(exp(z[k]), k))
softplus = log(1 + exp(a))
largest_at_i = Max(delta(k, i) * z[k], k)

TRUE = {
    "largest and smallest": (Max(a, b) + Min(a, b), a + b, "=", ()),
    "the two sides of relu": (relu(a) - relu(-a), a, "=", ()),
    "one side of relu vanishes": (relu(a) * relu(-a), 0, "=", ()),
    "relu of a positive multiple": (relu(t * a), t * relu(a), "=", ()),
    "the largest of one": (Max(a, a), a, "=", ()),
    "order does not matter": (Max(a, b), Max(b, a), "=", ()),
    "order of three does not matter": (Max(a, b, c), Max(c, a, b), "=", ()),
    "brackets do not matter": (Max(a, Max(b, c)), Max(Max(a, b), c), "=", ()),
    "a common summand": (Max(a + c, b + c), Max(a, b) + c, "=", ()),
    "exp goes through": (exp(Max(a, b)), Max(exp(a), exp(b)), "=", ()),
    "log goes through": (log(Max(t, exp(b))), Max(log(t), b), "=", ()),
    "relu is not negative": (0, relu(a), "≤", ()),
    "relu under a sum": (Sum(relu(z[k]), k) - Sum(relu(-z[k]), k), Sum(z[k], k), "=", ()),
    "known order": (Max(a, b), a, "=", given(Ge(a, b))),
    "hinge": (Max(0, 1 - a), 1 - a, "=", given(Le(a, 1))),
    "absolute value of a product": (Abs(a * b), Abs(a) * Abs(b), "=", ()),
    "square of an absolute value": (Abs(a) ** 2, a**2, "=", ()),
    "absolute value of an even power": (Abs(a**2 * b), a**2 * Abs(b), "=", ()),
    "absolute value of a product that is not positive": (Abs(a * b), -a * b, "=", given(Le(a * b, 0))),
    "absolute value of a factor that is not positive": (Abs(a * b), -a * Abs(b), "=", given(Le(a, 0))),
    "absolute value of a quotient": (Abs(a / (b - c)), Abs(a) / Abs(b - c), "=", given(Ne(b, c))),
    "cube of an absolute value": (Abs(a) ** 3, a**2 * Abs(a), "=", ()),
    "one over an absolute value": (1 / Abs(a), Abs(a) / a**2, "=", given(Ne(a, 0))),
    "logarithm of an absolute value": (2 * log(Abs(a)), log(a**2), "=", given(Ne(a, 0))),
    "triangle": (Abs(a + b), Abs(a) + Abs(b), "≤", ()),
    "triangle for sums": (Abs(Sum(z[k], k)), Sum(Abs(z[k]), k), "≤", ()),
    "relu moves no further": (Abs(relu(a) - relu(b)), Abs(a - b), "≤", ()),
    "relu is convex": (relu(Sum(P[k] * z[k], k)), Sum(P[k] * relu(z[k]), k), "≤", ()),
    "softplus is above relu": (relu(a), softplus, "<", ()),
    "softplus is near relu": (softplus, relu(a) + log(2), "≤", ()),
    "slope where positive": (D(relu(a), a), 1, "=", given(Gt(a, 0))),
    "slope where negative": (D(relu(a), a), 0, "=", given(Lt(a, 0))),
    "slope of the largest of three": (D(Max(a, b, c), a), 1, "=", given(Gt(a, b), Gt(a, c))),
    "slope along a positive factor": (D(Max(t * z[k], k), t), M, "=", ()),
    "slope along a square": (D(Max(a**2 * z[k], k), a), 2 * a * M, "=", ()),
    "slope along a summand": (D(Max(q[i] + z[k], k), q[i]), 1, "=", ()),
    "a factor that may be 0": (Max(a * z[k], k), a * M, "=", given(Ge(a, 0))),
    "slope along something else": (D(b * relu(a), b), relu(a), "=", ()),
    "an entry": (z[i], M, "≤", ()),
    "name of the index": (M, Max(z[l], l), "=", ()),
    "written range": (M, Max(z[k], (k, 1, n)), "=", ()),
    "a constant": (Max(a, k), a, "=", ()),
    "a summand that stays": (Max(z[k] + c, k), c + M, "=", ()),
    "a positive factor": (Max(t * z[k], k), t * M, "=", ()),
    "exp of the largest": (Max(exp(z[k]), k), exp(M), "=", ()),
    "the least and the largest": (Min(z[k], k), M, "≤", ()),
    "largest sum": (Max(z[k] + y[k], k), M + Max(y[k], k), "≤", ()),
    "a mean": (Sum(P[k] * z[k], k), M, "≤", ()),
    "the mean": (Sum(z[k], k) / n, M, "≤", ()),
    "a mean of absolute values": (Sum(P[k] * Abs(z[k]), k), Max(Abs(z[k]), k), "≤", ()),
    "largest and sum of absolute values": (Max(Abs(z[k]), k), Sum(Abs(z[k]), k), "≤", ()),
    "largest and sum of squares": (Max(Abs(z[k]), k) ** 2, Sum(z[k] ** 2, k), "≤", ()),
    "a bound for all members": (M, c, "≤", given(Le(z[k], c).for_all(k))),
    "LogSumExp is at least the largest": (M, LSE, "≤", ()),
    "LogSumExp is above the largest for n >= 2": (Max(x[h], h), log(Sum(exp(x[h]), h)), "<", ()),
    "LogSumExp is at most the largest plus log n": (LSE, M + log(n), "≤", ()),
    "LogSumExp at a temperature": (t * log(Sum(exp(z[k] / t), k)), M + t * log(n), "≤", ()),
    "stable LogSumExp": (LSE, M + log(Sum(exp(z[k] - M), k)), "=", ()),
    "stable softmax": (exp(z[i] - M) / Sum(exp(z[k] - M), k), exp(z[i]) / Sum(exp(z[k]), k), "=", ()),
    "defined for every a": (log(1 + relu(a)), relu(a), "≤", ()),
    "one member": (M, z[1], "=", given(Eq(n, 1))),
}
FALSE = {
    "relu of a real multiple": (relu(b * a), b * relu(a), "=", ()),
    "an even power has no sign to give away": (Abs(a**2 * b), a * Abs(a) * Abs(b), "=", ()),
    "absolute value of a quotient as a product": (Abs(a / (b - c)), Abs(a) * Abs(b - c), "=", given(Ne(b, c))),
    "cube of an absolute value as a square": (Abs(a) ** 3, a**2, "=", ()),
    "cube of an absolute value as a fifth power": (Abs(a) ** 3, a**4 * Abs(a), "=", ()),
    "logarithm of an absolute value as of its square": (log(Abs(a)), log(a**2), "=", given(Ne(a, 0))),
    "root of an absolute value": (sqrt(Abs(a)), Abs(a), "=", ()),
    "the largest is no member of a sum": (
        largest_at_i + Sum(largest_at_i * y[l], l),
        largest_at_i + z[i] * y[i],
        "=",
        (),
    ),
    "relu is not positive at 0": (0, relu(a), "<", ()),
    "one of three": (Max(a, b, c), Max(a, b), "=", ()),
    "unknown order": (Max(a, b), a, "=", ()),
    "known order, the other": (Max(a, b), b, "=", given(Ge(a, b))),
    "hinge on the other side": (Max(0, 1 - a), 1 - a, "=", given(Ge(a, 1))),
    "largest and smallest differ": (Max(a, b) - Min(a, b), a - b, "=", ()),
    "triangle the other way": (Abs(a) + Abs(b), Abs(a + b), "≤", ()),
    "relu is not concave": (Sum(P[k] * relu(z[k]), k), relu(Sum(P[k] * z[k], k)), "≤", ()),
    "softplus is further from relu at 0": (softplus, relu(a) + Rational(1, 2), "≤", ()),
    "slope without a sign": (D(relu(a), a), 1, "=", ()),
    "slope on the other side": (D(relu(a), a), 1, "=", given(Lt(a, 0))),
    "slope at a range": (D(M, z[i]), 1, "=", ()),
    "a real factor": (Max(b * z[k], k), b * M, "=", ()),
    "a sign through the largest": (Max(-z[k], k), -M, "=", ()),
    "an entry is not below, for ties": (z[i], M, "<", ()),
    "the sum": (Sum(z[k], k), M, "≤", ()),
    "largest sum, equal": (Max(z[k] + y[k], k), M + Max(y[k], k), "=", ()),
    "a bound, strictly": (M, c, "<", given(Le(z[k], c).for_all(k))),
    "LogSumExp is not above the largest for n = 1": (M, LSE, "<", ()),
    "LogSumExp is not below its bound at ties": (LSE, M + log(n), "<", ()),
    "LogSumExp without log n": (LSE, M, "≤", ()),
    "LogSumExp with log of one less": (log(Sum(exp(x[h]), h)), Max(x[h], h) + log(m - 1), "≤", ()),
    "stable with the sign flipped": (LSE, M + log(Sum(exp(z[k] + M), k)), "=", ()),
}
CONDITIONAL = {
    "slope at 0": (D(relu(a), a) * a, relu(a), "=", ()),
    "slope where a may be 0": (D(relu(a), a), 1, "=", given(Ge(a, 0))),
    "slope of a sum": (D(Sum(relu(z[k]), k), z[i]) * z[i], relu(z[i]), "=", ()),
    "slope at a tie": (D(Max(a, b), a) + D(Max(a, b), b), 1, "=", ()),
    "a denominator that vanishes": (1 / (relu(a) + a), 1 / (a + relu(a)), "=", ()),
}
OPEN = {
    "slope along a factor that may be 0": (D(Max(a * z[k], k), a), M, "=", given(Ge(a, 0))),
    "slope along an entry that may be 0": (D(Max(q[i] * z[k], k), q[i]), M, "=", ()),
    "slope along a factor that is found to be one later": (
        D(Sum(delta(k, i) * Max(y[k] * z[l], l), k), y[i]),
        M,
        "=",
        given(Ge(y[i], 0)),
    ),
    "a range that may be empty": (Max(z[k], (k, 2, n)), Max(z[l], (l, 2, n)), "=", ()),
    "a limit": (Limit(Max(t, 1) / t, t, oo), 1, "=", ()),
}


@pytest.mark.parametrize("name", TRUE)
def test_claim_on_maxima_is_proved_by_cases_and_confirmed_by_sampling(name):
    result = judge(claim_of(*TRUE[name]))
    assert result.verdict is Verdict.PROVED
    assert result.second_opinion is not None
    assert result.second_opinion.startswith("Arb sampling")


@pytest.mark.parametrize("name", FALSE)
def test_false_claim_on_maxima_is_refuted(name):
    assert judge(claim_of(*FALSE[name])).verdict is Verdict.REFUTED


@pytest.mark.parametrize("name", CONDITIONAL)
def test_slope_of_a_maximum_is_conditional_on_there_being_no_kink(name):
    assert judge(claim_of(*CONDITIONAL[name])).verdict is Verdict.CONDITIONAL


@pytest.mark.parametrize("name", OPEN)
def test_what_is_not_covered_is_undecided(name):
    assert judge(claim_of(*OPEN[name])).verdict is Verdict.UNDECIDED


def some_case(mp):
    healthy = choices._values
    mp.setattr(choices, "_values", lambda kernel, atom: healthy(kernel, atom)[:1])


def ranges_are_never_empty(mp):
    healthy = Renaming.declare_sort
    mp.setattr(Renaming, "declare_sort", lambda self, sort: healthy(self, replace(sort, least=2)))


def any_factor_stands_outside(mp):
    mp.setattr(Maxima, "_stands_outside", lambda self, number, _power, token: token not in self.atoms[number].indices)


DROPPED = {
    "|f| is f where f is not negative": (
        lambda mp: mp.setattr(Maxima, "_absolute", lambda _self, poly: poly),
        FALSE["unknown order"],
    ),
    "each case is needed": (some_case, (Max(a, b), b, "=", ())),
    "only what is never negative stands outside": (any_factor_stands_outside, FALSE["a real factor"]),
    "a range must have a member": (ranges_are_never_empty, OPEN["a range that may be empty"]),
    "no member is larger": (
        lambda mp: mp.setattr(
            choices, "_no_larger", lambda kernel, *_: lambda _tokens: kernel.state(minus_an_entry(kernel), "0+")
        ),
        (M, 0, "≤", ()),
    ),
    "a slope needs that there is no kink": (
        lambda mp: mp.setattr(Normaliser, "_oblige", lambda *_: None),
        CONDITIONAL["slope at 0"],
    ),
}


def minus_an_entry(kernel):
    (token,) = [token for token in kernel.sort_of if token.startswith("{largest")]
    return kernel.scale(kernel.entry("family z", (token,)), kernel.constant(-1)[()])


@pytest.mark.parametrize("name", DROPPED)
def test_dropped_side_condition_is_caught(name, monkeypatch):
    plant, parts = DROPPED[name]
    assert judge(claim_of(*parts)).verdict in (Verdict.REFUTED, Verdict.CONDITIONAL, Verdict.UNDECIDED)
    plant(monkeypatch)
    assert judge(claim_of(*parts)).verdict is Verdict.INTERNAL_ERROR


def kernel_with_a_range():
    kernel = Kernel(100_000)
    kernel.declare_sort(Sort("1..n", None, kernel.size("n"), 1, ("1", "#n"), frozenset(("1", "#n"))))
    return kernel


def minus(kernel, left, right):
    return kernel.add(left, right, -ONE)


def test_absolute_values_have_no_powers_but_roots():
    kernel = kernel_with_a_range()
    x, y = kernel.symbol("x"), kernel.symbol("y")
    size = kernel.absolute(x)
    square = kernel.power(x, 2)
    assert kernel.multiply(size, size) == square
    assert kernel.multiply(kernel.multiply(size, y), size) == kernel.multiply(square, y)
    assert kernel.power(size, 3) == kernel.multiply(square, size)
    root = kernel.power(size, Fraction(1, 2))
    assert root not in (size, square)
    assert kernel.multiply(root, root) == size


def test_even_powers_leave_an_absolute_value():
    kernel = kernel_with_a_range()
    square, y = kernel.power(kernel.symbol("x"), 2), kernel.symbol("y")
    assert kernel.absolute(kernel.multiply(square, y)) == kernel.multiply(square, kernel.absolute(y))


def test_absolute_value_of_a_root_is_the_root():
    kernel = kernel_with_a_range()
    root = kernel.power(kernel.symbol("x"), Fraction(1, 2))
    assert kernel.absolute(root) == root


def test_sign_of_a_whole_settles_its_absolute_value():
    for sign in ("0-", "-"):
        kernel = kernel_with_a_range()
        x, y = kernel.symbol("x"), kernel.symbol("y")
        product = kernel.multiply(x, y)
        kernel.state(kernel.scale(product, -ONE), {"0-": "0+", "-": "+"}[sign])
        assert kernel.absolute(product) == kernel.scale(product, -ONE)


def test_absolute_value_of_a_factor_known_to_be_negative_is_the_other_factor_turned():
    kernel = kernel_with_a_range()
    x, y = kernel.symbol("x"), kernel.symbol("y")
    kernel.state(kernel.scale(x, -ONE), "+")
    assert kernel.absolute(kernel.multiply(x, y)) == kernel.scale(kernel.multiply(x, kernel.absolute(y)), -ONE)


def test_one_absolute_value_stands_for_a_factor_and_its_negative():
    kernel = kernel_with_a_range()
    gap = minus(kernel, kernel.symbol("x"), kernel.symbol("y"))
    assert kernel._absolute_power(gap, 1) == kernel._absolute_power(kernel.scale(gap, -ONE), 1)
    assert kernel._absolute_power(gap, 1) == kernel.absolute(gap)


def test_largest_of_what_compares_its_index_is_left_alone():
    kernel = kernel_with_a_range()
    kernel.sort_of |= {"i": "1..n", "j": "1..n"}
    bound = "{00:1..n"
    z = kernel.entry("z", (bound,))
    for case in (kernel.delta(bound, "i"), kernel.less(bound, "i"), kernel.less("i", bound)):
        with pytest.raises(Unsupported):
            kernel.largest(bound, "1..n", kernel.multiply(case, z))
    beside = kernel.add(z, kernel.less("i", "j"))
    assert kernel.largest(bound, "1..n", beside) == kernel.add(kernel.largest(bound, "1..n", z), kernel.less("i", "j"))
    assert kernel.largest(bound, "1..n", {UNIT: ONE}) == {UNIT: ONE}
