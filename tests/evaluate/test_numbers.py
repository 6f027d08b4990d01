"""Balls, series and dual numbers on their own."""

import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.evaluate import balls
from derive.evaluate.duals import Dual, Duals
from derive.evaluate.failures import Diverges, Imprecise, Undefined, Unsupported
from derive.evaluate.laurent import VARIABLE, Laurent, Series

small = st.integers(-6, 6)
rationals = st.builds(fmpq, small, st.integers(1, 5))


def test_values_stay_rational_as_long_as_they_are():
    assert balls.exponential(fmpq(0)) == 1
    assert balls.logarithm(fmpq(1)) == 0
    assert balls.real_power(fmpq(4, 9), fmpq(3, 2)) == fmpq(8, 27)
    assert balls.is_exact(balls.real_power(fmpq(8), fmpq(-1, 3)))
    assert not balls.is_exact(balls.real_power(fmpq(2), fmpq(1, 2)))


def test_large_powers_become_balls_instead_of_long_integers():
    assert not balls.is_exact(balls.integer_power(fmpq(3, 2), 10**6))


@pytest.mark.parametrize(
    "outside",
    [
        lambda: balls.reciprocal(fmpq(0)),
        lambda: balls.logarithm(fmpq(0)),
        lambda: balls.logarithm(arb(-1)),
        lambda: balls.real_power(fmpq(-1), fmpq(1, 3)),
        lambda: balls.integer_power(fmpq(0), -2),
    ],
)
def test_outside_the_domain_there_is_no_value(outside):
    with pytest.raises(Undefined):
        outside()


@pytest.mark.parametrize("question", [balls.reciprocal, balls.logarithm, balls.is_positive, balls.is_zero])
def test_a_ball_around_zero_decides_nothing(question):
    wide = arb(2).log() - arb(2).log()
    with pytest.raises(Imprecise):
        question(wide)


@settings(derandomize=True, max_examples=60)
@given(st.lists(rationals, min_size=1, max_size=4), st.lists(rationals, min_size=1, max_size=4), small)
def test_series_obey_the_ring_laws_to_their_precision(left, right, shift):
    ring = Laurent(terms=6)
    one, two = Series(shift, tuple(left)), Series(-shift, tuple(right))
    product = ring.mul(one, two)
    for power in range(4):
        expected = sum(
            (left[a] * right[b] for a in range(len(left)) for b in range(len(right)) if a + b == power), fmpq(0)
        )
        if product.end is None or power < product.end:
            assert product.coefficient(power) == expected
    if left[0] != 0:
        back = ring.mul(one, ring.inv(one))
        assert [back.coefficient(power) for power in range(3)] == [1, 0, 0]


@settings(derandomize=True, max_examples=40)
@given(st.lists(rationals, min_size=1, max_size=3))
def test_log_inverts_exp_on_series(tail):
    ring = Laurent(terms=6)
    inner = Series(1, tuple(tail))
    back = ring.log(ring.exp(inner))
    assert [back.coefficient(power) for power in range(5)] == [inner.coefficient(power) for power in range(5)]


def test_a_series_does_not_answer_beyond_its_precision():
    ring = Laurent(terms=4)
    short = ring.inv(Series(0, (fmpq(1), fmpq(1))))
    assert short.coefficient(3) == -1
    with pytest.raises(Imprecise):
        short.coefficient(4)


def test_limits_of_poles_diverge_and_cancelled_poles_do_not():
    ring = Laurent()
    with pytest.raises(Diverges):
        ring.limit(VARIABLE)
    cancelled = ring.add(ring.add(VARIABLE, fmpq(5)), ring.neg(VARIABLE))
    assert ring.limit(cancelled) == 5


def test_no_derivative_passes_through_a_lead_that_vanishes_at_the_point():
    vanishing = Series(-1, (fmpq(0), fmpq(1)))
    assert Laurent().limit(Laurent().inv(vanishing)) == 1
    with pytest.raises(Unsupported):
        Laurent(steady=True).inv(vanishing)


def test_exponentials_of_poles_are_not_supported():
    with pytest.raises(Unsupported):
        Laurent().exp(VARIABLE)


@settings(derandomize=True, max_examples=60)
@given(rationals, rationals)
def test_nested_duals_give_mixed_second_derivatives(a, b):
    ring = Duals(Laurent())
    x, y = Dual(a, fmpq(1), 1), Dual(b, fmpq(1), 2)
    product = ring.mul(ring.integer_power(x, 3), ring.integer_power(y, 2))
    assert ring.slope(ring.slope(product, 2), 1) == 6 * a**2 * b
    assert ring.slope(ring.slope(ring.integer_power(Dual(x, fmpq(1), 2), 3), 2), 1) == 6 * a


def test_derivatives_of_a_quotient():
    ring = Duals(Laurent())
    x = Dual(fmpq(2), fmpq(1), 1)
    assert ring.slope(ring.inv(x), 1) == fmpq(-1, 4)
    assert ring.slope(ring.log(Dual(fmpq(1), fmpq(3), 1)), 1) == 3
    assert ring.slope(fmpq(7), 1) == 0
