"""The second opinion on a claim: confirm what the prover says is true, or search for a counterexample."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from flint import ctx

from derive.evaluate.compare import Comparison, Outcome
from derive.evaluate.domain import Domain
from derive.evaluate.failures import Differs, Unsupported
from derive.evaluate.machine import Key, Meter
from derive.evaluate.modular import decided_for_every_size
from derive.evaluate.plans import BELOW, BELOW_TRIES, CONFIRM, EDGE, EDGE_TRIES, EXTREMES, ORDERED, REFUTE, suited
from derive.evaluate.sample import FEW, MANY, Trial, choices, trials
from derive.evaluate.stage import Stage, measure_weights
from derive.evaluate.vanishing import vanishing
from derive.evaluate.witness import Found, simpler, written
from derive.results import Witness
from derive.terms.claims import Claim
from derive.terms.nodes import Binder, BinderKind, Maximum
from derive.terms.traverse import mentioned

SAMPLING = "Arb sampling"
CUT_OFF = "cut-off test mod p"

REDRAWS = 12
"""Draws at one trial before its hypotheses count as too hard to meet."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What independent evaluation found.

    `points` were compared and agree, of `sampled` points of the domain. `contradictory`: the linear
    hypotheses are inconsistent at all sizes tried. `counterexample`: both sides have values there, or
    one is a limit that diverges, and they certainly differ; for a claim that a relation does *not*
    always hold it is what was claimed to exist. `undefined`: a point of the domain where a side has no
    value; `undefined_everywhere`: so it was at every sampled point. `blurred`: points at which no
    precision tells whether a side, or what an equation given assigns, has a value.
    """

    method: str
    points: int
    sampled: int
    contradictory: bool
    counterexample: Witness | None
    undefined: Witness | None
    undefined_everywhere: bool
    blurred: int = 0


SILENT = Opinion(SAMPLING, 0, 0, False, None, None, False)


def confirm(claim: Claim, *, seed: int = 0, tries: int = 40) -> Opinion:
    """A quick second opinion on a claim that was proved: small sizes, equal indices, ties and zeros.

    An inequality, or what holds maxima, can fail on a small part of its domain only, so it is looked at in more ways.
    Then points are looked at where something that must not vanish does.
    Where the cut-off test sees the sides differ, a thorough search follows; if that finds no witness
    either, no point counts as agreeing.
    """
    try:
        plan = (*CONFIRM, *EXTREMES, *REFUTE) if claim.relation in ORDERED or _compares(claim) else CONFIRM
        found = _opinion(claim, plan, seed, tries, Meter(30_000, 4_000), cut_off=True)
    except Differs:
        found = refute(claim, seed=seed)
        return found if found.counterexample is not None else replace(found, method=CUT_OFF, points=0)
    return _at_the_edge(claim, found, seed)


def _at_the_edge(claim: Claim, found: Opinion, seed: int) -> Opinion:
    """The opinion, with what is seen where a denominator, a logarithm or a factor below a limit may vanish."""
    for condition in vanishing(claim) if found.points else ():
        if found.counterexample is not None or found.undefined is not None:
            break
        narrowed = replace(claim, assumptions=(*claim.assumptions, condition))
        there = _opinion(narrowed, EDGE, seed, EDGE_TRIES, Meter(30_000, 4_000), cut_off=False)
        found = replace(
            found,
            counterexample=there.counterexample,
            undefined=there.undefined,
            blurred=found.blurred + there.blurred,
        )
    return found


def _compares(claim: Claim) -> bool:
    """Whether a side holds a maximum: what is true of one order of values need not be true of another."""
    return any(
        isinstance(node, Maximum) or (isinstance(node, Binder) and node.kind is BinderKind.MAX)
        for node in mentioned((claim.lhs, claim.rhs))
    )


def example(claim: Claim, *, seed: int = 0) -> Witness | None:
    """A simple point of the domain at which the claim holds, with the value of its sides; None when none is found."""
    rng = Random(seed)  # noqa: S311 - reproducible sampling, nothing secret
    meter = Meter(30_000, 4_000)
    try:
        with ctx.workprec(64):
            domain = Domain(claim, meter)
            search = _Search(domain, Comparison(domain), rng)
            for trial in trials(domain, rng, suited(domain, CONFIRM), FEW):
                search.visit(trial)
                if search.held is not None or meter.spent:
                    break
            return search.example()
    except (Unsupported, RecursionError):
        return None


def refute(claim: Claim, *, seed: int = 0, tries: int = 400) -> Opinion:
    """A thorough search for a counterexample, which is simplified when found."""
    return _opinion(claim, REFUTE, seed, tries, Meter(600_000, 60_000), cut_off=False)


def _opinion(
    claim: Claim, plan: Sequence[tuple[str, int, int]], seed: int, tries: int, meter: Meter, *, cut_off: bool
) -> Opinion:
    rng = Random(seed)  # noqa: S311 - reproducible sampling, nothing secret
    try:
        with ctx.workprec(64):
            return _searched(claim, plan, rng, tries, meter, cut_off=cut_off)
    except (Unsupported, RecursionError):
        return SILENT


def _searched(
    claim: Claim, plan: Sequence[tuple[str, int, int]], rng: Random, tries: int, meter: Meter, *, cut_off: bool
) -> Opinion:
    domain = Domain(claim, meter)
    search = _Search(domain, Comparison(domain), rng)
    for trial in trials(domain, rng, suited(domain, plan), FEW if cut_off else MANY):
        if search.tried >= tries or search.failed is not None or meter.spent:
            break
        search.visit(trial)
    search.look_below()
    found = search.opinion()
    if cut_off and search.failed is None and search.agreed:
        points = decided_for_every_size(domain, rng)
        if points:
            found = replace(found, method=CUT_OFF, points=found.points + points)
    return found


class _Search:
    """Visits trials and keeps the first counterexample and the first undefined point."""

    def __init__(self, domain: Domain, comparison: Comparison, rng: Random) -> None:
        self.domain = domain
        self.comparison = comparison
        self.rng = rng
        self.tried = self.agreed = self.sampled = self.undefined_points = 0
        self.consistent = self.inconsistent = self.blurred = 0
        self.failed: Found | None = None
        self.held: Found | None = None
        self.undefined: Found | None = None
        self._stages: dict[tuple[Any, ...], Stage] = {}
        self._met: defaultdict[int, list[Mapping[Key, Any]]] = defaultdict(list)

    def visit(self, trial: Trial) -> None:
        """Draw a point in the trial's style and compare the sides there."""
        stage = self._stage(trial)
        if not stage.possible:
            return
        found = self._draw(stage, trial.style)
        if found is None:
            return
        self.tried += 1
        self.sampled += 1
        match found.compared.outcome:
            case Outcome.HOLDS:
                self.agreed += 1
                self.held = self.held or found
            case Outcome.FAILS:
                self.failed = found
            case Outcome.UNDEFINED:
                self.undefined_points += 1
                self.undefined = self.undefined or found
            case Outcome.BLURRED:
                self.blurred += 1
            case Outcome.UNKNOWN:
                pass

    def _stage(self, trial: Trial) -> Stage:
        measures = self.tried if self.domain.spaces else 0  # others in every trial
        where = (tuple(trial.sizes.items()), tuple(trial.indices.items()), measures)
        stage = self._stages.get(where)
        if stage is None:
            weights = measure_weights(self.domain.spaces, self.rng.randint)
            stage = self._stages[where] = Stage(self.domain, trial.sizes, trial.indices, weights)
            self.inconsistent += stage.inconsistent
            self.consistent += stage.possible
        return stage

    def _draw(self, stage: Stage, style: str) -> Found | None:
        for attempt in range(REDRAWS):
            chosen = choices(stage, style if attempt < 3 else "generic", self.rng)
            point = stage.point(chosen)
            if point is None:
                continue
            if style != "generic" or not point.values:  # generic draws do not repeat
                met = self._met[id(stage)]
                if point.values in met:
                    return None
                met.append(point.values)
            return Found(stage, chosen, point, self.comparison.at(point))
        self.tried += 1
        return None

    def look_below(self) -> None:
        """Look for a counterexample at smaller sizes than the one found."""
        first = self.failed
        if first is None:
            return
        size = sum(first.point.sizes.values())
        for tried, trial in enumerate(trials(self.domain, self.rng, BELOW, FEW)):
            if tried >= BELOW_TRIES or self.domain.meter.spent:
                break
            if sum(trial.sizes.values()) >= size:
                continue
            stage = self._stage(trial)
            found = self._draw(stage, trial.style) if stage.possible else None
            if found is not None and found.compared.outcome is Outcome.FAILS:
                self.failed = found
                break

    def opinion(self) -> Opinion:
        """Everything found, with simplified witnesses."""
        return Opinion(
            SAMPLING,
            self.agreed,
            self.sampled,
            bool(self.inconsistent) and not self.consistent,
            self._witness(self.failed),
            self._witness(self.undefined),
            bool(self.sampled) and self.undefined_points == self.sampled,
            self.blurred + sum(stage.blurred for stage in self._stages.values()),
        )

    def example(self) -> Witness | None:
        """The first point at which the claim holds, simplified, with the value of both sides."""
        if self.held is None:
            return None
        better = simpler(self.held, self.comparison)
        lhs, rhs = self.comparison.values(better.point)
        return replace(written(better, self.comparison), lhs=lhs, rhs=rhs)

    def _witness(self, found: Found | None) -> Witness | None:
        if found is None:
            return None
        better = simpler(found, self.comparison)
        return written(better, self.comparison)
