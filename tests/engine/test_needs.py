"""The laws a proved step needs: found by taking each from the prover."""

import pytest
from corpus import IDENTITIES
from readings import claim_of

from derive.engine.hypotheses import read
from derive.engine.laws import Law
from derive.engine.needs import _Search, _stands_alone, needed_laws
from derive.engine.prove import prove
from derive.engine.state import State
from derive.engine.weakened import Missing, WeakKernel, WeakNormaliser
from derive.library import load
from derive.terms.build import D, Limit, Product, Rational, Sum, cases, define, delta, exp, log, oo
from derive.terms.declare import indices, positive, positives, real, reals, size
from derive.terms.nodes import Named
from derive.terms.records import O, derivation, step
from derive.terms.relations import Eq, Ne
from derive.terms.traverse import mentioned

n, m = size("n"), size("m")
i, j, k, l = indices("i j k l", n)
(a,) = indices("a", m)
y, z, f, g = (reals(name, n) for name in "yzfg")
P, Q = positives("P", n), positives("Q", n)
A = reals("A", n, m)
x, t, c = real("x"), real("t"), real("c")
p, q, T = positive("p"), positive("q"), positive("T")
Z = define("Z", Sum(exp(z[k]), k))
s = define("s", i, exp(z[i]) / Z)

LAWS = {
    "nothing": (x + t, t + x, set()),
    "a logarithm split": (P[i] * log(P[i] / Q[i]), P[i] * (log(P[i]) - log(Q[i])), {"log quotient"}),
    "factors of a logarithm": (log(p * q), log(p) + log(q), {"log product"}),
    "power in a logarithm": (log(p**3), 3 * log(p), {"log power"}),
    "one over, in a logarithm": (log(1 / p), -log(p), {"log quotient"}),
    "log of exp": (log(exp(x)), x, {"log of exp"}),
    "exp of log": (exp(log(p)), p, {"exp of log"}),
    "exponents added": (exp(x + t), exp(x) * exp(t), {"exp of a sum"}),
    "multiplied out": (x * (t + c), x * t + x * c, {"distributivity"}),
    "square multiplied out": ((x + t) ** 2, x**2 + 2 * x * t + t**2, {"distributivity"}),
    "one denominator": (p / (p + q) + q / (p + q), 1, {"common denominators"}),
    "sum of a sum": (Sum(f[k] + g[k], k), Sum(f[k], k) + Sum(g[l], l), {"Σ linearity"}),
    "constant out of a sum": (Sum(c * f[k], k), c * Sum(f[k], k), {"Σ linearity"}),
    "renamed only": (Sum(f[k], k), Sum(f[l], l), set()),
    "order of sums": (Sum(Sum(A[k, a], k), a), Sum(Sum(A[k, a], a), k), {"interchange of sums"}),
    "delta in a sum": (Sum(delta(i, k) * f[k], k), f[i], {"δ contraction"}),
    "sum split": (Sum(f[k], k), f[i] + Sum(f[k], k, exclude=i), {"splitting a sum"}),
    "derivative of a product": (D(x * t, x), t, set()),
    "derivative of a true product": (D(x * exp(x), x), exp(x) + x * exp(x), {"product rule"}),
    "derivative of a quotient": (D(x / p, p), -x / p**2, {"quotient rule"}),
    "chain rule": (D(exp(x**2), x), 2 * x * exp(x**2), {"chain rule", "product rule"}),
    "limit": (Limit(1 / T, T, oo), 0, {"expansion for a growing variable"}),
    "product of logarithms": (log(Product(P[k], k)), Sum(log(P[k]), k), {"log product"}),
    "definition only": (s[i], exp(z[i]) / Sum(exp(z[l]), l), {"definition of s", "definition of Z"}),
    "definition outside, not inside": (s[i], exp(z[i]) / Z, {"definition of s"}),
    "definition of no use": (s[i] * x, x * s[i], set()),
    "derivative on both sides": (D(s[i], z[j]) * x, x * D(s[i], z[j]), set()),
    "cases": (cases(Eq(i, j), x, t), delta(i, j) * x + (1 - delta(i, j)) * t, set()),
}


@pytest.mark.parametrize("name", LAWS)
def test_step_needs_exactly_these_laws(name):
    lhs, rhs, expected = LAWS[name]
    claim = claim_of(lhs, rhs)
    proof = prove(claim)
    assert proof.holds
    assert set(needed_laws(claim, 1_000_000).names) == expected


INEQUALITIES = {
    "signs alone": (0, exp(x) + 1, set()),
    "Gibbs": (0, Sum(P[k] * log(P[k] / Q[k]), k), {"Gibbs"}),
    "a probability": (Sum(P[k] * log(P[k]), k), 0, {"logarithm of a probability"}),
    "one term of a sum": (z[i], log(Sum(exp(z[k]), k)), {"a part of a sum"}),
    "a square": (x * (1 - x), Rational(1, 4), {"squares"}),
    "tangent of log": (log(p), p - 1, {"tangent of log"}),
    "tangent of exp": (1 + x, exp(x), {"tangent of exp"}),
    "Jensen for exp": (exp(Sum(P[k] * z[k], k)), Sum(P[k] * exp(z[k]), k), {"Jensen for exp"}),
}


@pytest.mark.parametrize("name", INEQUALITIES)
def test_inequality_names_its_lemmas(name):
    lhs, rhs, expected = INEQUALITIES[name]
    sums = [Eq(Sum(P[k], k), 1), Eq(Sum(Q[k], k), 1)]
    claim = claim_of(lhs, rhs, "≤", given=sums)
    assert prove(claim).holds
    assert set(needed_laws(claim, 1_000_000).names) == expected


