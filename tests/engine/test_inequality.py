"""Inequalities for general n: what the lemmas prove, what is refuted, and that each side condition is needed."""

import pytest
from flint import fmpq
from readings import claim_of

from derive.engine import inequality, lemmas
from derive.engine.hypotheses import read
from derive.engine.laws import Law
from derive.engine.normal import Normaliser
from derive.engine.rewriting import Kernel
from derive.engine.ring import Exhausted
from derive.engine.signs import Signs
from derive.session import judge
from derive.terms.build import Rational, Sum, define, delta, exp, log, mean, pi, sqrt
from derive.terms.declare import distribution, indices, nonnegatives, positive, positives, real, reals, size
from derive.terms.relations import Eq, Ge, Gt, Le, Lt, Ne, given, zero_log_zero
from derive.verdict import Verdict

n, m = size("n"), size("m", at_least=2)
i, j, k, l = indices("i j k l", n)
a, b = indices("a b", m)
z, v, x = reals("z", n), reals("v", n), reals("x", m)
P, Q = distribution("P", n), distribution("Q", n)
p, q, B = positives("p", n), positives("q", n), positives("B", m)
R, U = distribution("R", m), nonnegatives("U", m)
t, u, y = positive("t"), positive("u"), real("y")
Z = Sum(exp(z[k]), k)
s = define("s", i, exp(z[i]) / Z)
r = define("r", i, exp(v[i]) / Sum(exp(v[k]), k))
wide = define("w", a, exp(x[a]) / Sum(exp(x[b]), b))
KL = Sum(P[k] * log(P[k] / Q[k]), k)
H = -Sum(P[k] * log(P[k]), k)
CE = -Sum(P[k] * log(Q[k]), k)
sigmoid = 1 / (1 + exp(-y))
w = nonnegatives("w", n)
g, h = positive("g"), positive("h")
orders = given(Le(log(t), log(u)), Le(log(g), log(h)))

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
    "LSE is above an entry for n >= 2": (x[a], log(Sum(exp(x[b]), b)), "<", ()),
    "constants": (log(2), Rational(7, 10), "<", ()),
    "constants with pi": (3, pi, "<", ()),
    "delta is at most 1": (delta(i, j), 1, "≤", ()),
    "a line where two indices agree": (2 * delta(i, j) * y, 1 + y**2, "≤", ()),
    "a root that is there for two indices": (0, sqrt(z[i] + v[j]), "≤", given(Gt(z[i] + v[j], 0))),
    "one of weights that may vanish": (U[a], 1, "≤", given(Eq(Sum(U[b], b), 1))),
    "KL over a square": (0, KL / y**2, "<", given(Ne(y, 0), Ne(P[i], Q[i]))),
    "symmetrised KL needs no normalisation": (0, Sum((p[k] - q[k]) * log(p[k] / q[k]), k), "≤", ()),
    "above what is positive": (0, w[i], "<", given(Gt(w[i], t))),
    "a sum of squares above what is positive": (0, w[i] + y**2, "<", given(Gt(w[i] + y**2, t))),
    "strictly above what is not negative": (0, w[i], "<", given(Gt(w[i], y**2))),
    "a real above what is positive": (0, y, "<", given(Gt(y, t))),
    "at least twice what is positive": (t + u, y, "<", given(Ge(y, 2 * t + 2 * u))),
    "a stated order, and one more": (log(t), log(u) + 1, "<", given(Le(log(t), log(u)))),
    "a stated strict order, divided": (log(t) / w[i], log(u) / w[i], "<", given(Lt(log(t), log(u)), Ne(w[i], 0))),
    "multiples of two stated orders": (w[i] * log(t) + g * log(g), w[i] * log(u) + g * log(h), "≤", orders),
    "strictly, by one of two stated orders": (
        w[i] * log(t) + g * log(g),
        w[i] * log(u) + g * log(h),
        "<",
        given(Le(log(t), log(u)), Lt(log(g), log(h))),
    ),
    "quotients of two stated orders": (log(t) / u + log(g) / h, log(u) / u + log(h) / h, "≤", orders),
    "roots that multiply stated orders": (
        sqrt(w[i]) * log(t) + sqrt(w[j]) * log(g),
        sqrt(w[i]) * log(u) + sqrt(w[j]) * log(h),
        "≤",
        orders,
    ),
    "three stated orders, one after the other": (
        log(t),
        log(p[i]),
        "≤",
        given(Le(log(t), log(u)), Le(log(u), log(g)), Le(log(g), log(p[i]))),
    ),
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
    "not zero, hence not negative": (0, log(t), "≤", given(Ne(log(t), 0))),
    "a product of what is not zero": (0, log(t) * log(u), "≤", given(Ne(log(t), 0), Ge(log(u), 0))),
    "not negative, hence positive": (0, log(t), "<", given(Ge(log(t), 0))),
    "a weak order, strictly": (log(t), log(u), "<", given(Le(log(t), log(u)))),
    "a stated order, times what may vanish": (w[i] * log(t), w[i] * log(u), "<", given(Lt(log(t), log(u)))),
    "a stated order, times a real": (y * log(t), y * log(u), "≤", given(Lt(log(t), log(u)))),
    "a stated order the other way": (log(u), log(t), "≤", given(Lt(log(t), log(u)))),
    "a stated order, divided by a real": (log(t) / y, log(u) / y, "≤", given(Lt(log(t), log(u)), Ne(y, 0))),
    "a stated order, divided by what may vanish": (log(t), log(u), "≤", given(Le(w[i] * log(t), w[i] * log(u)))),
    "a stated order, divided by a square": (log(t), log(u), "≤", given(Le(y**2 * log(t), y**2 * log(u)))),
    "multiples of two stated orders, one of any sign": (
        y * log(t) + g * log(g),
        y * log(u) + g * log(h),
        "≤",
        orders,
    ),
    "multiples of two stated orders, strictly": (w[i] * log(t) + g * log(g), w[i] * log(u) + g * log(h), "<", orders),
    "three stated orders, with a gap": (
        log(t),
        log(h) - 1,
        "≤",
        given(Le(log(t), log(u)), Le(log(u), log(g)), Le(log(g), log(h))),
    ),
    "a stated order, taken twice": (2 * log(t) + y, 2 * log(u), "≤", given(Le(log(t) + y, log(u)))),
    "a line where two indices agree, without the 1": (2 * delta(i, j) * y, y**2, "≤", ()),
    "a line where two indices differ": ((1 - delta(i, j)) * y, y**2, "≤", ()),
    "a root that is not told of where two indices agree": (
        delta(i, j),
        sqrt(z[i] + v[j]),
        "≤",
        given(Gt(z[i] + v[j], 0)),
    ),
    "one of weights that may vanish is not below 1": (U[a], 1, "<", given(Eq(Sum(U[b], b), 1))),
    "log below its tangent, times what may vanish": (w[i] * log(t), w[i] * (t - 1), "<", given(Ne(t, 1))),
    "probabilities in logs under real weights": (0, -Sum(v[k] * log(P[k]), k), "≤", ()),
    "logs of what does not sum to 1": (0, -Sum(p[k] * log(p[k]), k), "≤", ()),
    "logs of what sums to 2": (0, -Sum(p[k] * log(p[k]), k), "≤", given(Eq(Sum(p[k], k), 2))),
    "parts of a sum under weights that may all vanish": (
        Sum(U[a] * log(B[a]), a),
        Sum(U[a], a) * log(Sum(B[a], a)),
        "<",
        given(zero_log_zero),
    ),
    "probabilities in logs under weights that may all vanish": (
        0,
        -Sum(U[a] * log(R[a]), a),
        "<",
        given(zero_log_zero),
    ),
}


