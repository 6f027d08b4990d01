"""A broken engine in a process of its own. Files are never edited: the module comes from its edited syntax tree."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType

from trial.selfcoverage import CountedEngine
from trial.selfedits import ENGINE, SelfMutant, broken_source

SECONDS = 60
"""Processor time for one question, several times what the healthy engine takes for everything."""

BYTES = 3 << 30
TESTS = Path(__file__).parent.parent
DECIDING = ("derive.engine", "derive.judging", "derive.session")


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
        exec(compile(broken_source(self.mutant), path, "exec"), module.__dict__)  # noqa: S102


def plant(mutant: SelfMutant, *, everything: bool = False) -> None:
    """From here on the engine is imported anew, with the edit; with `everything` all of derive and of its tests too."""
    for name, module in list(sys.modules.items()):
        if name.startswith(DECIDING) or (everything and _is_ours(name, module)):
            del sys.modules[name]
    others = [finder for finder in sys.meta_path if not isinstance(finder, CountedEngine)]
    sys.meta_path[:] = [BrokenModule(mutant), *others]


def _is_ours(name: str, module: ModuleType) -> bool:
    places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]
    return name.startswith("derive") or (name != "__main__" and any(str(p).startswith(f"{TESTS}/") for p in places))


def in_child(work: Callable[[], dict[str, list[str]]]) -> dict[str, list[str]]:
    """What `work` finds in a forked child with limits of its own; that it crashes or comes to no end is an answer too."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receive)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        try:
            found = work()
        except BaseException as cause:  # noqa: BLE001 - whatever a broken engine raises
            found = {"crashes": [type(cause).__name__]}
        with suppress(OSError), os.fdopen(send, "wb") as pipe:
            pipe.write(json.dumps(found).encode())
        os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    return json.loads(data) if data else {"crashes": ["no end"]}
