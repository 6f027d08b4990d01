"""SymPy's opinion on the built-in derivations, and on wrong ones; time limits, dead processes and kept answers."""

from __future__ import annotations

import os
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path

import pytest
from committed import committed_report

from derive import (
    D,
    Eq,
    Gt,
    Ne,
    Rational,
    Sum,
    derivation,
    distribution,
    exp,
    given,
    indices,
    library,
    log,
    positives,
    reals,
    size,
    step,
)
from derive.sympy_opinion import StepOpinion, cache, cache_folder, opinions
from derive.sympy_opinion.plan import terms_of
from derive.sympy_opinion.pool import Task, Worker, run_all, run_task
from derive.sympy_opinion.steps import CONDITIONAL, INEQUALITY, NO_POINT, UNDECIDED
from derive.terms.nodes import Binder, BinderKind, Neg
from derive.terms.relations import Relation, zero_log_zero
from derive.terms.traverse import walk
from derive.verdict import Verdict

ROOT = Path(__file__).parents[2]
DERIVATIONS = library.load()
CANNOT: dict[tuple[str, int], str] = {}
"""Every step that SymPy cannot do although nothing about its form says so, with why."""

n = size("n")
i, j, k = indices("i j k", n)
z, y = reals("z", n), reals("y", n)
p, q = distribution("p", n), positives("q", n)


def known(chain, number):
    """What about the form of a step is beyond SymPy, as the opinion should say it."""
    link = chain.steps[number - 1]
    claims = [claim for claim in (chain.claim(number - 1), chain.instead(number - 1)) if claim is not None]
    terms = [term for claim in claims for term in terms_of(claim)]
    if link.expect is Verdict.CONDITIONAL:
        return "defined"
    if any(isinstance(node, Binder) and node.kind is BinderKind.INTEGRAL for term in terms for node in walk(term)):
        return "integra"
    if link.expect is Verdict.UNDECIDED or any(zero_log_zero in claim.assumptions for claim in claims):
        return ""
    return CANNOT.get((chain.id, number))


def test_sympy_agrees_to_every_step_of_the_library_or_it_is_known_why_not():
    """All derivations at sizes 2 and 3, and the committed report says the same; in one test so that they are run once:
    a minute on two free cores."""
    found = opinions(DERIVATIONS, jobs=os.cpu_count() or 1, limit=240)  # a busy machine is no reason to differ
    surprises = []
    for chain, answers in zip(DERIVATIONS, found, strict=True):
        assert len(answers) == len(chain.steps)
        for number, opinion in enumerate(answers, 1):
            why = known(chain, number)
            expected = opinion.status == "agrees" or (opinion.status == "cannot" and why is not None)
            if not expected or ((why or "") not in opinion.detail and opinion.status == "cannot"):
                surprises.append((chain.id, number, opinion))
    assert surprises == []
    report = committed_report()
    if report["tool"]["sympy"] != version("sympy"):
        pytest.skip(f"SymPy agrees, but is not {report['tool']['sympy']}, which the committed report quotes")
    stands = [[step["third_opinion"] for step in chain["steps"]] for chain in report["derivations"]]
    assert stands == [[asdict(opinion) for opinion in answers] for answers in found], "derive report --sympy -o reports"


def one(chain, **options):
    ((answers),) = opinions([chain], **options)
    return answers


@pytest.mark.parametrize(
    "chain",
    [
        pytest.param(derivation(D(Sum(exp(z[k]), k), z[k]), step(Sum(exp(z[k]), k))), id="captured index"),
        pytest.param(derivation(Sum(z[k], k) ** 2, step(Sum(z[k] ** 2, k))), id="square of a sum"),
        pytest.param(derivation(z[i] * z[j], step(z[i] ** 2)), id="indices that differ"),
        pytest.param(derivation(D(Sum(y[k], k) ** 2, y[i]), step(0), given=given(Eq(Sum(y[k], k), 1))), id="order"),
        pytest.param(derivation(log(p[i]), step(0)), id="a point inside the domain"),
        pytest.param(derivation(p[i], step(Rational(1, 20), "<")), id="inequality"),
        pytest.param(derivation(Sum(p[k], k) - z[1], step(0, "≤")), id="inequality without strictness"),
        pytest.param(derivation(Sum(z[k], k), step(0, expect="refuted", instead=1)), id="what holds instead"),
    ],
)
def test_wrong_step_differs(chain):
    (opinion,) = one(chain)
    assert opinion.status == "differs"
    assert opinion.detail.startswith("step 1")


@pytest.mark.parametrize("chain", DERIVATIONS[::12], ids=lambda chain: chain.id)
def test_no_opinion_agrees_with_a_flipped_sign(chain):
    flipped = replace(chain, steps=tuple(replace(link, rhs=Neg(link.rhs), instead=None) for link in chain.steps[:1]))
    if flipped.steps[0].expect is not Verdict.PROVED or flipped.steps[0].relation is not Relation.EQUAL:
        pytest.skip("only equations that hold")
    (opinion,) = one(flipped)
    zero = replace(chain, steps=(replace(chain.steps[0], rhs=chain.steps[0].rhs * 0, instead=None),))
    assert opinion.status != "agrees" or one(zero)[0].status == "agrees"


