"""Σ in normal form: deltas contracted, inner sums pulled out, independent factors apart, hypotheses on sums applied."""

from fractions import Fraction
from itertools import permutations

import pytest
from readings import claim_of

from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Exhausted, Sort, Unsupported
from derive.engine.sums import SumRule
from derive.terms.build import Sum
from derive.terms.declare import index, reals, size
from derive.terms.relations import Eq

K, L, P, Q, A, X, Y, B = ("{0:1..n", "{1:1..n", "{2:2..n", "{3:2..n", "{4:1..m", "{5:∫x", "{6:∫x", "{7:1..3")


def made(budget=100_000):
    """A kernel with ranges 1..n, 2..n, 1..m and 1..3, and a continuum."""
    kernel = Kernel(budget)
    n, m = kernel.size("n"), kernel.size("m")
    kernel.declare_sort(Sort("1..n", None, n, 1, ("1", "#n"), frozenset(("1", "#n"))))
    kernel.declare_sort(Sort("2..n", None, kernel.add(n, kernel.constant(-1)), 0, ("2", "#n")))
    kernel.declare_sort(Sort("1..m", None, m, 1, ("1", "#m"), frozenset(("1", "#m"))))
    kernel.declare_sort(Sort("1..3", ("1", "2", "3"), kernel.constant(3), 3, members=frozenset("123")))
    kernel.declare_sort(Sort("∫x", None, None, 1))
    kernel.sort_of.update({"i": "1..n", "j": "1..n", "a": "1..m", "t": "∫x", "h": "2..n"})
    kernel.contained.add(("2..n", "1..n"))
    return kernel


def over(*tokens):
    return tuple((token, token.partition(":")[2]) for token in tokens)


def x(kernel, *places, family="family x"):
    return kernel.entry(family, places)


def product(kernel, *polys):
    total = {UNIT: ONE}
    for poly in polys:
        total = kernel.multiply(total, poly)
    return total


def single(poly):
    """The atom that a polynomial is."""
    ((((i, power),), value),) = poly.items()
    assert (power, value) == (1, 1)
    return i


def test_sum_over_nothing_is_what_is_summed():
    kernel = made()
    poly = kernel.add(x(kernel, "i"), product(kernel, kernel.delta("i", "j"), x(kernel, "j")))
    assert kernel.sum((), poly) == poly


def test_sum_over_a_fixed_range_is_told_by_its_members():
    kernel = made()
    members = kernel.add(kernel.add(x(kernel, "1"), x(kernel, "2")), x(kernel, "3"))
    assert kernel.sum(over(B), x(kernel, B)) == members
    both = product(kernel, x(kernel, K, family="family y"), x(kernel, B))
    there = product(kernel, kernel.sum(over(K), x(kernel, K, family="family y")), members)
    assert kernel.sum(over(K, B), both) == kernel.sum(over(B, K), both) == there


def test_work_on_a_fixed_range_is_counted():
    kernel = made(budget=2)
    with pytest.raises(Exhausted):
        kernel.sum(over(B), x(kernel, B))


def test_delta_is_contracted_on_either_side():
    kernel = made()
    for free in ("i", L):  # of the two tokens of a delta the first in order stands first
        assert kernel.sum(over(K), product(kernel, kernel.delta(K, free), x(kernel, K))) == x(kernel, free)
    assert kernel.sum(over(K), kernel.delta(K, "1")) == {UNIT: ONE}


def test_delta_of_two_bound_variables_leaves_one_over_the_smaller_range():
    kernel = made()
    total = kernel.sum(over(P), x(kernel, P))
    for binders in (over(K, P), over(P, K)):
        assert kernel.sum(binders, product(kernel, kernel.delta(K, P), x(kernel, K))) == total
    assert kernel.sum(over(K, L), product(kernel, kernel.delta(K, L), x(kernel, K), x(kernel, L))) == kernel.sum(
        over(K), kernel.power(x(kernel, K), 2)
    )


