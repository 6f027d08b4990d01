"""The mutation study: every mutant of every library step, judged, and the proved ones checked a second time.

    python tests/mutants/study.py            prints the summary
    python tests/mutants/study.py --write    writes reports/mutants.md and tests/mutants/proved.txt as well

Deterministic: no timings, no machine. Exit code 1 when a proved mutant is not certainly true, or derive breaks.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from mutants.make import Mutant, chains, mutants_of, verdict_of  # noqa: E402 - the path comes first
from mutants.points import holds, points  # noqa: E402
from mutants.why import WHY, Checked, check  # noqa: E402

from derive.evaluate.opinion import refute  # noqa: E402
from derive.terms.relations import Relation  # noqa: E402
from derive.verdict import Verdict  # noqa: E402

REPORT = ROOT / "reports" / "mutants.md"
LISTED = ROOT / "tests" / "mutants" / "proved.txt"
"""Every mutant that is proved, with why: what the test compares with."""

SEEDS, TRIES = range(1, 6), 2000
FALSE = "false, or never defined"
FINAL = (Verdict.REFUTED, Verdict.CONDITIONAL, Verdict.ILL_FORMED)


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant's name and verdict, and for a proved one what two independent checks say."""

    name: str
    derivation: str
    step: int
    family: str
    verdict: Verdict
    reason: str
    checked: Checked | None
    contradicted: bool
    seems: str | None


def judged(mutant: Mutant, *, thorough: bool = False) -> Judged:
    """Judge one mutant; a proved one is evaluated in plain decimals, and searched by `refute` when `thorough`."""
    found = verdict_of(mutant)
    proved = found.verdict is Verdict.PROVED
    return Judged(
        mutant.name,
        mutant.derivation,
        mutant.step,
        mutant.family,
        found.verdict,
        found.message or "" if found.reason is None else found.reason.value,
        check(mutant) if proved else None,
        proved and thorough and _contradicted(mutant),
        _seems(mutant) if found.verdict is Verdict.UNDECIDED else None,
    )


def _seems(mutant: Mutant) -> str:
    """What plain evaluation says of an undecided mutant."""
    found = [holds(mutant.claim, point) for point in points(mutant.claim, mutant.name)]
    if mutant.claim.relation is Relation.NOT_ALWAYS:
        return "true: there is a witness" if False in found else FALSE
    if False in found:
        return FALSE
    if None not in found:
        return f"true at {len(found)} points" if found else "its hypotheses are never met"
    return "undefined at some points, true at the others" if True in found else FALSE


def missed(rows: Iterable[Judged]) -> list[str]:
    """The undecided mutants that are false or never defined."""
    return [f"{row.name}: {row.reason}" for row in rows if row.seems == FALSE]


def _contradicted(mutant: Mutant) -> bool:
    """Whether a much longer search finds a counterexample, or a point where a side is undefined."""
    if mutant.claim.relation is Relation.NOT_ALWAYS:
        return False
    opinions = (refute(mutant.claim, seed=seed, tries=TRIES) for seed in SEEDS)
    return any(opinion.counterexample or opinion.undefined for opinion in opinions)


def doubtful(rows: Iterable[Judged]) -> list[str]:
    """The proved mutants that no reason covers, that a check contradicts, or that could not be checked at all."""
    return [
        row.name
        for row in rows
        if row.checked is not None
        and (
            row.contradicted
            or row.checked.false
            or row.checked.undefined
            or row.checked.why not in WHY
            or not row.checked.points
        )
    ]


def _of_chain(number: int) -> list[Judged]:
    return [judged(mutant, thorough=True) for mutant in mutants_of(chains()[number])]


def study(workers: int = 2) -> list[Judged]:
    """Every mutant of the library, judged and checked, in the library's order."""
    with ProcessPoolExecutor(workers) as pool:
        return [row for rows in pool.map(_of_chain, range(len(chains()))) for row in rows]


def listed() -> dict[str, str]:
    """The mutants listed as proved, with why."""
    lines = LISTED.read_text(encoding="utf-8").splitlines()
    return {name: why for name, _, why in (line.partition(" | ") for line in lines)}