@pytest.mark.parametrize(
    ("chain", "why"),
    [
        pytest.param(derivation(log(z[i] ** 2), step(2 * log(z[i]), expect="conditional")), CONDITIONAL, id="domain"),
        pytest.param(derivation(z[i], step(y[i], expect="undecided")), UNDECIDED, id="undecided"),
    ],
)
def test_what_sympy_cannot_do_is_said(chain, why):
    assert one(chain) == (StepOpinion("cannot", why),)


def test_hypotheses_that_hide_a_sign_are_tried_without():
    chain = derivation(Sum(p[k] * log(p[k] / q[k]), k), step(Sum(p[k] * log(p[k]) - p[k] * log(q[k]), k)))
    assert one(chain) == (StepOpinion("agrees"),)


def test_hypotheses_on_sizes_and_signs_are_met():
    chain = derivation(Sum(z[k], k) / z[1], step(1), given=given(Eq(n, 1), Ne(z[1], 0), Gt(z[1], 0)))
    assert one(chain) == (StepOpinion("agrees"),)


def test_inequality_is_agreed_to_at_points_only():
    chain = derivation(p[i], step(1, "≤"))
    assert one(chain) == (StepOpinion("agrees", INEQUALITY),)


def test_inequality_without_a_point_is_not_agreed_to():
    chain = derivation(z[1], step(z[1] + 1, "<"), given=given(Gt(z[1], 1000)))
    assert one(chain) == (StepOpinion("cannot", NO_POINT),)


def test_opinions_come_in_the_order_of_the_derivations():
    right, wrong = derivation(y[i], step(y[i])), derivation(y[i], step(z[i]))
    found = opinions([right, wrong] * 3, jobs=3)
    assert [answers[0].status for answers in found] == ["agrees", "differs"] * 3


def test_no_derivations_no_opinions():
    assert opinions([]) == ()


def script_at(folder, text):
    path = folder / "made_up.py"
    path.write_text(text, encoding="utf-8")
    return path


MADE_UP = """
import os, time
def step_1():
    time.sleep(60)
def step_2():
    os._exit(1)
def step_3():
    raise NotImplementedError("no such limit")
def step_4():
    pass
"""


def test_slow_step_is_ended_and_the_next_one_runs(tmp_path):
    (done,) = run_all([Task(script_at(tmp_path, MADE_UP), ("step_1", "step_4"))], jobs=1, limit=3.0)
    assert done.answers == (("cannot", "SymPy takes more than 3 s"), ("agrees", ""))
    assert not done.complete


def test_dead_process_and_exceptions_are_answers(tmp_path):
    worker = Worker(30.0)
    try:
        done = run_task(Task(script_at(tmp_path, MADE_UP), ("step_2", "step_3", "step_4")), worker)
    finally:
        worker.end()
    assert [status for status, _ in done.answers] == ["cannot", "cannot", "agrees"]
    assert "ended before it answered" in done.answers[0][1]
    assert "NotImplementedError: no such limit" in done.answers[1][1]
    assert not done.complete


def test_kept_answers_are_used_again(tmp_path):
    chain = derivation(y[i], step(y[i]), step(y[i] + 0))
    first = one(chain, cache=tmp_path)
    (kept,) = tmp_path.glob("*.json")
    kept.write_text('[["differs", "from the folder"], ["agrees", ""]]', encoding="utf-8")
    assert first == (StepOpinion("agrees"), StepOpinion("agrees"))
    assert one(chain, cache=tmp_path)[0] == StepOpinion("differs", "from the folder")


@pytest.mark.parametrize("text", ["", "{}", "[]", '[["maybe", ""]]', '[["agrees"]]', '[["agrees", 1]]'])
def test_kept_answers_that_make_no_sense_are_ignored(text, tmp_path):
    chain = derivation(y[i], step(y[i]))
    one(chain, cache=tmp_path)
    (kept,) = tmp_path.glob("*.json")
    kept.write_text(text, encoding="utf-8")
    assert one(chain, cache=tmp_path) == (StepOpinion("agrees"),)


def test_another_script_is_another_question(tmp_path):
    worker = Path(__file__)
    assert cache.key("a", worker) != cache.key("b", worker)
    assert cache.key("a", worker) == cache.key("a", worker)
    assert cache.key("a", worker) != cache.key("a", script_at(tmp_path, ""))


def test_folder_for_answers_is_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "derive" / "sympy"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_folder() == Path.home() / ".cache" / "derive" / "sympy"


def test_folder_that_cannot_be_written_keeps_nothing(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert one(derivation(y[i], step(y[i])), cache=tmp_path / "file" / "below") == (StepOpinion("agrees"),)
