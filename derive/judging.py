"""From what the prover and the second opinion say to a verdict. Only this module sees both rooms.

    claim ─▶ flaw? ─▶ prove ─┬ holds ─▶ confirm ─▶ proved · conditional · undecided
                             └ open ──▶ refute ──▶ refuted · ill_formed · undecided

Where they contradict each other the answer is `internal_error`, never `proved`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from derive.engine.explain import vanishing_conditions
from derive.engine.meant import Repair
from derive.engine.prove import DEFAULT_BUDGET, Proof, prove, without_one
from derive.engine.repair import nearest_true
from derive.evaluate.opinion import Opinion, confirm, refute
from derive.results import Result
from derive.terms.claims import Claim
from derive.terms.latex import assumption_latex
from derive.terms.relations import Assumption, Relation
from derive.terms.wellformed import Flaw, flaw
from derive.verdict import Reason, Verdict

REPAIR_BUDGET = 100_000
"""Counted work that the search for true forms may cost for one claim."""


@dataclass(frozen=True, slots=True)
class Judges:
    """Who decides: the prover, and the two questions put to the second opinion."""

    prove: Callable[[Claim, int], Proof] = prove
    confirm: Callable[[Claim], Opinion] = confirm
    refute: Callable[[Claim], Opinion] = refute


JUDGES = Judges()


def judge(claim: Claim, *, budget: int = DEFAULT_BUDGET, judges: Judges = JUDGES, explain: bool = True) -> Result:
    """The verdict on one claim; with `explain` also what a proof needs, or when a refuted equality is true.

    A bug in derive gives `internal_error`, never an exception.
    """
    try:
        found, spent = _judge_and_count(claim, budget, judges)
        match found.verdict:
            case Verdict.PROVED if explain:
                return replace(found, uses=_needed(claim, without_one(budget, spent), judges))
            case Verdict.REFUTED if explain:
                return replace(found, true_iff=_true_iff(claim, budget, judges))
    except Exception as cause:  # noqa: BLE001 - one broken claim must not lose the verdicts of the others
        return crashed(cause)
    return found


def crashed(cause: Exception) -> Result:
    """What a bug in derive leaves of a step."""
    return Result(Verdict.INTERNAL_ERROR, Reason.CRASH, f"{type(cause).__name__}: {cause}")


def _judge(claim: Claim, budget: int, judges: Judges) -> Result:
    return _judge_and_count(claim, budget, judges)[0]


def _judge_and_count(claim: Claim, budget: int, judges: Judges) -> tuple[Result, int]:
    """The verdict, and the counted work of the proof."""
    wrong = flaw(claim)
    if wrong is not None and not wrong.tolerable:
        return Result(Verdict.ILL_FORMED, wrong.reason, wrong.message), 0
    if claim.relation is Relation.NOT_ALWAYS:
        return _judge_not_always(claim, budget, judges), 0
    proof = judges.prove(claim, budget)
    if proof.holds:
        return _confirmed(proof, judges.confirm(claim)), proof.spent
    return _not_proved(proof, judges.refute(claim), wrong), proof.spent


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
    if opinion.counterexample is not None and not all(lack.certain for lack in proof.missing):
        return _refuted(opinion)
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
            conditions=tuple(lack.text for lack in proof.missing),
            witness=opinion.undefined,
            second_opinion=method,
        )
    if proof.missing:
        message = "equal wherever both sides are defined; not shown that they always are"
        return Result(
            Verdict.UNDECIDED,
            Reason.DEFINEDNESS,
            message,
            conditions=tuple(lack.text for lack in proof.missing),
            second_opinion=method,
        )
    if opinion.undefined is not None:
        message = "found defined everywhere, but the second opinion found a point where a side is not"
        return Result(
            Verdict.INTERNAL_ERROR, Reason.DISAGREEMENT, message, witness=opinion.undefined, second_opinion=method
        )
    if opinion.blurred:
        return Result(
            Verdict.UNDECIDED,
            Reason.NOT_CONFIRMED,
            "proved, but where something may vanish no precision tells the second opinion whether a side has a value",
            second_opinion=method,
        )
    if opinion.points == 0:
        return Result(
            Verdict.UNDECIDED,
            Reason.NOT_CONFIRMED,
            "proved, but the second opinion could not evaluate both sides at any point",
            second_opinion=method,
        )
    return Result(Verdict.PROVED, second_opinion=f"{method}, {opinion.points} points agree")


def _refuted(opinion: Opinion) -> Result:
    return Result(
        Verdict.REFUTED,
        Reason.COUNTEREXAMPLE,
        "the sides differ at the witness",
        witness=opinion.counterexample,
        second_opinion=opinion.method,
    )


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
        return _refuted(opinion)
    if proof.undefined is not None:
        return Result(
            Verdict.ILL_FORMED, Reason.NEVER_DEFINED, f"never defined: {proof.undefined}", second_opinion=method
        )
    reason = Reason.NO_COMMON_POINT if opinion.undefined_everywhere else proof.reason
    return Result(
        Verdict.UNDECIDED,
        reason,
        f"{proof.message}; no counterexample among {opinion.points} points",
        conditions=tuple(lack.text for lack in proof.missing),
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
    conditions = vanishing_conditions(claim, budget)
    stronger = [replace(claim, assumptions=(*claim.assumptions, condition)) for condition in conditions]
    if not all(_is_proved(claim, budget, judges) for claim in stronger):
        return None
    return r" \;\text{or}\; ".join(map(assumption_latex, conditions)) or None


def _is_proved(claim: Claim, budget: int, judges: Judges) -> bool:
    """Whether the verdict on a claim that something holds is `proved`; no counterexample is searched for."""
    wrong = flaw(claim)
    if claim.relation is Relation.NOT_ALWAYS or (wrong is not None and not wrong.tolerable):
        return False
    proof = judges.prove(claim, budget)
    return proof.holds and _confirmed(proof, judges.confirm(claim)).verdict is Verdict.PROVED


def mended(claim: Claim, most: int, *, budget: int = DEFAULT_BUDGET, judges: Judges = JUDGES) -> tuple[Repair, ...]:
    """The nearest true forms of a claim that is not proved, each proved in full and for a slip of its own."""
    found: list[Repair] = []
    for repair in nearest_true(claim, min(budget, REPAIR_BUDGET)):
        if len(found) == most or (found and repair.last_resort):
            break
        if any(_kind(repair.slip) == _kind(other.slip) or _weaker(repair.claim, other.claim) for other in found):
            continue
        if _is_proved(repair.claim, budget, judges):
            found.append(repair)
    return tuple(found)


def _kind(slip: str) -> tuple[str, ...]:
    """The words of a slip without its formulas."""
    return tuple(slip.split("$")[::2])


def _weaker(claim: Claim, other: Claim) -> bool:
    """Whether one expansion is another with a greater remainder."""
    return claim.order is not None and other.order is not None and claim.order < other.order and claim.rhs == other.rhs
