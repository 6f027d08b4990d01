"""Softmax entries are probabilities: 0 < s_i ≤ 1 and Σ_i s_i = 1, whatever the logits are.

Shapes  z, x, a, b, s: (n,); w, p: (m,); o, S: (3,).    Holds  for every n ≥ 1 and real logits; s_i < 1 from two entries on.
Source  D1 lines 6-11 and 64; D4 lines 5-8.
"""

from derive import Integer, Sum, define, derivation, exp, indices, reals, size, step

n, m = size("n"), size("m", at_least=2)
i, j, k = indices("i j k", n)
x, a = reals("x", n), reals("a", n)
s = define("softmax", i, exp(x[i]) / Sum(exp(x[k]), k))
b = define("b", i, exp(a[i]) / Sum(exp(a[k]), k))

softmax_is_positive = derivation(
    Integer(0),
    step(s[i], "<"),
    claims=["D1.2"],
    document="001_ac558d0f887454d8.txt",
    document_line=6,
)
softmax_is_at_most_one = derivation(
    s[i],
    step(1, "≤"),
    claims=["D1.2"],
    document="001_ac558d0f887454d8.txt",
    document_line=6,
)
c, d = indices("c d", m)
w = reals("x", m)
p = define("softmax", c, exp(w[c]) / Sum(exp(w[d]), d))

softmax_is_below_one_of_two_entries = derivation(
    p[c],
    step(1, "<"),
    title="From two entries on, no softmax entry reaches 1",
    claims=["D1.2"],
    document="001_ac558d0f887454d8.txt",
    document_line=6,
)
softmax_is_below_one = derivation(
    s[i],
    step(1, "<", expect="refuted", instead=1 + exp(-x[i])),
    title="The only entry of a softmax of one logit is 1",
    claims=["D1.2"],
    document="001_ac558d0f887454d8.txt",
    document_line=6,
)
softmax_keeps_the_sum = derivation(
    Sum(b[i], i),
    step(Sum(a[i], i), expect="refuted", instead=1),
    title="Softmax maps a to b with Σ b = 1; Σ a is arbitrary",
    claims=["D1.5"],
    document="001_ac558d0f887454d8.txt",
    document_line=11,
    latex=r"\sum a_i=\sum b_i=1",
)
softmax_entries_depend_on_every_logit = derivation(
    Integer(0),
    step(s[j] * s[i], "<"),
    title="∂a_j/∂z_i = −a_j a_i is never 0",
    claims=["D1.21"],
    document="001_ac558d0f887454d8.txt",
    document_line=64,
)

e, f = indices("i k", 3)
o = reals("o", 3)
S = define("S", e, exp(o[e]) / Sum(exp(o[f]), f))

outputs_are_positive = derivation(
    Integer(0),
    step(o[1], "<", expect="refuted", instead=S[1]),
    title="The outputs o_i may be negative, the S_i are not",
    claims=["D4.11"],
    document="004_e0750c46a247718d.txt",
    document_line=7,
)
outputs_sum_to_one = derivation(
    Integer(1),
    step(Sum(o[e], e), expect="refuted", instead=Sum(S[e], e)),
    title="The outputs o_i have any sum, the S_i sum to one",
    claims=["D4.11"],
    document="004_e0750c46a247718d.txt",
    document_line=7,
)
