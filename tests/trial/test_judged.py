"""The claims that judge the engine's mutants: what they cover, and that the second opinion sees the false inequalities."""

from collections import Counter

import pytest
from trial.judged import ALONE, judged

from derive.evaluate.opinion import confirm, refute
from derive.terms.relations import Relation

EVERY = judged()
FALSE_BOUNDS = {
    row.name: row.claim
    for row in EVERY
    if row.wanted == "refuted" and row.claim.relation in (Relation.AT_MOST, Relation.BELOW)
}


def test_inequalities_true_and_false_are_among_what_judges():
    kinds = Counter((row.kind, row.claim.relation in (Relation.AT_MOST, Relation.BELOW)) for row in EVERY)
    assert kinds["identity", True] >= 60
    assert kinds["trap", True] >= 40
    assert kinds["identity", False] >= 150
    assert kinds["trap", False] >= 100


def test_names_are_told_apart_by_kind():
    assert len({(row.kind, row.name) for row in EVERY}) == len(EVERY)


@pytest.mark.parametrize("name", sorted(FALSE_BOUNDS.keys() - ALONE))
def test_false_inequality_would_be_noticed_if_it_were_proved(name):
    assert confirm(FALSE_BOUNDS[name]).counterexample is not None


@pytest.mark.parametrize("name", sorted(FALSE_BOUNDS.keys() & ALONE))
def test_false_inequality_that_few_samples_show_is_refuted_by_the_longer_search(name):
    assert confirm(FALSE_BOUNDS[name]).counterexample is None
    assert refute(FALSE_BOUNDS[name]).counterexample is not None
