"""The nearest true right sides of an equality that is not proved: single edits that the prover accepts.

Edits undo what authors get wrong: a sign, a constant factor, a lost 1/N, a slipped index, a missing or needless sum
or delta. All candidates share one kernel, so that trying some hundred of them costs little more than a proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flint import fmpq

from derive.engine.hypotheses import fixed_sizes, read
from derive.engine.normal import Normaliser
from derive.engine.rewriting import Kernel
from derive.engine.ring import Exhausted, Poly, Undefined, Unsupported
from derive.engine.zero import is_zero
from derive.errors import TermError
from derive.terms.build import bind
from derive.terms.claims import Claim, families_in, scalars_in, sizes_in
from derive.terms.edits import edits, with_child
from derive.terms.indices import Index, Range
from derive.terms.nodes import (
    Add,
    Binder,
    BinderKind,
    Delta,
    Derivative,
    Entry,
    Family,
    Limit,
    Mul,
    Named,
    Neg,
    Number,
    Term,
)
from derive.terms.relations import Relation
from derive.terms.traverse import children, walk

MOST = 600
"""Candidates tried for one claim."""

HIGHEST_ORDER = 4
"""Highest order of a remainder that is offered for a limit read as an expansion."""

MENDING = ("flip term", "drop minus", "index ", "swap cases", "drop ", "number + 1", "exponent + 1", "double ")
"""Kinds of slips whose reverse is a slip of a kind that is tried too, nearest first."""


def candidates(claim: Claim) -> Iterator[Term]:
    """Right sides one edit away, nearest first, each once."""
    seen = {claim.rhs}
    found: list[tuple[int, int, Term]] = []
    size = _weight(claim.rhs)
    for cost, term in (*_whole(claim), *_within(claim, claim.rhs)):
        if term not in seen and not any(_idle(node) for node in _written(term)):
            seen.add(term)
            found.append((cost, abs(_weight(term) - size), term))
    found.sort(key=lambda item: item[:2])
    for _, _, term in found[:MOST]:
        yield term


def nearest_true(claim: Claim, budget: int) -> Iterator[Claim]:
    """Claims with the same left side that hold in one kernel; the caller still judges each in full.

    Only equalities are mended, expansions and limits among them. A limit whose value holds the limit
    variable is offered as the expansion it may be meant for, to the highest order that may hold.
    """
    if claim.relation is not Relation.EQUAL:
        return
    if isinstance(claim.lhs, Limit) and claim.lhs.variable in scalars_in((claim.rhs,)):
        body, variable = claim.lhs.body, claim.lhs.variable
        for order in range(HIGHEST_ORDER, 0, -1):
            yield Claim(body, claim.rhs, Relation.EQUAL, claim.assumptions, variable, order)
    kernel = Kernel(budget)
    normaliser = Normaliser(kernel, claim.floors, fixed_sizes(claim.assumptions))
    try:
        read(normaliser, claim)
        left = _side(normaliser, claim, claim.lhs)
    except (Unsupported, Undefined, Exhausted, RecursionError):
        return
    for term in candidates(claim):
        try:
            if _agrees(normaliser, claim, left, term):
                yield Claim(claim.lhs, term, claim.relation, claim.assumptions, claim.variable, claim.order)
        except Exhausted:
            return
        except (Unsupported, Undefined, RecursionError):
            continue


def _side(normaliser: Normaliser, claim: Claim, term: Term) -> Poly:
    if claim.order is not None and claim.variable is not None:
        return normaliser.convert_eventually(term, claim.variable)
    poly = normaliser.convert(term)
    return normaliser.kernel.apply(poly) if normaliser.kernel.has_rules else poly


def _agrees(normaliser: Normaliser, claim: Claim, left: Poly, term: Term) -> bool:
    kernel = normaliser.kernel
    difference = kernel.add(left, _side(normaliser, claim, term), fmpq(-1))
    if claim.order is not None and claim.variable is not None:
        terms = normaliser.expand(difference, claim.variable, claim.order)
        return all(is_zero(kernel, part) for part in terms.values())
    return is_zero(kernel, difference)


def _idle(term: Term) -> bool:
    """Whether a node does nothing: a factor 1 or 0, or a summand beside its own negative."""
    if isinstance(term, Mul):
        return any(isinstance(arg, Number) and arg.value in (0, 1) for arg in term.args)
    if isinstance(term, Add):
        return any(isinstance(arg, Neg) and arg.arg in term.args for arg in term.args)
    return False


def _weight(term: Term) -> int:
    return sum(1 for _ in walk(term))


def _whole(claim: Claim) -> Iterator[tuple[int, Term]]:
    rhs = claim.rhs
    yield 1, rhs.arg if isinstance(rhs, Neg) else -rhs
    yield from _scaled(claim, rhs, 2)
    free = claim.free_indices
    for index in free:
        if index in rhs.free and isinstance(index.domain, Range):
            yield 3, bind(BinderKind.SUM, rhs, index, (), None)
    for a in free:
        for b in free:
            if a.order < b.order and a.domain == b.domain:
                yield 3, Delta(a, b) * rhs
                yield 3, (1 - Delta(a, b)) * rhs
    deltas = [Delta(a, b) for a in free for b in free if a.order < b.order and a.domain == b.domain]
    for entry in _entries(claim):
        for term in (entry, *(entry * delta for delta in deltas)):
            yield 4, rhs + term
            yield 4, rhs - term
    yield 3, 1 - rhs
    yield 2, Number(Fraction(0))


def _scaled(claim: Claim, term: Term, cost: int) -> Iterator[tuple[int, Term]]:
    """The term times and over the sizes and scalars of the claim, and 2; and times the sum of a family."""
    sides = (claim.lhs, claim.rhs)
    for factor in (*sizes_in(sides), *scalars_in(sides), Number(Fraction(2))):
        yield cost, term / factor
        yield cost, factor * term
    for family in _families(claim):
        if len(family.axes) == 1 and isinstance(family.axes[0], Range):
            k = Index("k", family.axes[0], "k")
            yield cost + 1, term * bind(BinderKind.SUM, Entry(family, (k,)), k, (), None)


def _entries(claim: Claim) -> tuple[Term, ...]:
    """The entries, definitions included, that stand in the claim at free indices."""
    found = [n for side in (claim.lhs, claim.rhs) for n in _written(side) if isinstance(n, Entry | Named)]
    free = frozenset(claim.free_indices)
    return tuple(dict.fromkeys(node for node in found if node.free <= free))


def _written(term: Term) -> Iterator[Term]:
    yield term
    for child in children(term):
        yield from _written(child)


def _within(claim: Claim, term: Term) -> Iterator[tuple[int, Term]]:
    for kind, edited in edits(term, claim.free_indices):
        place = next((place for place, start in enumerate(MENDING) if kind.startswith(start)), None)
        if place is not None:
            yield (1 if place < 2 else 2 if place < 4 else 3), edited
    yield from _at_nodes(claim, term)


def _at_nodes(claim: Claim, term: Term) -> Iterator[tuple[int, Term]]:
    """Factors, signs, deltas and other families put in at every summand and every entry."""
    yield from _local(claim, term)
    for place, child in enumerate(children(term)):
        if isinstance(term, Derivative | Limit) and place == 1:
            continue
        for cost, edited in _at_nodes(claim, child):
            try:
                yield cost, with_child(term, place, edited)
            except TermError:
                continue


def _local(claim: Claim, term: Term) -> Iterator[tuple[int, Term]]:
    if isinstance(term, Add):
        for place, arg in enumerate(term.args):
            others = (term.args[:place], term.args[place + 1 :])
            for cost, scaled in _scaled(claim, arg, 3):
                yield cost, Add((*others[0], scaled, *others[1]))
            for a in claim.free_indices:
                for b in claim.free_indices:
                    if a.order < b.order and a.domain == b.domain:
                        yield 3, Add((*others[0], Delta(a, b) * arg, *others[1]))
    if isinstance(term, Entry):
        for family in _families(claim):
            if family != term.family and family.axes == term.family.axes:
                yield 3, Entry(family, term.positions)
    if isinstance(term, Binder) and term.exclude:
        yield 2, Binder(term.kind, term.body, term.index, (), term.only)
    if isinstance(term, Number):
        yield 3, Number(term.value - 1)
        yield 3, Number(term.value / 2)


def _families(claim: Claim) -> tuple[Family, ...]:
    return families_in((claim.lhs, claim.rhs))
