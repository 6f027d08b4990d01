"""Content, factors, exact division: what they give, and what they leave alone."""

from fractions import Fraction

from flint import fmpq
from readings import claim_of

from derive.engine.division import FACTOR_LIMIT
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.engine.ring import FIRST_DENOMINATOR, ONE, UNIT
from derive.session import judge
from derive.terms.build import exp, log, sqrt
from derive.terms.declare import positive, real
from derive.terms.relations import Gt
from derive.verdict import Verdict

p, q, x = positive("p"), positive("q"), real("x")
HALF = Fraction(1, 2)


class Ring(Kernel):
    """A kernel with three scalars, the first two of them positive."""

    def __init__(self) -> None:
        super().__init__(10**6)
        self.positive |= {"a", "b"}
        self.a, self.b, self.c = (self.symbol(name) for name in "abc")

    def total(self, *parts):
        out = {}
        for part in parts:
            self.add_into(out, part)
        return out

    def minus(self, left, right):
        return self.add(left, right, fmpq(-1))


def proved(lhs, rhs, hypotheses=()):
    return judge(claim_of(lhs, rhs, given=hypotheses)).verdict is Verdict.PROVED


def holds(lhs, rhs, hypotheses=()):
    return prove(claim_of(lhs, rhs, given=hypotheses)).holds


# numerators


def test_numerator_keeps_the_fraction_of_a_power_of_a_denominator():
    ring = Ring()
    total = ring.add(ring.a, ring.b)
    numerator, need = ring.clear(ring.power(total, -HALF))
    assert list(need.values()) == [1]
    assert numerator == ring.power(total, HALF)
    assert not holds(log(1 / sqrt(p + q)), -log(p + q))
    assert proved(log(1 / sqrt(p + q)), -log(p + q) / 2)


def test_numerator_over_several_powers_of_one_denominator():
    ring = Ring()
    total = ring.add(ring.a, ring.b)
    numerator, need = ring.clear(ring.add(ring.power(total, -2), ring.power(total, -1)))
    assert list(need.values()) == [2]
    assert numerator == ring.add(total, ring.constant(1))


def test_what_has_no_denominator_is_its_own_numerator():
    ring = Ring()
    poly = ring.add(ring.power(ring.c, -1), ring.a)
    assert ring.clear(poly) == (poly, {})


# primitive parts


def test_common_monomial_is_the_least_power_of_each_factor():
    ring = Ring()
    parts = (ring.power(ring.a, -2), ring.power(ring.a, -1), ring.multiply(ring.a, ring.c), ring.power(ring.c, -1))
    for order in (parts, parts[::-1], parts[1:] + parts[:1]):
        content, common, part = ring.primitive(ring.total(*order))
        assert {common: ONE} == ring.multiply(ring.power(ring.a, -2), ring.power(ring.c, -1))
        assert all(power > 0 for mono in part for _, power in mono)
        assert ring.scale(ring.multiply(part, {common: ONE}), content) == ring.total(*parts)


def test_factor_of_one_term_is_no_common_factor():
    ring = Ring()
    for poly in (ring.add(ring.a, ring.c), ring.add(ring.c, ring.multiply(ring.a, ring.a))):
        assert ring.primitive(poly) == (ONE, UNIT, poly)


def test_content_leaves_whole_coprime_coefficients():
    ring = Ring()
    poly = ring.add(ring.scale(ring.a, fmpq(4, 3)), ring.scale(ring.c, fmpq(2, 5)))
    content, _, part = ring.primitive(poly)
    assert abs(content) == fmpq(2, 15)
    assert sorted(map(abs, part.values())) == [3, 10]


def test_difference_and_its_negative_have_one_primitive_part():
    ring = Ring()
    one = ring.minus(ring.power(ring.a, HALF), ring.power(ring.b, HALF))
    other = ring.scale(one, fmpq(-1))
    assert ring.primitive(one)[2] == ring.primitive(other)[2]
    assert ring.primitive(one)[0] == -ring.primitive(other)[0]
    assert holds(1 / (sqrt(p) - sqrt(q)), -1 / (sqrt(q) - sqrt(p)))


# factors


def test_product_is_its_sign_times_its_factors():
    ring = Ring()
    poly = ring.multiply(ring.minus(ring.a, ring.c), ring.power_whole(ring.add(ring.b, ring.c), 2))
    for part in (poly, ring.scale(poly, fmpq(-1))):
        sign, factors = ring.factored(part)
        product = ring.constant(sign)
        for factor, multiplicity in factors:
            product = ring.multiply(product, ring.power_whole(factor, multiplicity))
        assert product == part
        assert sorted(multiplicity for _, multiplicity in factors) == [1, 2]


def test_factor_of_known_sign_is_turned_to_it():
    for below in (1 - p, p - 1, 1 - p * q):
        assert proved(sqrt(below) ** 2, below, Gt(below, 0))


