"""Gradient of distillation: ∂L_soft/∂z_i = (1/T)(s_i − t_i), with s = softmax(z/T) and t = softmax(v/T).

Shapes  z, v, s, t, U: (N,), N classes; i, j, k in 1..N; T a number.    Holds  exactly, for every N ≥ 1 and T > 0.
Source  D0 lines 157-162; Hinton et al. (2015), eq. 2. L_soft is differentiated along a free family U; U = z/T afterwards.
"""

from derive import D, Eq, Sum, define, derivation, exp, given, indices, log, positive, reals, size, step

N = size("N")
i, j, k = indices("i j k", N)
z, v, U = reals("z", N), reals("v", N), reals("U", N)
T = positive("T")
s = define("s", i, exp(z[i] / T) / Sum(exp(z[k] / T), k))
t = define("t", i, exp(v[i] / T) / Sum(exp(v[k] / T), k))
L_soft = define("L_soft", -Sum(t[j] * log(s[j]), j))
scaled_logits = given(Eq(U[k], z[k] / T).for_all(k))
L_of_scaled_logits = define("L_soft", -Sum(t[j] * log(exp(U[j]) / Sum(exp(U[k]), k)), j))

soft_loss_as_written = derivation(
    L_soft,
    step(-Sum(t[j] * log(s[i]), j), expect="ill_formed", instead=-Sum(t[j] * log(s[j]), j)),
    title="L_soft as written has i free on the right side only",
    claims=["D0.26"],
    document="000_c1f56dda61eae30c.txt",
    document_line=157,
    latex=r"L_{soft}=-\sum_j^N t_j log(s_i)",
)
soft_loss_literal = derivation(
    -Sum(t[j] * log(s[i]), j),
    step(-Sum(t[j], j) * log(s[i]), by="linearity"),
    step(-log(s[i])),
    title="The literal reading of L_soft is −log s_i",
    claims=["D0.26"],
    document="000_c1f56dda61eae30c.txt",
    document_line=157,
)
soft_loss_gradient = derivation(
    D(L_soft, z[i]),
    step(D(L_of_scaled_logits, U[i]) * D(z[i] / T, z[i]), by="chain rule", given=scaled_logits),
    step(1 / T * (s[i] - t[i]), given=scaled_logits),
    step(1 / T * (exp(z[i] / T) / Sum(exp(z[k] / T), k) - exp(v[i] / T) / Sum(exp(v[k] / T), k)), by="definition"),
    claims=["D0.27", "D0.40"],
    document="000_c1f56dda61eae30c.txt",
    document_line=159,
)
soft_loss_gradient_literal = derivation(
    D(-Sum(t[j] * log(s[i]), j), z[i]),
    step(1 / T * (s[i] - t[i]), expect="refuted", instead=1 / T * (s[i] - 1)),
    title="With log s_i for log s_j the gradient is (1/T)(s_i − 1)",
    claims=["D0.27"],
    document="000_c1f56dda61eae30c.txt",
    document_line=161,
)
