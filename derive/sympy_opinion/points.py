"""Points of a claim's domain at which an inequality is evaluated: exact numbers that meet every hypothesis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from sympy import Integer, Rational, Symbol

from derive.sympy_opinion.hypotheses import solutions, variables
from derive.sympy_opinion.names import Variable
from derive.sympy_opinion.plan import Instance
from derive.terms.claims import Claim
from derive.terms.indices import Continuum
from derive.terms.relations import Condition, Op
from derive.terms.to_sympy import ASSUMPTIONS, symbol_name, to_sympy_at

ENOUGH = 3
"""Points of each instance."""

TRIES = 24


def points(claim: Claim, instance: Instance, used: Mapping[str, Variable]) -> tuple[dict[str, str], ...]:
    """Up to three points: the name of each variable in `used` that no hypothesis gives, with a number as text."""
    values, _ = solutions(claim, instance)
    symbols = {name: Symbol(name, **ASSUMPTIONS[owner.sign]) for name, (owner, _) in variables(claim, instance)}
    free = [symbol for symbol in symbols.values() if symbol not in values]
    conditions = list(_conditions(claim, instance))
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for attempt in range(TRIES):
        chosen = {symbol: _number(symbol, attempt, place) for place, symbol in enumerate(free)}
        everything = chosen | {symbol: (Integer(0) + value).subs(chosen) for symbol, value in values.items()}
        if not all(_fits(symbol, value) for symbol, value in everything.items()):
            continue
        if not all(_holds(op, gap.subs(everything)) for op, gap in conditions):
            continue
        at = {
            name: _text(chosen[symbols[symbol_name(owner.name, places)]])
            for name, (owner, places) in used.items()
            if symbols[symbol_name(owner.name, places)] in chosen
        }
        found.setdefault(tuple(at.values()), at)
        if len(found) == ENOUGH:
            break
    return tuple(found.values())


def _conditions(claim: Claim, instance: Instance) -> Iterator[tuple[Op, Any]]:
    """The instances of the hypotheses that are no equations: how their sides compare, and the difference."""
    for fact in claim.assumptions:
        if not isinstance(fact, Condition) or fact.op is Op.EQ:
            continue
        ranges = [instance.setting.values_of(i.domain, {}) for i in fact.forall if not isinstance(i.domain, Continuum)]
        for chosen in product(*ranges):
            indices = {**instance.indices, **dict(zip(fact.forall, chosen, strict=True))}
            left = to_sympy_at(fact.lhs, instance.sizes, indices)
            yield fact.op, left - to_sympy_at(fact.rhs, instance.sizes, indices)


def _number(symbol: Any, attempt: int, place: int) -> Any:
    """A rational in (0, 1), smaller in later attempts so that sums stay below one; of either sign for a real."""
    share = Rational((5 * attempt + 7 * place + attempt * place) % 12 + 1, 13)
    if symbol.is_positive or attempt % 2:
        return share / (1 + attempt % 3)
    return (3 if symbol.is_nonnegative else 6) * share - (0 if symbol.is_nonnegative else 3)


def _fits(symbol: Any, value: Any) -> bool:
    seen = value.evalf(30)
    if not seen.is_real:
        return False
    return not (symbol.is_positive and not seen > 0) and not (symbol.is_nonnegative and seen < 0)


def _holds(op: Op, gap: Any) -> bool:
    """Whether the difference certainly compares with 0 as the hypothesis says."""
    seen = gap.evalf(30)
    if not seen.is_real:
        return False
    if op is Op.NE:
        return bool(abs(seen) > Rational(1, 10**12))
    return bool(seen > 0 or (op is Op.GE and seen == 0))


def _text(value: Any) -> str:
    return str(value) if value.q == 1 else f"Rational({value.p}, {value.q})"
