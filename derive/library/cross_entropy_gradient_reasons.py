"""The reasons D0 gives for lines of (19): (18) carries line 2; Σ_j y_j = 1 carries line 6, not line 5.

Shapes  z, s, y: (n,); i, j in 1..n.    Holds  for every n ≥ 1 and real z, y; line 6 needs Σ_j y_j = 1.
Source  D0 lines 148-154, whose lines 148 to 153 are lines 1 to 6.
"""

from derive import D, Eq, Sum, cases, derivation, step
from derive.library.cross_entropy_gradient import i, j, labels_sum_to_one, s, y, z

line_two_uses_jacobian = derivation(
    -Sum(y[j] / s[j] * D(s[j], z[i]), j),
    step(-Sum(y[j] / s[j] * cases(Eq(j, i), s[i] - s[i] ** 2, -s[i] * s[j]), j), by="softmax Jacobian"),
    step(-(y[i] / s[i] * (s[i] - s[i] ** 2) + Sum(y[j] / s[j] * (-s[i] * s[j]), j, exclude=i))),
    title="Line 2 of (19) follows by (18)",
    claims=["D0.37"],
    document="000_c1f56dda61eae30c.txt",
    document_line=149,
)
line_five_needs_no_hypothesis = derivation(
    -(y[i] - Sum(y[j] * s[i], j)),
    step(-(y[i] - s[i] * Sum(y[j], j)), by="linearity"),
    title="Line 5 of (19) holds for any y",
    claims=["D0.37"],
    document="000_c1f56dda61eae30c.txt",
    document_line=152,
)
line_five_as_the_document_reasons = derivation(
    -(y[i] - Sum(y[j] * s[i], j)),
    step(-(y[i] - s[i] * Sum(y[j], j)), given=labels_sum_to_one, by="Σ_j y_j = 1"),
    title="Line 5 of (19) with the reason the document gives, Σ_j y_j = 1: true, but not for that reason",
    claims=["D0.37"],
    document="000_c1f56dda61eae30c.txt",
    document_line=152,
)
line_six_needs_sum = derivation(
    -(y[i] - s[i] * Sum(y[j], j)),
    step(s[i] - y[i], given=labels_sum_to_one, by="Σ_j y_j = 1"),
    title="Line 6 of (19) uses Σ_j y_j = 1",
    claims=["D0.37"],
    document="000_c1f56dda61eae30c.txt",
    document_line=153,
)
line_six_without_sum = derivation(
    -(y[i] - s[i] * Sum(y[j], j)),
    step(s[i] - y[i], expect="refuted", instead=s[i] * Sum(y[j], j) - y[i]),
    title="Without Σ_j y_j = 1 line 6 of (19) fails",
    claims=["D0.37"],
    document="000_c1f56dda61eae30c.txt",
    document_line=153,
)
