"""The values that the index of a binder takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from derive.evaluate.machine import Machine
from derive.evaluate.wholes import Whole
from derive.terms.indices import Position, Range
from derive.terms.nodes import Binder


def members(term: Binder, domain: Range, whole: Callable[[Position], Whole]) -> Callable[[Machine], Sequence[int]]:
    """The code of the values that a binder over a range goes through; `whole` compiles positions."""
    low, high = whole(domain.low), whole(domain.high)
    left_out = [whole(position) for position in term.exclude]
    only = None if term.only is None else whole(term.only)
    above, below = (None if limit is None else whole(limit) for limit in (term.above, term.below))

    def run(m: Machine) -> Sequence[int]:
        bottom, top = low(m), high(m)
        found: Sequence[int] = range(bottom, top + 1)
        if only is not None:
            kept = only(m)
            found = [kept] if kept in found else []
        else:
            m.spend(max(0, top - bottom + 1))
        if above is not None or below is not None:
            found = [v for v in found if (above is None or v > above(m)) and (below is None or v < below(m))]
        if left_out:
            gone = [position(m) for position in left_out]
            found = [v for v in found if v not in gone]
        return found

    return run
