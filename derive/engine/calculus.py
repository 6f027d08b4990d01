"""Partial derivatives of normal forms. An entry along another entry gives Kronecker deltas."""

from __future__ import annotations

from flint import fmpq

from derive.engine.maxima import Maxima
from derive.engine.ring import ONE, UNIT, Atom, Exponent, Poly, Undefined, Unsupported, exponent, rational
from derive.engine.tokens import Shifted

Variable = tuple[str, tuple[str, ...] | None]
"""A scalar (name, None), or an entry (family, index tokens)."""


class Calculus(Maxima):
    """Derivatives, taken before any hypothesis is used."""

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self._derivatives: dict[tuple[int, Variable], Poly] = {}

    def differentiate(self, poly: Poly, variable: Variable) -> Poly:
        """∂ poly / ∂ variable."""
        total: Poly = {}
        for mono, value in poly.items():
            for place, (i, power) in enumerate(mono):
                atom = self.atoms[i]
                if variable[0] not in atom.names:
                    continue
                inner = self._differentiate_atom(atom, variable)
                left: tuple[tuple[int, Exponent], ...] = () if power == 1 else ((i, exponent(power - 1)),)
                rest = mono[:place] + left + mono[place + 1 :]
                self.add_into(total, self.multiply({rest: value * rational(power)}, inner))
        return total

    def _differentiate_atom(self, atom: Atom, variable: Variable) -> Poly:
        key = (atom.id, variable)
        known = self._derivatives.get(key)
        if known is None:
            known = self._derivatives[key] = self._derivative(atom, variable)
        return known

    def _derivative(self, atom: Atom, variable: Variable) -> Poly:
        """∂ atom / ∂ variable for an atom in which the name of the variable occurs."""
        _, tokens = variable
        match atom.kind:
            case "symbol":
                return {UNIT: ONE}
            case "entry":
                return self._entry_along(atom.args[1], tokens or ())
            case "exp":
                return self.multiply(self.of(atom), self.differentiate({atom.args[0]: ONE}, variable))
            case "log":
                inner = dict(atom.args[0])
                return self.multiply(self.differentiate(inner, variable), self.power(inner, -1))
            case "den":
                return self.differentiate(dict(atom.args[0]), variable)
            case "sum":
                binders, body = self.open(atom, tokens or ())
                return self.sum(binders, self.differentiate(body, variable))
            case "abs":
                inner = dict(atom.args[0])
                slope = self.multiply(self.of(atom), self.power(inner, -1))
                try:
                    return self.multiply(slope, self.differentiate(inner, variable))
                except Undefined as cause:  # |x_i - x_j| is no kink where i = j: it is 0 for all x
                    raise Unsupported("a derivative of what may be 0 where two indices agree") from cause
            case "max":
                raise Unsupported("a derivative of a maximum over a range")
        return {}

    def _entry_along(self, places: tuple[str | Shifted, ...], tokens: tuple[str, ...]) -> Poly:
        total: Poly = {UNIT: fmpq(1)}
        for place, token in zip(places, tokens, strict=True):
            if not isinstance(place, str):
                raise Unsupported("a derivative through a shifted index")
            total = self.multiply(total, self.delta(place, token))
        return total
