"""Charts: atoms as the variables of a polynomial ring, with variables of their own for roots and inverses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import lcm

from flint import fmpq

from derive.engine.calculus import Calculus
from derive.engine.groebner import Table
from derive.engine.ring import ONE, Atom, Exponent, Poly, exponent

RANKS = {"sum": 0, "log": 1, "exp": 2, "entry": 4, "symbol": 5, "size": 6, "number": 7, "delta": 8}
OTHER = 3
"""What is eliminated first: an equation is solved for its first variable among those of highest degree."""

Slot = tuple[int, int]
"""An atom and +1, or -1 for its inverse."""


def children(atom: Atom) -> Iterator[int]:
    """The atoms that one is made of."""
    match atom.kind:
        case "exp":
            yield from (i for i, _ in atom.args[0])
        case "sum":
            yield from (i for i, _ in atom.args[1])
        case "log" | "den":
            yield from (i for mono, _ in atom.args[0] for i, _ in mono)


def inner_atoms(kernel: Calculus, atoms: Iterable[int]) -> set[int]:
    """The atoms, and those that the denominators among them are made of."""
    found: set[int] = set()
    todo = list(atoms)
    while todo:
        i = todo.pop()
        if i not in found:
            found.add(i)
            if kernel.atoms[i].kind == "den":
                todo += children(kernel.atoms[i])
    return found


class Chart:
    """Variables for every power that occurs in `polys`, after `unknowns` that stand for no atom."""

    def __init__(self, kernel: Calculus, polys: Iterable[Poly], unknowns: int = 0) -> None:
        self._kernel = kernel
        self._unknowns = unknowns
        self._roots: dict[int, int] = {}
        slots: set[Slot] = set()
        for poly in polys:
            for mono in poly:
                for i, power in mono:
                    self._roots[i] = lcm(self._roots.get(i, 1), Fraction(power).denominator)
                    slots.add((i, 1 if power > 0 else -1))
        inside = inner_atoms(kernel, self._roots) - self._roots.keys()
        for i in inside:
            self._roots[i] = 1
            slots.add((i, 1))
        for i, _ in list(slots):
            for mono, _ in kernel.atoms[i].args[0] if kernel.atoms[i].kind == "den" else ():
                slots |= {(j, 1 if power > 0 else -1) for j, power in mono}
                for j, power in mono:
                    self._roots[j] = lcm(self._roots[j], Fraction(power).denominator)
        self.slots = tuple(sorted(slots, key=self._rank))
        self.roots = tuple(self._roots[i] for i, _ in self.slots)
        self._place = {slot: unknowns + place for place, slot in enumerate(self.slots)}
        self.width = unknowns + len(self.slots)

    def _rank(self, slot: Slot) -> tuple[object, ...]:
        i, side = slot
        atom = self._kernel.atoms[i]
        rank = RANKS.get(atom.kind, OTHER)
        return (side, rank, str(atom.args) if rank > OTHER else "", i)

    def table(self, poly: Poly, unknown: int | None = None) -> Table:
        """A polynomial as a table, times one of the unknowns if one is named."""
        found: dict[tuple[int, ...], fmpq] = {}
        for mono, value in poly.items():
            vector = [0] * self.width
            if unknown is not None:
                vector[unknown] = 1
            for i, power in mono:
                vector[self._place[i, 1 if power > 0 else -1]] = abs(int(power * self._roots[i]))
            found[tuple(vector)] = value
        return found

    def poly(self, table: Table) -> Poly:
        """A table without unknowns as a polynomial in normal form."""
        total: Poly = {}
        for vector, value in table.items():
            powers: dict[int, Fraction] = {}
            for (i, side), steps in zip(self.slots, vector[self._unknowns :], strict=True):
                if steps:
                    powers[i] = powers.get(i, Fraction(0)) + Fraction(side * steps, self._roots[i])
            term: dict[int, Exponent] = {i: exponent(power) for i, power in sorted(powers.items()) if power}
            mono = tuple(term.items())
            image = self._kernel.normal_monomial(mono) if self._kernel.needs_care(mono) else {mono: ONE}
            self._kernel.add_into(total, image, value)
        return total

    def relations(self) -> Iterator[Table]:
        """What ties the variables together: inverses, the insides of denominators, and roots of numbers."""
        for i, side in self.slots:
            atom = self._kernel.atoms[i]
            power = [0] * self.width
            power[self._place[i, side]] = self._roots[i]
            one = (0,) * self.width
            if atom.kind == "den":
                inside = self.table(dict(atom.args[0]))
                if side > 0:
                    yield {tuple(power): ONE, **{vector: -value for vector, value in inside.items()}}
                    continue
                times = {tuple(a + b for a, b in zip(v, power, strict=True)): value for v, value in inside.items()}
                yield {**times, one: fmpq(-1)}
            elif atom.kind == "number" and side > 0:
                yield {tuple(power): ONE, one: fmpq(-int(atom.args[0]))}
            elif side < 0 and (i, 1) in self._place:
                power[self._place[i, 1]] = self._roots[i]
                yield {tuple(power): ONE, one: fmpq(-1)}
