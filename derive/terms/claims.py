"""A single claim: two sides, a relation, and every assumption in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from derive.terms.affine import Affine
from derive.terms.declare import facts
from derive.terms.indices import Domain, Index, Range, indices_in
from derive.terms.latex import name_latex
from derive.terms.nodes import Binder, Entry, Family, Kind, Limit, Scalar, Sign, Size, Term
from derive.terms.relations import (
    Assumption,
    Condition,
    Convention,
    Hypothesis,
    IndexCondition,
    Relation,
    SignFact,
    SizeFact,
)
from derive.terms.traverse import mentioned


@dataclass(frozen=True, slots=True)
class Claim:
    """`lhs relation rhs` on the domain that `assumptions` describe, and nothing else.

    `variable` is the limit variable of a TENDS claim or of an expansion; `order` the power of an
    expansion's remainder; `over` the free indices that name an entry of the vectors or matrices the sides
    were written as. Deciding reads signs and least sizes from `assumptions`, never from the
    declarations, so that an assumption can be dropped by leaving it out.
    """

    lhs: Term
    rhs: Term
    relation: Relation = Relation.EQUAL
    assumptions: tuple[Assumption, ...] = ()
    variable: Scalar | None = None
    order: int | None = None
    over: tuple[Index, ...] = ()

    @property
    def floors(self) -> dict[str, int]:
        """The least value of each size that occurs, by name."""
        least = {
            size.name: min(size.at_least, 1)
            for size in sizes_in((self.lhs, self.rhs, *condition_terms(self.assumptions)), indices_of(self.assumptions))
        }
        for fact in self.assumptions:
            if isinstance(fact, SizeFact):
                least[fact.size.name] = max(least.get(fact.size.name, 1), fact.at_least)
        return least

    @property
    def free_indices(self) -> tuple[Index, ...]:
        """The free indices of both sides, by name."""
        return tuple(sorted(self.lhs.free | self.rhs.free, key=lambda index: index.order))


def condition_terms(assumptions: Iterable[Assumption]) -> tuple[Term, ...]:
    """The terms that occur in conditions, in order."""
    found: list[Term] = []
    for fact in assumptions:
        if isinstance(fact, Condition):
            found += [fact.lhs, fact.rhs]
    return tuple(found)


def indices_of(assumptions: Iterable[Assumption]) -> tuple[Index, ...]:
    """The indices that conditions hold for all of, or that index conditions speak of."""
    found: dict[Index, None] = {}
    for fact in assumptions:
        if isinstance(fact, Condition):
            found.update(dict.fromkeys(fact.forall))
        elif isinstance(fact, IndexCondition):
            for side in (fact.left, fact.right):
                found.update(dict.fromkeys(sorted(indices_in(side), key=lambda index: index.order)))
    return tuple(found)


def families_in(terms: Iterable[Term]) -> tuple[Family, ...]:
    """The families whose entries occur, in order of first occurrence."""
    return tuple(dict.fromkeys(node.family for node in mentioned(terms) if isinstance(node, Entry)))


def scalars_in(terms: Iterable[Term]) -> tuple[Scalar, ...]:
    """The scalars that occur, in order of first occurrence."""
    found: dict[Scalar, None] = {}
    for node in mentioned(terms):
        if isinstance(node, Scalar):
            found.setdefault(node)
        elif isinstance(node, Limit):
            found.setdefault(node.variable)
    return tuple(found)


def sizes_in(terms: Iterable[Term], indices: Iterable[Index] = ()) -> tuple[Size, ...]:
    """The sizes that occur: as numbers, in the ranges of indices (`indices` among them), in the axes of families."""
    every = tuple(terms)
    affines: list[Affine] = []
    found: dict[Size, None] = {}

    def note(domain: Domain) -> None:
        if isinstance(domain, Range):
            affines.append(domain.low)
            affines.append(domain.high)

    for node in mentioned(every):
        if isinstance(node, Size):
            found.setdefault(node)
        elif isinstance(node, Binder):
            note(node.index.domain)
        elif isinstance(node, Entry):
            for axis in node.family.axes:
                note(axis)
            affines += [position for position in node.positions if isinstance(position, Affine)]
    free = {index for term in every for index in term.free}
    for index in (*sorted(free, key=lambda index: index.order), *indices):
        note(index.domain)
    for value in affines:
        found.update(dict.fromkeys(symbol for symbol, _ in value.parts if isinstance(symbol, Size)))
    return tuple(found)


def assumptions_of(sides: tuple[Term, ...], hypotheses: tuple[Hypothesis, ...]) -> tuple[Assumption, ...]:
    """Every assumption in force for a claim on `sides`: declarations first, then hypotheses, in stable order."""
    stated = tuple(dict.fromkeys(hypotheses))
    terms = (*sides, *condition_terms(stated))
    families = families_in(terms)
    sizes = sizes_in(terms, indices_of(stated))
    found: list[Assumption] = [SizeFact(size, size.at_least) for size in sizes if size.at_least > 1]
    found += [SignFact(s, s.sign) for s in scalars_in(terms) if s.sign is not Sign.REAL]
    found += [SignFact(f, f.sign) for f in families if f.sign is not Sign.REAL]
    for family in families:
        if family.kind is not Kind.FREE:
            found += facts(family)
    found += [fact for fact in stated if isinstance(fact, Convention)]
    found += [fact for fact in stated if isinstance(fact, IndexCondition)]
    found += [fact for fact in stated if isinstance(fact, Condition)]
    return tuple(dict.fromkeys(found))


def relation_text(claim: Claim) -> str:
    """The relation of a claim as text, with the order of an expansion or the variable of a limit."""
    if claim.variable is None:
        return claim.relation.value
    if claim.order is not None:
        return f"= up to O({claim.variable.name}^-{claim.order})"
    return f"→ as {name_latex(claim.variable.name)} → ∞"
