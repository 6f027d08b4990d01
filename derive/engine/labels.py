"""Canonical orders of the bound variables of a connected sum.

Variables are told apart by colour refinement; ties are broken by individualising one variable of the first tied
class, and branches whose first leaf looks like one already seen are images of it under a symmetry and are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from derive.engine.renaming import Binders, Renaming
    from derive.engine.ring import Mono

Colours = dict[str, int]


def canonical_orders(kernel: Renaming, binders: Binders, mono: Mono) -> list[Binders]:
    """The orders of `binders` among which the least labelling is canonical; one, unless there are ties."""
    if len(binders) == 1:
        return [binders]
    names = [token for token, _ in binders]
    sorts = dict(binders)

    def signature(name: str, colours: Colours) -> tuple[tuple[str, str], ...]:
        seen: list[tuple[str, str]] = []
        for i, power in mono:
            if name in kernel.atoms[i].indices:
                image = {u: "|@" if u == name else f"|c{colours[u]}" for u in names}
                renamed = kernel.rename_monomial(((i, 1),), image)
                seen.append((str(sorted(renamed.items(), key=lambda item: item[0])), str(power)))
        return tuple(sorted(seen))

    def refine(colours: Colours) -> Colours:
        while True:
            kernel.charge(len(names) * len(mono))
            marks = {name: (sorts[name], colours[name], signature(name, colours)) for name in names}
            ranks = {mark: rank for rank, mark in enumerate(sorted(set(marks.values())))}
            finer = {name: ranks[marks[name]] for name in names}
            if len(set(finer.values())) == len(set(colours.values())):
                return finer
            colours = finer

    def tied(colours: Colours) -> list[str]:
        classes: dict[int, list[str]] = {}
        for name in names:
            classes.setdefault(colours[name], []).append(name)
        return next((classes[colour] for colour in sorted(classes) if len(classes[colour]) > 1), [])

    def single_out(colours: Colours, chosen: str) -> Colours:
        return refine({u: 2 * c + (u != chosen) for u, c in colours.items()})

    def leaf(colours: Colours) -> Binders:
        return tuple((name, sorts[name]) for name in sorted(names, key=colours.__getitem__))

    return _branches(kernel, mono, refine(dict.fromkeys(names, 0)), tied, single_out, leaf)


def _branches(
    kernel: Renaming,
    mono: Mono,
    start: Colours,
    tied: Callable[[Colours], list[str]],
    single_out: Callable[[Colours, str], Colours],
    leaf: Callable[[Colours], Binders],
) -> list[Binders]:
    height = 1 + max(kernel.atoms[i].height for i, _ in mono)

    def first_leaf(colours: Colours) -> Binders:
        while group := tied(colours):
            colours = single_out(colours, group[0])
        return leaf(colours)

    def form(order: Binders) -> object:
        image = {token: f"~{height}.{place}" for place, (token, _) in enumerate(order)}
        return tuple(kernel.rename_monomial(mono, image))

    found: list[Binders] = []

    def explore(colours: Colours) -> None:
        kernel.charge(len(mono))
        group = tied(colours)
        if not group:
            found.append(leaf(colours))
            return
        seen: set[object] = set()
        for name in group:
            finer = single_out(colours, name)
            looks = form(first_leaf(finer))
            if looks not in seen:
                seen.add(looks)
                explore(finer)

    explore(start)
    return found
