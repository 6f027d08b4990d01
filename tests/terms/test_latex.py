"""LaTeX of every node, as written."""

from __future__ import annotations

import pytest

from derive import (
    D,
    E,
    Eq,
    Ge,
    Gt,
    Integer,
    Integral,
    Limit,
    Ne,
    Product,
    Rational,
    Sum,
    cases,
    define,
    delta,
    exp,
    indices,
    log,
    number,
    oo,
    pi,
    positive,
    positives,
    real,
    reals,
    size,
    span,
    sqrt,
    variable,
)
from derive.terms.latex import assumption_latex, latex, name_latex
from derive.terms.nodes import Sign
from derive.terms.relations import SignFact, SizeFact

n, N = size("n"), size("N", at_least=2)
i, j, k = indices("i j k", n)
z, y = reals("z", n), reals("y", n)
A = reals("A", n, n)
T = positive("T")
x, alpha, L_soft = real("x"), real("alpha"), real("L_soft")
s = define("s", i, exp(z[i]))
C = define("C", Sum(z[k], k))
u = variable("u")
p = reals("p", "R")
zero_based = reals("q", span(0, n - 1))


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (Integer(-3), "-3"),
        (Rational(-1, 2) * x, r"\left(-\frac{1}{2}\right) x"),
        (Sum(number(k) ** 2, k), r"\sum_{k=1}^{n} k^{2}"),
        (number(k + 1) * x, r"\left(k+1\right) x"),
        (x - number(k), "x - k"),
        (Sum(z[i], (i, 1, j - 1), j), r"\sum_{j=1}^{n} \sum_{i=1}^{j-1} z_{i}"),
        (Sum(z[i], (i, j, n)), r"\sum_{i=j}^{n} z_{i}"),
        (Sum(z[i], (i, j + 1, k - 1)), r"\sum_{i=j+1}^{k-1} z_{i}"),
        (pi, r"\pi"),
        (E, "e^{1}"),
        (alpha, r"\alpha"),
        (L_soft, r"L_{\mathrm{soft}}"),
        (n + 1, "n + 1"),
        (z[i], "z_{i}"),
        (A[i, j], "A_{ij}"),
        (A[1, 2], "A_{1,2}"),
        (A[i, j + 1], "A_{i,j+1}"),
        (s[j], "s_{j}"),
        (C, "C"),
        (delta(i, j), r"\delta_{ij}"),
        (x - z[i], "x - z_{i}"),
        (-x - 1, "-x - 1"),
        (-(x + 1), r"-\left(x + 1\right)"),
        (x * (x + 1), r"x \left(x + 1\right)"),
        (Integer(2) * 3, r"2 \cdot 3"),
        (x * Sum(z[k], k) * x, r"x \left(\sum_{k=1}^{n} z_{k}\right) x"),
        (x / (x + 1), r"\frac{x}{x + 1}"),
        ((x / T) ** 2, r"\left(\frac{x}{T}\right)^{2}"),
        (exp(x) ** 2, r"\left(e^{x}\right)^{2}"),
        (sqrt(x), r"\sqrt{x}"),
        (exp(z[i] / T), r"e^{\frac{z_{i}}{T}}"),
        (log(x), r"\log x"),
        (log(x * T), r"\log \left(x T\right)"),
        (log(x, T), r"\log_{T} x"),
        (log(x) * T, r"\log \left(x\right) T"),
        (log(T / x) * T, r"\log \left(\frac{T}{x}\right) T"),
        (T * log(x), r"T \log x"),
        (log(x) ** 2, r"\left(\log x\right)^{2}"),
        (Sum(z[k], k), r"\sum_{k=1}^{n} z_{k}"),
        (Sum(z[k] + 1, k), r"\sum_{k=1}^{n} \left(z_{k} + 1\right)"),
        (Sum(z[k], k, exclude=i), r"\sum_{k \ne i}^{n} z_{k}"),
        (Sum(z[k], k, only=i), r"\sum_{k = i} z_{k}"),
        (Sum(zero_based[k], (k, 0, n - 1)), r"\sum_{k=0}^{n-1} q_{k}"),
        (Sum(zero_based[k], (k, 0, n - 1), exclude=0), r"\sum_{0 \le k \le n-1,\, k \ne 0} q_{k}"),
        (Product(z[k], k), r"\prod_{k=1}^{n} z_{k}"),
        (Integral(p[u], u), r"\int du\, p(u)"),
        (D(s[i], z[j]), r"\frac{\partial s_{i}}{\partial z_{j}}"),
        (D(exp(x), x, x), r"\frac{\partial^{2}}{\partial x \, \partial x} \left(e^{x}\right)"),
        (Limit(1 / T, T, oo), r"\lim_{T \to \infty} \frac{1}{T}"),
        (cases(Eq(i, j), x, 0), r"\begin{cases} x & i = j \\ 0 & i \ne j \end{cases}"),
        (cases(Ne(i, j), 0, x), r"\begin{cases} x & i = j \\ 0 & i \ne j \end{cases}"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_latex_of_term(term, written):
    assert latex(term) == written


@pytest.mark.parametrize(
    ("fact", "written"),
    [
        (Eq(i, j), "i = j"),
        (Ne(i, j), r"i \ne j"),
        (Gt(x, 0), "x > 0"),
        (Ge(x, 0), r"x \ge 0"),
        (Eq(z[k], y[k]).for_all(k), r"z_{k} = y_{k} \;\text{for all } k"),
        (SizeFact(N, 2), r"N \ge 2"),
        (SignFact(T, Sign.POSITIVE), "T > 0"),
        (SignFact(positives("P", n, n), Sign.POSITIVE), "P_{kl} > 0"),
    ],
)
def test_latex_of_assumption(fact, written):
    assert assumption_latex(fact) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [("z", "z"), ("z1", "z_{1}"), ("sigma_x", r"\sigma_{x}"), ("KL", r"\mathrm{KL}"), ("H_PQ", r"H_{\mathrm{PQ}}")],
)
def test_latex_of_name(name, written):
    assert name_latex(name) == written
