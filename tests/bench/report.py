"""How long a report of many derivations takes: `python tests/bench/report.py [N]`, by default 2,000.

Renders the built-in library over and over under new ids, with distinct formulas, and prints seconds and sizes.
"""

import sys
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from derive.library import load
from derive.report import html, jsonout, tex
from derive.report.findings import entries
from derive.report.graph import graph
from derive.report.html import topics
from derive.report.pictures.gallery import pictures
from derive.report.versions import tool_versions
from derive.results import RunResult
from derive.session import check


def many(run, count):
    """`count` derivations, all with ids and formulas of their own, so that no formula is converted once for all."""
    found = []
    for number, original in enumerate(islice(cycle(run.derivations), count)):
        item, mark = original, number // len(run.derivations)
        if mark:
            steps = tuple(
                replace(s, lhs=f"{s.lhs} + {mark} - {mark}", rhs=f"{s.rhs} + {mark} - {mark}") for s in original.steps
            )
            item = replace(original, id=f"{original.id}_{mark}", steps=steps)
        found.append(item)
    return RunResult(tuple(found))


def timed(name, work):
    start = perf_counter()
    done = work()
    size = f"{len(done.encode()) / 1e6:8.1f} MB" if isinstance(done, str) else ""
    sys.stdout.write(f"{name:<24}{perf_counter() - start:8.2f} s {size}\n")
    return done


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    tool = tool_versions()
    run = timed("check the library", lambda: check(load()))
    large = many(run, count)
    sys.stdout.write(f"{len(large.derivations)} derivations, {sum(len(d.steps) for d in large.derivations)} steps\n")
    timed("HTML", lambda: html.render(large, tool=tool))
    timed("  of it, pictures", lambda: pictures(large))
    timed("  of it, graphs", lambda: [graph(group.entries) for group in topics(entries(large))])
    timed("LaTeX", lambda: tex.render(large, tool=tool))
    timed("JSON", lambda: jsonout.render(large, tool=tool))


if __name__ == "__main__":
    main()
