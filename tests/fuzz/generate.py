"""Random terms, rewritings that keep their meaning, and small wrongs that usually change it."""

from __future__ import annotations

from fractions import Fraction

from derive.terms import nodes as t
from derive.terms.build import Sum, cases, delta, exp, log
from derive.terms.declare import indices, real, reals, size
from derive.terms.indices import Index
from derive.terms.relations import Eq
from derive.terms.traverse import rebuild, substitute

n = size("n")
i, j = indices("i j", n)
BOUND = indices("a b c d e f g h", n)
z, y = reals("z", n), reals("y", n)
M = reals("M", n, n)
x = real("x")
FAMILIES, SCALARS = {"z": 1, "y": 1, "M": 2}, ("x",)


def leaf(rng, scope):
    """An entry, a scalar, a number, a size or a delta."""
    one, two = rng.choice(scope), rng.choice(scope)
    return rng.choice((z[one], y[one], M[one, two], M[two, one], delta(one, two), x, _number(rng.randint(-2, 3)), n))


def variable(rng, scope):
    """An entry or a scalar, for the argument of a function."""
    one, two = rng.choice(scope), rng.choice(scope)
    return rng.choice((z[one], y[one], M[one, two], x))


def _number(value):
    return t.Number(Fraction(value))


def term(rng, depth, scope=(i, j), *, analytic=True, below=None):
    """A term over the indices in `scope`; defined everywhere, if it need not be divided by what `below` draws."""
    if depth <= 0:
        return leaf(rng, scope)
    again = lambda less=1, inner=scope: term(rng, depth - less, inner, analytic=analytic, below=below)  # noqa: E731
    kind = rng.choices(
        ("add", "sub", "mul", "sum", "out", "tail", "cases", "exp", "div", "log"),
        (3, 2, 4, 5, 2, 2, 2, 1.5 * analytic, 5 if below else 1.5 * analytic, 0.7 * analytic),
    )[0]
    unused = [b for b in BOUND if b not in scope]
    if kind in ("sum", "out", "tail") and unused:
        b = unused[0]
        body = again(1, (*scope, b))
        if kind == "sum":
            return Sum(body, b)
        return Sum(body, b, exclude=rng.choice(scope)) if kind == "out" else Sum(body, (b, 2, n))
    match kind:
        case "sub":
            return again() - again()
        case "mul":
            return again() * again()
        case "cases":
            return cases(Eq(rng.choice(scope), rng.choice(scope)), again(), again())
        case "exp":
            return exp(variable(rng, scope))
        case "div":
            return again() / (below(rng, scope) if below else 1 + exp(variable(rng, scope)))
        case "log":
            return log(1 + exp(variable(rng, scope)))
    return again() + again()


def _keep(position):
    return position


def equivalent(rng, term):
    """The same term written differently, by rules that hold at every point."""

    def go(node):
        made = rebuild(node, go, _keep)
        if rng.random() < 0.35:
            return made
        match made:
            case t.Add(args):
                return t.Add(tuple(rng.sample(args, len(args))))
            case t.Mul(args):
                args = tuple(rng.sample(args, len(args)))
                if isinstance(args[0], t.Add) and len(args) > 1:
                    rest = args[1:]
                    return t.Add(tuple(t.Mul((part, *rest)) for part in args[0].args))
                return t.Mul(args)
            case t.Neg(arg):
                return t.Mul((_number(-1), arg))
            case t.Div(a, b):
                return t.Mul((a, t.Pow(b, _number(-1))))
            case t.Cases(left, right, equal, unequal):
                here = delta(left, right)
                return here * equal + (1 - here) * unequal
            case t.Exp(t.Add((a, *rest))) if rest:
                return t.Exp(a) * t.Exp(t.Add(tuple(rest)))
            case t.Binder(kind=t.BinderKind.SUM, only=None) if made.exclude:
                whole = t.Binder(made.kind, made.body, made.index)
                image = {made.index: made.exclude[0]}
                return whole - substitute(made.body, image)
            case t.Binder(kind=t.BinderKind.SUM, body=t.Add(args), only=None):
                return t.Add(tuple(t.Binder(made.kind, part, made.index, made.exclude) for part in args))
            case t.Binder(kind=t.BinderKind.SUM, body=t.Binder(kind=t.BinderKind.SUM) as inner, only=None) if (
                not made.exclude and not inner.exclude and made.index.domain == inner.index.domain
            ):
                return swapped(made, inner)
        return made

    return go(term)


def swapped(outer, inner):
    """Σ_k Σ_l f(k, l) as Σ_l Σ_k f(k, l), with fresh names in between."""
    one, two = (Index(name, outer.index.domain, name) for name in ("swap1", "swap2"))
    body = substitute(inner.body, {outer.index: one, inner.index: two})
    return Sum(Sum(body, one), two)


def places_in(term):
    """How many terms there are in a term, with itself."""
    found = []

    def count(node):
        found.append(node)
        return rebuild(node, count, _keep)

    count(term)
    return len(found)


def wrong(rng, term):
    """The term with one small change somewhere: an index, a coefficient, a sign, a range."""
    target = rng.randrange(places_in(term))
    seen = -1

    def go(node):
        nonlocal seen
        seen += 1
        here = seen == target
        made = rebuild(node, go, _keep)
        if not here:
            return made
        match made:
            case t.Entry(family, positions) if len(positions) == 2:
                return t.Entry(family, rng.choice((positions[::-1], (positions[0],) * 2, (i, positions[1]))))
            case t.Entry(family, _):
                return t.Entry(family, (rng.choice((i, j)),))
            case t.Binder(index=index, exclude=()) if index.domain.low.const == 1:
                return t.Binder(made.kind, made.body, index, (i,))
            case t.Binder():
                return t.Binder(made.kind, made.body, made.index)
            case t.Cases(left, right, a, b):
                return t.Cases(left, right, b, a)
            case t.Add(args):
                return t.Add(args[:-1])
            case t.Number(value):
                return t.Number(value + 1)
        return rng.choice((made + 1, -made, made * n, made * delta(i, j)))

    return go(term)
