"""What a reader asks first: what is false, where, by which numbers, and what is true instead.

A finding is a derivation that is not proved, at its first step that is not. Where the same equation is
proved elsewhere on the same page of the library from stated assumptions, the finding names that proof
and what it needs: the claim is then true, but only under a condition the document leaves out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath

from derive.report.anchors import anchors
from derive.report.summary import SETTLED, is_noteworthy
from derive.results import DerivationResult, RunResult, StepResult
from derive.terms.relations import Relation
from derive.verdict import Verdict


class Kind(Enum):
    """What became of a claim that is not proved as it stands."""

    FALSE = "false"
    NEEDS_CONDITION = "true only with a condition"
    MEANINGLESS = "no meaning as written"
    OPEN = "not decided"
    SURPRISE = "not as expected"

    @property
    def shape(self) -> Verdict:
        """The verdict whose colour and shape it wears."""
        return {
            Kind.FALSE: Verdict.REFUTED,
            Kind.NEEDS_CONDITION: Verdict.CONDITIONAL,
            Kind.MEANINGLESS: Verdict.ILL_FORMED,
            Kind.OPEN: Verdict.UNDECIDED,
            Kind.SURPRISE: Verdict.INTERNAL_ERROR,
        }[self]


@dataclass(frozen=True, slots=True)
class Entry:
    """A derivation, its permalink and its topic (the script it stands in)."""

    derivation: DerivationResult
    anchor: str
    topic: str
    kind: Kind | None = None
    step: StepResult | None = None
    proved_in: str | None = None
    given: tuple[str, ...] = ()

    @property
    def line(self) -> int | None:
        """The line of the document, or of the script where there is none."""
        source = self.derivation.source
        return source.line if source.document is None else source.document_line


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading: a document, or a script."""

    name: str
    is_document: bool
    entries: tuple[Entry, ...]

    def kinds(self) -> tuple[tuple[Kind, int], ...]:
        """How many findings of each kind, worst first, zeros left out."""
        found = [(kind, sum(entry.kind is kind for entry in self.entries)) for kind in Kind]
        return tuple((kind, count) for kind, count in found if count)


def entries(run: RunResult) -> tuple[Entry, ...]:
    """Every derivation in order, the ones not proved with what a reader needs to know of them."""
    proofs = _proofs(run)
    return tuple(
        _entry(derivation, anchor, proofs)
        for derivation, anchor in zip(run.derivations, anchors(run.derivations), strict=True)
    )


def by_document(items: tuple[Entry, ...]) -> tuple[Group, ...]:
    """Entries grouped by document and sorted by line; those of no document come last, by script."""
    found: dict[tuple[bool, str], list[Entry]] = defaultdict(list)
    for item in items:
        source = item.derivation.source
        found[source.document is None, source.document or source.path or ""].append(item)
    return tuple(
        Group(name, not loose, tuple(sorted(group, key=lambda item: (item.line is None, item.line or 0))))
        for (loose, name), group in sorted(found.items(), key=lambda pair: pair[0])
    )


def _entry(derivation: DerivationResult, anchor: str, proofs: dict[Key, Proof]) -> Entry:
    topic = PurePath(derivation.source.path).stem if derivation.source.path else ""
    step = next((step for step in derivation.steps if is_noteworthy(step)), None)
    if not is_noteworthy(derivation) or step is None:
        kind = Kind.SURPRISE if is_noteworthy(derivation) else None
        return Entry(derivation, anchor, topic, kind)
    kind = _kind(step)
    proof = None
    if derivation.passed and _key(derivation, step.lhs, NOT_ALWAYS, step.rhs) in proofs:
        return Entry(derivation, anchor, topic, None, step)  # the document claims the opposite, and that is proved
    if step.result.verdict in {Verdict.REFUTED, Verdict.CONDITIONAL}:
        proof = proofs.get(_key(derivation, step.lhs, step.relation, step.rhs))
    if proof is None:
        return Entry(derivation, anchor, topic, kind, step)
    return Entry(derivation, anchor, topic, Kind.NEEDS_CONDITION, step, *proof)


def _kind(step: StepResult) -> Kind:
    match step.result.verdict:
        case Verdict.REFUTED:
            return Kind.FALSE
        case Verdict.CONDITIONAL:
            return Kind.NEEDS_CONDITION
        case Verdict.ILL_FORMED:
            return Kind.MEANINGLESS
        case Verdict.PROVED | Verdict.DEFINITION | Verdict.ASSUMPTION | Verdict.INTERNAL_ERROR:
            return Kind.SURPRISE
        case _:
            return Kind.OPEN


NOT_ALWAYS = Relation.NOT_ALWAYS.value
Key = tuple[str | None, str | None, str, str, str]
Proof = tuple[str, tuple[str, ...]]


def _key(derivation: DerivationResult, lhs: str, relation: str, rhs: str) -> Key:
    # One page of the library declares each name once; the same LaTeX on another page may mean something else.
    return derivation.source.path, derivation.source.document, lhs, relation, rhs


def _proofs(run: RunResult) -> dict[Key, Proof]:
    """What is proved from assumptions: each step, and each chain of one relation from its first side to its last."""
    found: dict[Key, Proof] = {}
    for derivation, anchor in zip(run.derivations, anchors(run.derivations), strict=True):
        proved = [step for step in derivation.steps if step.result.verdict is Verdict.PROVED]
        done = [step for step in proved if step.result.uses or step.relation == NOT_ALWAYS]
        for step in done:
            found.setdefault(_key(derivation, step.lhs, step.relation, step.rhs), (anchor, step.result.uses))
        if (
            derivation.passed
            and derivation.verdict in SETTLED
            and done
            and all(s.relation == "=" for s in derivation.steps)
        ):
            uses = dict.fromkeys(fact for step in done for fact in step.result.uses)
            key = _key(derivation, derivation.steps[0].lhs, "=", derivation.steps[-1].rhs)
            found.setdefault(key, (anchor, tuple(uses)))
    return found
