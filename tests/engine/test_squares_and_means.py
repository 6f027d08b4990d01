"""Squares, variances, Cauchy-Schwarz, Jensen and tangents, for general n: what holds, what does not, and what is needed."""

import pytest
from readings import claim_of

from derive.engine import inequality, pairs, squares
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.session import judge
from derive.terms.build import D, Product, Rational, Sum, define, delta, exp, log, mean, sqrt
from derive.terms.declare import distribution, indices, nonnegatives, positive, positives, real, reals, size
from derive.terms.relations import Eq, Ge, Le, Lt, given
from derive.verdict import Verdict

n, m, empty = size("n"), size("m", at_least=2), size("empty", at_least=0)
i, j, k, l = indices("i j k l", n)
h, o = indices("h o", m)
x, y, v, z = reals("x", n), reals("y", n), reals("v", n), reals("z", n)
P, Q, R = distribution("P", n), distribution("Q", n), distribution("R", m)
p, q, g, B = positives("p", n), positives("q", n), positives("g", n), positives("B", m)
w, U = nonnegatives("w", n), nonnegatives("U", m)
t, u, a, b, c = positive("t"), positive("u"), real("a"), real("b"), real("c")
Z = Sum(exp(z[k]), k)
s = define("s", i, exp(z[i]) / Z)
sigmoid = 1 / (1 + exp(-a))
KL = Sum(P[k] * log(P[k] / Q[k]), k)
back = Sum(Q[k] * log(Q[k] / P[k]), k)
weights = given(Eq(Sum(w[k], k), 1))
signed = given(Eq(Sum(y[k], k), 1))
below = given(Le(x[k], y[k]).for_all(k))
quadratic_form = Sum(Sum(v[i] * (s[i] * delta(i, j) - s[i] * s[j]) * v[j], i), j)

