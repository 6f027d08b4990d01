"""Binary cross entropy from the multi-class one: L_mul = (1/N) Σ_i L_log(y_i, p_i); D0 loses the 1/N.

Shapes  y, p: (N, 2), samples by classes; classes 0 and 1.    Holds  for every N ≥ 1, 0 < p < 1 and both rows summing to one.
Source  D0 lines 28-45; D2 line 57 (classes 1 and 2). D0 lines 35-45 have two samples, 0 and 1, hence N = 2.
"""

from derive import (
    Eq,
    Ge,
    Integer,
    Le,
    Lt,
    Sum,
    define,
    derivation,
    distribution,
    given,
    index,
    indices,
    log,
    positive,
    positives,
    real,
    reals,
    size,
    span,
    step,
)

N = size("N")
i = index("i", N)
c = index("c", span(0, 1))
Y, P = reals("y", N, span(0, 1)), positives("p", N, span(0, 1))
complementary = given(
    Eq(Y[i, 1], 1 - Y[i, 0]).for_all(i),
    Eq(P[i, 1], 1 - P[i, 0]).for_all(i),
)
L_i = define("L", i, -Sum(Y[i, c] * log(P[i, c]), c))
L_log = define("L_log", i, -(Y[i, 0] * log(P[i, 0]) + (1 - Y[i, 0]) * log(1 - P[i, 0])))

binary_of_multi_class = derivation(
    1 / N * Sum(L_i[i], i),
    step(-1 / N * Sum(Sum(Y[i, c] * log(P[i, c]), (c, 0, 1)), i), by="definition, linearity"),
    step(1 / N * Sum(L_log[i], i), given=complementary),
    title="What holds: L_mul is the mean of L_log over the samples",
    claims=["D0.8", "D0.9", "D0.14", "D0.36", "D0.40"],
    document="000_c1f56dda61eae30c.txt",
    document_line=44,
)
binary_of_one_sample = derivation(
    L_i[i],
    step(L_log[i], given=complementary),
    title="What holds for each sample: L_i = L_log(y_i0, p_i0)",
    claims=["D0.14", "D0.36"],
    document="000_c1f56dda61eae30c.txt",
    document_line=44,
)
classes_split = derivation(
    -1 / N * Sum(Sum(Y[i, c] * log(P[i, c]), c), i),
    step(-1 / N * Sum(Y[i, 0] * log(P[i, 0]), i) + (-1 / N * Sum(Y[i, 1] * log(P[i, 1]), i)), by="linearity"),
    title="L_mul = L_mul|{c=0} + L_mul|{c=1}, for every N",
    claims=["D0.12"],
    document="000_c1f56dda61eae30c.txt",
    document_line=37,
    latex=r"L_{mul}=L_{mul}|\{c=0\}+L_{mul}|\{c=1\}",
)

pair = span(0, 1)
two = Integer(2)
a, b = indices("a b", pair)
y, p = reals("y", pair, pair), positives("p", pair, pair)

