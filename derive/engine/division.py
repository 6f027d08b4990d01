"""Content, factors, exact division and common denominators, by exact polynomials of python-flint."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from flint import Ordering, fmpq, fmpq_mpoly_ctx, fmpz_mpoly_ctx

from derive.engine.orders import Orders
from derive.engine.ring import FIRST_DENOMINATOR, ONE, UNIT, Mono, Poly, exponent, items

FACTOR_LIMIT = 400


class Division(Orders):
    """Polynomials taken apart: p = content · monomial · product of irreducible factors."""

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self._factors: dict[tuple[tuple[Mono, fmpq], ...], tuple[int, list[tuple[Poly, int]]]] = {}

    def clear(self, poly: Poly) -> tuple[Poly, dict[int, int]]:
        """`poly = N · Π den^-k`: the numerator N, free of negative whole powers of denominators, and the k."""
        need: dict[int, int] = {}
        for mono in poly:
            for i, power in reversed(mono):
                if i < FIRST_DENOMINATOR:
                    break
                if power < 0:
                    need[i] = max(need.get(i, 0), -int(Fraction(power) // 1))
        if not need:
            return poly, need
        total: Poly = {}
        for mono, value in poly.items():
            powers = dict(mono)
            term: Poly = {tuple((i, e) for i, e in mono if i not in need): value}
            for i, steps in need.items():
                left = powers.get(i, 0) + steps
                whole = int(Fraction(left) // 1)
                if left != whole:
                    term = {self.times(m, ((i, exponent(Fraction(left) - whole)),)): v for m, v in term.items()}
                if whole:
                    term = self.multiply(term, self.power_whole(dict(self.atoms[i].args[0]), whole))
            self.add_into(total, term)
        return total, need

    def primitive(self, poly: Poly) -> tuple[fmpq, Mono, Poly]:
        """Content, common monomial and primitive part of a nonzero polynomial.

        The primitive part has whole coprime coefficients, no common factor that is a monomial, and a
        sign fixed by `orient`.
        """
        first, *others = poly
        least = dict(first)
        for mono in others:
            powers = dict(mono)
            for i in list(least):
                least[i] = min(least[i], powers.get(i, 0))
            for i, power in powers.items():
                if i not in least and power < 0:
                    least[i] = power
        common = tuple(sorted((i, e) for i, e in least.items() if e))
        inverse = tuple((i, -e) for i, e in common)
        numerator, denominator = 0, 1
        for value in poly.values():
            numerator = gcd(numerator, int(value.p))
            denominator = denominator * int(value.q) // gcd(denominator, int(value.q))
        content = fmpq(numerator, denominator)
        part = {self.times(mono, inverse): value / content for mono, value in poly.items()}
        if self.orient(part) < 0:
            content = -content
            part = {mono: -value for mono, value in part.items()}
        return content, common, part

    def orient(self, part: Poly) -> int:
        """+1, or -1 when the primitive part should be negated: to be positive if its sign is known."""
        return 1 if part[max(part)] > 0 else -1

    def factor(self, part: Poly) -> list[tuple[Poly, int]]:
        """Irreducible factors of a primitive polynomial, up to its sign, with their multiplicities."""
        return self.factored(part)[1]

    def factored(self, part: Poly) -> tuple[int, list[tuple[Poly, int]]]:
        """A primitive polynomial as a sign times irreducible factors with their multiplicities.

        The factors are turned to what is positive, so their product may be the negative of the polynomial.
        """
        key = items(part)
        known = self._factors.get(key)
        if known is None:
            known = self._factors[key] = self._factor(part)
        return known

    def _factor(self, part: Poly) -> tuple[int, list[tuple[Poly, int]]]:
        whole = all(isinstance(e, int) and e >= 0 for mono in part for _, e in mono)
        ids = sorted({i for mono in part for i, _ in mono})
        if not whole or len(part) > FACTOR_LIMIT:
            return 1, [(part, 1)]
        context = fmpz_mpoly_ctx.get([f"x{place}" for place in range(len(ids))], Ordering.lex)
        slot = {i: place for place, i in enumerate(ids)}
        table: dict[tuple[int, ...], int] = {}
        for mono, value in part.items():
            vector = [0] * len(ids)
            for i, power in mono:
                vector[slot[i]] = int(power)
            table[tuple(vector)] = int(value.p)
        self.charge(len(part) * len(ids))
        try:
            unit, found = context.from_dict(table).factor()
        except (RuntimeError, OverflowError):  # exponents or coefficients beyond what flint factors
            return 1, [(part, 1)]
        sign = 1 if unit > 0 else -1
        factors: list[tuple[Poly, int]] = []
        for piece, multiplicity in found:
            poly: Poly = {
                tuple((ids[place], int(e)) for place, e in enumerate(vector) if e): fmpq(int(value))
                for vector, value in piece.to_dict().items()
            }
            if self.orient(poly) < 0:
                poly = {mono: -value for mono, value in poly.items()}
                sign *= (-1) ** int(multiplicity)
            factors.append((poly, int(multiplicity)))
        factors.sort(key=lambda item: items(item[0]))
        return sign, factors

    def divide(self, poly: Poly, divisor: Poly) -> Poly | None:
        """`poly / divisor` when that is a Laurent polynomial, else None."""
        if any(not isinstance(e, int) for mono in poly for _, e in mono):
            return None
        if any(not isinstance(e, int) or e < 0 for mono in divisor for _, e in mono):
            return None
        low: dict[int, int] = {}
        for mono in poly:
            for i, power in mono:
                if power < low.get(i, 0):
                    low[i] = int(power)
        ids = sorted({i for mono in (*poly, *divisor) for i, _ in mono})
        slot = {i: place for place, i in enumerate(ids)}
        context = fmpq_mpoly_ctx.get([f"x{place}" for place in range(len(ids))], Ordering.lex)
        self.charge(len(poly) * len(divisor))

        def dense(source: Poly, shift: dict[int, int]) -> object:
            table: dict[tuple[int, ...], fmpq] = {}
            for mono, value in source.items():
                vector = [0] * len(ids)
                for i, power in mono:
                    vector[slot[i]] = int(power)
                for i, power in shift.items():
                    vector[slot[i]] -= power
                table[tuple(vector)] = value
            return context.from_dict(table)

        quotient, remainder = divmod(dense(poly, low), dense(divisor, {}))  # type: ignore[operator]
        if remainder != 0:
            return None
        out: Poly = {}
        for vector, value in quotient.to_dict().items():
            powers = ((ids[place], int(e) + low.get(ids[place], 0)) for place, e in enumerate(vector))
            out[tuple((i, e) for i, e in powers if e)] = value
        return out

    def cancel(self, poly: Poly) -> Poly:
        """`poly` over one common denominator, with what divides the numerator cancelled."""
        if self.has_delta(poly):
            return poly
        numerator, need = self.clear(poly)
        for i in sorted(need):
            divisor = dict(self.atoms[i].args[0])
            while need[i] > 0 and (quotient := self.divide(numerator, divisor)) is not None:
                numerator = quotient
                need[i] -= 1
        below = tuple((i, -steps) for i, steps in sorted(need.items()) if steps)
        return self.multiply(numerator, {below: ONE}) if below else numerator

    @staticmethod
    def has_delta(poly: Poly) -> bool:
        """Whether a delta occurs at the top level."""
        return any(mono and mono[0][0] < 0 for mono in poly)

    def is_unit(self, poly: Poly) -> bool:
        """Whether `poly` is the constant 1."""
        return len(poly) == 1 and poly.get(UNIT) == ONE
