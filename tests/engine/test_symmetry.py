"""Double sums of fractions, averaged over the exchange of their variables."""

import pytest

from derive.engine import symmetry
from derive.engine.prove import prove
from derive.session import judge
from derive.terms.build import D, Rational, Sum, delta, exp, log
from derive.terms.declare import indices, positives, reals, size
from derive.terms.records import derivation, step
from derive.terms.relations import Eq, given
from derive.verdict import Verdict

n, m, two = size("n"), size("m"), size("q", at_least=2)
i, j, k, l, h = indices("i j k l h", n)
c = indices("c", m)[0]
s, t, a, z = positives("s", n), positives("t", n), reals("a", n), reals("z", n)
r = positives("r", m)
W = positives("W", n, n)
p = positives("p", n)
half = n**2 / 2
total = Sum(s[k], k)

TRUE = {
    "part of a pair": (Sum(s[k] / (s[k] + s[l]), k, l), half),
    "part of a pair, other variable": (Sum(s[l] / (s[k] + s[l]), k, l), half),
    "antisymmetric summand": (Sum((a[k] - a[l]) / (s[k] + s[l]), k, l), 0),
    "square": (Sum(s[k] ** 2 / (s[k] + s[l]), k, l), n * total - Sum(s[k] * s[l] / (s[k] + s[l]), k, l)),
    "square, averaged": (Sum(s[k] ** 2 / (s[k] + s[l]), k, l), Sum((s[k] ** 2 + s[l] ** 2) / (s[k] + s[l]), k, l) / 2),
    "difference of squares": (Sum((s[k] ** 2 - s[l] ** 2) / (s[k] + s[l]), k, l), 0),
    "cubes": (Sum((s[k] ** 3 + s[l] ** 3) / (s[k] + s[l]), k, l), 2 * n * Sum(s[k] ** 2, k) - total**2),
    "softmax pair": (Sum(exp(z[k]) / (exp(z[k]) + exp(z[l])), k, l), half),
    "sigmoid of a difference": (Sum(1 / (1 + exp(z[k] - z[l])), k, l), half),
    "sigmoid, centred": (Sum(1 / (1 + exp(z[k] - z[l])) - Rational(1, 2), k, l), 0),
    "product of two such sums": (Sum(s[k] / (s[k] + s[l]), k, l) * Sum(t[k] / (t[k] + t[l]), k, l), n**4 / 4),
    "square of such a sum": (Sum(s[k] / (s[k] + s[l]), k, l) ** 2, n**4 / 4),
    "three variables": (Sum(s[k] / (s[k] + s[l] + s[h]), k, l, h), n**3 / 3),
    "weights that are symmetric": (
        Sum((W[k, l] + W[l, k]) * s[k] / (s[k] + s[l]), k, l),
        Sum(W[k, l], k, l),
    ),
    "two families": (
        Sum(s[k] * t[l] / (s[k] * t[l] + s[l] * t[k]), k, l),
        half,
    ),
    "free index beside": (Sum(z[i] * s[k] / (s[k] + s[l]), k, l), z[i] * half),
    "derivative": (D(Sum(s[k] / (s[k] + s[l]), k, l), s[i]), 0),
    "with a delta": (delta(i, j) * Sum(s[k] / (s[k] + s[l]), k, l), delta(i, j) * half),
    "third range beside": (Sum(r[c] * s[k] / (s[k] + s[l]), k, l, c), half * Sum(r[c], c)),
    "pairs in order": (
        Sum(z[k] * s[l] / (s[l] + s[i]), (k, 1, l - 1), l),
        Sum(z[k] * s[l] / (s[l] + s[i]), (l, k + 1, n), k),
    ),
    "pairs in order, both sides of the diagonal": (
        Sum(s[k] / (s[k] + s[l]), (k, 1, l - 1), l) + Sum(s[l] / (s[k] + s[l]), (k, 1, l - 1), l),
        n * (n - 1) / 2,
    ),
    "under a hypothesis": (Sum(p[k] ** 2 / (p[k] + p[l]), k, l) + Sum(p[k] * p[l] / (p[k] + p[l]), k, l), n),
    "hypothesis met once averaged": (
        Sum(p[k] * (p[k] + a[k] + a[l]) / (p[k] + p[l]), k, l),
        n - Sum(p[k] * p[l] / (p[k] + p[l]), k, l) + n * Sum(a[k], k),
    ),
}
HYPOTHESES = dict.fromkeys(("under a hypothesis", "hypothesis met once averaged"), given(Eq(Sum(p[k], k), 1)))
FALSE = {
    "all pairs": (Sum(s[k] / (s[k] + s[l]), k, l), n**2),
    "pairs counted once": (Sum(s[k] / (s[k] + s[l]), k, l), n * (n - 1) / 2),
    "true for n = 1 only": (Sum(s[k] / (s[k] + s[l]), k, l), n / 2),
    "two families": (Sum(s[k] / (s[k] + t[l]), k, l), half),
    "different ranges": (Sum(s[k] / (s[k] + r[c]), k, c), n * m / 2),
    "unequal weights": (Sum(s[k] / (s[k] + 2 * s[l]), k, l), half),
    "weights that are not symmetric": (Sum(W[k, l] * s[k] / (s[k] + s[l]), k, l), Sum(W[k, l], k, l) / 2),
    "sum instead of difference": (Sum((a[k] + a[l]) / (s[k] + s[l]), k, l), 0),
    "sigmoid of a sum": (Sum(1 / (1 + exp(z[k] + z[l])), k, l), half),
    "square": (Sum(s[k] ** 2 / (s[k] + s[l]), k, l), n * total + Sum(s[k] * s[l] / (s[k] + s[l]), k, l)),
    "three variables": (Sum(s[k] / (s[k] + s[l] + s[h]), k, l, h), n**3 / 2),
    "pairs in order, with and without ties": (
        Sum(z[k] * s[l] / (s[l] + s[i]), (k, 1, l - 1), l),
        Sum(z[k] * s[l] / (s[l] + s[i]), (l, k, n), k),
    ),
    "one side of the diagonal": (Sum(s[k] / (s[k] + s[l]), (k, 1, l - 1), l), n * (n - 1) / 4),
    "one variable left": (Sum(s[k] / (s[k] + s[i]), k), n / 2),
}


