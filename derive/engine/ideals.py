"""Equations between atoms, used as an ideal: what hypotheses say beyond the rewrites that they give.

A monomial is replaced by its remainder modulo the equations that share atoms with it, instantiated at its tokens.
The inverse of an atom takes part only where the atom is shown to vanish nowhere, and a root only of what is not
negative, so that a remainder has the value of the monomial on the whole domain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from flint import fmpq

from derive.engine.calculus import Calculus
from derive.engine.charts import Chart, Slot, children, inner_atoms
from derive.engine.groebner import Basis, Table
from derive.engine.ring import ONE, UNIT, Exponent, Mono, Poly, Unsupported, items

INSTANCES, NEARBY, ROUNDS = 64, 40, 3
ANY = "|any"
_IMPOSSIBLE: Poly = {UNIT: ONE}

Home = tuple[str, int, str]
"""A family, one of its axes, and the token that stands there."""
Key = tuple[tuple[Mono, fmpq], ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """`poly` = 0 for every value of the pattern `tokens`; at its `homes` a token runs over the whole axis.

    An equation that was divided by what it shows to vanish nowhere is `kept` from the rewrite that came of it.
    """

    poly: Poly
    tokens: tuple[str, ...]
    homes: frozenset[Home]
    kept: bool = False


class Ideals(Calculus):
    """Remainders modulo equations; `tied` tells that there are or may be some, `outgrown` that a basis was cut off."""

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self.equations: list[Equation] = []
        self.tied = False
        self.outgrown = False
        self.reducing = True
        self._instances: dict[tuple[int, tuple[str, ...]], tuple[Poly, ...]] = {}
        self._solved: dict[tuple[Key, ...], tuple[Poly, ...]] = {}
        self._bases: dict[tuple[tuple[Key, ...], tuple[Slot, ...], tuple[int, ...]], Basis] = {}
        self._remainders: dict[Mono, Poly] = {}
        self._standing: dict[int, frozenset[Home]] = {}

    def ruled(self, poly: Poly) -> Poly:
        """`poly` under those hypotheses that are rewrites."""
        raise NotImplementedError

    def may_divide_by(self, poly: Poly) -> bool:
        """Atoms that equations tie are not independent: what divides then must vanish nowhere."""
        return not self.tied or self.is_nonzero(poly)

    def forget_remainders(self) -> None:
        """Drop what was concluded from equations: it depends on signs."""
        self._instances.clear()
        self._solved.clear()
        self._remainders.clear()

    def remainder(self, poly: Poly) -> Poly:
        """`poly` with every monomial reduced modulo the equations."""
        if not self.equations:
            return poly
        total: Poly = {}
        for mono, value in poly.items():
            known = self._remainders.get(mono)
            if known is None:
                known = self._remainders[mono] = self._remainder(mono)
            self.add_into(total, known, value)
        return total

    def vanishes(self, poly: Poly) -> bool:
        """Whether `poly` is zero wherever it is defined and the equations hold."""
        numerator, need = self.clear(poly)
        if not numerator or not self.equations:
            return not numerator
        if self.has_delta(numerator):
            return False
        _, common, part = self.primitive(numerator)
        if not self.remainder(part):
            return True
        below = [dict(self.atoms[i].args[0]) for i in sorted(need)]
        return self._contradicted([], [part, *[self.of(self.atoms[i]) for i, _ in common], *below])

    def avoids_zero(self, poly: Poly) -> bool:
        """Whether `poly` is shown to vanish nowhere on the domain."""
        if self.is_nonzero(poly):
            return True
        numerator, _ = self.clear(poly)
        if not numerator:
            return False
        _, common, part = self.primitive(numerator)
        factors = [part, *[self.of(self.atoms[i]) for i, power in common if power > 0]]
        return all(
            self.is_nonzero(factor) or self._divides_nonzero(factor) or self._contradicted([factor], [])
            for factor in factors
        )

    def _divides_nonzero(self, factor: Poly) -> bool:
        """Whether something stated to vanish nowhere is a multiple of `factor`."""
        stated = (dict(key) for key, sign in self.known.items() if sign in ("+", "≠") and len(key) > 1)
        return any(self.divide(poly, factor) is not None for poly in stated)

    def _contradicted(self, zeros: list[Poly], others: list[Poly]) -> bool:
        """Whether the equations do not allow `zeros` to vanish where the `others` do not: 1 is in the ideal then."""
        atoms = inner_atoms(self, (i for poly in (*zeros, *others) for mono in poly for i, _ in mono))
        known = self._near(atoms, kept=True)
        return bool(known) and self._exclude(known, zeros, others)

    def _exclude(self, known: Sequence[Poly], zeros: list[Poly], others: list[Poly]) -> bool:
        if not others:
            return _IMPOSSIBLE in self._solve([*known, *zeros])
        atoms = [self.of(self.atoms[i]) for i in sorted({i for poly in known for mono in poly for i, _ in mono})]
        others = [*others, *[atom for atom in atoms if self.is_nonzero(atom)]]
        chart = Chart(self, [*known, *zeros, *others], len(others))
        tables = [chart.table(poly) for poly in (*known, *zeros)]
        tables += [{**chart.table(poly, place), (0,) * chart.width: fmpq(-1)} for place, poly in enumerate(others)]
        return self._basis([*tables, *chart.relations()], chart.width).is_everything

    def _basis(self, tables: list[Table], width: int) -> Basis:
        basis = Basis(tables, width)
        self.charge(basis.size * (len(tables) + width))
        self.outgrown |= not basis.complete
        return basis

    def _remainder(self, mono: Mono) -> Poly:
        known = self._near(inner_atoms(self, (i for i, _ in mono)), kept=False)
        active = {i for poly in known for other in poly for i, _ in other}
        front = tuple(
            (i, power) for i, power in mono if inner_atoms(self, (i,)) & active and self._may_take_part(i, power, known)
        )
        if not front:
            return {mono: ONE}
        chart = Chart(self, [*known, {front: ONE}])
        key = (tuple(map(items, known)), chart.slots, chart.roots)
        basis = self._bases.get(key)
        if basis is None:
            tables = [chart.table(poly) for poly in known]
            basis = self._bases[key] = self._basis([*tables, *chart.relations()], chart.width)
        left = basis.remainder(chart.table({front: ONE}))
        self.charge(basis.size + len(left))
        back = tuple(factor for factor in mono if factor not in front)
        new = self.multiply(chart.poly(left), {back: ONE})
        return {mono: ONE} if any(token[:4] == ANY for other in new for token in self.tokens(other)) else new

    def _may_take_part(self, i: int, power: Exponent, known: Sequence[Poly]) -> bool:
        atom = self.atoms[i]
        if not isinstance(power, int) and self.atom_sign(i) not in ("+", "0+"):
            return False
        below = dict(atom.args[0]) if atom.kind == "den" else self.of(atom)
        return power > 0 or self.avoids_zero(below) or self._exclude(known, [below], [])

    # the equations that matter

    def _near(self, atoms: set[int], *, kept: bool) -> tuple[Poly, ...]:
        """The equations that share atoms with these, directly or through one another, solved; those `kept` if wanted.

        Raises Unsupported where they contradict each other.
        """
        if not self.equations:
            return ()
        reached, chosen = set(atoms), dict[Key, Poly]()
        for _ in range(ROUNDS):
            before = len(reached)
            pool = self._pool(reached, kept=kept)
            growing = True
            while growing:
                growing = False
                for key, poly in pool.items():
                    own = inner_atoms(self, (i for mono in poly for i, _ in mono))
                    if key not in chosen and (not own or own & reached):
                        chosen[key] = poly
                        growing = growing or not own <= reached
                        reached |= own
            if len(reached) == before:
                break
        if len(chosen) > NEARBY:
            self.outgrown = True
        solved = self._solve(list(chosen.values())[:NEARBY])
        if _IMPOSSIBLE in solved:
            raise Unsupported("the hypotheses contradict each other")
        return solved

    def _pool(self, atoms: Iterable[int], *, kept: bool) -> dict[Key, Poly]:
        """All equations at all tokens of these atoms."""
        homes = frozenset[Home]().union(*[self.homes(i) for i in atoms])
        tokens = sorted({token for i in atoms for token in self.atoms[i].indices})
        found: dict[Key, Poly] = {}
        for place, equation in enumerate(self.equations):
            if equation.kept and not kept:
                continue
            choices = [
                [token for token in tokens if self._matches_pattern(equation, pattern, token, homes)]
                or self._some(pattern.partition(":")[2])
                for pattern in equation.tokens
            ]
            for count, chosen in enumerate(product(*choices)):
                if count >= INSTANCES:
                    self.outgrown = True
                    break
                for poly in self._instance(place, chosen):
                    found[items(poly)] = poly
        return found

    def _some(self, sort: str) -> list[str]:
        """A member of a range that has one; nothing else is known of it."""
        return [f"{ANY}:{sort}"] if self.least_members.get(sort, 0) > 0 else []

    def _matches_pattern(self, equation: Equation, pattern: str, token: str, homes: frozenset[Home]) -> bool:
        if self.belongs(token, pattern.partition(":")[2]):
            return True
        return any((family, axis, token) in homes for family, axis, own in equation.homes if own == pattern)

    def homes(self, i: int) -> frozenset[Home]:
        """Where tokens stand as places of entries in an atom."""
        known = self._standing.get(i)
        if known is None:
            atom = self.atoms[i]
            if atom.kind == "entry":
                places = enumerate(atom.args[1])
                known = frozenset((atom.args[0], axis, place) for axis, place in places if isinstance(place, str))
            else:
                known = frozenset[Home]().union(*[self.homes(j) for j in children(atom)])
            self._standing[i] = known
        return known

    def _instance(self, place: int, tokens: tuple[str, ...]) -> tuple[Poly, ...]:
        known = self._instances.get((place, tokens))
        if known is None:
            equation = self.equations[place]
            image = dict(zip(equation.tokens, tokens, strict=True))
            reducing, self.reducing = self.reducing, False
            try:
                poly = self.rename(equation.poly, image) if image else equation.poly
                poly = poly if equation.kept else self.ruled(poly)
            finally:
                self.reducing = reducing
            known = self._instances[place, tokens] = tuple(self._tidied(poly))
        return known

    def _solve(self, polys: Sequence[Poly]) -> tuple[Poly, ...]:
        """A basis of the equations, in which factors that vanish nowhere are dropped."""
        start = tuple(map(items, polys))
        known = self._solved.get(start)
        if known is not None or not polys:
            return known or ()
        found = {items(poly): poly for poly in polys}
        for _ in range(ROUNDS):
            chart = Chart(self, found.values())
            basis = self._basis([*map(chart.table, found.values()), *chart.relations()], chart.width)
            if basis.is_everything:
                found = {items(_IMPOSSIBLE): _IMPOSSIBLE}
                break
            tidy = [poly for table in basis.members() for poly in self._tidied(chart.poly(table))]
            before, found = found, {items(poly): poly for poly in tidy}
            if before.keys() == found.keys():
                break
        self._solved[start] = tuple(found.values())
        return self._solved[start]

    def _tidied(self, poly: Poly) -> list[Poly]:
        """What `poly` = 0 says: cleared of denominators, of powers, and of factors that vanish nowhere.

        Terms that are all at least 0 vanish one by one.
        """
        numerator, _ = self.clear(poly)
        if not numerator:
            return []
        if len(numerator) > 1 and self.sign(numerator) in ("+", "-"):
            return [_IMPOSSIBLE]
        if len(numerator) > 1 and self._by_terms(numerator) != "?":
            return [part for mono in numerator for part in self._tidied({mono: ONE})]
        _, common, part = self.primitive(numerator)
        factors = [self.of(self.atoms[i]) for i, power in common if power > 0]
        factors += [factor for factor, _ in self.factor(part)] if len(part) > 1 else []
        kept: Poly = {UNIT: ONE}
        for factor in factors:
            if not self.is_nonzero(factor):
                kept = self.multiply(kept, factor)
        return [kept]
