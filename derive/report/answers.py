"""What a reader asks first: which claims are false, at which lines, by which numbers, and what is true instead.

Where the ledger says what the documents claim, an answer belongs to a row of it: its kind is what the row says,
borne out by what was decided in this run, or "not decided". Where no row names a derivation, the answer is its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from derive.report.anchors import claim_anchor, finding_anchor
from derive.report.findings import Entry, Kind
from derive.report.summary import SETTLED
from derive.results import ClaimRow, RunResult
from derive.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a claim: the derivations that fail as it stands, and those that prove what is true.

    `partly` says that another part of the claim is true. Without a ledger `claim` is None.
    """

    kind: Kind
    anchor: str
    document: str | None
    script: str
    lines: tuple[tuple[int, int], ...]
    claim: ClaimRow | None
    failing: tuple[Entry, ...]
    proving: tuple[Entry, ...]
    partly: bool = False

    @property
    def line(self) -> int | None:
        """The first line."""
        return self.lines[0][0] if self.lines else None

    @property
    def place(self) -> str:
        """The lines as text."""
        return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in self.lines)

    @property
    def label(self) -> str:
        """The kind in words."""
        return f"{self.kind.value} in part" if self.partly else self.kind.value


def answers(run: RunResult, items: tuple[Entry, ...]) -> tuple[Answer, ...]:
    """An answer for each claim of the ledger, in its order, then one for each finding of `items` that no claim names."""
    by_id: dict[str, list[Entry]] = {}
    for item in items:
        by_id.setdefault(item.derivation.id, []).append(item)
    rows = [
        _of_claim(row, tuple(item for name in row.derivations for item in by_id.get(name, ()))) for row in run.claims
    ]
    named = {name for row in run.claims for name in row.derivations}
    loose = [_alone(item, item.kind) for item in items if item.kind is not None and item.derivation.id not in named]
    return (*rows, *loose)


def tally(found: Iterable[Answer]) -> tuple[tuple[Kind, int], ...]:
    """How many of each kind, worst first, zeros left out."""
    kinds = [answer.kind for answer in found]
    return tuple((kind, kinds.count(kind)) for kind in Kind if kind in kinds)


def _of_claim(row: ClaimRow, items: tuple[Entry, ...]) -> Answer:
    failing = tuple(item for item in items if item.step is not None or item.kind is not None)
    proving = tuple(item for item in items if item.derivation.verdict in SETTLED)
    kind = _kind(row, failing, proving)
    true_parts = not {"T", "T|"}.isdisjoint(row.truth)
    partly = kind in {Kind.FALSE, Kind.MEANINGLESS} and true_parts
    anchor = claim_anchor(row.id)
    return Answer(kind, anchor, row.document, "", row.lines, row, failing, proving, partly)


def _kind(row: ClaimRow, failing: tuple[Entry, ...], proving: tuple[Entry, ...]) -> Kind:
    """What the row says, where what was decided in this run bears it out."""
    if any(not item.derivation.passed for item in (*failing, *proving)):
        return Kind.SURPRISE
    if "F" in row.truth:
        refuted = any(item.derivation.verdict is Verdict.REFUTED for item in failing)
        return Kind.FALSE if refuted else Kind.OPEN
    if "X" in row.truth:
        return Kind.MEANINGLESS if failing else Kind.OPEN
    if not proving:
        return Kind.OPEN
    if "T|" in row.truth:
        return Kind.NEEDS_CONDITION
    return Kind.TRUE if "T" in row.truth else Kind.DEFINITION


def _alone(item: Entry, kind: Kind) -> Answer:
    lines = () if item.line is None else ((item.line, item.line),)
    return Answer(kind, finding_anchor(item.anchor), item.document, item.script, lines, None, (item,), ())
