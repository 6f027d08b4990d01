"""Mutation of derive's own engine: each rule and side condition broken in turn, judged on true and on trapped claims.

A mutant is *killed* if a true identity is no longer proved, if prover and second opinion contradict each other,
if a trap changes its verdict, or if it crashes or does not end. A trap that a mutant *proves* is a false proof:
nothing at run time noticed. Files are never edited: a forked child loads the broken module from its syntax tree.

    python -m trial.selfmutation MODULE NUMBER      (with the folder `tests` on the path: one mutant)
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from trial.selfedits import ENGINE, SelfMutant, broken_source, self_mutants

BUDGET = 60_000
"""Counted work for one claim; everything that is proved needs far less."""

SECONDS = 60
"""Processor time for one mutant, several times what the healthy engine takes."""

BYTES = 3 << 30
TESTS = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one mutant changed: empty lists for a survivor."""

    mutant: SelfMutant
    lost: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    false_proofs: tuple[str, ...] = ()
    crash: str | None = None

    @property
    def killed(self) -> bool:
        """Whether anything showed that the engine is broken."""
        return bool(self.lost or self.contradictions or self.traps or self.false_proofs or self.crash)

    @property
    def by(self) -> str:
        """The first thing that showed it."""
        if self.crash:
            return self.crash
        for name, found in (("second opinion", self.contradictions), ("trap", self.traps), ("identity", self.lost)):
            if found:
                return name
        return "trap" if self.false_proofs else "nothing"


class BrokenModule(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """An import hook that gives one module of the engine with one edit made."""

    def __init__(self, mutant: SelfMutant) -> None:
        self.mutant = mutant
        self.name = f"derive.engine.{mutant.module}"

    def find_spec(self, fullname, path=None, target=None):  # noqa: ARG002 - the protocol of import hooks
        """A spec for the one module only."""
        return importlib.machinery.ModuleSpec(fullname, self) if fullname == self.name else None

    def exec_module(self, module):
        """Run the edited source as the module."""
        path = ENGINE / f"{self.mutant.module}.py"
        module.__file__ = str(path)
        exec(compile(broken_source(self.mutant), path.name, "exec"), module.__dict__)  # noqa: S102


def preload():
    """Import what every child needs and what does not touch the engine."""
    for name in ("pytest", "flint", "corpus", "derive.evaluate.opinion"):
        importlib.import_module(name)
    if any(name.startswith("derive.engine") for name in sys.modules):
        raise RuntimeError("the engine was loaded before a mutant could be")


def verdicts(*, few: bool = False):
    """The verdicts of everything that judges: (kind, name, wanted, found). `few` takes every third."""
    from trial.judged import judged

    from derive.session import judge

    every = judged()
    for row in every[::3] if few else every:
        yield row.kind, row.name, row.wanted, judge(row.claim, budget=BUDGET, explain=False).verdict.value


def report_on(rows):
    """The rows that show something, by what they show."""
    shown = {"lost": [], "contradictions": [], "traps": [], "false_proofs": []}
    for kind, name, wanted, found in rows:
        if found == "internal_error":
            shown["contradictions"].append(name)
        elif kind == "identity" and found != wanted:
            shown["lost"].append(name)
        elif kind == "trap" and found == "proved" and wanted != "proved":
            shown["false_proofs"].append(name)
        elif kind == "trap" and wanted not in (found, "unproved"):
            shown["traps"].append(f"{name}: {found}")
    return shown


def _child(mutant: SelfMutant, out: int, *, few: bool) -> None:
    """Judge with the broken module and write what it shows; never returns."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    sys.meta_path.insert(0, BrokenModule(mutant))
    try:
        found = report_on(verdicts(few=few))
    except BaseException as cause:  # noqa: BLE001 - whatever a broken engine raises is an answer
        found = {"crash": f"crash ({type(cause).__name__})"}
    with suppress(OSError):
        os.write(out, json.dumps(found).encode())
    os._exit(0)


def outcome(mutant: SelfMutant, *, few: bool = False) -> Outcome:
    """What one mutant shows, found in a forked child with limits of its own."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receive)
        _child(mutant, send, few=few)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    if not data:
        return Outcome(mutant, crash="no end")
    found = json.loads(data)
    crash = found.pop("crash", None)
    return Outcome(mutant, **{key: tuple(value) for key, value in found.items()}, crash=crash)


def sample(size: int, seed: int) -> list[SelfMutant]:
    """A random choice of `size` mutants, in order of their place."""
    return sorted(Random(seed).sample(self_mutants(), size))


def study(chosen: list[SelfMutant], *, workers: int = 2, few: bool = False) -> list[Outcome]:
    """The outcomes of the chosen mutants, from `workers` processes that fork once for each."""
    shares = [[(m.module, m.number) for m in chosen[place::workers]] for place in range(workers)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(TESTS), str(TESTS.parent)))}
    with tempfile.TemporaryDirectory() as folder:
        outputs = [Path(folder) / f"{place}.jsonl" for place in range(workers)]
        started = []
        for share, output in zip(shares, outputs, strict=True):
            command = [sys.executable, "-m", "trial.selfmutation", json.dumps(share), *(["few"] if few else [])]
            with output.open("w") as stream:
                started.append(subprocess.Popen(command, stdout=stream, env=environment))
        if any(process.wait() for process in started):
            raise RuntimeError("a process that judges mutants failed")
        rows = [json.loads(line) for output in outputs for line in output.read_text().splitlines()]
    by_key = {(m.module, m.number): m for m in chosen}
    found = []
    for key, shown in rows:
        lists = {name: tuple(value) for name, value in shown.items() if name != "crash"}
        found.append(Outcome(by_key[tuple(key)], **lists, crash=shown["crash"]))
    return sorted(found, key=lambda row: row.mutant)


def outcome_kinds(outcomes: list[Outcome]) -> Counter[str]:
    """How many mutants were killed and how many survived, and how many of the killed proved a false claim."""
    found = Counter("killed" if row.killed else "survived" for row in outcomes)
    found["false proof"] = sum(bool(row.false_proofs) for row in outcomes)
    return found


def main(share: list[list], *, few: bool) -> None:
    """Judge a share of the mutants, one line of JSON for each."""
    preload()
    by_key = {(m.module, m.number): m for m in self_mutants()}
    for module, number in share:
        row = outcome(by_key[module, number], few=few)
        shown = {name: getattr(row, name) for name in ("lost", "contradictions", "traps", "false_proofs", "crash")}
        sys.stdout.write(json.dumps([[module, number], shown]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), few="few" in sys.argv[2:])
