"""Lazy constructors with SymPy's names and call shapes. They check and build; they never evaluate."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from derive.errors import TermError
from derive.terms.affine import Affine
from derive.terms.indices import Continuum, Index, Position, Range, indices_in, to_affine, to_position
from derive.terms.limits import readable
from derive.terms.nodes import (
    Binder,
    BinderKind,
    Cases,
    Constant,
    Definition,
    Delta,
    Entry,
    Exp,
    Family,
    IndexNumber,
    Log,
    Named,
    Number,
    Pow,
    Scalar,
    Size,
    Term,
    coerce,
)
from derive.terms.nodes import (
    Derivative as DerivativeNode,
)
from derive.terms.nodes import (
    Limit as LimitNode,
)
from derive.terms.ordered import Order, moved, order_of, ordered_range
from derive.terms.ranges import read_affine, show_range
from derive.terms.relations import IndexCondition
from derive.terms.shaped import Shaped
from derive.terms.traverse import substitute


class Infinity:
    """The point of a limit; not a number."""

    def __repr__(self) -> str:
        return "oo"


oo = Infinity()
pi = Constant("pi")
E = Exp(Number(Fraction(1)))


def Integer(value: int) -> Number:
    """The integer `value` as a term, for arithmetic that Python would otherwise carry out."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TermError(f"Integer takes a Python int, not {value!r}")
    return Number(readable(Fraction(value)))


def Rational(numerator: int, denominator: int = 1) -> Number:
    """The exact fraction `numerator/denominator`."""
    if denominator == 0:
        raise TermError(f"Rational({numerator}, 0) divides by zero")
    return Number(readable(Fraction(numerator, denominator)))


def exp(arg: object) -> Any:
    """The exponential of a term, or of every entry of a vector."""
    return arg.each(Exp, r"\exp\left(%s\right)") if isinstance(arg, Shaped) else Exp(coerce(arg))


def log(arg: object, base: object | None = None) -> Any:
    """The logarithm of a term, or of every entry of a vector: natural, or to `base`."""
    if not isinstance(arg, Shaped):
        return Log(coerce(arg), None if base is None else coerce(base))
    if base is None:
        return arg.each(Log, r"\log\left(%s\right)")
    to = coerce(base)
    return arg.each(lambda entry: Log(entry, to), r"\log_{%s}\left(%s\right)", to)


ln = log


def sqrt(arg: object) -> Any:
    """The square root of a term, or of every entry of a vector."""
    half = Number(Fraction(1, 2))
    return arg.each(lambda entry: Pow(entry, half), r"\sqrt{%s}") if isinstance(arg, Shaped) else Pow(coerce(arg), half)


def number(position: object) -> IndexNumber:
    """The number that an index is: `Sum(number(k), k)` is 1 + 2 + … + n. Raises TermError for what is no index."""
    at = read_affine(position, "what `number` takes")
    if not at.parts or not all(isinstance(s, Index) and isinstance(s.domain, Range) for s, _ in at.parts):
        raise TermError("number takes an index, or an index and an integer such as k + 1")
    return IndexNumber(to_position(at))


def KroneckerDelta(left: object, right: object) -> Delta:
    """1 where the two indices agree, else 0. Raises TermError when they run over unrelated ranges."""
    a, b = to_position(read_affine(left, "an index of delta")), to_position(read_affine(right, "an index of delta"))
    check_same_kind(a, b)
    return Delta(a, b)


delta = KroneckerDelta


def check_same_kind(a: Position, b: Position) -> None:
    """Raise TermError when two lone indices run over ranges on different sizes."""
    if isinstance(a, Index) and isinstance(b, Index) and a.domain != b.domain:
        related = (
            isinstance(a.domain, Range)
            and isinstance(b.domain, Range)
            and (a.domain.high - b.domain.high).is_constant
            and (a.domain.low - b.domain.low).is_constant
        )
        if not related:
            raise TermError(
                f"{a.label} runs over {show_range(a.domain)} but {b.label} over {show_range(b.domain)}; "
                "they cannot be compared"
            )


