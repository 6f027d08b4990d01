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
    value = value.replace("-", "−")
    return f"{value}…" if "." in value and "e" not in value else value


def pair_text(one: str, other: str) -> tuple[str, str]:
    """The values of two sides with no more decimals than it takes to tell them apart, six at least."""
    for digits in range(6, 60):
        short = value_text(_cut(one, digits)), value_text(_cut(other, digits))
        if short[0] != short[1]:
            return short
    return value_text(one), value_text(other)


def _cut(value: str, digits: int) -> str:
    whole, dot, decimals = value.partition(".")
    return value if "e" in value else f"{whole}{dot}{decimals[:digits]}"
