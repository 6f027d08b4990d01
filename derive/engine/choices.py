"""Which of several is the largest, settled by cases.

|f| is f where f ≥ 0 and -f where f ≤ 0. The largest of f_k over a range is f at some member, which is as good as
any other: all that is known of it is that no other member is larger. So each maximum goes, for a fact on signs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from flint import fmpq

from derive.engine.rewriting import Kernel
from derive.engine.ring import Atom, Poly, argument

Suppose = Callable[[Iterable[str]], None]
"""States what the hypotheses say for all members of a range, for the given tokens."""

Settled = Callable[[Poly, Suppose], bool]

MOST = 6
"""Maxima that one claim may hold."""


def has_order(kernel: Kernel, poly: Poly) -> bool:
    """Whether a maximum without bound indices occurs."""
    return next(_maxima(kernel, poly), None) is not None


def by_cases(kernel: Kernel, poly: Poly, suppose: Suppose, settled: Settled, most: int = MOST) -> bool:
    """Whether `settled` says so of `poly` whichever the largest are."""
    atom = next(_maxima(kernel, poly), None)
    if atom is None:
        return settled(poly, suppose)
    if not most:
        return False
    if atom.kind == "abs":
        return all(
            _case(kernel, poly, atom, value, suppose, _facts(kernel, value), settled, most)
            for value in _values(kernel, atom)
        )
    ((label, sort),) = atom.args[0]
    member = f"{{largest {atom.id}:{sort}"
    body = dict(atom.args[1])
    value = kernel.rename(body, {label: member})
    kernel.sort_of[member] = sort
    try:
        return _case(kernel, poly, atom, value, suppose, _no_larger(kernel, atom, member), settled, most)
    finally:
        del kernel.sort_of[member]


def _case(
    kernel: Kernel,
    poly: Poly,
    atom: Atom,
    value: Poly,
    suppose: Suppose,
    facts: Suppose,
    settled: Settled,
    most: int,
) -> bool:
    """The case in which a maximum has this value, and `facts` hold."""

    def all_known(tokens: Iterable[str]) -> None:
        known = tuple(tokens)
        facts(known)
        kernel.forget()
        suppose(known)

    before = kernel.context()
    try:
        all_known(tuple(kernel.sort_of))
        return by_cases(kernel, kernel.replaced(poly, atom.id, value), all_known, settled, most - 1)
    finally:
        kernel.return_to(before)


def _values(kernel: Kernel, atom: Atom) -> tuple[Poly, ...]:
    """What |f| may be, each where it is not negative."""
    inside = dict(atom.args[0])
    return inside, kernel.scale(inside, fmpq(-1))


def _facts(kernel: Kernel, value: Poly) -> Suppose:
    return lambda _tokens: kernel.state(value, "0+")


def _no_larger(kernel: Kernel, atom: Atom, member: str) -> Suppose:
    ((label, sort),) = atom.args[0]
    body = dict(atom.args[1])

    def state(tokens: Iterable[str]) -> None:
        value = kernel.rename(body, {label: member})  # anew each time: more may be known of it by now
        for token in tokens:
            if kernel.belongs(token, sort):
                kernel.state(kernel.add(value, kernel.rename(body, {label: token}), fmpq(-1)), "0+")

    return state


def _maxima(kernel: Kernel, poly: Poly) -> Iterator[Atom]:
    """Maxima that hold no bound index and no other maximum, in an order that does not depend on the run."""
    seen: set[int] = set()
    stack = [i for mono in poly for i, _ in mono]
    found: list[Atom] = []
    while stack:
        i = stack.pop()
        if i in seen:
            continue
        seen.add(i)
        atom = kernel.atoms[i]
        if atom.kind in ("abs", "max") and all(token[0] != "~" for token in atom.indices):
            found.append(atom)
        stack += [j for mono in argument(atom) for j, _ in mono]
    yield from sorted(found, key=lambda atom: atom.id)
