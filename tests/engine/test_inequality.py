"""Inequalities for general n: what the lemmas prove, what is refuted, and that each side condition is needed."""

import pytest

from derive.engine import inequality, lemmas
from derive.engine.signs import Signs
from derive.session import judge
from derive.terms.build import Rational, Sum, define, exp, log, mean, pi
from derive.terms.declare import distribution, indices, positive, positives, real, reals, size
from derive.terms.records import derivation, step
from derive.terms.relations import Lt, Ne, given
from derive.verdict import Verdict

n, m = size("n"), size("m", at_least=2)
i, j, k, l = indices("i j k l", n)
a, b = indices("a b", m)
z, v, x = reals("z", n), reals("v", n), reals("x", m)
P, Q = distribution("P", n), distribution("Q", n)
p, q = positives("p", n), positives("q", n)
t, u, y = positive("t"), positive("u"), real("y")
Z = Sum(exp(z[k]), k)
s = define("s", i, exp(z[i]) / Z)
r = define("r", i, exp(v[i]) / Sum(exp(v[k]), k))
wide = define("w", a, exp(x[a]) / Sum(exp(x[b]), b))
KL = Sum(P[k] * log(P[k] / Q[k]), k)
H = -Sum(P[k] * log(P[k]), k)
CE = -Sum(P[k] * log(Q[k]), k)
sigmoid = 1 / (1 + exp(-y))

TRUE = {
    "softmax is positive": (0, s[i], "<", ()),
    "softmax is at most 1": (s[i], 1, "≤", ()),
    "softmax is below 1 for n >= 2": (wide[a], 1, "<", ()),
    "KL is not negative": (0, KL, "≤", ()),
    "KL is positive where P and Q differ": (0, KL, "<", given(Ne(P[i], Q[i]))),
    "cross entropy is at least entropy": (H, CE, "≤", ()),
    "entropy is not negative": (0, H, "≤", ()),
    "entropy is at most log n": (H, log(n), "≤", ()),
    "entropy is below log n off the uniform": (H, log(n), "<", given(Ne(P[i], 1 / n))),
    "sigmoid is positive": (0, sigmoid, "<", ()),
    "sigmoid is below 1": (sigmoid, 1, "<", ()),
    "entropy of softmax is not negative": (0, -Sum(s[k] * log(s[k]), k), "≤", ()),
    "entropy of softmax is at most log n": (-Sum(s[k] * log(s[k]), k), log(n), "≤", ()),
    "KL of softmaxes is not negative": (0, Sum(r[k] * log(r[k] / s[k]), k), "≤", ()),
    "LSE is at least an entry": (z[i], log(Z), "≤", ()),
    "LSE is at least the mean plus log n": (mean(z) + log(n), log(Z), "≤", ()),
    "LSE is at least a mean plus an entropy": (Sum(P[k] * z[k], k) + H, log(Z), "≤", ()),
    "minus log decreases": (-log(u), -log(t), "<", given(Lt(t, u))),
    "log is below its tangent": (log(u), u - 1, "≤", ()),
    "constants": (log(2), Rational(7, 10), "<", ()),
    "constants with pi": (3, pi, "<", ()),
    "symmetrised KL needs no normalisation": (0, Sum((p[k] - q[k]) * log(p[k] / q[k]), k), "≤", ()),
}
FALSE = {
    "softmax is below 1 for n = 1": (s[i], 1, "<", ()),
    "KL without normalisation": (0, Sum(p[k] * log(p[k] / q[k]), k), "≤", ()),
    "KL is positive for P = Q": (0, KL, "<", ()),
    "entropy below log n - 1/10": (H, log(n) - Rational(1, 10), "≤", ()),
    "minus log increases": (-log(t), -log(u), "<", given(Lt(t, u))),
    "log is strictly below its tangent at 1": (log(u), u - 1, "<", ()),
    "LSE is above an entry for n = 1": (z[i], log(Z), "<", ()),
    "wrong constant": (log(2), Rational(69, 100), "<", ()),
    "entropy is positive for n = 1": (0, H, "<", ()),
}


def verdict(lhs, rhs, relation, hypotheses):
    return judge(derivation(lhs, step(rhs, relation, given=hypotheses)).claim(0)).verdict


@pytest.mark.parametrize("name", TRUE)
def test_inequality_is_proved_for_every_n(name):
    assert verdict(*TRUE[name]) is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_false_inequality_is_refuted(name):
    assert verdict(*FALSE[name]) is Verdict.REFUTED


DROPPED = {
    "lemmas are not strict by themselves": (
        lambda mp: mp.setattr(lemmas, "_differ", lambda *_: True),
        "KL is positive for P = Q",
    ),
    "a part is below the whole only for n >= 2": (
        lambda mp: mp.setattr(Signs, "_by_terms", lambda *_: "+"),
        "LSE is above an entry for n = 1",
    ),
    "multiples of lemmas are positive": (
        lambda mp: mp.setattr(inequality, "has_sign", lambda _kernel, poly, **_: len(poly) <= 1),
        "log is strictly below its tangent at 1",
    ),
    "normalisation is part of Gibbs": (
        lambda mp: mp.setattr(inequality, "has_sign", lambda kernel, poly, **_: not inequality_logs(kernel, poly)),
        "KL without normalisation",
    ),
}


def inequality_logs(kernel, poly):
    return any(
        "log" in {kernel.atoms[j].kind for j, _ in kernel.atoms[i].args[1]}
        for m in poly
        for i, _ in m
        if kernel.atoms[i].kind == "sum"
    )


@pytest.mark.parametrize("name", DROPPED)
def test_dropped_side_condition_is_caught(name, monkeypatch):
    plant, claim = DROPPED[name]
    plant(monkeypatch)
    assert verdict(*FALSE[claim]) is Verdict.INTERNAL_ERROR
