"""Σ, Π, ∫ and maxima of terms, and cases, in normal form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction

from flint import fmpq

from derive.engine.places import Places
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Exponent, Poly, Undefined, Unsupported
from derive.terms.affine import constant
from derive.terms.indices import Continuum, Domain, Index, Position, Range, to_affine, to_position
from derive.terms.nodes import Binder, BinderKind, Cases, Delta, IndexNumber, Maximum, Term
from derive.terms.ranges import Inside, inside
from derive.terms.traverse import instance, substitute


class BinderForms(Places):
    """Binders and cases; `_apart` holds the pairs of tokens that differ where the walk now stands.

    `_along` names what is differentiated along there.
    """

    def __init__(self, kernel: Kernel, floors: Mapping[str, int], fixed: Mapping[str, int]) -> None:
        super().__init__(kernel, floors, fixed)
        self._depth = 0
        self._apart: list[frozenset[str]] = []
        self._members: list[tuple[Position, Range]] = []
        self._along: list[str] = []
        self.certain = True

    def convert(self, term: Term, env: Mapping[Index, str] | None = None) -> Poly:
        """The normal form of `term`."""
        raise NotImplementedError

    @contextmanager
    def _inside(
        self, index: Index, sort: str, env: Mapping[Index, str], apart: tuple[str, ...], *, reached: bool
    ) -> Iterator[tuple[str, dict[Index, str]]]:
        """Walk into a binder; `reached` says that its body counts for every member of `sort` and there is one."""
        token = f"{{{self._depth:02d}:{sort}"
        self._depth += 1
        try:
            with self._supposing([frozenset((token, other)) for other in apart], always=reached):
                yield token, {**env, index: token}
        finally:
            self._depth -= 1

    @contextmanager
    def _supposing(self, pairs: Iterable[frozenset[str]], *, always: bool = False) -> Iterator[None]:
        """Walk into a part that counts only where `pairs` of tokens differ, or, unless `always`, perhaps nowhere.

        That such a part has no value need not concern the whole.
        """
        added = list(pairs)
        certain, self.certain = self.certain, self.certain and always and not added
        self._apart += added
        try:
            yield
        except Undefined as cause:
            if self.certain:
                raise
            raise Unsupported(f"{cause}, in a part that need not count") from cause
        finally:
            self.certain = certain
            del self._apart[len(self._apart) - len(added) :]

    def _binder(self, term: Binder, env: Mapping[Index, str]) -> Poly:
        domain = term.index.domain
        if term.only is not None:
            return self._only(term, term.only, env)
        if isinstance(domain, Continuum):
            sort = self.sort(domain)
            with self._inside(term.index, sort, env, (), reached=True) as (token, inner):
                return self.kernel.sum(((token, sort),), self.convert(term.body, inner))
        settled = self._range(domain)
        if settled.is_fixed:
            return self._fixed(term, settled, env)
        sort = self.sort(settled)
        out = [self.plain(position, env) for position in term.exclude]
        reached = self.kernel.sorts[sort].least > 0 and term.above is None and term.below is None
        beyond = [at for at in (term.above, term.below) if at is not None and isinstance(self.place(at, env), str)]
        others = (*out, *[self.plain(at, env) for at in beyond])
        with self._inside(term.index, sort, env, others, reached=reached) as (token, inner):
            body = self._measure(term, self.convert(term.body, inner))
            if term.kind is BinderKind.MAX:
                return self._largest(term, token, sort, body)
            body = self.kernel.multiply(body, self._order(term, token, env))
            total = self.kernel.sum(((token, sort),), body)
            for place, (position, gone) in enumerate(zip(term.exclude, out, strict=True)):
                self._check_inside(position, domain)
                missing = self.kernel.rename(body, {token: gone})
                for earlier in out[:place]:
                    missing = self.kernel.multiply(missing, self._differ(gone, earlier))
                self.kernel.add_into(total, missing, fmpq(-1))
        return self.kernel.exp(total) if term.kind is BinderKind.PRODUCT else total

    def _differ(self, left: str, right: str) -> Poly:
        """1 where two tokens differ, else 0."""
        return self.kernel.add({UNIT: ONE}, self.kernel.delta(left, right), fmpq(-1))

    def _order(self, term: Binder, token: str, env: Mapping[Index, str]) -> Poly:
        """1 where the bound variable lies above and below what it must, else 0."""
        total: Poly = {UNIT: ONE}
        for position, side in ((term.above, 1), (term.below, -1)):
            if position is None:
                continue
            place = self.place(position, env)
            # j > i - 1 and j < i + 1 let j be i as well
            other = self.place(to_position(to_affine(position) + constant(side)), env)
            outer = place if isinstance(place, str) else other
            if not isinstance(outer, str):
                raise Unsupported("a bound that is more than one step from an index")
            order = self.kernel.less(outer, token) if side > 0 else self.kernel.less(token, outer)
            if outer != place:
                order = self.kernel.add(order, self.kernel.delta(outer, token))
            total = self.kernel.multiply(total, order)
        return total

    def _largest(self, term: Binder, token: str, sort: str, body: Poly) -> Poly:
        if term.limits:
            raise Unsupported("a maximum that leaves out members of its range")
        members = [mono for mono in body if token in self.kernel.tokens(mono)]
        if any(self._may_turn(i, power, token) for mono in members for i, power in mono):
            raise Unsupported("a derivative of a maximum over a range, where it may have a kink")
        return self.kernel.largest(token, sort, body)

    def _may_turn(self, i: int, power: Exponent, token: str) -> bool:
        """Whether a factor moves with which another member may become the largest.

        It depends on the index, or has no sign around the points of the domain. That the maximum cancels is no help.
        """
        atom = self.kernel.atoms[i]
        if atom.names.isdisjoint(self._along):
            return False
        turns = Fraction(power) % 2 == 1 and self.kernel.monomial_sign(((i, power),)) != "+"
        return turns or token in atom.indices

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
        if term.kind is BinderKind.MAX:
            return self._largest_of(term, domain, env)
        total: Poly = {UNIT: ONE} if term.kind is BinderKind.PRODUCT else {}
        out = [self.plain(position, env) for position in term.exclude]
        for value in range(domain.low.const, domain.high.const + 1):
            counts = self._order(term, str(value), env)
            for gone in out:
                counts = self.kernel.multiply(counts, self._differ(str(value), gone))
            if not counts:
                continue
            if term.kind is BinderKind.PRODUCT and not self.kernel.is_unit(counts):
                raise Unsupported("a product that leaves out members told by a symbolic index")
            with self._supposing([frozenset((str(value), gone)) for gone in out], always=self.kernel.is_unit(counts)):
                part = self.kernel.multiply(counts, self.convert(instance(term, value), env))
            if term.kind is BinderKind.PRODUCT:
                total = self.kernel.multiply(total, part)
            else:
                self.kernel.add_into(total, part)
        return total

    def _largest_of(self, term: Binder, domain: Range, env: Mapping[Index, str]) -> Poly:
        values = range(domain.low.const, domain.high.const + 1)
        if term.limits or not values:
            raise Unsupported("a maximum that leaves out members of its range")
        return self.convert(Maximum(tuple(instance(term, value) for value in values)), env)

    def _only(self, term: Binder, position: Position, env: Mapping[Index, str]) -> Poly:
        if term.limits != (position,):
            raise Unsupported("a sum that both keeps and leaves out an index")
        self._check_inside(position, term.index.domain)
        return self.convert(instance(term, position), env)

    def _check_inside(self, position: Position, domain: Domain) -> None:
        """Note that a binder leaves out or keeps a position that need not be one of its members.

        A position outside changes nothing, so the claim is another one there: see `check_members`.
        """
        if not isinstance(domain, Range):
            raise Unsupported("leaving out a point of an integral")
        if inside(position, domain, self.floors) is not Inside.ALWAYS:
            self._members.append((position, domain))

    def check_members(self) -> None:
        """Raise Unsupported unless what binders leave out or keep is in range wherever both sides are defined."""
        needed = {(need.position, need.axis) for need in self.range_needs.values()}
        if any(member not in needed for member in self._members):
            raise Unsupported("an index left out of a sum may lie outside its range")

    def on_indices(self, term: Delta | Cases | IndexNumber, env: Mapping[Index, str]) -> Poly:
        """What depends on the values of indices themselves."""
        match term:
            case Delta(left, right):
                return self.kernel.delta(self.plain(left, env), self.plain(right, env))
            case IndexNumber(position):
                return self.value(position, env)
        return self._cases(term, env)

    def _cases(self, term: Cases, env: Mapping[Index, str]) -> Poly:
        left, right = self.plain(term.left, env), self.plain(term.right, env)
        here = self.kernel.delta(left, right)
        total: Poly = {}
        if here:
            pairs = ((term.right, term.left), (term.left, term.right))
            image = next(({index: other} for index, other in pairs if isinstance(index, Index)), {})
            with self._supposing((), always=self.kernel.is_unit(here)):
                equal = self.convert(substitute(term.equal, image), env)
                total = self.kernel.multiply(here, equal)
        if not self.kernel.is_unit(here):
            with self._supposing([frozenset((left, right))]):
                unequal = self.convert(term.unequal, env)
                total = self.kernel.add(total, unequal)
                total = self.kernel.add(total, self.kernel.multiply(here, unequal), fmpq(-1))
        return total
