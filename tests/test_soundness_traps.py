"""Traps that an adversary found in this prover. None may be proved, and the two opinions must not contradict.

`exp(x) - exp(1/1001)` vanishes at a point that no sampling meets, so here the prover stands alone: what it forgets
to ask for, nobody else asks for.
"""

import pytest
from readings import claim_of

from derive.engine.prove import prove
from derive.session import judge
from derive.terms.build import D, Limit, Rational, Sum, cases, define, delta, exp, log, number, oo, pi, sqrt
from derive.terms.declare import index, indices, one_hot, positive, positives, real, reals, size, span
from derive.terms.maxima import Max
from derive.terms.records import O
from derive.terms.relations import Eq, Ge, Gt, Lt, Ne, given
from derive.verdict import Reason, Verdict

n = size("n")
i, j, k, l = indices("i j k l", n)
a = index("a", span(2, n))
b = index("b", 3)
z, y, v = reals("z", n), reals("y", n), reals("v", 5)
M, C = reals("M", n, n), reals("C", n, n, n)
i0 = index("i", span(0, n))
wide = reals("u", span(0, n))
x, t, al, S = real("x"), real("t"), real("alpha"), real("S")
T = positive("T")
c = Rational(1, 1001)
gap = Sum(exp(z[k] + pi), k) - exp(z[i] + pi)
f, g, h = exp(x) - exp(c), exp(al) - exp(c), exp(y[k]) - exp(c)
L = Limit(g * T / (g * T + 1), T, oo)
total_exp = Sum(exp(z[k]), k)
left_out = Sum(1 / h, k, exclude=i)
left_out_inside = Sum(Sum(1 / h, k), l, exclude=i)
never_zero = Ne(h + delta(k, i), 0).for_all(k)

S_ = Sum(1 / (f * exp(z[k])), (k, 2, n))
L_x = Limit(f * T / (f * T + 1), T, oo)
n0 = size("n0", at_least=0)
p0 = index("p", n0)
zz = reals("zz", n0)
B_ = Sum(1 / (f * exp(zz[p0])), p0)
w = positives("w", n)
high = exp(x) + 1 - exp(c)
kk = index("kk", span(1, n))
W = positives("W", span(1, n + 2))
short = exp(c) - (Sum(W[kk], (kk, 3, n)) - Sum(W[kk], (kk, 1, n)) + W[1] + W[2])

v_inner, t_wide = reals("V", n), reals("tw", span(0, n))
part = index("part", span(1, n - 1))
v_short, late = reals("vs", span(1, n - 1)), reals("late", span(2, n))

rows = given(Eq(Sum(M[k, l], l), 1).for_all(k))
R, hot = positives("R", n, n), one_hot("hot", n, at=j)
left_in = 1 / (1 + Sum(z[l] ** 2, l) - z[i] ** 2 - z[j] ** 2)
above_row = define("b", k, y[k] + (z[k] - x) ** 2 + 1)
in_row_j = Sum(hot[k] / (Sum(R[k, l], l) + (z[k] - x) ** 2 + 1), k)

others = Sum(w[l], l, exclude=i)
some_n = Ne(n - 1, 0).for_all(a)
later = Sum(w[l], (l, 2, n))
damped = Sum(z[k] * exp(y[k] / T), k)
but_at_i = Ne(z[k] + delta(k, i), 0).for_all(k)
from_2 = Ne(z[a], 0).for_all(a)
nought = w[k] / (1 + w[k]) - w[k] + w[k] ** 2 / (1 + w[k])

