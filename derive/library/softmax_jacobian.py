"""Softmax Jacobian: ∂S_i/∂z_j = S_i(δ_ij − S_j).

Shapes  z, S, s: (n,); i, j, k in 1..n.    Holds  exactly, for every n ≥ 1 and real z.
Source  D0 lines 53-133; Bishop, PRML (2006), eq. 4.106. The document writes S_i and s_i for the same number.
"""

from derive import D, Eq, Ne, Sum, cases, define, delta, derivation, exp, given, indices, reals, size, step

n = size("n")
i, j, k = indices("i j k", n)
z = reals("z", n)
Z = Sum(exp(z[k]), k)
S = define("S", i, exp(z[i]) / Z)
s = define("s", i, exp(z[i]) / Z)

softmax_jacobian = derivation(
    D(S[i], z[j]),
    step(D(exp(z[i]) / Z, z[j]), by="definition"),
    step((D(exp(z[i]), z[j]) * Z - exp(z[i]) * exp(z[j])) / Z**2, by="quotient rule"),
    step(cases(Eq(i, j), s[i] - s[i] ** 2, -s[i] * s[j])),
    step(s[i] * (delta(i, j) - s[j])),
    claims=["D0.16", "D0.19", "D0.40"],
    document="000_c1f56dda61eae30c.txt",
    document_line=53,
)
softmax_jacobian_on_diagonal = derivation(
    D(S[i], z[i]),
    step((D(exp(z[i]), z[i]) * Z - exp(z[i]) * exp(z[i])) / Z**2, by="quotient rule"),
    step(exp(z[i]) * Z / Z**2 - exp(z[i]) ** 2 / Z**2),
    step(exp(z[i]) / Z - (exp(z[i]) / Z) ** 2),
    step(s[i] - s[i] ** 2, by="definition"),
    title="Softmax Jacobian, case i = j: ∂S_i/∂z_i = s_i − s_i²",
    claims=["D0.17"],
    document="000_c1f56dda61eae30c.txt",
    document_line=69,
)
softmax_jacobian_off_diagonal = derivation(
    D(S[i], z[j]),
    step((D(exp(z[i]), z[j]) * Z - exp(z[i]) * exp(z[j])) / Z**2, by="quotient rule"),
    step((0 * Z - exp(z[i]) * exp(z[j])) / Z**2),
    step(-(exp(z[i]) / Z) * (exp(z[j]) / Z)),
    step(-s[i] * s[j], by="definition"),
    given=given(Ne(i, j)),
    title="Softmax Jacobian, case i ≠ j: ∂S_i/∂z_j = −s_i s_j",
    claims=["D0.18"],
    document="000_c1f56dda61eae30c.txt",
    document_line=100,
)
softmax_jacobian_off_diagonal_as_written = derivation(
    D(S[i], z[i]),
    step(
        (D(exp(z[i]), z[j]) * Z - exp(z[i]) * exp(z[j])) / Z**2,
        expect="refuted",
        instead=(D(exp(z[i]), z[i]) * Z - exp(z[i]) * exp(z[i])) / Z**2,
    ),
    given=given(Ne(i, j)),
    title="Case i ≠ j with ∂z_i on the left, as the document has it",
    claims=["D0.18"],
    document="000_c1f56dda61eae30c.txt",
    document_line=100,
)
