"""Hypotheses as rewrites of normal forms, applied after derivatives and before limits."""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq

from derive.engine.ideals import Ideals
from derive.engine.laws import LEMMAS, Law
from derive.engine.renaming import Binders
from derive.engine.ring import ONE, UNIT, Exponent, Mono, Poly, Undefined, Unsupported
from derive.engine.tokens import Shifted

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Context:
    """Assumptions of the kernel that hold only for a while."""

    distinct: set[frozenset[str]]
    least_members: dict[str, int]
    known: dict[tuple[tuple[Mono, fmpq], ...], str]
    stated: dict[int, str]


@dataclass(frozen=True, slots=True)
class EntryRule:
    """A hypothesis x[pattern] = value; pattern variables start with "?" and match within their sort.

    Those in `whole` run over their whole axis, so they match every place that is in range at all.
    """

    family: str
    pattern: tuple[str | Shifted, ...]
    value: Poly
    whole: frozenset[str]


@dataclass(frozen=True, slots=True)
class AtomRule:
    """A hypothesis that gives a whole sum its value."""

    id: int
    value: Poly


class Kernel(Ideals):
    """The whole kernel: the ladder's last rung."""

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self.entry_rules: list[EntryRule] = []
        self.symbol_rules: dict[str, Poly] = {}
        self.atom_rules: list[AtomRule] = []

    def may_use(self, law: Law) -> bool:
        """Whether a law on inequalities is at hand: here, always."""
        return law in LEMMAS

    @property
    def has_rules(self) -> bool:
        """Whether any hypothesis rewrites anything."""
        return self.has_rewrites or bool(self.equations)

    @property
    def has_rewrites(self) -> bool:
        """Whether a hypothesis gives a single thing its value."""
        return bool(self.entry_rules or self.symbol_rules or self.sum_rules or self.atom_rules)

    def atom_sign(self, i: int) -> str:
        """The sign of an atom; a sum under weights that are never negative, and have a mass, is positive."""
        sign = super().atom_sign(i)
        atom = self.atoms[i]
        if sign == "0+" and atom.kind == "sum" and self._has_mass(atom.args[0], atom.args[1]):
            return "+"
        return sign

    def _has_mass(self, binders: Binders, body: Mono) -> bool:
        """Whether a body is positive but for weights, at least 0, whose sum over the range is stated positive."""
        weights = [i for i, power in body if self.atom_sign(i) == "0+"]
        if len(binders) != 1 or len(weights) != 1 or self.atoms[weights[0]].kind != "entry":
            return False
        ((label, sort),) = binders
        if self.monomial_sign(tuple(f for f in body if f[0] != weights[0])) != "+":
            return False
        return any(
            self._matches(rule, self.atoms[weights[0]], label, sort) is not None
            and self._is_plainly_positive(rule.value)
            for rule in self.sum_rules
        )

    def _is_plainly_positive(self, poly: Poly) -> bool:
        """Whether a polynomial without sums is positive."""
        flat = all(self.atoms[i].height == 0 for mono in poly for i, _ in mono)
        return flat and self.sign(poly) == "+"

    def context(self) -> Context:
        """What is assumed of tokens and signs at the moment."""
        return Context(set(self.distinct), dict(self.least_members), dict(self.known), dict(self.stated))

    def return_to(self, context: Context) -> None:
        """Assume what was assumed before, and drop what was concluded since."""
        self.distinct, self.least_members = set(context.distinct), dict(context.least_members)
        self.known, self.stated = dict(context.known), dict(context.stated)
        self.forget()

    def forget(self) -> None:
        """Drop everything remembered that depends on signs."""
        self._signs.clear()
        self._renamed.clear()
        self._derivatives.clear()
        self.forget_remainders()

    def ruled(self, poly: Poly) -> Poly:
        """`poly` under those hypotheses that are rewrites."""
        reducing, self.reducing = self.reducing, False
        try:
            return self.apply(poly) if self.has_rewrites else poly
        finally:
            self.reducing = reducing

    def apply(self, poly: Poly) -> Poly:
        """`poly` under the hypotheses, everywhere inside it. Raises Unsupported where they take its value away."""
        for _ in range(ROUNDS):
            try:
                new = self._apply_once(poly)
            except Undefined as cause:
                raise Unsupported(f"under the hypotheses, {cause}") from cause
            if new == poly:
                break
            poly = new
        return poly

    def replaced(self, poly: Poly, i: int, value: Poly) -> Poly:
        """`poly` with one atom replaced everywhere inside it."""
        return self._rewrite(poly, {i: value})

    def _apply_once(self, poly: Poly) -> Poly:
        done: dict[int, Poly] = {}
        applying, self.applying = self.applying, True
        try:
            return self._rewrite(poly, done)
        finally:
            self.applying = applying

    def _rewrite(self, poly: Poly, done: dict[int, Poly]) -> Poly:
        total: Poly = {}
        for mono, value in poly.items():
            self.add_into(total, self._rewrite_monomial(mono, done), value)
        return total

    def _rewrite_monomial(self, mono: Mono, done: dict[int, Poly]) -> Poly:
        total: Poly = {UNIT: ONE}
        for i, power in mono:
            new = done.get(i)
            if new is None:
                new = done[i] = self._rewrite_atom(i, done)
            total = self.multiply(total, new if power == 1 else self._raised(i, new, power))
        return self.remainder(total) if self.reducing else total

    def _raised(self, i: int, new: Poly, power: Exponent) -> Poly:
        """What an atom was rewritten to, raised; the atom itself where the sign that a root needs is not known."""
        try:
            return self.power(new, power)
        except Unsupported:
            return self.of(self.atoms[i], power)

    def _rewrite_atom(self, i: int, done: dict[int, Poly]) -> Poly:
        atom = self.atoms[i]
        same = self.of(atom)
        match atom.kind:
            case "symbol":
                return self.symbol_rules.get(atom.args[0], same)
            case "entry":
                new = self._rewrite_entry(atom.args[0], atom.args[1])
                return same if new is None else new
            case "exp":
                return self.exp(self._rewrite_monomial(atom.args[0], done))
            case "log":
                return self.log(self._rewrite(dict(atom.args[0]), done))
            case "den":
                return self._rewrite(dict(atom.args[0]), done)
            case "sum":
                binders, body = self.open(atom)
                new = self.sum(binders, self._rewrite(body, done))
                return next((rule.value for rule in self.atom_rules if new == self.of(self.atoms[rule.id])), new)
            case "abs":
                return self.absolute(self._rewrite(dict(atom.args[0]), done))
            case "max":
                token, sort, inside = self.open_largest(atom)
                return self.largest(token, sort, self._rewrite(inside, done))
        return same

    def _rule(self, binders: Binders, mono: Mono) -> Poly | None:
        """A hypothesis on the sum of a family, or one on an inner sum at each value of an outer variable."""
        ruled = super()._rule(binders, mono)
        if ruled is not None or len(binders) < 2 or not self.equations or not self.reducing:
            return ruled
        for binder in binders:
            inner = self.sum((binder,), {mono: ONE})
            left = self.remainder(inner)
            if left != inner:
                return self.sum(tuple(b for b in binders if b != binder), left)
        return None

    def _rewrite_entry(self, family: str, places: tuple[str | Shifted, ...]) -> Poly | None:
        for rule in self.entry_rules:
            if rule.family != family:
                continue
            image: dict[str, str] = {}
            for pattern, place in zip(rule.pattern, places, strict=True):
                if isinstance(pattern, str) and pattern[0] == "?":
                    if not isinstance(place, str) or image.setdefault(pattern, place) != place:
                        break
                    if pattern not in rule.whole and not self.belongs(place, pattern.partition(":")[2]):
                        break
                elif pattern != place:
                    break
            else:
                return self.rename(rule.value, image) if image else rule.value
        return None