UNPROVED = {
    "rest of a sum, positive only where two members are": (
        Sum(0 * log(gap), l, exclude=i) + Limit(gap * T / (gap * T + 1), T, oo),
        1,
        (),
    ),
    "rest of a sum, outside the exclusion": (Sum(0 * log(gap), l, exclude=i) + log(gap), log(gap), ()),
    "rest of a sum, beside an exclusion": (Sum(0 / (exp(z[l]) + 1), l, exclude=i) + 0 * log(gap), 0, ()),
    "pattern instantiated where indices differ": (
        Sum(0 / (f * exp(z[l])), l, exclude=i) + Limit(f * T / (f * T + 1), T, oo),
        1,
        given(Ne(f + delta(k, i), 0).for_all(k)),
    ),
    "limit met in a hypothesis first": (L, 1, given(Eq(t, L))),
    "limit met in a hypothesis only": (t, 1, given(Eq(t, L))),
    "denominator met in an empty part of a hypothesis": (
        1 / f,
        1 / f,
        given(Eq(Sum(y[k] * (1 / f), (k, 2, n)), t)),
    ),
    "denominator met under an exclusion first": (
        left_out + left_out_inside,
        left_out + left_out_inside,
        given(never_zero),
    ),
    "denominator met after an exclusion": (
        Sum(y[k], k, exclude=i) + Sum(1 / h, k),
        Sum(y[k], k, exclude=i) + Sum(1 / h, k),
        given(never_zero),
    ),
    "for all of a part, used outside it": (
        1 / (exp(y[i]) - exp(c)),
        1 / (exp(y[i]) - exp(c)),
        given(Ne(exp(y[a]) - exp(c), 0).for_all(a), Eq(Sum(y[k], (k, 2, n)), Sum(y[l], (l, 2, n)))),
    ),
    "for all from 2, used at 1": (y[1], 0, given(Eq(y[a], 0).for_all(a))),
    "for all from 2, used everywhere": (y[i], 0, given(Eq(y[a], 0).for_all(a))),
    "for all of three, used at 5": (v[5], 0, given(Eq(v[b], 0).for_all(b))),
    "row sums from 2, used everywhere": (Sum(M[i, l], l), 1, given(Eq(Sum(M[a, l], l), 1).for_all(a))),
    "signs from 2, used everywhere": (log(y[i]), log(y[i]), given(Gt(y[a], 0).for_all(a))),
    "hypothesis on the limit variable": (Limit(1 / S, S, oo), Rational(1, 2), given(Eq(S, 2))),
    "hypothesis that ties the limit variable": (Limit(x / S, S, oo), 1, given(Eq(x, S))),
    "sign of the limit variable": (Limit(sqrt((1 - S) ** 2) / S, S, oo), -1, given(Lt(S, 1))),
    "row sums, used on the diagonal": (Sum(M[k, k], k), 1, rows),
    "row sums, used along a shifted diagonal": (Sum(M[k, k + 1], (k, 1, n - 1)), 1, rows),
    "row sums, used for products of rows": (Sum(M[i, l] * M[j, l], l), 1, rows),
    "row sums, used for a part of a row": (Sum(M[i, l], (l, 2, n)), 1, rows),
    "sum of the first row, used in all": (Sum(M[i, l], l), 1, given(Eq(Sum(M[1, l], l), 1))),
    "sign of the row of one index, used for another": (
        delta(i, j) * in_row_j + 1 / above_row[i],
        delta(i, j) / above_row[j] + 1 / above_row[i],
        given(Eq(Sum(R[j, l], l), y[j])),
    ),
    "sign where indices differ, used where they agree": (
        delta(i, k) / (1 + Sum(z[l] ** 2, l, exclude=(j, k))) + left_in,
        left_in + delta(i, k) / (Sum(z[l] ** 2, l, exclude=(j, k)) + 1),
        given(Ne(j, k)),
    ),
    "sum of the row of one index, used for another": (Sum(M[i, l], l), 1, given(Eq(Sum(M[j, l], l), 1))),
    "sums on a diagonal, used off it": (Sum(C[i, j, l], l), 1, given(Eq(Sum(C[k, k, l], l), 1).for_all(k))),
    "entries of the diagonal, used off it": (M[i, j], 0, given(Eq(M[k, k], 0).for_all(k))),
    "entries by their row, used by their column": (M[i, j], y[j], given(Eq(M[k, l], y[k]).for_all(k, l))),
    "entries of the first row, used in all": (M[i, j], 0, given(Eq(M[1, k], 0).for_all(k))),
    "maximum of some, used for all": (Max(z[k], (k, 1, i)), Max(z[l], l), ()),
    "one name over two ranges": (wide[i], wide[i0], ()),
    "equal and different at once": (z[i] * delta(i, k), z[j] * delta(j, k), given(Eq(i, j), Ne(i, j))),
    "no members": (n * x, 0, given(Eq(n, 0))),
    "for all of an empty range, out of an empty sum": (S_ + L_x, S_ + 1, given(Ne(f, 0).for_all(a))),
    "for all of an empty range, value": (Sum(0 / (f * exp(z[k])), (k, 2, n)) + L_x, 1, given(Ne(f, 0).for_all(a))),
    "for all of an empty range, definedness": (S_ + 1 / f, S_ + 1 / f, given(Ne(f, 0).for_all(a))),
    "for all of an empty range, met beside": (
        Sum(0 / (exp(z[k]) + 1), (k, 2, n)) + 1 / f,
        1 / f,
        given(Ne(f, 0).for_all(a)),
    ),
    "for all of an empty range, inside a limit": (
        Limit(Sum(1 / (f * exp(z[k]) * T + 1), (k, 2, n)), T, oo) + L_x,
        1,
        given(Ne(f, 0).for_all(a), Eq(Sum(y[k], (k, 2, n)), Sum(y[l], (l, 2, n)))),
    ),
    "for all of a range of size 0": (B_ + 1 / f, B_ + 1 / f, given(Ne(f, 0).for_all(p0))),
    "index met in an index condition only": (
        1 / (Sum(w[k], (k, 2, n)) - w[a] + log(high) ** 2),
        1 / (Sum(w[k], (k, 2, n)) - w[a] + log(high) ** 2),
        given(Gt(high, 0), Ne(i, a)),
    ),
    "range that may be shorter than empty": (
        Sum(exp(x), (kk, 3, n)) - Sum(exp(x), (kk, 1, n)) + 2 * exp(x),
        0,
        (),
    ),
    "denominator over such a range": (1 / short, 1 / short, ()),
    "logarithm over such a range": (log(short), log(short), ()),
    "hypothesis on entries, used where there are none": (
        Sum(v_inner[k] * wide[k] * t_wide[k], k),
        Sum(t_wide[i0], i0),
        given(Eq(v_inner[k], 1 / wide[k]).for_all(k), Eq(wide[0], 0)),
    ),
    "equation of entries, used where there are none": (
        Sum(v_inner[k] * wide[k] * t_wide[k], k),
        Sum(t_wide[i0], i0),
        given(Eq(v_inner[k] * wide[k], 1).for_all(k), Eq(wide[0], 0)),
    ),
    "hypothesis on entries but the last": (
        Sum(v_short[part] * z[part] * y[part], part),
        Sum(y[k], k),
        given(Eq(v_short[part], 1 / z[part]).for_all(part), Eq(z[n], 0)),
    ),
    "shift to an entry that there is not": (
        Sum(late[k + 1] * z[k] * y[k], (k, 1, n - 1)),
        Sum(y[k], (k, 1, n - 1)) + 1,
        given(Eq(late[a], 1).for_all(a)),
    ),
    "rest of a sum, before a sum that is empty with it": (Sum(w[k] / others, k, exclude=i), 1, ()),
    "the same beside a delta": (
        Sum(w[k] / (others * (1 + delta(i, j))), k, exclude=i),
        1 / (1 + delta(i, j)),
        (),
    ),
    "the same where a delta brings the index in": (
        Sum(w[k] / (others + delta(k, i) * w[k]), k, exclude=i),
        1,
        (),
    ),
    "rest of a sum, before cases that do not occur": (Sum(cases(Eq(i, j), 0, w[j] / others), j), 1, ()),
    "size before a sum that may be empty": (Sum(exp(z[k]) / ((n - 1) * exp(z[k])), (k, 2, n)), 1, given(some_n)),
    "total before a sum that may be empty": (
        Sum(w[k] * exp(z[k]) / (later * exp(z[k])), (k, 2, n)),
        1,
        given(Gt(later, 0).for_all(a)),
    ),
    "leading coefficient before a sum that may be empty": (
        Limit(T * Sum(exp(z[k]) / ((n - 1) * exp(z[k]) * T + 1), (k, 2, n)), T, oo),
        1,
        given(some_n),
    ),
    "root of what comes to 0 from below": (Limit(0 * sqrt(damped), T, oo), 0, given(Ge(Sum(z[k], k), 0))),
    "root of what no precision tells from 0": (
        Limit(0 * sqrt(damped), T, oo),
        0,
        given(*[Eq(Sum(z[k] * y[k] ** power, k), 0) for power in range(6)]),
    ),
    "need that no series shows": (Limit(0 / (f * exp(T)), T, oo), 0, ()),
    "logarithm of what is below a maximum": (0 * log(z[i] - Max(z[k], k) - 1), 0, ()),
    "logarithm of what may be the maximum": (0 * log(Max(z[k], k) - z[i]), 0, ()),
    "denominator that may be the maximum": (0 / (Max(z[k], k) - z[i]), 0, ()),
    "pole at the member that is left out": (Sum(z[i] / z[k], k, exclude=i), -1, given(Eq(z[i], 0), but_at_i)),
    "pole at the member left out, by a product": (
        Sum(x * z[i] / z[k], k, exclude=i),
        -x,
        given(Eq(z[i] * exp(t), 0), but_at_i),
    ),
    "pole where cases do not count": (cases(Eq(i, j), 0, z[i] / z[j]), -delta(i, j), given(Eq(z[i], 0), but_at_i)),
    "pole where a delta keeps it off": (z[i] / (z[j] + delta(i, j)), -delta(i, j), given(Eq(z[i], 0), but_at_i)),
    "pole at the index that a sum starts after": (
        Sum(z[i] / z[k], (k, i + 1, n)),
        -1,
        given(Eq(z[i], 0), but_at_i),
    ),
    "pole at a member of a wider range": (
        Sum(z[1] / z[k], (k, 2, n)) + Sum(z[l], l),
        Sum(z[l], l) - 1,
        given(Eq(z[1], 0), from_2),
    ),
    "pole at a member of a wider range, in an exponent": (
        Sum(exp(z[1] / z[k]), (k, 2, n)) + Sum(z[l], l),
        Sum(z[l], l) + n - exp(1),
        given(Eq(z[1], 0), from_2),
    ),
    "pole at a member before a shift": (
        Sum(z[1] / z[part + 1], part),
        -1,
        given(Eq(z[1], 0), Ne(z[part + 1], 0).for_all(part)),
    ),
    "divided by the maximum of what is 0 in disguise": (1 / Max(nought, k), 1 / Max(nought, k), ()),
    "logarithm of the maximum of what is 0 in disguise": (log(-Max(nought, k)), log(-Max(nought, k)), ()),
    "denominator that turns when its sum is opened": (
        Sum(y[k], k) + D(Sum(z[k] ** 2, k), z[i]) + D(Sum(1 / (y[k] - z[k]), k), y[i]),
        Sum(y[k], k) + 2 * z[i] + 1 / (y[i] - z[i]) ** 2,
        given(Ne(y[k] - z[k], 0).for_all(k)),
    ),
    "delta at an index without an entry": (
        Sum(delta(a, i) * late[a] * z[a], a),
        1,
        given(Eq(late[a], 1 / z[a]).for_all(a), Eq(z[1], 0)),
    ),
    "delta at an index without an entry, above": (
        Sum(delta(part, i) * v_short[part] * z[part], part),
        1,
        given(Eq(v_short[part], 1 / z[part]).for_all(part), Eq(z[n], 0)),
    ),
    "delta at an index without an entry, by an equation": (
        Sum(delta(a, i) * late[a] * z[a], a),
        1,
        given(Eq(late[a] * z[a], 1).for_all(a), Eq(z[1], 0)),
    ),
    "slope along an entry beyond a sum": (
        D(Sum(late[a] * z[a], a), z[i]) * z[i],
        1,
        given(Eq(late[a], 1 / z[a]).for_all(a), Eq(z[1], 0)),
    ),
    "pole at an index that a delta ties to a sum": (
        Sum(delta(a, i) * z[1] / z[a], a),
        -delta(i, 1),
        given(Eq(z[1], 0), from_2),
    ),
    "pole at an index that a slope ties to a sum": (
        D(Sum(x * y[a] / z[a], a), y[i]) * z[1],
        -x * delta(i, 1),
        given(Eq(z[1], 0), from_2),
    ),
    "member of one sum, remembered in another": (
        total_exp + Sum(Sum(exp(z[k]) * y[l], k), l),
        total_exp + n * Sum(exp(z[k]) * y[k], k),
        (),
    ),
    "index left out of a range that it may lie outside of": (Sum(z[a], a, exclude=i), Sum(z[a], a) - z[i], ()),
    "number of members of such a range": (Sum(exp(x), a, exclude=i), (n - 2) * exp(x), ()),
    "base of a logarithm that may be negative": (log(1, f), 0, given(Ne(f, 1))),
    "base of a logarithm that may be 1": (log(1, high), 0, given(Gt(high, 0))),
    "one over an index that may be 0": (1 / number(i0), 1 / number(i0), ()),
    "one over an index that may be 0, in a hypothesis": (1 / x, 1 / x, given(Eq(x, number(i0)))),
    "pole behind a limit": (Limit(1 / T, T, oo) + 1 / f, 1 / f, ()),
    "slope along an entry that there may not be": (D(x, z[3]), 0, ()),
    "hypothesis before a derivative, beside an index as a number": (
        number(i) + D(Sum(y[k], k) ** 2, y[i]),
        number(i),
        given(Eq(Sum(y[k], k), 1)),
    ),
    "nested limits": (
        Limit(Limit(sqrt(S**2) + 1 / T, T, oo) / S, S, oo) * Limit(sqrt(S**2) + 1 / T, T, oo),
        S,
        (),
    ),
}


