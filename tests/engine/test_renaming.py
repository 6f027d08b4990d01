"""Tokens replaced in normal forms, and sums opened under fresh tokens: the value stays, and what held for some tokens only does not."""

import pytest
from readings import claim_of

from derive.engine.prove import prove
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, Sort
from derive.session import judge
from derive.terms.build import D, Sum
from derive.terms.declare import indices, positives, reals, size
from derive.terms.relations import Eq, Ne, given
from derive.verdict import Verdict

n = size("n")
i, j, k, l = indices("i j k l", n)
x, y = reals("x", n), reals("y", n)
p, R = positives("p", n), positives("R", n, n)


def test_denominator_that_turns_keeps_its_sign():
    """The entries of y have temporary tokens before those of x, and labels after them."""
    apart = given(Ne(x[k] - y[k], 0).for_all(k))
    before = Sum(x[k], k) + D(Sum(y[k] ** 2, k), y[i])
    slope = D(Sum(1 / (x[k] - y[k]), k), x[i])
    right, wrong = (Sum(x[k], k) + 2 * y[i] + sign / (x[i] - y[i]) ** 2 for sign in (-1, 1))
    assert judge(claim_of(before + slope, right, given=apart)).verdict is Verdict.PROVED
    assert judge(claim_of(before + slope, wrong, given=apart)).verdict is Verdict.REFUTED


def test_hypothesis_on_inner_sums_is_used_after_derivatives():
    rows = given(Eq(Sum(R[k, l], l), 1).for_all(k))
    total = Sum(1 / (p[k] + Sum(R[k, l], l)), k)
    assert not prove(claim_of(D(total, R[i, j]), 0, given=rows)).holds
    assert prove(claim_of(D(total, R[i, j]), -1 / (p[i] + 1) ** 2, given=rows)).holds


@pytest.fixture
def kernel():
    """Ranges 1..n and 2..n, the second part of the first, a continuum, and a free index i over the second."""
    made = Kernel(100_000)
    for name, members in (("1..n", {"1", "2", "#n"}), ("2..n", {"2", "#n"})):
        made.declare_sort(Sort(name, None, made.size("n"), 1, None, frozenset(members)))
    made.declare_sort(Sort("∫R", None, None, 1))
    made.contained.add(("2..n", "1..n"))
    made.sort_of |= {"i": "2..n", "u": "∫R"}
    return made


BELONGS = {
    "1": {"1..n"},
    "2": {"1..n", "2..n"},
    "-1": set(),
    "#n": {"1..n", "2..n"},
    "#1*n;1": set(),
    "i": {"1..n", "2..n"},
    "stranger": set(),
    "u": {"∫R"},
    "{00:1..n": {"1..n"},
    "|00:2..n": {"1..n", "2..n"},
    "?k:2..n": {"1..n", "2..n"},
    "~1.0": set(),
}


@pytest.mark.parametrize("token", BELONGS)
def test_token_belongs_to_its_range_and_to_those_it_is_part_of(kernel, token):
    sorts = ("1..n", "2..n", "∫R")
    assert {sort for sort in sorts if kernel.belongs(token, sort)} == BELONGS[token]
    assert {sort for sort in sorts if kernel.counts_in(token, sort)} == BELONGS[token] - {"∫R"}


@pytest.mark.parametrize(
    ("token", "name"),
    [("i", "2..n"), ("{00:1..n", "1..n"), ("|00:2..n", "2..n"), ("?k:1..n", "1..n"), ("1", None), ("{00:none", None)],
)
def test_range_of_a_token_is_its_own(kernel, token, name):
    assert kernel.range_of(token) == (name and kernel.sorts[name])


def test_fresh_tokens_clash_with_nothing():
    assert Kernel.fresh(["|00:1..n", "|02", "i"], ["1..n", "2..n"]) == ["|01:1..n", "|03:2..n"]


def test_sign_found_for_all_tokens_goes_with_them_and_no_other_does(kernel):
    """A sign that a hypothesis on a token gave says nothing of others."""
    kernel.distinct |= {frozenset(("i", "j")), frozenset(("k", "l"))}
    assert kernel._stands_for_all(["m"])
    assert not kernel._stands_for_all(["i", "m"])
    assert not kernel._stands_for_all(["l"])
    kernel.applying = True
    assert not kernel._stands_for_all(["m"])


def gap(kernel, token):
    return kernel.add(kernel.entry("x", (token,)), kernel.entry("y", (token,)), -ONE)


@pytest.mark.parametrize(("pair", "goes"), [(("i", "j"), True), (("k", "j"), False)])
def test_written_sign_goes_with_the_tokens_that_occur(kernel, pair, goes):
    kernel.state_written(gap(kernel, "k"), "+")
    kernel.distinct.add(frozenset(pair))
    kernel.rename(kernel.power(gap(kernel, "k"), -1), {"k": "m", "i": "o"})
    assert kernel.sign(gap(kernel, "m")) == ("+" if goes else "?")


def test_opened_sum_is_the_sum(kernel):
    """Whatever tokens came first, and however often."""
    kernel.entry("x", ("~1.0",))
    kernel.entry("y", ("|00:1..n",))
    total = kernel.sum((("{0", "1..n"),), kernel.power(gap(kernel, "{0"), -1))
    ((((i, _),), factor),) = total.items()
    for used in ((), ("|00:1..n",)):
        binders, body = kernel.open(kernel.atoms[i], used)
        assert [sort for _, sort in binders] == ["1..n"]
        assert kernel.scale(kernel.sum(binders, body), factor) == total


def test_what_has_no_tokens_stays(kernel):
    one = kernel.multiply(kernel.symbol("a"), kernel.entry("x", ("k",)))
    assert kernel.rename(one, {"k": "m"}) == kernel.multiply(kernel.symbol("a"), kernel.entry("x", ("m",)))