TRUE = {
    "a real times its rest": (a * (1 - a), Rational(1, 4), "≤", ()),
    "a softmax times its rest": (s[i] * (1 - s[i]), Rational(1, 4), "≤", ()),
    "slope of the sigmoid": (D(sigmoid, a), Rational(1, 4), "≤", ()),
    "slope of the sigmoid is positive": (0, D(sigmoid, a), "<", ()),
    "two squares": (2 * a * b, a**2 + b**2, "≤", ()),
    "three squares": (a * b + b * c + a * c, a**2 + b**2 + c**2, "≤", ()),
    "no real root": (0, a**2 + a + 1, "<", ()),
    "even power": (0, (a - b) ** 2 * (a**2 + a * b + b**2), "≤", ()),
    "two means": (sqrt(t * u), (t + u) / 2, "≤", ()),
    "hyperbolic cosine": (2, exp(a) + exp(-a), "≤", ()),
    "squares of differences": (0, Sum((x[k] - y[k]) ** 2, k), "≤", ()),
    "squares about a number": (0, Sum((x[k] - a) ** 2, k), "≤", ()),
    "Cauchy-Schwarz": (Sum(x[k] * y[k], k) ** 2, Sum(x[k] ** 2, k) * Sum(y[k] ** 2, k), "≤", ()),
    "Cauchy-Schwarz under weights": (
        Sum(w[k] * x[k] * y[k], k) ** 2,
        Sum(w[k] * x[k] ** 2, k) * Sum(w[k] * y[k] ** 2, k),
        "≤",
        (),
    ),
    "sum times sum of inverses": (n**2, Sum(g[k], k) * Sum(1 / g[k], k), "≤", ()),
    "square of a mean": (mean(x) ** 2, Sum(x[k] ** 2, k) / n, "≤", ()),
    "square of a weighted mean": (Sum(P[k] * x[k], k) ** 2, Sum(P[k] * x[k] ** 2, k), "≤", ()),
    "weights that may vanish": (Sum(w[k] * x[k], k) ** 2, Sum(w[k] * x[k] ** 2, k), "≤", weights),
    "variance": (0, Sum(P[k] * (x[k] - Sum(P[l] * x[l], l)) ** 2, k), "≤", ()),
    "Hessian of LogSumExp": (0, quadratic_form, "≤", ()),
    "Hessian of LogSumExp as derivatives": (0, Sum(Sum(v[i] * D(log(Z), z[i], z[j]) * v[j], i), j), "≤", ()),
    "Jensen for log": (Sum(P[k] * log(g[k]), k), log(Sum(P[k] * g[k], k)), "≤", ()),
    "Jensen for log, weights that may vanish": (Sum(w[k] * log(g[k]), k), log(Sum(w[k] * g[k], k)), "≤", weights),
    "Jensen for log, mean": (Sum(log(g[k]), k) / n, log(Sum(g[k], k) / n), "≤", ()),
    "Jensen for log of exp": (Sum(P[k] * x[k], k), log(Sum(P[k] * exp(x[k]), k)), "≤", ()),
    "Jensen for exp": (exp(Sum(P[k] * x[k], k)), Sum(P[k] * exp(x[k]), k), "≤", ()),
    "Jensen for exp, weights that may vanish": (exp(Sum(w[k] * x[k], k)), Sum(w[k] * exp(x[k]), k), "≤", weights),
    "Jensen for exp, mean": (exp(mean(x)), Sum(exp(x[k]), k) / n, "≤", ()),
    "Jensen for exp of a multiple": (exp(2 * Sum(P[k] * x[k], k)), Sum(P[k] * exp(2 * x[k]), k), "≤", ()),
    "Jensen for exp of a sum": (
        exp(Sum(P[k] * (x[k] + y[k]), k)),
        Sum(P[k] * exp(x[k] + y[k]), k),
        "≤",
        (),
    ),
    "Jensen for exp of a square": (exp(Sum(P[k] * x[k] ** 2, k)), Sum(P[k] * exp(x[k] ** 2), k), "≤", ()),
    "geometric and arithmetic mean": (exp(Sum(log(g[k]), k) / n), Sum(g[k], k) / n, "≤", ()),
    "product and power of the mean": (Product(g[k], k), (Sum(g[k], k) / n) ** n, "≤", ()),
    "log-sum": (Sum(p[k], k) * log(Sum(p[k], k) / Sum(q[k], k)), Sum(p[k] * log(p[k] / q[k]), k), "≤", ()),
    "Bhattacharyya": (Sum(sqrt(P[k] * Q[k]), k), 1, "≤", ()),
    "chi squared": (0, Sum((P[k] - Q[k]) ** 2 / Q[k], k), "≤", ()),
    "KL is at most chi squared": (KL, Sum(P[k] ** 2 / Q[k], k) - 1, "≤", ()),
    "collision probability": (1 / n, Sum(P[k] ** 2, k), "≤", ()),
    "collision probability is at most 1": (Sum(P[k] ** 2, k), 1, "≤", ()),
    "a probability is at most 1": (P[i], 1, "≤", ()),
    "a probability is below 1 for n >= 2": (R[h], 1, "<", ()),
    "KL over n": (0, KL / n, "≤", ()),
    "n times KL": (0, n * KL, "≤", ()),
    "a positive multiple of KL": (0, t * KL, "≤", ()),
    "a square times KL": (0, a**2 * KL, "≤", ()),
    "positive multiples of two divergences": (0, t * KL + u * back, "≤", ()),
    "Cauchy-Schwarz under a root": (Sum(x[k] * y[k], k), sqrt(Sum(x[k] ** 2, k)) * sqrt(Sum(y[k] ** 2, k)), "≤", ()),
    "mean and root of the mean square": (mean(x), sqrt(Sum(x[k] ** 2, k) / n), "≤", ()),
    "root of a sum": (sqrt(t + u), sqrt(t) + sqrt(u), "<", ()),
    "harmonic and geometric mean": (2 / (1 / t + 1 / u), sqrt(t * u), "≤", ()),
    "root below its tangent": (sqrt(1 + a**2), 1 + a**2 / 2, "≤", ()),
    "root above what it is the root of": (a, sqrt(1 + a**2), "<", ()),
    "exp is above its tangent": (1 + a, exp(a), "≤", ()),
    "exp is above the identity": (a, exp(a), "<", ()),
    "positive multiples of exps above their tangents": (t * (1 + a) + u * (1 + b), t * exp(a) + u * exp(b), "≤", ()),
    "exp is above its tangent at b": (exp(b) * (1 + a - b), exp(a), "≤", ()),
    "a multiple of log below its tangent": (a**2 * log(t), a**2 * (t - 1), "≤", ()),
    "an order of all members": (Sum(p[k] * x[k], k), Sum(p[k] * y[k], k), "≤", below),
    "a bound for all members": (Sum(P[k] * x[k], k), c, "≤", given(Le(x[k], c).for_all(k))),
    "a strict bound for all members": (Sum(P[k] * x[k], k), c, "<", given(Lt(x[k], c).for_all(k))),
}
FALSE = {
    "a larger constant": (a * (1 - a), Rational(6, 25), "≤", ()),
    "strict at one half": (a * (1 - a), Rational(1, 4), "<", ()),
    "slope of the sigmoid below its top": (D(sigmoid, a), Rational(1, 4), "<", ()),
    "squares the other way": (a**2 + b**2, 2 * a * b, "≤", ()),
    "a real root": (0, a**2 + 3 * a + 2, "≤", ()),
    "strict where the root is": (0, a**2 + 2 * a + 1, "<", ()),
    "odd power": (0, (a - b) ** 3, "≤", ()),
    "means the other way": ((t + u) / 2, sqrt(t * u), "≤", ()),
    "strict where all agree": (0, Sum((x[k] - y[k]) ** 2, k), "<", ()),
    "Cauchy-Schwarz the other way": (Sum(x[k] ** 2, k) * Sum(y[k] ** 2, k), Sum(x[k] * y[k], k) ** 2, "≤", ()),
    "Cauchy-Schwarz is not strict": (Sum(x[k] * y[k], k) ** 2, Sum(x[k] ** 2, k) * Sum(y[k] ** 2, k), "<", ()),
    "Cauchy-Schwarz under real weights": (
        Sum(v[k] * x[k] * y[k], k) ** 2,
        Sum(v[k] * x[k] ** 2, k) * Sum(v[k] * y[k] ** 2, k),
        "≤",
        (),
    ),
    "sum times sum of inverses, off by one": ((n + 1) ** 2, Sum(g[k], k) * Sum(1 / g[k], k), "≤", ()),
    "square of a sum": (Sum(x[k], k) ** 2, Sum(x[k] ** 2, k), "≤", ()),
    "variance is not strict for n = 1": (Sum(P[k] * x[k], k) ** 2, Sum(P[k] * x[k] ** 2, k), "<", ()),
    "square under weights without a sum": (Sum(p[k] * x[k], k) ** 2, Sum(p[k] * x[k] ** 2, k), "≤", ()),
    "square under signed weights": (Sum(y[k] * x[k], k) ** 2, Sum(y[k] * x[k] ** 2, k), "≤", signed),
    "Hessian is not definite": (0, quadratic_form, "<", ()),
    "Hessian with the sign flipped": (
        0,
        Sum(Sum(v[i] * (s[i] * s[j] - s[i] * delta(i, j)) * v[j], i), j),
        "≤",
        (),
    ),
    "Jensen for log without a sum": (Sum(p[k] * log(g[k]), k), log(Sum(p[k] * g[k], k)), "≤", ()),
    "Jensen for log is not strict": (Sum(P[k] * log(g[k]), k), log(Sum(P[k] * g[k], k)), "<", ()),
    "Jensen for exp without a sum": (exp(Sum(p[k] * x[k], k)), Sum(p[k] * exp(x[k]), k), "≤", ()),
    "Jensen for exp the other way": (Sum(P[k] * exp(x[k]), k), exp(Sum(P[k] * x[k], k)), "≤", ()),
    "Jensen for exp under signed weights": (exp(Sum(y[k] * x[k], k)), Sum(y[k] * exp(x[k]), k), "≤", signed),
    "Jensen for exp without the mean": (exp(Sum(x[k], k)), Sum(exp(x[k]), k), "≤", ()),
    "geometric mean is not below for n = 1": (exp(Sum(log(g[k]), k) / n), Sum(g[k], k) / n, "<", ()),
    "log-sum the other way": (
        Sum(p[k] * log(p[k] / q[k]), k),
        Sum(p[k], k) * log(Sum(p[k], k) / Sum(q[k], k)),
        "≤",
        (),
    ),
    "a probability is not below 1 for n = 1": (P[i], 1, "<", ()),
    "one of signed weights": (y[i], 1, "≤", signed),
    "collision probability is not below 1 for n = 1": (Sum(P[k] ** 2, k), 1, "<", ()),
    "a real multiple of KL": (0, a * KL, "≤", ()),
    "a difference of divergences": (0, t * KL - u * back, "≤", ()),
    "Cauchy-Schwarz under a root, the other way": (
        sqrt(Sum(x[k] ** 2, k)) * sqrt(Sum(y[k] ** 2, k)),
        Sum(x[k] * y[k], k),
        "≤",
        (),
    ),
    "mean and root of the mean square at ties": (mean(x), sqrt(Sum(x[k] ** 2, k) / n), "<", ()),
    "sum of roots": (sqrt(t) + sqrt(u), sqrt(t + u), "≤", ()),
    "a root and a negative line": (sqrt(1 + a**2), -2 - 2 * a**2 - a**4, "≤", ()),
    "root below the line": (sqrt(1 + a**2), 1 + a, "≤", ()),
    "square of a root that may be below": (a**2, sqrt(1 + a**2), "≤", ()),
    "exp is not strictly above its tangent at 0": (1 + a, exp(a), "<", ()),
    "exp below its tangent": (exp(a), 1 + a, "≤", ()),
    "a real multiple of log below its tangent": (a * log(t), a * (t - 1), "≤", ()),
    "an order under real weights": (Sum(v[k] * x[k], k), Sum(v[k] * y[k], k), "≤", below),
    "a bound for all members is not strict": (Sum(P[k] * x[k], k), c, "<", given(Le(x[k], c).for_all(k))),
    "a difference of squares, one of a logarithm": (log(t) ** 2, a**2, "≤", ()),
    "strict where a number is a logarithm": (0, (a - log(t)) ** 2, "<", ()),
    "a logarithm is no square": (0, 1 + a**2 + log(t), "≤", ()),
    "a discriminant where the constant may be missing": (
        0,
        c * a**2 + b * a + w[i],
        "≤",
        given(Ge(4 * w[i] * c, b**2)),
    ),
    "delta is not always 1": (1, delta(i, j), "≤", ()),
    "a part under weights that may vanish": (U[h] * B[h], Sum(U[o] * B[o], o), "<", given(Eq(Sum(U[o], o), 1))),
    "a weight that may vanish": (0, Sum(w[k], k), "<", ()),
}


