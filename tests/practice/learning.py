"""Losses, gradients and layers as papers and library docs write them."""

from derive import (
    Abs,
    D,
    Eq,
    Ge,
    Gt,
    Limit,
    Max,
    Min,
    Ne,
    Sum,
    define,
    delta,
    derivation,
    distribution,
    exp,
    indices,
    log,
    number,
    oo,
    pi,
    positive,
    positives,
    real,
    reals,
    relu,
    size,
    sqrt,
    step,
)

n, d = size("n"), size("d")
i, j, k, l = indices("i j k l", n)
a, b, c = indices("a b c", d)
z, x, f, r, t_n = (reals(name, n) for name in ("z", "x", "f", "r", "t_n"))
u, v, q, theta = (reals(name, d) for name in ("u", "v", "q", "theta"))
X, K, V = (reals(name, n, d) for name in ("X", "K", "V"))
y, w = reals("y", n), positives("w", n)
prior, likelihood = positives("pi", n), positives("L", n)
p = distribution("p", n)
t, m, beta = real("t"), real("m"), real("beta")
T, sigma, eps, gamma, lam = (positive(name) for name in ("T", "sigma", "epsilon", "gamma", "lambda"))


def sigmoid(value):
    return 1 / (1 + exp(-value))


def tanh(value):
    return (exp(value) - exp(-value)) / (exp(value) + exp(-value))


s = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))

# policies
log_derivative_trick = derivation(
    D(Sum(s[k] * f[k], k), z[i]),
    step(Sum(s[k] * D(log(s[k]), z[i]) * f[k], k)),
    step(s[i] * (f[i] - Sum(s[k] * f[k], k))),
)
score_has_mean_zero = derivation(Sum(s[k] * D(log(s[k]), z[i]), k), step(0))
fisher_information = derivation(
    Sum(s[k] * D(log(s[k]), z[i]) * D(log(s[k]), z[j]), k), step(s[i] * (delta(i, j) - s[j]))
)
gradient_of_entropy = derivation(
    D(-Sum(s[k] * log(s[k]), k), z[i]), step(-s[i] * (log(s[i]) - Sum(s[k] * log(s[k]), k)))
)
advantage_has_mean_zero = derivation(Sum(p[k] * (r[k] - Sum(p[l] * r[l], l)), k), step(0))
clipped_objective = derivation(Min(t * sigma, t), step(t * Min(sigma, 1), given=Ge(t, 0)))

# softmax and attention
softmax_with_temperature = exp(z[i] / T) / Sum(exp(z[k] / T), k)
softmax_along_temperature = derivation(
    D(softmax_with_temperature, T),
    step(-softmax_with_temperature / T**2 * (z[i] - Sum(exp(z[k] / T) * z[k], k) / Sum(exp(z[k] / T), k))),
)
softmax_of_shifted_logits = derivation(exp(z[i] + t) / Sum(exp(z[k] + t), k), step(s[i]))
stable_log_sum_exp = derivation(log(Sum(exp(z[k] - Max(z[l], l)), k)) + Max(z[l], l), step(log(Sum(exp(z[k]), k))))
score = define("a", i, Sum(q[a] * K[i, a], a) / sqrt(d))
alpha = define("alpha", i, exp(score[i]) / Sum(exp(score[k]), k))
attention_along_query = derivation(
    D(Sum(alpha[k] * V[k, b], k), q[c]),
    step((Sum(alpha[k] * K[k, c] * V[k, b], k) - Sum(alpha[k] * K[k, c], k) * Sum(alpha[k] * V[k, b], k)) / sqrt(d)),
)
contrastive_loss = derivation(
    -log(exp(z[i]) / (exp(z[i]) + Sum(exp(z[k]), k, exclude=i))),
    step(log(1 + Sum(exp(z[k] - z[i]), k, exclude=i))),
)
posterior_is_softmax = derivation(
    prior[i] * likelihood[i] / Sum(prior[k] * likelihood[k], k),
    step(exp(log(prior[i]) + log(likelihood[i])) / Sum(exp(log(prior[k]) + log(likelihood[k])), k)),
)
softmax_of_hot_logits = derivation(Limit(softmax_with_temperature, T, oo), step(1 / n))
log_mean_exp_of_hot_logits = derivation(Limit(T * log(Sum(exp(z[k] / T), k) / n), T, oo), step(Sum(z[k], k) / n))

# activations
tanh_by_sigmoid = derivation(tanh(t), step(2 * sigmoid(2 * t) - 1))
derivative_of_tanh = derivation(D(tanh(t), t), step(1 - tanh(t) ** 2))
derivative_of_softplus = derivation(D(log(1 + exp(t)), t), step(sigmoid(t)))
softplus_and_its_mirror = derivation(log(1 + exp(t)) - log(1 + exp(-t)), step(t))
derivative_of_swish = derivation(D(t * sigmoid(t), t), step(sigmoid(t) + t * sigmoid(t) * (1 - sigmoid(t))))
logit = derivation(log(sigmoid(t) / (1 - sigmoid(t))), step(t))
relu_by_absolute_value = derivation(relu(t), step((t + Abs(t)) / 2))
clipping = derivation(t * Min(1, 1 / Abs(t)), step(Max(-1, Min(1, t)), given=Ne(t, 0)))

