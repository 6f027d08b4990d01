"""The zero test: residues, parts of the δ-normal form, and numerators over one denominator."""

from fractions import Fraction

import pytest

from derive.engine import zero
from derive.engine.ideals import Equation
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Sort
from derive.engine.zero import in_ideal, is_zero


def made():
    kernel = Kernel(100_000)
    kernel.declare_sort(Sort("1..n", None, kernel.size("n"), 1, ("1", "#n")))
    kernel.sort_of.update({"i": "1..n", "j": "1..n"})
    return kernel


def less(kernel, left, right):
    return kernel.add(left, right, -ONE)


def over(kernel, top, *bottoms):
    for bottom in bottoms:
        top = kernel.multiply(top, kernel.power(bottom, -1))
    return top


def identities(kernel):
    """Differences that vanish."""
    a, b, c, one = kernel.symbol("a"), kernel.symbol("b"), kernel.symbol("c"), {UNIT: ONE}
    sum_, gap = kernel.add(a, b), less(kernel, a, b)
    delta = kernel.delta("i", "j")
    product = kernel.multiply(sum_, gap)
    halves = kernel.add(over(kernel, a, sum_), over(kernel, b, sum_))
    apart = kernel.add(over(kernel, one, gap), over(kernel, one, sum_))
    squares = less(kernel, over(kernel, a, gap, gap), over(kernel, b, gap, gap))
    three = kernel.add(over(kernel, gap, product), over(kernel, c, c, sum_))
    kernel.positive |= {"p"}
    p = kernel.symbol("p")
    member, binders = kernel.entry("x", ("{0:1..n",)), (("{0:1..n", "1..n"),)
    first, second = kernel.add(member, one), kernel.add(member, kernel.scale(one, 2 * ONE))
    sums = [kernel.sum(binders, over(kernel, one, *bottoms)) for bottoms in ((first, second), (first,), (second,))]
    root = kernel.power(kernel.add(p, one), Fraction(-1, 2))
    roots = kernel.multiply(kernel.power(kernel.add(p, one), Fraction(1, 2)), kernel.power(kernel.add(p, one), -1))
    return {
        "nothing": {},
        "a fraction that cancels": less(kernel, halves, one),
        "two denominators": less(kernel, apart, over(kernel, kernel.scale(a, 2 * ONE), sum_, gap)),
        "a power of a denominator": less(kernel, squares, over(kernel, one, gap)),
        "three denominators": less(kernel, three, over(kernel, kernel.scale(one, 2 * ONE), sum_)),
        "sums alone": less(kernel, sums[0], less(kernel, sums[1], sums[2])),
        "beside a delta": kernel.multiply(delta, less(kernel, halves, one)),
        "with and without a delta": kernel.add(
            kernel.multiply(delta, less(kernel, halves, one)), less(kernel, halves, one)
        ),
        "roots": less(kernel, root, roots),
        "roots over a common denominator": less(
            kernel,
            kernel.add(
                kernel.multiply(root, over(kernel, p, kernel.add(p, one))), over(kernel, root, kernel.add(p, one))
            ),
            root,
        ),
    }


def others(kernel):
    """Differences that do not."""
    a, b, one = kernel.symbol("a"), kernel.symbol("b"), {UNIT: ONE}
    sum_, gap = kernel.add(a, b), less(kernel, a, b)
    delta = kernel.delta("i", "j")
    halves = less(kernel, kernel.add(over(kernel, a, sum_), over(kernel, b, sum_)), one)
    kernel.positive |= {"p"}
    root = kernel.power(kernel.add(kernel.symbol("p"), one), Fraction(-1, 2))
    return {
        "a number": one,
        "a fraction": less(kernel, over(kernel, a, sum_), one),
        "a delta": delta,
        "one part vanishes": kernel.add(delta, halves),
        "the other part vanishes": kernel.add(kernel.multiply(delta, halves), one),
        "the parts of a delta cancel on paper": kernel.add(one, delta, -ONE),
        "two denominators": less(kernel, over(kernel, one, sum_), over(kernel, one, gap)),
        "a root": less(kernel, root, one),
        "a root and the whole": less(kernel, root, over(kernel, one, kernel.add(kernel.symbol("p"), one))),
        "a multiple of the prime": kernel.constant(zero.PRIME),
        "a root of a multiple": kernel.multiply(kernel.constant(zero.PRIME), less(kernel, root, one)),
    }


