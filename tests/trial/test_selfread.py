"""The list of edits that nothing can notice names edits that exist, and says of each why."""

from __future__ import annotations

from trial.selfedits import self_mutants
from trial.selfread import CONDITIONS, reasons, spot, stale


def test_listed_edits_exist():
    assert stale() == []


def test_every_listed_edit_breaks_a_condition_and_says_why_nothing_changes():
    for row, why in reasons().items():
        assert row.kind in CONDITIONS, row
        assert len(why.split()) >= 3, row


def test_edit_is_named_by_its_function_and_its_line():
    found = {spot(mutant) for mutant in self_mutants() if mutant.module == "orders"}
    assert all(row.code for row in found)
    assert {row.function.partition(".")[0] for row in found if "." in row.function} == {"Orders"}


def test_kinds_of_condition_are_kinds_of_edit():
    assert {mutant.kind for mutant in self_mutants()} >= CONDITIONS
