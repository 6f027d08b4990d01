"""Whether all that a claim writes has a value: what is missing, what is enough, and what is never defined."""

import pytest
from readings import claim_of

from derive.engine.definedness import Lack, missing_conditions
from derive.engine.normal import Normaliser
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.session import judge
from derive.terms.build import D, Limit, Rational, Sum, cases, define, delta, exp, log, oo, sqrt
from derive.terms.declare import index, indices, positive, positives, real, reals, size, span
from derive.terms.maxima import Max
from derive.terms.nodes import Size
from derive.terms.relations import Eq, Ge, Gt, Le, Lt, Ne, SizeFact, given
from derive.verdict import Verdict

n = size("n")
i, j, k, l = indices("i j k l", n)
z, y, w, P = reals("z", n), reals("y", n), positives("w", n), positives("P", n)
x, t, u = real("x"), real("t"), real("u")
p, T = positive("p"), positive("T")
rest = Sum(w[l], l, exclude=i)
top = Max(z[k], k)
slow = Sum(exp(y[k] / T), k) - n


def claim(lhs, rhs=None, hypotheses=()):
    return claim_of(lhs, lhs if rhs is None else rhs, given=hypotheses)


def lacks(term, hypotheses=()):
    """What is missing for a term to equal itself."""
    found = prove(claim(term, None, hypotheses))
    assert found.holds
    return [lack.text for lack in found.missing]


def undefined(term, hypotheses=()):
    return prove(claim(term, None, hypotheses)).undefined


# positions

SIZE = Size("n", 1)
POSITIONS = {
    "beyond the least size": (z[2], r"n \ge 2", SizeFact(SIZE, 2)),
    "first of a range that may be empty": (reals("v", span(2, n))[2], r"n \ge 2", SizeFact(SIZE, 2)),
    "in a range that ends later": (reals("v", span(2, n + 1))[4], r"n+1 \ge 4", SizeFact(SIZE, 3)),
    "before the first": (z[0], r"1 \le 0 \le n", None),
    "after an index": (z[i + 1], r"1 \le i+1 \le n", None),
    "beyond a range of numbers": (reals("v", 5)[6], r"5 \ge 6", None),
    "in a range that starts at a size": (reals("v", span(n, n + 3))[3], r"n \le 3 \le n+3", None),
}


@pytest.mark.parametrize("name", POSITIONS)
def test_position_that_need_not_exist_is_a_condition_on_sizes(name):
    term, text, fact = POSITIONS[name]
    assert prove(claim(term)).missing == (Lack(text, fact, certain=False),)


def test_position_out_of_range_is_no_fault_for_certain():
    assert not prove(claim(z[2])).missing[0].certain


# parts that need not count


def test_what_has_no_value_in_a_sum_that_may_be_empty_is_not_undefined_everywhere():
    assert undefined(Sum(z[k] * log(-exp(x)), (k, 2, n))) is None
    assert lacks(Sum(z[k] * log(-exp(x)), (k, 2, n))) == ["-e^{x} > 0"]


def test_logarithm_of_what_is_negative_is_defined_nowhere():
    assert undefined(log(-exp(x))) == "$-e^{x}$ is not positive on the whole domain"
    assert undefined(Sum(log(-exp(z[k])), k)) is not None


def test_denominator_that_a_hypothesis_makes_zero_is_defined_nowhere():
    assert undefined(1 / x, Eq(x, 0)) == "$x$ is zero on the whole domain"


def test_denominator_that_is_never_positive_may_be_defined():
    assert undefined(1 / -(x**2)) is None
    assert lacks(1 / -(x**2)) == ["-x^{2} \\ne 0"]


def test_root_of_what_is_zero_where_indices_agree_is_defined_there():
    assert undefined(Sum(sqrt(z[k] - z[i]), k)) is None
    assert undefined(Sum(1 / (z[k] - z[i]), k)) is not None


def test_what_is_known_of_members_holds_before_a_sum_that_has_some():
    never = Ne(x * z[k], 0).for_all(k)
    assert lacks(Sum(1 / (x * z[k]), k), never) == []
    assert lacks(1 / x, never) == ["x \\ne 0"]


def test_rest_of_a_sum_without_each_member_is_positive_where_there_are_two():
    assert lacks(Sum(1 / (Sum(w[l], l) - w[k]), k, exclude=i)) == []
    assert lacks(Sum(1 / (Sum(w[l], l) - w[k]), k)) != []