def bind(
    kind: BinderKind,
    body: Term,
    index: Index,
    exclude: tuple[Position, ...] = (),
    only: Position | None = None,
    order: Order = (None, None),
) -> Binder:
    """A binder over a free `index`, which becomes a bound one of its own; `order` is what it lies above and below."""
    bound = Index(body.height + 1, index.domain, index.label)
    return Binder(kind, substitute(body, {index: bound}), bound, exclude, only, *order)


def binder(kind: BinderKind, body: object, limits: tuple[Any, ...], exclude: Any = None, only: Any = None) -> Term:
    """A binder of the kind over limits as `Sum` takes them, the first innermost."""
    if not limits:
        raise TermError(f"{kind.value} needs an index: Sum(f, k), or Sum(f, (k, 1, n))")
    image: dict[Index, Position] = {}
    chosen: list[tuple[Index, Order]] = []
    for limit in reversed(limits):
        chosen.append(_limit(limit, kind, image))
        if isinstance(limit, tuple) and chosen[-1][0] != limit[0]:
            image[limit[0]] = chosen[-1][0]  # what is inside takes the new range
    term = substitute(coerce(body), image)
    left_out = exclude if isinstance(exclude, tuple) else () if exclude is None else (exclude,)
    outs = tuple(moved(read_affine(p, "an excluded position"), image) for p in left_out)
    kept = None if only is None else moved(read_affine(only, "`only`"), image)
    for index, order in reversed(chosen):
        for position in (*outs, *[at for at in (kept, *order) if at is not None]):
            check_same_kind(index, position)
            if index in indices_in(position):
                raise TermError(f"{index.label} is bound here, so it cannot exclude itself or stand in its own bounds")
        term = bind(kind, term, index, outs, kept, order)
        outs, kept = (), None
    return term


def _limit(limit: Any, kind: BinderKind, image: Mapping[Index, Position]) -> tuple[Index, Order]:
    order: Order = (None, None)
    if isinstance(limit, tuple):
        if len(limit) != 3 or not isinstance(limit[0], Index):
            raise TermError(f"a limit of {kind.value} is an index, or a triple such as (k, 1, n)")
        index, *ends = limit
        if isinstance(index.domain, Continuum):
            raise TermError(f"{index.label} is an integration variable; write Integral(f, {index.label})")
        low, high = (to_affine(moved(read_affine(end, "a bound"), image)) for end in ends)
        chosen = Index(index.key, ordered_range(low, high, index.domain), index.label)
        order = order_of(low, high)
    elif isinstance(limit, Index):
        chosen = limit
    else:
        raise TermError(f"{limit!r} cannot be summed over; declare an index: k = index('k', n)")
    if isinstance(chosen.domain, Continuum) != (kind is BinderKind.INTEGRAL):
        need = "Integral" if isinstance(chosen.domain, Continuum) else "Sum, Product or Max"
        raise TermError(f"{chosen.label} runs over {show_range(chosen.domain)}; use {need}")
    return chosen, order


def Sum(body: object, *limits: Any, exclude: Any = None, only: Any = None) -> Term:
    """Σ of `body` over `k`, or over `(k, low, high)`; several limits nest, the first innermost.

    A bound may hold an index further out: `Sum(f, (i, 1, j - 1), j)` runs over all pairs i < j.
    `exclude=i` leaves out k = i (a tuple leaves out several); `only=i` keeps just k = i. Both belong
    to the first limit. Raises TermError for an index that is not declared.
    """
    return binder(BinderKind.SUM, body, limits, exclude, only)


def Product(body: object, *limits: Any, exclude: Any = None, only: Any = None) -> Term:
    """Π of `body`, with the call shapes of `Sum`."""
    return binder(BinderKind.PRODUCT, body, limits, exclude, only)


