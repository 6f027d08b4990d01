"""What is never negative: bare polynomials, factors and completed squares, and the search for a negative value."""

import pytest
from engine.polynomials import build, minus
from flint import fmpq

from derive.engine import squares
from derive.engine.laws import Law
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Undefined, Unsupported
from derive.engine.squares import bare, has_sign, is_somewhere_negative, never_negative


def made():
    """Scalars t > 0, q ≥ 0, n < 0 and m ≤ 0; all others have any sign."""
    kernel = Kernel(1_000_000)
    kernel.positive.add("t")
    kernel.nonnegative.add("q")
    kernel.state(minus(kernel, kernel.symbol("n")), "+")
    kernel.state(minus(kernel, kernel.symbol("m")), "0+")
    return kernel


BARE = {
    "a positive factor": ("t a^2 + t b", "a^2 + b", "a^2 + b"),
    "a factor that may vanish": ("q a^2 + q b", "a^2 + b", None),
    "a negative factor": ("n a^2 + n b", "- a^2 - b", "- a^2 - b"),
    "a negative factor that may vanish": ("m a^2 + m b", "- a^2 - b", None),
    "the square of a negative factor": ("n^2 a^2 + n^2 b", "a^2 + b", "a^2 + b"),
    "the square of a negative factor that may vanish": ("m^2 a^2 + m^2 b", "a^2 + b", None),
    "the root of a negative factor": ("n^1/2 a^2 + n^1/2 b", None, None),
    "a factor of any sign": ("c a^2 + c b", "c a^2 + c b", "c a^2 + c b"),
    "the square of a factor of any sign": ("c^2 a^2 + c^2 b", "a^2 + b", None),
    "the cube of a factor of any sign": ("c^3 a^2 + c^3 b", "c a^2 + c b", None),
    "the inverse of a factor of any sign": ("c^-1 a^2 + c^-1 b", "c a^2 + c b", "c a^2 + c b"),
    "the inverse of a square": ("c^-2 a^2 + c^-2 b", "a^2 + b", "a^2 + b"),
    "the inverse of a factor that may vanish": ("q^-1 a^2 + q^-1 b", "a^2 + b", "a^2 + b"),
    "the inverse of a negative factor": ("m^-1 a^2 + m^-1 b", "- a^2 - b", "- a^2 - b"),
    "the root of a factor": ("c^1/2 a^2 + c^1/2 b", "a^2 + b", None),
    "a negative content": ("-2 a^2 - 2 b", "- a^2 - b", "- a^2 - b"),
    "two negatives": ("-2 n a^2 - 2 n b", "a^2 + b", "a^2 + b"),
}


@pytest.mark.parametrize("strict", [False, True])
def test_factors_of_known_sign_are_left_out(strict):
    kernel = made()

    wanted = {name: row[1 + strict] for name, row in BARE.items()}
    assert {name: bare(kernel, build(kernel, row[0]), strict=strict) for name, row in BARE.items()} == {
        name: None if rest is None else build(kernel, rest) for name, rest in wanted.items()
    }


def test_denominators_are_left_out_by_their_sign():
    kernel = made()
    top, plain = build(kernel, "a^2 + b"), build(kernel, "a - b")
    for strict in (False, True):
        positive = kernel.multiply(top, kernel.power(build(kernel, "a^2 + 1"), -1))
        assert bare(kernel, positive, strict=strict) == top
        unknown = kernel.multiply(top, kernel.power(plain, -1))
        assert bare(kernel, unknown, strict=strict) == kernel.multiply(top, plain)
        square = kernel.multiply(top, kernel.power(plain, -2))
        assert bare(kernel, square, strict=strict) == top


def test_nothing_is_left_of_what_vanishes_over_a_common_denominator():
    kernel = made()
    below = kernel.power(build(kernel, "a^2 + 1"), -1)
    poly = kernel.add(kernel.multiply(build(kernel, "a^2 + 1"), {UNIT: ONE}), {UNIT: -ONE})
    poly = kernel.add(kernel.multiply(poly, below), kernel.add(below, {UNIT: -ONE}))
    assert poly
    assert bare(kernel, poly, strict=False) == bare(kernel, poly, strict=True) == {}
    assert never_negative(kernel, poly, strict=False)
    assert not never_negative(kernel, poly, strict=True)


