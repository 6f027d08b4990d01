"""Inequalities for general n: lemmas taken off one after the other, and the rest judged by signs and squares.

A difference is at least 0 when multiples of lemmas, each at least 0 and with factors that are never negative, leave a
rest that is so. Lemmas on logarithms and on exponentials are tried for the monomials that hold them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from flint import fmpq

from derive.engine.choices import Suppose, by_cases
from derive.engine.exponentials import exp_lemmas, exponential
from derive.engine.facts import by_facts, factor_sign
from derive.engine.laws import Law
from derive.engine.lemmas import Lemma, has_log, log_lemmas
from derive.engine.pairs import by_members
from derive.engine.rewriting import Kernel
from derive.engine.ring import Exhausted, Mono, Poly, Undefined, Unsupported
from derive.engine.roots import without_log, without_root
from derive.engine.squares import bare, has_sign, never_negative

DEPTH = 3
ROOTS = 2
"""Roots that one proof may square."""

ALLOWANCE = 30_000
"""Counted work that one search may cost."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Lemmas of one kind, and how far a polynomial is from holding nothing that they are about."""

    held: Callable[[Kernel, Mono], object]
    lemmas: Callable[[Kernel, Poly], list[Lemma]]
    left: Callable[[Kernel, Poly], int]


def _log_monomials(kernel: Kernel, poly: Poly) -> int:
    return sum(has_log(kernel, mono) for mono in poly)


def _exponents(kernel: Kernel, poly: Poly) -> int:
    """The different exponentials in the monomials, but one, which is then a common factor."""
    return len({exponential(kernel, mono) for mono in poly}) - 1


class Judge(Protocol):
    """Whether a polynomial is ≥ 0, or > 0."""

    def __call__(self, poly: Poly, /, *, strict: bool) -> bool:
        """The answer."""


LOGS = _Kind(has_log, log_lemmas, _log_monomials)
EXPS = _Kind(exponential, exp_lemmas, _exponents)


def _nothing(_tokens: Iterable[str]) -> None:
    pass


def at_least_zero(kernel: Kernel, poly: Poly, suppose: Suppose = _nothing, *, strict: bool) -> bool:
    """Whether `poly` is found to be ≥ 0 (> 0 if `strict`) on the whole domain.

    `suppose` states what the hypotheses say for all members of a range.
    """

    def all_known(tokens: Iterable[str]) -> None:
        suppose(tokens)
        _state_parts(kernel, tokens)

    before, budget = kernel.context(), kernel.budget
    kernel.budget = min(budget, kernel.spent + ALLOWANCE)
    try:
        all_known(tuple(kernel.sort_of))
        return all(
            by_cases(kernel, case, all_known, partial(_settled, kernel, strict=strict)) for case in _cases(kernel, poly)
        )
    except (Undefined, Unsupported):  # of one case, so that nothing follows for the whole
        return False
    except Exhausted:
        if kernel.spent > budget:
            raise
        return False
    finally:
        kernel.budget = budget
        kernel.return_to(before)


def equal_by_order(kernel: Kernel, poly: Poly, suppose: Suppose) -> bool:
    """Whether `poly` is found to be at least 0 and at most 0."""
    return all(at_least_zero(kernel, side, suppose, strict=False) for side in (poly, kernel.scale(poly, fmpq(-1))))


def _settled(kernel: Kernel, poly: Poly, suppose: Suppose, roots: int = ROOTS, *, strict: bool) -> bool:
    """Whether a polynomial without free maxima is ≥ 0, or > 0."""
    if _case(kernel, suppose, (LOGS, EXPS), poly, strict=strict):
        return True
    if not kernel.may_use(Law.MONOTONE):
        return False
    if any(_case(kernel, suppose, (EXPS,), form, strict=strict) for form in without_log(kernel, poly)):
        return True
    return roots > 0 and any(
        _settled(kernel, side, suppose, roots - 1, strict=False)
        and _settled(kernel, squared, suppose, roots - 1, strict=strict)
        for side, squared in without_root(kernel, poly)
    )


