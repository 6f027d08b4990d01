"""What a claim may be meant to say where more than its right side is to change: a relation, both sides, a remainder.

None of these forms is tried here; each is for the caller to judge in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import permutations

from derive.engine.readback import names
from derive.engine.slips import SIGN
from derive.terms.build import bind
from derive.terms.claims import Claim, families_in, scalars_in
from derive.terms.indices import Index, Range, indices_in
from derive.terms.latex import latex
from derive.terms.nodes import (
    BinderKind,
    Derivative,
    Entry,
    Exp,
    Family,
    Limit,
    Log,
    Neg,
    Number,
    Sign,
    Term,
)
from derive.terms.relations import Relation
from derive.terms.spots import Spot, everywhere
from derive.terms.traverse import walk

HIGHEST_ORDER = 4
"""Highest order of a remainder that is offered for a limit read as an expansion."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A claim that may hold in place of another, and what the slip was.

    A last resort is worth saying only where nothing nearer holds.
    """

    claim: Claim
    slip: str
    last_resort: bool = False


def expansions(claim: Claim) -> Iterator[Repair]:
    """A limit whose value holds the limit variable, as the expansion it may be meant for, highest order first."""
    if isinstance(claim.lhs, Limit) and claim.lhs.variable in scalars_in((claim.rhs,)):
        body, variable = claim.lhs.body, claim.lhs.variable
        for order in range(HIGHEST_ORDER, 0, -1):
            slip = f"an expansion, not a limit; the remainder is of order ${variable.name}^{{-{order}}}$"
            yield Repair(Claim(body, claim.rhs, Relation.EQUAL, claim.assumptions, variable, order), slip)


def inequalities(claim: Claim) -> Iterator[Repair]:
    """Inequalities one slip away."""
    lhs, rhs = claim.lhs, claim.rhs
    if claim.relation is Relation.BELOW:
        yield Repair(replace(claim, relation=Relation.AT_MOST), "not strictly: the sides can be equal")
    yield Repair(replace(claim, lhs=rhs, rhs=lhs), "the other way round")
    if claim.relation is Relation.BELOW:
        yield Repair(replace(claim, lhs=rhs, rhs=lhs, relation=Relation.AT_MOST), "the other way round")
    yield Repair(replace(claim, rhs=rhs.arg if isinstance(rhs, Neg) else -rhs), SIGN)
    for one, other in permutations(in_logarithms(claim), 2):
        if one.axes == other.axes:
            term = _total(one) - _total(other)
            slip = f"the term ${latex(term)}$ is missing; it is 0 where both have the same sum"
            yield Repair(replace(claim, rhs=rhs + term), slip)


def softmaxes(claim: Claim) -> Iterator[Repair]:
    """A family that is said to lie between 0 and 1, or to sum to 1, as the softmax of its entries.

    Only what may be negative is taken for logits.
    """
    sides = claim.lhs, claim.rhs
    if not is_said_of_probabilities(claim):
        return
    for family in families_in(sides):
        for place, axis in reversed(list(enumerate(family.axes))):
            if family.sign is Sign.REAL and isinstance(axis, Range):
                lhs, rhs = (everywhere(Spot(side, lambda new: new), _softmax(family, place)) for side in sides)
                if (lhs, rhs) != sides:
                    slip = f"softmax missing: {family.name} are logits, not probabilities"
                    yield Repair(replace(claim, lhs=lhs, rhs=rhs), slip)


def is_said_of_probabilities(claim: Claim) -> bool:
    """Whether one side is 0 or 1, and nothing is differentiated."""
    sides = claim.lhs, claim.rhs
    derivatives = any(isinstance(node, Derivative) for side in sides for node in walk(side))
    return not derivatives and any(isinstance(side, Number) and side.value in (0, 1) for side in sides)


def _softmax(family: Family, place: int) -> Callable[[Spot], Term | None]:
    """Puts for an entry of the family its share of the exponentials along one axis."""

    def share(spot: Spot) -> Term | None:
        entry = spot.node
        if not isinstance(entry, Entry) or entry.family != family:
            return None
        before, after = entry.positions[:place], entry.positions[place + 1 :]
        taken = {index.label for position in entry.positions for index in indices_in(position)}
        label = next(name for name in names() if name not in taken)
        index = Index(label, family.axes[place], label)
        return Exp(entry) / bind(BinderKind.SUM, Exp(Entry(family, (*before, index, *after))), index)

    return share


def in_logarithms(claim: Claim) -> tuple[Family, ...]:
    """The families of one axis that are never negative and stand in a logarithm: their sums are often taken for 1."""
    logs = [node for side in (claim.lhs, claim.rhs) for node in walk(side) if isinstance(node, Log)]
    return tuple(
        family
        for family in families_in(logs)
        if family.sign is not Sign.REAL and len(family.axes) == 1 and isinstance(family.axes[0], Range)
    )


def _total(family: Family) -> Term:
    index = Index("k", family.axes[0], "k")
    return bind(BinderKind.SUM, Entry(family, (index,)), index)
