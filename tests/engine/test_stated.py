"""Signs that hypotheses state of sums and products: what follows from them, and what does not."""

import pytest
from engine.polynomials import build
from readings import equal_under

from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.engine.ring import items
from derive.session import judge
from derive.terms.build import D, Sum, exp, log, sqrt
from derive.terms.declare import indices, nonnegatives, real, reals, size
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
    "a member that is not negative, but not zero": (log(q), log(2 * q) - log(2), Gt(q, 0)),
    "a cube of such a member": (log(q), log(2 * q) - log(2), Gt(q**3, 0)),
}

DOES_NOT = {
    "a sum that may be zero": (log(total), log(2 * total) - log(2), Ge(total, 0)),
    "a sum of others": (log(Sum(y[k], k)), log(2 * Sum(y[k], k)) - log(2), Gt(total, 0)),
    "a part of a total of any signs": (sqrt(total - x[i]) ** 2, total - x[i], Gt(total, 0)),
    "one part of a sum": (log(t), log(2 * t) - log(2), Gt(t + u, 0)),
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


@pytest.mark.parametrize("name", FOLLOWS)
def test_stated_sign_carries_a_logarithm_root_or_quotient(name):
    assert judge(equal_under(*FOLLOWS[name])).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", DOES_NOT)
def test_what_a_stated_sign_does_not_say_stays_to_be_shown(name):
    found = prove(equal_under(*DOES_NOT[name]))
    assert not found.holds or found.missing


NOTED = {
    "nothing": ([("", "+")], {}),
    "a scalar": ([("t", "+")], {"t": "+"}),
    "a negative scalar": ([("- t", "0+")], {"- t": "0+"}),
    "a multiple": ([("-2 t", "+")], {"- t": "+", "t": "≠"}),
    "a sum": ([("2 t + 2 u", "+")], {"t + u": "+"}),
    "a negative sum": ([("-3 t - 3 u", "0+")], {"- t - u": "0+"}),
    "a sum beside a positive": ([("p t + p u", "0+")], {"t + u": "0+"}),
    "a sum beside a negative": ([("n t + n u", "0+")], {"- t - u": "0+"}),
    "a negative sum beside a negative": ([("- n t - n u", "0+")], {"t + u": "0+"}),
    "a sum beside what may vanish": ([("q t + q u", "0+")], {}),
    "a sum that is not zero": ([("2 t + 2 u", "≠")], {"t + u": "≠"}),
    "a product that is not zero": ([("t u", "≠")], {"t": "≠", "u": "≠"}),
    "a product with a sum that is not zero": ([("t^2 u + t u^2", "≠")], {"t": "≠", "u": "≠", "t + u": "≠"}),
    "a square of a sum that is not zero": ([("t^2 + 2 t u + u^2", "≠")], {"t + u": "≠"}),
    "a product": ([("t u", "+")], {"t": "≠", "u": "≠", "t u": "+"}),
    "a product that may vanish": ([("t u", "0+")], {"t u": "0+"}),
    "a negative product that may vanish": ([("- t u", "0+")], {"- t u": "0+"}),
    "a product beside a positive": ([("p t", "0+")], {"t": "0+"}),
    "a product beside a negative": ([("n t", "0+")], {"- t": "0+"}),
    "a quotient by a negative": ([("n^-1 t", "0+")], {"- t": "0+"}),
    "a product beside a square of a negative": ([("n^2 t", "0+")], {"t": "0+"}),
    "a product beside what may vanish": ([("q t", "0+")], {}),
    "a product beside what may vanish, but not zero": ([("q t", "+")], {"q": "≠", "t": "+"}),
    "a cube": ([("t^3", "+")], {"t": "+"}),
    "what may vanish, but does not": ([("q", "+")], {"q": "+"}),
    "a cube of what may vanish, but does not": ([("q^3", "+")], {"q": "+"}),
    "a cube that may vanish": ([("t^3", "0+")], {}),
    "a square": ([("t^2", "+")], {"t": "≠"}),
    "a square that may vanish": ([("t^2 u", "0+")], {}),
    "a cube beside another": ([("t^3 u", "+")], {"t": "≠", "u": "≠", "t u": "+"}),
    "a root": ([("t^1/2 u", "+")], {"t": "≠", "u": "≠"}),
    "a root of a positive": ([("p^1/2 u", "0+")], {"u": "0+"}),
    "an inverse": ([("t^-1", "+")], {"t": "+"}),
    "weak, then strict": ([("t", "0+"), ("t", "+")], {"t": "+"}),
    "strict, then weak": ([("t", "+"), ("t", "0+")], {"t": "+"}),
    "weak, then not zero": ([("t", "0+"), ("t", "≠")], {"t": "+"}),
    "not zero, then weak": ([("t", "≠"), ("t", "0+")], {"t": "+"}),
    "not zero, then weak, the other way": ([("t", "≠"), ("- t", "0+")], {"t": "≠", "- t": "+"}),
    "weak, then not zero, the other way": ([("- t", "0+"), ("t", "≠")], {"- t": "+"}),
    "strict, then not zero": ([("t", "+"), ("t", "≠")], {"t": "+"}),
    "a sum, weak, then not zero": ([("t - u", "0+"), ("u - t", "≠")], {"t - u": "+"}),
    "a sum, not zero, then weak": ([("t - u", "≠"), ("u - t", "0+")], {"u - t": "+"}),
    "a sum, not zero, then weak, the other way": ([("t - u", "≠"), ("t - u", "0+")], {"u - t": "≠", "t - u": "+"}),
}


def test_what_is_noted_of_a_stated_sign():
    """Where p > 0 and q ≥ 0 are declared, and n < 0 is stated before."""
    found, wanted = {}, {}
    for name, (facts, notes) in NOTED.items():
        kernel = Kernel(100_000)
        kernel.positive.add("p")
        kernel.nonnegative.add("q")
        kernel.state(build(kernel, "- n"), "+")
        before = set(kernel.known)
        for text, sign in facts:
            kernel.state(build(kernel, text), sign)
        found[name] = {key: sign for key, sign in kernel.known.items() if key not in before}
        wanted[name] = {items(build(kernel, text)): sign for text, sign in notes.items()}
    assert found == wanted


def test_sign_of_a_scalar_is_that_of_the_last_note():
    kernel = Kernel(100_000)
    (((i, _),),) = kernel.symbol("t")
    for text, sign, wanted in (("- t", "0+", "0-"), ("t", "≠", "-")):
        kernel.state(build(kernel, text), sign)
        assert kernel.atom_sign(i) == wanted
    kernel.state(build(kernel, "u v"), "+")
    kernel.state(build(kernel, "w + z"), "+")
    signs = [kernel.sign(build(kernel, text)) for text in ("u", "v", "u v", "w", "z", "w + z")]
    assert signs == ["?", "?", "+", "?", "?", "+"]


def test_stated_sign_is_found_though_another_was_before():
    kernel = Kernel(100_000)
    for statement, form in ((kernel.state, "t - u"), (kernel.state_written, "t - v")):
        poly = build(kernel, form)
        assert kernel.sign(poly) == "?"
        statement(poly, "+")
        assert kernel.sign(poly) == "+"


WRITTEN = {
    "a sum": ("2 t + 2 u", "+", {"t + u": "+"}),
    "a negative sum": ("-2 t - 2 u", "0+", {"- t - u": "0+"}),
    "a sum that is negative": ("t + u", "-", {"- t - u": "+"}),
    "a sum that is not positive": ("t + u", "0-", {"- t - u": "0+"}),
    "a sum beside a positive": ("p t + p u", "0+", {"t + u": "0+"}),
    "a sum beside what may vanish": ("q t + q u", "0+", {}),
    "a sum beside what has no sign": ("v t + v u", "0+", {}),
    "no sign": ("t + u", "?", {}),
    "a product": ("t u", "+", {}),
    "a positive": ("p", "+", {}),
    "nothing": ("", "0+", {}),
}


def test_what_is_noted_of_a_sign_that_is_written():
    found, wanted = {}, {}
    for name, (text, sign, notes) in WRITTEN.items():
        kernel = Kernel(100_000)
        kernel.positive.add("p")
        kernel.nonnegative.add("q")
        kernel.state_written(build(kernel, text), sign)
        found[name] = kernel.written
        wanted[name] = {items(build(kernel, note)): there for note, there in notes.items()}
    assert found == wanted
