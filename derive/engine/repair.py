"""The nearest true forms of a claim that is not proved: one slip undone, as far as the prover accepts it.

Candidates come from `slips`, which undoes what authors get wrong, and from `computed`, which finds what a place
would have to be. All of them share one kernel, so that trying some hundred costs little more than a proof.
What means nothing as written is first given a meaning, and then mended once more where it is still false.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from flint import fmpq

from derive.engine.computed import Computed
from derive.engine.hypotheses import fixed_sizes, read
from derive.engine.meant import HIGHEST_ORDER, Repair, expansions, inequalities, softmaxes
from derive.engine.normal import Normaliser
from derive.engine.phrase import weight
from derive.engine.rewriting import Kernel
from derive.engine.ring import Exhausted, Poly, Undefined, Unsupported
from derive.engine.slips import Mend, is_idle, undone
from derive.engine.zero import is_zero
from derive.terms.claims import Claim, scalars_in
from derive.terms.nodes import Named, Scalar, Term
from derive.terms.relations import Relation
from derive.terms.wellformed import flaw

MOST = 600
"""Candidates tried for one claim."""

READINGS = 4
"""Ways to give a meaning to what has none, that are mended further."""


def nearest_true(claim: Claim, budget: int) -> Iterator[Repair]:
    """Claims one slip away, nearest first; the caller still judges each in full.

    What changes the right side of an equality alone is offered where it holds in one kernel; then what changes
    more, untried; last what the left side comes to, whatever was written for it.
    """
    if claim.relation in (Relation.AT_MOST, Relation.BELOW):
        yield from inequalities(claim)
        yield from softmaxes(claim)
    if claim.relation not in (Relation.EQUAL, Relation.TENDS):
        return
    yield from expansions(claim)
    search = Search(claim, budget)
    nothing = True
    for repair in search.found():
        nothing = False
        yield repair
    if nothing and flaw(claim) is not None:
        for mend in search.readings():
            again = Search(replace(claim, rhs=mend.rhs), budget - search.spent)
            for repair in again.found():
                yield replace(repair, slip=f"{mend.slip}; {repair.slip}")
            search.spent += again.spent
    yield from softmaxes(claim)
    yield from search.approximations()
    yield from search.outcome()


class Search:
    """The candidates of one claim in one kernel; `spent` counts the work of all that was tried."""

    def __init__(self, claim: Claim, budget: int) -> None:
        self._claim = claim
        self._kernel = Kernel(max(budget, 0))
        self._normaliser = Normaliser(self._kernel, claim.floors, fixed_sizes(claim.assumptions))
        self._tried: tuple[Mend, ...] = ()
        self._outcome: list[Mend] = []
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
            computed = Computed(self._normaliser, self._claim, self._expanded(left))
            for mends, kept in ((computed.outcome, self._outcome), (computed.mends, found)):
                with suppress(Unsupported, Undefined):
                    kept.extend(mends())
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

    def outcome(self) -> Iterator[Repair]:
        """The left side worked out: what is left to say when no slip explains what was written."""
        for mend in self._outcome:
            yield Repair(replace(self._claim, rhs=mend.rhs), mend.slip, last_resort=True)

    def approximations(self) -> Iterator[Repair]:
        """The equality up to a remainder, for each variable in whose expansion both sides begin alike."""
        claim = self._claim
        if claim.relation is not Relation.EQUAL or claim.order is not None:
            return
        for variable in scalars_in((claim.lhs,)):
            with suppress(Unsupported, Undefined, Exhausted, RecursionError):
                order = self._agreement(variable)
                if order is not None:
                    slip = f"an approximation; the remainder is of order ${variable.name}^{{-{order}}}$"
                    yield Repair(replace(claim, variable=variable, order=order), slip, last_resort=True)

    def _agreement(self, variable: Scalar) -> int | None:
        """The order up to which both sides agree and no further, if the right side says something up to there."""
        left, right = (
            self._normaliser.convert_eventually(side, variable) for side in (self._claim.lhs, self._claim.rhs)
        )
        difference = self._kernel.add(left, right, fmpq(-1))
        if is_zero(self._kernel, difference):
            return None
        rest = self._normaliser.expand(difference, variable, HIGHEST_ORDER)
        order = min((power for power, part in rest.items() if not is_zero(self._kernel, part)), default=HIGHEST_ORDER)
        return order if order > 0 and self._says_something(right, variable, order) else None

    def _says_something(self, right: Poly, variable: Scalar, order: int) -> bool:
        """Whether the right side does not vanish in the remainder."""
        return bool(self._normaliser.expand(right, variable, order))

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
    for child in term.children:
        yield from _written(child)
