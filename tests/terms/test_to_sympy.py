"""Terms written out as SymPy expressions, at given sizes."""

from __future__ import annotations

import pytest
import sympy

from derive import (
    D,
    Eq,
    Integral,
    Limit,
    Product,
    Sum,
    cases,
    define,
    delta,
    derivation,
    exp,
    index,
    indices,
    log,
    number,
    oo,
    pi,
    positive,
    real,
    reals,
    size,
    span,
    step,
    variable,
)
from derive.errors import TermError
from derive.terms.to_sympy import to_sympy

n, at_least_two = size("n"), size("m", at_least=2)
i, j, k = indices("i j k", n)
z, y = reals("z", n), reals("y", n)
T, x = positive("T"), real("x")
Z = Sum(exp(z[k]), k)
s = define("s", i, exp(z[i]) / Z)
z1, z2, z3 = sympy.symbols("z_1 z_2 z_3", real=True)
st, sx = sympy.Symbol("T", positive=True), sympy.Symbol("x", real=True)


@pytest.mark.parametrize(
    ("term", "values", "expected"),
    [
        pytest.param(Sum(z[k], k), {"n": 3}, z1 + z2 + z3, id="sum"),
        pytest.param(Sum(number(k) * z[k], k), {"n": 3}, z1 + 2 * z2 + 3 * z3, id="index as a number"),
        pytest.param(
            Sum(z[i] * y[j], (i, 1, j - 1), j), {"n": 2}, z1 * sympy.Symbol("y_2", real=True), id="pairs in order"
        ),
        pytest.param(Sum(z[k], (k, i + 1, n)), {"n": 3, "i": 2}, z3, id="above an index"),
        pytest.param(Sum(z[k], k, exclude=2), {"n": 3}, z1 + z3, id="sum with an exclusion"),
        pytest.param(Sum(z[k], k, only=i), {"n": 3, "i": 2}, z2, id="sum over one index"),
        pytest.param(Sum(z[k], (k, 2, n)), {"n": 1}, sympy.Integer(0), id="empty sum"),
        pytest.param(Product(z[k], k), {"n": 2}, z1 * z2, id="product"),
        pytest.param(Product(z[k], (k, 2, n)), {"n": 1}, sympy.Integer(1), id="empty product"),
        pytest.param(n * x + pi, {"n": 4}, 4 * sx + sympy.pi, id="size and constant"),
        pytest.param(delta(i, j) + delta(i, i), {"n": 2, "i": 1, "j": 2}, sympy.Integer(1), id="delta"),
        pytest.param(cases(Eq(i, j), x, T), {"n": 2, "i": 1, "j": 2}, st, id="cases"),
        pytest.param(D(Z, z[k]), {"n": 2, "k": 1}, sympy.exp(z1), id="derivative along the bound name"),
        pytest.param(D(x**3, x, x), {}, 6 * sx, id="second derivative"),
        pytest.param(log(x, T), {}, sympy.log(sx) / sympy.log(st), id="log to a base"),
        pytest.param(Limit(exp(z[i] / T), T, oo), {"n": 1, "i": 1}, sympy.Integer(1), id="limit"),
        pytest.param(-x / T, {}, -sx / st, id="fraction"),
        pytest.param(s[j], {"n": 2, "j": 2}, sympy.exp(z2) / (sympy.exp(z1) + sympy.exp(z2)), id="definition"),
    ],
)
def test_term_is_written_out(term, values, expected):
    assert to_sympy(term, **values) == expected


def test_method_of_a_term_does_the_same():
    assert Sum(z[k], k).to_sympy(n=2) == z1 + z2


@pytest.mark.parametrize("n_value", [1, 2, 3])
def test_softmax_jacobian_holds_in_sympy(n_value):
    difference = D(s[i], z[j]) - s[i] * (delta(i, j) - s[j])
    written = [
        difference.to_sympy(n=n_value, i=one, j=other)
        for one in range(1, n_value + 1)
        for other in range(1, n_value + 1)
    ]
    assert [sympy.simplify(value) for value in written] == [0] * n_value**2


def test_sympy_script_comes_back_as_the_same_numbers():
    a, b, c = sympy.symbols("i k n", integer=True)
    w = sympy.IndexedBase("z")
    softmax = sympy.exp(w[a]) / sympy.Sum(sympy.exp(w[b]), (b, 1, c))
    chain = derivation(softmax, step(0))
    assert chain.start.to_sympy(n=2, i=1) == sympy.exp(z1) / (sympy.exp(z1) + sympy.exp(z2))


@pytest.mark.parametrize(
    ("term", "values", "says"),
    [
        pytest.param(Sum(z[k], k), {}, "give the size n a value", id="missing size"),
        pytest.param(z[i], {"n": 2}, "give the index i a value", id="missing index"),
        pytest.param(z[i], {"n": 2, "i": 3}, "lies outside", id="index out of range"),
        pytest.param(z[0], {"n": 2}, "lies outside", id="position out of range"),
        pytest.param(at_least_two + 0, {"m": 1}, "at least 2", id="size below its least"),
        pytest.param(Integral(reals("p", "R")[variable("u")], variable("u")), {}, "integral", id="integral"),
        pytest.param(z[1] + real("z_1"), {"n": 1}, "both be the symbol z_1", id="one symbol for two variables"),
    ],
)
def test_what_cannot_be_written_out_is_refused(term, values, says):
    with pytest.raises(TermError, match=says):
        to_sympy(term, **values)


def test_negative_positions_have_symbols_of_their_own():
    w, offset = reals("w", span(-1, 1)), index("o", span(-1, 1))
    assert len(Sum(w[offset], offset).to_sympy().free_symbols) == 3
