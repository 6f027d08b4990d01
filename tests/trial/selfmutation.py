"""Mutation of derive's own engine: each rule and side condition broken in turn, and what notices it.

    edit ─▶ traps ─▶ true claims ─▶ unit tests        only those that run its line, and no further than the first sign

All traps that run the line are asked, so that nothing false which an edit proves there is overlooked; only the few that
cost as much as a hundred others are spared where many others run it too. What the second opinion says of a claim does
not depend on the engine; it is asked once. Files are never edited: a forked child loads
the engine anew, with the broken module from its syntax tree.

    python -m trial.selfmutation < JSON      (with the folder `tests` on the path: mutants, workers, test files)
"""

from __future__ import annotations

import bisect
import functools
import importlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from trial.selfcoverage import CountedEngine, Run
from trial.selfedits import Place, SelfMutant, self_mutants
from trial.selfplant import TESTS, in_child, plant
from trial.selftests import FILES, UnitTests

BUDGET = 60_000
"""Counted work for one claim; everything that is proved needs far less."""

DEAR = 500_000
"""Statements of the engine that run for one claim; fifteen of them cost more, and as much as all others together."""

MANY = 100
"""Claims that are enough without the dear ones."""

CHEAP = 2_000_000
"""What the claims that are asked before the unit tests may cost together, where one sign is enough."""

SIGNS = {
    "false_proofs": "false proof",
    "contradictions": "second opinion",
    "crashes": "crash",
    "traps": "trap",
    "lost": "identity",
    "failed": "unit test",
}
"""What shows that an edit breaks the engine, the gravest first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one mutant changed; nothing for a survivor.

    `false_proofs`: traps shown as proved. `contradictions`: claims of which the prover alone says something false.
    `crashes`: claims that raise, or a question without an end. `traps`: other changes of a trap's verdict. `lost`: true
    claims no longer proved. `failed`: a unit test that fails. `reached`: how many claims and unit tests run its statement.
    """

    mutant: SelfMutant
    false_proofs: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    crashes: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    reached: tuple[int, int] = (0, 0)

    @property
    def by(self) -> str | None:
        """The gravest sign that the engine is broken; None for a survivor."""
        return next((sign for name, sign in SIGNS.items() if getattr(self, name)), None)


class Claims:
    """What judges mutants: all claims, which statements each of them runs, and the second opinion of it."""

    def __init__(self, engine: CountedEngine) -> None:
        from trial.judged import judged

        from derive.evaluate.opinion import confirm, refute

        self.opinions = {"confirm": functools.cache(confirm), "refute": functools.cache(refute)}
        self.runs = []
        for row in judged():
            run = Run()
            with engine.counted(run):
                shown(row, **self.opinions)
            self.runs.append((row, run))
        self._costs = {(row.name, row.kind): run.cost for row, run in self.runs}

    def reached(self, reach: frozenset[Place], *, mixed: bool = False) -> list:
        """The claims that can show an edit, the cheapest first, traps before true claims or `mixed`; of many, no dear one."""
        found = [(row, run) for row, run in self.runs if run.reaches(reach)]
        if len(found) >= MANY:
            found = [(row, run) for row, run in found if run.cost < DEAR]
        return [row for row, _ in sorted(found, key=lambda pair: (not mixed and pair[0].kind != "trap", pair[1].cost))]

    def cheap(self, rows: Sequence) -> int:
        """How many of these claims, the first of them, cost little together."""
        total = list(itertools.accumulate(self._costs[row.name, row.kind] for row in rows))
        return bisect.bisect(total, CHEAP)

    def report(self, rows: Sequence, *, first: bool) -> dict[str, list[str]]:
        """What these claims show of the engine that is loaded: up to the `first` sign, or every trap before that."""
        signs: dict[str, list[str]] = {}
        for row in rows:
            if signs and (first or row.kind != "trap"):
                break
            sign = shown(row, **self.opinions)
            if sign:
                signs.setdefault(sign, []).append(row.name)
        return signs


def shown(row, **opinions) -> str | None:
    """What the verdict on one claim shows of the engine that is loaded."""
    judging = importlib.import_module("derive.judging")
    found = judging.judge(row.claim, budget=BUDGET, judges=judging.Judges(**opinions), explain=False)
    if found.verdict.value == "internal_error":
        return "crashes" if found.reason.value == "internal_exception" else "contradictions"
    if found.verdict.value == row.wanted or (row.wanted == "unproved" and found.verdict.value != "proved"):
        return None
    if row.kind == "trap":
        return "false_proofs" if found.verdict.value == "proved" else "traps"
    return "lost"


