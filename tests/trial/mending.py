"""How often repair finds the original again: single slips in the right sides of true identities, by kind of slip."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random

from corpus import IDENTITIES
from mutation import mutants

from derive.errors import InternalError
from derive.judging import judge, mended
from derive.terms.claims import Claim
from derive.terms.relations import Relation
from derive.verdict import Verdict

LABELLED = ("swap", "index", "drop minus of", "flip term of", "over", "times")
OFFERED = 3
BUDGET = 200_000
FALSE = frozenset({Verdict.REFUTED, Verdict.ILL_FORMED})


@dataclass(frozen=True, slots=True)
class Mending:
    """How many false mutants were tried, and for how many an equal of the original was among the three; by kind."""

    tried: Counter
    found: Counter
    untrue: tuple[str, ...]
    crashed: tuple[str, ...] = ()


def kind_of(kind: str) -> str:
    """The kind of an edit without its side and the names in it."""
    bare = kind.removeprefix("rhs ")
    for label in LABELLED:
        if bare.startswith(f"{label} ") and bare != "times 2":
            return {"over": "over a size", "times": "times a size"}.get(label, label)
    if bare in ("drop 1/n", "drop 1/B"):
        return "drop 1/N"
    return "drop N" if bare in ("drop n", "drop B") else bare


def _slips() -> list[tuple[str, str, Claim, Claim]]:
    found = []
    for name, chain in IDENTITIES.items():
        original = chain.claim(0)
        if original.relation is Relation.EQUAL:
            for kind, claim in mutants(original):
                if kind.startswith("rhs "):
                    found.append((name, kind_of(kind), original, claim))
    return found


def mending_run(size: int, seed: int) -> Mending:
    """The rates over `size` random slips that make their identity false, every kind as often as it can occur."""
    by_kind: dict[str, list] = {}
    slips = _slips()
    Random(seed).shuffle(slips)
    for slip in slips:
        by_kind.setdefault(slip[1], []).append(slip)
    turns = max(map(len, by_kind.values()))
    chosen = [row[turn] for turn in range(turns) for row in by_kind.values() if turn < len(row)][:size]
    tried, found, untrue, crashed = Counter(), Counter(), [], []
    for name, kind, original, claim in chosen:
        if judge(claim, budget=BUDGET).verdict not in FALSE:
            continue
        tried[kind] += 1
        try:
            offers = [repair.claim for repair in mended(claim, OFFERED, budget=BUDGET)]
        except InternalError as cause:
            crashed.append(f"{name} ({kind}): {cause}")
            continue
        equal = [_equal(original, offer) for offer in offers]
        found[kind] += any(equal)
        untrue += [f"{name} ({kind})" for same, offer in zip(equal, offers, strict=True) if not same]
    return Mending(tried, found, tuple(dict.fromkeys(untrue)), tuple(crashed))


def _equal(original: Claim, offer: Claim) -> bool:
    """Whether an offer says the same as the original: its left side, and a right side that is proved equal."""
    if offer.lhs != original.lhs:
        return False
    same = Claim(original.rhs, offer.rhs, original.relation, original.assumptions, original.variable, original.order)
    return judge(same, budget=BUDGET).verdict is Verdict.PROVED
