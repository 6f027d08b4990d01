"""Indices as numbers, pairs in order, ranges that end early, and shifted indices."""

from fractions import Fraction

import pytest
from readings import equal_under

from derive.engine.ordered import _bernoulli
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Sort, Unsupported
from derive.engine.sums import SumRule
from derive.session import judge
from derive.terms.build import D, Product, Rational, Sum, define, delta, exp, log, number
from derive.terms.declare import index, indices, positives, real, reals, size, span
from derive.terms.relations import Eq, Ne, given
from derive.verdict import Verdict

n, two, M = size("n"), size("m", at_least=2), size("M")
i, j, k, l, h = indices("i j k l h", n)
a, b = indices("a b", two)
c = index("c", span(0, M))
w = index("w", span(-M, M))
z, y, s = reals("z", n), reals("y", n), positives("s", n)
x = reals("x", two)
f = reals("f", span(0, M))
A = reals("A", n, n)
T = real("T")
m = size("mm")
o, p = indices("o p", m)
W = reals("W", n, m)
K = number(k)
total, squares = Sum(z[k], k), Sum(z[k] ** 2, k)
below, above = (i, 1, j - 1), (j, i + 1, n)
tail = define("tail", i, Sum(z[k], (k, i, n)))
one = given(Eq(Sum(y[k], k), 1))

