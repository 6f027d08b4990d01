"""The structural walk from a SymPy expression to a term: one SymPy form after the other, nothing evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy

from derive.errors import DoorError, TermError
from derive.terms import build
from derive.terms.affine import Symbol, affine
from derive.terms.declare import nonnegatives, positive, positives, real, reals
from derive.terms.indices import Index, Position, Range, to_position
from derive.terms.limits import readable
from derive.terms.nodes import (
    Add,
    BinderKind,
    Cases,
    Constant,
    Delta,
    Div,
    Entry,
    Exp,
    Family,
    IndexNumber,
    Limit,
    Log,
    Maximum,
    Mul,
    Neg,
    Number,
    Pow,
    Scalar,
    Sign,
    Term,
)
from derive.terms.ordered import Order, order_of, widest_range
from derive.terms.relations import Condition, Hypothesis, IndexCondition, Op
from derive.terms.sympy_survey import Survey, free_symbols

Bound = Mapping[Any, Index]
"""The index that each SymPy symbol bound around an expression stands for."""

MATRICES = (sympy.MatrixExpr, sympy.Trace, sympy.Determinant, sympy.matrices.expressions.matexpr.MatrixElement)
KINDS = {sympy.Sum: BinderKind.SUM, sympy.Product: BinderKind.PRODUCT}


@dataclass(slots=True)
class Walk:
    """Converts the parts of one chain; remembers which SymPy object each name belongs to."""

    survey: Survey
    names: dict[str, Any] = field(default_factory=dict)
    nonzero: dict[Scalar, None] = field(default_factory=dict)

    def term(self, expr: Any, bound: Bound) -> Term:
        """The term that `expr` stands for; raises DoorError naming the form that has no counterpart."""
        match expr:
            case sympy.Rational():
                return Number(readable(Fraction(int(expr.p), int(expr.q))))
            case sympy.Symbol() | sympy.Idx():
                return self._symbol(expr, bound)
            case sympy.Indexed():
                return self._entry(expr, bound)
            case sympy.Add():
                return Add(tuple(self.term(arg, bound) for arg in expr.as_ordered_terms()))
            case sympy.Mul():
                return self._product(expr, bound)
            case sympy.exp():
                return Exp(self.term(expr.exp, bound))
            case sympy.Pow():
                return self._power(expr, bound)
            case sympy.log() if len(expr.args) == 1:
                return Log(self.term(expr.args[0], bound))
            case sympy.Max():
                return Maximum(tuple(self.term(arg, bound) for arg in expr.args))
            case sympy.KroneckerDelta() if len(expr.args) == 2:
                left, right = (self.position(arg, bound) for arg in expr.args)
                build.check_same_kind(left, right)
                return Delta(left, right)
            case sympy.Sum() | sympy.Product():
                return self._binder(expr, bound)
            case sympy.Derivative():
                return self._derivative(expr, bound)
            case sympy.Limit():
                return self._limit(expr, bound)
            case sympy.Piecewise():
                return self._cases(expr, bound)
        if expr is sympy.pi:
            return Constant("pi")
        if expr is sympy.E:
            return build.E
        raise _refusal(expr)

    def position(self, expr: Any, bound: Bound) -> Position:
        """What stands in brackets or in a delta."""
        return to_position(self.survey.read_affine(expr, lambda symbol: self._place(symbol, bound)))

    def hypothesis(self, relation: Any, quantified: frozenset[Any]) -> Hypothesis:
        """A SymPy relation as a hypothesis, for all values of the indices in `quantified`."""
        survey = self.survey
        sides = (relation.args[0], relation.args[1])
        known = survey.indices | set(survey.sizes)
        if (
            isinstance(relation, sympy.Eq | sympy.Ne)
            and any(free_symbols(side) & survey.indices for side in sides)
            and all(free_symbols(side) <= known for side in sides)
        ):
            left, right = (self.position(side, {}) for side in sides)
            build.check_same_kind(left, right)
            return IndexCondition(left, right, isinstance(relation, sympy.Eq))
        op = {sympy.Eq: Op.EQ, sympy.Ne: Op.NE}.get(type(relation))
        if op is None and isinstance(relation, sympy.Gt | sympy.Lt | sympy.Ge | sympy.Le):
            op = Op.GT if isinstance(relation, sympy.Gt | sympy.Lt) else Op.GE
            sides = (relation.gts, relation.lts)
        if op is None:
            raise DoorError(f"{relation} is no hypothesis; state Eq, Ne, Gt, Ge, Lt or Le")
        condition = Condition(self.term(sides[0], {}), op, self.term(sides[1], {}))
        free = sorted(condition.free, key=lambda index: index.order)
        return condition.for_all(*[index for index in free if index.key in {str(symbol) for symbol in quantified}])

    def scalar(self, symbol: Any) -> Scalar:
        """A SymPy symbol as a number, with the sign its assumptions state."""
        if symbol in self.survey.indices or symbol in self.survey.sizes:
            raise DoorError(f"{symbol} is an index or a size, so it is no variable")
        if symbol.is_real is False or symbol.is_negative or symbol.is_nonpositive:
            raise DoorError(
                f"{symbol} must be real, or positive; SymPy assumes otherwise: declare Symbol({str(symbol)!r}, real=True)"
            )
        name = self._named(symbol)
        if symbol.is_positive:
            return positive(name)
        if symbol.is_nonnegative:
            return Scalar(real(name).name, Sign.NONNEGATIVE)
        found = real(name)
        if symbol.is_zero is False:
            self.nonzero[found] = None
        return found

    def _named(self, symbol: Any) -> str:
        known = self.names.setdefault(str(symbol), symbol)
        if known != symbol:
            raise DoorError(
                f"two different symbols are called {symbol}; give them different names, or the same assumptions"
            )
        return str(symbol)

    def _symbol(self, expr: Any, bound: Bound) -> Term:
        symbol = expr.label if isinstance(expr, sympy.Idx) else expr
        if symbol in bound or symbol in self.survey.indices:
            return IndexNumber(to_position(affine([(self._place(symbol, bound), 1)])))
        if symbol in self.survey.sizes:
            self._named(symbol)
            return self.survey.sizes[symbol]
        return self.scalar(symbol)

    def _place(self, symbol: Any, bound: Bound) -> Symbol:
        self._named(symbol)
        if symbol in bound:
            return bound[symbol]
        if symbol in self.survey.sizes:
            return self.survey.sizes[symbol]
        return self.survey.index(symbol)

    def _entry(self, expr: Any, bound: Bound) -> Entry:
        base = expr.base
        name = self._family_name(base)
        axes = tuple(self.survey.axis(name, place) for place in range(len(expr.indices)))
        try:
            family = _family(base, name, axes)
            return family[tuple(self.position(position, bound) for position in expr.indices)]
        except DoorError:
            raise
        except TermError as problem:
            raise DoorError(f"{expr}: {problem}") from problem

    def _family_name(self, base: Any) -> str:
        name = str(base.label)
        known = self.names.setdefault(f"{name}[]", base)
        if known != base:
            raise DoorError(
                f"two different families are called {name}; give them different names, or the same shape and assumptions"
            )
        return name

    def _product(self, expr: Any, bound: Bound) -> Term:
        above: list[Term] = []
        below: list[Term] = []
        negative = False
        for factor in expr.as_ordered_factors():
            if isinstance(factor, sympy.Rational):
                negative ^= factor < 0
                above += [self.term(sympy.Integer(abs(factor.p)), bound)] if abs(factor.p) != 1 else []
                below += [self.term(sympy.Integer(factor.q), bound)] if factor.q != 1 else []
            elif _is_inverse(factor):
                below.append(self._raised(factor.base, -factor.exp, bound))
            else:
                above.append(self.term(factor, bound))
        top = _times(above)
        found = Div(top, _times(below)) if below else top
        return Neg(found) if negative else found

    def _power(self, expr: Any, bound: Bound) -> Term:
        if _is_inverse(expr):
            return Div(Number(Fraction(1)), self._raised(expr.base, -expr.exp, bound))
        return self._raised(expr.base, expr.exp, bound)

    def _raised(self, base: Any, exponent: Any, bound: Bound) -> Term:
        return self.term(base, bound) if exponent == 1 else Pow(self.term(base, bound), self.term(exponent, bound))

    def _binder(self, expr: Any, bound: Bound) -> Term:
        inner = dict(bound)
        chosen: list[tuple[Index, Order]] = []
        for variable, low, high in reversed(expr.limits):
            symbol = variable.label if isinstance(variable, sympy.Idx) else variable
            ends = self.survey.ends(low, high, inner)
            index = Index(self._named(symbol), widest_range(*ends), str(symbol))
            inner[symbol] = index
            chosen.append((index, order_of(*ends)))
        term = self.term(expr.function, inner)
        for index, order in reversed(chosen):
            term = build.bind(KINDS[type(expr)], term, index, order=order)
        return term

    def _derivative(self, expr: Any, bound: Bound) -> Term:
        variables: list[Entry | Scalar] = []
        for variable, count in expr.variable_count:
            if not isinstance(count, sympy.Integer):
                raise DoorError(f"{expr}: the order {count} of a derivative must be an integer")
            if not isinstance(variable, sympy.Indexed | sympy.Symbol):
                raise DoorError(
                    f"{expr}: a derivative runs along an entry such as z[i], or along a symbol, not along {variable}"
                )
            along = self._entry(variable, bound) if isinstance(variable, sympy.Indexed) else self.scalar(variable)
            variables += [along] * int(count)
        return build.Derivative(self.term(expr.expr, bound), *variables)

    def _limit(self, expr: Any, bound: Bound) -> Term:
        body, variable, point, _ = expr.args
        if point is not sympy.oo or not isinstance(variable, sympy.Symbol):
            raise DoorError(f"{expr}: only limits of a symbol at oo are supported; substitute 1/T for a limit at 0")
        return Limit(self.term(body, bound), self.scalar(variable))

    def _cases(self, expr: Any, bound: Bound) -> Term:
        if len(expr.args) == 2:
            (first, condition), (second, other) = expr.args
            if isinstance(condition, sympy.Eq | sympy.Ne) and (other is sympy.true or other == sympy.Not(condition)):
                if not all(free_symbols(side) & self.survey.indices for side in condition.args):
                    raise _refusal(expr)
                left, right = (self.position(side, bound) for side in condition.args)
                build.check_same_kind(left, right)
                equal, unequal = self.term(first, bound), self.term(second, bound)
                if isinstance(condition, sympy.Ne):
                    equal, unequal = unequal, equal
                return Cases(left, right, equal, unequal)
        raise DoorError(
            f"{expr}: of Piecewise only two cases are supported, split on Eq(i, j) or Ne(i, j) of two indices"
        )


def _is_inverse(factor: Any) -> bool:
    return isinstance(factor, sympy.Pow) and isinstance(factor.exp, sympy.Rational) and bool(factor.exp < 0)


def _times(factors: list[Term]) -> Term:
    if not factors:
        return Number(Fraction(1))
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _family(base: Any, name: str, axes: tuple[Range, ...]) -> Family:
    if base.is_real is False or base.is_negative or base.is_nonpositive:
        raise DoorError(
            f"{name} must be real, or positive; SymPy assumes otherwise: declare IndexedBase({name!r}, real=True)"
        )
    if base.is_positive:
        return positives(name, *axes)
    return nonnegatives(name, *axes) if base.is_nonnegative else reals(name, *axes)


def _refusal(expr: Any) -> DoorError:
    """The error that says what to write instead of `expr`."""
    hint = "rewrite it with sums, products, powers, exp and log of numbers, symbols and IndexedBase entries"
    if isinstance(expr, sympy.Float):
        exact = sympy.Rational(str(expr))
        hint = f"a floating-point number is not exact; write Rational({exact.p}, {exact.q})"
    elif isinstance(expr, sympy.IndexedBase):
        hint = f"write an entry such as {expr}[i]"
    elif isinstance(expr, sympy.Integral):
        hint = "integrals are not taken over from SymPy; write the script with derive's Integral and variable('x')"
    elif isinstance(expr, sympy.core.function.AppliedUndef):
        hint = f"a function without a formula is a family here: IndexedBase({str(expr.func)!r})"
    elif isinstance(expr, MATRICES):
        hint = "SymPy's matrices are not read; write derive's own: matrix('A', m, n), or the entries of an IndexedBase"
    elif isinstance(expr, sympy.Min | sympy.Abs):
        hint = "write it with Max"
    return DoorError(f"{expr} ({type(expr).__name__}) has no counterpart here: {hint}")
