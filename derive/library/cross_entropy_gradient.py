"""Gradient of cross entropy after softmax: ∂C/∂z_i = s_i − y_i.

Shapes  z, s, S, y: (n,); i, j, k in 1..n.    Holds  for every n ≥ 1 and real z; the last step needs Σ_k y_k = 1.
Source  D0 lines 136-153. C is differentiated along a free family S; S = s is substituted afterwards.
"""

from derive import D, Eq, Ne, Sum, define, derivation, exp, given, indices, log, positives, reals, size, step

n = size("n")
i, j, k = indices("i j k", n)
z, y = reals("z", n), reals("y", n)
s = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))
C = define("C", -Sum(y[k] * log(s[k]), k))
S = positives("S", n)
softmax_output = given(Eq(S[k], s[k]).for_all(k))
labels_sum_to_one = given(Eq(Sum(y[k], k), 1))

cross_entropy_gradient = derivation(
    D(C, z[i]),
    step(Sum(D(-Sum(y[k] * log(S[k]), k), S[j]) * D(s[j], z[i]), j), by="chain rule", given=softmax_output),
    step(-Sum(y[j] / s[j] * D(s[j], z[i]), j), given=softmax_output),
    step(-(y[i] / s[i] * (s[i] - s[i] ** 2) + Sum(y[j] / s[j] * (-s[i] * s[j]), j, exclude=i)), by="softmax Jacobian"),
    step(-(y[i] - y[i] * s[i] - Sum(y[j] * s[i], j, exclude=i))),
    step(-(y[i] - Sum(y[j] * s[i], (j, 1, n)))),
    step(-(y[i] - s[i] * Sum(y[j], (j, 1, n))), by="linearity"),
    step(s[i] - y[i], given=labels_sum_to_one),
    claims=["D0.20", "D0.22", "D0.23", "D0.24", "D0.40"],
    document="000_c1f56dda61eae30c.txt",
    document_line=136,
)
cross_entropy_gradient_without_sum = derivation(
    D(C, z[i]),
    step(s[i] - y[i], expect="refuted", instead=s[i] * Sum(y[k], k) - y[i]),
    title="Without Σ_k y_k = 1, ∂C/∂z_i = s_i − y_i fails",
    claims=["D0.24"],
    document="000_c1f56dda61eae30c.txt",
    document_line=153,
)
cross_entropy_along_probability = derivation(
    D(-Sum(y[k] * log(S[k]), k), S[j]),
    step(-y[j] / S[j]),
    step(-y[j] / s[j], given=softmax_output),
    claims=["D0.21"],
    document="000_c1f56dda61eae30c.txt",
    document_line=146,
    latex=r"\frac{\partial(-\sum^n_k y_k log(S_k))} {\partial S_j}=-\frac{y_j}{s_j}",
)
cross_entropy_term_of_own_class = derivation(
    D(-y[k] * log(S[k]), S[j]),
    step(-y[j] / S[j]),
    given=given(Eq(k, j)),
    title="The k-th term of C along S_j, k = j",
    claims=["D0.21"],
    document="000_c1f56dda61eae30c.txt",
    document_line=146,
)
cross_entropy_term_of_other_class = derivation(
    D(-y[k] * log(S[k]), S[j]),
    step(0),
    given=given(Ne(k, j)),
    title="The k-th term of C along S_j, k ≠ j",
    claims=["D0.21"],
    document="000_c1f56dda61eae30c.txt",
    document_line=143,
)
cross_entropy_along_probability_as_zero = derivation(
    D(-Sum(y[k] * log(S[k]), k), S[j]),
    step(0, expect="refuted", instead=-y[j] / S[j]),
    title="The derivative of the whole sum along S_j is not 0: its k is bound, and k = j occurs in it",
    claims=["D0.21"],
    document="000_c1f56dda61eae30c.txt",
    document_line=143,
    latex=r"\frac{\partial(-\sum^n_k y_k log(S_k))} {\partial S_j}=0",
)
cross_entropy_gradient_lost_partials = derivation(
    D(C, z[i]),
    step(-Sum(y[j] / s[j] * (s[j] / z[i]), j), expect="refuted", instead=-Sum(y[j] / s[j] * D(s[j], z[i]), j)),
    title="Without its two ∂, line 1 of (19) is −(Σ y)/z_i",
    claims=["D0.22"],
    document="000_c1f56dda61eae30c.txt",
    document_line=148,
    latex=r"-\sum_j^n \frac{y_j}{s_j}· \frac{s_j}{z_i}",
)