NUMBERS = {
    "first powers": (Sum(K, k), n * (n + 1) / 2),
    "squares": (Sum(K**2, k), n * (n + 1) * (2 * n + 1) / 6),
    "cubes": (Sum(K**3, k), Sum(K, k) ** 2),
    "seventh powers": (
        Sum(K**7, k),
        n**8 / 8 + n**7 / 2 + Rational(7, 12) * n**6 - Rational(7, 24) * n**4 + n**2 / 12,
    ),
    "polynomial": (Sum(3 * K**2 - 2 * K + 1, k), n**3 + n**2 / 2 + n / 2),
    "from 0": (Sum(number(c), c), M * (M + 1) / 2),
    "around 0": (Sum(number(w), w), 0),
    "squares around 0": (Sum(number(w) ** 2, w), M * (M + 1) * (2 * M + 1) / 3),
    "to n - 1": (Sum(K, (k, 1, n - 1)), n * (n - 1) / 2),
    "from 2": (Sum(K, (k, 2, n)), n * (n + 1) / 2 - 1),
    "a fixed range": (Sum(number(index("r", 4)) ** 2, index("r", 4)), 30),
    "shifted": (Sum(number(k + 1), k), n * (n + 3) / 2),
    "weights are linear": (Sum(K * (z[k] + 2 * y[k]), k), Sum(number(l) * z[l], l) + 2 * Sum(K * y[k], k)),
    "weights, another name": (Sum(K * z[k], k), Sum(number(l) * z[l], l)),
    "product of two": (Sum(K * number(l), k, l), Sum(K, k) ** 2),
    "beside a delta": (Sum(K * delta(k, i), k), number(i)),
    "derivative": (D(Sum(K * z[k], k), z[i]), number(i)),
    "logarithms": (log(Product(K, k)), Sum(log(number(l)), l)),
    "reciprocals": (Sum(1 / K, k), 1 + Sum(1 / K, (k, 2, n))),
    "a free index": ((number(i) + 1) ** 2 - number(i) ** 2, 2 * number(i) + 1),
    "all but one": (Sum(K, k, exclude=i), n * (n + 1) / 2 - number(i)),
}
PARTS = {
    "last member apart": (total, z[n] + Sum(z[k], (k, 1, n - 1))),
    "last member apart, in a function": (log(Sum(exp(z[k]), k)), log(exp(z[n]) + Sum(exp(z[k]), (k, 1, n - 1)))),
    "both ends apart": (Sum(x[a], a), x[1] + x[two] + Sum(x[a], (a, 2, two - 1))),
    "from 0 and to M - 1": (Sum(f[c], (c, 0, M - 1)), Sum(f[c], (c, 1, M)) + f[0] - f[M]),
    "telescope": (Sum(z[k + 1] - z[k], (k, 1, n - 1)), z[n] - z[1]),
    "telescope of squares": (Sum((z[k + 1] - z[k]) * (z[k + 1] + z[k]), (k, 1, n - 1)), z[n] ** 2 - z[1] ** 2),
    "telescope by two": (Sum(x[a + 1] - x[a], (a, 1, two - 1)), x[two] - x[1]),
    "back by one": (Sum(exp(f[c - 1]), (c, 1, M)), Sum(exp(f[c]), (c, 0, M - 1))),
    "by parts": (Sum(K * (z[k + 1] - z[k]), (k, 1, n - 1)), n * z[n] - total),
    "shifted weights": (Sum(number(k + 1) * z[k + 1], (k, 1, n - 1)), Sum(K * z[k], k) - z[1]),
    "delta at the end": (Sum(delta(k, n) * z[k], k), z[n]),
    "derivative along the last": (D(squares, z[n]), 2 * z[n]),
    "hypothesis on a part": (Sum(y[k], k), 1 + y[n]),
}
HYPOTHESES = {"hypothesis on a part": given(Eq(Sum(y[k], (k, 1, n - 1)), 1))}
PAIRS = {
    "how many": (Sum(1, below, j), n * (n - 1) / 2),
    "how many, the other way": (Sum(1, above, i), n * (n - 1) / 2),
    "how many, both ranges cut": (Sum(1, (j, i + 1, n), (i, 1, n - 1)), n * (n - 1) / 2),
    "how many with ties": (Sum(1, (i, 1, j), j), n * (n + 1) / 2),
    "how many triples": (Sum(1, (i, 1, j - 1), (j, 1, k - 1), k), n * (n - 1) * (n - 2) / 6),
    "interchange": (Sum(A[i, j], below, j), Sum(A[i, j], above, i)),
    "interchange with ties": (Sum(A[i, j], (i, 1, j), j), Sum(A[i, j], (j, i, n), i)),
    "squared differences": (Sum((z[i] - z[j]) ** 2, below, j), n * squares - total**2),
    "products": (Sum(z[i] * z[j], below, j), (total**2 - squares) / 2),
    "Lagrange": (
        Sum((z[i] * y[j] - z[j] * y[i]) ** 2, below, j),
        squares * Sum(y[k] ** 2, k) - Sum(z[k] * y[k], k) ** 2,
    ),
    "all pairs but equal ones": (Sum(A[i, j], i, j, exclude=j), Sum(A[i, j] + A[j, i], below, j)),
    "two triangles and a diagonal": (
        Sum(A[i, j], i, j),
        Sum(A[i, j], below, j) + Sum(A[i, j], above, j, i) * 0 + Sum(A[j, i], below, j) + Sum(A[i, i], i),
    ),
    "partial sums": (Sum(z[i], below, j), Sum((n - number(i)) * z[i], i)),
    "index differences": (Sum(number(j) - number(i), below, j), n * (n**2 - 1) / 6),
    "pairwise fractions": (Sum(s[i] / (s[i] + s[j]) + s[j] / (s[i] + s[j]), below, j), n * (n - 1) / 2),
    "pairwise sigmoids": (
        Sum(1 / (1 + exp(z[i] - z[j])) + 1 / (1 + exp(z[j] - z[i])), below, j),
        n * (n - 1) / 2,
    ),
    "around a free index": (Sum(z[k], (k, 1, i - 1)) + z[i] + Sum(z[k], (k, i + 1, n)), total),
    "members below": (Sum(1, (k, 1, i - 1)), number(i) - 1),
    "members from": (Sum(1, (k, i, n)), n - number(i) + 1),
    "first of all": (Sum(z[k], (k, 1, i)), total - Sum(z[k], (k, i + 1, n))),
    "definition with a bound": (tail[1], total),
    "derivative": (D(Sum((z[i] - z[j]) ** 2, below, j), z[k]), 2 * n * z[k] - 2 * total),
    "mean over pairs": (
        Sum((x[a] - x[b]) ** 2, (a, 1, b - 1), b) / Sum(1, (a, 1, b - 1), b),
        2 * (two * Sum(x[a] ** 2, a) - Sum(x[a], a) ** 2) / (two * (two - 1)),
    ),
    "logarithm of a product": (
        log(Product(Product(exp(z[i] - z[j]), below), j)),
        Sum((n - 2 * K + 1) * z[k], k),
    ),
    "denominators that hold sums": (
        Sum(Sum(Sum(exp(W[i, p]) * z[j] / Sum(exp(W[i, o]), o), below), j), p),
        Sum((number(j) - 1) * z[j], j),
    ),
    "with a hypothesis": (Sum(y[i] * y[j], below, j), (1 - Sum(y[k] ** 2, k)) / 2),
    "no index below the first": (Sum(z[k], (k, 1, i - 1)) * delta(i, 1), 0),
}
HYPOTHESES["with a hypothesis"] = one

