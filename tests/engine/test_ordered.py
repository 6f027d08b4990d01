"""Indices as numbers, pairs in order, ranges that end early, and shifted indices."""

import pytest

from derive.engine.ordered import _bernoulli
from derive.engine.prove import prove
from derive.session import judge
from derive.terms.build import D, Product, Rational, Sum, define, delta, exp, log, number
from derive.terms.declare import index, indices, positives, real, reals, size, span
from derive.terms.records import derivation, step
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


def claim(lhs, rhs, hypotheses=()):
    return derivation(lhs, step(rhs, given=hypotheses)).claim(0)


@pytest.mark.parametrize("name", [*NUMBERS, *PARTS, *PAIRS])
def test_ordered_sum_is_proved_for_every_size(name):
    result = judge(claim(*{**NUMBERS, **PARTS, **PAIRS}[name], HYPOTHESES.get(name, ())))
    assert result.verdict is Verdict.PROVED, result
    assert "cut-off" not in result.second_opinion or name in PARTS


@pytest.mark.parametrize("name", FALSE)
def test_false_ordered_sum_is_refuted(name):
    result = judge(claim(*FALSE[name]))
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
    result = judge(claim(*ENDS[name]))
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
    result = judge(claim(lhs, rhs))
    assert result.verdict in (Verdict.CONDITIONAL, Verdict.UNDECIDED)


def test_summands_on_one_side_of_the_diagonal_need_no_value_on_it():
    apart = given(Ne(s[i] - s[j], 0))
    result = judge(claim(Sum(1 / (A[i, j] ** 2 + 1), below, j), Sum(1 / (A[l, h] ** 2 + 1), (l, 1, h - 1), h), apart))
    assert result.verdict is Verdict.PROVED


def test_range_that_may_be_shorter_than_empty_is_left_alone():
    assert not prove(claim(Sum(1, (k, 1, n - 2)), n - 2)).holds
    assert judge(claim(Sum(1, (a, 1, two - 2)), two - 2)).verdict is Verdict.PROVED


def test_bound_outside_the_range_is_ill_formed():
    assert judge(claim(Sum(z[k], (k, i - 1, n)), 0)).verdict is Verdict.ILL_FORMED
    assert judge(claim(Sum(z[k], (k, 1, i + 1)), 0)).verdict is Verdict.ILL_FORMED
    assert judge(claim(Sum(z[k], (k, 1, a)), 0)).verdict is Verdict.ILL_FORMED


def test_cost_does_not_grow_with_the_least_size():
    spent = []
    for least in (2, 50):
        m = size("m", at_least=least)
        p, q = indices("p q", m)
        v = reals("v", m)
        pairs = Sum((v[p] - v[q]) ** 2, (p, 1, q - 1), q)
        spent.append(prove(claim(pairs, m * Sum(v[p] ** 2, p) - Sum(v[p], p) ** 2)).spent)
    assert spent[0] == spent[1]
