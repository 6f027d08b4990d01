"""Inequalities for general n: signs by structure, and lemmas taken off one after the other.

A difference is at least 0 when positive multiples of lemmas, each at least 0, leave a rest that is so by its signs.
The lemmas are instances, for what occurs in the difference, of

    Gibbs          Σ (a log a - a log b - a + b) ≥ 0          a, b > 0
    a part         log Σ f - log f_i ≥ 0, and its mean under weights
    a probability  -Σ w log p ≥ 0                             Σ p = 1, p, w > 0
    a tangent      log f - log g - 1 + g/f ≥ 0                f, g > 0
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flint import fmpq

from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Mono, Poly, Undefined, Unsupported, items

DEPTH = 3
MOST = 60


@dataclass(frozen=True, slots=True)
class Lemma:
    """A normal form that is at least 0, or above 0 if `strict`."""

    poly: Poly
    strict: bool


def at_least_zero(kernel: Kernel, poly: Poly, *, strict: bool) -> bool:
    """Whether `poly` is found to be ≥ 0 (> 0 if `strict`) on the whole domain."""
    if has_sign(kernel, poly, strict=strict):
        return True
    lemmas = _instances(kernel, poly)
    return _taken_off(kernel, poly, lemmas, DEPTH, strict=strict)


def has_sign(kernel: Kernel, poly: Poly, *, strict: bool) -> bool:
    """Whether `poly` is ≥ 0 (> 0 if `strict`) by its sign alone."""
    return kernel.sign(poly) in (("+",) if strict else ("+", "0+", "0"))


def _taken_off(kernel: Kernel, poly: Poly, lemmas: list[Lemma], depth: int, *, strict: bool) -> bool:
    """Take off multiples of lemmas, each of which leaves fewer monomials with logarithms than there were."""
    if has_sign(kernel, poly, strict=strict):
        return True
    logs = _logs(kernel, poly)
    if not depth or not logs:
        return False
    for place, lemma in enumerate(lemmas):
        tried: set[fmpq] = set()
        for mono, value in lemma.poly.items():
            factor = poly.get(mono, fmpq(0)) / value
            if factor <= 0 or factor in tried or not _has_log(kernel, mono):
                continue
            tried.add(factor)
            kernel.charge(len(lemma.poly))
            rest = kernel.add(poly, lemma.poly, -factor)
            if _logs(kernel, rest) < logs and _taken_off(
                kernel, rest, lemmas[place + 1 :], depth - 1, strict=strict and not lemma.strict
            ):
                return True
    return False


def _logs(kernel: Kernel, poly: Poly) -> int:
    return sum(_has_log(kernel, mono) for mono in poly)


def _has_log(kernel: Kernel, mono: Mono) -> bool:
    """Whether a logarithm stands in the monomial, or in a sum in it."""
    atoms = [kernel.atoms[i] for i, _ in mono]
    return any(atom.kind == "log" or (atom.kind == "sum" and _has_log(kernel, atom.args[1])) for atom in atoms)


def _instances(kernel: Kernel, poly: Poly) -> list[Lemma]:
    found: dict[object, Lemma] = {}
    for make in (_gibbs, _parts, _probabilities, _tangents):
        try:
            for lemma in make(kernel, poly):
                applied = kernel.apply(lemma.poly) if kernel.has_rules else lemma.poly
                if applied:
                    found.setdefault(items(applied), Lemma(applied, lemma.strict))
                if len(found) >= MOST:
                    return list(found.values())
        except (Unsupported, Undefined):
            continue
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Weight:
    """A positive function of one token over a range; `inner` lists what stands in logarithms beside it.

    Under 0·log 0 = 0 it may also be zero; then it is not `positive`.
    """

    sort: str
    poly: Poly
    inner: tuple[Poly, ...]
    positive: bool = True


def _token(sort: str) -> str:
    return f"{{lemma:{sort}"


def _weights(kernel: Kernel, poly: Poly) -> list[_Weight]:
    """Weights of logarithms in one-variable sums; for every log Σf also f/Σf and the uniform weight."""
    found: dict[object, _Weight] = {}
    for i in sorted({i for mono in poly for i, _ in mono}):
        atom = kernel.atoms[i]
        if atom.kind != "sum" or len(atom.args[0]) != 1:
            continue
        ((label, sort),) = atom.args[0]
        logs = [j for j, power in atom.args[1] if kernel.atoms[j].kind == "log" and power == 1]
        rest = tuple(f for f in atom.args[1] if f[0] not in logs)
        if len(logs) != 1 or not any(label in kernel.atoms[j].indices for j, _ in rest):
            continue
        image = {label: _token(sort)}
        weight = kernel.rename({rest: ONE}, image)
        inside = kernel.rename(dict(kernel.atoms[logs[0]].args[0]), image)
        key = (sort, items(weight))
        known = found.get(key, _Weight(sort, weight, ()))
        found[key] = _Weight(sort, weight, (*known.inner, inside))
    for sort, body, total in _log_sums(kernel, poly):
        share = kernel.multiply(body, kernel.power(total, -1))
        count = kernel.sorts[sort].count
        even = [kernel.power(count, -1)] if count is not None and kernel.sorts[sort].least > 0 else []
        for weight in (share, *even):
            found.setdefault((sort, items(weight)), _Weight(sort, weight, ()))
    allowed = ("+", "0+") if kernel.zero_log else ("+",)
    signs = {key: kernel.sign(weight.poly) for key, weight in found.items()}
    return [replace(weight, positive=signs[key] == "+") for key, weight in found.items() if signs[key] in allowed]


def _log_sums(kernel: Kernel, poly: Poly) -> Iterator[tuple[str, Poly, Poly]]:
    """Every log Σf that occurs, f positive: the range, f at the lemma's token, and Σf."""
    seen: set[int] = set()
    stack = [i for mono in poly for i, _ in mono]
    while stack:
        i = stack.pop()
        atom = kernel.atoms[i]
        if i in seen:
            continue
        seen.add(i)
        if atom.kind == "sum":
            stack += [j for j, _ in atom.args[1]]
        if atom.kind != "log" or len(atom.args[0]) != 1:
            continue
        ((mono, value),) = atom.args[0]
        inner = kernel.atoms[mono[0][0]] if len(mono) == 1 and mono[0][1] == 1 and value == 1 else None
        if inner is not None and inner.kind == "sum" and len(inner.args[0]) == 1:
            ((label, sort),) = inner.args[0]
            body = kernel.rename({inner.args[1]: ONE}, {label: _token(sort)})
            closed = all(token[0] != "~" for m in body for token in kernel.tokens(m))
            if closed and kernel.sign(body) == "+":
                yield sort, body, kernel.of(inner)


