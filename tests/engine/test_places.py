"""Ranges, indices and families under the kernel's names: what lies where, which ranges are parts of which, and which signs are declared."""

import pytest
from readings import claim_of

from derive.engine.places import MAX_FIXED, Places
from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.engine.ring import Unsupported
from derive.errors import InternalError
from derive.session import judge
from derive.terms.affine import affine
from derive.terms.build import Limit, Sum, delta, oo
from derive.terms.declare import index, indices, nonnegatives, positive, real, reals, size, span, variable
from derive.terms.indices import Index
from derive.terms.relations import Eq, Ne, given
from derive.verdict import Verdict

n, m, empty = size("n"), size("m"), size("empty", at_least=0)
i, j, k = indices("i j k", n)
x, y = reals("x", n), reals("y", n)
X = reals("X", 10, 10)
a, b = indices("a b", 10)
lone = index("lone", 1)
L = reals("L", 1)
t, s, p, q = positive("t"), positive("s"), real("p"), real("q")
w = nonnegatives("w", n)
u = variable("u")
f = reals("f", u.domain)
around, below = index("around", span(-m, n)), index("below", span(-3, n))
B = reals("B", span(-3, n))
apart = (p - q) ** 2
beyond = affine([(i, 1), (n, 1)])


def proof(lhs, rhs, hypotheses=()):
    return prove(claim_of(lhs, rhs, given=hypotheses))


TRUE = {
    "a range that may be empty": (Sum(1, (k, 2, n)), n - 1, ()),
    "a range with a first member": (x[lone], x[1], ()),
    "an index that only a hypothesis holds, over one member": (L[1], 2, given(Eq(L[lone], 2))),
    "a sum over all but the first": (Sum(x[k], (k, 2, n)), Sum(x[k], k) - x[1], ()),
    "an index that lies above a position": (delta(index("late", span(2, n)), 1) + Sum(x[k], k), Sum(x[k], k), ()),
    "two indices that differ": (Sum(delta(i, k) * delta(j, k), k), 0, given(Ne(i, j))),
}
UNPROVED = {
    "a range that may be shorter than empty": (Sum(1, (k, 3, n)), n - 2, ()),
    "a range that may be shorter by any number": (Sum(1, (k, 1, n - m)), n - m, ()),
    "an index below 0 and a position that it may have": (delta(around, -2) + 0 * B[below], 0 * B[below], ()),
    "an index of ten for its first": (X[a, b], X[a, 1], ()),
    "one of ten for another": (X[a, b], X[b, a], ()),
}


@pytest.mark.parametrize("name", TRUE)
def test_positions_are_told_by_their_ranges(name):
    assert proof(*TRUE[name]).holds


@pytest.mark.parametrize("name", UNPROVED)
def test_what_a_range_does_not_tell_is_not_proved(name):
    assert not proof(*UNPROVED[name]).holds
    lhs, rhs, hypotheses = UNPROVED[name]
    assert judge(claim_of(lhs, rhs, given=hypotheses)).verdict not in (
        Verdict.PROVED,
        Verdict.INTERNAL_ERROR,
    )


NEVER_ZERO = {
    "a size": n + apart,
    "a positive number": t + apart,
    "weights, and 1": w[i] + apart + 1,
}
PERHAPS_ZERO = {
    "a size that may be 0": empty + apart,
    "a real number": p + apart,
    "a real number, and 1": p + apart + 1,
    "weights": w[i] + apart,
}


@pytest.mark.parametrize("name", NEVER_ZERO)
def test_sign_of_what_is_written_is_read_off_what_is_declared(name):
    assert proof(1 / NEVER_ZERO[name], 1 / NEVER_ZERO[name]).missing == ()


@pytest.mark.parametrize("name", PERHAPS_ZERO)
def test_sign_that_is_not_declared_is_missing(name):
    assert proof(1 / PERHAPS_ZERO[name], 1 / PERHAPS_ZERO[name]).missing != ()


def test_variable_of_a_limit_has_a_sign_of_its_own():
    below = t + apart
    assert proof(Limit(1 / (p + below), p, oo), 0).missing == ()


def test_sign_of_a_bound_scalar_is_that_of_its_name():
    places = made()
    places.kernel.positive.add("limit p")
    assert places.declared({p: "limit p"}, p) == "+"
    assert places.declared({p: "limit p"}, q) == "?"


def made(fixed=(), **floors):
    return Places(Kernel(10_000), {"n": 1, "m": 1} | floors, dict(fixed))


def test_range_keeps_its_name_and_what_was_learnt_of_it():
    places = made()
    name = places.sort(span(1, n))
    places.kernel.least_members[name] = 2
    assert places.sort(span(1, n)) == name == "1..n"
    assert places.kernel.least_members[name] == 2
    assert places.sort(u.domain) == places.sort(u.domain) == "∫R"


