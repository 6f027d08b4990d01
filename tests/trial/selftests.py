"""The project's own unit tests as the last line against a broken engine: those that run the line of an edit."""

from __future__ import annotations

import io
import os
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext, redirect_stderr, redirect_stdout

import pytest
from trial.selfcoverage import CountedEngine, Run
from trial.selfedits import SelfMutant
from trial.selfplant import TESTS, in_child, plant

APART = ("test_house", "test_committed_report", "test_determinism", "test_readme")
"""Tests of files and of whole commands: they run no line of the engine in their own process, or all of them."""

FILES = tuple(
    str(path.relative_to(TESTS.parent))
    for folder in ("engine", "evaluate", ".")
    for path in sorted((TESTS / folder).glob("test_*.py"))
    if path.stem not in APART
)
PLAIN = ("-p", "no:cacheprovider", "-p", "no:unraisableexception", "-o", "timeout=0")
"""Options of pytest: no files written, no limits of its own, no search for garbage at the end."""

MOST = 100
"""Tests tried on one mutant."""

COST = 5_000_000
"""What they may cost together, in statements of the healthy engine: about a second."""


class Watch:
    """A plugin of pytest that notes which statements of the engine each test runs, its fixtures included, and what fails."""

    def __init__(self, engine: CountedEngine | None = None) -> None:
        self.engine = engine
        self.runs: dict[str, Run] = {}
        self.failed: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        """Watch one test."""
        run = self.runs[item.nodeid] = Run()
        with self.engine.counted(run) if self.engine else nullcontext():
            return (yield)

    def pytest_runtest_logreport(self, report):
        """Note a test that fails."""
        if report.failed:
            self.failed.append(report.nodeid)

    pytest_collectreport = pytest_runtest_logreport


def run_tests(nodes: Sequence[str], watch: Watch, *options: str) -> None:
    """Run tests in this process, and print nothing."""
    os.chdir(TESTS.parent)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        code = pytest.main([*PLAIN, *options, *nodes], plugins=[watch])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) and not watch.failed:
        raise RuntimeError(f"the tests did not run: {code!r}")


class UnitTests:
    """The tests of some files, and which statements of the engine each of them runs."""

    def __init__(self, files: Sequence[str], engine: CountedEngine) -> None:
        watch = Watch(engine)
        if files:
            run_tests(files, watch)
        self.runs = {node: run for node, run in watch.runs.items() if node not in watch.failed}

    def reached(self, mutant: SelfMutant) -> list[str]:
        """The tests that can show an edit: first those of its module, the cheapest of each function, then the second."""
        own = f"/test_{mutant.module}.py::"
        by_function = defaultdict(list)
        for node, run in self.runs.items():
            if run.reaches(mutant.reach):
                by_function[node.partition("[")[0]].append((run.cost, node))
        ranked = sorted(
            (own not in node, rank, cost, node)
            for pairs in by_function.values()
            for rank, (cost, node) in enumerate(sorted(pairs))
        )
        return [node for *_, node in ranked]

    def failing(self, mutant: SelfMutant, nodes: Sequence[str]) -> list[str]:
        """The first of these tests that fails with the edit, among the few that are tried."""
        tried, spent = [], 0
        for node in nodes:
            cost = self.runs[node].cost
            if len(tried) < MOST and spent + cost <= COST:
                tried.append(node)
                spent += cost

        def asked() -> dict[str, list[str]]:
            plant(mutant, everything=True)
            watch = Watch()
            run_tests(tried, watch, "-x")
            return {"failed": watch.failed[:1]}

        return [name for names in in_child(asked).values() for name in names] if tried else []
