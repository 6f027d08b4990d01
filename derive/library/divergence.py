"""What a small divergence says: D(p‖q) ≥ 0, with D(p‖q) = 0 exactly where q = p (Gibbs).

Shapes  P, Q, p, q, U, V: (n,); x, i in 1..n.    Holds  for every n ≥ 1 and distributions; without Σ = 1 it fails.
Source  D0 lines 16-20; D1 lines 26-40; D2 line 37.
"""

from derive import (
    D,
    Eq,
    Integer,
    Ne,
    Sum,
    define,
    derivation,
    distribution,
    given,
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
