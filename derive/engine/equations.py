"""Hypotheses that are equations, noted whole for the ideal: as stated, summed over what they hold for, and in logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from flint import fmpq

from derive.engine.ideals import Equation, Home
from derive.engine.normal import Normaliser
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, Poly, Unsupported
from derive.engine.tokens import Place
from derive.terms.indices import Domain, Index
from derive.terms.relations import Condition


def pattern_tokens(normaliser: Normaliser, fact: Condition) -> dict[Index, str]:
    """Pattern tokens for the indices a condition holds for all of; each names its exact range.

    What a condition says without an index holds if there is a value of it at all.
    """
    found: dict[Index, str] = {}
    for index in fact.forall:
        sort = normaliser.sort(index.domain)
        if index in fact.lhs.free | fact.rhs.free or normaliser.kernel.least_members.get(sort, 0) < 1:
            found[index] = f"?{index.label}:{sort}"
    return found


def whole_axes(axes: tuple[Domain, ...], places: Sequence[Place], env: Mapping[Index, str]) -> frozenset[str]:
    """The pattern tokens that run over the whole axis they stand at."""
    domains = {token: index.domain for index, token in env.items()}
    return frozenset(
        place
        for axis, place in zip(axes, places, strict=True)
        if isinstance(place, str) and domains.get(place) == axis and list(places).count(place) == 1
    )


def note_equation(normaliser: Normaliser, poly: Poly, env: Mapping[Index, str]) -> None:
    """Note `poly` = 0 for all values of the pattern tokens, with what follows from it at once."""
    kernel = normaliser.kernel
    tokens = tuple(env.values())
    homes = _homes(normaliser, poly, env)
    kernel.equations.append(Equation(poly, tokens, homes))
    logarithm = _logarithm(kernel, poly)
    if logarithm:
        kernel.equations.append(Equation(logarithm, tokens, homes))
    atoms = [kernel.atoms[i] for mono in poly for i, _ in mono]
    for count in range(1, len(tokens) + 1):
        for chosen in combinations(tokens, count):
            if all(atom.indices.issuperset(chosen) and atom.kind != "sum" for atom in atoms):
                continue
            bound = {token: f"|{token[1:]}" for token in chosen}
            try:
                total = kernel.sum(
                    tuple((bound[token], token.partition(":")[2]) for token in chosen), kernel.rename(poly, bound)
                )
            except Unsupported:
                continue
            kernel.equations.append(Equation(total, tuple(t for t in tokens if t not in chosen), homes))


def keep_equation(normaliser: Normaliser, poly: Poly, env: Mapping[Index, str]) -> None:
    """Note `poly` = 0 apart from all rewrites: it shows that what it was divided by vanishes nowhere."""
    tokens, homes = tuple(env.values()), _homes(normaliser, poly, env)
    normaliser.kernel.equations.append(Equation(poly, tokens, homes, kept=True))


def drop_rewrites(kernel: Kernel) -> None:
    """Drop the equations that the rewrites express in full; where two rewrites overlap, each says more than is used."""
    ruled = [rule.family for rule in kernel.entry_rules] + [rule.family for rule in kernel.sum_rules]
    twice = {family for family in ruled if ruled.count(family) > 1}
    kernel.equations = [
        equation
        for equation in kernel.equations
        if equation.kept
        or kernel.ruled(equation.poly)
        or any(twice & kernel.atoms[i].names for mono in equation.poly for i, _ in mono)
    ]


def divided(kernel: Kernel, poly: Poly) -> Iterator[Poly]:
    """`poly` divided by what stands beside an entry or a scalar that occurs once, where that vanishes nowhere."""
    for mono in sorted(poly):
        for i, power in mono:
            once = sum(i == j for other in poly for j, _ in other) == 1
            beside = tuple((j, -exponent) for j, exponent in mono if j != i)
            if not beside or power != 1 or not once or kernel.atoms[i].kind not in ("entry", "symbol"):
                continue
            if all(kernel.avoids_zero(kernel.of(kernel.atoms[j])) for j, _ in beside):
                yield kernel.multiply(poly, {beside: ONE})


def _homes(normaliser: Normaliser, poly: Poly, env: Mapping[Index, str]) -> frozenset[Home]:
    found: set[Home] = set()
    for i in {i for mono in poly for i, _ in mono}:
        for family, axis, token in normaliser.kernel.homes(i):
            stands = normaliser.families.get(family)  # none for a definition that is not unfolded
            if stands and any(own == token and index.domain == stands.axes[axis] for index, own in env.items()):
                found.add((family, axis, token))
    return frozenset(found)


def _logarithm(kernel: Kernel, poly: Poly) -> Poly:
    """The logarithm of an equation between two monomials that vanish nowhere: they agree in size."""
    if len(poly) != 2:
        return {}
    (one, first), (two, second) = poly.items()
    atoms = {i for i, _ in (*one, *two)}
    if not all(kernel.is_nonzero(kernel.of(kernel.atoms[i])) for i in atoms):
        return {}
    return kernel.add(kernel.log({one: first}), kernel.log({two: second}), fmpq(-1))
