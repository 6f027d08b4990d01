"""A slice of the trial: true chains, chains with one broken step, derive's own code broken, and fuzz.

The whole of it, with size and seed: `python tests/trial/run.py`; its last full run is `reports/trial.md`.
"""

from __future__ import annotations

import pytest
from trial.broken import broken_run
from trial.chains import starts, true_run
from trial.fuzzrun import claims, reflexive, scripts
from trial.mending import mending_run
from trial.selfedits import broken_source, self_mutants
from trial.selfmutation import outcome_kinds, report_on, sample, study, verdicts


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


def test_engine_as_it_is_passes_what_judges_its_mutants():
    assert not any(report_on(verdicts()).values())


def test_every_edit_of_the_engine_still_compiles():
    mutants = self_mutants()
    assert len(mutants) > 3000
    for mutant in mutants[::97]:
        compile(broken_source(mutant), mutant.module, "exec")


def test_broken_rules_are_noticed_and_prove_nothing_false():
    outcomes = study(sample(12, seed=5))
    assert len(outcomes) == 12
    assert outcome_kinds(outcomes)["false proof"] == 0
    assert outcome_kinds(outcomes)["killed"] >= 3


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
