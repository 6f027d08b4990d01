"""What the symbols of a SymPy chain are: sizes, indices with their ranges, families with their axes.

SymPy does not type its symbols, so their use decides, over the whole chain at once:
a symbol in a bound or in a shape is a size; one in brackets, in a Kronecker delta or summed over is an
index. The axis of a family comes from its shape, else from the indices bound to run over it; a shape
(n,) means 1..n unless bound indices run over 0..n-1. A free index runs over the axes it stands on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy

from derive.errors import DoorError
from derive.terms.affine import Affine, Symbol, affine, constant, scaled
from derive.terms.declare import size
from derive.terms.indices import Index, Range
from derive.terms.nodes import Size
from derive.terms.ordered import widest_range
from derive.terms.ranges import inside_range, show_range

Axis = tuple[str, int]
"""A family's name, and which of its axes."""
Scope = Mapping[Any, Range]
"""The range of each SymPy symbol bound around an expression."""


@dataclass(slots=True)
class Survey:
    """The kinds of the symbols of one chain, and the ranges found for them."""

    sizes: dict[Any, Size] = field(default_factory=dict)
    indices: set[Any] = field(default_factory=set)
    axes: dict[Axis, Range] = field(default_factory=dict)
    free: dict[Any, Range] = field(default_factory=dict)

    def axis(self, name: str, place: int) -> Range:
        """The range of one axis of a family; raises DoorError when nothing tells it."""
        found = self.axes.get((name, place))
        if found is None:
            raise DoorError(
                f"nothing tells what {name} is indexed over; give it a shape: IndexedBase({name!r}, shape=(n,)), one size an axis"
            )
        return found

    def index(self, symbol: Any) -> Index:
        """A free index; raises DoorError when nothing tells its range."""
        found = self.free.get(symbol)
        if found is None:
            raise DoorError(
                f"nothing tells what {symbol} runs over; use it in brackets of an IndexedBase with a shape, as in z[{symbol}]"
            )
        return Index(str(symbol), found, str(symbol))

    def read_affine(self, expr: Any, image: Callable[[Any], Symbol]) -> Affine:
        """A SymPy integer expression over sizes and indices; `image` gives the meaning of a symbol."""
        if isinstance(expr, sympy.Idx):
            expr = expr.label
        if isinstance(expr, sympy.Integer):
            return constant(int(expr))
        if isinstance(expr, sympy.Symbol):
            return affine([(image(expr), 1)])
        if isinstance(expr, sympy.Add):
            total = constant(0)
            for arg in expr.args:
                total = total + self.read_affine(arg, image)
            return total
        if isinstance(expr, sympy.Mul) and len(expr.args) == 2 and isinstance(expr.args[0], sympy.Integer):
            return scaled(self.read_affine(expr.args[1], image), int(expr.args[0]))
        raise DoorError(f"{expr} cannot stand in a bound or in brackets; use integers, sizes, indices and their sums")

    def bounds(self, low: Any, high: Any) -> Range:
        """The range low..high; raises DoorError when a bound is no size."""
        return widest_range(*self.ends(low, high, {}))

    def ends(self, low: Any, high: Any, scope: Mapping[Any, Index]) -> tuple[Affine, Affine]:
        """The bounds of a binder, which may hold indices bound further out; raises DoorError for any other index."""

        def image(symbol: Any) -> Symbol:
            return scope[symbol] if symbol in scope else self._size(symbol)

        return self.read_affine(low, image), self.read_affine(high, image)

    def _size(self, symbol: Any) -> Symbol:
        found = self.sizes.get(symbol)
        if found is None:
            raise DoorError(f"{symbol} stands in a bound but is an index, which no sum further out runs over")
        return found


def free_symbols(expr: Any) -> set[Any]:
    """The free symbols of an expression, an Idx by its label."""
    return {symbol.label if isinstance(symbol, sympy.Idx) else symbol for symbol in expr.free_symbols}


def survey(parts: Iterable[Any], least: Mapping[str, int]) -> Survey:
    """Find out what every symbol of `parts` is; `least` gives the least value of a size where one is stated.

    Raises DoorError where two uses contradict each other.
    """
    everything = tuple(parts)
    found = Survey()
    uses = _Uses(found)
    summed: set[Any] = set()
    for part in everything:
        summed |= _summed(part)
    for part in everything:
        _classify(part, found, summed, least)
    found.indices -= set(found.sizes)
    for part in everything:
        uses.scan(part, {})
    uses.resolve()
    return found


