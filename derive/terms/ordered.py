"""Bounds of sums that hold an outer index: Σ_{j=i+1}^{n} runs over the part of j's range that lies above i."""

from __future__ import annotations

from collections.abc import Mapping

from derive.errors import TermError
from derive.terms.affine import Affine, Symbol, constant
from derive.terms.indices import Index, Position, Range, to_affine, to_position
from derive.terms.nodes import Binder
from derive.terms.ranges import least

Order = tuple[Position | None, Position | None]
"""What an index lies above, and what it lies below."""


def moved(position: Affine, image: Mapping[Index, Position]) -> Position:
    """A position in which indices are replaced."""
    return to_position(
        position.substitute(lambda s: to_affine(image[s]) if isinstance(s, Index) and s in image else None)
    )


def order_of(low: Affine, high: Affine) -> Order:
    """The order that bounds state beside the range of an index: what it lies above, and what below."""
    return (
        to_position(low - constant(1)) if _outer(low) else None,
        to_position(high + constant(1)) if _outer(high) else None,
    )


def ordered_range(low: Affine, high: Affine, declared: Range) -> Range:
    """The range of an index summed from `low` to `high`: a bound that holds an index leaves the declared one."""
    return Range(declared.low if _outer(low) else low, declared.high if _outer(high) else high)


def widest_range(low: Affine, high: Affine) -> Range:
    """The range from the least value of `low` to the greatest of `high`, over all values of the indices in them."""
    return Range(_extreme(low, lowest=True), _extreme(high, lowest=False))


def _extreme(bound: Affine, *, lowest: bool) -> Affine:
    def end(symbol: Symbol) -> Affine | None:
        domain = symbol.domain if isinstance(symbol, Index) else None
        return None if not isinstance(domain, Range) else domain.low if lowest else domain.high

    return bound.substitute(end) if _outer(bound) else bound


def may_leave(term: Binder, floors: Mapping[str, int]) -> bool:
    """Whether a bound that holds an index may lie outside the range of the binder, which would cut it short."""
    domain = term.index.domain
    if not isinstance(domain, Range):
        return False
    gaps = [to_affine(term.above) + constant(1) - domain.low] if term.above is not None else []
    gaps += [domain.high - to_affine(term.below) + constant(1)] if term.below is not None else []
    return any((bound := least(gap, floors)) is None or bound < 0 for gap in gaps)


def _outer(bound: Affine) -> bool:
    """Whether a bound holds an index, which must then be an index and an integer."""
    outer = [symbol for symbol, _ in bound.parts if isinstance(symbol, Index)]
    if outer and not (len(bound.parts) == 1 and bound.parts[0][1] == 1):
        raise TermError("a bound that holds an index must be an index and an integer, such as i + 1")
    return bool(outer)