def verdict(lhs, rhs, relation, hypotheses):
    return judge(claim_of(lhs, rhs, relation, given=hypotheses)).verdict


@pytest.mark.parametrize("name", TRUE)
def test_inequality_is_proved_for_every_n(name):
    assert verdict(*TRUE[name]) is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_false_inequality_is_refuted(name):
    assert verdict(*FALSE[name]) is Verdict.REFUTED


class Lawful(Kernel):
    """A kernel without one law."""

    def __init__(self, budget, law=None):
        super().__init__(budget)
        self.law = law

    def may_use(self, law):
        """Whether it is another one."""
        return law is not self.law


def found(lhs, rhs, relation, hypotheses, budget=1_000_000, law=None):
    """Whether the search finds the sign of a difference, and the kernel it was done with."""
    claim = claim_of(lhs, rhs, relation, given=hypotheses)
    kernel = Lawful(budget, law)
    normaliser = Normaliser(kernel, claim.floors, {})
    read(normaliser, claim)
    gap = kernel.add(normaliser.convert(claim.rhs), normaliser.convert(claim.lhs), fmpq(-1))
    gap = kernel.apply(gap)
    kernel.spent = 0
    known = kernel.context()
    holds = inequality.at_least_zero(kernel, gap, strict=relation == "<")
    assert (kernel.budget, kernel.context()) == (budget, known)
    return holds, kernel


def test_search_ends_at_its_allowance_and_passes_on_that_the_budget_is_used_up(monkeypatch):
    hard = TRUE["LSE is at least a mean plus an entropy"]
    holds, kernel = found(*hard)
    assert holds
    least = kernel.spent
    monkeypatch.setattr(inequality, "ALLOWANCE", least)
    assert found(*hard)[0]
    monkeypatch.setattr(inequality, "ALLOWANCE", least - 1)
    holds, kernel = found(*hard)
    assert not holds
    assert found(*hard, budget=kernel.spent)[0] is False
    with pytest.raises(Exhausted):
        found(*hard, budget=kernel.spent - 1)


@pytest.mark.parametrize(
    ("lhs", "rhs"),
    [(sqrt(1 + y**2), 1 + y**2 / 2), (log(t) / 2 + log(u) / 2, log((t + u) / 2))],
    ids=["squared", "without logarithms"],
)
def test_roots_and_logarithms_are_removed_only_where_functions_may_be_taken_as_monotone(lhs, rhs):
    assert found(lhs, rhs, "≤", ())[0]
    assert not found(lhs, rhs, "≤", (), law=Law.MONOTONE)[0]


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