def test_range_is_fixed_where_a_hypothesis_fixes_its_size():
    places = made({"n": 3})
    assert places.kernel.sorts[places.sort(span(2, n))].values == ("2", "3")
    assert places.kernel.sorts[places.sort(span(2, m))].values is None
    places.note_domain(span(n, m))
    assert places.sort(span(n, m + 3)) == "3..m+3"
    assert places.place(beyond, {i: "i"}) == ((("i", 1),), 3)
    with pytest.raises(InternalError):
        places.sort(span(1, beyond))


def test_range_of_many_members_is_not_spelled_out():
    assert len(made().kernel.sorts) == 0
    places = made()
    assert len(places.kernel.sorts[places.sort(span(1, MAX_FIXED))].values) == MAX_FIXED
    with pytest.raises(Unsupported, match="a fixed range"):
        places.sort(span(0, MAX_FIXED))


@pytest.mark.parametrize("domain", [span(3, n), span(1, n - m), span(m, n)])
def test_range_that_may_be_shorter_than_empty_has_no_sum(domain):
    with pytest.raises(Unsupported, match="shorter than empty"):
        made().sort(domain)


def test_index_over_what_may_be_no_range_belongs_to_the_widest():
    places = made()
    places.note_domain(span(0, n))
    assert places.index_sort(span(2, n)) == "2..n"
    assert places.index_sort(span(3, n)) == "0..n"
    with pytest.raises(Unsupported, match="shorter than empty"):
        places.index_sort(span(1, n - m))


def test_widest_range_is_the_one_that_starts_lowest_and_ends_highest():
    places = made()
    for domain in (span(1, n), span(0, n - 1), span(m, n + 7), span(-m, n), span(1, 3), span(1, 9), u.domain):
        places.note_domain(domain)
    places.sort(span(1, n - 1))
    assert places.kernel.wider == {"1..n-1": ("0..n", ("0", "#n"))}
    for domain in (span(-m, n), span(1, 3), span(0, n)):
        places.sort(domain)
    assert places.kernel.wider.keys() == {"1..n-1"}
    assert places.kernel.ordered


def test_ranges_are_parts_of_one_another_where_no_size_says_otherwise():
    places = made()
    for domain in (u.domain, span(1, n), span(2, n), span(1, 2), variable("v", "S").domain):
        places.sort(domain)
    assert {pair for pair in places.kernel.contained if pair[0] != pair[1]} == {("2..n", "1..n")}


def test_index_differs_from_what_lies_outside_its_range():
    places = made()
    late = index("late", span(2, n))
    for domain in (span(1, n), late.domain, u.domain):
        places.note_domain(domain)
    assert places.token(late, {}) == places.token(late, {}) == "late"
    assert places.token(i, {}) == "i"
    assert places.token(u, {}) == "u"
    assert places.kernel.distinct == {frozenset(("late", "1"))}


def test_one_name_stands_for_one_index():
    places = made()
    places.token(i, {})
    places.aliases[j] = "2"
    assert places.token(j, {}) == "2"
    assert places.token(j, {j: "{00:1..n"}) == "{00:1..n"
    with pytest.raises(Unsupported, match="two indices called i"):
        places.token(index("i", m), {})


def test_index_that_nothing_binds_is_no_claim():
    bound = Index(1, span(1, n), "k")
    assert made().token(bound, {bound: "{00:1..n"}) == "{00:1..n"
    with pytest.raises(InternalError, match="bound by nothing"):
        made().token(bound, {})


def test_shifted_index_stands_in_entries_only():
    places = made()
    assert places.plain(2, {}) == "2"
    assert places.plain(i, {i: "{0"}) == "{0"
    with pytest.raises(Unsupported, match="a shifted index"):
        places.plain(i + 1, {i: "{0"})


def test_namesakes_have_names_of_their_own():
    places = made()
    other = reals("x", n, n)
    assert [places.label("family", family) for family in (x, other, x)] == ["family x", "family x (2)", "family x"]
    assert places.kernel.axes == {"family x": (("1", "#n"),), "family x (2)": (("1", "#n"),) * 2}
    assert [places.label("scalar", thing) for thing in (t, real("t"))] == ["scalar t", "scalar t (2)"]
    assert set(places.families) == {"family x", "family x (2)"}
    places.label("family", f)
    assert places.kernel.axes["family f"] == (None,)


def test_position_is_in_range_as_far_as_its_indices_are_known():
    """An alias says where a free index is; a bound one of the same name may be anywhere."""
    places = made()
    axis = span(2, 5)
    five = index("five", 5)
    places.aliases[five] = "3"
    places._need_range("x", five, axis, {})
    places._need_range("x", five + 1, axis, {})
    assert not places.range_needs
    places._need_range("x", five, axis, {five: "{00:1..5"})
    places._need_range("x", five + 3, axis, {})
    places._need_range("x", beyond, span(1, m), {})
    assert [need.position for need in places.range_needs.values()] == [five, five + 3, beyond]
