"""Reading assumptions: signs, sizes, equal and distinct indices, and equations as rewrites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from flint import fmpq

from derive.engine.equations import divided, drop_rewrites, keep_equation, note_equation, pattern_tokens, whole_axes
from derive.engine.normal import Normaliser
from derive.engine.rewriting import AtomRule, EntryRule
from derive.engine.ring import Poly, Undefined, Unsupported
from derive.engine.sums import SumRule
from derive.terms.affine import Affine
from derive.terms.claims import Claim, condition_terms, indices_of
from derive.terms.indices import Index
from derive.terms.nodes import Binder, Entry, Family, Number, Scalar, Sign, Size, Term
from derive.terms.relations import Assumption, Condition, IndexCondition, Op, SignFact, zero_log_zero
from derive.terms.traverse import mentioned

SIGNS = {Op.GT: "+", Op.GE: "0+", Op.NE: "≠"}
INSTANCES = 64


@dataclass(frozen=True, slots=True)
class SignPattern:
    """A stated sign of `poly` for all values of its pattern tokens."""

    poly: Poly
    sign: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of the assumptions: sign patterns, and the conditions that no rewrite expresses."""

    patterns: tuple[SignPattern, ...]
    unusable: tuple[Condition | IndexCondition, ...]


def fixed_sizes(assumptions: Iterable[Assumption]) -> dict[str, int]:
    """Sizes that a hypothesis equates to a whole number."""
    found: dict[str, int] = {}
    for fact in assumptions:
        match fact:
            case Condition(Size(name), Op.EQ, Number(value), ()) | Condition(Number(value), Op.EQ, Size(name), ()):
                if value.denominator == 1 and value >= 0:
                    found.setdefault(name, int(value))
    return found


def read(normaliser: Normaliser, claim: Claim) -> Reading:
    """Put the assumptions of `claim` into the kernel."""
    _note_domains(normaliser, (claim.lhs, claim.rhs, *condition_terms(claim.assumptions)))
    for index in indices_of(claim.assumptions):
        normaliser.note_domain(index.domain)
    kernel = normaliser.kernel
    kernel.floors.update(normaliser.floors)
    kernel.zero_log = zero_log_zero in claim.assumptions
    unusable: list[Condition | IndexCondition] = []
    for fact in claim.assumptions:
        if isinstance(fact, SignFact):
            kind = "scalar" if isinstance(fact.target, Scalar) else "family"
            name = normaliser.label(kind, fact.target)
            (kernel.positive if fact.sign is Sign.POSITIVE else kernel.nonnegative).add(name)
    on_indices = [fact for fact in claim.assumptions if isinstance(fact, IndexCondition)]
    unusable += _read_equal_indices(normaliser, [fact for fact in on_indices if fact.equal])
    unusable += [fact for fact in on_indices if not fact.equal and not _read_distinct_indices(normaliser, fact)]
    conditions = [fact for fact in claim.assumptions if isinstance(fact, Condition)]
    equations = sum(fact.op is Op.EQ for fact in conditions)
    kernel.equated, kernel.tied = equations > 0, equations > 1
    for fact in conditions:
        if fact.op is Op.EQ and not _read_equation(normaliser, fact):
            unusable.append(fact)
    drop_rewrites(kernel)
    kernel.tied = bool(kernel.equations)
    patterns: list[SignPattern] = []
    for fact in conditions:
        if fact.op is not Op.EQ:
            patterns += _read_sign(normaliser, fact, unusable)
    kernel.forget_remainders()  # what was concluded while reading did not know all signs yet
    return Reading(tuple(patterns), tuple(unusable))


def _note_domains(normaliser: Normaliser, terms: tuple[Term, ...]) -> None:
    for node in mentioned(terms):
        if isinstance(node, Binder):
            normaliser.note_domain(node.index.domain)
    for term in terms:
        for index in term.free:
            normaliser.note_domain(index.domain)


