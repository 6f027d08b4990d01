"""Sums over one variable, brought over one common denominator for each range.

Over the common denominator D of all sums over a range, every body is quotient + remainder/D with the remainder reduced
by the leading term of D in the bound atoms, and that form is unique: partial fractions meet what they came from.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq

from derive.engine.rewriting import Kernel
from derive.engine.ring import FIRST_DENOMINATOR, ONE, Exponent, Mono, Poly, Unsupported

Powers = tuple[Exponent, ...]


def common_denominators(kernel: Kernel, poly: Poly) -> Poly:
    """`poly` with its one-variable sums over common denominators; itself where that changes nothing."""
    bodies: dict[int, tuple[str, Poly]] = {}
    for i in dict.fromkeys(i for mono in poly for i, _ in mono):
        atom = kernel.atoms[i]
        if atom.kind == "sum" and len(atom.args[0]) == 1:
            ((label, sort),) = atom.args[0]
            bodies[i] = (sort, kernel.rename({atom.args[1]: ONE}, {label: _token(sort)}))
    replaced: dict[int, Poly] = {}
    for sort in sorted({sort for sort, _ in bodies.values()}):
        here = {i: body for i, (s, body) in bodies.items() if s == sort}
        try:
            division = _division(kernel, sort, here)
        except Unsupported:
            continue
        if division is not None:
            replaced.update({i: _over(kernel, division, body) for i, body in here.items()})
    if not replaced:
        return poly
    total: Poly = {}
    for mono, value in poly.items():
        term: Poly = {tuple((i, power) for i, power in mono if i not in replaced): value}
        for i, power in mono:
            if i in replaced:
                term = kernel.multiply(term, kernel.power(replaced[i], power))
        kernel.add_into(total, term)
    return total


def _token(sort: str) -> str:
    return f"{{common:{sort}"


@dataclass(frozen=True, slots=True)
class _Division:
    """The common denominator of a range, and what dividing by it needs."""

    sort: str
    denominators: dict[int, int]
    low: Mono
    bound: tuple[int, ...]
    lead: Mono
    inverse: Poly
    rest: Poly
    below: Mono


def _division(kernel: Kernel, sort: str, bodies: dict[int, Poly]) -> _Division | None:
    token = _token(sort)
    denominators: dict[int, int] = {}
    low: dict[int, int] = {}
    bound: set[int] = set()
    for body in bodies.values():
        for mono in body:
            for i, power in mono:
                if token not in kernel.atoms[i].indices:
                    continue
                if not isinstance(power, int):
                    raise Unsupported("a fractional power of a bound variable")
                if i > FIRST_DENOMINATOR:
                    denominators[i] = max(denominators.get(i, 0), -power)
                else:
                    bound.add(i)
                    if power < 0:
                        low[i] = max(low.get(i, 0), -power)
    if not denominators:
        return None
    lows: Mono = tuple(sorted(low.items()))
    whole: Poly = {lows: ONE}
    for i in sorted(denominators):
        whole = kernel.multiply(whole, kernel.power_whole(dict(kernel.atoms[i].args[0]), denominators[i]))
    bound |= {i for mono in whole for i, _ in mono if token in kernel.atoms[i].indices}
    order = tuple(sorted(bound))
    groups = _by_bound(whole, order)
    top = max(groups, key=_rank)
    if not kernel.may_divide_by(groups[top]):
        raise Unsupported("a leading coefficient that may vanish where the hypotheses hold")
    below = kernel.times(tuple(sorted((i, -k) for i, k in denominators.items())), tuple((i, -k) for i, k in lows))
    rest = {mono: value for mono, value in whole.items() if _powers(mono, order) != top}
    lead = tuple((i, e) for i, e in zip(order, top, strict=True) if e)
    return _Division(sort, denominators, lows, order, lead, kernel.power(groups[top], -1), rest, below)


def _powers(mono: Mono, order: tuple[int, ...]) -> Powers:
    powers = dict(mono)
    return tuple(powers.get(i, 0) for i in order)


def _rank(powers: Powers) -> tuple[Exponent, Powers]:
    return sum(powers, start=0), powers


def _by_bound(poly: Poly, order: tuple[int, ...]) -> dict[Powers, Poly]:
    """Coefficients by the powers of the bound atoms."""
    groups: dict[Powers, Poly] = {}
    for mono, value in poly.items():
        free = tuple((i, e) for i, e in mono if i not in order)
        groups.setdefault(_powers(mono, order), {})[free] = value
    return groups


def _over(kernel: Kernel, division: _Division, body: Poly) -> Poly:
    """Σ of `body`, divided with remainder by the common denominator."""
    token = _token(division.sort)
    left = _numerator(kernel, division, body)
    quotient: Poly = {}
    remainder: Poly = {}
    top = _powers(division.lead, division.bound)
    while left:
        groups = _by_bound(left, division.bound)
        powers = max(groups, key=_rank)
        factor = groups[powers]
        here: Mono = tuple((i, e) for i, e in zip(division.bound, powers, strict=True) if e)
        piece = kernel.multiply(factor, {here: ONE})
        left = kernel.add(left, piece, fmpq(-1))
        if all(a >= b for a, b in zip(powers, top, strict=True)):
            ratio = kernel.times(here, tuple((i, -e) for i, e in division.lead))
            step = kernel.multiply({ratio: ONE}, kernel.multiply(factor, division.inverse))
            kernel.add_into(quotient, step)
            left = kernel.add(left, kernel.multiply(step, division.rest), fmpq(-1))
        else:
            kernel.add_into(remainder, piece)
    total = kernel.sum(((token, division.sort),), quotient) if quotient else {}
    for powers, factor in _by_bound(remainder, division.bound).items():
        here = tuple((i, e) for i, e in zip(division.bound, powers, strict=True) if e)
        kernel.add_into(
            total,
            kernel.multiply(factor, kernel.labelled(((token, division.sort),), kernel.times(here, division.below))),
        )
    return total


def _numerator(kernel: Kernel, division: _Division, body: Poly) -> Poly:
    total: Poly = {}
    for mono, value in body.items():
        missing = dict(division.denominators)
        kept: list[tuple[int, Exponent]] = []
        for i, power in mono:
            if i in missing:
                missing[i] += int(power)
            else:
                kept.append((i, power))
        term = kernel.multiply({tuple(kept): value}, {division.low: ONE})
        for i in sorted(missing):
            term = kernel.multiply(term, kernel.power_whole(dict(kernel.atoms[i].args[0]), missing[i]))
        kernel.add_into(total, term)
    return total
