"""Signs that hypotheses state of sums and products: what follows from them, and what does not."""

import pytest

from derive.engine.prove import prove
from derive.session import judge
from derive.terms.build import D, Sum, exp, log, sqrt
from derive.terms.declare import indices, nonnegatives, real, reals, size
from derive.terms.records import derivation, step
from derive.terms.relations import Ge, Gt, Le, Lt, Ne
from derive.verdict import Verdict

n = size("n")
i, j, k, l = indices("i j k l", n)
x, y = reals("x", n), reals("y", n)
t, u, v = real("t"), real("u"), real("v")
q = nonnegatives("q", n)[i]
total = Sum(x[k], k)
norm = sqrt(Sum(x[k] ** 2, k))

FOLLOWS = {
    "the sign of a sum": (log(3 * total), log(3) + log(total), Gt(total, 0)),
    "a sum that is not zero": (D(norm, x[i]), x[i] / norm, Gt(Sum(x[k] ** 2, k), 0)),
    "a sum below zero": (log(-total), log(-2 * total) - log(2), Lt(total, 0)),
    "the sign of a logarithm": (sqrt(log(t)) ** 2, log(t), [Gt(log(t), 0), Gt(t, 0)]),
    "a product": (log(t * u), log(u * t), Gt(t * u, 0)),
    "a product beside what has a sign": (log(exp(v) * t * u), v + log(2 * t * u) - log(2), Gt(3 * t * u, 0)),
    "a quotient, hence the product": (log(t * u), log(u * t), Gt(t / u, 0)),
    "a product, hence what is divided": (log(t / u), log(2 * t / u) - log(2), Gt(t * u, 0)),
    "a negative product": (log(-t * u), log(-2 * t * u) - log(2), Lt(t * u, 0)),
    "one factor by the sign of the other": (log(t), log(2 * t) - log(2), Gt(q * t, 0)),
    "one factor by the negative sign of the other": (log(-u), log(-2 * u) - log(2), [Lt(t, 0), Gt(t * u, 0)]),
    "the root of a factor": (sqrt(t * exp(u)) ** 2, t * exp(u), Gt(q * t, 0)),
    "the root of a logarithm": (sqrt(log(t) * exp(u)) ** 2, log(t) * exp(u), [Gt(log(t), 0), Gt(t, 0)]),
    "a weaker sign stated after": (log(t), log(2 * t) - log(2), [Gt(t, 0), Ge(t, 0)]),
    "a weaker sign stated before": (log(t), log(2 * t) - log(2), [Ge(t, 0), Gt(t, 0)]),
    "not negative, and not zero": (log(t), log(2 * t) - log(2), [Ge(t, 0), Ne(t, 0)]),
    "not zero, and not negative": (log(t), log(2 * t) - log(2), [Ne(t, 0), Ge(t, 0)]),
    "not negative and not zero, of a difference": (log(t - u), log(2 * t - 2 * u) - log(2), [Ge(t, u), Ne(u, t)]),
    "not positive, and not zero": (log(-t), log(-2 * t) - log(2), [Le(t, 0), Ne(t, 0)]),
    "no factor is zero": (t / t + u / u, 2, Gt(t * u, 0)),
    "not zero, and not positive": (log(-t), log(-2 * t) - log(2), [Ne(t, 0), Le(t, 0)]),
    "no factor beside a difference": (t / t + (u - v) / (u - v), 2, Ne(t * (u - v), 0)),
    "no divisor is zero": (u / u, 1, Gt(t / u, 0)),
    "no factor of what is not zero": (t / t + u / u, 2, Ne(2 * t * u, 0)),
    "a factor to an even power": (log(u), log(2 * u) - log(2), Gt(t**2 * u, 0)),
    "a cube": (log(t), log(2 * t) - log(2), Gt(t**3, 0)),
}

DOES_NOT = {
    "a sum that may be zero": (log(total), log(2 * total) - log(2), Ge(total, 0)),
    "a sum of others": (log(Sum(y[k], k)), log(2 * Sum(y[k], k)) - log(2), Gt(total, 0)),
    "a part of a total of any signs": (sqrt(total - x[i]) ** 2, total - x[i], Gt(total, 0)),
    "one factor of a product": (log(t), log(2 * t) - log(2), Gt(t * u, 0)),
    "a product of others": (log(t * v), log(2 * t * v) - log(2), Gt(t * u, 0)),
    "a product beside what may vanish": (log(q * t * u), log(2 * q * t * u) - log(2), Gt(t * u, 0)),
    "a factor of the wrong sign": (log(u), log(2 * u) - log(2), [Lt(t, 0), Gt(t * u, 0)]),
    "not zero, and nothing else": (log(t), log(2 * t) - log(2), Ne(t, 0)),
    "not negative, and something else not zero": (log(t), log(2 * t) - log(2), [Ge(t, 0), Ne(u, 0)]),
    "not zero, said twice": (log(t), log(2 * t) - log(2), [Ne(t, 0), Ne(2 * t, 0)]),
    "a difference hidden by what may vanish": (log(1 + t - u), log(2 + 2 * t - 2 * u) - log(2), Ge(q * (1 + t - u), 0)),
    "a root hidden by what may vanish": (sqrt(1 + t - u) ** 2, 1 + t - u, Ge(q * (1 + t - u), 0)),
    "another member": (log(x[j]), log(2 * x[j]) - log(2), Gt(x[i] * exp(t), 0)),
    "a factor hidden by what may vanish": (sqrt(t) ** 2, t, Ge(q * t, 0)),
    "a factor hidden by an even power": (sqrt(u) ** 2, u, Ge(t**2 * u, 0)),
    "a product that may be zero": (t / t, u / u, Ge(t * u, 0)),
    "a negative product is not positive": (log(t * u), log(2 * t * u) - log(2), Lt(t * u, 0)),
    "a factor of a negative sign": (log(t), log(2 * t) - log(2), Lt(q * t, 0)),
}


def claim(lhs, rhs, hypotheses):
    return derivation(lhs, step(rhs, given=hypotheses)).claim(0)


@pytest.mark.parametrize("name", FOLLOWS)
def test_stated_sign_carries_a_logarithm_root_or_quotient(name):
    assert judge(claim(*FOLLOWS[name])).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", DOES_NOT)
def test_what_a_stated_sign_does_not_say_stays_to_be_shown(name):
    found = prove(claim(*DOES_NOT[name]))
    assert not found.holds or found.missing
