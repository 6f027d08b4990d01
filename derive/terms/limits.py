"""How long a number in a formula may be: Python refuses to print longer ones than a few thousand digits."""

from __future__ import annotations

from fractions import Fraction

from derive.errors import TermError

LONGEST = 3322
"""Bits of a numerator or denominator: 1,000 digits."""


def readable(value: Fraction) -> Fraction:
    """The same number. Raises TermError for one that is too long to be read."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > LONGEST:
        raise TermError("a number has more than 1,000 digits; write it as a power, e.g. Integer(10)**2000")
    return value
