"""Powers, exponentials and logarithms of normal forms: what is taken apart, and what is left alone for want of a sign."""

from fractions import Fraction

import pytest
from flint import fmpq

from derive.engine.functions import factors_of
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Undefined, Unsupported

HALF = Fraction(1, 2)


@pytest.fixture
def kernel():
    """A kernel in which p and q are positive, w is at least 0, and of x and y nothing is known."""
    made = Kernel(100_000)
    made.positive |= {"p", "q"}
    made.nonnegative.add("w")
    return made


def sub(kernel, left, right):
    return kernel.add(kernel.symbol(left), kernel.symbol(right), fmpq(-1))


def times(kernel, *names):
    product = {UNIT: ONE}
    for name in names:
        product = kernel.multiply(product, kernel.symbol(name))
    return product


def test_integers_of_128_bits_are_factored_in_full_and_of_longer_ones_the_small_primes():
    full, longer = 170141183460469231731691598971935855827, 340282366920938463463378902799461010657
    assert (full.bit_length(), longer.bit_length()) == (128, 129)
    assert len(factors_of(full)) == 2
    assert factors_of(longer) == [(longer, 1)]
    assert factors_of(3 * longer) == [(3, 1), (longer, 1)]
    assert factors_of(1) == []


def test_powers_of_zero(kernel):
    assert kernel.power({}, 0) == {UNIT: ONE}
    assert kernel.power({}, 2) == {}
    assert kernel.power({}, HALF) == {}
    for power in (-1, -HALF):
        with pytest.raises(Undefined):
            kernel.power({}, power)


def test_powers_of_what_is_zero_over_a_common_denominator(kernel):
    below = kernel.add(kernel.symbol("x"), kernel.constant(1))
    one = kernel.power(below, -1)
    hidden = kernel.add(kernel.add(kernel.multiply(kernel.symbol("x"), one), one), kernel.constant(-1))
    assert hidden
    assert kernel.power(hidden, HALF) == {}
    for power in (-1, -HALF):
        with pytest.raises(Undefined):
            kernel.power(hidden, power)
    with pytest.raises(Undefined):
        kernel.log(hidden)


def test_inverse_of_a_fraction_turns_it_over(kernel):
    below = kernel.add(kernel.symbol("x"), kernel.constant(1))
    fraction = kernel.add(kernel.power(below, -1), kernel.symbol("y"))
    assert kernel.is_unit(kernel.cancel(kernel.multiply(kernel.power(fraction, -1), fraction)))


def test_root_of_a_symbol_is_written_and_root_of_a_square_or_product_needs_signs(kernel):
    x, p = kernel.symbol("x"), kernel.symbol("p")
    (root,) = kernel.power(x, HALF)
    assert root[0][1] == HALF
    for inside in (kernel.multiply(x, x), times(kernel, "x", "y"), times(kernel, "x", "p"), kernel.power(x, -1)):
        with pytest.raises(Unsupported):
            kernel.power(inside, HALF)
    assert kernel.power(kernel.multiply(p, p), HALF) == p
    both = kernel.multiply(kernel.power(p, HALF), kernel.power(kernel.symbol("w"), HALF))
    assert kernel.power(times(kernel, "p", "w"), HALF) == both


def test_root_of_a_sum_needs_its_sign(kernel):
    total = kernel.add(kernel.symbol("p"), kernel.symbol("q"))
    assert kernel.multiply(kernel.power(total, HALF), kernel.power(total, HALF)) == total
    with pytest.raises(Unsupported):
        kernel.power(sub(kernel, "p", "q"), HALF)
    assert kernel.power(sub(kernel, "p", "q"), 2) == kernel.power(sub(kernel, "q", "p"), 2)


def test_root_of_a_negative_multiple_is_not_taken(kernel):
    p = kernel.symbol("p")
    with pytest.raises(Unsupported):
        kernel.power(kernel.scale(p, fmpq(-4)), HALF)
    assert kernel.power(kernel.scale(p, fmpq(4)), HALF) == kernel.scale(kernel.power(p, HALF), fmpq(2))
    assert kernel.power(kernel.scale(p, fmpq(4, 9)), -HALF) == kernel.scale(kernel.power(p, -HALF), fmpq(3, 2))


