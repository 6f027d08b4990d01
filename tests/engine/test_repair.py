"""The nearest true forms of what authors get wrong, found without being told."""

import random

import pytest
from corpus import IDENTITIES
from mutation import mutants
from readings import claim_of

from derive.engine import computed, meant, repair
from derive.judging import judge, mended
from derive.session import check
from derive.terms.build import D, Integer, Limit, Rational, Sum, define, delta, exp, log, oo
from derive.terms.declare import index, indices, positive, positives, real, reals, size
from derive.terms.latex import latex
from derive.terms.records import derivation, step
from derive.terms.relations import Eq, given
from derive.verdict import Verdict

n, N = size("n"), size("N")
i, j, k = indices("i j k", n)
b, c = indices("b c", N)
l = index("l", 3)
half = Rational(1, 2)
z, v, y = reals("z", n), reals("v", n), reals("y", n)
p, q = positives("p", n), positives("q", N)
A, o = reals("A", N, n), reals("o", 3)
T, V, W = positive("T"), positive("V"), positive("W")
g, m = real("g"), real("m")
ordered = ((i, 1, j - 1), j)
s = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))
CE = define("L", -Sum(y[k] * log(s[k]), k))
entropy = define("H", -Sum(p[k] * log(p[k]), k))
centred = given(Eq(Sum(z[k], k), 0), Eq(Sum(v[k], k), 0))
soft = define("t", i, exp(v[i] / T) / Sum(exp(v[k] / T), k))
hard = define("s_T", i, exp(z[i] / T) / Sum(exp(z[k] / T), k))

