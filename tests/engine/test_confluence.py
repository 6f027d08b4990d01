"""One function, one normal form: however its terms are ordered, its variables named, its sums nested."""

import random

import pytest
from corpus import IDENTITIES, M, i, j, k, l, n, w, y, z

from derive.engine.hypotheses import read
from derive.engine.normal import Normaliser
from derive.engine.renaming import Renaming
from derive.engine.rewriting import Kernel
from derive.engine.zero import is_zero
from derive.terms.build import D, Sum, exp
from derive.terms.claims import Claim
from derive.terms.declare import indices
from derive.terms.indices import Index
from derive.terms.nodes import Add, Binder, Limit, Mul, Term
from derive.terms.traverse import rebuild, walk

SEEDS = range(3)


def shuffled(term: Term, chance: random.Random) -> Term:
    """The same sums and products in another order, bound variables under other names."""
    inner = rebuild(term, lambda part: shuffled(part, chance), lambda position: position)
    match inner:
        case Add(args) | Mul(args):
            order = list(args)
            chance.shuffle(order)
            return type(inner)(tuple(order))
        case Binder(kind, body, index, exclude, only):
            return Binder(kind, body, Index(index.key, index.domain, chance.choice("abcdefgh")), exclude, only)
    return inner


def normal_forms(*terms: Term):
    kernel = Kernel(10**7)
    claim = Claim(terms[0], terms[-1])
    normaliser = Normaliser(kernel, claim.floors, {})
    read(normaliser, claim)
    return [normaliser.convert(term) for term in terms]


def has_limit(term: Term) -> bool:
    return any(isinstance(node, Limit) for node in walk(term))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", [name for name, chain in IDENTITIES.items() if not has_limit(chain.start)])
def test_shuffled_terms_have_one_normal_form(name, seed):
    chance = random.Random(f"{name} {seed}")
    start = IDENTITIES[name].start
    first, second = normal_forms(start, shuffled(start, chance))
    assert first == second


def random_monomial(chance, names):
    factors = [chance.choice([y, z, w])[a] for a in names]
    factors += [M[chance.choice(names), chance.choice(names)] for _ in range(chance.randint(1, 4))]
    return Mul(tuple(factors)) if len(factors) > 1 else factors[0]


@pytest.mark.parametrize("seed", range(40))
def test_connected_sums_do_not_depend_on_order_and_names(seed):
    """The same monomial summed in every order of its variables, under permuted names."""
    chance = random.Random(seed)
    names = list(indices("a b c d", n))[: chance.randint(2, 4)]
    body = random_monomial(chance, names)
    orders = []
    for _ in range(3):
        order = list(names)
        chance.shuffle(order)
        orders.append(Sum(body, *order))
    forms = normal_forms(*orders)
    assert forms[0] == forms[1] == forms[2]


@pytest.mark.parametrize("seed", range(40))
def test_different_connected_sums_stay_different(seed):
    """Two sums that differ at a random point cannot share a normal form."""
    chance = random.Random(1000 + seed)
    names = list(indices("a b c", n))
    one, two = (Sum(random_monomial(chance, names), *names) for _ in range(2))
    first, second = normal_forms(one, two)
    assert (first == second) == (at_random_point(one, seed) == at_random_point(two, seed))


def at_random_point(term: Term, seed: int, size: int = 3) -> int:
    """The value with entries from a table that depends only on names, positions and the seed."""

    def value(node: Term, env: dict[Index, int]) -> int:
        match node:
            case Mul(args):
                product = 1
                for arg in args:
                    product *= value(arg, env)
                return product
            case Binder():
                return sum(value(node.body, {**env, node.index: v}) for v in range(1, size + 1))
        places = tuple(env[p] for p in node.positions)
        return random.Random(f"{seed} {node.family.name} {places}").randint(1, 10**9)

    return value(term, {})


def test_nested_and_flattened_sums_meet():
    nested, flat = Sum(y[k] * Sum(z[l] * M[k, l], l), k), Sum(Sum(M[k, l] * z[l] * y[k], k), l)
    first, second = normal_forms(nested, flat)
    assert first == second


def test_products_of_sums_meet_double_sums():
    first, second = normal_forms(Sum(y[k], k) * Sum(z[k], k), Sum(Sum(y[k] * z[l], k), l))
    assert first == second


def test_zero_test_sees_through_denominators():
    kernel = Kernel(10**6)
    normaliser = Normaliser(kernel, {"n": 1}, {})
    a, b = y[1], z[1]
    difference = normaliser.convert(1 / a - 1 / (a + b) - b / (a * (a + b)))
    assert difference != {}
    assert is_zero(kernel, difference)
    assert not is_zero(kernel, normaliser.convert(1 / a - 1 / (a + b)))


def test_outer_index_is_captured_only_where_fresh_tokens_are_not_fresh(monkeypatch):
    inner = exp(Sum(M[k, l], l))
    derivative = D(Sum(inner, k), M[i, j])
    expected = exp(Sum(M[i, l], l))
    assert normal_forms(derivative, expected)[0] == normal_forms(derivative, expected)[1]
    fresh = Renaming.fresh
    monkeypatch.setattr(Renaming, "fresh", staticmethod(lambda _used, sorts: fresh((), sorts)))
    first, second = normal_forms(derivative, expected)
    assert first != second
