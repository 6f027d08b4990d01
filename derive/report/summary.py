"""What a run comes to: counts, the steps that fail, and the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from derive.results import DerivationResult, RunResult, StepResult

PASSED, FAILED, UNUSABLE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130

SETTLED = frozenset({Verdict.PROVED, Verdict.DEFINITION, Verdict.ASSUMPTION})


def steps_of(run: RunResult) -> tuple[StepResult, ...]:
    """Every step of a run, in order."""
    return tuple(step for derivation in run.derivations for step in derivation.steps)


def _verdict(item: DerivationResult | StepResult) -> Verdict:
    """The verdict of a step, or the worst in a derivation."""
    from derive.results import DerivationResult

    return item.verdict if isinstance(item, DerivationResult) else item.result.verdict


def counts(items: Iterable[DerivationResult] | Iterable[StepResult]) -> dict[str, int]:
    """`total`, `passed` and the number of each verdict, in a fixed order, zeros included."""
    found = {"total": 0, "passed": 0} | {verdict.value: 0 for verdict in Verdict}
    for item in items:
        verdict = _verdict(item)
        found["total"] += 1
        found["passed"] += item.passed
        found[verdict.value] += 1
    return found


def is_forgiven(step: StepResult, *, undecided_warns: bool) -> bool:
    """Whether a step that misses its expectation still leaves the exit code alone."""
    verdict = step.result.verdict
    return verdict is Verdict.NOT_UNDERSTOOD or (undecided_warns and verdict is Verdict.UNDECIDED)


def is_noteworthy(item: DerivationResult | StepResult) -> bool:
    """Whether a reader should see the details at once: not proved, or not as expected."""
    verdict = _verdict(item)
    return not item.passed or verdict not in SETTLED


def repeats(derivation: DerivationResult, place: int) -> bool:
    """Whether a step's left side is just the right side above it, so that a chain need not show it twice."""
    step = derivation.steps[place]
    return place > 0 and derivation.steps[place - 1].rhs == step.lhs and not is_noteworthy(step)


def contradicted(step: StepResult) -> bool:
    """Whether SymPy found different what was decided as expected: one of the programs is wrong."""
    return step.passed and step.third_opinion is not None and step.third_opinion.status == "differs"


def exit_code(run: RunResult, *, undecided_warns: bool = False) -> int:
    """The exit code of a run: an internal error before unreadable input before a failed step.

    A derivation marked as failed whose steps all pass still fails: nothing is passed over in silence.
    """
    steps = steps_of(run)
    if any(step.result.verdict is Verdict.INTERNAL_ERROR or contradicted(step) for step in steps) or any(
        derivation.verdict is Verdict.INTERNAL_ERROR for derivation in run.derivations
    ):
        return INTERNAL
    if run.errors:
        return UNUSABLE
    for derivation in run.derivations:
        missed = [step for step in derivation.steps if not step.passed]
        if any(not is_forgiven(step, undecided_warns=undecided_warns) for step in missed):
            return FAILED
        if not derivation.passed and not missed:
            return FAILED
    return PASSED
