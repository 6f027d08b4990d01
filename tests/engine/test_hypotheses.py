"""How assumptions are read: what becomes a rewrite, a sign or a range, what cannot be used, and what does not follow."""

from __future__ import annotations

import pytest
from flint import fmpq
from readings import claim_of

from derive.engine.hypotheses import fixed_sizes, instantiate, read, set_apart
from derive.engine.normal import Normaliser
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.session import judge
from derive.terms.build import Rational, Sum, exp, log
from derive.terms.declare import index, indices, positive, positives, real, reals, size, span
from derive.terms.relations import Eq, Ge, Gt, Ne, given
from derive.verdict import Reason, Verdict

n, two = size("n"), size("m", at_least=2)
i, j, k, l = indices("i j k l", n)
a, s = index("a", span(2, n)), index("s", span(1, n - 1))
x, y, t = real("x"), real("y"), real("t")
p = positive("p")
z, v, w = reals("z", n), reals("v", n), positives("w", n)
M, C = reals("M", n, n), reals("C", n, n, n)
R = positives("R", n, span(0, 1))

TRUE = {
    "two pairs of equal indices": (z[i] * v[k], z[j] * v[l], "=", (Eq(i, j), Eq(k, l))),
    "pairs of equal indices that are joined last": (z[i], z[k], "=", (Eq(i, j), Eq(k, l), Eq(j, k))),
    "an index equal to an integer, and another to it": (z[j], z[1], "=", (Eq(i, 1), Eq(j, i))),
    "sum of a family with a shift": (x * Sum(z[s + 1], s), x, "=", (Eq(Sum(z[s + 1], s), 1),)),
    "sum of the row after one": (Sum(M[s + 1, l], l), 1, "=", (Eq(Sum(M[s + 1, l], l), 1),)),
    "sum of the first row for all": (Sum(M[1, l], l), v[i], "=", (Eq(Sum(M[1, l], l), v[k]).for_all(k),)),
    "sum over two variables": (Sum(M[k, l], k, l) * x, x, "=", (Eq(Sum(M[k, l], k, l), 1),)),
    "sum on the diagonal": (Sum(M[k, k], k) * x, x, "=", (Eq(Sum(M[k, k], k), 1),)),
    "sum of products": (Sum(z[k] * v[k], k) * x, x, "=", (Eq(Sum(z[k] * v[k], k), 1),)),
    "sum of squares in an exponential": (exp(Sum(z[k] ** 2, k)), exp(x), "=", (Eq(Sum(z[k] ** 2, k), x),)),
    "a positive multiple of a sum": (Sum(z[k], k), x, "=", (Eq(p * Sum(z[k], k), p * x),)),
    "a power that is 0": (x + y, y, "=", (Eq(x**3, 0),)),
    "a size given twice": (Sum(z[k], k), z[1] + z[2], "=", (Eq(n, 2), Eq(2, n))),
    "a denominator of which a part is 0": (
        Sum(exp(z[k]), k),
        t * y,
        "=",
        (Eq(Sum(exp(z[k]) / (x * exp(z[k]) + y), k), t), Eq(x, 0), Ne(y, 0)),
    ),
    "the rest of a sum is positive where an index differs": (0, Sum(w[k], k) - w[i], "<", (Ne(i, j),)),
    "the rest of a sum is positive where an index is not 1": (0, Sum(w[k], k) - w[1], "<", (Ne(i, 1),)),
    "an order for all": (v[i], z[i], "<", (Gt(z[k], v[k]).for_all(k),)),
    "a sign for all, of products": (0, M[i, j] * z[i], "<", (Gt(M[k, l] * z[k], 0).for_all(k, l),)),
    "the diagonal is positive": (0, M[i, i], "<", (Gt(M[k, k], 0).for_all(k),)),
    "the diagonal is positive, said twice": (0, M[i, i], "<", (Gt(M[k, k], 0).for_all(k, l),)),
    "all entries are positive, columns first": (0, M[i, j], "<", (Gt(M[k, l], 0).for_all(l, k),)),
    "no entry is negative": (0, Sum(z[k], k), "≤", (Ge(z[k], 0).for_all(k),)),
    "orders of three indices": (x, C[i, j, k], "<", (Gt(C[i, j, k], x).for_all(i, j, k),)),
    "the complement of what is positive": (
        log(1 - R[i, 0]),
        log(R[i, 1]),
        "=",
        (Eq(R[k, 1], 1 - R[k, 0]).for_all(k),),
    ),
    "an order under a hypothesis": (y, z[i], "<", (Eq(x, y), Gt(z[k], x).for_all(k))),
}