def test_delta_of_free_indices_stands_before_a_sum():
    kernel = made()
    here, total = kernel.delta("i", "j"), kernel.sum(over(K), x(kernel, K))
    assert kernel.sum(over(K), product(kernel, here, x(kernel, K))) == product(kernel, here, total)
    both = product(kernel, here, kernel.delta(K, "a"), x(kernel, K))
    kernel.sort_of["a"] = "1..n"
    assert kernel.sum(over(K), both) == product(kernel, here, x(kernel, "a"))


NOT_CONTRACTED = {
    "an index outside the range": ((P,), lambda kernel: kernel.delta(P, "i"), "outside the range"),
    "an index of another range": ((K,), lambda kernel: kernel.delta(K, "a"), "outside the range"),
    "a position outside the range": ((P,), lambda kernel: kernel.delta(P, "1"), "outside the range"),
    "an index of a continuum": ((X,), lambda kernel: kernel.delta(X, "t"), "under an integral"),
    "two of a continuum": ((X, Y), lambda kernel: kernel.delta(X, Y), "under an integral"),
    "one of a continuum and one of a range": ((X, K), lambda kernel: kernel.delta(X, K), "under an integral"),
    "one of a range and one of a continuum": ((Q, "{9:∫x"), lambda kernel: kernel.delta(Q, "{9:∫x"), "an integral"),
    "division by a delta": (
        (K,),
        lambda kernel: {((single(kernel.delta(K, "i")), -1),): ONE},
        "division by a Kronecker delta",
    ),
}


@pytest.mark.parametrize("name", NOT_CONTRACTED)
def test_delta_that_is_no_pick_is_not_contracted(name):
    tokens, poly, message = NOT_CONTRACTED[name]
    kernel = made()
    with pytest.raises(Unsupported, match=message):
        kernel.sum(over(*tokens), poly(kernel))


def test_delta_of_a_continuum_outside_a_sum_is_no_matter_of_it():
    kernel = made()
    here = kernel.delta("t", "s")
    assert kernel.sum(over(K), product(kernel, here, x(kernel, K))) == product(
        kernel, here, kernel.sum(over(K), x(kernel, K))
    )


def test_inner_sum_in_a_numerator_is_pulled_out_with_its_power():
    kernel = made()
    inner = kernel.sum(over(L), x(kernel, K, L))
    whole = kernel.sum(over(K, L, "{8:1..n"), product(kernel, x(kernel, K, L), x(kernel, K, "{8:1..n")))
    assert kernel.sum(over(K), product(kernel, inner, inner)) == whole
    assert kernel.sum(over(K), inner) == kernel.sum(over(K, L), x(kernel, K, L))


@pytest.mark.parametrize("power", [-1, -2])
def test_inner_sum_in_a_denominator_stays(power):
    kernel = made()
    inner = kernel.sum(over(L), x(kernel, K, L))
    found = kernel.sum(over(K), {((single(inner), power),): ONE})
    atom = kernel.atoms[single(found)]
    ((i, left),) = atom.args[1]
    assert (atom.kind, kernel.atoms[i].kind, left) == ("sum", "sum", power)


def test_root_of_an_inner_sum_stays():
    kernel = made()
    kernel.positive.add("family x")
    inner = kernel.sum(over(L), x(kernel, K, L))
    for power in (Fraction(1, 2), Fraction(3, 2)):
        found = kernel.sum(over(K), {((single(inner), power),): ONE})
        assert kernel.atoms[single(found)].args[1][0][1] == power


