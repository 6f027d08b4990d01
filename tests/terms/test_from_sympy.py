"""The SymPy door: what a plain SymPy script means, and what is refused."""

from __future__ import annotations

import subprocess
import sys

import pytest
import sympy
from readings import claim_of
from sympy import (
    Abs,
    Derivative,
    Eq,
    Function,
    Ge,
    Gt,
    I,
    IndexedBase,
    Integral,
    KroneckerDelta,
    Limit,
    MatrixSymbol,
    Ne,
    Piecewise,
    Product,
    Rational,
    Sum,
    Symbol,
    exp,
    log,
    oo,
    pi,
    sin,
    sqrt,
    symbols,
)

import derive
from derive import derivation, step
from derive.errors import DoorError
from derive.session import judge
from derive.terms.latex import assumption_latex
from derive.terms.nodes import Sign
from derive.verdict import Verdict

i, j, k, l, m, n = symbols("i j k l m n", integer=True)
z, y, S = IndexedBase("z"), IndexedBase("y"), IndexedBase("S", positive=True)
x, T = Symbol("x"), Symbol("T", positive=True)
Z = Sum(exp(z[k]), (k, 1, n))

N = derive.size("n")
M = derive.size("m")
di, dj, dk, dl = derive.indices("i j k l", N)
short = derive.index("i", derive.span(1, N - 1))
dz, dy = derive.reals("z", N), derive.reals("y", N)
dx, dt = derive.real("x"), derive.positive("T")
dsum = derive.Sum(derive.exp(dz[dk]), dk)
anchor = Sum(z[l], (l, 1, n))
danchor = derive.Sum(dz[dl], dl)


def door(side, *, given=(), step_given=()):
    return derivation(side, step(anchor, given=step_given), given=given)


@pytest.mark.parametrize(
    ("side", "term"),
    [
        pytest.param(anchor, danchor, id="sum"),
        pytest.param(x + 1, dx + 1, id="add"),
        pytest.param(-x, -dx, id="negative"),
        pytest.param(x / 2, dx / 2, id="half"),
        pytest.param(-x / T, -(dx / dt), id="negative fraction"),
        pytest.param(1 / T**2, 1 / dt**2, id="inverse power"),
        pytest.param(1 / sqrt(T), 1 / derive.sqrt(dt), id="inverse root"),
        pytest.param(sympy.Integer(7), derive.Integer(7), id="integer"),
        pytest.param(Rational(-1, 2), derive.Rational(-1, 2), id="rational"),
        pytest.param(pi, derive.pi, id="pi"),
        pytest.param(sympy.E, derive.E, id="e"),
        pytest.param(T**x, dt**dx, id="power"),
        pytest.param(log(x), derive.log(dx), id="log"),
        pytest.param(z[i], dz[di], id="entry"),
        pytest.param(z[1], dz[1], id="entry at a number"),
        pytest.param(z[n], dz[N], id="last entry"),
        pytest.param(z[i + 1], dz[di + 1], id="shifted entry"),
        pytest.param(z[i] * KroneckerDelta(i, j), derive.delta(di, dj) * dz[di], id="delta"),
        pytest.param(n * x, N * dx, id="size in a formula"),
        pytest.param(exp(z[i]) / Z, derive.exp(dz[di]) / dsum, id="softmax"),
        pytest.param(Product(z[k], (k, 1, n)), derive.Product(dz[dk], dk), id="product"),
        pytest.param(
            Sum(z[k] * y[l], (k, 1, n), (l, 1, n)),
            derive.Sum(dy[dl] * dz[dk], dk, dl),
            id="two limits, the first innermost",
        ),
        pytest.param(Sum(k * z[k], (k, 1, n)), derive.Sum(derive.number(dk) * dz[dk], dk), id="index as a number"),
        pytest.param(i * z[i], derive.number(di) * dz[di], id="free index as a number"),
        pytest.param(
            Sum(z[i] * y[j], (i, 1, j - 1), (j, 1, n)),
            derive.Sum(dy[dj] * dz[short], (short, 1, dj - 1), dj),
            id="pairs in order",
        ),
        pytest.param(Derivative(Z, z[k]), derive.D(dsum, dz[dk]), id="derivative along the bound name"),
        pytest.param(Derivative(exp(z[i]), (z[j], 2)), derive.D(derive.exp(dz[di]), dz[dj], dz[dj]), id="second"),
        pytest.param(Derivative(exp(x), x), derive.D(derive.exp(dx), dx), id="derivative along a symbol"),
        pytest.param(Limit(1 / T, T, oo), derive.Limit(1 / dt, dt, derive.oo), id="limit"),
        pytest.param(
            Piecewise((z[i], Eq(i, j)), (y[j], True)), derive.cases(derive.Eq(di, dj), dz[di], dy[dj]), id="cases"
        ),
        pytest.param(
            Piecewise((z[i], Ne(i, j)), (y[j], True)), derive.cases(derive.Ne(di, dj), dz[di], dy[dj]), id="cases, ≠"
        ),
    ],
)
def test_sympy_form_means_the_same_term(side, term):
    chain = derivation(side, step(anchor), step(Sum(y[l], (l, 1, n)) + z[i] * z[j]))
    assert chain.start == term


