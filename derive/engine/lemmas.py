"""Lemmas on logarithms, each at least 0.

They are instances, for what occurs in a difference, of

    Gibbs          Σ (a log a - a log b - a + b) ≥ 0          a, b > 0
    a part         log Σ f - log f_i ≥ 0, and its mean under weights
    a probability  -Σ w log p ≥ 0                             Σ p = 1, p, w > 0
    a tangent      log f - log g - 1 + g/f ≥ 0                f, g > 0
    its mean       Σ w (log f - log g - 1 + g/f) ≥ 0          w ≥ 0, f, g > 0

The mean at f = Σ p g is Jensen's inequality for the logarithm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations

from flint import fmpq

from derive.engine.laws import Law
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Mono, Poly, Undefined, Unsupported, items

MOST = 60


@dataclass(frozen=True, slots=True)
class Lemma:
    """A normal form that is at least 0, or above 0 if `strict`."""

    poly: Poly
    strict: bool


Maker = Callable[[Kernel, Poly], Iterator[Lemma]]


def has_log(kernel: Kernel, mono: Mono) -> bool:
    """Whether a logarithm stands in the monomial, or in a sum in it."""
    atoms = [kernel.atoms[i] for i, _ in mono]
    return any(atom.kind == "log" or (atom.kind == "sum" and has_log(kernel, atom.args[1])) for atom in atoms)


def log_lemmas(kernel: Kernel, poly: Poly) -> list[Lemma]:
    """The lemmas that may concern the logarithms in `poly`."""
    makers = (
        (Law.GIBBS, _gibbs),
        (Law.PART, _parts),
        (Law.PROBABILITY, _probabilities),
        (Law.LOG_TANGENT, _tangents),
        (Law.LOG_MEAN, _mean_tangents),
    )
    return collected(kernel, poly, makers, MOST)


def collected(kernel: Kernel, poly: Poly, makers: Iterable[tuple[Law, Maker]], most: int) -> list[Lemma]:
    """What the makers find for `poly`, under the hypotheses, each once and `most` at the most."""
    found: dict[object, Lemma] = {}
    for law, make in makers:
        if not kernel.may_use(law):
            continue
        try:
            for lemma in make(kernel, poly):
                applied = kernel.apply(lemma.poly) if kernel.has_rules else lemma.poly
                if applied:
                    found.setdefault(items(applied), Lemma(applied, lemma.strict))
                if len(found) >= most:
                    return list(found.values())
        except (Unsupported, Undefined):
            continue
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Weight:
    """A function of one token over a range; `inner` lists what stands in logarithms beside it."""

    sort: str
    poly: Poly
    inner: tuple[Poly, ...]


def _token(sort: str) -> str:
    return f"{{lemma:{sort}"


def _weighted(kernel: Kernel, poly: Poly) -> dict[object, _Weight]:
    """What multiplies logarithms in one-variable sums."""
    found: dict[object, _Weight] = {}
    for i in sorted({i for mono in poly for i, _ in mono}):
        atom = kernel.atoms[i]
        if atom.kind != "sum" or len(atom.args[0]) != 1:
            continue
        ((label, sort),) = atom.args[0]
        logs = [j for j, power in atom.args[1] if kernel.atoms[j].kind == "log" and power == 1]
        rest = tuple(f for f in atom.args[1] if f[0] not in logs)
        if len(logs) != 1:
            continue
        image = {label: _token(sort)}
        weight = kernel.rename({rest: ONE}, image)
        inside = kernel.rename(dict(kernel.atoms[logs[0]].args[0]), image)
        key = (sort, items(weight))
        known = found.get(key, _Weight(sort, weight, ()))
        found[key] = _Weight(sort, weight, (*known.inner, inside))
    return found


def _depends(kernel: Kernel, weight: _Weight) -> bool:
    return any(_token(weight.sort) in kernel.tokens(mono) for mono in weight.poly)


def _weights(kernel: Kernel, poly: Poly) -> list[_Weight]:
    """Positive weights of logarithms; for every log Σf also f/Σf, the uniform weight, and those stated to sum to 1.

    Under 0·log 0 = 0 they may also be zero.
    """
    found = {key: weight for key, weight in _weighted(kernel, poly).items() if _depends(kernel, weight)}
    for sort, body, total in _log_sums(kernel, poly):
        share = kernel.multiply(body, kernel.power(total, -1))
        stated = [
            kernel.entry(rule.family, (_token(sort),))
            for rule in kernel.sum_rules
            if rule.sort == sort and not rule.others and kernel.is_unit(rule.value)
        ]
        for weight in (share, *_even(kernel, sort), *stated):
            found.setdefault((sort, items(weight)), _Weight(sort, weight, ()))
    allowed = ("+", "0+") if kernel.zero_log else ("+",)
    return [weight for weight in found.values() if kernel.sign(weight.poly) in allowed]


def _even(kernel: Kernel, sort: str) -> list[Poly]:
    """The uniform weight of a range that has members."""
    count = kernel.sorts[sort].count
    return [] if count is None or kernel.sorts[sort].least < 1 else [kernel.power(count, -1)]


def _log_sums(kernel: Kernel, poly: Poly) -> Iterator[tuple[str, Poly, Poly]]:
    """Every log Σf that occurs, f positive: the range, f at the lemma's token, and Σf."""
    for i in sorted({i for mono in poly for i, _ in mono}):
        atom = kernel.atoms[i]
        if atom.kind != "log" or len(atom.args[0]) != 1:
            continue
        ((mono, _),) = atom.args[0]
        for j, _ in mono:  # one atom, or none in the logarithm of a prime
            inner = kernel.atoms[j]
            if inner.kind == "sum" and len(inner.args[0]) == 1:
                ((label, sort),) = inner.args[0]
                body = kernel.rename({inner.args[1]: ONE}, {label: _token(sort)})
                if kernel.sign(body) == "+":
                    yield sort, body, kernel.of(inner)


