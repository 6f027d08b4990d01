"""Indices as numbers, and which of two comes first.

`value` is an index read as a number; `less` is 1 where the first of two tokens is below the second, else 0. Of two
free indices i, j only [i<j] is kept: [j<i] = 1 − δ_ij − [i<j]. For variables of binders see `ordered`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from flint import fmpq

from derive.engine.deltas import Deltas
from derive.engine.ring import ONE, UNIT, Mono, Poly, Sort, Unsupported
from derive.engine.tokens import Place, difference, is_settled, taken_apart

STEPS = "steps of "
MOST_COUNTED = 3


class Orders(Deltas):
    """The ring with index values and orders of indices in normal form."""

    def range_of(self, token: str) -> Sort | None:
        """The range a token runs over, where it has one."""
        raise NotImplementedError

    def value(self, place: Place) -> Poly:
        """A position as a number."""
        parts, const = taken_apart(place) if isinstance(place, str) else place
        total = self.constant(const)
        for token, coefficient in parts:
            if token[0] != "#":
                self.ordered = True
            one = self.size(token[1:]) if token[0] == "#" else self.of(self.atom("value", (token,)))
            self.add_into(total, one, fmpq(coefficient))
        return total

    def less(self, left: str, right: str) -> Poly:
        """[left < right]."""
        gap = difference(left, right)
        if gap is not None and not left.startswith("|c"):  # such a token stands for any variable of a colour
            return {UNIT: ONE} if gap < 0 else {}
        for token, other, below in ((left, right, True), (right, left, False)):
            found = self._at_an_end(token, other, below=below)
            if found is not None:
                return found
        if is_settled(left) and is_settled(right) and right < left:
            return self.add(self._apart(left, right), self.less(right, left), fmpq(-1))
        self.ordered = True
        return self.of(self.atom("less", (left, right)))

    def from_ends(self, poly: Poly) -> Iterator[Poly]:
        """A polynomial with every index counted from one end of its range or the other, in steps that are at least 0."""
        found = {i for mono in poly for i, _ in mono if self.atoms[i].kind == "value"}
        ends = {i: known.ends for i in sorted(found) if (known := self.range_of(self.atoms[i].args[0])) and known.ends}
        if not found or len(ends) < len(found) or len(ends) > MOST_COUNTED:
            return
        for sides in product((0, 1), repeat=len(ends)):
            image = {
                i: self.add(self.value(ends[i][side]), self.symbol(f"{STEPS}{i} from {side}"), fmpq(1 - 2 * side))
                for i, side in zip(ends, sides, strict=True)
            }
            total: Poly = {}
            for mono, value in poly.items():
                term: Poly = {tuple((i, power) for i, power in mono if i not in image): value}
                for i, power in mono:
                    if i in image and isinstance(power, int) and power > 0:
                        term = self.multiply(term, self.power_whole(image[i], power))
                    elif i in image:
                        return
                self.add_into(total, term)
            yield total

    def _at_an_end(self, token: str, other: str, *, below: bool) -> Poly | None:
        """Whether `token` is below (or above) a position at or beyond an end of its range."""
        known = self.range_of(token)
        if known is None or known.ends is None:
            return None
        near, far = (difference(other, end) for end in (known.ends if below else known.ends[::-1]))
        if near is not None and (near <= 0 if below else near >= 0):
            return {}
        if far is None or (far < 0 if below else far > 0):
            return None
        return {UNIT: ONE} if far else self._apart(token, other)

    def _apart(self, left: str, right: str) -> Poly:
        return self.add({UNIT: ONE}, self.delta(left, right), fmpq(-1))

    def normal_monomial(self, mono: Mono) -> Poly:
        """[i<j]² = [i<j], and [i<j]·[j<i] = 0."""
        pairs = [self.atoms[i].args for i, _ in mono if self.atoms[i].kind == "less"]
        if pairs:
            if any((right, left) in pairs for left, right in pairs):
                return {}
            if any(power < 0 for i, power in mono if self.atoms[i].kind == "less"):
                raise Unsupported("division by what depends on the order of two indices")
            mono = tuple((i, 1 if self.atoms[i].kind == "less" else power) for i, power in mono)
        return super().normal_monomial(mono)
