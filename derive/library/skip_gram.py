"""Skip-gram loss: −log P(o|c) = −u_oᵀv_c + log Σ_w exp(u_wᵀv_c), with its gradients.

Shapes  P: (words 1−m..T+m, words 1..T); u, v: (V, d); miss, xwh, w, o in 1..V; a in 1..d.    Holds  for every T, m, V, d ≥ 1.
Source  D2 lines 13-15. The context of a word at the border is padding, so that every w_{t+j} exists.
"""

from derive import (
    D,
    Lt,
    Product,
    Sum,
    define,
    delta,
    derivation,
    exp,
    given,
    index,
    indices,
    log,
    positive,
    positives,
    reals,
    size,
    span,
    step,
)

T, m = size("T"), size("m")
t = index("t", T)
j = index("j", span(-m, m))
P = positives("P", span(1 - m, T + m), T)
likelihood = define("L", Product(Product(P[t + j, t], (j, -m, m), exclude=0), (t, 1, T)))
J = define("J", t, j, -log(P[t + j, t]))

corpus_loss = derivation(
    -1 / T * log(likelihood),
    step(-1 / T * Sum(Sum(log(P[t + j, t]), (j, -m, m), exclude=0), (t, 1, T)), by="log product"),
    step(1 / T * Sum(Sum(J[t, j], (j, -m, m), exclude=0), (t, 1, T)), by="definition, linearity"),
    claims=["D2.1"],
    document="002_dc1acb76307f59c5.txt",
    document_line=13,
)

p_before, p_after = positive("p_before"), positive("p_after")

loss_falls_with_probability = derivation(
    -log(p_after),
    step(-log(p_before), "<", given=given(Lt(p_before, p_after))),
    title="The greater the probability of the context word, the smaller its loss",
    claims=["D2.15"],
    document="002_dc1acb76307f59c5.txt",
    document_line=49,
)
loss_rises_with_probability = derivation(
    -log(p_before),
    step(-log(p_after), "<", expect="refuted", instead=-log(p_before / 2), given=given(Lt(p_before, p_after))),
    title="−log does not increase",
    claims=["D2.15"],
    document="002_dc1acb76307f59c5.txt",
    document_line=49,
)
V, d = size("V"), size("d")
o, w, miss, xwh = indices("o w miss xwh", V)
a, b = indices("a b", d)
u, v = reals("u", V, d), reals("v", V, d)
score = define("score", o, w, Sum(u[o, b] * v[w, b], b))
p = define("p", o, w, exp(score[o, w]) / Sum(exp(score[miss, w]), miss))
word_loss = define("J", miss, xwh, -Sum(u[miss, b] * v[xwh, b], b) + log(Sum(exp(Sum(u[o, b] * v[xwh, b], b)), o)))

skip_gram_loss = derivation(
    -log(p[miss, xwh]),
    step(-log(exp(Sum(u[miss, b] * v[xwh, b], b)) / Sum(exp(Sum(u[o, b] * v[xwh, b], b)), o)), by="definition"),
    step(-Sum(u[miss, b] * v[xwh, b], b) + log(Sum(exp(Sum(u[o, b] * v[xwh, b], b)), o)), by="log quotient"),
    claims=["D2.2"],
    document="002_dc1acb76307f59c5.txt",
    document_line=15,
)
skip_gram_gradient_of_centre = derivation(
    D(word_loss[miss, xwh], v[xwh, a]),
    step(-u[miss, a] + Sum(p[o, xwh] * u[o, a], o)),
    title="∂J/∂v = −u_miss + Σ_o p_o u_o",
    claims=["D2.2"],
    document="002_dc1acb76307f59c5.txt",
    document_line=15,
)
skip_gram_gradient_of_context = derivation(
    D(word_loss[miss, xwh], u[o, a]),
    step((p[o, xwh] - delta(o, miss)) * v[xwh, a]),
    title="∂J/∂u_o = (p_o − δ_{o,miss}) v",
    claims=["D2.2"],
    document="002_dc1acb76307f59c5.txt",
    document_line=15,
)