def _read_equal_indices(normaliser: Normaliser, facts: list[IndexCondition]) -> list[IndexCondition]:
    """Let indices stated equal share a token: an integer if one is among them. Returns what cannot be used."""
    unusable: list[IndexCondition] = []
    classes: list[set[Index | int]] = []
    for fact in facts:
        if isinstance(fact.left, Affine) or isinstance(fact.right, Affine):
            unusable.append(fact)
            continue
        sides = {fact.left, fact.right}
        meeting = [group for group in classes if group & sides]
        classes = [group for group in classes if not group & sides] + [set().union(sides, *meeting)]
    for group in classes:
        values = sorted(side for side in group if isinstance(side, int))
        indices = sorted((side for side in group if isinstance(side, Index)), key=lambda index: index.order)
        known = [normaliser.aliases[index] for index in indices if index in normaliser.aliases]
        kept = known[0] if known else str(values[0]) if values else normaliser.token(indices[0], {})
        for index in indices:
            normaliser.aliases.setdefault(index, kept)
    return unusable


def _read_distinct_indices(normaliser: Normaliser, fact: IndexCondition) -> bool:
    if any(isinstance(side, Affine) for side in (fact.left, fact.right)):
        return False
    pair = frozenset(normaliser.plain(side, {}) for side in (fact.left, fact.right))
    if len(pair) != 2:
        return False
    set_apart(normaliser, pair)
    return True


def set_apart(normaliser: Normaliser, pair: frozenset[str]) -> None:
    """Take two tokens as different; the ranges they run over then have at least two members."""
    kernel = normaliser.kernel
    kernel.distinct.add(pair)
    for token in pair:
        sort = token.partition(":")[2] or kernel.sort_of.get(token)
        if sort in kernel.least_members and all(kernel.belongs(other, sort) for other in pair):
            kernel.least_members[sort] = max(2, kernel.least_members[sort])


def _read_equation(normaliser: Normaliser, fact: Condition) -> bool:
    """Note an equation, as a rewrite too where it gives one; False when it cannot be used.

    The left side is rewritten if it is a variable, else what occurs linearly.
    """
    env = pattern_tokens(normaliser, fact)
    kernel = normaliser.kernel
    try:
        one, value = normaliser.convert(fact.lhs, env), normaliser.convert(fact.rhs, env)
        poly = kernel.add(one, value, fmpq(-1))
        left = kernel.ruled(poly)
    except (Unsupported, Undefined):
        return False
    if left:
        note_equation(normaliser, poly, env)
        if not _read_assignment(normaliser, fact.lhs, value, env):
            _read_linear(normaliser, left, env)
    return True


def _read_assignment(normaliser: Normaliser, target: Term, value: Poly, env: dict[Index, str]) -> bool:
    """Rewrite a variable to its value, unless that holds the variable."""
    if not isinstance(target, Entry | Scalar):
        return False
    thing: Family | Scalar = target if isinstance(target, Scalar) else target.family
    kernel = normaliser.kernel
    label = normaliser.label("scalar" if isinstance(target, Scalar) else "family", thing)
    image = kernel.ruled(value)
    if label in {name for mono in image for i, _ in mono for name in kernel.atoms[i].names}:
        return False
    if isinstance(target, Scalar):
        if env or label in kernel.symbol_rules:
            return False
        kernel.symbol_rules[label] = image
        return True
    places = tuple(normaliser.place(position, env) for position in target.positions)
    if not set(env.values()) <= set(places):
        return False
    kernel.entry_rules.append(EntryRule(label, places, image, whole_axes(target.family.axes, places, env)))
    return True


def _read_linear(normaliser: Normaliser, poly: Poly, env: dict[Index, str]) -> None:
    """Solve an equation `poly = 0`, which is not trivial, for a sum of entries, an entry or a scalar linear in it."""
    kernel = normaliser.kernel
    _, common, part = kernel.primitive(poly)
    if not all(kernel.is_nonzero(kernel.of(kernel.atoms[i])) for i, _ in common):
        part = poly
        if len(poly) == 1 and all(power > 0 for _, power in common) and len(common) == 1:
            part = kernel.of(kernel.atoms[common[0][0]])
    if _solve(normaliser, part, env):
        return
    if any(_solve(normaliser, other, env) for other in divided(kernel, part)):
        keep_equation(normaliser, part, env)


