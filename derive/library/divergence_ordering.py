"""A smaller divergence is no smaller distance: D(p‖q) < D(p‖r) with Σ|p − q| > Σ|p − r|, already for two classes.

Shapes  a, b, c: (2,), the distributions p, q, r.    Holds  at p = (0.2, 0.8), q = (0.3, 0.7), r = (0.11, 0.89), by exact arithmetic.
Source  D1 line 29; D2 line 37. The distance is written without absolute values: q is above p in class 1, r below.
"""

from derive import Eq, Rational, Sum, derivation, distribution, given, index, log, step

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
