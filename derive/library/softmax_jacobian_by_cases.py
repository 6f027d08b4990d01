"""Softmax Jacobian in two other hands: ∂a_j/∂z_i = a_i(1 − a_i) for i = j, −a_j a_i for i ≠ j.

Shapes  z, a, o, S: (n,); i, j, k in 1..n.    Holds  exactly, for every n ≥ 1 and real z, o.
Source  D1 eq. (13)-(14); D4 lines 22-26.
"""

from derive import D, Eq, Integer, Ne, Sum, define, derivation, exp, given, indices, reals, size, step

n = size("n")
i, j, k = indices("i j k", n)
z, o = reals("z", n), reals("o", n)
Z = Sum(exp(z[k]), k)
a = define("a", i, exp(z[i]) / Z)

softmax_derivative_own_logit = derivation(
    D(a[j], z[i]),
    step(D(a[i], z[i])),
    step(D(exp(z[i]) / Z, z[i]), by="definition"),
    step((exp(z[i]) * Z - exp(z[i]) ** 2) / Z**2, by="quotient rule"),
    step(exp(z[i]) * (Z - exp(z[i])) / Z**2),
    step(exp(z[i]) / Z * (1 - exp(z[i]) / Z)),
    step(a[i] * (1 - a[i]), by="definition"),
    given=given(Eq(i, j)),
    claims=["D1.16"],
    document="001_ac558d0f887454d8.txt",
    document_line=72,
)
softmax_derivative_other_logit = derivation(
    D(a[j], z[i]),
    step(D(exp(z[j]) / Z, z[i]), by="definition"),
    step(-exp(z[j]) * exp(z[i]) / Z**2, by="quotient rule"),
    step(-a[j] * a[i], by="definition"),
    given=given(Ne(i, j)),
    claims=["D1.17", "D1.21"],
    document="001_ac558d0f887454d8.txt",
    document_line=77,
)
E_o = Sum(exp(o[k]), k)
S = define("S", i, exp(o[i]) / E_o)

softmax_derivative_same_output = derivation(
    D(S[i], o[i]),
    step(D(exp(o[i]) / E_o, o[j]), by="definition"),
    step((exp(o[i]) * E_o - exp(o[i]) * exp(o[i])) / E_o**2, by="quotient rule"),
    step(S[i] - S[i] ** 2, by="definition"),
    step(S[i] * (1 - S[i])),
    given=given(Eq(i, j)),
    claims=["D4.4"],
    document="004_e0750c46a247718d.txt",
    document_line=23,
)
softmax_derivative_other_output = derivation(
    D(S[i], o[j]),
    step(D(exp(o[i]) / E_o, o[j]), by="definition"),
    step((Integer(0) - exp(o[i]) * exp(o[j])) / E_o**2, by="quotient rule"),
    step(-S[i] * S[j], by="definition"),
    given=given(Ne(i, j)),
    claims=["D4.5"],
    document="004_e0750c46a247718d.txt",
    document_line=26,
)
