"""Signs of constants by balls that hold their values."""

from fractions import Fraction

import pytest
from readings import claim_of

from derive.engine.constants import constant_sign
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.session import judge
from derive.terms.build import Integer, exp, log, pi, sqrt
from derive.terms.declare import real
from derive.terms.relations import Gt, Ne, given
from derive.verdict import Verdict

x = real("x")
long = (1 << 89) - 1
"""A prime whose square is too long to be factored."""


def sign(term):
    kernel = Kernel(1000)
    return constant_sign(kernel.atoms, term(kernel))


def root(kernel, number, power=Fraction(1, 2)):
    return kernel.of(kernel.atom("number", (str(number),)), power)


SIGNS = {
    "a root above": (lambda kernel: kernel.add(root(kernel, 5), kernel.constant(-2)), "+"),
    "a root below": (lambda kernel: kernel.add(root(kernel, 3), kernel.constant(-2)), "-"),
    "exactly zero": (lambda kernel: kernel.add(root(kernel, 4), kernel.constant(-2)), "?"),
    "zero, which no precision tells": (
        lambda kernel: kernel.add(root(kernel, 8, Fraction(1, 3)), kernel.constant(-2)),
        "?",
    ),
    "a variable": (lambda kernel: kernel.symbol("scalar x"), "?"),
    "a logarithm of a variable and a constant": (
        lambda kernel: kernel.log(kernel.add(kernel.symbol("scalar x"), kernel.constant(1))),
        "?",
    ),
}


@pytest.mark.parametrize("name", SIGNS)
def test_sign_is_told_only_where_zero_is_excluded(name):
    term, expected = SIGNS[name]
    assert sign(term) == expected


PROVED = {
    "root": (sqrt(Integer(2)), Integer(3) / 2, "<", ()),
    "logarithm": (log(Integer(2)), 1, "<", ()),
    "negative denominator": (1 / (log(Integer(2)) - 1), -1 / (1 - log(Integer(2))), "=", ()),
    "power of pi": (pi**2, 10, "<", ()),
}
OPEN = {
    "a root that is whole, below": (0, sqrt(Integer(long**2)) - long, "<", ()),
    "a root that is whole, above": (sqrt(Integer(long**2)) - long, 0, "<", ()),
    "a variable in a logarithm": (0, log(1 + x), "≤", given(Gt(x, -1))),
    "a variable in an exponential": (1, exp(x), "≤", given(Ne(x, 0))),
}


@pytest.mark.parametrize("name", PROVED)
def test_constants_are_compared(name):
    assert judge(claim_of(*PROVED[name])).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", OPEN)
def test_what_is_equal_or_no_constant_is_not_told_apart(name):
    assert not prove(claim_of(*OPEN[name])).holds
    assert judge(claim_of(*OPEN[name])).verdict is Verdict.REFUTED
