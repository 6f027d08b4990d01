"""Results: what was decided, as plain records that every renderer reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from derive.verdict import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Witness:
    """A point of the domain: sizes, values (LaTeX name → exact rational), and both sides there.

    `lhs` and `rhs` are exact rationals or decimals whose digits are certified; "undefined" where a
    side has no value.
    """

    sizes: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, str], ...]
    lhs: str
    rhs: str


@dataclass(frozen=True, slots=True)
class NearestTrue:
    """The nearest true form of a step, as LaTeX, and what was decided of it.

    `slip` says what was wrong, with formulas between `$`, where the search found the form.
    """

    lhs: str
    relation: str
    rhs: str
    verdict: Verdict
    slip: str | None = None


@dataclass(frozen=True, slots=True)
class ThirdOpinion:
    """What SymPy says of a step at small sizes: "agrees", "differs" or "cannot", and details."""

    status: str
    detail: str


@dataclass(frozen=True, slots=True)
class Enough:
    """Conditions under which a step is proved: LaTeX, lines to paste, and a point that satisfies everything."""

    conditions: tuple[str, ...]
    source: tuple[str, ...]
    example: Witness


@dataclass(frozen=True, slots=True)
class Result:
    """What was decided of one claim.

    `conditions` are the missing ones, `enough` a least set of conditions that makes the claim proved, `residual` the
    left side minus the right as LaTeX, proved to be that; `uses` the assumptions a proof needs, `laws` the laws and
    definitions. `laws`, `enough` and `residual` are found where asked for.
    """

    verdict: Verdict
    reason: Reason | None = None
    message: str | None = None
    uses: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    true_iff: str | None = None
    witness: Witness | None = None
    second_opinion: str | None = None
    laws: tuple[str, ...] = ()
    enough: Enough | None = None
    residual: str | None = None

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from derive.report.notebook import result_html  # noqa: PLC0415 - a notebook asks for it, nothing else does

        return result_html(self)


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step with its verdict; the sides are LaTeX.

    `nearest_true` is what the author gives instead, else the first of `repairs`: true forms that the
    search found, nearest first. It looks for them where a step fails, and everywhere when asked to.
    `warnings` compare the author's reason with what the step needs.
    `written` is how the author wrote two sides that are vectors or matrices; `lhs` and `rhs` are then
    their entries.
    """

    index: int
    lhs: str
    relation: str
    rhs: str
    result: Result
    expected: Verdict
    passed: bool
    trivial: bool
    by: str | None = None
    nearest_true: NearestTrue | None = None
    line: int | None = None
    column: int | None = None
    from_sympy: bool = False
    repairs: tuple[NearestTrue, ...] = ()
    third_opinion: ThirdOpinion | None = None
    warnings: tuple[str, ...] = ()
    written: tuple[str, str] | None = None

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from derive.report.notebook import result_html  # noqa: PLC0415 - a notebook asks for it, nothing else does

        return result_html(self)

    def _repr_latex_(self) -> str | None:
        """The formulas alone, for a notebook that is turned into LaTeX."""
        from derive.report.notebook import result_latex  # noqa: PLC0415

        return result_latex(self)


@dataclass(frozen=True, slots=True)
class SourceResult:
    """Where a derivation comes from."""

    path: str | None = None
    line: int | None = None
    document: str | None = None
    document_line: int | None = None
    latex: str | None = None


@dataclass(frozen=True, slots=True)
class DefinitionResult:
    """A name that sides use, how many indices it takes, and what it stands for, as LaTeX."""

    name: str
    indices: int
    latex: str


@dataclass(frozen=True, slots=True)
class DerivationResult:
    """A chain with its worst step's verdict. It passes when every step meets its expectation.

    `definitions` are those its sides use, directly or through others.
    """

    id: str
    title: str | None
    claims: tuple[str, ...]
    source: SourceResult
    verdict: Verdict
    passed: bool
    assumptions: tuple[str, ...]
    unused_assumptions: tuple[str, ...]
    steps: tuple[StepResult, ...]
    definitions: tuple[DefinitionResult, ...] = ()

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from derive.report.notebook import result_html  # noqa: PLC0415 - a notebook asks for it, nothing else does

        return result_html(self)

    def _repr_latex_(self) -> str | None:
        """The formulas alone, for a notebook that is turned into LaTeX."""
        from derive.report.notebook import result_latex  # noqa: PLC0415

        return result_latex(self)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim of a document, and the ids of the derivations that settle it.

    `lines` are pairs of first and last line; `truth` what is to be said of its parts: "T" true, "T|" true
    under a condition, "F" false, "X" no meaning as written, "D" a definition; `note` the condition, or
    what is true instead.
    """

    id: str
    document: str
    lines: tuple[tuple[int, int], ...]
    kind: str
    truth: tuple[str, ...]
    note: str | None
    latex: str
    derivations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunError:
    """Input that could not be read: one line for the user."""

    path: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class RunResult:
    """Everything a run found, in order of the input; `claims` are what the documents say, where they are known."""

    derivations: tuple[DerivationResult, ...]
    errors: tuple[RunError, ...] = ()
    timings: tuple[tuple[str, float], ...] = field(default=(), compare=False)
    claims: tuple[ClaimRow, ...] = ()

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from derive.report.notebook import result_html  # noqa: PLC0415 - a notebook asks for it, nothing else does

        return result_html(self)

    def _repr_latex_(self) -> str | None:
        """The formulas alone, for a notebook that is turned into LaTeX."""
        from derive.report.notebook import result_latex  # noqa: PLC0415

        return result_latex(self)
