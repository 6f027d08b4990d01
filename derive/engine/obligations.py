"""What terms need to be defined."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from flint import fmpq

from derive.engine.ring import Mono, Poly
from derive.terms.nodes import Term


class Need(Enum):
    """What a subterm must satisfy for the whole to be defined."""

    NONZERO = "≠ 0"
    POSITIVE = "> 0"
    NONNEGATIVE = "≥ 0"


@dataclass(frozen=True, slots=True)
class Obligation:
    """`term need` on the domain, where `poly` is the term's normal form.

    `apart` lists tokens known to differ there; `limit` names the variable it need only hold eventually in;
    `certain` says that the subterm is reached at every point: under no binder that may be empty or leave out.
    """

    term: Term
    need: Need
    poly: Poly
    apart: tuple[frozenset[str], ...]
    limit: str | None
    certain: bool


ObligationKey = tuple[Term, Need, tuple[tuple[Mono, fmpq], ...], str | None, tuple[frozenset[str], ...]]
Setting = tuple[tuple[str, ...], tuple[str, ...], tuple[frozenset[str], ...], bool]
"""What the meaning of a term depends on besides its indices: limits, derivatives, tokens apart, certainty."""