def claim(lhs, rhs, hypotheses=()):
    return derivation(lhs, step(rhs, given=hypotheses)).claim(0)


@pytest.mark.parametrize("name", TRUE)
def test_symmetric_sum_is_proved_for_every_size(name):
    result = judge(claim(*TRUE[name], HYPOTHESES.get(name, ())))
    assert result.verdict is Verdict.PROVED, result


@pytest.mark.parametrize("name", FALSE)
def test_sum_that_only_looks_symmetric_is_refuted(name):
    result = judge(claim(*FALSE[name]))
    assert result.verdict is Verdict.REFUTED, result


def test_denominator_that_may_vanish_is_asked_for():
    result = judge(claim(Sum(a[k] / (a[k] + a[l]), k, l), half))
    assert result.verdict is Verdict.CONDITIONAL
    assert prove(claim(Sum(a[k] / (a[k] + a[l]), k, l), half)).missing


def test_logarithm_of_a_symmetric_sum_is_open():
    assert judge(claim(log(Sum(s[k] / (s[k] + s[l]), k, l)), log(half))).verdict is not Verdict.INTERNAL_ERROR


def test_variables_over_different_ranges_are_not_exchanged():
    binders = (("{both0:1..m", "1..m"), ("{both1:1..n", "1..n"), ("{both2:1..n", "1..n"))
    exchanges = list(symmetry._exchanges(binders))
    assert len(exchanges) == 2
    assert all(image["{both0:1..m"] == "{both0:1..m" for image in exchanges)


def test_many_variables_are_left_as_they_are():
    names = indices("a b d e f", n)
    body = s[names[0]] / sum((s[x] for x in names[1:]), s[names[0]])
    found = prove(claim(Sum(body, *names), n**5 / 5))
    assert not found.holds
    assert found.spent < 10_000


def test_cost_does_not_grow_with_the_least_size():
    spent = []
    for least in (2, 50):
        size_ = size("n", at_least=least)
        x, y = indices("x y", size_)
        f = positives("f", size_)
        spent.append(prove(claim(Sum(f[x] / (f[x] + f[y]), x, y), size_**2 / 2)).spent)
    assert spent[0] == spent[1]