class_zero = derivation(
    -1 / two * (y[0, 0] * log(p[0, 0]) + y[1, 0] * log(p[1, 0])),
    step(-1 / two * y[0, 0] * log(p[0, 0]), given=given(Eq(y[1, 0], 0))),
    claims=["D0.10"],
    document="000_c1f56dda61eae30c.txt",
    document_line=35,
)
class_zero_without_condition = derivation(
    -1 / two * (y[0, 0] * log(p[0, 0]) + y[1, 0] * log(p[1, 0])),
    step(
        -1 / two * y[0, 0] * log(p[0, 0]),
        expect="refuted",
        instead=-1 / two * y[0, 0] * log(p[0, 0]) - 1 / two * y[1, 0] * log(p[1, 0]),
    ),
    title="Unless y_10 = 0, sample 1 counts as well",
    claims=["D0.10"],
    document="000_c1f56dda61eae30c.txt",
    document_line=35,
)
class_one = derivation(
    -1 / two * (y[0, 1] * log(p[0, 1]) + y[1, 1] * log(p[1, 1])),
    step(-1 / two * y[1, 1] * log(p[1, 1]), given=given(Eq(y[0, 1], 0))),
    claims=["D0.11"],
    document="000_c1f56dda61eae30c.txt",
    document_line=36,
)
class_one_without_condition = derivation(
    -1 / two * (y[0, 1] * log(p[0, 1]) + y[1, 1] * log(p[1, 1])),
    step(
        -1 / two * y[1, 1] * log(p[1, 1]),
        expect="refuted",
        instead=-1 / two * y[0, 1] * log(p[0, 1]) - 1 / two * y[1, 1] * log(p[1, 1]),
    ),
    title="Unless y_01 = 0, sample 0 counts as well",
    claims=["D0.11"],
    document="000_c1f56dda61eae30c.txt",
    document_line=36,
)
both_classes = derivation(
    -1 / two * Sum(Sum(y[a, b] * log(p[a, b]), b), a),
    step(
        -1 / two * (y[0, 0] * log(p[0, 0]) + y[1, 0] * log(p[1, 0]))
        + (-1 / two * (y[0, 1] * log(p[0, 1]) + y[1, 1] * log(p[1, 1])))
    ),
    step(
        -1 / two * (y[0, 0] * log(p[0, 0]) + y[1, 1] * log(p[1, 1])),
        given=given(Eq(y[1, 0], 0), Eq(y[0, 1], 0)),
    ),
    claims=["D0.12"],
    document="000_c1f56dda61eae30c.txt",
    document_line=37,
)
both_classes_without_condition = derivation(
    -1 / two * Sum(Sum(y[a, b] * log(p[a, b]), b), a),
    step(
        -1 / two * (y[0, 0] * log(p[0, 0]) + y[1, 1] * log(p[1, 1])),
        expect="refuted",
        instead=-1 / two * Sum(y[a, 0] * log(p[a, 0]) + y[a, 1] * log(p[a, 1]), a),
    ),
    title="Unless y_10 = y_01 = 0, four terms remain",
    claims=["D0.12"],
    document="000_c1f56dda61eae30c.txt",
    document_line=37,
)
rows = distribution("p", pair, pair)

probabilities_of_two_samples = derivation(
    rows[1, 1],
    step(1 - rows[0, 0], expect="refuted", instead=1 - rows[1, 0]),
    title="p_00 and p_11 belong to different samples and are not complementary",
    claims=["D0.13"],
    document="000_c1f56dda61eae30c.txt",
    document_line=41,
    latex="p_{11}=1-p",
)
labels_of_two_samples = derivation(
    y[1, 1],
    step(1 - y[0, 0], expect="refuted", instead=1 - y[1, 0]),
    given=given(Eq(y[1, 0], 0), Eq(y[0, 1], 0), Eq(Sum(y[a, b], b), 1).for_all(a)),
    title="y_00 and y_11 belong to different samples and are not complementary",
    claims=["D0.13"],
    document="000_c1f56dda61eae30c.txt",
    document_line=42,
)
probabilities_of_one_sample = derivation(
    rows[a, 0] + rows[a, 1],
    step(1),
    title="What holds: p_i0 + p_i1 = 1 for each sample",
    claims=["D0.13"],
    document="000_c1f56dda61eae30c.txt",
    document_line=41,
)

yes, prob = real("y"), positive("p")
as_claimed = given(
    Eq(p[0, 0], prob),
    Eq(p[1, 1], 1 - prob),
    Eq(y[0, 0], yes),
    Eq(y[1, 1], 1 - yes),
    Lt(prob, 1),
    Ge(yes, 0),
    Le(yes, 1),
)

