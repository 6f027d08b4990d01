"""Hypotheses as rewrites: what each of them reaches, what it does not, and weights that have a mass."""

import pytest
from flint import fmpq
from readings import claim_of

from derive.engine.ideals import Equation
from derive.engine.laws import LEMMAS, Law
from derive.engine.prove import prove
from derive.engine.rewriting import AtomRule, EntryRule, Kernel
from derive.engine.ring import ONE, UNIT, Sort
from derive.engine.sums import SumRule
from derive.session import judge
from derive.terms.build import Sum, exp
from derive.terms.declare import index, indices, nonnegatives, real, reals, size, span
from derive.terms.relations import Eq, given
from derive.verdict import Reason, Verdict

n = size("n")
i, j, k, l = indices("i j k l", n)
late, later = index("late", span(2, n)), index("later", span(2, n))
x, y, z, M = reals("x", n), reals("y", n), reals("z", n), reals("M", n, n)
w, v = nonnegatives("w", n), nonnegatives("v", n)
c = real("c")
products = given(Eq(Sum(M[k, l] * x[l], l), y[k]).for_all(k))

TRUE = {
    "weights with a mass": (0, Sum(w[k] * exp(x[k]), k), "<", given(Eq(Sum(v[k], k), 2), Eq(Sum(w[k], k), 1))),
    "a hypothesis for all, at a position": (x[7], 0, "=", given(Eq(x[k], 0).for_all(k))),
    "a hypothesis for some, at one of them": (x[later], 0, "=", given(Eq(x[late], 0).for_all(late))),
    "a hypothesis at a position": (x[1] + x[2], 2 + x[2], "=", given(Eq(x[1], 2))),
    "a row by its number": (M[1, j], y[j], "=", given(Eq(M[1, k], y[k]).for_all(k))),
    "a sum of squares": (Sum(x[k] ** 2, k) ** 2, 1, "=", given(Eq(Sum(x[k] ** 2, k), 1))),
    "an inner sum at each value of an outer variable": (
        Sum(z[k] * Sum(M[k, l] * x[l], l), k),
        Sum(z[k] * y[k], k),
        "=",
        products,
    ),
    "an inner sum over rows": (
        Sum(z[k] * Sum(M[l, k] * x[l], l), k),
        Sum(z[k] * y[k], k),
        "=",
        given(Eq(Sum(M[l, k] * x[l], l), y[k]).for_all(k)),
    ),
    "a double sum beside equations that do not reduce it": (
        Sum(M[k, l] ** 3 * y[k], k, l),
        Sum(M[k, l] ** 3 * x[k], k, l) + Sum(M[k, l] ** 3, k, l),
        "=",
        given(Eq(y[k], x[k] + 1).for_all(k), Eq(Sum(M[k, l] ** 2, l), 1).for_all(k)),
    ),
    "inner sums beside others": (
        Sum(z[k] * Sum(M[k, l] * x[l], l) * Sum(M[k, l] * z[l], l), k),
        Sum(z[k] * y[k] * Sum(M[k, l] * z[l], l), k),
        "=",
        products,
    ),
}
FALSE = {
    "an inner sum at some values of an outer variable": (
        Sum(z[k] * Sum(M[k, l] * x[l], l), k),
        Sum(z[k] * y[k], k),
        "=",
        given(Eq(Sum(M[late, l] * x[l], l), y[late]).for_all(late)),
    ),
    "an inner sum over the other axis": (
        Sum(z[k] * Sum(M[l, k] * x[l], l), k),
        Sum(z[k] * y[k], k),
        "=",
        products,
    ),
    "weights before what may vanish": (0, Sum(w[k] * x[k] ** 2, k), "<", given(Eq(Sum(w[k], k), 1))),
    "weights whose mass may be 0": (0, Sum(w[k] * exp(x[k]), k), "<", given(Eq(Sum(w[k], k), c))),
    "weights beside others with a mass": (0, Sum(w[k] * exp(x[k]), k), "<", given(Eq(Sum(v[k], k), 1))),
    "a sum of other squares": (Sum(y[k] ** 2, k), 1, "=", given(Eq(Sum(x[k] ** 2, k), 1))),
    "a hypothesis for some, at another": (x[i], 0, "=", given(Eq(x[late], 0).for_all(late))),
    "a row by the number of another": (M[2, j], y[j], "=", given(Eq(M[1, k], y[k]).for_all(k))),
    "an entry of another family": (y[i], 0, "=", given(Eq(x[k], 0).for_all(k))),
}


