"""The SymPy door: a chain of SymPy objects becomes terms, once.

Sides of a script that imports everything from SymPy are Symbol, IndexedBase, Sum, Product, Derivative,
KroneckerDelta, Limit, Piecewise on i = j, exp, log, powers. The walk is structural: nothing is
evaluated, no text is parsed. What SymPy simplified while it built the objects stays simplified, hence
the mark `from_sympy` on every step.

What SymPy leaves open is read as follows. Sizes are at least 1; `Ge(n, 2)` among the hypotheses of the
whole derivation raises that. A symbol or family without assumptions is real; `positive` and
`nonnegative` are kept, `nonzero` of a symbol becomes a hypothesis, what cannot be real is refused. An
index that is free in a hypothesis and in no side of the chain is quantified: the hypothesis holds for
all its values. The kinds and ranges of symbols are told by their use (`derive.terms.sympy_survey`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from typing import Any

import sympy

from derive.errors import DoorError, TermError
from derive.terms.nodes import Add, Constant, Div, Exp, Log, Mul, Neg, Number, Pow, Scalar, Term, coerce
from derive.terms.records import HIGHEST, BigO, Step
from derive.terms.relations import Condition, Hypothesis, IndexCondition, Op
from derive.terms.sympy_survey import free_symbols, survey
from derive.terms.sympy_walk import Walk
from derive.terms.traverse import walk as subterms

PLAIN = (Number, Constant, Add, Mul, Neg, Div, Pow, Exp, Log)
"""The nodes of terms without variables, such as `Rational(1, 2)`, which may stand in a SymPy chain."""


def convert_chain(
    start: Any, steps: tuple[Step, ...], given: Any
) -> tuple[Term, tuple[Step, ...], tuple[Hypothesis, ...]]:
    """The chain as terms: its start, its steps, and the hypotheses of the whole derivation.

    `start`, the sides of `steps` and all hypotheses are SymPy objects, ints, or terms without variables.
    Raises DoorError for a SymPy form without a counterpart, for a symbol whose kind or range nothing
    tells, and for terms of derive mixed in.
    """
    whole = tuple(_relations(given, "given"))
    local = [tuple(_relations(link.given, f"step {place}, given")) for place, link in enumerate(steps, 1)]
    sides = [start, *[link.rhs for link in steps], *[link.instead for link in steps]]
    relations = [*whole, *[relation for group in local for relation in group]]
    parts = [part for part in (*sides, *relations) if isinstance(part, sympy.Basic)]
    door = Walk(survey(parts, dict(bound for relation in whole for bound in _least_sizes(relation))))

    free = frozenset(symbol for part in sides if isinstance(part, sympy.Basic) for symbol in free_symbols(part))
    links: list[Step] = []
    first = _side(start, "start", door)
    for place, (link, stated) in enumerate(zip(steps, local, strict=True), 1):
        where = f"step {place}"
        with _at(where):
            up_to, variable = _order(link.up_to, door), _variable(link.variable, door)
        links.append(
            replace(
                link,
                rhs=_side(link.rhs, where, door),
                instead=None if link.instead is None else _side(link.instead, f"{where}, instead", door),
                given=tuple(_hypothesis(relation, f"{where}, given", door, free) for relation in stated),
                up_to=up_to,
                variable=variable,
                from_sympy=True,
            )
        )
    bounds = [r for r in whole if any(symbol in map(str, door.survey.sizes) for symbol, _ in _least_sizes(r))]
    everywhere = [_hypothesis(relation, "given", door, free) for relation in whole if relation not in bounds]
    everywhere += [Condition(scalar, Op.NE, Number(Fraction(0))) for scalar in door.nonzero]
    return first, tuple(links), tuple(everywhere)


@contextmanager
def _at(where: str) -> Iterator[None]:
    """Say where in the chain a part was refused."""
    try:
        yield
    except TermError as problem:
        raise DoorError(f"{where}: {problem}") from problem


def _side(value: Any, where: str, door: Walk) -> Term:
    with _at(where):
        if isinstance(value, sympy.Basic):
            return door.term(value, {})
        term = coerce(value)
        if all(isinstance(node, PLAIN) for node in subterms(term)):
            return term
        raise DoorError(
            "this side is a term of derive while others are SymPy objects; write the whole derivation in one of them"
        )


def _hypothesis(relation: Any, where: str, door: Walk, free: frozenset[Any]) -> Hypothesis:
    with _at(where):
        if any(symbol in map(str, door.survey.sizes) for symbol, _ in _least_sizes(relation)):
            raise DoorError(
                f"{relation} bounds a size; state it for the whole derivation: derivation(…, given={relation})"
            )
        return door.hypothesis(relation, frozenset(door.survey.indices) - free)


def _relations(given: Any, where: str) -> Iterator[Any]:
    """The SymPy relations in `given`, flattened; those that SymPy found true by its assumptions are dropped."""
    if isinstance(given, Condition | IndexCondition):
        raise DoorError(
            f"{where}: a hypothesis over terms of derive in a derivation of SymPy objects; state it with SymPy's Eq, Ne or Gt"
        )
    if isinstance(given, sympy.And):
        given = given.args
    if given is sympy.false:
        raise DoorError(f"{where}: SymPy found a hypothesis to be false; check the assumptions of its symbols")
    if isinstance(given, sympy.core.relational.Relational):
        yield given
    elif isinstance(given, Iterable) and not isinstance(given, str):
        for part in given:
            yield from _relations(part, where)
    elif given is not None and given is not sympy.true:
        raise DoorError(f"{where}: {given!r} is no hypothesis; state one with Eq, Ne, Gt, Ge, Lt or Le")


def _least_sizes(relation: Any) -> Iterator[tuple[str, int]]:
    """The symbol and the bound of `n ≥ 2` or `n > 1`."""
    if isinstance(relation, sympy.Gt | sympy.Lt | sympy.Ge | sympy.Le):
        symbol, bound = relation.gts, relation.lts
        if isinstance(symbol, sympy.Symbol) and isinstance(bound, sympy.Integer):
            yield str(symbol), int(bound) + isinstance(relation, sympy.Gt | sympy.Lt)


def _order(up_to: Any, door: Walk) -> BigO | None:
    if up_to is None or isinstance(up_to, BigO):
        return up_to
    if isinstance(up_to, sympy.Order) and len(up_to.args) == 2:
        variable, point = up_to.args[1]
        power = up_to.expr.as_base_exp()
        if (
            point is sympy.oo
            and power[0] == variable
            and isinstance(power[1], sympy.Integer)
            and -HIGHEST <= power[1] < 0
        ):
            return BigO(door.scalar(variable), -int(power[1]))
    raise DoorError(f"{up_to}: write the order of a remainder as O(1/T**3, (T, oo))")


def _variable(variable: Any, door: Walk) -> Scalar | None:
    if variable is None or isinstance(variable, Scalar):
        return variable
    if isinstance(variable, sympy.Symbol):
        return door.scalar(variable)
    raise DoorError(f"{variable} is no variable of a limit; give a symbol")