FALSE = {
    "first powers, off by one": (Sum(K, k), n * (n - 1) / 2, ()),
    "an index is no constant": (Sum(K, k), n * number(i), given(Ne(i, 1))),
    "weights forgotten": (Sum(K * z[k], k), n * total, ()),
    "agrees for n ≤ 3": (Sum(K, k), n * (n + 1) / 2 + (n - 1) * (n - 2) * (n - 3), ()),
    "agrees for n ≤ 5": (Sum(K, k), n * (n + 1) / 2 + (n - 1) * (n - 2) * (n - 3) * (n - 4) * (n - 5), ()),
    "part, last member twice": (total, z[n] + Sum(z[k], k), ()),
    "part, from 2": (total, z[n] + Sum(z[k], (k, 2, n)), ()),
    "telescope, sign": (Sum(z[k + 1] - z[k], (k, 1, n - 1)), z[1] - z[n], ()),
    "telescope, off by one": (Sum(f[c] - f[c - 1], (c, 1, M)), f[M] - f[1], ()),
    "pairs with ties": (Sum(1, below, j), n * (n + 1) / 2, ()),
    "pairs counted twice": (Sum(1, below, j), n * (n - 1), ()),
    "products, squares forgotten": (Sum(z[i] * z[j], below, j), total**2 / 2, ()),
    "squared differences, counted twice": (Sum((z[i] - z[j]) ** 2, below, j), 2 * (n * squares - total**2), ()),
    "upper and lower triangle": (Sum(A[i, j], below, j), Sum(A[j, i], below, j), ()),
    "half of all": (Sum(A[i, j], below, j), (Sum(A[i, j], i, j) - Sum(A[i, i], i)) / 2, ()),
    "around a free index": (Sum(z[k], (k, 1, i)) + z[i] + Sum(z[k], (k, i + 1, n)), total, ()),
    "weights of partial sums": (Sum(z[i], below, j), Sum(number(i) * z[i], i), ()),
    "difference that is not symmetric": (Sum(z[i] - z[j], below, j), 0, ()),
    "above and below": (Sum(z[k], (k, 1, i - 1)), Sum(z[k], (k, i + 1, n)), ()),
    "strict and not": (Sum(z[k], (k, 1, i - 1)), Sum(z[k], (k, 1, i)), ()),
}


@pytest.mark.parametrize("name", [*NUMBERS, *PARTS, *PAIRS])
def test_ordered_sum_is_proved_for_every_size(name):
    result = judge(equal_under(*{**NUMBERS, **PARTS, **PAIRS}[name], HYPOTHESES.get(name, ())))
    assert result.verdict is Verdict.PROVED, result
    assert "cut-off" not in result.second_opinion or name in PARTS


@pytest.mark.parametrize("name", FALSE)
def test_false_ordered_sum_is_refuted(name):
    result = judge(equal_under(*FALSE[name]))
    assert result.verdict is Verdict.REFUTED, result


def test_power_sums_follow_from_bernoulli_numbers():
    assert _bernoulli(4) == [1, Rational(1, 2).value, Rational(1, 6).value, 0, Rational(-1, 30).value]


