"""LaTeX of terms, as written: no reordering, no simplification."""

from __future__ import annotations

from derive.errors import InternalError
from derive.terms.affine import Affine, constant
from derive.terms.indices import Continuum, Index, Position, to_affine
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
    Sign,
    Size,
    Term,
)
from derive.terms.relations import Assumption, Condition, Convention, IndexCondition, Op, SignFact, SizeFact

SUM, PRODUCT, PREFIX, POWER, ATOM = range(5)

LETTERS = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau phi chi psi omega
Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega
"""
GREEK = frozenset(LETTERS.split())
OPERATORS = {Op.EQ: "=", Op.NE: r"\ne", Op.GT: ">", Op.GE: r"\ge"}
SYMBOLS = {BinderKind.SUM: r"\sum", BinderKind.PRODUCT: r"\prod", BinderKind.INTEGRAL: r"\int", BinderKind.MAX: r"\max"}


def latex(term: Term) -> str:
    """The term as LaTeX, as it was written."""
    return _write(term, SUM)


def factor_latex(term: Term) -> str:
    """The term as it stands among factors: in brackets where it needs them."""
    return _write(term, PREFIX)


def name_latex(name: str) -> str:
    """A name as LaTeX: `alpha` is Greek, `L_soft` has a label, several letters stand upright."""
    head, _, label = name.partition("_")
    if head in GREEK:
        text = "\\" + head
    else:
        letters = head.rstrip("0123456789")
        digits = head[len(letters) :]
        text = letters if len(letters) == 1 else rf"\mathrm{{{letters}}}"
        if digits:
            label = f"{digits}_{label}" if label else digits
    if not label:
        return text
    return f"{text}_{{{_label(label)}}}"


def _label(label: str) -> str:
    return label if len(label) == 1 or label.isdigit() else rf"\mathrm{{{label}}}".replace("_", r"\_")


def position_latex(position: Position) -> str:
    """A position as LaTeX, e.g. `t+j`."""
    if isinstance(position, int):
        return str(position)
    if isinstance(position, Index):
        return name_latex(position.label)
    return affine_latex(position)


def affine_latex(value: Affine) -> str:
    """An affine expression as LaTeX, indices and sizes by name."""
    text = ""
    for symbol, coefficient in value.parts:
        name = name_latex(symbol.label if isinstance(symbol, Index) else symbol.name)
        factor = "" if abs(coefficient) == 1 else str(abs(coefficient))
        text += ("-" if coefficient < 0 else "+" if text else "") + factor + name
    if value.const or not text:
        text += f"{value.const:+d}" if text else str(value.const)
    return text


def positions_latex(positions: tuple[Position, ...]) -> str:
    """Several positions as one subscript: juxtaposed where unambiguous, else separated by commas."""
    parts = [position_latex(position) for position in positions]
    plain = all(len(part) == 1 for part in parts)
    return ("" if plain and not all(p.isdigit() for p in parts) else ",").join(parts)


def _subscript(name: str, positions: tuple[Position, ...]) -> str:
    if any(isinstance(p, Index) and isinstance(p.domain, Continuum) for p in positions):
        return f"{name_latex(name)}({','.join(map(position_latex, positions))})"
    return _labelled(name, positions_latex(positions))


def _labelled(name: str, index: str) -> str:
    """A name with an index, beside the label that the name has already."""
    base = name_latex(name)
    if "_" in base:
        head, _, label = base.partition("_")
        return f"{head}_{{{label[1:-1]},{index}}}"
    return f"{base}_{{{index}}}"


def _number(term: Number, level: int) -> str:
    value = term.value
    sign = "-" if value < 0 else ""
    size = abs(value)
    text = str(size.numerator) if size.denominator == 1 else rf"\frac{{{size.numerator}}}{{{size.denominator}}}"
    needs = (sign and level > SUM) or (size.denominator != 1 and level >= POWER)
    return rf"\left({sign}{text}\right)" if needs else sign + text


def _wrap(text: str, level: int, need: int) -> str:
    return rf"\left({text}\right)" if level > need else text


def _write(term: Term, level: int) -> str:
    match term:
        case Number():
            return _number(term, level)
        case Constant(name):
            return "\\" + name
        case Scalar(name) | Size(name):
            return name_latex(name)
        case Entry(family, positions):
            return _subscript(family.name, positions)
        case Named(definition, positions):
            return _subscript(definition.name, positions) if positions else name_latex(definition.name)
        case Delta(left, right):
            return rf"\delta_{{{positions_latex((left, right))}}}"
        case IndexNumber(position):
            return _wrap(position_latex(position), level, ATOM if isinstance(position, Index) else SUM)
        case Add(args):
            return _wrap(_sum(args), level, SUM)
        case Neg(arg):
            return _wrap("-" + _write(arg, PRODUCT), level, SUM)
        case Mul((Neg(first), *rest)):
            return _wrap("-" + _product((first, *rest)), level, SUM)
        case Mul(args):
            return _wrap(_product(args), level, PRODUCT)
        case Div(numerator, denominator):
            return _wrap(rf"\frac{{{latex(numerator)}}}{{{latex(denominator)}}}", level, PREFIX)
        case Pow(base, Number(value)) if value.numerator == 1 and value.denominator == 2:
            return rf"\sqrt{{{latex(base)}}}"
        case Pow(base, exponent):
            return _wrap(f"{_write(base, ATOM)}^{{{latex(exponent)}}}", level, POWER)
        case Exp(arg):
            return _wrap(f"e^{{{latex(arg)}}}", level, POWER)
        case Log():
            return _wrap(_logarithm(term), level, PREFIX)
        case Maximum(args):
            return rf"\max\left({', '.join(map(latex, args))}\right)"
        case Binder():
            return _wrap(f"{_head(term)} {_write(term.body, PRODUCT)}", level, PRODUCT)
        case Derivative():
            return _wrap(_derivative(term), level, PREFIX)
        case Limit(body, variable):
            return _wrap(rf"\lim_{{{name_latex(variable.name)} \to \infty}} {_write(body, PRODUCT)}", level, PRODUCT)
        case Cases(left, right, equal, unequal):
            a, b = position_latex(left), position_latex(right)
            return rf"\begin{{cases}} {latex(equal)} & {a} = {b} \\ {latex(unequal)} & {a} \ne {b} \end{{cases}}"
    raise InternalError(f"unknown term {type(term).__name__}")


def _logarithm(term: Log, *, bracketed: bool = False) -> str:
    name = r"\log" if term.base is None else rf"\log_{{{latex(term.base)}}}"
    return f"{name} {_argument(term.arg, bracketed=bracketed)}"


def _argument(arg: Term, *, bracketed: bool) -> str:
    simple = isinstance(arg, Entry | Scalar | Size | Named | Exp | Constant) or (
        isinstance(arg, Number) and arg.value.denominator == 1 and arg.value >= 0
    )
    simple = simple and not bracketed
    return _write(arg, PREFIX) if simple else rf"\left({latex(arg)}\right)"


def _sum(args: tuple[Term, ...]) -> str:
    text = _write(args[0], SUM)
    for arg in args[1:]:
        if isinstance(arg, Neg):
            text += " - " + _write(arg.arg, PRODUCT)
        else:
            inner = _write(arg, PRODUCT)
            text += " + " + inner
    return text


def _product(args: tuple[Term, ...]) -> str:
    """Factors by juxtaposition; a dot where digits or a trailing binder would be misread."""
    parts: list[str] = []
    for place, arg in enumerate(args):
        last = place == len(args) - 1
        open_ended = isinstance(arg, Binder | Limit | Derivative | Log)
        if isinstance(arg, Log) and not last:
            part = _logarithm(arg, bracketed=True)
        else:
            part = _write(arg, PRODUCT if last and not isinstance(arg, Derivative) else PREFIX)
        if open_ended and not last and not part.startswith(r"\left("):
            part = rf"\left({part}\right)" if isinstance(arg, Binder | Limit) else part
        if parts:
            parts.append(r" \cdot " if part[0].isdigit() or isinstance(arg, Number) else " ")
        parts.append(part)
    return "".join(parts)


def _head(term: Binder) -> str:
    symbol = SYMBOLS[term.kind]
    name = name_latex(term.index.label)
    domain = term.index.domain
    if isinstance(domain, Continuum):
        return rf"\int d{name}\,"
    if term.only is not None:
        return rf"{symbol}_{{{name} = {position_latex(term.only)}}}"
    first = domain.low if term.above is None else to_affine(term.above) + constant(1)
    last = domain.high if term.below is None else to_affine(term.below) - constant(1)
    low, high = affine_latex(first), affine_latex(last)
    if term.kind is BinderKind.MAX:
        return rf"{symbol}_{{{low} \le {name} \le {high}}}"
    if term.exclude:
        left_out = ",".join(map(position_latex, term.exclude))
        if low == "1":
            return rf"{symbol}_{{{name} \ne {left_out}}}^{{{high}}}"
        return rf"{symbol}_{{{low} \le {name} \le {high},\, {name} \ne {left_out}}}"
    return rf"{symbol}_{{{name}={low}}}^{{{high}}}"


def _derivative(term: Derivative) -> str:
    below: list[str] = []
    body: Term = term
    while isinstance(body, Derivative):
        below.append(rf"\partial {_write(body.wrt, ATOM)}")
        body = body.body
    order = len(below)
    above = r"\partial" if order == 1 else rf"\partial^{{{order}}}"
    bottom = r" \, ".join(reversed(below))
    if isinstance(body, Named | Entry | Scalar):
        return rf"\frac{{{above} {_write(body, ATOM)}}}{{{bottom}}}"
    return rf"\frac{{{above}}}{{{bottom}}} \left({latex(body)}\right)"


def assumption_latex(fact: Assumption) -> str:
    """An assumption as LaTeX."""
    match fact:
        case SizeFact(size, at_least):
            return rf"{name_latex(size.name)} \ge {at_least}"
        case SignFact(target, sign):
            order = ">" if sign is Sign.POSITIVE else r"\ge"
            if isinstance(target, Scalar):
                return f"{name_latex(target.name)} {order} 0"
            letters = "kl" if len(target.axes) <= 2 else "abcdefgh"
            subscript = "".join(letters[: len(target.axes)])
            return f"{_labelled(target.name, subscript)} {order} 0"
        case IndexCondition(left, right, equal):
            return f"{position_latex(left)} {'=' if equal else chr(92) + 'ne'} {position_latex(right)}"
        case Convention(text):
            return text
        case Condition(lhs, op, rhs, forall):
            text = f"{latex(lhs)} {OPERATORS[op]} {latex(rhs)}"
            if forall:
                text += rf" \;\text{{for all }} {', '.join(name_latex(index.label) for index in forall)}"
            return text
    raise InternalError(f"unknown assumption {type(fact).__name__}")
