"""Edits of the engine's conditions that nothing can notice, read one by one: why each of them changes no verdict.

`unseen/MODULE.toml` lists them by function, source line and kind of edit:

    [[unseen]]
    function = "Sums._matches"
    code = "if len(rest) > 1:"
    kinds = ["guard dropped"]
    why = "speed: the general way gives the same"
"""

from __future__ import annotations

import ast
import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from trial.selfedits import ENGINE, SelfMutant, self_mutants

FOLDER = Path(__file__).parent / "unseen"

CONDITIONS = frozenset(
    {
        "all to any",
        "and to or",
        "any to all",
        "bound moved by one",
        "comparison negated",
        "early return always",
        "filter dropped",
        "guard dropped",
        "not dropped",
        "or to and",
        "part of a condition dropped",
        "truth value flipped",
    }
)
"""Kinds of edit that break a condition; the others break what a rule says."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """What an edit is, apart from line numbers, which move with every change above it."""

    module: str
    function: str
    code: str
    kind: str


@functools.cache
def _places(module: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The function around each line of a module, "" outside of all, and each line without its indent."""
    source = (ENGINE / f"{module}.py").read_text(encoding="utf-8")
    lines = source.splitlines()
    names = [""] * (len(lines) + 1)

    def name(node: ast.AST, outer: str) -> None:
        for child in ast.iter_child_nodes(node):
            inner = outer
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inner = f"{outer}.{child.name}".lstrip(".")
                for line in range(child.lineno, (child.end_lineno or child.lineno) + 1):
                    names[line] = inner
            name(child, inner)

    name(ast.parse(source), "")
    return tuple(names), ("", *[line.strip() for line in lines])


def spot(mutant: SelfMutant) -> Spot:
    """Where an edit is, in words that outlive other edits."""
    names, lines = _places(mutant.module)
    return Spot(mutant.module, names[mutant.line], lines[mutant.line], mutant.kind)


def reasons() -> dict[Spot, str]:
    """Why each listed edit is noticed by nothing."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["unseen"]:
            for kind in row["kinds"]:
                found[Spot(path.stem, row["function"], row["code"], kind)] = row["why"]
    return found


def stale() -> list[Spot]:
    """Listed edits that the engine no longer has."""
    return sorted(set(reasons()) - {spot(mutant) for mutant in self_mutants()})
