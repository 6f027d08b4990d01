"""Where a claim is checked: concrete sizes, and every way in which its free indices can agree or differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from derive.errors import TermError
from derive.sympy_opinion.names import plain
from derive.terms.claims import Claim, condition_terms, families_in, scalars_in, sizes_in
from derive.terms.indices import Continuum, Domain, Index, Position, to_affine
from derive.terms.nodes import Binder, Cases, Delta, Entry, IndexNumber, Named, Number, Size, Term
from derive.terms.relations import Condition, IndexCondition, Op
from derive.terms.to_sympy import Setting, to_sympy_at
from derive.terms.traverse import walk

SIZES = (2, 3)
"""The value that every size takes, one after the other, unless a claim says otherwise."""

OTHER_SIZES = (1, 4, 5, 6)
"""What is tried when the hypotheses on sizes allow neither."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A claim's sizes, by name, and the values of its free indices."""

    sizes: Mapping[str, int]
    indices: Mapping[Index, int]

    @property
    def setting(self) -> Setting:
        """The sizes, ready to write terms with."""
        return Setting(self.sizes)

    @property
    def size_label(self) -> str:
        """The sizes as text, e.g. `n = 3`."""
        return ", ".join(f"{plain(name)} = {value}" for name, value in sorted(self.sizes.items()))

    @property
    def label(self) -> str:
        """The sizes and indices as text, e.g. `n = 3, i = 1, j = 2`."""
        chosen = [f"{plain(index.label)} = {value}" for index, value in self.indices.items()]
        return ", ".join([*filter(None, [self.size_label]), *chosen])


def instances(claim: Claim) -> tuple[Instance, ...]:
    """Where `claim` is checked, smallest sizes first.

    Raises TermError when no sizes and indices meet its hypotheses, or an index runs over no range.
    """
    for values in (SIZES, OTHER_SIZES):
        found: dict[str, Instance] = {}
        for value in values:
            for instance in _at_size(claim, value):
                found.setdefault(instance.label, instance)
        if found:
            return tuple(found.values())
    raise TermError("no sizes and indices were found that meet the hypotheses on them")


def terms_of(claim: Claim) -> tuple[Term, ...]:
    """Both sides and everything in hypotheses."""
    return (claim.lhs, claim.rhs, *condition_terms(claim.assumptions))


def free_indices(claim: Claim) -> tuple[Index, ...]:
    """The free indices of the sides, of conditions and of index conditions, by name."""
    found = set(claim.free_indices)
    for fact in claim.assumptions:
        if isinstance(fact, Condition):
            found |= fact.free
        elif isinstance(fact, IndexCondition):
            for position in (fact.left, fact.right):
                found |= {symbol for symbol, _ in to_affine(position).parts if isinstance(symbol, Index)}
    return tuple(sorted(found, key=lambda index: index.order))


def _at_size(claim: Claim, value: int) -> Iterator[Instance]:
    sizes = {name: max(value, floor) for name, floor in claim.floors.items()}
    for size in sizes_in(terms_of(claim)):
        sizes.setdefault(size.name, max(value, size.at_least))
    on_sizes = [fact for fact in claim.assumptions if isinstance(fact, Condition) and _on_sizes(fact)]
    sizes |= _fixed(on_sizes)
    if not all(_size_fact_holds(fact, sizes) for fact in on_sizes):
        return
    free = free_indices(claim)
    setting = Setting(sizes)
    ranges = [_values(index, setting) for index in free]
    pinned = _pinned(terms_of(claim), claim)
    for chosen in product(*ranges):
        indices = dict(zip(free, chosen, strict=True))
        if (pinned is None or _is_first(free, chosen, ranges, pinned)) and _admitted(claim, indices, setting):
            yield Instance(sizes, indices)


def _values(index: Index, setting: Setting) -> range:
    if isinstance(index.domain, Continuum):
        raise TermError(f"{index.label} lives on {index.domain.name}, which cannot be written out for SymPy")
    return setting.values_of(index.domain, {})


def _on_sizes(fact: Condition) -> bool:
    """Whether a condition speaks of sizes alone."""
    sides = (fact.lhs, fact.rhs)
    return not fact.free and not families_in(sides) and not scalars_in(sides) and bool(sizes_in(sides))


def _fixed(facts: Iterable[Condition]) -> dict[str, int]:
    """The sizes that a hypothesis fixes."""
    found = {}
    for fact in facts:
        for one, other in ((fact.lhs, fact.rhs), (fact.rhs, fact.lhs)):
            if (
                fact.op is Op.EQ
                and isinstance(one, Size)
                and isinstance(other, Number)
                and other.value.denominator == 1
            ):
                found[one.name] = other.value.numerator
    return found


def _size_fact_holds(fact: Condition, sizes: Mapping[str, int]) -> bool:
    gap = to_sympy_at(fact.lhs, sizes, {}) - to_sympy_at(fact.rhs, sizes, {})
    match fact.op:
        case Op.EQ:
            return bool(gap == 0)
        case Op.NE:
            return bool(gap != 0)
        case Op.GT:
            return bool(gap > 0)
        case Op.GE:
            return bool(gap >= 0)


def _admitted(claim: Claim, indices: Mapping[Index, int], setting: Setting) -> bool:
    return all(
        (setting.at(fact.left, indices) == setting.at(fact.right, indices)) is fact.equal
        for fact in claim.assumptions
        if isinstance(fact, IndexCondition)
    )


def _pinned(terms: tuple[Term, ...], claim: Claim) -> frozenset[int] | None:
    """The integers that are written as positions, which no symmetry may move; None where there is no symmetry.

    As long as every index stands in places that have its own range, the members of a range are alike.
    """
    written: list[tuple[Position, Domain | None]] = []
    for term in terms:
        for node in walk(term):
            match node:
                case Entry(family, positions):
                    written += zip(positions, family.axes, strict=True)
                case Named(definition, positions):
                    written += zip(positions, (param.domain for param in definition.params), strict=True)
                case Delta(left, right) | Cases(left, right):
                    written += _compared(left, right)
                case Binder(_, _, index) if node.above is None and node.below is None:
                    written += [(position, index.domain) for position in node.limits]
                case Binder() | IndexNumber():
                    return None
    for fact in claim.assumptions:
        if isinstance(fact, IndexCondition):
            written += _compared(fact.left, fact.right)
    found: set[int] = set()
    for position, domain in written:
        if isinstance(position, int):
            found.add(position)
        elif not isinstance(position, Index) or (domain is not None and position.domain != domain):
            return None
    return frozenset(found)


def _compared(left: Position, right: Position) -> list[tuple[Position, Domain | None]]:
    """Two positions that are compared, each with the range of the other."""
    one = left.domain if isinstance(left, Index) else None
    other = right.domain if isinstance(right, Index) else None
    return [(left, other), (right, one)]


def _is_first(free: tuple[Index, ...], chosen: tuple[int, ...], ranges: list[range], pinned: frozenset[int]) -> bool:
    """Whether no renaming of the members that are alike gives an earlier choice."""
    seen: dict[Domain, set[int]] = {}
    for index, value, members in zip(free, chosen, ranges, strict=True):
        used = seen.setdefault(index.domain, set(pinned))
        if value not in used:
            if value != next(member for member in members if member not in used):
                return False
            used.add(value)
    return True
