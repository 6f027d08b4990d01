"""What the rules of rewriting share: the world of a chain, positivity by form, sizes, and flat sums and products."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from derive.terms import nodes as t
from derive.terms.indices import Index, Range
from derive.terms.nodes import Add, Binder, BinderKind, Div, Exp, Mul, Named, Number, Sign, Term
from derive.terms.traverse import rebuild, unfold


@dataclass(frozen=True, slots=True)
class World:
    """What a rule may use: free indices, families with one axis, the choice it makes; no bound index is named as in `taken`."""

    free: tuple[Index, ...]
    families: tuple[t.Family, ...]
    rng: Random
    taken: frozenset[str] = frozenset()

    def fresh(self, domain: Range) -> Index:
        """An index to sum over."""
        return Index("w", domain, "w")


def sums(x) -> bool:
    """Whether x is a plain Σ."""
    return isinstance(x, Binder) and x.kind is BinderKind.SUM


def is_positive(x: Term) -> bool:
    """Whether x is positive by its form alone."""
    match x:
        case Exp() | t.Size():
            return True
        case t.Scalar():
            return x.sign is Sign.POSITIVE
        case t.Entry(family, _):
            return family.sign is Sign.POSITIVE
        case Number(value):
            return value > 0
        case Add(args) | Mul(args):
            return all(map(is_positive, args))
        case Div(a, b):
            return is_positive(a) and is_positive(b)
        case Named():
            return is_positive(unfold(x))
        case Binder(BinderKind.SUM, body, index, (), None):
            domain = index.domain
            return isinstance(domain, Range) and domain.low.is_constant and domain.low.const == 1 and is_positive(body)
    return False


def product_of(factors) -> Term:
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def flat(term: Term) -> Term:
    """The term with sums inside sums and products inside products joined, as an author would write it."""
    made = rebuild(term, flat, lambda position: position) if not isinstance(term, t.Derivative) else term
    if isinstance(made, Add | Mul):
        kind = type(made)
        return kind(tuple(inner for arg in made.args for inner in (arg.args if type(arg) is kind else (arg,))))
    return made
