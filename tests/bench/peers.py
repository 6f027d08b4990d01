"""What other programs say of what derive decides, as it is and with the sign flipped.

Run `python tests/bench/peers.py` after `pip install math-verify alkahest tensorgrad`; it writes `reports/peers.md`.
math-verify reads the LaTeX that derive prints; the other two are asked for the softmax Jacobian in their own terms.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from derive import library
from derive.judging import judge
from derive.terms.claims import Claim
from derive.terms.latex import latex
from derive.terms.relations import Relation
from derive.verdict import Verdict

REPORT = Path(__file__).parent.parent.parent / "reports" / "peers.md"
SHOWN = 8


def accepts(lhs: str, rhs: str) -> bool:
    """Whether the peer takes two formulas for equal."""
    from math_verify import parse, verify
    from math_verify.parser import LatexExtractionConfig

    sides = [parse(f"${side}$", [LatexExtractionConfig()]) for side in (lhs, rhs)]
    return all(sides) and bool(verify(*sides))


def claims() -> list[tuple[str, Claim]]:
    """The proved equalities of the library whose sign-flipped form derive refutes."""
    found = []
    for chain in library.load():
        for number, link in enumerate(chain.steps):
            claim = chain.claim(number)
            plain = claim.relation is Relation.EQUAL and claim.order is None and link.expect is Verdict.PROVED
            if plain and claim.lhs != claim.rhs:
                flipped = replace(claim, rhs=-claim.rhs)
                if judge(flipped, explain=False).verdict is Verdict.REFUTED:
                    found.append((f"{chain.id} {number + 1}", claim))
    return found


def tensorgrad_says() -> list[str]:
    """The softmax Jacobian for general n, and √(x²) = x, which fails at x = -1."""
    import tensorgrad
    from tensorgrad import functions

    n = tensorgrad.symbols("n")
    z = tensorgrad.Variable("z", i=n)
    s = functions.softmax(z, dim="i")
    jacobian = tensorgrad.Derivative(s, z, {"i": "j"})
    kept, product = s * tensorgrad.Delta(n, "i", "j"), s * s.rename(i="j")
    asked = {
        "∂s_i/∂z_j = s_i(δ_ij − s_j)": jacobian - (kept - product),
        "∂s_i/∂z_j = s_i(δ_ij + s_j)": jacobian - (kept + product),
        "√(x²) = x": functions.sqrt(z * z) - z,
    }
    return [_row(claim, isinstance(gap.full_simplify(), tensorgrad.Zero)) for claim, gap in asked.items()]


def alkahest_says() -> list[str]:
    """An entry of the softmax Jacobian at n = 3: there are no indexed families to state it for every n."""
    import alkahest

    with alkahest.context(pool=alkahest.ExprPool()):
        powers = [alkahest.exp(alkahest.symbol(f"z{place}")) for place in (1, 2, 3)]
        powers = [getattr(power, "value", power) for power in powers]
        total = powers[0] + powers[1] + powers[2]
        first, second = powers[0] / total, powers[1] / total
        slope = alkahest.diff(first, alkahest.symbol("z2")).value
        asked = {
            "∂s_1/∂z_2 = −s_1 s_2 at n = 3": slope + first * second,
            "∂s_1/∂z_2 = s_1 s_2 at n = 3": slope - first * second,
        }
        return [_row(claim, str(alkahest.simplify(gap).value) == "0") for claim, gap in asked.items()]


def _row(claim: str, equal: bool) -> str:
    return f"| {claim} | {'equal' if equal else 'not equal'} |"


def main() -> int:
    """Ask, and write the report. Returns 2 where a peer is not installed."""
    try:
        peers = {name: f"{name} {version(name)}" for name in ("math-verify", "tensorgrad", "alkahest")}
    except ImportError as missing:
        sys.stderr.write(f"{missing.name or 'a peer'} is not installed; pip install math-verify alkahest tensorgrad\n")
        return 2
    peer = peers["math-verify"]
    asked = claims()
    true = [name for name, claim in asked if accepts(latex(claim.lhs), latex(claim.rhs))]
    false = [name for name, claim in asked if accepts(latex(claim.lhs), latex(-claim.rhs))]
    known = accepts(r"\sum_{k=1}^{n} e^{z_k}", r"n e^{z_k}")
    lines = [
        "# What other programs say",
        "",
        f"Written by `python tests/bench/peers.py` with {peer}, which reads the LaTeX that derive prints. derive proves",
        "every step in the first row for every n, and refutes every one in the second.",
        "",
        "| steps | asked | called equal |",
        "|---|---|---|",
        f"| as they are | {len(asked)} | {len(true)} |",
        f"| sign flipped | {len(asked)} | {len(false)} |",
        "",
        f"Σ_k e^{{z_k}} = n e^{{z_k}} is {'called equal' if known else 'not called equal'}.",
        "",
        f"Sign-flipped steps called equal: {', '.join(false[:SHOWN]) or 'none'}.",
        "",
        "## Computer algebra",
        "",
        f"| asked of {peers['tensorgrad']}, for every n | says |",
        "|---|---|",
        *tensorgrad_says(),
        "",
        f"| asked of {peers['alkahest']} | says |",
        "|---|---|",
        *alkahest_says(),
    ]
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(REPORT.read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
