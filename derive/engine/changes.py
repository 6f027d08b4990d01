"""Changes at one place of a right side that undo a slip there: factors, signs, deltas, other symbols, ∂ and Σ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain

from derive.engine.readback import names
from derive.terms.affine import constant
from derive.terms.build import bind, size_term
from derive.terms.claims import Claim, families_in, scalars_in, sizes_in
from derive.terms.edits import moved
from derive.terms.indices import Index, Position, Range
from derive.terms.latex import latex, position_latex
from derive.terms.nodes import (
    Add,
    Binder,
    BinderKind,
    Definition,
    Delta,
    Derivative,
    Div,
    Entry,
    Family,
    Named,
    Number,
    Scalar,
    Size,
    Term,
)
from derive.terms.ranges import show_affine
from derive.terms.spots import Spot
from derive.terms.traverse import mentioned, substitute

Change = tuple[int, str, Term]
"""Cost, slip, and what to put in a place instead."""


def scaled(claim: Claim, term: Term, cost: int) -> Iterator[Change]:
    """The term times and over the sizes and scalars of the claim, and 2; and times the sum of a family."""
    sides = (claim.lhs, claim.rhs)
    for factor in (*sizes_in(sides), *scalars_in(sides), Number(Fraction(2))):
        one = isinstance(term, Number) and term.value == 1
        yield cost, f"$1/{latex(factor)}$ lost", over(term, factor)
        yield cost, f"factor ${latex(factor)}$ lost", factor if one else factor * term
    for family in families(claim):
        if len(family.axes) == 1 and isinstance(family.axes[0], Range):
            k = Index("k", family.axes[0], "k")
            total = bind(BinderKind.SUM, Entry(family, (k,)), k, (), None)
            yield cost + 1, f"factor ${latex(total)}$ lost", term * total


def over(term: Term, divisor: Term) -> Term:
    """The quotient, as one fraction."""
    return Div(term.numerator, term.denominator * divisor) if isinstance(term, Div) else Div(term, divisor)


def at(claim: Claim, spot: Spot) -> Iterator[Change]:
    """Changes at one place: factors, signs, deltas, other symbols, ∂ and Σ put in."""
    node = spot.node
    match node:
        case Add(args):
            for place, arg in enumerate(args):
                for cost, slip, new in _in_summand(claim, arg):
                    yield cost, slip, Add((*args[:place], new, *args[place + 1 :]))
        case Div(numerator, (Entry() | Scalar()) as along):
            yield 1, "∂ missing", Derivative(numerator, along)
        case Entry():
            yield from _at_entry(claim, spot, node)
        case Named(definition, positions):
            for other in _definitions(claim):
                if other.name != definition.name and [p.domain for p in other.params] == [
                    p.domain for p in definition.params
                ]:
                    yield 3, f"{definition.name} for {other.name}", Named(other, positions)
        case Scalar() | Size():
            for symbol in (*scalars_in((claim.lhs, claim.rhs)), *sizes_in((claim.lhs, claim.rhs))):
                if symbol != node:
                    yield 3, f"${latex(node)}$ for ${latex(symbol)}$", symbol
        case Binder():
            yield from _at_binder(claim, node)
        case Number(value):
            yield 3, "a number is 1 too great", Number(value - 1)
            yield 3, "$1/2$ lost", Number(value / 2)
    for index in claim.free_indices:
        if index in node.free and isinstance(index.domain, Range):
            yield 3, "sum missing", summed(claim, node, index, spot.opened)


def summed(claim: Claim, term: Term, index: Index, opened: tuple[Index, ...]) -> Binder:
    """The sum over an index that is free in `term`, under a name that nothing else there has."""
    taken = {other.label for other in (*claim.free_indices, *opened)}
    if index not in claim.lhs.free and index not in opened:
        taken.discard(index.label)
    label = next(name for name in chain((index.label,), names()) if name not in taken)
    renamed = Index(label, index.domain, label)
    return bind(BinderKind.SUM, substitute(term, {index: renamed}), renamed, (), None)


def _in_summand(claim: Claim, arg: Term) -> Iterator[Change]:
    yield from scaled(claim, arg, 3)
    for a, b in pairs(claim):
        yield 3, f"${latex(Delta(a, b))}$ is missing", Delta(a, b) * arg


def _at_entry(claim: Claim, spot: Spot, node: Entry) -> Iterator[Change]:
    for family in families(claim):
        if family != node.family and len(family.axes) == len(node.positions):
            yield 3, f"{node.family.name} for {family.name}", Entry(family, node.positions)
    for place, (position, axis) in enumerate(zip(node.positions, node.family.axes, strict=True)):
        if isinstance(position, int):
            for other in _others(position, axis):
                yield 2, f"index slipped: {position} for {other}", _placed(node, place, other)
        elif isinstance(position, Index) and position.domain == axis and isinstance(axis, Range):
            mean = summed(claim, node, position, spot.opened) / size_term(axis.count)
            yield 3, f"mean over {position_latex(position)} missing", mean


def _others(position: int, axis: object) -> tuple[int, ...]:
    """Other members of a short axis, the nearest first; else the neighbours."""
    if isinstance(axis, Range) and axis.is_fixed and axis.high.const - axis.low.const < NUMBERED:
        members = range(axis.low.const, axis.high.const + 1)
        return tuple(sorted((m for m in members if m != position), key=lambda m: (abs(m - position), -m)))
    return (position + 1, position - 1)


NUMBERED = 8
"""Members of an axis that are all tried."""


def _placed(node: Entry, place: int, position: Position) -> Entry:
    return Entry(node.family, (*node.positions[:place], position, *node.positions[place + 1 :]))


def _at_binder(claim: Claim, node: Binder) -> Iterator[Change]:
    domain = node.index.domain
    for index in claim.free_indices:
        if index.domain == domain and index in node.body.free and index.label != node.index.label:
            slip = f"index slipped: {index.label} for {node.index.label}"
            body = substitute(node.body, {index: node.index})
            yield 2, slip, replace(node, body=body)
    if isinstance(domain, Range) and not domain.is_fixed:
        low, high = domain.low, domain.high
        for wider, end, given, right in (
            (Range(low - constant(1), high), "begins", low, low - constant(1)),
            (Range(low, high + constant(1)), "ends", high, high + constant(1)),
            (Range(low + constant(1), high), "begins", low, low + constant(1)),
            (Range(low, high - constant(1)), "ends", high, high - constant(1)),
        ):
            if (node.above if end == "begins" else node.below) is not None:
                continue
            slip = f"the sum {end} at {show_affine(right)}, not at {show_affine(given)}"
            yield 3, slip, moved(node, wider)


def _definitions(claim: Claim) -> tuple[Definition, ...]:
    nodes = mentioned((claim.lhs, claim.rhs))
    return tuple(dict.fromkeys(node.definition for node in nodes if isinstance(node, Named)))


def families(claim: Claim) -> tuple[Family, ...]:
    """The families of both sides."""
    return families_in((claim.lhs, claim.rhs))


def pairs(claim: Claim) -> tuple[tuple[Index, Index], ...]:
    """The pairs of free indices over the same range."""
    free = claim.free_indices
    return tuple((a, b) for a in free for b in free if a.order < b.order and a.domain == b.domain)
