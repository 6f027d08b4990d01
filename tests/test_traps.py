"""Every trap that caught SymPy, its peers or our own prototype. None may be called proved unless it is true."""

from __future__ import annotations

from fractions import Fraction

import pytest
from readings import claim_of

from derive.errors import TermError
from derive.session import judge
from derive.terms.build import D, Limit, Rational, Sum, define, delta, exp, log, oo, sqrt
from derive.terms.declare import distribution, indices, positive, positives, real, reals, size
from derive.terms.relations import Eq, Gt, Ne, given
from derive.verdict import Verdict

n, N, m2 = size("n"), size("N"), size("m", at_least=2)
i, j, k, l = indices("i j k l", n)
a, b = indices("a b", m2)
z, v, y, w = (reals(name, n) for name in ("z", "v", "y", "w"))
S, s_, P = reals("S", n), positives("s", n), positives("P", n)
M = reals("M", n, n)
T, p, q = positive("T"), positive("p"), positive("q")
t, x, al = real("t"), real("x"), real("alpha")
big = reals("x", m2)
Z = define("Z", Sum(exp(z[k]), k))
s = define("sigma", i, exp(z[i]) / Z)
r = define("r", a, exp(big[a]) / Sum(exp(big[b]), b))
LSE = log(Z)
y_sums_to_one = given(Eq(Sum(y[k], k), 1))
z_sums_to_zero = given(Eq(Sum(z[k], k), 0))
e1, p2, p3, p4, p5 = (Sum(z[k] ** power, k) for power in (1, 2, 3, 4, 5))

PROVED, REFUTED, CONDITIONAL, ILL_FORMED, UNDECIDED = (
    Verdict.PROVED,
    Verdict.REFUTED,
    Verdict.CONDITIONAL,
    Verdict.ILL_FORMED,
    Verdict.UNDECIDED,
)

