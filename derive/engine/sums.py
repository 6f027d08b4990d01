"""Sums over typed ranges: deltas contracted, inner sums flattened, products split into connected components.

Nested and flattened sums meet in one form. Where a factor in a denominator holds a sum of its own, the variables
that do not occur in denominators are summed first, so that Σ_k Σ_l e^{A_kl} / Σ_m e^{A_km} meets Σ_k 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq

from derive.engine.labels import canonical_orders
from derive.engine.renaming import Binders, Renaming
from derive.engine.ring import (
    FIRST_DENOMINATOR,
    ONE,
    UNIT,
    Atom,
    Mono,
    Poly,
    Unsupported,
)


@dataclass(frozen=True, slots=True)
class SumRule:
    """A hypothesis Σ_k x[…, k, …] = value, with pattern variables (starting with "?") at the other axes.

    Pattern variables match within their sort; those in `whole` run over their whole axis and match any place.
    """

    family: str
    axis: int
    sort: str
    others: tuple[str, ...]
    value: Poly
    whole: frozenset[str] = frozenset()


class Sums(Renaming):
    """Σ of normal forms."""

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self.sum_rules: list[SumRule] = []

    def sum(self, binders: Binders, poly: Poly) -> Poly:
        """Σ of `poly` over all `binders` at once."""
        if not binders:
            return poly
        for token, sort in binders:
            values = self.sorts[sort].values
            if values is not None:
                self.charge(len(values) * len(poly))
                rest = tuple(b for b in binders if b[0] != token)
                expanded: Poly = {}
                for member in values:
                    self.add_into(expanded, self.rename(poly, {token: member}))
                return self.sum(rest, expanded)
        total: Poly = {}
        for mono, value in poly.items():
            self.add_into(total, self._sum_monomial(binders, mono), value)
        return total

    def _sum_monomial(self, binders: Binders, mono: Mono) -> Poly:
        self.charge(len(mono) + 1)
        contracted = self._contract(binders, mono)
        if contracted is not None:
            return contracted
        flat = self._flatten(binders, mono)
        if flat is not None:
            return flat
        total: Poly = {tuple(f for f in mono if not self._touches(f[0], binders)): ONE}
        for part, factors in self._components(binders, mono):
            total = self.multiply(total, self._component(part, factors))
        return total

    def _touches(self, i: int, binders: Binders) -> bool:
        indices = self.atoms[i].indices
        for token, _ in binders:  # noqa: SIM110 - asked of every factor: a loop costs half of `any`
            if token in indices:
                return True
        return False

    def _contract(self, binders: Binders, mono: Mono) -> Poly | None:
        """Σ_k δ(k, w) f(k) = f(w); None when no delta meets a bound variable."""
        bound = dict(binders)
        for i, power in mono:
            if i > 0:
                return None
            first, second = self.atoms[i].args
            if first not in bound and second not in bound:
                continue
            if power < 0:
                raise Unsupported("division by a Kronecker delta, which is 0 for some indices")
            if any(token in bound and self.sorts[bound[token]].count is None for token in (first, second)):
                raise Unsupported("a Kronecker delta under an integral")
            ways = [(gone, kept) for gone, kept in ((second, first), (first, second)) if gone in bound]
            inside = [(gone, kept) for gone, kept in ways if self.belongs(kept, bound[gone])]
            if not inside:
                raise Unsupported("a Kronecker delta whose index may lie outside the range of the sum")
            gone, kept = inside[0]
            rest = tuple(f for f in mono if f[0] != i)
            body = self.rename_monomial(rest, {gone: kept})
            return self.sum(tuple(b for b in binders if b[0] != gone), body)
        return None

    def _flatten(self, binders: Binders, mono: Mono) -> Poly | None:
        """Pull the variables of inner sums in numerators into this one; None when there are none."""
        for place, (i, power) in enumerate(mono):
            atom = self.atoms[i]
            if atom.kind != "sum" or not isinstance(power, int) or power < 1 or not self._touches(i, binders):
                continue
            labels, body = atom.args
            used = self.tokens(mono) | {token for token, _ in binders}
            temporaries = iter(self.fresh(used, [sort for _, sort in labels] * power))
            rest: Poly = {mono[:place] + mono[place + 1 :]: ONE}
            merged = list(binders)
            for _ in range(power):
                image = {label: next(temporaries) for label, _ in labels}
                merged += [(image[label], sort) for label, sort in labels]
                rest = self.multiply(rest, self.rename_monomial(body, image))
            return self.sum(tuple(merged), rest)
        return None

    def _components(self, binders: Binders, mono: Mono) -> list[tuple[Binders, Mono]]:
        """Bound variables grouped by the factors they share, each group with its factors."""
        if len(binders) == 1:
            return [(binders, tuple(f for f in mono if self._touches(f[0], binders)))]
        touching = [(f, [b for b, _ in binders if b in self.atoms[f[0]].indices]) for f in mono]
        groups: list[tuple[set[str], list[int]]] = [({token}, []) for token, _ in binders]
        for place, (_, tokens) in enumerate(touching):
            if not tokens:
                continue
            meeting = [group for group in groups if not group[0].isdisjoint(tokens)]
            joined = (set[str]().union(*[g[0] for g in meeting]), sorted({place, *(p for g in meeting for p in g[1])}))
            groups = [group for group in groups if group[0].isdisjoint(tokens)] + [joined]
        return [
            (tuple(b for b in binders if b[0] in names), tuple(mono[place] for place in places))
            for names, places in groups
        ]

    def _component(self, binders: Binders, mono: Mono) -> Poly:
        if not mono:
            total: Poly = {UNIT: ONE}
            for _, sort in binders:
                count = self.sorts[sort].count
                if count is None:
                    raise Unsupported("the integral of a constant over an unspecified space")
                total = self.multiply(total, count)
            return total
        ruled = self._rule(binders, mono) if self.applying else None
        if ruled is not None:
            return ruled
        nested = self._inner_first(binders, mono)
        if nested is not None:
            return nested
        reduced = self._reduce(binders, mono) if len(binders) == 1 else None
        return self.sum(binders, reduced) if reduced is not None else self.labelled(binders, mono)

    def _rule(self, binders: Binders, mono: Mono) -> Poly | None:
        """Apply a hypothesis on the sum of a family where one bound variable meets that family only."""
        for token, sort in binders:
            incident = [(i, power) for i, power in mono if token in self.atoms[i].indices]
            if len(incident) != 1 or incident[0][1] != 1 or self.atoms[incident[0][0]].kind != "entry":
                continue
            atom = self.atoms[incident[0][0]]
            for rule in self.sum_rules:
                image = self._matches(rule, atom, token, sort)
                if image is None:
                    continue
                value = self.rename(rule.value, image) if image else rule.value
                rest = tuple(f for f in mono if f[0] != atom.id)
                return self.sum(tuple(b for b in binders if b[0] != token), self.multiply(value, {rest: ONE}))
        return None

    def _matches(self, rule: SumRule, atom: Atom, token: str, sort: str) -> dict[str, str] | None:
        family, places = atom.args
        if family != rule.family or sort != rule.sort or places[rule.axis] != token:
            return None
        others = places[: rule.axis] + places[rule.axis + 1 :]
        image: dict[str, str] = {}
        for pattern, place in zip(rule.others, others, strict=True):
            if not isinstance(place, str) or place == token:
                return None
            if pattern[0] == "?":
                if pattern not in rule.whole and not self.belongs(place, pattern.partition(":")[2]):
                    return None
                if image.setdefault(pattern, place) != place:
                    return None
            elif pattern != place:
                return None
        return image

    def _inner_first(self, binders: Binders, mono: Mono) -> Poly | None:
        """Sum first over the variables that occur in no denominator holding a sum; None when that changes nothing."""
        below = self._below(mono)
        outer = tuple(b for b in binders if any(b[0] in self.atoms[i].indices for i in below))
        inner = tuple(b for b in binders if b not in outer)
        if not outer or not inner:
            return None
        touched = tuple(f for f in mono if self._touches(f[0], inner))
        rest = tuple(f for f in mono if not self._touches(f[0], inner))
        total: Poly = {}
        for joined, value in self.multiply({rest: ONE}, self.sum(inner, {touched: ONE})).items():
            same = self._below(joined) == below and joined[0][0] > 0
            whole = self._nested(outer, joined) if same else self._sum_monomial(outer, joined)
            self.add_into(total, whole, value)
        return total

    def _nested(self, binders: Binders, mono: Mono) -> Poly:
        """A sum over `binders` that keeps its inner sums as they are."""
        total: Poly = {tuple(f for f in mono if not self._touches(f[0], binders)): ONE}
        for part, factors in self._components(binders, mono):
            total = self.multiply(total, self.labelled(part, factors) if factors else self._component(part, factors))
        return total

    def _below(self, mono: Mono) -> tuple[int, ...]:
        """The factors in denominators that hold sums."""
        return tuple(i for i, power in mono if power < 0 and self.atoms[i].height > 0 and self.atoms[i].kind != "exp")

    def labelled(self, binders: Binders, mono: Mono) -> Poly:
        """The sum atom of a connected component under its canonical labels."""
        height = 1 + max(self.atoms[i].height for i, _ in mono)
        best: tuple[Binders, Mono] | None = None
        factor = ONE
        for order in canonical_orders(self, binders, mono):
            image = {token: f"~{height}.{place}" for place, (token, _) in enumerate(order)}
            renamed = self.rename_monomial(mono, image)
            if len(renamed) != 1:
                raise Unsupported("a sum whose body falls apart when its variables are renamed")
            ((body, value),) = renamed.items()
            candidate = (tuple((image[token], sort) for token, sort in order), body)
            if best is None or candidate < best:
                best, factor = candidate, value
        if best is None:
            raise Unsupported("a sum without variables")
        return {((self.atom("sum", best).id, 1),): factor}

    def may_divide_by(self, poly: Poly) -> bool:
        """Whether a form may be divided by `poly`, which its author did not divide by.

        What two rational functions of independent atoms share outside the zeros of `poly`, they share everywhere.
        """
        raise NotImplementedError

    def _reduce(self, binders: Binders, mono: Mono) -> Poly | None:
        """Divide the numerator by a denominator in the bound variable when one of its end terms is a unit."""
        token = binders[0][0]
        powers = dict(mono)
        for i, power in mono:
            if i < FIRST_DENOMINATOR or power >= 0 or not isinstance(power, int) or token not in self.atoms[i].indices:
                continue
            divisor = dict(self.atoms[i].args[0])
            main = max(j for m in divisor for j, _ in m if token in self.atoms[j].indices)
            degrees = {m: dict(m).get(main, 0) for m in divisor}
            here = powers.get(main, 0)
            top = max(degrees.values())
            end = top if here >= top else 0 if here < 0 else None
            ends = [m for m, degree in degrees.items() if degree == end]
            if len(ends) != 1:
                continue
            unit, value = ends[0], divisor[ends[0]]
            if not self.may_divide_by({tuple(f for f in unit if token not in self.atoms[f[0]].indices): ONE}):
                continue
            base = self.times(mono, tuple((j, -e) for j, e in unit))
            rest = {m: v for m, v in divisor.items() if m != unit}
            whole = self.multiply({base: ONE}, {((i, 1),): ONE})
            return self.scale(self.add(whole, self.multiply({base: ONE}, rest), fmpq(-1)), 1 / value)
        return None