@pytest.mark.parametrize("name", TRUE)
def test_inequality_is_proved_for_every_n(name):
    assert judge(claim_of(*TRUE[name])).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_false_inequality_is_refuted(name):
    assert judge(claim_of(*FALSE[name])).verdict is Verdict.REFUTED


def test_discriminant_is_not_enough_where_the_square_may_be_missing():
    """At w = b = 0 the constant may be negative; no sampling meets that."""
    quadratic = (0, w[i] * a**2 + b * a + c, "≤", given(Ge(4 * w[i] * c, b**2)))
    assert not prove(claim_of(*quadratic)).holds
    assert judge(claim_of(*quadratic)).verdict is not Verdict.PROVED


def test_cost_of_a_proof_is_small():
    assert max(prove(claim_of(*parts)).spent for parts in TRUE.values()) < 20_000


def weights_of_any_sum(kernel, sort, _poly):
    return [kernel.entry("family p", (f"{{pair 1:{sort}",))]


def parts_of_any_sign(kernel, tokens):
    for rule in kernel.sum_rules:
        for token in tokens:
            kernel.state(kernel.add(rule.value, kernel.entry(rule.family, (token,)), -rule.value[()]), "0+")


def search_blindly(mp):
    mp.setattr(squares, "is_somewhere_negative", lambda *_: False)