SYMPY = {
    "derivative along the bound name": (D(Z, z[k]), exp(z[k]), (), PROVED),
    "derivative along the bound name is not Z": (D(Z, z[k]), Z * exp(z[k] - z[k]), (), REFUTED),
    "softmax along its own bound name": (D(exp(z[k]) / Z, z[k]), s[k] * (1 - s[k]), (), PROVED),
    "softmax along its own bound name is not 0": (D(exp(z[k]) / Z, z[k]), 0, (), REFUTED),
    "outer index set to a bound name": (Sum(z[j] * y[k], k), z[i] * Sum(y[k], k), given(Eq(i, j)), PROVED),
    "outer index captured": (Sum(z[j] * y[k], k), Sum(z[k] * y[k], k) + 0 * z[j], (), REFUTED),
    "derivative, then i = j": (D(z[i] ** 2 * z[j], z[i]), 3 * z[i] ** 2, given(Eq(i, j)), PROVED),
    "derivative, i = j forgotten": (D(z[i] ** 2 * z[j], z[i]), 2 * z[i] * z[j], (), REFUTED),
    "derivative of a sum without cases": (D(Z, z[j]), exp(z[j]), (), PROVED),
    "renamed sums are equal": (Sum(z[k] * y[k], k), Sum(z[l] * y[l], l), (), PROVED),
    "limit with symbolic size": (Limit(Sum(exp(z[k] / T), k), T, oo), n, (), PROVED),
    "log of a product of unknown signs": (log(t * x), log(t) + log(x), (), CONDITIONAL),
}
PEERS = {
    "hypothesis inside a derivative": (D(Sum(y[k], k) ** 2, y[i]), 0, y_sums_to_one, REFUTED),
    "hypothesis after the derivative": (D(Sum(y[k], k) ** 2, y[i]), 2, y_sums_to_one, PROVED),
    "root of a square": (sqrt(x**2), x, (), REFUTED),
    "upper and lower case": (S[i], s_[i], (), REFUTED),
    "N and n, T and t": (1 / (N * T**2), 1 / (n * x**2), given(Gt(x, 0)), REFUTED),
    "common logarithm": (log(p), log(p, 10), (), REFUTED),
    "bound and free": (Sum(exp(z[k]), k), n * exp(z[k]), (), ILL_FORMED),
    "derivative of a sum is not 0": (D(Sum(exp(z[k]), k), z[j]), 0, (), REFUTED),
}
PROTOTYPE = {
    "leading term may vanish": (Limit((z[i] / T) / (z[i] / T + 1 / T**2), T, oo), 1, (), REFUTED),
    "leading scalar may vanish": (Limit(al * T / (al * T + 1), T, oo), 1, (), REFUTED),
    "leading sum may vanish": (Limit(T * e1 / (T * e1 + 1), T, oo), 1, (), REFUTED),
    "leading sum vanishes by hypothesis": (Limit(e1 / (e1 + 1 / T), T, oo), 1, z_sums_to_zero, REFUTED),
    "leading sum vanishes, limit 0": (Limit(e1 / (e1 + 1 / T), T, oo), 0, z_sums_to_zero, PROVED),
    "cancelled difference": ((z[i] - z[j]) ** 2 / (z[i] - z[j]), z[i] - z[j], (), CONDITIONAL),
    "cancelled size": ((n - 1) * e1 / (n - 1), e1, (), CONDITIONAL),
    "cancelled size, large enough": ((m2 - 1) * r[a] / (m2 - 1), r[a], (), PROVED),
    "log of s(1-s) at n = 1": (log(s[i] * (1 - s[i])), log(s[i]) + log(1 - s[i]), (), CONDITIONAL),
    "log of s(1-s) for n >= 2": (log(r[a] * (1 - r[a])), log(r[a]) + log(1 - r[a]), (), PROVED),
    "log of squares at 0": (log(p2), log(2 * p2) - log(2), (), CONDITIONAL),
    "second entry": (z[2] - z[2] + 1, 1, (), CONDITIONAL),
    "all but the second": (Sum(z[k], k, exclude=2), e1 - z[2], (), CONDITIONAL),
    "log of a square": (log(x**2), 2 * log(x), (), CONDITIONAL),
    "absolute value by logs": (exp(log((z[i] - v[i]) ** 2) / 2), z[i] - v[i], given(Ne(z[i], v[i])), REFUTED),
    "diagonal denominator": (Sum(Sum((z[k] - z[l]) / (z[k] - z[l]), k), l), n**2, (), ILL_FORMED),
    "log of a negative": (log(-p), log(p), (), ILL_FORMED),
    "log of x and of -x": (log(-x) + log(x), 7, (), ILL_FORMED),
    "derivative of a limit": (
        D(Limit(T * (exp(z[i] / T) / Sum(exp(z[k] / T), k) - 1 / n), T, oo), z[j]),
        delta(i, j) / n,
        z_sums_to_zero,
        REFUTED,
    ),
    "third derivative without the diagonal": (
        D(LSE, z[i], z[j], z[k]),
        -s[i] * s[k] * delta(i, j) - s[i] * s[j] * delta(i, k) - s[i] * s[j] * delta(j, k) + 2 * s[i] * s[j] * s[k],
        (),
        REFUTED,
    ),
    "true for n = 1 only": (e1**2 - p2, 0, (), REFUTED),
    "true for n <= 2 only": (e1**3 - 3 * e1 * p2 + 2 * p3, 0, (), REFUTED),
    "true for n <= 3 only": (e1**4 - 6 * e1**2 * p2 + 3 * p2**2 + 8 * e1 * p3 - 6 * p4, 0, (), REFUTED),
    "true for n <= 4 only": (
        e1**5 - 10 * e1**3 * p2 + 15 * e1 * p2**2 + 20 * e1**2 * p3 - 20 * p2 * p3 - 30 * e1 * p4 + 24 * p5,
        0,
        (),
        REFUTED,
    ),
    "true at n = 1 for the factor": ((n - 1) * e1, 0, (), REFUTED),
    "transposed": (Sum(Sum(M[k, l] * y[k] * z[l], k), l), Sum(Sum(M[l, k] * y[k] * z[l], k), l), (), REFUTED),
    "Boolean labels are not given": (Sum(y[k] ** 2, k), e1 * 0 + Sum(y[k], k), (), REFUTED),
    "columns when rows are given": (
        Sum(Sum(M[k, l] * z[l], k), l),
        Sum(z[k], k),
        given(Eq(Sum(M[k, l], l), 1).for_all(k)),
        REFUTED,
    ),
    "contradictory sums": (y[i], z[i], given(Eq(Sum(y[k], k), 1), Eq(Sum(y[k], k), 0)), UNDECIDED),
}
CASES = {**SYMPY, **PEERS, **PROTOTYPE}


@pytest.mark.parametrize("name", CASES)
def test_trap_gets_its_true_verdict(name):
    lhs, rhs, hypotheses, expected = CASES[name]
    result = judge(claim_of(lhs, rhs, given=hypotheses))
    assert result.verdict is expected, result


def test_conditional_trap_names_the_condition_to_paste():
    result = judge(claim_of((n - 1) * e1 / (n - 1), e1))
    assert result.conditions == (r"n - 1 \ne 0",)
    assert result.witness is not None
    assert dict(result.witness.sizes) == {"n": 1}


def test_index_cannot_be_summed_as_a_number():
    with pytest.raises(TermError, match="index k is used as a number"):
        Sum(k, k)


def test_witness_satisfies_the_hypotheses_exactly():
    u = distribution("u", n)
    result = judge(claim_of(Sum(u[k] ** 2, k), Sum(u[k], k)))
    assert result.verdict is Verdict.REFUTED
    values = [Fraction(value) for name, value in result.witness.values if name.startswith("u_")]
    assert sum(values) == 1
    assert min(values) > 0


def test_small_exact_difference_is_seen():
    result = judge(claim_of(x + Rational(1, 10**30), x))
    assert result.verdict is Verdict.REFUTED