def test_rules_of_a_derivation_are_told_apart():
    """The quotient rule carries the step that takes the derivative, distributivity the one that multiplies out."""
    chain = derivation(
        D(s[i], z[j]),
        step((delta(i, j) * exp(z[i]) * Z - exp(z[i]) * exp(z[j])) / Z**2),
        step(exp(z[i]) / Z * (delta(i, j) - exp(z[j]) / Z)),
        step(s[i] * (delta(i, j) - s[j])),
    )
    found = [needed_laws(chain.claim(number), 1_000_000).names for number in range(3)]
    assert "quotient rule" in found[0]
    assert found[1] == ("distributivity",)
    assert "quotient rule" not in found[2]


@pytest.mark.parametrize("name", IDENTITIES)
def test_prover_without_nothing_missing_proves_the_same(name):
    """With no law missing the weakened prover is the prover."""
    chain = IDENTITIES[name]
    for number in range(len(chain.steps)):
        claim = chain.claim(number)
        if prove(claim).holds:
            assert _Search(claim, 1_000_000).stands(Missing())


@pytest.mark.parametrize("name", IDENTITIES)
def test_needed_laws_are_enough_and_each_is_needed(name):
    """Without every other law and definition the step stands; without one more of either it does not."""
    chain = IDENTITIES[name]
    for number in range(len(chain.steps)):
        claim = chain.claim(number)
        if claim.variable is not None or not prove(claim).holds:
            continue
        found = needed_laws(claim, 1_000_000)
        if Law.EXPANSION in found.laws:
            continue
        names = {node.definition.name for node in mentioned((claim.lhs, claim.rhs)) if isinstance(node, Named)}
        others = Missing(frozenset(Law) - frozenset(found.laws), frozenset(names) - frozenset(found.definitions))
        search = _Search(claim, 1_000_000)
        assert search.stands(others)
        for law in found.laws:
            assert not search.stands(Missing(others.laws | {law}, others.definitions)), law
        for definition in found.definitions:
            assert not search.stands(Missing(others.laws, others.definitions | {definition})), definition


def test_no_law_makes_a_false_step_hold():
    """What is opaque is equal to nothing but itself: fewer laws never prove more."""
    false = [
        (s[i] * Sum(y[k], k), s[i] * y[i]),
        (log(p * q), log(p) * log(q)),
        (D(s[i], z[j]), s[i] * (delta(i, j) + s[j])),
        (Sum(f[k] * g[k], k), Sum(f[k], k) * Sum(g[k], k)),
    ]
    for lhs, rhs in false:
        search = _Search(claim_of(lhs, rhs), 1_000_000)
        for law in Law:
            assert not search.stands(Missing(frozenset((law,)))), (law, lhs, rhs)


def test_hypotheses_are_kept_while_laws_are_dropped():
    claim = claim_of(delta(i, j) * x, 0, given=Ne(i, j))
    assert needed_laws(claim, 1_000_000).names == ()


def test_expansion_counts_as_one_law():
    claim = claim_of(exp(x / T), 1 + x / T, up_to=O(T**-2))
    assert needed_laws(claim, 1_000_000).names == ("expansion for a growing variable",)


def test_hypotheses_read_once_give_the_laws_that_reading_anew_gives(monkeypatch):
    claims = [chain.claim(place) for chain in load() if chain.given for place in range(len(chain.steps))]
    claims = [claim for claim in claims if prove(claim).holds][::4]
    assert len(claims) >= 10
    shared = [needed_laws(claim, 1_000_000) for claim in claims]
    again = []

    def fresh(search, normaliser, claim):
        again.append(claim)
        return read(normaliser, claim)

    monkeypatch.setattr(_Search, "_read", fresh)
    assert [needed_laws(claim, 1_000_000) for claim in claims] == shared
    assert len(again) > len(claims)


def test_state_is_that_of_its_moment():
    kernel = WeakKernel(1000, Missing())
    normaliser = WeakNormaliser(kernel, {}, {})
    normaliser.convert(exp(x))
    then = State.of(normaliser)
    normaliser.convert(log(p) + t)
    assert len(kernel.atoms) > len(then.kernel["atoms"])
    other = WeakNormaliser(WeakKernel(1000, Missing(frozenset((Law.DELTA,)))), {}, {})
    then.restore(other)
    assert other.kernel.atoms == then.kernel["atoms"]
    assert other.kernel.missing.laws == {Law.DELTA}
    other.convert(log(q))
    assert len(other.kernel.atoms) > len(then.kernel["atoms"])


def test_proof_with_a_law_missing_that_it_does_not_ask_for_is_not_made_again(monkeypatch):
    search = _Search(claim_of(log(p * q), log(p) + log(q)), 1_000_000)
    assert search.stands(Missing())
    monkeypatch.setattr(_Search, "_prove", None)
    assert search.stands(Missing(frozenset((Law.DELTA,))))
    with pytest.raises(TypeError):
        search.stands(Missing(frozenset((Law.LOG_PRODUCT,))))


def test_definition_that_is_a_whole_side_is_needed_without_a_proof():
    """It is not asked of the prover, which would say the same."""
    met = 0
    for chain in [*IDENTITIES.values(), *load()]:
        for place in range(len(chain.steps)):
            claim = chain.claim(place)
            for name in _stands_alone(claim):
                met += 1
                assert not _Search(claim, 100_000).stands(Missing(definitions=frozenset((name,)))), (claim, name)
    assert met >= 50


def test_definition_on_both_sides_may_be_of_no_use():
    claim = claim_of(s[i], s[i] + 0 * t)
    assert _stands_alone(claim) == frozenset()
    assert needed_laws(claim, 1_000_000).definitions == ()