@pytest.mark.parametrize("name", UNPROVED)
def test_trap_is_not_proved_and_not_a_disagreement(name):
    lhs, rhs, hypotheses = UNPROVED[name]
    result = judge(claim_of(lhs, rhs, given=hypotheses))
    assert result.verdict not in (Verdict.PROVED, Verdict.INTERNAL_ERROR), result


@pytest.mark.parametrize(
    "name", [name for name in UNPROVED if name not in ("no members", "equal and different at once")]
)
def test_prover_alone_does_not_hold_the_trap(name):
    lhs, rhs, hypotheses = UNPROVED[name]
    proof = prove(claim_of(lhs, rhs, given=hypotheses))
    assert not proof.holds or proof.missing


def test_sign_that_is_supposed_of_members_while_an_inequality_is_sought_does_not_stay():
    before = f * Sum(zz[p0], p0) ** 2
    after = n0 * f * Sum(zz[p0] ** 2, p0)
    for_members = given(Gt(f, 0).for_all(p0))
    assert prove(claim_of(before, after, "≤", for_members)).holds
    found = prove(claim_of(log(f) + before, log(f) + after, "≤", for_members))
    assert found.holds
    assert [lack.fact for lack in found.missing] == [Gt(f, 0)]


of_three, w3 = index("c3", 3), reals("w3", 3)
PARTLY_DEFINED = {
    "value of an entry that a hypothesis lets vanish": (1 / w3[of_three], given(Eq(w3[1], 0)), Verdict.CONDITIONAL),
    "last case": (1 / w3[of_three], given(Eq(w3[3], 0)), Verdict.CONDITIONAL),
    "size that is fixed": (1 / z[i], given(Eq(n, 2), Eq(z[1], 0)), Verdict.CONDITIONAL),
    "delta at an integer": (1 / (1 - delta(of_three, 1)), (), Verdict.CONDITIONAL),
    "every value": (1 / w3[of_three], given(*[Eq(w3[at], 0) for at in (1, 2, 3)]), Verdict.ILL_FORMED),
    "every value that is left": (1 / w3[of_three], given(Eq(w3[1], 0), Eq(of_three, 1)), Verdict.ILL_FORMED),
}


