"""What an answer-comparer says of the library's steps, true and with the sign flipped: needs `pip install math-verify`.

Run `python tests/bench/peers.py`; it writes `reports/peers.md`. The peer reads the LaTeX that derive prints.
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


def main() -> int:
    """Ask, and write the report. Returns 2 where the peer is not installed."""
    try:
        peer = f"math-verify {version('math-verify')}"
    except ImportError:
        sys.stderr.write("math-verify is not installed; pip install math-verify\n")
        return 2
    asked = claims()
    true = [name for name, claim in asked if accepts(latex(claim.lhs), latex(claim.rhs))]
    false = [name for name, claim in asked if accepts(latex(claim.lhs), latex(-claim.rhs))]
    known = accepts(r"\sum_{k=1}^{n} e^{z_k}", r"n e^{z_k}")
    lines = [
        "# An answer-comparer on the library's steps",
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
    ]
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(REPORT.read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
