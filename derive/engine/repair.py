"""The nearest true forms of a claim that is not proved: one slip undone, as far as the prover accepts it.

Candidates come from `slips`, which undoes what authors get wrong, and from `computed`, which finds what a place
would have to be. All of them share one kernel, so that trying some hundred costs little more than a proof.
What means nothing as written is first given a meaning, and then mended once more where it is still false.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from flint import fmpq

from derive.engine.computed import Computed
from derive.engine.hypotheses import fixed_sizes, read
from derive.engine.normal import Normaliser
from derive.engine.phrase import weight
from derive.engine.rewriting import Kernel
from derive.engine.ring import Exhausted, Poly, Undefined, Unsupported
from derive.engine.slips import SIGN, Mend, is_idle, undone
from derive.engine.zero import is_zero
from derive.terms.claims import Claim, scalars_in
from derive.terms.nodes import Limit, Named, Neg, Term
from derive.terms.relations import Relation
from derive.terms.traverse import children
from derive.terms.wellformed import flaw

MOST = 600
"""Candidates tried for one claim."""

HIGHEST_ORDER = 4
"""Highest order of a remainder that is offered for a limit read as an expansion."""

READINGS = 4
"""Ways to give a meaning to what has none, that are mended further."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A claim that may hold in place of another, and what the slip was."""

    claim: Claim
    slip: str


def nearest_true(claim: Claim, budget: int) -> Iterator[Repair]:
    """Claims one slip away that hold in one kernel, nearest first; the caller still judges each in full.

    The left side stays, but where an inequality is turned round; inequalities are not tried here at all.

    A limit whose value holds the limit variable is offered as the expansion it may be meant for, to the
    highest order that may hold.
    """
    if claim.relation in (Relation.AT_MOST, Relation.BELOW):
        yield from _inequalities(claim)
    if claim.relation not in (Relation.EQUAL, Relation.TENDS):
        return
    if isinstance(claim.lhs, Limit) and claim.lhs.variable in scalars_in((claim.rhs,)):
        body, variable = claim.lhs.body, claim.lhs.variable
        for order in range(HIGHEST_ORDER, 0, -1):
            slip = f"an expansion, not a limit; the remainder is of order ${variable.name}^{{-{order}}}$"
            yield Repair(Claim(body, claim.rhs, Relation.EQUAL, claim.assumptions, variable, order), slip)
    search = Search(claim, budget)
    nothing = True
    for repair in search.found():
        nothing = False
        yield repair
    if not nothing or flaw(claim) is None:
        return
    for mend in search.readings():
        again = Search(replace(claim, rhs=mend.rhs), budget - search.spent)
        for repair in again.found():
            yield replace(repair, slip=f"{mend.slip}; {repair.slip}")
        search.spent += again.spent


def _inequalities(claim: Claim) -> Iterator[Repair]:
    """Inequalities one slip away; none of them is tried here."""
    lhs, rhs = claim.lhs, claim.rhs
    if claim.relation is Relation.BELOW:
        yield Repair(replace(claim, relation=Relation.AT_MOST), "not strictly: the sides can be equal")
    yield Repair(replace(claim, lhs=rhs, rhs=lhs), "the other way round")
    if claim.relation is Relation.BELOW:
        yield Repair(replace(claim, lhs=rhs, rhs=lhs, relation=Relation.AT_MOST), "the other way round")
    yield Repair(replace(claim, rhs=rhs.arg if isinstance(rhs, Neg) else -rhs), SIGN)


