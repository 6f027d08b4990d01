"""One step of a derivation as the lines of a Python function that asserts it, or why SymPy cannot check it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from derive.errors import TermError
from derive.evaluate.opinion import refute
from derive.sympy_opinion.hypotheses import Given, met, point, solved
from derive.sympy_opinion.layout import assignment, broken, comment
from derive.sympy_opinion.names import Names, Variable, plain
from derive.sympy_opinion.plan import Instance, free_indices, instances
from derive.sympy_opinion.points import points
from derive.sympy_opinion.source import Source
from derive.terms.claims import Claim
from derive.terms.indices import Continuum
from derive.terms.nodes import Binder
from derive.terms.records import Derivation
from derive.terms.relations import Relation
from derive.terms.traverse import walk
from derive.terms.wellformed import flaw
from derive.verdict import Verdict

GAP = "Rational(1, 10**12)"
"""How far apart, at least, the two sides are at a witness."""

INEQUALITIES = (Relation.AT_MOST, Relation.BELOW)
INEQUALITY = "an inequality, evaluated at a few points only"
NO_POINT = "an inequality, and no point was found at which to evaluate it"
CONDITIONAL = "it holds only where both sides are defined, and SymPy does not keep track of where that is"
UNDECIDED = "derive leaves it undecided"


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a step's function, or why there is none, and what to bear in mind where they hold."""

    lines: tuple[str, ...] = ()
    cannot: str | None = None
    note: str = ""


def step_lines(chain: Derivation, number: int, names: Names) -> Lines:
    """The check of step `number` (from 0) of `chain`."""
    try:
        note = INEQUALITY if chain.steps[number].relation in INEQUALITIES else ""
        return Lines(tuple(_lines(chain, number, names)), note=note)
    except TermError as problem:
        return Lines(cannot=str(problem))


def _lines(chain: Derivation, number: int, names: Names) -> Iterator[str]:
    link, claim, instead = chain.steps[number], chain.claim(number), chain.instead(number)
    label = f"step {number + 1}"
    match link.expect:
        case Verdict.PROVED:
            if claim.relation is Relation.NOT_ALWAYS:
                yield "# Not for all: the two sides differ at one point, which is enough."
                yield from _apart(replace(claim, relation=Relation.EQUAL), names, label)
            else:
                _meaningful(claim)
                yield from _agree(claim, names, label)
        case Verdict.REFUTED:
            _equation(claim)
            yield "# False as it stands, as this point shows."
            yield from _apart(claim, names, label)
        case Verdict.ILL_FORMED:
            wrong = flaw(claim)
            why = "" if wrong is None else ": " + plain(wrong.message.partition(";")[0].replace("$", ""))
            yield from comment(f"It has no meaning as it stands{why}.").splitlines()
            if instead is None:
                raise TermError("it has no meaning, and no true form is given")
        case Verdict.CONDITIONAL:
            raise TermError(CONDITIONAL)
        case _:
            for instance in instances(claim):
                _hypotheses(claim, instance, names)
            raise TermError(UNDECIDED)
    if instead is not None:
        yield ""
        yield "# What holds instead:"
        yield from _agree(instead, names, f"{label} (what holds instead)")


def _meaningful(claim: Claim) -> None:
    wrong = flaw(claim)
    if wrong is not None and not wrong.tolerable:
        raise TermError(f"it has no meaning: {wrong.message}")
    for side in (claim.lhs, claim.rhs):
        if any(isinstance(node, Binder) and isinstance(node.index.domain, Continuum) for node in walk(side)):
            raise TermError("an integral over an unspecified space, which SymPy has no form for")


def _equation(claim: Claim) -> None:
    """Raise TermError unless numbers at a point can show that the claim is false."""
    if claim.relation is Relation.TENDS or claim.order is not None:
        raise TermError("a false limit or expansion, which no single point shows")


def _agree(claim: Claim, names: Names, label: str) -> Iterator[str]:
    """The assertions that both sides agree, at every instance."""
    size = None
    local: dict[str, str] = {}
    for instance in instances(claim):
        if instance.size_label != size:
            size, local = instance.size_label, {}
            if size:
                yield f"# {size}"
        yield from _instance(claim, instance, names, local, label)


