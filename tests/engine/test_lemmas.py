"""Lemmas on logarithms: which ones are found for a difference, which of them are strict, and what none is found for."""

import pytest
from readings import claim_of

from derive.engine.hypotheses import read
from derive.engine.laws import Law
from derive.engine.lemmas import Lemma, collected, log_lemmas
from derive.engine.normal import Normaliser
from derive.engine.rewriting import Kernel
from derive.engine.ring import Undefined, Unsupported, items
from derive.terms.build import Integral, Sum, exp, log
from derive.terms.declare import (
    distribution,
    indices,
    nonnegatives,
    positive,
    positives,
    real,
    reals,
    size,
    variable,
)
from derive.terms.maxima import Max
from derive.terms.relations import Eq, Gt, Ne, given, zero_log_zero

n, m, empty = size("n"), size("m", at_least=2), size("e", at_least=0)
i, j, k, l = indices("i j k l", n)
a, b = indices("a b", m)
h, o = indices("h o", empty)
x, place = variable("x"), variable("place")
P, Q, R = distribution("P", n), distribution("Q", n), distribution("R", m)
rows, A = distribution("M", n, n), reals("A", n, n)
p, q = positives("p", n), positives("q", n)
w, v = nonnegatives("w", n), reals("v", n)
y, z, late = reals("y", m), reals("z", n), reals("c", empty)
U, V = nonnegatives("U", m), positives("V", empty)
density, other = positives("f", x.domain), positives("g", x.domain)
t, u, c = positive("t"), positive("u"), real("c")
Z, Y = Sum(exp(z[k]), k), Sum(exp(y[b]), b)


class Lawful(Kernel):
    """A kernel that may use one law."""

    def __init__(self, law):
        super().__init__(1_000_000)
        self.law = law

    def may_use(self, law):
        """Whether it is this one."""
        return law is self.law


def found(law, term, hypotheses=()):
    """The lemmas of one law for a difference, and what reads terms for the same kernel."""
    claim = claim_of(0, term, "≤", given=hypotheses)
    kernel = Lawful(law)
    normaliser = Normaliser(kernel, claim.floors, {})
    read(normaliser, claim)
    poly = normaliser.convert(claim.rhs)
    return log_lemmas(kernel, kernel.apply(poly) if kernel.has_rules else poly), normaliser


