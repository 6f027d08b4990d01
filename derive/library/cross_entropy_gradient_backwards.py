"""Gradient of cross entropy after softmax, along the outputs: ∂L/∂o_j = S_j − y_j.

Shapes  o, S, s, y: (n,); i, j, k in 1..n.    Holds  for every n ≥ 1 and real o; the last step needs Σ_i y_i = 1.
Source  D4 lines 30-42. Here Σ_{i=j} and Σ_{i≠j} bind i. L is differentiated along a free family S; S = s afterwards.
"""

from derive import D, Eq, Sum, define, derivation, exp, given, indices, log, positives, reals, size, step

n = size("n")
i, j, k = indices("i j k", n)
o, y = reals("o", n), reals("y", n)
s = define("s", i, exp(o[i]) / Sum(exp(o[k]), k))
S = positives("S", n)
L_S = define("L", -Sum(y[i] * log(S[i]), i))
L = define("L", -Sum(y[i] * log(s[i]), i))
softmax_output = given(Eq(S[k], s[k]).for_all(k))
labels_sum_to_one = given(Eq(Sum(y[i], i), 1))

loss_along_probability_as_written = derivation(
    D(L_S, S[i]),
    step(-Sum(y[i] * (1 / S[i]), i), expect="ill_formed", instead=-y[i] * (1 / S[i])),
    title="∂L/∂S_i has a free i, its right side binds i",
    claims=["D4.6", "D4.10"],
    document="004_e0750c46a247718d.txt",
    document_line=34,
    latex=r"\frac{\partial L}{\partial S_i} = -\sum y_i \frac{1}{S_i}",
)
loss_along_probability_literal = derivation(
    D(L_S, S[j]),
    step(-Sum(y[k] * (1 / S[k]), k), expect="refuted", instead=-y[j] * (1 / S[j])),
    title="With a bound index of another name, ∂L/∂S_j = −Σ_k y_k/S_k fails",
    claims=["D4.6"],
    document="004_e0750c46a247718d.txt",
    document_line=34,
)
chain_rule_without_sum = derivation(
    D(L, o[j]),
    step(
        D(L_S, S[i]) * D(s[i], o[j]),
        expect="ill_formed",
        instead=Sum(D(L_S, S[i]) * D(s[i], o[j]), i),
    ),
    given=softmax_output,
    title="∂L/∂o_j = ∂L/∂S_i · ∂S_i/∂o_j lacks its sum over i",
    claims=["D4.7a"],
    document="004_e0750c46a247718d.txt",
    document_line=37,
    latex=r"\frac{\partial L}{\partial o_j} = \frac{\partial L}{\partial S_i}\frac{\partial S_i}{\partial o_j}",
)
output_gradient = derivation(
    D(L, o[j]),
    step(Sum(D(L_S, S[i]) * D(s[i], o[j]), i), by="chain rule", given=softmax_output),
    step(
        -Sum(y[i] * (1 / s[i]) * (s[i] * (1 - s[i])), i, only=j) + Sum(y[i] * (1 / s[i]) * (s[i] * s[j]), i, exclude=j),
        by="softmax Jacobian",
        given=softmax_output,
    ),
    step(-Sum(y[i] * (1 - s[i]), i, only=j) + Sum(y[i] * s[j], i, exclude=j)),
    step(-y[j] + y[j] * s[j] + Sum(y[i] * s[j], i, exclude=j)),
    step(-y[j] + s[j] * Sum(y[i], i)),
    step(s[j] - y[j], given=labels_sum_to_one),
    claims=["D4.7a", "D4.7", "D4.9", "D4.10"],
    document="004_e0750c46a247718d.txt",
    document_line=37,
)
output_gradient_without_sum = derivation(
    D(L, o[j]),
    step(s[j] - y[j], expect="refuted", instead=s[j] * Sum(y[i], i) - y[j]),
    title="Without Σ_i y_i = 1, ∂L/∂o_j = S_j − y_j fails",
    claims=["D4.9"],
    document="004_e0750c46a247718d.txt",
    document_line=42,
    latex=r"\frac{\partial L}{\partial o_j} = S_j-y_j",
)
