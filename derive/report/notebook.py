"""Results in a notebook: what `_repr_html_` and `_repr_latex_` return.

A fragment stands alone: its own few styles, no script, no font; text is escaped, formulas are MathML or,
where they are refused, their LaTeX.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from derive.report.formula import Formulas
from derive.report.summary import steps_of
from derive.report.texsafe import is_harmless
from derive.report.wording import sides_latex, value_text
from derive.results import DerivationResult, NearestTrue, Result, RunResult, StepResult, Witness
from derive.terms.claims import relation_text
from derive.terms.latex import latex
from derive.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from derive.terms.records import Derivation

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


def result_latex(found: StepResult | DerivationResult | RunResult) -> str | None:
    """The formulas of a step, a chain or a run as display LaTeX; None where one is not safe to show."""
    match found:
        case StepResult():
            steps: tuple[StepResult, ...] = (found,)
        case DerivationResult():
            steps = found.steps
        case RunResult():
            steps = steps_of(found)
    return _gathered([(step.lhs, step.relation, step.rhs) for step in steps])


def written_html(chain: Derivation) -> str:
    """A chain as it is written, undecided, as an HTML fragment."""
    formulas = Formulas()
    body = Markup("").join(
        Markup("<li>{} {} {}{}</li>").format(_formula(formulas, lhs), relation, _formula(formulas, rhs), _by(link.by))
        for (lhs, relation, rhs), link in zip(_links(chain), chain.steps, strict=True)
    )
    title = Markup("<b>{}</b> <code>{}</code> not decided yet").format(chain.title or "", chain.id)
    return str(Markup('<div class="derive-result"><p>{}</p><ol>{}</ol></div>').format(title, body))


def written_latex(chain: Derivation) -> str | None:
    """The formulas of a chain as it is written; None where one is not safe to show."""
    return _gathered(_links(chain))


def _links(chain: Derivation) -> list[tuple[str, str, str]]:
    sides = [latex(side) for side in (chain.start, *(link.rhs for link in chain.steps))]
    relations = [relation_text(chain.claim(number)) for number in range(len(chain.steps))]
    return list(zip(sides[:-1], relations, sides[1:], strict=True))


def _gathered(sides: Sequence[tuple[str, str, str]]) -> str | None:
    if not sides or not all(is_harmless(lhs) and is_harmless(rhs) for lhs, _, rhs in sides):
        return None
    lines = " \\\\\n".join(sides_latex(*part) for part in sides)
    return f"$$\\begin{{gathered}}\n{lines}\n\\end{{gathered}}$$"


def _derivation(formulas: Formulas, found: DerivationResult) -> Markup:
    steps = Markup("").join(Markup("<li>{}</li>").format(_step(formulas, step)) for step in found.steps)
    title = found.title if found.title is not None else found.id
    return Markup("<p><b>{}</b> <code>{}</code> {}</p><ol>{}</ol>").format(
        title, found.id, _badge(found.verdict), steps
    )


def _step(formulas: Formulas, step: StepResult) -> Markup:
    warnings = Markup("").join(Markup("<div>warning: {}</div>").format(warning) for warning in step.warnings)
    return Markup("<div>{} {} {}</div>{}<div>{}{}</div>{}{}").format(
        _formula(formulas, step.lhs),
        step.relation,
        _formula(formulas, step.rhs),
        _written(formulas, step),
        _badge(step.result.verdict),
        _by(step.by),
        warnings,
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
    if result.residual is not None:
        rows += _listed(formulas, "left side minus right: ", (result.residual,))
    if result.true_iff is not None:
        rows += _listed(formulas, "true exactly when ", (result.true_iff,))
    if nearest is not None:
        sides = _formula(formulas, nearest.lhs), nearest.relation, _formula(formulas, nearest.rhs)
        slip = Markup("") if nearest.slip is None else Markup("{}: ").format(_prose(formulas, nearest.slip))
        rows.append(Markup("true instead: {}{} {} {} {}").format(slip, *sides, _badge(nearest.verdict)))
    rows += _listed(formulas, "uses ", result.uses)
    if result.laws:
        rows.append(Markup("needed: {}").format(", ".join(result.laws)))
    if result.second_opinion is not None:
        rows.append(Markup("second opinion: {}").format(result.second_opinion))
    return Markup("").join(Markup("<div>{}</div>").format(row) for row in rows)


def _listed(formulas: Formulas, label: str, facts: Iterable[str]) -> list[Markup]:
    return [Markup("{}{}").format(label, _formula(formulas, fact)) for fact in facts]


def _prose(formulas: Formulas, text: str) -> Markup:
    """Text in which `$…$` is a formula."""
    parts = text.split("$")
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup("").join(_formula(formulas, part) if place % 2 else escape(part) for place, part in enumerate(parts))


def _witness(formulas: Formulas, witness: Witness) -> Markup:
    values = (*witness.sizes, *witness.values)
    shown = [Markup("{} = {}").format(_formula(formulas, name), value_text(str(value))) for name, value in values]
    point = Markup(", ").join(shown) or Markup("any point")
    return Markup("at {}: left side <b>{}</b>, right side <b>{}</b>").format(
        point, value_text(witness.lhs), value_text(witness.rhs)
    )


def _by(reason: str | None) -> Markup:
    return Markup("") if reason is None else Markup(" by the author: {}").format(reason)


def _badge(verdict: Verdict) -> Markup:
    return Markup('<b style="color:{}">{} {}</b>').format(
        COLORS.get(verdict, OTHER_COLOR), MARKS.get(verdict, OTHER_MARK), verdict.value.replace("_", " ")
    )


def _formula(formulas: Formulas, latex: str) -> Markup:
    shown = formulas.mathml(latex, display=False)
    return Markup("<code>{}</code>").format(latex) if shown is None else Markup(shown)  # noqa: S704 (math-core escapes)
