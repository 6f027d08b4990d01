"""Which statements of the engine a claim or a test runs: an edit is put only to what runs its statement.

The engine is loaded with a counter before each statement of each function, so that counting costs little and is the
same on every machine.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from trial.selfedits import ENGINE, Place

COUNTS = "_counts"


@dataclass(slots=True)
class Run:
    """The statements of the engine that ran, and how often they ran altogether: what it costs."""

    places: frozenset[Place] = frozenset()
    cost: int = 0

    def reaches(self, reach: frozenset[Place]) -> bool:
        """Whether an edit that shows in any of these statements can show here."""
        return not reach.isdisjoint(self.places)


class CountedEngine(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """An import hook that gives the engine with a counter before each statement."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.counts: list[int] = []

    def install(self) -> None:
        """From here on the engine counts; it must not be loaded yet."""
        if any(name.startswith("derive.engine.") for name in sys.modules):
            raise RuntimeError("the engine was loaded before its statements could be counted")
        sys.meta_path.insert(0, self)

    def find_spec(self, fullname, path=None, target=None):  # noqa: ARG002 - the protocol of import hooks
        """A spec for the modules of the engine only."""
        return importlib.machinery.ModuleSpec(fullname, self) if fullname.startswith("derive.engine.") else None

    def exec_module(self, module):
        """Run the source with its counters as the module."""
        path = ENGINE / f"{module.__name__.rpartition('.')[2]}.py"
        module.__file__ = str(path)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        inner = {id(node) for function in functions for node in ast.walk(function)}
        for node in [node for node in ast.walk(tree) if id(node) in inner]:
            for name in ("body", "orelse", "finalbody"):
                block = getattr(node, name, None)
                if isinstance(block, list):
                    setattr(node, name, [part for stmt in block for part in (self._counter(path.stem, stmt), stmt)])
        module.__dict__[COUNTS] = self.counts
        exec(compile(ast.fix_missing_locations(tree), path, "exec"), module.__dict__)  # noqa: S102

    def _counter(self, module: str, stmt: ast.stmt) -> ast.stmt:
        self.places.append((module, stmt.lineno))
        self.counts.append(0)
        (count,) = ast.parse(f"{COUNTS}[{len(self.counts) - 1}] += 1").body
        for node in ast.walk(count):
            ast.copy_location(node, stmt)
        return count

    @contextmanager
    def counted(self, run: Run) -> Iterator[None]:
        """Note in `run` what of the engine runs meanwhile."""
        self.counts[:] = [0] * len(self.counts)
        yield
        run.places = frozenset(place for place, count in zip(self.places, self.counts, strict=True) if count)
        run.cost = sum(self.counts)
