"""A quarter of all mutants of the library, spread over derivations and kinds. All of them: `study.py`."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from mutants.by_hand import BY_HAND
from mutants.make import chains, mutants_of, topic, true_claims
from mutants.points import holds, points
from mutants.study import FINAL, doubtful, judged, listed, missed
from mutants.why import WHY

from derive.library import TOPICS
from derive.terms.relations import Relation
from derive.verdict import Verdict

EVERY = 4
KINDS = {
    "flip term", "drop term", "drop minus", "negate",  # sign, dropped term
    "drop factor", "square factor", "double term", "times 2", "times a size",  # factor
    "over a size", "drop 1/N", "drop N", "mean for sum",  # 1/N
    "index", "swap",  # index, swapped indices
    "drop hypothesis", "drop size", "drop sum", "leave one out", "drop exclusion",
    "start one later", "end one earlier",  # off-by-one range
    "drop limit", "limit as expansion", "expansion as limit", "expansion as equality", "order + 1",
    "swap cases", "equal case only", "unequal case only", "delta to 0", "delta to 1",
    "drop minus of", "flip term of",  # a sign lost in a definition
}  # fmt: skip
"""What an author gets wrong; every one of them must occur."""


@cache
def mutants_on(page):
    """The mutants of a library page, kind by kind within each derivation."""
    pages = [chain for chain in chains() if topic(chain) == page]
    return [mutant for chain in pages for mutant in sorted(mutants_of(chain), key=lambda m: (m.family, m.name))]


@cache
def slice_of(page):
    """Every fourth mutant of each kind on a page; the first of a kind and of a derivation always."""
    kinds, met, chosen = Counter(), set(), []
    for mutant in mutants_on(page):
        if kinds[mutant.family] % EVERY == 0 or mutant.derivation not in met:
            chosen.append(mutant)
            met.add(mutant.derivation)
        kinds[mutant.family] += 1
    return chosen


@cache
def judgements_on(page):
    """The slice of a page, judged."""
    return [judged(mutant) for mutant in slice_of(page)]


def test_slice_holds_three_thousand_mutants_of_every_derivation_and_kind():
    sliced = [mutant for page in TOPICS for mutant in slice_of(page)]
    assert len(sliced) >= 3000
    assert {mutant.derivation for mutant in sliced} == {chain.id for chain in chains() if [*true_claims(chain)]}
    assert {mutant.family for mutant in sliced} >= KINDS
    assert sum(len(mutants_on(page)) for page in TOPICS) >= 10_000


def test_names_of_mutants_are_unique():
    names = Counter(mutant.name for page in TOPICS for mutant in mutants_on(page))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("page", TOPICS)
def test_no_mutant_is_an_internal_error(page):
    assert [(row.name, row.reason) for row in judgements_on(page) if row.verdict is Verdict.INTERNAL_ERROR] == []


@pytest.mark.parametrize("page", TOPICS)
def test_proved_mutants_are_true_for_a_reason_that_is_listed(page):
    rows = judgements_on(page)
    assert doubtful(rows) == []
    proved = {row.name for row in rows if row.checked}
    lost = [row.name for row in rows if row.name in listed() and row.name not in proved]
    assert lost == [], "no longer proved; if that is right, run `python tests/mutants/study.py --write`"


def test_every_mutant_that_is_listed_exists_and_names_a_known_reason():
    names = {mutant.name for page in TOPICS for mutant in mutants_on(page)}
    assert [name for name in listed() if name not in names] == []
    assert set(listed().values()) <= set(WHY)
    assert [name for name in BY_HAND if name not in listed()] == []


def test_ninety_nine_of_a_hundred_false_mutants_are_caught():
    rows = [row for page in TOPICS for row in judgements_on(page)]
    caught = [row for row in rows if row.verdict in FINAL]
    assert len(missed(rows)) <= len(caught) // 100, missed(rows)


@pytest.mark.parametrize("page", TOPICS)
def test_plain_evaluation_is_not_blind(page):
    """What refutes a proved mutant must itself see a false one: it finds nearly all that derive refutes."""
    rows = [
        mutant
        for mutant, row in zip(slice_of(page), judgements_on(page), strict=True)
        if row.verdict is Verdict.REFUTED and mutant.claim.relation is not Relation.NOT_ALWAYS
    ][::7]
    seen = [any(holds(mutant.claim, point) is False for point in points(mutant.claim, mutant.name)) for mutant in rows]
    unseen = [mutant.name for mutant, found in zip(rows, seen, strict=True) if not found]
    assert len(unseen) <= len(rows) // 10, unseen
