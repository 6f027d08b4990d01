"""Series in 1/T: their coefficients, how far they are known, and what has none."""

import pytest
from readings import claim_of, reading

from derive.engine.prove import prove
from derive.engine.ring import Unsupported
from derive.engine.series import EXACT, STEEPEST, Expansion, NeedsPrecision, Series
from derive.terms.build import Limit, Rational, Sum, delta, exp, log, number, oo, sqrt
from derive.terms.declare import index, indices, positive, positives, real, reals, size, span
from derive.terms.maxima import Max
from derive.terms.records import O
from derive.terms.relations import Ne

n = size("n")
i, j, k = indices("i j k", n)
z, w = reals("z", n), positives("w", n)
T, p = positive("T"), positive("p")
t, u = real("t"), real("u")
c = index("c", span(-n, n))
squares = n * (n + 1) * (2 * n + 1) / 6
odd = number(c) * exp(number(c) / T)
half = Rational(1, 2)

e = 1 + exp(t / T)
quarter = Rational(1, 4)

SERIES = {
    "nothing of T": (t + u, 3, None, {0: t + u}),
    "T itself": (T, 3, None, {-1: 1}),
    "a polynomial": (t * T**2 + u / T, 3, None, {-2: t, 1: u}),
    "terms that cancel": (T * (t + 1 / T) - t * T, 3, None, {0: 1}),
    "one over a sum": (1 / (T + t), 3, 4, {1: 1, 2: -t, 3: t**2}),
    "one over a sum, one term": (1 / (T + t), 1, 2, {1: 1}),
    "beside what is beyond the precision": (1 / (T + t) + u / T**5, 2, 3, {1: 1, 2: -t}),
    "beyond the precision first": (u / T**5 + 1 / (T + t), 2, 3, {1: 1, 2: -t}),
    "just beyond the precision": (1 / (T + t) + u / T**3, 2, 3, {1: 1, 2: -t}),
    "just beyond the precision, first": (u / T**3 + 1 / (T + t), 2, 3, {1: 1, 2: -t}),
    "two that cancel in part": (1 / (T + t) - 1 / (T + u), 2, 3, {2: u - t}),
    "a product": (1 / ((T + t) * (T + u)), 2, 4, {2: 1, 3: -t - u}),
    "a product of which a coefficient vanishes": (1 / ((T - t) * (T + t)), 4, 6, {2: 1, 4: t**2}),
    "one over a square": (1 / (T + t) ** 2, 2, 4, {2: 1, 3: -2 * t}),
    "a product in which terms cancel": (exp(t / T) / (T - t) / (1 + t / T), 3, 4, {1: 1, 2: t, 3: 3 * t**2 / 2}),
    "a product of exponentials": (exp(t / T) * exp(u / T), 2, 2, {0: 1, 1: t + u}),
    "a product of series": ((T + t) / (T + u), 2, 2, {0: 1, 1: t - u}),
    "a root": (sqrt(e), 2, 2, {0: sqrt(2), 1: sqrt(2) * t / 4}),
    "one over a root": (1 / sqrt(e), 2, 2, {0: 1 / sqrt(2), 1: -t / (4 * sqrt(2))}),
    "a root of a square": (sqrt(p * T**2), 3, None, {-1: sqrt(p)}),
    "a power": ((1 + t / T) ** 3, 3, None, {0: 1, 1: 3 * t, 2: 3 * t**2, 3: t**3}),
    "an exponential": (exp(t / T), 3, 3, {0: 1, 1: t, 2: t**2 / 2}),
    "an exponential of a number and a series": (exp(u + t / T), 2, 2, {0: exp(u), 1: t * exp(u)}),
    "an exponential of a product with a number in it": (exp(T / (T + t)), 2, 2, {0: exp(1), 1: -t * exp(1)}),
    "an exponential that falls": (exp(-1 / T), 2, 2, {0: 1, 1: -1}),
    "an exponential of an inexact series": (exp(1 / (T + t)), 3, 3, {0: 1, 1: 1, 2: half - t}),
    "an exponential of a square": (exp(t / T**2), 5, 5, {0: 1, 2: t, 4: t**2 / 2}),
    "a logarithm": (log(2 - exp(t / T)), 3, 3, {1: -t, 2: -(t**2)}),
    "a logarithm with a number in it": (log(e), 2, 2, {0: log(2), 1: t / 2}),
    "a sum": (Sum(exp(z[k] / T), k), 2, 2, {0: n, 1: Sum(z[k], k)}),
    "one over a sum of which the first coefficient cancels": (1 / Sum(odd, c), 2, 0, {-1: 1 / (2 * squares)}),
    "a sum of which a coefficient cancels": (Sum(exp(number(c) / T), c), 3, 3, {0: 2 * n + 1, 2: squares}),
}
STEEP = {
    "an exponential that grows": exp(T),
    "an exponential that falls fast": exp(-T),
    "of a square": exp(T**2 / (T + t)),
}
NONE = STEEP | {
    "a logarithm that grows": log(T + 1),
    "a logarithm that falls": log(exp(1 / T) - 1),
    "a root of a sum with T": sqrt(T + 1),
    "a root of T": sqrt(T),
    "a maximum": Max(z[k] + w[k] / T, k),
}


