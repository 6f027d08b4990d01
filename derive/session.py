"""The flow on one page: derivations come in, each step is judged as a claim, results go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from derive.conditions import enough
from derive.engine.explain import residual
from derive.engine.needs import needed_laws
from derive.engine.prove import DEFAULT_BUDGET
from derive.judging import JUDGES, Judges, crashed, judge, mended
from derive.reasons import warnings
from derive.results import DefinitionResult, DerivationResult, NearestTrue, Result, RunResult, SourceResult, StepResult
from derive.terms.claims import Claim, relation_text
from derive.terms.latex import assumption_latex, latex
from derive.terms.nodes import Named
from derive.terms.records import BigO, Derivation, derivation, step
from derive.terms.relations import Relation
from derive.terms.traverse import mentioned
from derive.verdict import Verdict, worst

__all__ = ["DEFAULT_BUDGET", "JUDGES", "Judges", "check", "decide", "judge"]

REPAIRS = 3
"""True forms shown for one step."""


def decide(
    lhs: Any,
    rhs: Any,
    *,
    given: Any = (),
    relation: str = "=",
    up_to: BigO | None = None,
    variable: Any = None,
    budget: int = DEFAULT_BUDGET,
) -> Result:
    """Decide one claim `lhs relation rhs` under `given` and what the declarations say.

    Takes terms or SymPy objects. Raises TermError for what cannot be a claim at all.

    >>> from derive import Sum, decide, exp, indices, reals, size
    >>> n = size("n"); k, l = indices("k l", n); z = reals("z", n)
    >>> decide(Sum(exp(z[k]) / Sum(exp(z[l]), l), k), 1).verdict.value
    'proved'
    >>> decide(Sum(z[k], k) ** 2, Sum(z[k] ** 2, k)).verdict.value
    'refuted'
    """
    chain = derivation(lhs, step(rhs, relation, given=given, up_to=up_to, variable=variable))
    return judge(chain.claim(0), budget=budget)


def check(
    derivations: Sequence[Derivation],
    *,
    budget: int = DEFAULT_BUDGET,
    judges: Judges = JUDGES,
    explain: bool = False,
) -> RunResult:
    """Decide every step of every derivation, in order.

    What would make a step true is searched for where it is not what its author expects; with `explain` for every
    step that is not proved, and the laws that a proof needs are found and compared with the reason its author gives.
    """
    return RunResult(tuple(_check_one(chain, budget, judges, explain=explain) for chain in derivations))


def _check_one(chain: Derivation, budget: int, judges: Judges, *, explain: bool) -> DerivationResult:
    steps = tuple(_check_step(chain, number, budget, judges, explain=explain) for number in range(len(chain.steps)))
    assumptions: dict[str, None] = {}
    used: set[str] = set()
    for number, found in enumerate(steps):
        here = [assumption_latex(fact) for fact in chain.claim(number).assumptions]
        assumptions.update(dict.fromkeys(here))
        used.update(found.result.uses if found.result.verdict is Verdict.PROVED else here)
    return DerivationResult(
        chain.id,
        chain.title,
        chain.claims,
        SourceResult(
            chain.source.path,
            chain.source.line,
            chain.source.document,
            chain.source.document_line,
            chain.source.latex,
        ),
        worst(found.result.verdict for found in steps),
        all(found.passed for found in steps),
        tuple(assumptions),
        tuple(fact for fact in assumptions if fact not in used),
        steps,
        _definitions(chain),
    )


def _definitions(chain: Derivation) -> tuple[DefinitionResult, ...]:
    """The definitions that the sides use, in order of first occurrence."""
    nodes = mentioned((chain.start, *[link.rhs for link in chain.steps]))
    used = dict.fromkeys(node.definition for node in nodes if isinstance(node, Named))
    return tuple(
        DefinitionResult(found.name, len(found.params), f"{latex(Named(found, found.params))} = {latex(found.body)}")
        for found in used
    )


def _check_step(chain: Derivation, number: int, budget: int, judges: Judges, *, explain: bool) -> StepResult:
    link = chain.steps[number]
    claim = chain.claim(number)
    result = judge(claim, budget=budget, judges=judges)
    nearest = _nearest_true(chain, number, budget, judges)
    passed = result.verdict is link.expect and (nearest is None or nearest.verdict is Verdict.PROVED)
    said: tuple[str, ...] = ()
    repairs: tuple[NearestTrue, ...] = ()
    try:
        if result.verdict is Verdict.PROVED and explain:
            laws = needed_laws(claim, budget)
            said = warnings(link.by, laws, claim.assumptions, result.uses)
            result = replace(result, laws=laws.names)
        elif result.verdict is not Verdict.PROVED and (explain or not passed):
            found = enough(claim, result, budget=budget, judges=judges)
            result = replace(result, enough=found, residual=_residual(claim, result, budget, judges))
            repairs = _repairs(claim, budget, judges)
    except Exception as cause:  # noqa: BLE001 - a bug in explaining is a bug, and no step is lost by it
        result, passed = crashed(cause), False
    if nearest is not None:
        nearest = next((found for found in repairs if replace(found, slip=None) == nearest), nearest)
    return StepResult(
        number + 1,
        latex(claim.lhs),
        relation_text(claim),
        latex(claim.rhs),
        result,
        link.expect,
        passed,
        trivial=claim.lhs == claim.rhs,
        by=link.by,
        nearest_true=nearest or next(iter(repairs), None),
        line=link.line,
        from_sympy=chain.from_sympy,
        repairs=repairs,
        warnings=said,
        written=_written(chain, number),
    )


def _written(chain: Derivation, number: int) -> tuple[str, str] | None:
    before = chain.written if number == 0 else chain.steps[number - 1].written
    after = chain.steps[number].written
    return None if before is None or after is None else (before, after)


def _residual(claim: Claim, result: Result, budget: int, judges: Judges) -> str | None:
    """The left side minus the right of what is not true, or not known to be; None where it says nothing new."""
    if result.verdict not in (Verdict.REFUTED, Verdict.UNDECIDED):
        return None
    found, difference = residual(claim, budget), claim.lhs - claim.rhs
    if found is None or found == difference:
        return None
    same = replace(claim, lhs=difference, rhs=found, relation=Relation.EQUAL)
    return latex(found) if judges.prove(same, budget).holds else None


def _repairs(claim: Claim, budget: int, judges: Judges) -> tuple[NearestTrue, ...]:
    return tuple(_shown(repair.claim, repair.slip) for repair in mended(claim, REPAIRS, budget=budget, judges=judges))


def _shown(claim: Claim, slip: str) -> NearestTrue:
    return NearestTrue(latex(claim.lhs), relation_text(claim), latex(claim.rhs), Verdict.PROVED, slip)


def _nearest_true(chain: Derivation, number: int, budget: int, judges: Judges) -> NearestTrue | None:
    claim = chain.instead(number)
    if claim is None:
        return None
    verdict = judge(claim, budget=budget, judges=judges, explain=False).verdict
    return NearestTrue(latex(claim.lhs), relation_text(claim), latex(claim.rhs), verdict)
