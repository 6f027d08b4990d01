"""The terminal's view."""

from dataclasses import replace

import pytest

from derive.report import text
from derive.report.summary import FAILED, INTERNAL, PASSED, UNUSABLE, exit_code
from derive.results import RunResult
from derive.verdict import Verdict


@pytest.mark.parametrize(
    "name, options",
    [
        ("plain", {}),
        ("verbose", {"verbose": True, "timings": True}),
        ("quiet", {"quiet": True}),
        ("color", {"color": True}),
    ],
)
def test_golden(run, golden, name, options):
    golden(f"report.{name}.txt", text.render(run, **options))


def test_expected_refutation_differs_from_failure(run):
    lines = text.render(run).splitlines()
    assert any(line.startswith("refuted ✓ expected  kd_gradient_is_quadratic") for line in lines)
    assert any(line.startswith("undecided ✗") for line in lines)


def test_quiet_says_nothing_when_all_passes(run):
    assert text.render(RunResult(run.derivations[:2]), quiet=True) == ""


def test_control_characters_are_shown_not_sent(run):
    assert "\x1b" not in text.render(run, verbose=True)
    assert text.clean("a\x1b[31m\nb\x07") == r"a\x1b[31m b\x07"


def test_errors_can_be_left_to_stderr(run):
    shown = text.render(run, errors=False)
    assert "gone.py" not in shown
    assert "2 inputs could not be read" in shown


def test_undecided_may_only_warn(run):
    assert "undecided ! warning" in text.render(run, undecided_warns=True)


def test_exit_codes(run):
    """3 before 2 before 1; undecided by choice; what is not understood does not fail by itself."""
    fine, expected, hostile, undecided = run.derivations
    assert exit_code(run) == INTERNAL
    assert exit_code(RunResult((fine, expected))) == PASSED
    assert exit_code(RunResult((undecided,))) == FAILED
    assert exit_code(RunResult((undecided,)), undecided_warns=True) == PASSED
    assert exit_code(RunResult((undecided,), run.errors)) == UNUSABLE
    assert exit_code(RunResult((), run.errors)) == UNUSABLE
    unread = replace(hostile, steps=hostile.steps[4:5], verdict=Verdict.NOT_UNDERSTOOD)
    assert exit_code(RunResult((unread,))) == PASSED
    assert exit_code(RunResult((replace(fine, passed=False),))) == FAILED
    assert exit_code(RunResult((replace(fine, verdict=Verdict.INTERNAL_ERROR),), run.errors)) == INTERNAL