@pytest.mark.parametrize("name", TRUE)
def test_hypothesis_is_used_where_it_holds(name):
    assert prove(claim_of(*TRUE[name])).holds


@pytest.mark.parametrize("name", FALSE)
def test_hypothesis_is_not_used_elsewhere(name):
    assert not prove(claim_of(*FALSE[name])).holds
    assert judge(claim_of(*FALSE[name])).verdict not in (Verdict.PROVED, Verdict.INTERNAL_ERROR)


@pytest.fixture
def kernel():
    """A range 1..n with a member and one that may be empty; p is positive, w and v are at least 0."""
    made = Kernel(100_000)
    made.declare_sort(Sort("1..n", None, made.size("n"), 1, None, frozenset({"1"})))
    made.declare_sort(Sort("2..n", None, made.add(made.size("n"), made.constant(-1)), 0))
    made.positive.add("p")
    made.nonnegative |= {"w", "v"}
    return made


def summed(kernel, *factors, sort="1..n", more=()):
    body = {UNIT: ONE}
    for factor in factors:
        body = kernel.multiply(body, factor)
    return kernel.sum((("{0", sort), *more), body)


def at(kernel, family, *others):
    return kernel.entry(family, ("{0", *others))


def sign(kernel, poly):
    (((i, _),),) = poly
    return kernel.atom_sign(i)


def test_every_law_on_inequalities_is_at_hand(kernel):
    assert all(map(kernel.may_use, LEMMAS))
    assert not kernel.may_use(Law.LINEARITY)


def test_equation_is_a_rule_that_rewrites_nothing(kernel):
    kernel.equations.append(Equation(kernel.symbol("a"), (), frozenset()))
    assert kernel.has_rules
    assert not kernel.has_rewrites


@pytest.mark.parametrize("kind", ["entry", "symbol", "sum", "atom"])
def test_every_kind_of_rule_rewrites(kernel, kind):
    assert not kernel.has_rules
    total = summed(kernel, at(kernel, "x"))
    (((i, _),),) = total
    one = {UNIT: ONE}
    match kind:
        case "entry":
            kernel.entry_rules.append(EntryRule("x", ("1",), one, frozenset()))
            total = kernel.entry("x", ("1",))
        case "symbol":
            kernel.symbol_rules["a"] = one
            total = kernel.symbol("a")
        case "sum":
            kernel.sum_rules.append(SumRule("x", 0, "1..n", (), one))
        case "atom":
            kernel.atom_rules.append(AtomRule(i, one))
    assert kernel.has_rewrites
    assert kernel.has_rules
    assert kernel.ruled(total) == one


def test_sum_is_positive_where_one_factor_is_a_weight_with_a_mass(kernel):
    p, w, x = (at(kernel, family) for family in "pwx")
    sums = {
        "weights": summed(kernel, w, p),
        "weights alone": summed(kernel, w),
        "other weights": summed(kernel, at(kernel, "v"), p),
        "two weights": summed(kernel, w, at(kernel, "v")),
        "weights and a square": summed(kernel, w, kernel.power(x, 2)),
        "weights and an absolute value": summed(kernel, kernel.absolute(x), p),
        "members of what may be empty": summed(kernel, p, sort="2..n"),
        "two variables": summed(kernel, w, kernel.entry("p", ("{0", "{1")), more=(("{1", "2..n"),)),
    }
    assert {name: sign(kernel, poly) for name, poly in sums.items()} == dict.fromkeys(sums, "0+")
    kernel.sum_rules += [SumRule("x", 0, "1..n", (), kernel.symbol("a")), SumRule("w", 0, "1..n", (), {UNIT: ONE})]
    kernel.forget()
    assert {name for name, poly in sums.items() if sign(kernel, poly) == "+"} == {"weights", "weights alone"}


