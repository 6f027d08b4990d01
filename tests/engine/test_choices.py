"""Maxima settled by cases: how many, and what is asked of each."""

from derive.engine.choices import MOST, by_cases, has_order
from derive.engine.rewriting import Kernel


def absolute(kernel, name):
    return kernel.absolute(kernel.symbol(f"scalar {name}"))


def settled_after(count, most=MOST):
    """Whether everything is settled, and the number of cases asked, for a sum of so many absolute values."""
    kernel, cases = Kernel(100_000), []
    total = {}
    for number in range(count):
        total = kernel.add(total, absolute(kernel, number))

    def settled(poly, _suppose):
        cases.append(poly)
        assert not has_order(kernel, poly)
        return True

    return by_cases(kernel, total, lambda _tokens: None, settled, most), len(cases)


def test_every_case_is_asked():
    assert settled_after(0) == (True, 1)
    assert settled_after(1) == (True, 2)
    assert settled_after(3) == (True, 8)


def test_more_maxima_than_allowed_are_not_settled():
    assert settled_after(2, most=2) == (True, 4)
    assert settled_after(2, most=1) == (False, 0)
    assert settled_after(1, most=0) == (False, 0)
