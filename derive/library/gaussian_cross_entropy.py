"""Cross entropy of densities, −∫ p log g, is a number; for normal densities it has a closed form.

Shapes  p, q, g, h, t: functions on R; mu_1, mu_2: numbers; V_1, V_2 > 0, the variances.    Holds  for every p > 0 with ∫ p = 1, mean
mu_1 and variance V_1; where p is the normal density h itself, −∫ p log h is its entropy.
Source  D0 line 23. An integral is a linear form here, so the moments are hypotheses; t(x) = x is the coordinate.
"""

from derive import (
    E,
    Eq,
    Integral,
    Rational,
    define,
    derivation,
    exp,
    given,
    log,
    pi,
    positive,
    positives,
    real,
    reals,
    sqrt,
    step,
    variable,
)

x = variable("x")
f, t = reals("f", "R"), reals("t", "R")
p, q = positives("p", "R"), positives("g", "R")
mu_1, mu_2 = real("mu_1"), real("mu_2")
V_1, V_2 = positive("V_1"), positive("V_2")
half = Rational(1, 2)
h = define("h", x, exp(-((t[x] - mu_1) ** 2) / (2 * V_1)) / sqrt(2 * pi * V_1))
g = define("g", x, exp(-((t[x] - mu_2) ** 2) / (2 * V_2)) / sqrt(2 * pi * V_2))
normalised = given(Eq(Integral(p[x], x), 1))
spread = given(Eq(Integral(p[x] * (t[x] - mu_1) ** 2, x), V_1))
moments = given(normalised, Eq(Integral(p[x] * t[x], x), mu_1), spread)

cross_entropy_of_densities_as_written = derivation(
    -Integral(p[x] * log(q[x]), x),
    step(f[x], expect="ill_formed", instead=Integral(p[x] * log(1 / q[x]), x)),
    title="x is free in f(x) and bound in the integral, which is a number",
    claims=["D0.6"],
    document="000_c1f56dda61eae30c.txt",
    document_line=23,
    latex=r"f(x)=-\int p(x)log\ g(x)dx",
)
cross_entropy_of_normal = derivation(
    -Integral(p[x] * log(g[x]), x),
    step(half * log(2 * pi * V_2) * Integral(p[x], x) + Integral(p[x] * (t[x] - mu_2) ** 2, x) / (2 * V_2)),
    step(half * log(2 * pi * V_2) + (V_1 + (mu_1 - mu_2) ** 2) / (2 * V_2), given=moments),
    title="Cross entropy −∫ p log g, g normal with mean μ_2 and variance V_2",
    claims=["D0.6"],
    document="000_c1f56dda61eae30c.txt",
    document_line=23,
)
entropy_of_normal = derivation(
    -Integral(p[x] * log(h[x]), x),
    step(half * log(2 * pi * V_1) * Integral(p[x], x) + Integral(p[x] * (t[x] - mu_1) ** 2, x) / (2 * V_1)),
    step(half * log(2 * pi * V_1) + half, given=given(normalised, spread)),
    step(half * log(2 * pi * E * V_1)),
    title="Entropy of the normal density with mean μ_1 and variance V_1",
    claims=["D0.6"],
    document="000_c1f56dda61eae30c.txt",
    document_line=23,
)
kl_of_normals = derivation(
    Integral(p[x] * log(h[x] / g[x]), x),
    step(Integral(p[x] * log(h[x]), x) - Integral(p[x] * log(g[x]), x), by="log quotient, linearity"),
    step(
        half * log(2 * pi * V_2) * Integral(p[x], x)
        + Integral(p[x] * (t[x] - mu_2) ** 2, x) / (2 * V_2)
        - (half * log(2 * pi * V_1) * Integral(p[x], x) + Integral(p[x] * (t[x] - mu_1) ** 2, x) / (2 * V_1))
    ),
    step(
        half * log(2 * pi * V_2) + (V_1 + (mu_1 - mu_2) ** 2) / (2 * V_2) - (half * log(2 * pi * V_1) + half),
        given=moments,
    ),
    step(log(sqrt(V_2) / sqrt(V_1)) + (V_1 + (mu_1 - mu_2) ** 2) / (2 * V_2) - half),
    title="Divergence of two normal densities, σ = √V",
    claims=["D0.6"],
    document="000_c1f56dda61eae30c.txt",
    document_line=23,
)
cross_entropy_of_normal_without_variance = derivation(
    -Integral(p[x] * log(g[x]), x),
    step(
        half * log(2 * pi * V_2) + (V_1 + (mu_1 - mu_2) ** 2) / (2 * V_2),
        expect="refuted",
        instead=half * log(2 * pi * V_2) + Integral(p[x] * (t[x] - mu_2) ** 2, x) / (2 * V_2),
        given=normalised,
    ),
    title="Without its mean and variance p has no such closed form",
    claims=["D0.6"],
    document="000_c1f56dda61eae30c.txt",
    document_line=23,
)
