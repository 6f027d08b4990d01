"""The lattice of answers."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Verdict(Enum):
    """What was decided of a step on its stated domain."""

    PROVED = "proved"
    REFUTED = "refuted"
    CONDITIONAL = "conditional"
    ILL_FORMED = "ill_formed"
    UNDECIDED = "undecided"
    DEFINITION = "definition"
    ASSUMPTION = "assumption"
    NOT_UNDERSTOOD = "not_understood"
    INTERNAL_ERROR = "internal_error"

    @classmethod
    def expectable(cls) -> frozenset[str]:
        """The verdicts a step may expect."""
        return frozenset(v.value for v in (cls.PROVED, cls.REFUTED, cls.CONDITIONAL, cls.ILL_FORMED, cls.UNDECIDED))


WORST_FIRST = (
    Verdict.INTERNAL_ERROR,
    Verdict.ILL_FORMED,
    Verdict.REFUTED,
    Verdict.CONDITIONAL,
    Verdict.UNDECIDED,
    Verdict.NOT_UNDERSTOOD,
    Verdict.PROVED,
    Verdict.DEFINITION,
    Verdict.ASSUMPTION,
)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of a chain: its worst step's."""
    return min(verdicts, key=WORST_FIRST.index)


class Reason(Enum):
    """Why a step is not proved."""

    BUDGET = "budget_exhausted"
    UNSUPPORTED = "unsupported_form"
    RESIDUAL = "normal_forms_differ"
    HYPOTHESIS = "hypothesis_not_usable"
    NO_SAMPLE = "no_sample_point"
    NO_COMMON_POINT = "no_point_where_both_sides_are_defined"
    DEFINEDNESS = "definedness_not_decided"
    LEADING_TERM = "leading_coefficient_may_vanish"
    INEQUALITY = "inequality_not_decided"
    NOT_CONFIRMED = "second_opinion_silent"
    NAME_CLASH = "name_declared_twice"
    FREE_INDEX = "index_free_on_one_side"
    OUT_OF_RANGE = "index_out_of_range"
    LIMIT_VARIABLE = "limit_variable_outside_limit"
    NEVER_DEFINED = "never_defined"
    UNDEFINED_SOMEWHERE = "undefined_on_part_of_the_domain"
    COUNTEREXAMPLE = "counterexample"
    HOLDS_ALWAYS = "holds_always"
    DISAGREEMENT = "prover_and_second_opinion_disagree"
    CRASH = "internal_exception"
