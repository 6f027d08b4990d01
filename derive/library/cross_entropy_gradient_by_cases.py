"""Gradient of cross entropy after softmax, split into i = j and i ≠ j: ∂L/∂z_i = a_i − y_i.

Shapes  z, a, A, y: (n,); i, j, k in 1..n.    Holds  for every n ≥ 1 and real z; the last step needs Σ_j y_j = 1.
Source  D1 eq. (11)-(16). L_j is differentiated along a free family A; A = a is substituted afterwards.
"""

from derive import D, Eq, Sum, define, derivation, exp, given, indices, ln, positives, reals, size, step

n = size("n")
i, j, k = indices("i j k", n)
z, y = reals("z", n), reals("y", n)
a = define("a", i, exp(z[i]) / Sum(exp(z[k]), k))
L = define("L", -Sum(y[j] * ln(a[j]), j))
A = positives("A", n)
L_j = define("L", j, -y[j] * ln(A[j]))
softmax_output = given(Eq(A[k], a[k]).for_all(k))
labels_sum_to_one = given(Eq(Sum(y[j], j), 1))

logit_gradient = derivation(
    D(L, z[i]),
    step(Sum(D(L_j[j], A[j]) * D(a[j], z[i]), j), by="chain rule", given=softmax_output),
    step(
        Sum(D(L_j[j], A[j]) * D(a[j], z[i]), j, only=i) + Sum(D(L_j[j], A[j]) * D(a[j], z[i]), j, exclude=i),
        given=softmax_output,
    ),
    step(
        -y[i] * (1 / a[i]) * a[i] * (1 - a[i]) + Sum(y[j] * (1 / a[j]) * a[j] * a[i], j, exclude=i),
        by="softmax Jacobian",
        given=softmax_output,
    ),
    step(-y[i] * (1 - a[i]) + Sum(y[j] * a[i], j, exclude=i)),
    step(Sum(y[j] * a[i], j, exclude=i) + y[i] * a[i] - y[i]),
    step(a[i] * Sum(y[j], j) - y[i]),
    step(a[i] - y[i], given=labels_sum_to_one),
    claims=["D1.14", "D1.15", "D1.18", "D1.19"],
    document="001_ac558d0f887454d8.txt",
    document_line=81,
)
logit_gradient_without_sum = derivation(
    D(L, z[i]),
    step(a[i] - y[i], expect="refuted", instead=a[i] * Sum(y[j], j) - y[i]),
    title="Without Σ_j y_j = 1, ∂L/∂z_i = a_i − y_i fails",
    claims=["D1.19"],
    document="001_ac558d0f887454d8.txt",
    document_line=90,
    latex=r"\frac{{\partial L}}{{\partial {z_i}}}{\rm{ = }}{a_i} - {y_i}",
)
