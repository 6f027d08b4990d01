"""The nodes that carry indices: entries, definitions, deltas, binders, derivatives, limits, cases."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from derive.terms.arithmetic import NOTHING, Scalar, Sign, Term
from derive.terms.indices import Domain, Index, Position, indices_in
from derive.terms.ranges import positions_for


class Kind(Enum):
    """How the entries of a family are tied together."""

    FREE = "free"
    DISTRIBUTION = "distribution"
    ONE_HOT = "one-hot"


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """An indexed family of real numbers, one axis for each index. Not a term: its entries are."""

    name: str
    axes: tuple[Domain, ...]
    sign: Sign = Sign.REAL
    kind: Kind = Kind.FREE
    hot: Position | None = None

    def _identity(self) -> tuple[object, ...]:
        return (self.name, self.axes, self.sign, self.kind, self.hot)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Family) and self._identity() == other._identity())

    def __hash__(self) -> int:
        return hash((self.name, len(self.axes)))

    def __getitem__(self, key: Any) -> Entry:
        return Entry(self, positions_for(self.name, self.axes, key))


@dataclass(frozen=True, slots=True, eq=False)
class Entry(Term):
    """One entry of a family, at positions that were checked against its axes."""

    family: Family
    positions: tuple[Position, ...]

    def __post_init__(self) -> None:
        free = NOTHING.union(*[indices_in(position) for position in self.positions])
        self._seal((self.family, self.positions), free, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Delta(Term):
    """The Kronecker delta of two positions."""

    left: Position
    right: Position

    def __post_init__(self) -> None:
        self._seal((self.left, self.right), indices_in(self.left) | indices_in(self.right), 0)


@dataclass(frozen=True, slots=True, eq=False)
class IndexNumber(Term):
    """The whole number that a position is: an index counts as a number only where this says so."""

    position: Position

    def __post_init__(self) -> None:
        self._seal((self.position,), indices_in(self.position), 0)


class BinderKind(Enum):
    """What a binder does with the values of its body."""

    SUM = "sum"
    PRODUCT = "product"
    INTEGRAL = "integral"
    MAX = "max"


@dataclass(frozen=True, slots=True, eq=False)
class Binder(Term):
    """Σ, Π, ∫ or the largest value of `body` over the domain of the bound `index`.

    `exclude` lists positions to leave out (Σ over j ≠ i); `only` restricts to one (Σ over j = i); of the domain only
    what lies above `above` and below `below` counts (Σ over j > i).
    """

    kind: BinderKind
    body: Term
    index: Index
    exclude: tuple[Position, ...] = ()
    only: Position | None = None
    above: Position | None = None
    below: Position | None = None

    def __post_init__(self) -> None:
        free = self.body.free - {self.index}
        for position in self.limits:
            free |= indices_in(position)
        key = (self.kind, self.body, self.index, self.exclude, self.only, self.above, self.below)
        self._seal(key, free, 1 + self.body.height, (self.body,), 1 + self.body.weight)

    @property
    def limits(self) -> tuple[Position, ...]:
        """Every position that restricts the domain."""
        return (*self.exclude, *[at for at in (self.only, self.above, self.below) if at is not None])


@dataclass(frozen=True, slots=True, eq=False)
class Derivative(Term):
    """The partial derivative of `body` along an entry of a declared family, or a scalar."""

    body: Term
    wrt: Entry | Scalar

    def __post_init__(self) -> None:
        self._seal_children((self.body, self.wrt), (self.body, self.wrt))


@dataclass(frozen=True, slots=True, eq=False)
class Limit(Term):
    """The limit of `body` as `variable` grows without bound."""

    body: Term
    variable: Scalar

    def __post_init__(self) -> None:
        body, variable = self.body, self.variable
        self._seal((body, variable), body.free, body.height, (body, variable), 1 + body.weight + variable.weight)


@dataclass(frozen=True, slots=True, eq=False)
class Cases(Term):
    """`equal` where the two positions agree, `unequal` where they do not."""

    left: Position
    right: Position
    equal: Term
    unequal: Term

    def __post_init__(self) -> None:
        free = indices_in(self.left) | indices_in(self.right) | self.equal.free | self.unequal.free
        height = max(self.equal.height, self.unequal.height)
        key = (self.left, self.right, self.equal, self.unequal)
        self._seal(key, free, height, (self.equal, self.unequal), 1 + self.equal.weight + self.unequal.weight)


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """`name[params] := body`. Not a term when it has parameters: its uses are."""

    name: str
    params: tuple[Index, ...]
    body: Term

    def _identity(self) -> tuple[object, ...]:
        return (self.name, self.params, self.body)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Definition) and self._identity() == other._identity())

    def __hash__(self) -> int:
        return hash((self.name, self.body))

    def __getitem__(self, key: Any) -> Named:
        return Named(self, positions_for(self.name, tuple(p.domain for p in self.params), key))


@dataclass(frozen=True, slots=True, eq=False)
class Named(Term):
    """A use of a definition: printed by name, decided by what it stands for."""

    definition: Definition
    positions: tuple[Position, ...] = ()

    def __post_init__(self) -> None:
        free = NOTHING.union(*[indices_in(position) for position in self.positions])
        body = self.definition.body
        self._seal((self.definition, self.positions), free, body.height, weight=1 + body.weight)
