"""Where the logarithms need P, Q > 0: each split of D_KL, with P and Q of any sign, holds only where both sides exist.

Shapes  P, Q: (n,); P_padded: (words 1−m..T+m, words 1..T); i, x in 1..n.    Holds  wherever both sides are defined; P, Q > 0 makes them so.
Source  D0 lines 7-13; D1 eq. (5); D2 lines 13 and 39; D3 lines 93-114.
"""

from derive import Product, Sum, define, derivation, index, indices, ln, log, positives, reals, size, span, step

n = size("n")
i, x = indices("i x", n)
P, Q = reals("P", n), reals("Q", n)
G = define("G", Sum(P[x] * log(P[x]), x))
H = define("H_PQ", -Sum(P[x] * log(Q[x]), x))

kl_split_without_positivity = derivation(
    Sum(P[x] * log(P[x] / Q[x]), x),
    step(Sum(P[x] * log(P[x]) - P[x] * log(Q[x]), x), expect="conditional"),
    title="Without P, Q > 0 the split of the logarithm need not exist",
    claims=["D0.2"],
    document="000_c1f56dda61eae30c.txt",
    document_line=8,
)
kl_as_two_parts_without_positivity = derivation(
    Sum(P[x] * log(P[x] / Q[x]), x),
    step(G + H, expect="conditional"),
    title="Without P, Q > 0 the two parts G(P) and H(P, Q) need not exist",
    claims=["D0.3"],
    document="000_c1f56dda61eae30c.txt",
    document_line=13,
)
kl_as_difference_without_positivity = derivation(
    Sum(P[i] * ln(P[i] / Q[i]), i),
    step(Sum(P[i] * ln(P[i]), i) - Sum(P[i] * ln(Q[i]), i), expect="conditional"),
    title="Without p, q > 0 eq. (5) need not exist",
    claims=["D1.8"],
    document="001_ac558d0f887454d8.txt",
    document_line=33,
)
kl_as_entropy_without_positivity = derivation(
    Sum(P[i] * log(P[i] / Q[i]), i),
    step(Sum(P[i] * log(P[i]), i) - Sum(P[i] * log(Q[i]), i), expect="conditional"),
    title="Without p, q > 0 the entropy −Σ p log p need not exist",
    claims=["D2.6"],
    document="002_dc1acb76307f59c5.txt",
    document_line=39,
)
kl_by_rules_without_positivity = derivation(
    Sum(P[x] * log(P[x] / Q[x]), x),
    step(Sum(P[x] * (log(P[x]) - log(Q[x])), x), expect="conditional"),
    title="Without P, Q > 0 the logarithm of the quotient need not split",
    claims=["D3.8"],
    document="003_946458303c025df4.txt",
    document_line=93,
)

S = reals("P", span(0, 3), 2)

corpus_loss_without_positivity = derivation(
    -log(S[0, 1] * S[2, 1] * S[1, 2] * S[3, 2]) / 2,
    step(-(log(S[0, 1]) + log(S[2, 1]) + log(S[1, 2]) + log(S[3, 2])) / 2, expect="conditional"),
    title="Without P > 0 the likelihood of a corpus, here of two words with m = 1, has no sum of logarithms",
    claims=["D2.1"],
    document="002_dc1acb76307f59c5.txt",
    document_line=13,
)
T, m = size("T"), size("m")
t, j = index("t", T), index("j", span(-m, m))
padded, unpadded = positives("P_padded", span(1 - m, T + m), T), positives("P", T, T)

corpus_loss_without_padding = derivation(
    -1 / T * log(Product(Product(padded[t + j, t], (j, -m, m), exclude=0), (t, 1, T))),
    step(
        -1 / T * Sum(Sum(log(unpadded[t + j, t]), (j, -m, m), exclude=0), (t, 1, T)),
        expect="ill_formed",
        instead=-1 / T * Sum(Sum(log(padded[t + j, t]), (j, -m, m), exclude=0), (t, 1, T)),
    ),
    title="Without padding the word w_{t+j} leaves the corpus",
    claims=["D2.1"],
    document="002_dc1acb76307f59c5.txt",
    document_line=13,
)
