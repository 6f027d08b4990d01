"""Signs that are told: by hypotheses for the tokens they hold for, and by how a term is written for all."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from derive.engine.ring import FIRST_DENOMINATOR, ONE, Mono, Poly, items
from derive.engine.signs import Signs
from derive.engine.written import FLIPPED


class Stated(Signs):
    """Signs with what states them."""

    def state(self, poly: Poly, sign: str) -> None:
        """Record a hypothesis `poly > 0` ("+"), `≥ 0` ("0+") or `≠ 0` ("≠")."""
        if not poly:
            return
        self._state(poly, sign)
        self._signs.clear()

    def _state(self, poly: Poly, sign: str) -> None:
        if len(poly) == 1:
            ((mono, value),) = poly.items()
            self._state_product(mono, value, sign)
            return
        content, common, part = super().primitive(poly)
        if sign == "≠":
            for factor, _ in self.factor(part):
                self._note(factor, sign)
            self._note_factors(common)
            return
        outer = self.monomial_sign(common)
        if outer in ("+", "-"):
            self._note(part if (outer == "-") == (content < 0) else self.scale(part, -ONE), sign)

    def _state_product(self, mono: Mono, value: fmpq, sign: str) -> None:
        """A stated sign of a product, as the sign of the product of those factors that have none, each once.

        In a product that is not 0 no factor is; where it may be 0, a factor that vanishes hides the sign of the others.
        """
        if sign in ("+", "≠"):
            self._note_factors(mono)
        if sign == "≠":
            return
        turned = value < 0
        odd: list[int] = []
        for i, power in mono:
            own = self.atom_sign(i)
            if len(mono) == 1:
                own = "?"
            hidden = own not in ("+", "-") and sign != "+" and (own != "?" or power != 1)
            if hidden or (own == "?" and not isinstance(power, int)):
                return
            if Fraction(power) % 2 == 1:
                turned ^= own[-1] == "-"
                odd += [i] if own == "?" else []
        if odd:
            self._note({tuple((i, 1) for i in odd): -ONE if turned else ONE}, sign)

    def _note_factors(self, mono: Mono) -> None:
        """No factor of what has a value, and is not 0, is 0."""
        for i, _ in mono:
            if i < FIRST_DENOMINATOR:
                self._note(self.of(self.atoms[i]), "≠")

    def _note(self, poly: Poly, sign: str) -> None:
        """Put the sign of a primitive polynomial beside what is stated of it: what is ≥ 0 and not 0 is > 0."""
        here, opposite = items(poly), items(self.scale(poly, -ONE))
        if sign == "≠":
            weak = [key for key in (here, opposite) if self.known.get(key) == "0+"]
            for key in weak:
                self._put(key, "+")
            if not weak:
                self.known.setdefault(here, "≠")
        else:
            never_zero = "≠" in (self.known.get(here), self.known.get(opposite))
            self._put(here, "+" if never_zero or self.known.get(here) == "+" else sign)

    def _put(self, key: tuple[tuple[Mono, fmpq], ...], sign: str) -> None:
        self.known[key] = sign
        (mono, value), *others = key
        if not others and len(mono) == 1:
            self.stated[mono[0][0]] = sign if value > 0 else FLIPPED[sign]

    def state_written(self, poly: Poly, sign: str) -> None:
        """Record the sign that a polynomial has everywhere, for all values of its tokens: for good."""
        outer, part = self.turned(poly)
        if len(part) < 2 or sign == "?":
            return
        found = sign if outer == "+" else FLIPPED[sign]
        if found[-1] == "-":
            part, found = {m: -v for m, v in part.items()}, FLIPPED[found]
        self.written[items(part)] = found
        self._signs.clear()
