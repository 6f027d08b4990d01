"""A slice of the trial: true chains, chains with one broken step, derive's own code broken, and fuzz.

The whole of it, with size and seed: `python tests/trial/run.py`; its last full run is `reports/trial.md`.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trial.broken import broken_run
from trial.chains import starts, true_run
from trial.fuzz import HYPOTHESES, RELATIONS, SCRIPTS, TERMS, T
from trial.mending import mending_run
from trial.selfedits import broken_source, self_mutants
from trial.selfmutation import outcome_kinds, report_on, sample, study, verdicts

from derive.errors import TermError
from derive.scripts import load_script
from derive.session import judge
from derive.terms.latex import latex
from derive.terms.records import derivation, step
from derive.verdict import Verdict

FUZZ = settings(
    derandomize=True, deadline=None, database=None, max_examples=120, suppress_health_check=list(HealthCheck)
)
SMALL_BUDGET = 3_000


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
    assert outcome_kinds(outcomes)["killed"] >= 5


def test_repair_finds_the_original_again_after_most_slips():
    rates = mending_run(40, seed=1)
    assert sum(rates.tried.values()) >= 30
    assert sum(rates.found.values()) >= 0.7 * sum(rates.tried.values())


@FUZZ
@given(TERMS, TERMS, RELATIONS, HYPOTHESES)
def test_any_claim_gets_a_verdict(lhs, rhs, relation, hypotheses):
    try:
        claim = derivation(
            lhs, step(rhs, relation, given=hypotheses, variable=T if relation == "→" else None)
        ).claim(0)
    except TermError as problem:
        assert "\n" not in str(problem)
        return
    found = judge(claim, budget=SMALL_BUDGET)
    assert isinstance(found.verdict, Verdict)
    assert found.verdict is not Verdict.INTERNAL_ERROR, found


@FUZZ
@given(TERMS)
def test_any_term_is_equal_to_itself_or_says_why_not(term):
    assert latex(term).count("{") == latex(term).count("}")
    verdict = judge(derivation(term, step(term)).claim(0), budget=SMALL_BUDGET).verdict
    assert verdict not in (Verdict.REFUTED, Verdict.INTERNAL_ERROR)


@FUZZ
@given(SCRIPTS, st.integers(0, 3))
def test_any_script_gives_derivations_or_one_line_of_error(tmp_path_factory, text, cut):
    path = tmp_path_factory.mktemp("fuzz") / "script.py"
    path.write_text(text[: len(text) - cut], encoding="utf-8")
    derivations, errors = load_script(path)
    assert bool(derivations) != bool(errors)
    for error in errors:
        assert "\n" not in error.message
    for chain in derivations:
        for number in range(len(chain.steps)):
            assert judge(chain.claim(number), budget=SMALL_BUDGET).verdict is not Verdict.INTERNAL_ERROR