def Integral(body: object, *limits: Any) -> Term:
    """∫ of `body` over integration variables: a linear binder, nothing more."""
    return binder(BinderKind.INTEGRAL, body, limits)


def Derivative(body: object, *variables: Any) -> Term:
    """∂ body along each of `variables` in turn: entries of a declared family, or scalars."""
    term = coerce(body)
    if not variables:
        raise TermError("a derivative needs a variable: D(f, z[i])")
    for variable in variables:
        if isinstance(variable, Named):
            raise TermError(
                f"{variable.definition.name} is defined by a formula, so nothing varies along it: declare a free "
                "family, differentiate along that, and state its value with given(Eq(S[k], s[k]).for_all(k))"
            )
        if not isinstance(variable, Entry | Scalar):
            raise TermError("a derivative runs along an entry such as z[i], or along a scalar")
        term = DerivativeNode(term, variable)
    return term


D = Derivative


def Limit(body: object, variable: object, point: object) -> LimitNode:
    """The limit of `body` as `variable` → oo. Raises TermError for any other point."""
    if not isinstance(variable, Scalar):
        raise TermError("the variable of a limit is a scalar: T = positive('T')")
    if not isinstance(point, Infinity):
        raise TermError("only limits at oo are supported; substitute 1/T for a limit at 0")
    return LimitNode(coerce(body), variable)


def cases(condition: object, equal: object, unequal: object) -> Cases:
    """`equal` where `Eq(i, j)` holds, `unequal` elsewhere; give `Ne(i, j)` to state the other one first."""
    if not isinstance(condition, IndexCondition):
        raise TermError("cases are split on Eq(i, j) or Ne(i, j) of two indices")
    first, second = coerce(equal), coerce(unequal)
    if not condition.equal:
        first, second = second, first
    return Cases(condition.left, condition.right, first, second)


def define(name: str, *arguments: object) -> Any:
    """Name a formula: `define("s", i, exp(z[i])/Z)` gives `s[i]`; `define("Z", Sum(…))` gives a term.

    A vector or matrix gets a name as a whole: `define("s", softmax(z))`. The indices given are parameters. Raises TermError when the formula holds another free index.
    """
    if not arguments:
        raise TermError(f"define({name!r}) needs a formula")
    *params, formula = arguments
    if isinstance(formula, Shaped) and not params:
        return formula.named(name)
    body = coerce(formula)
    bound: list[Index] = []
    for place, param in enumerate(params):
        if not isinstance(param, Index):
            raise TermError(f"parameter {place + 1} of {name} is no index")
        bound.append(Index(-1 - place, param.domain, param.label))
        body = substitute(body, {param: bound[-1]})
    stray = sorted(index.label for index in body.free if index.is_free)
    if stray:
        raise TermError(
            f"{name} is defined by a formula in which {', '.join(stray)} is free; make it a parameter: define({name!r}, {stray[0]}, …)"
        )
    definition = Definition(name, tuple(bound), body)
    return definition if bound else Named(definition)


def mean(family: Any) -> Term:
    """The mean of a family with one axis: (1/n) Σ_k x_k."""
    if not isinstance(family, Family) or len(family.axes) != 1 or not isinstance(family.axes[0], Range):
        raise TermError("mean takes a family with one axis")
    axis = family.axes[0]
    k = Index("k", axis, "k")
    return Sum(family[k], k) / size_term(axis.count)


def size_term(count: Affine) -> Term:
    """An affine expression over sizes as a term."""
    total: Term | None = None
    for symbol, coefficient in count.parts:
        if not isinstance(symbol, Size):
            raise TermError("an index is not a number")
        part = symbol if coefficient == 1 else Number(Fraction(coefficient)) * symbol
        total = part if total is None else total + part
    if total is None:
        return Number(Fraction(count.const))
    return total + count.const if count.const else total
