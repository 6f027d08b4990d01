"""Random claims with poles against plain evaluation: what is proved has equal values wherever the hypotheses hold."""

from random import Random

import poles
import pytest
from generate import equivalent, i, n, x, z
from readings import claim_of

from derive.engine.prove import prove
from derive.terms.build import Sum
from derive.terms.relations import Eq, Ne

PER_SEED = 150


@pytest.mark.parametrize("seed", range(4))
def test_what_is_proved_has_equal_values_wherever_its_hypotheses_hold(seed):
    rng = Random(f"poles {seed}")
    proved = 0
    for _ in range(PER_SEED):
        lhs = poles.term(rng, rng.choice((2, 2, 3)))
        rhs = lhs
        for _ in range(rng.choice((0, 1, 1, 2))):
            rhs = poles.loosely(rng, rhs)
        facts = rng.choices(poles.HYPOTHESES, k=rng.choice((0, 1, 1, 2, 2, 3)))
        claim = claim_of(lhs, equivalent(rng, rhs), given=facts)
        found = prove(claim)
        if found.holds and not found.missing:
            proved += 1
            assert poles.fails_at(claim, poles.points(rng, facts, 100)) is None, (claim.lhs, claim.rhs, facts)
    assert proved >= 0.1 * PER_SEED


@pytest.mark.parametrize(
    ("lhs", "rhs", "facts"),
    [
        (z[i] / z[i], 1, ()),
        (x / x, 1, (Ne(x, 1),)),
        (Sum(z[poles.k], poles.k, exclude=i) / z[i], -1, (Eq(Sum(z[poles.k], poles.k), 0),)),
        (1 / (n - 1), 1 / (n - 1), ()),
        (x, 1, (Eq(x**2, 1),)),
    ],
)
def test_claim_that_does_not_hold_everywhere_is_seen_by_its_points(lhs, rhs, facts):
    claim = claim_of(lhs, rhs, given=facts)
    assert poles.fails_at(claim, poles.points(Random("seen"), facts, 100)) is not None
    found = prove(claim)
    assert not found.holds or found.missing