def table(head: str, rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A Markdown table."""
    yield head
    yield "|" + "|".join("---" for _ in range(head.count("|") - 1)) + "|"
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"
    yield ""


def report(rows: list[Judged]) -> str:
    """The study as Markdown."""
    verdicts = Counter(row.verdict for row in rows)
    proved = [row for row in rows if row.verdict is Verdict.PROVED]
    others = len(rows) - len(proved)
    final = sum(verdicts[verdict] for verdict in FINAL)
    lines = [
        "# Mutants of the library",
        "",
        "Every true step of every built-in derivation (a step the document gets wrong: its nearest true form) is edited in",
        "one place at a time and judged. Written by `python tests/mutants/study.py --write`.",
        "",
        f"- {len(rows)} mutants of {len({(row.derivation, row.step) for row in rows})} steps.",
        f"- {len(doubtful(rows))} false proofs, {verdicts[Verdict.INTERNAL_ERROR]} internal errors.",
        f"- {len(proved)} are proved, and each is true: plain decimal evaluation, written apart from prover and second",
        f"  opinion, finds both sides defined and equal at every point tried ({sum(_points(row) for row in proved)} in all),",
        f"  {len(SEEDS)} long searches by the second opinion ({TRIES} tries each) find nothing, and a reason is named below.",
        f"- Of the other {others}, {final} are refuted, conditional or ill-formed and {verdicts[Verdict.UNDECIDED]} undecided; of those",
        f"  {len(missed(rows))} are false, so {100 * final / (final + len(missed(rows))):.2f} % of the false ones are caught.",
        "",
        "## By kind of edit",
        "",
    ]
    order = [verdict for verdict in Verdict if verdicts[verdict]]
    kinds = Counter((row.family, row.verdict) for row in rows)
    families = sorted({row.family for row in rows})
    head = "| edit | " + " | ".join(verdict.value for verdict in order) + " | all |"
    body = [
        (family, *counts, sum(counts))
        for family in families
        for counts in [[kinds[family, verdict] for verdict in order]]
    ]
    total = ("**all**", *(verdicts[verdict] for verdict in order), len(rows))
    lines += [*table(head, [*body, total]), "## Undecided", ""]
    lines += table(
        "| mutant | reason | plain evaluation finds it |",
        [(row.name, row.reason, row.seems) for row in rows if row.verdict is Verdict.UNDECIDED],
    )
    lines += ["## Proved, because true: why", ""]
    reasons = Counter(row.checked.why for row in proved if row.checked)
    lines += table("| why | mutants |", [(why, reasons[why]) for why in WHY if reasons[why]])
    lines += ["## Proved, because true: by name", ""]
    lines += table("| step | edits | why |", _grouped(proved))
    return "\n".join(lines)


def _points(row: Judged) -> int:
    return row.checked.points if row.checked else 0


def _grouped(proved: list[Judged]) -> list[tuple[str, str, str]]:
    """The proved mutants of each step with the same reason in one row."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in proved:
        step, _, kind = row.name.partition(" ")
        groups.setdefault((step, str(row.checked.why if row.checked else None)), []).append(kind)
    return [(step, "; ".join(kinds), why) for (step, why), kinds in groups.items()]


def main() -> int:
    """Run the study and say what came out."""
    parser = argparse.ArgumentParser(description="Mutate every library step and judge the mutants.")
    parser.add_argument("--write", action="store_true", help="write the report and the list of proved mutants")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    arguments = parser.parse_args()
    rows = study(arguments.workers)
    text = report(rows)
    if arguments.write:
        REPORT.write_text(text, encoding="utf-8")
        LISTED.write_text("".join(f"{row.name} | {row.checked.why}\n" for row in rows if row.checked), encoding="utf-8")
    sys.stdout.write("\n".join(text.splitlines()[:12]) + "\n")
    wrong = doubtful(rows)
    broken = [row.name for row in rows if row.verdict is Verdict.INTERNAL_ERROR]
    sys.stdout.write("".join(f"not certainly true: {name}\n" for name in wrong))
    sys.stdout.write("".join(f"internal error: {name}\n" for name in broken))
    return 1 if wrong or broken else 0


if __name__ == "__main__":
    sys.exit(main())
