"""Where something in a claim may vanish that must not: equations that lead a search to the edge of its domain.

Denominators, bases of powers, arguments and bases of logarithms, and factors below a limit are looked at: in the
sides, and in equations given that hold a limit, for a limit may have another value there. What vanishes is stated as
an equation without exponentials where that can be read off: e^a − e^b vanishes where a = b, log f where f = 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derive.terms.claims import Claim, scalars_in
from derive.terms.indices import Index, Position, Range
from derive.terms.nodes import (
    Add,
    Binder,
    Derivative,
    Div,
    Entry,
    Exp,
    Limit,
    Log,
    Mul,
    Named,
    Neg,
    Number,
    Pow,
    Scalar,
    Term,
)
from derive.terms.relations import Condition, Op
from derive.terms.traverse import instance, mentioned, unfold

MOST = 6
"""Equations for one claim."""


def vanishing(claim: Claim) -> tuple[Condition, ...]:
    """Equations under each of which something in the claim vanishes, a few, in the order of the terms."""
    equations = [fact for fact in claim.assumptions if isinstance(fact, Condition) and not fact.forall]
    stated = [side for fact in equations if fact.op is Op.EQ for side in (fact.lhs, fact.rhs)]
    sides = (claim.lhs, claim.rhs, *(side for side in stated if any(isinstance(n, Limit) for n in mentioned((side,)))))
    limits = {node.variable for node in mentioned(sides) if isinstance(node, Limit)} | {claim.variable}
    found: dict[Term, None] = {}
    seen: set[tuple[Term, bool]] = set()
    for side in sides:
        for term in _critical(side, claim.free_indices, seen, below=False):
            found.update(dict.fromkeys(root for root in _roots(term) if limits.isdisjoint(scalars_in((root,)))))
    return tuple(Condition(term, Op.EQ, Number(Fraction(0))) for term in list(found)[:MOST])


def _critical(term: Term, free: tuple[Index, ...], seen: set[tuple[Term, bool]], *, below: bool) -> Iterator[Term]:
    """Subterms whose zeros matter, but for those of what was `seen`; every factor does `below` a limit.

    Binders are looked into at free indices and at their first member.
    """
    if (term, below) in seen:
        return
    seen.add((term, below))
    match term:
        case Named():
            yield from _critical(unfold(term), free, seen, below=below)
        case Binder():
            for member in _members(term, free):
                yield from _critical(instance(term, member), free, seen, below=below)
        case Limit(body, _):
            yield from _critical(body, free, seen, below=True)
        case Derivative(body, _):
            yield from _critical(body, free, seen, below=below)
        case _:
            yield from _here(term, below=below)
            for child in term.children:
                yield from _critical(child, free, seen, below=below)


def _members(term: Binder, free: tuple[Index, ...]) -> list[Position]:
    domain = term.index.domain
    first: list[Position] = [domain.low.const] if isinstance(domain, Range) and domain.low.is_constant else []
    return [*[index for index in free if index.domain == domain][:2], *first]


def _here(term: Term, *, below: bool) -> tuple[Term, ...]:
    match term:
        case Div(_, denominator):
            return (denominator,)
        case Log(arg, base):
            return (arg,) if base is None else (arg, base, base - 1)
        case Pow(base, exponent) if not (isinstance(exponent, Number) and exponent.value >= 0):
            return (base,)
        case Mul(args) if below:
            return args
    return ()


def _roots(term: Term) -> Iterator[Term]:
    """Terms, without exponentials where they can be read off, whose zeros are zeros of `term`; no lone variables."""
    match term:
        case Named():
            yield from _roots(unfold(term))
        case Neg(arg) | Pow(arg, _) | Div(arg, _):
            yield from _roots(arg)
        case Mul(args):
            for arg in args:
                yield from _roots(arg)
        case Log(arg, _):
            yield from _roots(arg - 1)
        case Add():
            yield from _roots_of_sum(*_summands(term))


def _summands(term: Term, *, added: bool = True) -> tuple[list[tuple[Term, bool]], Fraction]:
    """The summands that are no numbers, each with whether it is added, and the sum of the numbers."""
    match term:
        case Add(args):
            parts = [_summands(arg, added=added) for arg in args]
            return [one for terms, _ in parts for one in terms], sum((number for _, number in parts), Fraction(0))
        case Neg(arg):
            return _summands(arg, added=not added)
        case Named():
            return _summands(unfold(term), added=added)
        case Number(value):
            return [], value if added else -value
    return [(term, added)], Fraction(0)


def _roots_of_sum(parts: list[tuple[Term, bool]], number: Fraction) -> Iterator[Term]:
    match parts, number:
        case [(Exp(a), True), (Exp(b), False)], Fraction(numerator=0):
            yield a - b
        case [(Exp(a), False), (Exp(b), True)], Fraction(numerator=0):
            yield a - b
        case [(Exp(a), True)], Fraction(numerator=-1, denominator=1):
            yield a
        case [(Exp(a), False)], Fraction(numerator=1, denominator=1):
            yield a
        case [(Log(a, None), True)], Fraction(numerator=0):
            yield from _roots(a - 1)
        case _ if not any(_is_curved(node) for part, _ in parts for node in mentioned((part,))):
            terms = [*parts, *([(Number(abs(number)), number > 0)] if number else [])]
            yield Add(tuple(part if added else Neg(part) for part, added in terms))
        case _:
            for part, _ in parts:
                yield from _roots(part)


def _is_curved(node: Term) -> bool:
    """Whether no variable is to be solved for inside: an exponential or a logarithm of one, a limit, a derivative."""
    if isinstance(node, Exp | Log):
        return any(isinstance(inner, Entry | Scalar) for inner in mentioned((node,)))
    return isinstance(node, Limit | Derivative)
