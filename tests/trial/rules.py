"""Rewritings that are true at every point where both sides have values, and that keep what is defined defined.

A rule takes a part of a term, whether that part lies outside all binders, and the world it lives in. It gives what
may stand in its place, or None. New binders are only put outside others, so that bound indices stay in order.
"""

from __future__ import annotations

from fractions import Fraction

from trial.forms import is_positive, product_of, sums

from derive.terms import nodes as t
from derive.terms.build import Sum, exp
from derive.terms.indices import Index, Range
from derive.terms.nodes import Add, Binder, BinderKind, Delta, Div, Exp, Log, Mul, Named, Neg, Number
from derive.terms.traverse import instance, substitute, unfold


def expand(x, outside, world):
    """a(b + c) = ab + ac."""
    if isinstance(x, Mul):
        place = next((p for p, a in enumerate(x.args) if isinstance(a, Add)), None)
        if place is not None:
            rest = x.args[:place] + x.args[place + 1 :]
            return Add(tuple(product_of((*rest, part)) for part in x.args[place].args))
    return None


def factor_out(x, outside, world):
    """ab + ac = a(b + c)."""
    if isinstance(x, Add) and all(isinstance(a, Mul) for a in x.args):
        common = [f for f in x.args[0].args if all(f in a.args for a in x.args)]
        if common:
            f, rests = common[0], []
            for arg in x.args:
                at = arg.args.index(f)
                rests.append(product_of(arg.args[:at] + arg.args[at + 1 :] or (Number(Fraction(1)),)))
            return Mul((f, Add(tuple(rests))))
    return None


def split(x, outside, world):
    """Σ(f + g) = Σf + Σg."""
    if sums(x) and isinstance(x.body, Add):
        parts = [Binder(x.kind, part, x.index, x.exclude, x.only) for part in x.body.args]
        return Add(tuple(parts)) if all(part.height == x.height for part in parts) else None
    return None


def merge(x, outside, world):
    """Σf + Σg = Σ(f + g)."""
    if isinstance(x, Add):
        one = x.args[0]
        if sums(one):
            for at, other in enumerate(x.args[1:], 1):
                same = sums(other) and (other.index, other.exclude, other.only) == (one.index, one.exclude, one.only)
                if same:
                    joined = Binder(one.kind, Add((one.body, other.body)), one.index, one.exclude, one.only)
                    rest = x.args[1:at] + x.args[at + 1 :]
                    return Add((joined, *rest)) if rest else joined
    return None


def pull_out(x, outside, world):
    """Σ_k a f_k = a Σ_k f_k."""
    if sums(x) and isinstance(x.body, Mul):
        still = [f for f in x.body.args if x.index not in f.free]
        moving = [f for f in x.body.args if x.index in f.free]
        if still and moving:
            inner = Binder(x.kind, product_of(moving), x.index, x.exclude, x.only)
            return Mul((*still, inner)) if inner.height == x.height else None
    return None


def rename(x, outside, world):
    """Σ_k f_k = Σ_l f_l."""
    if isinstance(x, Binder):
        name = world.rng.choice([name for name in "abcdefgh" if name not in world.taken])
        other = Index(x.index.key, x.index.domain, name)
        return Binder(x.kind, substitute(x.body, {x.index: other}), other, x.exclude, x.only)
    return None


def take_out(x, outside, world):
    """Σ_k f_k = f_i + Σ_{k≠i} f_k."""
    if outside and sums(x) and not x.exclude and x.only is None and x.height == 1:
        at = [i for i in world.free if i.domain == x.index.domain]
        if at:
            i = world.rng.choice(at)
            return instance(x, i) + Binder(x.kind, x.body, x.index, (i,), None)
    return None


def _families(world, x=None):
    return [f for f in world.families if x is None or f.axes[0] == x]


def softmax_one(x, outside, world):
    """x = x Σ_k e^{z_k}/Σ_l e^{z_l}."""
    if outside and world.families and isinstance(x, t.Entry | Exp | Named):
        z = world.rng.choice(world.families)
        k = world.fresh(z.axes[0])
        return x * Sum(exp(z[k]) / Sum(exp(z[k]), k), k)
    return None


def add_and_take_away(x, outside, world):
    """x = x + Σ_k a_k b_k − Σ_k b_k a_k."""
    if outside and world.families and not isinstance(x, Number):
        z = world.rng.choice(world.families)
        y = world.rng.choice(_families(world, z.axes[0]))
        k = world.fresh(z.axes[0])
        return x + Sum(z[k] * y[k], k) - Sum(y[k] * z[k], k)
    return None


def log_product(x, outside, world):
    """log ab = log a + log b."""
    if isinstance(x, Log) and x.base is None and isinstance(x.arg, Mul) and all(map(is_positive, x.arg.args)):
        return Add(tuple(Log(a) for a in x.arg.args))
    return None


def log_quotient(x, outside, world):
    """log a/b = log a − log b."""
    if isinstance(x, Log) and x.base is None:
        arg = unfold(x.arg) if isinstance(x.arg, Named) else x.arg
        if isinstance(arg, Div) and is_positive(arg.numerator) and is_positive(arg.denominator):
            return Log(arg.numerator) - Log(arg.denominator)
    return None


def log_of_exp(x, outside, world):
    """log e^a = a."""
    return x.arg.arg if isinstance(x, Log) and x.base is None and isinstance(x.arg, Exp) else None


def exp_of_log(x, outside, world):
    """a = e^{log a}."""
    return Exp(Log(x)) if is_positive(x) and not isinstance(x, Number | t.Size) else None