ENDS = {
    "counted from the end": (Sum(1 / (n - K + 1), k), Sum(1 / (n - number(l) + 1), l)),
    "logarithm of what is left": (log(n + 1 - number(i)), log(1 - number(i) + n)),
    "below the end": (Sum(1 / (n - K), (k, 1, n - 1)), Sum(1 / (n - number(l)), (l, 1, n - 1))),
    "two indices": (1 / (number(i) + number(j) - 1), 1 / (number(j) - 1 + number(i))),
    "product of steps": (1 / (number(i) * (n - number(i) + 1)), 1 / ((n + 1 - number(i)) * number(i))),
}


@pytest.mark.parametrize("name", ENDS)
def test_what_lies_within_a_range_has_its_sign(name):
    result = judge(equal_under(*ENDS[name]))
    assert result.verdict is Verdict.PROVED, result


@pytest.mark.parametrize(
    ("lhs", "rhs"),
    [
        (1 / (n - number(i)), 1 / (n - number(i))),
        (1 / (number(i) - number(j)), 1 / (number(i) - number(j))),
        (log(n - number(i) - 1), log(n - number(i) - 1)),
        (1 / (number(i) - 2), 1 / (number(i) - 2)),
        (Sum(1 / (z[i] - z[j]), below, j), Sum(1 / (z[l] - z[h]), (l, 1, h - 1), h)),
        (1 / Sum(1, below, j), 2 / (n * (n - 1))),
        (log(number(i) - 1), log(number(i) - 1)),
    ],
)
def test_what_may_have_no_value_is_not_proved(lhs, rhs):
    result = judge(equal_under(lhs, rhs))
    assert result.verdict in (Verdict.CONDITIONAL, Verdict.UNDECIDED)


def test_summands_on_one_side_of_the_diagonal_need_no_value_on_it():
    apart = given(Ne(s[i] - s[j], 0))
    result = judge(
        equal_under(Sum(1 / (A[i, j] ** 2 + 1), below, j), Sum(1 / (A[l, h] ** 2 + 1), (l, 1, h - 1), h), apart)
    )
    assert result.verdict is Verdict.PROVED


def test_range_that_may_be_shorter_than_empty_is_left_alone():
    assert not prove(equal_under(Sum(1, (k, 1, n - 2)), n - 2)).holds
    assert judge(equal_under(Sum(1, (a, 1, two - 2)), two - 2)).verdict is Verdict.PROVED


def test_bound_outside_the_range_is_ill_formed():
    assert judge(equal_under(Sum(z[k], (k, i - 1, n)), 0)).verdict is Verdict.ILL_FORMED
    assert judge(equal_under(Sum(z[k], (k, 1, i + 1)), 0)).verdict is Verdict.ILL_FORMED
    assert judge(equal_under(Sum(z[k], (k, 1, a)), 0)).verdict is Verdict.ILL_FORMED


def test_cost_does_not_grow_with_the_least_size():
    spent = []
    for least in (2, 50):
        m = size("m", at_least=least)
        p, q = indices("p q", m)
        v = reals("v", m)
        pairs = Sum((v[p] - v[q]) ** 2, (p, 1, q - 1), q)
        spent.append(prove(equal_under(pairs, m * Sum(v[p] ** 2, p) - Sum(v[p], p) ** 2)).spent)
    assert spent[0] == spent[1]


K0, L0 = "{00:1..n", "{01:1..n"
PART = "{02:1..n-1"


def kernel_of_ranges(*, wider=True):
    """Ranges 1..n and 1..n-1, free indices i and j over 1..n, and h over a range that is part of neither."""
    kernel = Kernel(200_000)
    n = kernel.size("n")
    kernel.declare_sort(Sort("1..n", None, n, 1, ("1", "#n"), frozenset(("1", "#n"))))
    kernel.declare_sort(Sort("1..n-1", None, kernel.add(n, {UNIT: -ONE}), 0, ("1", "#1*n;-1")))
    kernel.contained.add(("1..n-1", "1..n"))
    if wider:
        kernel.wider["1..n-1"] = ("1..n", ("#n",))
    kernel.sort_of |= {"i": "1..n", "j": "1..n", "h": "elsewhere"}
    kernel.axes |= dict.fromkeys("yz", (("1", "#n"),)) | {"short": (("1", "#1*n;-1"),)}
    kernel.ordered = True
    return kernel


