"""How far a failing claim is from true: the difference of its sides, and the factors of it that can vanish."""

from __future__ import annotations

from flint import fmpq

from derive.engine.hypotheses import fixed_sizes, read, set_apart
from derive.engine.normal import Normaliser
from derive.engine.partial import common_denominators
from derive.engine.readback import Readback, raised
from derive.engine.rewriting import Kernel
from derive.engine.ring import Exhausted, Mono, Poly, Undefined, Unsupported
from derive.terms.claims import Claim
from derive.terms.indices import Index
from derive.terms.nodes import Add, Mul, Number, Term
from derive.terms.relations import Condition, Hypothesis, IndexCondition, Op, Relation

LONGEST = 5
"""Terms of a condition beyond which it explains nothing."""

HEAVIEST = 30
"""Nodes of a residual that is shown though the claim has fewer."""

SIDES_DIFFER = (Relation.EQUAL, Relation.AT_MOST, Relation.BELOW)


def vanishing_conditions(claim: Claim, budget: int) -> tuple[Hypothesis, ...]:
    """Conditions such that the equality holds exactly where one of them does; empty when none are found.

    They come from the difference of the sides under the hypotheses: factors that vanish nowhere are
    dropped, each that is left may vanish. The caller proves the claim under each before showing it.
    """
    if claim.relation is not Relation.EQUAL or claim.order is not None:
        return ()
    normaliser = _normaliser(claim, budget)
    try:
        return _conditions(normaliser, claim, common_denominators(normaliser.kernel, _difference(normaliser, claim)))
    except (Unsupported, Undefined, Exhausted, RecursionError):
        return ()


def residual(claim: Claim, budget: int) -> Term | None:
    """The left side minus the right under the hypotheses: factors, one product for each set of indices that agree.

    None where it has no such form, is no shorter than the claim, or says what the claim says. The caller proves that
    it is the difference before showing it.
    """
    if claim.relation not in SIDES_DIFFER or claim.order is not None:
        return None
    normaliser = _normaliser(claim, budget)
    try:
        difference = _difference(normaliser, claim)
        readback = Readback(normaliser, claim.free_indices)
        factored = [_factored(normaliser.kernel, readback, part) for part in _by_deltas(difference)]
    except (Unsupported, Undefined, Exhausted, RecursionError):
        return None
    parts = tuple(part for part in factored if part is not None)
    if not parts:
        return None
    found = parts[0] if len(parts) == 1 else Add(parts)
    return found if found.weight <= max(HEAVIEST, claim.lhs.weight + claim.rhs.weight) else None


def _by_deltas(poly: Poly) -> list[Poly]:
    """The terms of a polynomial by the deltas they hold, those without first."""
    parts: dict[Mono, Poly] = {}
    for mono in sorted(poly, key=lambda mono: -mono[0][0] if mono else 0):
        deltas = tuple(factor for factor in mono if factor[0] < 0)
        parts.setdefault(deltas, {})[mono] = poly[mono]
    return [parts[deltas] for deltas in sorted(parts, key=lambda deltas: (len(deltas), deltas))]


def _factored(kernel: Kernel, readback: Readback, poly: Poly) -> Term | None:
    """A polynomial, whose terms hold the same deltas, as a product of powers of irreducible factors; None for 0."""
    numerator, need = kernel.clear(common_denominators(kernel, poly))
    if not numerator:
        return None
    content, common, part = kernel.primitive(numerator)
    sign, found = kernel.factored(part) if len(part) > 1 else (1, [])
    factors = list(found)
    content *= sign
    odd = next((place for place, (_, power) in enumerate(factors) if power % 2), None)
    if content < 0 and odd is not None:  # the sign goes into a factor
        content = -content
        factors[odd] = (kernel.scale(factors[odd][0], fmpq(-1)), factors[odd][1])
    below = tuple((i, -steps) for i, steps in sorted(need.items()) if steps)
    head = {kernel.times(common, below): content}
    tail = [raised(readback.term(factor), power) for factor, power in factors]
    parts = tail if tail and kernel.is_unit(head) else [readback.term(head), *tail]
    return parts[0] if len(parts) == 1 else Mul(tuple(parts))


