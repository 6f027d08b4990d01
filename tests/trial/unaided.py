"""What the search for true forms finds where an author says what is true instead, without being told.

The step is handed over as a bare claim: its `instead` is no part of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from derive.judging import judge, mended
from derive.library import load
from derive.terms.claims import Claim
from derive.terms.relations import Relation
from derive.verdict import Verdict

OFFERED = 3
BUDGET = 200_000
SAME, OTHER, NONE = "the same", "another true form", "none"


@dataclass(frozen=True, slots=True)
class Unaided:
    """One step of the library: the rows it settles, what the search found, and the slips it names."""

    step: str
    rows: tuple[str, ...]
    outcome: str
    slips: tuple[str, ...]


def unaided_run() -> tuple[Unaided, ...]:
    """Every step of the library that names a true form, in order."""
    found = []
    for chain in load():
        for number in range(len(chain.steps)):
            told = chain.instead(number)
            if told is None:
                continue
            offers = mended(chain.claim(number), OFFERED, budget=BUDGET)
            same = any(says_the_same(offer.claim, told) for offer in offers)
            outcome = SAME if same else OTHER if offers else NONE
            slips = tuple(offer.slip for offer in offers)
            found.append(Unaided(f"{chain.id}/{number + 1}", chain.claims, outcome, slips))
    return tuple(found)


def says_the_same(offer: Claim, told: Claim) -> bool:
    """Whether both have the same left side, and right sides that are proved equal, up to the same remainder."""
    if (offer.lhs, offer.relation, offer.variable, offer.order) != (told.lhs, told.relation, told.variable, told.order):
        return False
    variable = told.variable if told.order is not None else None
    equal = Claim(offer.rhs, told.rhs, Relation.EQUAL, told.assumptions, variable, told.order)
    return judge(equal, budget=BUDGET, explain=False).verdict is Verdict.PROVED


def outcomes(rows: tuple[Unaided, ...]) -> Counter:
    """How many steps came out how."""
    return Counter(row.outcome for row in rows)
