"""Signs of atoms, monomials and polynomials: those that are told, and those that are not."""

import pytest
from readings import claim_of, reading

from derive.engine.prove import prove
from derive.session import judge
from derive.terms.build import Integral, Rational, Sum, delta, exp, log, number, sqrt
from derive.terms.declare import index, indices, nonnegatives, positive, positives, real, reals, size, span, variable
from derive.terms.maxima import Max
from derive.terms.relations import Ge, Gt, Le, Lt, Ne
from derive.verdict import Verdict

n, two, maybe = size("n"), size("m", at_least=2), size("n0", at_least=0)
i, j, k, l = indices("i j k l", n)
a, b = indices("a b", two)
e = index("e", maybe)
o = index("o", span(0, n))
s = index("s", span(-n, n))
x, w, q = reals("x", n), positives("w", n), nonnegatives("q", n)
v, g = positives("v", two), nonnegatives("g", two)
y = reals("y", two)
f = reals("f", n, n)
z = variable("z")
h = positives("h", z.domain)
t, u, r = real("t"), real("u"), real("r")
p = positive("p")
d = index("d", span(2, n))
late, later = reals("late", n, span(2, n)), reals("later", span(2, n))
unsure = Sum(w[k], (k, 2, n))
lower = Max(-exp(late[l, d]), l)
below = Max(-exp(f[k, l]), l)
nought = w[k] / (1 + w[k]) - w[k] + w[k] ** 2 / (1 + w[k])

ATOMS = {
    "a scalar": (t, (), "?"),
    "a positive scalar": (p, (), "+"),
    "a positive scalar, said to be at least 0": (p, Ge(p, 0), "+"),
    "a stated sign": (t, Gt(t, 0), "+"),
    "a stated sign of an entry": (x[i], Lt(x[i], 0), "-"),
    "an entry": (x[i], (), "?"),
    "a positive entry": (w[i], (), "+"),
    "an entry at least 0": (q[i], (), "0+"),
    "an entry at least 0, said to be positive": (q[i], Gt(q[i], 0), "+"),
    "a size": (n, (), "+"),
    "a size that may be 0": (maybe, (), "0+"),
    "an exponential": (exp(t), (), "+"),
    "a root of a number": (sqrt(2), (), "+"),
    "a delta": (delta(i, j), (), "0+"),
    "an index from 1": (number(i), (), "+"),
    "an index from 0": (number(o), (), "0+"),
    "an index around 0": (number(s), (), "?"),
    "one over a square and 1": (1 / (1 + t**2), (), "+"),
    "one over a difference": (1 / (t - u), (), "?"),
    "a sum": (Sum(x[k], k), (), "?"),
    "a sum of a stated sign": (Sum(x[k], k), Lt(Sum(x[k], k), 0), "-"),
    "a sum of what is positive, said to be at least 0": (Sum(w[k], k), Ge(Sum(w[k], k), 0), "+"),
    "a part, said to be positive": (unsure, Gt(unsure, 0), "+"),
    "a sum of what is positive": (Sum(w[k], k), (), "+"),
    "a sum of what is at least 0": (Sum(q[k], k), (), "0+"),
    "a sum that may be empty": (unsure, (), "0+"),
    "a sum over a size that may be 0": (Sum(exp(reals("h", maybe)[e]), e), (), "0+"),
    "a sum of what is negative": (Sum(below, k), (), "-"),
    "a sum of what is negative that may be empty": (Sum(lower, d), (), "0-"),
    "a sum of what is at most 0 that may be empty": (Sum(q[d] * lower, d), (), "0-"),
    "a sum over two, one of which may be empty": (Sum(exp(late[k, d]), k, d), (), "0+"),
    "a logarithm": (log(p), (), "?"),
    "a logarithm of a number": (log(2), (), "+"),
    "a logarithm of a number below 1": (log(log(2)), (), "-"),
    "a logarithm of a stated sign": (log(p), Lt(log(p), 0), "-"),
}
PRODUCTS = {
    "a square": (t**2, (), "0+"),
    "one over a square": (1 / t**2, (), "0+"),
    "a cube": (t**3, (), "?"),
    "a cube beside a stated sign": (t**3, Gt(u, 0), "?"),
    "a square of what is positive": (w[i] ** 2, (), "+"),
    "a square of what is not 0": (t**2, Ne(t, 0), "+"),
    "a square that is stated positive": (t**2, Gt(t**2, 0), "+"),
    "a square of an entry that is not 0": (x[i] ** 2, Ne(x[k], 0).for_all(k), "+"),
    "one over a square of what is not 0": (1 / t**2, Ne(t, 0), "+"),
    "a square beside what is not 0": (t**2 * u**2, Ne(t, 0), "0+"),
    "a cube of what is not 0": (t**3, Ne(t, 0), "?"),
    "a square of what is negative": (t**2, Lt(t, 0), "+"),
    "a square of what is at most 0": (t**2, Le(t, 0), "0+"),
    "a cube of what is negative": (t**3, Lt(t, 0), "-"),
    "a cube of what is at most 0": (t**3, Le(t, 0), "0-"),
    "a root of what may have any sign": (sqrt(t) * u, Gt(t * u, 0), "?"),
    "a root of what is negative": (sqrt(t), Lt(t, 0), "?"),
    "a root of what is positive": (sqrt(w[i]), (), "+"),
    "a product of a stated sign": (t * u, Gt(t * u, 0), "+"),
    "a negative product": (t * u, Lt(t * u, 0), "-"),
    "a product of a stated sign, a cube": (t**3 * u, Gt(t * u, 0), "+"),
    "a product of a stated sign, a quotient": (t / u, Lt(t * u, 0), "-"),
    "a product of a stated sign beside a square": (t * u * r**2, Gt(t * u, 0), "0+"),
    "a product of a stated sign beside what is positive": (t * u * p, Lt(t * u, 0), "-"),
    "a product of a stated sign beside what may be 0": (t * u * q[i], Gt(t * u, 0), "0+"),
    "a product of a stated sign beside another": (t * u * r, Gt(t * u, 0), "?"),
    "two products": (t * u * r, [Gt(t * u, 0), Lt(r, 0)], "-"),
    "what is 0 in disguise": (Max(nought, k) * p, (), "0"),
}


