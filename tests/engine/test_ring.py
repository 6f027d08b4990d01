"""Atoms and the arithmetic of polynomials, before any rule."""

from fractions import Fraction

import pytest
from flint import fmpq
from readings import reading

from derive.engine.rewriting import Kernel
from derive.engine.ring import FIRST_DENOMINATOR, Exhausted, exponent
from derive.terms.build import Sum, delta, exp, log, sqrt
from derive.terms.declare import indices, positives, real, reals, size
from derive.terms.maxima import Max

n = size("n")
i, j, k, l = indices("i j k l", n)
z, w = reals("z", n), positives("w", n)
A = reals("A", n, n)
t, u = real("t"), real("u")

HEIGHTS = {
    "a scalar": (t, 0, ()),
    "an entry": (A[i, j], 0, ("i", "j")),
    "a shifted entry": (z[i + 1], 0, ("i",)),
    "an exponential": (exp(z[i] * t), 0, ("i",)),
    "a logarithm": (log(w[i]), 0, ("i",)),
    "a denominator": (1 / (t + z[i]), 0, ("i",)),
    "a sum": (Sum(A[i, k], k), 1, ("i",)),
    "a function of a sum": (exp(Sum(A[i, k], k)), 1, ("i",)),
    "a sum of a function of a sum": (Sum(exp(Sum(A[k, l], l)), k), 2, ()),
    "a maximum": (Max(A[i, k], k), 1, ("i",)),
}
ONE_LOWER, ONE_HIGHER = ((1, 2), (3, 1)), ((5, 1), (7, 3))
PRODUCTS = {
    "by one": (ONE_LOWER, (), ONE_LOWER),
    "one by": ((), ONE_LOWER, ONE_LOWER),
    "lower by higher": (ONE_LOWER, ONE_HIGHER, (*ONE_LOWER, *ONE_HIGHER)),
    "higher by lower": (ONE_HIGHER, ONE_LOWER, (*ONE_LOWER, *ONE_HIGHER)),
    "in turn": (((1, 1), (5, 1)), ((3, 1), (7, 1)), ((1, 1), (3, 1), (5, 1), (7, 1))),
    "in turn, the other first": (((3, 1), (7, 1)), ((1, 1), (5, 1)), ((1, 1), (3, 1), (5, 1), (7, 1))),
    "the same": (((1, 2), (3, 1)), ((1, 1), (3, 4)), ((1, 3), (3, 5))),
    "what cancels": (((1, 2), (3, 1)), ((1, -2), (5, 1)), ((3, 1), (5, 1))),
    "what cancels at the end": (((1, 2), (3, 1)), ((3, -1),), ((1, 2),)),
}


@pytest.mark.parametrize("name", HEIGHTS)
def test_what_an_atom_holds(name):
    term, height, tokens = HEIGHTS[name]
    kernel, (poly,) = reading(term)
    ((((atom, _),), _),) = poly.items()
    assert kernel.atoms[atom].height == height
    assert kernel.atoms[atom].indices == frozenset(tokens)


@pytest.mark.parametrize("name", PRODUCTS)
def test_product_of_monomials(name):
    left, right, product = PRODUCTS[name]
    assert Kernel.times(left, right) == product


def test_equal_content_gives_the_same_atom_and_its_number_says_of_which_kind():
    kernel, (poly,) = reading(t)
    assert kernel.symbol("scalar t") == poly
    delta, den = kernel.atom("delta", ("i", "j")), kernel.atom("den", (tuple(poly.items()),))
    assert delta.id < 0 < next(iter(poly))[0][0] < FIRST_DENOMINATOR < den.id


def test_shifted_entry_makes_the_order_of_indices_matter():
    kernel = Kernel(100)
    kernel.entry("family A", ("i", "j"))
    assert not kernel.ordered
    kernel.entry("family A", ("i", ((("j", 1),), 1)))
    assert kernel.ordered
    kernel.entry("family A", ("i", "j"))
    assert kernel.ordered


@pytest.mark.parametrize(("value", "canonical"), [(3, 3), (Fraction(4, 2), 2), (Fraction(1, 2), Fraction(1, 2))])
def test_whole_exponents_are_integers(value, canonical):
    assert exponent(value) == canonical
    assert type(exponent(value)) is type(canonical)


def test_budget_is_what_may_be_spent():
    kernel = Kernel(3)
    kernel.charge(3)
    with pytest.raises(Exhausted):
        kernel.charge(1)


def test_product_costs_the_products_of_its_terms():
    kernel, (one, other) = reading(t + u, t + u + 1)
    before = kernel.spent
    kernel.multiply(one, other)
    assert kernel.spent == before + 6
    assert kernel.multiply(one, {}) == kernel.multiply({}, one) == {}


CAREFUL = {
    "a delta": (delta(i, j), z[j], delta(i, j) * z[i]),
    "a delta, after": (z[j], delta(i, j), delta(i, j) * z[i]),
    "a root of a sum": (sqrt(1 + t**2), sqrt(1 + t**2), 1 + t**2),
    "what cancels": (exp(t), exp(-t), 1 + 0 * t),
    "roots of a number": (sqrt(2), sqrt(2), 2 + 0 * t),
}


@pytest.mark.parametrize("name", CAREFUL)
def test_product_is_in_normal_form(name):
    kernel, (left, right, product) = reading(*CAREFUL[name])
    assert kernel.multiply(left, right) == product


def test_order_of_two_indices_is_its_own_square():
    kernel, (pair,) = reading(z[i] * z[j])
    order = kernel.less("i", "j")
    assert kernel.multiply(order, order) == order
    assert kernel.multiply(kernel.multiply(pair, order), order) == kernel.multiply(pair, order)


def test_sum_in_which_all_cancels_is_empty():
    kernel, (one, other, twice) = reading(t - u, t + u, 2 * t)
    assert kernel.add(one, other) == twice
    assert kernel.add(one, one, fmpq(-1)) == {}
    assert kernel.scale(one, fmpq(0)) == kernel.constant(0) == {}
    squares = kernel.multiply(one, other)
    assert len(squares) == 2


@pytest.mark.parametrize("power", range(6))
def test_whole_power_is_a_repeated_product(power):
    kernel, (poly,) = reading(t + u)
    repeated = kernel.constant(1)
    for _ in range(power):
        repeated = kernel.multiply(repeated, poly)
    assert kernel.power_whole(poly, power) == repeated
