"""Powers, exponentials and logarithms in normal form.

`log f` is kept as log|f|, so that log(a·b) = log|a| + log|b| holds as soon as both are nonzero; that
the arguments written by the author are positive is an obligation checked elsewhere.
"""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq, fmpz

from derive.engine.ring import ONE, UNIT, Exponent, Mono, Poly, Undefined, Unsupported, exponent, fraction, items
from derive.engine.stated import Stated

LOG_OF_ZERO = "log 0"
FACTORED_BITS, SMOOTH_BITS = 128, 20
"""Integers up to the first length are factored in full; of longer ones, the primes up to the second."""
"""Stands for log 0 under the convention 0·log 0 = 0: obligations see to it that it only meets the factor 0."""


def factors_of(whole: int) -> list[tuple[int, int]]:
    """Factors with multiplicities; what is left of a long integer may be composite, and stands for itself."""
    number = fmpz(whole)
    found = number.factor() if whole.bit_length() <= FACTORED_BITS else number.factor_smooth(SMOOTH_BITS)
    return [(int(factor), int(multiplicity)) for factor, multiplicity in found]


class Functions(Stated):
    """Rational powers, exp and log of polynomials. `zero_log` is set where 0·log 0 = 0 is agreed on."""

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self.zero_log = False

    def power(self, poly: Poly, power: Exponent) -> Poly:
        """`poly ** power`. Raises Undefined for a negative power of zero."""
        power = exponent(power)
        if isinstance(power, int) and power >= 0:
            return self.power_whole(poly, power)
        return self.split(poly, lambda part: self._power(part, power))

    def _power(self, poly: Poly, power: Exponent) -> Poly:
        numerator, need = self.clear(poly)
        if not numerator:
            if power < 0:
                raise Undefined("division by zero")
            return {}
        total: Poly = {UNIT: ONE}
        if need:
            self._require_nonnegative(tuple(need.items()), power)
            below = tuple(sorted((i, exponent(-steps * Fraction(power))) for i, steps in need.items()))
            total = self.normal_monomial(below)
        if len(numerator) == 1:
            ((mono, value),) = numerator.items()
            return self.multiply(total, self._power_monomial(mono, value, power))
        content, common, part = self.primitive(numerator)
        total = self.multiply(total, self._power_monomial(common, content, power))
        sign, factors = self.factored(part)
        if sign < 0 and not isinstance(power, int):
            raise Unsupported("a fractional power of a negative number")
        if sign < 0 and power % 2:
            total = self.scale(total, fmpq(-1))
        for factor, multiplicity in factors:
            atom = self.atom("den", (items(factor),))
            self._require_nonnegative(((atom.id, 1),), power)
            raised = exponent(Fraction(power) * multiplicity)
            total = self.multiply(total, self.normal_monomial(((atom.id, raised),)))
        return total

    def _require_nonnegative(self, mono: Mono, power: Exponent) -> None:
        if not isinstance(power, int) and any(self.atom_sign(i) not in ("+", "0+") for i, _ in mono):
            raise Unsupported("a fractional power of something that may be negative")

    def _power_monomial(self, mono: Mono, value: fmpq, power: Exponent) -> Poly:
        if isinstance(power, int):
            return self._scaled(tuple((i, e * power) for i, e in mono), value**power)
        if value < 0:
            raise Unsupported("a fractional power of a negative number")
        if not (len(mono) == 1 and mono[0][1] == 1):  # x^(1/2) is just written so; (x²)^(1/2) is not x
            self._require_nonnegative(mono, power)
        raised: Mono = tuple((i, exponent(Fraction(e) * power)) for i, e in mono)
        return self.multiply(self._scaled(raised, ONE), self._power_number(value, Fraction(power)))

    def _scaled(self, mono: Mono, value: fmpq) -> Poly:
        return self.scale(self.normal_monomial(mono), value) if self.needs_care(mono) else {mono: value}

    def _power_number(self, value: fmpq, power: Fraction) -> Poly:
        total: Poly = {UNIT: ONE}
        for part, side in ((int(value.p), 1), (int(value.q), -1)):
            if part == 1:
                continue
            for prime, multiplicity in factors_of(part):
                raised = exponent(power * side * int(multiplicity))
                atom = self.atom("number", (str(int(prime)),))
                total = self.multiply(total, self.normal_monomial(((atom.id, raised),)))
        return total

    def exp(self, poly: Poly) -> Poly:
        """The exponential."""
        return self.split(poly, self._exp)

    def _exp(self, poly: Poly) -> Poly:
        total: Poly = {UNIT: ONE}
        for mono, value in self.cancel(poly).items():
            if len(mono) == 1 and mono[0][1] == 1 and self.atoms[mono[0][0]].kind == "log":
                inner = dict(self.atoms[mono[0][0]].args[0])
                whole_even = int(value.q) == 1 and int(value.p) % 2 == 0
                if whole_even or self.sign(inner) == "+":
                    total = self.multiply(total, self.power(inner, exponent(fraction(value))))
                    continue
            total = self.multiply(total, self.of(self.atom("exp", (mono,)), exponent(fraction(value))))
        return total

    def log(self, poly: Poly) -> Poly:
        """log|poly|. Raises Undefined for zero."""
        return self.split(poly, self._log)

    def _log(self, poly: Poly) -> Poly:
        numerator, need = self.clear(poly) if poly else (poly, {})
        if not numerator:
            if self.zero_log:
                return self.symbol(LOG_OF_ZERO)
            raise Undefined("logarithm of zero")
        total: Poly = {}
        for i, steps in need.items():
            self.add_into(total, self._log_of(self.atoms[i].args[0]), fmpq(-steps))
        content, common, part = self.primitive(numerator)
        self.add_into(total, self._log_number(abs(content)))
        for i, power in common:
            self.add_into(total, self._log_atom(i), fmpq(Fraction(power).numerator, Fraction(power).denominator))
        if len(part) > 1:
            for factor, multiplicity in self.factor(part):
                self.add_into(total, self._log_of(items(factor)), fmpq(multiplicity))
        return total

    def _log_number(self, value: fmpq) -> Poly:
        total: Poly = {}
        for part, side in ((int(value.p), 1), (int(value.q), -1)):
            if part == 1:
                continue
            for prime, multiplicity in factors_of(part):
                self.add_into(total, self._log_of(((UNIT, fmpq(int(prime))),)), fmpq(side * int(multiplicity)))
        return total

    def _log_of(self, key: tuple[tuple[Mono, fmpq], ...]) -> Poly:
        return self.of(self.atom("log", (key,)))

    def _log_atom(self, i: int) -> Poly:
        atom = self.atoms[i]
        if atom.kind == "exp":
            return {atom.args[0]: ONE}
        if atom.kind == "den":
            return self._log_of(atom.args[0])
        if atom.kind == "number":
            return self._log_number(fmpq(int(atom.args[0])))
        return self._log_of(((((i, 1),), ONE),))