FALSE = {
    "two pairs of equal indices, taken as one": (z[i], z[k], "=", (Eq(i, j), Eq(k, l))),
    "an index equal to 1, and a pair that is not": (z[k], z[1], "=", (Eq(i, 1), Eq(j, k))),
    "a multiple, that may be 0, of a sum": (Sum(z[k], k), 1, "=", (Eq(x * Sum(z[k], k), x),)),
    "one of two roots": (x, 0, "=", (Eq(x**2, x),)),
    "the first factor of a product that is 0": (x, 0, "=", (Eq(x**2 * y, 0),)),
    "the second factor of a product that is 0": (y, 0, "=", (Eq(x**2 * y, 0),)),
    "sum of products, used for one factor": (Sum(z[k], k), 1, "=", (Eq(Sum(z[k] * v[k], k), 1),)),
    "sum of products, used for the other factor": (Sum(v[k], k), 1, "=", (Eq(Sum(z[k] * v[k], k), 1),)),
    "sum of squares, used for the sum": (Sum(z[k], k), 1, "=", (Eq(Sum(z[k] ** 2, k), 1),)),
    "sum of all entries, used for a row": (Sum(M[i, l], l), 1, "=", (Eq(Sum(M[k, l], k, l), 1),)),
    "sum of the diagonal, used for a row": (Sum(M[i, l], l), 1, "=", (Eq(Sum(M[k, k], k), 1),)),
    "sum of the row after one, used for the row": (Sum(M[s, l], l), 1, "=", (Eq(Sum(M[s + 1, l], l), 1),)),
    "sum from 2 with a shift, used for all": (Sum(z[k], k), 1, "=", (Eq(Sum(z[s + 1], s), 1),)),
    "the diagonal is positive, hence all": (0, M[i, j], "<", (Gt(M[k, k], 0).for_all(k, l),)),
    "the diagonal is positive, hence all, with one index twice": (0, M[i, j], "<", (Gt(M[k, k], 0).for_all(k, k),)),
    "positive from 2 on, hence all": (0, z[i], "<", (Gt(z[a], 0).for_all(a),)),
    "an order from 2 on, used for all": (x, z[i], "<", (Gt(z[a], x).for_all(a),)),
    "not negative for all, hence positive": (0, Sum(z[k], k), "<", (Ge(z[k], 0).for_all(k),)),
    "above 1 for all, hence for another": (1, v[i], "≤", (Ge(z[k], 1).for_all(k),)),
    "above -1 for all, hence positive": (0, z[i], "≤", (Ge(z[k], -1).for_all(k),)),
    "not zero for all, hence positive": (0, z[i], "<", (Ne(z[k], 0).for_all(k),)),
    "a part of a sum where an index differs that the sum leaves out": (w[a], Sum(w[k], (k, 2, n)), "<", (Ne(i, a),)),
    "a part of a sum of one member": (w[i], Sum(w[k], k), "<", ()),
}


def claim(lhs, rhs, relation, hypotheses):
    return claim_of(lhs, rhs, relation, given=given(*hypotheses))


@pytest.mark.parametrize("name", TRUE)
def test_what_follows_from_hypotheses_is_proved(name):
    assert judge(claim(*TRUE[name])).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_what_does_not_follow_is_refuted_and_not_held_by_the_prover(name):
    assert not prove(claim(*FALSE[name])).holds
    assert judge(claim(*FALSE[name])).verdict is Verdict.REFUTED


def reading(*facts):
    """The normaliser that has read some hypotheses, and what it says of them."""
    stated = claim_of(0, 0, given=given(*facts))
    normaliser = Normaliser(Kernel(100_000), stated.floors, fixed_sizes(stated.assumptions))
    return normaliser, read(normaliser, stated)