@pytest.mark.parametrize("name", PARTLY_DEFINED)
def test_what_is_undefined_at_one_value_of_an_index_is_not_so_at_all(name):
    term, hypotheses, verdict = PARTLY_DEFINED[name]
    assert judge(claim_of(term, term, given=hypotheses)).verdict is verdict


def test_value_of_an_index_at_which_a_side_has_no_value_is_left_out_in_a_line():
    claim = claim_of(1 / w3[of_three], 1 / w3[of_three], given=Eq(w3[1], 0))
    facts = [lack.fact for lack in prove(claim).missing]
    assert Ne(of_three, 1) in facts


DEFINED = {
    "exclusion avoids the pole": (
        Sum(1 / (z[k] - z[i]), k, exclude=i),
        Sum(1 / (z[l] - z[i]), l, exclude=i),
    ),
    "cases avoid the pole": (
        cases(Eq(i, j), 1, 1 / (z[i] - z[j])) - cases(Eq(i, j), 0, 1 / (z[i] - z[j])),
        delta(i, j),
    ),
    "pole at a member that is not summed": (
        Sum(1 / (wide[k] - wide[i0]), (k, 1, n)),
        Sum(1 / (wide[l] - wide[i0]), (l, 1, n)),
    ),
    "pole in a sum that may be empty": (Sum(1 / (x - x), (k, 2, n)), 0),
    "pole where a delta counts": (delta(i, j) / (z[i] - z[j]), 0),
    "logarithm of zero where a delta counts": (delta(i, j) * log((z[i] - z[j]) ** 2), 0),
    "pole where a delta at an integer counts": (delta(i, 1) / (z[i] - z[1]), 0),
    "pole where two ends meet, by the formula for those apart": (1 / Sum(1, (k, i, j)), 1 / Sum(1, (l, i, j))),
}


