"""True identities for general n, as (name, chain): the common ground of the engine's tests and of the benchmark."""

from derive.terms.build import D, E, Limit, Rational, Sum, cases, define, delta, exp, log, mean, oo, pi, sqrt
from derive.terms.declare import distribution, indices, one_hot, positive, positives, real, reals, size
from derive.terms.records import O, derivation, step
from derive.terms.relations import Eq, Gt, Lt, Ne, given

n, d, B = size("n"), size("d"), size("B")
i, j, k, l, m, o = indices("i j k l m o", n)
a, c = indices("a c", d)
b, e = indices("b e", B)
z, v, y, w = (reals(name, n) for name in ("z", "v", "y", "w"))
s_, P, Q = positives("s", n), positives("P", n), positives("Q", n)
u, x = reals("u", n, d), reals("x", d)
A, Y, X = reals("A", B, n), reals("Y", B, n), reals("X", B, d)
M = reals("M", n, n)
T, p, q = positive("T"), positive("p"), positive("q")
al, be, lam, t, g = real("al"), real("be"), real("lam"), real("t"), real("g")

sums_to_one = given(Eq(Sum(y[k], k), 1))
centred = given(Eq(Sum(z[k], k), 0), Eq(Sum(v[k], k), 0))
Z = define("Z", Sum(exp(z[k]), k))
s = define("s", i, exp(z[i]) / Z)
sv = define("r", i, exp(v[i]) / Sum(exp(v[k]), k))
sT = define("s_T", i, exp(z[i] / T) / Sum(exp(z[k] / T), k))
tT = define("t_T", i, exp(v[i] / T) / Sum(exp(v[k] / T), k))
CE = define("CE", -Sum(y[k] * log(s[k]), k))
L_soft = define("L_soft", -Sum(tT[k] * log(sT[k]), k))
LSE = define("LSE", log(Z))
H = define("H", -Sum(s[k] * log(s[k]), k))
score = define("f", o, Sum(u[o, a] * x[a], a))
word = define("q", o, exp(score[o]) / Sum(exp(score[l]), l))
sigma = define("sigma", k, 1 / (1 + exp(-z[k])))
row = define("row", b, k, exp(A[b, k]) / Sum(exp(A[b, l]), l))

