"""Equations among the hypotheses: what is noted of them, and at which members they hold."""

from fractions import Fraction

from readings import claim_of

from derive.engine.equations import divided, pattern_tokens, whole_axes
from derive.engine.hypotheses import read
from derive.engine.normal import Normaliser
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.session import judge
from derive.terms.build import Sum, delta, exp, log
from derive.terms.declare import index, indices, positive, positives, real, reals, size, span
from derive.terms.relations import Eq, Ge, Ne
from derive.verdict import Verdict

n = size("n")
i, j, k, l = indices("i j k l", n)
a = index("a", span(2, n))
x, y, t, u = (real(name) for name in "xytu")
p, q, r = (positive(name) for name in "pqr")
z, v = reals("z", n), reals("v", n)
M, U = reals("M", n, n), reals("U", n, n)
w, f = positives("w", n), positives("f", n)


def reading(*facts):
    """A normaliser that has read these hypotheses."""
    claim = claim_of(p * q * r, p * q * r, given=facts)
    normaliser = Normaliser(Kernel(10**6), claim.floors, {})
    read(normaliser, claim)
    return normaliser


def noted(*facts):
    return reading(*facts).kernel.equations


def verdict(lhs, rhs, *hypotheses):
    return judge(claim_of(lhs, rhs, given=hypotheses)).verdict


def holds(lhs, rhs, *hypotheses):
    found = prove(claim_of(lhs, rhs, given=hypotheses))
    return found.holds and not found.missing


# for all


def test_condition_without_an_index_holds_only_where_the_index_has_a_value():
    bare = reading()
    assert pattern_tokens(bare, Eq(x, 0).for_all(k)) == {}
    assert list(pattern_tokens(bare, Eq(x, 0).for_all(a))) == [a]
    assert list(pattern_tokens(bare, Eq(z[k], 0).for_all(k))) == [k]


def test_pattern_runs_over_an_axis_where_it_stands_alone_and_once():
    domain, other = k.domain, a.domain
    env = {k: "?k", l: "?l", a: "?a"}
    assert whole_axes((domain,), ("?k",), env) == {"?k"}
    assert whole_axes((domain, domain), ("?k", "?l"), env) == {"?k", "?l"}
    assert whole_axes((domain, domain), ("?k", "?k"), env) == frozenset()
    assert whole_axes((domain,), ("?a",), env) == frozenset()
    assert whole_axes((other,), ("?a",), env) == {"?a"}
    assert whole_axes((domain, domain), ("1", "?k"), env) == {"?k"}
    assert whole_axes((domain,), (((("?k", 1),), 1),), env) == frozenset()


# what follows at once


def test_products_that_agree_have_logarithms_that_agree():
    assert holds(log(p) + log(q), 2 * log(r), Eq(p * q, r**2))
    assert holds(t + u, x, Eq(exp(t) * exp(u), exp(x)), Eq(x * y, 1))


def test_products_that_may_vanish_have_no_logarithms():
    assert len(noted(Eq(p**2 * q**2, r**3))) == 2
    assert len(noted(Eq(t**2 * q**2, r**3))) == 1
    assert len(noted(Eq(p**2 * q**2, r**3 + p))) == 1


def test_equation_for_all_is_noted_summed_too():
    (stated, summed) = noted(Eq(Sum(U[k, l] ** 2, l), z[k] ** 2).for_all(k))
    assert [len(stated.tokens), len(summed.tokens)] == [1, 0]
    assert len(noted(Eq(z[k] ** 2, x**2).for_all(k))) == 2
    assert len(noted(Eq(z[k] ** 2, v[k] ** 3).for_all(k))) == 1
    assert len(noted(Eq(z[k] ** 2, 1).for_all(k))) == 1


# rewrites