def rewrites(*facts):
    """What the hypotheses give a value: scalars, entries by their places, sums of families by their axis, other sums."""
    kernel = reading(*facts)[0].kernel
    found = [label.partition(" ")[2] for label in kernel.symbol_rules]
    for rule in kernel.entry_rules:
        found.append(rule.family.partition(" ")[2] + str([str(place).partition(":")[0] for place in rule.pattern]))
    found += [f"sum of {rule.family.partition(' ')[2]}, axis {rule.axis}" for rule in kernel.sum_rules]
    return [*found, *["sum" for _ in kernel.atom_rules]]


def test_sizes_are_fixed_by_whole_numbers_that_are_not_negative_and_by_the_first():
    assert fixed_sizes((Eq(n, 3),)) == fixed_sizes((Eq(3, n),)) == {"n": 3}
    assert fixed_sizes((Eq(n, 0),)) == {"n": 0}
    assert fixed_sizes((Eq(n, 2), Eq(n, 3), Eq(two, 5))) == {"n": 2, "m": 5}
    for fact in (Eq(n, -1), Eq(n, Rational(1, 2)), Ne(n, 3), Eq(n, 3).for_all(a), Eq(n, two)):
        assert fixed_sizes((fact,)) == {}


def test_sizes_that_are_fixed_twice_contradict_each_other():
    proof = prove(claim(x, y, "=", (Eq(n, 2), Eq(n, 3))))
    assert (proof.holds, proof.reason) == (False, Reason.UNSUPPORTED)


def test_left_side_is_rewritten_if_it_is_a_variable():
    assert rewrites(Eq(x, y)) == rewrites(Eq(x, z[i])) == rewrites(Eq(x, Sum(z[k], k))) == ["x"]
    assert rewrites(Eq(y, x)) == ["y"]
    assert rewrites(Eq(z[k], w[k]).for_all(k)) == ["z['?k']"]
    assert rewrites(Eq(w[k], z[k]).for_all(k)) == ["w['?k']"]
    assert rewrites(Eq(z[1], v[2])) == ["z['1']"]
    assert rewrites(Eq(M[k, 1], z[k]).for_all(k)) == ["M['?k', '1']"]


def test_else_a_sum_is_rewritten_or_an_entry_or_a_scalar():
    assert rewrites(Eq(x + Sum(z[k], k), z[i])) == ["sum of z, axis 0"]
    assert rewrites(Eq(x + Sum(z[k] ** 2, k), z[i])) == ["sum"]
    for total in (Sum(exp(z[k]), k), Sum(z[k] * v[k], k), Sum(M[k, k], k), Sum(M[k, l], k, l), Sum(M[s + 1, l], l)):
        assert rewrites(Eq(total + x, 1)) == ["sum"]
    assert rewrites(Eq(x + z[i], 0)) == ["z['i']"]
    assert rewrites(Eq(x + exp(y), 0)) == ["x"]
    assert rewrites(Eq(Sum(M[k, l], l) + x, 1).for_all(k)) == ["sum of M, axis 1"]
    assert rewrites(Eq(Sum(M[k, l], k) + x, 1).for_all(l)) == ["sum of M, axis 0"]


def test_equation_that_is_solved_is_not_divided_and_solved_again():
    assert rewrites(Eq(exp(x) + t + p * y, 1)) == ["t"]
    assert rewrites(Eq(z[1] + p * y, 1)) == ["z['1']"]
    assert rewrites(Eq(Sum(z[k], k) + p * y, 1)) == ["sum of z, axis 0"]
    assert rewrites(Eq(Sum(z[k] ** 2, k) + p * y, 1)) == ["sum"]


def test_nothing_is_rewritten_to_what_holds_it():
    assert rewrites(Eq(x, x**2)) == rewrites(Eq(x, exp(x))) == rewrites(Eq(x + exp(x), 1)) == []
    assert rewrites(Eq(z[k], exp(z[k])).for_all(k)) == rewrites(Eq(z[k] + exp(z[k]), 1).for_all(k)) == []
    assert rewrites(Eq(z[k] + y * z[k], exp(y)).for_all(k)) == []
    assert rewrites(Eq(Sum(z[k], k) * (1 + y), exp(y))) == []
    assert rewrites(Eq(x, y + 0 * x)) == ["x"]
    assert rewrites(Eq(x, x + y)) == ["y"]


