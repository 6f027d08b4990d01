"""Inequalities freed of one function: of a logarithm at the end of a line, or of a root.

    log f + r ≥ 0    where  f ≥ e^-r                      f > 0
    √f - r ≥ 0       where  f ≥ r²
    r ± √f ≥ 0       where  r ≥ 0 and r² ≥ f

The same with > for ≥, but for the sign of r.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq

from derive.engine.rewriting import Kernel
from derive.engine.ring import Poly


def without_log(kernel: Kernel, poly: Poly) -> Iterator[Poly]:
    """What has the sign of `poly`: its logarithm brought alone to one side, and both sides put into exp."""
    for mono, value in poly.items():
        if len(mono) != 1 or mono[0][1] != 1 or kernel.atoms[mono[0][0]].kind != "log":
            continue
        inside = dict(kernel.atoms[mono[0][0]].args[0])
        rest = {other: -c / value for other, c in poly.items() if other != mono}
        if kernel.sign(inside) == "+":
            yield kernel.scale(kernel.add(inside, kernel.exp(rest), fmpq(-1)), value)


def without_root(kernel: Kernel, poly: Poly) -> Iterator[tuple[Poly, Poly]]:
    """What must be ≥ 0, and what must be ≥ 0, or > 0, for `poly` to be so: one root brought to one side, and squared."""
    for mono, value in poly.items():
        if all(isinstance(power, int) for _, power in mono):
            continue
        rest = {other: c for other, c in poly.items() if other != mono}
        gap = kernel.add(_square(kernel, {mono: value}), _square(kernel, rest), fmpq(-1))
        if value > 0 and kernel.monomial_sign(mono) in ("+", "0+"):
            yield {}, gap
        else:
            yield rest, kernel.scale(gap, fmpq(-1))


def _square(kernel: Kernel, poly: Poly) -> Poly:
    return kernel.multiply(poly, poly)