SLIPS = {
    "sign": (entropy, Sum(p[k] * log(p[k]), k), -Sum(p[k] * log(p[k]), k)),
    "lost 1/N": (-Sum(log(q[b]), b) / N, -Sum(log(q[b]), b), -Sum(log(q[b]), b) / N),
    "sum of labels left out": (D(CE, z[i]), s[i] - y[i], s[i] * Sum(y[k], k) - y[i]),
    "needless sum": (D(-Sum(y[k] * log(p[k]), k), p[i]), -Sum(y[k] / p[k], k), -(y[i] / p[i])),
    "missing delta": (D(s[i], z[j]), -s[i] * s[j], -s[i] * s[j] + s[i] * delta(i, j)),
    "slipped index": (D(s[i], z[j]), s[i] * (delta(i, j) - s[i]), s[i] * (delta(i, j) - s[j])),
    "limit of a share": (Limit(hard[i], T, oo), 1, 1 / n),
    "limit 0": (Limit(D(-Sum(soft[k] * log(hard[k]), k), z[i]), T, oo), (z[i] - v[i]) ** 2 / 2, Integer(0)),
    "lost ∂": (D(CE, z[i]), -Sum(y[j] / s[j] * (s[j] / z[i]), j), -Sum(y[j] / s[j] * D(s[j], z[i]), j)),
    "lost ∂ of a quotient": (
        D(hard[i], z[i]),
        hard[i] * (1 - hard[i]) * ((z[i] / T) / z[i]),
        hard[i] * (1 - hard[i]) / T,
    ),
    "lost sum": (D(-Sum(z[k] * y[k], k), p[i]) + s[j] * Sum(y[k], k), s[j] * y[j], s[j] * Sum(y[k], k)),
    "lost exp": (exp(z[i] + y[i]), exp(z[i]) * y[i], exp(z[i]) * exp(y[i])),
    "lost log": (log(p[i] / p[j]), log(p[i]) - p[j], log(p[i]) - log(p[j])),
    "lost square": ((z[i] - y[i]) * (z[i] + y[i]), z[i] ** 2 - y[i], z[i] ** 2 - y[i] ** 2),
    "lost term": (D(CE, z[i]) - s[i] * Sum(y[k], k) + s[i], s[i], s[i] - y[i]),
    "lost denominator": (D(log(Sum(exp(z[k]), k)), z[i]), exp(z[i]), exp(z[i]) / Sum(exp(z[k]), k)),
    "lost numerator": (D(y[i] * log(p[i]), p[i]), 1 / p[i] + 0 * y[i], y[i] / p[i]),
    "case i ≠ j": (D(s[i], z[j]), s[i] - s[i] ** 2, s[i] * (delta(i, j) - s[j])),
    "case i = j": (delta(i, j) * z[i] * y[j] + v[i] * v[j], v[i] * v[j], delta(i, j) * z[i] * y[j] + v[i] * v[j]),
    "first member left out": (Sum(z[k] + y[k], k), Sum(z[k], k) + Sum(y[k], (k, 2, n)), Sum(z[k], k) + Sum(y[k], k)),
    "last member left out": (Sum(z[k] + y[k], k), Sum(z[k], (k, 1, n - 1)) + Sum(y[k], k), Sum(z[k], k) + Sum(y[k], k)),
    "sign in a definition": (
        Sum(p[k] * log(p[k] / p[i]), k),
        entropy - log(p[i]) * Sum(p[k], k),
        -entropy - log(p[i]) * Sum(p[k], k),
    ),
    "index of a bound variable": (CE, -Sum(y[k] * log(s[i]), k), CE),
    "numbers in brackets": (Sum(exp(o[l]), l), exp(o[0]) + exp(o[1]) + exp(o[2]), exp(o[1]) + exp(o[2]) + exp(o[3])),
    "half lost": (D(half * Sum(z[k] ** 2 * y[k], k), y[i]), z[i] ** 2, half * z[i] ** 2),
    "mean": (Sum(A[b, i] * Sum(q[c], c) / N, b), Sum(A[b, i] * q[b], b), Sum(A[b, i] * (Sum(q[c], c) / N), b)),
    "0 for a derivative": (
        D(exp(z[i] / T) / exp(v[i] / T), T),
        Integer(0),
        (v[i] - z[i]) / T**2 * exp((z[i] - v[i]) / T),
    ),
    "0 for a derivative of a sum": (D(entropy, p[i]), Integer(0), -log(p[i]) - 1),
    "a number for a sum": (Sum(delta(i, k) * z[k], k), Integer(3), z[i]),
    "moments that the left side does not know": (
        log(W) + Sum(p[k] * (z[k] - m) ** 2, k) / (2 * W),
        log(W) + (V + (g - m) ** 2) / (2 * W),
        log(W) + Sum(p[k] * (z[k] ** 2 - 2 * m * z[k] + m**2), k) / (2 * W),
    ),
    "family at one place of a sum over pairs": (
        Sum(z[i] * y[j], *ordered) + Sum(z[j], *ordered),
        Sum(z[i] * z[j] + z[j], *ordered),
        Sum(z[i] * y[j] + z[j], *ordered),
    ),
}


PHRASES = {
    "sign": "sign",
    "lost 1/N": "$1/N$ lost",
    "sum of labels left out": r"factor $\sum_{k=1}^{n} y_{k}$ lost",
    "needless sum": "no sum here",
    "missing delta": r"the term $\delta_{ij}$ is missing",
    "slipped index": "index slipped: i for j",
    "limit of a share": "$1/n$ lost",
    "limit 0": "the value is 0",
    "lost ∂": "∂ missing",
    "lost ∂ of a quotient": "∂ missing",
    "lost sum": "sum missing",
    "lost exp": "exp lost",
    "lost log": "log lost",
    "lost square": "square lost",
    "lost term": "the term $-y_{i}$ is missing",
    "lost denominator": r"denominator $\sum_{k=1}^{n} e^{z_{k}}$ lost",
    "lost numerator": "$1$ for $y_{i}$",
    "case i ≠ j": "the case i ≠ j is missing",
    "case i = j": "the case i = j is missing",
    "first member left out": "the sum begins at 1, not at 2",
    "last member left out": "the sum ends at n, not at n-1",
    "sign in a definition": "sign",
    "index of a bound variable": "index slipped: i for k",
    "numbers in brackets": "the indices of o are 1 too small",
    "half lost": "$1/2$ lost",
    "mean": "mean over b missing",
    "0 for a derivative": (
        r"the value is $\frac{\left(v_{i} - z_{i}\right) e^{\frac{z_{i}}{T}}}{T^{2} e^{\frac{v_{i}}{T}}}$"
    ),
    "0 for a derivative of a sum": r"the value is $-1 - \log p_{i}$",
    "a number for a sum": "the value is $z_{i}$",
    "moments that the left side does not know": (
        r"$V + \left(g - m\right)^{2}$ for "
        r"$m^{2} \sum_{k=1}^{n} p_{k} + \sum_{k=1}^{n} p_{k} z_{k}^{2} - 2 m \sum_{k=1}^{n} p_{k} z_{k}$"
    ),
    "family at one place of a sum over pairs": "z for y",
}