def test_entries_of_the_same_family_may_stand_in_the_value_of_a_sum_or_an_entry():
    assert rewrites(Eq(Sum(z[k], k), z[1])) == ["sum of z, axis 0"]
    assert rewrites(Eq(z[1] + z[2], 1)) in (["z['1']"], ["z['2']"])
    assert rewrites(Eq(Sum(z[k], k) + exp(z[1]), 1)) == []


def test_what_holds_for_all_of_an_index_rewrites_only_what_has_that_index():
    assert rewrites(Eq(x, z[k]).for_all(k)) == ["z['?k']"]
    assert rewrites(Eq(x, exp(z[k])).for_all(k)) == []
    assert rewrites(Eq(z[1], w[k]).for_all(k)) == ["w['?k']"]
    assert rewrites(Eq(z[k], M[k, l]).for_all(k, l)) == ["M['?k', '?l']"]
    assert rewrites(Eq(z[k], exp(M[k, l])).for_all(k, l)) == []
    assert rewrites(Eq(Sum(M[1, l], l), exp(z[k])).for_all(k)) == []
    assert rewrites(Eq(Sum(M[1, l] ** 2, l), exp(z[k])).for_all(k)) == []


def test_second_value_of_a_scalar_rewrites_something_else():
    assert rewrites(Eq(x, y), Eq(x, t)) == ["x", "t"]
    normaliser, _ = reading(Eq(x, y), Eq(x, t))
    assert {str(normaliser.kernel.ruled(normaliser.convert(one))) for one in (x, y, t)} == {str(normaliser.convert(y))}


def test_equation_of_a_power_is_one_of_its_base_and_of_a_product_of_neither_factor():
    assert rewrites(Eq(x**3, 0)) == ["x"]
    assert rewrites(Eq(x * y, 0)) == rewrites(Eq(x**2 * y, 0)) == rewrites(Eq(x**2, x)) == []
    assert rewrites(Eq(1 / x, 0)) == rewrites(Eq(x * Sum(z[k], k), x)) == []
    assert rewrites(Eq(p * y, 0)) == ["y"]
    assert rewrites(Eq(p * Sum(z[k], k), p)) == ["sum of z, axis 0"]


def test_equation_is_divided_by_what_it_shows_to_vanish_nowhere():
    normaliser, _ = reading(Eq(x * z[k], 1).for_all(k))
    assert [equation.kept for equation in normaliser.kernel.equations] == [True]
    assert rewrites(Eq(x * z[k], 1).for_all(k)) == ["z['?k']"]
    for fact in (Eq(x * z[k], y).for_all(k), Eq(x**2, 2), Eq(x * y, 0)):
        normaliser, _ = reading(fact)
        assert not normaliser.kernel.has_rewrites
        assert not any(equation.kept for equation in normaliser.kernel.equations)


def test_equations_that_rewrites_express_in_full_are_dropped_and_say_nothing_of_divisions():
    normaliser, _ = reading(Eq(x, y))
    assert (normaliser.kernel.equations, normaliser.kernel.tied) == ([], False)
    normaliser, _ = reading(Eq(x**2, 2))
    assert (len(normaliser.kernel.equations), normaliser.kernel.tied) == (1, True)


def test_equations_are_told_from_other_conditions():
    assert not reading(Gt(p, x), Ne(x, y))[0].kernel.equated
    assert reading(Gt(p, x), Eq(x, y))[0].kernel.equated


def test_fractions_are_divided_while_one_equation_is_read_and_not_while_two_are():
    fractions = Sum(exp(z[k]) / (x * exp(z[k]) + y), k)
    normaliser, _ = reading(Eq(t, fractions))
    (divided,) = normaliser.kernel.symbol_rules.values()
    assert len(divided) == 2
    normaliser, _ = reading(Eq(t, fractions), Eq(v[1], 0), Gt(p, x), Gt(p, y))
    (whole,) = normaliser.kernel.symbol_rules.values()
    assert len(whole) == 1
    normaliser, _ = reading(Eq(t, fractions), Gt(p, x), Gt(p, y))
    assert normaliser.kernel.symbol_rules["scalar t"].keys() == divided.keys()