HOLDS = {
    "nothing": ("", True, False),
    "a square": ("a^2 - 2 a b + b^2", True, False),
    "a square and more": ("a^2 - 2 a b + b^2 + 1", True, True),
    "a leading term that may vanish": ("a^2 b^2 + a b + 1", True, False),
    "a product of both signs": ("a b", False, False),
    "a square of degree 6": (
        "a^6 + a^2 + b^6 + b^2 + 2 a^4 + 2 a^3 b^3 + 2 a^3 b + 2 a b^3 + 2 a b + 2 b^4",
        True,
        False,
    ),
    "a square beside a product": ("a^3 b - 2 a^2 b^2 + a b^3", False, False),
    "a square beside a positive": ("t a^2 - 2 t a b + t b^2", True, False),
    "a square under a weight": ("q a^2 - 2 q a b + q b^2 + q", True, False),
    "a negative square": ("- a^2 + 2 a b - b^2", False, False),
    "a square with a negative weight": ("n a^2 - 2 n a b + n b^2", False, False),
    "the negative of that": ("- n a^2 + 2 n a b - n b^2", True, False),
    "the negative of that and more": ("- n a^2 + 2 n a b - n b^2 + 1", True, True),
    "a square of roots": ("t - 2 t^1/2 a + a^2", True, False),
    "a square of roots and more": ("t - 2 t^1/2 a + a^2 + 1", True, True),
    "a line": ("a^2 + b", False, False),
    "a root": ("a^2 + 3 a + 1", False, False),
    "two factors that are positive": ("a^2 b^2 + a^2 b + a b^2 + a^2 + b^2 + a b + a + b + 1", True, True),
    "a factor that is negative": (
        "- a^2 b^2 - a^2 b - a b^2 - a^2 - b^2 - a b - a - b - 1",
        False,
        False,
    ),
    "a square beside a positive factor": ("a^2 + a^2 b + a^2 b^2", True, False),
    "a square beside what has a sign": ("a^2 N - a^2", True, False),
    "a size above its least": ("N^2 - 2 N + 1", True, False),
}


@pytest.mark.parametrize("name", HOLDS)
def test_never_negative(name):
    text, weak, strict = HOLDS[name]
    kernel = made()
    poly = build(kernel, text)
    assert never_negative(kernel, poly, strict=False) is weak
    assert never_negative(kernel, poly, strict=True) is strict


def test_square_is_completed_though_the_rest_alone_is_not_found():
    """y² + yp + (p² + s²)/4 = (y + p/2)² + s²/4, where p² + s² is no square and quadratic in nothing."""
    kernel = made()
    y, p, s = build(kernel, "y"), build(kernel, "a^3 - a"), build(kernel, "b^3 - b")
    rest = kernel.scale(kernel.add(kernel.multiply(p, p), kernel.multiply(s, s)), fmpq(1, 4))
    poly = kernel.add(kernel.add(kernel.multiply(y, y), kernel.multiply(y, p)), rest)
    assert not never_negative(kernel, rest, strict=False)
    assert never_negative(kernel, poly, strict=False)


def test_product_has_the_signs_of_its_factors_whichever_way_they_are_turned():
    kernel = made()
    build(kernel, "b + c")
    kernel.state(minus(kernel, kernel.symbol("z")), "+")
    low, high = build(kernel, "z - b^2 - b - 1"), build(kernel, "c^2 + c + 1")
    assert kernel.sign(low) == kernel.sign(high) == "?"
    product = kernel.multiply(low, high)
    assert not never_negative(kernel, product, strict=False)
    assert never_negative(kernel, minus(kernel, product), strict=True)
    third = kernel.multiply(product, build(kernel, "z - d^2 - d - 1"))
    assert never_negative(kernel, third, strict=True)
    assert not never_negative(kernel, minus(kernel, third), strict=False)


def test_factors_have_stated_signs():
    kernel = made()
    difference = build(kernel, "a^2 - b^2")
    for fact in ("a - b", "a + b"):
        assert not never_negative(kernel, difference, strict=False)
        kernel.state(build(kernel, fact), "0+")
    assert never_negative(kernel, difference, strict=False)
    assert not never_negative(kernel, difference, strict=True)


