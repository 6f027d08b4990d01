"""Variables that occur shifted: x_{k+1} as x_k of the next k."""

from __future__ import annotations

from collections.abc import Mapping

from derive.engine.ring import ONE, UNIT, Atom, Mono, Poly, Unsupported, argument
from derive.engine.sums import Sums
from derive.engine.tokens import Place, difference, place_of, place_tokens

Axes = Mapping[str, tuple[tuple[str, str] | None, ...]]
"""The first and last position of every axis of every family; none for a continuum."""


def common_offset(kernel: Sums, mono: Mono, token: str) -> int:
    """The least offset at which a variable stands in entries; 0 where it stands in anything but token + offset."""
    try:
        return min(_offsets(kernel, {mono: ONE}, token), default=0)
    except Unsupported:
        return 0


def _offsets(kernel: Sums, poly: Poly, token: str) -> set[int]:
    found: set[int] = set()
    for mono in poly:
        for i, _ in mono:
            atom = kernel.atoms[i]
            if token not in atom.indices or atom.kind == "value":
                continue
            if atom.kind == "entry":
                found |= {offset for place in atom.args[1] if (offset := _offset(place, token)) is not None}
            else:
                found |= _offsets(kernel, inner(atom), token)
    return found


def _offset(place: Place, token: str) -> int | None:
    if isinstance(place, str):
        return 0 if place == token else None
    parts, const = place
    if token not in dict(parts):
        return None
    if parts != ((token, 1),):
        raise Unsupported("a variable beside others")
    return const


def entries_exist(kernel: Sums, poly: Poly, token: str, reached: tuple[str, str], axes: Axes) -> bool:
    """Whether every entry at a variable that reaches from one position to another is one that its family has."""
    for mono in poly:
        for i, _ in mono:
            atom = kernel.atoms[i]
            if token not in atom.indices or atom.kind in ("value", "less", "delta"):
                continue
            try:
                if not _all_exist(kernel, atom, token, reached, axes):
                    return False
            except Unsupported:
                return False
    return True


def _all_exist(kernel: Sums, atom: Atom, token: str, reached: tuple[str, str], axes: Axes) -> bool:
    if atom.kind != "entry":
        return entries_exist(kernel, inner(atom), token, reached, axes)
    ends = axes.get(atom.args[0], (None,) * len(atom.args[1]))
    return all(_exists(place, token, reached, axis) for place, axis in zip(atom.args[1], ends, strict=True))


def _exists(place: Place, token: str, reached: tuple[str, str], axis: tuple[str, str] | None) -> bool:
    if token not in place_tokens(place):
        return True
    offset = _offset(place, token)
    if axis is None or offset is None:
        return False
    first, last = (difference(position, end) for position, end in zip(reached, axis, strict=True))
    return first is not None and last is not None and first + offset >= 0 >= last + offset


def inner(atom: Atom) -> Poly:
    """What a function or a sum is taken of. Raises Unsupported for an atom that is neither."""
    if atom.kind in ("exp", "sum", "log", "den"):
        return argument(atom)
    raise Unsupported(f"the argument of {atom.kind}")


class Shift:
    """Replaces a variable by itself plus a number of steps, in entries and as a number."""

    def __init__(self, kernel: Sums, token: str, steps: int) -> None:
        self._kernel = kernel
        self._token = token
        self._steps = steps

    def monomial(self, mono: Mono) -> Poly:
        """The monomial after the shift."""
        kernel = self._kernel
        total: Poly = {UNIT: ONE}
        for i, power in mono:
            atom = kernel.atoms[i]
            here = self._atom(atom) if self._token in atom.indices else kernel.of(atom)
            total = kernel.multiply(total, here if power == 1 else kernel.power(here, power))
        return total

    def _poly(self, poly: Poly) -> Poly:
        total: Poly = {}
        for mono, value in poly.items():
            self._kernel.add_into(total, self.monomial(mono), value)
        return total

    def _atom(self, atom: Atom) -> Poly:
        kernel = self._kernel
        match atom.kind:
            case "entry":
                return kernel.entry(atom.args[0], tuple(self._place(place) for place in atom.args[1]))
            case "value":
                return kernel.add(kernel.of(atom), kernel.constant(self._steps))
            case "exp":
                return kernel.exp(self._poly(inner(atom)))
            case "log":
                return kernel.log(self._poly(inner(atom)))
            case "sum":
                binders, body = kernel.open(atom, (self._token,))
                return kernel.sum(binders, self._poly(body))
        return self._poly(inner(atom))

    def _place(self, place: Place) -> Place:
        parts, const = (((place, 1),), 0) if isinstance(place, str) else place
        total = dict(parts)
        return place_of(total, const + total.get(self._token, 0) * self._steps)
