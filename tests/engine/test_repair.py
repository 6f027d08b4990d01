"""The nearest true forms of what authors get wrong, found without being told."""

import random

import pytest
from corpus import IDENTITIES
from mutation import mutants

from derive.engine import repair
from derive.judging import judge, mended
from derive.session import check
from derive.terms.build import D, Limit, Sum, define, delta, exp, log, oo
from derive.terms.declare import indices, positive, positives, reals, size
from derive.terms.latex import latex
from derive.terms.records import derivation, step
from derive.terms.relations import Eq, given
from derive.verdict import Verdict

n, N = size("n"), size("N")
i, j, k = indices("i j k", n)
b = indices("b", N)[0]
z, v, y = reals("z", n), reals("v", n), reals("y", n)
p, q = positives("p", n), positives("q", N)
T = positive("T")
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
}


@pytest.mark.parametrize("name", SLIPS)
def test_slip_is_mended(name):
    lhs, wrong, right = SLIPS[name]
    claim = derivation(lhs, step(wrong)).claim(0)
    assert judge(claim).verdict is not Verdict.PROVED
    found = mended(claim, 3)
    assert found
    equal = [judge(derivation(form.rhs, step(right)).claim(0)).verdict for form in found]
    assert set(equal) == {Verdict.PROVED}


def test_limit_that_should_be_an_expansion_gets_its_order():
    loss = -Sum(soft[k] * log(hard[k]), k)
    claim = derivation(Limit(D(loss, z[i]), T, oo), step((z[i] - v[i]) / (n * T**2), given=centred)).claim(0)
    assert judge(claim).verdict is Verdict.ILL_FORMED
    (form, *_) = mended(claim, 3)
    assert form.order == 3
    assert latex(form.lhs) == latex(claim.lhs.body)


def test_what_is_offered_is_proved_even_when_the_search_is_wrong(monkeypatch):
    claim = derivation(z[i] + y[i], step(z[i] - y[i])).claim(0)
    monkeypatch.setattr(repair, "is_zero", lambda *_: True)
    offered = list(repair.nearest_true(claim, 10**5))
    assert len(offered) > 10
    assert {latex(form.rhs) for form in mended(claim, 3)} <= {"z_{i} + y_{i}", "y_{i} + z_{i}", "z_{i} - -y_{i}"}


def test_failing_step_shows_what_would_be_true():
    (result,) = check([derivation(D(CE, z[i]), step(s[i] - y[i]))]).derivations
    (failed,) = result.steps
    assert not failed.passed
    assert failed.nearest_true is not None
    assert failed.nearest_true.verdict is Verdict.PROVED
    assert failed.result.true_iff == r"\sum_{k=1}^{n} y_{k} = 1"


def test_most_single_slips_in_true_identities_are_mended():
    """Mutants of right sides: the original, or something equal to it, is among what is offered for seven in ten."""
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
    assert found / tried >= 0.7


def test_range_that_only_a_repair_brings_in_is_left_out():
    (result,) = check([derivation(Sum(z[k], (k, 2, n)), step(2 * Sum(z[k], (k, 2, n))))]).derivations
    assert result.verdict is Verdict.REFUTED
