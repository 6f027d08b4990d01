"""Relations and values of a witness, as LaTeX and as text: what every renderer writes the same way."""

from __future__ import annotations

import re

RELATIONS = {"=": "=", "→": r"\to", "≤": r"\le", "<": "<", "≥": r"\ge", ">": ">", "≠": r"\ne"}
UP_TO = re.compile(r"= up to O\((\w+)\^-(\w+)\)")
LIMIT = re.compile(r"→ as (.+) → ∞")
ZERO = re.compile(r"[-+]?0(?:\.0*)?e-(\d+)")


def sides_latex(lhs: str, relation: str, rhs: str) -> str:
    """Two sides and their relation as one formula, for a reader to copy."""
    if (match := UP_TO.fullmatch(relation)) is not None:
        return rf"{lhs} = {rhs} + O\left({match[1]}^{{-{match[2]}}}\right)"
    if (match := LIMIT.fullmatch(relation)) is not None:
        return rf"{lhs} \to {rhs} \quad \left({match[1]} \to \infty\right)"
    if relation == "not for all":
        return rf"{lhs} \ne {rhs} \quad \text{{(not for all)}}"
    return f"{lhs} {RELATIONS.get(relation, relation)} {rhs}"


def value_text(value: str | int) -> str:
    """A value of a side: a decimal is cut off, which the dots say; a ball around 0 is called zero to so many digits."""
    value = str(value)
    if (match := ZERO.fullmatch(value)) is not None:
        return f"0 (to {match[1]} digits)"
    return f"{value}…" if "." in value and "e" not in value else value
