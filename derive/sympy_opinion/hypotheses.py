"""What a script substitutes: hypotheses solved for one explicit symbol each, and the point of a witness.

Both are imposed after derivatives and before limits, as the order of soundness demands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from sympy import Expr, Poly, PolynomialError, Rational, Symbol, expand, sstr

from derive.errors import TermError
from derive.results import Witness
from derive.sympy_opinion.names import Variable
from derive.sympy_opinion.plan import Instance, terms_of
from derive.sympy_opinion.source import Source
from derive.terms.claims import Claim, families_in, scalars_in
from derive.terms.indices import Continuum, Index
from derive.terms.latex import name_latex
from derive.terms.nodes import Entry, Limit, Scalar, Term
from derive.terms.relations import Condition, Op
from derive.terms.to_sympy import symbol_name, to_sympy_at
from derive.terms.traverse import walk

COMPARED = {Op.EQ: "==", Op.NE: "!=", Op.GT: ">", Op.GE: ">="}


@dataclass(frozen=True, slots=True)
class Equation:
    """An instance of a hypothesis: both sides as terms, the values of all indices, and as expressions."""

    lhs: Term
    rhs: Term
    indices: Mapping[Index, int]
    left: Any
    right: Any


@dataclass(frozen=True, slots=True)
class Given:
    """Substitutions, symbol to text. `hides`: one of them makes SymPy forget that a variable is positive."""

    values: Mapping[str, str]
    hides: bool = False


def solved(claim: Claim, instance: Instance, source: Source, used: Mapping[str, Variable]) -> Given:
    """The equations among the hypotheses as substitutions: symbol to text, for the variables `used`.

    An equation that states one variable gives it; a linear one is solved for its last variable. Raises
    TermError where an equation is neither, or where they contradict each other.
    """
    values, stated = solutions(claim, instance)
    written = {name: code for name, code in _written(values, stated, claim, instance, source) if name in used}
    positive = {symbol.name for symbol in values if symbol.is_positive and symbol not in stated}
    return Given(written, hides=any(symbol_name(used[n][0].name, used[n][1]) in positive for n in written))


def solutions(claim: Claim, instance: Instance) -> tuple[dict[Symbol, Any], dict[Symbol, Equation]]:
    """The value of each variable that the equations give, and the equations that state theirs as it stands."""
    values: dict[Symbol, Any] = {}
    stated: dict[Symbol, Equation] = {}
    for equation in sorted(_equations(claim, instance), key=lambda e: not isinstance(e.lhs, Entry | Scalar)):
        gap = expand((equation.left - equation.right).xreplace(values))
        if gap == 0:
            continue
        symbol = _unknown(equation, gap, values, claim)
        value = expand(symbol - gap / gap.coeff(symbol, 1))
        if equation.left == symbol and not equation.right.free_symbols & (set(values) | {symbol}):
            stated[symbol], value = equation, equation.right
        values = {known: old.xreplace({symbol: value}) for known, old in values.items()}
        stated = {known: e for known, e in stated.items() if symbol not in e.right.free_symbols}
        values[symbol] = value
    return values, stated


def point(witness: Witness, claim: Claim, used: Mapping[str, Variable], given: Mapping[str, str]) -> dict[str, str]:
    """The witness as substitutions: symbol to exact number. A variable that it leaves open counts as 1.

    What a hypothesis gives (`given`) is left to it where the witness has a decimal only.
    """
    exact = dict(witness.values)
    limits = {node.variable for side in (claim.lhs, claim.rhs) for node in walk(side) if isinstance(node, Limit)}
    found = {}
    for name, (owner, places) in used.items():
        if owner in limits:
            continue
        value = exact.get(_variable_latex(owner.name, places), "1" if name not in given else ".")
        if "." not in value:
            number = Rational(value)
            found[name] = str(number) if number.q == 1 else f"Rational({number.p}, {number.q})"
        elif name not in given:
            raise TermError(f"the witness has {name} as a decimal only")
    return found


def met(claim: Claim, instance: Instance, source: Source) -> Iterator[str]:
    """Every hypothesis on variables as a comparison of `source`'s texts, to be checked at a witness."""
    for fact in claim.assumptions:
        if not isinstance(fact, Condition) or any(isinstance(index.domain, Continuum) for index in fact.forall):
            continue
        ranges = [instance.setting.values_of(i.domain, {}) for i in fact.forall if not isinstance(i.domain, Continuum)]
        for chosen in product(*ranges):
            indices = {**instance.indices, **dict(zip(fact.forall, chosen, strict=True))}
            gap = source.write(fact.lhs - fact.rhs, indices)
            if not gap.whole:
                yield f"({gap.code}){source.imposed} {COMPARED[fact.op]} 0"


