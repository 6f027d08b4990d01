"""Polynomials of scalars written as text, for tests."""

from fractions import Fraction

from derive.engine.ring import ONE, UNIT, exponent


def minus(kernel, poly):
    """The negative of a polynomial."""
    return kernel.scale(poly, -ONE)


def build(kernel, text):
    """A sum of products as in "2 a^2 b - t^1/2"; N is a size."""
    total = {}
    for term in filter(str.strip, text.replace("- ", "+ -").split("+ ")):
        value, mono = ONE, {UNIT: ONE}
        for part in term.split():
            factor = part.removeprefix("-")
            value = -value if factor != part else value
            if factor.isdigit():
                value *= int(factor)
                continue
            name, _, power = factor.partition("^")
            ((((i, _),), _),) = (kernel.size(name) if name == "N" else kernel.symbol(name)).items()
            mono = kernel.multiply(mono, {((i, exponent(Fraction(power or 1))),): ONE})
        kernel.add_into(total, mono, value)
    return total
