"""Whether everything a claim writes has a value on the whole stated domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import chain, combinations

from flint import fmpq

from derive.engine.choices import has_order
from derive.engine.hypotheses import SignPattern, instantiate, set_apart
from derive.engine.inequality import at_least_zero
from derive.engine.normal import Normaliser
from derive.engine.obligations import Need, Obligation
from derive.engine.places import RangeNeed
from derive.engine.rewriting import Kernel
from derive.engine.ring import Poly, Undefined, Unsupported
from derive.engine.series import Expansion, NeedsPrecision
from derive.engine.symmetry import symmetrised
from derive.terms.indices import to_affine
from derive.terms.latex import affine_latex, assumption_latex, latex
from derive.terms.nodes import Number, Size
from derive.terms.relations import Assumption, Condition, Op, SizeFact

NEEDS = {Need.NONZERO: Op.NE, Need.POSITIVE: Op.GT, Need.NONNEGATIVE: Op.GE}
ZERO = Number(Fraction(0))
PRECISION = 6
TOGETHER = 8
"""Obligations that are compared with one another."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A condition that is missing: its LaTeX, and as an assumption where there is one that says it.

    Indices of the assumption may be bound in the claim. `certain`: where it fails a side has no value; else it may
    stand in a part that is empty there, and the sides have values that nothing is shown of.
    """

    text: str
    fact: Assumption | None
    certain: bool = False


def missing_conditions(normaliser: Normaliser, patterns: Iterable[SignPattern]) -> tuple[Lack, ...]:
    """The obligations that the assumptions do not discharge.

    Raises Undefined when one of them fails on the whole domain.
    """
    found = [_range_lack(need) for need in normaliser.range_needs.values()]
    known = tuple(patterns)
    open_ones: list[Obligation] = []
    for obligation in normaliser.obligations.values():
        completed = _holds_where_completed(normaliser, obligation, known)
        if not completed or not _holds(normaliser, obligation, known):
            open_ones.append(obligation)
            condition = Condition(obligation.term, NEEDS[obligation.need], ZERO)
            fact = None if obligation.limit else condition
            found.append(Lack(assumption_latex(condition), fact, obligation.certain and completed))
    _check_together(normaliser, open_ones)
    return tuple(dict.fromkeys(found))


def nonzero(normaliser: Normaliser, poly: Poly, patterns: tuple[SignPattern, ...]) -> bool:
    """Whether a leading coefficient vanishes nowhere on the domain, with those of its factors that leave a sum."""
    return _vanishes_nowhere(normaliser, poly, patterns) and _holds_outside(
        normaliser, poly, _perhaps_none(normaliser.kernel, poly), patterns
    )


def _vanishes_nowhere(normaliser: Normaliser, poly: Poly, patterns: tuple[SignPattern, ...]) -> bool:
    """Whether a polynomial is nowhere 0, wherever its bound indices have a value."""
    kernel = normaliser.kernel
    under = kernel.apply(poly) if kernel.has_rules else poly
    with _for_a_while(kernel, needed=bool(patterns)):
        instantiate(normaliser, patterns, _tokens(kernel, under))
        return kernel.avoids_zero(under) or kernel.avoids_zero(poly)


@contextmanager
def _for_a_while(kernel: Kernel, *, needed: bool) -> Iterator[None]:
    """What is stated inside is forgotten after: a fact about a bound index holds only where there is one."""
    before = kernel.context()
    try:
        yield
    finally:
        if needed:
            kernel.return_to(before)


def _range_lack(need: RangeNeed) -> Lack:
    at, axis = to_affine(need.position), need.axis
    high, low = affine_latex(axis.high), affine_latex(axis.low)
    if at.is_constant and axis.low.is_constant and at.const >= axis.low.const:
        match axis.high.parts:
            case ((Size() as size, 1),):
                return Lack(rf"{high} \ge {at.const}", SizeFact(size, at.const - axis.high.const))
        return Lack(rf"{high} \ge {at.const}", None)
    return Lack(rf"{low} \le {affine_latex(at)} \le {high}", None)


def _tokens(kernel: Kernel, poly: Poly) -> set[str]:
    return {token for mono in poly for token in kernel.tokens(mono)}


def _holds(normaliser: Normaliser, obligation: Obligation, patterns: tuple[SignPattern, ...]) -> bool:
    kernel = normaliser.kernel
    left_out = {max(pair) for pair in obligation.apart if max(pair)[0] == "{"}
    try:
        if not _holds_outside(normaliser, obligation.poly, left_out | _perhaps_none(kernel, obligation.poly), patterns):
            return False
        with _for_a_while(kernel, needed=bool(patterns or obligation.apart)):
            for pair in obligation.apart:
                set_apart(normaliser, pair)
            if obligation.apart:
                kernel.forget()
            return _discharged(normaliser, obligation, patterns)
    except Unsupported:
        return False


def _perhaps_none(kernel: Kernel, poly: Poly) -> set[str]:
    """The bound indices over ranges that may be empty: what is known of their members holds where there are any."""
    bound = [token for token in _tokens(kernel, poly) if token[0] in "{|"]
    return {token for token in bound if kernel.least_members[token.partition(":")[2]] < 1}


def _holds_outside(normaliser: Normaliser, poly: Poly, tokens: set[str], patterns: tuple[SignPattern, ...]) -> bool:
    """Whether the factors without some of these bound indices vanish nowhere: they leave the sum, and stand there always.

    Σ_{k≠i} w_k / Σ_{l≠i} w_l is Σ_{k≠i} w_k over the other sum, which is 0 at n = 1.
    """
    if not tokens:
        return True
    kernel = normaliser.kernel
    if kernel.has_delta(poly):
        return False
    outside = [factor for factor in _factors(kernel, poly) if not tokens <= _tokens(kernel, factor)]
    return all(_vanishes_nowhere(normaliser, factor, patterns) for factor in outside)


def _factors(kernel: Kernel, poly: Poly) -> list[Poly]:
    """What a polynomial is a product of, apart from numbers and denominators."""
    numerator, _ = kernel.clear(poly)
    if not numerator:
        return []
    _, common, part = kernel.primitive(numerator)
    return [kernel.of(kernel.atoms[i]) for i, _ in common] + [factor for factor, _ in kernel.factor(part)]


def _holds_where_completed(normaliser: Normaliser, obligation: Obligation, patterns: tuple[SignPattern, ...]) -> bool:
    """Whether what need not vanish where indices differ vanishes nowhere where they agree, or everywhere there.

    Σ_{k≠i} 1/z_k is Σ_k 1/z_k − 1/z_i. What is added and taken off is the same wherever z_i is not 0, and so, if the
    entries are independent, everywhere. Under an equation such as z_i = 0 it may not be.
    """
    kernel = normaliser.kernel
    if not kernel.has_rules or obligation.need is Need.NONNEGATIVE:
        return True
    if kernel.has_delta(obligation.poly):
        return False
    factors = _factors(kernel, obligation.poly)
    try:
        return all(
            _merges(normaliser, factor, pair, patterns) for pair in map(sorted, obligation.apart) for factor in factors
        )
    except (Undefined, Unsupported):
        return False


def _merges(normaliser: Normaliser, factor: Poly, pair: list[str], patterns: tuple[SignPattern, ...]) -> bool:
    """Whether a factor vanishes nowhere where two indices agree, or everywhere there."""
    one, other = pair
    forms = [normaliser.kernel.rename(factor, image) for image in ({other: one}, {one: other})]
    return not all(forms) or any(_vanishes_nowhere(normaliser, form, patterns) for form in forms)


def _discharged(normaliser: Normaliser, obligation: Obligation, patterns: tuple[SignPattern, ...]) -> bool:
    kernel = normaliser.kernel
    forms = [obligation.poly]
    if kernel.has_rules:
        forms.insert(0, kernel.apply(obligation.poly))
    for form in forms:
        instantiate(normaliser, patterns, _tokens(kernel, form))
    if _any_satisfies(normaliser, forms, obligation.need):
        return True
    if obligation.limit is not None:
        # What is at least 0 in the limit may come to it from below.
        strict = Need.NONZERO if obligation.need is Need.NONZERO else Need.POSITIVE
        leading = [_eventually(normaliser, form, obligation.limit) for form in forms]
        return _any_satisfies(normaliser, leading, strict)
    if _by_order(normaliser, forms[0], obligation.need, patterns):
        return True
    if obligation.certain:
        _check_never(normaliser, obligation, forms[0])
    return False


def _any_satisfies(normaliser: Normaliser, forms: list[Poly], need: Need) -> bool:
    averaged = (symmetrised(normaliser.kernel, form) for form in forms)
    return any(_satisfies(normaliser, form, need) for form in chain(forms, averaged))


def _by_order(normaliser: Normaliser, poly: Poly, need: Need, patterns: tuple[SignPattern, ...]) -> bool:
    """Whether what holds maxima, or of which more than a sign is stated, satisfies a need."""
    kernel = normaliser.kernel
    suppose = partial(instantiate, normaliser, patterns)
    turned = [kernel.scale(poly, fmpq(-1))] if need is Need.NONZERO else []
    return (has_order(kernel, poly) or _is_told_of(kernel, poly)) and any(
        at_least_zero(kernel, form, suppose, strict=need is not Need.NONNEGATIVE) for form in (poly, *turned)
    )


def _is_told_of(kernel: Kernel, poly: Poly) -> bool:
    """Whether something is stated of an atom in it."""
    atoms = {i for mono in poly for i, _ in mono}
    return any(i in atoms for key in kernel.known for mono, _ in key for i, _ in mono)


def _check_never(normaliser: Normaliser, obligation: Obligation, poly: Poly) -> None:
    """Raise Undefined when the obligation fails at every point of the domain."""
    kernel = normaliser.kernel
    if _never(normaliser, poly, obligation.need):
        what = "is zero" if not poly else "is not positive"
        raise Undefined(f"${latex(obligation.term)}$ {what} on the whole domain")
    tokens = _tokens(kernel, poly)
    for token in sorted(token for token in tokens if token[0] == "{"):
        members = [other for other in tokens if kernel.counts_in(other, token.partition(":")[2])]
        meets = any(not kernel.rename(poly, {token: member}) for member in members)
        if meets and obligation.need is not Need.NONNEGATIVE:
            raise Undefined(f"${latex(obligation.term)}$ is zero where two of its indices agree")


def _check_together(normaliser: Normaliser, obligations: list[Obligation]) -> None:
    """Raise Undefined when two obligations exclude each other: what must be positive adds up to what never is."""
    kernel = normaliser.kernel
    parts: list[tuple[Obligation, Poly]] = []
    for obligation in obligations[:TOGETHER]:
        if obligation.certain and obligation.need is not Need.NONZERO:
            poly = kernel.apply(obligation.poly) if kernel.has_rules else obligation.poly
            if poly:
                content, _, _ = kernel.primitive(poly)
                parts.append((obligation, kernel.scale(poly, 1 / abs(content))))
    for (one, first), (two, second) in combinations(parts, 2):
        need = Need.POSITIVE if Need.POSITIVE in (one.need, two.need) else Need.NONNEGATIVE
        if _never(normaliser, kernel.add(first, second), need):
            raise Undefined(f"${latex(one.term)}$ and ${latex(two.term)}$ are never positive together")


def _satisfies(normaliser: Normaliser, poly: Poly, need: Need) -> bool:
    if need is Need.NONZERO:
        return normaliser.kernel.avoids_zero(poly)
    sign = normaliser.kernel.sign(poly)
    return sign == "+" or (need is Need.NONNEGATIVE and sign in ("0", "0+"))


def _never(normaliser: Normaliser, poly: Poly, need: Need) -> bool:
    if need is Need.NONZERO:
        return not poly
    return normaliser.kernel.sign(poly) in (("-",) if need is Need.NONNEGATIVE else ("-", "0-", "0"))


def _eventually(normaliser: Normaliser, poly: Poly, variable: str) -> Poly:
    """The leading coefficient for a large limit variable: its sign is the sign that counts in the end."""
    expansion = Expansion(normaliser.kernel, variable, PRECISION)
    try:
        series = expansion.of(poly)
    except NeedsPrecision:
        return {}
    normaliser.leading += expansion.leading
    for _, part in sorted(series.terms.items()):
        under = normaliser.kernel.apply(part) if normaliser.kernel.has_rules else part
        if under:
            return under
    return {}
