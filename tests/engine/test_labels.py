"""Orders of the bound variables of a sum: one where they can be told apart, the same whatever they are called."""

from itertools import permutations

import pytest

from derive.engine.labels import canonical_orders
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE


def pairs(*edges):
    """A product of entries M[a, b]."""
    return [("M", edge) for edge in edges]


def complete(count):
    return pairs(*((a, b) for a in range(count) for b in range(count) if a != b))


def cycle(count):
    return pairs(*((a, (a + step) % count) for a in range(count) for step in (1, -1)))


PRISM = pairs(
    *(
        (a, b)
        for one, two in ((0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (0, 3), (1, 4), (2, 5))
        for a, b in ((one, two), (two, one))
    )
)

FACTORS = {
    "one variable": ([("s", (0,))], "n", 0),
    "two variables over different ranges": ([*pairs((0, 1), (1, 0))], "nm", 10),
    "an edge": (pairs((0, 1)), "nn", 5),
    "told apart by their neighbours' neighbours": (pairs((0, 1), (1, 2), (2, 3), (3, 4), (4, 5)), "nnnnnn", 125),
    "told apart by a power": ([*pairs((0, 1), (1, 0)), ("s", (0,)), ("s", (0,)), ("s", (1,))], "nn", 20),
    "told apart by another factor": ([*cycle(4), ("s", (0,))], "nnnn", 214),
    "a cycle": (cycle(5), "nnnnn", 1343),
    "all alike": (complete(5), "nnnnn", 4466),
    "two triangles joined": (PRISM, "nnnnnn", 3970),
}


def looks(kernel, factors, sorts, names):
    """What the canonical orders make of a product whose variables have these names, and the work."""
    total = {(): ONE}
    for family, places in factors:
        total = kernel.multiply(total, kernel.entry(family, tuple(f"{{{names[place]}" for place in places)))
    (mono,) = total
    binders = tuple(sorted((f"{{{name}", sort) for name, sort in zip(names, sorts, strict=True)))
    before = kernel.spent
    found = canonical_orders(kernel, binders, mono)
    spent = kernel.spent - before
    shown = []
    for order in found:
        assert sorted(order) == list(binders)
        (renamed,) = kernel.rename_monomial(mono, {token: f"~1.{place}" for place, (token, _) in enumerate(order)})
        shown.append(([sort for _, sort in order], renamed))
    return shown, spent


@pytest.mark.parametrize("name", FACTORS)
def test_one_order_is_left_and_looks_the_same_whatever_the_names(name):
    factors, sorts, work = FACTORS[name]
    kernel = Kernel(10**6)
    first, spent = looks(kernel, factors, sorts, range(len(sorts)))
    assert len(first) == 1
    assert spent <= work
    for names in list(permutations(range(len(sorts))))[1::50]:
        assert looks(kernel, factors, sorts, names)[0] == first
