"""Random points that satisfy what a claim assumes, and whether its relation holds there."""

from __future__ import annotations

from decimal import Decimal, localcontext
from itertools import product
from random import Random

from derive.terms import nodes as t
from derive.terms.claims import condition_terms, families_in, scalars_in, sizes_in
from derive.terms.indices import Index, indices_in
from derive.terms.nodes import Sign
from derive.terms.relations import Condition, IndexCondition, Op, Relation, SignFact, SizeFact, zero_log_zero

from .decimals import DIGITS, NODES, NoValue, Point, index_choices, near, value

ATTEMPTS = 60
OFFSETS = (0, 1, 2, 3, 4)
"""Sizes tried, above the least."""

FEW, MANY, SMALL = 1, 4, 3
"""Points at large and at small sizes, and how many offsets count as small."""

EXACT = Decimal("1e-40")


def points(claim, seed="", *, bound=True, wider=None):
    """Points of the claim's domain; with `bound=False` only signs and index conditions are respected.

    The points also have values for whatever the claim `wider` mentions.
    """
    rng = Random(f"{seed}")
    wider = wider or claim
    terms = (claim.lhs, claim.rhs, wider.lhs, wider.rhs, *condition_terms((*claim.assumptions, *wider.assumptions)))
    free = _free((*claim.free_indices, *wider.free_indices), (*claim.assumptions, *wider.assumptions))
    for offset in OFFSETS:
        sizes = {s.name: max(claim.floors.get(s.name, 1), 1) + offset for s in sizes_in(terms)}
        choices = [c for c in index_choices(sizes, free) if _agrees(claim, sizes, c)]
        most = MANY if offset < SMALL else FEW
        for chosen in _spread(choices, rng, most) if free else choices * (most if sizes else 2 * MANY):
            for attempt in range(ATTEMPTS):
                # Stated values first, so that a sum is met by what is left free; or in the order written.
                first = _assigns if attempt % 2 == 0 else _any_order
                # One witness settles "not for all", and where logarithms stand it has to be positive.
                low = 0.05 if claim.relation is Relation.NOT_ALWAYS else -2
                point = _draw(claim, terms, sizes, chosen, rng, first if bound else None, low)
                if point is not None:
                    yield point
                    break
        if not sizes:
            return


def _free(indices, assumptions):
    """The free indices of the sides and of all assumptions."""
    found = set(indices)
    for fact in assumptions:
        if isinstance(fact, Condition):
            found |= fact.free
        elif isinstance(fact, IndexCondition):
            found |= indices_in(fact.left) | indices_in(fact.right)
    return tuple(sorted(found, key=lambda index: index.order))


def _conditions(claim):
    return [fact for fact in claim.assumptions if isinstance(fact, Condition)]


def _agrees(claim, sizes, chosen):
    point = Point(sizes, {}, chosen)
    return all(
        (point.place(f.left) == point.place(f.right)) == f.equal
        for f in claim.assumptions
        if isinstance(f, IndexCondition)
    )


def _spread(choices, rng, most):
    """The first (all equal), the one with most different values, and some more."""
    if len(choices) <= most:
        return choices
    apart = max(choices, key=lambda c: len(set(c.values())))
    rest = rng.sample(choices, most)
    return [apart, choices[0], *rest][:most]


def _draw(claim, terms, sizes, chosen, rng, first, least=-2):
    signs = {f.target.name: f.sign for f in claim.assumptions if isinstance(f, SignFact)}
    positive = set(signs)
    values = {}

    def number(name):
        if signs.get(name) is Sign.NONNEGATIVE and rng.random() < 0.3:
            return Decimal(0)
        low = 0.05 if name in signs else least
        return Decimal(str(round(rng.uniform(low, 2), 3))) if rng.random() < 0.9 else Decimal(1)

    zero_log = zero_log_zero in claim.assumptions
    point = Point(
        sizes, values, chosen, zero_log=zero_log, weights=[Decimal(rng.randint(1, 9)) / 4 for _ in range(NODES)]
    )
    for scalar in scalars_in(terms):
        values[(scalar.name,)] = number(scalar.name)
    for family in families_in(terms):
        for place in product(*[point.members(axis) for axis in family.axes]):
            values[(family.name, *place)] = number(family.name)
    with localcontext(DIGITS):
        try:
            facts = [(c, here) for c in _conditions(claim) for here in _instances(c, point)] if first else []
            pinned = set()
            for condition, here in sorted(facts, key=lambda fact: not first(fact[0])):
                if condition.op is Op.EQ:
                    _meet(condition, here, point, pinned, positive)
            good = all(_true(condition, here, point) for condition, here in facts)
        except (NoValue, ArithmeticError):
            return None
    return point if good and all(_signed(signs.get(name), v) for (name, *_), v in values.items()) else None


