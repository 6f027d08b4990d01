"""The trial, with size and seed; writes reports/trial.md.

    python tests/trial/run.py --steps 10000 --chains 100 --single 10000 --broken 1000 --mutants 400 --seed 1

The same sizes and the same seed give the same report on every machine.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from trial import fuzzrun  # noqa: E402
from trial.broken import BrokenTally, broken_run  # noqa: E402
from trial.chains import Tally, true_run  # noqa: E402
from trial.judged import ALONE, judged  # noqa: E402
from trial.mending import Mending, mending_run  # noqa: E402
from trial.selfedits import self_mutants  # noqa: E402
from trial.selfmutation import Outcome, outcome_kinds, sample, study  # noqa: E402
from trial.selftests import MOST  # noqa: E402
from trial.unaided import Unaided, outcomes, unaided_run  # noqa: E402

REPORT = TESTS.parent / "reports" / "trial.md"
LENGTH = 8
SHOWN = 6
"""Survivors listed for one module."""


def percent(part: int, whole: int) -> str:
    """A share, rounded down so that 100 % means all."""
    return f"{100 * 1000 * part // whole / 1000:.1f} %" if whole else "–"


def true_text(tally: Tally) -> list[str]:
    """True chains: verdicts, rules, and what is open."""
    proved = tally.verdicts["proved"]
    lines = [
        "## True chains",
        "",
        f"- {tally.steps} steps in {tally.chains} chains from library and corpus formulas, every step judged in full.",
        f"- {proved} proved ({percent(proved, tally.steps)}); others: {listed(tally.verdicts, but='proved') or 'none'}.",
        f"- Rules used: {listed(tally.rules)}.",
    ]
    return [*lines, *[f"- Open: {line}." for line in tally.open[:SHOWN]], ""]


def single_text(tally: Tally, broken: BrokenTally) -> list[str]:
    """One long chain: true all along, and once more with one step broken."""
    proved = tally.verdicts["proved"]
    where = f"the first failing step is the broken one in {broken.located} of {broken.chains}"
    return [
        "## One long chain",
        "",
        f"- {tally.steps} steps in one chain, every step judged in full: {proved} proved ({percent(proved, tally.steps)}).",
        *[f"- Open: {line}." for line in tally.open[:SHOWN]],
        f"- {broken.steps} steps with one of them broken: {where}; false proofs: {len(broken.false_proofs)}.",
        *[f"- Elsewhere: {line}." for line in broken.wrong],
        "",
    ]


def broken_text(tally: BrokenTally) -> list[str]:
    """Broken chains: how many were located, and every false proof."""
    lines = [
        "## Chains with one broken step",
        "",
        f"- {tally.chains} chains of {LENGTH} steps, {tally.steps} steps.",
        f"- Edits that changed no value and were drawn again: {tally.redrawn}.",
        f"- First failing step is the broken one: {tally.located} ({percent(tally.located, tally.chains)}).",
        f"- False proofs: {len(tally.false_proofs)}.",
        f"- Verdict on the broken step: {listed(tally.first)}.",
        f"- Valid steps after a break that are not proved (a side may be undefined there): {tally.later_unproved}.",
    ]
    shown = [f"- False proof: {line}." for line in tally.false_proofs]
    return [*lines, *shown, *[f"- Elsewhere: {line}." for line in tally.wrong], ""]


MEANING = {
    "false proof": "a trap is proved, and the second opinion does not notice",
    "second opinion": "the prover alone says something false, and the second opinion contradicts it",
    "identity": "a proof is lost: a true claim is no longer proved",
    "trap": "a trap gets another verdict, which is not *proved*",
    "crash": "a claim raises an exception, which is an internal error, or comes to no end",
    "unit test": "no claim shows anything, but a unit test fails",
    "nothing": "nothing is seen: equivalent, about cost only, or not looked at",
}


def self_text(mutated: list[Outcome]) -> list[str]:
    """Mutants of the engine: what shows them, false proofs, and survivors by kind of edit and by module."""
    kinds = outcome_kinds(mutated)
    beyond = [row for row in mutated if row.false_proofs and not ALONE.keys() >= {*row.false_proofs}]
    unreached = sum(row.by is None and row.reached == (0, 0) for row in mutated)
    lines = [
        "## derive's own engine, broken",
        "",
        f"{len(mutated)} of {len(self_mutants())} single edits of the modules of `derive/engine` that decide. Each is put to",
        f"those of {counted('trap')} traps and {counted('identity')} true claims that run its statement: to all of the traps,",
        f"and to the true claims up to the first sign. Where these show nothing it is put to up to {MOST} of the unit tests",
        f"that run it. With {kinds['false proof']} edits a trap is proved that the second opinion does not notice. It should see it",
        f"with {len(beyond)} of them; the others prove traps of which it is known, and tested, that there the prover stands alone.",
        "",
        "| the gravest sign | edits | share |",
        "|---|---|---|",
        *[f"| {text} | {kinds[sign]} | {percent(kinds[sign], len(mutated))} |" for sign, text in MEANING.items()],
        "",
        f"Of the {kinds['nothing']} that are not seen, {unreached} stand where no claim and no unit test comes.",
        "",
    ]
    for row in mutated:
        if row.false_proofs:
            lines.append(f"- `{row.mutant.place}`, {row.mutant.kind}, proves: {'; '.join(row.false_proofs)}.")
    by_kind = grouped(mutated, lambda row: row.mutant.kind)
    lines += ["", "| edit | tried | second opinion | other sign | not seen |", "|---|---|---|---|---|"]
    for kind, rows in by_kind.items():
        found = outcome_kinds(rows)
        other = len(rows) - found["second opinion"] - found["nothing"]
        lines.append(f"| {kind} | {len(rows)} | {found['second opinion']} | {other} | {found['nothing']} |")
    return [*lines, "", *survivors_text(mutated)]


def grouped(rows: list[Outcome], key: Callable[[Outcome], str]) -> dict[str, list[Outcome]]:
    """Outcomes by a property, in the order of its values."""
    return {value: [row for row in rows if key(row) == value] for value in sorted({key(row) for row in rows})}


def counted(kind: str) -> int:
    """How many claims of a kind judge the mutants."""
    return sum(row.kind == kind for row in judged())


def survivors_text(mutated: list[Outcome]) -> list[str]:
    """Survivors by module, a few of each."""
    lines = ["| module | tried | not seen | some of them (line: edit) |", "|---|---|---|---|"]
    for module, here in grouped(mutated, lambda row: row.mutant.module).items():
        left = [row.mutant for row in here if row.by is None]
        some = "; ".join(f"{m.line}: {m.kind}" for m in left[:SHOWN])
        lines.append(f"| {module} | {len(here)} | {len(left)} | {some} |")
    return [*lines, ""]


def mending_text(rates: Mending) -> list[str]:
    """Repair: rates by kind of edit."""
    tried, found = sum(rates.tried.values()), sum(rates.found.values())
    lines = [
        "## Repair",
        "",
        "Single slips in right sides of corpus identities, refuted or ill-formed: is an equal of the original among",
        f"the three forms offered? For {found} of {tried} ({percent(found, tried)}).",
        f"Offers that are not equal to it: {len(rates.untrue)}.",
        "",
        "| edit | tried | original found | share |",
        "|---|---|---|---|",
    ]
    rows = sorted(rates.tried, key=lambda kind: (rates.found[kind] / rates.tried[kind], kind))
    rows_text = [
        f"| {k} | {rates.tried[k]} | {rates.found[k]} | {percent(rates.found[k], rates.tried[k])} |" for k in rows
    ]
    return [*lines, *rows_text, *[f"\nCrashed: {line}" for line in rates.crashed], ""]


def unaided_text(rows: tuple[Unaided, ...]) -> list[str]:
    """What the search finds where the author of the library says what is true instead."""
    counts = outcomes(rows)
    lines = [
        "## Repair, without being told",
        "",
        f"Steps of the library that are false and name a true form: {len(rows)}. Without being told, the search offers",
        f"{listed(counts)}.",
        "",
        "| step | rows | offered | slips named |",
        "|---|---|---|---|",
    ]
    shown = [f"| {row.step} | {' '.join(row.rows)} | {row.outcome} | {'; '.join(row.slips)} |" for row in rows]
    return [*lines, *shown, ""]


def fuzz_text(tallies: dict[str, fuzzrun.FuzzTally]) -> list[str]:
    """Fuzz: what came out."""
    lines = ["## Fuzz", ""]
    for name, tally in tallies.items():
        lines.append(f"- {name}: {listed(tally.answers)}; exceptions or contradictions: {len(tally.bad)}.")
        lines += [f"  - {line}" for line in tally.bad[:SHOWN]]
    return [*lines, ""]


def listed(counts: Counter, but: str = "") -> str:
    """Counts in words, most first."""
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return ", ".join(f"{name} {count}" for name, count in rows if name != but)


def main() -> int:
    """Run the trial and write its report."""
    parser = argparse.ArgumentParser(description="The trial of derive: chains, broken chains, broken code, fuzz.")
    parser.add_argument("--steps", type=int, default=10_000, help="steps of true chains altogether")
    parser.add_argument("--chains", type=int, default=100, help="true chains")
    parser.add_argument("--single", type=int, default=10_000, help="steps of one long chain")
    parser.add_argument("--broken", type=int, default=1000, help="chains with one broken step")
    parser.add_argument("--mutants", type=int, default=400, help="mutants of the engine")
    parser.add_argument("--slips", type=int, default=400, help="slips that repair is tried on")
    parser.add_argument("--fuzz", type=int, default=1000, help="examples of each kind of fuzz")
    parser.add_argument("--seed", type=int, default=1, help="seed of everything random")
    parser.add_argument("--workers", type=int, default=2, help="processes for the mutants")
    chosen = parser.parse_args()
    seed = chosen.seed
    tallies = {kind.__name__: kind(chosen.fuzz, seed) for kind in (fuzzrun.claims, fuzzrun.reflexive, fuzzrun.scripts)}
    mutated = study(sample(chosen.mutants, seed), workers=chosen.workers)
    broken = broken_run(chosen.broken, LENGTH, seed)
    true = true_run(chosen.steps, chosen.chains, seed)
    single = true_run(chosen.single, 1, seed), broken_run(1, chosen.single, seed)
    mending = mending_text(mending_run(chosen.slips, seed)) + unaided_text(unaided_run())
    write(chosen, [*true_text(true), *single_text(*single)], broken, mutated, mending, tallies)
    failed = (
        outcome_kinds(mutated)["false proof"]
        or single[1].wrong
        or broken.false_proofs
        or broken.wrong
        or any(tally.bad for tally in tallies.values())
    )
    return 1 if failed else 0


def write(chosen, true, broken, mutated, mending, tallies) -> None:
    """Write the report of one run."""
    call = (
        f"--steps {chosen.steps} --chains {chosen.chains} --single {chosen.single} --broken {chosen.broken} "
        f"--mutants {chosen.mutants} --slips {chosen.slips} --fuzz {chosen.fuzz} --seed {chosen.seed}"
    )
    head = ["# The trial", "", f"Written by `python tests/trial/run.py {call}`.", ""]
    body = [*true, *broken_text(broken), *self_text(mutated), *mending, *fuzz_text(tallies)]
    REPORT.write_text("\n".join([*head, *body]).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