def test_product_of_two_stated_signs_is_turned_with_its_factors(kernel):
    """(x - p)(y - q), both factors positive; the normal form may be led by either sign."""
    first, second = sub(kernel, "x", "p"), sub(kernel, "y", "q")
    kernel.state(first, "+")
    kernel.state(kernel.scale(second, fmpq(-1)), "+")
    product = kernel.multiply(first, second)  # so this is negative
    turned = kernel.scale(product, fmpq(-1))
    with pytest.raises(Unsupported):
        kernel.power(product, HALF)
    for power in (-1, -2, -3):
        apart = kernel.multiply(kernel.power(first, power), kernel.power(second, power))
        assert kernel.power(product, power) == apart
        assert kernel.power(turned, power) == kernel.scale(apart, fmpq(-1 if power % 2 else 1))


def test_exponential_of_a_logarithm_is_its_argument_only_where_signs_allow(kernel):
    log_x, log_p = kernel.log(kernel.symbol("x")), kernel.log(kernel.symbol("p"))
    assert kernel.exp(log_p) == kernel.symbol("p")
    assert kernel.exp(kernel.scale(log_p, fmpq(1, 2))) == kernel.power(kernel.symbol("p"), HALF)
    assert kernel.exp(log_x) != kernel.symbol("x")
    assert kernel.exp(kernel.scale(log_x, fmpq(2))) == times(kernel, "x", "x")
    for multiple in (fmpq(3), fmpq(2, 3), fmpq(1, 2)):
        found = kernel.exp(kernel.scale(log_x, multiple))
        assert {kernel.atoms[i].kind for mono in found for i, _ in mono} == {"exp"}


def test_exponential_of_other_terms_with_logarithms_stays(kernel):
    log_p = kernel.log(kernel.symbol("p"))
    for inside in (kernel.multiply(log_p, log_p), kernel.multiply(log_p, kernel.symbol("q")), kernel.symbol("p")):
        found = kernel.exp(inside)
        assert [kernel.atoms[i].kind for mono in found for i, _ in mono] == ["exp"]


def test_logarithm_of_zero_has_a_value_only_by_convention(kernel):
    with pytest.raises(Undefined):
        kernel.log({})
    kernel.zero_log = True
    assert len(kernel.log({})) == 1


def test_logarithm_is_taken_apart(kernel):
    x, y, p = kernel.symbol("x"), kernel.symbol("y"), kernel.symbol("p")
    log_x, log_y = kernel.log(x), kernel.log(y)
    assert kernel.log(kernel.multiply(x, kernel.power(y, -2))) == kernel.add(log_x, log_y, fmpq(-2))
    assert kernel.log(kernel.exp(x)) == x
    assert kernel.log(kernel.constant(1)) == {}
    assert sorted(kernel.log(kernel.constant(fmpq(9, 2))).values()) == [-1, 2]
    assert kernel.log(kernel.constant(fmpq(9, 2))) == kernel.add(
        kernel.scale(kernel.log(kernel.constant(3)), fmpq(2)), kernel.log(kernel.constant(2)), fmpq(-1)
    )
    assert kernel.log(kernel.scale(x, fmpq(2))) == kernel.add(log_x, kernel.log(kernel.constant(2)))
    root = kernel.power(kernel.constant(3), HALF)
    assert kernel.log(root) == kernel.scale(kernel.log(kernel.constant(3)), fmpq(1, 2))
    total = kernel.add(p, kernel.symbol("q"))
    (log_total,) = kernel.log(total)
    assert kernel.atoms[log_total[0][0]].kind == "log"
    assert kernel.log(kernel.power(total, -HALF)) == {log_total: fmpq(-1, 2)}
    assert kernel.log(kernel.multiply(total, total)) == {log_total: fmpq(2)}
    assert kernel.log(kernel.multiply(total, kernel.scale(sub(kernel, "x", "y"), fmpq(2)))) == kernel.add(
        kernel.add(kernel.log(kernel.constant(2)), kernel.log(sub(kernel, "y", "x"))), {log_total: ONE}
    )