def outcome(mutant: SelfMutant, claims: Claims, tests: UnitTests, *, first: bool = False) -> Outcome:
    """What one mutant shows: first of the claims, then, if they show nothing, of the unit tests.

    `first` asks only whether it is noticed at all, which is much quicker for those that are.
    """
    rows, nodes = claims.reached(mutant.reach, mixed=first), tests.reached(mutant)
    reached = (len(rows), len(nodes))
    before = claims.cheap(rows) if first else len(rows)

    def signs(some: Sequence) -> dict[str, tuple[str, ...]]:
        def asked() -> dict[str, list[str]]:
            plant(mutant)
            return claims.report(some, first=first)

        return {sign: tuple(names) for sign, names in in_child(asked).items()} if some else {}

    if found := signs(rows[:before]):
        return Outcome(mutant, **found, reached=reached)
    if failed := tests.failing(mutant, nodes):
        return Outcome(mutant, failed=tuple(failed), reached=reached)
    return Outcome(mutant, **signs(rows[before:]), reached=reached)


def sample(size: int, seed: int) -> list[SelfMutant]:
    """A random choice of `size` mutants, in order of their place."""
    return sorted(Random(seed).sample(self_mutants(), size))


def study(
    chosen: Sequence[SelfMutant], *, workers: int = 2, files: Sequence[str] = FILES, first: bool = False
) -> list[Outcome]:
    """The outcomes of the chosen mutants, found in a process of its own; `files` are the unit tests.

    `first` asks of each mutant no more than its first sign.
    """
    mutants = [(*_key(m), m.line, m.kind, sorted(m.reach)) for m in chosen]
    order = json.dumps({"mutants": mutants, "workers": workers, "files": files, "first": first})
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(TESTS), str(TESTS.parent)))}
    command = [sys.executable, "-m", "trial.selfmutation"]
    done = subprocess.run(command, input=order, stdout=subprocess.PIPE, env=environment, text=True, check=True)
    found = {tuple(key): signs for key, signs in map(json.loads, done.stdout.splitlines())}
    return [Outcome(m, **{name: tuple(value) for name, value in found[_key(m)].items()}) for m in chosen]


def _key(mutant: SelfMutant) -> tuple[str, int]:
    return mutant.module, mutant.number


def outcome_kinds(outcomes: Sequence[Outcome]) -> Counter[str]:
    """How many mutants were shown by what, and how many by nothing."""
    return Counter(row.by or "nothing" for row in outcomes)


def main(order: dict) -> None:
    """Judge mutants, one line of JSON for each, from `workers` processes that fork once for each question."""
    chosen = [SelfMutant(*parts, frozenset(map(tuple, reach))) for *parts, reach in order["mutants"]]
    engine = CountedEngine()
    engine.install()
    claims, tests = Claims(engine), UnitTests(order["files"], engine)
    with tempfile.TemporaryDirectory() as folder:
        outputs = [Path(folder) / str(place) for place in range(order["workers"])]
        shares = [chosen[place :: len(outputs)] for place in range(len(outputs))]
        judge = functools.partial(outcome, claims=claims, tests=tests, first=order["first"])
        children = [_started(share, judge, output) for share, output in zip(shares, outputs, strict=True)]
        ends = [os.waitpid(child, 0)[1] for child in children]
        if any(ends):
            raise RuntimeError("a process that judges mutants failed")
        sys.stdout.write("".join(output.read_text() for output in outputs))


def _started(share: list[SelfMutant], judge: Callable[[SelfMutant], Outcome], output: Path) -> int:
    """A child that judges a share of the mutants and ends."""
    child = os.fork()
    if child == 0:
        try:
            with output.open("w") as stream:
                for mutant in share:
                    found = asdict(judge(mutant))
                    del found["mutant"]
                    stream.write(json.dumps([_key(mutant), found]) + "\n")
        except BaseException:  # noqa: BLE001 - nothing of the parent may run on in the child
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


if __name__ == "__main__":
    main(json.load(sys.stdin))