@pytest.mark.parametrize("name", identities(made()))
def test_zero_is_found(name):
    kernel = made()
    assert is_zero(kernel, identities(kernel)[name])


@pytest.mark.parametrize("name", others(made()))
def test_what_is_not_zero_is_not_taken_for_it(name):
    kernel = made()
    assert not is_zero(kernel, others(kernel)[name])


def test_residue_of_zero_is_zero_and_of_others_is_not():
    kernel = made()
    vanishing = identities(kernel)
    del vanishing["sums alone"]  # each sum is an unknown of its own here
    for name, poly in vanishing.items():
        parts = zero._by_deltas(poly).values()
        assert not any(zero._Residues(kernel).of(part) for part in parts), name
    a = kernel.symbol("a")
    assert zero._Residues(kernel).of(a)
    assert zero._Residues(kernel).of(a) == zero._Residues(kernel).of(a) != zero._Residues(kernel).of(kernel.symbol("b"))
    assert zero._Residues(kernel).of(kernel.constant(ONE / 2)) == (zero.PRIME + 1) // 2
    assert zero._Residues(kernel).of(kernel.power(a, Fraction(1, 2))) == 0


def test_residue_of_a_denominator_is_that_of_what_it_stands_for():
    kernel = made()
    residues = zero._Residues(kernel)
    below = kernel.add(kernel.symbol("a"), kernel.symbol("b"))
    assert residues.of(kernel.power(below, -1)) * residues.of(below) % zero.PRIME == 1


def test_parts_are_told_apart_by_their_deltas():
    kernel = made()
    one, two = kernel.delta("i", "j"), kernel.delta("i", "k")
    a, b = kernel.symbol("a"), kernel.symbol("b")
    poly = kernel.add(kernel.add(kernel.multiply(one, a), kernel.multiply(two, b)), kernel.add(a, one))
    parts = zero._by_deltas(poly)
    ((first, _),), ((second, _),) = one.items(), two.items()
    assert parts == {first: kernel.add(a, {UNIT: ONE}), second: b, UNIT: a}
    assert zero._by_deltas({}) == {}


def test_denominators_that_are_most_alike_are_joined_first():
    first, second, third = ((1, -1), (2, -1)), ((1, -1), (2, -2)), ((3, -1),)
    assert set(zero._most_alike([third, first, second])) == {first, second}
    assert set(zero._most_alike([first, third, second])) == {first, second}
    assert zero._most_alike([third, first]) == (first, third)


def test_joined_fraction_is_the_sum():
    kernel = made()
    a, b = kernel.symbol("a"), kernel.symbol("b")
    sum_, gap = kernel.add(a, b), less(kernel, a, b)
    ((one, _),), ((two, _),) = kernel.power(sum_, -1).items(), over(kernel, {UNIT: ONE}, sum_, gap, gap).items()
    below, top = zero._joined(kernel, (one, a), (two, b))
    assert below == two
    assert top == kernel.add(kernel.multiply(a, kernel.multiply(gap, gap)), b)
    assert zero._joined(kernel, (one, a), (one, b)) == (one, sum_)


def test_common_factor_is_cancelled_as_often_as_it_divides():
    kernel = made()
    a, b = kernel.symbol("a"), kernel.symbol("b")
    sum_ = kernel.add(a, b)
    (((den, _),),) = kernel.power(sum_, -1)
    assert zero._cancelled(kernel, ((den, -3),), kernel.multiply(sum_, sum_)) == (((den, -1),), {UNIT: ONE})
    assert zero._cancelled(kernel, ((den, -1),), kernel.multiply(sum_, sum_)) == ((), sum_)
    assert zero._cancelled(kernel, ((den, -1),), a) == (((den, -1),), a)


def test_every_part_must_lie_in_the_ideal():
    kernel = made()
    a, b, delta = kernel.symbol("a"), kernel.symbol("b"), kernel.delta("i", "j")
    kernel.equations.append(Equation(a, (), frozenset()))
    assert in_ideal(kernel, a)
    assert in_ideal(kernel, kernel.add(kernel.multiply(delta, a), kernel.multiply(a, b)))
    assert not in_ideal(kernel, kernel.add(kernel.multiply(delta, a), b))
    assert not in_ideal(kernel, kernel.add(kernel.multiply(delta, b), a))


def test_ideal_is_asked_only_where_there_are_equations():
    kernel = made()
    assert not in_ideal(kernel, kernel.symbol("a"))
    assert not in_ideal(kernel, {})
