"""Sums in which indices count as numbers or are compared, and sums with shifted indices.

    power sums   Σ_{k=a}^{b} k^p is a polynomial in a and b; [k<t] and [t<k] move a bound
    orientation  Σ_k [t<k] f(k) = Σ_k f(k) − f(t) − Σ_k [k<t] f(k), for t in the range of k
    exchange     Σ_k Σ_l [k<l] (f(k,l) + f(l,k)) = Σ_k Σ_l f(k,l) − Σ_k f(k,k), over one range
    shift        Σ_{k=a}^{b} g(k+1) = Σ_{k=a}^{b} g(k) + g(b+1) − g(a)
    widening     Σ_{k=1}^{n-1} f(k) = Σ_{k=1}^{n} f(k) − f(n), where both ranges occur

Each holds for every range a..b with b ≥ a − 1, and other ranges are none of the kernel's. Shifts and widening are
left out where they would write an entry that its family does not have: hypotheses say nothing of such entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import comb

from flint import fmpq

from derive.engine.renaming import Binders
from derive.engine.ring import ONE, UNIT, Mono, Poly, Undefined, Unsupported, argument
from derive.engine.shifts import Shift, common_offset, entries_exist
from derive.engine.sums import Sums
from derive.engine.tokens import place_of, taken_apart

MOST_POWER = 16
MOST_SHIFT = 8


class OrderedSums(Sums):
    """Sums with index values, orders and shifts in normal form.

    `axes` tells which entries there are; `wider` names, for a range, the widest one and what that has besides;
    `equated` tells that hypotheses equate anything.
    """

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self.axes: dict[str, tuple[tuple[str, str] | None, ...]] = {}
        self.wider: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.equated = False

    def _contract(self, binders: Binders, mono: Mono) -> Poly | None:
        try:
            return super()._contract(binders, mono)
        except Unsupported:
            compared = {token for i, _ in mono if i < 0 for token in self.atoms[i].args}
            for token, sort in binders:
                wide = self._widened(binders, mono, token, sort) if token in compared else None
                if wide is not None:
                    return wide
            raise

    def _component(self, binders: Binders, mono: Mono) -> Poly:
        if self.ordered:
            found = self._rule(binders, mono) if self.applying else None
            if found is None:
                found = self._by_order(binders, mono)
            if found is not None:
                return found
        return super()._component(binders, mono)

    def _by_order(self, binders: Binders, mono: Mono) -> Poly | None:
        for token, sort in binders:
            found = self._power_sum(binders, mono, token, sort)
            if found is None:
                found = self._shifted(binders, mono, token, sort)
            if found is None:
                found = self._widened(binders, mono, token, sort)
            if found is not None:
                return found
        orders = [i for i, _ in mono if self.atoms[i].kind == "less"]
        for i in orders:
            found = self._oriented(binders, mono, i)
            if found is not None:
                return found
        if len(orders) == 1 and not self._below(mono):
            return self._exchanged(binders, mono, orders[0])
        return None

    def _power_sum(self, binders: Binders, mono: Mono, token: str, sort: str) -> Poly | None:
        """Sum first over a variable that occurs in a power of itself and in one order, and nowhere else."""
        ends = self.sorts[sort].ends
        incident = [(self.atoms[i], power) for i, power in mono if token in self.atoms[i].indices]
        orders = [atom for atom, _ in incident if atom.kind == "less"]
        powers = [power for atom, power in incident if atom.kind == "value"]
        if ends is None or len(orders) > 1 or len(orders) + len(powers) < len(incident):
            return None
        degree = powers[0] if powers else 0
        if not isinstance(degree, int) or not 0 <= degree <= MOST_POWER:
            return None
        low, high = (self.value(end) for end in ends)
        if orders:
            left, right = orders[0].args
            other = right if left == token else left
            if not self.belongs(other, sort):
                return None
            if left == token:
                high = self.add(self.value(other), self.constant(-1))
            else:
                low = self.add(self.value(other), self.constant(1))
        rest = tuple(factor for factor in mono if token not in self.atoms[factor[0]].indices)
        total = self.add(
            self._powers_up_to(degree, high), self._powers_up_to(degree, self.add(low, {UNIT: -ONE})), -ONE
        )
        return self.sum(tuple(b for b in binders if b[0] != token), self.multiply({rest: ONE}, total))

    def _powers_up_to(self, degree: int, last: Poly) -> Poly:
        """1^p + 2^p + … + last^p as a polynomial, by Bernoulli numbers."""
        total: Poly = {}
        for place, number in enumerate(_bernoulli(degree)):
            factor = comb(degree + 1, place) * number / (degree + 1)
            power = self.power_whole(last, degree + 1 - place)
            self.add_into(total, power, fmpq(factor.numerator, factor.denominator))
        return {mono: value for mono, value in total.items() if value}

    def _oriented(self, binders: Binders, mono: Mono, i: int) -> Poly | None:
        """An order in which a variable comes after something that is none, turned round."""
        outer, token = self.atoms[i].args
        bound = dict(binders)
        if outer in bound or not self.belongs(outer, bound[token]):
            return None
        rest: Mono = tuple(factor for factor in mono if factor[0] != i)
        try:
            there = self.multiply({rest: ONE}, self.delta(outer, token))
            turned = self.multiply({rest: ONE}, self.less(token, outer))
            poly = self.add(self.add({rest: ONE}, there, fmpq(-1)), turned, fmpq(-1))
            return self.sum(binders, poly)
        except (Undefined, Unsupported):
            return None

    def _exchanged(self, binders: Binders, mono: Mono, i: int) -> Poly | None:
        """Of a sum and the one with its two ordered variables exchanged, only the one with the smaller label."""
        left, right = self.atoms[i].args
        bound = dict(binders)
        if left not in bound or bound[left] != bound.get(right):
            return None
        rest: Mono = tuple(factor for factor in mono if factor[0] != i)
        turned = self.multiply({rest: ONE}, self.less(right, left))
        if len(turned) != 1:
            return None
        ((other, value),) = turned.items()
        (((one, _),), factor), (((two, _),), second) = (
            next(iter(self.labelled(binders, body).items())) for body in (mono, other)
        )
        second *= value
        if self.atoms[one].args < self.atoms[two].args or (one == two and not factor + second):
            return {((one, 1),): factor}
        try:
            equal = self.multiply({rest: ONE}, self.delta(left, right))
            poly = self.sum(binders, self.add({rest: ONE}, equal, fmpq(-1)))
        except (Undefined, Unsupported):
            return None
        if one == two:
            return self.scale(poly, factor / (factor + second))
        return self.add(poly, {((two, 1),): second}, fmpq(-1))

    def _shifted(self, binders: Binders, mono: Mono, token: str, sort: str) -> Poly | None:
        """A variable that stands in entries shifted only, moved so that one of them is not."""
        ends = self.sorts[sort].ends
        by = common_offset(self, mono, token)
        if not by or ends is None or abs(by) > MOST_SHIFT:
            return None
        others = tuple(b for b in binders if b[0] != token)
        low, high = ends
        reached = (self._moved(low, min(by, 0)), self._moved(high, max(by, 0)))
        entering = [(high, m) for m in range(1, by + 1)] or [(low, -m) for m in range(1, 1 - by)]
        leaving = [(low, m) for m in range(by)] or [(high, -m) for m in range(-by)]
        try:
            body = Shift(self, token, -by).monomial(mono)
            if not entries_exist(self, body, token, reached, self.axes):
                return None
            total = self.sum(binders, body)
            for places, sign in ((entering, ONE), (leaving, -ONE)):
                for end, steps in places:
                    image = {token: self._moved(end, steps)}
                    if not self._may_stand(body, image):
                        return None
                    self.add_into(total, self.sum(others, self.rename(body, image)), sign)
        except Undefined:
            return None
        return total

    def _widened(self, binders: Binders, mono: Mono, token: str, sort: str) -> Poly | None:
        """A sum over part of a range as the sum over all of it, without the rest."""
        if sort not in self.wider:
            return None
        wide, extra = self.wider[sort]
        ends = self.sorts[wide].ends
        others = tuple(b for b in binders if b[0] != token)
        # what stands at an index that a delta ties to the variable may have stood at the variable
        deltas = [self.atoms[i].args for i, _ in mono if self.atoms[i].kind == "delta"]
        tied = sorted({token}.union(*[pair for pair in deltas if token in pair]))
        if ends is None or not all(entries_exist(self, {mono: ONE}, other, ends, self.axes) for other in tied):
            return None
        (fresh,) = self.fresh(self.tokens(mono) | {name for name, _ in binders}, [wide])
        try:
            total = self.sum((*others, (fresh, wide)), self.rename_monomial(mono, {token: fresh}))
            for member in extra:
                if not self._may_stand({mono: ONE}, dict.fromkeys(tied, member)):
                    return None
                gone = self.sum(others, self.rename_monomial(mono, {token: member}))
                self.add_into(total, gone, fmpq(-1))
        except Undefined:
            return None
        return total

    def _may_stand(self, poly: Poly, image: Mapping[str, str]) -> bool:
        """Whether a member that a sum does not have may be added to it and taken off again.

        Where equations tie entries what divides must not vanish there: under z_1 = 0, Σ_{k=2}^{n} z_1/z_k is not
        z_1 · Σ_{k=1}^{n} 1/z_k − 1.
        """
        if not self.equated:
            return True
        for mono in poly:
            for atom, power in [(self.atoms[i], power) for i, power in mono]:
                if not atom.indices.isdisjoint(image):
                    if power < 0 and not self.is_nonzero(self.rename(self.of(atom), image)):
                        return False
                    if not self._may_stand(argument(atom), image):
                        return False
        return True

    @staticmethod
    def _moved(token: str, steps: int) -> str:
        """The position some steps after one that is told by sizes."""
        parts, const = taken_apart(token)
        place = place_of(dict(parts), const + steps)
        if not isinstance(place, str):
            raise Unsupported("the end of a range that is told by an index")
        return place


def _bernoulli(degree: int) -> list[Fraction]:
    """The Bernoulli numbers up to B_degree, with B_1 = 1/2."""
    found: list[Fraction] = []
    for m in range(degree + 1):
        total = sum((comb(m + 1, place) * found[place] for place in range(m)), start=Fraction(0))
        found.append(1 - Fraction(total, m + 1))
    return found
