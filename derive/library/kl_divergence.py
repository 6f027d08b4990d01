"""KL divergence split in two: Σ P log(P/Q) = Σ P log P − Σ P log Q = G(P) + H(P, Q).

Shapes  P, Q: (n,); x, i in 1..n.    Holds  exactly, for every n ≥ 1 and P, Q > 0 (they need not sum to one).
Source  D0 lines 4-20; D1 eq. (4)-(6); D2 lines 33-39; D3 lines 9-14 and 90-114.
"""

from derive import D, Sum, define, derivation, index, ln, log, positives, reals, size, step

n = size("n")
x, i = index("x", n), index("i", n)
P, Q = positives("P", n), positives("Q", n)
p, q = positives("p", n), positives("q", n)

G = define("G", Sum(P[x] * log(P[x]), x))
H = define("H_PQ", -Sum(P[x] * log(Q[x]), x))
D_KL = define("D_KL", Sum(P[x] * log(P[x] / Q[x]), x))

kl_split = derivation(
    D_KL,
    step(Sum(P[x] * log(P[x]) - P[x] * log(Q[x]), x), by="log quotient"),
    step(G + H),
    claims=["D0.1", "D0.2", "D0.3", "D0.40"],
    document="000_c1f56dda61eae30c.txt",
    document_line=7,
    latex=r"D_{KL}(P \| Q) = G(P) + H(P,Q)",
)
kl_split_by_rules = derivation(
    Sum(P[x] * log(P[x] / Q[x]), x),
    step(Sum(P[x] * (log(P[x]) - log(Q[x])), x), by="log quotient"),
    step(Sum(P[x] * log(P[x]) - P[x] * log(Q[x]), x), by="distributivity"),
    step(Sum(P[x] * log(P[x]), x) - Sum(P[x] * log(Q[x]), x), by="linearity"),
    claims=["D3.1", "D3.7", "D3.8"],
    document="003_946458303c025df4.txt",
    document_line=93,
    latex=r"D_{KL}(P \| Q) = \sum_{x} P(x) \cdot \left[ \log P(x) - \log Q(x) \right]",
)
kl_split_at_once = derivation(
    Sum(P[x] * log(P[x] / Q[x]), x),
    step(Sum(P[x] * log(P[x]), x) - Sum(P[x] * log(Q[x]), x)),
    claims=["D3.1"],
    document="003_946458303c025df4.txt",
    document_line=14,
    latex=r"D_{KL}(P \| Q) = \sum_{x} P(x) \log P(x) - \sum_{x} P(x) \log Q(x)",
)
f = define("f", x, P[x] * log(P[x]))
g = define("g", x, P[x] * log(Q[x]))

kl_split_as_functions = derivation(
    Sum(P[x] * log(P[x]) - P[x] * log(Q[x]), x),
    step(Sum(f[x] - g[x], x), by="definition"),
    step(Sum(f[x], x) - Sum(g[x], x), by="linearity"),
    step(Sum(P[x] * log(P[x]), x) - Sum(P[x] * log(Q[x]), x), by="definition"),
    claims=["D3.8"],
    document="003_946458303c025df4.txt",
    document_line=114,
)
distributivity_of_logs = derivation(
    P[x] * (log(P[x]) - log(Q[x])),
    step(P[x] * log(P[x]) - P[x] * log(Q[x]), by="distributivity"),
    claims=["D3.7"],
    document="003_946458303c025df4.txt",
    document_line=100,
)
kl_gradient_is_cross_entropy_gradient = derivation(
    D(D_KL, Q[i]),
    step(D(H, Q[i])),
    step(-P[i] / Q[i]),
    title="G(P) does not depend on Q: D_KL and H(P, Q) have the same gradient in Q",
    claims=["D0.4"],
    document="000_c1f56dda61eae30c.txt",
    document_line=17,
)
divergence_from_one = derivation(
    Sum(P[x] * log(P[x] / 1), x),
    step(G),
    title="G(P) as the divergence of P from the constant 1",
    claims=["D0.5"],
    document="000_c1f56dda61eae30c.txt",
    document_line=16,
)
H_p = define("H_p", -Sum(p[i] * ln(p[i]), i))

kl_is_cross_entropy_minus_entropy = derivation(
    Sum(p[i] * ln(p[i] / q[i]), i),
    step(Sum(p[i] * ln(p[i]), i) - Sum(p[i] * ln(q[i]), i)),
    step(-H_p + (-Sum(p[i] * ln(q[i]), i)), by="definition"),
    claims=["D1.7", "D1.8", "D1.9"],
    document="001_ac558d0f887454d8.txt",
    document_line=33,
    latex=r"{D_{KL}}(p||q) = - H(p(x)) + [ - \sum\limits_{i = 1}^n {p({x_{_i}})\ln (q({x_i}))} ]",
)
kl_is_minus_entropy_minus_sum = derivation(
    Sum(p[i] * log(p[i] / q[i]), i),
    step(Sum(p[i] * log(p[i]), i) - Sum(p[i] * log(q[i]), i)),
    step(-H_p - Sum(p[i] * log(q[i]), i), by="definition"),
    claims=["D2.5", "D2.6"],
    document="002_dc1acb76307f59c5.txt",
    document_line=39,
    latex=r"D_{KL}(p||q) = -H(p(x)) - \sum_{i=1}^np(x_i)log(q(x_i))",
)
U, V = reals("U", n), reals("V", n)

kl_split_of_any_sign = derivation(
    Sum(U[x] * log(U[x] / V[x]), x),
    step(Sum(U[x] * log(U[x]), x) - Sum(U[x] * log(V[x]), x), expect="conditional"),
    title="Without U, V > 0 the split of Σ U log(U/V) need not exist",
    claims=["D3.1"],
    document="003_946458303c025df4.txt",
    document_line=14,
)
