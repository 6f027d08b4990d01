"""The prover with some laws taken from it, to see which of them a proof needs.

Where a law is missing, what it would rewrite stays one opaque atom, equal to nothing but itself: a polynomial is
"held", a derivative stays "along" its variable. Nothing that is decided rests on this: a verdict always comes from
the whole kernel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flint import fmpq

from derive.engine.calculus import Variable
from derive.engine.laws import Law
from derive.engine.normal import Normaliser
from derive.engine.renaming import Binders
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Atom, Mono, Poly, Unsupported, exponent, fraction, items
from derive.terms.indices import Index
from derive.terms.nodes import Binder, BinderKind, Entry, Family, Named, Scalar, Term

LOGARITHMS = frozenset((Law.LOG_QUOTIENT, Law.LOG_PRODUCT, Law.LOG_POWER))


@dataclass(frozen=True, slots=True)
class Missing:
    """What is taken away: laws, and definitions by name."""

    laws: frozenset[Law] = frozenset()
    definitions: frozenset[str] = frozenset()


class WeakKernel(Kernel):
    """The kernel without some laws."""

    def __init__(self, budget: int, missing: Missing) -> None:
        super().__init__(budget)
        self.missing = missing
        self.asked: set[Law] = set()
        self._settled: set[Law] = set()

    def lacks(self, law: Law) -> bool:
        """Whether a law is taken away. Asked only where the law would be used, and noted."""
        self.asked.add(law)
        if law in self.missing.laws:
            return True
        self._settled.add(law)  # at hand, and noted: there is no more to learn of it
        return False

    def may_use(self, law: Law) -> bool:
        """Whether a law on inequalities is at hand."""
        return super().may_use(law) and not self.lacks(law)

    def hold(self, poly: Poly, *, whole: bool = False) -> Poly:
        """`poly` as one opaque atom, up to its sign; with `whole` even a single term, and with its sign."""
        if not poly or (len(poly) == 1 and not whole):
            return poly
        negative = not whole and poly[max(poly)] < 0
        kept = self.scale(poly, fmpq(-1)) if negative else poly
        held = self.of(self.atom("held", (items(kept), whole)))
        return self.scale(held, fmpq(-1)) if negative else held

    def along(self, mono: Mono, variable: Variable) -> Poly:
        """The derivative of a monomial as one opaque atom."""
        return self.of(self.atom("along", (((mono, ONE),), variable)))

    # every walk over atoms goes through what is held

    def _profile(self, kind: str, args: tuple[Any, ...]) -> tuple[frozenset[str], int, frozenset[str]]:
        indices, height, names = super()._profile(kind, args)
        return (indices | frozenset(args[1][1] or ()) if kind == "along" else indices), height, names

    def _held(self, atom: Atom) -> Poly:
        return dict(atom.args[0])

    def atom_sign(self, i: int) -> str:
        """The sign of an atom."""
        atom = self.atoms[i]
        return self.sign(self._held(atom)) if atom.kind == "held" else super().atom_sign(i)

    def _renamed_atom(self, atom: Atom, image: dict[str, str]) -> Poly:
        if atom.kind == "held":
            return self.hold(self.rename(self._held(atom), image), whole=atom.args[1])
        if atom.kind == "along":
            name, tokens = atom.args[1]
            moved = None if tokens is None else tuple(image.get(token, token) for token in tokens)
            return self.differentiate(self.rename(self._held(atom), image), (name, moved))
        return super()._renamed_atom(atom, image)

    def _rewrite_atom(self, i: int, done: dict[int, Poly]) -> Poly:
        atom = self.atoms[i]
        if atom.kind == "held":
            return self.hold(self._rewrite(self._held(atom), done), whole=atom.args[1])
        return super()._rewrite_atom(i, done)

    def _derivative(self, atom: Atom, variable: Variable) -> Poly:
        if atom.kind == "held":
            return self.differentiate(self._held(atom), variable)
        composed = atom.kind in ("exp", "log") and not self._simple(atom)
        if atom.kind == "along" or (composed and self.lacks(Law.CHAIN_RULE)):
            return self.along(((atom.id, 1),), variable)
        return super()._derivative(atom, variable)

    # the laws

    def multiply(self, left: Poly, right: Poly) -> Poly:
        """The product, not multiplied out where distributivity is missing."""
        if Law.DISTRIBUTIVITY in self._settled:
            return super().multiply(left, right)
        several = len(left) > 1 or len(right) > 1
        if several and not self._trivial(left) and not self._trivial(right) and self.lacks(Law.DISTRIBUTIVITY):
            left, right = self.hold(left), self.hold(right)
        return super().multiply(left, right)

    @staticmethod
    def _trivial(factor: Poly) -> bool:
        """±1, or made of deltas alone: multiplying by it only tells cases apart."""
        if len(factor) == 1 and UNIT in factor:
            return abs(factor[UNIT]) == 1
        return all(i < 0 for mono in factor for i, _ in mono)

    def sum(self, binders: Binders, poly: Poly) -> Poly:
        """Σ of `poly`, kept whole where linearity is missing and would be used."""
        if Law.LINEARITY in self._settled:
            return super().sum(binders, poly)
        symbolic = binders and all(self.sorts[sort].values is None for _, sort in binders)
        if symbolic and poly and not self._single(binders, poly) and self.lacks(Law.LINEARITY):
            return self.labelled(binders, next(iter(self.hold(poly, whole=True))))
        return super().sum(binders, poly)

    def _single(self, binders: Binders, poly: Poly) -> bool:
        """Whether a summand is one term with nothing to pull out."""
        if len(poly) > 1:
            return False
        ((mono, value),) = poly.items()
        if value == 1 and any(i < 0 and self._touches(i, binders) for i, _ in mono):
            return True
        if value != 1 or not all(self._touches(i, binders) for i, _ in mono):
            return False
        return sum(1 for _, factors in self._components(binders, mono) if factors) <= 1

    def _contract(self, binders: Binders, mono: Mono) -> Poly | None:
        contracted = super()._contract(binders, mono)
        return None if contracted is None or self.lacks(Law.DELTA) else contracted

    def _flatten(self, binders: Binders, mono: Mono) -> Poly | None:
        flat = super()._flatten(binders, mono)
        return None if flat is None or self.lacks(Law.INTERCHANGE) else flat

    def remainder(self, poly: Poly) -> Poly:
        """`poly` modulo the equations, where they may be combined."""
        reduced = super().remainder(poly)
        return poly if reduced == poly or self.lacks(Law.EQUATIONS) else reduced

    def vanishes(self, poly: Poly) -> bool:
        """Whether `poly` is zero by the equations, where they may be combined."""
        return super().vanishes(poly) and (not poly or not self.lacks(Law.EQUATIONS))

    def _reduce(self, binders: Binders, mono: Mono) -> Poly | None:
        reduced = super()._reduce(binders, mono)
        return None if reduced is None or self.lacks(Law.FRACTIONS) else reduced

    def cancel(self, poly: Poly) -> Poly:
        """`poly` over one common denominator, where there are common denominators."""
        cancelled = super().cancel(poly)
        return poly if cancelled == poly or self.lacks(Law.FRACTIONS) else cancelled

    def differentiate(self, poly: Poly, variable: Variable) -> Poly:
        """∂ poly / ∂ variable; a monomial whose derivative takes a missing rule stays as it is."""
        total: Poly = {}
        for mono, value in poly.items():
            depends = [power for i, power in mono if variable[0] in self.atoms[i].names]
            rule = Law.QUOTIENT_RULE if any(power < 0 for power in depends) else Law.PRODUCT_RULE
            composed = bool(depends) and (len(depends) > 1 or depends[0] != 1)
            held = composed and self.lacks(rule)
            part = self.along(mono, variable) if held else super().differentiate({mono: ONE}, variable)
            self.add_into(total, part, value)
        return total

    def _simple(self, atom: Atom) -> bool:
        """Whether a function is applied to a single variable."""
        inner = {atom.args[0]: ONE} if atom.kind == "exp" else dict(atom.args[0])
        ((mono, value),) = inner.items() if len(inner) == 1 else ((UNIT, ONE),)
        return value == 1 and len(mono) == 1 and mono[0][1] == 1 and self.atoms[mono[0][0]].kind in ("entry", "symbol")

    def _exp(self, poly: Poly) -> Poly:
        parts = self.cancel(poly)
        if (len(parts) > 1 or any(value != 1 for value in parts.values())) and self.lacks(Law.EXP_OF_SUM):
            return self.of(self.atom("exp", (next(iter(self.hold(parts, whole=True))),)))
        total: Poly = {UNIT: ONE}
        for mono, value in parts.items():
            if any(self.atoms[i].kind == "log" for i, _ in mono) and self.lacks(Law.EXP_OF_LOG):
                part = self.of(self.atom("exp", (mono,)), exponent(fraction(value)))
            else:
                part = super()._exp({mono: value})
            total = self.multiply(total, part)
        return total

    def _log_atom(self, i: int) -> Poly:
        if self.atoms[i].kind == "exp" and self.lacks(Law.LOG_OF_EXP):
            return self._log_of(((((i, 1),), ONE),))
        return super()._log_atom(i)

    def _log(self, poly: Poly) -> Poly:
        if not poly or self._settled.issuperset(LOGARITHMS):
            return super()._log(poly)
        above, below = self._over(poly)
        if self.is_unit(below):
            return self._log_product(above)
        if self.lacks(Law.LOG_QUOTIENT):
            return self._log_of(items(poly))
        return self.add(self._log_product(above), self._log_product(below), fmpq(-1))

    def _over(self, poly: Poly) -> tuple[Poly, Poly]:
        """Numerator and denominator, up to sign."""
        numerator, need = self.clear(poly)
        content, common, part = self.primitive(numerator)
        above = tuple((i, power) for i, power in common if power > 0)
        below = tuple(sorted((i, -power) for i, power in common if power < 0))
        denominator: Poly = {below: fmpq(content.q)}
        for i, steps in need.items():
            denominator = self.multiply(denominator, self.power_whole(dict(self.atoms[i].args[0]), steps))
        return self.multiply({above: abs(fmpq(content.p))}, part), denominator

    def _log_product(self, poly: Poly) -> Poly:
        total = super()._log(poly)
        powers = any(abs(value) != 1 for value in total.values())
        if (len(total) > 1 and self.lacks(Law.LOG_PRODUCT)) or (powers and self.lacks(Law.LOG_POWER)):
            return self._log_of(items(poly))
        return total


class WeakNormaliser(Normaliser):
    """The normaliser without some definitions and without splitting sums."""

    kernel: WeakKernel

    def _unfolded(self, term: Named, env: Mapping[Index, str]) -> Poly:
        if term.definition.name not in self.kernel.missing.definitions:
            return super()._unfolded(term, env)
        if self._along or self._limits:
            raise Unsupported("a derivative or limit of what is not unfolded")
        places = tuple(self.place(position, env) for position in term.positions)
        return self.kernel.entry(f"definition {term.definition.name}", places)

    def _derivative(self, body: Term, wrt: Entry | Scalar, env: Mapping[Index, str]) -> Poly:
        """The derivative of what is not unfolded is opaque like its value."""
        folded = isinstance(body, Named) and body.definition.name in self.kernel.missing.definitions
        if not isinstance(body, Named) or not folded or self._along or self._limits:
            return super()._derivative(body, wrt, env)
        thing, positions = (wrt.family, wrt.positions) if isinstance(wrt, Entry) else (wrt, ())
        places = tuple(self.place(position, env) for position in (*body.positions, *positions))
        return self.kernel.entry(f"derivative of {body.definition.name} along {thing.name}", places)

    def _binder(self, term: Binder, env: Mapping[Index, str]) -> Poly:
        if term.kind is BinderKind.PRODUCT:
            product = super()._binder(term, env)
            return self.kernel.hold(product, whole=True) if self.kernel.lacks(Law.LOG_PRODUCT) else product
        if not term.exclude or not self.kernel.lacks(Law.SPLITTING):
            return super()._binder(term, env)
        axis = term.index.domain
        others = Family("an index that is not", (axis, axis))
        kept = [Entry(others, (term.index, position)) for position in term.exclude]
        body = term.body
        for factor in kept:
            body = body * factor
        return super()._binder(replace(term, body=body, exclude=()), env)

    def expand(self, poly: Poly, variable: Scalar, order: int) -> dict[int, Poly]:
        """The coefficients of an expansion, unless expanding is what is missing."""
        if self.kernel.lacks(Law.EXPANSION):
            raise Unsupported("a limit without an expansion")
        return super().expand(poly, variable, order)
