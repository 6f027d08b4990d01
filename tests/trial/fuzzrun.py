"""Fuzz of claims, terms and scripts: what comes in at random, what must come out."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded
from trial.fuzz import HYPOTHESES, RELATIONS, SCRIPTS, TERMS, T

from derive.errors import TermError
from derive.scripts import load_script
from derive.session import judge
from derive.terms.latex import latex
from derive.terms.records import derivation, step
from derive.verdict import Verdict

BUDGET = 3_000
"""Small, so that running out of it is tried as well."""


@dataclass(slots=True)
class FuzzTally:
    """The answers by kind, and a line for each that must not be."""

    answers: Counter = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)

    def verdict(self, claim) -> Verdict:
        """Judge a claim and note what came out."""
        found = judge(claim, budget=BUDGET)
        self.answers[found.verdict.value] += 1
        if found.verdict is Verdict.INTERNAL_ERROR:
            given = f" given {claim.assumptions}" if claim.assumptions else ""
            self.bad.append(f"{latex(claim.lhs)} {claim.relation.value} {latex(claim.rhs)}{given}: {found.message}")
        return found.verdict


def _each(examples: int, seed: int, *strategies):
    """Run a function of random values `examples` times."""
    quiet = settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))

    def run(function):
        seeded(seed)(quiet(given(*strategies)(function)))()

    return run


def claims(examples: int, seed: int) -> FuzzTally:
    """Random claims: each gets a verdict, or one line that says why it is no claim."""
    tally = FuzzTally()

    @_each(examples, seed, TERMS, TERMS, RELATIONS, HYPOTHESES)
    def _(lhs, rhs, relation, hypotheses):
        variable = T if relation == "→" else None
        try:
            claim = derivation(lhs, step(rhs, relation, given=hypotheses, variable=variable)).claim(0)
        except TermError as problem:
            tally.answers["no claim"] += 1
            if "\n" in str(problem):
                tally.bad.append(f"more than one line: {problem}")
            return
        tally.verdict(claim)

    return tally


def reflexive(examples: int, seed: int) -> FuzzTally:
    """Random terms, printed, and claimed equal to themselves: never refuted."""
    tally = FuzzTally()

    @_each(examples, seed, TERMS)
    def _(term):
        shown = latex(term)
        if shown.count("{") != shown.count("}"):
            tally.bad.append(f"braces: {shown}")
        if tally.verdict(derivation(term, step(term)).claim(0)) is Verdict.REFUTED:
            tally.bad.append(f"refuted: {shown} = itself")

    return tally


def scripts(examples: int, seed: int) -> FuzzTally:
    """Random scripts: derivations, or errors of one line each; every derivation gets its verdicts."""
    tally = FuzzTally()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "script.py"

        @_each(examples, seed, SCRIPTS)
        def _(text):
            path.write_text(text, encoding="utf-8")
            found, errors = load_script(path)
            tally.answers["loaded" if found else "one line of error"] += 1
            if bool(found) == bool(errors) or any("\n" in error.message or not error.message for error in errors):
                tally.bad.append(f"{errors}: {text}")
            for chain in found:
                for number in range(len(chain.steps)):
                    tally.verdict(chain.claim(number))

    return tally
