"""Indices are typed, belong to ranges, and cannot be captured."""

from __future__ import annotations

import pytest

from derive import (
    Derivative,
    Eq,
    Gt,
    KroneckerDelta,
    Sum,
    define,
    distribution,
    exp,
    index,
    indices,
    mean,
    number,
    one_hot,
    real,
    reals,
    size,
    span,
    variable,
)
from derive.errors import TermError
from derive.terms.nodes import Binder
from derive.terms.traverse import instance, substitute, unfold

n, m = size("n"), size("m")
i, j, k = indices("i j k", n)
a = index("a", m)
z, w = reals("z", n), reals("w", n, m)
u = variable("u")


@pytest.mark.parametrize(
    ("build", "says"),
    [
        pytest.param(lambda: z[a], "runs over 1..m but z is indexed over 1..n", id="index of another size"),
        pytest.param(lambda: w[i], "2 axes", id="too few positions"),
        pytest.param(lambda: z[i, j], "1 axes", id="too many positions"),
        pytest.param(lambda: z[1.0], "write an integer", id="float position"),
        pytest.param(lambda: z[z[i]], "may stand in a bound", id="entry as position"),
        pytest.param(lambda: z[u], "integration variable", id="integration variable as position"),
        pytest.param(lambda: KroneckerDelta(i, a), "cannot be compared", id="delta over two sizes"),
        pytest.param(lambda: Gt(i, j), "not ordered", id="ordered indices"),
        pytest.param(lambda: i * 2, "used as a number", id="index times two"),
        pytest.param(lambda: 2 - i, "used as a number", id="two minus index"),
        pytest.param(lambda: Sum(i, i), "used as a number", id="sum of an index"),
        pytest.param(lambda: Sum(z[i]), "needs an index", id="sum over nothing"),
        pytest.param(lambda: Sum(z[i], "i"), "declare an index", id="sum over text"),
        pytest.param(lambda: Sum(z[i], (i, 1)), "triple", id="half a limit"),
        pytest.param(lambda: Sum(z[i], (i, 1, j + k)), "an index and an integer", id="bound that is two indices"),
        pytest.param(lambda: Sum(z[i], (i, i, n)), "own bounds", id="bound that is the index itself"),
        pytest.param(lambda: Sum(z[i], (i, 1, a - 1)), "cannot be compared", id="bound over another size"),
        pytest.param(lambda: number(n), "takes an index", id="number of a size"),
        pytest.param(lambda: number(u), "takes an index", id="number of an integration variable"),
        pytest.param(lambda: Sum(z[i], u), "use Integral", id="sum over a continuum"),
        pytest.param(lambda: Sum(z[i], i, exclude=i), "cannot exclude itself", id="self-exclusion"),
        pytest.param(lambda: Sum(z[i], i, exclude=a), "cannot be compared", id="exclusion over another size"),
        pytest.param(lambda: define("s", exp(z[i])), "is free; make it a parameter", id="stray index in a definition"),
        pytest.param(lambda: define("s", i), "used as a number", id="definition by an index"),
        pytest.param(lambda: mean(w), "one axis", id="mean of a matrix"),
        pytest.param(lambda: size("1n"), "no name", id="name"),
        pytest.param(lambda: size("n", at_least=-1), "negative", id="negative size"),
        pytest.param(lambda: index("i", 0), "empty", id="empty range"),
        pytest.param(lambda: index("i", j), "not an index", id="range given by an index"),
        pytest.param(lambda: index("i", n * 2), "may stand in a bound", id="range given by a product"),
        pytest.param(lambda: reals("z"), "real\\('z'\\)", id="family without axis"),
        pytest.param(lambda: distribution("p", "R"), "density", id="distribution on a continuum"),
    ],
)
def test_index_typing_error_is_refused(build, says):
    with pytest.raises(TermError, match=says):
        build()


def test_position_out_of_range_is_kept_for_the_verdict():
    assert str(z[0].positions) == "(0,)"


def test_shifted_position_is_affine():
    t, s = index("t", m), index("s", span(-1, 1))
    context = reals("P", span(0, m + 1), m)
    assert context[t + s, t] == context[s + t, t]


def test_bound_index_is_not_free():
    assert Sum(z[k] * z[i], k).free == {i}


def test_same_name_inside_and_outside_are_different_indices():
    term = Sum(z[k], k) * z[k]
    assert term.free == {k}
    assert substitute(term, {k: i}) == Sum(z[j], j) * z[i]


def test_derivative_along_the_bound_name_is_along_the_outer_index():
    assert Derivative(Sum(exp(z[k]), k), z[k]) == Derivative(Sum(exp(z[j]), j), z[k])


def test_outer_index_is_not_captured_when_substituted_under_a_binder():
    body = Sum(z[j] * z[k], k)
    captured = Sum(z[k] * z[k], k)
    moved = substitute(body, {j: k})
    assert moved != captured
    assert moved.free == {k}
    assert moved == Sum(z[k] * z[i], i)


def test_outer_bound_index_is_not_captured_when_a_sum_is_instantiated():
    nested = Sum(Sum(z[j] * z[k], k), j)
    assert isinstance(nested, Binder)
    assert instance(nested, k) == Sum(z[k] * z[i], i)


def test_definition_used_under_a_binder_of_the_same_name_keeps_its_own_index():
    s = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))
    use = Sum(s[k], k)
    inner = s[k]
    assert unfold(inner) == exp(z[k]) / Sum(exp(z[j]), j)
    assert isinstance(use, Binder)
    assert use.free == frozenset()
    assert unfold(instance(use, i)) == exp(z[i]) / Sum(exp(z[j]), j)


def test_definition_can_swap_its_indices():
    matrix = reals("A", n, n)
    transposed = define("B", i, j, matrix[j, i])
    assert unfold(transposed[j, i]) == matrix[i, j]
    assert unfold(transposed[k, k]) == matrix[k, k]


def test_hypothesis_is_quantified_only_where_said():
    free = Eq(z[k], 0)
    assert free.free == {k}
    assert free.for_all(k).free == frozenset()


def test_indices_compared_give_an_index_condition():
    condition = Eq(i, j)
    assert (condition.left, condition.right, condition.equal) == (i, j, True)


def test_one_hot_position_must_be_an_index():
    with pytest.raises(TermError):
        one_hot("y", n, at=real("x"))


def test_sum_over_another_range_rebinds_the_index():
    assert Sum(z[k], (k, 2, n)) != Sum(z[k], k)
    assert Sum(z[k], (k, 1, n)) == Sum(z[k], k)
