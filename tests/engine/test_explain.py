"""What a failing equality needs, found from the difference of its sides."""

import pytest

from derive.session import judge
from derive.terms.build import D, Sum, define, delta, exp, log
from derive.terms.declare import indices, positives, real, reals, size
from derive.terms.records import derivation, step
from derive.terms.relations import Eq
from derive.verdict import Verdict

n, N = size("n"), size("N")
i, j, k = indices("i j k", n)
z, y, v = reals("z", n), reals("y", n), reals("v", n)
p = positives("p", n)
x, t = real("x"), real("t")
s = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))
CE = define("L", -Sum(y[k] * log(s[k]), k))

NEEDS = {
    "labels sum to one": (D(CE, z[i]), s[i] - y[i], r"\sum_{k=1}^{n} y_{k} = 1"),
    "one sample": (x / N, x, r"N = 1 \;\text{or}\; x = 0"),
    "different indices": (D(s[i], z[j]), -s[i] * s[j], r"i \ne j"),
    "equal indices": (D(s[i], z[j]), s[i] - s[i] ** 2, "i = j"),
    "equal indices, or more": (
        delta(i, j) * z[i],
        z[j] * delta(i, j) + (1 - delta(i, j)) * (z[i] - z[j]),
        "z_{j} = z_{i}",
    ),
    "equal indices, or something else": (z[i] * (1 - delta(i, j)), 0, None),
    "equal logits": (z[i] - v[i], 0, r"v_{i} = z_{i}"),
    "a logarithm that vanishes": (t + log(p[i]), t, r"p_{i} = 1"),
    "a product": (x * t, 0, r"x = 0 \;\text{or}\; t = 0"),
}


@pytest.mark.parametrize("name", NEEDS)
def test_refuted_equality_says_when_it_is_true(name):
    lhs, rhs, expected = NEEDS[name]
    result = judge(derivation(lhs, step(rhs)).claim(0))
    assert result.verdict is Verdict.REFUTED
    parts = None if result.true_iff is None else set(result.true_iff.split(r" \;\text{or}\; "))
    assert parts == (None if expected is None else set(expected.split(r" \;\text{or}\; ")))


def test_indices_stated_equal_are_not_proposed_to_differ():
    claim = derivation(s[i] * delta(j, k), step(s[j] * delta(i, k) + delta(j, k), given=Eq(i, j))).claim(0)
    result = judge(claim)
    assert result.verdict is Verdict.REFUTED
    assert result.true_iff == r"i \ne k"


def test_condition_that_nothing_can_meet_is_not_proposed():
    assert judge(derivation(exp(x), step(0)).claim(0)).true_iff is None
