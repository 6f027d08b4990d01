"""What each place of a right side would have to be for the equality to hold.

The aim of the whole is the left side. Below a sum of terms it is what is left when the others are taken away,
below a product what is left when the others are divided out, and so on through quotients, exp, log and Σ:

    aim of b in a + b = aim - a        aim of f(k) in Σ_k f(k) = g(k) where the aim is Σ_k g(k)

A place whose aim still carries its neighbours, undone, is none: what is written there stays part of what is true.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from derive.engine.normal import Normaliser
from derive.engine.ring import ONE, UNIT, Mono, Poly, Undefined, Unsupported
from derive.engine.zero import is_zero
from derive.errors import TermError
from derive.terms.indices import Index, Position
from derive.terms.nodes import Add, Binder, BinderKind, Cases, Div, Exp, Log, Mul, Neg, Number, Pow, Term
from derive.terms.spots import Spot


@dataclass(frozen=True, slots=True)
class Aim:
    """A place with the normal form that is written there, and the one that would be right."""

    spot: Spot
    value: Poly
    right: Poly


class Aims:
    """The aims below one right side, under the hypotheses that the kernel of `normaliser` holds."""

    def __init__(self, normaliser: Normaliser) -> None:
        self._normaliser = normaliser
        self._kernel = normaliser.kernel

    def places(self, rhs: Term, left: Poly) -> Iterator[Aim]:
        """Every place of `rhs` that has an aim, the whole first, whose aim is `left`."""
        root = Spot(rhs, lambda new: new)
        try:
            stack = [Aim(root, self.form(rhs), left)]
        except (Unsupported, Undefined):
            return
        while stack:
            here = stack.pop()
            yield here
            stack.extend(reversed(list(self._below(here))))

    def form(self, term: Term) -> Poly:
        """The normal form of a term under the hypotheses."""
        return self.under(self._normaliser.convert(term))

    def under(self, poly: Poly) -> Poly:
        """A normal form under the hypotheses."""
        return self._kernel.apply(poly) if self._kernel.has_rules else poly

    def quotient(self, right: Poly, divisor: Poly) -> Poly | None:
        """What must be multiplied to `divisor` to give `right`; None when that divides some of it out again."""
        if not right or not divisor:
            return None
        inverse = self._kernel.power(divisor, -1)
        found = self._kernel.cancel(self._kernel.multiply(right, inverse))
        if len(inverse) == 1:
            ((mono, _),) = inverse.items()
            if any(dict(other).get(i, 0) * power > 0 for other in found for i, power in mono):
                return None
        return found

    def apart(self, poly: Poly, one: str, two: str) -> Poly:
        """The polynomial where two tokens differ."""
        delta = self._kernel.atom("delta", tuple(sorted((one, two)))).id
        return {mono: value for mono, value in poly.items() if all(i != delta for i, _ in mono)}

    def _below(self, aim: Aim) -> Iterator[Aim]:
        if is_zero(self._kernel, self._kernel.add(aim.right, aim.value, fmpq(-1))):
            return
        inner = list(aim.spot.inner())
        for place, spot in enumerate(inner):
            try:
                value = self.form(spot.node)
                right = self._aim(aim, place, inner)
            except (Unsupported, Undefined, TermError):
                continue
            if right is not None:
                yield Aim(spot, value, right)

    def _aim(self, aim: Aim, place: int, inner: list[Spot]) -> Poly | None:
        kernel, right = self._kernel, aim.right
        match aim.spot.node:
            case Neg():
                return kernel.scale(right, fmpq(-1))
            case Add():
                others: Poly = {}
                for number, spot in enumerate(inner):
                    if number != place:
                        kernel.add_into(others, self.form(spot.node))
                left = kernel.cancel(kernel.add(right, others, fmpq(-1)))
                return None if undone(others, left, wholly=True) else left
            case Mul():
                product: Poly = {UNIT: ONE}
                for number, spot in enumerate(inner):
                    if number != place:
                        product = kernel.multiply(product, self.form(spot.node))
                return self.quotient(right, product)
            case Div():
                other = self.form(inner[1 - place].node)
                return self.quotient(right, kernel.power(other, -1)) if place == 0 else self.quotient(other, right)
            case Pow(_, Number(value)) if place == 0 and value in (-1, Fraction(1, 2)):
                return kernel.power(right, 1 / value) if right else None
            case Exp() if right:
                return self._plain(kernel.log(right), "log")
            case Log(_, None):
                return self._plain(kernel.exp(right), "exp")
            case Binder(BinderKind.SUM, _, index, _, None, None, None):
                return self._summand(aim, index, inner[0])
            case Cases(left, right_index, _, _):
                return self._case(aim, left, right_index, place)
        return None

    def _plain(self, poly: Poly, kind: str) -> Poly | None:
        """The polynomial, unless a function was only wrapped around it."""
        alone = any(len(mono) == 1 and self._kernel.atoms[mono[0][0]].kind == kind for mono in poly)
        return None if alone else poly

    def _case(self, aim: Aim, left: Position, right: Position, place: int) -> Poly | None:
        if not (isinstance(left, Index) and isinstance(right, Index)):
            return None
        one, two = self._normaliser.token(left, {}), self._normaliser.token(right, {})
        return self._kernel.rename(aim.right, {two: one}) if place == 0 else self.apart(aim.right, one, two)

    def _summand(self, aim: Aim, index: Index, below: Spot) -> Poly | None:
        """What is summed over `index` to give the aim, where every part of it is such a sum."""
        kernel = self._kernel
        sort = self._normaliser.sort(index.domain)
        token = self._normaliser.token(below.opened[-1], {})
        names = frozenset[str]().union(*[kernel.atoms[i].names for mono in self.form(below.node) for i, _ in mono])
        excluding = bool(aim.spot.node.exclude) if isinstance(aim.spot.node, Binder) else False
        total: Poly = {}
        for mono, value in aim.right.items():
            opened = self._opened(mono, sort, token, names)
            if opened is not None:
                kernel.add_into(total, opened, value)
            elif not excluding:
                return None
        return total

    def _opened(self, mono: Mono, sort: str, token: str, names: frozenset[str]) -> Poly | None:
        """A monomial with one of its sums over `sort` taken off; the one most like what was written there."""
        kernel = self._kernel
        sums = [
            (-len(kernel.atoms[i].names & names), i)
            for i, power in mono
            if power == 1 and kernel.atoms[i].kind == "sum" and any(s == sort for _, s in kernel.atoms[i].args[0])
        ]
        if sums:
            chosen = min(sums)[1]
            binders, body = kernel.open(kernel.atoms[chosen], {token, *kernel.tokens(mono)})
            gone = next(t for t, s in binders if s == sort)
            inside = kernel.sum(tuple(b for b in binders if b[0] != gone), kernel.rename(body, {gone: token}))
            rest = tuple(f for f in mono if f[0] != chosen)
            return kernel.multiply({rest: ONE}, inside)
        count = kernel.sorts[sort].count
        if count is not None and len(count) == 1:
            ((size, _),) = count.items()
            if len(size) == 1 and dict(mono).get(size[0][0], 0) >= 1:
                return kernel.multiply({mono: ONE}, kernel.power(count, -1))
        return None


def undone(written: Poly, found: Poly, *, wholly: bool) -> bool:
    """Whether something written is taken away again, wholly or in part."""
    shares = [found[mono] / value for mono, value in written.items() if mono in found]
    return any(share <= -1 if wholly else share < 0 for share in shares)
