"""Mends that are computed: what is missing at a place, or would be right there, read back where that is simple."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from flint import fmpq

from derive.engine.aims import Aim, Aims, undone
from derive.engine.changes import over, pairs, summed
from derive.engine.normal import Normaliser
from derive.engine.phrase import Phrases, weight
from derive.engine.ring import UNIT, Poly, Undefined, Unsupported
from derive.engine.slips import Mend
from derive.engine.zero import is_zero
from derive.errors import TermError
from derive.terms.claims import Claim, families_in, scalars_in
from derive.terms.indices import Range
from derive.terms.latex import latex
from derive.terms.nodes import (
    Add,
    Binder,
    Cases,
    Delta,
    Derivative,
    Div,
    Entry,
    Exp,
    Family,
    Limit,
    Log,
    Number,
    Pow,
    Scalar,
    Size,
    Term,
)
from derive.terms.relations import Relation
from derive.terms.traverse import walk

LARGEST = 14
"""Weight of what may be put in anywhere; more only where what was written weighs more."""

POWERS: dict[int | Fraction, str] = {
    2: "square lost",
    3: "exponent 3 lost",
    Fraction(1, 2): "square root lost",
    -1: "exponent -1 lost",
    -2: "exponent -2 lost",
}
"""Exponents that are tried at every place, and what was lost."""


class Computed:
    """The computed mends of one claim. `left` is the normal form of its left side."""

    def __init__(self, normaliser: Normaliser, claim: Claim, left: Poly) -> None:
        self._normaliser = normaliser
        self._kernel = normaliser.kernel
        self._claim = claim
        self._left = left
        self._aims = Aims(normaliser)
        self._phrases = Phrases(normaliser, claim)
        self._whole = weight(claim.rhs)
        self._foreign = _symbols(claim.rhs) - _symbols(claim.lhs)

    def mends(self) -> Iterator[Mend]:
        """Right sides with one place mended, in the order of the places."""
        makers: tuple[Callable[[Aim], Iterator[Mend]], ...] = (self._value, self._other_case)
        for aim in self._aims.places(self._claim.rhs, self._left):
            for make in (*makers, self._term, self._factor, self._function, self._sum, self._replaced):
                try:
                    yield from make(aim)
                except (Unsupported, Undefined, TermError):
                    continue
            makers = ()

    def _value(self, top: Aim) -> Iterator[Mend]:
        """The number that the left side is, if it is one."""
        if set(top.right) <= {UNIT}:
            yield Mend(self._phrases.term(top.right), f"the value is {_number(top.right)}", 3)

    def outcome(self) -> Iterator[Mend]:
        """What the derivatives, limits and sums of the left side come to, whatever was written for it."""
        if len(self._left) <= LARGEST and not set(self._left) <= {UNIT}:
            value = self._phrases.term(self._left)
            if weight(value) <= max(LARGEST, 2 * weight(self._claim.lhs)) and is_carried_out(self._claim, value):
                yield Mend(value, f"the value is ${latex(value)}$", 5)

    def _other_case(self, top: Aim) -> Iterator[Mend]:
        """What was written, kept for the agreement or the difference of two indices for which it is true."""
        kernel = self._kernel
        difference = kernel.add(top.right, top.value, fmpq(-1))
        most = max(LARGEST, self._whole)
        for first, second in pairs(self._claim):
            one, two = self._normaliser.token(first, {}), self._normaliser.token(second, {})
            if one == two:
                continue
            written = top.spot.node
            here, apart = f"{first.label} = {second.label}", f"{first.label} ≠ {second.label}"
            if is_zero(kernel, kernel.rename(difference, {two: one})):
                other = self._phrases.term(self._aims.apart(top.right, one, two))
                if weight(other) <= most:
                    yield Mend(Cases(first, second, written, other), f"the case {apart} is missing", 3)
            elif is_zero(kernel, self._aims.apart(difference, one, two)):
                other = self._phrases.term(kernel.rename(top.right, {two: one}))
                if weight(other) <= most:
                    yield Mend(Cases(first, second, other, written), f"the case {here} is missing", 3)

    def _term(self, aim: Aim) -> Iterator[Mend]:
        """A term that is missing."""
        kernel = self._kernel
        rest = kernel.cancel(kernel.add(aim.right, aim.value, fmpq(-1)))
        most = max(2, len(aim.value))
        if not rest or not aim.value or len(rest) > most or undone(aim.value, rest, wholly=False):
            return
        term = self._phrases.term(rest, aim.spot.opened)
        if weight(term) <= max(LARGEST, self._whole):
            node = aim.spot.node
            args = node.args if isinstance(node, Add) else (node,)
            yield Mend(aim.spot.put(Add((*args, term))), f"the term ${latex(term)}$ is missing", 3)

    def _factor(self, aim: Aim) -> Iterator[Mend]:
        """A factor that is missing."""
        quotient = self._aims.quotient(aim.right, aim.value)
        if not quotient or quotient == self._kernel.constant(-1):
            return
        factor = self._phrases.term(quotient, aim.spot.opened)
        node = aim.spot.node
        if weight(factor) > max(LARGEST, weight(node)) or (isinstance(node, Number) and node.value == 1):
            return
        match factor:
            case Div(Number(value), below) if value == 1:
                name = f"$1/{latex(below)}$" if weight(below) == 1 else f"denominator ${latex(below)}$"
                yield Mend(aim.spot.put(over(node, below)), f"{name} lost", 3)
            case _:
                yield Mend(aim.spot.put(node * factor), f"factor ${latex(factor)}$ lost", 3)

    def _function(self, aim: Aim) -> Iterator[Mend]:
        """An exp, a logarithm or an exponent that is missing."""
        kernel, value = self._kernel, aim.value
        node = aim.spot.node
        if set(value) <= {UNIT}:
            return
        if self._form(kernel.exp, value) == aim.right:
            yield Mend(aim.spot.put(Exp(node)), "exp lost", 3)
        if self._form(kernel.log, value) == aim.right:
            yield Mend(aim.spot.put(Log(node)), "log lost", 3)
        for power, slip in POWERS.items():
            if self._form(kernel.power, value, power) == aim.right:
                yield Mend(aim.spot.put(Pow(node, Number(Fraction(power)))), slip, 3)

    def _form(self, function: Callable[..., Poly], *args: object) -> Poly | None:
        """A function of normal forms under the hypotheses, where it has one."""
        try:
            return self._aims.under(function(*args))
        except (Unsupported, Undefined):
            return None

    def _sum(self, aim: Aim) -> Iterator[Mend]:
        """A sum over an index that is free in what was written."""
        kernel = self._kernel
        for index in self._claim.free_indices:
            if index not in aim.spot.node.free or not isinstance(index.domain, Range):
                continue
            sort = self._normaliser.sort(index.domain)
            bound = f"{{99:{sort}"
            renamed = kernel.rename(aim.value, {self._normaliser.token(index, {}): bound})
            total = self._form(kernel.sum, ((bound, sort),), renamed)
            if total is not None and is_zero(kernel, kernel.add(total, aim.right, fmpq(-1))):
                whole = summed(self._claim, aim.spot.node, index, aim.spot.opened)
                yield Mend(aim.spot.put(whole), "sum missing", 2)

    def _replaced(self, aim: Aim) -> Iterator[Mend]:
        """Something else in a place that is not the whole."""
        node = aim.spot.node
        if len(aim.right) == 1 and self._kernel.scale(aim.right, fmpq(-1)) == aim.value:
            return
        term = self._phrases.term(aim.right, aim.spot.opened)
        kept = self._whole - weight(node)
        short = weight(term) <= max(LARGEST, weight(node)) and weight(term) < kept
        if term == node or not (short or self._stands_for(aim, term)):
            return
        leaf = isinstance(node, Entry | Scalar | Size | Number | Delta)
        yield Mend(aim.spot.put(term), f"${latex(node)}$ for ${latex(term)}$", 3 if leaf else 4)

    def _stands_for(self, aim: Aim, term: Term) -> bool:
        """Whether a place stands for a longer term: it is the least that holds all symbols foreign to the left side."""
        if not self._foreign or weight(term) > 2 * LARGEST or not keeps_some(self._left, aim.right):
            return False
        least = not any(self._foreign <= _symbols(child) for child in aim.spot.node.children)
        return least and not self._foreign & _symbols(aim.spot.put(term))


def keeps_some(left: Poly, right: Poly) -> bool:
    """Whether some of the left side lies outside the place that would have to be `right`: else it is written again."""
    return len(right) < len(left)


def is_carried_out(claim: Claim, value: Term) -> bool:
    """Whether the value of the left side does more than restate it.

    Derivatives and limits are never read back; without them the value must be shorter, with fewer sums.
    """
    before = list(walk(claim.lhs))
    if claim.relation is Relation.TENDS or any(isinstance(node, Derivative | Limit) for node in before):
        return True
    return weight(value) < weight(claim.lhs) and _binders(walk(value)) < _binders(before)


def _symbols(term: Term) -> frozenset[Scalar | Family]:
    return frozenset((*scalars_in((term,)), *families_in((term,))))


def _binders(nodes: Iterable[Term]) -> int:
    return sum(isinstance(node, Binder) for node in nodes)


def _number(poly: Poly) -> str:
    return str(poly.get(UNIT, fmpq(0)))
