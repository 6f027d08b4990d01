"""Signs that are told: by hypotheses for the tokens they hold for, and by how a term is written for all."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from derive.engine.ring import ONE, Mono, Poly, items
from derive.engine.signs import FLIPPED, Signs


class Stated(Signs):
    """Signs with what states them."""

    def state(self, poly: Poly, sign: str) -> None:
        """Record a hypothesis `poly > 0` ("+"), `≥ 0` ("0+") or `≠ 0` ("≠")."""
        if not poly:
            return
        self._state(poly, sign)
        self._signs.clear()

    def _state(self, poly: Poly, sign: str) -> None:
        content, common, part = super().primitive(poly) if len(poly) > 1 else (ONE, (), poly)
        if sign == "≠":
            for factor, _ in self.factor(part) if len(part) > 1 else [(part, 1)]:
                self.known.setdefault(items(factor), "≠")
            for i, power in common:
                if Fraction(power) > 0:
                    self.known.setdefault(items(self.of(self.atoms[i])), "≠")
            if len(poly) == 1:
                self._state_monomial(poly, "≠")
            return
        outer = self.monomial_sign(common)
        if len(poly) == 1:
            self._state_monomial(poly, sign)
        elif outer in ("+", "-"):
            if (outer == "-") != (content < 0):
                part = {m: -v for m, v in part.items()}
            self.known[items(part)] = sign

    def _state_monomial(self, poly: Poly, sign: str) -> None:
        """A stated sign of a single atom, e.g. x > 0 for one entry, or of a product."""
        ((mono, value),) = poly.items()
        if len(mono) == 1 and mono[0][1] == 1:
            turned = sign != "≠" and value < 0
            self.known[items({mono: -ONE if turned else ONE})] = sign
            if sign != "≠":
                self.stated[mono[0][0]] = FLIPPED[sign] if turned else sign
        elif sign != "≠":
            self._state_product(mono, value, sign)

    def _state_product(self, mono: Mono, value: fmpq, sign: str) -> None:
        """A stated sign of a product, as the sign of the product of those factors that have none, each once.

        In a product that is not 0 no factor is; where it may be 0, a factor that vanishes hides the sign of the others.
        """
        turned = value < 0
        odd: list[int] = []
        for i, power in mono:
            own = self.atom_sign(i)
            hidden = own not in ("+", "-") and sign != "+" and (own != "?" or power != 1)
            if hidden or (own == "?" and not isinstance(power, int)):
                return
            if Fraction(power) % 2 == 1:
                turned ^= own[-1] == "-"
                odd += [i] if own == "?" else []
            if own == "?" and sign == "+":
                self.known.setdefault(items(self.of(self.atoms[i])), "≠")
        if odd:
            self.known[items({tuple((i, 1) for i in odd): -ONE if turned else ONE})] = sign
        if len(odd) == 1:
            self.stated[odd[0]] = FLIPPED[sign] if turned else sign

    def state_written(self, poly: Poly, sign: str) -> None:
        """Record the sign that a polynomial has everywhere, for all values of its tokens: for good."""
        outer, part = self.turned(poly)
        if len(part) < 2 or outer not in ("+", "-") or sign == "?":
            return
        found = sign if outer == "+" else FLIPPED[sign]
        if found[-1] == "-":
            part, found = {m: -v for m, v in part.items()}, FLIPPED[found]
        self.written[items(part)] = found
        self._signs.clear()
