"""Which lemmas on exponentials are made for a difference: where exponentials stand, and what means are taken of."""

from readings import claim_of

from derive.engine.exponentials import exp_lemmas, exponential, has_exp
from derive.engine.hypotheses import read
from derive.engine.normal import Normaliser
from derive.engine.rewriting import Kernel
from derive.terms.build import Sum, exp
from derive.terms.declare import indices, nonnegatives, real, reals, size

n = size("n")
k, l = indices("k l", n)
w, x, y = nonnegatives("w", n), reals("x", n), reals("y", n)
a, b = real("a"), real("b")


def normal_form(term):
    claim = claim_of(term, 0)
    kernel = Kernel(100_000)
    normaliser = Normaliser(kernel, claim.floors, {})
    read(normaliser, claim)
    return kernel, normaliser.convert(term)


def lemmas(term):
    kernel, poly = normal_form(term)
    return exp_lemmas(kernel, poly)


def kinds(term):
    kernel, poly = normal_form(term)
    (mono,) = poly
    return has_exp(kernel, mono), {kernel.atoms[i].kind for i, _ in exponential(kernel, mono)}


def test_exponential_is_found_beside_other_factors_and_inside_sums():
    assert kinds(a * exp(b)) == (True, {"exp"})
    assert kinds(a * Sum(x[k] * exp(y[k]), k)) == (True, {"sum"})
    assert kinds(a * Sum(x[k] * y[k], k)) == (False, set())
    assert kinds(a * b) == (False, set())


def test_tangents_are_taken_at_each_exponent_and_at_0():
    assert len(lemmas(exp(a))) == 2
    assert len(lemmas(exp(a) + exp(b))) == 6
    assert [lemma.strict for lemma in lemmas(exp(a))] == [False, False]


def test_mean_is_taken_of_an_exponent_or_of_a_lone_entry():
    """Σ w (e^f - 1 - f): f an exponent, or an entry that stands there once, under what is left as weights."""
    assert len(lemmas(Sum(w[k] * x[k], k))) == 1  # f = x; the weights x may be negative
    assert len(lemmas(Sum(x[k] ** 2 * w[k], k))) == 1  # f = w
    assert len(lemmas(Sum(w[k] / (1 + x[k] ** 2), k))) == 1  # f = w
    assert len(lemmas(Sum(w[k] * exp(x[k]), k))) == 2  # f = x, and f = w under the weights exp x
    assert len(lemmas(Sum(x[k] * y[k], k))) == 0


def test_mean_is_never_strict_and_of_sums_over_one_variable_alone():
    assert not any(lemma.strict for lemma in lemmas(Sum(w[k] * x[k], k)))
    assert lemmas(Sum(exp(x[k] * x[l]), k, l)) == []


def test_means_are_taken_of_sums_in_exponents_too():
    single = lemmas(exp(Sum(w[k] * x[k], k)))
    assert len(single) > len(lemmas(exp(Sum(x[k] * y[k], k))))
