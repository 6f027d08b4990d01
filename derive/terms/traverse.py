"""Walking and rewriting terms: children, substitution of indices, unfolding of definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from derive.errors import InternalError, TermError
from derive.terms.affine import Affine, Symbol
from derive.terms.indices import Index, Position, to_affine, to_position
from derive.terms.nodes import (
    Add,
    Binder,
    Cases,
    Constant,
    Delta,
    Derivative,
    Div,
    Entry,
    Exp,
    IndexNumber,
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

HEAVIEST = 100_000
"""Parts of a term that can be decided."""


def walk(term: Term) -> Iterator[Term]:
    """The term and every different term inside it, definitions unfolded, outermost first."""
    seen: set[Term] = set()
    stack = [term]
    while stack:
        top = stack.pop()
        if top not in seen:
            seen.add(top)
            yield top
            stack += (unfold(top),) if isinstance(top, Named) else top.children[::-1]


def mentioned(terms: Iterable[Term]) -> Iterator[Term]:
    """Every node that the terms are made of, once, with the bodies of definitions as they were defined."""
    seen: set[int] = set()
    stack = list(terms)[::-1]
    while stack:
        top = stack.pop()
        if id(top) not in seen:
            seen.add(id(top))
            yield top
            stack += (top.definition.body,) if isinstance(top, Named) else top.children[::-1]


def check_weight(term: Term) -> None:
    """Raise TermError for a term that is too large to be written out."""
    if term.weight > HEAVIEST:
        raise TermError(
            f"a term has {term.weight} parts when it is written out; at most {HEAVIEST} can be decided: split the derivation"
        )


def rebuild(term: Term, on_term: Callable[[Term], Term], on_position: Callable[[Position], Position]) -> Term:
    """The same node with its direct subterms and positions replaced."""
    match term:
        case Number() | Constant() | Scalar() | Size():
            return term
        case Entry(family, positions):
            return Entry(family, tuple(map(on_position, positions)))
        case Named(definition, positions):
            return Named(definition, tuple(map(on_position, positions)))
        case IndexNumber(at):
            return IndexNumber(on_position(at))
        case Delta(left, right):
            return Delta(on_position(left), on_position(right))
        case Add(args):
            return Add(tuple(map(on_term, args)))
        case Mul(args):
            return Mul(tuple(map(on_term, args)))
        case Maximum(args):
            return Maximum(tuple(map(on_term, args)))
        case Neg(arg):
            return Neg(on_term(arg))
        case Exp(arg):
            return Exp(on_term(arg))
        case Div(a, b):
            return Div(on_term(a), on_term(b))
        case Pow(a, b):
            return Pow(on_term(a), on_term(b))
        case Log(arg, base):
            return Log(on_term(arg), None if base is None else on_term(base))
        case Binder(kind, body, index, exclude):
            only, above, below = (None if at is None else on_position(at) for at in (term.only, term.above, term.below))
            return Binder(kind, on_term(body), index, tuple(map(on_position, exclude)), only, above, below)
        case Derivative(body, wrt):
            along = on_term(wrt)
            if not isinstance(along, Entry | Scalar):
                raise InternalError("a derivative was rewritten to run along something that is no variable")
            return Derivative(on_term(body), along)
        case Limit(body, variable):
            return Limit(on_term(body), variable)
        case Cases(left, right, equal, unequal):
            return Cases(on_position(left), on_position(right), on_term(equal), on_term(unequal))
    raise InternalError(f"unknown term {type(term).__name__}")


def substitute(term: Term, images: Mapping[Index, Position]) -> Term:
    """Replace indices by positions everywhere.

    Capture cannot happen as long as an image holds free indices, or bound ones of binders outside
    `term`: their heights exceed those of all binders inside.
    """
    done: dict[int, Term] = {}

    def image(symbol: Symbol) -> Affine | None:
        return to_affine(images[symbol]) if isinstance(symbol, Index) and symbol in images else None

    def position(value: Position) -> Position:
        if isinstance(value, Index):
            return images.get(value, value)
        if isinstance(value, Affine):
            return to_position(value.substitute(image))
        return value

    def go(node: Term) -> Term:
        if node.free.isdisjoint(images):
            return node
        known = done.get(id(node))
        if known is None:
            known = done[id(node)] = rebuild(node, go, position)
        return known

    return go(term)


def unfold(use: Named) -> Term:
    """What a use of a definition stands for."""
    definition = use.definition
    if not definition.params:
        return definition.body
    return substitute(definition.body, dict(zip(definition.params, use.positions, strict=True)))


def instance(binder: Binder, position: Position) -> Term:
    """The binder's body at one value of its index."""
    return substitute(binder.body, {binder.index: position})
