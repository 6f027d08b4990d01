"""Residues for the cut-off test: a chain of primes in which exponentials are independent units.

P₀ − 1 is a multiple of P₁, and P₁ − 1 of P₂. A value lives modulo P₀ and the argument of an exponential
modulo P₁, where g ↦ gˣ turns sums into products, as e^{a+b} = e^a e^b does. An exponential within the
argument lives one prime further down. Different arguments give unrelated units, so agreement at a
random point means agreement as formal expressions, but for an error of about degree/P₂.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from derive.evaluate.failures import Undefined, Unsupported

CHAIN = (720575940379279763, 360287970189639881, 9007199254740997)
GENERATOR = 65537


@dataclass(slots=True)
class Residues:
    """Arithmetic modulo the prime of a level. `salt` picks the values that stand in for logarithms."""

    prime: int
    deeper: int
    salt: int = 0
    _inverses: dict[int, int] = field(default_factory=dict)
    _units: dict[int, int] = field(default_factory=dict)

    def number(self, value: Any) -> int:
        """A rational as a residue. Raises Undefined where its denominator vanishes."""
        return int(value.p) * self.inv(int(value.q)) % self.prime if value.q != 1 else int(value.p) % self.prime

    def add(self, x: int, y: int) -> int:
        """X + y."""
        return (x + y) % self.prime

    def neg(self, x: int) -> int:
        """−x."""
        return -x % self.prime

    def mul(self, x: int, y: int) -> int:
        """X · y."""
        return x * y % self.prime

    def inv(self, x: int) -> int:
        """1/x. Raises Undefined at zero."""
        if x % self.prime == 0:
            raise Undefined("division by zero")
        found = self._inverses.get(x)
        if found is None:
            found = self._inverses[x] = pow(x, -1, self.prime)
        return found

    def exp(self, x: int) -> int:
        """The unit of an argument x that lives one level deeper."""
        found = self._units.get(x)
        if found is None:
            found = self._units[x] = pow(GENERATOR, x * ((self.prime - 1) // self.deeper), self.prime)
        return found

    def log(self, x: int) -> int:
        """An arbitrary value for each x: nothing of a logarithm is known here but its derivative."""
        if x == 0:
            raise Undefined("logarithm of zero")
        return pow(x * x + self.salt, self.salt + 5, self.prime)

    def integer_power(self, x: int, exponent: int) -> int:
        """X to a whole power."""
        return pow(x, exponent, self.prime) if exponent >= 0 else pow(self.inv(x), -exponent, self.prime)

    def real_power(self, _x: int, _exponent: Any) -> int:
        """Not supported."""
        raise Unsupported("real power")

    def largest(self, _x: int, _y: int) -> int:
        """Not supported: residues have no order."""
        raise Unsupported("residues have no order")

    def pi(self) -> int:
        """A number without relations, as π is taken to be."""
        return pow(GENERATOR, 3141, self.prime)


def levels() -> tuple[Residues, ...]:
    """Arithmetic for values, and for the arguments of exponentials."""
    return tuple(Residues(prime, deeper) for prime, deeper in pairwise(CHAIN))
