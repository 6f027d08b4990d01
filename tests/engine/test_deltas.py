"""Kronecker deltas in normal form: partitions of indices, cases for what is no polynomial, powers that are multiplied out."""

from fractions import Fraction

import pytest
from flint import fmpq
from readings import claim_of

from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.engine.ring import Sort, Unsupported
from derive.session import judge
from derive.terms.build import cases, delta, exp, log, sqrt
from derive.terms.declare import indices, positives, reals, size
from derive.terms.relations import Eq, Ne
from derive.verdict import Verdict

n = size("n")
i, j, k = indices("i j k", n)
z, w = reals("z", n), positives("w", n)
HALF = Fraction(1, 2)


def kernel() -> Kernel:
    return Kernel(10**6)


def entry(ring, token):
    return ring.entry("f", (token,))


def verdict(lhs, rhs, hypotheses=()):
    return judge(claim_of(lhs, rhs, given=hypotheses)).verdict


def test_delta_of_positions_known_to_differ_is_zero():
    ring = kernel()
    assert ring.delta("1", "2") == {}
    assert ring.delta("#n", "#1*n;-1") == {}
    ring.distinct.add(frozenset(("i", "j")))
    assert ring.delta("j", "i") == {}
    assert ring.delta("i", "i") == ring.constant(1)


def test_index_cannot_be_at_two_positions():
    ring = kernel()
    assert ring.multiply(ring.delta("i", "1"), ring.delta("i", "2")) == {}
    assert ring.multiply(ring.delta("i", "1"), ring.delta("i", "j")) != {}


def test_indices_known_to_differ_equal_no_third():
    ring = kernel()
    both = ring.multiply(ring.delta("i", "k"), ring.delta("j", "k"))
    assert both != {}
    ring.distinct.add(frozenset(("i", "j")))
    assert ring.multiply(ring.delta("i", "k"), ring.delta("j", "k")) == {}


def test_products_of_deltas_have_one_form_however_indices_are_chained():
    ring = kernel()
    chains = (("i", "j"), ("j", "k")), (("i", "k"), ("j", "k")), (("i", "j"), ("i", "k"))
    forms = [ring.multiply(ring.delta(*one), ring.multiply(ring.delta(*two), entry(ring, "k"))) for one, two in chains]
    assert forms[0] == forms[1] == forms[2]
    assert forms[0] == ring.multiply(ring.delta("i", "j"), ring.multiply(ring.delta("i", "k"), entry(ring, "i")))


def test_delta_that_renaming_brings_about_joins_the_partition():
    """With i in 1..n, [1 < i] is 1 − δ_1i; so [1 < j] δ_ij, with j from 0, is δ_ij − δ_1i δ_1j."""
    ring = kernel()
    for name, first in (("1..n", "1"), ("0..n", "0")):
        ring.declare_sort(Sort(name, None, ring.size("n"), 1, (first, "#n"), frozenset((first, "#n"))))
    ring.sort_of |= {"i": "1..n", "j": "0..n"}
    product = ring.multiply(ring.delta("i", "j"), ring.less("1", "j"))
    at_one = ring.multiply(ring.delta("1", "i"), ring.delta("1", "j"))
    assert product == ring.add(ring.delta("i", "j"), at_one, fmpq(-1))


def test_delta_does_not_divide():
    ring = kernel()
    ((mono, _),) = ring.delta("i", "j").items()
    with pytest.raises(Unsupported):
        ring.normal_monomial(((mono[0][0], -1),))


def test_fractional_power_of_a_factor_keeps_its_fraction():
    assert verdict(sqrt(w[i] + w[j]) ** 3, (w[i] + w[j]) * sqrt(w[i] + w[j])) is Verdict.PROVED
    assert not prove(claim_of(sqrt(w[i] + w[j]) ** 3, w[i] + w[j])).holds


def test_power_of_a_sum_above_one_is_multiplied_out():
    ring = kernel()
    ring.positive.add("f")
    total = ring.add(entry(ring, "i"), entry(ring, "j"))
    root = ring.power(total, HALF)
    assert ring.multiply(root, root) == total
    assert ring.multiply(ring.power(total, Fraction(3, 2)), ring.power(total, -HALF)) == total
    assert ring.power(total, Fraction(3, 2)) == ring.multiply(total, root)


def test_powers_of_numbers_keep_only_their_fraction():
    ring = kernel()
    two = ring.constant(2)
    root = ring.power(two, HALF)
    assert ring.multiply(root, root) == two
    assert ring.power(two, -HALF) == ring.scale(root, fmpq(1, 2))
    assert ring.power(two, Fraction(5, 2)) == ring.scale(root, fmpq(4))
    assert ring.multiply(root, ring.power(two, -HALF)) == ring.constant(1)


def test_function_of_a_delta_is_taken_case_by_case():
    assert verdict(exp(delta(i, j) * z[i]), 1 + delta(i, j) * (exp(z[i]) - 1)) is Verdict.PROVED
    assert verdict(log(w[i] + delta(i, j)), log(w[i]) + delta(i, j) * log(1 + 1 / w[i])) is Verdict.PROVED
    assert verdict(1 / (1 + delta(i, j)), 1 - delta(i, j) / 2) is Verdict.PROVED
    assert verdict(1 / (1 + delta(i, j) + delta(j, k)), cases(Eq(i, j), 1, 1), Ne(i, j)) is Verdict.REFUTED


def test_function_without_deltas_is_taken_as_it_is():
    ring = kernel()
    poly = entry(ring, "i")
    assert ring.split(poly, ring.exp) == ring.exp(poly)
    assert ring.split({}, lambda _: ring.constant(3)) == ring.constant(3)
