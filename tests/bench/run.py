"""The benchmark: what derive takes, beside what else would be used, measured in one run and given as ratios.

    python tests/bench/run.py            writes reports/benchmark.md (a few minutes)
    python tests/bench/run.py --quick    fewer rounds and a shorter chain, to stdout only
    python tests/bench/run.py --full     SymPy up to n = 12 for the Hessian as well (minutes more)

No test depends on a time. Absolute times are for orientation; the ratios are what carries over to other machines.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from bench import explicit  # noqa: E402 - the path comes first
from bench.timing import BARE, SYMPY, alternately, best_ms, in_process  # noqa: E402
from corpus import IDENTITIES  # noqa: E402

from derive.engine.needs import needed_laws  # noqa: E402
from derive.engine.prove import DEFAULT_BUDGET, prove  # noqa: E402
from derive.evaluate.opinion import confirm  # noqa: E402
from derive.library import load  # noqa: E402
from derive.verdict import Verdict  # noqa: E402

REPORT = ROOT / "reports" / "benchmark.md"
MUTANTS = ROOT / "reports" / "mutants.md"
PROOFS_ONLY = (
    "-c",
    (
        "from derive.library import load; from derive.engine.prove import prove; "
        "[prove(d.claim(q)) for d in load() for q in range(len(d.steps))]"
    ),
)
COMMANDS = {
    "python -c pass": BARE,
    "python -c 'import sympy'": SYMPY,
    "derive --help": ("-m", "derive", "--help"),
    "derive list": ("-m", "derive", "list"),
    "derive check, second opinions": ("-m", "derive", "check", "-q"),
    "derive check, proofs only": PROOFS_ONLY,
}
SIZES, LARGE = (2, 3, 5), (8, 12)
HESSIAN = "cross-entropy Hessian"
GOALS = []
"""Rows (what, goal, measured, met), filled as they are measured."""


def goal(what, aim, measured, *, met):
    """Note one row of the summary."""
    GOALS.append((what, aim, measured, "yes" if met else "**no**"))


def rows(head, body):
    """A Markdown table."""
    return [head, "|" + "---|" * (head.count("|") - 1), *("| " + " | ".join(map(str, row)) + " |" for row in body), ""]


def warm(repeats):
    """Every true step of corpus and library, claims built beforehand."""
    chains = [*IDENTITIES.values(), *load()]
    claims = [c.claim(q) for c in chains for q in range(len(c.steps)) if c.steps[q].expect is Verdict.PROVED]
    for claim in claims:
        prove(claim)
        confirm(claim)
    out = []
    laws = [best_ms(_laws, claim, repeats) for claim in claims]
    proofs = [best_ms(prove, claim, repeats) for claim in claims]
    opinions = [best_ms(confirm, claim, repeats) for claim in claims]
    for name, times in (("proof", proofs), ("second opinion", opinions), ("laws it needs", laws)):
        out.append((name, len(times), f"{median(times):.2f}", f"{max(times):.1f}", f"{sum(times):.0f}"))
    goal("one step, terms → proof, warm, median", "≤ 0.5 ms", f"{median(proofs):.2f} ms", met=median(proofs) <= 0.5)
    both = median(opinions) <= 2.5 and max(opinions) <= 50
    measured = f"{median(opinions):.2f} ms / {max(opinions):.0f} ms"
    goal("its second opinion, warm, median / max", "≤ 2.5 ms / ≤ 50 ms", measured, met=both)
    ratio, middle = sum(laws) / sum(proofs), median(law / proof for law, proof in zip(laws, proofs, strict=True))
    measured = f"{ratio:.1f} × in total, {middle:.1f} × median"
    goal("explaining a proof: the laws it needs", "≤ 5 × the proof", measured, met=ratio <= 5)
    return ["## One step, warm", "", *rows("| what | steps | median ms | max ms | total ms |", out)]


def _laws(claim):
    return needed_laws(claim, DEFAULT_BUDGET)


def cold(rounds):
    """Whole commands, each in a new process, run alternately."""
    both = alternately(COMMANDS, rounds)
    times = {name: middle for name, (middle, _) in both.items()}
    bare, sympy = times["python -c pass"], times["python -c 'import sympy'"]
    body = [
        (name, f"{1000 * t:.0f}", f"{1000 * both[name][1]:.0f}", f"{t / bare:.1f}", f"{t / sympy:.2f}")
        for name, t in times.items()
    ]
    checked, proved = times["derive check, second opinions"] / sympy, times["derive check, proofs only"] / sympy
    goal(
        "library with second opinions, cold, whole command",
        "≤ 2.5 × import sympy",
        f"{checked:.2f} ×",
        met=checked <= 2.5,
    )
    goal("the same, proofs only", "≤ 1 × import sympy", f"{proved:.2f} ×", met=proved <= 1)
    for name in ("derive --help", "derive list"):
        measured = (
            f"{1000 * times[name]:.0f} ms, {1000 * both[name][1]:.0f} at best ({times[name] / bare:.1f} × python)"
        )
        goal(name, "≤ 100 ms", measured, met=times[name] <= 0.1)
    steps = sum(len(chain.steps) for chain in load())
    return [
        "## Whole commands, cold",
        "",
        f"The library has {steps} steps. Median of {rounds} rounds.",
        "",
        *rows("| command | median ms | least ms | × python -c pass | × import sympy |", body),
    ]


def long_chain(length):
    """A chain of random true rewritings, proofs only, in a process of its own."""
    found = in_process("chain", length)
    if found is None:
        goal(f"chain of {length} steps", "≤ 30 s", "not within 10 minutes", met=False)
        return []
    growth = found["second_half"] / found["first_half"]
    scale = 10_000 / length
    met = found["total"] * scale <= 30 and found["megabytes"] < 200 and growth < 1.3 and not found["not_proved"]
    measured = f"{found['total']:.1f} s of CPU, second half {growth:.2f} × first, {found['megabytes']:.0f} MB"
    goal(f"chain of {length} valid steps, proofs only", "linear, ≤ 30 s for 10,000, < 200 MB", measured, met=met)
    return [
        f"## A chain of {length} steps",
        "",
        f"- {found['total']:.2f} s of CPU for the proofs, {1000 * found['total'] / length:.2f} ms a step, slowest {found['slowest_ms']:.0f} ms",
        f"- second half {growth:.2f} × the first; {found['megabytes']:.0f} MB at most; {found['not_proved']} steps not proved",
        "- rewritings: " + ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in found["rules"].items()),
        "",
    ]


def beside_sympy(sizes, limit):
    """Five claims: derive for every n, SymPy at fixed n."""
    body, hessian = [], None
    for name in explicit.CLAIMS:
        proof, opinion, verdict = explicit.for_every_size(name)
        cells = []
        for n in sizes:
            if n in LARGE and name != HESSIAN:
                cells.append("–")
                continue
            found = {way: in_process("explicit", name, n, way, limit=limit) for way in _ways(name, n)}
            good = {way: answer[0] for way, answer in found.items() if answer is not None and answer[1]}
            if not good:
                cells.append(f"not within {limit} s" if None in found.values() else "not found to be 0")
                continue
            way = min(good, key=good.get)
            cells.append(f"{good[way]:.2f} s, {way} ({1000 * good[way] / proof:,.0f} ×)")
            if name == HESSIAN:
                ratios = [f"{1000 * seconds / proof:,.0f} × ({way})" for way, seconds in good.items()]
                slow = 1000 * good["simplify"] / proof if "simplify" in good else 1000 * limit / proof
                hessian = n, ratios, slow
        body.append((name, verdict, f"{proof:.2f}", f"{opinion:.2f}", *cells))
    if hessian:
        n, ratios, slow = hessian
        aim = "≥ 10,000 × faster than simplify, one entry for each pattern"
        measured = f"n = {n}: {', '.join(ratios)}"
        goal("cross-entropy Hessian, general n, against SymPy at n = 12", aim, measured, met=n == 12 and slow >= 10_000)
    head = (
        "| claim | derive | proof ms, every n | second opinion ms | "
        + " | ".join(f"SymPy, n = {n}" for n in sizes)
        + " |"
    )
    return [
        "## Beside SymPy",
        "",
        "derive proves each claim for every n; SymPy checks one n, explicit symbols, one case for each equality pattern of the",
        "indices, by the faster of `simplify` and a common numerator over symbols for e^z. In brackets: how often derive's proof fits in.",
        "SymPy's seconds are CPU seconds of its own process, without the import.",
        "",
        *rows(head, body),
    ]


def _ways(name, n):
    """The ways SymPy is asked; the slow one only where the goal was set."""
    return (*explicit.WAYS, explicit.EVERY_ENTRY) if name == HESSIAN and n in LARGE else tuple(explicit.WAYS)


def mutants():
    """The mutation study's own numbers."""
    text = MUTANTS.read_text(encoding="utf-8") if MUTANTS.exists() else ""
    count = re.search(r"- (\d+) mutants", text)
    false = re.search(r"- (\d+) false proofs", text)
    share = re.search(r"so ([\d.]+) % of the false", text)
    if not (count and false and share):
        return
    met = int(count[1]) >= 10_000 and false[1] == "0" and float(share[1]) >= 99
    measured = f"{count[1]} mutants: {false[1]} false proofs, {share[1]} % caught"
    goal(
        "mutants of true steps (mutants.md)",
        "≥ 10,000; 0 false proofs; ≥ 99 % of the false ones caught",
        measured,
        met=met,
    )


def main():
    """Measure everything, print the report, and write it unless `--quick`."""
    parser = argparse.ArgumentParser(description="Measure derive beside Python and SymPy.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, shorter chain, nothing written")
    parser.add_argument("--full", action="store_true", help="SymPy up to n = 12, for the Hessian")
    arguments = parser.parse_args()
    quick = arguments.quick
    sizes = SIZES[:2] if quick else (*SIZES, *LARGE) if arguments.full else SIZES
    parts = [
        *warm(2 if quick else 5),
        *cold(3 if quick else 9),
        *long_chain(1000 if quick else 10_000),
        *beside_sympy(sizes, 240 if arguments.full else 60),
    ]
    mutants()
    text = "\n".join(
        [
            "# Benchmark",
            "",
            "Written by `python tests/bench/run.py`. Both sides of every ratio were measured in the same run,",
            f"on {os.cpu_count()} shared cores,",
            f"Python {platform.python_version()}, SymPy {version('sympy')}, python-flint {version('python-flint')}.",
            "",
            "## Goals",
            "",
            *rows("| what | goal | measured | met |", GOALS),
            *parts,
        ]
    )
    if not quick:
        REPORT.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
