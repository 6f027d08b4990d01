"""Chain rule through the softmax: ∂L/∂z_i = Σ_j ∂L/∂a_j · ∂a_j/∂z_i, and on to weights and biases.

Shapes  z, a, A, y, b: (n,); w, x: (n, m); i, j, k in 1..n; l in 1..m.    Holds  for every n, m ≥ 1; y is arbitrary.
Source  D1 eq. (9)-(12); D4 line 17. L is differentiated along a free family A; A = a is substituted afterwards.
"""

from derive import D, Eq, Sum, define, derivation, exp, given, indices, ln, positives, real, reals, size, step

n, m = size("n"), size("m")
i, j, k = indices("i j k", n)
l, r = indices("l r", m)
z, y = reals("z", n), reals("y", n)
a = define("a", i, exp(z[i]) / Sum(exp(z[k]), k))
A = positives("A", n)
loss_term = define("L", j, -y[j] * ln(A[j]))
softmax_output = given(Eq(A[k], a[k]).for_all(k))

loss_term_derivative = derivation(
    D(loss_term[j], A[j]),
    step(D(-y[j] * ln(A[j]), A[j]), by="definition"),
    step(-y[j] * (1 / A[j])),
    claims=["D1.15"],
    document="001_ac558d0f887454d8.txt",
    document_line=67,
)
chain_rule_of_logits = derivation(
    D(-Sum(y[j] * ln(a[j]), j), z[i]),
    step(Sum(D(loss_term[j], A[j]) * D(a[j], z[i]), j), by="chain rule", given=softmax_output),
    claims=["D1.12", "D1.14"],
    document="001_ac558d0f887454d8.txt",
    document_line=62,
)

w, x = reals("w", n, m), reals("x", n, m)
b = reals("b", n)
logit = define("z", i, Sum(w[i, l] * x[i, l], l) + b[i])
Z = reals("Z", n)
loss_of_logits = define("L", -Sum(y[k] * ln(exp(Z[k]) / Sum(exp(Z[j]), j)), k))
loss = define("L", -Sum(y[k] * ln(exp(logit[k]) / Sum(exp(logit[j]), j)), k))
logits = given(Eq(Z[k], logit[k]).for_all(k))

chain_rule_of_weights = derivation(
    D(loss, w[i, l]),
    step(D(loss_of_logits, Z[i]) * D(logit[i], w[i, l]), by="chain rule"),
    step(D(loss_of_logits, Z[i]) * x[i, l]),
    given=logits,
    claims=["D1.13"],
    document="001_ac558d0f887454d8.txt",
    document_line=57,
)
chain_rule_of_biases = derivation(
    D(loss, b[i]),
    step(D(loss_of_logits, Z[i]) * D(logit[i], b[i]), by="chain rule"),
    step(D(loss_of_logits, Z[i])),
    given=logits,
    claims=["D1.13"],
    document="001_ac558d0f887454d8.txt",
    document_line=58,
)
beta = real("b")
shared_logit = define("z", i, Sum(w[i, l] * x[i, l], l) + beta)
shared_loss = define("L", -Sum(y[k] * ln(exp(shared_logit[k]) / Sum(exp(shared_logit[j]), j)), k))

chain_rule_of_shared_bias = derivation(
    D(shared_loss, beta),
    step(Sum(D(loss_of_logits, Z[i]), i), by="chain rule", given=given(Eq(Z[k], shared_logit[k]).for_all(k))),
    step(0),
    title="One bias b shared by all logits has gradient Σ_i ∂L/∂z_i = 0",
    claims=["D1.13"],
    document="001_ac558d0f887454d8.txt",
    document_line=52,
)
chain_rule_of_shared_bias_as_own = derivation(
    D(shared_loss, beta),
    step(
        D(loss_of_logits, Z[1]),
        expect="refuted",
        instead=Sum(D(loss_of_logits, Z[i]), i),
        given=given(Eq(Z[k], shared_logit[k]).for_all(k)),
    ),
    title="For one shared bias b, ∂L/∂b = ∂L/∂z_i fails, e.g. for i = 1",
    claims=["D1.13"],
    document="001_ac558d0f887454d8.txt",
    document_line=58,
)
bias_inside_sum = derivation(
    D(Sum(w[i, l] * x[i, l] + b[i], l), b[i]),
    step(1, expect="refuted", instead=m),
    title="With b inside the braces of eq. (9), ∂z_i/∂b_i is m, not 1",
    claims=["D1.12", "D1.13"],
    document="001_ac558d0f887454d8.txt",
    document_line=52,
    latex=r"{z_i} = \sum\limits_j {{w_{ij}}{x_{ij}} + b}",
)

W, inputs = reals("omega", n, m), reals("x", m)
o = define("o", i, Sum(W[i, l] * inputs[l], l))
O_free, S_free = reals("O", n), positives("S", n)
softmax_of_free = define("S_O", i, exp(O_free[i]) / Sum(exp(O_free[k]), k))
loss_of_omega = define("L", -Sum(y[k] * ln(exp(o[k]) / Sum(exp(o[j]), j)), k))
loss_of_outputs = define("L", -Sum(y[k] * ln(S_free[k]), k))

chain_rule_of_three = derivation(
    D(loss_of_omega, W[k, r]),
    step(
        Sum(D(loss_of_outputs, S_free[i]) * D(softmax_of_free[i], O_free[j]) * D(o[j], W[k, r]), i, j),
        by="chain rule",
    ),
    given=given(
        Eq(O_free[k], o[k]).for_all(k),
        Eq(S_free[k], exp(o[k]) / Sum(exp(o[j]), j)).for_all(k),
    ),
    claims=["D4.3"],
    document="004_e0750c46a247718d.txt",
    document_line=17,
    latex=r"\frac{\partial L}{\partial \omega} = \frac{\partial L}{\partial S} \frac{\partial S}{\partial o} \frac{\partial o}{\partial \omega}",
)
