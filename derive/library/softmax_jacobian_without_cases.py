"""Neither case of the softmax Jacobian holds for all i and j: ∂S_i/∂z_j is S_i − S_i² only for i = j, −S_i S_j only for i ≠ j.

Shapes  z, o, S, a: (n,); i, j, k in 1..n.    Holds  in place of both, for every n ≥ 1: ∂S_i/∂z_j = S_i(δ_ij − S_j).
Source  D0 lines 67-127; D1 eq. (13)-(14); D4 lines 22-26.
"""

from derive import D, Sum, define, delta, derivation, exp, indices, reals, size, step

n = size("n")
i, j, k = indices("i j k", n)
z, o = reals("z", n), reals("o", n)
s = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))
S = define("S", i, exp(o[i]) / Sum(exp(o[k]), k))

diagonal_case_everywhere = derivation(
    D(s[i], z[j]),
    step(s[i] - s[i] ** 2, expect="refuted", instead=s[i] * (delta(i, j) - s[j])),
    claims=["D0.17", "D0.19"],
    document="000_c1f56dda61eae30c.txt",
    document_line=97,
)
off_diagonal_case_everywhere = derivation(
    D(s[i], z[j]),
    step(-s[i] * s[j], expect="refuted", instead=s[i] * delta(i, j) - s[i] * s[j]),
    claims=["D0.18", "D0.19"],
    document="000_c1f56dda61eae30c.txt",
    document_line=127,
)
own_logit_everywhere = derivation(
    D(s[j], z[i]),
    step(s[i] * (1 - s[i]), expect="refuted", instead=s[j] * (delta(i, j) - s[i])),
    claims=["D1.16"],
    document="001_ac558d0f887454d8.txt",
    document_line=73,
)
other_logit_everywhere = derivation(
    D(s[j], z[i]),
    step(-s[j] * s[i], expect="refuted", instead=s[j] * delta(i, j) - s[j] * s[i]),
    claims=["D1.17"],
    document="001_ac558d0f887454d8.txt",
    document_line=77,
)
same_output_everywhere = derivation(
    D(S[i], o[j]),
    step(S[i] * (1 - S[i]), expect="refuted", instead=S[i] * (delta(i, j) - S[j])),
    claims=["D4.4"],
    document="004_e0750c46a247718d.txt",
    document_line=23,
)
other_output_everywhere = derivation(
    D(S[i], o[j]),
    step(-S[i] * S[j], expect="refuted", instead=S[i] * delta(i, j) - S[i] * S[j]),
    claims=["D4.5"],
    document="004_e0750c46a247718d.txt",
    document_line=26,
)