lost_mean = derivation(
    -1 / two * (y[0, 0] * log(p[0, 0]) + y[1, 1] * log(p[1, 1])),
    step(
        -(yes * log(prob) + (1 - yes) * log(1 - prob)),
        expect="refuted",
        instead=-(yes * log(prob) + (1 - yes) * log(1 - prob)) / two,
    ),
    given=as_claimed,
    title="The document's last step loses the factor 1/N, here 1/2",
    claims=["D0.14"],
    document="000_c1f56dda61eae30c.txt",
    document_line=45,
    latex="=-[ylog(p)+(1-y)log(1-p)]",
)
lost_mean_with_every_condition = derivation(
    -1 / two * (y[0, 0] * log(p[0, 0]) + y[1, 1] * log(p[1, 1])),
    step(-(yes * log(prob) + (1 - yes) * log(1 - prob)), expect="undecided"),
    given=given(as_claimed, Eq(y[1, 0], 0), Eq(y[0, 1], 0), Eq(Sum(y[a, b], b), 1).for_all(a)),
    title="With y_10 = y_01 = 0 and rows that sum to one as well, the document's conditions contradict each other",
    claims=["D0.14"],
    document="000_c1f56dda61eae30c.txt",
    document_line=45,
)
only = span(0, 0)
u = index("u", only)
one_y, one_p = reals("y", only, pair), positives("p", only, pair)

binary_of_single_sample = derivation(
    -Sum(Sum(one_y[u, b] * log(one_p[u, b]), b), u),
    step(-(one_y[0, 0] * log(one_p[0, 0]) + (1 - one_y[0, 0]) * log(1 - one_p[0, 0]))),
    given=given(Eq(one_y[0, 1], 1 - one_y[0, 0]), Eq(one_p[0, 1], 1 - one_p[0, 0])),
    title="L_log follows from L_mul for M = 1 and N = 1",
    claims=["D0.36"],
    document="000_c1f56dda61eae30c.txt",
    document_line=33,
)

binary_of_single_sample_without_condition = derivation(
    -Sum(Sum(one_y[u, b] * log(one_p[u, b]), b), u),
    step(
        -(one_y[0, 0] * log(one_p[0, 0]) + (1 - one_y[0, 0]) * log(1 - one_p[0, 0])),
        expect="refuted",
        instead=-(one_y[0, 0] * log(one_p[0, 0]) + one_y[0, 1] * log(1 - one_p[0, 0])),
    ),
    given=given(Eq(one_p[0, 1], 1 - one_p[0, 0])),
    title="Unless y_01 = 1 − y_00, L_mul of one sample is not L_log",
    claims=["D0.36"],
    document="000_c1f56dda61eae30c.txt",
    document_line=33,
)
k = index("k", 2)
t, q = reals("y", 2), positives("p", 2)

two_classes = derivation(
    -Sum(t[k] * log(q[k]), (k, 1, 2)),
    step(-(t[1] * log(q[1]) + t[2] * log(q[2]))),
    step(
        -(t[1] * log(q[1]) + (1 - t[1]) * log(1 - q[1])),
        given=given(Eq(t[2], 1 - t[1]), Eq(q[2], 1 - q[1])),
    ),
    claims=["D2.12"],
    document="002_dc1acb76307f59c5.txt",
    document_line=57,
)
two_classes_of_any_labels = derivation(
    -Sum(t[k] * log(q[k]), k),
    step(
        -(t[1] * log(q[1]) + (1 - t[1]) * log(1 - q[1])),
        expect="refuted",
        instead=-(t[1] * log(q[1]) + t[2] * log(1 - q[1])),
    ),
    given=given(Eq(q[2], 1 - q[1])),
    title="Without y_2 = 1 − y_1 the binary form fails",
    claims=["D2.12"],
    document="002_dc1acb76307f59c5.txt",
    document_line=57,
)
two_classes_of_any_scores = derivation(
    -Sum(t[k] * log(q[k]), k),
    step(
        -(t[1] * log(q[1]) + (1 - t[1]) * log(1 - q[1])),
        expect="refuted",
        instead=-(t[1] * log(q[1]) + (1 - t[1]) * log(q[2])),
    ),
    given=given(Eq(t[2], 1 - t[1]), Lt(q[1], 1)),
    title="Without p_2 = 1 − p_1 the binary form fails",
    claims=["D2.12"],
    document="002_dc1acb76307f59c5.txt",
    document_line=57,
)
