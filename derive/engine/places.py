"""Ranges, indices, families and scalars under the names the kernel knows them by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from derive.engine.rewriting import Kernel
from derive.engine.ring import Poly, Sort, Unsupported
from derive.engine.tokens import Place, is_concrete, place_of, taken_apart
from derive.errors import InternalError
from derive.terms.affine import Affine, Symbol, constant
from derive.terms.indices import Continuum, Domain, Index, Position, Range, to_affine, to_position
from derive.terms.nodes import Entry, Family, Scalar, Size
from derive.terms.ranges import Inside, inside, inside_range, least, show_range

MAX_FIXED = 64
MAX_ENDS = 4
"""Members at either end of a range that are known by name."""


@dataclass(frozen=True, slots=True)
class RangeNeed:
    """`position` must lie in `axis` of `name`, which the declared sizes alone do not ensure."""

    name: str
    position: Position
    axis: Range


class Places:
    """Names for ranges, indices, families and scalars.

    `floors` gives the least value of each size, `fixed` the sizes that a hypothesis fixes, and `aliases`
    the free indices that stand for another index or for an integer.
    """

    def __init__(self, kernel: Kernel, floors: Mapping[str, int], fixed: Mapping[str, int]) -> None:
        self.kernel = kernel
        self.floors = dict(floors)
        self.fixed = dict(fixed)
        self.aliases: dict[Index, str] = {}
        self.range_needs: dict[tuple[str, Position, Range], RangeNeed] = {}
        self.families: dict[str, Family] = {}
        self.scalars: dict[str, Scalar] = {}
        self.sizes: dict[str, Size] = {}
        self.domains: dict[str, Domain] = {}
        self._labels: dict[str, tuple[object, ...]] = {}
        self._named: dict[str, Domain] = {}
        self._widest: dict[tuple[tuple[Symbol, int], ...], tuple[int, int]] = {}

    def note_domain(self, domain: Domain) -> None:
        """Learn of a range in advance, so that ranges that differ in their ends share the widest."""
        if not isinstance(domain, Range):
            return
        low, high = self._settle(domain.low), self._settle(domain.high)
        self.kernel.first_index = min(self.kernel.first_index, low.const if low.is_constant else -1)
        if low.is_constant:
            known = self._widest.get(high.parts, (low.const, high.const))
            self._widest[high.parts] = (min(known[0], low.const), max(known[1], high.const))

    def _settle(self, value: Affine) -> Affine:
        """Sizes that a hypothesis fixes, put in."""
        if not self.fixed:
            return value
        return value.substitute(
            lambda s: constant(self.fixed[s.name]) if isinstance(s, Size) and s.name in self.fixed else None
        )

    def _range(self, domain: Range) -> Range:
        return Range(self._settle(domain.low), self._settle(domain.high))

    def sort(self, domain: Domain) -> str:
        """The kernel's name for a domain, declared there on first use."""
        if isinstance(domain, Continuum):
            name = f"∫{domain.name}"
            if name not in self.kernel.sorts:
                self.domains[name] = domain
                self.kernel.declare_sort(Sort(name, None, None, 1))
            return name
        settled = self._range(domain)
        name = show_range(settled)
        if name in self.kernel.sorts:
            return name
        self.domains[name] = settled
        if settled.is_fixed:
            low, high = settled.low.const, settled.high.const
            if high - low >= MAX_FIXED:
                raise Unsupported(f"a fixed range of more than {MAX_FIXED} members")
            values = tuple(str(value) for value in range(low, high + 1))
            count = self.kernel.constant(len(values))
            self.kernel.declare_sort(Sort(name, values, count, len(values), members=frozenset(values)))
            self._place_among(name, settled)
            return name
        number = settled.count
        fewest = least(number, self.floors)
        if fewest is None or fewest < 0:
            raise Unsupported(f"the range {name} may be shorter than empty for small sizes")
        for symbol, _ in number.parts:
            if not isinstance(symbol, Size):
                raise InternalError("an index in the bound of a range")
            self.sizes[symbol.name] = symbol
        few = range(min(fewest, MAX_ENDS))
        ends = self._token_at(settled.low), self._token_at(settled.high)
        members = [self._token_at(end) for d in few for end in (settled.low + constant(d), settled.high - constant(d))]
        self.kernel.declare_sort(Sort(name, None, self.value(number, {}), fewest, ends, frozenset(members)))
        self._place_among(name, settled)
        return name

    def _token_at(self, position: Affine) -> str:
        """The token of a position that is told by sizes alone."""
        return self.plain(position, {})

    def index_sort(self, domain: Domain) -> str:
        """The sort that an index over `domain` belongs to: its own, or the widest where that may be no range."""
        if isinstance(domain, Continuum):
            return self.sort(domain)
        settled = self._range(domain)
        fewest = least(settled.count, self.floors)
        if fewest is not None and fewest >= 0:
            return self.sort(settled)
        return self.sort(self._widened(settled)[0])

    def _widened(self, domain: Range) -> tuple[Range, tuple[str, ...]]:
        """The range that starts lowest and ends highest, of those that differ in constants, and what it has besides."""
        low, high = domain.low, domain.high
        if not low.is_constant or domain.is_fixed:
            return domain, ()
        first, last = self._widest.get(high.parts, (low.const, high.const))
        extra = [str(value) for value in range(first, low.const)]
        extra += [self._token_at(Affine(high.parts, value)) for value in range(high.const + 1, last + 1)]
        return Range(constant(min(first, low.const)), Affine(high.parts, max(last, high.const))), tuple(extra)

    def _place_among(self, name: str, domain: Range) -> None:
        """Note which ranges are parts of which, and which of them is the widest."""
        for other, known in self.domains.items():
            if isinstance(known, Range):
                for one, two, pair in ((domain, known, (name, other)), (known, domain, (other, name))):
                    if inside_range(one, two, self.floors):
                        self.kernel.contained.add(pair)
        wide, extra = self._widened(domain)
        if extra:
            self.kernel.wider[name] = (self.sort(wide), extra)
            self.kernel.ordered = True

    def token(self, index: Index, env: Mapping[Index, str]) -> str:
        """The token of an index."""
        known = env.get(index)
        if known is not None:
            return known
        alias = self.aliases.get(index)
        if alias is not None:
            return alias
        if not isinstance(index.key, str):
            raise InternalError(f"index {index.label} is bound by nothing")
        sort = self.index_sort(index.domain)
        values = self.kernel.sorts[sort].values
        if values is not None and len(values) == 1:
            return values[0]
        if self._named.get(index.key, index.domain) != index.domain:
            raise Unsupported(f"two indices called {index.label} over different ranges")
        self.kernel.sort_of[index.key] = sort
        if index.key not in self._named and isinstance(index.domain, Range):
            outside = self._widened(self._range(index.domain))[1]
            self.kernel.distinct |= {frozenset((index.key, token)) for token in outside}
        self._named[index.key] = index.domain
        return index.key

    def place(self, position: Position, env: Mapping[Index, str]) -> Place:
        """A position as the kernel sees it."""
        if isinstance(position, int):
            return str(position)
        if isinstance(position, Index):
            return self.token(position, env)
        total: dict[str, int] = {}
        const = position.const
        for symbol, coefficient in position.parts:
            if isinstance(symbol, Size):
                value = self.fixed.get(symbol.name)
                token = f"#{symbol.name}" if value is None else str(value)
                self.sizes[symbol.name] = symbol
            else:
                token = self.token(symbol, env)
            parts, offset = taken_apart(token)
            const += coefficient * offset
            for part, times in parts:
                total[part] = total.get(part, 0) + coefficient * times
        return place_of(total, const)

    def value(self, position: Position, env: Mapping[Index, str]) -> Poly:
        """A position as a number."""
        return self.kernel.value(self.place(position, env))

    def plain(self, position: Position, env: Mapping[Index, str]) -> str:
        """A position that must be a lone index or an integer."""
        place = self.place(position, env)
        if not isinstance(place, str):
            raise Unsupported("a shifted index outside the brackets of a family")
        return place

    def label(self, kind: str, thing: Family | Scalar) -> str:
        """The kernel's name for a family or scalar; namesakes are told apart."""
        known = self._labels.get(f"{kind} {thing.name}", ())
        if thing not in known:
            known = self._labels[f"{kind} {thing.name}"] = (*known, thing)
        place = known.index(thing)
        label = f"{kind} {thing.name}" + (f" ({place + 1})" if place else "")
        if isinstance(thing, Family):
            if label in self.families:
                return label
            self.families[label] = thing
            self.kernel.axes[label] = tuple(self._ends(axis) for axis in thing.axes)
        else:
            self.scalars[label] = thing
        return label

    def declared(self, bound: Mapping[Scalar, str], leaf: Entry | Scalar | Size) -> str:
        """The declared sign of a size, or of a scalar or family, of which scalars that are `bound` have other names."""
        if isinstance(leaf, Size):
            return "+" if self.floors.get(leaf.name, 1) > 0 else "0+"
        name = (
            self.label("family", leaf.family)
            if isinstance(leaf, Entry)
            else bound.get(leaf) or self.label("scalar", leaf)
        )
        return "+" if name in self.kernel.positive else "0+" if name in self.kernel.nonnegative else "?"

    def _ends(self, axis: Domain) -> tuple[str, str] | None:
        """The first and last position of an axis."""
        if isinstance(axis, Continuum):
            return None
        settled = self._range(axis)
        return self._token_at(settled.low), self._token_at(settled.high)

    def _need_range(self, name: str, position: Position, axis: Range, env: Mapping[Index, str]) -> None:
        """Record that a position must lie in range, unless fixed sizes or aliases settle it."""
        settled = self._range(axis)
        at = self._settle(to_affine(position)).substitute(lambda s: self._known_value(s, env))
        if inside(to_position(at), settled, self.floors) is not Inside.ALWAYS:
            self.range_needs.setdefault((name, position, axis), RangeNeed(name, position, axis))

    def _known_value(self, symbol: Index | Size, env: Mapping[Index, str]) -> Affine | None:
        if isinstance(symbol, Size):
            return None
        token = env.get(symbol) or self.aliases.get(symbol, "?")
        return constant(int(token)) if is_concrete(token) else None
