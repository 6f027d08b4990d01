"""Signs that a term shows as it is written, though its normal form does not."""

from fractions import Fraction

import pytest
from readings import claim_of

from derive.engine import written
from derive.engine.prove import prove
from derive.session import judge
from derive.terms.build import D, Integer, Rational, Sum, define, delta, exp, log, number, pi, sqrt
from derive.terms.declare import indices, nonnegatives, positive, positives, real, reals, size
from derive.terms.latex import latex
from derive.terms.maxima import Max
from derive.terms.nodes import Number, Pow
from derive.terms.relations import Gt
from derive.verdict import Verdict

n, m = size("n"), size("m")
i, j, k, l = indices("i j k l", n)
a, b = indices("a b", m)
x, y, h = reals("x", n), reals("y", n), reals("h", n)
X = reals("X", n, m)
w, q = positives("w", n), nonnegatives("q", n)
t, u = real("t"), real("u")
eps = positive("epsilon")

mu = define("mu", Sum(x[k], k) / n)
var = define("v", Sum((x[k] - mu) ** 2, k) / n)
norm = define("h", i, (x[i] - mu) / sqrt(var + eps))
mu_of = define("mu", a, Sum(X[k, a], k) / n)
var_of = define("v", a, Sum((X[k, a] - mu_of[a]) ** 2, k) / n)
batch = define("B", i, a, (X[i, a] - mu_of[a]) / sqrt(var_of[a] + eps))
rms = sqrt(Sum(x[k] ** 2, k) / n + eps)

TRUE = {
    "layer norm is centred": (Sum(norm[k], k), 0),
    "layer norm has this variance": (Sum(norm[k] ** 2, k) / n, var / (var + eps)),
    "derivative of layer norm": (D(norm[i], x[j]), (delta(i, j) - 1 / n - norm[i] * norm[j] / n) / sqrt(var + eps)),
    "batch norm is centred, summed over features": (Sum(Sum(batch[k, a], k), a), 0),
    "batch norm of one feature by another": (
        D(batch[i, a], X[j, b]),
        delta(a, b) * (delta(i, j) - 1 / n - batch[i, a] * batch[j, a] / n) / sqrt(var_of[a] + eps),
    ),
    "derivative of rms norm": (D(x[i] / rms, x[j]), delta(i, j) / rms - x[i] * x[j] / (n * rms**3)),
    "a root of a square sum, squared": (sqrt(Sum((x[k] + y[k]) ** 2, k)) ** 2, Sum((x[k] + y[k]) ** 2, k)),
    "log of 1 and a variance": (log(n + n * var), log(n) + log(1 + var)),
    "a weighted square": (sqrt(1 + Sum(q[k] * (x[k] - y[k]) ** 2, k)) ** 2, 1 + Sum(q[k] * (x[k] - y[k]) ** 2, k)),
    "beside an exponential": (log(3 * exp(t) + 3 * (t - u) ** 2), log(3) + log((u - t) ** 2 + exp(t))),
    "beside a constant": (log(3 * pi + 3 * (t - u) ** 2), log(3) + log((u - t) ** 2 + pi)),
    "an index as a number": (sqrt(Sum((x[k] - number(k)) ** 2, k)) ** 2, Sum((number(k) - x[k]) ** 2, k)),
    "where two indices agree": (log(1 + delta(i, j) * (t - u) ** 2), delta(i, j) * log(1 + (u - t) ** 2)),
}

FALSE = {
    "derivative of layer norm, sign": (
        D(norm[i], x[j]),
        (delta(i, j) - 1 / n + norm[i] * norm[j] / n) / sqrt(var + eps),
    ),
    "derivative of layer norm as if mean and variance were fixed": (D(norm[i], x[j]), delta(i, j) / sqrt(var + eps)),
    "layer norm has variance 1": (Sum(norm[k] ** 2, k) / n, 1),
}

OPEN = {
    "a variance may vanish": log(var),
    "a norm is not smooth at 0": D(sqrt(Sum((x[k] + y[k]) ** 2, k)), x[i]),
    "a difference of squares": log((t - u) ** 2 - (t + u) ** 2),
    "a range without members": log(Sum(w[k] * (1 + (x[k] - y[k]) ** 2), k, exclude=i)),
    "nothing is added": log((t - u) ** 2 + Integer(0)),
    "an odd power": log(1 + (t - u) ** 3),
    "a real weight": log(1 + t * (x[i] - y[i]) ** 2),
    "weights that may vanish": log(Sum(q[k] * exp(x[k] + y[k]) * (1 + (x[k] - y[k]) ** 2), k)),
    "the largest of what may be negative": log(Max((t - u) * (t + u), -1)),
}


@pytest.mark.parametrize("name", TRUE)
def test_sign_that_is_written_carries_a_root_or_logarithm(name):
    assert judge(claim_of(*TRUE[name])).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_false_derivative_is_refuted(name):
    assert judge(claim_of(*FALSE[name])).verdict is Verdict.REFUTED


@pytest.mark.parametrize("name", OPEN)
def test_what_may_vanish_or_be_negative_stays_to_be_shown(name):
    found = prove(claim_of(OPEN[name] + t, t + OPEN[name]))
    assert not found.holds or found.missing


