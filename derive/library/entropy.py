"""The sign of the entropy: H = −Σ p log p, and what eq. (3) of D1 makes of it.

Shapes  p, q: (n,); i, x in 1..n.    Holds  for distributions p, q > 0; with the wrong sign it fails from n = 2 on.
Source  D0 lines 14-16; D1 eq. (3) and (5); D2 line 33.
"""

from derive import Sum, define, derivation, distribution, indices, log, positives, size, step

n = size("n")
i, j, x = indices("i j x", n)
p, q = distribution("p", n), distribution("q", n)
P = positives("P", n)
H_P = define("H_P", -Sum(P[x] * log(P[x]), x))
H = define("H", -Sum(p[j] * log(p[j]), j))
H_3 = define("H_3", Sum(p[j] * log(p[j]), j))

entropy_as_written = derivation(
    H,
    step(Sum(p[x] * log(p[x]), j), expect="ill_formed", instead=-Sum(p[j] * log(p[j]), j)),
    title="Eq. (3) sums over j a term without j, while x is free",
    claims=["D1.6"],
    document="001_ac558d0f887454d8.txt",
    document_line=22,
    latex=r"H(X)=\sum_j p(x)log(p(x))",
)
entropy_without_its_sign = derivation(
    H,
    step(Sum(p[j] * log(p[j]), j), expect="refuted", instead=-Sum(p[j] * log(p[j]), j)),
    title="Eq. (3) read as Σ_j p_j log p_j has the opposite sign of the entropy in eq. (5)",
    claims=["D1.6", "D2.5"],
    document="001_ac558d0f887454d8.txt",
    document_line=22,
    latex=r"H(X)=\sum_j p(x)log(p(x))",
)
kl_with_entropy_of_eq_3 = derivation(
    Sum(p[i] * log(p[i]), i) - Sum(p[i] * log(q[i]), i),
    step(
        -H_3 + (-Sum(p[i] * log(q[i]), i)),
        expect="refuted",
        instead=-H + (-Sum(p[i] * log(q[i]), i)),
    ),
    title="Eq. (5) contradicts eq. (3): with H = Σ p log p it fails",
    claims=["D1.8"],
    document="001_ac558d0f887454d8.txt",
    document_line=34,
)
divergence_from_itself = derivation(
    Sum(P[x] * log(P[x] / P[x]), x),
    step(0),
    title="A distribution does not diverge from itself: D_KL(P‖P) = 0",
    claims=["D0.35"],
    document="000_c1f56dda61eae30c.txt",
    document_line=15,
)
divergence_from_itself_as_claimed = derivation(
    Sum(p[x] * log(p[x] / p[x]), x),
    step(Sum(p[x] * log(p[x]), x), expect="refuted", instead=0),
    title="G(P) = Σ P log P does not measure the difference of P to itself",
    claims=["D0.35"],
    document="000_c1f56dda61eae30c.txt",
    document_line=15,
)
negative_entropy = derivation(
    Sum(P[x] * log(P[x]), x),
    step(-H_P),
    title="G(P) = −H(P)",
    claims=["D0.3", "D0.35"],
    document="000_c1f56dda61eae30c.txt",
    document_line=10,
)
