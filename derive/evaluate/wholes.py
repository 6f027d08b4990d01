"""Whole numbers: affine positions, and exponents that are integers by the way they are built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import TypeAlias

from derive.evaluate.machine import Machine
from derive.terms.nodes import Add, Mul, Neg, Number, Size, Term

Whole: TypeAlias = Callable[[Machine], int]


def combined(const: int, indices: Sequence[tuple[int, int]], sizes: Sequence[tuple[str, int]]) -> Whole:
    """The code of `const` plus multiples of indices, each told by its slot, and of sizes."""

    def run(m: Machine) -> int:
        total = const
        for slot, factor in indices:
            total += factor * m.env[slot]
        for name, factor in sizes:
            total += factor * m.sizes[name]
        return total

    return run


def whole_number(term: Term) -> Whole | None:
    """The code of a term built so that it is always a whole number, else None."""
    match term:
        case Number(value):
            whole = value.numerator
            return (lambda _: whole) if value.denominator == 1 else None
        case Size(name):
            return lambda m: m.sizes[name]
        case Neg(arg):
            inner = whole_number(arg)
            return None if inner is None else lambda m: -inner(m)
        case Add(args) | Mul(args):
            parts = [part for arg in args if (part := whole_number(arg)) is not None]
            if len(parts) < len(args):
                return None
            if isinstance(term, Add):
                return lambda m: sum(part(m) for part in parts)
            return lambda m: prod(part(m) for part in parts)
    return None