def over(*tokens):
    return tuple((token, token.partition(":")[2]) for token in tokens)


def z_at(kernel, token):
    return kernel.entry("z", (token,))


def times(kernel, first, *others):
    for other in others:
        first = kernel.multiply(first, other)
    return first


def minus(kernel, first, *others):
    for other in others:
        first = kernel.add(first, other, -ONE)
    return first


def test_delta_at_an_index_that_a_part_of_the_range_may_lack_is_contracted_over_the_whole():
    kernel = kernel_of_ranges()
    at = times(kernel, kernel.delta(PART, "i"), z_at(kernel, PART))
    here = minus(kernel, z_at(kernel, "i"), times(kernel, kernel.delta("i", "#n"), z_at(kernel, "#n")))
    assert kernel.sum(over(PART), at) == here
    beside = times(kernel, at, z_at(kernel, K0))
    assert kernel.sum(over(K0, PART), beside) == times(kernel, here, kernel.sum(over(K0), z_at(kernel, K0)))


def test_delta_at_an_index_outside_all_known_ranges_is_left_alone():
    for kernel, token in ((kernel_of_ranges(wider=False), "i"), (kernel_of_ranges(), "h")):
        with pytest.raises(Unsupported):
            kernel.sum(over(PART), times(kernel, kernel.delta(PART, token), z_at(kernel, PART)))


def test_hypothesis_on_a_sum_waits_until_hypotheses_are_applied_and_then_comes_first():
    kernel = kernel_of_ranges()
    kernel.sum_rules.append(SumRule("z", 0, "1..n-1", (), kernel.size("m")))
    whole = minus(kernel, kernel.sum(over(K0), z_at(kernel, K0)), z_at(kernel, "#n"))
    assert kernel.sum(over(PART), z_at(kernel, PART)) == whole
    kernel.applying = True
    assert kernel.sum(over(PART), z_at(kernel, PART)) == kernel.size("m")


def test_powers_of_a_bound_index_are_summed_up_to_the_sixteenth():
    kernel = kernel_of_ranges()
    n = kernel.size("n")
    cubes = kernel.sum(over(K0), kernel.power_whole(kernel.value(K0), 3))
    assert kernel.scale(cubes, 4 * ONE) == times(kernel, n, n, kernel.power_whole(kernel.add(n, {UNIT: ONE}), 2))
    kinds = [
        {kernel.atoms[i].kind for mono in kernel.sum(over(K0), power) for i, _ in mono}
        for power in (
            kernel.power_whole(kernel.value(K0), 16),
            kernel.power_whole(kernel.value(K0), 17),
            kernel.power(kernel.value(K0), -1),
            kernel.power(kernel.value(K0), Fraction(1, 2)),
        )
    ]
    assert kinds == [{"size"}, {"sum"}, {"sum"}, {"sum"}]


def test_members_on_one_side_of_an_index_are_counted():
    kernel = kernel_of_ranges()
    i = kernel.value("i")
    below, above = kernel.less(K0, "i"), kernel.less("i", K0)
    assert kernel.sum(over(K0), below) == kernel.add(i, {UNIT: -ONE})
    assert kernel.sum(over(K0), above) == minus(kernel, kernel.size("n"), i)
    beside = times(kernel, below, z_at(kernel, L0), kernel.value("j"))
    total = times(kernel, kernel.add(i, {UNIT: -ONE}), kernel.sum(over(L0), z_at(kernel, L0)), kernel.value("j"))
    assert kernel.sum(over(L0, K0), beside) == total


def test_members_on_one_side_of_an_index_that_may_lie_elsewhere_are_not_counted():
    kernel = kernel_of_ranges(wider=False)
    for order in (kernel.less(PART, "h"), kernel.less("h", PART), kernel.less(PART, "i")):
        (mono,) = kernel.sum(over(PART), order)
        assert [kernel.atoms[i].kind for i, _ in mono] == ["sum"]


