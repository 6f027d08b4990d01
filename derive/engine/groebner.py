"""Gröbner bases over the rationals, and remainders modulo them, by python-flint.

Size is limited by counts, never by time: a basis that outgrows the limits is still a set of members of the
ideal, so what it reduces is reduced rightly; it is then merely not `complete`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import lcm
from typing import Any

from flint import Ordering, fmpq, fmpz_mpoly_ctx, fmpz_mpoly_vec

LIMITS = (48, 200, 512)
"""Polynomials in a basis, terms of each, and bits of their coefficients."""

DEGREE = 24
"""The highest degree of what is taken into a basis."""

Table = Mapping[tuple[int, ...], fmpq]
"""A polynomial: vectors of exponents, the first variable the largest, with nonzero coefficients."""


class Basis:
    """A basis of the ideal of `generators` in `width` variables, ordered by degree first."""

    def __init__(self, generators: Iterable[Table], width: int) -> None:
        self._width = width
        self._context = fmpz_mpoly_ctx.get([f"x{place}" for place in range(width + 1)], Ordering.degrevlex)
        given = list(generators)
        small = [table for table in given if max(map(sum, table)) <= DEGREE]
        vector: Any = fmpz_mpoly_vec([self._whole(table)[0] for table in small], self._context)
        found, done = vector.buchberger_naive(limits=LIMITS)
        self.complete = bool(done) and len(small) == len(given)
        self._basis = found.autoreduction()

    @property
    def size(self) -> int:
        """The number of terms in the basis."""
        return sum(len(poly) for poly in self._basis)

    @property
    def is_everything(self) -> bool:
        """Whether the ideal is known to contain 1: the generators vanish together nowhere, over any field."""
        return any(poly.is_constant() and poly != 0 for poly in self._basis)

    def members(self) -> list[dict[tuple[int, ...], fmpq]]:
        """The polynomials of the basis."""
        return [
            {tuple(map(int, vector[:-1])): fmpq(int(value)) for vector, value in poly.to_dict().items()}
            for poly in self._basis
        ]

    def remainder(self, table: Table) -> dict[tuple[int, ...], fmpq]:
        """What is left of a polynomial modulo the ideal; empty only for members of it.

        flint multiplies a remainder by a number it does not tell. An extra variable, which nothing in the
        basis reduces, is added to learn that number.
        """
        whole, factor = self._whole(table)
        marked = whole + self._context.gens()[-1]
        reduced = marked.reduction_primitive_part(self._basis).to_dict()
        marker = (0,) * self._width + (1,)
        scale = factor * fmpq(int(reduced.pop(marker)))
        return {tuple(map(int, vector[:-1])): fmpq(int(value)) / scale for vector, value in reduced.items()}

    def _whole(self, table: Table) -> tuple[Any, int]:
        """The polynomial times the least number that makes its coefficients whole, and that number."""
        factor = lcm(*[int(value.q) for value in table.values()])
        whole = {(*vector, 0): int((value * factor).p) for vector, value in table.items()}
        return self._context.from_dict(whole), factor
