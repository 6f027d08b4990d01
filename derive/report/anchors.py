"""Permalinks: `#id` for a derivation, `#id-3` for its third step; the same in HTML, LaTeX and JSON.

`#claim-D0.32` is a row of the ledger, `#finding-id` a derivation among the findings.
"""

from __future__ import annotations

import re

from derive.results import RunResult
from derive.verdict import Verdict

# Names the page uses for its own parts.
PARTS = """
top findings findings-title pictures pictures-title ledger ledger-title derivations derivations-title legend errors
filters search by-verdict by-topic by-document only expand collapse shown
"""
RESERVED = frozenset({*PARTS.split(), *(f"v-{verdict.value}" for verdict in Verdict)})


def anchors(run: RunResult) -> tuple[str, ...]:
    """A name for each derivation: its id in plain ASCII, numbered where it, or a name that goes with it, is taken."""
    seen = {*RESERVED, *(claim_anchor(row.id) for row in run.claims)}
    found: list[str] = []
    for derivation in run.derivations:
        base = _plain(derivation.id) or "derivation"
        steps = [step.index for step in derivation.steps]
        name, number = base, 1
        while not seen.isdisjoint(_names(name, steps)):
            number += 1
            name = f"{base}.{number}"
        seen.update(_names(name, steps))
        found.append(name)
    return tuple(found)


def step_anchor(anchor: str, index: int) -> str:
    """The name of a step of the derivation called `anchor`."""
    return f"{anchor}-{index}"


def finding_anchor(anchor: str) -> str:
    """The name, among the findings, of the derivation called `anchor`."""
    return f"finding-{anchor}"


def claim_anchor(claim: str) -> str:
    """The name of a row of the ledger; rows have ids of their own kind, all different."""
    return f"claim-{_plain(claim)}"


def _names(name: str, steps: list[int]) -> set[str]:
    return {name, finding_anchor(name), *(step_anchor(name, index) for index in steps)}


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-.")
