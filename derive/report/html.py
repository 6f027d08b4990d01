"""Results as one self-contained HTML page: no network, no scripts; formulas as MathML.

Everything is escaped by the template engine; only math-core's MathML, which escapes for itself, is
passed through. Where it refuses a formula, the LaTeX stands with a note.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from derive.report.formula import Formulas
from derive.report.summary import counts, is_noteworthy, steps_of
from derive.verdict import WORST_FIRST, Verdict

if TYPE_CHECKING:
    from derive.report.versions import Tool
    from derive.results import DerivationResult, RunResult

TEMPLATES = Path(__file__).parent / "templates"

# Control characters are not allowed in HTML, escaped or not.
CONTROLS = {
    code: "\N{REPLACEMENT CHARACTER}" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)
}

SHAPES = {
    Verdict.PROVED: "✓",
    Verdict.REFUTED: "✗",
    Verdict.CONDITIONAL: "◐",
    Verdict.ILL_FORMED: "⊘",
    Verdict.UNDECIDED: "?",
    Verdict.DEFINITION: "≔",
    Verdict.ASSUMPTION: "⊢",
    Verdict.NOT_UNDERSTOOD: "…",
    Verdict.INTERNAL_ERROR: "‼",
}


def render(run: RunResult, *, tool: Tool) -> str:
    """The page as text."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    formulas = Formulas()

    def block(latex: str) -> Markup:
        return _formula(formulas, latex, display=True)

    def inline(latex: str) -> Markup:
        return _formula(formulas, latex, display=False)

    environment.filters["block"] = block
    environment.filters["inline"] = inline
    page = environment.get_template("report.html.j2").render(
        run=run,
        tool=tool,
        rows=list(zip(run.derivations, anchors(run.derivations), strict=True)),
        derivations=counts(run.derivations),
        steps=counts(steps_of(run)),
        verdicts=WORST_FIRST,
        shapes=SHAPES,
        noteworthy=is_noteworthy,
        repeats=repeats,
    )
    return page.translate(CONTROLS)


def anchors(derivations: tuple[DerivationResult, ...]) -> tuple[str, ...]:
    """A permalink for each derivation: its id, numbered from the second use on."""
    seen: set[str] = set()
    found: list[str] = []
    for derivation in derivations:
        base = re.sub(r"[^\w.-]+", "-", derivation.id) or "derivation"
        name, number = base, 1
        while name in seen:
            number += 1
            name = f"{base}-{number}"
        seen.add(name)
        found.append(name)
    return tuple(found)


def repeats(derivation: DerivationResult, place: int) -> bool:
    """Whether the step's left side is just the right side above it, so that a chain need not show it twice."""
    step = derivation.steps[place]
    return place > 0 and derivation.steps[place - 1].rhs == step.lhs and not is_noteworthy(step)


def _formula(formulas: Formulas, latex: str, *, display: bool) -> Markup:
    shown = formulas.mathml(latex, display=display)
    if shown is not None:
        return Markup(shown)  # noqa: S704 (math-core escapes what it is given; tests feed it hostile text)
    return Markup('<code class="refused">{}</code> <small class="note">(shown as LaTeX: not rendered)</small>').format(
        latex
    )
