"""Maxima in the evaluator: exact, in balls, with slopes, and where they have none."""

import pytest
from flint import arb, fmpq

from derive.evaluate.balls import largest
from derive.evaluate.duals import Dual, Duals
from derive.evaluate.failures import Imprecise, Undefined, Unsupported
from derive.evaluate.laurent import VARIABLE, Laurent
from derive.evaluate.polynomials import Polynomials, unknown
from derive.evaluate.residues import levels

REALS = Duals(Laurent())
HALF, ONE, TWO = fmpq(1, 2), fmpq(1), fmpq(2)


@pytest.mark.parametrize(("x", "y", "found"), [(HALF, ONE, ONE), (ONE, ONE, ONE), (fmpq(-2), fmpq(-3), fmpq(-2))])
def test_larger_rational_is_exact(x, y, found):
    assert largest(x, y) == found
    assert type(largest(y, x)) is fmpq


def test_balls_that_overlap_give_a_ball_that_holds_the_larger():
    wide = arb(1, HALF)
    found = largest(wide, fmpq(5, 4))
    assert found.contains(arb(5) / 4)
    assert found.contains(arb(3) / 2)
    assert not found.contains(1)


def test_slope_is_that_of_the_largest_alone():
    ahead = REALS.largest([Dual(ONE, ONE, 1), Dual(ONE, TWO, 1), Dual(TWO, HALF, 1)])
    assert (ahead.value, ahead.slope) == (TWO, HALF)
    assert REALS.largest([TWO, Dual(ONE, ONE, 1)]) == TWO


def test_tie_has_a_slope_only_where_the_slopes_agree():
    assert REALS.largest([Dual(ONE, TWO, 1), Dual(ONE, TWO, 1)]).slope == TWO
    with pytest.raises(Undefined):
        REALS.largest([Dual(ONE, TWO, 1), ONE])


def test_higher_slopes_at_a_tie_decide_nothing():
    inner = Dual(ONE, ONE, 1)
    with pytest.raises(Imprecise):
        REALS.largest([Dual(inner, ONE, 2), Dual(inner, TWO, 2)])


def test_tie_that_is_not_certain_decides_nothing():
    with pytest.raises(Imprecise):
        REALS.largest([Dual(arb(1, HALF), ONE, 1), Dual(ONE, TWO, 1)])


def test_nothing_has_no_largest():
    with pytest.raises(Undefined):
        REALS.largest([])


@pytest.mark.parametrize(
    ("ring", "values"),
    [
        (REALS, [VARIABLE, ONE]),
        (REALS, [Dual(VARIABLE, ONE, 1), ONE]),
        (Duals(levels()[0]), [3, 5]),
        (Duals(levels()[0]), [Dual(3, 1, 1), 5]),
        (Duals(Polynomials()), [unknown(("x",)), ONE]),
    ],
)
def test_what_has_no_order_has_no_largest(ring, values):
    with pytest.raises(Unsupported):
        ring.largest(values)


def test_constants_among_polynomials_have_an_order():
    assert Duals(Polynomials()).largest([ONE, TWO]) == TWO