SIGNS = {"p": "+", "n": "-", "q": "0+", "m": "0-"}
"""Of scalars by their names; all others have none."""

AS_WRITTEN = {
    "zero": (Integer(0), "0+"),
    "a number": (Rational(1, 2), "+"),
    "a negative number": (Integer(-1), "-"),
    "a product of positives": (real("p") * 2, "+"),
    "a product of negatives": (real("n") * real("n"), "+"),
    "a product that is negative": (real("n") * real("p"), "-"),
    "a product that may vanish": (real("p") * real("q"), "0+"),
    "a negative product that may vanish": (real("n") * real("q"), "0-"),
    "a product of what may vanish": (real("m") * real("m"), "0+"),
    "a product with no sign": (real("p") * t, "?"),
    "what may vanish with no sign": (t * real("q"), "?"),
    "a negated term": (-real("q"), "0-"),
    "a sum of positives": (real("p") + 1, "+"),
    "a sum of which one is positive": (real("p") + real("q"), "+"),
    "a sum of what may vanish": (real("q") + real("q") * 2, "0+"),
    "a sum of which one is negative": (real("n") + real("m"), "-"),
    "a sum of both signs": (real("p") + real("n"), "?"),
    "a sum of both signs that may vanish": (real("q") + real("m"), "?"),
    "a sum with no sign": (real("p") + t, "?"),
    "a quotient": (real("q") / real("p"), "0+"),
    "a quotient by a negative": (real("p") / real("n"), "-"),
    "a quotient by what may vanish": (real("p") / real("q"), "?"),
    "a quotient by what has no sign": (real("p") / t, "?"),
    "a sum over a range": (Sum(exp(x[k]), k), "0+"),
    "a sum of negatives": (Sum(-exp(x[k]), k), "0-"),
    "a sum of squares": (Sum(x[k] ** 2, k), "0+"),
    "a sum with no sign over a range": (Sum(x[k], k), "?"),
    "a square": (t**2, "0+"),
    "a square of what is not zero": (real("n") ** 2, "+"),
    "a square of what may vanish": (real("m") ** 2, "0+"),
    "a cube": (t**3, "?"),
    "a cube of a negative": (real("n") ** 3, "-"),
    "a cube of what may vanish": (real("m") ** 3, "0-"),
    "a power of a positive": (real("p") ** 3, "+"),
    "a root": (sqrt(real("p")), "+"),
    "a root of what may vanish": (sqrt(real("q")), "0+"),
    "a root of a negative": (sqrt(real("n")), "?"),
    "a root of what is not positive": (sqrt(real("m")), "?"),
    "a root of what has no sign": (sqrt(t), "?"),
    "a power 0": (Pow(t, Number(Fraction(0))), "?"),
    "an inverse": (Pow(real("p"), Number(Fraction(-1))), "?"),
    "a logarithm": (log(real("p")), "?"),
    "an exponential of a logarithm": (exp(log(t)), "?"),
    "an index as a number": (number(i), "?"),
}


def test_sign_is_read_off_a_term():
    def sign(term):
        return written.sign_as_written(term, lambda leaf: SIGNS.get(getattr(leaf, "name", ""), "?"))

    assert {name: sign(term) for name, (term, _) in AS_WRITTEN.items()} == {
        name: wanted for name, (_, wanted) in AS_WRITTEN.items()
    }


PARTIAL = {
    "a root": (sqrt(h[k]) ** 2 + 1, h[i] + 1),
    "a logarithm in an exponent": (exp(2 * log(h[k])) + (t - u) ** 2, (t - u) ** 2 + h[i] ** 2),
    "one over a square": (
        (t - u) ** 2 * Pow(exp(h[k]) - 1, Number(Fraction(-2))) + 1,
        (t - u) ** 2 + (exp(h[i]) - 1) ** 2,
    ),
    "divided by what vanishes": (
        (t - u) ** 2 / (exp(h[k]) - 1) ** 2 + 1,
        (t - u) ** 2 + (exp(h[i]) - 1) ** 2,
    ),
}


def missing(name):
    """What is missing where both sides hold Σ_{k≠i}, whose terms have a value for k ≠ i alone, and a logarithm."""
    body, here = PARTIAL[name]
    apart = Gt(h[k] + delta(k, i) * (1 - h[k]), 0).for_all(k)
    total = Sum(1 / body, k, exclude=i)
    found = prove(claim_of(total + log(here), log(here) + total, given=apart))
    assert found.holds
    return [lack.text for lack in found.missing], f"{latex(here)} > 0"


@pytest.mark.parametrize("name", PARTIAL)
def test_sign_where_a_term_has_a_value_is_no_sign_elsewhere(name):
    lacks, of_the_logarithm = missing(name)
    assert of_the_logarithm in lacks


def test_without_asking_for_a_value_the_sign_would_be_taken_along(monkeypatch):
    """So that the trap is known to bite."""
    monkeypatch.setattr(written, "_power", lambda *_: "0+")
    assert missing("a root")[0] == []
