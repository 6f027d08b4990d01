"""Results for a terminal: one line a derivation, a failing step in full, one line at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.report.summary import SETTLED, counts, is_forgiven, steps_of
from derive.verdict import WORST_FIRST, Verdict

if TYPE_CHECKING:
    from derive.results import DerivationResult, Enough, RunError, RunResult, SourceResult, StepResult, ThirdOpinion

GREEN, RED, YELLOW, BOLD = "32", "31", "33", "1"


def render(
    run: RunResult,
    *,
    color: bool = False,
    quiet: bool = False,
    verbose: bool = False,
    timings: bool = False,
    undecided_warns: bool = False,
    errors: bool = True,
) -> str:
    """The run as text.

    `quiet` leaves out what passes (and everything, when all passes); `verbose` shows every step in full;
    `errors` lists unreadable input, which the command line prints to stderr instead.
    """
    lines = [error_line(error) for error in run.errors] if errors else []
    states = [_status(derivation, undecided_warns=undecided_warns) for derivation in run.derivations]
    wide = max((len(state) for state, _ in states), default=0)
    name = max((len(clean(derivation.id)) for derivation in run.derivations), default=0)
    number = max((len(str(len(derivation.steps))) for derivation in run.derivations), default=0)
    words = max((len("steps" if len(d.steps) != 1 else "step") for d in run.derivations), default=0)
    for derivation, (state, tint) in zip(run.derivations, states, strict=True):
        if quiet and derivation.passed:
            continue
        size = len(derivation.steps)
        head = f"{paint(state.ljust(wide), tint, color=color)}  {clean(derivation.id).ljust(name)}"
        tail = f"{str(size).rjust(number)} {('steps' if size != 1 else 'step').ljust(words)}  {' '.join(map(clean, derivation.claims))}"
        lines.append(f"{head}  {tail}".rstrip())
        if verbose:
            lines += _extras(derivation)
        for step in derivation.steps:
            if verbose or not step.passed:
                lines += _step(derivation.source, step, color=color)
    if timings:
        lines += [f"{seconds:10.4f} s  {clean(label)}" for label, seconds in run.timings]
    if not (quiet and all(d.passed for d in run.derivations) and not run.errors):
        lines.append(_summary(run))
    return "".join(line + "\n" for line in lines)


def clean(text: str) -> str:
    """`text` on one line, its control characters made visible: a title cannot move the cursor or change colours."""
    joined = " ".join(text.split())
    if joined.isprintable():
        return joined
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in joined)


def paint(text: str, code: str, *, color: bool) -> str:
    """`text` in a colour, where colours are wanted."""
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def error_line(error: RunError) -> str:
    """One line for input that could not be read."""
    return clean(f"{_place(error.path, error.line)}: {error.message}")


def _place(path: str | None, line: int | None) -> str:
    return (path or "") if line is None else f"{path or '?'}:{line}"


def _status(derivation: DerivationResult, *, undecided_warns: bool) -> tuple[str, str]:
    word = derivation.verdict.value
    if derivation.passed:
        return (word, GREEN) if derivation.verdict in SETTLED else (f"{word} ✓ expected", GREEN)
    missed = [step for step in derivation.steps if not step.passed]
    if missed and all(is_forgiven(step, undecided_warns=undecided_warns) for step in missed):
        return f"{word} ! warning", YELLOW
    return f"{word} ✗", RED


def _extras(derivation: DerivationResult) -> list[str]:
    lines = [f"  {clean(derivation.title)}"] if derivation.title else []
    lines += [f"  assumes   {clean(fact)}" for fact in derivation.assumptions]
    return lines + [f"  unused    {clean(fact)}" for fact in derivation.unused_assumptions]


def _step(source: SourceResult, step: StepResult, *, color: bool) -> list[str]:
    """A step in full: where it is, both sides, the verdict and what it rests on."""
    result = step.result
    line = step.line if step.line is not None else source.line
    place = _place(source.path, line) + (":" if source.path or line is not None else "")
    verdict = f"step {step.index}: {result.verdict.value}"
    if not step.passed:
        verdict += _complaint(step)
    elif result.verdict not in SETTLED:
        verdict += " ✓ expected"
    lines = [f"  {place} {paint(verdict, BOLD if step.passed else RED, color=color)}".replace("   ", "  ")]
    wide = max(len(step.relation), 1)
    lines.append(f"    {' ' * wide} {clean(step.lhs)}")
    lines.append(f"    {step.relation.ljust(wide)} {clean(step.rhs)}")
    facts: list[tuple[str, str | None]] = [
        ("written", None if step.written is None else f"{step.written[0]} {step.relation} {step.written[1]}"),
        ("by author", step.by),
        ("needed", ", ".join(result.laws) or None),
        ("message", result.message),
        ("reason", None if result.reason is None else result.reason.value),
        *(("warning", text) for text in step.warnings),
        *(("uses", fact) for fact in result.uses),
        *(("missing", fact) for fact in result.conditions),
        ("residual", result.residual),
        ("true iff", result.true_iff),
        *_enough(result.enough),
        ("trivial", "both sides are the same term" if step.trivial else None),
        ("SymPy", "the sides were already simplified by SymPy" if step.from_sympy else None),
        ("checked by", result.second_opinion),
        ("SymPy", None if step.third_opinion is None else _third(step.third_opinion)),
    ]
    if result.witness is not None:
        point = [f"{symbol} = {value}" for symbol, value in (*result.witness.sizes, *result.witness.values)]
        facts.append(("witness", ", ".join(point) or "any point"))
        facts.append(("  left", result.witness.lhs))
        facts.append(("  right", result.witness.rhs))
    if step.nearest_true is not None:
        near = step.nearest_true
        facts.append(("slip", near.slip))
        facts.append(("instead", f"{near.lhs} {near.relation} {near.rhs}  ({near.verdict.value})"))
    for repair in step.repairs:
        if repair != step.nearest_true:
            facts.append(("slip", repair.slip))
            facts.append(("also true", f"{repair.lhs} {repair.relation} {repair.rhs}"))
    return lines + [f"      {label.ljust(10)} {clean(text)}" for label, text in facts if text is not None]


def _enough(found: Enough | None) -> list[tuple[str, str | None]]:
    if found is None:
        return []
    example = found.example
    point = ", ".join(f"{symbol} = {value}" for symbol, value in (*example.sizes, *example.values)) or "any point"
    values = f"{example.lhs} and {example.rhs}" if example.lhs != example.rhs else f"both {example.lhs}"
    return [
        ("proved if", " and ".join(found.conditions)),
        *(("paste", line) for line in found.source),
        ("such as", f"{point}: {values}" if example.lhs else point),
    ]


def _third(opinion: ThirdOpinion) -> str:
    return f"{opinion.status}: {opinion.detail}" if opinion.detail else opinion.status


def _complaint(step: StepResult) -> str:
    if step.expected is not step.result.verdict:
        return f" ✗ expected {step.expected.value}"
    near = step.nearest_true
    if near is not None and near.verdict is not Verdict.PROVED:
        return f" ✗ as expected, but the form given instead is {near.verdict.value}"
    return " ✗ not as expected"


def _summary(run: RunResult) -> str:
    derivations, steps = counts(run.derivations), counts(steps_of(run))
    expected = counts(step for step in steps_of(run) if step.passed)
    parts: list[str] = []
    for verdict in reversed(WORST_FIRST):
        number = steps[verdict.value]
        if number:
            met = expected[verdict.value]
            count = "" if met == number else f"{met} "
            parts.append(
                f"{number} {verdict.value}{f' ({count}as expected)' if met and verdict not in SETTLED else ''}"
            )
    missed = derivations["total"] - derivations["passed"]
    text = f"{_plural(derivations['total'], 'derivation')}: {derivations['passed']} passed, {missed} not"
    text += f"; {_plural(steps['total'], 'step')}: {', '.join(parts) or 'none'}"
    if run.errors:
        text += f"; {_plural(len(run.errors), 'input')} could not be read"
    return text


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