def test_members_between_two_indices_are_not_counted_as_those_below_one():
    kernel = kernel_of_ranges()
    between = times(kernel, kernel.less("i", K0), kernel.less(K0, "j"))
    assert kernel.sum(over(K0), between) != kernel.sum(over(K0), kernel.less(K0, "j"))
    assert any(kernel.atoms[i].kind == "sum" for mono in kernel.sum(over(K0), between) for i, _ in mono)


def test_order_after_a_free_index_is_turned_round():
    kernel = kernel_of_ranges()
    after = times(kernel, kernel.less("i", K0), z_at(kernel, K0))
    before = times(kernel, kernel.less(K0, "i"), z_at(kernel, K0))
    total = kernel.sum(over(K0), z_at(kernel, K0))
    assert kernel.sum(over(K0), after) == minus(kernel, total, z_at(kernel, "i"), kernel.sum(over(K0), before))


def test_order_before_a_free_index_stays_whatever_was_met_before():
    kernel = kernel_of_ranges()
    kernel.less("i", "~1.0")
    (mono,) = kernel.sum(over(K0), times(kernel, kernel.less(K0, "i"), z_at(kernel, K0)))
    (i,) = [i for i, _ in kernel.atoms[mono[0][0]].args[1] if kernel.atoms[i].kind == "less"]
    assert kernel.atoms[i].args == ("~1.0", "i")


def triangle(kernel, body):
    return kernel.sum(over(K0, L0), kernel.multiply(kernel.less(K0, L0), body))


def test_the_two_triangles_of_a_square_make_it_up_but_for_the_diagonal():
    kernel = kernel_of_ranges()
    body = kernel.entry("A", (K0, L0))
    turned = kernel.entry("A", (L0, K0))
    square, diagonal = kernel.sum(over(K0, L0), body), kernel.sum(over(K0), kernel.entry("A", (K0, K0)))
    assert kernel.add(triangle(kernel, body), triangle(kernel, turned)) == minus(kernel, square, diagonal)
    even = kernel.add(body, turned)
    assert triangle(kernel, even) == minus(kernel, square, diagonal)
    alike = times(kernel, z_at(kernel, K0), z_at(kernel, L0))
    squares = kernel.sum(over(K0), kernel.power(z_at(kernel, K0), 2))
    total = kernel.sum(over(K0), z_at(kernel, K0))
    assert kernel.scale(triangle(kernel, alike), 2 * ONE) == minus(kernel, times(kernel, total, total), squares)


def test_the_larger_of_two_ordered_indices_is_summed_as_a_number():
    kernel = kernel_of_ranges()
    n = kernel.size("n")
    cubes = minus(kernel, kernel.power_whole(n, 3), n)
    assert kernel.scale(triangle(kernel, kernel.value(L0)), 3 * ONE) == cubes
    assert kernel.scale(triangle(kernel, kernel.value(K0)), 6 * ONE) == cubes


def test_triangle_of_what_changes_its_sign_stays():
    kernel = kernel_of_ranges()
    gap = kernel.power(minus(kernel, z_at(kernel, K0), z_at(kernel, L0)), -1)
    (mono,) = triangle(kernel, gap)
    assert [kernel.atoms[i].kind for i, _ in mono] == ["sum"]


def test_shift_by_up_to_eight_is_taken_out_either_way():
    kernel = kernel_of_ranges()
    kernel.axes["free"] = (("-20", "#1*n;20"),)
    plain = kernel.sum(over(K0), kernel.entry("free", (K0,)))
    for steps in (1, -1, 3, -3, 8, -8, 9, -9):
        found = kernel.sum(over(K0), kernel.entry("free", ((((K0, 1),), steps),)))
        up = [f"#1*n;{m}" for m in range(1, steps + 1)] or [f"{1 - m}" for m in range(1, 1 - steps)]
        gone = [f"{1 + m}" for m in range(steps)] or ["#n", *[f"#1*n;{-m}" for m in range(1, -steps)]]
        moved = plain
        for token in up:
            moved = kernel.add(moved, kernel.entry("free", (token,)))
        for token in gone[: abs(steps)]:
            moved = minus(kernel, moved, kernel.entry("free", (token,)))
        assert (found == moved) == (abs(steps) <= 8), steps