@pytest.mark.parametrize("name", SLIPS)
def test_slip_is_mended_and_named(name):
    lhs, wrong, right = SLIPS[name]
    claim = claim_of(lhs, wrong)
    assert judge(claim).verdict in (Verdict.REFUTED, Verdict.ILL_FORMED, Verdict.CONDITIONAL)
    found = mended(claim, 3)
    equal = [judge(claim_of(form.claim.rhs, right)).verdict for form in found]
    assert set(equal) == {Verdict.PROVED}
    assert PHRASES[name] in [form.slip for form in found]


def test_limit_that_should_be_an_expansion_gets_its_order_and_its_value():
    loss = -Sum(soft[k] * log(hard[k]), k)
    claim = claim_of(Limit(D(loss, z[i]), T, oo), (z[i] - v[i]) / (n * T**2), given=centred)
    assert judge(claim).verdict is Verdict.ILL_FORMED
    expansion, value, *_ = mended(claim, 3)
    assert expansion.claim.order == 3
    assert expansion.slip == "an expansion, not a limit; the remainder is of order $T^{-3}$"
    assert latex(expansion.claim.lhs) == latex(claim.lhs.body)
    assert value.claim.order is None
    assert latex(value.claim.rhs) == "0"


def test_what_means_nothing_is_given_a_meaning_and_then_mended():
    claim = claim_of(entropy, Sum(p[i] * log(p[i]), k))
    assert judge(claim).verdict is Verdict.ILL_FORMED
    form = mended(claim, 3)[0]
    assert form.slip == "index slipped: i for k; sign"
    assert latex(form.claim.rhs) == r"-\sum_{k=1}^{n} p_{k} \log p_{k}"


INEQUALITIES = {
    "strict": (s[i], "<", 1, "not strictly: the sides can be equal"),
    "turned": (Sum(y[k] ** 2, k), "≤", 0, "the other way round"),
    "sign": (0, "≤", Sum(-(y[k] ** 2), k), "sign"),
}


@pytest.mark.parametrize("name", INEQUALITIES)
def test_false_inequality_is_mended(name):
    lhs, relation, rhs, slip = INEQUALITIES[name]
    claim = claim_of(lhs, rhs, relation)
    assert judge(claim).verdict is Verdict.REFUTED
    found = mended(claim, 3)
    assert slip in [form.slip for form in found]
    assert {judge(form.claim).verdict for form in found} == {Verdict.PROVED}


UNRELATED = {
    "another formula": (Sum(y[k] ** 2, k), z[i] * v[j]),
    "a sum that is not one": (Sum(z[k] * y[k], k), Sum(z[k], k) + Sum(v[k], k)),
    "a negative": (z[i] + y[i] * v[i], -exp(v[j])),
    "a fraction": (log(p[i]) * y[j], z[i] / p[j]),
    "a number": (Sum(z[k] * y[k], k), Integer(0)),
    "a function": (Sum(z[k] * y[k], k), -v[i]),
    "half of a function": (Sum(y[k] * z[k], k) / n, v[i] / 2),
    "a formula with no operator": (z[i] * y[i], Integer(0)),
}


@pytest.mark.parametrize("name", UNRELATED)
def test_what_is_no_slip_is_not_mended_by_writing_the_left_side_again(name):
    lhs, wrong = UNRELATED[name]
    claim = claim_of(lhs, wrong)
    assert mended(claim, 3) == ()


