"""Results as one self-contained HTML page: no network, readable without its one small script.

Everything is escaped by the template engine; only math-core's MathML, which escapes for itself, is
passed through. Where it refuses a formula, the LaTeX stands with a note. The page's own policy lets
no script run but the one whose hash it names.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from derive.report.anchors import step_anchor
from derive.report.answers import answers, tally
from derive.report.findings import Entry, Group, Kind, by_document, entries
from derive.report.formula import Formulas
from derive.report.graph import graph, shown
from derive.report.mathfont import font_face
from derive.report.pictures.gallery import Picture
from derive.report.summary import counts, is_noteworthy, repeats, steps_of
from derive.report.wording import pair_text, sides_latex, value_text
from derive.verdict import WORST_FIRST, Verdict

if TYPE_CHECKING:
    from derive.report.versions import Tool
    from derive.results import RunResult

TEMPLATES = Path(__file__).parent / "templates"

# Control characters are not allowed in HTML, escaped or not.
CONTROLS = {
    code: "\N{REPLACEMENT CHARACTER}" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)
}

MEANINGS = {
    Verdict.PROVED: "both sides are defined and equal on the whole stated domain, for every size",
    Verdict.REFUTED: "at the witness both sides are defined and differ",
    Verdict.CONDITIONAL: "equal wherever both sides are defined, but the stated domain leaves out a condition",
    Verdict.ILL_FORMED: "the formula has no meaning as it is written",
    Verdict.UNDECIDED: "neither proved nor refuted within the budget; the reason is given",
    Verdict.DEFINITION: "introduces a name; nothing to decide",
    Verdict.ASSUMPTION: "taken as given; nothing to decide",
    Verdict.NOT_UNDERSTOOD: "the text could not be read with certainty",
    Verdict.INTERNAL_ERROR: "prover and second opinion disagree, or a fault in derive: please report it",
}


def render(run: RunResult, *, tool: Tool, drawn: tuple[Picture, ...] = ()) -> str:
    """The page as text, with pictures where they are drawn."""
    items = entries(run)
    found = answers(run, items)
    open_ones = tuple(answer for answer in found if answer.kind.is_finding)
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    page = (
        environment()
        .get_template("report.html.j2")
        .render(
            run=run,
            tool=tool,
            entries=items,
            documents=by_document(items),
            sympy=third_opinions(run),
            ledger=by_document([answer for answer in found if answer.claim]) if run.claims else by_document(items),
            findings=by_document(open_ones, worst_first=True),
            tally=tally(open_ones),
            topics=topics(items),
            pictures=drawn,
            anchor_of={item.derivation.id: item.anchor for item in reversed(items)},
            derivations=counts(run.derivations),
            steps=counts(steps_of(run)),
            has_documents=any(item.derivation.source.document is not None for item in items),
            verdicts=WORST_FIRST,
            kinds=Kind,
            meanings=MEANINGS,
            font=Markup(font_face()),  # noqa: S704 (our own file)
            script=Markup(script),  # noqa: S704 (our own file)
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
        )
    )
    return page.translate(CONTROLS)


def environment() -> Environment:
    """The template engine, with formulas as filters."""
    found = Environment(
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

    def prose(text: str) -> Markup:
        """Text in which `$…$` is a formula."""
        parts = text.split("$")
        if len(parts) % 2 == 0:
            return Markup("{}").format(text)
        return Markup("").join(inline(part) if place % 2 else part for place, part in enumerate(parts))

    found.filters.update(block=block, inline=inline, prose=prose, value=value_text)
    found.globals.update(
        noteworthy=is_noteworthy,
        graph=graph,
        shown=shown,
        repeats=repeats,
        sides_latex=sides_latex,
        pair=pair_text,
        step_anchor=step_anchor,
        relation_html=relation_html,
        readable=lambda latex: formulas.mathml(latex, display=False) is not None,
    )
    return found


def topics(items: tuple[Entry, ...]) -> tuple[Group[Entry], ...]:
    """Entries by script, in the order of the run."""
    found: dict[str, list[Entry]] = {}
    for item in items:
        found.setdefault(item.derivation.source.path or "", []).append(item)
    return tuple(Group(path, is_document=False, entries=tuple(group)) for path, group in found.items())


def third_opinions(run: RunResult) -> dict[str, int]:
    """How many steps SymPy answers in each way; empty where it was not asked."""
    said = [step.third_opinion.status for step in steps_of(run) if step.third_opinion is not None]
    return {status: said.count(status) for status in ("agrees", "differs", "cannot")} if said else {}


def relation_html(relation: str) -> Markup:
    """A relation as text, `O(T^-3)` with its exponent raised."""
    head, caret, tail = relation.partition("^")
    if caret and tail.endswith(")"):
        return Markup("{}<sup>{}</sup>)").format(head, tail[:-1].replace("-", "−"))
    return Markup("{}").format(relation)


def _formula(formulas: Formulas, latex: str, *, display: bool) -> Markup:
    shown = formulas.mathml(latex, display=display)
    if shown is not None:
        return Markup(shown)  # noqa: S704 (math-core escapes what it is given; tests feed it hostile text)
    return Markup('<code class="refused">{}</code> <small class="note">(shown as LaTeX: not rendered)</small>').format(
        latex
    )
