"""Permalinks: `#id` for a derivation, `#id-3` for its third step; the same in HTML, LaTeX and JSON."""

from __future__ import annotations

import re

from derive.results import DerivationResult

# Names the page uses for its own parts.
RESERVED = frozenset({"top", "findings", "ledger", "derivations", "pictures", "graphs", "legend", "filters"})


def anchors(derivations: tuple[DerivationResult, ...]) -> tuple[str, ...]:
    """A name for each derivation: its id in plain ASCII, numbered where it, or a name of its steps, is taken."""
    seen: set[str] = set(RESERVED)
    found: list[str] = []
    for derivation in derivations:
        base = re.sub(r"[^A-Za-z0-9_.-]+", "-", derivation.id).strip("-.") or "derivation"
        steps = [step.index for step in derivation.steps]
        name, number = base, 1
        while not seen.isdisjoint({name, *(step_anchor(name, index) for index in steps)}):
            number += 1
            name = f"{base}.{number}"
        seen.update({name, *(step_anchor(name, index) for index in steps)})
        found.append(name)
    return tuple(found)


def step_anchor(anchor: str, index: int) -> str:
    """The name of a step of the derivation called `anchor`."""
    return f"{anchor}-{index}"