def _instance(claim: Claim, instance: Instance, names: Names, local: dict[str, str], label: str) -> Iterator[str]:
    """The assertion at one instance; `local` holds the variables that are set already."""
    first, given = _hypotheses(claim, instance, names)
    imposed = ".subs(given)" if given.values else ""
    source = Source(names, instance.setting, imposed, dict(first.definitions))
    lhs, rhs = source.side(claim.lhs, instance.indices), source.side(claim.rhs, instance.indices)
    variable = None if claim.variable is None else source.write(claim.variable, {}).code
    if claim.relation is Relation.TENDS:
        lhs = f"limit(({lhs}){imposed}, {variable}, oo)"
    for name, code in source.definitions.items():
        yield from _assigned(name, code, local)
    if given.values:
        yield from _assigned("given", _table(given.values), local)
    yield from _assigned("lhs", lhs)
    yield from _assigned("rhs", rhs)
    gap = f"(lhs - rhs){imposed}" if imposed else "lhs - rhs"
    where = f"{label} at {instance.label}" if instance.label else label
    if claim.relation in INEQUALITIES:
        yield from _at_points(claim, instance, source.used, f"(lhs - rhs){imposed}", where)
    elif claim.order is not None:
        yield f"# Up to O({variable}**-{claim.order}): with tau = 1/{variable}, no term below tau**{claim.order} may remain."
        yield from _assigned("remainder", f"{gap if imposed else f'({gap})'}.subs({variable}, 1/tau)")
        yield f'assert simplify(series(remainder, tau, 0, {claim.order}).removeO()) == 0, "{where}"'
    elif given.hides:
        yield "# Without the hypotheses first: they would make SymPy forget what is positive."
        yield f'assert 0 in (simplify(lhs - rhs), simplify({gap})), "{where}"'
    else:
        yield f'assert simplify({gap}) == 0, "{where}"'


def _at_points(claim: Claim, instance: Instance, used: Mapping[str, Variable], gap: str, where: str) -> Iterator[str]:
    """The assertion of an inequality at a few points."""
    found = points(claim, instance, used)
    if not found:
        raise TermError(NO_POINT)
    bound = f"<= {GAP}" if claim.relation is Relation.AT_MOST else "< 0"
    if not any(found):
        yield f'assert {gap}.evalf(30) {bound}, "{where}: the sides as they stand"'
        return
    yield "for point in ("
    yield from (
        f"    {line}" for values in found for line in [*broken(_table(values))[:-1], broken(_table(values))[-1] + ","]
    )
    yield "):"
    where = f"{where}: the sides at the point"
    yield f'    assert {gap}.subs(point).evalf(30) {bound}, "{where}"'


def _apart(claim: Claim, names: Names, label: str) -> Iterator[str]:
    """The assertions that a witness meets the hypotheses, and that the sides differ there."""
    witness = refute(claim).counterexample
    if witness is None:
        raise TermError("no witness was found")
    shown = dict(witness.values)
    indices = {index: int(shown[index.label]) for index in free_indices(claim) if index.label in shown}
    instance = Instance(dict(witness.sizes), indices)
    if instance.label:
        yield f"# {instance.label}"
    first, given = _hypotheses(claim, instance, names)
    probe = Source(names, instance.setting)
    conditions = list(met(claim, instance, probe))
    values = point(witness, claim, {**first.used, **probe.used}, given.values)
    assigned = {name: code for name, code in given.values.items() if name not in values}
    imposed = (".subs(assigned)" if assigned else "") + (".subs(point)" if values else "")
    source = Source(names, instance.setting, imposed, dict(first.definitions))
    if not assigned:
        conditions = list(met(claim, instance, source))
    lhs, rhs = source.side(claim.lhs, indices), source.side(claim.rhs, indices)
    for name, code in source.definitions.items():
        yield from _assigned(name, code)
    for name, table in (("assigned", assigned), ("point", values)):
        if table:
            yield from _assigned(name, _table(table))
    if not assigned:
        for condition in conditions:
            yield f'assert {condition}, "{label}: the point meets the hypotheses"'
    yield from _assigned("lhs", lhs)
    yield from _assigned("rhs", rhs)
    gap = f"(lhs - rhs){imposed}.evalf(30)"
    match claim.relation:
        case Relation.AT_MOST:
            yield f'assert {gap} > {GAP}, "{label}: the sides at the point"'
        case Relation.BELOW:
            yield f'assert {gap} >= -{GAP}, "{label}: the sides at the point"'
        case _:
            yield f'assert abs({gap}) > {GAP}, "{label}: the sides differ"'


def _hypotheses(claim: Claim, instance: Instance, names: Names) -> tuple[Source, Given]:
    """What the hypotheses substitute for the variables of both sides, with the definitions that takes."""
    sides, source = Source(names, instance.setting), Source(names, instance.setting)
    for side in (claim.lhs, claim.rhs):
        sides.side(side, instance.indices)
    given = solved(claim, instance, source, sides.used)
    source.used |= sides.used
    return source, given


def _table(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"


def _assigned(name: str, code: str, local: dict[str, str] | None = None) -> Iterator[str]:
    """The lines of `name = code`, in brackets where it is long; none where `local` says that it is set to that."""
    if local is not None:
        if local.get(name) == code:
            return
        local[name] = code
    yield from assignment(name, code)
