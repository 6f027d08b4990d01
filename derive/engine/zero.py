"""The zero test: whether a normal form is the zero function.

A value modulo a prime settles "no" at once. "Yes" is exact: denominators are merged, the most alike first, and the
numerator that is left must be empty. Sums over one variable are brought over one common denominator for each range;
sums over several variables are averaged over the exchanges of those that share a range. Last, what functions are
taken of is rewritten in the same manner.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from hashlib import blake2b

from derive.engine.inside import rewritten_inside
from derive.engine.partial import common_denominators
from derive.engine.rewriting import Kernel
from derive.engine.ring import FIRST_DENOMINATOR, Exponent, Mono, Poly, Unsupported
from derive.engine.symmetry import symmetrised

PRIME = (1 << 61) - 1


def is_zero(kernel: Kernel, poly: Poly) -> bool:
    """Whether `poly` vanishes identically; False means not found to."""
    return any(_all_vanish(kernel, form) for form in _forms(kernel, poly))


def _forms(kernel: Kernel, poly: Poly) -> Iterator[Poly]:
    """The polynomial, and other forms of it that may vanish more plainly."""
    yield from _sums(kernel, poly)
    inside = rewritten_inside(kernel, poly)
    if inside != poly:
        yield from _sums(kernel, inside)


def _sums(kernel: Kernel, poly: Poly) -> Iterator[Poly]:
    """The polynomial, its sums over common denominators, and its sums averaged."""
    yield poly
    if any(kernel.atoms[i].kind == "sum" for mono in poly for i, _ in mono):
        yield common_denominators(kernel, poly)
        averaged = symmetrised(kernel, poly)
        if averaged != poly:
            averaged = _under_hypotheses(kernel, averaged)
            yield averaged
            yield common_denominators(kernel, averaged)


def _under_hypotheses(kernel: Kernel, poly: Poly) -> Poly:
    try:
        return kernel.apply(poly) if kernel.has_rules else poly
    except Unsupported:
        return poly


def in_ideal(kernel: Kernel, poly: Poly) -> bool:
    """Whether `poly` is zero wherever it is defined and the hypotheses hold, by their ideal."""
    if not kernel.equations:
        return False
    merged = common_denominators(kernel, kernel.apply(poly))
    return all(kernel.vanishes(part) for part in _by_deltas(merged).values())


def _all_vanish(kernel: Kernel, poly: Poly) -> bool:
    """Each part of the δ-normal form must vanish by itself."""
    values = _Residues(kernel)
    return all(not values.of(part) and _merges_to_zero(kernel, part) for part in _by_deltas(poly).values())


def _by_deltas(poly: Poly) -> dict[Mono, Poly]:
    parts: dict[Mono, Poly] = {}
    for mono, value in poly.items():
        place = 0
        while place < len(mono) and mono[place][0] < 0:
            place += 1
        parts.setdefault(mono[:place], {})[mono[place:]] = value
    return parts


class _Residues:
    """Values modulo a prime with every generator at a pseudo-random point, the same in every run."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._values: dict[int, int] = {}

    def of(self, poly: Poly) -> int:
        """The residue, or 0 where none can be had (fractional powers, a denominator that happens to vanish)."""
        try:
            return self._poly(poly)
        except (ValueError, TypeError):
            return 0

    def _poly(self, poly: Poly) -> int:
        total = 0
        for mono, value in poly.items():
            term = int(value.p) * pow(int(value.q), -1, PRIME)
            for i, power in mono:
                term = term * pow(self._atom(i), power, PRIME) % PRIME  # type: ignore[arg-type]
            total += term
        return total % PRIME

    def _atom(self, i: int) -> int:
        value = self._values.get(i)
        if value is None:
            if i > FIRST_DENOMINATOR:
                value = self._poly(dict(self._kernel.atoms[i].args[0]))
            else:
                value = int.from_bytes(blake2b(str(i).encode(), digest_size=8).digest(), "big") % PRIME or 1
            self._values[i] = value
        return value


def _merges_to_zero(kernel: Kernel, part: Poly) -> bool:
    groups: dict[Mono, Poly] = {}
    for mono, value in part.items():
        place = len(mono)
        while place and mono[place - 1][0] > FIRST_DENOMINATOR:
            place -= 1
        kernel.add_into(groups.setdefault(mono[place:], {}), {mono[:place]: value})
    if any(not isinstance(power, int) for below in groups for _, power in below):
        return not kernel.clear(part)[0]
    work: dict[Mono, Poly] = {}
    for below, numerator in groups.items():
        _push(kernel, work, below, numerator)
    while len(work) > 1:
        one, two = _most_alike(list(work))
        shared, total = _joined(kernel, (one, work.pop(one)), (two, work.pop(two)))
        _push(kernel, work, shared, total)
    return not work


def _push(kernel: Kernel, work: dict[Mono, Poly], below: Mono, numerator: Poly) -> None:
    """Put numerator/denominator into `work`, cancelled and added to what has the same denominator."""
    while numerator:
        below, numerator = _cancelled(kernel, below, numerator)
        if below not in work:
            work[below] = numerator
            return
        numerator = kernel.add(work.pop(below), numerator)


def _cancelled(kernel: Kernel, below: Mono, numerator: Poly) -> tuple[Mono, Poly]:
    left: list[tuple[int, Exponent]] = []
    for i, power in below:
        divisor = dict(kernel.atoms[i].args[0])
        while power < 0 and (quotient := kernel.divide(numerator, divisor)) is not None:
            numerator = quotient
            power += 1  # noqa: PLW2901
        if power:
            left.append((i, power))
    return tuple(left), numerator


def _most_alike(keys: list[Mono]) -> tuple[Mono, Mono]:
    def distance(one: Mono, two: Mono) -> Fraction:
        a, b = dict(one), dict(two)
        return sum((abs(Fraction(a.get(i, 0)) - b.get(i, 0)) for i in {*a, *b}), start=Fraction(0))

    pairs = ((distance(one, two), place, one, two) for place, one in enumerate(keys) for two in keys[:place])
    _, _, one, two = min(pairs, key=lambda pair: (pair[0], pair[1]))
    return one, two


def _joined(kernel: Kernel, one: tuple[Mono, Poly], two: tuple[Mono, Poly]) -> tuple[Mono, Poly]:
    a, b = dict(one[0]), dict(two[0])
    shared = {i: min(a.get(i, 0), b.get(i, 0)) for i in {*a, *b}}
    total: Poly = {}
    for powers, numerator in ((a, one[1]), (b, two[1])):
        raised = numerator
        for i in sorted(shared):
            steps = powers.get(i, 0) - shared[i]
            if steps:
                raised = kernel.multiply(raised, kernel.power_whole(dict(kernel.atoms[i].args[0]), int(steps)))
        kernel.add_into(total, raised)
    return tuple(sorted((i, power) for i, power in shared.items() if power)), total
