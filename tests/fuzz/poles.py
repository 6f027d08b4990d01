"""Random terms with poles, rewritings that forget them, hypotheses that exclude some, and points to try them at."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import generate
from generate import BOUND, FAMILIES, M, i, j, n, x, y, z
from plain import NoValue, Plain, same

from derive.terms import nodes as t
from derive.terms.build import Sum, delta
from derive.terms.declare import index, span
from derive.terms.relations import Eq, Ge, Gt, IndexCondition, Ne, Op
from derive.terms.traverse import rebuild, substitute

k = BOUND[-1]
late = index("late", span(2, n))
HYPOTHESES = (
    Ne(x, 0),
    Ne(x, 1),
    Ne(z[i], 0),
    Ne(z[j], 0),
    Ne(z[k], 0).for_all(k),
    Ne(z[late], 0).for_all(late),
    Ne(z[k] + delta(k, i), 0).for_all(k),
    Ne(y[k], 0).for_all(k),
    Ne(M[i, j], 0),
    Ne(Sum(z[k], k), 0),
    Gt(z[k], 0).for_all(k),
    Ge(y[k], 0).for_all(k),
    Ge(x, 0),
    Eq(x, 0),
    Eq(x, y[i]),
    Eq(x**2, 1),
    Eq(x * y[i], 1),
    Eq(x * z[i], y[i]),
    Eq(z[i], 0),
    Eq(z[j], 1),
    Eq(z[k], y[k]).for_all(k),
    Eq(z[k] * y[k], 1).for_all(k),
    Eq(y[late], 0).for_all(late),
    Eq(M[k, k], 1).for_all(k),
    Eq(Sum(z[k], k), 0),
    Eq(Sum(z[k], k), 1),
    Eq(Sum(z[k] ** 2, k), 1),
    Eq(Sum(M[i, k], k), 1),
    Eq(i, j),
    Ne(i, j),
)


def _below(rng, scope):
    """What a term may be divided by: all but one of them vanish somewhere."""
    one, two = rng.choice(scope), rng.choice(scope)
    return rng.choice(
        (
            x,
            x - 1,
            1 + x**2,
            z[one],
            y[one],
            z[one] - y[two],
            z[one] + delta(one, two),
            x + delta(one, two),
            z[one] * y[two],
            x * z[one] - 1,
            M[one, two],
            n - 1,
            Sum(z[k], k),
            Sum(z[k], k, exclude=one),
            Sum(z[k], (k, 2, n)),
            Sum(z[k] ** 2, k),
        )
    )


def term(rng, depth):
    """A term that may have no value at some points."""
    return generate.term(rng, depth, analytic=False, below=_below)


def loosely(rng, whole):
    """The term with one place rewritten by a rule that holds wherever both sides have a value."""
    left = rng.randrange(generate.places_in(whole))

    def go(node, scope):
        nonlocal left
        left -= 1
        if left == -1:
            return rng.choice(list(_rules(rng, node, scope)))
        inner = (*scope, node.index) if isinstance(node, t.Binder) else scope
        return rebuild(node, lambda part: go(part, inner), _keep)

    return go(whole, (i, j))


def _keep(position):
    return position


def _rules(rng, node, scope):
    below, member = _below(rng, scope), rng.choice(scope)
    yield node + 1 / below - 1 / below
    yield node * below / below
    yield node + 0 * (1 / below)
    match node:
        case t.Binder(only=None, exclude=()) if node.index.domain == i.domain:
            yield Sum(node.body, node.index, exclude=member) + substitute(node.body, {node.index: member})
        case t.Binder(only=None, exclude=(gone,)):
            yield t.Binder(node.kind, node.body, node.index) - substitute(node.body, {node.index: gone})
        case t.Div(a, b):
            yield a * (1 / b)
        case t.Add((t.Div(a, b), t.Div(c, d))):
            yield (a * d + c * b) / (b * d)


def _holds(point, fact):
    if isinstance(fact, IndexCondition):
        return (point.place(fact.left) == point.place(fact.right)) == fact.equal
    compare = {Op.EQ: Fraction.__eq__, Op.NE: Fraction.__ne__, Op.GT: Fraction.__gt__, Op.GE: Fraction.__ge__}[fact.op]
    members = product(*[point.members(one.domain) for one in fact.forall])
    return all(
        compare(here.of(fact.lhs), here.of(fact.rhs))
        for values in members
        for here in [Plain(point.sizes, point.values, point.indices | dict(zip(fact.forall, values, strict=True)))]
    )


def points(rng, facts, tries):
    """Points of small whole numbers, many of them 0, at which the facts hold."""
    for _ in range(tries):
        size = rng.choice((1, 2, 2, 3))
        values = {("x",): Fraction(rng.choice((0, 0, 1, 1, -1, 2)))}
        for name, rank in FAMILIES.items():
            for place in product(range(1, size + 1), repeat=rank):
                values[(name, *place)] = Fraction(rng.choice((0, 0, 1, 1, -1, 2)))
        point = Plain({"n": size}, values, {i: rng.randint(1, size), j: rng.randint(1, size)})
        try:
            if all(_holds(point, fact) for fact in facts):
                yield point
        except NoValue:
            continue


def fails_at(claim, where):
    """The first point at which a side has no value, or the sides have different ones; None where there is none."""
    for point in where:
        try:
            if not same(point.of(claim.lhs), point.of(claim.rhs)):
                return point
        except NoValue:
            return point
    return None
