"""Strategies for hypothesis: random terms and random claims; `trial.authors` writes scripts."""

from __future__ import annotations

from hypothesis import strategies as st

from derive.errors import TermError
from derive.terms.build import D, Integer, Limit, Product, Rational, Sum, cases, delta, exp, log, oo, sqrt
from derive.terms.declare import distribution, indices, one_hot, positive, positives, real, reals, size, span
from derive.terms.relations import Eq, Ge, Gt, Lt, Ne

n, m = size("n"), size("m", at_least=2)
I, J, K = indices("i j k", n)
A = indices("a", m)[0]
C = indices("c", span(0, n))[0]
z, P, M = reals("z", n), positives("P", n), reals("M", n, n)
h, q, u = one_hot("h", n, at=J), distribution("q", n), reals("u", m)
x, T = real("x"), positive("T")

LEAVES = st.sampled_from(
    [
        z[I],
        z[J],
        z[K],
        z[1],
        P[I],
        P[K],
        M[I, J],
        M[K, K],
        h[I],
        q[K],
        u[A],
        x,
        T,
        n,
        m,
        delta(I, J),
        delta(I, 2),
        Integer(0),
        Integer(-1),
        Integer(2),
        Rational(1, 3),
    ]
)


def _grown(inner):
    two = st.tuples(inner, inner)
    return st.one_of(
        two.map(lambda p: p[0] + p[1]),
        two.map(lambda p: p[0] - p[1]),
        two.map(lambda p: p[0] * p[1]),
        two.map(lambda p: p[0] / p[1]),
        inner.map(lambda f: -f),
        inner.map(exp),
        inner.map(log),
        inner.map(sqrt),
        st.tuples(inner, st.integers(-2, 3)).map(lambda p: p[0] ** p[1]),
        st.tuples(inner, st.sampled_from([I, J, K, A, (K, 2, n), (C, 0, n)])).map(lambda p: Sum(p[0], p[1])),
        inner.map(lambda f: Sum(f, K, exclude=I)),
        inner.map(lambda f: Product(f, K)),
        two.map(lambda p: cases(Eq(I, J), *p)),
        st.tuples(inner, st.sampled_from([z[I], z[K], P[J], M[I, K], x])).map(lambda p: D(*p)),
        inner.map(lambda f: Limit(f, T, oo)),
    )


def _or_else(strategy):
    """Terms of the strategy; what cannot be built is thrown away by its TermError, as an author would see it."""

    @st.composite
    def built(draw):
        try:
            return draw(strategy)
        except TermError:
            return x

    return built()


TERMS = _or_else(st.recursive(LEAVES, _grown, max_leaves=6))
HYPOTHESES = st.lists(
    st.sampled_from(
        [
            Eq(Sum(z[K], K), 1),
            Eq(Sum(z[K], K), 0),
            Gt(x, 0),
            Lt(x, 1),
            Ne(x, 0),
            Ge(z[K], 0).for_all(K),
            Eq(I, J),
            Ne(I, J),
            Eq(n, 3),
            Eq(x, 1 / T),
            Eq(Sum(M[I, K], K), 1).for_all(I),
        ]
    ),
    max_size=2,
)
RELATIONS = st.sampled_from(["=", "=", "=", "≤", "<", "not for all", "→"])