def _signed(sign, amount):
    return sign not in (Sign.POSITIVE, Sign.NONNEGATIVE) or amount > 0 or (sign is Sign.NONNEGATIVE and amount == 0)


def _assigns(condition):
    return any(isinstance(side, t.Entry | t.Scalar) for side in (condition.lhs, condition.rhs))


def _any_order(condition):
    return True


def _instances(condition, point):
    for chosen in product(*[point.members(index.domain) for index in condition.forall]):
        yield dict(zip(condition.forall, chosen, strict=True))


def _with(point, here, term):
    before = dict(point.indices)
    point.indices.update(here)
    try:
        return point.of(term)
    finally:
        point.indices = before


def _meet(condition, here, point, pinned, positive):
    """Change values so that an equation holds: assign, rescale, or solve for the last value it mentions."""
    for one, other in ((condition.lhs, condition.rhs), (condition.rhs, condition.lhs)):
        if isinstance(one, t.Entry | t.Scalar):
            place = [
                here[p] if isinstance(p, Index) and p in here else point.place(p) for p in getattr(one, "positions", ())
            ]
            key = (one.family.name, *place) if isinstance(one, t.Entry) else (one.name,)
            if key not in pinned:
                point.values[key] = _with(point, here, other)
                pinned.add(key)
                return
    difference = condition.lhs - condition.rhs
    point.touched = {}
    _with(point, here, difference)
    keys = [key for key in point.touched if key not in pinned]
    if not keys:
        return
    if all(key[0] in positive for key in keys) and len(keys) == len(point.touched):
        scale = _with(point, here, condition.rhs) / _with(point, here, condition.lhs)
        for key in keys:
            point.values[key] *= scale
    else:
        key = keys[-1]
        at = []
        for trial in (Decimal(0), Decimal(1)):
            point.values[key] = trial
            at.append(_with(point, here, difference))
        point.values[key] = at[0] / (at[0] - at[1])
    pinned.update(keys)


def _true(condition, here, point):
    gap = _with(point, here, condition.lhs) - _with(point, here, condition.rhs)
    match condition.op:
        case Op.EQ:
            return abs(gap) < EXACT
        case Op.NE:
            return abs(gap) > Decimal("1e-6")
        case Op.GT:
            return gap > 0
    return gap >= 0


def holds(claim, point):
    """Whether the claim's relation holds at `point`: True, False, or None where a side has no value."""
    if claim.relation is Relation.TENDS:
        return _compare(t.Limit(claim.lhs, claim.variable), claim.rhs, point)
    if claim.order is not None:
        return negligible(claim, claim.lhs, claim.rhs, point)
    if claim.relation in (Relation.AT_MOST, Relation.BELOW):
        one, two = value(claim.lhs, point), value(claim.rhs, point)
        if one is None or two is None:
            return None
        return one < two if claim.relation is Relation.BELOW else one <= two + EXACT
    return _compare(claim.lhs, claim.rhs, point)


def _compare(lhs, rhs, point):
    one, two = value(lhs, point), value(rhs, point)
    return None if one is None or two is None else near(one, two)


def negligible(claim, one, other, point):
    """Whether the difference, times the power of the remainder, stays bounded as the variable grows."""
    key, sizes = (claim.variable.name,), []
    for far in (Decimal("1e6"), Decimal("1e9")):
        before = point.values.get(key)
        point.values[key] = far
        gap = value(one - other, point)
        point.values[key] = before
        if gap is None:
            return None
        sizes.append(abs(gap) * far**claim.order)
    return sizes[1] <= 100 * sizes[0] + Decimal("1e-9")


def obeys(fact, point):
    """Whether an assumption holds at `point`."""
    with localcontext(DIGITS):
        if isinstance(fact, IndexCondition):
            return (point.place(fact.left) == point.place(fact.right)) == fact.equal
        if isinstance(fact, SizeFact):
            return point.sizes[fact.size.name] >= fact.at_least
        if isinstance(fact, SignFact):
            return all(_signed(fact.sign, v) for (name, *_), v in point.values.items() if name == fact.target.name)
        if isinstance(fact, Condition):
            try:
                return all(_true(fact, here, point) for here in _instances(fact, point))
            except (NoValue, ArithmeticError):
                return False
    return True