@pytest.mark.parametrize(("mass", "expected"), [(0, "0+"), (1, "0+"), (None, "+")])
def test_mass_that_is_told_by_sums_is_none(kernel, mass, expected):
    """It may be told by the very sum that is asked for."""
    total = summed(kernel, at(kernel, "w"), at(kernel, "p"))
    value = kernel.symbol("p") if mass is None else kernel.add(total, kernel.constant(mass))
    kernel.sum_rules.append(SumRule("w", 0, "1..n", (), value))
    assert sign(kernel, total) == expected


def test_mass_of_unknown_sign_is_none(kernel):
    total = summed(kernel, at(kernel, "w"))
    kernel.sum_rules.append(SumRule("w", 0, "1..n", (), kernel.symbol("a")))
    assert sign(kernel, total) == "0+"


def rewritten(kernel, pattern, places, whole=()):
    kernel.entry_rules.append(EntryRule("M", pattern, kernel.entry("y", pattern), frozenset(whole)))
    return kernel._rewrite_entry("M", places)


K, L = "?k:1..n", "?l:1..n"
SHIFTED = ((("k", 1),), 1)
MATCHES = {
    "variables in their range": ((K, L), ("1", "{0:1..n"), (), ("1", "{0:1..n")),
    "a variable outside its range": ((K, L), ("1", "7"), (), None),
    "a variable that runs over the whole axis": ((K, L), ("1", "7"), (L,), ("1", "7")),
    "one variable at two places": ((K, K), ("1", "1"), (), ("1", "1")),
    "one variable at two places that differ": ((K, K), ("1", "{0:1..n"), (), None),
    "a position": (("1", K), ("1", "1"), (), ("1", "1")),
    "another position": (("2", K), ("1", "1"), (), None),
    "a shifted place": ((K, "1"), (SHIFTED, "1"), (K,), None),
    "a shifted pattern": ((SHIFTED, "1"), (SHIFTED, "1"), (), (SHIFTED, "1")),
    "a shifted pattern elsewhere": ((SHIFTED, "1"), ("1", "1"), (), None),
}


@pytest.mark.parametrize("name", MATCHES)
def test_entry_matches_a_pattern(kernel, name):
    pattern, places, whole, image = MATCHES[name]
    expected = None if image is None else kernel.entry("y", image)
    assert rewritten(kernel, pattern, places, whole) == expected


def test_inner_sums_that_no_equation_reaches_stay():
    lhs, rhs, relation, hypotheses = FALSE["an inner sum over the other axis"]
    assert prove(claim_of(lhs, rhs, relation, hypotheses)).reason is Reason.RESIDUAL


def test_entry_of_another_family_matches_nothing(kernel):
    assert rewritten(kernel, (K, L), ("1", "1")) is not None
    assert kernel._rewrite_entry("N", ("1", "1")) is None


def test_sum_under_a_hypothesis_of_its_own_has_that_value_only(kernel):
    first, second = summed(kernel, kernel.power(at(kernel, "x"), 2)), summed(kernel, kernel.power(at(kernel, "y"), 2))
    (((i, _),),) = first
    kernel.atom_rules.append(AtomRule(i, kernel.constant(3)))
    assert kernel.apply(kernel.add(first, second)) == kernel.add(second, kernel.constant(3))


def test_rewrites_follow_one_another(kernel):
    kernel.symbol_rules |= {"a": kernel.symbol("b"), "b": kernel.symbol("c"), "c": kernel.constant(fmpq(1, 2))}
    assert kernel.apply(kernel.power(kernel.symbol("a"), 2)) == kernel.constant(fmpq(1, 4))
