"""What D0 says of high temperature in words: denominators → N, softmaxes → 1/N, gradient → 0.

Shapes  z, v, s, t: (N,), N classes; i, j, k in 1..N; T a number.    Holds  as T → ∞, for every N ≥ 1; the false ones fail from N = 2 on.
Source  D0 lines 175-200.
"""

from derive import D, Eq, Integer, Limit, O, Sum, derivation, exp, given, log, mean, oo, step
from derive.library.distillation import L_soft, N, T, i, j, k, s, t, v, z

centred = given(Eq(Sum(z[k], k), 0), Eq(Sum(v[k], k), 0))

denominator_limit = derivation(
    Limit(N + Sum(z[k] / T, k), T, oo),
    step(N),
    claims=["D0.31"],
    document="000_c1f56dda61eae30c.txt",
    document_line=179,
    latex=r"N + \sum_k^n z_k/T",
)
kd_gradient_is_quadratic = derivation(
    Limit(D(L_soft, z[i]), T, oo),
    step((z[i] - v[i]) ** 2 / 2, expect="refuted", instead=0),
    title="The gradient does not tend to ½(z_i − v_i)²",
    claims=["D0.32"],
    document="000_c1f56dda61eae30c.txt",
    document_line=189,
    latex="1/2(z_i - v_i)^2",
)
quadratic_loss_gradient = derivation(
    D(1 / (2 * N * T**2) * Sum((z[j] - v[j]) ** 2, j), z[i]),
    step((z[i] - v[i]) / (N * T**2)),
    title="It is the loss that is quadratic",
    claims=["D0.32"],
    document="000_c1f56dda61eae30c.txt",
    document_line=189,
)
soft_loss_is_entropy_plus_kl = derivation(
    L_soft,
    step(-Sum(t[j] * log(t[j]), j) + Sum(t[j] * log(t[j] / s[j]), j), by="log quotient, linearity"),
    title="L_soft = H(t) + KL(t‖s)",
    claims=["D0.32"],
    document="000_c1f56dda61eae30c.txt",
    document_line=189,
)
kl_at_high_temperature = derivation(
    Sum(t[j] * log(t[j] / s[j]), j),
    step(1 / (2 * N * T**2) * Sum((z[j] - mean(z) - v[j] + mean(v)) ** 2, j), up_to=O(T**-3)),
    step(1 / (2 * N * T**2) * Sum((z[j] - v[j]) ** 2, j), given=centred),
    title="KL(t‖s) is half the mean squared difference of the logits, over T²",
    claims=["D0.32"],
    document="000_c1f56dda61eae30c.txt",
    document_line=189,
)
softmax_tends_to_one = derivation(
    Limit(exp(z[i] / T) / Sum(exp(z[k] / T), k), T, oo),
    step(1, expect="refuted", instead=1 / N),
    title="At high temperature a softmax tends to 1/N, not to 1",
    claims=["D0.33"],
    document="000_c1f56dda61eae30c.txt",
    document_line=193,
    latex=r"\frac{e^{z_i/T}}{\sum_k^n e^{z_k/T}}",
)
soft_labels_tend_to_one = derivation(
    Limit(exp(v[i] / T) / Sum(exp(v[k] / T), k), T, oo),
    step(1, expect="refuted", instead=1 / N),
    title="At high temperature the soft labels tend to 1/N, not to 1",
    claims=["D0.33"],
    document="000_c1f56dda61eae30c.txt",
    document_line=194,
    latex=r"\frac{e^{v_i/T}}{\sum_k^n e^{v_k/T}}",
)
kd_gradient_vanishes = derivation(
    Limit(D(L_soft, z[i]), T, oo),
    step(Limit(1 / T * (s[i] - t[i]), T, oo)),
    step(0),
    claims=["D0.34"],
    document="000_c1f56dda61eae30c.txt",
    document_line=195,
)
kd_gradient_vanishes_as_written = derivation(
    1 / T * (Integer(1) - 1),
    step(0),
    claims=["D0.34"],
    document="000_c1f56dda61eae30c.txt",
    document_line=196,
    latex=r"\frac{1}{T} \left(1 - 1\right) = 0",
)
inverse_temperature_tends_to_one = derivation(
    Limit(1 / T, T, oo),
    step(1, expect="refuted", instead=0),
    title="1/T tends to 0, not to 1",
    claims=["D0.38"],
    document="000_c1f56dda61eae30c.txt",
    document_line=177,
)
ratio_of_exponentials = derivation(
    exp(z[i] / T) / exp(v[i] / T),
    step(exp((z[i] - v[i]) / T)),
    title="The ratio of the exponentials is e^{(z_i − v_i)/T}",
    claims=["D0.38"],
    document="000_c1f56dda61eae30c.txt",
    document_line=178,
)
ratio_of_exponentials_limit = derivation(
    Limit(exp(z[i] / T) / exp(v[i] / T), T, oo),
    step(1),
    title="The ratio of the exponentials tends to 1",
    claims=["D0.38"],
    document="000_c1f56dda61eae30c.txt",
    document_line=178,
)
ratio_independent_of_temperature = derivation(
    D(exp(z[i] / T) / exp(v[i] / T), T),
    step(0, expect="refuted", instead=-(z[i] - v[i]) / T**2 * exp((z[i] - v[i]) / T)),
    title="The ratio of the exponentials depends on T",
    claims=["D0.38"],
    document="000_c1f56dda61eae30c.txt",
    document_line=178,
)
numerator_limit = derivation(
    Limit(exp(z[i] / T), T, oo),
    step(1),
    claims=["D0.39"],
    document="000_c1f56dda61eae30c.txt",
    document_line=195,
)
denominator_of_exponentials_limit = derivation(
    Limit(Sum(exp(z[k] / T), k), T, oo),
    step(N),
    claims=["D0.39"],
    document="000_c1f56dda61eae30c.txt",
    document_line=195,
)
softmax_limit = derivation(
    Limit(exp(z[i] / T) / Sum(exp(z[k] / T), k), T, oo),
    step(1 / N),
    claims=["D0.33", "D0.39"],
    document="000_c1f56dda61eae30c.txt",
    document_line=193,
)