def test_chain_is_marked_as_simplified_by_sympy():
    chain = derivation(exp(z[i]) * exp(z[j]) * Z / Z**2, step(anchor), step(0))
    assert chain.from_sympy
    assert all(link.from_sympy for link in chain.steps)
    assert chain.steps[1].rhs == derive.Integer(0)


def test_plain_terms_are_not_marked():
    chain = derivation(danchor, step(0))
    assert not chain.from_sympy
    assert not chain.steps[0].from_sympy


def test_instead_order_and_variable_are_converted():
    chain = derivation(
        exp(x / T),
        step(1, up_to=sympy.O(1 / T, (T, oo))),
        step(x, expect="refuted", instead=x**0 + T - T),
        step(x / T, "→", variable=T),
    )
    assert chain.steps[0].up_to == derive.O(dt**-1)
    assert chain.steps[1].instead == derive.Integer(1)
    assert chain.steps[2].variable == dt


def test_free_index_takes_the_range_of_the_axis_it_stands_on():
    chain = door(y[i] * z[i])
    assert {index.label: index.domain for index in chain.start.free} == {"i": di.domain}


def test_range_is_found_anywhere_in_the_chain():
    chain = derivation(z[i], step(z[i] + 0 * x + 1), step(Sum(z[k], (k, 0, n - 1))))
    (free,) = chain.start.free
    assert free.domain == derive.span(0, N - 1)


def test_widest_bound_range_is_the_axis():
    chain = door(Sum(z[k], (k, 2, n)))
    assert chain.start == derive.Sum(dz[dk], (dk, 2, N))


def test_shape_gives_the_axis():
    w = IndexedBase("w", shape=(n, m))
    chain = derivation(w[i, j], step(2 * w[i, j]))
    assert chain.start.family.axes == (derive.span(1, N), derive.span(1, M))


def test_shape_counts_from_zero_when_its_indices_do():
    w = IndexedBase("w", shape=(n,))
    chain = derivation(Sum(w[k], (k, 0, n - 1)), step(0))
    assert derive.Sum(derive.reals("w", derive.span(0, N - 1))[dk], (dk, 0, N - 1)) == chain.start


def test_idx_with_a_range_is_an_index_over_it():
    c = sympy.Idx("c", (0, n - 1))
    chain = derivation(z[c], step(2 * z[c]))
    assert next(iter(chain.start.free)).domain == derive.span(0, N - 1)


def test_shifted_bound_indices_give_a_padded_axis():
    P = IndexedBase("P", positive=True)
    chain = derivation(Sum(P[k + l, k], (l, -m, m), (k, 1, n)), step(0))
    entry = chain.start.body.body
    assert entry.family.axes == (derive.span(1 - M, N + M), derive.span(1, N))


def test_signs_follow_the_assumptions():
    chain = derivation(S[i] + T + Symbol("q", nonnegative=True), step(Sum(S[k], (k, 1, n))))
    signs = {type(node).__name__: node for node in chain.start.args}
    assert signs["Entry"].family.sign is Sign.POSITIVE
    assert {node.sign for node in chain.start.args if hasattr(node, "sign")} == {Sign.POSITIVE, Sign.NONNEGATIVE}


def test_nonzero_symbol_becomes_a_hypothesis():
    chain = derivation(x / Symbol("v", real=True, nonzero=True), step(x))
    assert [assumption_latex(fact) for fact in chain.given] == [r"v \ne 0"]


def test_hypotheses_are_converted_where_they_stand():
    chain = door(z[i], given=[Eq(anchor, 1), Ne(x, 0)], step_given=(Eq(i, j), Gt(x, 1), x <= 3))
    assert chain.given == derive.given(derive.Eq(danchor, 1), derive.Ne(dx, 0))
    assert chain.steps[0].given == derive.given(derive.Eq(di, dj), derive.Gt(dx, 1), derive.Ge(3, dx))


def test_index_free_in_a_hypothesis_alone_is_quantified():
    chain = door(y[j] * z[i], given=Eq(y[k], 2 * z[k]))
    assert chain.given == (derive.Eq(dy[dk], 2 * dz[dk]).for_all(dk),)


def test_index_free_in_a_side_is_not_quantified():
    chain = door(y[i] * z[i], given=Eq(y[i], 0))
    assert chain.given == (derive.Eq(dy[di], 0),)


def test_size_bound_of_the_whole_derivation_raises_the_size():
    chain = door(n * z[i], given=Ge(n, 2))
    assert [size.at_least for size in chain.start.args if hasattr(size, "at_least")] == [2]
    assert chain.given == ()


def test_hypothesis_that_sympy_found_true_is_dropped():
    assert door(T * z[i], given=Gt(T, 0)).given == ()


