"""Gröbner bases: when they are complete, when the ideal is everything, and remainders modulo what was found."""

from flint import fmpq

from derive.engine.groebner import DEGREE, Basis

ONE, TWO = fmpq(1), fmpq(2)


def power_less_one(degree):
    return {(degree, 0): ONE, (0, 0): -ONE}


def test_highest_degree_is_still_taken_in():
    basis = Basis([power_less_one(DEGREE)], 2)
    assert basis.complete
    assert basis.remainder({(DEGREE, 1): TWO}) == {(0, 1): TWO}


def test_what_is_of_a_higher_degree_is_left_out_and_the_basis_not_complete():
    basis = Basis([power_less_one(DEGREE + 1), {(0, 1): ONE, (0, 0): -TWO}], 2)
    assert not basis.complete
    assert basis.remainder({(DEGREE + 1, 0): ONE}) == {(DEGREE + 1, 0): ONE}
    assert basis.remainder({(0, 1): ONE}) == {(0, 0): TWO}


def test_basis_that_outgrows_the_limits_is_not_complete_and_still_reduces_rightly():
    huge = fmpq(2**600)
    basis = Basis([{(1, 0): huge, (0, 1): -ONE}, {(1, 1): ONE, (0, 0): -ONE}], 2)
    assert not basis.complete
    assert basis.remainder({(1, 0): huge}) == {(0, 1): ONE}


def test_ideal_is_everything_only_where_a_constant_is_in_it():
    assert not Basis([], 2).is_everything
    assert not Basis([{(1, 0): ONE}], 2).is_everything
    assert Basis([{(0, 0): TWO}], 2).is_everything
    assert Basis([{(1, 0): ONE}, {(1, 0): ONE, (0, 0): ONE}], 2).is_everything
