"""Why a mutant that was proved is true, found by evaluating it and its original: no engine, no second opinion.

The original is true, so an edited side is right exactly where it keeps its value. `explain` finds the innermost
part of the side that keeps its value: what surrounds the edit is to blame, and its kind says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from derive.terms import nodes as t
from derive.terms.relations import Relation
from derive.terms.traverse import children

from .decimals import DIGITS, near, value
from .make import Mutant
from .points import holds, negligible, points

NOT_ALL = "one witness suffices for 'not for all', and one was found"
UNUSED = "the hypothesis is not needed: the sides agree where it fails"
IMPLIED = "the hypothesis is not needed: no point was found where it fails and the rest holds"
SAME = "the edited part keeps its value"
ORDER = "the change is of an order that the expansion neglects"
WEAKER = "the claim about the limit follows: what was edited is the relation alone"
WHOLE = "the whole side keeps its value"
INSIDE = {
    t.Mul: "the edited factor is multiplied by 0",
    t.Div: "0 is divided by what was edited",
    t.Binder: "the changes of the single terms sum to 0",
    t.Derivative: "what changed does not vary along the variable",
    t.Limit: "the limit is the same however the finite part is edited",
    t.Cases: "the edited case does not occur",
}
WHY = (SAME, *INSIDE.values(), WHOLE, ORDER, WEAKER, UNUSED, IMPLIED, NOT_ALL)


@dataclass(frozen=True, slots=True)
class Checked:
    """What plain evaluation says of a proved mutant: a counterexample, points that agree, and why it is true."""

    false: bool
    undefined: int
    points: int
    why: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the original and the same part of the mutant, inside `binders`; `bound` tells whether hypotheses apply."""

    original: t.Term
    edited: t.Term
    binders: tuple[t.Binder, ...]
    bound: bool


def check(mutant: Mutant) -> Checked:
    """Evaluate a proved mutant at points of its domain, and say why it is true."""
    claim = mutant.claim
    if claim.relation is Relation.NOT_ALWAYS:
        differ = [holds(claim, point) is False for point in points(claim, mutant.name)]
        return Checked(not any(differ), 0, sum(differ), NOT_ALL if any(differ) else None)
    found = [holds(claim, point) for point in points(claim, mutant.name)]
    false, undefined = found.count(False), found.count(None)
    return Checked(false > 0, undefined, found.count(True), None if false or undefined else explain(mutant))


def explain(mutant: Mutant) -> str | None:
    """The reason, or None when evaluation finds none."""
    claim, original = mutant.claim, mutant.original
    if claim.assumptions != original.assumptions:
        kept = [p for p in points(claim, mutant.name, wider=original) if not _satisfies(original, claim, p)]
        return UNUSED if kept else IMPLIED
    if (claim.relation, claim.order, claim.variable) != (original.relation, original.order, original.variable):
        return WEAKER
    one, other = (claim.lhs, original.lhs) if claim.lhs != original.lhs else (claim.rhs, original.rhs)
    if claim.order is not None:
        here = [negligible(claim, one, other, point) for point in points(claim, mutant.name, wider=original)]
        if not _agree(mutant, Place(other, one, (), True)):
            return ORDER if here and all(here) else None
    kept_at = None
    for place in places(other, one):
        if _agree(mutant, place):
            kept_at = place
    if kept_at is None:
        return None
    return _reason(kept_at, list(places(other, one))[-1])


def _reason(kept: Place, edit: Place) -> str:
    if kept == edit:
        return WHOLE if not kept.binders and kept.bound and _is_whole(kept) else SAME
    return next((text for kind, text in INSIDE.items() if isinstance(kept.original, kind)), WHOLE)


def _is_whole(place: Place) -> bool:
    return not isinstance(place.edited, t.Entry | t.Pow | t.Number)


def _satisfies(original, claim, point) -> bool:
    from .points import obeys

    return all(obeys(fact, point) for fact in original.assumptions if fact not in claim.assumptions)


def places(original: t.Term, edited: t.Term, binders=(), *, bound=True):
    """The pairs of parts that hold the edit, outermost first."""
    yield Place(original, edited, binders, bound)
    if type(original) is not type(edited):
        return
    before, after = children(original), children(edited)
    changed = [number for number, (a, b) in enumerate(zip(before, after, strict=False)) if a != b]
    if len(before) != len(after) or len(changed) != 1 or not _same_head(original, edited):
        return
    inside = (*binders, original) if isinstance(original, t.Binder) else binders
    still = bound and not isinstance(original, t.Derivative | t.Limit)
    yield from places(before[changed[0]], after[changed[0]], inside, bound=still)


def _same_head(original, edited) -> bool:
    if isinstance(original, t.Binder):
        head = ("kind", "index", "exclude", "only")
        return all(getattr(original, name) == getattr(edited, name) for name in head)
    if isinstance(original, t.Cases):
        return (original.left, original.right) == (edited.left, edited.right)
    return True


def _agree(mutant: Mutant, place: Place) -> bool:
    """Whether both parts have the same value at every point, for every value of the indices bound around them."""
    met = 0
    for point in points(mutant.claim, mutant.name, bound=place.bound, wider=mutant.original):
        with localcontext(DIGITS):
            for _ in point.scoped(place.binders):
                one, two = value(place.original, point), value(place.edited, point)
                if (one is None) != (two is None):
                    return False
                if one is not None:
                    met += 1
                    if not near(one, two):
                        return False
    return met > 0


def vanishes(amount: Decimal) -> bool:
    """Whether a value is 0 as far as this evaluation can tell."""
    return near(amount, Decimal(0))