def any_power_is_a_square(mp):
    search_blindly(mp)
    healthy = squares._quadratic
    mp.setattr(squares, "_quadratic", lambda poly, i, **_: healthy(poly, i, positive=True))


def weights_need_no_sum(mp):
    mp.setattr(pairs, "_units", weights_of_any_sum)
    mp.setattr(pairs, "is_zero", lambda *_: True)


def squares_without_their_rest(mp):
    search_blindly(mp)
    mp.setattr(squares, "_quadratic", lambda *_, **__: ({(): 1}, {}, {}))


def squared_alone(mp):
    healthy = inequality.without_root
    mp.setattr(inequality, "without_root", lambda kernel, poly: [({}, gap) for _, gap in healthy(kernel, poly)])


DROPPED = {
    "what is squared is not negative": (squared_alone, FALSE["a root and a negative line"]),
    "only even powers are squares": (any_power_is_a_square, (0, a + b**2 + 1, "≤", ())),
    "the rest of a square is needed": (squares_without_their_rest, (0, a**2 + 3 * a + 1, "≤", ())),
    "weights sum to 1": (weights_need_no_sum, FALSE["square under weights without a sum"]),
    "multiples of lemmas have a sign": (
        lambda mp: mp.setattr(inequality, "factor_sign", lambda *_: "0+"),
        FALSE["a real multiple of KL"],
    ),
    "deltas are 0 as well as 1": (
        lambda mp: mp.setattr(inequality, "_cases", lambda kernel, poly: [kernel.rename(poly, {"j": "i"})]),
        FALSE["delta is not always 1"],
    ),
    "parts are of what is never negative": (
        lambda mp: mp.setattr(inequality, "_state_parts", parts_of_any_sign),
        FALSE["one of signed weights"],
    ),
    "weights have a mass": (
        lambda mp: mp.setattr(Kernel, "_has_mass", lambda *_: True),
        FALSE["a weight that may vanish"],
    ),
}


