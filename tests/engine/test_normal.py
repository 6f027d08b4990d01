"""What terms need to be defined, and what they come to, as the normal form collects it."""

from fractions import Fraction

import pytest
from readings import claim_of

from derive.engine.prove import prove
from derive.terms.build import D, Limit, Rational, Sum, delta, exp, log, oo, sqrt
from derive.terms.declare import index, indices, nonnegatives, positive, real, reals, size, span, variable
from derive.terms.maxima import Max
from derive.terms.nodes import Neg, Number, Pow
from derive.terms.records import O
from derive.terms.relations import Eq, Ge, Gt, Ne, given, zero_log_zero
from derive.verdict import Reason

n = size("n")
i, k = indices("i k", n)
z, P = reals("z", n), nonnegatives("P", n)
f = reals("f", "R")
mixed = reals("F", n, "R")
x, t, a, b = real("x"), real("t"), real("a"), real("b")
T, S = positive("T"), real("S")
u = variable("u")


def proof(lhs, rhs, *hypotheses, **options):
    return prove(claim_of(lhs, rhs, given=given(*hypotheses), **options))


def lacks(lhs, rhs, *hypotheses):
    """What is missing for a claim that holds where its sides are defined."""
    found = proof(lhs, rhs, *hypotheses)
    assert found.holds
    return [lack.text for lack in found.missing]


def test_root_of_zero_is_zero():
    assert lacks(sqrt(x - x), 0) == []


def test_what_is_nowhere_defined_is_said_in_words():
    words = {
        1 / (x - x): "division by zero",
        log(x - x): "a logarithm or power of zero",
        (x - x) ** t: "a logarithm or power of zero",
        (x - x) ** Rational(-1, 2): "a logarithm or power of zero",
    }
    assert {term: proof(term, 1).undefined for term in words} == words
    assert proof((x - x) ** t, 0, zero_log_zero).undefined == "a logarithm or power of zero"


def test_term_that_is_met_first_where_it_need_not_count_is_certain_where_it_must():
    never = log(-exp(x))
    perhaps = Sum(never, (k, 2, n))
    assert proof(perhaps, 1).undefined is None
    assert proof(perhaps + never, 1).undefined == proof(never + perhaps, 1).undefined == proof(never, 1).undefined
    assert proof(never, 1).undefined is not None


def test_hypothesis_that_holds_is_defined():
    assert lacks(t * x, 1, Eq(t, 1 / x)) == []


def test_negative_and_fractional_powers_need_what_they_divide_by_and_take_roots_of():
    assert lacks(x**-2, x**-2, Ge(x, 0)) == [r"x \ne 0"]
    assert lacks(x ** Rational(-1, 2), x ** Rational(-1, 2), Ge(x, 0)) == ["x > 0"]
    assert lacks(x ** Rational(1, 2), x ** Rational(1, 2), Ge(x, 0)) == []
    assert lacks(x**0, 1) == []


def test_root_that_is_differentiated_must_not_vanish():
    assert lacks(2 * D(sqrt(x), x) * sqrt(x), 1, Ge(x, 0)) == ["x > 0"]
    assert lacks(2 * D(sqrt(t) * x, x), 2 * sqrt(t), Ge(t, 0)) == ["t > 0"]


def test_whole_powers_go_up_to_64():
    assert proof(x**64 * t, t * x**64).holds
    assert proof(x**65 * t, t * x**65).reason is Reason.UNSUPPORTED


def test_convention_on_zero_times_log_zero_knows_natural_logarithms_alone():
    assert not proof(P[i] * log(P[i], 2), P[i] * log(P[i]), zero_log_zero).holds
    assert lacks(P[i] * log(P[i], 2), log(P[i], 2) * P[i], zero_log_zero) == ["P_{i} > 0"]


@pytest.mark.parametrize(
    "term",
    [
        delta(i, k) * log(P[i]),
        (P[i] + 1) * log(P[i]),
        Limit(P[i] * log(P[i]) + 1 / T, T, oo),
        D(P[i] * log(P[i]) + x, x),
    ],
)
def test_convention_on_zero_times_log_zero_covers_no_factor_that_need_not_vanish_with_it(term):
    assert "P_{i} > 0" in lacks(term, 1 * term, zero_log_zero)


def test_without_the_convention_a_logarithm_needs_what_it_needs_alone():
    assert lacks(P[i] * log(P[i]), log(P[i]) * P[i]) == ["P_{i} > 0"]


def test_convention_on_zero_times_log_zero_covers_powers_of_the_factor():
    for power in (1, 2, 3):
        assert lacks(P[i] * log(P[i] ** power), log(P[i] ** power) * P[i], zero_log_zero) == []
    assert lacks(-P[i] * log(P[i]), log(P[i]) * -P[i], zero_log_zero) == []
    assert lacks(P[i] * log(P[i]) * log(P[i]), P[i] * log(P[i]) ** 2, zero_log_zero) == ["P_{i} > 0"]