def test_rest_of_a_sum_is_positive_in_the_case_of_two_indices_that_differ():
    assert lacks(cases(Eq(i, j), 0, 1 / rest)) == []
    assert lacks(1 / rest) != []


def test_hidden_zero_has_a_root():
    shares = w[k] / (w[k] + w[i]) + w[i] / (w[k] + w[i])
    assert lacks(Sum(sqrt(shares - 1), k, exclude=i)) == []


def test_what_holds_a_delta_is_judged_whatever_the_indices():
    assert lacks(1 / (1 + delta(i, j))) == []
    assert lacks(1 / (x - delta(i, j))) != []


def test_member_left_out_needs_a_value_only_under_equations():
    but_at_i = Ne(z[k] + delta(k, i), 0).for_all(k)
    assert lacks(Sum(1 / z[k], k, exclude=i), but_at_i) == []
    assert lacks(Sum(1 / z[k], k, exclude=i), [but_at_i, Eq(x, 1)]) != []
    assert lacks(Sum(1 / w[k], k, exclude=i), Eq(x, 1)) == []
    apart = Ne(z[k] - z[i] + delta(k, i), 0).for_all(k)
    assert lacks(Sum(0 / (z[k] - z[i]), k, exclude=i), [apart, Eq(x, 1)]) == []


def test_what_is_known_of_either_index_is_known_where_they_agree():
    but_at_i = Ne(z[k] + delta(k, i), 0).for_all(k)
    assert lacks(cases(Eq(i, j), 0, 1 / z[j]), [but_at_i, Ne(z[i], 0), Eq(x, 1)]) == []
    assert lacks(cases(Eq(i, j), 0, 1 / z[j]), [but_at_i, Eq(x, 1)]) != []


def test_nothing_is_shown_of_a_member_left_out_at_which_nothing_has_a_value():
    under = [Ne(z[k] + delta(k, i), 0).for_all(k), Eq(z[i], 0)]
    assert len(lacks(Sum(0 / (exp(1 / z[k]) + 1), k, exclude=i), under)) == 2


def test_root_at_a_member_left_out_may_be_zero():
    assert lacks(Sum(sqrt(z[k]), k, exclude=i), [Ge(z[k], 0).for_all(k), Eq(x, 1)]) == []


def test_pole_at_a_member_that_is_not_summed_is_no_fault_for_certain():
    wide, outer = reals("u", span(0, n)), index("i", span(0, n))
    assert undefined(Sum(1 / (wide[k] - wide[outer]), (k, 1, n))) is None


WIDENED = {
    "nothing is equated": (z, ()),
    "it is positive": (w, Eq(x, 1)),
    "a sum there is positive": (define("b", j, 1 + w[j]), Eq(x, 1)),
}


@pytest.mark.parametrize("name", WIDENED)
def test_member_is_added_and_taken_off_again_where_it_has_a_value(name):
    family, hypotheses = WIDENED[name]
    parts = Sum(1 / family[k], (k, 2, n)) + 1 / family[1]
    assert prove(claim(parts, Sum(1 / family[k], k), hypotheses)).holds


# needs that exclude each other


def test_logarithms_that_are_never_defined_together():
    assert undefined(log(x) + log(-x)) is not None
    assert undefined(log(x) + log(-x - exp(t))) is not None
    assert undefined(sqrt(x) + log(-2 * x)) is not None
    assert undefined(log(-x) + Limit(log(x) + 1 / T, T, oo)) is not None
    assert undefined(sqrt(x) + sqrt(-x)) is None


def test_denominators_never_exclude_each_other():
    assert undefined(1 / (x - exp(t)) + 1 / -x) is None


def test_needs_of_a_part_that_may_not_count_exclude_nothing():
    assert undefined(log(x) + Sum(z[k] * log(-x), (k, 2, n))) is None


# needs in the end, for a variable that grows


def test_need_in_a_limit_is_only_one_in_the_end():
    assert judge(claim(Limit(T / (T - 5), T, oo), 1)).verdict is Verdict.PROVED


def test_need_in_a_limit_that_is_never_met_in_the_end():
    assert lacks(Limit(0 * log(Rational(1) / T - x**2), T, oo)) != []
    assert undefined(Limit(0 * log(1 / T - x**2), T, oo)) is None


def test_logarithm_in_a_limit_needs_a_positive_leading_term():
    assert lacks(Limit(0 * log(1 / T - x**2 - 1), T, oo)) != []
    assert lacks(Limit(0 * log(1 / T + x**2 + 1), T, oo)) == []
    assert lacks(Limit(T / (5 - T), T, oo)) == []


