"""The third opinion beside the results of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from derive.results import RunResult, ThirdOpinion
from derive.sympy_opinion.run import opinions
from derive.terms.records import Derivation


def with_third_opinion(
    run: RunResult, derivations: Sequence[Derivation], *, jobs: int, cache: Path | None
) -> RunResult:
    """The run of `derivations` with what SymPy says of each step; `cache` is where answers are kept, if anywhere."""
    asked = opinions(derivations, jobs=jobs, cache=cache)
    filled = tuple(
        replace(
            result,
            steps=tuple(
                replace(step, third_opinion=ThirdOpinion(said.status, said.detail))
                for step, said in zip(result.steps, spoken, strict=True)
            ),
        )
        for result, spoken in zip(run.derivations, asked, strict=True)
    )
    return replace(run, derivations=filled)
