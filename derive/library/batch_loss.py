"""What the line of code computes: (1/B²) Σ_i Σ_j (−z[i, Y_j]) + (1/B) Σ_i lse_i, not the mean loss of the batch.

Shapes  z, Y: (B, C), Y with one-hot rows; i, j in 1..B; c, d in 1..C.    Holds  for every B, C ≥ 1.
Source  D2 line 51. output_layer[:, Y] is B × B and broadcasts against the B values lse; meant: output_layer[arange(B), Y].
"""

from derive import Eq, Sum, define, derivation, exp, given, indices, log, reals, size, step

B, C = size("B"), size("C")
i, j = indices("i j", B)
c, d = indices("c d", C)
z, Y = reals("z", B, C), reals("Y", B, C)
lse = define("lse", i, log(Sum(exp(z[i, c]), c)))
one_hot_rows = given(Eq(Sum(Y[i, c], c), 1).for_all(i))
computed = 1 / B**2 * Sum(Sum(-Sum(Y[j, c] * z[i, c], c) + lse[j], j), i)
meant = 1 / B * Sum(-Sum(Y[i, c] * z[i, c], c) + lse[i], i)

batch_loss_as_computed = derivation(
    computed,
    step(1 / B**2 * Sum(Sum(-Sum(Y[j, c] * z[i, c], c), j), i) + 1 / B * Sum(lse[i], i), by="linearity"),
    title="The mean over the B × B array that the indexing makes",
    claims=["D2.10"],
    document="002_dc1acb76307f59c5.txt",
    document_line=51,
)
batch_loss_as_meant = derivation(
    -1 / B * Sum(Sum(Y[i, c] * log(exp(z[i, c]) / Sum(exp(z[i, d]), d)), c), i),
    step(meant, given=one_hot_rows),
    title="The mean of the first form over the batch",
    claims=["D2.10"],
    document="002_dc1acb76307f59c5.txt",
    document_line=51,
)
batch_loss_of_code = derivation(
    computed,
    step(meant, expect="refuted", instead=1 / B * Sum(-Sum(Y[j, c] * Sum(z[i, c], i) / B, c) + lse[j], j)),
    given=one_hot_rows,
    title="The code line does not compute the mean of the first form",
    claims=["D2.10"],
    document="002_dc1acb76307f59c5.txt",
    document_line=51,
)
batch_loss_gap = derivation(
    computed - meant,
    step(1 / B * Sum(Sum(Y[i, c] * z[i, c], c), i) - 1 / B**2 * Sum(Sum(Sum(Y[j, c] * z[i, c], c), j), i)),
    title="By how much the code line is off",
    claims=["D2.10"],
    document="002_dc1acb76307f59c5.txt",
    document_line=51,
)
batch_loss_of_one_sample = derivation(
    computed,
    step(meant, given=given(Eq(B, 1))),
    title="For a batch of one the code line is right",
    claims=["D2.10"],
    document="002_dc1acb76307f59c5.txt",
    document_line=51,
)
label = reals("y", C)

batch_loss_of_equal_labels = derivation(
    computed,
    step(meant, given=given(Eq(Y[i, c], label[c]).for_all(i, c))),
    title="When all labels are equal the code line is right",
    claims=["D2.10"],
    document="002_dc1acb76307f59c5.txt",
    document_line=51,
)
