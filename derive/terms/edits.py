"""Single edits of a term: the slips that authors make, each at one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from derive.errors import TermError
from derive.terms.affine import constant
from derive.terms.build import size_term
from derive.terms.indices import Index, Position, Range
from derive.terms.nodes import (
    Add,
    Binder,
    BinderKind,
    Cases,
    Delta,
    Derivative,
    Div,
    Entry,
    Exp,
    Limit,
    Log,
    Maximum,
    Mul,
    Named,
    Neg,
    Number,
    Pow,
    Scalar,
    Size,
    Term,
)
from derive.terms.spots import with_child
from derive.terms.traverse import instance, substitute

Edit = tuple[str, Term]


def edits(term: Term, scope: tuple[Index, ...]) -> Iterator[Edit]:
    """Every single edit inside `term`, by kind; `scope` lists the indices that may be put for one another."""
    yield from _here(term, scope)
    inner = (*scope, term.index) if isinstance(term, Binder) else scope
    for place, child in enumerate(term.children):
        if isinstance(term, Derivative | Limit) and place == 1:
            continue
        for kind, edited in edits(child, inner):
            try:
                yield kind, with_child(term, place, edited)
            except TermError:
                continue


def _here(term: Term, scope: tuple[Index, ...]) -> Iterator[Edit]:
    match term:
        case Add(args):
            for place, arg in enumerate(args):
                rest = args[:place] + args[place + 1 :]
                yield (
                    "flip term",
                    Add((*args[:place], arg.arg if isinstance(arg, Neg) else Neg(arg), *args[place + 1 :])),
                )
                yield "drop term", rest[0] if len(rest) == 1 else Add(rest)
                yield "double term", Add((*args[:place], 2 * arg, *args[place + 1 :]))
        case Mul(args):
            for place, arg in enumerate(args):
                rest = args[:place] + args[place + 1 :]
                kind = f"drop {arg.name}" if isinstance(arg, Size) else "drop factor"
                yield kind, rest[0] if len(rest) == 1 else Mul(rest)
                yield "square factor", Mul((*args[:place], arg**2, *args[place + 1 :]))
        case Div(numerator, denominator):
            yield f"drop 1/{denominator.name}" if isinstance(denominator, Size) else "drop denominator", numerator
            yield "drop numerator", 1 / denominator
            yield "square denominator", numerator / denominator**2
        case Neg(arg):
            yield "drop minus", arg
        case Number(value):
            yield "number + 1", Number(value + 1)
        case Pow(base, Number(value)):
            yield "exponent + 1", Pow(base, Number(value + 1))
            yield "drop exponent", base
        case Exp(arg):
            yield "drop exp", arg
            yield "double exponent", Exp(2 * arg)
        case Log(arg, base):
            yield "drop log", arg
            yield "double argument", Log(2 * arg, base)
        case Scalar() | Size():
            yield "symbol + 1", term + 1
            yield "double symbol", 2 * term
        case Delta(left, right):
            yield "delta to 1", Number(Fraction(1))
            yield "delta to 0", Number(Fraction(0))
        case Maximum(args):
            for place, arg in enumerate(args):
                yield "one of the maximum", arg
                yield "flip in maximum", Maximum((*args[:place], Neg(arg), *args[place + 1 :]))
        case Cases(left, right, equal, unequal):
            yield "swap cases", Cases(left, right, unequal, equal)
            yield "equal case only", equal
            yield "unequal case only", unequal
        case Named(definition):
            yield from _definition(term, definition.body)
        case Binder():
            yield from _binder(term, scope)
    if isinstance(term, Entry | Named | Delta):
        yield from _positions(term, scope)
    if isinstance(term, Entry):
        yield "square entry", term**2


def _definition(use: Named, body: Term) -> Iterator[Edit]:
    """The use unfolded with one sign of the definition lost."""
    params = dict(zip(use.definition.params, use.positions, strict=True))
    for kind, edited in edits(body, ()):
        if kind in ("drop minus", "flip term"):
            yield f"{kind} of {use.definition.name}", substitute(edited, params)


def _binder(term: Binder, scope: tuple[Index, ...]) -> Iterator[Edit]:
    domain = term.index.domain
    yield "double sum", 2 * term
    if term.exclude:
        yield "drop exclusion", replace_binder(term, exclude=())
    if term.above is not None or term.below is not None:
        yield "drop order", replace(term, above=None, below=None)
    for index in scope:
        if index.domain == domain and index.is_free and not term.limits:
            yield "drop sum", instance(term, index)
            yield "leave one out", replace_binder(term, exclude=(index,))
    if not isinstance(domain, Range):
        return
    count = domain.count
    if term.kind is BinderKind.SUM and not count.is_constant:
        yield "mean for sum", term / size_term(count)
    if not count.is_constant or count.const > 1:
        if term.above is None:
            yield "start one later", moved(term, Range(domain.low + constant(1), domain.high))
        if term.below is None:
            yield "end one earlier", moved(term, Range(domain.low, domain.high - constant(1)))


def replace_binder(term: Binder, exclude: tuple[Position, ...]) -> Binder:
    """The binder with other exclusions."""
    return replace(term, exclude=exclude)


def moved(term: Binder, domain: Range) -> Binder:
    """The binder over another range."""
    index = Index(term.index.key, domain, term.index.label)
    return replace(term, body=substitute(term.body, {term.index: index}), index=index)


def _positions(term: Entry | Named | Delta, scope: tuple[Index, ...]) -> Iterator[Edit]:
    positions = (term.left, term.right) if isinstance(term, Delta) else term.positions
    for place, position in enumerate(positions):
        if not isinstance(position, Index):
            continue
        for other in scope:
            if other != position and other.domain == position.domain:
                new = (*positions[:place], other, *positions[place + 1 :])
                kind = f"index {position.label} to {other.label}"
                if isinstance(term, Delta):
                    yield kind, Delta(*new)
                elif isinstance(term, Entry):
                    yield kind, Entry(term.family, new)
                else:
                    yield kind, Named(term.definition, new)
