"""Derivations, their steps, and the single claims they are decided as."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from typing import Any

from derive.errors import TermError
from derive.terms.claims import Claim, assumptions_of, condition_terms
from derive.terms.indices import Index
from derive.terms.nodes import Div, Number, Pow, Scalar, Term, coerce
from derive.terms.relations import Hypothesis, Relation
from derive.terms.relations import given as collect
from derive.terms.shaped import Shaped
from derive.terms.traverse import check_weight
from derive.verdict import Verdict

HIGHEST = 100
"""The greatest order of a remainder."""

RELATIONS = {relation.value: relation for relation in Relation} | {"->": Relation.TENDS, "<=": Relation.AT_MOST}


@dataclass(frozen=True, slots=True)
class BigO:
    """The order of a remainder: O(variable^-order) as the variable grows."""

    variable: Scalar
    order: int


def O(term: object) -> BigO:  # noqa: E743 - the name that mathematics has for it
    """The remainder order `O(T**-3)` or `O(1/T**3)` of an expansion for T → oo."""
    match term:
        case Pow(Scalar() as variable, Number(value)) if value.denominator == 1 and -HIGHEST <= value < 0:
            return BigO(variable, -int(value))
        case Div(Number(one), Pow(Scalar() as variable, Number(value))) if (
            one == 1 and value.denominator == 1 and 0 < value <= HIGHEST
        ):
            return BigO(variable, int(value))
        case Div(Number(one), Scalar() as variable) if one == 1:
            return BigO(variable, 1)
    raise TermError(
        "write the order of a remainder as O(T**-3), with T a scalar and the exponent an integer from -100 to -1"
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain: the previous side stands in `relation` to `rhs`.

    `expect` is the verdict the author expects; `instead` the nearest true right side, which must be
    proved; `by` the author's reason; `variable` the limit variable of a step that tends; `written` the
    LaTeX of a right side that was written with vectors or matrices.
    """

    rhs: Term
    relation: Relation = Relation.EQUAL
    expect: Verdict = Verdict.PROVED
    instead: Term | None = None
    by: str | None = None
    given: tuple[Hypothesis, ...] = ()
    up_to: BigO | None = None
    variable: Scalar | None = None
    line: int | None = None
    from_sympy: bool = False
    written: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a derivation stands: script and line, and the document it re-derives."""

    path: str | None = None
    line: int | None = None
    document: str | None = None
    document_line: int | None = None
    latex: str | None = None


@dataclass(frozen=True, slots=True)
class Derivation:
    """A chain: `start`, and steps that each relate the side before to the next.

    The sides of a chain of vectors or matrices are their entries, at the place that `over` names.
    """

    start: Term
    steps: tuple[Step, ...]
    claims: tuple[str, ...] = ()
    given: tuple[Hypothesis, ...] = ()
    title: str | None = None
    source: Source = field(default_factory=Source)
    id: str = ""
    from_sympy: bool = False
    written: str | None = None
    over: tuple[Index, ...] = ()

    def claim(self, number: int) -> Claim:
        """The claim of step `number` (from 0), with every assumption it rests on."""
        step = self.steps[number]
        lhs = self.start if number == 0 else self.steps[number - 1].rhs
        return make_claim(self, step, lhs, step.rhs)

    def instead(self, number: int) -> Claim | None:
        """The claim with the nearest true right side in place of step `number`'s, if the step names one."""
        step = self.steps[number]
        lhs = self.start if number == 0 else self.steps[number - 1].rhs
        return None if step.instead is None else make_claim(self, step, lhs, step.instead)

    def _repr_html_(self) -> str:
        """What a notebook shows: the chain as written, undecided."""
        from derive.report.notebook import written_html  # noqa: PLC0415 - a notebook asks for it, nothing else does

        return written_html(self)

    def _repr_latex_(self) -> str | None:
        """The formulas alone, for a notebook that is turned into LaTeX."""
        from derive.report.notebook import written_latex  # noqa: PLC0415

        return written_latex(self)

    def located(self, name: str, source: Source) -> Derivation:
        """The same derivation under its id, with its source filled in."""
        return replace(self, id=name, source=source)


def make_claim(chain: Derivation, step: Step, lhs: Term, rhs: Term) -> Claim:
    """The claim that a step of `chain` makes of two sides."""
    hypotheses = (*chain.given, *step.given)
    variable, order = step.variable, None
    if step.up_to is not None:
        variable, order = step.up_to.variable, step.up_to.order
    return Claim(lhs, rhs, step.relation, assumptions_of((lhs, rhs), hypotheses), variable, order, chain.over)


