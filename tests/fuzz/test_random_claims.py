"""Random claims against an evaluator of their own: what is proved agrees at every small point, true rewritings pass."""

from __future__ import annotations

from random import Random

import generate
import pytest
from plain import differs, points
from readings import claim_of

from derive.engine.prove import prove
from derive.session import judge
from derive.terms.build import D, Sum
from derive.verdict import Verdict

SEEDS = 6
PER_SEED = 40


def _rng(name):
    return Random(name)


def _points(rng, claim):
    free = claim.free_indices
    return points(rng, generate.FAMILIES, generate.SCALARS, "n", free)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_true_rewriting_is_never_refuted_and_mostly_proved(seed):
    rng = _rng(f"true {seed}")
    proved = 0
    for _ in range(PER_SEED):
        lhs = generate.term(rng, 3)
        rhs = generate.equivalent(rng, lhs)
        claim = claim_of(lhs, rhs)
        assert differs(lhs, rhs, _points(rng, claim)) is None, "the rewriting itself is wrong"
        found = prove(claim)
        assert found.undefined is None, (lhs, rhs, found)
        assert found.missing == () or not found.holds
        proved += found.holds
    assert proved >= 0.9 * PER_SEED


@pytest.mark.parametrize("seed", range(SEEDS))
def test_small_wrong_is_never_proved(seed):
    rng = _rng(f"false {seed}")
    different = 0
    for _ in range(PER_SEED):
        lhs = generate.term(rng, 3)
        rhs = generate.equivalent(rng, generate.wrong(rng, lhs))
        claim = claim_of(lhs, rhs)
        if differs(lhs, rhs, _points(rng, claim)) is not None:
            different += 1
            assert not prove(claim).holds, (lhs, rhs)
    assert different >= 0.4 * PER_SEED


@pytest.mark.parametrize("seed", range(SEEDS))
def test_derivative_that_is_proved_agrees_with_a_difference_quotient(seed):
    rng = _rng(f"derivative {seed}")
    for _ in range(PER_SEED // 2):
        body = generate.term(rng, 2)
        along = rng.choice((generate.z[generate.i], generate.y[generate.j], generate.x))
        lhs, twin = D(body, along), D(generate.equivalent(rng, body), along)
        assert prove(claim_of(lhs, twin)).undefined is None
        bad = D(generate.wrong(rng, body), along)
        claim = claim_of(lhs, bad)
        if prove(claim).holds:
            assert differs(lhs, bad, _points(rng, claim), 1e-3) is None, (lhs, bad)


@pytest.mark.parametrize("seed", range(2))
def test_rooms_never_disagree_on_random_claims(seed):
    rng = _rng(f"judge {seed}")
    for _ in range(PER_SEED // 2):
        lhs = generate.term(rng, 3)
        wrong = rng.random() < 0.5
        rhs = generate.equivalent(rng, generate.wrong(rng, lhs) if wrong else lhs)
        claim = claim_of(lhs, rhs)
        result = judge(claim)
        assert result.verdict is not Verdict.INTERNAL_ERROR, (lhs, rhs, result)
        if differs(lhs, rhs, _points(rng, claim)) is not None:
            assert result.verdict in (Verdict.REFUTED, Verdict.ILL_FORMED, Verdict.UNDECIDED), (lhs, rhs, result)
        elif not wrong:
            assert result.verdict in (Verdict.PROVED, Verdict.UNDECIDED), (lhs, rhs, result)


def _graph(rng, edges, vertices):
    """A connected sum over all vertices: one entry M[a, b] for each edge."""
    names = generate.BOUND[:vertices]
    return names, [tuple(rng.choice(range(vertices)) for _ in range(2)) for _ in range(edges)]


def _homomorphisms(names, edges, order):
    body = None
    for a, b in edges:
        factor = generate.M[names[a], names[b]]
        body = factor if body is None else body * factor
    for place in order:
        body = Sum(body, names[place])
    return body


@pytest.mark.parametrize("seed", range(SEEDS))
def test_sums_over_graphs_are_equal_exactly_when_renaming_makes_them_so(seed):
    rng = _rng(f"graph {seed}")
    for _ in range(12):
        vertices = rng.randint(2, 4)
        names, edges = _graph(rng, rng.randint(vertices, vertices + 2), vertices)
        lhs = _homomorphisms(names, edges, range(vertices))
        names_of = rng.sample(range(vertices), vertices)
        moved = [(names_of[a], names_of[b]) for a, b in rng.sample(edges, len(edges))]
        assert prove(claim_of(lhs, _homomorphisms(names, moved, rng.sample(range(vertices), vertices)))).holds
        changed = [*moved[:-1], moved[-1][::-1]]
        other = _homomorphisms(names, changed, range(vertices))
        claim = claim_of(lhs, other)
        at = points(rng, {"M": 2}, (), "n", (), sizes=(2, 3), each=2)
        assert prove(claim).holds == (differs(lhs, other, at) is None), (edges, changed)
