"""Inverses, denominators and roots as variables of an ideal: what ties them to what they are made of, and nothing more."""

from fractions import Fraction

import pytest
from flint import fmpq
from readings import equal_under

from derive.engine.charts import Chart
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT
from derive.session import judge
from derive.terms.build import exp, sqrt
from derive.terms.declare import positive, real
from derive.terms.relations import Eq, Ne, given
from derive.verdict import Verdict

a, b, c, x = real("a"), real("b"), real("c"), real("x")
p, q = positive("p"), positive("q")
below = 1 + b**2

TRUE = {
    "inverse of an atom": (exp(a**2 / p), exp(c**2), given(Eq(a**2, c**2 * p))),
    "inverse of what is stated not to be 0": (exp(a**2 / x), exp(c**2), given(Eq(a**2, c**2 * x), Ne(x, 0))),
    "inverse of a sum": (exp(a**2 / below), exp(c**2), given(Eq(a**2, c**2 * below))),
    "atoms that stand in a denominator only": (exp(x / below), exp(x * c), given(Eq(below * c**3, c**2), Ne(c, 0))),
    "an equation in an atom of a denominator": (
        exp(x / (b**2 + b + 1)),
        exp(x * (1 - b) / (1 - b**3)),
        given(Eq(b**5, 7)),
    ),
    "square of the root of a sum": (exp(below * a**4), exp(c**4), given(Eq(sqrt(below) * a**2, c**2))),
    "square of the root of a number": (exp(a**4), exp(2 * b**4), given(Eq(a**2, sqrt(2) * b**2))),
}
FALSE = {
    "inverse for the sum itself": (exp(a**2 / below), exp(a**2 * below), given(Eq(a**2, c**2 * below))),
    "inverse for the atom itself": (exp(a**2 / p), exp(a**2 * p), given(Eq(a**2, c**2 * p))),
    "root for the number itself": (exp(a**4), exp(4 * b**4), given(Eq(a**2, sqrt(2) * b**2))),
    "root of a sum for its inverse": (exp(a**4), exp(below * c**4), given(Eq(sqrt(below) * a**2, c**2))),
    "what stands in a denominator for what has an inverse": (
        exp(c**2 / below),
        exp(a**2 / below),
        given(Eq(b * c**2, b * a**2)),
    ),
    "one for an atom": (exp(a**2 / p), exp(c**2 / p), given(Eq(a**2, c**2 * p))),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_tied_together_meets(name):
    assert judge(equal_under(*TRUE[name])).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_what_is_not_tied_together_does_not_meet(name):
    assert not prove(equal_under(*FALSE[name])).holds
    assert judge(equal_under(*FALSE[name])).verdict is not Verdict.PROVED


@pytest.mark.parametrize(("kind", "power"), [("symbol", Fraction(-1)), ("number", Fraction(-1, 2))])
def test_inverse_alone_is_tied_to_nothing(kind, power):
    kernel = Kernel(1000)
    inverse = kernel.of(kernel.atom(kind, ("2",)), power)
    assert list(Chart(kernel, [inverse]).relations()) == []


def test_root_times_its_inverse_is_one():
    kernel = Kernel(1000)
    atom = kernel.atom("symbol", ("x",))
    chart = Chart(kernel, [kernel.of(atom, Fraction(side, 2)) for side in (1, -1)])
    assert chart.slots == ((atom.id, -1), (atom.id, 1))
    assert chart.poly({(1, 1): fmpq(3)}) == {UNIT: fmpq(3)}
    assert chart.poly({(0, 1): ONE}) == kernel.of(atom, Fraction(1, 2))
