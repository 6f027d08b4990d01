"""A third of all mutants of the library, spread over derivations and kinds. All of them: `study.py`."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from mutants.make import chains, mutants_of, topic
from mutants.points import holds, points
from mutants.study import FINAL, doubtful, judged, listed
from mutants.why import WHY

from derive.library import TOPICS
from derive.terms.relations import Relation
from derive.verdict import Verdict

EVERY = 3
KINDS = {
    "flip term", "drop term", "drop minus", "negate",  # sign, dropped term
    "drop factor", "square factor", "double term", "times 2", "times a size",  # factor
    "over a size", "drop 1/N", "drop N", "mean for sum",  # 1/N
    "index", "swap",  # index, swapped indices
    "drop hypothesis", "drop sum", "leave one out", "drop exclusion",
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
def judgements_on(page):
    """The slice of a page, judged."""
    return [judged(mutant) for mutant in mutants_on(page)[::EVERY]]


def test_slice_holds_three_thousand_mutants_of_every_derivation_and_kind():
    sliced = [mutant for page in TOPICS for mutant in mutants_on(page)[::EVERY]]
    assert len(sliced) >= 3000
    assert {chain.id for chain in chains()} == {mutant.derivation for mutant in sliced}
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
    known = listed()
    proved = {row.name: row.checked.why for row in rows if row.checked}
    assert proved == {row.name: known[row.name] for row in rows if row.name in known}, (
        "look at the difference; if every new one is true, run `python tests/mutants/study.py --write`"
    )


def test_every_mutant_that_is_listed_exists_and_names_a_known_reason():
    names = {mutant.name for page in TOPICS for mutant in mutants_on(page)}
    assert [name for name in listed() if name not in names] == []
    assert set(listed().values()) <= set(WHY)


@pytest.mark.parametrize("page", TOPICS)
def test_nearly_every_false_mutant_is_caught(page):
    rows = [row for row in judgements_on(page) if row.verdict is not Verdict.PROVED]
    missed = [(row.name, row.reason) for row in rows if row.verdict not in FINAL]
    assert len(missed) <= max(2, len(rows) // 100), missed


@pytest.mark.parametrize("page", TOPICS)
def test_plain_evaluation_is_not_blind(page):
    """What refutes a proved mutant must itself see a false one: it finds nearly all that derive refutes."""
    rows = [
        mutant
        for mutant, row in zip(mutants_on(page)[::EVERY], judgements_on(page), strict=True)
        if row.verdict is Verdict.REFUTED and mutant.claim.relation is not Relation.NOT_ALWAYS
    ][::7]
    seen = [any(holds(mutant.claim, point) is False for point in points(mutant.claim, mutant.name)) for mutant in rows]
    missed = [mutant.name for mutant, found in zip(rows, seen, strict=True) if not found]
    assert len(missed) <= len(rows) // 10, missed
