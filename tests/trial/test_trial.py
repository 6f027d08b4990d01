"""A slice of the trial: true chains, chains with one broken step, derive's own code broken, and fuzz.

The whole of it, with size and seed: `python tests/trial/run.py`; its last full run is `reports/trial.md`.
"""

from __future__ import annotations

from random import Random

import pytest
from trial.broken import broken_run
from trial.chains import starts, true_run
from trial.fuzzrun import claims, reflexive, scripts
from trial.judged import ALONE, judged
from trial.mending import mending_run
from trial.selfedits import SelfMutant, broken_source, self_mutants
from trial.selfmutation import outcome_kinds, sample, study
from trial.selfread import CONDITIONS, reasons, spot

from derive.terms.wellformed import flaw


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_step_of_random_true_chains_is_proved(seed):
    tally = true_run(steps=300, chains=10, seed=seed)
    assert tally.steps == 300
    assert tally.open == ()
    assert len(tally.rules) >= 15


def test_chains_begin_at_many_formulas():
    assert len(starts()) >= 100


def test_first_step_that_is_not_proved_is_the_broken_one():
    tally = broken_run(chains=40, length=6, seed=1)
    assert tally.chains == 40
    assert tally.false_proofs == ()
    assert tally.wrong == ()
    assert tally.located == 40


def test_one_long_chain_is_proved_and_its_broken_step_named():
    tally = true_run(steps=400, chains=1, seed=1)
    assert (tally.steps, tally.verdicts["proved"]) == (400, 400)
    broken = broken_run(chains=1, length=400, seed=1)
    assert (broken.steps, broken.located, broken.false_proofs) == (400, 1, ())


def test_every_edit_of_the_engine_still_compiles():
    mutants = self_mutants()
    assert len(mutants) > 3000
    for mutant in mutants[::97]:
        compile(broken_source(mutant), mutant.module, "exec")


def test_every_edit_names_a_statement_in_which_it_shows():
    for mutant in self_mutants():
        assert mutant.line > 0
        assert mutant.reach
        assert {module for module, _ in mutant.reach} == {mutant.module}


EQUATIONS = ("groebner", "ideals", "equations")
"""Modules of which conditions are broken here; `python tests/trial/conditions.py` breaks those of all."""

BUSY = pytest.mark.timeout(900)
"""Whichever test comes first waits for the mutants; a busy machine needs time for them."""


@pytest.fixture(scope="module")
def broken():
    """What no edit, edits of conditions on equations, and a dozen of any kind show of the claims and of some unit tests."""
    mutants = self_mutants()
    none = SelfMutant("groebner", -1, 0, "no edit", frozenset().union(*(m.reach for m in mutants)))
    listed = reasons()
    unread = [m for m in mutants if m.module in EQUATIONS and m.kind in CONDITIONS and spot(m) not in listed]
    conditions = Random(1).sample(unread, 16)
    rows = study([none, *conditions, *sample(12, seed=5)], files=[f"tests/engine/test_{name}.py" for name in EQUATIONS])
    return rows[0], rows[1 : 1 + len(conditions)], rows[1 + len(conditions) :]


@BUSY
def test_broken_rules_are_noticed_and_prove_nothing_false(broken):
    *_, outcomes = broken
    assert len(outcomes) == 12
    assert {name for row in outcomes for name in row.false_proofs} <= ALONE.keys()
    assert outcome_kinds(outcomes)["nothing"] <= 9


@BUSY
def test_engine_as_it_is_passes_what_judges_its_mutants(broken):
    """Nothing is shown without an edit; a claim without meaning does not come to the engine."""
    none, *_ = broken
    assert none.by is None
    flaws = [flaw(row.claim) for row in judged()]
    meant = sum(wrong is None or wrong.tolerable for wrong in flaws)
    assert 0.95 * meant < none.reached[0] < meant
    assert none.reached[1] > 50


@BUSY
def test_broken_condition_is_noticed_or_it_is_listed_why_none_can(broken):
    _, conditions, _ = broken
    assert [row.mutant for row in conditions if row.by is None] == []


@BUSY
def test_unit_tests_notice_what_no_claim_shows(broken):
    _, conditions, _ = broken
    failed = [row.failed[0] for row in conditions if row.by == "unit test"]
    assert failed
    assert all(name.startswith("tests/engine/test_") for name in failed)


def test_repair_finds_the_original_again_after_most_slips():
    rates = mending_run(40, seed=1)
    assert sum(rates.tried.values()) >= 30
    assert sum(rates.found.values()) >= 0.9 * sum(rates.tried.values())
    assert rates.untrue == ()


@pytest.mark.parametrize(("kind", "answers"), [(claims, 5), (reflexive, 3)])
def test_fuzz_gives_a_verdict_or_one_line_and_never_an_exception(kind, answers):
    tally = kind(250, seed=1)
    assert tally.bad == []
    assert sum(tally.answers.values()) >= 200
    assert len(tally.answers) >= answers


def test_most_random_scripts_are_decided_and_none_crashes_or_contradicts():
    tally = scripts(80, seed=1)
    assert tally.bad == []
    assert sum(tally.answers.values()) == 80
    assert tally.answers["decided script"] >= 0.7 * 80
    assert tally.answers["one line of error"] >= 3