def _of_members(kernel: Kernel, poly: Poly, suppose: Suppose, *, strict: bool) -> bool:
    """Whether the body of a sum is ≥ 0, or > 0, at every member."""

    def settled(case: Poly, known: Suppose) -> bool:
        return _case(kernel, known, (EXPS,), case, strict=strict, summed=False)

    return by_cases(kernel, poly, suppose, settled)


def _state_parts(kernel: Kernel, tokens: Iterable[str]) -> None:
    """A part of a stated total of what is never negative is at most the total."""
    for rule in kernel.sum_rules:
        if rule.others or rule.family not in kernel.positive | kernel.nonnegative:
            continue
        more = rule.family in kernel.positive and kernel.least_members.get(rule.sort, 0) > 1
        for token in tokens:
            if kernel.counts_in(token, rule.sort):
                rest = kernel.add(rule.value, kernel.entry(rule.family, (token,)), fmpq(-1))
                kernel.state(rest, "+" if more else "0+")


def _cases(kernel: Kernel, poly: Poly) -> Iterator[Poly]:
    """`poly` without deltas, where two indices agree and where they do not."""
    first = max((mono[0][0] for mono in poly if mono and mono[0][0] < 0), default=0)
    if not first:
        yield poly
        return
    kept, merged = kernel.atoms[first].args
    yield from _cases(kernel, {mono: value for mono, value in poly.items() if all(i != first for i, _ in mono)})
    yield from _cases(kernel, kernel.rename(poly, {merged: kept}))


def _case(
    kernel: Kernel, suppose: Suppose, kinds: tuple[_Kind, ...], poly: Poly, *, strict: bool, summed: bool = True
) -> bool:
    if never_negative(kernel, poly, strict=strict) or by_facts(kernel, poly, strict=strict):
        return True
    rest = bare(kernel, poly, strict=strict)
    for form in (poly, rest) if rest is not None and rest != poly else (poly,):
        for place, kind in enumerate(kinds):
            judge = partial(_case, kernel, suppose, kinds[:place], summed=summed)
            search = _Search(kernel, kind, judge)
            if kind.left(kernel, form) and search.holds(form, kind.lemmas(kernel, form), DEPTH, strict=strict):
                return True
    return summed and by_members(kernel, poly, suppose, partial(_of_members, kernel), strict=strict)


@dataclass(frozen=True, slots=True)
class _Search:
    """Takes off lemmas of one kind; `judge` says whether what is left is ≥ 0, or > 0."""

    kernel: Kernel
    kind: _Kind
    judge: Judge

    def holds(self, poly: Poly, lemmas: list[Lemma], depth: int, *, strict: bool) -> bool:
        """Take off multiples of lemmas, each of which leaves less of their kind than there was."""
        if has_sign(self.kernel, poly, strict=strict):
            return True
        left = self.kind.left(self.kernel, poly)
        if not left:
            return self.judge(poly, strict=strict)
        if not depth:
            return False
        for place, lemma in enumerate(lemmas):
            for multiple, above in self._multiples(poly, lemma):
                rest = self.kernel.add(poly, multiple, fmpq(-1))
                if self.kind.left(self.kernel, rest) < left and self.holds(
                    rest, lemmas[place + 1 :], depth - 1, strict=strict and not above
                ):
                    return True
        return False

    def _multiples(self, poly: Poly, lemma: Lemma) -> Iterator[tuple[Poly, bool]]:
        """Multiples of a lemma that cancel a monomial of its kind, and whether they are above 0."""
        kernel, held = self.kernel, self.kind.held
        tried: set[tuple[Mono, fmpq]] = set()
        for mono, value in lemma.poly.items():
            if not held(kernel, mono):
                continue
            inverse = tuple((i, -power) for i, power in mono)
            kernel.charge(len(poly))
            for target, coefficient in poly.items():
                factor = kernel.times(target, inverse)
                key = (factor, coefficient / value)
                if key in tried or key[1] <= 0 or held(kernel, factor):
                    continue
                tried.add(key)
                sign = factor_sign(kernel, factor)
                if sign in ("+", "0+"):
                    kernel.charge(len(lemma.poly))
                    yield kernel.multiply(lemma.poly, {factor: key[1]}), lemma.strict and sign == "+"