def _normaliser(claim: Claim, budget: int) -> Normaliser:
    return Normaliser(Kernel(budget), claim.floors, fixed_sizes(claim.assumptions))


def _difference(normaliser: Normaliser, claim: Claim) -> Poly:
    """The left side minus the right, under the hypotheses."""
    read(normaliser, claim)
    kernel = normaliser.kernel
    difference = kernel.add(normaliser.convert(claim.lhs), normaliser.convert(claim.rhs), fmpq(-1))
    return kernel.apply(difference) if kernel.has_rules else difference


def _conditions(normaliser: Normaliser, claim: Claim, difference: Poly) -> tuple[Hypothesis, ...]:
    kernel = normaliser.kernel
    if kernel.has_delta(difference):
        return _on_indices(normaliser, claim, difference)
    numerator, _ = kernel.clear(difference)
    if not numerator:
        return ()
    _, common, part = kernel.primitive(numerator)
    factors = [kernel.of(kernel.atoms[i]) for i, power in common if power > 0]
    if len(part) > 1:
        factors += [factor for factor, _ in kernel.factor(part)]
    factors = [factor for factor in factors if not kernel.is_nonzero(factor)]
    if any(len(factor) > LONGEST for factor in factors):
        return ()
    readback = Readback(normaliser, claim.free_indices)
    return tuple(_equation(readback, _without_log(kernel, factor)) for factor in factors)


def _without_log(kernel: Kernel, factor: Poly) -> Poly:
    """The condition for log f to vanish: f is 1."""
    if len(factor) == 1:
        ((mono, _),) = factor.items()
        if len(mono) == 1 and mono[0][1] == 1 and kernel.atoms[mono[0][0]].kind == "log":
            inside = dict(kernel.atoms[mono[0][0]].args[0])
            if kernel.sign(inside) != "+":
                raise Unsupported("a logarithm of an absolute value")
            return kernel.add(inside, kernel.constant(-1))
    return factor


def _on_indices(normaliser: Normaliser, claim: Claim, difference: Poly) -> tuple[Hypothesis, ...]:
    """The agreement, or difference, of two indices that decides whether the sides are equal."""
    free = claim.free_indices
    for place, first in enumerate(free):
        for second in free[place + 1 :]:
            if first.domain == second.domain:
                condition = _pair(normaliser, difference, first, second)
                if condition is not None:
                    return (condition,)
    return ()


def _pair(normaliser: Normaliser, difference: Poly, first: Index, second: Index) -> IndexCondition | None:
    """Equal sides in one of the two cases, and sides that differ everywhere in the other."""
    kernel = normaliser.kernel
    one, two = normaliser.token(first, {}), normaliser.token(second, {})
    if one == two:
        return None
    where_equal = kernel.rename(difference, {two: one})
    before = kernel.context()
    set_apart(normaliser, frozenset((one, two)))
    kernel.forget()
    try:
        where_apart: Poly = {}
        for mono, value in difference.items():
            kernel.add_into(where_apart, kernel.normal_monomial(mono), value)
        if not where_equal and kernel.is_nonzero(where_apart):
            return IndexCondition(first, second, equal=True)
    finally:
        kernel.return_to(before)
    if not where_apart and kernel.is_nonzero(where_equal):
        return IndexCondition(first, second, equal=False)
    return None


def _equation(readback: Readback, factor: Poly) -> Condition:
    """`factor = 0`, with the negative terms moved to the right."""
    positive = {mono: value for mono, value in factor.items() if value > 0}
    negative = {mono: -value for mono, value in factor.items() if value < 0}
    sides: list[Term] = [readback.term(positive), readback.term(negative)]
    sides.sort(key=lambda side: isinstance(side, Number))
    return Condition(sides[0], Op.EQ, sides[1])
