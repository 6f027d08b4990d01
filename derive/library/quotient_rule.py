"""Quotient rule: (u/v)′ = (u′v − uv′)/v².

Shapes  u, v, u_prime, v_prime, t: numbers; a, b, c, d: (n,).    Holds  where v ≠ 0.
Source  D4 line 12. First by the chain rule, for the values u, u′, v, v′ at a point; then for functions of t that are
sums of exponentials, Σ_k a_k e^{b_k t}.
"""

from derive import D, Ne, Sum, define, derivation, exp, given, index, real, reals, size, step

u, v = real("u"), real("v")
u_prime, v_prime = real("u_prime"), real("v_prime")

quotient_rule = derivation(
    D(u / v, u) * u_prime + D(u / v, v) * v_prime,
    step(u_prime / v - u * v_prime / v**2),
    step((u_prime * v - u * v_prime) / v**2),
    given=given(Ne(v, 0)),
    claims=["D4.2"],
    document="004_e0750c46a247718d.txt",
    document_line=12,
    latex=r"\left(\frac{u}{v}\right)'=\frac{u'v-uv'}{v^2}",
)
quotient_rule_of_any_denominator = derivation(
    D(u / v, u) * u_prime + D(u / v, v) * v_prime,
    step((u_prime * v - u * v_prime) / v**2, expect="conditional"),
    title="The quotient rule needs v ≠ 0",
    claims=["D4.2"],
    document="004_e0750c46a247718d.txt",
    document_line=12,
)
n = size("n")
k = index("k", n)
a, b, c, d = reals("a", n), reals("b", n), reals("c", n), reals("d", n)
t = real("t")
U = define("U", Sum(a[k] * exp(b[k] * t), k))
V = define("V", Sum(c[k] * exp(d[k] * t), k))

quotient_rule_of_functions = derivation(
    D(U / V, t),
    step((D(U, t) * V - U * D(V, t)) / V**2, by="quotient rule"),
    given=given(Ne(V, 0)),
    claims=["D4.2"],
    document="004_e0750c46a247718d.txt",
    document_line=12,
    latex=r"\left(\frac{u}{v}\right)'=\frac{u'v-uv'}{v^2}",
)
