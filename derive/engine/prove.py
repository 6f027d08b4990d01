"""Deciding one claim: proved, or open with a reason. What is not proved is never called false here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

from flint import fmpq

from derive.engine.choices import has_order
from derive.engine.definedness import Lack, missing_conditions, nonzero
from derive.engine.hypotheses import Reading, fixed_sizes, instantiate, read
from derive.engine.inequality import at_least_zero, equal_by_order
from derive.engine.normal import Normaliser
from derive.engine.rewriting import Kernel
from derive.engine.ring import Exhausted, Poly, Undefined, Unsupported
from derive.engine.squares import has_sign
from derive.engine.zero import in_ideal, is_zero
from derive.terms.claims import Claim, families_in, scalars_in
from derive.terms.indices import Index, Range
from derive.terms.latex import assumption_latex
from derive.terms.relations import Condition, IndexCondition, Op, Relation
from derive.verdict import Reason

DEFAULT_BUDGET = 1_000_000
MAX_CASES = 64


NEEDED_FACTOR, NEEDED_LEAST = 2, 200


def without_one(budget: int, spent: int) -> int:
    """What a proof may cost without an assumption or a law, where the proof with it cost `spent`."""
    return min(budget, NEEDED_FACTOR * spent + NEEDED_LEAST)


@dataclass(frozen=True, slots=True)
class Proof:
    """What the prover found.

    `holds`: the relation holds wherever all that the sides write is defined. `missing`: obligations of definedness
    that the assumptions do not discharge. `undefined`: a side has no value anywhere, and why. `spent`:
    counted work.
    """

    holds: bool
    missing: tuple[Lack, ...] = ()
    reason: Reason | None = None
    message: str | None = None
    undefined: str | None = None
    spent: int = 0


def normaliser_for(kernel: Kernel, claim: Claim) -> Normaliser:
    """A new normaliser that knows the sizes in a claim."""
    return Normaliser(kernel, claim.floors, fixed_sizes(claim.assumptions))


@dataclass(frozen=True, slots=True)
class Tools:
    """What proofs are made with. `values_only` leaves out whether the sides are defined: for asking what carries a proof."""

    kernel: Callable[[int], Kernel] = Kernel
    normaliser: Callable[[Kernel, Claim], Normaliser] = normaliser_for
    read: Callable[[Normaliser, Claim], Reading] = read
    vanishes: Callable[[Kernel, Poly], bool] = is_zero
    values_only: bool = False


TOOLS = Tools()


def prove(claim: Claim, budget: int = DEFAULT_BUDGET, tools: Tools = TOOLS) -> Proof:
    """Decide `claim`. Never raises for a claim it cannot handle: the reason is in the proof."""
    spent = 0
    held = False
    undefined: str | None = None
    missing: dict[Lack, None] = {}
    for case in _fixed_cases(claim):
        kernel = tools.kernel(budget - spent)
        try:
            found = _prove_case(claim, case, kernel, tools)
        except Exhausted:
            return _open(Reason.BUDGET, f"the budget of {budget} operations is used up", budget)
        except RecursionError:
            return _open(Reason.BUDGET, "the terms are nested too deeply", spent + kernel.spent)
        except Undefined as cause:
            undefined = undefined or str(cause)
            missing[_other_values(case)] = None
            spent += kernel.spent
            continue
        except Unsupported as cause:
            return _open(Reason.UNSUPPORTED, str(cause), spent + kernel.spent)
        spent += kernel.spent
        if not found.holds:
            return found
        held = True
        missing.update(dict.fromkeys(found.missing))
    if undefined is not None and not held:
        return Proof(False, (), Reason.NEVER_DEFINED, undefined, undefined, spent)
    return Proof(True, tuple(missing), spent=spent)


def _open(reason: Reason, message: str, spent: int) -> Proof:
    return Proof(False, (), reason, message, None, spent)


def _fixed_cases(claim: Claim) -> Iterator[dict[Index, str]]:
    """One case for each choice of values of the free indices over fixed ranges that agrees with the index conditions."""
    fixed = fixed_sizes(claim.assumptions)
    choices: list[list[tuple[Index, str]]] = []
    total = 1
    for index in claim.free_indices:
        if not isinstance(index.domain, Range):
            continue
        bounds = [
            end.const + sum(c * fixed.get(getattr(s, "name", ""), 0) for s, c in end.parts)
            for end in (index.domain.low, index.domain.high)
            if all(getattr(s, "name", None) in fixed for s, _ in end.parts)
        ]
        if len(bounds) == 2:
            total *= max(0, bounds[1] - bounds[0] + 1)
            if total <= MAX_CASES:
                choices.append([(index, str(value)) for value in range(bounds[0], bounds[1] + 1)])
    for chosen in product(*choices):
        case = dict(chosen)
        if _admissible(claim, case):
            yield case


def _admissible(claim: Claim, case: dict[Index, str]) -> bool:
    """Whether a choice of index values agrees with the index conditions."""
    for fact in claim.assumptions:
        if isinstance(fact, IndexCondition):
            sides = [
                case.get(s) if isinstance(s, Index) else str(s)
                for s in (fact.left, fact.right)
                if isinstance(s, Index | int)
            ]
            if len(sides) == 2 and None not in sides and (sides[0] == sides[1]) != fact.equal:
                return False
    return True


def _other_values(case: dict[Index, str]) -> Lack:
    """That the indices have other values than in a case in which a side has no value."""
    differ = [IndexCondition(index, int(value), equal=False) for index, value in case.items()]
    return Lack(
        r" \;\text{or}\; ".join(map(assumption_latex, differ)), differ[0] if len(differ) == 1 else None, certain=True
    )


def _prove_case(claim: Claim, case: dict[Index, str], kernel: Kernel, tools: Tools) -> Proof:
    normaliser = tools.normaliser(kernel, claim)
    normaliser.aliases.update(case)
    reading = tools.read(normaliser, claim)
    normaliser.start_claim()
    try:
        holds = _relation_holds(claim, normaliser, reading, tools)
        if tools.values_only:
            return Proof(holds, spent=kernel.spent)
        normaliser.check_members()
    except Unsupported:
        missing_conditions(normaliser, reading.patterns)  # a side that is never defined says more
        raise
    missing = missing_conditions(normaliser, reading.patterns)
    if not holds:
        return _not_found(claim, reading, kernel)
    if not all(nonzero(normaliser, poly, reading.patterns) for poly in normaliser.leading):
        message = "the limit is computed by dividing by a leading coefficient that may vanish"
        return Proof(False, missing, Reason.LEADING_TERM, message, None, kernel.spent)
    return Proof(True, missing, spent=kernel.spent)


def _not_found(claim: Claim, reading: Reading, kernel: Kernel) -> Proof:
    if claim.relation in (Relation.AT_MOST, Relation.BELOW):
        return _open(Reason.INEQUALITY, "no sign was found for the difference of the sides", kernel.spent)
    if reading.unusable:
        facts = ", ".join(f"${assumption_latex(fact)}$" for fact in reading.unusable)
        return _open(Reason.HYPOTHESIS, f"the hypothesis {facts} could not be used", kernel.spent)
    if kernel.outgrown:
        return _open(Reason.BUDGET, "the equations among the hypotheses are too many or too large", kernel.spent)
    return _open(Reason.RESIDUAL, "the normal forms of the two sides differ", kernel.spent)


def _relation_holds(claim: Claim, normaliser: Normaliser, reading: Reading, tools: Tools) -> bool:
    kernel = normaliser.kernel
    _check_limit_variable(claim)
    if claim.relation is Relation.EQUAL and claim.order is not None and claim.variable is not None:
        left = normaliser.convert_eventually(claim.lhs, claim.variable)
        right = normaliser.convert_eventually(claim.rhs, claim.variable)
        terms = normaliser.expand(kernel.add(left, right, fmpq(-1)), claim.variable, claim.order)
        return all(tools.vanishes(kernel, part) for part in terms.values())
    if claim.relation is Relation.TENDS and claim.variable is not None:
        left = normaliser.limit(claim.lhs, claim.variable, {})
    else:
        left = normaliser.convert(claim.lhs)
    right = normaliser.convert(claim.rhs)
    difference = kernel.add(right, left, fmpq(-1))
    *plain, last = _forms(kernel, difference)
    suppose = partial(instantiate, normaliser, reading.patterns)
    if claim.relation in (Relation.AT_MOST, Relation.BELOW):
        strict = claim.relation is Relation.BELOW
        return any(has_sign(kernel, form, strict=strict) for form in plain) or at_least_zero(
            kernel, last, suppose, strict=strict
        )
    if any(tools.vanishes(kernel, form) for form in (*plain, last)) or in_ideal(kernel, difference):
        return True
    return has_order(kernel, last) and equal_by_order(kernel, last, suppose)


def _check_limit_variable(claim: Claim) -> None:
    """Raise Unsupported when a hypothesis ties the variable that grows to anything."""
    for fact in claim.assumptions:
        if isinstance(fact, Condition) and claim.variable in scalars_in((fact.lhs, fact.rhs)):
            others = [s for s in scalars_in((fact.lhs, fact.rhs)) if s != claim.variable]
            if fact.op is Op.EQ or others or families_in((fact.lhs, fact.rhs)):
                raise Unsupported("a hypothesis on the limit variable")


def _forms(kernel: Kernel, poly: Poly) -> Iterator[Poly]:
    """A difference as it is, and under the hypotheses."""
    yield poly
    if kernel.has_rules:
        yield kernel.apply(poly)
