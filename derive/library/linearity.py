"""Sums are linear: Σ(f + g) = Σf + Σg and Σ c·f = c·Σf.

Shapes  f, g: (n,); a, b, c: numbers; x in 1..n.    Holds  exactly, for every n ≥ 1.
Source  D3 lines 60-88 and 97-114.
"""

from derive import Eq, Integer, Sum, derivation, given, index, real, reals, size, step

n = size("n")
x = index("x", n)
f, g = reals("f", n), reals("g", n)
a, b, c = real("a"), real("b"), real("c")

sum_of_sum = derivation(
    Sum(f[x] + g[x], x),
    step(Sum(f[x], x) + Sum(g[x], x), by="linearity"),
    claims=["D3.5"],
    document="003_946458303c025df4.txt",
    document_line=71,
    latex=r"\sum_{x} \left[ f(x) + g(x) \right] = \sum_{x} f(x) + \sum_{x} g(x)",
)
sum_of_multiple = derivation(
    Sum(c * f[x], x),
    step(c * Sum(f[x], x), by="linearity"),
    claims=["D3.5"],
    document="003_946458303c025df4.txt",
    document_line=76,
    latex=r"\sum_{x} \left[ c \cdot f(x) \right] = c \cdot \sum_{x} f(x)",
)
sum_of_difference = derivation(
    Sum(f[x] - g[x], x),
    step(Sum(f[x] + (-1) * g[x], x)),
    step(Sum(f[x], x) + Sum((-1) * g[x], x), by="linearity"),
    step(Sum(f[x], x) + (-1) * Sum(g[x], x), by="linearity"),
    step(Sum(f[x], x) - Sum(g[x], x)),
    claims=["D3.5"],
    document="003_946458303c025df4.txt",
    document_line=112,
    latex=r"\sum (f - g) = \sum f - \sum g",
)
w = reals("w", n)

sum_of_varying_multiple = derivation(
    Sum(w[x] * f[x], x),
    step(w[1] * Sum(f[x], x), expect="refuted", instead=w[1] * Sum(f[x], x) + Sum((w[x] - w[1]) * f[x], x)),
    title="A factor that depends on the index cannot leave the sum",
    claims=["D3.5"],
    document="003_946458303c025df4.txt",
    document_line=66,
)
distributivity = derivation(
    a * (b - c),
    step(a * b - a * c, by="distributivity"),
    claims=["D3.7"],
    document="003_946458303c025df4.txt",
    document_line=99,
    latex=r"a \cdot (b - c) = a \cdot b - a \cdot c",
)
distributivity_of_sum = derivation(
    c * (a + b),
    step(c * a + c * b, by="distributivity"),
    claims=["D3.9"],
    document="003_946458303c025df4.txt",
    document_line=78,
    latex=r"c \cdot (a + b) = c \cdot a + c \cdot b",
)

F, G = reals("F", 2), reals("G", 2)
k = index("k", 2)
table = given(Eq(F[1], 2), Eq(F[2], 3), Eq(G[1], 1), Eq(G[2], 4))

sum_of_sum_example_left = derivation(
    Sum(F[k] + G[k], k),
    step((Integer(2) + 1) + (Integer(3) + 4), given=table),
    step(Integer(3) + 7),
    step(10),
    claims=["D3.6"],
    document="003_946458303c025df4.txt",
    document_line=83,
    latex=r"\sum [f(x)+g(x)] = (2+1)+(3+4) = 3+7=10",
)
sum_of_sum_example_right = derivation(
    Sum(F[k], k) + Sum(G[k], k),
    step((Integer(2) + 3) + (Integer(1) + 4), given=table),
    step(Integer(5) + 5),
    step(10),
    claims=["D3.6"],
    document="003_946458303c025df4.txt",
    document_line=84,
    latex=r"\sum f(x) + \sum g(x) = (2+3)+(1+4)=5+5=10",
)
table_of_f = given(Eq(F[1], 2), Eq(F[2], 3))

sum_of_multiple_example_left = derivation(
    Sum(2 * F[k], k),
    step(Integer(2) * 2 + Integer(2) * 3, given=table_of_f),
    step(Integer(4) + 6),
    step(10),
    claims=["D3.6"],
    document="003_946458303c025df4.txt",
    document_line=87,
    latex=r"\sum [2 \cdot f(x)] = 2 \cdot 2 + 2 \cdot 3 = 4 + 6 = 10",
)
sum_of_multiple_example_right = derivation(
    2 * Sum(F[k], k),
    step(2 * (Integer(2) + 3), given=table_of_f),
    step(Integer(2) * 5),
    step(10),
    claims=["D3.6"],
    document="003_946458303c025df4.txt",
    document_line=88,
    latex=r"2 \cdot \sum f(x) = 2 \cdot (2+3) = 2 \cdot 5 = 10",
)
