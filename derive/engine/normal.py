"""Terms to normal form, collecting what must hold for the terms to be defined."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from flint import fmpq

from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Place, Poly, Sort, Undefined, Unsupported, exponent, is_concrete
from derive.engine.series import Expansion, NeedsPrecision
from derive.errors import InternalError
from derive.terms.affine import Affine, constant
from derive.terms.indices import Continuum, Domain, Index, Position, Range, to_affine, to_position
from derive.terms.nodes import (
    Add,
    Binder,
    BinderKind,
    Cases,
    Constant,
    Delta,
    Derivative,
    Div,
    Entry,
    Exp,
    Family,
    Limit,
    Log,
    Mul,
    Named,
    Neg,
    Number,
    Pow,
    Scalar,
    Size,
    Term,
)
from derive.terms.ranges import Inside, inside, least, show_range
from derive.terms.traverse import instance, substitute, unfold

MAX_FIXED = 64
PRECISIONS = (1, 2, 3, 4, 5, 6, 8, 10)


class Need(Enum):
    """What a subterm must satisfy for the whole to be defined."""

    NONZERO = "≠ 0"
    POSITIVE = "> 0"
    NONNEGATIVE = "≥ 0"


@dataclass(frozen=True, slots=True)
class Obligation:
    """`term need` on the domain, where `poly` is the term's normal form.

    `apart` lists tokens known to differ there; `limit` names the variable it need only hold eventually in.
    """

    term: Term
    need: Need
    poly: Poly
    apart: tuple[frozenset[str], ...]
    limit: str | None


@dataclass(frozen=True, slots=True)
class RangeNeed:
    """`position` must lie in `axis` of `name`, which the declared sizes alone do not ensure."""

    name: str
    position: Position
    axis: Range


class Normaliser:
    """Converts terms with one kernel. Environment: where each free or bound index is sent."""

    def __init__(self, kernel: Kernel, floors: Mapping[str, int], fixed: Mapping[str, int]) -> None:
        self.kernel = kernel
        self.floors = dict(floors)
        self.fixed = dict(fixed)
        self.aliases: dict[Index, str] = {}
        self.obligations: dict[tuple[Term, Need, str | None, tuple[frozenset[str], ...]], Obligation] = {}
        self.range_needs: dict[tuple[str, Position], RangeNeed] = {}
        self.leading: list[Poly] = []
        self._labels: dict[str, list[object]] = {}
        self._depth = 0
        self._limits: list[str] = []
        self._apart: list[frozenset[str]] = []
        self._derivatives = 0
        self._lowest: dict[Affine, int] = {}
        self._memo: dict[tuple[Term, str | None, int, tuple[frozenset[str], ...]], Poly] = {}

    # ranges and indices

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
                self.kernel.declare_sort(Sort(name, None, None, 1))
            return name
        settled = self._range(domain)
        name = show_range(settled)
        if name in self.kernel.sorts:
            return name
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
            self.kernel.add_into(poly, self.kernel.size(symbol.name), fmpq(coefficient))
        self.kernel.declare_sort(Sort(name, None, poly, fewest))
        return name

    def index_sort(self, domain: Domain) -> str:
        """The sort that an index over `domain` belongs to: the widest range with the same end."""
        if isinstance(domain, Continuum):
            return self.sort(domain)
        settled = self._range(domain)
        return self.sort(settled if settled.is_fixed else self._widened(settled)[0])

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
        return f"{kind} {thing.name}" + (f" ({place + 1})" if place else "")

    # conversion

    def convert(self, term: Term, env: Mapping[Index, str] | None = None) -> Poly:
        """The normal form of `term`. Raises Unsupported and Undefined."""
        env = env or {}
        if isinstance(term, Number | Scalar | Size | Entry | Constant | Delta):
            return self._convert(term, env)
        if env and not term.free.isdisjoint(env):
            return self._convert(term, env)
        key = (term, self._limits[-1] if self._limits else None, self._derivatives, tuple(self._apart))
        known = self._memo.get(key)
        if known is None:
            known = self._memo[key] = self._convert(term, env)
        return known

    def _convert(self, term: Term, env: Mapping[Index, str]) -> Poly:
        kernel = self.kernel
        match term:
            case Number(value):
                return kernel.constant(fmpq(value.numerator, value.denominator))
            case Constant(name):
                kernel.positive.add(f"constant {name}")
                return kernel.symbol(f"constant {name}")
            case Scalar():
                return kernel.symbol(self.label("scalar", term))
            case Size(name):
                known = self.fixed.get(name)
                return kernel.size(name) if known is None else kernel.constant(known)
            case Entry():
                return self._entry(term, env)
            case Delta(left, right):
                return kernel.delta(self.plain(left, env), self.plain(right, env))
            case Add(args):
                total: Poly = {}
                for arg in args:
                    kernel.add_into(total, self.convert(arg, env))
                return total
            case Neg(arg):
                return kernel.scale(self.convert(arg, env), fmpq(-1))
            case Mul(args):
                return kernel.product([self.convert(arg, env) for arg in args])
            case Div(numerator, denominator):
                below = self.convert(denominator, env)
                self._oblige(denominator, Need.NONZERO, below)
                return kernel.multiply(self.convert(numerator, env), kernel.power(below, -1))
            case Pow(base, exponent_term):
                return self._power(base, exponent_term, env)
            case Exp(arg):
                return kernel.exp(self.convert(arg, env))
            case Log():
                return self._log(term, env)
            case Binder():
                return self._binder(term, env)
            case Derivative(body, wrt):
                return self._derivative(body, wrt, env)
            case Limit(body, variable):
                return self.limit(body, variable, env)
            case Cases():
                return self._cases(term, env)
            case Named():
                return self.convert(unfold(term), env)
        raise InternalError(f"unknown term {type(term).__name__}")

    def _oblige(self, term: Term, need: Need, poly: Poly) -> None:
        limit = self._limits[-1] if self._limits else None
        if not poly and need is not Need.NONNEGATIVE:
            raise Undefined("division by zero" if need is Need.NONZERO else "a logarithm or power of zero")
        apart = tuple(self._apart)
        self.obligations.setdefault((term, need, limit, apart), Obligation(term, need, poly, apart, limit))

    def _entry(self, term: Entry, env: Mapping[Index, str]) -> Poly:
        family = term.family
        for position, axis in zip(term.positions, family.axes, strict=True):
            if isinstance(axis, Range) and inside(position, axis, self.floors) is not Inside.ALWAYS:
                self._need_range(family.name, position, axis, env)
        return self.kernel.entry(self.label("family", family), tuple(self.place(p, env) for p in term.positions))

    def _need_range(self, name: str, position: Position, axis: Range, env: Mapping[Index, str]) -> None:
        """Record that a position must lie in range, unless fixed sizes or aliases settle it."""
        settled = self._range(axis)
        at = self._settle(to_affine(position)).substitute(lambda s: self._known_value(s, env))
        if inside(to_position(at), settled, self.floors) is not Inside.ALWAYS:
            self.range_needs.setdefault((name, position), RangeNeed(name, position, axis))

    def _known_value(self, symbol: Index | Size, env: Mapping[Index, str]) -> Affine | None:
        if isinstance(symbol, Size):
            return None
        token = env.get(symbol) or self.aliases.get(symbol, "?")
        return constant(int(token)) if is_concrete(token) else None

    def _power(self, base: Term, exponent_term: Term, env: Mapping[Index, str]) -> Poly:
        below = self.convert(base, env)
        match exponent_term:
            case Number(value) | Neg(Number(value)):
                power = -value if isinstance(exponent_term, Neg) else value
                if power.denominator != 1:
                    strict = power < 0 or self._derivatives > 0
                    self._oblige(base, Need.POSITIVE if strict else Need.NONNEGATIVE, below)
                elif power < 0:
                    self._oblige(base, Need.NONZERO, below)
                elif abs(power) > MAX_FIXED:
                    raise Unsupported(f"a power above {MAX_FIXED}")
                return self.kernel.power(below, exponent(Fraction(power)))
        self._oblige(base, Need.POSITIVE, below)
        raised = self.convert(exponent_term, env)
        return self.kernel.exp(self.kernel.multiply(raised, self.kernel.log(below)))

    def _log(self, term: Log, env: Mapping[Index, str]) -> Poly:
        inner = self.convert(term.arg, env)
        self._oblige(term.arg, Need.POSITIVE, inner)
        natural = self.kernel.log(inner)
        if term.base is None:
            return natural
        base = self.convert(term.base, env)
        self._oblige(term.base, Need.POSITIVE, base)
        self._oblige(term.base - 1, Need.NONZERO, self.kernel.add(base, self.kernel.constant(-1)))
        return self.kernel.multiply(natural, self.kernel.power(self.kernel.log(base), -1))

    # binders

    @contextmanager
    def _inside(
        self, index: Index, sort: str, env: Mapping[Index, str], apart: tuple[str, ...]
    ) -> Iterator[tuple[str, dict[Index, str]]]:
        token = f"{{{self._depth:02d}:{sort}"
        self._depth += 1
        self._apart += [frozenset((token, other)) for other in apart]
        try:
            yield token, {**env, index: token}
        finally:
            self._depth -= 1
            if apart:
                del self._apart[-len(apart) :]

    def _binder(self, term: Binder, env: Mapping[Index, str]) -> Poly:
        domain = term.index.domain
        if term.only is not None:
            return self._only(term, term.only, env)
        if isinstance(domain, Continuum):
            sort = self.sort(domain)
            with self._inside(term.index, sort, env, ()) as (token, inner):
                return self.kernel.sum(((token, sort),), self.convert(term.body, inner))
        settled = self._range(domain)
        if settled.is_fixed:
            return self._fixed(term, settled, env)
        wide, extra = self._widened(settled)
        out = [self.plain(position, env) for position in term.exclude]
        self.sort(settled)
        with self._inside(term.index, self.sort(wide), env, tuple(out)) as (token, inner):
            body = self._measure(term, self.convert(term.body, inner))
            total = self.kernel.sum(((token, self.sort(wide)),), body)
            for value in extra:
                self.kernel.add_into(total, self.kernel.rename(body, {token: value}), fmpq(-1))
            for place, (position, gone) in enumerate(zip(term.exclude, out, strict=True)):
                self._check_inside(position, domain, env)
                missing = self.kernel.rename(body, {token: gone})
                for earlier in out[:place]:
                    apart = self.kernel.add({UNIT: ONE}, self.kernel.delta(gone, earlier), fmpq(-1))
                    missing = self.kernel.multiply(missing, apart)
                self.kernel.add_into(total, missing, fmpq(-1))
        return self.kernel.exp(total) if term.kind is BinderKind.PRODUCT else total

    def _widened(self, domain: Range) -> tuple[Range, list[str]]:
        """The range with the same end that starts lowest, and the members to take away again."""
        lowest = self._lowest.get(domain.high, domain.low.const) if domain.low.is_constant else None
        if lowest is None or lowest == domain.low.const:
            return domain, []
        return Range(constant(lowest), domain.high), [str(value) for value in range(lowest, domain.low.const)]

    def _measure(self, term: Binder, body: Poly) -> Poly:
        """What is summed: the body, or its logarithm for a product of positive factors."""
        if term.kind is not BinderKind.PRODUCT:
            return body
        if self.kernel.sign(body) != "+":
            raise Unsupported("a product over a symbolic range of factors not known to be positive")
        return self.kernel.log(body)

    def _fixed(self, term: Binder, domain: Range, env: Mapping[Index, str]) -> Poly:
        """A binder over a fixed range, member by member."""
        self.sort(domain)
        total: Poly = {UNIT: ONE} if term.kind is BinderKind.PRODUCT else {}
        out = [self.plain(position, env) for position in term.exclude]
        for value in range(domain.low.const, domain.high.const + 1):
            if str(value) in out:
                continue
            if out and term.kind is BinderKind.PRODUCT:
                raise Unsupported("a product that leaves out a symbolic index")
            self._apart += [frozenset((str(value), gone)) for gone in out]
            try:
                part = self.convert(instance(term, value), env)
            finally:
                if out:
                    del self._apart[-len(out) :]
            for gone in out:
                apart = self.kernel.add({UNIT: ONE}, self.kernel.delta(str(value), gone), fmpq(-1))
                part = self.kernel.multiply(part, apart)
            if term.kind is BinderKind.PRODUCT:
                total = self.kernel.multiply(total, part)
            else:
                self.kernel.add_into(total, part)
        return total

    def _only(self, term: Binder, position: Position, env: Mapping[Index, str]) -> Poly:
        if term.exclude:
            raise Unsupported("a sum that both keeps and leaves out an index")
        self._check_inside(position, term.index.domain, env)
        return self.convert(instance(term, position), env)

    def _check_inside(self, position: Position, domain: Domain, env: Mapping[Index, str]) -> None:
        if isinstance(position, Index) and position.domain == domain:
            return
        if inside(position, domain, self.floors) is not Inside.ALWAYS:
            raise Unsupported("an excluded index that may lie outside the range")

    def _cases(self, term: Cases, env: Mapping[Index, str]) -> Poly:
        left, right = self.plain(term.left, env), self.plain(term.right, env)
        here = self.kernel.delta(left, right)
        total: Poly = {}
        if here:
            image = {term.right: term.left} if isinstance(term.right, Index) else {}
            if not image and isinstance(term.left, Index):
                image = {term.left: term.right}
            equal = self.convert(substitute(term.equal, image) if image else term.equal, env)
            total = self.kernel.multiply(here, equal)
        if not self.kernel.is_unit(here):
            self._apart.append(frozenset((left, right)))
            try:
                unequal = self.convert(term.unequal, env)
            finally:
                self._apart.pop()
            total = self.kernel.add(total, unequal)
            total = self.kernel.add(total, self.kernel.multiply(here, unequal), fmpq(-1))
        return total

    # derivatives and limits

    def _derivative(self, body: Term, wrt: Entry | Scalar, env: Mapping[Index, str]) -> Poly:
        self._derivatives += 1
        try:
            poly = self.convert(body, env)
        finally:
            self._derivatives -= 1
        if isinstance(wrt, Scalar):
            return self.kernel.differentiate(poly, (self.label("scalar", wrt), None))
        self._entry(wrt, env)
        tokens = tuple(self.plain(position, env) for position in wrt.positions)
        if any(isinstance(axis, Continuum) for axis in wrt.family.axes):
            raise Unsupported("a derivative along a function")
        return self.kernel.differentiate(poly, (self.label("family", wrt.family), tokens))

    def limit(self, body: Term, variable: Scalar, env: Mapping[Index, str]) -> Poly:
        """The limit for `variable` → ∞. Raises Unsupported when it is not found to exist."""
        terms = self.expand(self.convert_eventually(body, variable, env), variable, 1)
        if any(power < 0 for power in terms):
            raise Unsupported("a limit that is not found to be finite")
        return terms.get(0, {})

    def convert_eventually(self, body: Term, variable: Scalar, env: Mapping[Index, str] | None = None) -> Poly:
        """The normal form of a term that need only be defined once `variable` is large."""
        name = self.label("scalar", variable)
        added = name not in self.kernel.positive
        if added:
            self.kernel.positive.add(name)
            self.kernel.forget()
        self._limits.append(name)
        try:
            return self.convert(body, env)
        finally:
            self._limits.pop()
            if added:
                self.kernel.positive.discard(name)
                self.kernel.forget()

    def expand(self, poly: Poly, variable: Scalar, order: int) -> dict[int, Poly]:
        """The coefficients of the powers of 1/variable below `order`, those not zero under the hypotheses.

        Hypotheses are used first, unless a derivative is still to be taken of the result.
        """
        rewriting = self.kernel.has_rules and not self._derivatives
        if rewriting:
            poly = self.kernel.apply(poly)
        name = self.label("scalar", variable)
        for precision in PRECISIONS:
            expansion = Expansion(self.kernel, name, precision + order - 1)
            try:
                series = expansion.of(poly)
            except NeedsPrecision:
                continue
            if series.end < order:
                continue
            self.leading += expansion.leading
            terms = {power: part for power, part in series.terms.items() if power < order}
            if rewriting:
                terms = {power: self.kernel.apply(part) for power, part in terms.items()}
            return {power: part for power, part in sorted(terms.items()) if part}
        raise Unsupported("a series whose leading term is not found")
