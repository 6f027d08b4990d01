"""What a small divergence says: D(p‖q) ≥ 0, with D(p‖q) = 0 exactly where q = p (Gibbs).

Shapes  P, Q, p, q, U, V: (n,); a, b, c: (2,); x, i in 1..n.    Holds  for every n ≥ 1 and distributions; without Σ = 1 it fails.
Source  D0 lines 16-20; D1 lines 26-40; D2 line 37. As an ordering of distances D fails already for two classes.
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
    distribution,
    given,
    index,
    indices,
    ln,
    log,
    positives,
    size,
    step,
)

n = size("n")
i, x = indices("i x", n)
P, Q = distribution("P", n), distribution("Q", n)
p, q = distribution("p", n), distribution("q", n)
U, V = positives("P", n), positives("Q", n)
D_KL = define("D_KL", Sum(P[x] * log(P[x] / Q[x]), x))
D_pq = define("D_pq", Sum(p[x] * ln(p[x] / q[x]), x))

kl_is_not_negative = derivation(
    Integer(0),
    step(D_KL, "≤", by="Gibbs"),
    claims=["D0.4"],
    document="000_c1f56dda61eae30c.txt",
    document_line=17,
)
kl_is_positive_of_different = derivation(
    Integer(0),
    step(D_KL, "<", given=given(Ne(P[i], Q[i])), by="Gibbs"),
    title="Where P and Q differ at some i, D_KL is positive",
    claims=["D0.4"],
    document="000_c1f56dda61eae30c.txt",
    document_line=20,
)
kl_zero_of_equal = derivation(
    D_KL,
    step(0, given=given(Eq(Q[x], P[x]).for_all(x))),
    claims=["D0.4"],
    document="000_c1f56dda61eae30c.txt",
    document_line=20,
)
kl_is_not_negative_without_sums = derivation(
    Integer(0),
    step(
        Sum(U[x] * log(U[x] / V[x]), x),
        "≤",
        expect="refuted",
        instead=Sum(U[x] * log(U[x] / V[x]) - U[x] + V[x], x),
    ),
    title="Without Σ P = Σ Q the divergence may be negative",
    claims=["D0.4", "D1.10", "D2.13"],
    document="000_c1f56dda61eae30c.txt",
    document_line=17,
)
cross_entropy_is_at_least_entropy = derivation(
    -Sum(P[x] * log(P[x]), x),
    step(-Sum(P[x] * log(Q[x]), x), "≤", by="Gibbs"),
    title="H(P, Q) is least at Q = P, where it is H(P)",
    claims=["D0.4"],
    document="000_c1f56dda61eae30c.txt",
    document_line=17,
)
divergence_is_not_negative = derivation(
    Integer(0),
    step(D_pq, "≤", by="Gibbs"),
    claims=["D1.10", "D2.13"],
    document="001_ac558d0f887454d8.txt",
    document_line=29,
)
divergence_is_positive_of_different = derivation(
    Integer(0),
    step(D_pq, "<", given=given(Ne(p[i], q[i])), by="Gibbs"),
    title="Extra information is needed wherever q differs from p",
    claims=["D1.10", "D2.13"],
    document="001_ac558d0f887454d8.txt",
    document_line=26,
)
divergence_zero_of_equal = derivation(
    D_pq,
    step(0, given=given(Eq(q[x], p[x]).for_all(x))),
    title="No extra information is needed for q = p",
    claims=["D1.10", "D2.13"],
    document="001_ac558d0f887454d8.txt",
    document_line=26,
)
divergence_gradient_is_cross_entropy_gradient = derivation(
    D(Sum(U[x] * ln(U[x] / V[x]), x), V[i]),
    step(D(-Sum(U[x] * ln(V[x]), x), V[i])),
    step(-U[i] / V[i]),
    title="H(y) is constant, so the cross entropy suffices",
    claims=["D1.10"],
    document="001_ac558d0f887454d8.txt",
    document_line=40,
)

k = index("k", 2)
a, b, c = distribution("p", 2), distribution("q", 2), distribution("r", 2)
two_predictions = given(
    Eq(a[1], Rational(1, 5)),
    Eq(a[2], Rational(4, 5)),
    Eq(b[1], Rational(3, 10)),
    Eq(b[2], Rational(7, 10)),
    Eq(c[1], Rational(11, 100)),
    Eq(c[2], Rational(89, 100)),
)

divergence_of_nearer_prediction_is_larger = derivation(
    Sum(a[k] * log(a[k] / b[k]), k),
    step(Sum(a[k] * log(a[k] / c[k]), k), "<", given=two_predictions),
    title="For p = (0.2, 0.8) the divergence prefers q = (0.3, 0.7) to r = (0.11, 0.89)",
    claims=["D1.10", "D2.13"],
    document="001_ac558d0f887454d8.txt",
    document_line=29,
)
distance_of_nearer_prediction_is_smaller = derivation(
    (a[1] - c[1]) + (c[2] - a[2]),
    step((b[1] - a[1]) + (a[2] - b[2]), "<", given=two_predictions),
    title="For p = (0.2, 0.8) the prediction r = (0.11, 0.89) is nearer in Σ|p − q| than q = (0.3, 0.7)",
    claims=["D1.10", "D2.13"],
    document="001_ac558d0f887454d8.txt",
    document_line=29,
)
smaller_divergence_is_closer = derivation(
    ((b[1] - a[1]) + (a[2] - b[2])) ** 2,
    step(
        ((a[1] - c[1]) + (c[2] - a[2])) ** 2,
        "≤",
        expect="refuted",
        instead=2 * Sum(a[k] * log(a[k] / b[k]), k),
        given=two_predictions,
    ),
    title="A smaller divergence is no smaller distance; it only bounds it, (Σ|p − q|)² ≤ 2D (Pinsker), here with numbers",
    claims=["D1.10", "D2.13"],
    document="001_ac558d0f887454d8.txt",
    document_line=29,
)