POLYS = {
    "all terms positive": (p + exp(t), (), "+"),
    "one of them positive": (q[i] + exp(t), (), "+"),
    "none of them positive for certain": (q[i] + t**2, (), "0+"),
    "all terms negative": (-p - exp(t), (), "-"),
    "none of them negative for certain": (-q[i] - t**2, (), "0-"),
    "one of them negative": (-q[i] - exp(t), (), "-"),
    "terms of both signs": (q[i] - exp(t), (), "?"),
    "a term of no sign": (exp(t) + u, (), "?"),
    "over a square of no sign": (1 + 1 / (t - u) ** 2, (), "+"),
    "over what has no sign": ((1 + p) / (t - u), (), "?"),
    "over the square of what has no sign": ((n - 1) / (t - u) ** 2, (), "0+"),
    "over what is positive": ((n - 1) / (1 + p), (), "0+"),
    "over what is negative": ((n - 1) / (t - u), Lt(t, u), "0-"),
    "a stated difference": (t - u, Gt(t, u), "+"),
    "a stated difference, turned": (u - t, Gt(t, u), "-"),
    "a stated difference that may be 0": (t - u, Ge(t, u), "0+"),
    "a difference that is not 0": (t - u, Ne(t, u), "?"),
    "a stated difference beside a negative factor": (r * t - r * u, [Gt(t, u), Lt(r, 0)], "-"),
    "a stated difference beside a factor of no sign": (r * t - r * u, Gt(t, u), "?"),
    "a stated difference beside a factor that may be 0": (q[i] * t - q[i] * u, Gt(t, u), "?"),
    "a multiple of a stated difference": (3 * u - 3 * t, Gt(t, u), "-"),
    "a difference of another": (t - r, Gt(t, u), "?"),
    "a size less its least": (n - 1, (), "0+"),
    "a larger size less 1": (two - 1, (), "+"),
    "1 less a size": (1 - n, (), "0-"),
    "1 less a larger size": (1 - two, (), "-"),
    "a size less more than its least": (n - 2, (), "?"),
    "a size that may be 0, less 1": (maybe - 1, (), "?"),
    "1 and a size that may be 0": (1 + maybe, (), "+"),
    "a square of sizes": (n**2 - 1, (), "0+"),
    "a product of sizes": (two * n - n - 1, (), "0+"),
    "a root of a size less 1": (sqrt(n) - 1, (), "?"),
    "a size less a scalar": (n - t, (), "?"),
    "one over a size less 1": (1 / n - 1, (), "0-"),
    "an index less the first": (number(i) - 1, (), "0+"),
    "an index less the last": (number(i) - n, (), "0-"),
    "one past an index": (number(i) + 1, (), "+"),
    "an index less the second": (number(i) - 2, (), "?"),
    "a constant": (log(2) - Rational(1, 2), (), "+"),
    "a negative constant": (log(2) - 1, (), "-"),
    "a constant and a scalar": (log(2) - t, (), "?"),
    "a sum less a member": (Sum(w[k], k) - w[i], (), "0+"),
    "a member less the sum": (w[i] - Sum(w[k], k), (), "0-"),
    "a sum of two or more less a member": (Sum(v[a], a) - v[b], (), "+"),
    "a sum of two or more that may be 0 less a member": (Sum(g[a], a) - g[b], (), "0+"),
    "a sum of no sign less a member": (Sum(x[k], k) - x[i], (), "?"),
    "a sum less two members": (Sum(w[k], k) - w[i] - w[j], (), "?"),
    "a sum less its first": (Sum(w[k], k) - w[1], (), "0+"),
    "a sum less what it leaves out": (unsure - w[i], (), "?"),
    "a sum beside another, less a member": (Sum(w[k], k) + Sum(exp(later[d]), d) - w[i], (), "0+"),
    "a sum that holds the index, less a member": (Sum(exp(f[k, i]), k) - exp(f[i, i]), (), "0+"),
    "a sum squared less a member": (Sum(v[a], a) ** 2 - v[b], (), "?"),
    "a sum times a factor, less a member": (p * Sum(v[a], a) - p * v[b], (), "+"),
    "an integral less a value": (Integral(h[z], z) - h[z], (), "?"),
    "another member first": (Sum(exp(x[k]), k) + x[j] ** 2 - exp(x[i]), (), "0+"),
}


