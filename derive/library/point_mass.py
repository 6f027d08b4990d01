"""Where probabilities vanish: D(P‖Q) = Σ_x P_x log(P_x/Q_x) for P ≥ 0, with 0·log 0 = 0.

Shapes  P, Q, y: (n,), l: (3,) or (4,); x, i in 1..n.    Holds  for every n ≥ 1, P ≥ 0 and Q > 0, by the convention 0·log 0 = 0.
Source  D0 line 5; D1 lines 23 and 26; D2 line 33.
"""

from derive import (
    Eq,
    Integer,
    Rational,
    Sum,
    derivation,
    given,
    index,
    indices,
    log,
    nonnegatives,
    one_hot,
    positives,
    size,
    step,
    zero_log_zero,
)

n = size("n")
x, m = indices("x m", n)
c, d = index("c", 3), index("d", 4)
P, Q = nonnegatives("P", n), positives("Q", n)
y = one_hot("y", n, at=m)
label_of_three, label_of_four = one_hot("l", 3, at=1), one_hot("l", 4, at=1)
three, four = positives("q", 3), positives("q", 4)
sums_to_one = given(Eq(Sum(P[x], x), 1))

kl_split_where_p_vanishes = derivation(
    Sum(P[x] * log(P[x] / Q[x]), x),
    step(Sum(P[x] * log(P[x]), x) - Sum(P[x] * log(Q[x]), x)),
    given=zero_log_zero,
    title="The KL split where P may vanish, with 0·log 0 = 0",
    claims=["D0.1"],
    document="000_c1f56dda61eae30c.txt",
    document_line=5,
)
kl_split_where_p_vanishes_without_convention = derivation(
    Sum(P[x] * log(P[x] / Q[x]), x),
    step(Sum(P[x] * log(P[x]), x) - Sum(P[x] * log(Q[x]), x), expect="conditional"),
    title="Without a convention the KL split has no meaning where P vanishes",
    claims=["D0.1"],
    document="000_c1f56dda61eae30c.txt",
    document_line=5,
)
divergence_example_of_three = derivation(
    Sum(label_of_three[c] * log(label_of_three[c] / three[c]), c),
    step(-log(three[1]), by="0·ln 0 = 0, log quotient"),
    step(-log(Rational(7, 10)), given=Eq(three[1], Rational(7, 10))),
    given=zero_log_zero,
    title="Label (1, 0, 0), prediction (0.7, 0.2, 0.1): divergence −ln 0.7",
    claims=["D1.11"],
    document="001_ac558d0f887454d8.txt",
    document_line=26,
)
divergence_example_of_four = derivation(
    Sum(label_of_four[d] * log(label_of_four[d] / four[d]), d),
    step(-log(four[1]), by="0·log 0 = 0, log quotient"),
    step(-log(Rational(7, 10)), given=Eq(four[1], Rational(7, 10))),
    given=zero_log_zero,
    title="Label (1, 0, 0, 0), prediction (0.7, 0.1, 0.1, 0.1): divergence −log 0.7",
    claims=["D2.7"],
    document="002_dc1acb76307f59c5.txt",
    document_line=33,
)
entropy_of_point_mass = derivation(
    -Sum(y[x] * log(y[x]), x),
    step(0),
    given=zero_log_zero,
    title="A point mass has entropy 0",
    claims=["D1.20"],
    document="001_ac558d0f887454d8.txt",
    document_line=23,
)
entropy_where_p_vanishes = derivation(
    Integer(0),
    step(-Sum(P[x] * log(P[x]), x), "≤"),
    given=given(sums_to_one, zero_log_zero),
    title="Entropy is not negative, P ≥ 0",
    claims=["D1.20"],
    document="001_ac558d0f887454d8.txt",
    document_line=23,
)
entropy_where_p_vanishes_is_at_most_log_n = derivation(
    -Sum(P[x] * log(P[x]), x),
    step(log(n), "≤", by="Gibbs"),
    given=given(sums_to_one, zero_log_zero),
    title="Entropy is at most log n, P ≥ 0",
    claims=["D1.20"],
    document="001_ac558d0f887454d8.txt",
    document_line=23,
)
