"""Sparse Laurent polynomials with exact rational coefficients over hash-consed atoms.

A monomial is a tuple of (atom id, exponent), sorted by id; a polynomial maps monomials to nonzero
coefficients. Ids tell what an atom is at a glance: deltas are negative and come first, denominators
are large and come last. Indices are tokens (see `tokens`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Any

from flint import fmpq

from derive.engine.tokens import Place, place_tokens

Exponent = int | Fraction
Mono = tuple[tuple[int, Exponent], ...]
Poly = dict[Mono, fmpq]

FIRST_DENOMINATOR = 1 << 40
CAREFUL = frozenset(("number", "less"))
"""Kinds of atoms whose powers and products are not always in normal form."""
MONOMIAL = itemgetter(0)
ONE = fmpq(1)
UNIT: Mono = ()


class Unsupported(Exception):
    """The normal form does not cover this; the step stays undecided."""


class Undefined(Exception):
    """The expression has no value anywhere."""


class Exhausted(Exception):
    """The counted budget is used up."""


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """A generator of the ring.

    `args` depends on `kind`: symbol, size, number (name) · entry (family, places) · delta, less (two tokens)
    · value (token) · exp (monomial) · log, den (polynomial items) · sum (labels with sorts, monomial).
    """

    kind: str
    args: tuple[Any, ...]
    id: int
    indices: frozenset[str]
    height: int
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sort:
    """A range as the kernel sees it: its values when fixed, else its size as a polynomial.

    `least` is the least number of members; `ends` are its first and last position, and `members` tokens that lie
    in it for every size. A continuum has none of these.
    """

    name: str
    values: tuple[str, ...] | None
    count: Poly | None
    least: int
    ends: tuple[str, str] | None = None
    members: frozenset[str] = frozenset()


def exponent(value: Fraction | int) -> Exponent:
    """An exponent in canonical type: int when whole."""
    return value.numerator if value.denominator == 1 else value


def rational(value: Exponent) -> fmpq:
    """An exponent as a coefficient."""
    return fmpq(value) if isinstance(value, int) else fmpq(value.numerator, value.denominator)


def fraction(value: fmpq) -> Fraction:
    """A coefficient as an exponent."""
    return Fraction(int(value.p), int(value.q))


def argument(atom: Atom) -> Poly:
    """What a function, a sum or a maximum is taken of; empty for an atom that is taken of nothing."""
    match atom.kind:
        case "exp":
            return {atom.args[0]: ONE}
        case "sum":
            return {atom.args[1]: ONE}
        case "log" | "den" | "abs":
            return dict(atom.args[0])
        case "max":
            return dict(atom.args[1])
    return {}


def items(poly: Poly) -> tuple[tuple[Mono, fmpq], ...]:
    """A polynomial as a hashable key."""
    return tuple(sorted(poly.items(), key=MONOMIAL))


class Ring:
    """Tables of atoms and the arithmetic of polynomials.

    `ordered` is set once index values, orders or shifted indices occur.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.spent = 0
        self.atoms: dict[int, Atom] = {}
        self._table: dict[tuple[str, tuple[Any, ...]], Atom] = {}
        self.ordered = False
        self._next = {"delta": 0, "den": FIRST_DENOMINATOR, "": 0}

    # atoms

    def atom(self, kind: str, args: tuple[Any, ...]) -> Atom:
        """The atom of this kind and content; equal content gives the same atom."""
        key = (kind, args)
        known = self._table.get(key)
        if known is not None:
            return known
        slot = kind if kind in ("delta", "den") else ""
        self._next[slot] += -1 if slot == "delta" else 1
        indices, height, names = self._profile(kind, args)
        made = Atom(kind, args, self._next[slot], indices, height, names)
        self._table[key] = self.atoms[made.id] = made
        return made

    def _profile(self, kind: str, args: tuple[Any, ...]) -> tuple[frozenset[str], int, frozenset[str]]:
        if kind in ("symbol", "size", "number"):
            return frozenset(), 0, frozenset((args[0],))
        if kind in ("delta", "less", "value"):
            return frozenset(args), 0, frozenset()
        if kind == "entry":
            tokens = [token for place in args[1] for token in place_tokens(place)]
            return frozenset(tokens), 0, frozenset((args[0],))
        monos: Iterable[Mono] = (
            (args[0],) if kind == "exp" else (args[1],) if kind == "sum" else (m for m, _ in args[0])
        )
        parts = [self.atoms[i] for mono in monos for i, _ in mono]
        indices = frozenset[str]().union(*[part.indices for part in parts])
        names = frozenset[str]().union(*[part.names for part in parts])
        height = max([part.height for part in parts], default=0)
        if kind == "sum":
            return indices - {label for label, _ in args[0]}, height + 1, names
        return indices, height, names

    def of(self, atom: Atom, power: Exponent = 1) -> Poly:
        """An atom as a polynomial."""
        return {((atom.id, power),): ONE}

    def symbol(self, name: str) -> Poly:
        """A scalar variable."""
        return self.of(self.atom("symbol", (name,)))

    def size(self, name: str) -> Poly:
        """A size as a number."""
        return self.of(self.atom("size", (name,)))

    def entry(self, family: str, places: tuple[Place, ...]) -> Poly:
        """An entry of a family."""
        self.ordered = self.ordered or not all(isinstance(place, str) for place in places)
        return self.of(self.atom("entry", (family, places)))

    def constant(self, value: fmpq | int) -> Poly:
        """A rational constant."""
        return {UNIT: fmpq(value)} if value else {}

    # arithmetic

    def charge(self, amount: int) -> None:
        """Count work; raises Exhausted when the budget is used up."""
        self.spent += amount
        if self.spent > self.budget:
            raise Exhausted

    @staticmethod
    def add_into(total: Poly, other: Poly, factor: fmpq | None = None) -> None:
        """Add `factor · other` to `total` in place."""
        for mono, value in other.items():
            term = value if factor is None else value * factor
            old = total.get(mono)
            if old is None:
                total[mono] = term
            else:
                new = old + term
                if new:
                    total[mono] = new
                else:
                    del total[mono]

    def add(self, left: Poly, right: Poly, factor: fmpq | None = None) -> Poly:
        """`left + factor · right`."""
        total = dict(left)
        self.add_into(total, right, factor)
        return total

    @staticmethod
    def scale(poly: Poly, factor: fmpq) -> Poly:
        """`factor · poly`."""
        return {mono: value * factor for mono, value in poly.items()} if factor else {}

    @staticmethod
    def times(left: Mono, right: Mono) -> Mono:
        """The product of two monomials, before normalisation."""
        if not left:
            return right
        if not right:
            return left
        if left[-1][0] < right[0][0]:
            return left + right
        if right[-1][0] < left[0][0]:
            return right + left
        out: list[tuple[int, Exponent]] = []
        i = j = 0
        while i < len(left) and j < len(right):
            a, b = left[i], right[j]
            if a[0] < b[0]:
                out.append(a)
                i += 1
            elif a[0] > b[0]:
                out.append(b)
                j += 1
            else:
                power = a[1] + b[1]
                if power:
                    out.append((a[0], power if isinstance(power, int) else exponent(power)))
                i += 1
                j += 1
        out.extend(left[i:])
        out.extend(right[j:])
        return tuple(out)

    def multiply(self, left: Poly, right: Poly) -> Poly:
        """The normalised product."""
        if len(left) > len(right):
            left, right = right, left
        self.charge(len(left) * len(right))
        total: Poly = {}
        for m1, c1 in left.items():
            for m2, c2 in right.items():
                mono = self.times(m1, m2)
                value = c1 * c2
                if m1 and m2 and self.needs_care(mono):
                    self.add_into(total, self.normal_monomial(mono), value)
                elif mono in total:
                    self.add_into(total, {mono: value})
                else:
                    total[mono] = value
        return total

    def power_whole(self, poly: Poly, power: int) -> Poly:
        """A nonnegative whole power, by squaring."""
        if power == 0:
            return {UNIT: ONE}
        if power == 1:
            return poly
        half = self.power_whole(poly, power // 2)
        square = self.multiply(half, half)
        return self.multiply(square, poly) if power & 1 else square

    # hooks that higher rungs fill in

    def needs_care(self, mono: Mono) -> bool:
        """Whether a product of monomials must be normalised: deltas, orders, denominators, radicals of numbers."""
        if mono and (mono[0][0] < 0 or mono[-1][0] > FIRST_DENOMINATOR):
            return True
        atoms = self.atoms
        for i, _ in mono:  # noqa: SIM110 - asked of every product: a loop costs half of `any`
            if atoms[i].kind in CAREFUL:
                return True
        return False

    def normal_monomial(self, mono: Mono) -> Poly:
        """A monomial in normal form."""
        raise NotImplementedError

    def rename(self, poly: Poly, image: Mapping[str, str]) -> Poly:
        """Replace index tokens everywhere in a polynomial."""
        raise NotImplementedError
