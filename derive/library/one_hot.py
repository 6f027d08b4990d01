"""Cross entropy of a one-hot label: −Σ_c y_c log p_c = −log p_m = −z_m + log Σ_c e^{z_c}.

Shapes  y, p, q, z: (C,); c, m in 1..C.    Holds  for every C ≥ 1, y one-hot at m, p = softmax(z).
Source  D2 lines 19, 43, 47-49; D4 line 39.
"""

from derive import (
    Eq,
    Rational,
    Sum,
    define,
    derivation,
    exp,
    given,
    index,
    indices,
    log,
    one_hot,
    positives,
    real,
    reals,
    size,
    span,
    step,
)

C = size("C")
c, k, m = indices("c k m", C)
z = reals("z", C)
p = define("p", c, exp(z[c]) / Sum(exp(z[k]), k))
y = one_hot("y", C, at=m)
q = positives("q", C)
soft = reals("y", C)

loss_of_first_class = derivation(
    -log(exp(z[1]) / Sum(exp(z[c]), c)),
    step(-log(p[1]), by="definition"),
    step(-z[1] + log(Sum(exp(z[c]), (c, 1, C)))),
    claims=["D2.9"],
    document="002_dc1acb76307f59c5.txt",
    document_line=47,
    latex=r"loss_1 = -log(\frac{e^{z_1}}{\sum_{c=1}^C e^{z_c}}) = -log(p_1) = -z_1+log\sum_{c=1}^Ce^{z_c}",
)
losses_agree_of_one_hot = derivation(
    -Sum(y[c] * log(p[c]), c),
    step(-log(p[m]), by="one-hot"),
    step(-z[m] + log(Sum(exp(z[c]), c))),
    title="For y one-hot at m the two losses are the same",
    claims=["D2.3", "D2.14"],
    document="002_dc1acb76307f59c5.txt",
    document_line=49,
)
loss_of_one_hot = derivation(
    -Sum(y[c] * log(q[c]), c),
    step(-log(q[m]), by="one-hot"),
    title="y one-hot at m: L = −log p_m",
    claims=["D2.8"],
    document="002_dc1acb76307f59c5.txt",
    document_line=43,
)
losses_of_soft_labels = derivation(
    -Sum(soft[c] * log(p[c]), c),
    step(-Sum(soft[c] * z[c], c) + Sum(soft[c], c) * log(Sum(exp(z[c]), c))),
    title="The general form, for any y",
    claims=["D2.14"],
    document="002_dc1acb76307f59c5.txt",
    document_line=49,
)
losses_agree_of_soft_labels = derivation(
    -Sum(soft[c] * log(p[c]), c),
    step(
        -z[1] + log(Sum(exp(z[c]), c)),
        expect="refuted",
        instead=-Sum(soft[c] * z[c], c) + log(Sum(exp(z[c]), c)),
    ),
    given=given(Eq(Sum(soft[c], c), 1)),
    title="For soft labels the two losses differ, e.g. for the class m = 1",
    claims=["D2.14"],
    document="002_dc1acb76307f59c5.txt",
    document_line=49,
)

r = index("r", 3)
label = one_hot("y", 3, at=2)
prediction = positives("p", 3)

loss_of_three_as_written = derivation(
    -Sum(label[r] * log(prediction[r]), r),
    step(
        -(0 * log(prediction[0])) - 1 * log(prediction[1]) - 0 * log(prediction[3]),
        expect="ill_formed",
        instead=-(0 * log(prediction[1])) - 1 * log(prediction[2]) - 0 * log(prediction[3]),
    ),
    title="Classes 1, 2, 3 have no p_0",
    claims=["D2.8"],
    document="002_dc1acb76307f59c5.txt",
    document_line=43,
    latex=r"L = -\sum_{c=1}^Cy_clog(p_c) = -0 \times log(p_0) - 1\times log(p_1) - 0\times log(p_3) = -log(p_1)",
)
s = index("s", span(0, 2))
label_from_zero = one_hot("y", span(0, 2), at=1)
prediction_from_zero = positives("p", span(0, 2))

loss_of_three_from_zero = derivation(
    -Sum(label_from_zero[s] * log(prediction_from_zero[s]), s),
    step(
        -(0 * log(prediction_from_zero[0])) - 1 * log(prediction_from_zero[1]) - 0 * log(prediction_from_zero[2]),
    ),
    step(-log(prediction_from_zero[1])),
    title="With classes 0, 1, 2 the example is right",
    claims=["D2.8"],
    document="002_dc1acb76307f59c5.txt",
    document_line=43,
    latex=r"L = -\sum_{c=1}^Cy_clog(p_c) = -0 \times log(p_0) - 1\times log(p_1) - 0\times log(p_3) = -log(p_1)",
)

eps = real("epsilon")

smoothed_labels_sum_to_one = derivation(
    Sum((1 - eps) * y[c] + eps / C, c),
    step(1),
    title="Label smoothing (1 − ε)y + ε/C keeps the sum",
    claims=["D4.8"],
    document="004_e0750c46a247718d.txt",
    document_line=39,
)
K = size("K", at_least=2)
h, g = indices("h g", K)
hot = one_hot("y", K, at=g)

smoothed_elsewhere_sum_to_one = derivation(
    Sum((1 - eps) * hot[h] + eps / (K - 1) * (1 - hot[h]), h),
    step(1),
    title="Label smoothing with ε/(K − 1) on the other classes keeps the sum",
    claims=["D4.8"],
    document="004_e0750c46a247718d.txt",
    document_line=39,
)
one_hot_entries_are_zero_or_one = derivation(
    y[c] * (1 - y[c]),
    step(0),
    title="The entries of a one-hot y are 0 or 1",
    claims=["D1.22"],
    document="001_ac558d0f887454d8.txt",
    document_line=88,
)
halves = reals("y", 2)
e = index("e", 2)

halves_sum_to_one = derivation(
    Sum(halves[e], e),
    step(1),
    given=given(Eq(halves[1], Rational(1, 2)), Eq(halves[2], Rational(1, 2))),
    title="The converse fails: (½, ½) sums to one and is not one-hot",
    claims=["D1.22"],
    document="001_ac558d0f887454d8.txt",
    document_line=88,
)
