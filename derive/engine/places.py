"""Ranges, indices, families and scalars under the names the kernel knows them by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flint import fmpq

from derive.engine.rewriting import Kernel
from derive.engine.ring import Place, Sort, Unsupported, is_concrete
from derive.errors import InternalError
from derive.terms.affine import Affine, constant
from derive.terms.indices import Continuum, Domain, Index, Position, Range, to_affine, to_position
from derive.terms.nodes import Family, Scalar, Size
from derive.terms.ranges import Inside, inside, least, show_range

MAX_FIXED = 64


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
        self._labels: dict[str, list[object]] = {}
        self._named: dict[str, Domain] = {}
        self._lowest: dict[Affine, int] = {}

    def note_domain(self, domain: Domain) -> None:
        """Learn of a range in advance, so that ranges that differ in their lower end share the lowest."""
        if isinstance(domain, Range) and domain.low.is_constant and not self._settle(domain.high).is_constant:
            high = self._settle(domain.high)
            self._lowest[high] = min(self._lowest.get(high, domain.low.const), domain.low.const)

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
            self.kernel.declare_sort(Sort(name, values, self.kernel.constant(len(values)), len(values)))
            return name
        count = settled.count
        fewest = least(count, self.floors)
        if fewest is None or fewest < 0:
            raise Unsupported(f"the range {name} may be shorter than empty for small sizes")
        poly = self.kernel.constant(count.const)
        for symbol, coefficient in count.parts:
            if not isinstance(symbol, Size):
                raise InternalError("an index in the bound of a range")
            self.sizes[symbol.name] = symbol
            self.kernel.add_into(poly, self.kernel.size(symbol.name), fmpq(coefficient))
        self.kernel.declare_sort(Sort(name, None, poly, fewest))
        return name

    def index_sort(self, domain: Domain) -> str:
        """The sort that an index over `domain` belongs to: the widest range with the same end."""
        if isinstance(domain, Continuum):
            return self.sort(domain)
        settled = self._range(domain)
        return self.sort(settled if settled.is_fixed else self._widened(settled)[0])

    def _widened(self, domain: Range) -> tuple[Range, list[str]]:
        """The range with the same end that starts lowest, and the members to take away again."""
        lowest = self._lowest.get(domain.high, domain.low.const) if domain.low.is_constant else None
        if lowest is None or lowest == domain.low.const:
            return domain, []
        if lowest > domain.low.const:
            raise Unsupported(f"the range {show_range(domain)}, which was not noted in advance")
        return Range(constant(lowest), domain.high), [str(value) for value in range(lowest, domain.low.const)]

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
        if self._named.setdefault(index.key, index.domain) != index.domain:
            raise Unsupported(f"two indices called {index.label} over different ranges")
        self.kernel.sort_of[index.key] = sort
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
            else:
                token = self.token(symbol, env)
            if is_concrete(token):
                const += coefficient * int(token)
            else:
                total[token] = total.get(token, 0) + coefficient
        parts = tuple(sorted((t, c) for t, c in total.items() if c))
        if not parts:
            return str(const)
        if const == 0 and len(parts) == 1 and parts[0][1] == 1 and parts[0][0][0] != "#":
            return parts[0][0]
        return (parts, const)

    def plain(self, position: Position, env: Mapping[Index, str]) -> str:
        """A position that must be a lone index or an integer."""
        place = self.place(position, env)
        if not isinstance(place, str):
            raise Unsupported("a shifted index outside the brackets of a family")
        return place

    def label(self, kind: str, thing: Family | Scalar) -> str:
        """The kernel's name for a family or scalar; namesakes are told apart."""
        known = self._labels.setdefault(f"{kind} {thing.name}", [])
        if thing not in known:
            known.append(thing)
        place = known.index(thing)
        label = f"{kind} {thing.name}" + (f" ({place + 1})" if place else "")
        if isinstance(thing, Family):
            self.families[label] = thing
        else:
            self.scalars[label] = thing
        return label

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