def test_value_that_only_restates_the_left_side_is_kept_back_by_its_condition(monkeypatch):
    claim = claim_of(Sum(z[k] * y[k], k), 0)
    monkeypatch.setattr(computed, "is_carried_out", lambda *_: True)
    assert [form.claim.rhs for form in mended(claim, 3)] == [claim.lhs]


def test_symbol_stands_for_the_whole_left_side_only_without_its_condition(monkeypatch):
    claim = claim_of(Sum(y[k] * z[k], k) / n, v[i] / 2)
    monkeypatch.setattr(computed, "keeps_some", lambda *_: True)
    assert [latex(form.claim.rhs) for form in mended(claim, 3)] == [r"\frac{\frac{2 \sum_{k=1}^{n} y_{k} z_{k}}{n}}{2}"]


def test_value_is_offered_only_where_no_slip_is_found():
    claim = claim_of(D(entropy, p[i]), -log(p[i]) + 1)
    assert [form.slip for form in mended(claim, 3) if form.slip.startswith("the value is")] == []
    assert len(mended(claim, 3)) > 0


PROBABILITIES = {
    "positive": (0, "<", o[1], r"\frac{e^{o_{1}}}{\sum_{k=1}^{3} e^{o_{k}}}"),
    "at most 1": (z[k], "≤", 1, "1"),
    "sum of all": (1, "=", o[1] + o[2] + o[3], None),
    "sum": (Sum(z[k], k), "=", 1, "1"),
    "rows": (Sum(A[b, k], k), "=", 1, "1"),
}


@pytest.mark.parametrize("name", PROBABILITIES)
def test_logits_taken_for_probabilities_are_given_their_softmax(name):
    lhs, relation, rhs, right = PROBABILITIES[name]
    claim = claim_of(lhs, rhs, relation)
    assert judge(claim).verdict is Verdict.REFUTED
    (form,) = [form for form in mended(claim, 3) if form.slip.startswith("softmax missing")]
    assert judge(form.claim).verdict is Verdict.PROVED
    assert right in (None, latex(form.claim.rhs))


def test_softmax_of_rows_runs_along_the_rows():
    claim = claim_of(0, A[b, k], "<")
    (form,) = mended(claim, 3)
    assert latex(form.claim.rhs) == r"\frac{e^{A_{bk}}}{\sum_{l=1}^{n} e^{A_{bl}}}"


NO_PROBABILITIES = {
    "no bound of probabilities": (z[i], "<", 2),
    "never negative": (p[i], "≤", 1),
    "derivative": (D(Sum(z[k] ** 2, k), z[i]), "≤", 1),
}


@pytest.mark.parametrize("name", NO_PROBABILITIES)
def test_what_is_not_said_of_probabilities_is_given_no_softmax(name):
    lhs, relation, rhs = NO_PROBABILITIES[name]
    claim = claim_of(lhs, rhs, relation)
    assert judge(claim).verdict is Verdict.REFUTED
    assert mended(claim, 3) == ()


def test_softmax_is_offered_for_any_bound_only_without_its_condition(monkeypatch):
    monkeypatch.setattr(meant, "is_said_of_probabilities", lambda _: True)
    (form,) = mended(claim_of(z[i], 2, "<"), 3)
    assert form.slip == "softmax missing: z are logits, not probabilities"


r, t = positives("r", n), positives("t", n)


def test_divergence_is_given_the_sums_that_were_taken_for_1():
    claim = claim_of(0, Sum(r[k] * log(r[k] / t[k]), k), "≤")
    (form,) = mended(claim, 3)
    assert latex(form.claim.rhs.args[1]) == r"\sum_{k=1}^{n} t_{k} - \sum_{k=1}^{n} r_{k}"
    assert judge(form.claim).verdict is Verdict.PROVED


def test_sums_are_added_to_what_holds_no_logarithm_only_without_their_condition(monkeypatch):
    claim = claim_of(0, Sum(r[k], k) - Sum(t[k], k), "≤")
    assert mended(claim, 3) == ()
    monkeypatch.setattr(meant, "in_logarithms", lambda _: (r, t))
    assert len(mended(claim, 3)) == 1