# losses
focal_loss = derivation(
    D(-((1 - sigmoid(t)) ** gamma) * log(sigmoid(t)), t),
    step((1 - sigmoid(t)) ** gamma * (gamma * sigmoid(t) * log(sigmoid(t)) - (1 - sigmoid(t)))),
)
stable_binary_cross_entropy = derivation(
    -(beta * log(sigmoid(t)) + (1 - beta) * log(1 - sigmoid(t))),
    step(Max(t, 0) - t * beta + log(1 + exp(-Abs(t)))),
)
triplet_loss = derivation(relu(t - m + sigma), step(Max(t + sigma, m) - m))
soft_dice = derivation(
    2 * Sum(x[k] * z[k], k) / (Sum(x[k], k) + Sum(z[k], k)),
    step(
        1 - (Sum(x[k], k) + Sum(z[k], k) - 2 * Sum(x[k] * z[k], k)) / (Sum(x[k], k) + Sum(z[k], k)),
        given=Gt(Sum(x[k], k) + Sum(z[k], k), 0),
    ),
)

# regression
h = define("h", i, Sum(theta[a] * X[i, a], a))
logistic_loss = -Sum(y[k] * log(sigmoid(h[k])) + (1 - y[k]) * log(1 - sigmoid(h[k])), k)
logistic_gradient = derivation(D(logistic_loss, theta[c]), step(Sum((sigmoid(h[k]) - y[k]) * X[k, c], k)))
logistic_hessian = derivation(
    D(D(logistic_loss, theta[c]), theta[a]),
    step(Sum(sigmoid(h[k]) * (1 - sigmoid(h[k])) * X[k, c] * X[k, a], k)),
)
ridge_gradient = derivation(
    D(Sum((h[k] - y[k]) ** 2, k) / 2 + lam / 2 * Sum(theta[a] ** 2, a), theta[c]),
    step(Sum((h[k] - y[k]) * X[k, c], k) + lam * theta[c]),
)

# moments and normal densities
mean = Sum(w[k] * x[k], k)
weights_sum_to_one = Eq(Sum(w[k], k), 1)
variance = derivation(
    Sum(w[k] * (x[k] - mean) ** 2, k), step(Sum(w[k] * x[k] ** 2, k) - mean**2, given=weights_sum_to_one)
)
bias_and_variance = derivation(
    Sum(w[k] * (x[k] - t) ** 2, k),
    step((mean - t) ** 2 + Sum(w[k] * (x[k] - mean) ** 2, k), given=weights_sum_to_one),
)
mean_is_nearest = derivation(Sum((x[k] - Sum(x[l], l) / n) ** 2, k), step(Sum((x[k] - t) ** 2, k), "≤"))
density = exp(-((t - m) ** 2) / (2 * sigma**2)) / (sigma * sqrt(2 * pi))
score_of_mean = derivation(D(log(density), m), step((t - m) / sigma**2))
score_of_deviation = derivation(D(log(density), sigma), step((t - m) ** 2 / sigma**3 - 1 / sigma))

# normalisation
mu = define("mu", Sum(x[k], k) / n)
var = define("v", Sum((x[k] - mu) ** 2, k) / n)
x_hat = define("x_hat", i, (x[i] - mu) / sqrt(var + eps))
layer_norm_is_centred = derivation(Sum(x_hat[k], k), step(0))
variance_of_layer_norm = derivation(Sum(x_hat[k] ** 2, k) / n, step(var / (var + eps)))
layer_norm_gradient = derivation(
    D(x_hat[i], x[j]), step((delta(i, j) - 1 / n - x_hat[i] * x_hat[j] / n) / sqrt(var + eps))
)
layer_norm_gradient_with_a_sign_lost = derivation(
    D(x_hat[i], x[j]),
    step(
        (delta(i, j) - 1 / n + x_hat[i] * x_hat[j] / n) / sqrt(var + eps),
        expect="refuted",
        instead=(delta(i, j) - 1 / n - x_hat[i] * x_hat[j] / n) / sqrt(var + eps),
    ),
)
norm = sqrt(Sum(u[a] ** 2, a))
gradient_of_norm = derivation(D(norm, u[b]), step(u[b] / norm, given=Gt(Sum(u[a] ** 2, a), 0)))
unit_vector = derivation(Sum((u[a] / norm) ** 2, a), step(1, given=Gt(Sum(u[a] ** 2, a), 0)))

# geometry
squared_distance = derivation(
    Sum((u[a] - v[a]) ** 2, a), step(Sum(u[a] ** 2, a) - 2 * Sum(u[a] * v[a], a) + Sum(v[a] ** 2, a))
)
gaussian_kernel = exp(-Sum((u[a] - v[a]) ** 2, a) / (2 * lam**2))
gradient_of_gaussian_kernel = derivation(D(gaussian_kernel, u[b]), step(-(u[b] - v[b]) / lam**2 * gaussian_kernel))
cauchy_schwarz = derivation(Sum(u[a] * v[a], a) ** 2, step(Sum(u[a] ** 2, a) * Sum(v[a] ** 2, a), "≤"))
triangle_inequality = derivation(
    sqrt(Sum((u[a] + v[a]) ** 2, a)), step(sqrt(Sum(u[a] ** 2, a)) + sqrt(Sum(v[a] ** 2, a)), "≤")
)

# not decided yet
discounted_sum = derivation(
    (1 - gamma) * Sum(gamma ** number(k), k), step(gamma - gamma ** (n + 1), expect="undecided")
)
compound_interest = derivation(Limit((1 + t / T) ** T, T, oo), step(exp(t), expect="undecided"))