def expanded(term, precision, *others):
    kernel, (poly, *polys) = reading(term, *others)
    expansion = Expansion(kernel, "scalar T", precision)
    return expansion, expansion.of(poly), polys


@pytest.mark.parametrize("name", SERIES)
def test_series_of_a_term(name):
    term, precision, end, terms = SERIES[name]
    _, series, polys = expanded(term, precision, *[part + 0 * t for part in terms.values()])
    assert series.end == (EXACT if end is None else end)
    assert series.terms == dict(zip(terms, polys, strict=True))


@pytest.mark.parametrize("name", NONE)
def test_what_has_no_series_is_not_expanded(name):
    with pytest.raises(Unsupported):
        expanded(NONE[name], 3)


def test_power_that_is_too_large_to_multiply_out_is_not_expanded():
    kernel, (poly,) = reading(1 + t / T)
    raised = {((kernel.atom("den", (tuple(sorted(poly.items())),)).id, STEEPEST),): poly[next(iter(poly))]}
    assert len(Expansion(kernel, "scalar T", 2).of(raised).terms) == STEEPEST + 1
    ((((atom, power),), value),) = raised.items()
    with pytest.raises(Unsupported):
        Expansion(kernel, "scalar T", 2).of({((atom, power + 1),): value})


@pytest.mark.parametrize(("precision", "known"), [(1, False), (2, True)])
def test_leading_coefficient_that_the_precision_does_not_reach(precision, known):
    term = 1 / (exp(t / T) - exp(u / T))
    if known:
        assert expanded(term, precision)[1].first == -1
    else:
        with pytest.raises(NeedsPrecision):
            expanded(term, precision)


def test_product_is_known_as_far_as_both_factors_are():
    kernel, (one, a, b, both) = reading(1 + 0 * t, t, u, t + u)
    expansion = Expansion(kernel, "scalar T", 2)
    assert expansion._times(Series({0: one, 1: a}, 2), Series({0: one, 1: b}, 2)) == Series({0: one, 1: both}, 2)
    assert expansion._times(Series({0: one, 1: a}, 2), Series({0: one}, 1)) == Series({0: one}, 1)


def test_coefficient_that_vanishes_is_left_out():
    kernel, (apart, agree) = reading(1 - delta(i, j), delta(i, j))
    expansion = Expansion(kernel, "scalar T", 2)
    assert expansion._shift(Series({0: apart, 1: agree}, 2), 1, agree) == Series({2: agree}, 3)


def test_exponential_of_what_is_known_to_no_precision_needs_more():
    with pytest.raises(NeedsPrecision):
        expanded(exp(T * log(2 - exp(t / T))), 1)


@pytest.mark.parametrize(
    ("term", "leading"),
    [(1 / (t * T + u), t), (log(p + exp(u / T)), p + 1), (sqrt(e), 2 + 0 * t), (1 / (t + exp(u / T)), t + 1)],
)
def test_coefficient_that_is_divided_by_is_recorded(term, leading):
    expansion, _, (poly,) = expanded(term, 2, leading)
    assert poly in expansion.leading


@pytest.mark.parametrize(
    "found",
    [
        claim_of(Limit(T * (exp(t / T) - 1), T, oo), t),
        claim_of(Limit((T + t) / (T + u), T, oo), 1),
        claim_of(Limit((t * T + u) / (t * T - u), T, oo), 1, given=Ne(t, 0)),
        claim_of(1 / (T + t), 1 / T - t / T**2, up_to=O(T**-3)),
    ],
)
def test_limit_or_expansion_is_proved(found):
    assert prove(found).holds


@pytest.mark.parametrize(
    "open_one",
    [
        claim_of(Limit(T * (exp(t / T) - 1), T, oo), 2 * t),
        claim_of(Limit((t * T + u) / (t * T - u), T, oo), 1),
        claim_of(Limit(exp(-T), T, oo), 1),
        claim_of(Limit(log(T) / T + exp(-T), T, oo), 1),
        claim_of(1 / (T + t), 1 / T, up_to=O(T**-3)),
    ],
)
def test_limit_or_expansion_that_is_false_or_not_found_is_not_held(open_one):
    assert not prove(open_one).holds
