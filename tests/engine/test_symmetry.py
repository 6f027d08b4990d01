"""Double sums of fractions, averaged over the exchange of their variables."""

from fractions import Fraction

import pytest
from readings import equal_under

from derive.engine import symmetry
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, Sort
from derive.session import judge
from derive.terms.build import D, Rational, Sum, delta, exp, log
from derive.terms.declare import indices, positives, reals, size
from derive.terms.relations import Eq, given
from derive.verdict import Verdict

n, m, two = size("n"), size("m"), size("q", at_least=2)
i, j, k, l, h, o, e = indices("i j k l h o e", n)
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
    "more variables than are exchanged": (Sum(s[k] / (s[k] + s[l] + s[h] + s[o] + s[e]), k, l, h, o, e), 0),
    "the other side of the diagonal": (
        Sum(s[k] / (s[k] + s[l]), (k, 1, l - 1), l),
        Sum(s[l] / (s[k] + s[l]), (k, 1, l - 1), l),
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_symmetric_sum_is_proved_for_every_size(name):
    result = judge(equal_under(*TRUE[name], HYPOTHESES.get(name, ())))
    assert result.verdict is Verdict.PROVED, result


@pytest.mark.parametrize("name", FALSE)
def test_sum_that_only_looks_symmetric_is_refuted(name):
    result = judge(equal_under(*FALSE[name]))
    assert result.verdict is Verdict.REFUTED, result


def test_denominator_that_may_vanish_is_asked_for():
    result = judge(equal_under(Sum(a[k] / (a[k] + a[l]), k, l), half))
    assert result.verdict is Verdict.CONDITIONAL
    assert prove(equal_under(Sum(a[k] / (a[k] + a[l]), k, l), half)).missing


def test_logarithm_of_a_symmetric_sum_is_open():
    assert judge(equal_under(log(Sum(s[k] / (s[k] + s[l]), k, l)), log(half))).verdict is not Verdict.INTERNAL_ERROR


def made():
    kernel = Kernel(100_000)
    kernel.positive |= {"x", "y"}
    for name in ("n", "m"):
        kernel.declare_sort(Sort(f"1..{name}", None, kernel.size(name), 1, ("1", f"#{name}")))
    return kernel


ONE_K, ONE_L, ONE_H, OTHER = "{0:1..n", "{1:1..n", "{2:1..n", "{3:1..m"


def x(kernel, token, family="x"):
    return kernel.entry(family, (token,))


def share(kernel, top, *tokens):
    """x_top / (x_… + x_…)."""
    below = {}
    for token in tokens:
        kernel.add_into(below, x(kernel, token))
    return kernel.multiply(x(kernel, top), kernel.power(below, -1))


def summed(kernel, poly, *tokens):
    return kernel.sum(tuple((token, token.partition(":")[2]) for token in tokens), poly)


def test_sums_of_fractions_in_variables_of_one_range_are_averaged():
    kernel = made()
    pair = share(kernel, ONE_K, ONE_K, ONE_L)
    ((((wide, _),), _),) = summed(kernel, pair, ONE_K, ONE_L).items()
    apart = kernel.multiply(x(kernel, ONE_K), kernel.power(kernel.add(x(kernel, ONE_K), x(kernel, OTHER)), -1))
    ((((two_ranges, _),), _),) = summed(kernel, apart, ONE_K, OTHER).items()
    whole = kernel.entry("W", (ONE_K, ONE_L))
    ((((no_fraction, _),), _),) = summed(kernel, whole, ONE_K, ONE_L).items()
    beside_i = kernel.power(kernel.add(x(kernel, ONE_K), x(kernel, "i")), -1)
    ((((one_variable, _),), _),) = summed(kernel, beside_i, ONE_K).items()
    ((((scalar, _),), _),) = kernel.symbol("a").items()
    assert [symmetry._is_wide(kernel, wide, power) for power in (1, 2, -1, Fraction(1, 2), Fraction(3, 2))] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert not any(symmetry._is_wide(kernel, i, 1) for i in (two_ranges, no_fraction, one_variable, scalar))


def test_denominators_are_those_in_which_the_variables_occur():
    kernel = made()
    ((((plain, _),), _),) = x(kernel, ONE_K).items()
    ((((pair, _),), _),) = kernel.power(kernel.add(x(kernel, ONE_K), x(kernel, ONE_L)), -1).items()
    mono = ((plain, -1), (pair, -2))
    assert symmetry._below(mono, {ONE_K}, kernel) == symmetry._below(mono, {ONE_L, ONE_H}, kernel) == (pair,)
    assert symmetry._below(mono, {ONE_H}, kernel) == ()
    assert symmetry._below(((pair, Fraction(1, 2)),), {ONE_K}, kernel) == ()
    assert symmetry._below(((pair, Fraction(-1, 2)),), {ONE_K}, kernel) == (pair,)


def test_terms_are_put_together_by_orders_and_shared_denominators():
    kernel = made()
    first, second = share(kernel, ONE_K, ONE_K, ONE_L), share(kernel, ONE_L, ONE_K, ONE_L)
    third = share(kernel, ONE_K, ONE_K, ONE_H)
    joining = kernel.multiply(first, kernel.power(kernel.add(x(kernel, ONE_K), x(kernel, ONE_H)), -1))
    ordered = kernel.multiply(second, kernel.less(ONE_K, ONE_L))
    outer = kernel.power(kernel.add(x(kernel, "i"), {(): ONE}), -1)
    tokens = {ONE_K, ONE_L, ONE_H}

    def parts(*terms):
        total = {}
        for term in terms:
            kernel.add_into(total, term)
        found = symmetry._apart(kernel, total, tokens)
        back = {}
        for part in found:
            kernel.add_into(back, part)
        assert back == total
        return sorted(len(part) for part in found)

    assert parts(first, second) == [2]
    assert parts(first, third) == [1, 1]
    assert parts(first, third, joining) == parts(first, joining, third) == [3]
    assert parts(first, ordered) == [1, 1]
    assert parts(kernel.multiply(first, outer), kernel.multiply(third, outer)) == [1, 1]


def test_of_two_orders_of_a_pair_one_is_kept():
    kernel = made()
    there, back = kernel.less(ONE_K, ONE_L), kernel.less(ONE_L, ONE_K)
    pair = kernel.entry("W", (ONE_K, ONE_L))
    assert symmetry._oriented(kernel, kernel.multiply(pair, there)) == kernel.multiply(pair, there)
    turned = kernel.add(kernel.add({(): ONE}, kernel.delta(ONE_K, ONE_L), -ONE), there, -ONE)
    assert symmetry._oriented(kernel, kernel.multiply(pair, back)) == kernel.multiply(pair, turned)
    assert symmetry._oriented(kernel, pair) == pair


def test_sum_without_a_fraction_stays_beside_one_that_is_averaged():
    kernel = made()
    pairs = summed(kernel, share(kernel, ONE_K, ONE_K, ONE_L), ONE_K, ONE_L)
    plain = kernel.add(summed(kernel, x(kernel, ONE_K), ONE_K), kernel.multiply(kernel.delta("i", "j"), pairs))
    n = kernel.size("n")
    half = kernel.scale(kernel.multiply(n, n), ONE / 2)
    assert symmetry.symmetrised(kernel, pairs) == half
    assert symmetry.symmetrised(kernel, kernel.power(pairs, 2)) == kernel.multiply(half, half)
    assert symmetry.symmetrised(kernel, plain) == kernel.add(
        summed(kernel, x(kernel, ONE_K), ONE_K), kernel.multiply(kernel.delta("i", "j"), half)
    )


def test_pairs_in_order_are_averaged_and_ties_counted_once():
    kernel = made()
    order, n = kernel.less(ONE_K, ONE_L), kernel.size("n")
    both = {}
    for top in (ONE_K, ONE_L):
        pairs = kernel.multiply(order, share(kernel, top, ONE_K, ONE_L))
        kernel.add_into(both, summed(kernel, pairs, ONE_K, ONE_L))
    half = kernel.scale(kernel.add(kernel.multiply(n, n), n, -ONE), ONE / 2)
    assert len(both) > 1
    assert symmetry.symmetrised(kernel, both) == half


def test_sum_in_more_variables_than_are_exchanged_stays():
    kernel = made()
    names = [f"{{{at}:1..n" for at in range(5)]
    whole = summed(kernel, share(kernel, names[0], *names), *names)
    assert symmetry.symmetrised(kernel, whole) == whole


def test_number_of_exchanges_is_limited():
    for count, wanted in ((1, 1), (2, 2), (3, 6), (4, 24), (5, 0)):
        binders = tuple((f"{{both{at}:1..n", "1..n") for at in range(count))
        assert len(list(symmetry._exchanges(binders))) == wanted


def test_variables_over_different_ranges_are_not_exchanged():
    binders = (("{both0:1..m", "1..m"), ("{both1:1..n", "1..n"), ("{both2:1..n", "1..n"))
    exchanges = list(symmetry._exchanges(binders))
    assert len(exchanges) == 2
    assert all(image["{both0:1..m"] == "{both0:1..m" for image in exchanges)


def test_many_variables_are_left_as_they_are():
    names = indices("a b d e f", n)
    body = s[names[0]] / sum((s[x] for x in names[1:]), s[names[0]])
    found = prove(equal_under(Sum(body, *names), n**5 / 5))
    assert not found.holds
    assert found.spent < 10_000


def test_cost_does_not_grow_with_the_least_size():
    spent = []
    for least in (2, 50):
        size_ = size("n", at_least=least)
        x, y = indices("x y", size_)
        f = positives("f", size_)
        spent.append(prove(equal_under(Sum(f[x] / (f[x] + f[y]), x, y), size_**2 / 2)).spent)
    assert spent[0] == spent[1]
