"""Results in a notebook: what `_repr_html_` and `_repr_latex_` return.

A fragment stands alone: its own few styles, no script, no font; text is escaped, formulas are MathML or,
where they are refused, their LaTeX.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from derive.report.formula import Formulas
from derive.report.texsafe import is_harmless
from derive.report.wording import sides_latex, value_text
from derive.results import DerivationResult, NearestTrue, Result, RunResult, StepResult, Witness
from derive.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

# Dark enough on white and light enough on black to be read on either (4.5 : 1 and more).
COLORS = {Verdict.PROVED: "#1f7a37", Verdict.REFUTED: "#cf3747", Verdict.ILL_FORMED: "#cf3747"}
MARKS = {Verdict.PROVED: "✓", Verdict.REFUTED: "✗", Verdict.ILL_FORMED: "⊘", Verdict.CONDITIONAL: "◐"}
OTHER_COLOR, OTHER_MARK = "#96650a", "?"


def result_html(found: Result | StepResult | DerivationResult | RunResult) -> str:
    """A result as an HTML fragment for a notebook."""
    formulas = Formulas()
    match found:
        case RunResult():
            body = Markup("").join(_derivation(formulas, item) for item in found.derivations)
        case DerivationResult():
            body = _derivation(formulas, found)
        case StepResult():
            body = _step(formulas, found)
        case Result():
            body = Markup("{}{}").format(_badge(found.verdict), _facts(formulas, found, None))
    return str(Markup('<div class="derive-result">{}</div>').format(body))


def result_latex(found: StepResult | DerivationResult) -> str | None:
    """The formulas of a step or a chain as display LaTeX; None where one is not safe to show."""
    steps = found.steps if isinstance(found, DerivationResult) else (found,)
    lines = [sides_latex(step.lhs, step.relation, step.rhs) for step in steps]
    if not lines or not all(is_harmless(step.lhs) and is_harmless(step.rhs) for step in steps):
        return None
    return "$$\\begin{gathered}\n" + " \\\\\n".join(lines) + "\n\\end{gathered}$$"


def _derivation(formulas: Formulas, found: DerivationResult) -> Markup:
    steps = Markup("").join(Markup("<li>{}</li>").format(_step(formulas, step)) for step in found.steps)
    title = found.title if found.title is not None else found.id
    return Markup("<p><b>{}</b> <code>{}</code> {}</p><ol>{}</ol>").format(
        title, found.id, _badge(found.verdict), steps
    )


def _step(formulas: Formulas, step: StepResult) -> Markup:
    by = Markup(" by {}").format(step.by) if step.by is not None else Markup("")
    return Markup("<div>{} {} {}</div>{}<div>{}{}</div>{}").format(
        _formula(formulas, step.lhs),
        step.relation,
        _formula(formulas, step.rhs),
        _written(formulas, step),
        _badge(step.result.verdict),
        by,
        _facts(formulas, step.result, step.nearest_true),
    )


def _written(formulas: Formulas, step: StepResult) -> Markup:
    if step.written is None:
        return Markup("")
    lhs, rhs = step.written
    return Markup("<div>written: {} {} {}</div>").format(
        _formula(formulas, lhs), step.relation, _formula(formulas, rhs)
    )


def _facts(formulas: Formulas, result: Result, nearest: NearestTrue | None) -> Markup:
    rows: list[Markup] = []
    if result.verdict is not Verdict.PROVED and result.message is not None:
        rows.append(escape(result.message))
    if result.witness is not None:
        rows.append(_witness(formulas, result.witness))
    rows += _listed(formulas, "needs ", result.conditions)
    if result.true_iff is not None:
        rows += _listed(formulas, "true exactly when ", (result.true_iff,))
    if nearest is not None:
        sides = _formula(formulas, nearest.lhs), nearest.relation, _formula(formulas, nearest.rhs)
        rows.append(Markup("true instead: {} {} {} {}").format(*sides, _badge(nearest.verdict)))
    rows += _listed(formulas, "uses ", result.uses)
    if result.second_opinion is not None:
        rows.append(Markup("second opinion: {}").format(result.second_opinion))
    return Markup("").join(Markup("<div>{}</div>").format(row) for row in rows)


def _listed(formulas: Formulas, label: str, facts: Iterable[str]) -> list[Markup]:
    return [Markup("{}{}").format(label, _formula(formulas, fact)) for fact in facts]


def _witness(formulas: Formulas, witness: Witness) -> Markup:
    values = (*witness.sizes, *witness.values)
    shown = [Markup("{} = {}").format(_formula(formulas, name), value_text(str(value))) for name, value in values]
    point = Markup(", ").join(shown) or Markup("any point")
    return Markup("at {}: left side <b>{}</b>, right side <b>{}</b>").format(
        point, value_text(witness.lhs), value_text(witness.rhs)
    )


def _badge(verdict: Verdict) -> Markup:
    return Markup('<b style="color:{}">{} {}</b>').format(
        COLORS.get(verdict, OTHER_COLOR), MARKS.get(verdict, OTHER_MARK), verdict.value.replace("_", " ")
    )


def _formula(formulas: Formulas, latex: str) -> Markup:
    shown = formulas.mathml(latex, display=False)
    return Markup("<code>{}</code>").format(latex) if shown is None else Markup(shown)  # noqa: S704 (math-core escapes)
