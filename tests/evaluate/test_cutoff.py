"""The cut-off test: what it covers, how far it goes, and that it never covers a false claim."""

from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from flint import fmpz
from readings import claim_of

from derive.evaluate.cutoff import Bounds
from derive.evaluate.domain import Domain
from derive.evaluate.failures import Differs, Unsupported
from derive.evaluate.machine import Meter
from derive.evaluate.modular import decided_for_every_size
from derive.evaluate.opinion import confirm
from derive.evaluate.residues import CHAIN, levels
from derive.terms.build import D, Limit, Product, Sum, define, delta, exp, log, number, oo, sqrt
from derive.terms.declare import indices, positive, positives, reals, size
from derive.terms.relations import Eq, given

n = size("n")
i, j, k, l = indices("i j k l", n)
z, y, r = reals("z", n), reals("y", n), positives("r", n)
T = positive("T")
Z = Sum(exp(z[k]), k)
s = define("s", i, exp(z[i]) / Z)
total = Sum(z[k], k)
normed = given(Eq(Sum(y[k], k), 1))
cross_entropy = -Sum(y[k] * log(s[k]), k)


def decided(one) -> int:
    return decided_for_every_size(Domain(one, Meter(10**6, 10**6)), Random(5))


COVERED = [
    claim_of(D(s[i], z[j]), s[i] * (delta(i, j) - s[j])),
    claim_of(D(cross_entropy, z[i]), s[i] - y[i], given=normed),
    claim_of(total**2, Sum(z[k] * z[l], k, l)),
    claim_of(Sum(z[k], k, exclude=i), total - z[i]),
    claim_of(Sum(1 / ((1 + exp(z[k])) * (2 + exp(z[k]))), k), Sum(1 / (1 + exp(z[k])) - 1 / (2 + exp(z[k])), k)),
    claim_of(D(z[i] ** 2 * z[j], z[i]), 2 * z[i] * z[j] + delta(i, j) * z[i] ** 2),
    claim_of(exp(z[i] / T) * exp(z[j] / T), exp((z[i] + z[j]) / T)),
]


@pytest.mark.parametrize("number", range(len(COVERED)))
def test_sums_and_exponentials_are_decided_for_every_size(number):
    assert decided(COVERED[number]) > 0
    assert confirm(COVERED[number]).method == "cut-off test mod p"


@pytest.mark.parametrize(
    "other",
    [
        claim_of(Limit(T * total / (T + 1), T, oo), total),
        claim_of(sqrt(r[i] ** 2), r[i]),
        claim_of(Sum(log(r[k] / 2), k), Sum(log(r[k]) - log(2), k)),
        claim_of(Product(exp(z[k]), k), exp(total)),
        claim_of(Sum(number(k), k), n * (n + 1) / 2),
        claim_of(Sum(number(k) * z[k], k), Sum(number(l) * z[l], l)),
        claim_of(Sum(z[i] * z[j], (i, 1, j - 1), j), Sum(z[i] * z[j], (j, i + 1, n), i)),
        claim_of(Sum(z[k], (k, 1, n - 1)), total - z[n]),
        claim_of(exp(Sum(z[k] + y[k], k)), exp(total) * exp(Sum(y[l], l))),
        claim_of(Sum(y[k], k), 1, given=given(Eq(Sum(y[k], k), 1), Eq(Sum(y[k] * z[k], k), 0))),
    ],
)
def test_other_forms_fall_back_on_sampling(other):
    opinion = confirm(other)
    assert opinion.method == "Arb sampling"
    assert opinion.counterexample is None
    assert opinion.points > 0


def elementary(order: int):
    """n ↦ order!·e_order of z by Newton's identities: zero exactly for n < order."""
    found = [1]
    for step_ in range(1, order + 1):
        parts = [(-1) ** (m - 1) * found[step_ - m] * Sum(z[k] ** m, k) for m in range(1, step_ + 1)]
        total_ = parts[0]
        for part in parts[1:]:
            total_ = total_ + part
        found.append(total_ / step_)
    return found[order]


@pytest.mark.parametrize(
    "false",
    [
        *[claim_of(elementary(order), 0) for order in (2, 3, 4)],
        claim_of((n - 1) * total, 0),
        claim_of((n - 1) * (n - 2) * (n - 3) * total, 0),
        claim_of(D(s[i], z[j]), s[i] * (delta(i, j) + s[j])),
        claim_of(D(Sum(y[k], k) ** 2, y[i]), 0, given=normed),
        claim_of(Sum(delta(i, k), k), n),
        claim_of(delta(i, j), 0),
        claim_of(Sum(z[k] * y[k], k), total, given=normed),
    ],
)
def test_a_false_claim_is_seen_to_differ_or_not_covered(false):
    try:
        assert decided(false) == 0
    except Differs:
        assert confirm(false).counterexample is not None


@pytest.mark.parametrize("degree", range(1, 7))
def test_sampling_tells_polynomials_in_the_size_apart(degree):
    """Where no cut-off is known, sizes enough for index values in powers up to five, or as many ordered sums."""
    false = n
    for root in range(1, degree + 1):
        false = false * (n - root)
    assert confirm(claim_of(Sum(number(k), k), n * (n + 1) / 2 + false)).counterexample is not None


def test_bounds_count_binders_and_sizes_after_clearing_denominators():
    bounds = Bounds()
    assert bounds.difference(Sum(z[k] * z[l], k, l), total**2) == Counter({"n": 2})
    assert bounds.difference(n * total, total) == Counter({"n": 2})
    assert bounds.difference(s[i], s[j]) == Counter()
    assert bounds.difference(s[i], exp(z[i])) == Counter({"n": 1})
    assert bounds.difference(D(s[i], z[j]), s[i]) == Counter({"n": 1})


@pytest.mark.parametrize(
    "term",
    [
        number(i),
        Sum(z[k], (k, 1, i - 1)),
        Sum(z[k], (k, i + 1, n)),
        exp(total),
        2**n * z[i],
        z[1],
        Sum(1 / (exp(z[k]) + Sum(y[l] * z[k], l)), k),
    ],
)
def test_bounds_refuse_what_the_argument_does_not_cover(term):
    with pytest.raises(Unsupported):
        Bounds().difference(term, z[i])


def test_the_primes_form_a_chain():
    for upper, lower in pairwise(CHAIN):
        assert fmpz(upper).is_prime()
        assert fmpz(lower).is_prime()
        assert (upper - 1) % lower == 0


def test_exponentials_of_residues_turn_sums_into_products():
    upper, lower = levels()
    x, other = 12345, lower.prime - 77
    both = upper.exp(lower.add(x, other))
    assert both == upper.mul(upper.exp(x), upper.exp(other))
    assert upper.exp(1) != 1