def test_kink_is_named_by_what_vanishes_there():
    for pair in ((0, a), (a, 0), (a, -a)):
        assert lacks(a * D(Max(*pair), a), D(Max(*pair), a) * a) == [r"a \ne 0"]
    assert lacks(a * D(Max(a, b), a), D(Max(a, b), a) * a) == [r"b - a \ne 0"]


def test_no_derivative_is_taken_along_a_function():
    assert lacks(D(z[i] ** 2, z[i]), 2 * z[i]) == []
    assert proof(D(f[u], f[u]), 1).message == "a derivative along a function"
    assert proof(D(mixed[i, u], mixed[i, u]), 1).message == "a derivative along a function"


def test_what_grows_has_no_limit():
    assert not proof(Limit(T + 1, T, oo), 1).holds
    assert not proof(Limit(x * T + 1, T, oo), 1).holds
    assert lacks(Limit(x * T + 1, T, oo), 1, Eq(x, 0)) == []
    assert lacks(Limit(1 + 1 / T, T, oo), 1) == []


def test_limit_inside_a_limit_has_a_variable_of_its_own():
    assert lacks(Limit(Limit(x / S, S, oo) + S / (S + 1), S, oo), 1) == []
    assert lacks(Limit(Limit(1 / S, S, oo) + x, S, oo), x) == []


def test_hypotheses_wait_for_a_derivative_of_a_limit():
    tends = Limit(x * T / (T + 1), T, oo)
    assert lacks(D(tends, x), 1, Eq(x, 1)) == []
    assert not proof(D(tends, x), 0, Eq(x, 1)).holds
    assert lacks(D(tends, t) + tends, 1, Eq(x, 1)) == []


def test_terms_of_the_order_of_the_remainder_do_not_count():
    assert proof(T / (T + x), 1 - x / T, up_to=O(T**-2)).holds
    assert not proof(T / (T + x), 1 - x / T, up_to=O(T**-3)).holds
    assert proof(T**2 / (T + x), T - x, up_to=O(T**-1)).holds
    assert proof(1 + x / T**3 + t / T**5, 1, up_to=O(T**-3)).holds


def test_leading_terms_that_cancel_are_followed_further():
    grows = T * (exp(x / T) - 1)
    assert lacks(Limit(grows, T, oo), x) == []
    assert not proof(Limit(grows, T, oo), 0).holds
    assert proof(grows, x + x**2 / (2 * T), up_to=O(T**-2)).holds
    assert not proof(grows, x, up_to=O(T**-2)).holds


def test_coefficients_that_vanish_under_the_hypotheses_are_no_terms():
    total = Sum(z[k], k)
    assert lacks(Limit((total * T + 1) / (total + 1), T, oo), 1, Eq(total, 0)) == []
    grows = Limit(T**3 * (exp(a / T) - 1) * (exp(b / T) - 1), T, oo)
    assert lacks(grows, 0, Eq(a * b, 0)) == []
    assert not proof(grows, 0).holds


def test_entry_out_of_range_is_missing_its_range():
    assert lacks(z[2] + 1, 1 + z[2]) == [r"n \ge 2"]
    c = index("c", span(0, n))
    assert len(lacks(z[c], z[c] * 1)) == 1


def test_logarithm_to_a_base_is_a_quotient_of_logarithms():
    assert lacks(log(T, 2), log(T) / log(2)) == []
    assert not proof(log(T, 2), log(T) * log(2)).holds
    assert lacks(log(T, x), log(T, x)) == ["x > 0", r"x - 1 \ne 0"]
    assert lacks(log(T, x), log(T, x), Gt(x, 1)) == []


def test_exponent_with_a_minus_before_it_is_negative():
    below = Pow(x, Neg(Number(Fraction(2))))
    assert lacks(below, x**-2) == [r"x \ne 0"]
    assert not proof(below, x**2, Ne(x, 0)).holds


def test_variable_of_a_limit_is_positive_in_the_end():
    assert lacks(Limit(sqrt(S**2) / S, S, oo), 1) == []


def test_position_that_only_a_hypothesis_names_is_not_asked_of_the_claim():
    assert lacks(x, x, Eq(z[3], 0)) == []
    assert lacks(z[3], 0, Eq(z[3], 0)) == [r"n \ge 3"]


def test_side_that_is_never_defined_says_more_than_one_that_is_not_understood():
    open_one = Limit(exp(T), T, oo)
    assert proof(x, open_one).reason is Reason.UNSUPPORTED
    assert proof(log(-exp(x)), open_one).reason is Reason.NEVER_DEFINED
