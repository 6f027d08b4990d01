"""Sums over several variables of one range, averaged over the exchanges of those variables.

Σ_k Σ_l f(k, l) = Σ_k Σ_l (f(k, l) + f(l, k))/2: over a common denominator that may cancel, as in
s_k/(s_k + s_l) + s_l/(s_k + s_l) = 1. Only variables over the same range may be exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from math import factorial, prod

from flint import fmpq

from derive.engine.rewriting import Kernel
from derive.engine.ring import (
    FIRST_DENOMINATOR,
    ONE,
    UNIT,
    Exhausted,
    Exponent,
    Mono,
    Poly,
    Undefined,
    Unsupported,
    exponent,
)

ROUNDS = 3
"""How many factors of one product are averaged, one after the other."""

MOST_EXCHANGES = 24
MOST_TERMS = 400
"""Terms, all exchanges counted, that are brought over a common denominator."""

WORK = 100_000
"""Counted work of one group of sums; what costs more is left as it is."""

Binders = tuple[tuple[str, str], ...]


def symmetrised(kernel: Kernel, poly: Poly) -> Poly:
    """`poly` with its sums of fractions in several variables averaged; itself where that changes nothing."""
    for _ in range(ROUNDS):
        averaged = _once(kernel, poly)
        if averaged == poly:
            break
        poly = averaged
    return poly


def _once(kernel: Kernel, poly: Poly) -> Poly:
    """One sum in each product is averaged, together with all others over the same ranges."""
    bodies: dict[tuple[Mono, Binders], Poly] = {}
    total: Poly = {}
    for mono, value in poly.items():
        place = next((place for place, (i, power) in enumerate(mono) if _is_wide(kernel, i, power)), None)
        if place is None:
            kernel.add_into(total, {mono: value})
            continue
        labels, body = kernel.atoms[mono[place][0]].args
        ordered = sorted(labels, key=lambda label: str(label[1]))
        binders = tuple((f"{{both{at}:{sort}", sort) for at, (_, sort) in enumerate(ordered))
        image = {label: token for (label, _), (token, _) in zip(ordered, binders, strict=True)}
        deltas = tuple(factor for factor in mono if factor[0] < 0)
        i, power = mono[place]
        left: Mono = ((i, exponent(power - 1)),) if power != 1 else ()
        rest = tuple(factor for factor in mono[:place] if factor[0] > 0) + left + mono[place + 1 :]
        opened = kernel.multiply({rest: value}, kernel.rename_monomial(body, image))
        kernel.add_into(bodies.setdefault((deltas, binders), {}), opened)
    for (deltas, binders), body in bodies.items():
        kernel.add_into(total, kernel.multiply({deltas: ONE}, _averaged(kernel, binders, body)))
    return total


def _is_wide(kernel: Kernel, i: int, power: Exponent) -> bool:
    """Whether this is a sum of a fraction in variables two of which share a range."""
    atom = kernel.atoms[i]
    if atom.kind != "sum" or not isinstance(power, int) or power < 1:
        return False
    labels, body = atom.args
    sorts = [sort for _, sort in labels]
    return len(set(sorts)) < len(sorts) and _below(body, {label for label, _ in labels}, kernel) != ()


def _below(mono: Mono, tokens: set[str], kernel: Kernel) -> tuple[int, ...]:
    """The denominators in which the variables occur."""
    return tuple(
        i for i, power in mono if i > FIRST_DENOMINATOR and power < 0 and not tokens.isdisjoint(kernel.atoms[i].indices)
    )


def _averaged(kernel: Kernel, binders: Binders, body: Poly) -> Poly:
    """Σ of the mean of `body` over the exchanges of its variables, fractions cancelled; Σ `body` where that is dear."""
    exchanges = list(_exchanges(binders))
    if not exchanges or len(exchanges) * len(body) > MOST_TERMS:
        return kernel.sum(binders, body)
    whole = kernel.budget
    kernel.budget = min(whole, kernel.spent + WORK)
    try:
        mean: Poly = {}
        for image in exchanges:
            kernel.add_into(mean, kernel.rename(body, image), fmpq(1, len(exchanges)))
        mean = _oriented(kernel, mean)
        total: Poly = {mono: value for mono, value in mean.items() if mono and mono[0][0] < 0}
        rest = {mono: value for mono, value in mean.items() if mono not in total}
        for part in _apart(kernel, rest, {token for token, _ in binders}):
            kernel.add_into(total, kernel.cancel(part))
        return kernel.sum(binders, total)
    except (Exhausted, Undefined, Unsupported):
        kernel.budget = whole
        return kernel.sum(binders, body)
    finally:
        kernel.budget = whole


def _oriented(kernel: Kernel, poly: Poly) -> Poly:
    """Of the two orders of a pair of variables only one: [l<k] = 1 − δ_kl − [k<l]."""
    total: Poly = {}
    for mono, value in poly.items():
        term: Poly = {tuple(factor for factor in mono if kernel.atoms[factor[0]].kind != "less"): value}
        for left, right in (kernel.atoms[i].args for i, _ in mono if kernel.atoms[i].kind == "less"):
            order = kernel.less(*sorted((left, right)))
            if right < left:
                order = kernel.add(kernel.add({UNIT: ONE}, kernel.delta(left, right), fmpq(-1)), order, fmpq(-1))
            term = kernel.multiply(term, order)
        kernel.add_into(total, term)
    return total


def _exchanges(binders: Binders) -> Iterator[dict[str, str]]:
    """Every exchange of variables that run over the same range; none where there are too many."""
    classes: dict[str, list[str]] = {}
    for token, sort in binders:
        classes.setdefault(sort, []).append(token)
    groups = list(classes.values())
    if prod(factorial(len(group)) for group in groups) > MOST_EXCHANGES:
        return
    for chosen in product(*[permutations(group) for group in groups]):
        yield {
            old: new
            for group, images in zip(groups, chosen, strict=True)
            for old, new in zip(group, images, strict=True)
        }


def _apart(kernel: Kernel, poly: Poly, tokens: set[str]) -> list[Poly]:
    """The terms of `poly` by the orders in them, and together where they share a denominator in the variables."""
    groups: list[tuple[Mono, set[int], Poly]] = []
    for mono, value in poly.items():
        orders = tuple(factor for factor in mono if kernel.atoms[factor[0]].kind == "less")
        below = set(_below(mono, tokens, kernel))
        joined: Poly = {mono: value}
        for group in [group for group in groups if group[0] == orders and not group[1].isdisjoint(below)]:
            below |= group[1]
            joined.update(group[2])
            groups.remove(group)
        groups.append((orders, below, joined))
    return [part for _, _, part in groups]
