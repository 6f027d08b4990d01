"""Small edits of a claim: what an author gets wrong, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.terms.claims import Claim, sizes_in
from derive.terms.edits import Edit, edits
from derive.terms.nodes import Limit, Term
from derive.terms.relations import Relation, SizeFact
from derive.terms.traverse import substitute


def mutants(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """Every single edit of `claim`, named by its kind; an edit that cannot be built is left out."""
    seen = {(claim.lhs, claim.rhs)}
    for side in ("lhs", "rhs"):
        term = getattr(claim, side)
        for kind, edited in (*edits(term, claim.free_indices), *_whole(claim, term)):
            mutant = replace(claim, **{side: edited})
            if (mutant.lhs, mutant.rhs) not in seen:
                seen.add((mutant.lhs, mutant.rhs))
                yield f"{side} {kind}", mutant
    for place, fact in enumerate(claim.assumptions):
        rest = claim.assumptions[:place] + claim.assumptions[place + 1 :]
        kind = "size" if isinstance(fact, SizeFact) else "hypothesis"
        yield f"drop {kind} {place}", replace(claim, assumptions=rest)
    yield from _relations(claim)


def _relations(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """Limit for expansion and the other way round, and what else can be wrong about the relation itself."""
    if claim.relation is Relation.NOT_ALWAYS:
        yield "not for all as equality", replace(claim, relation=Relation.EQUAL)
    if claim.relation is Relation.TENDS:
        yield "tends as equality", replace(claim, relation=Relation.EQUAL, variable=None)
    if claim.order is not None:
        yield "order + 1", replace(claim, order=claim.order + 1)
        yield "expansion as equality", replace(claim, order=None, variable=None)
        if claim.variable is not None:
            yield "expansion as limit", replace(claim, lhs=Limit(claim.lhs, claim.variable), order=None, variable=None)
    elif isinstance(claim.lhs, Limit) and claim.relation is Relation.EQUAL:
        # f → r does give f = r + O(1/T) for what is analytic in 1/T, so only the next order is a mistake.
        yield "limit as expansion", replace(claim, lhs=claim.lhs.body, variable=claim.lhs.variable, order=2)


def _whole(claim: Claim, term: Term) -> Iterator[Edit]:
    yield "negate", -term
    yield "plus 1", term + 1
    yield "times 2", 2 * term
    for size in sizes_in((claim.lhs, claim.rhs)):
        yield f"over {size.name}", term / size
        yield f"times {size.name}", term * size
    free = claim.free_indices
    for a in free:
        for b in free:
            if a.order < b.order and a.domain == b.domain:
                yield f"swap {a.label} {b.label}", substitute(term, {a: b, b: a})
    if isinstance(term, Limit):
        yield "drop limit", term.body