def test_leading_term_that_vanishes_under_the_hypotheses_is_passed_over():
    spread = given(Eq(Sum(y[k], k), 0), Gt(Sum(y[k] ** 2, k), 0))
    assert judge(claim(Limit(0 / slow, T, oo), 0, spread)).verdict is Verdict.PROVED
    assert lacks(Limit(0 / slow, T, oo), Eq(Sum(y[k], k), 0)) != []


def test_need_without_the_growing_variable_is_one_as_any_other():
    given_away = Eq(p, x - t)
    assert judge(claim(Limit(u / p + 1 / T, T, oo), u / p, given_away)).verdict is Verdict.PROVED


# leading coefficients


def test_leading_coefficient_is_not_zero_by_a_hypothesis():
    ratio = Limit(x * T * t / (x * T + 1), T, oo)
    assert prove(claim(D(ratio, t), 1, Eq(x, 2))).holds
    assert not prove(claim(D(ratio, t), 1)).holds


def test_leading_coefficient_is_not_zero_by_a_hypothesis_for_all_members():
    limit = Limit(y[i] * T / (y[i] * T + 1), T, oo)
    assert prove(claim(limit, 1, Ne(y[k], 0).for_all(k))).holds


def test_leading_coefficient_is_not_zero_by_what_a_hypothesis_hides():
    ratio = Limit(p * T * t / (p * T + 1), T, oo)
    assert prove(claim(D(ratio, t), 1, Eq(p, x - u))).holds


# what comparisons give

ABOVE = {
    "above 1": (log(x), given(Gt(x, 1))),
    "above 1, as a denominator": (1 / x, given(Gt(x, 1))),
    "below -1, as a denominator": (1 / x, given(Lt(x, -1))),
    "at most -1, turned": (log(-x), given(Le(x, -1))),
    "above what is positive": (log(x - t) + log(x), given(Gt(x, t), Gt(t, 0))),
    "between": (log(1 - x) + log(2 + x), given(Gt(x, t - 1), Lt(x, 1), Gt(t, 0))),
    "every member above 1": (log(z[i]), given(Gt(z[k], 1).for_all(k))),
    "every member of a sum above 1": (Sum(log(z[k]), k), given(Gt(z[k], 1).for_all(k))),
    "each in order": (log(y[i]), given(Gt(y[k], z[k]).for_all(k), Gt(z[k], 0).for_all(k))),
}
NOT_ABOVE = {
    "above -1": (log(x), given(Gt(x, -1))),
    "at least what may be 0": (log(x), given(Ge(x, t), Ge(t, 0))),
    "above something else": (log(x), given(Gt(t, 1))),
    "different from 1": (log(x), given(Ne(x, 1))),
    "another member": (log(z[i]), given(Gt(z[j], 1))),
    "above -1, as a denominator": (1 / x, given(Gt(x, -1))),
}


@pytest.mark.parametrize("name", ABOVE)
def test_what_is_above_something_positive_is_positive(name):
    assert lacks(*ABOVE[name]) == []


@pytest.mark.parametrize("name", NOT_ABOVE)
def test_what_is_above_something_that_may_be_negative_may_be_so_too(name):
    assert lacks(*NOT_ABOVE[name]) != []


# what maxima need


def test_what_is_below_a_maximum_has_no_logarithm():
    assert lacks(0 * log(z[i] - top - 1)) != []
    assert lacks(0 * log(top - z[i])) != []
    assert lacks(0 / (top - z[i])) != []


def test_what_is_above_all_is_not_zero_either_way_round():
    assert lacks(1 / (top - z[i] + 1)) == []
    assert lacks(1 / (z[i] - top - 1)) == []
    assert lacks(log(top - z[i] + 1)) == []


def test_root_needs_no_more_than_at_least_zero():
    assert lacks(sqrt(top), Ge(z[i], 0)) == []
    assert lacks(sqrt(top), Ge(z[i], -1)) != []


def test_indices_told_apart_for_one_need_are_not_told_apart_for_the_next():
    """What Σ_{k≠i} asks for it asks where k ≠ i; that k ≠ i is known for that need alone."""
    normaliser = Normaliser(Kernel(10_000), {}, {})
    normaliser.convert(Sum(1 / w[k], k, exclude=i))
    before = set(normaliser.kernel.distinct)
    assert any(need.apart for need in normaliser.obligations.values())
    assert [lack.text for lack in missing_conditions(normaliser, ())] == [r"w_{k} \ne 0"]
    assert normaliser.kernel.distinct == before
