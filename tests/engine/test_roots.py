"""Inequalities freed of a logarithm or a root: what must hold for them, and where nothing is said."""

import pytest
from readings import claim_of, reading

from derive.engine.prove import prove
from derive.engine.roots import without_log, without_root
from derive.session import judge
from derive.terms.build import exp, log, sqrt
from derive.terms.declare import positive, real
from derive.terms.relations import Ge, Le
from derive.verdict import Verdict

t, u = real("t"), real("u")
p, q = positive("p"), positive("q")

LOGS = {
    "a logarithm": (log(p) + u, [p - exp(-u)]),
    "less a logarithm": (u - log(p), [exp(u) - p]),
    "a multiple of a logarithm": (2 * log(p) + u, [2 * p - 2 * exp(-u / 2)]),
    "two logarithms": (log(p) - log(q), [p - q, p - q]),
    "a logarithm squared": (log(p) ** 2 + u, []),
    "a logarithm times another thing": (log(p) * u + 1, []),
    "a logarithm of what may be negative": (log(t) + u, []),
    "no logarithm": (p + u + 1, []),
}
ROOTS = {
    "a root": (sqrt(p) + u, [(0, p - u**2)]),
    "less a root": (u - sqrt(p), [(u, u**2 - p)]),
    "a root times what may be negative": (t * sqrt(p) + u, [(u, u**2 - t**2 * p)]),
    "a root times what is at least 0": (t**2 * sqrt(p) + u, [(0, t**4 * p - u**2)]),
    "two roots": (sqrt(p) - sqrt(q), [(0, p - q), (sqrt(p), p - q)]),
    "no root": (p + u, []),
}
TRUE = {
    "a multiple of a logarithm": (2 * log(p), 2 * p - 2, "≤", ()),
    "a root beside a factor of any sign": (-t * sqrt(p), 1 + t**2 * p, "≤", ()),
}
FALSE = {
    "a root beside a factor of any sign": (0, t * sqrt(p) + 1, "≤", Ge(t**2 * p, 1)),
    "less a root beside what is negative": (sqrt(p), u, "≤", Ge(u**2, p)),
    "a logarithm of what may be negative": (log(-t), u, "≤", Le(t, exp(u))),
}


@pytest.mark.parametrize("name", LOGS)
def test_forms_without_a_logarithm(name):
    term, expected = LOGS[name]
    kernel, (poly, *forms) = reading(term, *expected)
    assert list(without_log(kernel, poly)) == forms


@pytest.mark.parametrize("name", ROOTS)
def test_forms_without_a_root(name):
    term, expected = ROOTS[name]
    kernel, (poly, *forms) = reading(term, *[part + 0 * t for pair in expected for part in pair])
    assert list(without_root(kernel, poly)) == list(zip(forms[::2], forms[1::2], strict=True))


@pytest.mark.parametrize("name", TRUE)
def test_inequality_with_a_logarithm_or_root_is_proved(name):
    assert judge(claim_of(*TRUE[name])).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_false_inequality_with_a_logarithm_or_root_is_not_held(name):
    assert not prove(claim_of(*FALSE[name])).holds
    assert judge(claim_of(*FALSE[name])).verdict in (Verdict.REFUTED, Verdict.CONDITIONAL)