def _summed(kernel: Kernel, sort: str, poly: Poly) -> Poly:
    return kernel.sum(((_token(sort), sort),), poly)


def _gibbs(kernel: Kernel, poly: Poly) -> Iterator[Lemma]:
    weights = _weights(kernel, poly)
    for weight in weights:
        count = kernel.sorts[weight.sort].count
        others = [*weight.inner, *(w.poly for w in weights if w.sort == weight.sort)]
        if count is not None and kernel.sorts[weight.sort].least > 0:
            others.append(kernel.power(count, -1))
        for other in others:
            if other == weight.poly or kernel.sign(other) != "+":
                continue
            logs = kernel.add(kernel.log(weight.poly), kernel.log(other), fmpq(-1))
            body = kernel.add(kernel.multiply(weight.poly, logs), weight.poly, fmpq(-1))
            body = kernel.add(body, other)
            yield Lemma(_summed(kernel, weight.sort, body), _differ(kernel, weight, other))


def _differ(kernel: Kernel, weight: _Weight, other: Poly) -> bool:
    """Whether the two functions are known to differ at some index of the range."""
    difference = kernel.add(weight.poly, other, fmpq(-1))
    tokens = [token for token, sort in kernel.sort_of.items() if sort == weight.sort]
    return any(kernel.is_nonzero(kernel.rename(difference, {_token(weight.sort): token})) for token in tokens)


def _parts(kernel: Kernel, poly: Poly) -> Iterator[Lemma]:
    weights = _weights(kernel, poly)
    for sort, body, total in _log_sums(kernel, poly):
        strict = kernel.sorts[sort].least > 1
        gap = kernel.add(kernel.log(total), kernel.log(body), fmpq(-1))
        for token in sorted(token for token, own in kernel.sort_of.items() if own == sort):
            yield Lemma(kernel.rename(gap, {_token(sort): token}), strict)
        for weight in weights:
            if weight.sort == sort:
                mean = _summed(kernel, sort, kernel.multiply(weight.poly, gap))
                yield Lemma(mean, strict and weight.positive)


def _probabilities(kernel: Kernel, poly: Poly) -> Iterator[Lemma]:
    for rule in kernel.sum_rules:
        if not kernel.is_unit(rule.value) or rule.others or rule.family not in kernel.positive | kernel.nonnegative:
            continue
        probability = kernel.entry(rule.family, (_token(rule.sort),))
        logarithm = kernel.log(probability)
        strict = kernel.sorts[rule.sort].least > 1
        for weight in _weights(kernel, poly):
            if weight.sort == rule.sort and (rule.family in kernel.positive or weight.poly == probability):
                body = kernel.scale(kernel.multiply(weight.poly, logarithm), fmpq(-1))
                yield Lemma(_summed(kernel, rule.sort, body), strict and weight.positive)


def _tangents(kernel: Kernel, poly: Poly) -> Iterator[Lemma]:
    found: dict[object, Poly] = {}
    for mono in poly:
        for i, power in mono:
            if kernel.atoms[i].kind == "log" and power == 1:
                inside = dict(kernel.atoms[i].args[0])
                if kernel.sign(inside) == "+":
                    found.setdefault(items(inside), inside)
    arguments = [*found.values(), {UNIT: ONE}]
    for above in arguments:
        for below in arguments:
            if above == below:
                continue
            logs = kernel.add(kernel.log(above), kernel.log(below), fmpq(-1))
            ratio = kernel.multiply(below, kernel.power(above, -1))
            gap = kernel.add(kernel.add(logs, ratio), kernel.constant(-1))
            yield Lemma(gap, kernel.is_nonzero(kernel.add(above, below, fmpq(-1))))