def test_independent_factors_come_apart():
    kernel = made()
    y = x(kernel, L, family="family y")
    free = x(kernel, "i", family="family v")
    parts = [kernel.sum(over(K), x(kernel, K)), kernel.sum(over(L), y), free]
    assert kernel.sum(over(K, L), product(kernel, x(kernel, K), y, free)) == product(kernel, *parts)
    assert kernel.sum(over(K, A), x(kernel, K)) == product(kernel, parts[0], kernel.size("m"))
    chain = product(kernel, x(kernel, K, L), x(kernel, L, "{8:1..n"), y)
    assert len(kernel.atoms[single(kernel.sum(over("{8:1..n", K, L), chain))].args[0]) == 3


def test_integral_of_a_constant_has_no_value():
    kernel = made()
    with pytest.raises(Unsupported, match="integral of a constant"):
        kernel.sum(over(X), {UNIT: ONE})
    assert kernel.sum(over(X), {}) == {}


Y_SUMS_TO_ONE = SumRule("family y", 0, "1..n", (), {UNIT: ONE})
ROWS = SumRule("family M", 1, "1..n", ("?0:1..n",), {UNIT: ONE})


def under(rules, binders, poly):
    """Σ under hypotheses on sums, beside no equations."""
    kernel = made()
    kernel.sum_rules += rules
    return kernel, kernel.apply(kernel.sum(over(*binders), poly(kernel)))


def entry(*places, family="family y"):
    return lambda kernel: x(kernel, *places, family=family)


APPLIED = {
    "the family alone": ([Y_SUMS_TO_ONE], (K,), entry(K), "1"),
    "beside others": (
        [Y_SUMS_TO_ONE],
        (K, L),
        lambda kernel: product(kernel, entry(K)(kernel), x(kernel, L), entry("i")(kernel)),
        "beside",
    ),
    "twice": ([Y_SUMS_TO_ONE], (K, L), lambda kernel: product(kernel, entry(K)(kernel), entry(L)(kernel)), "1"),
    "a row": ([ROWS], (K,), entry("i", K, family="family M"), "1"),
    "a row beside what stands at the row": (
        [ROWS],
        (K, L),
        lambda kernel: product(kernel, entry(K, L, family="family M")(kernel), x(kernel, K)),
        "x",
    ),
    "all rows": ([ROWS], (L, K), entry(L, K, family="family M"), "n"),
    "the second rule": ([ROWS, Y_SUMS_TO_ONE], (K,), entry(K), "1"),
}


@pytest.mark.parametrize("name", APPLIED)
def test_hypothesis_on_a_sum_is_applied(name):
    rules, binders, poly, wanted = APPLIED[name]
    kernel, found = under(rules, binders, poly)
    values = {
        "1": {UNIT: ONE},
        "n": kernel.size("n"),
        "x": kernel.sum(over(L), x(kernel, L)),
        "beside": product(kernel, kernel.sum(over(L), x(kernel, L)), entry("i")(kernel)),
    }
    assert found == values[wanted]


