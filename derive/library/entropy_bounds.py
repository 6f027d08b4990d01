"""Entropy lies between 0 and log n: 0 ≤ H(p) ≤ log n, with log n at the uniform p only.

Shapes  p: (n,); q: (m,); i, j in 1..n.    Holds  for every n ≥ 1 and distributions p > 0; with the sign of eq. (3) it fails.
Source  D0 line 16; D1 lines 22-23; D2 lines 29-33.
"""

from derive import Eq, Integer, Ne, Sum, define, derivation, distribution, given, indices, log, positives, size, step

n = size("n")
i, j = indices("i j", n)
p, q = distribution("p", n), positives("p", n)
H = define("H", -Sum(p[j] * log(p[j]), j))
H_3 = define("H_3", Sum(p[j] * log(p[j]), j))
I = define("I", i, -log(q[i]))

entropy_is_not_negative = derivation(
    Integer(0),
    step(H, "≤"),
    claims=["D1.20"],
    document="001_ac558d0f887454d8.txt",
    document_line=23,
)
entropy_is_at_most_log_n = derivation(
    H,
    step(log(n), "≤", by="Gibbs"),
    claims=["D1.20"],
    document="001_ac558d0f887454d8.txt",
    document_line=23,
)
entropy_is_below_log_n_off_uniform = derivation(
    H,
    step(log(n), "<", given=given(Ne(p[i], 1 / n)), by="Gibbs"),
    title="Off the uniform distribution the entropy stays below log n",
    claims=["D1.20"],
    document="001_ac558d0f887454d8.txt",
    document_line=23,
)
entropy_of_uniform = derivation(
    H,
    step(log(n), given=given(Eq(p[j], 1 / n).for_all(j))),
    title="The uniform distribution has entropy log n",
    claims=["D1.20"],
    document="001_ac558d0f887454d8.txt",
    document_line=23,
)
entropy_of_eq_3_is_not_negative = derivation(
    Integer(0),
    step(H_3, "≤", expect="refuted", instead=-H_3),
    title="With the sign of eq. (3) the entropy is not at least 0",
    claims=["D1.20"],
    document="001_ac558d0f887454d8.txt",
    document_line=23,
)
entropy_of_eq_3_is_at_most_zero = derivation(
    H_3,
    step(0, "≤"),
    title="With the sign of eq. (3) the entropy is at most 0",
    claims=["D1.20"],
    document="001_ac558d0f887454d8.txt",
    document_line=23,
)
entropy_of_eq_3_is_least_at_uniform = derivation(
    -log(n),
    step(H_3, "≤", by="Gibbs"),
    title="With the sign of eq. (3) the greatest disorder has the least entropy, −log n",
    claims=["D1.20"],
    document="001_ac558d0f887454d8.txt",
    document_line=23,
)
constant_part_is_not_positive = derivation(
    Sum(p[j] * log(p[j] / 1), j),
    step(0, "≤"),
    title="G(P) ≤ 0 for a distribution, so it is no divergence from 1",
    claims=["D0.5"],
    document="000_c1f56dda61eae30c.txt",
    document_line=16,
)
entropy_is_expected_information = derivation(
    Sum(q[i] * I[i], i),
    step(Sum(q[i] * (-log(q[i])), i), by="definition"),
    step(-Sum(q[i] * log(q[i]), i), by="linearity"),
    title="Entropy is the expectation of the information content: H = E[I]",
    claims=["D2.4", "D2.5"],
    document="002_dc1acb76307f59c5.txt",
    document_line=31,
)