def _summed(part: Any) -> set[Any]:
    binders = [node for node in sympy.preorder_traversal(part) if isinstance(node, sympy.Sum | sympy.Product)]
    variables = [limit[0] for node in binders for limit in node.limits]
    return {variable.label if isinstance(variable, sympy.Idx) else variable for variable in variables}


def _classify(part: Any, found: Survey, summed: set[Any], least: Mapping[str, int]) -> None:
    compared: list[Any] = []
    for node in sympy.preorder_traversal(part):
        if isinstance(node, sympy.Sum | sympy.Product):
            found.indices |= summed
            for _, *bounds in node.limits:
                _sizes(bounds, found, least, summed)
        elif isinstance(node, sympy.Idx):
            found.indices.add(node.label)
            _sizes([bound for bound in (node.lower, node.upper) if bound is not None], found, least)
        elif isinstance(node, sympy.Indexed):
            for position in node.indices:
                found.indices |= free_symbols(position)
            _sizes(node.base.shape or (), found, least)
        elif isinstance(node, sympy.KroneckerDelta):
            found.indices |= free_symbols(node)
        elif isinstance(node, sympy.Eq | sympy.Ne) and all(type(side) is sympy.Symbol for side in node.args):
            compared.append(node.args)
    for _ in compared:
        for pair in compared:
            found.indices |= set(pair) if found.indices & set(pair) else set()
    # SymPy counts an Indexed among the free symbols of what holds it.
    found.indices = {symbol for symbol in found.indices if type(symbol) in (sympy.Symbol, sympy.Dummy)}


def _sizes(
    bounds: Iterable[Any], found: Survey, least: Mapping[str, int], summed: Collection[Any] = frozenset()
) -> None:
    for bound in bounds:
        for symbol in bound.free_symbols - set(summed):
            if isinstance(symbol, sympy.Symbol) and symbol not in found.sizes:
                if symbol.is_integer is False or symbol.is_positive is False:
                    raise DoorError(f"{symbol} is a bound, but its assumptions say it is no positive integer")
                found.sizes[symbol] = size(str(symbol), at_least=least.get(str(symbol), 1))


