"""Affine integer expressions over sizes and indices: bounds of ranges, and positions in a family.

    const + Σ coefficient·symbol

A bound such as `n - 1` or `-m` uses sizes only; a position such as `t + j` uses indices too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from derive.terms.indices import Index
    from derive.terms.nodes import Size

Symbol: TypeAlias = "Index | Size"


@dataclass(frozen=True, slots=True)
class Affine:
    """`const` plus integer multiples of sizes and indices, in canonical order, no zero coefficient."""

    parts: tuple[tuple[Symbol, int], ...]
    const: int

    def __add__(self, other: Affine) -> Affine:
        return affine([*self.parts, *other.parts], self.const + other.const)

    def __neg__(self) -> Affine:
        return Affine(tuple((s, -c) for s, c in self.parts), -self.const)

    def __sub__(self, other: Affine) -> Affine:
        return self + (-other)

    @property
    def is_constant(self) -> bool:
        """Whether no symbol is left."""
        return not self.parts

    def substitute(self, image: Callable[[Symbol], Affine | None]) -> Affine:
        """Replace each symbol for which `image` gives an affine expression."""
        total = Affine((), self.const)
        for symbol, coefficient in self.parts:
            value = image(symbol)
            total += Affine(((symbol, coefficient),), 0) if value is None else scaled(value, coefficient)
        return total


def affine(parts: Iterable[tuple[Symbol, int]], const: int = 0) -> Affine:
    """Collect `parts` into canonical form."""
    total: dict[Symbol, int] = {}
    for symbol, coefficient in parts:
        total[symbol] = total.get(symbol, 0) + coefficient
    kept = [(s, c) for s, c in total.items() if c]
    return Affine(tuple(sorted(kept, key=lambda part: part[0].order)), const)


def scaled(value: Affine, factor: int) -> Affine:
    """`factor · value`."""
    if factor == 0:
        return Affine((), 0)
    return Affine(tuple((s, c * factor) for s, c in value.parts), value.const * factor)


def constant(value: int) -> Affine:
    """The integer `value` as an affine expression."""
    return Affine((), value)
