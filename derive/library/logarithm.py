"""The logarithm of a quotient: log_c(a/b) = log_c a − log_c b, from log_c a = x ⇔ c^x = a.

Shapes  a, b, c, x, y: numbers.    Holds  for a, b, c > 0 and c ≠ 1.
Source  D3 lines 20-58.
"""

from derive import Eq, Integer, Ne, derivation, given, log, positive, real, step

c = positive("c")
a, b = positive("a"), positive("b")
x, y = real("x"), real("y")
base = given(Ne(c, 1))
powers = given(Eq(a, c**x), Eq(b, c**y))

log_inverts_power = derivation(
    log(c**x, c),
    step(x, by="definition of the logarithm"),
    given=base,
    claims=["D3.2"],
    document="003_946458303c025df4.txt",
    document_line=26,
    latex=r"x = \log_c a",
)
power_inverts_log = derivation(
    c ** log(a, c),
    step(a, by="definition of the logarithm"),
    given=base,
    claims=["D3.2"],
    document="003_946458303c025df4.txt",
    document_line=27,
    latex="c^x = a",
)
quotient_of_powers = derivation(
    a / b,
    step(c**x / c**y, given=powers),
    step(c ** (x - y), by="powers of one base"),
    claims=["D3.3"],
    document="003_946458303c025df4.txt",
    document_line=40,
    latex=r"\frac{a}{b} = \frac{c^x}{c^y}",
)
quotient_of_powers_example = derivation(
    Integer(2) ** 5 / Integer(2) ** 3,
    step(Integer(2) ** (Integer(5) - 3)),
    step(Integer(2) ** 2),
    claims=["D3.3"],
    document="003_946458303c025df4.txt",
    document_line=42,
    latex=r"2^5 \div 2^3 = 2^{5-3} = 2^2",
)
d = real("d")

quotient_of_powers_of_any_base = derivation(
    d**x / d**y,
    step(d ** (x - y), expect="conditional"),
    title="Real powers need a positive base",
    claims=["D3.3"],
    document="003_946458303c025df4.txt",
    document_line=42,
)
log_quotient_from_definition = derivation(
    log(a / b, c),
    step(x - y, by="definition of the logarithm"),
    step(log(a, c) - log(b, c), by="definition of the logarithm"),
    given=given(base, powers),
    claims=["D3.4"],
    document="003_946458303c025df4.txt",
    document_line=51,
    latex=r"\log_c \left( \frac{a}{b} \right) = x - y",
)
log_quotient = derivation(
    log(a / b, c),
    step(log(a, c) - log(b, c), by="log quotient"),
    given=base,
    claims=["D3.4"],
    document="003_946458303c025df4.txt",
    document_line=20,
    latex=r"\log_c \left( \frac{a}{b} \right) = \log_c a - \log_c b",
)
r, q = real("r"), real("q")

log_quotient_of_any_sign = derivation(
    log(r / q, c),
    step(log(r, c) - log(q, c), expect="conditional"),
    given=base,
    title="Without r, q > 0 the right side of log_c(r/q) = log_c r − log_c q need not exist",
    claims=["D3.4"],
    document="003_946458303c025df4.txt",
    document_line=56,
    latex=r"\log_c \left( \frac{a}{b} \right) = \log_c a - \log_c b",
)
