"""Points that satisfy polynomial and other equations: exact where rational, certified where not, and varied."""

import itertools
from random import Random

import pytest
from equations import c, circles, k, n, orthonormal, p, q, sphere, x, y, z
from flint import arb, ctx, fmpq
from readings import claim_of

from derive.evaluate.domain import Domain
from derive.evaluate.machine import Meter
from derive.evaluate.polynomials import Polynomials, numerator, rational_roots, unknown, value_at
from derive.evaluate.sample import choices
from derive.evaluate.stage import Stage
from derive.evaluate.variety import Effort, Variety
from derive.terms.build import Sum, exp
from derive.terms.nodes import Sign
from derive.terms.relations import Eq, given

X, Y = ("x",), ("y",)


def stage(hypotheses, size):
    domain = Domain(claim_of(x, x + 0 * z[1], given=given(*hypotheses)), Meter(10**6, 10**5))
    return Stage(domain, {"n": size}, {}, {})


def points(hypotheses, size=2, draws=12):
    """Distinct points, with the values of what was computed."""
    here, rng, found = stage(hypotheses, size), Random(7), []
    for _ in range(draws):
        point = here.point(choices(here, "generic", rng)) if here.possible else None
        if point is not None:
            found.append(here.domain.machine(point).frames[0].values)
    return found


RATIONAL = {
    "circle": ((Eq(x**2 + y**2, 1),), lambda v: v[X] ** 2 + v[Y] ** 2 == 1),
    "hyperbola": ((Eq(x * y, 6),), lambda v: v[X] * v[Y] == 6),
    "quotient": ((Eq(x / y, y + 1),), lambda v: v[X] == v[Y] * (v[Y] + 1) != 0),
    "cubic": ((Eq(x**3 - x, y**2 - y),), lambda v: v[X] ** 3 - v[X] == v[Y] ** 2 - v[Y]),
    "line through a circle": ((Eq(x**2 + y**2, 25), Eq(x + y, 7)), lambda v: {v[X], v[Y]} == {3, 4}),
    "sphere": ((sphere,), lambda v: v["z", 1] ** 2 + v["z", 2] ** 2 == 2),
    "circles": ((circles,), lambda v: all(v["u", at] ** 2 + v["v", at] ** 2 == 1 for at in (1, 2))),
    "orthonormal": ((orthonormal,), lambda v: v["U", 1, 1] * v["U", 2, 1] + v["U", 1, 2] * v["U", 2, 2] == 0),
    "positive": ((Eq(p * q, 1), Eq(p + q, c)), lambda v: v["p",] > 0 and v["p",] * v["q",] == 1),
}


@pytest.mark.parametrize("name", RATIONAL)
def test_rational_points_satisfy_their_equations_exactly(name):
    hypotheses, holds = RATIONAL[name]
    for order in (hypotheses, hypotheses[::-1]):
        found = points(order)
        assert found
        assert all(type(value) is fmpq for values in found for value in values.values())
        assert all(holds(values) for values in found)


VARIED = {
    "both roots": ((Eq(x**2, 4),), lambda v: v[X], 2),
    "three roots": ((Eq(x * (x - 1) * (x + 3), 0),), lambda v: v[X], 3),
    "both lines": ((Eq(x * (x - y), 0),), lambda v: v[X] == 0, 2),
    "points of a circle": ((Eq(x**2 + y**2, 1),), lambda v: v[X], 8),
    "points of a sphere": ((sphere,), lambda v: v["z", 2], 8),
}


@pytest.mark.parametrize("name", VARIED)
def test_points_vary(name):
    hypotheses, read, least = VARIED[name]
    assert len({read(values) for values in points(hypotheses, draws=24)}) >= least


EMPTY = {
    "square below 0": (Eq(x**2, -1),),
    "no common point": (Eq(x * y, 1), Eq(x, 0)),
    "sphere around 0 on a line": (Eq(x**2 + y**2, 1), Eq(x + y, 5)),
    "positive and opposite": (Eq(p + q, 0), Eq(p * q, 1)),
    "exponential below 0": (Eq(exp(x), -1),),
}


@pytest.mark.parametrize("name", EMPTY)
def test_no_point_is_found_where_there_is_none(name):
    assert points(EMPTY[name]) == []
    assert points(EMPTY[name][::-1]) == []


@pytest.mark.parametrize(
    ("equation", "rest"),
    [
        (Eq(x * y, 0), lambda v: v[Y] == 0),
        (Eq(x**2 * y, 0), lambda v: v[Y] == 0),
        (Eq(x**2 * y + x * y**2, x), lambda v: v[X] * v[Y] + v[Y] ** 2 == 1),
        (Eq(x**3 * (y - 2), 0), lambda v: v[Y] == 2),
    ],
)
def test_each_factor_of_an_equation_is_sometimes_what_vanishes(equation, rest):
    found = points((equation,))
    assert any(v[X] == 0 and not rest(v) for v in found)
    assert any(v[X] != 0 and rest(v) for v in found)
    assert all(v[X] == 0 or rest(v) for v in found)


def test_root_is_certified_and_sharper_at_every_precision():
    here = stage((Eq(x**3, 2), Eq(y, x**2)), 1)
    point = here.point(choices(here, "generic", Random(1)))
    seen = []
    for bits in (64, 192, 512):
        with ctx.workprec(bits):
            values = here.domain.machine(point).frames[0].values
            assert (values[X] ** 3).contains(2)
            assert (values[Y] ** 3).contains(4)
            assert values[X].rad() < fmpq(1, 1 << (bits - 24))
            seen.append(values[X])
    assert all(coarse.contains(fine) for coarse, fine in itertools.pairwise(seen))


def test_equation_of_exponentials_is_solved_for_one_entry():
    found = points((Eq(Sum(exp(z[k]), k), n),), size=3, draws=40)
    assert found
    assert all(sum(arb(values["z", at]).exp() for at in (1, 2, 3)).contains(3) for values in found)


def test_search_ends_when_its_effort_is_spent():
    ring = Polynomials()
    row = numerator(ring.add(ring.mul(unknown(X), unknown(Y)), fmpq(-1)))
    chosen = {X: fmpq(2), Y: fmpq(5)}
    assert Variety([row], lambda _: Sign.REAL, Effort(100)).point(chosen) is not None
    assert Variety([row], lambda _: Sign.REAL, Effort(0)).point(chosen) is None


def test_rational_roots_are_all_found():
    ring = Polynomials()
    image = fmpq(1)
    for root in (fmpq(2, 3), fmpq(-5), fmpq(0)):
        image = ring.mul(image, ring.add(unknown(X), -root))
    poly = numerator(ring.mul(image, ring.add(ring.mul(unknown(X), unknown(X)), fmpq(-2))))
    assert rational_roots(poly) == [fmpq(-5), fmpq(0), fmpq(2, 3)]
    assert value_at(poly, lambda _: fmpq(-5)) == 0
