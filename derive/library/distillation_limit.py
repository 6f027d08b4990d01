"""Distillation at high temperature: T²·∂L_soft/∂z_i → (z_i − v_i)/N.

Shapes  z, v, s, t: (N,), N classes; i, j, k in 1..N; T a number.    Holds  for T → ∞ and every N ≥ 1; with Σ z = Σ v = 0 where stated.
Source  D0 lines 164-188; Hinton et al. (2015), eq. 3-4. A limit in T cannot hold T on its right side: the true forms are expansions.
"""

from derive import D, Eq, Limit, Ne, O, Sum, derivation, exp, given, mean, oo, step
from derive.library.distillation import L_soft, N, T, i, k, v, z

centred = given(Eq(Sum(z[k], k), 0), Eq(Sum(v[k], k), 0))
first_order = 1 / T * ((1 + z[i] / T) / (N + Sum(z[k] / T, k)) - (1 + v[i] / T) / (N + Sum(v[k] / T, k)))
first_order_over_sums = 1 / T * ((T + z[i]) / (N * T + Sum(z[k], k)) - (T + v[i]) / (N * T + Sum(v[k], k)))

exp_limit_as_written = derivation(
    Limit(exp(z[i] / T), T, oo),
    step(1 + z[i] / T, expect="ill_formed", instead=1),
    title="A limit for T → ∞ does not depend on T",
    claims=["D0.28"],
    document="000_c1f56dda61eae30c.txt",
    document_line=164,
    latex=r"\lim_{T \to \infty }e^{z_i/T} = 1+z_i/T",
)
exp_limit_as_written_again = derivation(
    Limit(exp(z[i] / T), T, oo),
    step(1 + z[i] / T, expect="ill_formed", instead=1),
    title="A limit for T → ∞ does not depend on T, the second time either",
    claims=["D0.28"],
    document="000_c1f56dda61eae30c.txt",
    document_line=192,
    latex=r"\lim_{T \to \infty} e^{z_i/T} = 1 + \frac{z_i}{T}",
)
exp_expansion = derivation(
    exp(z[i] / T),
    step(1 + z[i] / T, up_to=O(T**-2)),
    title="What holds: e^{z_i/T} = 1 + z_i/T + O(1/T²)",
    claims=["D0.28"],
    document="000_c1f56dda61eae30c.txt",
    document_line=164,
)
kd_gradient_limit_as_written = derivation(
    Limit(D(L_soft, z[i]), T, oo),
    step(first_order, expect="ill_formed", instead=0),
    title="The limit of the gradient does not depend on T",
    claims=["D0.29"],
    document="000_c1f56dda61eae30c.txt",
    document_line=166,
)
kd_gradient_expansion = derivation(
    D(L_soft, z[i]),
    step(first_order, up_to=O(T**-3)),
    title="What holds without zero means: the first-order form, up to O(1/T³)",
    claims=["D0.29"],
    document="000_c1f56dda61eae30c.txt",
    document_line=166,
)
kd_gradient_expansion_to_third_order = derivation(
    D(L_soft, z[i]),
    step(
        first_order + ((z[i] ** 2 - Sum(z[k] ** 2, k) / N) - (v[i] ** 2 - Sum(v[k] ** 2, k) / N)) / (2 * N * T**3),
        up_to=O(T**-4),
    ),
    title="The first term that the first-order form misses",
    claims=["D0.29"],
    document="000_c1f56dda61eae30c.txt",
    document_line=166,
)
kd_gradient_limit_centred_as_written = derivation(
    Limit(D(L_soft, z[i]), T, oo),
    step(1 / T * ((1 + z[i] / T) / N - (1 + v[i] / T) / N), expect="ill_formed", instead=0, given=centred),
    step(1 / (N * T) * ((1 + z[i] / T) - (1 + v[i] / T))),
    step(1 / (N * T**2) * (z[i] - v[i])),
    title="The limit of the gradient with zero means, as written",
    claims=["D0.30"],
    document="000_c1f56dda61eae30c.txt",
    document_line=171,
)
kd_gradient_limit_simplified_as_written = derivation(
    Limit(D(L_soft, z[i]), T, oo),
    step(1 / T * ((1 + z[i] / T) / N - (1 + v[i] / T) / N), expect="ill_formed", instead=0, given=centred),
    step(1 / (N * T) * ((1 + z[i] / T) - (1 + v[i] / T))),
    step(1 / (N * T**2) * (z[i] - v[i])),
    title="The limit of the gradient with zero means, as written a second time",
    claims=["D0.30"],
    document="000_c1f56dda61eae30c.txt",
    document_line=185,
)
kd_first_order_centred = derivation(
    first_order,
    step(1 / T * ((1 + z[i] / T) / N - (1 + v[i] / T) / N), given=centred),
    step(1 / (N * T) * ((1 + z[i] / T) - (1 + v[i] / T))),
    step(1 / (N * T**2) * (z[i] - v[i])),
    title="With zero means the first-order form is (z_i − v_i)/(N T²)",
    claims=["D0.30"],
    document="000_c1f56dda61eae30c.txt",
    document_line=172,
)
kd_first_order_without_centring = derivation(
    first_order,
    step(1 / T * ((1 + z[i] / T) / N - (1 + v[i] / T) / N), expect="refuted", instead=first_order_over_sums),
    given=given(Ne(N + Sum(z[k] / T, k), 0), Ne(N + Sum(v[k] / T, k), 0)),
    title="Without zero means the denominators do not drop to N",
    claims=["D0.30"],
    document="000_c1f56dda61eae30c.txt",
    document_line=172,
)
kd_gradient_expansion_centred = derivation(
    D(L_soft, z[i]),
    step((z[i] - v[i]) / (N * T**2), given=centred, up_to=O(T**-3)),
    title="What holds with zero means: ∂L_soft/∂z_i = (z_i − v_i)/(N T²) + O(1/T³)",
    claims=["D0.30"],
    document="000_c1f56dda61eae30c.txt",
    document_line=174,
)
kd_limit = derivation(
    Limit(T**2 * D(L_soft, z[i]), T, oo),
    step((z[i] - mean(z) - v[i] + mean(v)) / N),
    step((z[i] - v[i]) / N, given=centred),
    claims=["D0.30"],
    document="000_c1f56dda61eae30c.txt",
    document_line=174,
)
kd_limit_without_centring = derivation(
    Limit(T**2 * D(L_soft, z[i]), T, oo),
    step((z[i] - v[i]) / N, expect="refuted", instead=(z[i] - mean(z) - v[i] + mean(v)) / N),
    title="Without zero means T²·∂L_soft/∂z_i does not tend to (z_i − v_i)/N",
    claims=["D0.30"],
    document="000_c1f56dda61eae30c.txt",
    document_line=174,
)
