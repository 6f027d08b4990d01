"""What to add to a claim that is not proved so that it is: conditions that can be met, and under which it is proved.

They come from the difference of the sides (`Σ_k y_k = 1`), from what is missing for the sides to be defined (`P_x > 0`),
or are tried one by one where those say nothing (`n ≥ 2`, `i ≠ j`, a sign, entries that sum to one).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from derive.engine.explain import vanishing_conditions
from derive.engine.prove import DEFAULT_BUDGET
from derive.evaluate.opinion import example
from derive.judging import JUDGES, Judges, judge
from derive.results import Enough, Result
from derive.terms.build import bind
from derive.terms.claims import Claim, families_in, scalars_in, sizes_in
from derive.terms.indices import Index, Range
from derive.terms.latex import assumption_latex
from derive.terms.nodes import BinderKind, Entry, Family, Number, Sign
from derive.terms.relations import Assumption, Condition, Eq, IndexCondition, Op, SizeFact
from derive.terms.source import assumption_source
from derive.verdict import Reason, Verdict

LEAST_SIZES = (2, 3)
TRIED = 40
"""Conditions tried one by one for one claim."""

SEARCH_BUDGET = 100_000
"""Counted work for one of them."""


def enough(claim: Claim, result: Result, *, budget: int = DEFAULT_BUDGET, judges: Judges = JUDGES) -> Enough | None:
    """Conditions to add to `claim`, which was decided with `result`, so that it is proved. None when none are found."""
    limited = min(budget, SEARCH_BUDGET)
    match result.verdict, result.reason:
        case (Verdict.CONDITIONAL, _) | (Verdict.UNDECIDED, Reason.DEFINEDNESS):
            return _defined(claim, limited, judges)
        case (Verdict.REFUTED, _) | (Verdict.UNDECIDED, Reason.INEQUALITY):
            return _true(claim, limited, judges)
    return None


def _shown(claim: Claim, facts: tuple[Assumption, ...], budget: int, judges: Judges) -> Enough | None:
    """`facts`, if the claim is proved under them and there is a point to show."""
    stronger = _with(claim, facts)
    if judge(stronger, budget=budget, judges=judges, explain=False).verdict is not Verdict.PROVED:
        return None
    point = example(stronger)
    if point is None:
        return None
    lines = tuple(line for line in map(assumption_source, facts) if line is not None)
    return Enough(tuple(map(assumption_latex, facts)), lines, point)


def _with(claim: Claim, facts: tuple[Assumption, ...]) -> Claim:
    return replace(claim, assumptions=(*claim.assumptions, *facts))


def _defined(claim: Claim, budget: int, judges: Judges) -> Enough | None:
    """A least set of the obligations that are missing, and of least sizes."""
    lacks = [lack.fact for lack in judges.prove(claim, budget).missing]
    stated = [_closed(claim, fact) for fact in lacks if fact is not None]
    kept = (*dict.fromkeys((*_sizes(claim), *stated)),)

    def stands(facts: tuple[Assumption, ...]) -> bool:
        proof = judges.prove(_with(claim, facts), budget)
        return proof.holds and not proof.missing

    if not stands(kept):
        return None
    # What is dropped first is what is hardest to read; a size that says the same is kept.
    for fact in sorted(kept, key=_weight, reverse=True):
        rest = tuple(other for other in kept if other != fact)
        if stands(rest):
            kept = rest
    return _shown(claim, kept, budget, judges) if kept else None


def _weight(fact: Assumption) -> tuple[bool, int]:
    if isinstance(fact, SizeFact):
        return False, fact.at_least
    return True, fact.lhs.weight + fact.rhs.weight if isinstance(fact, Condition) else 0


def _closed(claim: Claim, fact: Assumption) -> Assumption:
    """A condition for all values of the indices that are bound in the claim."""
    if not isinstance(fact, Condition):
        return fact
    bound = fact.free - set(claim.free_indices)
    return replace(fact, forall=tuple(sorted(bound, key=lambda index: index.order)))


def _sizes(claim: Claim) -> tuple[SizeFact, ...]:
    floors = claim.floors
    found = sizes_in((claim.lhs, claim.rhs))
    return tuple(SizeFact(size, LEAST_SIZES[0]) for size in found if floors.get(size.name, 1) < LEAST_SIZES[0])


def _true(claim: Claim, budget: int, judges: Judges) -> Enough | None:
    """The first condition that makes the claim true: where the difference vanishes, else one of the usual ones."""
    tried: dict[tuple[Assumption, ...], None] = {}
    for fact in (*vanishing_conditions(claim, budget), *_usual(claim)):
        tried[(fact,)] = None
    for value in (0, 1):
        sums = _sums(claim, value)
        tried.update({(fact,): None for fact in sums})
        if len(sums) > 1:
            tried[sums] = None
    for facts in list(tried)[:TRIED]:
        if judges.prove(_with(claim, facts), budget).holds:
            found = _shown(claim, facts, budget, judges)
            if found is not None:
                return found
    return None


def _usual(claim: Claim) -> Iterator[Assumption]:
    floors = claim.floors
    for least in LEAST_SIZES:
        for size in sizes_in((claim.lhs, claim.rhs)):
            if floors.get(size.name, 1) < least:
                yield SizeFact(size, least)
    free = [index for index in claim.free_indices if isinstance(index.domain, Range)]
    for place, first in enumerate(free):
        for second in free[place + 1 :]:
            if first.domain == second.domain:
                yield IndexCondition(first, second, equal=False)
                yield IndexCondition(first, second, equal=True)
    zero = Number(Fraction(0))
    for scalar in scalars_in((claim.lhs, claim.rhs)):
        if scalar.sign is not Sign.POSITIVE and scalar != claim.variable:
            yield Condition(scalar, Op.GT, zero)
    for family in families_in((claim.lhs, claim.rhs)):
        if family.sign is not Sign.POSITIVE:
            entry, indices = _entry(family)
            yield Condition(entry, Op.GT, zero, indices)


def _sums(claim: Claim, value: int) -> tuple[Condition, ...]:
    """For each family over one range: its entries sum to `value`."""
    found: list[Condition] = []
    for family in families_in((claim.lhs, claim.rhs)):
        if len(family.axes) == 1 and isinstance(family.axes[0], Range):
            entry, (index,) = _entry(family)
            found.append(Eq(bind(BinderKind.SUM, entry, index, (), None), value))
    return tuple(found)


def _entry(family: Family) -> tuple[Entry, tuple[Index, ...]]:
    """The entry of a family at indices of its own."""
    names = "klmabcdefgh"
    indices = tuple(Index(names[place], axis, names[place]) for place, axis in enumerate(family.axes))
    return Entry(family, indices), indices