def _summed(kernel: Kernel, sort: str, poly: Poly) -> Poly:
    return kernel.sum(((_token(sort), sort),), poly)


def _gibbs(kernel: Kernel, poly: Poly) -> Iterator[Lemma]:
    weights = _weights(kernel, poly)
    for weight in weights:
        others = [*weight.inner, *(w.poly for w in weights if w.sort == weight.sort), *_even(kernel, weight.sort)]
        for other in others:
            if kernel.sign(other) != "+":
                continue
            logs = kernel.add(kernel.log(weight.poly), kernel.log(other), fmpq(-1))
            body = kernel.add(kernel.multiply(weight.poly, logs), weight.poly, fmpq(-1))
            body = kernel.add(body, other)
            yield Lemma(_summed(kernel, weight.sort, body), _differ(kernel, weight, other))


def _differ(kernel: Kernel, weight: _Weight, other: Poly) -> bool:
    """Whether the two functions are known to differ at some index of the range."""
    difference = kernel.add(weight.poly, other, fmpq(-1))
    tokens = [token for token in kernel.sort_of if kernel.counts_in(token, weight.sort)]
    return any(kernel.is_nonzero(kernel.rename(difference, {_token(weight.sort): token})) for token in tokens)


def _parts(kernel: Kernel, poly: Poly) -> Iterator[Lemma]:
    weights = _weights(kernel, poly)
    for sort, body, total in _log_sums(kernel, poly):
        if kernel.sorts[sort].count is None:
            continue
        strict = kernel.sorts[sort].least > 1
        gap = kernel.add(kernel.log(total), kernel.log(body), fmpq(-1))
        for token in sorted(token for token in kernel.sort_of if kernel.counts_in(token, sort)):
            yield Lemma(kernel.rename(gap, {_token(sort): token}), strict)
        for weight in weights:
            if weight.sort == sort:
                mean = _summed(kernel, sort, kernel.multiply(weight.poly, gap))
                yield Lemma(mean, strict and kernel.sign(weight.poly) == "+")


def _probabilities(kernel: Kernel, poly: Poly) -> Iterator[Lemma]:
    for rule in kernel.sum_rules:
        if not kernel.is_unit(rule.value) or rule.others:
            continue
        if kernel.sorts[rule.sort].count is None:  # a density may be above 1
            continue
        probability = kernel.entry(rule.family, (_token(rule.sort),))
        logarithm = kernel.log(probability)
        strict = kernel.sorts[rule.sort].least > 1
        for weight in _weights(kernel, poly):
            if weight.sort == rule.sort and (rule.family in kernel.positive or weight.poly == probability):
                body = kernel.scale(kernel.multiply(weight.poly, logarithm), fmpq(-1))
                yield Lemma(_summed(kernel, rule.sort, body), strict and kernel.sign(weight.poly) == "+")


def _log_arguments(kernel: Kernel, poly: Poly) -> list[Poly]:
    """What stands in logarithms outside sums, positive, and 1."""
    found: dict[object, Poly] = {}
    for mono in poly:
        for i, power in mono:
            if kernel.atoms[i].kind == "log" and power == 1:
                inside = dict(kernel.atoms[i].args[0])
                if kernel.sign(inside) == "+":
                    found.setdefault(items(inside), inside)
    return [*found.values(), {UNIT: ONE}]


def _tangents(kernel: Kernel, poly: Poly) -> Iterator[Lemma]:
    arguments = _log_arguments(kernel, poly)
    for above in arguments:
        for below in arguments:
            if above != below:
                gap = kernel.add(above, below, fmpq(-1))
                yield Lemma(_above_tangent(kernel, above, below), kernel.is_nonzero(gap))


def _above_tangent(kernel: Kernel, at: Poly, below: Poly) -> Poly:
    """The tangent of log at one point, above log at another."""
    logs = kernel.add(kernel.log(at), kernel.log(below), fmpq(-1))
    ratio = kernel.multiply(below, kernel.power(at, -1))
    return kernel.add(kernel.add(logs, ratio), kernel.constant(-1))


def _mean_tangents(kernel: Kernel, poly: Poly) -> Iterator[Lemma]:
    arguments = _log_arguments(kernel, poly)
    for weight in _weighted(kernel, poly).values():
        if kernel.sign(weight.poly) not in ("+", "0+"):
            continue
        ratios = [kernel.multiply(f, kernel.power(g, -1)) for f, g in permutations(weight.inner, 2)]
        for below in (*weight.inner, *ratios):
            if kernel.sign(below) == "+":
                for at in arguments:
                    body = kernel.multiply(weight.poly, _above_tangent(kernel, at, below))
                    yield Lemma(_summed(kernel, weight.sort, body), strict=False)