def test_equation_that_one_rewrite_says_in_full_is_dropped():
    assert noted(Eq(z[k], 0).for_all(k)) == []
    assert noted(Eq(Sum(z[k], k), 1)) == []
    assert noted(Eq(x, y + 1)) == []
    assert len(noted(Eq(x**2, 1))) == 1


def test_equations_of_things_with_two_rewrites_stay():
    assert len(noted(Eq(z[k], v[k]).for_all(k), Eq(z[1], 0))) == 2
    assert len(noted(Eq(Sum(M[k, l], l), 1).for_all(k), Eq(Sum(M[k, l], k), 1).for_all(l))) > 0
    assert noted(Eq(z[k], 0).for_all(k), Eq(v[1], 0)) == []


# divided by what stands beside


def test_equation_is_divided_by_what_vanishes_nowhere():
    ring = Kernel(10**6)
    ring.positive.add("p")
    one, other, apart = (ring.symbol(name) for name in ("p", "x", "y"))
    poly = ring.add(ring.multiply(one, other), apart)
    (quotient,) = divided(ring, poly)
    assert quotient == ring.add(other, ring.multiply(apart, ring.power(one, -1)))
    assert list(divided(ring, ring.add(ring.multiply(apart, other), one))) == []
    assert list(divided(ring, ring.add(ring.multiply(one, ring.power(other, 2)), apart))) == []
    assert list(divided(ring, ring.add(poly, ring.multiply(ring.power(other, 2), apart)))) == []
    assert list(divided(ring, ring.add(other, apart))) == []
    third = ring.symbol("z")
    assert list(divided(ring, ring.add(ring.multiply(ring.multiply(one, other), apart), third))) == []
    rooted = ring.multiply(ring.exp(other), ring.power(ring.constant(2), Fraction(1, 2)))
    assert list(divided(ring, ring.add(rooted, apart))) == []


def test_what_is_divided_by_is_known_not_to_vanish():
    assert verdict(1 / x, y, Eq(x * y, 1)) is Verdict.PROVED
    assert verdict(1 / y, x, Eq(x * y, 1)) is Verdict.PROVED
    assert verdict(x, 1 / p, Eq(p * x, 1)) is Verdict.PROVED
    assert verdict(x, t / y, Eq(y * x, t), Ne(y, 0)) is Verdict.PROVED
    assert not holds(x, t / y, Eq(y * x, t))


# where an equation holds


def test_equation_holds_at_every_place_of_an_axis_that_its_index_runs_over():
    assert holds(z[j] ** 4, v[j] ** 2, Eq(z[k] ** 2, v[k]).for_all(k))
    assert not holds(z[j] ** 4, 1, Eq(z[a] ** 2, 1).for_all(a))
    assert not holds(M[i, j] ** 4, 1, Eq(M[k, k] ** 2, 1).for_all(k))
    assert not holds(M[i, j] ** 4, 1, Eq(M[k, a] ** 2, 1).for_all(k, a))
    assert holds(M[i, j] ** 4, 1, Eq(M[k, l] ** 2, 1).for_all(k, l))
    assert holds(f[i] ** 4, w[i] ** 2, Eq(f[k] ** 2, w[k]).for_all(k), Ge(x, 0))


def test_equation_holds_at_what_a_claim_writes_though_its_range_may_be_shorter():
    squares = Eq(z[k] ** 2, v[k] ** 2).for_all(k)
    assert prove(claim_of(z[2] ** 4, v[2] ** 4, given=squares)).holds
    signs = Eq(M[k, l] ** 2, 1).for_all(k, l)
    assert prove(claim_of(M[2, 3] ** 4, 1, given=signs)).holds
    below = Eq(M[k, a] ** 2, 1).for_all(k, a)
    assert not prove(claim_of(M[2, 3] ** 4, 1, given=below)).holds


def test_equation_with_a_delta_has_no_logarithm():
    assert len(noted(Eq(U[k, l] ** 2, delta(k, l) * p).for_all(k, l), Eq(x * y, 1))) == 5
