"""Cross entropy is not symmetric: H(P, Q) = −Σ P log Q is not H(Q, P) for all P, Q.

Shapes  P, Q: (n,); x in 1..n.    Holds  for n ≥ 2 (for n = 1 both are 0) and distributions P, Q > 0.
Source  D0 line 24; D1 line 26; D2 line 33.
"""

from derive import (
    Eq,
    Integral,
    Rational,
    Sum,
    derivation,
    distribution,
    given,
    index,
    log,
    one_hot,
    positives,
    size,
    step,
    variable,
)

n = size("n", at_least=2)
x = index("x", n)
P, Q = distribution("P", n), distribution("Q", n)

cross_entropy_not_symmetric = derivation(
    -Sum(P[x] * log(Q[x]), x),
    step(-Sum(Q[x] * log(P[x]), x), "not for all"),
    claims=["D0.7"],
    document="000_c1f56dda61eae30c.txt",
    document_line=24,
    latex=r"H(P, Q) \ne H(Q, P)",
)
cross_entropy_symmetric = derivation(
    -Sum(P[x] * log(Q[x]), x),
    step(
        -Sum(Q[x] * log(P[x]), x),
        expect="refuted",
        instead=Sum(P[x] * log(P[x] / Q[x]), x) - Sum(P[x] * log(P[x]), x),
    ),
    title="H(P, Q) = H(Q, P) fails",
    claims=["D0.7"],
    document="000_c1f56dda61eae30c.txt",
    document_line=24,
)

c = index("c", 3)
label = one_hot("y", 3, at=1)
prediction = positives("q", 3)

cross_entropy_example_of_three = derivation(
    -Sum(label[c] * log(prediction[c]), c),
    step(-log(Rational(7, 10))),
    given=given(
        Eq(prediction[1], Rational(7, 10)),
        Eq(prediction[2], Rational(2, 10)),
        Eq(prediction[3], Rational(1, 10)),
    ),
    title="Label (1, 0, 0), prediction (0.7, 0.2, 0.1): cross entropy −ln 0.7",
    claims=["D1.11"],
    document="001_ac558d0f887454d8.txt",
    document_line=26,
)
e = index("e", 4)
label_of_four = one_hot("y", 4, at=1)
prediction_of_four = positives("q", 4)

cross_entropy_example_of_four = derivation(
    -Sum(label_of_four[e] * log(prediction_of_four[e]), e),
    step(-log(Rational(7, 10))),
    given=given(
        Eq(prediction_of_four[1], Rational(7, 10)),
        Eq(prediction_of_four[2], Rational(1, 10)),
        Eq(prediction_of_four[3], Rational(1, 10)),
        Eq(prediction_of_four[4], Rational(1, 10)),
    ),
    title="Label (1, 0, 0, 0), prediction (0.7, 0.1, 0.1, 0.1): cross entropy −log 0.7",
    claims=["D2.7"],
    document="002_dc1acb76307f59c5.txt",
    document_line=33,
)

s = variable("s")
f, g = positives("f", "R"), positives("g", "R")

kl_split_of_densities = derivation(
    Integral(f[s] * log(f[s] / g[s]), s),
    step(Integral(f[s] * log(f[s]) - f[s] * log(g[s]), s), by="log quotient"),
    step(Integral(f[s] * log(f[s]), s) - Integral(f[s] * log(g[s]), s), by="linearity"),
    title="The cross entropy of densities, −∫ f log g, splits from the divergence as sums do",
    claims=["D0.6"],
    document="000_c1f56dda61eae30c.txt",
    document_line=23,
)