UNTOUCHED = {
    "a square": ([Y_SUMS_TO_ONE], (K,), lambda kernel: kernel.power(entry(K)(kernel), 2)),
    "an inverse": ([Y_SUMS_TO_ONE], (K,), lambda kernel: kernel.power(entry(K)(kernel), -1)),
    "a product": ([Y_SUMS_TO_ONE], (K,), lambda kernel: product(kernel, entry(K)(kernel), x(kernel, K))),
    "an exponential": ([Y_SUMS_TO_ONE], (K,), lambda kernel: kernel.exp(entry(K)(kernel))),
    "another family": ([Y_SUMS_TO_ONE], (K,), lambda kernel: x(kernel, K)),
    "part of the range": ([Y_SUMS_TO_ONE], (P,), entry(P)),
    "a column": ([ROWS], (K,), entry(K, "i", family="family M")),
    "a diagonal": ([ROWS], (K,), entry(K, K, family="family M")),
    "a row of another range": ([ROWS], (K,), entry("a", K, family="family M")),
    "a shifted row": ([ROWS], (K,), entry(((("i", 1),), 1), K, family="family M")),
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_hypothesis_on_a_sum_says_nothing_of_others(name):
    rules, binders, poly = UNTOUCHED[name]
    kernel, found = under(rules, binders, poly)
    assert found == kernel.sum(over(*binders), poly(kernel))


MATCHES = {
    "a free row": (ROWS, ("i", K), {"?0:1..n": "i"}),
    "a row of a part": (ROWS, ("h", K), {"?0:1..n": "h"}),
    "a row of another range": (ROWS, ("a", K), None),
    "a row where whole axes match": (
        SumRule("f", 1, "1..n", ("?0:2..n",), {}, frozenset(["?0:2..n"])),
        ("i", K),
        {"?0:2..n": "i"},
    ),
    "one pattern at two places": (SumRule("f", 2, "1..n", ("?0:1..n", "?0:1..n"), {}), ("i", "i", K), {"?0:1..n": "i"}),
    "one pattern at two places that differ": (SumRule("f", 2, "1..n", ("?0:1..n", "?0:1..n"), {}), ("i", "j", K), None),
    "a place": (SumRule("f", 1, "1..n", ("1",), {}), ("1", K), {}),
    "another place": (SumRule("f", 1, "1..n", ("1",), {}), ("2", K), None),
    "the first axis": (SumRule("f", 0, "1..n", ("i",), {}), (K, "i"), {}),
    "another axis": (SumRule("f", 0, "1..n", ("i",), {}), ("i", K), None),
    "another range": (SumRule("f", 1, "2..n", ("?0:1..n",), {}), ("i", K), None),
    "shifted along the axis": (SumRule("f", 0, "1..n", (), {}), ((((K, 1),), 1),), None),
    "another family": (SumRule("f", 0, "1..n", (), {}), (K,), None),
    "the diagonal": (ROWS, (K, K), None),
    "the diagonal where whole axes match": (
        SumRule("f", 1, "1..n", ("?0:1..n",), {}, frozenset(["?0:1..n"])),
        (K, K),
        None,
    ),
    "a shifted place": (
        SumRule("f", 1, "1..n", ("?0:1..n",), {}, frozenset(["?0:1..n"])),
        (((("i", 1),), 1), K),
        None,
    ),
}


@pytest.mark.parametrize("name", MATCHES)
def test_pattern_matches_within_its_range(name):
    rule, places, wanted = MATCHES[name]
    kernel = made()
    family = "g" if name == "another family" else rule.family
    atom = kernel.atoms[single(kernel.entry(family, places))]
    assert kernel._matches(rule, atom, K, "1..n") == wanted


def test_sum_of_all_but_the_last_says_nothing_of_all_but_the_first():
    n = size("n", at_least=2)
    k, y = index("k", n), reals("y", n)
    known = Eq(Sum(y[k], (k, 1, n - 1)), 1)
    found = prove(claim_of(Sum(y[k + 1], (k, 1, n - 1)), 1, given=known))
    assert not found.holds


def test_hypothesis_is_applied_with_the_value_at_its_row():
    kernel = made()
    kernel.sum_rules.append(SumRule("family M", 1, "1..n", ("?0:1..n",), x(kernel, "?0:1..n")))
    row = kernel.sum(over(K), entry("i", K, family="family M")(kernel))
    assert kernel.apply(row) == x(kernel, "i")
    assert kernel.sum(over(K), entry("i", K, family="family M")(kernel)) == row


def below(kernel, *places):
    """1 / Σ_m x[places, m]."""
    return kernel.power(kernel.sum(over("{8:1..n"), x(kernel, *places, "{8:1..n")), -1)


def test_sum_under_its_own_denominator_counts_its_range():
    kernel = made()
    row = below(kernel, K)
    assert kernel.sum(over(K, L), product(kernel, x(kernel, K, L), row)) == kernel.size("n")
    assert kernel.sum(over(L, K), product(kernel, x(kernel, K, L), row)) == kernel.size("n")
    beside = product(kernel, x(kernel, K, L), row, x(kernel, K))
    assert kernel.sum(over(K, L), beside) == kernel.sum(over(K), x(kernel, K))


def test_what_stands_over_a_sum_is_summed_first():
    kernel = made()
    row, y = below(kernel, K), x(kernel, K, L, family="family y")
    flat = kernel.sum(over(K, L), product(kernel, y, row))
    assert flat == kernel.sum(over(K), product(kernel, kernel.sum(over(L), y), row))
    assert len(kernel.atoms[single(flat)].args[0]) == 1
    apart = product(kernel, row, y, x(kernel, "{9:1..n", family="family v"))
    assert kernel.sum(over(K, L, "{9:1..n"), apart) == product(
        kernel, flat, kernel.sum(over(K), x(kernel, K, family="family v"))
    )


def test_variables_of_several_denominators_are_all_summed_last():
    kernel = made()
    v, other = (
        x(kernel, K, L, family="family v"),
        kernel.sum(over("{8:1..n"), x(kernel, L, "{8:1..n", family="family w")),
    )
    there = kernel.power(other, -1)
    cancelling = product(kernel, x(kernel, K, "{9:1..n"), below(kernel, K), v, there)
    assert kernel.sum(over(K, L, "{9:1..n"), cancelling) == kernel.sum(over(K, L), product(kernel, v, there))


def test_denominator_that_holds_a_sum_divides_too():
    kernel = made()
    inner = kernel.sum(over(L), x(kernel, K, L))
    z = x(kernel, K, family="family z")
    under = kernel.power(kernel.add(inner, z), -1)
    parts = [kernel.sum(over(K), product(kernel, part, under)) for part in (z, inner)]
    assert kernel.add(*parts) == kernel.size("n")


@pytest.mark.parametrize("free", ["i", "|00:1..n"])
def test_delta_beside_what_is_summed_first_is_contracted(free):
    kernel = made()
    y = x(kernel, K, L, family="family y")
    apart = product(kernel, y, below(kernel, K))
    (mono,) = kernel.delta(K, free)
    (body,) = apart
    found = kernel._inner_first(over(K, L), mono + body)
    row = kernel.sum(over(L), x(kernel, free, L, family="family y"))
    assert found == product(kernel, row, below(kernel, free))


def test_sum_in_an_exponent_is_no_denominator():
    kernel = made()
    exponent = kernel.sum(over("{8:1..n"), x(kernel, K, "{8:1..n"))
    body = product(kernel, x(kernel, K, L, family="family y"), kernel.power(kernel.exp(exponent), -1))
    assert len(kernel.atoms[single(kernel.sum(over(K, L), body))].args[0]) == 2


def test_what_holds_no_sum_or_is_no_denominator_leaves_a_sum_flat():
    kernel = made()
    kernel.positive.add("family x")
    y, inner = x(kernel, K, L, family="family y"), kernel.sum(over("{8:1..n"), x(kernel, K, "{8:1..n"))
    plain = kernel.power(kernel.add(x(kernel, K), {UNIT: ONE}), -1)
    for beside in (plain, kernel.log(inner), kernel.power(inner, Fraction(1, 2))):
        assert len(kernel.atoms[single(kernel.sum(over(K, L), product(kernel, y, beside)))].args[0]) == 2


def fraction(kernel, top, *coefficients, power=-1):
    """x_k^top · (Σ_d coefficients[d] x_k^d)^power."""
    divisor = {}
    for degree, coefficient in enumerate(coefficients):
        kernel.add_into(divisor, product(kernel, coefficient, kernel.power(x(kernel, K), degree)))
    return product(kernel, kernel.power(x(kernel, K), top), kernel.power(divisor, power))


def unchanged(kernel, poly):
    """Σ_k of a polynomial, term by term, with nothing divided."""
    total = {}
    for mono, value in poly.items():
        outside = tuple(f for f in mono if K not in kernel.atoms[f[0]].indices)
        inside = tuple(f for f in mono if f not in outside)
        there = kernel.labelled(over(K), inside) if inside else kernel.size("n")
        kernel.add_into(total, product(kernel, {outside: value}, there))
    return total


def test_numerator_is_divided_by_a_denominator_with_one_end_term():
    kernel = made()
    kernel.positive.add("family x")
    one, two, here = {UNIT: ONE}, kernel.constant(2), x(kernel, K)
    a = kernel.symbol("a")  # younger than what it stands beside
    low, with_a, inverse = fraction(kernel, 0, one, one), fraction(kernel, 0, one, a), kernel.power(a, -1)

    def less(left, right):
        return kernel.add(left, right, -ONE)

    for body, wanted in (
        (fraction(kernel, 1, one, one), less(one, low)),
        (fraction(kernel, 2, one, one), less(here, less(one, low))),
        (fraction(kernel, -1, one, one), less(kernel.power(here, -1), low)),
        (fraction(kernel, 1, one, a), product(kernel, inverse, less(one, with_a))),
        (fraction(kernel, 1, one, two), kernel.scale(less(one, fraction(kernel, 0, one, two)), ONE / 2)),
    ):
        assert kernel.sum(over(K), body) == unchanged(kernel, wanted)


def test_numerator_stays_where_dividing_would_not_end_or_has_no_leading_term():
    kernel = made()
    kernel.positive.add("family x")
    one, a = {UNIT: ONE}, kernel.symbol("a")
    for body in (
        fraction(kernel, 0, one, one),
        fraction(kernel, 1, one, {}, one),
        fraction(kernel, 1, one, kernel.add(a, kernel.constant(2))),
        fraction(kernel, 1, one, one, power=Fraction(-1, 2)),
        fraction(kernel, 1, one, one, power=Fraction(1, 2)),
        fraction(kernel, 1, one, one, power=Fraction(-3, 2)),
        product(kernel, kernel.power(x(kernel, K), -1), x(kernel, K, family="family y")),
    ):
        assert kernel.sum(over(K), body) == unchanged(kernel, body)


def test_where_equations_tie_atoms_only_what_vanishes_nowhere_divides():
    kernel = made()
    kernel.tied = True
    one, a, t = {UNIT: ONE}, kernel.symbol("a"), kernel.symbol("t")
    kernel.positive.add("t")
    tied = fraction(kernel, 1, one, a)
    assert kernel.sum(over(K), tied) == unchanged(kernel, tied)
    free = fraction(kernel, 1, one, t)
    assert kernel.sum(over(K), free) != unchanged(kernel, free)


def test_variables_that_look_alike_have_one_order():
    """Every variable meets both families in the same way, but no exchange takes one pair of y to the other's place."""
    kernel = made()
    found = set()
    for one, two, three, four in permutations((K, L, "{8:1..n", "{9:1..n")):
        ring = [(one, two), (two, three), (three, four), (four, one)]
        pairs = [(one, two), (two, one), (three, four), (four, three)]
        factors = [x(kernel, *places) for places in ring] + [x(kernel, *places, family="family y") for places in pairs]
        found.add(single(kernel.sum(over(K, L, "{8:1..n", "{9:1..n"), product(kernel, *factors))))
    assert len(found) == 1


def test_sum_whose_body_a_hypothesis_takes_apart_is_not_labelled():
    kernel = made()
    row = kernel.sum(over(L), x(kernel, K, L, family="family M"))
    value = kernel.add(x(kernel, "?0:1..n"), x(kernel, "?0:1..n", family="family y"))
    kernel.sum_rules.append(SumRule("family M", 1, "1..n", ("?0:1..n",), value, frozenset(["?0:1..n"])))
    kernel.applying = True
    with pytest.raises(Unsupported, match="falls apart"):
        kernel.labelled(over(K), ((single(row), 1),))