APPROXIMATIONS = {
    "exp": (exp(z[i] / T), 1 + z[i] / T, 2),
    "denominator": (Sum(exp(z[k] / T), k), n + Sum(z[k], k) / T, 2),
    "share": (hard[i], 1 / n, 1),
}


@pytest.mark.parametrize("name", APPROXIMATIONS)
def test_equality_that_holds_up_to_a_remainder_gets_its_order(name):
    lhs, rhs, order = APPROXIMATIONS[name]
    form = mended(claim_of(lhs, rhs), 3)[-1]
    assert form.slip == f"an approximation; the remainder is of order $T^{{-{order}}}$"
    assert (form.claim.order, form.claim.lhs, form.claim.rhs) == (order, lhs, claim_of(lhs, rhs).rhs)


NOTHING_SAID = {
    "both vanish": (1 / T, 1 / T**2 + z[i] / T),
    "nothing in common": (exp(z[i] / T), z[i] + 2),
    "equal where both have a value": ((z[i] + 1) / real("u"), z[i] / real("u") + 1 / real("u")),
}


@pytest.mark.parametrize("name", NOTHING_SAID)
def test_remainder_that_swallows_the_right_side_is_not_offered(name):
    lhs, rhs = NOTHING_SAID[name]
    assert [form for form in mended(claim_of(lhs, rhs), 3) if form.claim.order] == []


def test_remainder_swallows_the_right_side_only_without_its_condition(monkeypatch):
    claim = derivation(*NOTHING_SAID["both vanish"][:1], step(NOTHING_SAID["both vanish"][1])).claim(0)
    monkeypatch.setattr(repair.Search, "_says_something", lambda *_: True)
    assert [form.claim.order for form in mended(claim, 3)] == [1]


def test_offers_are_for_slips_of_different_kinds():
    for lhs, wrong, _ in SLIPS.values():
        found = mended(claim_of(lhs, wrong), 3)
        assert len({form.slip for form in found}) == len(found) <= 3


def test_search_stays_within_its_budget():
    claim = claim_of(D(CE, z[i]), s[i] - y[i])
    search = repair.Search(claim, 100)
    assert list(search.found()) == []
    assert 0 < search.spent <= 200


def test_what_is_offered_is_proved_even_when_the_search_is_wrong(monkeypatch):
    claim = claim_of(z[i] + y[i], z[i] - y[i])
    monkeypatch.setattr(repair, "is_zero", lambda *_: True)
    offered = list(repair.nearest_true(claim, 10**5))
    assert len(offered) > 10
    assert {latex(form.claim.rhs) for form in mended(claim, 3)} <= {"z_{i} + y_{i}", "y_{i} + z_{i}", "z_{i} - -y_{i}"}


def test_failing_step_shows_what_would_be_true():
    (result,) = check([derivation(D(CE, z[i]), step(s[i] - y[i]))]).derivations
    (failed,) = result.steps
    assert not failed.passed
    assert failed.nearest_true is not None
    assert failed.nearest_true.verdict is Verdict.PROVED
    assert failed.result.true_iff == r"\sum_{k=1}^{n} y_{k} = 1"


def test_most_single_slips_in_true_identities_are_mended():
    """Mutants of right sides: the original, or something equal to it, is among what is offered for nine in ten."""
    chance = random.Random(5)
    tried = found = 0
    for chain in IDENTITIES.values():
        claim = chain.claim(len(chain.steps) - 1)
        slips = [m for kind, m in mutants(claim) if kind.startswith("rhs") and m.relation is claim.relation]
        for slip in chance.sample(slips, min(3, len(slips))):
            if judge(slip).verdict is Verdict.REFUTED:
                tried += 1
                found += bool(mended(slip, 1))
    assert tried > 80
    assert found / tried >= 0.9


def test_range_that_only_a_repair_brings_in_is_left_out():
    (result,) = check([derivation(Sum(z[k], (k, 2, n)), step(2 * Sum(z[k], (k, 2, n))))]).derivations
    assert result.verdict is Verdict.REFUTED
