"""Plans of a search: the styles of values to try, at which sizes above the least ones, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from derive.evaluate.domain import Domain
from derive.terms.nodes import Binder, Derivative, IndexNumber, Limit, Term
from derive.terms.relations import Relation
from derive.terms.traverse import mentioned

CONFIRM = (
    ("generic", 0, 0),
    ("zeros", 0, 0),
    ("generic", 1, 1),
    ("zeros", 1, 1),
    ("ties", 1, 1),
    ("special", 1, 1),
    ("generic", 2, 2),
    ("centred", 2, 2),
)
EXTREMES = (*(("one-hot", 0, 1),) * 4, ("ones", 0, 1))
"""Where inequalities are tight; tried before more of the same."""

REFUTE = (
    ("generic", 0, 3),
    ("zeros", 0, 2),
    ("special", 0, 2),
    ("plain", 0, 2),
    ("ties", 0, 2),
    ("one-hot", 0, 2),
    ("centred", 1, 3),
    ("ones", 0, 2),
    ("shared", 0, 2),
    ("special", 0, 3),
    ("generic", 4, 5),
    ("plain", 0, 2),
    ("special", 0, 2),
    ("positive", 0, 3),
    ("positive", 0, 2),
)
ORDERED = frozenset({Relation.AT_MOST, Relation.BELOW})
"""The relations of inequalities."""

LARGER = tuple(("generic", step, step) for step in (3, 4, 5, 6, 8))
"""Sizes tried besides where indices count as numbers: no cut-off is known then, and polynomials of low degree in
the size are told apart at that many."""

MEASURES = (("generic", 0, 0), ("one-hot", 0, 0), ("positive", 0, 0)) * 6
"""Tried besides where something is integrated: every trial has another measure."""

EDGE = (("generic", 0, 1),)
"""Where something vanishes."""

EDGE_TRIES = 6

BELOW = (("generic", 0, 3), ("special", 0, 3), ("generic", 0, 3))
BELOW_TRIES = 60
"""Trials at smaller sizes than those of the first counterexample."""


def suited(domain: Domain, plan: Sequence[tuple[str, int, int]]) -> Sequence[tuple[str, int, int]]:
    """The plan with sizes at which all free indices can differ, and without styles that would mislead.

    A derivative of a limit is the limit of derivatives only at generic points: no special values then.
    """
    per_range = Counter(index.domain for index in domain.free)
    apart = max(per_range.values(), default=1) - 1
    if apart > max(high for _, _, high in plan):
        plan = (*plan, ("generic", apart, apart))
    if any(_by_order(node) for node in mentioned((domain.claim.lhs, domain.claim.rhs))):
        plan = (*plan, *LARGER)
    if domain.spaces:
        plan = (*plan, *MEASURES)
    for node in mentioned((domain.claim.lhs, domain.claim.rhs)):
        if isinstance(node, Derivative) and any(isinstance(inner, Limit) for inner in mentioned((node.body,))):
            return tuple(entry for entry in plan if entry[0] == "generic")
    return plan


def _by_order(node: Term) -> bool:
    """Whether a node depends on the values of indices or on their order, not just on which of them agree."""
    return isinstance(node, IndexNumber) or (isinstance(node, Binder) and not node.above is node.below is None)
