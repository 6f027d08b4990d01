"""Two outcomes: KL, cross entropy and entropy over the simplex, and softmax against the sigmoid.

Shapes  P = (1/2, 1/2), Q = (q, 1 − q), 0 < q < 1; z = (z₁, z₂).    Source  D0 lines 4-24; D1 lines 9-11.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from derive.report.pictures.plot import Axis, Curve, Label, Plot
from derive.report.pictures.values import Values, family
from derive.terms.nodes import Term
from derive.terms.records import Derivation

HALF, MARKED = Fraction(1, 2), Fraction(1, 4)
SHARES = tuple(Fraction(k, 128) for k in range(2, 127))
LOGITS = tuple(Fraction(k, 8) for k in range(-48, 49))


def asymmetry(chains: Mapping[str, Derivation]) -> Plot:
    """H(P, Q), H(Q, P), H(Q) and KL(P‖Q) for P = (1/2, 1/2) as Q moves; the gap marked at Q = (1/4, 3/4)."""
    crossed = chains["cross_entropy_symmetric"]
    there, back = crossed.start, crossed.steps[0].rhs
    entropy, divergence = chains["cross_entropy_is_at_least_entropy"].start, chains["kl_split"].start
    values = Values(n=2)

    def at(term: Term, q: Fraction, *, of_q: bool = False) -> float:
        point = family("P", HALF, HALF) | family("Q", q, 1 - q)
        return float(values.at(term, family("P", q, 1 - q) if of_q else point))

    def over(term: Term, *, of_q: bool = False) -> tuple[tuple[float, float], ...]:
        return tuple((float(q), at(term, q, of_q=of_q)) for q in SHARES)

    mark, one, other = float(MARKED), at(there, MARKED), at(back, MARKED)
    return Plot(
        "Cross entropy, entropy and KL over two outcomes: H(P,Q) ≠ H(Q,P)",
        "P = (1/2, 1/2) stays, Q = (q, 1 − q) moves. H(P,Q) lies above the constant H(Q,P) and touches it only "
        f"at q = 1/2, where KL(P‖Q) is 0. At q = 1/4, H(P,Q) = {one:.3f} and H(Q,P) = {other:.3f}, in nats.",
        Axis(
            "q, where Q = (q, 1 − q) and P = (1/2, 1/2)",
            0,
            1,
            ((0, "0"), (0.25, "1/4"), (0.5, "1/2"), (0.75, "3/4"), (1, "1")),
        ),
        Axis("", 0, 2.2, ((0, "0"), (0.5, "0.5"), (1, "1"), (1.5, "1.5"), (2, "2"))),
        (
            Curve(1, over(there)),
            Curve(2, over(back)),
            Curve(4, over(entropy, of_q=True)),
            Curve(3, over(divergence)),
            Curve(1, ((mark, one),), dots="circle"),
            Curve(2, ((mark, other),), dots="square"),
        ),
        (
            Label("H(P,Q)", 0.06, at(there, Fraction(1, 16)), 1, "start", (8, 0)),
            Label("H(Q,P)", 0.165, other, 2, "middle", (0, -7)),
            Label("H(Q)", 0.93, at(entropy, Fraction(59, 64), of_q=True), 4, "end", (-6, 12)),
            Label("KL(P‖Q)", 0.5, 0.0, 3, "middle", (0, -18)),
            Label(f"at q = 1/4: H(P,Q) = {one:.3f}", mark, one, 0, "start", (14, -44)),
            Label(f"but H(Q,P) = {other:.3f}", mark, one, 0, "start", (14, -26)),
        ),
        (((mark, one), (mark, other)),),
    )


def sigmoid(chains: Mapping[str, Derivation]) -> Plot:
    """Softmax of two logits, at two values of z₂, on the sigmoid of their difference."""
    chain = chains["softmax_of_two_is_sigmoid"]
    softmax, logistic = chain.start, chain.steps[0].rhs
    values = Values()

    def over(term: Term, second: Fraction, shares: tuple[Fraction, ...]) -> tuple[tuple[float, float], ...]:
        return tuple((float(d), float(values.at(term, family("z", second + d, second)))) for d in shares)

    return Plot(
        "Softmax of two logits is the sigmoid of their difference",
        "The sigmoid rises from 0 to 1 through 1/2; the first entry of the softmax lies on it at z₂ = 0 and at z₂ = 3: "
        "only the difference of the logits counts.",
        Axis("z₁ − z₂", -6, 6, tuple((k, f"{k}".replace("-", "−")) for k in range(-6, 7, 2))),
        Axis("", 0, 1.08, ((0, "0"), (0.25, "0.25"), (0.5, "0.5"), (0.75, "0.75"), (1, "1"))),
        (
            Curve(1, over(logistic, Fraction(0), LOGITS)),
            Curve(2, over(softmax, Fraction(0), LOGITS[8::16]), dots="circle"),
            Curve(3, over(softmax, Fraction(3), LOGITS[16::16]), dots="square"),
        ),
        (
            Label("σ(z₁ − z₂)", 1.1, 0.75, 1, "start", (10, 14)),
            Label("● softmax(z)₁ at z₂ = 0", -5.7, 0.9, 2),
            Label("■ softmax(z)₁ at z₂ = 3", -5.7, 0.8, 3),
        ),
    )
