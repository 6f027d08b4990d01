"""Measuring: medians of repeated calls, and whole commands run alternately so that ratios are fair."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
COMPILED = TemporaryDirectory()
"""Where the bytecode of this run goes: derive is measured compiled, as an installed package is."""

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPYCACHEPREFIX": COMPILED.name,
    "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
}
BARE = ("-c", "pass")
SYMPY = ("-c", "import sympy")


def best_ms(call, argument, repeats=5):
    """The least of several times of one call, in milliseconds: what the call costs when nothing interferes."""
    found = []
    for _ in range(repeats):
        started = perf_counter()
        call(argument)
        found.append(perf_counter() - started)
    return 1000 * min(found)


def alternately(commands, rounds):
    """The median and the least wall time in seconds of each Python command line, run in turn `rounds` times.

    One round before them is not counted: it compiles and fills the file cache.
    """
    times = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            started = perf_counter()
            # The verdicts are the tests' business; a benchmark also runs while a library page is being written.
            subprocess.run([sys.executable, *command], cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=False)
            if number:
                times[name].append(perf_counter() - started)
    return {name: (median(found), min(found)) for name, found in times.items()}


def in_process(module, *arguments, limit=600.0):
    """The JSON that a module of this folder prints in a process of its own; None when it takes too long."""
    command = [sys.executable, "-m", f"bench.{module}", *map(str, arguments)]
    try:
        done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, timeout=limit, check=True)
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout)
