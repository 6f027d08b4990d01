"""Softmax: S_i = e^{z_i} / Σ_k e^{z_k}, and its entries sum to one.

Shapes  z, v, x, S, t: (n,); i, k in 1..n; T a number.    Holds  exactly, for every n ≥ 1, real z, v, x and T ≠ 0.
Source  D0 lines 49-53 and 154; D1 eq. (1); D4 line 8.
"""

from derive import Ne, Sum, define, derivation, exp, given, indices, one_hot, real, reals, size, span, step

n = size("n")
i, k, m = indices("i k m", n)
z, v, x = reals("z", n), reals("v", n), reals("x", n)
T = real("T")
S = define("S", i, exp(z[i]) / Sum(exp(z[k]), k))
softmax = define("softmax", i, exp(x[i]) / Sum(exp(x[k]), k))
t = define("t", i, exp(v[i] / T) / Sum(exp(v[k] / T), k))
y = one_hot("y", n, at=m)

softmax_definition = derivation(
    S[i],
    step(exp(z[i]) / Sum(exp(z[k]), (k, 1, n)), by="definition"),
    claims=["D0.15"],
    document="000_c1f56dda61eae30c.txt",
    document_line=49,
    latex=r"S_i=\frac{e^{z_i}}{\sum_k^ne^{z_k}}",
)
softmax_of_component = derivation(
    softmax[i],
    step(exp(x[i]) / Sum(exp(x[k]), k), by="definition"),
    claims=["D1.1"],
    document="001_ac558d0f887454d8.txt",
    document_line=4,
    latex=r"softmax(x)=\frac{e^{x_i}}{\sum_j e^{x_j}}",
)
softmax_sums_to_one = derivation(
    Sum(softmax[i], i),
    step(Sum(exp(x[i]), i) / Sum(exp(x[k]), k), by="linearity"),
    step(1),
    claims=["D1.3"],
    document="001_ac558d0f887454d8.txt",
    document_line=7,
)
soft_labels_sum_to_one = derivation(
    Sum(t[i], i),
    step(Sum(exp(v[i] / T), i) / Sum(exp(v[k] / T), k), by="linearity"),
    step(1),
    given=given(Ne(T, 0)),
    title="The entries of softmax(v/T) sum to one",
    claims=["D0.25"],
    document="000_c1f56dda61eae30c.txt",
    document_line=154,
)
one_hot_sums_to_one = derivation(
    Sum(y[k], k),
    step(1),
    title="The entries of a one-hot y sum to one",
    claims=["D0.25", "D1.22", "D4.8"],
    document="000_c1f56dda61eae30c.txt",
    document_line=154,
)

l, q = indices("l q", 3)
o = reals("o", 3)
S_of_three = define("S", l, exp(o[l]) / Sum(exp(o[q]), q))

softmax_of_three_as_written = derivation(
    S_of_three[l],
    step(
        exp(o[l]) / (exp(o[0]) + exp(o[1]) + exp(o[2])),
        expect="ill_formed",
        instead=exp(o[l]) / (exp(o[1]) + exp(o[2]) + exp(o[3])),
    ),
    title="Outputs o_1, o_2, o_3 have no o_0",
    claims=["D4.1"],
    document="004_e0750c46a247718d.txt",
    document_line=8,
    latex=r"S_i = \frac{e^{o_i}}{\sum e^{o_k}} = \frac{e^{o_i}}{e^{o_0}+e^{o_1}+e^{o_2}}",
)
r, a = indices("r a", span(0, 2))
w = reals("o", span(0, 2))

softmax_of_three_from_zero = derivation(
    exp(w[r]) / Sum(exp(w[a]), a),
    step(exp(w[r]) / (exp(w[0]) + exp(w[1]) + exp(w[2]))),
    title="With classes 0, 1, 2 throughout, the same formula is right",
    claims=["D4.1"],
    document="004_e0750c46a247718d.txt",
    document_line=8,
    latex=r"S_i = \frac{e^{o_i}}{\sum e^{o_k}} = \frac{e^{o_i}}{e^{o_0}+e^{o_1}+e^{o_2}}",
)