LEMMAS = {
    "Gibbs for two distributions and for the even one": (
        Law.GIBBS,
        Sum(P[k] * log(P[k] / Q[k]), k),
        (),
        {"KL": (Sum(P[k] * log(P[k] / Q[k]), k), False), "even": (Sum(P[k] * log(P[k]), k) + log(n), False)},
    ),
    "Gibbs where two entries differ": (
        Law.GIBBS,
        Sum(P[k] * log(Q[k]), k),
        given(Ne(P[i], Q[i])),
        {"KL": (Sum(P[k] * log(P[k] / Q[k]), k), True), "even": (Sum(P[k] * log(P[k]), k) + log(n), False)},
    ),
    "Gibbs where entries of another range differ": (
        Law.GIBBS,
        Sum(P[k] * log(Q[k]), k),
        given(Ne(R[a], 1 / m)),
        {"KL": (Sum(P[k] * log(P[k] / Q[k]), k), False), "even": (Sum(P[k] * log(P[k]), k) + log(n), False)},
    ),
    "Gibbs over a range that may be empty": (
        Law.GIBBS,
        Sum(V[h] * log(V[h]), h),
        (),
        {},
    ),
    "Gibbs for a density": (
        Law.GIBBS,
        Integral(density[x] * log(density[x]), x),
        (),
        {},
    ),
    "Gibbs where densities differ at a point": (
        Law.GIBBS,
        Integral(density[x] * log(density[x] / other[x]), x),
        given(Ne(density[place], other[place])),
        {
            "other": (
                Integral(density[x] * log(density[x] / other[x]) - density[x] + other[x], x),
                False,
            )
        },
    ),
    "Gibbs for two ranges": (
        Law.GIBBS,
        Sum(P[k] * log(P[k]), k) + Sum(R[b] * log(R[b]), b),
        (),
        {"n": (Sum(P[k] * log(P[k]), k) + log(n), False), "m": (Sum(R[b] * log(R[b]), b) + log(m), False)},
    ),
    "Gibbs for weights of no sign": (Law.GIBBS, Sum(v[k] * log(p[k]), k), (), {}),
    "Gibbs for weights that may vanish": (Law.GIBBS, Sum(w[k] * log(p[k]), k), (), {}),
    "Gibbs for weights that may vanish, where 0 log 0 = 0": (
        Law.GIBBS,
        Sum(w[k] * log(p[k]), k),
        given(zero_log_zero),
        {
            "p": (Sum(w[k] * log(w[k]) - w[k] * log(p[k]) - w[k] + p[k], k), False),
            "even": (Sum(w[k] * log(w[k]) + w[k] * log(n) - w[k], k) + 1, False),
        },
    ),
    "Gibbs for a logarithm of what has no sign": (
        Law.GIBBS,
        Sum(p[k] * log(c + z[k]), k),
        given(Gt(c, 0)),
        {"even": (Sum(p[k] * log(p[k]) + p[k] * log(n) - p[k], k) + 1, False)},
    ),
    "Gibbs: a constant weight is none": (Law.GIBBS, Sum(t * log(p[k]), k), (), {}),
    "Gibbs: squares and products of logarithms have no weight": (
        Law.GIBBS,
        Sum(p[k] * log(q[k]) ** 2, k) + Sum(p[k] * log(p[k]) * log(q[k]), k) + Sum(p[k], k) * log(t),
        (),
        {},
    ),
    "Gibbs: sums over two variables have no weight": (
        Law.GIBBS,
        Sum(p[k] * q[l] * log(p[k] + q[l]), k, l),
        (),
        {},
    ),
    "Gibbs: logarithms under one weight are taken together": (
        Law.GIBBS,
        Sum(P[k] * log(p[k]), k) + Sum(P[k] * log(q[k]), k),
        (),
        {
            "p": (Sum(P[k] * log(P[k] / p[k]) + p[k], k) - 1, False),
            "q": (Sum(P[k] * log(P[k] / q[k]) + q[k], k) - 1, False),
            "even": (Sum(P[k] * log(P[k]), k) + log(n), False),
        },
    ),
    "parts of a logarithm of a sum": (
        Law.PART,
        log(Z) - z[i],
        (),
        {
            "an entry": (log(Z) - z[i], False),
            "shares": (log(Z) - Sum(exp(z[k]) * z[k], k) / Z, False),
            "even": (log(Z) - Sum(z[k], k) / n, False),
        },
    ),
    "parts under stated weights": (
        Law.PART,
        log(Z) - Sum(P[k] * z[k], k),
        (),
        {
            "shares": (log(Z) - Sum(exp(z[k]) * z[k], k) / Z, False),
            "even": (log(Z) - Sum(z[k], k) / n, False),
            "stated": (log(Z) - Sum(P[k] * z[k], k), False),
        },
    ),
    "parts under no weights that are stated otherwise": (
        Law.PART,
        log(Z) - z[i] + R[a] + rows[i, j] + p[i] - exp(z[i]),
        given(Eq(Sum(p[k], k), 2)),
        {
            "an entry": (log(Z) - z[i], False),
            "another": (log(Z) - z[j], False),
            "shares": (log(Z) - Sum(exp(z[k]) * z[k], k) / Z, False),
            "even": (log(Z) - Sum(z[k], k) / n, False),
        },
    ),
    "parts of what holds an index": (
        Law.PART,
        log(Sum(exp(A[i, k]), k)) - A[i, j],
        (),
        {
            "an entry": (log(Sum(exp(A[i, k]), k)) - A[i, j], False),
            "the diagonal": (log(Sum(exp(A[i, k]), k)) - A[i, i], False),
            "shares": (
                log(Sum(exp(A[i, k]), k)) - Sum(exp(A[i, k]) * A[i, k], k) / Sum(exp(A[i, k]), k),
                False,
            ),
            "even": (log(Sum(exp(A[i, k]), k)) - Sum(A[i, k], k) / n, False),
        },
    ),
    "parts of at least two": (
        Law.PART,
        log(Y) - y[a] + z[i],
        (),
        {
            "an entry": (log(Y) - y[a], True),
            "shares": (log(Y) - Sum(exp(y[b]) * y[b], b) / Y, True),
            "even": (log(Y) - Sum(y[b], b) / m, True),
        },
    ),
    "parts under weights that may vanish": (
        Law.PART,
        log(Y) - Sum(U[b] * y[b], b),
        given(Eq(Sum(U[b], b), 1), zero_log_zero),
        {
            "shares": (log(Y) - Sum(exp(y[b]) * y[b], b) / Y, True),
            "even": (log(Y) - Sum(y[b], b) / m, True),
            "stated": (log(Y) - Sum(U[b] * y[b], b), False),
        },
    ),
    "parts of a range that may be empty": (
        Law.PART,
        log(Sum(V[h], h)) - log(V[o]),
        (),
        {"an entry": (log(Sum(V[h], h)) - log(V[o]), False)},
    ),
    "even parts of a range that may be empty, where 0 log 0 = 0": (
        Law.PART,
        log(Sum(exp(late[h]), h)),
        given(zero_log_zero),
        {
            "shares": (
                log(Sum(exp(late[h]), h)) - Sum(exp(late[h]) * late[h], h) / Sum(exp(late[h]), h),
                False,
            )
        },
    ),
    "parts of a maximum": (Law.PART, log(Max(p[k], k)) - log(p[i]), (), {}),
    "parts of an integral": (Law.PART, log(Integral(density[x], x)), (), {}),
    "parts of a sum of what has no sign": (Law.PART, log(Sum(v[k], k)) - v[i], given(Gt(Sum(v[k], k), 0)), {}),
    "parts of a logarithm of more than a sum": (Law.PART, log(1 + Z), (), {}),
    "parts of a power of a sum, and of a double sum": (
        Law.PART,
        Sum(log(Sum(rows[k, l] * exp(z[l]), l)), k) + log(Sum(p[k] * exp(rows[k, l]), k, l)),
        (),
        {},
    ),
    "a probability is at most 1": (
        Law.PROBABILITY,
        -Sum(p[k] * log(P[k]), k),
        (),
        {"p": (-Sum(p[k] * log(P[k]), k), False)},
    ),
    "a probability of at least two is below 1": (
        Law.PROBABILITY,
        -Sum(R[b] * log(R[b]), b),
        (),
        {"itself": (-Sum(R[b] * log(R[b]), b), True)},
    ),
    "probabilities of two ranges": (
        Law.PROBABILITY,
        -Sum(P[k] * log(P[k]), k) - Sum(R[b] * log(R[b]), b),
        (),
        {"P": (-Sum(P[k] * log(P[k]), k), False), "R": (-Sum(R[b] * log(R[b]), b), True)},
    ),
    "what sums to 2 is no probability": (Law.PROBABILITY, -Sum(p[k] * log(p[k]), k), given(Eq(Sum(p[k], k), 2)), {}),
    "what has no sign is no probability": (Law.PROBABILITY, -Sum(p[k] * log(v[k]), k), given(Eq(Sum(v[k], k), 1)), {}),
    "a row of probabilities is none": (Law.PROBABILITY, -Sum(p[k] * log(rows[i, k]), k), (), {}),
    "a density is no probability": (
        Law.PROBABILITY,
        -Integral(density[x] * log(density[x]), x),
        given(Eq(Integral(density[x], x), 1)),
        {},
    ),
    "a probability that may vanish": (
        Law.PROBABILITY,
        -Sum(U[b] * log(U[b]), b) - Sum(R[b] * log(U[b]), b),
        given(Eq(Sum(U[b], b), 1), zero_log_zero),
        {
            "both": (-Sum(U[b] * log(R[b]), b), False),
            "itself": (-Sum(U[b] * log(U[b]), b), False),
            "of R": (-Sum(R[b] * log(R[b]), b), True),
        },
    ),
    "tangents at the arguments and at 1": (
        Law.LOG_TANGENT,
        log(t) - log(u),
        (),
        {
            "t at u": (log(u) - log(t) - 1 + t / u, False),
            "u at t": (log(t) - log(u) - 1 + u / t, False),
            "t at 1": (t - 1 - log(t), False),
            "u at 1": (u - 1 - log(u), False),
            "1 at t": (log(t) - 1 + 1 / t, False),
            "1 at u": (log(u) - 1 + 1 / u, False),
        },
    ),
    "tangents at what differs": (
        Law.LOG_TANGENT,
        log(t),
        given(Ne(t, 1)),
        {"t at 1": (t - 1 - log(t), True), "1 at t": (log(t) - 1 + 1 / t, True)},
    ),
    "no tangents of squares of logarithms": (Law.LOG_TANGENT, log(t) ** 2 + c, (), {}),
    "no tangents at what has no sign": (Law.LOG_TANGENT, log(c), (), {}),
    "mean of tangents": (
        Law.LOG_MEAN,
        log(t) - Sum(p[k] * log(q[k]), k),
        (),
        {
            "at t": (Sum(p[k] * (log(t) - log(q[k]) - 1 + q[k] / t), k), False),
            "at 1": (Sum(p[k] * (q[k] - 1 - log(q[k])), k), False),
        },
    ),
    "mean of tangents under weights that may vanish": (
        Law.LOG_MEAN,
        -Sum(w[k] * log(q[k]), k),
        (),
        {"at 1": (Sum(w[k] * (q[k] - 1 - log(q[k])), k), False)},
    ),
    "mean of tangents of ratios": (
        Law.LOG_MEAN,
        -Sum(p[k] * log(p[k] / q[k]), k),
        (),
        {
            "of p": (Sum(p[k] * (p[k] - 1 - log(p[k])), k), False),
            "of q": (Sum(p[k] * (q[k] - 1 - log(q[k])), k), False),
            "of p/q": (Sum(p[k] * (p[k] / q[k] - 1 - log(p[k] / q[k])), k), False),
            "of q/p": (Sum(p[k] * (q[k] / p[k] - 1 - log(q[k] / p[k])), k), False),
        },
    ),
    "no mean of tangents under weights of no sign": (Law.LOG_MEAN, -Sum(v[k] * log(q[k]), k), (), {}),
    "no mean of tangents of what has no sign": (Law.LOG_MEAN, -Sum(p[k] * log(v[k]), k), (), {}),
}


