"""Lemmas on exponentials, each at least 0: the exponential lies above its tangents.

    a tangent      e^a - e^b (1 + a - b) ≥ 0
    its mean       Σ w (e^f - e^b (1 + f - b)) ≥ 0            w ≥ 0

The mean at b = Σ p f is Jensen's inequality for the exponential; with f = log g it compares means.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq

from derive.engine.laws import Law
from derive.engine.lemmas import Lemma, collected
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Atom, Mono, Poly, items, rational

MOST = 40


def has_exp(kernel: Kernel, mono: Mono) -> bool:
    """Whether an exponential stands in the monomial, or in a sum in it."""
    atoms = [kernel.atoms[i] for i, _ in mono]
    return any(atom.kind == "exp" or (atom.kind == "sum" and has_exp(kernel, atom.args[1])) for atom in atoms)


def exponential(kernel: Kernel, mono: Mono) -> Mono:
    """The part of a monomial that holds exponentials."""
    return tuple((i, power) for i, power in mono if has_exp(kernel, ((i, power),)))


def exp_lemmas(kernel: Kernel, poly: Poly) -> list[Lemma]:
    """The lemmas that may concern the exponentials in `poly`."""
    return collected(kernel, poly, ((Law.EXP_MEAN, _means), (Law.EXP_TANGENT, _tangents)), MOST)


def _exponents(kernel: Kernel, poly: Poly) -> list[Poly]:
    """What the monomials are exponentials of, and 0."""
    found: dict[object, Poly] = {}
    for mono in poly:
        total: Poly = {}
        for i, power in mono:
            if kernel.atoms[i].kind == "exp":
                kernel.add_into(total, {kernel.atoms[i].args[0]: rational(power)})
        found.setdefault(items(total), total)
    found.setdefault((), {})
    return list(found.values())


def _tangents(kernel: Kernel, poly: Poly) -> Iterator[Lemma]:
    exponents = _exponents(kernel, poly)
    for above in exponents:
        for at in exponents:
            if above != at:
                gap = kernel.add(above, at, fmpq(-1))
                yield Lemma(_above_tangent(kernel, above, at), kernel.is_nonzero(gap))


def _above_tangent(kernel: Kernel, above: Poly, at: Poly) -> Poly:
    slope = kernel.add(kernel.add({UNIT: ONE}, above), at, fmpq(-1))
    return kernel.add(kernel.exp(above), kernel.multiply(kernel.exp(at), slope), fmpq(-1))


def _means(kernel: Kernel, poly: Poly) -> Iterator[Lemma]:
    """Tangents at the exponents that hold no bound index, under the weights of sums that occur."""
    sums: dict[int, Atom] = {}
    for mono in poly:
        for i, _ in mono:
            inner = kernel.atoms[i].args[0] if kernel.atoms[i].kind == "exp" else ()
            for j in (i, *(k for k, _ in inner)):
                if kernel.atoms[j].kind == "sum" and len(kernel.atoms[j].args[0]) == 1:
                    sums[j] = kernel.atoms[j]
    exponents = _exponents(kernel, poly)
    for _, atom in sorted(sums.items()):
        ((label, sort),) = atom.args[0]
        token = f"{{mean:{sort}"
        body = {label: token}
        for weight, function in _splits(kernel, atom.args[1]):
            over = kernel.rename({weight: ONE}, body)
            if kernel.sign(over) not in ("+", "0+"):
                continue
            inside = kernel.rename(function, body)
            for at in exponents:
                gap = kernel.multiply(over, _above_tangent(kernel, inside, at))
                yield Lemma(kernel.sum(((token, sort),), gap), strict=False)


def _splits(kernel: Kernel, body: Mono) -> Iterator[tuple[Mono, Poly]]:
    """The body of a sum as weights and an exponent: of its exponentials, or one of its factors itself."""
    powers = [(i, power) for i, power in body if kernel.atoms[i].kind == "exp"]
    if powers:
        exponent: Poly = {}
        for i, power in powers:
            kernel.add_into(exponent, {kernel.atoms[i].args[0]: rational(power)})
        yield tuple(f for f in body if f not in powers), exponent
    for place, (i, power) in enumerate(body):
        if power == 1 and kernel.atoms[i].kind in ("entry", "log"):
            yield body[:place] + body[place + 1 :], {((i, 1),): ONE}
