"""A session that decides by the expectation alone, so that the command line is tested by itself."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

import derive
from derive.results import DerivationResult, Result, RunResult, SourceResult, StepResult
from derive.terms.latex import latex
from derive.verdict import Verdict, worst

SCRIPT = '''"""A page of its own.

More.
"""
from derive.terms.build import exp, log
from derive.terms.declare import real
from derive.terms.records import derivation, step

x = real("x")
good = derivation(log(exp(x)), step(x), claims=["C1"])
wrong = derivation(
    x,
    step(x + x, expect="refuted"),
    title="Its own title",
)
'''


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Let processes started from another folder import this very package, installed or not."""
    monkeypatch.setenv("PYTHONPATH", str(Path(derive.__file__).parents[1]))


@pytest.fixture
def script(tmp_path, monkeypatch):
    """Write a script into the current directory, and name it."""
    monkeypatch.chdir(tmp_path)

    def write(text=SCRIPT, name="page.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def session(monkeypatch):
    """Replace the session: each step gets the verdict that `verdicts` holds for its id, else the expected one."""
    verdicts, budgets = {}, []

    def decide(derivation):
        steps = []
        for number, step in enumerate(derivation.steps):
            lhs = derivation.start if number == 0 else derivation.steps[number - 1].rhs
            verdict = verdicts.get(derivation.id, step.expect)
            met = verdict is step.expect
            sides = latex(lhs), step.relation.value, latex(step.rhs)
            steps.append(StepResult(number + 1, *sides, Result(verdict), step.expect, met, False, line=step.line))
        whole = worst(step.result.verdict for step in steps)
        place = SourceResult(derivation.source.path, derivation.source.line)
        fine = all(step.passed for step in steps)
        return DerivationResult(
            derivation.id, derivation.title, derivation.claims, place, whole, fine, (), (), tuple(steps)
        )

    def check(derivations, *, budget=1000, explain=False):
        budgets.append(budget)
        for action in (verdicts.get("raise"),):
            if action is not None:
                raise action
        return RunResult(tuple(decide(derivation) for derivation in derivations), timings=(("total", 0.125),))

    module = ModuleType("derive.session")
    module.check = check
    monkeypatch.setitem(sys.modules, "derive.session", module)
    module.DEFAULT_BUDGET = 1000
    module.verdicts, module.budgets, module.Verdict = verdicts, budgets, Verdict
    return module
