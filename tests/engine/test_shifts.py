"""Variables that occur shifted: how far, whether the entries exist, and the shift itself."""

import pytest
from readings import reading

from derive.engine.ring import ONE, Unsupported
from derive.engine.shifts import Shift, common_offset, entries_exist
from derive.terms.build import Sum, delta, exp, log, number, sqrt
from derive.terms.declare import indices, positives, real, reals, size, span, variable
from derive.terms.maxima import Max

n, m = size("n"), size("m")
i, j, k, l = indices("i j k l", n)
z, y, w = reals("z", n), reals("y", n), positives("w", n)
A = reals("A", n, n)
t = real("t")
u = variable("u")
h, G = reals("h", u.domain), reals("G", n, u.domain)
wide = reals("wide", span(0, n))

OFFSETS = {
    "not shifted": (z[k], 0),
    "shifted": (z[k + 1], 1),
    "back": (z[k - 2], -2),
    "the least of two": (z[k + 2] * y[k + 1], 1),
    "shifted and not": (z[k] * y[k + 1], 0),
    "beside another index": (A[k + 1, i], 1),
    "in both places": (A[k + 3, k + 2], 2),
    "not at all": (z[i] * t, 0),
    "another index shifted": (z[i + 1], 0),
    "another index shifted beside it": (z[i + 1] * y[k + 2], 2),
    "another index shifted in the other place": (A[i + 1, k + 2], 2),
    "beside a scalar": (t * z[k + 1], 1),
    "beside its number": (number(k) * z[k + 1], 1),
    "its number alone": (number(k), 0),
    "in an exponential": (exp(z[k + 1]), 1),
    "in a logarithm": (log(w[k + 1]), 1),
    "in a sum": (Sum(A[k + 1, l], l), 1),
    "in a denominator": (1 / (1 + z[k + 1] ** 2), 1),
    "in a maximum": (Max(A[k + 1, l], l), 0),
    "beside a maximum": (z[k + 1] * Max(A[k, l], l), 0),
    "doubled": (wide[k + k], 0),
    "beside another in one place": (wide[i - k], 0),
}
EXIST = {
    "not shifted, over its axis": (z[k], "1", "#n", True),
    "not shifted, past its end": (z[k], "1", "#1*n;1", False),
    "not shifted, before its start": (z[k], "0", "#n", False),
    "shifted, over its axis": (z[k + 1], "1", "#n", False),
    "shifted, up to the last but one": (z[k + 1], "1", "#1*n;-1", True),
    "shifted, from one before": (z[k + 1], "0", "#1*n;-1", True),
    "shifted, from two before": (z[k + 1], "-1", "#1*n;-1", False),
    "back, from the second": (z[k - 1], "2", "#n", True),
    "back, from the first": (z[k - 1], "1", "#n", False),
    "over a range of another size": (z[k], "1", "#m", False),
    "from a position of another size": (z[k], "#m", "#n", False),
    "over a part that is far from the ends": (z[k], "3", "#1*n;-3", True),
    "one of two factors": (y[k] * z[k + 1], "1", "#n", False),
    "one of two places": (A[k, k + 1], "1", "#n", False),
    "both places": (A[k, k + 1], "1", "#1*n;-1", True),
    "another index": (z[i + 1], "1", "#n", True),
    "another index in the other place": (A[k, i + 1], "1", "#n", True),
    "beside a scalar": (t * z[k], "1", "#n", True),
    "its number": (number(k) * z[k], "1", "#n", True),
    "its delta": (delta(k, 1), "1", "#n", True),
    "in an exponential": (exp(z[k + 1]), "1", "#n", False),
    "in an exponential, up to the last but one": (exp(z[k + 1]), "1", "#1*n;-1", True),
    "in a sum": (Sum(A[k + 1, l], l), "1", "#n", False),
    "in a maximum": (Max(A[k, l], l), "1", "#n", False),
    "beside a continuum": (G[k, u], "1", "#n", True),
    "doubled": (wide[k + k], "1", "#n", False),
    "in two terms": (z[k] + z[k + 1], "1", "#n", False),
}
SHIFTED = {
    "an entry": (z[k], z[k + 1]),
    "a shifted entry": (z[k - 1], z[k]),
    "another entry": (z[i] * t, z[i] * t),
    "one place of two": (A[k, i], A[k + 1, i]),
    "both places": (A[k, k + 2], A[k + 1, k + 3]),
    "its number": (number(k), number(k) + 1),
    "a product": (number(k) * z[k], (number(k) + 1) * z[k + 1]),
    "a cube": (z[k] ** 3, z[k + 1] ** 3),
    "a root": (sqrt(w[k]), sqrt(w[k + 1])),
    "an exponential": (exp(number(k) * z[k]), exp(number(k) * z[k + 1] + z[k + 1])),
    "a logarithm": (log(w[k]), log(w[k + 1])),
    "a denominator": (1 / (1 + z[k] ** 2), 1 / (1 + z[k + 1] ** 2)),
    "a sum": (Sum(A[k, l], l), Sum(A[k + 1, l], l)),
}


@pytest.mark.parametrize("name", OFFSETS)
def test_least_offset(name):
    term, offset = OFFSETS[name]
    kernel, (poly,) = reading(term)
    ((mono, _),) = poly.items()
    assert common_offset(kernel, mono, "k") == offset


@pytest.mark.parametrize("name", EXIST)
def test_entries_that_a_variable_reaches(name):
    term, low, high, expected = EXIST[name]
    kernel, (poly,) = reading(term)
    assert entries_exist(kernel, poly, "k", (low, high), kernel.axes) is expected


def test_entries_of_a_family_of_unknown_axes_or_over_a_continuum_are_not_known_to_exist():
    kernel, (poly,) = reading(z[k])
    assert not entries_exist(kernel, poly, "k", ("1", "#n"), {})
    assert not entries_exist(kernel, poly, "k", ("1", "#n"), {"family z": (None,)})


@pytest.mark.parametrize("name", SHIFTED)
def test_shift_by_one(name):
    before, after = SHIFTED[name]
    kernel, (poly, expected) = reading(before, after)
    ((mono, value),) = poly.items()
    assert value == ONE
    assert Shift(kernel, "k", 1).monomial(mono) == expected


@pytest.mark.parametrize(
    ("term", "moved"), [(wide[i - k], ((("i", 1), ("k", -1)), -1)), (wide[k + k], ((("k", 2),), 2)), (wide[1], "1")]
)
def test_place_moves_by_as_much_as_the_variable_counts_in_it(term, moved):
    kernel, (poly, beside) = reading(term * z[k], z[k + 1])
    expected = kernel.multiply(kernel.entry("family wide", (moved,)), beside)
    assert Shift(kernel, "k", 1).monomial(next(iter(poly))) == expected


@pytest.mark.parametrize("term", [Max(A[k, l], l), exp(Max(A[k, l], l))])
def test_maximum_is_not_shifted(term):
    kernel, (poly,) = reading(term)
    with pytest.raises(Unsupported):
        Shift(kernel, "k", 1).monomial(next(iter(poly)))
