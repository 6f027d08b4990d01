"""A name for an index that derive makes, such that nothing beside it is called the same."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, count

from derive.terms.claims import families_in, scalars_in, sizes_in
from derive.terms.indices import Index, indices_in
from derive.terms.nodes import Binder, Named, Term
from derive.terms.relations import Condition, Hypothesis, IndexCondition
from derive.terms.traverse import mentioned

LETTERS = "ijklpqrabcdefghmnostuvwxyz"


def label_for(terms: Iterable[Term], preferred: str, reserved: Iterable[str] = ()) -> str:
    """A letter that neither the terms nor `reserved` use, one of `preferred` if possible; failing that a1, b1 and so on."""
    every = tuple(terms)
    used = {*reserved, *names_in(every)}
    numbered = (f"{letter}{number}" for number in count(1) for letter in LETTERS)
    return next(label for label in chain(preferred, LETTERS, numbered) if label not in used)


def names_in(terms: tuple[Term, ...]) -> set[str]:
    """The names of everything that is written in the terms, indices of the author among them."""
    found = {size.name for size in sizes_in(terms)}.union(*map(bound_labels, terms))
    found.update(family.name for family in families_in(terms))
    found.update(scalar.name for scalar in scalars_in(terms))
    found.update(node.definition.name for node in mentioned(terms) if isinstance(node, Named))
    return found | _meant({index for term in terms for index in term.free}, terms)


def _meant(indices: Iterable[Index], terms: Iterable[Term]) -> set[str]:
    """The names of free indices, those at which a family of the terms is hot among them."""
    hot = [family.hot for family in families_in(terms) if family.hot is not None]
    every = (*indices, *[index for position in hot for index in indices_in(position)])
    return {str(index.key) for index in every}


def bound_labels(term: Term) -> set[str]:
    """The names of indices bound in what is written; definitions keep theirs to themselves."""
    found = {term.index.label} if isinstance(term, Binder) else set()
    return found.union(*[bound_labels(child) for child in term.children])


def names_stated(hypotheses: Iterable[Hypothesis]) -> set[str]:
    """The free indices of hypotheses, by name: each is the index of that name in the claim."""
    found: set[str] = set()
    for fact in hypotheses:
        if isinstance(fact, Condition):
            found |= _meant(fact.free, (fact.lhs, fact.rhs))
        elif isinstance(fact, IndexCondition):
            found |= _meant(indices_in(fact.left) | indices_in(fact.right), ())
    return found