@pytest.mark.parametrize("name", LEMMAS)
def test_exactly_these_lemmas_are_found(name):
    law, term, hypotheses, expected = LEMMAS[name]
    lemmas, normaliser = found(law, term, hypotheses)
    kernel = normaliser.kernel
    forms = [(normaliser.convert(lemma), strict) for lemma, strict in expected.values()]
    wanted = {items(kernel.apply(form) if kernel.has_rules else form): strict for form, strict in forms}
    assert {items(lemma.poly): lemma.strict for lemma in lemmas} == wanted
    assert len(lemmas) == len(wanted)


def collect(most, *polys, rules=()):
    """What is kept of lemmas, one for each symbol or 0, made by a law that may be used and one that may not."""
    kernel = Lawful(Law.GIBBS)
    kernel.symbol_rules.update({f"scalar {name}": kernel.constant(0) for name in rules})
    lemmas = [Lemma(kernel.symbol(f"scalar {name}") if name else {}, strict) for name, strict in polys]

    def make(_kernel, _poly):
        yield from lemmas

    def fail(_kernel, _poly):
        raise Unsupported

    def fail_late(_kernel, _poly):
        yield lemmas[-1]
        raise Undefined

    makers = ((Law.PART, make), (Law.GIBBS, fail), (Law.GIBBS, fail_late), (Law.GIBBS, make))
    kept = collected(kernel, {}, makers, most)
    return [(kernel.atoms[i].args[0][-1], lemma.strict) for lemma in kept for ((i, _),) in lemma.poly]


def test_lemmas_are_kept_once_and_the_first_few():
    made = [("a", False), ("b", True), ("a", True), ("", False), ("c", False)]
    assert collect(9, *made) == [("c", False), ("a", False), ("b", True)]
    assert collect(9, *made, rules=("b",)) == [("c", False), ("a", False)]
    assert collect(2, *made) == [("c", False), ("a", False)]
    assert collect(1, *made) == [("c", False)]


def test_lemmas_of_a_law_that_may_not_be_used_are_not_made():
    kernel = Lawful(Law.PART)
    assert collected(kernel, {}, ((Law.GIBBS, lambda *_: iter([Lemma(kernel.symbol("a"), strict=False)])),), 9) == []
