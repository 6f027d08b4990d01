"""Every condition of the prover broken in turn, and what notices it; writes reports/conditions.md.

    python tests/trial/conditions.py --workers 2

Edits that are listed in `unseen/`, each with the reason why no verdict can depend on it, are tried with `--listed` too:
then the report also says which of them are noticed after all.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from trial.selfedits import SelfMutant, self_mutants  # noqa: E402
from trial.selfmutation import SIGNS, Outcome, outcome_kinds, study  # noqa: E402
from trial.selfread import CONDITIONS, reasons, spot  # noqa: E402

REPORT = TESTS.parent / "reports" / "conditions.md"


def tables(tried: list[Outcome], listed: list[SelfMutant]) -> list[str]:
    """What noticed the edits: altogether, by kind and by module."""
    lines = []
    for title, key in (("kind of edit", lambda m: m.kind), ("module", lambda m: m.module)):
        lines += [
            f"| {title} | edits | {' | '.join(SIGNS.values())} | listed | open |",
            "|---" * (len(SIGNS) + 4) + "|",
        ]
        names = sorted({key(row.mutant) for row in tried} | {key(mutant) for mutant in listed})
        for name in [*names, "all"]:
            here = outcome_kinds([row for row in tried if name in (key(row.mutant), "all")])
            read = sum(name in (key(mutant), "all") for mutant in listed)
            counts = [here[sign] for sign in SIGNS.values()]
            cells = [sum(here.values()) + read, *counts, read, here["nothing"]]
            lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
        lines.append("")
    return lines


def report(tried: list[Outcome], listed: list[SelfMutant], checked: list[Outcome], call: str) -> list[str]:
    """The text of one run."""
    modules = {mutant.module for mutant in self_mutants()}
    left = sorted(modules - {row.mutant.module for row in tried} - {mutant.module for mutant in listed})
    open_ones = [row for row in tried if row.by is None]
    lines = [
        "# Every condition of the prover, broken in turn",
        "",
        f"Written by `python tests/trial/conditions.py{call}`.",
        "",
        "Each condition in the modules of `derive/engine` that decide is broken in every way that",
        "`tests/trial/selfedits.py` knows, one edit at a time, and put to the claims and the unit tests that run it, up to",
        "the first sign that something is wrong. Columns: what showed it, the gravest of what that one question shows.",
        "*Listed*: no verdict can depend on the edit; why, edit by edit, is in `tests/trial/unseen/`. *Open*: not noticed,",
        "and not read.",
        "",
        *([f"Not in this run: {', '.join(left)}.", ""] if left else []),
        *tables(tried, listed),
    ]
    false = [row for row in tried if row.false_proofs]
    for row in false:
        lines.append(f"- `{row.mutant.place}`, {row.mutant.kind}: both opinions hold {'; '.join(row.false_proofs)}.")
    lines += ["", "## Open", "", *[_line(row) for row in open_ones]] if open_ones else []
    if checked:
        found = [row for row in checked if row.by is not None]
        lines += ["", "## Listed, and tried all the same", ""]
        lines += [f"{len(checked)} edits, of which {len(found)} are noticed.", "", *[_line(row) for row in found]]
    return lines


def _line(row: Outcome) -> str:
    where = spot(row.mutant)
    return f"- `{row.mutant.place}` {where.function}: `{where.code}`: {where.kind}" + (f" ({row.by})" if row.by else "")


def main() -> int:
    """Break every condition and write the report."""
    parser = argparse.ArgumentParser(description="Every condition of the prover broken in turn.")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--listed", action="store_true", help="try the listed edits too")
    parser.add_argument("--modules", nargs="*", default=[], help="modules of the engine; without, all")
    chosen = parser.parse_args()
    why = reasons()
    edits = [mutant for mutant in self_mutants() if mutant.kind in CONDITIONS]
    edits = [mutant for mutant in edits if not chosen.modules or mutant.module in chosen.modules]
    listed = [mutant for mutant in edits if spot(mutant) in why]
    tried = study([m for m in edits if spot(m) not in why], workers=chosen.workers, first=True)
    checked = study(listed, workers=chosen.workers, first=True) if chosen.listed else []
    call = (" --modules " + " ".join(chosen.modules) if chosen.modules else "") + (" --listed" if chosen.listed else "")
    text = report(tried, listed, checked, call)
    REPORT.write_text("\n".join(text).rstrip() + "\n", encoding="utf-8")
    return 1 if any(row.by is None or row.false_proofs for row in tried) else 0


if __name__ == "__main__":
    sys.exit(main())
