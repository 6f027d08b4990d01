"""Ranges: building them, and whether a position lies inside one for every admissible size."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from derive.errors import TermError
from derive.terms.affine import Affine, Symbol, constant
from derive.terms.arithmetic import Term
from derive.terms.indices import Continuum, Domain, Index, Position, Range, to_affine, to_position


class Inside(Enum):
    """Where a position lies relative to a range."""

    ALWAYS = "always"
    SOMETIMES = "for some sizes"
    NEVER = "never"


def read_affine(value: object, what: str) -> Affine:
    """`value` (int, Index, Affine or an affine term) as an affine expression; `what` names it in errors."""
    if isinstance(value, bool):
        raise TermError(f"{what} is {value!r}; write an integer, a size or an index")
    if isinstance(value, int):
        return constant(value)
    if isinstance(value, Affine):
        return value
    if isinstance(value, Index):
        return to_affine(value)
    if isinstance(value, Term):
        return value.as_affine()
    raise TermError(f"{what} is {value!r}; write an integer, a size or an index")


def domain_of(value: object, what: str) -> Domain:
    """A domain from what a declaration gives: a Range, a Continuum, an int n or a size (both meaning 1..n)."""
    if isinstance(value, Range | Continuum):
        return value
    high = read_affine(value, what)
    if any(isinstance(symbol, Index) for symbol, _ in high.parts):
        raise TermError(f"{what} must be a size, not an index")
    if high.is_constant and high.const < 1:
        raise TermError(f"{what} is empty: 1..{high.const}; give it at least one member")
    return Range(constant(1), high)


def least(value: Affine, floors: Mapping[str, int] | None = None) -> int | None:
    """The least value over all sizes and index values, or None when it is unbounded below.

    `floors` replaces the declared minimum of a size by name.
    """
    expanded = value.substitute(lambda symbol: _extreme(symbol, value, lowest=True))
    total = expanded.const
    for symbol, coefficient in expanded.parts:
        if isinstance(symbol, Index) or coefficient < 0:
            return None
        floor = symbol.at_least if floors is None else floors.get(symbol.name, 1)
        total += coefficient * floor
    return total


def greatest(value: Affine, floors: Mapping[str, int] | None = None) -> int | None:
    """The greatest value over all sizes and index values, or None when it is unbounded above."""
    lowest = least(-value, floors)
    return None if lowest is None else -lowest


def _extreme(symbol: Symbol, value: Affine, *, lowest: bool) -> Affine | None:
    if not isinstance(symbol, Index) or not isinstance(symbol.domain, Range):
        return None
    coefficient = dict(value.parts)[symbol]
    return symbol.domain.low if (coefficient > 0) == lowest else symbol.domain.high


def inside(position: Position, axis: Domain, floors: Mapping[str, int] | None = None) -> Inside:
    """Whether `position` lies in `axis` for every size and every value of its indices."""
    if isinstance(axis, Continuum):
        same = isinstance(position, Index) and position.domain == axis
        return Inside.ALWAYS if same else Inside.NEVER
    if isinstance(position, Index) and position.domain == axis:
        return Inside.ALWAYS
    at = to_affine(position)
    gaps = (at - axis.low, axis.high - at)
    if all((bound := least(gap, floors)) is not None and bound >= 0 for gap in gaps):
        return Inside.ALWAYS
    if any((bound := greatest(gap, floors)) is not None and bound < 0 for gap in gaps):
        return Inside.NEVER
    return Inside.SOMETIMES


def positions_for(name: str, axes: tuple[Domain, ...], key: Any) -> tuple[Position, ...]:
    """The positions written between brackets after `name`, checked against its axes.

    Raises TermError for a wrong number of them and for an index over another size. A position that is
    out of range for some or all values is kept: it is a matter of the verdict, not of the script.
    """
    given = key if isinstance(key, tuple) else (key,)
    if len(given) != len(axes):
        raise TermError(f"{name} has {len(axes)} axes but is written with {len(given)} positions")
    return tuple(_position(name, axis, value) for axis, value in zip(axes, given, strict=True))


def _position(name: str, axis: Domain, value: object) -> Position:
    if isinstance(value, Index) and value.domain == axis:
        return value
    if isinstance(axis, Continuum):
        raise TermError(f"{name} is a function on {axis.name}; write {name}[x] with x = variable('x', {axis.name})")
    at = read_affine(value, f"a position of {name}")
    for symbol, _ in at.parts:
        if isinstance(symbol, Index) and isinstance(symbol.domain, Continuum):
            raise TermError(f"{symbol.label} is an integration variable and cannot index {name}")
    position = to_position(at)
    if isinstance(position, Index) and isinstance(position.domain, Range) and not _comparable(position.domain, axis):
        raise TermError(
            f"index {position.label} runs over {show_range(position.domain)} but {name} is indexed over {show_range(axis)}"
        )
    return position


def _comparable(inner: Range, axis: Range) -> bool:
    """Whether two ranges are built on the same sizes, so that one can be part of the other."""
    return (
        inner.is_fixed
        or ((inner.low - axis.low).is_constant and (axis.high - inner.high).is_constant)
        or inside_range(inner, axis)
    )


def inside_range(inner: Range, outer: Range, floors: Mapping[str, int] | None = None) -> bool:
    """Whether every member of `inner` is a member of `outer`, for every size."""
    gaps = (inner.low - outer.low, outer.high - inner.high)
    return all((bound := least(gap, floors)) is not None and bound >= 0 for gap in gaps)


def show_affine(value: Affine) -> str:
    """`value` as plain text, e.g. `n-1`."""
    text = ""
    for symbol, coefficient in value.parts:
        name = symbol.label if isinstance(symbol, Index) else symbol.name
        factor = "" if abs(coefficient) == 1 else str(abs(coefficient))
        text += ("-" if coefficient < 0 else "+" if text else "") + factor + name
    if value.const or not text:
        text += f"{value.const:+d}" if text else str(value.const)
    return text


def show_range(domain: Domain) -> str:
    """The domain as plain text, e.g. `1..n`."""
    if isinstance(domain, Continuum):
        return domain.name
    return f"{show_affine(domain.low)}..{show_affine(domain.high)}"
