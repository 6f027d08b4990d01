"""Information theory as courses write it: entropies, divergences, bounds, the evidence lower bound."""

from derive import (
    D,
    Eq,
    Integer,
    Product,
    Sum,
    define,
    derivation,
    distribution,
    exp,
    indices,
    log,
    positives,
    real,
    reals,
    size,
    step,
)

n, m = size("n"), size("m")
i, j, k, l = indices("i j k l", n)
a, b = indices("a b", m)
P, Q, q = positives("P", n), positives("Q", n), positives("q", n)
p = distribution("p", n)
y, w = reals("y", n), reals("w", n)
lam, eps = real("lambda"), real("epsilon")
P_sums_to_one, Q_sums_to_one, q_sums_to_one = (Eq(Sum(f[k], k), 1) for f in (P, Q, q))

J = positives("J", n, m)
p_x = define("p_x", i, Sum(J[i, b], b))
p_y = define("p_y", a, Sum(J[k, a], k))
joint_entropy = -Sum(J[k, a] * log(J[k, a]), k, a)
information = Sum(J[k, a] * log(J[k, a] / (p_x[k] * p_y[a])), k, a)

chain_rule_of_entropy = derivation(
    joint_entropy,
    step(-Sum(p_x[k] * log(p_x[k]), k) - Sum(J[k, a] * log(J[k, a] / p_x[k]), k, a)),
)
mutual_information_from_entropies = derivation(
    information,
    step(-Sum(p_x[k] * log(p_x[k]), k) - Sum(p_y[a] * log(p_y[a]), a) - joint_entropy),
)
mutual_information_is_not_negative = derivation(
    Integer(0),
    step(information, "≤", given=Eq(Sum(J[k, a], k, a), 1), expect="undecided"),
)

M = define("M", i, (P[i] + Q[i]) / 2)
jensen_shannon = Sum(P[k] * log(P[k] / M[k]), k) / 2 + Sum(Q[k] * log(Q[k] / M[k]), k) / 2
jensen_shannon_from_entropies = derivation(
    jensen_shannon,
    step(-Sum(M[k] * log(M[k]), k) + Sum(P[k] * log(P[k]), k) / 2 + Sum(Q[k] * log(Q[k]), k) / 2),
)
jensen_shannon_is_at_most_log_2 = derivation(jensen_shannon, step(log(2), "≤", given=[P_sums_to_one, Q_sums_to_one]))
jensen_shannon_is_not_negative = derivation(Integer(0), step(jensen_shannon, "≤", given=[P_sums_to_one, Q_sums_to_one]))

joint = positives("p_xz", n)
evidence = define("p_x", Sum(joint[k], k))
lower_bound = Sum(q[k] * log(joint[k] / q[k]), k)
evidence_is_lower_bound_plus_divergence = derivation(
    log(evidence),
    step(lower_bound + Sum(q[k] * log(q[k] / (joint[k] / evidence)), k), given=q_sums_to_one),
)
lower_bound_of_evidence = derivation(lower_bound, step(log(evidence), "≤", given=q_sums_to_one))

entropy_is_at_most_log_n = derivation(-Sum(P[k] * log(P[k]), k), step(log(n), "≤", given=P_sums_to_one))
collision_entropy_is_at_most_entropy = derivation(
    -log(Sum(P[k] ** 2, k)), step(-Sum(P[k] * log(P[k]), k), "≤", given=P_sums_to_one)
)
gini_impurity = derivation(Sum(p[k] * (1 - p[k]), k), step(1 - Sum(p[k] ** 2, k)), step(1 - 1 / n, "≤"))
perplexity = derivation(exp(-Sum(log(P[k]), k) / n), step(Product(P[k] ** (-1 / n), k)))
derivative_of_p_log_p = derivation(D(P[i] * log(P[i]), P[i]), step(log(P[i]) + 1))

label_smoothing = derivation(
    -Sum(((1 - eps) * y[k] + eps / n) * log(P[k]), k),
    step((1 - eps) * -Sum(y[k] * log(P[k]), k) - eps / n * Sum(log(P[k]), k)),
)
mixup = derivation(
    -Sum((lam * y[k] + (1 - lam) * w[k]) * log(P[k]), k),
    step(lam * -Sum(y[k] * log(P[k]), k) + (1 - lam) * -Sum(w[k] * log(P[k]), k)),
)

dim = size("d")
(c,) = indices("c", dim)
mean, variance = reals("mu", dim), positives("v", dim)
divergence_from_standard_normal_is_not_negative = derivation(
    Integer(0), step(Sum(variance[c] + mean[c] ** 2 - 1 - log(variance[c]), c) / 2, "≤")
)
