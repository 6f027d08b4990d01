"""Log-sum-exp can be shifted: log Σ e^{z_c} = m + log Σ e^{z_c − m}, which keeps floating point from overflowing.

Shapes  z: (C,); m a number; c in 1..C.    Holds  exactly, for every C ≥ 1 and every real m.
Source  D2 lines 47-51. The unshifted form is right over the reals and overflows in floating point; a test runs both.
"""

from derive import Sum, derivation, exp, index, log, real, reals, size, step

C = size("C")
c = index("c", C)
z, m = reals("z", C), real("m")

log_sum_exp_shifted = derivation(
    log(Sum(exp(z[c]), c)),
    step(log(exp(m) * Sum(exp(z[c] - m), c))),
    step(m + log(Sum(exp(z[c] - m), c)), by="log product"),
    claims=["D2.11"],
    document="002_dc1acb76307f59c5.txt",
    document_line=51,
)
log_sum_exp_is_at_least_an_entry = derivation(
    z[c],
    step(log(Sum(exp(z[c]), c)), "≤"),
    title="With m the greatest entry, no exponential exceeds 1 and the sum is at least 1",
    claims=["D2.11"],
    document="002_dc1acb76307f59c5.txt",
    document_line=51,
)
