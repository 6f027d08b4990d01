"""Every derivation with its permalink, its first step that is not proved, and where the same equation is proved.

Such an equation is true, but only under a condition: the entry names the proof and what it needs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from derive.report.anchors import anchors
from derive.report.summary import SETTLED, is_noteworthy
from derive.results import DerivationResult, RunResult, StepResult
from derive.terms.relations import Relation
from derive.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Kind(Enum):
    """What became of a claim, in a reader's words; the worst first."""

    SURPRISE = "not as expected"
    FALSE = "false"
    MEANINGLESS = "no meaning as written"
    NEEDS_CONDITION = "true only with a condition"
    OPEN = "not decided"
    TRUE = "true"
    DEFINITION = "definition"

    @property
    def shape(self) -> Verdict:
        """The verdict whose colour and shape it wears."""
        return {
            Kind.SURPRISE: Verdict.INTERNAL_ERROR,
            Kind.FALSE: Verdict.REFUTED,
            Kind.MEANINGLESS: Verdict.ILL_FORMED,
            Kind.NEEDS_CONDITION: Verdict.CONDITIONAL,
            Kind.OPEN: Verdict.UNDECIDED,
            Kind.TRUE: Verdict.PROVED,
            Kind.DEFINITION: Verdict.DEFINITION,
        }[self]

    @property
    def is_finding(self) -> bool:
        """Whether a reader should hear of it first."""
        return self not in {Kind.TRUE, Kind.DEFINITION}


ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A derivation, its permalink and its topic (the script it stands in).

    `kind` is None where there is nothing to find; `given` is what the proof of the same equation needs.
    """

    derivation: DerivationResult
    anchor: str
    topic: str
    kind: Kind | None = None
    step: StepResult | None = None
    proved_in: str | None = None
    given: tuple[str, ...] = ()

    @property
    def document(self) -> str | None:
        """The document it re-derives."""
        return self.derivation.source.document

    @property
    def script(self) -> str:
        """The script it stands in."""
        return self.derivation.source.path or ""

    @property
    def line(self) -> int | None:
        """The line of the document, or of the script where there is none."""
        source = self.derivation.source
        return source.line if source.document is None else source.document_line


class Placed(Protocol):
    """Something with a place in a document or a script."""

    @property
    def document(self) -> str | None: ...  # noqa: D102
    @property
    def script(self) -> str: ...  # noqa: D102
    @property
    def line(self) -> int | None: ...  # noqa: D102
    @property
    def kind(self) -> Kind | None: ...  # noqa: D102


Item = TypeVar("Item", bound=Placed)


@dataclass(frozen=True, slots=True)
class Group(Generic[Item]):
    """Items under one heading: a document, or a script."""

    name: str
    is_document: bool
    entries: tuple[Item, ...]

    def of(self, kind: Kind) -> tuple[Item, ...]:
        """Those of one kind."""
        return tuple(entry for entry in self.entries if entry.kind is kind)


def entries(run: RunResult) -> tuple[Entry, ...]:
    """Every derivation in order, the ones not proved with what a reader needs to know of them."""
    names = anchors(run)
    proofs = _proofs(run, names)
    return tuple(_entry(derivation, anchor, proofs) for derivation, anchor in zip(run.derivations, names, strict=True))


def by_document(items: Iterable[Item], *, worst_first: bool = False) -> tuple[Group[Item], ...]:
    """Items grouped by document and sorted by line, or by kind first; those of no document come last, by script."""
    found: dict[tuple[bool, str], list[Item]] = defaultdict(list)
    for item in items:
        found[item.document is None, item.document or item.script].append(item)

    def place(item: Item) -> tuple[int, bool, int]:
        rank = ORDER[item.kind] if worst_first and item.kind is not None else 0
        return rank, item.line is None, item.line or 0

    return tuple(
        Group(name, not loose, tuple(sorted(group, key=place)))
        for (loose, name), group in sorted(found.items(), key=lambda pair: pair[0])
    )


def _entry(derivation: DerivationResult, anchor: str, proofs: dict[Key, Proof]) -> Entry:
    topic = PurePath(derivation.source.path).stem if derivation.source.path else ""
    step = next((step for step in derivation.steps if is_noteworthy(step)), None)
    if not is_noteworthy(derivation) or step is None:
        kind = Kind.SURPRISE if is_noteworthy(derivation) else None
        return Entry(derivation, anchor, topic, kind)
    kind = _kind(step)

    def proof(relation: str) -> Proof | None:
        keys = _keys(derivation, step.lhs, relation, step.rhs)
        return next((proofs[key] for key in keys if key in proofs), None)

    if derivation.passed and proof(NOT_ALWAYS) is not None:
        return Entry(derivation, anchor, topic, None, step)  # the document claims the opposite, and that is proved
    if step.result.verdict in {Verdict.REFUTED, Verdict.CONDITIONAL} and (found := proof(step.relation)) is not None:
        return Entry(derivation, anchor, topic, Kind.NEEDS_CONDITION, step, *found)
    return Entry(derivation, anchor, topic, kind, step)


def _kind(step: StepResult) -> Kind:
    if not step.passed:
        return Kind.SURPRISE
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


def _keys(derivation: DerivationResult, lhs: str, relation: str, rhs: str) -> Iterator[Key]:
    # The same LaTeX may mean something else elsewhere: only what settles the same claim, or stands on one page
    # of the library, which declares each name once, is compared.
    yield derivation.source.path, derivation.source.document, lhs, relation, rhs
    for claim in derivation.claims:
        yield None, claim, lhs, relation, rhs


def _proofs(run: RunResult, names: tuple[str, ...]) -> dict[Key, Proof]:
    """What is proved from assumptions: each step, and each chain of one relation from its first side to its last."""
    found: dict[Key, Proof] = {}

    def note(derivation: DerivationResult, sides: tuple[str, str, str], proof: Proof) -> None:
        for key in _keys(derivation, *sides):
            found.setdefault(key, proof)

    for derivation, anchor in zip(run.derivations, names, strict=True):
        proved = [step for step in derivation.steps if step.result.verdict is Verdict.PROVED]
        done = [step for step in proved if step.result.uses or step.relation == NOT_ALWAYS]
        for step in done:
            note(derivation, (step.lhs, step.relation, step.rhs), (anchor, step.result.uses))
        if (
            derivation.passed
            and derivation.verdict in SETTLED
            and done
            and all(s.relation == "=" for s in derivation.steps)
        ):
            uses = dict.fromkeys(fact for step in done for fact in step.result.uses)
            note(derivation, (derivation.steps[0].lhs, "=", derivation.steps[-1].rhs), (anchor, tuple(uses)))
    return found
