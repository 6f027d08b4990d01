"""Sigmoid: σ(x) = 1/(1 + e^{−x}), entry by entry, with no bond between the entries.

Shapes  x: (n,); z: (2,); i, j in 1..n.    Holds  for every n ≥ 1 and real x, z.
Source  D1 lines 9-11, eq. (2). The index slip there: read sigmoid(x_i).
"""

from derive import (
    D,
    Eq,
    Integer,
    Ne,
    Rational,
    Sum,
    define,
    derivation,
    exp,
    given,
    index,
    indices,
    reals,
    size,
    step,
)

n = size("n")
i, j = indices("i j", n)
x = reals("x", n)
sigmoid = define("sigmoid", i, 1 / (1 + exp(-x[i])))

sigmoid_is_positive = derivation(
    Integer(0),
    step(sigmoid[i], "<"),
    claims=["D1.4"],
    document="001_ac558d0f887454d8.txt",
    document_line=11,
)
sigmoid_is_below_one = derivation(
    sigmoid[i],
    step(1, "<"),
    claims=["D1.4"],
    document="001_ac558d0f887454d8.txt",
    document_line=11,
)
sigmoid_of_other_entry = derivation(
    D(sigmoid[i], x[j]),
    step(0),
    given=given(Ne(i, j)),
    title="The entries are independent: ∂σ(x_i)/∂x_j = 0 for i ≠ j",
    claims=["D1.4"],
    document="001_ac558d0f887454d8.txt",
    document_line=11,
)
sigmoid_derivative = derivation(
    D(sigmoid[i], x[i]),
    step(exp(-x[i]) / (1 + exp(-x[i])) ** 2, by="quotient rule"),
    step(sigmoid[i] * (1 - sigmoid[i])),
    title="σ′ = σ(1 − σ)",
    claims=["D1.4"],
    document="001_ac558d0f887454d8.txt",
    document_line=10,
)
sigmoids_sum_to_one = derivation(
    Sum(sigmoid[i], i),
    step(1, expect="refuted", instead=n - Sum(1 / (1 + exp(x[i])), i)),
    title="The sum of sigmoids has nothing to do with 1",
    claims=["D1.4"],
    document="001_ac558d0f887454d8.txt",
    document_line=11,
)
k = index("k", 3)
y = reals("x", 3)

sigmoids_of_zeros = derivation(
    Sum(1 / (1 + exp(-y[k])), k),
    step(Rational(3, 2)),
    given=given(Eq(y[k], 0).for_all(k)),
    title="At x = (0, 0, 0) the sigmoids sum to 3/2",
    claims=["D1.4"],
    document="001_ac558d0f887454d8.txt",
    document_line=11,
)
l = index("l", 2)
z = reals("z", 2)

softmax_of_two_is_sigmoid = derivation(
    exp(z[1]) / Sum(exp(z[l]), l),
    step(1 / (1 + exp(-(z[1] - z[2])))),
    title="With two classes the softmax is a sigmoid: softmax(z_1, z_2)_1 = σ(z_1 − z_2)",
    claims=["D1.4"],
    document="001_ac558d0f887454d8.txt",
    document_line=11,
)