def test_shift_to_entries_that_there_are_not_is_left_alone():
    kernel = kernel_of_ranges(wider=False)
    kernel.axes["free"] = (("2", "#n"),)
    (mono,) = kernel.sum(over(PART), kernel.entry("free", ((((PART, 1),), 1),)))
    assert [kernel.atoms[i].kind for i, _ in mono] == ["sum"]


def test_an_integral_of_a_shifted_function_is_left_alone():
    kernel = kernel_of_ranges()
    kernel.declare_sort(Sort("R", None, None, 1))
    kernel.axes["free"] = (None,)
    (mono,) = kernel.sum(over("{00:R"), kernel.entry("free", (((("{00:R", 1),), 1),)))
    assert [kernel.atoms[i].kind for i, _ in mono] == ["sum"]


def test_part_of_a_range_is_the_whole_but_for_the_rest_where_entries_reach_that_far():
    kernel = kernel_of_ranges()
    whole = minus(kernel, kernel.sum(over(K0), z_at(kernel, K0)), z_at(kernel, "#n"))
    assert kernel.sum(over(PART), z_at(kernel, PART)) == whole
    (mono,) = kernel.sum(over(PART), kernel.entry("short", (PART,)))
    assert kernel.atoms[mono[0][0]].args[0][0][1] == "1..n-1"


def test_delta_at_an_index_without_an_entry_is_left_alone():
    kernel = kernel_of_ranges()
    with pytest.raises(Unsupported):
        kernel.sum(over(PART), times(kernel, kernel.delta(PART, "i"), kernel.entry("short", (PART,))))


def test_entries_at_other_indices_do_not_hinder_that_a_range_is_widened():
    kernel = kernel_of_ranges()
    kernel.axes["late"] = (("2", "#n"),)
    late = kernel.entry("late", ("j",))
    at = times(kernel, kernel.delta(PART, "i"), kernel.delta("j", "k"), late)
    here = minus(kernel, {UNIT: ONE}, kernel.delta("i", "#n"))
    assert kernel.sum(over(PART), at) == times(kernel, kernel.delta("j", "k"), late, here)
    kernel.axes["both"] = (("1", "#n"), ("2", "#n"))
    before, whole = (times(kernel, kernel.less(token, "j"), kernel.entry("both", (token, "j"))) for token in (PART, K0))
    assert kernel.sum(over(PART), before) == kernel.sum(over(K0), whole)


def test_pole_at_a_member_that_a_part_of_a_range_lacks_matters_under_equations_alone():
    found = {}
    for equated, sign in ((False, None), (True, "+"), (True, None)):
        kernel = kernel_of_ranges()
        kernel.equated = kernel.equated or equated
        if sign is not None:
            kernel.state(z_at(kernel, "#n"), sign)
        below = {token: kernel.power(z_at(kernel, token), -1) for token in (PART, K0, "#n")}
        inside = {token: kernel.exp(poly) for token, poly in below.items()}
        found[equated, sign] = [
            kernel.sum(over(PART), times(kernel, terms[PART], z_at(kernel, "i")))
            == times(kernel, minus(kernel, kernel.sum(over(K0), terms[K0]), terms["#n"]), z_at(kernel, "i"))
            for terms in (below, inside)
        ]
    assert found == {(False, None): [True] * 2, (True, "+"): [True] * 2, (True, None): [False] * 2}


def test_pole_at_a_member_that_a_shift_brings_matters_under_equations():
    for equated in (False, True):
        kernel = kernel_of_ranges(wider=False)
        kernel.equated = equated
        one, last, first = (kernel.power(z_at(kernel, token), -1) for token in (PART, "#n", "1"))
        shifted = kernel.power(kernel.entry("z", ((((PART, 1),), 1),)), -1)
        moved = kernel.add(minus(kernel, kernel.sum(over(PART), one), first), last)
        assert (kernel.sum(over(PART), shifted) == moved) is not equated
