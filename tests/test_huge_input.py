"""Numbers, powers, ranges and terms beyond all measure: refused in one line, or answered without a crash and at once."""

import time

import pytest
from readings import claim_of

from derive.errors import TermError
from derive.judging import judge
from derive.terms.build import D, Integer, Limit, Rational, Sum, define, delta, exp, log, oo, sqrt
from derive.terms.declare import index, indices, positive, real, reals, size
from derive.terms.matrices import matrix
from derive.terms.nodes import Number
from derive.terms.records import O, derivation, step
from derive.terms.relations import Eq, Gt
from derive.verdict import Verdict

n = size("n")
i, k = indices("i k", n)
wide, far = index("a", 10**6), index("b", 10**30)
x, T, z = real("x"), positive("T"), reals("z", n)
SEMIPRIME = (10**49 + 9) * (10**50 + 151)

ANSWERED = {
    "log of a product of two large primes": (log(SEMIPRIME), x, (), Verdict.REFUTED),
    "the same twice": (log(SEMIPRIME) + x, x + log(SEMIPRIME), (), Verdict.PROVED),
    "root of it": (sqrt(SEMIPRIME) ** 2, SEMIPRIME, (), Verdict.PROVED),
    "log of a power of ten": (log(10**900), 900 * log(10), (), Verdict.PROVED),
    "exponent beyond machine words": (exp(10**30), x, (), Verdict.REFUTED),
    "power with a factor beyond machine words": (2 ** (x * 10**20), x, (), Verdict.REFUTED),
    "power of a number": (Integer(3) ** 10**5 * x, x, (), Verdict.REFUTED),
    "answer that is too long to print": (x + Integer(10) ** 5000, 1, Gt(x, 0), Verdict.REFUTED),
    "power of a series": (Limit((1 + 1 / T) ** 10**6, T, oo), 1, (), Verdict.UNDECIDED),
    "derivative of a power": (D((x + 1) ** 10**6, x), x, (), Verdict.REFUTED),
    "sum over a wide range": (Sum(z[i], wide), 10**6 * z[i], (), Verdict.UNDECIDED),
    "hypothesis on a wide range": (x, x + 1, Eq(reals("w", 10**6)[wide], 1).for_all(wide), Verdict.UNDECIDED),
    "condition on a wide range": (x, x + 1, Eq(n, 3).for_all(wide), Verdict.UNDECIDED),
    "index in a wide range": (delta(wide, 3), 1, (), Verdict.UNDECIDED),
    "index in a range beyond machine words": (delta(far, 3), 1, (), Verdict.UNDECIDED),
    "sum over a range beyond machine words": (Sum(x, far, exclude=2), x, (), Verdict.UNDECIDED),
    "large least size": (Sum(z[k], k), x, Gt(n, 10**30), Verdict.UNDECIDED),
}


@pytest.mark.parametrize("name", ANSWERED)
def test_is_answered_at_once(name):
    lhs, rhs, given, verdict = ANSWERED[name]
    started = time.process_time()
    found = judge(claim_of(lhs, rhs, given=given))
    assert found.verdict is verdict, found.message
    assert time.process_time() - started < 5


def doubled(term):
    for _ in range(40):
        term = term + 2 * term
    return term


def named(term):
    for number in range(40):
        term = define(f"x{number}", term + term)
    return term


def squared(array):
    for _ in range(40):
        array = array @ array
    return array


REFUSED = {
    "number": (lambda: x + 10**4000, "more than 1,000 digits"),
    "Integer": (lambda: Integer(10**4000), "more than 1,000 digits"),
    "Rational": (lambda: Rational(1, 10**4000), "more than 1,000 digits"),
    "order of a remainder": (lambda: O(T**-1000000), "an integer from -100 to -1"),
    "term doubled forty times": (lambda: derivation(doubled(x), step(x)), "can be decided"),
    "in a step": (lambda: derivation(x, step(doubled(x))), "can be decided"),
    "in a hypothesis": (lambda: derivation(x, step(x, given=Eq(doubled(x), 1))), "can be decided"),
    "through definitions": (lambda: derivation(named(x), step(x)), "can be decided"),
    "as a factor of a matrix": (lambda: doubled(x) * matrix("A", n, n), "can be decided"),
    "matrix squared forty times": (lambda: squared(matrix("A", n, n)), "give parts of it names"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_in_one_line(name):
    make, part = REFUSED[name]
    with pytest.raises(TermError) as problem:
        make()
    assert part in str(problem.value)
    assert "\n" not in str(problem.value)


def test_long_sums_are_still_decided():
    long = sum((x * number for number in range(2000)), Number(Integer(0).value))
    assert judge(claim_of(long, 1999000 * x)).verdict is Verdict.PROVED
