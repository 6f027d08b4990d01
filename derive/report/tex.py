"""Results as a LaTeX article: amsmath, amssymb, booktabs, longtable, xcolor and hyperref, nothing else.

Text is escaped by the template engine on its way out. A formula stands as LaTeX only when every
command in it is known to be harmless and math-core reads it; otherwise it is printed as text, so
that no formula can stop the compilation or open a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from derive.report.anchors import step_anchor
from derive.report.answers import answers, tally
from derive.report.findings import Entry, Kind, by_document, entries
from derive.report.formula import Formulas
from derive.report.summary import SETTLED, counts, repeats, steps_of
from derive.report.texsafe import escape, is_harmless
from derive.report.wording import LIMIT, RELATIONS, UP_TO, pair_text, value_text
from derive.results import DerivationResult, NearestTrue, RunResult, StepResult, Witness
from derive.verdict import WORST_FIRST, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from derive.report.versions import Tool

TEMPLATES = Path(__file__).parent / "templates"


class Code(str):
    """LaTeX that goes into the document as it is; every other value is escaped."""

    __slots__ = ()


def render(run: RunResult, *, tool: Tool) -> str:
    """The article's source as text."""
    environment = Environment(  # noqa: S701 (escaping is done by `finalize`; HTML's would be wrong here)
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: value if isinstance(value, Code) else escape(str(value)),
    )
    formulas = Formulas()

    def math(latex: str) -> Code:
        return formula(formulas, latex)

    def prose(text: str) -> Code:
        parts = text.split("$")
        if len(parts) % 2 == 0:
            return Code(escape(text))
        return Code("".join(math(part) if place % 2 else _spaced(part) for place, part in enumerate(parts)))

    def point(witness: Witness) -> Code:
        values = (*witness.sizes, *witness.values)
        return Code(
            ", ".join(f"{math(name)} = {escape(value_text(str(value)))}" for name, value in values) or "any point"
        )

    def listed(facts: Sequence[str]) -> Code:
        return Code(r",\quad ".join(map(math, facts)))

    def true_form(near: NearestTrue) -> Code:
        slip = "" if near.slip is None else f"{prose(near.slip)}: "
        return Code(f"{slip}{math(near.lhs)} {relation(near.relation)} {math(near.rhs)} ({badge(near.verdict)})")

    items = entries(run)
    found = answers(run, items)
    open_ones = tuple(answer for answer in found if answer.kind.is_finding)
    environment.filters.update(raw=Code, math=math, prose=prose, value=value_text, listed=listed)
    return environment.get_template("report.tex.j2").render(
        run=run,
        tool=tool,
        entries=items,
        ledger=by_document([answer for answer in found if answer.claim]) if run.claims else by_document(items),
        findings=by_document(open_ones, worst_first=True),
        tally=tally(open_ones),
        kinds=Kind,
        pair=pair_text,
        link=link,
        true_form=true_form,
        has_documents=any(item.derivation.source.document is not None for item in items),
        answer_kind=lambda answer: in_colour(answer.kind.shape, answer.label),
        kind_badge=lambda kind, number: in_colour(kind.shape, f"{number} {kind.value}"),
        point=point,
        step_anchor=step_anchor,
        derivations=counts(run.derivations),
        steps=counts(steps_of(run)),
        verdicts=WORST_FIRST,
        badge=badge,
        outcome=outcome,
        place=place,
        repeats=repeats,
        relation=relation,
    )


def formula(formulas: Formulas, latex: str) -> Code:
    """A formula that may break at its relations; as escaped source with a note where it is not safe."""
    line = " ".join(latex.split())
    if is_harmless(line) and formulas.mathml(line) is not None:
        return Code(rf"$\displaystyle {line}$")
    return Code(rf"\texttt{{{escape(latex)}}} \emph{{(shown as LaTeX: not rendered)}}")


def relation(text: str) -> Code:
    """A relation as a symbol, or as words; the order of an expansion and the variable of a limit as formulas."""
    if text in RELATIONS:
        return Code(f"${RELATIONS[text]}$")
    if (
        (match := UP_TO.fullmatch(text)) is not None
        and match[1].isascii()
        and match[2].isascii()
        and "_" not in match[0]
    ):
        return Code(rf"$=$ up to $O({match[1]}^{{-{match[2]}}})$\quad ")
    if (match := LIMIT.fullmatch(text)) is not None and is_harmless(match[1]):
        return Code(rf"$\to$ as ${match[1]} \to \infty$\quad ")
    return Code(rf"{escape(text)}\quad ")


def _spaced(text: str) -> str:
    """Escaped text that keeps a space at either end."""
    return " " * (text[:1] == " ") + escape(text) + " " * (text[-1:] == " ")


def place(path: str, line: int | None) -> Code:
    """`path:line` in typewriter."""
    return Code(rf"\texttt{{{escape(path if line is None else f'{path}:{line}')}}}")


def badge(verdict: Verdict) -> Code:
    """A verdict in its colour."""
    return in_colour(verdict, verdict.value.replace("_", " "))


def in_colour(verdict: Verdict, text: str) -> Code:
    """Words of our own in the colour of a verdict."""
    return Code(rf"\textcolor{{{verdict.value.replace('_', '')}}}{{\textbf{{{text}}}}}")


def link(entry: Entry) -> Code:
    """The id of a derivation, leading to it."""
    return Code(rf"\hyperref[{entry.anchor}]{{\texttt{{{escape(entry.derivation.id)}}}}}")


def outcome(item: DerivationResult | StepResult) -> Code:
    """A verdict, and how it stands to what was expected."""
    verdict, expected = (
        (item.verdict, item.verdict) if isinstance(item, DerivationResult) else (item.result.verdict, item.expected)
    )
    if not item.passed:
        wish = "not as expected" if expected is verdict else f"expected {expected.value.replace('_', ' ')}"
        return Code(rf"{badge(verdict)} \textbf{{({wish})}}")
    return badge(verdict) if verdict in SETTLED else Code(f"{badge(verdict)} (as expected)")
