"""Indices as numbers and which of two comes first: what is known at once, what stays, and what has no value."""

from fractions import Fraction

import pytest

from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Sort, Unsupported

ALWAYS = {UNIT: ONE}
BOUND = tuple(f"{{{place:02d}:1..n" for place in range(4))
"""Variables of binders over 1..n."""

EARLY = "α"
"""A free index whose name comes after all variables of binders."""


def kernel_with_ranges():
    """Free indices i, j, k, l and α over 1..n, c over 1..3, and r of which no range is known."""
    kernel = Kernel(100_000)
    kernel.declare_sort(Sort("1..n", None, kernel.size("n"), 1, ("1", "#n"), frozenset(("1", "#n"))))
    kernel.declare_sort(Sort("1..3", ("1", "2", "3"), kernel.constant(3), 3))
    kernel.sort_of |= dict.fromkeys(("i", "j", "k", "l", EARLY), "1..n") | {"c": "1..3"}
    return kernel


SETTLED = {
    ("i", "i"): False,
    ("1", "2"): True,
    ("2", "1"): False,
    ("2", "2"): False,
    ("#n", "#1*n;1"): True,
    ("#1*n;1", "#n"): False,
    ("i", "0"): False,
    ("i", "1"): False,
    ("0", "i"): True,
    ("-1", "i"): True,
    ("#n", "i"): False,
    ("#1*n;1", "i"): False,
    ("i", "#1*n;1"): True,
    ("i", "#1*n;2"): True,
    (BOUND[0], "1"): False,
    ("#n", BOUND[0]): False,
}
OPEN = {
    ("i", "j"): False,
    ("j", "i"): True,
    ("i", "2"): True,
    ("2", "i"): False,
    ("i", "#1*n;-1"): True,
    ("#1*n;-1", "i"): False,
    ("i", "#m"): True,
    ("#m", "i"): False,
    ("c", "i"): False,
    ("i", "r"): False,
    (BOUND[0], "i"): False,
    (BOUND[1], BOUND[0]): False,
    (EARLY, BOUND[0]): False,
    ("|c0", "|c0"): False,
}
"""Pairs whose order depends on the indices, and whether the other order is kept in place of it.

The last stands for two variables of one colour, which may differ.
"""


def test_order_that_is_known_for_every_size_is_a_number():
    kernel = kernel_with_ranges()
    found = {pair: kernel.less(*pair) for pair in SETTLED}
    assert found == {pair: ALWAYS if first else {} for pair, first in SETTLED.items()}


def test_order_that_is_not_known_stays_an_order():
    for pair, turned in OPEN.items():
        kernel = kernel_with_ranges()
        found = kernel.less(*pair)
        kept = kernel.of(kernel.atom("less", pair[::-1] if turned else pair))
        assert kernel.ordered
        assert found == (kernel.add(not_equal(kernel, *pair), kept, -ONE) if turned else kept), pair


def not_equal(kernel, left, right):
    return kernel.add(ALWAYS, kernel.delta(left, right), -ONE)


def test_the_end_of_a_range_is_beyond_all_members_but_one():
    kernel = kernel_with_ranges()
    for token in ("i", BOUND[0]):
        assert kernel.less("1", token) == not_equal(kernel, token, "1")
        assert kernel.less(token, "#n") == not_equal(kernel, token, "#n")
    assert not kernel.ordered


def test_of_two_free_indices_only_one_order_is_kept():
    kernel = kernel_with_ranges()
    both = kernel.add(kernel.less("i", "j"), kernel.less("j", "i"))
    assert kernel.add(both, kernel.delta("i", "j")) == ALWAYS


def test_an_order_and_its_opposite_exclude_each_other_whatever_else_is_ordered():
    kernel = kernel_with_ranges()
    first, second, third, fourth = BOUND
    here, there = kernel.less(first, second), kernel.less(second, first)
    other = kernel.less(third, fourth)
    assert kernel.multiply(here, there) == {}
    assert kernel.multiply(kernel.multiply(other, here), there) == {}
    assert len(kernel.multiply(here, other)) == 1


def test_an_order_is_its_own_square_and_leaves_other_powers_alone():
    kernel = kernel_with_ranges()
    order, entry = kernel.less(*BOUND[:2]), kernel.entry("z", (BOUND[0],))
    cube, inverse = kernel.power(entry, 3), kernel.power(entry, -1)
    assert kernel.multiply(kernel.multiply(order, cube), order) == product(order, cube)
    assert kernel.multiply(kernel.multiply(order, inverse), order) == product(order, inverse)
    assert kernel.multiply(order, kernel.size("n")) == product(order, kernel.size("n"))


def product(left, right):
    """Two monomials side by side."""
    ((one, _),), ((two, _),) = left.items(), right.items()
    return {tuple(sorted(one + two)): ONE}


def test_nothing_is_divided_by_an_order():
    kernel = kernel_with_ranges()
    here, other = kernel.less(*BOUND[:2]), kernel.less(*BOUND[2:])
    ((mono, _),) = here.items()
    with pytest.raises(Unsupported):
        kernel.power(here, -1)
    with pytest.raises(Unsupported):
        kernel.multiply({tuple((i, -1) for i, _ in mono): ONE}, other)


def steps(kernel, poly):
    return list(kernel.from_ends(poly))


def test_only_an_index_that_is_used_as_a_number_brings_orders():
    kernel = kernel_with_ranges()
    assert kernel.value("#1*n;-1") == kernel.add(kernel.size("n"), kernel.constant(-1))
    assert not kernel.ordered
    kernel.value("i")
    assert kernel.ordered


def test_an_index_is_counted_from_either_end_of_its_range():
    kernel = kernel_with_ranges()
    rest = kernel.multiply(kernel.size("n"), kernel.add(kernel.size("n"), kernel.value("i"), -ONE))
    first, last = steps(kernel, rest)
    n = kernel.size("n")
    name = next(iter(kernel.value("i")))[0][0]
    up, down = (kernel.symbol(f"steps of {name} from {side}") for side in (0, 1))
    assert first == kernel.multiply(n, kernel.add(kernel.add(n, kernel.constant(-1)), up, -ONE))
    assert last == kernel.multiply(n, down)


def test_at_most_three_indices_are_counted():
    kernel = kernel_with_ranges()
    total = {}
    for name, forms in zip("ijkl", (2, 4, 8, 0), strict=True):
        kernel.add_into(total, kernel.value(name))
        assert len(steps(kernel, total)) == forms


def test_what_cannot_be_counted_from_an_end_is_left_alone():
    kernel = kernel_with_ranges()
    index = kernel.value("i")
    beyond = (
        kernel.size("n"),
        kernel.value("r"),
        kernel.value("c"),
        kernel.add(index, kernel.value("r")),
        kernel.power(index, -1),
        kernel.power(index, Fraction(1, 2)),
        kernel.power(index, Fraction(3, 2)),
    )
    assert [steps(kernel, poly) for poly in beyond] == [[]] * len(beyond)