def exp_back(x, outside, world):
    """e^{log a} = a."""
    if isinstance(x, Exp) and isinstance(x.arg, Log) and x.arg.base is None and is_positive(x.arg.arg):
        return x.arg.arg
    return None


def exp_of_sum(x, outside, world):
    """e^{a+b} = e^a e^b."""
    return Mul(tuple(Exp(a) for a in x.arg.args)) if isinstance(x, Exp) and isinstance(x.arg, Add) else None


def unfolded(x, outside, world):
    """A definition, written out."""
    if isinstance(x, Named):
        out = unfold(x)
        return out if out.height == x.height else None
    return None


def delta_in(x, outside, world):
    """x_i = Σ_k δ_ik x_k."""
    if outside and isinstance(x, t.Entry) and len(x.positions) == 1 and isinstance(x.positions[0], Index):
        axis = x.family.axes[0]
        if isinstance(axis, Range) and x.positions[0].domain == axis and x.family in world.families:
            k = world.fresh(axis)
            return Sum(Delta(x.positions[0], k) * x.family[k], k)
    return None


def delta_out(x, outside, world):
    """Σ_k δ_ik f_k = f_i."""
    if sums(x) and isinstance(x.body, Mul) and not x.exclude and x.only is None:
        for at, f in enumerate(x.body.args):
            if isinstance(f, Delta) and x.index in (f.left, f.right) and f.left != f.right:
                other = f.right if f.left == x.index else f.left
                if isinstance(other, Index) and other.domain == x.index.domain:
                    rest = x.body.args[:at] + x.body.args[at + 1 :]
                    return substitute(product_of(rest), {x.index: other})
    return None


def common_denominator(x, outside, world):
    """a/b + c = (a + cb)/b."""
    if isinstance(x, Add):
        for at, part in enumerate(x.args):
            if isinstance(part, Div) and is_positive(part.denominator):
                rest = x.args[:at] + x.args[at + 1 :]
                return Add((part.numerator, *[a * part.denominator for a in rest])) / part.denominator
    return None


def split_fraction(x, outside, world):
    """(a + c)/b = a/b + c/b."""
    if isinstance(x, Div) and isinstance(x.numerator, Add):
        return Add(tuple(a / x.denominator for a in x.numerator.args))
    return None


def multiply_and_divide(x, outside, world):
    """x = x e^a / e^a."""
    if outside and world.families and isinstance(x, t.Entry | Binder):
        z = world.rng.choice(world.families)
        at = [i for i in world.free if i.domain == z.axes[0]]
        return x * exp(z[at[0]]) / exp(z[at[0]]) if at else None
    return None


def derivative_linear(x, outside, world):
    """∂(f + g) = ∂f + ∂g, ∂Σf = Σ∂f, ∂(−f) = −∂f."""
    if isinstance(x, t.Derivative):
        match x.body:
            case Add(args):
                return Add(tuple(t.Derivative(a, x.wrt) for a in args))
            case Neg(arg):
                return Neg(t.Derivative(arg, x.wrt))
            case Binder(BinderKind.SUM, body, index, exclude, only):
                return Binder(BinderKind.SUM, t.Derivative(body, x.wrt), index, exclude, only)
            case Named():
                return t.Derivative(unfold(x.body), x.wrt)
    return None


def derivative_rule(x, outside, world):
    """∂(fg) = f∂g + g∂f, ∂e^f = e^f ∂f, ∂ log f = ∂f/f, ∂(f/g) = (g∂f − f∂g)/g²."""
    if isinstance(x, t.Derivative):
        d = lambda f: t.Derivative(f, x.wrt)  # noqa: E731
        match x.body:
            case Mul((first, *rest)):
                other = product_of(rest)
                return first * d(other) + other * d(first)
            case Exp(arg):
                return x.body * d(arg)
            case Log(arg, None):
                return d(arg) / arg
            case Div(a, b):
                return (b * d(a) - a * d(b)) / b**2
    return None


def derivative_of_entry(x, outside, world):
    """∂x_k/∂x_i = δ_ki."""
    if isinstance(x, t.Derivative) and isinstance(x.body, t.Entry) and isinstance(x.wrt, t.Entry):
        one, two = x.body, x.wrt
        if one.family == two.family and one.family.kind is t.Kind.FREE and len(one.positions) == 1:
            left, right = one.positions[0], two.positions[0]
            if isinstance(left, Index) and isinstance(right, Index) and left.domain == right.domain:
                return Delta(left, right)
    return None


def cases_to_delta(x, outside, world):
    """[a if i = j, else b] = δ_ij a + (1 − δ_ij) b."""
    if isinstance(x, t.Cases):
        d = Delta(x.left, x.right)
        return d * x.equal + (1 - d) * x.unequal
    return None


def swap_factors(x, outside, world):
    """ab = ba."""
    return Mul(x.args[::-1]) if isinstance(x, Mul) and len(set(x.args)) > 1 else None


def swap_terms(x, outside, world):
    """a + b = b + a."""
    return Add(tuple(world.rng.sample(x.args, len(x.args)))) if isinstance(x, Add) else None


RULES = (
    expand, factor_out, split, merge, pull_out, rename, take_out, softmax_one, add_and_take_away, log_product,
    log_quotient, log_of_exp, exp_of_log, exp_back, exp_of_sum, unfolded, delta_in, delta_out, common_denominator,
    split_fraction, multiply_and_divide, derivative_linear, derivative_rule, derivative_of_entry, cases_to_delta,
    swap_factors, swap_terms,
)  # fmt: skip