def test_factor_with_a_root_stands_for_itself():
    ring = Ring()
    root = ring.power(ring.a, HALF)
    poly = ring.add(ring.multiply(root, ring.c), ring.constant(1))
    assert ring.factored(poly) == (1, [(poly, 1)])
    assert not holds(1 / (sqrt(p) * x + 1), 1 / (x + 1))
    assert not holds(log(1 + sqrt(p) * q), log(1 + q))


def test_factor_with_a_denominator_of_its_own_stands_for_itself():
    ring = Ring()
    poly = ring.add(ring.multiply(ring.power(ring.a, -1), ring.c), ring.constant(1))
    assert ring.factored(poly) == (1, [(poly, 1)])


def test_what_is_too_long_stands_for_itself():
    ring = Ring()
    square = ring.power_whole(ring.add(ring.a, ring.c), 2)
    names = [ring.symbol(f"x{place}") for place in range(FACTOR_LIMIT)]
    long = ring.multiply(ring.c, ring.total(*names, ring.c))
    assert len(ring.factored(square)[1]) == 1
    assert ring.factored(square)[1][0][1] == 2
    assert ring.factored(long) == (1, [(long, 1)])


# division


def test_division_is_exact_or_there_is_none():
    ring = Ring()
    total, gap = ring.add(ring.a, ring.c), ring.minus(ring.a, ring.c)
    assert ring.divide(ring.multiply(total, gap), gap) == total
    assert ring.divide(total, gap) is None
    below = ring.power(ring.c, -3)
    assert ring.divide(ring.multiply(ring.multiply(total, gap), below), gap) == ring.multiply(total, below)


def test_roots_do_not_divide_and_are_not_divided():
    ring = Ring()
    root = ring.power(ring.a, HALF)
    one = ring.constant(1)
    mixed = ring.multiply(ring.multiply(root, ring.c), ring.add(ring.a, one))
    assert ring.divide(mixed, ring.add(ring.a, one)) is None
    assert ring.divide(ring.multiply(ring.c, ring.add(ring.b, one)), ring.add(ring.multiply(root, ring.b), one)) is None
    assert ring.divide(ring.c, ring.add(root, one)) is None


def test_what_has_denominators_of_its_own_does_not_divide():
    ring = Ring()
    one = ring.constant(1)
    assert ring.divide(ring.add(ring.c, one), ring.add(ring.power(ring.c, -1), one)) is None


def test_exponent_is_not_cancelled_against_the_whole_powers_of_a_root():
    assert not holds(exp((q * p * sqrt(p) + q * sqrt(p)) / (p + 1)), exp(q))
    assert not holds(exp((p * q + q) / (sqrt(p) * p + 1)), exp(q))
    assert not holds(exp((x * p + x) / (sqrt(p) * x + 1)), exp((x * p + x) / (x + 1)))


# common denominators


def test_numerator_is_cancelled_as_often_as_it_is_divided_by():
    ring = Ring()
    total = ring.add(ring.a, ring.b)
    inverse = ring.power(total, -1)
    square = ring.power_whole(total, 2)
    assert ring.cancel(ring.multiply(square, inverse)) == total
    assert ring.cancel(ring.multiply(total, ring.power(total, -2))) == inverse
    left = ring.add(ring.constant(1), ring.multiply(ring.scale(ring.b, fmpq(-1)), inverse))
    assert ring.cancel(left) == ring.multiply(ring.a, inverse)


def test_fractions_that_add_up_to_nothing_cancel():
    ring = Ring()
    inverse = ring.power(ring.add(ring.a, ring.b), -1)
    hidden = ring.total(ring.multiply(ring.a, inverse), ring.multiply(ring.b, inverse), ring.constant(-1))
    assert hidden != {}
    assert ring.cancel(hidden) == {}


def test_what_has_no_denominator_or_a_delta_is_not_cancelled():
    ring = Ring()
    inverse = ring.power(ring.add(ring.a, ring.b), -1)
    halves = ring.add(ring.multiply(ring.a, inverse), ring.multiply(ring.b, inverse))
    assert ring.cancel(halves) == ring.constant(1)
    with_delta = ring.add(ring.multiply(halves, ring.delta("i", "j")), ring.a)
    assert ring.cancel(with_delta) == with_delta
    assert ring.cancel(ring.add(ring.a, ring.constant(2))) == ring.add(ring.a, ring.constant(2))


def test_denominators_come_last_in_monomials():
    ring = Ring()
    ((mono, _),) = ring.multiply(ring.c, ring.power(ring.add(ring.a, ring.b), -1)).items()
    assert [i > FIRST_DENOMINATOR for i, _ in mono] == [False, True]
    assert ring.is_unit(ring.constant(1))
    assert not ring.is_unit(ring.constant(2))
    assert not ring.is_unit(ring.c)
    assert not ring.is_unit(ring.add(ring.c, ring.constant(1)))
