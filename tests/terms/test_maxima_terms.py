"""Maxima as terms: built, printed, rewritten, and taken to SymPy and back."""

import pytest
import sympy
from readings import claim_of

from derive.errors import TermError
from derive.terms.build import Sum, exp
from derive.terms.declare import index, indices, real, reals, size, span
from derive.terms.edits import edits
from derive.terms.latex import latex
from derive.terms.maxima import Abs, Max, Min, relu
from derive.terms.nodes import Binder, Maximum, Neg
from derive.terms.source import term_source
from derive.terms.traverse import substitute

n = size("n")
i, j, k = indices("i j k", n)
z = reals("z", n)
a, b = real("a"), real("b")

PRINTED = {
    "two": (Max(a, b), r"\max\left(a, b\right)", "Max(a, b)"),
    "smallest": (Min(a, b), r"-\max\left(-a, -b\right)", "-Max(-a, -b)"),
    "relu": (relu(a), r"\max\left(0, a\right)", "Max(0, a)"),
    "absolute value": (Abs(a), r"\max\left(a, -a\right)", "Max(a, -a)"),
    "over a range": (Max(z[k], k), r"\max_{1 \le k \le n} z_{k}", "Max(z[k], k)"),
    "in a product": (2 * Max(z[k], k), r"2 \max_{1 \le k \le n} z_{k}", "2 * Max(z[k], k)"),
}


@pytest.mark.parametrize("name", PRINTED)
def test_maximum_is_printed_as_it_is_written(name):
    term, tex, source = PRINTED[name]
    assert latex(term) == tex
    assert term_source(term) == source


def test_names_of_bound_indices_do_not_count():
    assert Max(z[k], k) == Max(z[j], j)
    assert Max(a, b) != Max(b, a)


def test_indices_are_put_in():
    assert substitute(Max(z[i], z[j]), {i: j}) == Max(z[j], z[j])
    assert Max(a, b).children == (a, b)


def test_written_range_binds_an_index_declared_over_another():
    wide = reals("w", span(0, n))
    assert Max(wide[index("c", span(0, n))], index("c", span(0, n))).free == frozenset()
    assert isinstance(Max(z[k], (k, 2, n)), Binder)


def test_terms_and_indices_do_not_mix():
    with pytest.raises(TermError):
        Max(a, b, k)


def test_edits_reach_into_a_maximum():
    found = [edited for _, edited in edits(Max(a, b), ())]
    assert a in found
    assert Max(Neg(a), b) in found


def test_maximum_goes_to_sympy_and_back():
    x, y = sympy.symbols("x y", real=True)
    assert Max(z[k], k).to_sympy(n=2) == sympy.Max(*sympy.symbols("z_1 z_2", real=True))
    assert relu(a).to_sympy() == sympy.Max(0, sympy.Symbol("a", real=True))
    found = claim_of(sympy.Max(x, y), sympy.Max(x, y) + 0).lhs
    assert isinstance(found, Maximum)
    assert found.to_sympy() == sympy.Max(x, y)


def test_sums_of_maxima_are_written_out():
    assert Sum(relu(z[k]), k).to_sympy(n=1) == sympy.Max(0, sympy.Symbol("z_1", real=True))
    assert Max(exp(z[k]), k).to_sympy(n=1) == sympy.exp(sympy.Symbol("z_1", real=True))