@pytest.mark.parametrize("name", POLYS)
def test_sign_of_a_polynomial(name):
    term, hypotheses, expected = POLYS[name]
    assert sign(term, hypotheses) == expected


def sign(term, hypotheses=()):
    kernel, (poly,) = reading(term, given=hypotheses)
    return kernel.sign(poly)


@pytest.mark.parametrize("name", ATOMS)
def test_sign_of_an_atom(name):
    term, hypotheses, expected = ATOMS[name]
    kernel, (poly,) = reading(term, given=hypotheses)
    ((((atom, _),), _),) = poly.items()
    assert kernel.sign(poly) == expected
    assert kernel.atom_sign(atom) == expected


@pytest.mark.parametrize("name", PRODUCTS)
def test_sign_of_a_product(name):
    term, hypotheses, expected = PRODUCTS[name]
    kernel, (poly,) = reading(term, given=hypotheses)
    ((mono, _),) = poly.items()
    assert kernel.monomial_sign(mono) == expected


@pytest.mark.parametrize(("gap", "expected"), [(t - u, "0+"), (u - t, "0-")])
def test_sign_over_what_is_told_to_be_negative_later(gap, expected):
    kernel, (once, twice, told) = reading((n - 1) / (t - u), (n - 1) / (t - u) ** 2, gap)
    kernel.state(told, "+")
    assert kernel.sign(once) == expected
    assert kernel.sign(twice) == "0+"


@pytest.mark.parametrize("hypothesis", [Gt(t, u), Lt(t, u)])
def test_denominators_of_known_sign_are_turned_to_be_positive(hypothesis):
    kernel, polys = reading(1 / (t - u), 1 / (u - t), given=hypothesis)
    atoms = {i for poly in polys for mono in poly for i, _ in mono}
    assert [kernel.atom_sign(i) for i in atoms] == ["+"]


@pytest.mark.parametrize(("left", "right"), [(t, u), (sqrt(p), sqrt(exp(u)))])
def test_denominators_of_no_sign_are_turned_one_way(left, right):
    kernel, (one, other) = reading(1 / (left - right), 1 / (right - left))
    assert kernel.add(one, other) == {}


def test_sign_of_nothing_is_0():
    kernel, _ = reading(t)
    assert kernel.sign({}) == "0"


def test_sign_found_while_another_is_sought_is_sought_again():
    kernel, (whole, part) = reading(t + 1 / (Sum(w[k], k) - w[i] + p), Sum(w[k], k) - w[i] + p)
    assert kernel.sign(whole) == "?"
    assert kernel.sign(part) == "+"


@pytest.mark.parametrize("name", [name for name in POLYS if name.startswith(("all terms", "one of them", "none of"))])
def test_terms_of_one_sign_need_no_search(name):
    term, hypotheses, expected = POLYS[name]
    kernel, (poly,) = reading(term, given=hypotheses)
    assert kernel._by_terms(poly) == expected


SHOWN = Sum((x[k] - t) ** 2, k)


@pytest.mark.parametrize(
    ("shown", "hypotheses", "expected"),
    [
        (SHOWN, (), "0+"),
        (SHOWN + 1, (), "+"),
        (-SHOWN - p, (), "-"),
        (SHOWN, Gt(SHOWN, 0), "+"),
        (SHOWN, Ge(p, 1), "0+"),
    ],
)
def test_sign_that_a_term_shows_as_it_is_written(shown, hypotheses, expected):
    kernel, (_, poly) = reading(1 / shown, shown, given=hypotheses)
    assert kernel.sign(poly) == expected


