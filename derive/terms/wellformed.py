"""Whether a claim means anything: indices, ranges, limit variables and names used consistently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from derive.terms.claims import Claim, condition_terms, families_in, scalars_in, sizes_in
from derive.terms.indices import Continuum, Index, indices_in
from derive.terms.labels import bound_labels
from derive.terms.latex import latex, position_latex
from derive.terms.nodes import Binder, Entry, Limit, Named, Scalar, Term
from derive.terms.ordered import may_leave
from derive.terms.ranges import Inside, inside, show_range
from derive.terms.relations import Condition, IndexCondition, Relation
from derive.terms.traverse import mentioned, walk
from derive.verdict import Reason


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a claim. A `tolerable` one counts only when the claim is not proved as it stands."""

    reason: Reason
    message: str
    tolerable: bool = False


DEFINING = frozenset({Relation.EQUAL, Relation.TENDS})
"""Relations whose right side says what the left one is, so that it cannot bring indices of its own."""


def flaw(claim: Claim) -> Flaw | None:
    """The first thing that keeps `claim` from having a meaning, or None."""
    return next(
        (found for check in (_names, _ranges, _limit_variable, _hot_positions, _indices) for found in check(claim)),
        None,
    )


def _names(claim: Claim) -> Iterator[Flaw]:
    """One name, one thing; a family y and a scalar y may stand side by side, since their entries look different."""
    terms = (claim.lhs, claim.rhs, *condition_terms(claim.assumptions))
    quantities: list[tuple[str, object]] = [(size.name, size) for size in sizes_in(terms)]
    quantities += [(scalar.name, scalar) for scalar in scalars_in(terms)]
    families: list[tuple[str, object]] = [(family.name, family) for family in families_in(terms)]
    indices: list[tuple[str, object]] = [(i.label, i) for i in sorted(_free(claim), key=lambda index: index.order)]
    for things in (quantities, families, indices):
        seen: dict[str, object] = {}
        for name, thing in things:
            if seen.setdefault(name, thing) != thing:
                yield Flaw(Reason.NAME_CLASH, f"{name} is declared twice, as different things; rename one of them")


def _free(claim: Claim) -> frozenset[Index]:
    found = claim.lhs.free | claim.rhs.free
    for fact in claim.assumptions:
        if isinstance(fact, Condition):
            found |= fact.free
        elif isinstance(fact, IndexCondition):
            found |= indices_in(fact.left) | indices_in(fact.right)
    return found


def _ranges(claim: Claim) -> Iterator[Flaw]:
    """Every position must be able to lie in its axis; a lone index must do so always."""
    floors = claim.floors
    for side in (claim.lhs, claim.rhs):
        for node in walk(side):
            if isinstance(node, Binder) and may_leave(node, floors):
                yield Flaw(
                    Reason.OUT_OF_RANGE,
                    f"${latex(node)}$: a bound may lie outside {show_range(node.index.domain)}, over which "
                    f"{node.index.label} is declared",
                )
            if isinstance(node, Entry):
                for position, axis in zip(node.positions, node.family.axes, strict=True):
                    where = Inside.ALWAYS if isinstance(axis, Continuum) else inside(position, axis, floors)
                    if where is Inside.NEVER or (where is Inside.SOMETIMES and not isinstance(position, int)):
                        yield Flaw(
                            Reason.OUT_OF_RANGE,
                            f"${latex(node)}$: {position_latex(position)} is not in {show_range(axis)}"
                            + ("" if where is Inside.NEVER else " for every value"),
                        )


def _limit_variable(claim: Claim) -> Iterator[Flaw]:
    """The value of a limit cannot hold the limit variable."""
    for side, other in ((claim.lhs, claim.rhs), (claim.rhs, claim.lhs)):
        if isinstance(side, Limit) and _free_scalar(other, side.variable):
            yield _escaped(side.variable)
    if claim.relation is Relation.TENDS and claim.variable is not None and _free_scalar(claim.rhs, claim.variable):
        yield _escaped(claim.variable)


def _escaped(variable: Scalar) -> Flaw:
    return Flaw(
        Reason.LIMIT_VARIABLE,
        f"the limit variable {variable.name} stands in the limit's value; "
        f"an expansion is meant: step(…, up_to=O({variable.name}**-k)) without the limit",
    )


def _free_scalar(term: Term, variable: Scalar) -> bool:
    if isinstance(term, Limit) and term.variable == variable:
        return False
    if isinstance(term, Named):
        return _free_scalar(term.definition.body, variable)
    return term == variable or any(_free_scalar(child, variable) for child in term.children)


def _hot_positions(claim: Claim) -> Iterator[Flaw]:
    """The hot position of a one-hot family is fixed when it is declared: no binder reaches it."""
    for node in mentioned((claim.lhs, claim.rhs)):
        if isinstance(node, Binder):
            for family in families_in((node.body,)):
                hot = family.hot
                if isinstance(hot, Index) and hot.key == node.index.label and hot.domain == node.index.domain:
                    yield Flaw(
                        Reason.FREE_INDEX,
                        f"{hot.label}, where {family.name} is 1, is bound by a {node.kind.value}; "
                        f"write delta(k, {hot.label}) for the entries of {family.name} instead",
                    )


def _indices(claim: Claim) -> Iterator[Flaw]:
    """An index may not be free on one side and bound on the other, nor appear on the right out of nowhere."""
    for here, there, side in ((claim.lhs, claim.rhs, "left"), (claim.rhs, claim.lhs, "right")):
        for index in sorted(here.free - there.free, key=lambda i: i.order):
            if index.label in bound_labels(there):
                other = "right" if side == "left" else "left"
                yield Flaw(
                    Reason.FREE_INDEX, f"{index.label} is free on the {side} and bound on the {other}", tolerable=True
                )
            elif (
                side == "right"
                and claim.relation in DEFINING
                and index not in claim.over
                and not _constrained(claim, index)
            ):
                yield Flaw(Reason.FREE_INDEX, f"{index.label} is free on the right only", tolerable=True)


def _constrained(claim: Claim, index: Index) -> bool:
    """Whether a hypothesis says something of the index."""
    return any(
        index in ({fact.left, fact.right} if isinstance(fact, IndexCondition) else fact.free)
        for fact in claim.assumptions
        if isinstance(fact, IndexCondition | Condition)
    )
