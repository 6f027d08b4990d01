"""Equations as hypotheses: what follows from them together is proved, in any order, and nothing else."""

import random
from itertools import permutations

import pytest
from equations import CONTRADICTORY, FOLLOWS, OPEN, a, p, x, y
from flint import fmpq

from derive.engine import groebner
from derive.engine.groebner import Basis
from derive.engine.prove import prove
from derive.terms.build import Rational, sqrt
from derive.terms.records import derivation, step
from derive.terms.relations import Eq, Ge, Gt, Ne, given
from derive.verdict import Reason


def proof(lhs, rhs, hypotheses, budget=1_000_000):
    return prove(derivation(lhs, step(rhs, given=given(*hypotheses))).claim(0), budget)


def found(lhs, rhs, hypotheses):
    one = proof(lhs, rhs, hypotheses)
    return one.holds, one.missing


@pytest.mark.parametrize("name", FOLLOWS)
def test_consequence_is_proved_in_any_order(name):
    lhs, rhs, hypotheses = FOLLOWS[name]
    for order in permutations(hypotheses):
        assert found(lhs, rhs, order) == (True, ())


@pytest.mark.parametrize("name", [name for name in FOLLOWS if name != "assignments in a circle"])
def test_every_equation_is_needed(name):
    lhs, rhs, hypotheses = FOLLOWS[name]
    for gone in hypotheses:
        assert found(lhs, rhs, [fact for fact in hypotheses if fact != gone]) != (True, ())


@pytest.mark.parametrize("name", OPEN)
def test_what_fails_somewhere_is_not_proved(name):
    lhs, rhs, hypotheses = OPEN[name]
    for order in permutations(hypotheses):
        assert found(lhs, rhs, order) != (True, ())


@pytest.mark.parametrize("name", CONTRADICTORY)
def test_nothing_follows_from_contradictory_equations(name):
    lhs, rhs, hypotheses = CONTRADICTORY[name]
    for order in permutations(hypotheses):
        assert not proof(lhs, rhs, order).holds


def test_stated_sign_of_a_factor_turns_an_open_claim_into_a_proved_one():
    lhs, rhs, hypotheses = OPEN["factor that may vanish"]
    assert found(lhs, rhs, (*hypotheses, Gt(x, 0))) == (True, ())


def test_basis_that_outgrows_its_limits_is_named(monkeypatch):
    lhs, _, hypotheses = FOLLOWS["two axes of a circle"]
    monkeypatch.setattr(groebner, "LIMITS", (2, 2, 8))
    cut = proof(lhs, 4, hypotheses)
    assert cut.reason is Reason.BUDGET
    assert "equations" in cut.message


def test_work_on_equations_is_counted():
    lhs, rhs, hypotheses = FOLLOWS["two axes of a circle"]
    assert proof(lhs, rhs, hypotheses, budget=40).reason is Reason.BUDGET
    assert proof(lhs, rhs, hypotheses).holds


VARIABLES = (x, y, a)


def random_term(chance, degree):
    total = chance.randint(-3, 3)
    for _ in range(chance.randint(1, 3)):
        term = chance.choice([-2, -1, 1, 2])
        for _ in range(chance.randint(1, degree)):
            term = term * chance.choice(VARIABLES)
        total = total + term
    return total


def value(term, point):
    return proof(term, 0, [Eq(name, number) for name, number in zip(VARIABLES, point, strict=True)]).holds


@pytest.mark.parametrize("seed", range(40))
def test_random_combination_of_equations_vanishes_and_nothing_proved_fails_at_their_common_point(seed):
    chance = random.Random(seed)
    point = [Rational(chance.randint(-2, 2), chance.choice([1, 1, 2])) for _ in VARIABLES]
    moved = [name - number for name, number in zip(VARIABLES, point, strict=True)]
    equations = [sum((random_term(chance, 1) * chance.choice(moved) for _ in range(2)), start=0 * x) for _ in range(2)]
    combination = sum((random_term(chance, 2) * equation for equation in equations), start=0 * x)
    hypotheses = [Eq(equation, 0) for equation in equations]
    assert proof(combination, 0, hypotheses).holds
    for _ in range(4):
        other = random_term(chance, 2)
        if proof(other, 0, hypotheses).holds:
            assert value(other, point)


TABLES = {
    "reduces to zero": ([{(2, 0): 1, (0, 2): 1, (0, 0): -1}, {(1, 1): 1}], {(4, 0): 1, (0, 4): 1, (0, 0): -1}, {}),
    "keeps its scale": ([{(2, 0): 3, (0, 1): -2}], {(2, 0): 5}, {(0, 1): "10/3"}),
    "nothing given": ([], {(1, 0): 7}, {(1, 0): 7}),
}


@pytest.mark.parametrize("name", TABLES)
def test_remainder_has_the_value_of_what_it_came_from(name):
    def exact(table):
        return {key: fmpq(*map(int, str(number).split("/"))) for key, number in table.items()}

    generators, table, expected = TABLES[name]
    assert Basis(map(exact, generators), 2).remainder(exact(table)) == exact(expected)


def test_roots_take_part_only_where_they_are_known_to_exist():
    assert found(sqrt(p) * y, 0, [Eq(p * y, 0)]) == (True, ())
    assert found(sqrt(x) * y, 0, [Eq(x * y, 0)]) != (True, ())


def test_factor_of_what_vanishes_nowhere_may_stand_below():
    quotient = (x - 1) / (x - 1)
    assert found(quotient, 1, [Gt((x - 1) * (2 - x), 0)]) == (True, ())
    assert found(quotient, 1, [Ne((x - 1) * y, 0)]) == (True, ())
    assert found(quotient, 1, [Ge((x - 1) * (2 - x), 0)]) != (True, ())
    assert found(quotient, 1, [Ne(x - 1 + y, 0)]) != (True, ())