@pytest.mark.parametrize("name", DEFINED)
def test_what_is_defined_somewhere_is_not_called_undefined_everywhere(name):
    lhs, rhs = DEFINED[name]
    result = judge(claim_of(lhs, rhs))
    assert result.verdict in (Verdict.UNDECIDED, Verdict.CONDITIONAL, Verdict.PROVED), result
    assert result.reason is not Reason.NEVER_DEFINED


def test_expansion_under_a_hypothesis_on_its_variable_is_open():
    claim = claim_of(x, 0, up_to=O(T**-1), given=Eq(x, 1 / T))
    assert prove(claim).reason is Reason.UNSUPPORTED


def test_hypotheses_that_fix_a_size_below_its_least_are_contradictory():
    result = judge(claim_of(n * x, 0, given=Eq(n, 0)))
    assert result.reason is Reason.NO_SAMPLE


def test_chained_index_conditions_do_not_depend_on_their_order():
    for order in ((Eq(j, k), Eq(i, j)), (Eq(i, j), Eq(j, k))):
        assert prove(claim_of(z[k], z[i], given=given(*order))).holds


def test_part_is_below_a_sum_only_where_the_sum_has_two_members():
    claim = claim_of(w[a], Sum(w[k], (k, 2, n)), "<", given=Ne(i, a))
    assert judge(claim).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("lhs", "rhs", "hypotheses"),
    [
        (log(x**2), 0, given(Ne(x, 0))),
        (log(z[i] ** 2), 0, given(Ne(z[i], 0))),
        (log(x * t), log(t**2) / 2, given(Gt(x * t, 0))),
        (log(x**2 * exp(t)), 0, given(Ne(x, 0))),
    ],
)
def test_condition_on_an_absolute_value_is_not_shown_as_one_on_the_value(lhs, rhs, hypotheses):
    assert judge(claim_of(lhs, rhs, given=hypotheses)).true_iff is None


