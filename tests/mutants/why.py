"""Why a mutant that was proved is true, found by evaluating it and its original: no engine, no second opinion.

The original is true, so an edited side is right exactly where it keeps its value. `explain` finds the innermost
part of the side that keeps its value: what surrounds the edit is to blame, and its kind says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import localcontext
from fractions import Fraction

from derive.terms import nodes as t
from derive.terms.claims import sizes_in
from derive.terms.relations import Relation

from .by_hand import BY_HAND
from .decimals import DIGITS, near, value
from .make import Mutant
from .points import holds, negligible, obeys, points

NOT_ALL = "one witness suffices for 'not for all', and one was found"
UNUSED = "the hypothesis is not needed: the sides agree where it fails"
IMPLIED = "the other assumptions imply the hypothesis: no point was found that breaks it alone"
NEXT = "the expansion is true as well: the next order vanishes"
ORDER = "the change is of an order that the expansion neglects"
WEAKER = "the edit only weakens the inequality"
SHARED = "the difference of the sides is divided or multiplied by a size"
SCALED = "0 stays 0 when scaled, squared or negated"
SYMMETRIC = "the side is symmetric under the swap, or the swapped indices are stated equal"
SAME = "the edited part has the same value as before"

AROUND = {
    t.Mul: "a factor beside the edit is 0 wherever it changes anything",
    t.Div: "0 is divided by what was edited",
    t.Binder: "the changes of the single terms sum to 0",
    t.Derivative: "what changed does not vary along the variable",
    t.Limit: "the limit is the same however the finite part is edited",
    t.Cases: "in the case where it stands the edit changes nothing",
}
"""By the kind of the innermost part that keeps its value, when the edit lies deeper inside it."""

AT = {
    "flip term": "the edited term is 0",
    "drop term": "the edited term is 0",
    "double term": "the edited term is 0",
    "start one later": "the member left out contributes 0",
    "end one earlier": "the member left out contributes 0",
    "leave one out": "the member left out contributes 0",
    "drop sum": "only the member that is kept contributes",
    "drop factor": "the edited factor is 1",
    "drop denominator": "the edited divisor is 1",
    "square denominator": "the edited divisor is 1",
    "square factor": "0 and 1 are their own squares",
    "square entry": "0 and 1 are their own squares",
    "swap": SYMMETRIC,
    "index": "the two indices are stated equal",
}
"""By the kind of the edit, when the edited part itself keeps its value."""

WHY = tuple(
    dict.fromkeys(
        (
            *AT.values(),
            *AROUND.values(),
            SCALED,
            SAME,
            ORDER,
            NEXT,
            WEAKER,
            SHARED,
            *BY_HAND.values(),
            UNUSED,
            IMPLIED,
            NOT_ALL,
        )
    )
)


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
        lost = [fact for fact in original.assumptions if fact not in claim.assumptions]
        broken = [p for p in points(claim, mutant.name, wider=original) if not all(obeys(f, p) for f in lost)]
        return UNUSED if broken else IMPLIED
    if (claim.relation, claim.order, claim.variable) != (original.relation, original.order, original.variable):
        return NEXT if claim.order is not None else None
    before, after = (original.lhs, claim.lhs) if claim.lhs != original.lhs else (original.rhs, claim.rhs)
    nested = list(places(before, after))
    kept = [place for place in nested if _agree(mutant, place)]
    if kept:
        return _reason(mutant, kept[-1], nested[-1])
    if claim.relation in (Relation.AT_MOST, Relation.BELOW):
        return _weaker(mutant)
    if claim.order is None:
        return None
    here = [negligible(claim, after, before, point) for point in points(claim, mutant.name, wider=original)]
    return ORDER if here and all(here) else None


def _weaker(mutant: Mutant) -> str | None:
    """Whether the edited side moved away from the other one everywhere, so that the original implies the mutant.

    An inequality can have room to spare as well; no rule says so, hence a reason written by hand.
    """
    claim, original = mutant.claim, mutant.original
    if _shared(mutant):
        return SHARED
    for point in points(claim, mutant.name, wider=original):
        left = [value(side, point) for side in (claim.lhs, original.lhs)]
        right = [value(side, point) for side in (original.rhs, claim.rhs)]
        if None in (*left, *right) or left[0] > left[1] or right[0] > right[1]:
            return BY_HAND.get(mutant.name)
    return WEAKER


def _shared(mutant: Mutant) -> bool:
    """Whether one size, the same at every point, is the ratio of the differences of the sides."""
    sizes = {s.name for s in sizes_in((mutant.claim.lhs, mutant.claim.rhs))}
    for point in points(mutant.claim, mutant.name, wider=mutant.original):
        gaps = []
        for claim in (mutant.claim, mutant.original):
            left, right = value(claim.lhs, point), value(claim.rhs, point)
            if left is None or right is None:
                return False
            gaps.append(right - left)
        after, before = gaps
        sizes = {
            name for name in sizes if near(after * point.sizes[name], before) or near(after, before * point.sizes[name])
        }
    return bool(sizes)


def _reason(mutant: Mutant, kept: Place, edit: Place) -> str:
    if kept != edit:
        return next((text for kind, text in AROUND.items() if isinstance(kept.original, kind)), SAME)
    if mutant.family not in AT or mutant.family in ("drop factor", "square factor"):
        zero = t.Number(Fraction(0))
        if _agree(mutant, Place(kept.original, zero, kept.binders, kept.bound)):
            return SCALED
    return AT.get(mutant.family, SAME)


def places(original: t.Term, edited: t.Term, binders=(), *, bound=True):
    """The pairs of parts that hold the edit, outermost first."""
    yield Place(original, edited, binders, bound)
    if type(original) is not type(edited):
        return
    before, after = original.children, edited.children
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
