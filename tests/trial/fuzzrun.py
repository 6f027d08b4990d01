"""Fuzz of claims, terms and scripts: what comes in at random, what must come out."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded
from readings import claim_of
from trial.authors import Author
from trial.fuzz import HYPOTHESES, RELATIONS, TERMS, T

from derive.errors import TermError
from derive.report.jsonout import document
from derive.scripts import load_script
from derive.session import check, judge
from derive.terms.latex import latex
from derive.terms.records import Derivation
from derive.verdict import Verdict

BUDGET = 3_000
"""Small, so that running out of it is tried as well."""


SCRIPT_BUDGET, HOSTILE_SHARE = 20_000, 0.25
SETTLED = frozenset({Verdict.PROVED, Verdict.REFUTED, Verdict.CONDITIONAL, Verdict.ILL_FORMED})


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
            claim = claim_of(lhs, rhs, relation, given=hypotheses, variable=variable)
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
        if tally.verdict(claim_of(term, term)) is Verdict.REFUTED:
            tally.bad.append(f"refuted: {shown} = itself")

    return tally


def scripts(examples: int, seed: int) -> FuzzTally:
    """Scripts of random authors, a quarter of them with hostile lines: decided, or errors of one line each."""
    tally = FuzzTally()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "script.py"
        for number in range(examples):
            rng = Random(f"{seed}/{number}")
            text = Author(rng).script(spoil=rng.random() < HOSTILE_SHARE)
            path.write_text(text, encoding="utf-8")
            found, errors = load_script(path)
            if bool(found) == bool(errors) or any("\n" in error.message or not error.message for error in errors):
                tally.bad.append(f"{errors}: {text}")
            tally.answers[_decided(tally, found, text) if found else "one line of error"] += 1
    return tally


def _decided(tally: FuzzTally, chains: tuple[Derivation, ...], text: str) -> str:
    """Check a script and render what came out."""
    run = check(chains, budget=SCRIPT_BUDGET)
    document(run, tool=())
    steps = [found for chain in run.derivations for found in chain.steps]
    for found in steps:
        if found.result.verdict is Verdict.INTERNAL_ERROR:
            tally.bad.append(f"step {found.index}: {found.result.message}: {text}")
    settled = all(found.result.verdict in SETTLED for found in steps)
    return "decided script" if settled else "script with a step left open"