def _variable_latex(name: str, places: tuple[int, ...]) -> str:
    """How a witness names a concrete variable, e.g. `z_{1}` or `A_{1,2}`."""
    text = name_latex(name)
    if not places:
        return text
    subscript = ",".join(map(str, places))
    if "_" in text:
        head, _, label = text.partition("_")
        return f"{head}_{{{label[1:-1]},{subscript}}}"
    return f"{text}_{{{subscript}}}"


def _equations(claim: Claim, instance: Instance) -> Iterator[Equation]:
    """Every instance of every equation at the instance's sizes and indices."""
    for fact in claim.assumptions:
        if not isinstance(fact, Condition) or fact.op is not Op.EQ:
            continue
        domains = [index.domain for index in fact.forall]
        if any(isinstance(domain, Continuum) for domain in domains):
            raise TermError("a hypothesis on an integration variable cannot be written out for SymPy")
        ranges = [instance.setting.values_of(d, {}) for d in domains if not isinstance(d, Continuum)]
        for chosen in product(*ranges):
            indices = {**instance.indices, **dict(zip(fact.forall, chosen, strict=True))}
            left = to_sympy_at(fact.lhs, instance.sizes, indices)
            right = to_sympy_at(fact.rhs, instance.sizes, indices)
            yield Equation(fact.lhs, fact.rhs, indices, left, right)


def _unknown(equation: Equation, gap: Expr, values: Mapping[Symbol, Any], claim: Claim) -> Symbol:
    """The variable to solve for: the one that the equation states, or the last that is linear in it."""
    if not gap.free_symbols:
        raise TermError("the hypotheses contradict each other at these sizes")
    left = equation.left
    if isinstance(left, Symbol) and left not in values and _linear(gap, left):
        return left
    avoid = set() if claim.variable is None else {claim.variable.name}
    for symbol in sorted(gap.free_symbols, key=lambda s: str(s.name), reverse=True):
        if symbol.name not in avoid and _linear(gap, symbol):
            return symbol
    raise TermError("a hypothesis is not linear in any variable, so nothing can be substituted for it")


def _linear(gap: Expr, symbol: Symbol) -> bool:
    """Whether `symbol` occurs in `gap` just once, multiplied by a number."""
    try:
        poly = Poly(gap, symbol)
    except PolynomialError:
        return False
    return bool(poly.degree() == 1 and poly.LC().is_number)


def _written(
    values: Mapping[Symbol, Any], stated: Mapping[Symbol, Equation], claim: Claim, instance: Instance, source: Source
) -> Iterator[tuple[str, str]]:
    """The substitutions as text: the author's own right side where it stands, else SymPy's solution."""
    owners = dict(variables(claim, instance))
    for symbol, value in values.items():
        name = source.names.variable(*owners[symbol.name])
        if symbol in stated:
            yield name, source.write(stated[symbol].rhs, stated[symbol].indices).code
        else:
            renamed = {s: Symbol(source.names.variable(*owners[s.name])) for s in value.free_symbols}
            yield name, _code(value.xreplace(renamed))


def _code(value: Expr) -> str:
    """An expression as Python text, its fractions exact."""

    def number(found: re.Match[str]) -> str:
        return found[1] if found[2] is None else f"Rational({found[1]}, {found[2]})"

    return re.sub(r"\bS\((-?\d+)\)(?:/(\d+))?", number, sstr(value, sympy_integers=True))


def variables(claim: Claim, instance: Instance) -> Iterator[tuple[str, Variable]]:
    """The name of every concrete variable's symbol, with what it belongs to."""
    terms = terms_of(claim)
    for scalar in scalars_in(terms):
        yield symbol_name(scalar.name, ()), (scalar, ())
    for family in families_in(terms):
        ranges = [instance.setting.values_of(axis, {}) for axis in family.axes if not isinstance(axis, Continuum)]
        for places in product(*ranges):
            yield symbol_name(family.name, places), (family, places)
