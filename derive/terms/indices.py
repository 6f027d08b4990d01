"""Typed indices and the domains they run over.

An index always belongs to a domain and is never a number. A *free* index has a name; a *bound* one is
identified by the height of its binder above the innermost one, so renaming a bound variable changes
nothing and an outer index can never be captured: nested binders have different heights.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from derive.errors import TermError
from derive.terms.affine import Affine, affine, constant

if TYPE_CHECKING:
    from derive.terms.nodes import Size


@dataclass(frozen=True, slots=True)
class Range:
    """The integers `low` … `high`, both ends included; empty when `high` is below `low`."""

    low: Affine
    high: Affine

    @property
    def count(self) -> Affine:
        """Number of members, as long as it is not negative."""
        return self.high - self.low + constant(1)

    @property
    def is_fixed(self) -> bool:
        """Whether both ends are plain integers."""
        return self.low.is_constant and self.high.is_constant


@dataclass(frozen=True, slots=True)
class Continuum:
    """The domain of an integration variable; integrals over it are linear binders and nothing more."""

    name: str


Domain = Range | Continuum


@dataclass(frozen=True, slots=True)
class Index:
    """An index over `domain`.

    `key` is its name when free, the height of its binder (1, 2, …) when bound and -1, -2, … when it
    is a parameter of a definition. `label` is what to print; it plays no part in equality.
    """

    key: str | int
    domain: Domain
    label: str
    _hash: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.key, self.domain)))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            isinstance(other, Index)
            and self._hash == other._hash
            and self.key == other.key
            and self.domain == other.domain
        )

    def __hash__(self) -> int:
        return self._hash

    @property
    def order(self) -> tuple[int, int, str]:
        """Sorting key: free indices by name, then bound ones by height."""
        if isinstance(self.key, str):
            return (1, 0, self.key)
        return (2, self.key, "")

    @property
    def is_free(self) -> bool:
        """Whether the index is neither bound nor a parameter."""
        return isinstance(self.key, str)

    def __add__(self, other: Index | int) -> Affine:
        if isinstance(other, Index):
            return affine([(self, 1), (other, 1)])
        if isinstance(other, int):
            return affine([(self, 1)], other)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other: Index | int) -> Affine:
        if isinstance(other, Index):
            return affine([(self, 1), (other, -1)])
        if isinstance(other, int):
            return affine([(self, 1)], -other)
        return NotImplemented

    def not_a_number(self, *_: object) -> NoReturn:
        """Raise TermError: what arithmetic on an index does."""
        raise TermError(
            f"index {self.label} is used as a number; an index only stands in brackets, in a bound "
            f"or in a Kronecker delta: declare a family over its range, e.g. a = reals('a', n), and write a[{self.label}]; "
            f"number({self.label}) is the number itself"
        )

    __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __pow__ = __rpow__ = __neg__ = __rsub__ = not_a_number


Position = Index | int | Affine
"""What may stand in brackets: an index, an integer, or a shifted index such as `t + j`."""


def to_affine(position: Position | Size) -> Affine:
    """The position as an affine expression."""
    if isinstance(position, int):
        return constant(position)
    if isinstance(position, Affine):
        return position
    return affine([(position, 1)])


def to_position(value: Affine) -> Position:
    """The simplest form of an affine position: an integer, a lone index, or the expression itself."""
    if value.is_constant:
        return value.const
    if value.const == 0 and len(value.parts) == 1:
        symbol, coefficient = value.parts[0]
        if coefficient == 1 and isinstance(symbol, Index):
            return symbol
    return value


def indices_in(position: Position) -> frozenset[Index]:
    """The indices that occur in a position."""
    if isinstance(position, int):
        return frozenset()
    if isinstance(position, Index):
        return frozenset((position,))
    return frozenset(symbol for symbol, _ in position.parts if isinstance(symbol, Index))
