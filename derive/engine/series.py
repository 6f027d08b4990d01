"""Laurent series in 1/T over the ring, so that sizes stay symbols.

A series knows its coefficients up to, and not including, the power `end`; a series with no `end` is exact.
Inverting one, or taking its log or a fractional power, divides by its leading coefficient. Whether that coefficient
can vanish somewhere on the domain is not decided here: it is recorded in `leading`, to be discharged by the caller.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from flint import fmpq

from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Exponent, Mono, Poly, Unsupported, exponent, rational

EXACT = 1 << 40
STEEPEST = 256
"""The greatest power of a series that is multiplied out."""


class NeedsPrecision(Exception):
    """The terms kept so far do not decide the leading coefficient."""


@dataclass(frozen=True, slots=True)
class Series:
    """Coefficients by power of 1/T, all powers below `end`; never a zero coefficient."""

    terms: dict[int, Poly]
    end: int

    @property
    def first(self) -> int:
        """The least power that may be present."""
        return min(self.terms, default=self.end)


def _shifted(end: int, by: int) -> int:
    """The end of a series that is multiplied by the power `by` of 1/T."""
    return EXACT if end == EXACT else min(end + by, EXACT)


class Expansion:
    """Expands polynomials of `kernel` for `variable` → ∞, to `precision` terms."""

    def __init__(self, kernel: Kernel, variable: str, precision: int) -> None:
        self.kernel = kernel
        self.variable = variable
        self.precision = precision
        self.leading: list[Poly] = []

    def of(self, poly: Poly) -> Series:
        """The series of a polynomial. Raises NeedsPrecision and Unsupported."""
        total = Series({}, EXACT)
        for mono, value in poly.items():
            total = self._add(total, self._scale(self._monomial(mono), value))
        return total

    def _has(self, i: int) -> bool:
        return self.variable in self.kernel.atoms[i].names

    def _add(self, left: Series, right: Series) -> Series:
        end = min(left.end, right.end)
        terms = {power: poly for power, poly in left.terms.items() if power < end}
        for power, poly in right.terms.items():
            if power < end:
                new = self.kernel.add(terms.get(power, {}), poly)
                if new:
                    terms[power] = new
                else:
                    terms.pop(power, None)
        return Series(terms, end)

    def _cut(self, series: Series, end: int) -> Series:
        """The series without what it has from the power `end` on."""
        return self._add(series, Series({}, end))

    def _scale(self, series: Series, value: fmpq) -> Series:
        return Series({power: self.kernel.scale(poly, value) for power, poly in series.terms.items()}, series.end)

    def _times(self, left: Series, right: Series) -> Series:
        end = min(_shifted(left.end, right.first), _shifted(right.end, left.first))
        terms: dict[int, Poly] = {}
        for p, a in left.terms.items():
            for q, b in right.terms.items():
                if p + q < end:
                    new = self.kernel.add(terms.get(p + q, {}), self.kernel.multiply(a, b))
                    if new:
                        terms[p + q] = new
                    else:
                        terms.pop(p + q, None)
        return Series(terms, end)

    def _shift(self, series: Series, by: int, factor: Poly) -> Series:
        terms = {power + by: self.kernel.multiply(factor, poly) for power, poly in series.terms.items()}
        return Series({power: poly for power, poly in terms.items() if poly}, _shifted(series.end, by))

    def _monomial(self, mono: Mono) -> Series:
        total = Series({0: {UNIT: ONE}}, EXACT)
        rest: list[tuple[int, Exponent]] = []
        for i, power in mono:
            if not self._has(i):
                rest.append((i, power))
                continue
            total = self._times(total, self._power(self._atom(i), power))
        return self._shift(total, 0, {tuple(rest): ONE}) if rest else total

    def _atom(self, i: int) -> Series:
        atom = self.kernel.atoms[i]
        match atom.kind:
            case "symbol":
                return Series({-1: {UNIT: ONE}}, EXACT)
            case "exp":
                return self._exp(self._monomial(atom.args[0]))
            case "log":
                return self._log(self.of(dict(atom.args[0])))
            case "den":
                return self.of(dict(atom.args[0]))
            case "sum":
                binders, body = self.kernel.open(atom)
                inner = self.of(body)
                terms = {power: self.kernel.sum(binders, poly) for power, poly in inner.terms.items()}
                return Series({power: poly for power, poly in terms.items() if poly}, inner.end)
        raise Unsupported(f"a limit through {atom.kind}")

    def _leading(self, series: Series) -> tuple[int, Poly, Series]:
        """Order, leading coefficient c and the series u with series = c·T^-order·(1 + u)."""
        if not series.terms:
            raise NeedsPrecision
        order = series.first
        lead = series.terms[order]
        self.leading.append(lead)
        rest = Series({power: poly for power, poly in series.terms.items() if power != order}, series.end)
        return order, lead, self._cut(self._shift(rest, -order, self.kernel.power(lead, -1)), self.precision)

    def _power(self, series: Series, power: Exponent) -> Series:
        if power == 1:
            return series
        if isinstance(power, int) and power >= 0:
            if power > STEEPEST:
                raise Unsupported("a series to a large power")
            total = Series({0: {UNIT: ONE}}, EXACT)
            for _ in range(power):
                total = self._times(total, series)
            return total
        if len(series.terms) == 1 and series.end == EXACT:
            ((order, lead),) = series.terms.items()
            self.leading.append(lead)
            return Series({self._whole(order, power): self.kernel.power(lead, power)}, EXACT)
        order, lead, small = self._leading(series)
        total = Series({0: {UNIT: ONE}}, small.end)
        factor = ONE
        for number, term in self._powers(small):
            factor = factor * (rational(power) - (number - 1)) / fmpq(number)
            total = self._add(total, self._scale(term, factor))
        return self._shift(total, self._whole(order, power), self.kernel.power(lead, power))

    @staticmethod
    def _whole(order: int, power: Exponent) -> int:
        raised = exponent(Fraction(order) * power)
        if not isinstance(raised, int):
            raise Unsupported("a fractional power of the limit variable")
        return raised

    def _powers(self, small: Series) -> Iterator[tuple[int, Series]]:
        """(1, u), (2, u²), … as long as they reach below the precision."""
        term = small
        number = 1
        while term.terms:
            yield number, term
            number += 1
            term = self._cut(self._times(term, small), small.end)

    def _exp(self, series: Series) -> Series:
        if series.first < 0:
            raise Unsupported("an exponential that grows or decays faster than every power")
        if series.end <= 0:
            raise NeedsPrecision
        constant = series.terms.get(0)
        small = self._cut(Series({p: poly for p, poly in series.terms.items() if p}, series.end), self.precision)
        total = Series({0: {UNIT: ONE}}, small.end)
        for number, term in self._powers(small):
            total = self._add(total, self._scale(term, fmpq(1, factorial(number))))
        return self._shift(total, 0, self.kernel.exp(constant)) if constant else total

    def _log(self, series: Series) -> Series:
        order, lead, small = self._leading(series)
        if order != 0:
            raise Unsupported("a logarithm that grows with the limit variable")
        constant = self.kernel.log(lead)
        total = Series({0: constant} if constant else {}, small.end)
        for number, term in self._powers(small):
            total = self._add(total, self._scale(term, fmpq(1 if number % 2 else -1, number)))
        return total
