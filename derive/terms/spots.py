"""The places of a term, each with what puts another subterm there; binders are opened on the way.

Inside a binder its index is a free one, so that whatever is put there, sums included, is bound anew and
nothing is captured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from derive.terms.build import bind
from derive.terms.indices import Continuum, Domain, Index
from derive.terms.nodes import Binder, Derivative, Limit, Term
from derive.terms.ranges import show_range
from derive.terms.traverse import instance, rebuild


@dataclass(frozen=True, slots=True)
class Spot:
    """The subterm `node`; `put` gives the whole term with another one in its place.

    `opened` are the indices of the binders around it, outermost first.
    """

    node: Term
    put: Callable[[Term], Term]
    opened: tuple[Index, ...] = ()

    def inner(self) -> Iterator[Spot]:
        """The places directly below, in written order; what a derivative runs along is none."""
        node = self.node
        if isinstance(node, Binder):
            yield self._under(node)
            return
        for place, child in enumerate(node.children):
            if not (isinstance(node, Derivative | Limit) and place == 1):
                yield self._child(place, child)

    def _child(self, place: int, child: Term) -> Spot:
        return Spot(child, lambda new: self.put(with_child(self.node, place, new)), self.opened)

    def _under(self, node: Binder) -> Spot:
        domain = node.index.domain
        key = f"{node.index.label} {len(self.opened)} in {_name(domain)}"
        index = Index(key, domain, node.index.label)

        def put(new: Term) -> Term:
            return self.put(bind(node.kind, new, index, node.exclude, node.only, (node.above, node.below)))

        return Spot(instance(node, index), put, (*self.opened, index))


def _name(domain: Domain) -> str:
    return domain.name if isinstance(domain, Continuum) else show_range(domain)


def spots(term: Term) -> Iterator[Spot]:
    """Every place of `term`, the whole first, each before what is below it."""
    stack = [Spot(term, lambda new: new)]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(reversed(list(top.inner())))


def everywhere(spot: Spot, change: Callable[[Spot], Term | None]) -> Term:
    """The subterm of `spot` with each outermost place that `change` has something for replaced by it."""
    changed = change(spot)
    if changed is not None:
        return changed
    term = spot.node
    for place in range(len(list(spot.inner()))):
        inner = list(Spot(term, lambda new: new, spot.opened).inner())[place]
        term = inner.put(everywhere(inner, change))
    return term


def with_child(term: Term, place: int, child: Term) -> Term:
    """The same node with the direct subterm number `place` replaced; not for binders that bind in `child`."""
    if isinstance(term, Derivative):
        return Derivative(child, term.wrt)
    count = iter(range(len(term.children)))
    return rebuild(term, lambda old: child if next(count) == place else old, lambda position: position)
