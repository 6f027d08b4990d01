"""Derivatives of normal forms along scalars and entries."""

import pytest
from readings import claim_of

from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.engine.ring import Sort
from derive.session import judge
from derive.terms.build import D, Sum, delta, exp, log
from derive.terms.declare import indices, positives, real, reals, size
from derive.verdict import Reason, Verdict

n = size("n")
i, j, k, l = indices("i j k l", n)
z, w = reals("z", n), positives("w", n)
x, z_ = real("x"), real("z")
A = reals("A", 3, n)

TRUE = {
    "a scalar in a sum": (D(Sum(exp(x * z[k]), k), x), Sum(z[k] * exp(x * z[k]), k)),
    "a scalar called as a family": (D(Sum(z_ * z[k], k) + z[i] ** 2, z_), Sum(z[k], k)),
    "a family called as a scalar": (D(z_ * z[i] + z_**2, z[j]), z_ * delta(i, j)),
    "an entry of another row": (D(A[1, i] * A[2, j], A[3, k]), 0),
    "a logarithm": (D(Sum(log(w[k]), k), w[i]), 1 / w[i]),
}


@pytest.mark.parametrize("name", TRUE)
def test_derivative_of_what_moves(name):
    assert judge(claim_of(*TRUE[name])).verdict is Verdict.PROVED


def test_derivative_through_a_sum_of_indices_is_open():
    found = prove(claim_of(D(Sum(z[k + l], k, l), z[i]), 0))
    assert found.reason is Reason.UNSUPPORTED


def test_variable_at_a_temporary_token_is_not_captured_by_a_sum():
    """The derivative of Σ_k z_k y_k along z at any token is y at that token."""
    kernel = Kernel(1000)
    kernel.declare_sort(Sort("1..n", None, kernel.size("n"), 1))
    token, other = "|00:1..n", "{00:1..n"
    body = kernel.multiply(kernel.entry("family z", (other,)), kernel.entry("family y", (other,)))
    total = kernel.sum(((other, "1..n"),), body)
    assert kernel.differentiate(total, ("family z", (token,))) == kernel.entry("family y", (token,))