NONZERO = {
    "what is positive": (exp(t), (), True),
    "what is negative": (-exp(t), (), True),
    "what may be 0": (q[i], (), False),
    "nothing": (t - t, (), False),
    "nothing in disguise": (t / (t - u) - u / (t - u) - 1, (), False),
    "a scalar": (t, (), False),
    "a scalar that is not 0": (t, Ne(t, 0), True),
    "a scalar that is at least 0": (t, Ge(t, 0), False),
    "a difference that is not 0": (t - u, Ne(t, u), True),
    "a difference that is not 0, turned": (u - t, Ne(t, u), True),
    "a difference": (t - u, (), False),
    "a difference over another": ((t - u) / (t - r), Ne(t, u), True),
    "a product": (t * u, [Ne(t, 0), Ne(u, 0)], True),
    "a product of one that is not 0": (t * u, Ne(t, 0), False),
    "a product with a difference": (t * r - t * u, [Ne(t, 0), Ne(r, u)], True),
    "a product with a difference, which may be 0": (t * r - t * u, Ne(t, 0), False),
    "a difference, beside what may be 0": (t * r - t * u, Ne(r, u), False),
    "a square of a difference": (t**2 - 2 * t * u + u**2, Ne(t, u), True),
    "two factors": (t**2 - u**2, [Ne(t, u), Ne(t, -u)], True),
    "two factors, one of which may be 0": (t**2 - u**2, Ne(t, u), False),
    "a factor that is positive": ((t - u) * (1 + t**2), Ne(t, u), True),
    "a product of differences of a stated sign": ((t - u) * (r - p), Gt((t - u) * (r - p), 0), True),
    "a number": (2 + 0 * t, (), True),
    "a multiple": (2 * t, Ne(t, 0), True),
    "a positive factor before a difference": (p * t - p * u, Ne(t, u), True),
    "what is positive and a delta": (exp(t) + delta(i, j), (), True),
    "a difference that is not 0, and a delta": (t - u + delta(i, j), Ne(t - u + delta(i, j), 0), True),
    "a difference that is not 0, and another delta": (t - u + delta(i, k), Ne(t - u + delta(i, j), 0), False),
    "a difference that is not 0 without the delta": (t - u + delta(i, j), Ne(t, u), False),
    "beside a delta": (t * delta(i, j), Ne(t, 0), False),
    "less a delta": (t - t * delta(i, j), Ne(t, 0), False),
}


@pytest.mark.parametrize("name", NONZERO)
def test_what_is_known_to_vanish_nowhere(name):
    term, hypotheses, expected = NONZERO[name]
    kernel, (poly,) = reading(term, given=hypotheses)
    assert kernel.is_nonzero(poly) is expected


@pytest.mark.parametrize("term", [log(8) / log(2), log(log(3)) - log(log(3)) + 3, 3 * sqrt(log(2)) ** 2 / log(2)])
def test_logarithm_of_a_number_has_the_sign_of_its_value(term):
    assert judge(claim_of(term, 3)).verdict is Verdict.PROVED


@pytest.mark.parametrize(("agree", "verdict"), [(delta(i, j), Verdict.PROVED), (delta(i, k), Verdict.CONDITIONAL)])
def test_what_is_stated_with_a_delta_carries_a_quotient(agree, verdict):
    lhs, rhs = exp(u) / (t - r + agree), 1 / (exp(-u) * (t - r) + agree * exp(-u))
    claim = claim_of(lhs, rhs, given=Ne(t - r + delta(i, j), 0))
    assert judge(claim).verdict is verdict


def test_inner_variable_of_a_double_sum_is_not_opened():
    kernel, (_, single, double) = reading(x[i], Sum(exp(x[k]), k), Sum(exp(f[k, l]), k, l))
    assert kernel._open_sums(single, "i") is not None
    assert kernel._open_sums(double, "i") is None


PARTIAL = {
    "what is 0 in disguise, divided by": (1 / Max(nought, k), ()),
    "what is 0 in disguise, with its logarithm": (log(-Max(nought, k)), ()),
    "a sum squared, by one of its members": (log(Sum(v[a], a) ** 2 - v[b]), ()),
    "an entry beside a sum that leaves it out": (log(unsure - w[i]), ()),
}


@pytest.mark.parametrize("name", PARTIAL)
def test_what_need_not_be_defined_is_not_proved_to_be_itself(name):
    term, hypotheses = PARTIAL[name]
    claim = claim_of(term, term, given=hypotheses)
    found = prove(claim)
    assert not found.holds or found.missing
    assert judge(claim).verdict in (Verdict.CONDITIONAL, Verdict.ILL_FORMED)


def test_order_of_two_indices_is_0_or_1():
    kernel, _ = reading(x[i])
    assert kernel.sign(kernel.of(kernel.atom("less", ("i", "j")))) == "0+"


def test_of_two_signs_of_a_polynomial_the_stricter_holds():
    kernel, (poly,) = reading((t - u) ** 2, given=Gt((t - u) ** 2, 0))
    kernel.state_written(poly, "0+")
    assert kernel.sign(poly) == "+"
