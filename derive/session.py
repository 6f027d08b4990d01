"""The flow on one page: a claim goes to the prover, the answer to the second opinion, both to a verdict.

    Derivation ─ claims ─▶ flaw? ─▶ prove ─┬ holds ─▶ confirm ─▶ proved · conditional · undecided
                                          └ open ──▶ refute ──▶ refuted · ill_formed · undecided

Only this module sees both the prover (`derive.engine`) and the second opinion (`derive.evaluate`). Where they
contradict each other the answer is `internal_error`, never `proved`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from derive.engine.explain import vanishing_conditions
from derive.engine.prove import DEFAULT_BUDGET, Proof, prove
from derive.evaluate.opinion import Opinion, confirm, refute
from derive.results import DerivationResult, NearestTrue, Result, RunResult, SourceResult, StepResult
from derive.terms.claims import Claim
from derive.terms.latex import assumption_latex, latex, name_latex
from derive.terms.records import BigO, Derivation, Step, derivation, step
from derive.terms.relations import Assumption, Relation
from derive.terms.wellformed import Flaw, flaw
from derive.verdict import Reason, Verdict, worst

__all__ = ["DEFAULT_BUDGET", "Judges", "check", "decide", "judge"]


@dataclass(frozen=True, slots=True)
class Judges:
    """Who decides: the prover, and the two questions put to the second opinion."""

    prove: Callable[[Claim, int], Proof] = prove
    confirm: Callable[[Claim], Opinion] = confirm
    refute: Callable[[Claim], Opinion] = refute


JUDGES = Judges()


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


def check(derivations: Sequence[Derivation], *, budget: int = DEFAULT_BUDGET, judges: Judges = JUDGES) -> RunResult:
    """Decide every step of every derivation, in order."""
    return RunResult(tuple(_check_one(chain, budget, judges) for chain in derivations))


def judge(claim: Claim, *, budget: int = DEFAULT_BUDGET, judges: Judges = JUDGES) -> Result:
    """The verdict on one claim. A bug in derive gives `internal_error`, never an exception."""
    try:
        found = _judge(claim, budget, judges)
    except Exception as cause:  # noqa: BLE001 - one broken claim must not lose the verdicts of the others
        return Result(Verdict.INTERNAL_ERROR, Reason.CRASH, f"{type(cause).__name__}: {cause}")
    match found.verdict:
        case Verdict.PROVED:
            return replace(found, uses=_needed(claim, budget, judges))
        case Verdict.REFUTED:
            return replace(found, true_iff=_true_iff(claim, budget, judges))
    return found


def _judge(claim: Claim, budget: int, judges: Judges) -> Result:
    wrong = flaw(claim)
    if wrong is not None and not wrong.tolerable:
        return Result(Verdict.ILL_FORMED, wrong.reason, wrong.message)
    if claim.relation is Relation.NOT_ALWAYS:
        return _judge_not_always(claim, budget, judges)
    proof = judges.prove(claim, budget)
    if proof.holds:
        return _confirmed(proof, judges.confirm(claim))
    return _not_proved(proof, judges.refute(claim), wrong)


def _judge_not_always(claim: Claim, budget: int, judges: Judges) -> Result:
    """A claim that something does not always hold: proved by a witness, refuted by a proof that it does."""
    equal = replace(claim, relation=Relation.EQUAL)
    opinion = judges.refute(equal)
    if opinion.counterexample is not None:
        return Result(Verdict.PROVED, witness=opinion.counterexample, second_opinion=opinion.method)
    found = _judge(equal, budget, judges)
    if found.verdict is Verdict.PROVED:
        return replace(
            found,
            verdict=Verdict.REFUTED,
            reason=Reason.HOLDS_ALWAYS,
            message="both sides are equal on the whole domain",
        )
    return found


def _confirmed(proof: Proof, opinion: Opinion) -> Result:
    method = opinion.method
    if opinion.counterexample is not None:
        message = "proved, but the second opinion found a counterexample"
        return Result(
            Verdict.INTERNAL_ERROR, Reason.DISAGREEMENT, message, witness=opinion.counterexample, second_opinion=method
        )
    if opinion.sampled == 0:
        return _no_sample(opinion)
    if proof.missing and opinion.undefined is not None:
        return Result(
            Verdict.CONDITIONAL,
            Reason.UNDEFINED_SOMEWHERE,
            "equal wherever both sides are defined, but a side is undefined on part of the domain",
            conditions=proof.missing,
            witness=opinion.undefined,
            second_opinion=method,
        )
    if proof.missing:
        message = "equal wherever both sides are defined; not shown that they always are"
        return Result(Verdict.UNDECIDED, Reason.DEFINEDNESS, message, conditions=proof.missing, second_opinion=method)
    if opinion.undefined is not None:
        message = "found defined everywhere, but the second opinion found a point where a side is not"
        return Result(
            Verdict.INTERNAL_ERROR, Reason.DISAGREEMENT, message, witness=opinion.undefined, second_opinion=method
        )
    if opinion.points == 0:
        return Result(
            Verdict.UNDECIDED,
            Reason.NOT_CONFIRMED,
            "proved, but the second opinion could not evaluate both sides at any point",
            second_opinion=method,
        )
    return Result(Verdict.PROVED, second_opinion=f"{method}, {opinion.points} points agree")


def _no_sample(opinion: Opinion) -> Result:
    message = (
        "the hypotheses contradict each other; nothing can be concluded from them"
        if opinion.contradictory
        else "no point was found that satisfies the hypotheses, so nothing is concluded from them"
    )
    return Result(Verdict.UNDECIDED, Reason.NO_SAMPLE, message, second_opinion=opinion.method)


def _not_proved(proof: Proof, opinion: Opinion, wrong: Flaw | None) -> Result:
    method = opinion.method
    if proof.undefined is not None and opinion.points > 0:
        message = f"found undefined everywhere ({proof.undefined}), but the second opinion evaluated it"
        return Result(Verdict.INTERNAL_ERROR, Reason.DISAGREEMENT, message, second_opinion=method)
    if wrong is not None:
        return Result(
            Verdict.ILL_FORMED, wrong.reason, wrong.message, witness=opinion.counterexample, second_opinion=method
        )
    if proof.reason is not Reason.BUDGET and opinion.sampled == 0:
        return _no_sample(opinion)
    if opinion.counterexample is not None:
        return Result(
            Verdict.REFUTED,
            Reason.COUNTEREXAMPLE,
            "the sides differ at the witness",
            witness=opinion.counterexample,
            second_opinion=method,
        )
    if proof.undefined is not None:
        return Result(
            Verdict.ILL_FORMED, Reason.NEVER_DEFINED, f"never defined: {proof.undefined}", second_opinion=method
        )
    reason = Reason.NO_COMMON_POINT if opinion.undefined_everywhere else proof.reason
    return Result(
        Verdict.UNDECIDED,
        reason,
        f"{proof.message}; no counterexample among {opinion.points} points",
        conditions=proof.missing,
        second_opinion=method,
    )


def _needed(claim: Claim, budget: int, judges: Judges) -> tuple[str, ...]:
    """The assumptions a proved claim needs: each is dropped in turn, for good if the proof stands without it."""
    if claim.relation is Relation.NOT_ALWAYS:
        return ()

    def stands(assumptions: tuple[Assumption, ...]) -> bool:
        proof = judges.prove(replace(claim, assumptions=assumptions), budget)
        return proof.holds and not proof.missing

    kept = claim.assumptions
    for fact in claim.assumptions:
        without = tuple(other for other in kept if other != fact)
        if stands(without):
            kept = without
    return tuple(assumption_latex(fact) for fact in kept)


def _true_iff(claim: Claim, budget: int, judges: Judges) -> str | None:
    """What a refuted equality needs: conditions that can be met, and under each of which it is proved."""
    shown: list[str] = []
    for condition in vanishing_conditions(claim, budget):
        stronger = replace(claim, assumptions=(*claim.assumptions, condition))
        if _judge(stronger, budget, judges).verdict is not Verdict.PROVED:
            return None
        shown.append(assumption_latex(condition))
    return r" \;\text{or}\; ".join(shown) or None


def _check_one(chain: Derivation, budget: int, judges: Judges) -> DerivationResult:
    steps = tuple(_check_step(chain, number, budget, judges) for number in range(len(chain.steps)))
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
    )


def _check_step(chain: Derivation, number: int, budget: int, judges: Judges) -> StepResult:
    link = chain.steps[number]
    claim = chain.claim(number)
    result = judge(claim, budget=budget, judges=judges)
    nearest = _nearest_true(chain, number, budget, judges)
    passed = result.verdict is link.expect and (nearest is None or nearest.verdict is Verdict.PROVED)
    return StepResult(
        number + 1,
        latex(claim.lhs),
        relation_text(link),
        latex(claim.rhs),
        result,
        link.expect,
        passed,
        trivial=claim.lhs == claim.rhs,
        by=link.by,
        nearest_true=nearest,
        line=link.line,
        from_sympy=chain.from_sympy,
    )


def _nearest_true(chain: Derivation, number: int, budget: int, judges: Judges) -> NearestTrue | None:
    claim = chain.instead(number)
    if claim is None:
        return None
    verdict = judge(claim, budget=budget, judges=judges).verdict
    return NearestTrue(latex(claim.lhs), relation_text(chain.steps[number]), latex(claim.rhs), verdict)


def relation_text(link: Step) -> str:
    """The relation of a step as text, with the order of an expansion or the variable of a limit."""
    if link.up_to is not None:
        return f"= up to O({link.up_to.variable.name}^-{link.up_to.order})"
    if link.variable is not None:
        return f"→ as {name_latex(link.variable.name)} → ∞"
    return link.relation.value