UNUSABLE = {
    "shifted equal": Eq(i, j + 1),
    "shifted equal, left": Eq(j + 1, i),
    "shifted different": Ne(i, j + 1),
    "shifted different, left": Ne(j + 1, i),
    "different from itself": Ne(i, i),
    "equation that is never defined": Eq(x / (y - y), 1),
    "order that is never defined": Gt(x / (y - y), 1),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_hypothesis_that_cannot_be_used_is_named(name):
    fact = UNUSABLE[name]
    assert reading(fact)[1].unusable == (fact,)
    proof = prove(claim(x, y, "=", (fact,)))
    assert (proof.holds, proof.reason) == (False, Reason.HYPOTHESIS)


def test_hypotheses_that_can_be_used_are_not_called_unusable():
    facts = (Eq(i, j), Ne(i, k), Eq(x, y), Eq(x, x), Eq(n, 3), Gt(z[1], 0), Eq(x * y, 1))
    assert reading(*facts)[1].unusable == ()
    assert reading(Eq(i, 1), Eq(j, 2), Ne(i, j))[1].unusable == ()


def test_equal_indices_share_a_token_and_an_integer_among_them_is_it():
    normaliser, _ = reading(Eq(i, j), Eq(k, l), Eq(l, 2))
    assert {index.label: token for index, token in normaliser.aliases.items()} == {
        "i": "i",
        "j": "i",
        "k": "2",
        "l": "2",
    }


def test_range_of_two_indices_that_differ_has_two_members():
    def least(*facts):
        known = reading(*facts, Eq(Sum(v[k], k), x), Eq(Sum(z[k], (k, 2, n)), x))[0].kernel.least_members
        return known["1..n"], known["2..n"]

    assert least() == (1, 0)
    assert least(Ne(i, j)) == least(Ne(i, 1)) == (2, 0)
    assert least(Ne(i, a)) == (2, 0)
    assert least(Ne(a, index("b", span(2, n))))[1] == 2


def test_bound_index_that_is_set_apart_makes_its_range_have_two_members():
    normaliser, _ = reading(Eq(z[i], x))
    kernel = normaliser.kernel
    normaliser.token(i, {})
    set_apart(normaliser, frozenset(("i", "{0:1..n")))
    assert kernel.least_members["1..n"] == 2
    assert frozenset(("i", "{0:1..n")) in kernel.distinct
    normaliser.sort(a.domain)
    set_apart(normaliser, frozenset(("{0:2..n", "{1:2..n")))
    assert kernel.least_members["2..n"] == 2


def test_signs_of_a_whole_family_are_noted_by_its_name_and_others_as_patterns():
    def noted(fact):
        normaliser, found = reading(fact)
        kernel = normaliser.kernel
        return [len(kernel.positive - {"family w", "scalar p"}), len(kernel.nonnegative), len(found.patterns)]

    assert noted(Gt(z[k], 0).for_all(k)) == noted(Gt(M[k, l], 0).for_all(k, l)) == [1, 0, 0]
    assert noted(Ge(z[k], 0).for_all(k)) == [0, 1, 0]
    for fact in (Gt(z[k], 1).for_all(k), Ge(z[a], 0).for_all(a), Ne(z[k], 0).for_all(k), Gt(M[k, k], 0).for_all(k)):
        assert noted(fact) == [0, 0, 1]
    assert noted(Gt(M[k, k], 0).for_all(k, l)) == noted(Gt(M[k, l], 0).for_all(l, k)) == [0, 0, 1]
    assert noted(Gt(M[k, k], 0).for_all(k, k)) == [0, 0, 1]
    assert noted(Gt(z[1], 0)) == [0, 0, 0]


def test_pattern_is_stated_at_tokens_of_its_range_alone():
    normaliser, found = reading(Gt(z[a], v[a]).for_all(a), Eq(v[i], x))
    kernel = normaliser.kernel
    normaliser.token(i, {})
    normaliser.token(a, {})
    instantiate(normaliser, found.patterns, ["i", "a"])
    at_a = kernel.add(normaliser.convert(z[a]), normaliser.convert(v[a]), fmpq(-1))
    at_i = kernel.add(normaliser.convert(z[i]), normaliser.convert(v[i]), fmpq(-1))
    assert (kernel.sign(at_a), kernel.sign(at_i)) == ("+", "?")
