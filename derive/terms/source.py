"""Terms and assumptions as text that can be pasted into a derive script.

Names are those of the declarations; a bound index is written by its name, and with its range unless that is 1..n.
"""

from __future__ import annotations

from fractions import Fraction

from derive.errors import InternalError
from derive.terms.affine import Affine, constant
from derive.terms.indices import Index, Position, Range, to_affine
from derive.terms.nodes import (
    Add,
    Binder,
    BinderKind,
    Cases,
    Constant,
    Delta,
    Derivative,
    Div,
    Entry,
    Exp,
    IndexNumber,
    Limit,
    Log,
    Maximum,
    Mul,
    Named,
    Neg,
    Number,
    Pow,
    Scalar,
    Size,
    Term,
)
from derive.terms.relations import Assumption, Condition, Convention, IndexCondition, Op, SizeFact

SUM, PRODUCT, POWER, ATOM = range(4)
HYPOTHESES = {Op.EQ: "Eq", Op.NE: "Ne", Op.GT: "Gt", Op.GE: "Ge"}
BINDERS = {BinderKind.SUM: "Sum", BinderKind.PRODUCT: "Product", BinderKind.INTEGRAL: "Integral", BinderKind.MAX: "Max"}


def term_source(term: Term) -> str:
    """The term as a Python expression over declared names."""
    return _write(term, SUM)


def assumption_source(fact: Assumption) -> str | None:
    """The line to paste: an item of `given=…`, or the declaration of a size; None for a declared sign."""
    match fact:
        case SizeFact(size, at_least):
            return f'{size.name} = size("{size.name}", at_least={at_least})'
        case IndexCondition(left, right, equal):
            return f"given={'Eq' if equal else 'Ne'}({_position(left)}, {_position(right)})"
        case Convention():
            return "given=zero_log_zero"
        case Condition(lhs, op, rhs, forall):
            every = f".for_all({', '.join(index.label for index in forall)})" if forall else ""
            return f"given={HYPOTHESES[op]}({term_source(lhs)}, {term_source(rhs)}){every}"
    return None


def _wrap(text: str, level: int, binds: int) -> str:
    return f"({text})" if level > binds else text


def _write(term: Term, level: int) -> str:
    match term:
        case Number(value):
            return _number(value, level)
        case Constant(name) | Scalar(name) | Size(name):
            return name
        case Entry(family, positions):
            return f"{family.name}[{', '.join(map(_position, positions))}]"
        case Named(definition, positions):
            return f"{definition.name}[{', '.join(map(_position, positions))}]" if positions else definition.name
        case IndexNumber(position):
            return f"number({_position(position)})"
        case Delta(left, right):
            return f"delta({_position(left)}, {_position(right)})"
        case Add(args):
            return _wrap(_sum(args), level, SUM)
        case Neg(arg):
            return _wrap("-" + _write(arg, PRODUCT), level, SUM)
        case Mul(args):
            return _wrap(" * ".join(_write(arg, POWER) for arg in args), level, PRODUCT)
        case Div(numerator, denominator):
            return _wrap(f"{_write(numerator, PRODUCT)} / {_write(denominator, POWER)}", level, PRODUCT)
        case Pow(base, exponent):
            return _wrap(f"{_write(base, ATOM)} ** {_write(exponent, ATOM)}", level, POWER)
        case Exp(arg):
            return f"exp({term_source(arg)})"
        case Log(arg, base):
            return f"log({term_source(arg)}{'' if base is None else ', ' + term_source(base)})"
        case Maximum(args):
            return f"Max({', '.join(map(term_source, args))})"
        case Binder():
            return _binder(term)
        case Derivative(body, wrt):
            return f"D({term_source(body)}, {term_source(wrt)})"
        case Limit(body, variable):
            return f"Limit({term_source(body)}, {variable.name}, oo)"
        case Cases(left, right, equal, unequal):
            where = f"Eq({_position(left)}, {_position(right)})"
            return f"cases({where}, {term_source(equal)}, {term_source(unequal)})"
    raise InternalError(f"unknown term {type(term).__name__}")


def _number(value: Fraction, level: int) -> str:
    if value.denominator == 1:
        return _wrap(str(value), level, SUM if value < 0 else ATOM)
    return f"Rational({value.numerator}, {value.denominator})"


def _sum(args: tuple[Term, ...]) -> str:
    text = _write(args[0], SUM)
    for arg in args[1:]:
        text += f" - {_write(arg.arg, PRODUCT)}" if isinstance(arg, Neg) else f" + {_write(arg, PRODUCT)}"
    return text


def _binder(term: Binder) -> str:
    out = ", ".join(map(_position, term.exclude))
    extra = f", exclude={out if len(term.exclude) == 1 else f'({out})'}" if out else ""
    if term.only is not None:
        extra += f", only={_position(term.only)}"
    return f"{BINDERS[term.kind]}({term_source(term.body)}, {_limit(term)}{extra})"


def _limit(term: Binder) -> str:
    """The index, with its bounds where they hold an index, or may not be those it was declared with."""
    domain = term.index.domain
    if not isinstance(domain, Range):
        return term.index.label
    low = domain.low if term.above is None else to_affine(term.above) + constant(1)
    high = domain.high if term.below is None else to_affine(term.below) - constant(1)
    match high.parts, high.const:
        case ((Size(), 1),), 0 if low == constant(1):
            return term.index.label
    return f"({term.index.label}, {_affine(low)}, {_affine(high)})"


def _position(position: Position) -> str:
    if isinstance(position, int):
        return str(position)
    return position.label if isinstance(position, Index) else _affine(position)


def _affine(value: Affine) -> str:
    text = ""
    for symbol, coefficient in value.parts:
        name = symbol.label if isinstance(symbol, Index) else symbol.name
        factor = "" if abs(coefficient) == 1 else f"{abs(coefficient)} * "
        joint = " - " if coefficient < 0 else " + "
        text += (joint if text else joint.strip(" +")) + factor + name
    if value.const:
        text += f" {'-' if value.const < 0 else '+'} {abs(value.const)}" if text else str(value.const)
    return text
