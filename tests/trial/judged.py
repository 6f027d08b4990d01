"""What judges the engine's mutants: true claims that must stay proved, and traps that must keep their verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import corpus
import equations
import test_conventions as conventions
import test_planted_errors as planted
import test_soundness_traps as soundness
import test_traps as traps
from engine import test_hypotheses as assumed
from engine import test_inequality as lemmas
from engine import test_inside as inside
from engine import test_maxima as maxima
from engine import test_ordered as ordered
from engine import test_prove as ranges
from engine import test_squares_and_means as squares
from engine import test_symmetry as symmetry
from readings import claim_of, equal_under

from derive.terms.claims import Claim
from derive.terms.relations import given, zero_log_zero

ALONE = {
    "equal and different at once": "no point satisfies the hypotheses, which is reported",
    "no members": "no point satisfies the hypotheses, which is reported",
    "nested limits": "nothing is evaluated, so nothing is confirmed",
    "root of what comes to 0 from below": "where the leading part vanishes no sample falls; the limit is that of 0",
    "need that no series shows": "nothing is evaluated, so nothing is confirmed",
    "inequality: a logarithm is no square": "false where hardly any sample falls; the search for refutations sees it",
    "inequality: a discriminant where the constant may be missing": "the same",
}
"""Traps that the second opinion would not see if they were proved, and why not: there the prover stands alone."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim: an "identity", which is proved, or a "trap", with the verdict wanted, or "unproved" for any other."""

    kind: str
    name: str
    claim: Claim
    wanted: str


def judged() -> list[Judged]:
    """The whole set, in a stable order."""
    return [*_traps(), *_identities()]


def _traps() -> Iterator[Judged]:
    for name, (lhs, rhs, hypotheses, verdict) in traps.CASES.items():
        yield Judged("trap", name, equal_under(lhs, rhs, hypotheses), verdict.value)
    for name, parts in soundness.UNPROVED.items():
        yield Judged("trap", name, equal_under(*parts), "unproved")
    for name, (_, parts) in planted.PLANTS.items():
        yield Judged("trap", f"planted: {name}", planted.planted(*parts), "unproved")
    for where, table in (
        ("inequality", lemmas.FALSE),
        ("inequality", squares.FALSE),
        ("maxima", maxima.FALSE),
        ("hypotheses", assumed.FALSE),
    ):
        for name, (lhs, rhs, relation, hypotheses) in table.items():
            yield Judged("trap", f"{where}: {name}", claim_of(lhs, rhs, relation, hypotheses), "refuted")
    for name, (lhs, rhs, relation, hypotheses) in maxima.CONDITIONAL.items():
        yield Judged("trap", f"maxima: {name}", claim_of(lhs, rhs, relation, hypotheses), "conditional")
    for where, table in (("exponents", inside.FALSE), ("symmetry", symmetry.FALSE), ("ordered", ordered.FALSE)):
        for name, parts in table.items():
            yield Judged("trap", f"{where}: {name}", equal_under(*parts), "refuted")
    for name, parts in (equations.OPEN | equations.CONTRADICTORY).items():
        yield Judged("trap", f"equations: {name}", equal_under(*parts), "unproved")
    for name, parts in conventions.UNTOUCHED.items():
        yield Judged("trap", name, equal_under(*parts, given(zero_log_zero)), "unproved")


def _identities() -> Iterator[Judged]:
    for name, chain in corpus.IDENTITIES.items():
        for number in range(len(chain.steps)):
            yield Judged("identity", f"{name}, step {number + 1}", chain.claim(number), "proved")
    for where, table in (
        ("inequality", lemmas.TRUE),
        ("inequality", squares.TRUE),
        ("maxima", maxima.TRUE),
        ("hypotheses", assumed.TRUE),
    ):
        for name, (lhs, rhs, relation, hypotheses) in table.items():
            yield Judged("identity", f"{where}: {name}", claim_of(lhs, rhs, relation, hypotheses), "proved")
    sums = ordered.NUMBERS | ordered.PARTS | {f"pairs, {name}": parts for name, parts in ordered.PAIRS.items()}
    under = {f"pairs, {name}" if name in ordered.PAIRS else name: given for name, given in ordered.HYPOTHESES.items()}
    for where, table, hypotheses in (
        ("exponents", inside.TRUE, inside.HYPOTHESES),
        ("symmetry", symmetry.TRUE, symmetry.HYPOTHESES),
        ("ordered", sums, under),
    ):
        for name, parts in table.items():
            yield Judged("identity", f"{where}: {name}", equal_under(*parts, hypotheses.get(name, ())), "proved")
    for name, (lhs, rhs) in ranges.RANGES.items():
        yield Judged("identity", f"range: {name}", claim_of(lhs, rhs), "proved")
    for name, (lhs, rhs, relation) in conventions.TRUE.items():
        hypotheses = given(conventions.one, zero_log_zero)
        yield Judged("identity", f"convention: {name}", claim_of(lhs, rhs, relation, hypotheses), "proved")
    for name, parts in equations.FOLLOWS.items():
        yield Judged("identity", f"equations: {name}", equal_under(*parts), "proved")