def _solve(normaliser: Normaliser, part: Poly, env: dict[Index, str]) -> bool:
    kernel = normaliser.kernel
    patterns = set(env.values())
    kinds = {"sum": 0, "entry": 1, "symbol": 2}
    linear = [
        mono[0][0] for mono in part if len(mono) == 1 and mono[0][1] == 1 and kernel.atoms[mono[0][0]].kind in kinds
    ]
    for i in sorted(linear, key=lambda i: (kinds[kernel.atoms[i].kind], -i)):
        atom = kernel.atoms[i]
        coefficient = part[((i, 1),)]
        rest = {mono: -value / coefficient for mono, value in part.items() if mono != ((i, 1),)}
        nested = [kernel.atoms[j] for mono in rest for j, _ in mono]
        if any(j.id == i or (atom.names & j.names and j.kind != "entry") for j in nested):
            continue
        if atom.kind == "symbol" and not patterns:
            kernel.symbol_rules[atom.args[0]] = rest
            return True
        if atom.kind == "entry" and patterns <= set(atom.args[1]):
            whole = whole_axes(normaliser.families[atom.args[0]].axes, atom.args[1], env)
            kernel.entry_rules.append(EntryRule(atom.args[0], atom.args[1], rest, whole))
            return True
        if atom.kind == "sum" and (rule := _sum_rule(normaliser, i, rest, env)) is not None:
            kernel.sum_rules.append(rule)
            return True
        if not patterns:
            kernel.atom_rules.append(AtomRule(i, rest))
            return True
    return False


def _sum_rule(normaliser: Normaliser, i: int, value: Poly, env: dict[Index, str]) -> SumRule | None:
    labels, body = normaliser.kernel.atoms[i].args
    if len(labels) != 1 or len(body) != 1 or body[0][1] != 1:
        return None
    inner = normaliser.kernel.atoms[body[0][0]]
    ((label, sort),) = labels
    if inner.kind != "entry" or inner.args[1].count(label) != 1:
        return None
    axis = inner.args[1].index(label)
    others = inner.args[1][:axis] + inner.args[1][axis + 1 :]
    if not all(isinstance(place, str) for place in others) or not set(env.values()) <= set(others):
        return None
    axes = normaliser.families[inner.args[0]].axes
    whole = whole_axes(axes[:axis] + axes[axis + 1 :], others, env)
    return SumRule(inner.args[0], axis, sort, others, value, whole)


def _read_sign(
    normaliser: Normaliser, fact: Condition, unusable: list[Condition | IndexCondition]
) -> list[SignPattern]:
    env = pattern_tokens(normaliser, fact)
    kernel = normaliser.kernel
    whole = _whole_family(fact)
    if whole is not None:
        names = kernel.positive if fact.op is Op.GT else kernel.nonnegative
        names.add(normaliser.label("family", whole))
        return []
    try:
        poly = kernel.add(normaliser.convert(fact.lhs, env), normaliser.convert(fact.rhs, env), fmpq(-1))
        forms = [poly, kernel.apply(poly)] if kernel.has_rules else [poly]
    except (Unsupported, Undefined):
        unusable.append(fact)
        return []
    sign = SIGNS[fact.op]
    if env:
        return [SignPattern(form, sign, tuple(env.values())) for form in forms]
    for form in forms:
        kernel.state(form, sign)
    return []


def _whole_family(fact: Condition) -> Family | None:
    """The family whose every entry a condition says to be positive, or at least 0."""
    match fact:
        case Condition(Entry(family, positions), Op.GT | Op.GE, Number(value), forall) if not value:
            every = tuple(index.domain for index in forall) == family.axes
            return family if positions == forall and every and len(set(forall)) == len(forall) else None
    return None


def instantiate(normaliser: Normaliser, patterns: Iterable[SignPattern], tokens: Iterable[str]) -> None:
    """State the sign patterns for every choice of `tokens` of the right ranges."""
    kernel = normaliser.kernel
    present = sorted(set(tokens))
    for pattern in patterns:
        sorts = [token.partition(":")[2] for token in pattern.tokens]
        choices = [[token for token in present if kernel.belongs(token, sort)] for sort in sorts]
        for count, chosen in enumerate(product(*choices)):
            if count >= INSTANCES:
                break
            image = dict(zip(pattern.tokens, chosen, strict=True))
            kernel.state(kernel.rename(pattern.poly, image), pattern.sign)
