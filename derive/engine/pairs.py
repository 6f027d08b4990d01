"""Sums and integrals over a range that are of something never negative: over its members, or over pairs of them.

    Σ x² - 2 Σ x y + Σ y²  =  Σ_k (x_k - y_k)²
    Σ x² Σ y² - (Σ x y)²   =  ½ Σ_k Σ_l (x_k y_l - x_l y_k)²
    Σ p x² - (Σ p x)²      =  ½ Σ_k Σ_l p_k p_l (x_k - x_l)²       where Σ p = 1

Products of two sums over a range are read as one sum over pairs; a factor that is missing is filled in by weights
that sum to 1. That the sum so written is the polynomial is checked, and its body is judged by squares. Integrals are
read as sums are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, permutations, product
from typing import Protocol

from flint import fmpq

from derive.engine.choices import Suppose
from derive.engine.laws import Law
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Exponent, Mono, Poly, Undefined, Unsupported, items
from derive.engine.squares import bare, has_sign
from derive.engine.zero import is_zero

Fill = tuple[tuple[Poly, ...], ...] | None

MOST_UNITS = 4


@dataclass(frozen=True, slots=True)
class _Factored:
    """A monomial as sums over one range, each the body at the first token, times powers of the count, times the rest."""

    whole: Poly
    bodies: tuple[Poly, ...]
    count: int
    rest: Poly


class Judge(Protocol):
    """Whether the body of a sum is ≥ 0, or > 0."""

    def __call__(self, body: Poly, suppose: Suppose, /, *, strict: bool) -> bool:
        """The answer."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """What judges a body, and what is known at its tokens."""

    judge: Judge
    suppose: Suppose


def by_members(kernel: Kernel, poly: Poly, suppose: Suppose, judge: Judge, *, strict: bool) -> bool:
    """Whether `poly` is found to be a sum over a range of what `judge` finds to be ≥ 0 (> 0 if `strict`)."""
    rest = bare(kernel, poly, strict=strict)
    if rest is None:
        return False
    if has_sign(kernel, rest, strict=strict):
        return True
    for sort in _ranges(kernel, rest) if kernel.may_use(Law.MEMBERS) else ():
        if strict and kernel.least_members.get(sort, 0) < 1:
            continue
        tokens = _tokens(sort)
        try:
            if any(
                _sums_to(kernel, sort, tokens[:width], rest, _Judged(judge, suppose), strict=strict) for width in (1, 2)
            ):
                return True
        except (Unsupported, Undefined):
            continue
    return False


def _tokens(sort: str) -> tuple[str, str]:
    return f"{{pair 1:{sort}", f"{{pair 2:{sort}"


def _ranges(kernel: Kernel, poly: Poly) -> list[str]:
    """The ranges that something is summed over."""
    found = {
        atom.args[0][0][1]
        for mono in poly
        for atom in (kernel.atoms[i] for i, _ in mono)
        if atom.kind == "sum" and len(atom.args[0]) == 1
    }
    return sorted(found)


def _sums_to(kernel: Kernel, sort: str, tokens: tuple[str, ...], poly: Poly, judge: _Judged, *, strict: bool) -> bool:
    factored = [_factored(kernel, sort, mono, value) for mono, value in poly.items()]
    if max(len(part.bodies) for part in factored) > len(tokens):
        return False
    binders = tuple((token, sort) for token in tokens)
    needed = {max(len(tokens) - len(part.bodies) - part.count, 0) for part in factored}
    for fill in _fills(_units(kernel, sort, poly), len(tokens), needed):
        body, outside = _spread(kernel, sort, tokens, factored, fill)
        if not body or (outside and not has_sign(kernel, outside, strict=strict)):
            continue
        if not _holds_for_members(kernel, tokens, body, judge, strict=strict and not outside):
            continue
        gap = kernel.add(kernel.add(kernel.sum(binders, body), outside), poly, fmpq(-1))
        if is_zero(kernel, kernel.apply(gap) if kernel.has_rules else gap):
            return True
    return False


def _holds_for_members(kernel: Kernel, tokens: tuple[str, ...], body: Poly, judge: _Judged, *, strict: bool) -> bool:
    """Whether `body` is ≥ 0 (> 0 if `strict`) at all members; what is supposed of them holds only where there are any."""

    def known(others: Iterable[str]) -> None:
        judge.suppose((*tokens, *others))

    before = kernel.context()
    try:
        known(kernel.sort_of)
        return judge.judge(body, known, strict=strict)
    finally:
        kernel.return_to(before)


def _factored(kernel: Kernel, sort: str, mono: Mono, value: fmpq) -> _Factored:
    count = _count_atom(kernel, sort)
    token = _tokens(sort)[0]
    bodies: list[Poly] = []
    members = 0
    kept: list[tuple[int, Exponent]] = []
    for i, power in mono:
        atom = kernel.atoms[i]
        whole = isinstance(power, int)
        if whole and atom.kind == "sum" and len(atom.args[0]) == 1 and atom.args[0][0][1] == sort:
            body = kernel.rename({atom.args[1]: ONE}, {atom.args[0][0][0]: token})
            bodies += [body] * int(power)
        elif whole and i == count:
            members += int(power)
        else:
            kept.append((i, power))
    return _Factored({mono: value}, tuple(bodies), members, {tuple(kept): value})


def _count_atom(kernel: Kernel, sort: str) -> int | None:
    """The size that is the number of members, if it is one."""
    count = kernel.sorts[sort].count or {}
    lone = next(iter(count), ())
    return lone[0][0] if len(count) == 1 and len(lone) == 1 and count[lone] == ONE and lone[0][1] == 1 else None


def _fills(units: list[Poly], width: int, needed: set[int]) -> Iterator[Fill]:
    """For every number of missing factors what fills them in: nothing, or weights that sum to 1."""
    yield None
    if needed != {0}:
        choices = [
            combinations_with_replacement(units, missing if missing in needed else 0) for missing in range(width + 1)
        ]
        yield from product(*choices)


def _units(kernel: Kernel, sort: str, poly: Poly) -> list[Poly]:
    """Weights at the first token that sum to 1: stated ones, even ones, and shares of sums that occur."""
    token = _tokens(sort)[0]
    candidates: list[Poly] = []
    for rule in kernel.sum_rules:
        if rule.sort == sort and not rule.others and kernel.is_unit(rule.value):
            candidates.append(kernel.entry(rule.family, (token,)))
    if len(candidates) > 1:
        candidates.append(kernel.scale(kernel.add(candidates[0], candidates[1]), fmpq(1, 2)))
    count = kernel.sorts[sort].count
    if count and kernel.sign(count) == "+":
        candidates.append(kernel.power(count, -1))
    for i in sorted({i for mono in poly for i, _ in mono}):
        atom = kernel.atoms[i]
        if atom.kind == "sum" and len(atom.args[0]) == 1 and atom.args[0][0][1] == sort and kernel.atom_sign(i) == "+":
            body = kernel.rename({atom.args[1]: ONE}, {atom.args[0][0][0]: token})
            candidates.append(kernel.multiply(body, kernel.power(kernel.of(atom), -1)))
    return list({items(unit): unit for unit in candidates}.values())[:MOST_UNITS]


def _spread(
    kernel: Kernel, sort: str, tokens: tuple[str, ...], parts: list[_Factored], fill: Fill
) -> tuple[Poly, Poly]:
    """The body at `tokens`, the same for every order of them, and what stays outside."""
    body: Poly = {}
    outside: Poly = {}
    orders = list(permutations(tokens))
    for part in parts:
        missing = len(tokens) - len(part.bodies)
        plain = min(missing, part.count)
        if fill is None and missing > plain:
            kernel.add_into(outside, part.whole)
            continue
        left = kernel.multiply(part.rest, kernel.power(kernel.sorts[sort].count or {}, part.count - plain))
        factors = [*part.bodies, *[{UNIT: ONE}] * plain, *(fill[missing - plain] if fill else ())]
        for order in orders:
            term = left
            for factor, token in zip(factors, order, strict=True):
                term = kernel.multiply(term, kernel.rename(factor, {tokens[0]: token}))
            kernel.add_into(body, term, fmpq(1, len(orders)))
    return body, outside