@dataclass(slots=True)
class _Uses:
    """Every place where an index stands, and the ranges that follow."""

    found: Survey
    ranks: dict[str, int] = field(default_factory=dict)
    shapes: dict[Axis, Affine] = field(default_factory=dict)
    bound: dict[Axis, dict[Range, None]] = field(default_factory=dict)
    standing: dict[Axis, dict[Any, None]] = field(default_factory=dict)
    beside: list[tuple[Any, Any]] = field(default_factory=list)

    def scan(self, expr: Any, scope: Scope) -> None:
        """Record the uses in `expr`, whose bound symbols have the ranges in `scope`."""
        if isinstance(expr, sympy.Sum | sympy.Product):
            inner = dict(scope)
            for variable, *bounds in reversed(expr.limits):
                if len(bounds) != 2:
                    raise DoorError(f"{expr} has no bounds for {variable}; write ({variable}, 1, n)")
                outer = {symbol: Index(str(symbol), domain, str(symbol)) for symbol, domain in inner.items()}
                ends = self.found.ends(bounds[0], bounds[1], outer)
                inner[variable.label if isinstance(variable, sympy.Idx) else variable] = widest_range(*ends)
            self.scan(expr.function, inner)
            return
        if isinstance(expr, sympy.Indexed):
            name, count = str(expr.base.label), len(expr.indices)
            if self.ranks.setdefault(name, count) != count:
                raise DoorError(f"{name} is written with {count} indices and with {self.ranks[name]}; use two families")
            for place, position in enumerate(expr.indices):
                self._position((name, place), expr.base.shape, position, scope)
            return
        if isinstance(expr, sympy.KroneckerDelta | sympy.Eq | sympy.Ne):
            self._pair(expr.args[0], expr.args[1], scope)
        for arg in expr.args:
            self.scan(arg, scope)

    def _position(self, axis: Axis, shape: Any, position: Any, scope: Scope) -> None:
        found = self.found
        if position.has(sympy.Indexed):
            raise DoorError(f"{position} is an entry of a family, so it cannot stand in brackets itself; use an index")
        if shape is not None and axis[1] < len(shape):
            self.shapes[axis] = found.read_affine(shape[axis[1]], found._size)  # noqa: SLF001 (one job, two classes)
        symbols = [s for s in sorted(free_symbols(position), key=str) if s in found.indices]
        self._note_idx(position, scope)
        if all(symbol in scope for symbol in symbols):
            if symbols:
                self.bound.setdefault(axis, {})[self._extent(position, scope)] = None
        elif isinstance(position, sympy.Symbol | sympy.Idx):
            self.standing.setdefault(axis, {})[symbols[0]] = None

    def _extent(self, position: Any, scope: Scope) -> Range:
        """The least range that holds `position` for all values of its bound indices."""
        images: dict[Symbol, Range] = {}

        def image(symbol: Any) -> Symbol:
            if symbol in self.found.sizes:
                return self.found.sizes[symbol]
            index = Index(str(symbol), scope[symbol], str(symbol))
            images[index] = scope[symbol]
            return index

        at = self.found.read_affine(position, image)
        signs = dict(at.parts)
        low = at.substitute(lambda s: None if s not in images else images[s].low if signs[s] > 0 else images[s].high)
        high = at.substitute(lambda s: None if s not in images else images[s].high if signs[s] > 0 else images[s].low)
        return Range(low, high)

    def _note_idx(self, position: Any, scope: Scope) -> None:
        for idx in position.atoms(sympy.Idx):
            if idx.label not in scope and idx.lower is not None:
                self.found.free[idx.label] = self.found.bounds(idx.lower, idx.upper)

    def _pair(self, left: Any, right: Any, scope: Scope) -> None:
        for one, other in ((left, right), (right, left)):
            self._note_idx(one, scope)
            symbol = one.label if isinstance(one, sympy.Idx) else one
            partner = other.label if isinstance(other, sympy.Idx) else other
            if symbol in self.found.indices and symbol not in scope:
                self.beside.append((symbol, scope.get(partner, partner)))

    def resolve(self) -> None:
        """Turn uses into ranges: bound indices first, then free ones, then those known only by comparison."""
        for axis in (*self.shapes, *self.bound):
            self.found.axes[axis] = self._axis_of(axis)
        changed = True
        while changed:
            changed = self._spread() or self._compare()

    def _axis_of(self, axis: Axis) -> Range:
        ranges = list(self.bound.get(axis, {}))
        widest = [one for one in ranges if all(inside_range(other, one) for other in ranges)]
        if ranges and not widest:
            listed = " and over ".join(map(show_range, ranges))
            raise DoorError(
                f"{axis[0]} is indexed over {listed}; sum over one range, or write parts of it as separate families"
            )
        if axis not in self.shapes:
            return widest[0]
        count = self.shapes[axis]
        from_one, from_zero = Range(constant(1), count), Range(constant(0), count - constant(1))
        if widest and not inside_range(widest[0], from_one) and inside_range(widest[0], from_zero):
            return from_zero
        return from_one

    def _spread(self) -> bool:
        """Carry ranges between axes and the free indices that stand on them; whether anything was new."""
        found, before = self.found, len(self.found.axes) + len(self.found.free)
        for axis, symbols in self.standing.items():
            known = found.axes.get(axis)
            for symbol in symbols:
                if known is None and symbol in found.free:
                    known = found.axes[axis] = found.free[symbol]
                elif known is not None and found.free.setdefault(symbol, known) != known:
                    self._check(symbol, axis, known)
        return len(found.axes) + len(found.free) > before

    def _check(self, symbol: Any, axis: Axis, known: Range) -> None:
        other = self.found.free[symbol]
        if not inside_range(other, known):
            raise DoorError(
                f"index {symbol} stands on {axis[0]}, over {show_range(known)}, and also runs over {show_range(other)}; use two indices"
            )

    def _compare(self) -> bool:
        """Give an index the range of one it is compared with, where nothing else tells; whether anything was new."""
        for symbol, partner in self.beside:
            known = partner if isinstance(partner, Range) else self.found.free.get(partner)
            if symbol not in self.found.free and known is not None:
                self.found.free[symbol] = known
                return True
        return False
