"""Equations as hypotheses: what follows from them together is proved, in any order, and nothing else."""

import random
from itertools import pairwise, permutations

import pytest
from equations import CONTRADICTORY, FOLLOWS, OPEN, a, b, c, circles, i, j, k, late, p, u, v, x, y, z
from flint import fmpq
from readings import claim_of, reading

from derive.engine import groebner, ideals
from derive.engine.groebner import Basis
from derive.engine.hypotheses import read
from derive.engine.normal import Normaliser
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.terms.build import Rational, sqrt
from derive.terms.declare import indices, real, reals, size
from derive.terms.relations import Eq, Ge, Gt, Ne, given
from derive.verdict import Reason


def proof(lhs, rhs, hypotheses, budget=1_000_000):
    return prove(claim_of(lhs, rhs, given=given(*hypotheses)), budget)


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


def reader(*hypotheses):
    """What reads terms under hypotheses."""
    claim = claim_of(0 * x, 0, given=given(*hypotheses))
    normaliser = Normaliser(Kernel(1_000_000), claim.floors, {})
    read(normaliser, claim)
    return normaliser


REMAINDERS = {
    "inverse of what may vanish": (y / x, y / x, [Eq(x * y, 0)]),
    "inverse of what is not 0": (y / x, 0 * x, [Eq(x * y, 0), Ne(x, 0)]),
    "inverse of what an equation keeps from 0 where it has members": (
        z[late] / x,
        z[late] ** 2,
        [Eq(x * z[late], 1).for_all(late)],
    ),
    "inverse of a factor of what is positive": (y / (x - 1), 0 * x, [Gt((x - 1) * (2 - x), 0), Eq((x - 1) * y, 0)]),
    "root of what has no sign": (x**2 * sqrt(x), x**2 * sqrt(x), [Eq(x**2, 1)]),
    "root of what is positive": (p * p * sqrt(p), sqrt(p), [Eq(p**2, 1)]),
    "root in an equation": (sqrt(p) * a**2 * c, b**2 * c, [Eq(sqrt(p) * a**2, b**2)]),
    "an entry that is not known to be there": (u[2] ** 2, 1 - v[2] ** 2, [circles]),
    "nothing that an equation is about": (x**2 * y, x**2 * y, [Eq(a**2 + b**2, 1)]),
}


@pytest.mark.parametrize("name", REMAINDERS)
def test_remainder_has_the_value_of_a_monomial_on_the_whole_domain(name):
    term, left, hypotheses = REMAINDERS[name]
    normaliser = reader(*hypotheses)
    assert normaliser.kernel.remainder(normaliser.convert(term)) == normaliser.convert(left)


@pytest.mark.parametrize("hypotheses", [(), (Eq(a * b, a + b),)], ids=["no equation", "an equation"])
def test_only_zero_vanishes_where_no_equation_says_more(hypotheses):
    normaliser = reader(*hypotheses)
    kernel = normaliser.kernel
    assert kernel.vanishes({})
    assert not kernel.avoids_zero({})
    assert not kernel.vanishes(normaliser.convert(x))
    assert not kernel.avoids_zero(normaliser.convert(x))
    assert kernel.avoids_zero(normaliser.convert(1 / x))
    assert kernel.vanishes(normaliser.convert(a * b - a - b)) is bool(hypotheses)


def test_atoms_that_equations_tie_are_divided_by_only_where_they_vanish_nowhere():
    kernel = Kernel(1_000)
    kernel.positive.add("p")
    assert kernel.may_divide_by(kernel.symbol("x"))
    kernel.tied = True
    assert not kernel.may_divide_by(kernel.symbol("x"))
    assert kernel.may_divide_by(kernel.symbol("p"))


def test_what_equations_do_not_say_leaves_a_residual():
    assert proof(*OPEN["one equation too few"]).reason is Reason.RESIDUAL


@pytest.mark.parametrize(("least", "known"), [(0, False), (1, True)])
def test_entries_outside_a_range_that_may_be_empty_say_nothing_of_its_members(least, known):
    (h,) = indices("h", size("e", at_least=least))
    normaliser = reader(Eq(u[k] * reals("e", h.domain)[h], 1).for_all(k, h))
    assert normaliser.kernel.avoids_zero(normaliser.convert(u[2])) is known


@pytest.mark.parametrize(("name", "most"), [("INSTANCES", 2), ("NEARBY", 2)])
def test_equations_beyond_a_limit_are_named(name, most, monkeypatch):
    lhs, rhs, hypotheses = u[i] ** 2 + v[j] ** 2, 1, [circles]
    monkeypatch.setattr(ideals, name, most)
    assert proof(lhs, rhs, hypotheses).reason is Reason.RESIDUAL
    monkeypatch.setattr(ideals, name, most - 1)
    assert proof(lhs, rhs, hypotheses).reason is Reason.BUDGET


def test_factor_of_what_is_stated_positive_vanishes_nowhere():
    between = (a - 1) * (2 - a)
    for hypotheses, known in (([Gt(between, 0)], True), ([Ge(between, 0)], False)):
        normaliser = reader(*hypotheses, Eq(x * y, between))
        assert normaliser.kernel.avoids_zero(normaliser.convert(x)) is known
        assert normaliser.kernel.avoids_zero(normaliser.convert(y)) is known


@pytest.mark.parametrize(("length", "powers"), [(30, (2,)), (19, (4, 2))])
def test_equations_that_are_linked_by_many_others_are_found_in_any_order(length, powers):
    links = [real(f"x{place:02d}") for place in range(length)]
    pairs = list(pairwise(links))
    hypotheses = [Eq(one**power, two**power) for one, two in pairs for power in powers]
    last = Eq(links[-1] ** 2, 4)
    for order in ([*hypotheses, last], [last, *hypotheses[::-1]]):
        assert found(links[0] ** 2, 4, order) == (True, ())


def test_equations_are_solved_until_nothing_more_falls_out():
    """p·x = p·u says x = u, and then x·v = u·v + w is only w = 0: it does not stay beside it."""
    kernel = Kernel(100_000)
    kernel.positive.add("p")
    big, one, two, three, last = (kernel.symbol(name) for name in "pxuvw")
    first = kernel.multiply(big, kernel.add(one, two, fmpq(-1)))
    second = kernel.add(kernel.multiply(three, kernel.add(one, two, fmpq(-1))), last, fmpq(-1))
    solved = kernel._solve((first, second))
    assert len(solved) == 2
    assert all(len(poly) <= 2 for poly in solved)


@pytest.mark.parametrize("factor", [1, p])
def test_equation_of_what_is_stated_positive_is_a_contradiction(factor):
    found = proof(x, y, (Gt(x**2, y**2), Eq(factor * x**2, factor * y**2)))
    assert found.message == "the hypotheses contradict each other"


@pytest.mark.parametrize(
    "hypotheses", [(Eq(a * x, a),), (Eq(a * x, b), Eq(a**2, a * b)), (Eq(a**2 * x, b**2), Eq(a**2, b**2))]
)
def test_what_equations_say_for_a_while_is_forgotten_with_the_sign_that_it_rests_on(hypotheses):
    kernel, (unknown, factor, one) = reading(x, a * b, 1 + 0 * a, given=hypotheses)
    before = kernel.context()
    always = kernel.remainder(unknown)
    kernel.state(factor, "≠")
    kernel.forget()
    assert kernel.remainder(unknown) == one
    assert kernel.avoids_zero(unknown)
    kernel.return_to(before)
    assert kernel.remainder(unknown) == always != one
    assert not kernel.avoids_zero(unknown)