IDENTITIES = {
    "log quotient": derivation(log(s[i]), step(z[i] - LSE)),
    "linearity": derivation(Sum(al * y[k] + be * z[k], k), step(al * Sum(y[k], k) + be * Sum(z[l], l))),
    "KL split": derivation(Sum(P[k] * log(P[k] / Q[k]), k), step(Sum(P[k] * log(P[k]), k) - Sum(P[k] * log(Q[k]), k))),
    "softmax Jacobian": derivation(D(s[i], z[j]), step(s[i] * (delta(i, j) - s[j]))),
    "Jacobian by cases": derivation(D(s[i], z[j]), step(cases(Eq(i, j), s[i] - s[i] ** 2, -s[i] * s[j]))),
    "softmax sums to one": derivation(Sum(s[k], k), step(1)),
    "CE gradient": derivation(D(CE, z[i]), step(s[i] - y[i], given=sums_to_one)),
    "CE gradient, any y": derivation(D(CE, z[i]), step(s[i] * Sum(y[k], k) - y[i])),
    "CE along s": derivation(D(-Sum(y[k] * log(s_[k]), k), s_[j]), step(-y[j] / s_[j])),
    "chain rule": derivation(
        Sum(-y[j] / s[j] * (s[j] * (delta(i, j) - s[i])), j), step(s[i] - y[i], given=sums_to_one)
    ),
    "distillation gradient": derivation(D(L_soft, z[i]), step((sT[i] - tT[i]) / T)),
    "distillation limit": derivation(Limit(T**2 * D(L_soft, z[i]), T, oo), step((z[i] - mean(z) - v[i] + mean(v)) / n)),
    "distillation limit, centred": derivation(
        Limit(T**2 * D(L_soft, z[i]), T, oo), step((z[i] - v[i]) / n, given=centred)
    ),
    "distillation expansion": derivation(
        D(L_soft, z[i]), step((z[i] - v[i]) / (n * T**2), given=centred, up_to=O(T**-3))
    ),
    "distillation, next order": derivation(
        Limit(T * (T**2 * D(L_soft, z[i]) - (z[i] - v[i]) / n), T, oo),
        step((z[i] ** 2 - v[i] ** 2) / (2 * n) - (Sum(z[k] ** 2, k) - Sum(v[k] ** 2, k)) / (2 * n**2), given=centred),
    ),
    "skip-gram loss": derivation(-log(word[m]), step(-score[m] + log(Sum(exp(score[o]), o)))),
    "skip-gram along x": derivation(D(-log(word[m]), x[c]), step(-u[m, c] + Sum(word[o] * u[o, c], o))),
    "skip-gram along u": derivation(D(-log(word[m]), u[j, c]), step((word[j] - delta(j, m)) * x[c])),
    "softmax Hessian": derivation(
        D(s[i], z[j], z[k]),
        step(s[i] * ((delta(i, j) - s[j]) * (delta(i, k) - s[k]) - s[j] * (delta(j, k) - s[k]))),
    ),
    "LSE gradient": derivation(D(LSE, z[i]), step(s[i])),
    "LSE Hessian": derivation(D(LSE, z[i], z[j]), step(s[i] * delta(i, j) - s[i] * s[j])),
    "CE Hessian": derivation(D(CE, z[i], z[j]), step(s[i] * (delta(i, j) - s[j]), given=sums_to_one)),
    "LSE third derivative": derivation(
        D(LSE, z[i], z[j], z[k]),
        step(
            s[i] * delta(i, j) * delta(j, k)
            - s[i] * s[k] * delta(i, j)
            - s[i] * s[j] * delta(i, k)
            - s[i] * s[j] * delta(j, k)
            + 2 * s[i] * s[j] * s[k]
        ),
    ),
    "shift": derivation(exp(z[i] + t) / Sum(exp(z[k] + t), k), step(s[i])),
    "entropy of softmax": derivation(H, step(LSE - Sum(s[k] * z[k], k))),
    "KL of softmaxes": derivation(
        Sum(sv[k] * log(sv[k] / s[k]), k),
        step(Sum(sv[k] * (v[k] - z[k]), k) + LSE - log(Sum(exp(v[k]), k))),
    ),
    "label smoothing": derivation(
        -Sum(((1 - al) * y[k] + al / n) * log(s_[k]), k),
        step((1 - al) * (-Sum(y[k] * log(s_[k]), k)) - al / n * Sum(log(s_[k]), k)),
    ),
    "weight decay": derivation(
        D(CE + lam / 2 * Sum(z[k] ** 2, k), z[i]), step(s[i] - y[i] + lam * z[i], given=sums_to_one)
    ),
    "gradient sums to zero": derivation(Sum(s[i] - y[i], i), step(0, given=sums_to_one)),
    "quadratic form": derivation(
        Sum(Sum(w[i] * (s[i] * delta(i, j) - s[i] * s[j]) * w[j], i), j),
        step(Sum(s[k] * w[k] ** 2, k) - Sum(s[k] * w[k], k) ** 2),
    ),
    "variance": derivation(
        Rational(1, 2) * Sum(Sum(s_[k] * s_[l] * (w[k] - w[l]) ** 2, k), l),
        step(Sum(s_[k] * w[k] ** 2, k) - Sum(s_[k] * w[k], k) ** 2, given=Eq(Sum(s_[k], k), 1)),
    ),
    "softplus gradient": derivation(D(Sum(log(1 + exp(z[k])), k), z[i]), step(sigma[i])),
    "sigmoid pairs": derivation(Sum(sigma[k] + 1 / (1 + exp(z[k])), k), step(n)),
    "sigmoid product": derivation(Sum(exp(z[k]) / (1 + exp(z[k])) ** 2, k), step(Sum(sigma[k] * (1 - sigma[k]), k))),
    "partial fractions": derivation(
        Sum(1 / ((1 + exp(z[k])) * (2 + exp(z[k]))), k),
        step(Sum(1 / (1 + exp(z[k])), k) - Sum(1 / (2 + exp(z[k])), k)),
    ),
    "squares": derivation(
        D(Rational(1, 2) * Sum((Sum(X[b, a] * x[a], a) - Sum(Y[b, k], k)) ** 2, b), x[c]),
        step(Sum(X[b, c] * (Sum(X[b, a] * x[a], a) - Sum(Y[b, k], k)), b)),
    ),
    "entropy gradient": derivation(D(H, z[i]), step(-s[i] * (log(s[i]) + H))),
    "reverse KL": derivation(
        D(Sum(s[k] * log(s[k] / Q[k]), k), z[i]),
        step(s[i] * (log(s[i] / Q[i]) - Sum(s[k] * log(s[k] / Q[k]), k))),
    ),
    "attention rows": derivation(D(row[b, k], A[e, l]), step(delta(b, e) * row[b, k] * (delta(k, l) - row[b, l]))),
    "batch CE gradient": derivation(
        D(-1 / B * Sum(Sum(Y[b, k] * log(row[b, k]), k), b), A[e, i]),
        step((row[e, i] - Y[e, i]) / B, given=Eq(Sum(Y[b, k], k), 1).for_all(b)),
    ),
    "rows sum to their number": derivation(Sum(Sum(row[b, k], k), b), step(B)),
    "rows sum to their number, other order": derivation(Sum(Sum(row[b, k], b), k), step(B)),
    "product of sums": derivation(Sum(y[k], k) * Sum(z[k], k), step(Sum(Sum(y[k] * z[l], k), l))),
    "Renyi": derivation(
        log(Sum(P[k] ** al * Q[k] ** (1 - al), k)), step(log(Sum(exp(al * log(P[k] / Q[k])) * Q[k], k)))
    ),
    "binary entropy": derivation(
        -p * log(p) - q * log(q), step(-p * log(p) - (1 - p) * log(1 - p), given=[Eq(q, 1 - p), Lt(p, 1)])
    ),
    "row-stochastic": derivation(
        Sum(Sum(M[k, l] * z[k], k), l), step(Sum(z[k], k), given=Eq(Sum(M[k, l], l), 1).for_all(k))
    ),
    "off the diagonal": derivation(
        Sum(Sum(y[k] * z[l], k, exclude=l), l), step(Sum(y[k], k) * Sum(z[k], k) - Sum(y[k] * z[k], k))
    ),
    "equal indices": derivation(D(s[i], z[j]), step(s[i] * (1 - s[i]), given=Eq(i, j))),
    "distinct indices": derivation(D(s[i], z[j]), step(-s[i] * s[j], given=Ne(i, j))),
    "derivative before hypothesis": derivation(D(Sum(y[k], k) ** 2, y[i]), step(2, given=sums_to_one)),
    "limit under a vanishing lead": derivation(
        Limit(Sum(z[k], k) / (Sum(z[k], k) + 1 / T), T, oo), step(0, given=centred)
    ),
    "radicals": derivation((sqrt(Rational(2)) + sqrt(Rational(3))) ** 2, step(5 + 2 * sqrt(Rational(6)))),
    "constants": derivation(E * exp(t) * pi / pi, step(exp(1 + t))),
    "nested fractions": derivation(1 / (1 + 1 / (1 + 1 / (1 + p))), step((p + 2) / (2 * p + 3))),
    "log of a square": derivation(log(p**2 + 2 * p + 1), step(2 * log(1 + p))),
    "sum in an exponential": derivation(exp(Sum(z[k] + y[k], k)), step(exp(Sum(z[k], k)) * exp(Sum(y[l], l)))),
    "diagonal of a double sum": derivation(Sum(Sum(M[k, l] * delta(k, l), k), l), step(Sum(M[k, k], k))),
    "distribution": derivation(Sum(distribution("r", n)[k] * (log(s[k]) + LSE - z[k] + 1), k), step(1)),
    "one-hot": derivation(-Sum(one_hot("h", n, at=m)[k] * log(s[k]), k), step(-z[m] + LSE)),
    "stated sign": derivation(log(1 - t) - log(1 - t), step(0, given=Gt(1 - t, 0))),
    "focal loss": derivation(
        D(-((1 - p) ** g) * log(p), p),
        step((1 - p) ** g * (g * log(p) / (1 - p) - 1 / p), given=Lt(p, 1)),
    ),
}