@pytest.mark.parametrize(
    ("build", "says"),
    [
        pytest.param(lambda: door(anchor * 0.5), r"write Rational\(1, 2\)", id="float"),
        pytest.param(lambda: door(Function("f")(x)), r"IndexedBase\('f'\)", id="undefined function"),
        pytest.param(lambda: door(sin(x)), r"sin\(x\) \(sin\) has no counterpart", id="sine"),
        pytest.param(lambda: door(Abs(x)), "write it with Max", id="absolute value"),
        pytest.param(lambda: door(I * x), "ImaginaryUnit", id="imaginary unit"),
        pytest.param(lambda: door(oo), "Infinity", id="infinity"),
        pytest.param(lambda: door(Integral(x, x)), "derive's Integral", id="integral"),
        pytest.param(lambda: door(Limit(1 / T, T, 0)), "at oo", id="limit at zero"),
        pytest.param(lambda: door(Piecewise((x, x > 0), (0, True))), "only two cases", id="other cases"),
        pytest.param(lambda: door(MatrixSymbol("X", 2, 2)[0, 0]), "matrices", id="matrix entry"),
        pytest.param(lambda: door(z + 1), "write an entry", id="family without index"),
        pytest.param(lambda: door(Derivative(exp(x), (x, n))), "must be an integer", id="symbolic order"),
        pytest.param(lambda: door(Derivative(n * x, n)), "no variable", id="derivative along a size"),
        pytest.param(lambda: door(Sum(z[k], (k, 1, l)) + Sum(z[l], (l, 1, n))), "no sum further out", id="free bound"),
        pytest.param(lambda: door(Sum(z[k], (l, 1, n), (k, 1, l))), "no sum further out", id="bound from further in"),
        pytest.param(lambda: door(Sum(z[k], (k, 1, n**2))), "cannot stand in a bound", id="quadratic bound"),
        pytest.param(lambda: door(z[z[k]]), "cannot stand in brackets", id="entry in brackets"),
        pytest.param(lambda: door(z[i, j]), "two families", id="two numbers of indices"),
        pytest.param(lambda: door(y[i]), "give it a shape", id="unknown axis"),
        pytest.param(lambda: door(y[1] + y[2]), "give it a shape", id="only fixed positions"),
        pytest.param(lambda: door(KroneckerDelta(i, j)), "nothing tells what i runs over", id="unknown index"),
        pytest.param(lambda: door(Sum(z[k], (k, 1, m))), "1..m and over 1..n|1..n and over 1..m", id="two ranges"),
        pytest.param(lambda: door(Sum(z[k], (k, 0, n - 1))), "0..n-1", id="off by one"),
        pytest.param(lambda: door(Symbol("x", positive=True) + x), "two different symbols", id="two symbols x"),
        pytest.param(lambda: door(IndexedBase("z", positive=True)[i]), "two different families", id="two families z"),
        pytest.param(lambda: door(Symbol("w", negative=True)), "must be real", id="negative symbol"),
        pytest.param(lambda: door(Symbol("w", imaginary=True)), "must be real", id="imaginary symbol"),
        pytest.param(lambda: door(Symbol("x'")), "no name", id="name"),
        pytest.param(lambda: derivation(x, step(x, up_to=sympy.O(x**2))), "write the order", id="order at zero"),
        pytest.param(lambda: door(x, given=sympy.false), "to be false", id="false hypothesis"),
        pytest.param(lambda: door(x, given=["x"]), "no hypothesis", id="hypothesis as text"),
        pytest.param(lambda: door(n * x, step_given=Ge(n, 2)), "whole derivation", id="size bound of one step"),
        pytest.param(lambda: door(x, given=derive.Eq(dx, 1)), "hypothesis over terms of derive", id="mixed given"),
        pytest.param(lambda: derivation(anchor, step(dx)), "term of derive", id="mixed sides"),
        pytest.param(lambda: derivation(dx, step(dx, given=Eq(x, 1))), "term of derive", id="mixed step given"),
    ],
)
def test_form_without_counterpart_is_refused(build, says):
    with pytest.raises(DoorError, match=says):
        build()


def test_refusal_says_where_in_the_chain():
    with pytest.raises(DoorError, match=r"^step 2, instead: "):
        derivation(x, step(x), step(x, expect="refuted", instead=sin(x)))


def test_pairs_in_order_are_proved_as_sympy_writes_them():
    pairs = Sum((z[i] - z[j]) ** 2, (j, i + 1, n), (i, 1, n - 1))
    squares = n * Sum(z[k] ** 2, (k, 1, n)) - Sum(z[k], (k, 1, n)) ** 2
    for lhs, rhs in ((pairs, squares), (Sum(k, (k, 1, n)), n * (n + 1) / 2)):
        assert judge(claim_of(lhs, rhs)).verdict is Verdict.PROVED
        assert judge(claim_of(lhs, 2 * rhs)).verdict is Verdict.REFUTED


def test_importing_derive_loads_no_computer_algebra():
    code = "import sys, derive; print(sorted({'sympy', 'flint', 'jinja2'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
