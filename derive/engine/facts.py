"""Stated signs taken together: multiples of what is known to be ≥ 0, taken off one after the other."""

from __future__ import annotations

from flint import fmpq

from derive.engine.rewriting import Kernel
from derive.engine.ring import Mono, Poly
from derive.engine.squares import has_sign, is_somewhere_negative
from derive.engine.written import FLIPPED

DEPTH = 3
LONGEST = 6
"""Terms of a polynomial that facts are taken off."""


def factor_sign(kernel: Kernel, mono: Mono) -> str:
    """The sign of a monomial that nobody wrote: what it divides by must be positive."""
    defined = all(power > 0 or kernel.atom_sign(i) == "+" for i, power in mono)
    return kernel.monomial_sign(mono) if defined else "?"


def by_facts(kernel: Kernel, poly: Poly, *, strict: bool) -> bool:
    """Whether multiples of stated facts, each taken once, leave a rest that is ≥ 0 (> 0 if `strict`) by its sign."""
    if len(poly) > LONGEST or is_somewhere_negative(kernel, poly):
        return has_sign(kernel, poly, strict=strict)
    facts = [(dict(key), sign == "+") for key, sign in kernel.known.items() if sign != "≠"]
    return _taken_off(kernel, poly, facts, DEPTH, strict=strict)


def _taken_off(kernel: Kernel, poly: Poly, facts: list[tuple[Poly, bool]], depth: int, *, strict: bool) -> bool:
    if has_sign(kernel, poly, strict=strict):
        return True
    left = _doubtful(kernel, poly)
    if not depth:
        return False
    for place, (fact, above) in enumerate(facts):
        for factor, value in _factors(poly, fact):
            size = factor_sign(kernel, factor)
            if value <= 0 or size not in ("+", "0+"):
                continue
            kernel.charge(len(fact))
            rest = kernel.add(poly, kernel.multiply(fact, {factor: value}), fmpq(-1))
            fewer = len(rest) <= len(poly) and _doubtful(kernel, rest) <= left
            if fewer and _taken_off(
                kernel, rest, facts[place + 1 :], depth - 1, strict=strict and not (above and size == "+")
            ):
                return True
    return False


def _doubtful(kernel: Kernel, poly: Poly) -> int:
    """The terms that may be negative."""
    signs = ((kernel.monomial_sign(mono), value) for mono, value in poly.items())
    return sum((sign if value > 0 else FLIPPED[sign]) not in ("+", "0+") for sign, value in signs)


def _factors(poly: Poly, fact: Poly) -> list[tuple[Mono, fmpq]]:
    """What a fact is multiplied by to cancel a term."""
    found: dict[tuple[Mono, fmpq], None] = {}
    for mono, value in fact.items():
        inverse = tuple((i, -power) for i, power in mono)
        for target, coefficient in poly.items():
            found.setdefault((Kernel.times(target, inverse), coefficient / value))
    return list(found)