def test_logarithm_is_no_square_and_its_factors_need_signs():
    """Nothing is tried out where atoms are tied to others: here the rules stand alone."""
    kernel = made()
    log = kernel.log(kernel.symbol("t"))
    a, square = build(kernel, "a"), kernel.multiply(log, log)
    line = kernel.add(log, build(kernel, "a^2 + 1"))
    difference = kernel.add(build(kernel, "a^2"), square, -ONE)
    gap = kernel.add(a, log, -ONE)
    for strict in (False, True):
        for poly in (log, line, difference, minus(kernel, difference), gap, kernel.multiply(gap, square)):
            assert not never_negative(kernel, poly, strict=strict)
    for poly in (kernel.multiply(gap, gap), kernel.multiply(kernel.multiply(gap, gap), kernel.add(a, log))):
        assert never_negative(kernel, poly, strict=False) is (len(poly) == 3)
        assert not never_negative(kernel, poly, strict=True)
    assert never_negative(kernel, kernel.add(kernel.multiply(gap, gap), {UNIT: ONE}), strict=True)


def test_completed_square_has_its_parts_signs():
    """Each part of a·y² + b·y + c that the rule asks about, where only it is wrong."""
    kernel = made()
    y, p = kernel.log(kernel.symbol("t")), kernel.log(kernel.symbol("u"))

    def quadratic(*parts):
        total = {}
        for degree, part in enumerate(parts):
            kernel.add_into(total, kernel.multiply(part, kernel.power(y, degree)))
        return total

    one, square = {UNIT: ONE}, kernel.multiply(p, p)
    three = kernel.constant(3)
    assert never_negative(kernel, quadratic(one, one, one), strict=True)
    assert not never_negative(kernel, quadratic(one, three, one), strict=False)
    assert not never_negative(kernel, quadratic(minus(kernel, one), one, minus(kernel, one)), strict=False)
    assert not never_negative(kernel, quadratic(minus(kernel, square), {}, square), strict=False)
    assert not never_negative(kernel, quadratic(minus(kernel, one), {}, square), strict=False)
    assert never_negative(kernel, quadratic(one, p, square), strict=False)
    assert not never_negative(kernel, quadratic(one, p, square), strict=True)
    assert never_negative(kernel, quadratic(square, p, one), strict=False)
    assert not never_negative(kernel, quadratic(square, p, {}), strict=False)


@pytest.mark.parametrize("poly", ["q y^2 + b y + c", "c y^2 + b y + q"])
def test_stated_discriminant_says_nothing_where_the_other_end_vanishes(poly):
    """With 4qc - b² ≥ 0 and q = b = 0, the third may be negative."""
    kernel = made()
    kernel.state(build(kernel, "4 q c - b^2"), "0+")
    assert not never_negative(kernel, build(kernel, poly), strict=False)
    kernel.state(kernel.symbol("c"), "0+")
    assert never_negative(kernel, build(kernel, poly), strict=False)


def test_squares_are_a_law_that_can_be_missing(monkeypatch):
    kernel = made()
    square = build(kernel, "a^2 - 2 a b + b^2")
    assert never_negative(kernel, square, strict=False)
    monkeypatch.setattr(kernel, "may_use", lambda law: law is not Law.SQUARES)
    assert not never_negative(kernel, square, strict=False)


def test_even_power_is_positive_only_where_its_base_is_not_zero():
    kernel = made()
    square = build(kernel, "a^2 - 2 a b + b^2")
    assert not never_negative(kernel, square, strict=True)
    kernel.state(build(kernel, "a - b"), "≠")
    assert never_negative(kernel, square, strict=True)


NEGATIVE = {
    "nothing": ("", False),
    "any sign": ("a", True),
    "a positive": ("t", False),
    "what may vanish": ("q", False),
    "a size": ("N", False),
    "a size less its least": ("N - 1", False),
    "a size less 2": ("N - 2", True),
    "a negative": ("n + 1", False),
    "a difference": ("a - b", True),
    "a square": ("a^2 - 2 a b + b^2", False),
    "a square and a number": ("a^2 - 2 a b + b^2 - 1", True),
    "a root": ("a^1/2 + 1", False),
}


def test_negative_value_is_searched_for_among_values_that_signs_admit():
    kernel = made()
    found = {name: is_somewhere_negative(kernel, build(kernel, text)) for name, (text, _) in NEGATIVE.items()}
    assert found == {name: wanted for name, (_, wanted) in NEGATIVE.items()}