def _caller_line() -> int:
    return sys._getframe(2).f_lineno  # noqa: SLF001 - the documented way to learn a caller's line


def step(
    rhs: Any,
    relation: str = "=",
    *,
    expect: str = "proved",
    instead: Any = None,
    by: str | None = None,
    given: Any = (),
    up_to: BigO | None = None,
    variable: Any = None,
) -> Step:
    """One link of a derivation: the side before it, `relation`, `rhs`.

    `relation` is "=", "→" (give `variable`), "≤", "<" or "not for all"; `up_to=O(T**-3)` makes "=" an
    expansion. `expect` names a verdict. Raises TermError for an unknown relation or verdict.
    """
    if relation not in RELATIONS:
        raise TermError(f"unknown relation {relation!r}; use one of {', '.join(r.value for r in Relation)}")
    kind = RELATIONS[relation]
    if expect not in Verdict.expectable():
        raise TermError(f"unknown verdict {expect!r}; expect one of {', '.join(sorted(Verdict.expectable()))}")
    if up_to is not None and (not (isinstance(up_to, BigO) or _is_sympy(up_to)) or kind is not Relation.EQUAL):
        raise TermError("up_to takes O(T**-3), on a step with '='")
    if (kind is Relation.TENDS) != (variable is not None):
        raise TermError("a step that tends needs its variable: step(0, '→', variable=T); no other step takes one")
    if variable is not None and not isinstance(variable, Scalar) and not _is_sympy(variable):
        raise TermError("the variable of a limit is a scalar: T = positive('T')")
    # Parts that hold SymPy objects, vectors or matrices stay as they are: `derivation` converts the chain at once.
    foreign = any(map(_is_sympy, (rhs, instead, up_to, variable))) or _holds_sympy(given)
    return Step(
        rhs if foreign or isinstance(rhs, Shaped) else coerce(rhs),
        kind,
        Verdict(expect),
        instead if foreign or instead is None or isinstance(instead, Shaped) else coerce(instead),
        by,
        given if foreign else collect(given),
        up_to,
        variable,
        _caller_line(),
        foreign,
    )


def derivation(
    start: Any,
    *steps: Step,
    claims: tuple[str, ...] | list[str] = (),
    given: Any = (),
    title: str | None = None,
    document: str | None = None,
    document_line: int | None = None,
    latex: str | None = None,
) -> Derivation:
    """A chain from `start` through `steps`; its id is the name of the variable it is assigned to.

    `claims` names the rows or labels it settles; `document`, `document_line` and `latex` say where the
    formula stands and how it is written there. SymPy objects are converted here, once.
    """
    if not steps or not all(isinstance(link, Step) for link in steps):
        raise TermError("a derivation is a start and at least one step(…)")
    if isinstance(claims, str):
        raise TermError("claims is a list of labels")
    source = Source(None, _caller_line(), document, document_line, latex)
    if _is_sympy(start) or _holds_sympy(given) or any(link.from_sympy for link in steps):
        from derive.terms.from_sympy import convert_chain  # noqa: PLC0415 - SymPy is slow to import

        start, steps, given = convert_chain(start, steps, given)
        return _weighed(Derivation(start, steps, tuple(claims), given, title, source, from_sympy=True))
    if any(isinstance(side, Shaped) for side in (start, *[s for link in steps for s in (link.rhs, link.instead)])):
        from derive.terms.sides import of_entries  # noqa: PLC0415 - most scripts write no vectors

        return _weighed(of_entries(Derivation(start, steps, tuple(claims), collect(given), title, source)))
    return _weighed(Derivation(coerce(start), steps, tuple(claims), collect(given), title, source))


def _weighed(chain: Derivation) -> Derivation:
    """The same chain. Raises TermError where a term is too large to be read, such as x + x doubled forty times."""
    sides = [side for link in chain.steps for side in (link.rhs, link.instead) if side is not None]
    stated = [fact for group in (chain.given, *[link.given for link in chain.steps]) for fact in group]
    for term in (chain.start, *sides, *condition_terms(stated)):
        check_weight(term)
    return chain


def _holds_sympy(given: Any) -> bool:
    """Whether a hypothesis, or one in a nested collection of them, is a SymPy object."""
    if isinstance(given, tuple | list):
        return any(map(_holds_sympy, given))
    return _is_sympy(given)


def _is_sympy(value: object) -> bool:
    """Whether `value` is a SymPy object, found without importing SymPy."""
    # SymPy makes a class for every undefined function, and that class has no module.
    return "sympy" in sys.modules and any(
        (kind.__module__ or "").partition(".")[0] == "sympy" for kind in type(value).__mro__
    )