@pytest.mark.parametrize("name", DROPPED)
def test_dropped_side_condition_is_caught(name, monkeypatch):
    plant, parts = DROPPED[name]
    assert judge(claim_of(*parts)).verdict is Verdict.REFUTED
    plant(monkeypatch)
    assert judge(claim_of(*parts)).verdict is Verdict.INTERNAL_ERROR


def test_multiple_of_a_lemma_divides_by_nothing_that_may_vanish():
    kernel = Kernel(1000)
    kernel.positive.add("t")
    ((real_power,),) = kernel.symbol("a")
    ((positive_power,),) = kernel.symbol("t")
    assert inequality.factor_sign(kernel, ((positive_power[0], -2),)) == "+"
    assert inequality.factor_sign(kernel, ((real_power[0], 2),)) == "0+"
    assert inequality.factor_sign(kernel, ((real_power[0], -2),)) == "?"


@pytest.mark.parametrize(
    ("lhs", "rhs", "verdict"),
    [
        (2, exp(n - 1001) + exp(1001 - n), Verdict.PROVED),
        (2 * a * b * 10**400, a**2 + 10**800 * b**2, Verdict.PROVED),
        (0, a**2 - 2 * a / empty + 1 / empty**2, Verdict.CONDITIONAL),
        (0, a**2 - a / empty, Verdict.REFUTED),
    ],
)
def test_numbers_that_no_float_holds_are_no_bug(lhs, rhs, verdict):
    assert judge(claim_of(lhs, rhs, "≤")).verdict is verdict