def test_size_met_in_a_for_all_only_is_a_size_like_any_other():
    assert judge(claim_of(x, 1, given=Ne(x, 0).for_all(a))).verdict is Verdict.REFUTED


def test_many_free_indices_do_not_run_out_of_names():
    names = indices("k l m a b c d e f g h", n)
    entry = reals("F", *[n] * 11)[names]
    assert judge(claim_of(entry * Sum(z[i], i), 0)).verdict is Verdict.REFUTED


def test_one_hot_at_a_bound_index_is_ill_formed():
    hot = one_hot("h", n, at=j)
    assert judge(claim_of(Sum(hot[k], j), 1)).verdict is Verdict.ILL_FORMED
    assert judge(claim_of(Sum(hot[k], k), 1)).verdict is Verdict.PROVED


def test_sign_that_is_stated_of_a_product_does_not_turn_its_inverse():
    """The factors of a product known to be positive keep their signs: 1/((x - 1)(2 - x)) > 0, its factors apart."""
    between = given(Gt((x - 1) * (2 - x), 0), Ne(x, 1), Ne(x, 2))
    together, apart = 1 / ((x - 1) * (2 - x)), (1 / (x - 1)) * (1 / (2 - x))
    assert judge(claim_of(together, apart, given=between)).verdict is Verdict.PROVED
    assert judge(claim_of(together, -apart, given=between)).verdict is Verdict.REFUTED
