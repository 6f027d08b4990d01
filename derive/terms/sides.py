"""A chain of vectors or matrices as a chain of terms: its sides are the entries at one place, any place."""

from __future__ import annotations

from dataclasses import replace

from derive.errors import TermError
from derive.terms.arrays import Array, array_of, at_same_place
from derive.terms.labels import names_stated
from derive.terms.records import Derivation
from derive.terms.relations import Relation

ORDERS = frozenset({Relation.AT_MOST, Relation.BELOW})


def of_entries(chain: Derivation) -> Derivation:
    """The chain with terms for its sides, and with what the author wrote beside them.

    A place is named by free indices that no side and no hypothesis speaks of. A side that is 0 is the
    zero of the shape of the others. Raises TermError where shapes differ.
    """
    sides: list[object] = [chain.start, *[link.rhs for link in chain.steps]]
    instead = [link.instead for link in chain.steps if link.instead is not None]
    like = next((side for side in (*sides, *instead) if isinstance(side, Array) and side.axes), None)
    arrays = tuple(array_of(side, like=like) for side in (*sides, *instead))
    first = arrays[0]
    for other in arrays[1:]:
        if not first.same_shape(other):
            raise TermError(
                f"{first.notation.plain} is {first.shape} and {other.notation.plain} is {other.shape}; "
                "the sides of a derivation have one shape"
            )
    if len(first.axes) > 1 and any(link.relation in ORDERS for link in chain.steps):
        raise TermError(
            "an order between matrices could mean two things; compare entries A[i, j], or numbers x @ (A @ x)"
        )
    stated = (*chain.given, *[fact for link in chain.steps for fact in link.given])
    terms, over = at_same_place(arrays, names_stated(stated))
    entries, others = iter(terms[1:]), iter(terms[len(sides) :])
    steps = tuple(
        replace(
            link,
            rhs=next(entries),
            instead=None if link.instead is None else next(others),
            written=array.notation.text,
        )
        for link, array in zip(chain.steps, arrays[1:], strict=False)
    )
    return replace(chain, start=terms[0], steps=steps, written=first.notation.text, over=over)