class Search:
    """The candidates of one claim in one kernel; `spent` counts the work of all that was tried."""

    def __init__(self, claim: Claim, budget: int) -> None:
        self._claim = claim
        self._kernel = Kernel(max(budget, 0))
        self._normaliser = Normaliser(self._kernel, claim.floors, fixed_sizes(claim.assumptions))
        self._tried: tuple[Mend, ...] = ()
        self.spent = 0

    def found(self) -> Iterator[Repair]:
        """The candidates that hold in the kernel."""
        try:
            yield from self._found()
        except (Unsupported, Undefined, Exhausted, RecursionError):
            return
        finally:
            self.spent = self._kernel.spent

    def _found(self) -> Iterator[Repair]:
        claim = self._claim
        read(self._normaliser, claim)
        left = self._left()
        computed = self._computed(left)
        self._tried = _nearest_first(claim, [*undone(claim), *computed])
        for mend in self._tried[:MOST]:
            try:
                holds = self._agrees(left, mend.rhs)
            except (Unsupported, Undefined, RecursionError):
                continue
            mended = replace(claim, rhs=mend.rhs)
            if holds and ((wrong := flaw(mended)) is None or wrong.tolerable):
                yield Repair(mended, mend.slip)

    def _computed(self, left: Poly) -> list[Mend]:
        """The mends that are computed; they may take half of the budget."""
        found: list[Mend] = []
        whole, self._kernel.budget = self._kernel.budget, self._kernel.budget // 2
        with suppress(Unsupported, Undefined, Exhausted, RecursionError):
            found.extend(Computed(self._normaliser, self._claim, self._expanded(left)).mends())
        self._kernel.budget = whole
        return found

    def _expanded(self, left: Poly) -> Poly:
        """The left side, or the part of its expansion that the claim is about."""
        claim, kernel = self._claim, self._kernel
        if claim.order is None or claim.variable is None:
            return left
        variable = kernel.symbol(self._normaliser.label("scalar", claim.variable))
        total: Poly = {}
        for power, part in self._normaliser.expand(left, claim.variable, claim.order).items():
            kernel.add_into(total, kernel.multiply(part, kernel.power(variable, -power)))
        return total

    def readings(self) -> Iterator[Mend]:
        """Right sides one slip away that mean something, a few, nearest first."""
        count = 0
        for mend in self._tried:
            if mend.cost <= 2 and flaw(replace(self._claim, rhs=mend.rhs)) is None:
                yield mend
                count += 1
                if count == READINGS:
                    return

    def _left(self) -> Poly:
        claim = self._claim
        if claim.relation is Relation.TENDS and claim.variable is not None:
            return self._normaliser.limit(claim.lhs, claim.variable, {})
        return self._side(claim.lhs)

    def _side(self, term: Term) -> Poly:
        claim = self._claim
        if claim.order is not None and claim.variable is not None:
            return self._normaliser.convert_eventually(term, claim.variable)
        poly = self._normaliser.convert(term)
        return self._kernel.apply(poly) if self._kernel.has_rules else poly

    def _agrees(self, left: Poly, term: Term) -> bool:
        claim = self._claim
        difference = self._kernel.add(left, self._side(term), fmpq(-1))
        if claim.order is not None and claim.variable is not None:
            terms = self._normaliser.expand(difference, claim.variable, claim.order)
            return all(is_zero(self._kernel, part) for part in terms.values())
        return is_zero(self._kernel, difference)


def _nearest_first(claim: Claim, mends: list[Mend]) -> tuple[Mend, ...]:
    """The candidates by distance from what was written, each once; what brings in the left side says nothing."""
    seen = {claim.rhs}
    size, idle = weight(claim.rhs), _idle(claim.rhs)
    echo = weight(claim.lhs) > 1 or isinstance(claim.lhs, Named)
    kept: list[tuple[int, int, Mend]] = []
    for mend in sorted(mends, key=lambda mend: mend.cost):
        if mend.rhs in seen or _idle(mend.rhs) > idle or (echo and claim.lhs in _written(mend.rhs)):
            continue
        seen.add(mend.rhs)
        kept.append((mend.cost, 2 * abs(longer := weight(mend.rhs) - size) + (longer > 0), mend))
    kept.sort(key=lambda item: item[:2])
    return tuple(mend for _, _, mend in kept if mend.rhs != claim.lhs)


def _idle(term: Term) -> int:
    return sum(map(is_idle, _written(term)))


def _written(term: Term) -> Iterator[Term]:
    yield term
    for child in children(term):
        yield from _written(child)