def test_value_is_relative_to_the_largest_term():
    kernel = made()
    (((a, _),),) = kernel.symbol("a")
    large = kernel.scale(build(kernel, "a^2 - 2 a - 4"), ONE * 10**20)
    assert squares._value(large, {a: 2.0}) == -1
    assert squares._value(build(kernel, "a^1/2 - 2"), {a: -1.0}) == -0.5
    for nothing in ({}, build(kernel, "a^1000"), build(kernel, "a^-1000")):
        assert squares._value(nothing, {a: 1e-300}) == 0
    assert squares._value(build(kernel, "a^-1"), {a: 0.0}) == 0


def test_least_value_of_a_size_is_minded():
    kernel = made()
    kernel.floors["N"] = 3
    assert not is_somewhere_negative(kernel, build(kernel, "N - 3"))
    assert is_somewhere_negative(kernel, build(kernel, "N - 4"))


def test_nothing_is_said_of_atoms_that_are_tied_to_others():
    kernel = made()
    log = kernel.log(kernel.symbol("t"))
    assert not is_somewhere_negative(kernel, log)
    assert not is_somewhere_negative(kernel, kernel.add(build(kernel, "a"), log))


STATED = {
    "itself": ("a - b", "0+", "a - b", False),
    "the other way": ("a - b", "0+", "b - a", True),
    "not zero": ("a - b", "≠", "a - b", True),
    "not zero, the other way": ("a - b", "≠", "b - a", True),
    "something else": ("a - b", "0+", "c - d", True),
    "where both sides agree": ("a - b", "0+", "100 a - 100 b - 1", True),
}


@pytest.mark.parametrize("name", STATED)
def test_stated_signs_narrow_the_search(name):
    fact, sign, poly, wanted = STATED[name]
    kernel = made()
    kernel.state(build(kernel, fact), sign)
    assert is_somewhere_negative(kernel, build(kernel, poly)) is wanted


def test_statements_are_followed_from_one_to_the_next():
    kernel = made()
    for fact in ("a - b", "b - c", "c - 5", "d - e"):
        kernel.state(build(kernel, fact), "0+")
    assert len(squares._concerning(kernel, build(kernel, "a"))) == 3
    assert not is_somewhere_negative(kernel, build(kernel, "a"))


QUADRATIC = {
    "a square": ("a^2 + a b + c", True, True, ("1", "b", "c")),
    "nothing linear": ("2 a^2 + c", True, True, ("2", "", "c")),
    "nothing constant": ("a^2 + a", True, True, ("1", "1", "")),
    "a line": ("a b + c", True, False, ("b", "", "c")),
    "a root": ("a + a^1/2 b + c", True, True, ("1", "b", "c")),
    "a root alone": ("a^1/2 b + c", True, False, ("b", "", "c")),
    "a cube": ("a^3 b + c", True, False, ("b", "", "c")),
    "powers 2 and 4": ("a^4 + a^2 b + c", True, True, ("1", "b", "c")),
    "powers 1 and 3": ("a^3 + a b + c", False, False, None),
    "powers 1, 2 and 4": ("a^4 + a^2 b + a", False, False, None),
    "powers -1 and 1": ("a^-1 b + a", False, False, None),
}


@pytest.mark.parametrize("positive", [True, False])
def test_square_is_in_a_real_power_of_an_atom(positive):
    kernel = made()
    ((((a, _),), _),) = kernel.symbol("a").items()
    for name, (text, if_positive, otherwise, parts) in QUADRATIC.items():
        found = squares._quadratic(build(kernel, text), a, positive=positive)
        there = if_positive if positive else otherwise
        assert found == (tuple(build(kernel, part) for part in parts) if there else None), name


def test_sign_alone():
    kernel = made()
    for text, weak, strict in (("t", True, True), ("q", True, False), ("", True, False), ("a", False, False)):
        assert has_sign(kernel, build(kernel, text), strict=False) is weak
        assert has_sign(kernel, build(kernel, text), strict=True) is strict


@pytest.mark.parametrize("cause", [Unsupported, Undefined])
def test_search_that_cannot_go_on_has_found_no_sign(cause, monkeypatch):
    def stopped(*_):
        raise cause

    kernel = made()
    square = build(kernel, "a^2 - 2 a b + b^2")
    monkeypatch.setattr(kernel, "factored", stopped)
    assert not never_negative(kernel, square, strict=False)
