"""Random chains with one broken step at a known place: the first step that is not proved must be that one.

One term of a true chain is edited in one place, as authors slip, and the chain goes on from there by valid
rewritings. Whether the edit is wrong is found by plain decimal evaluation, which shares nothing with derive's rooms;
an edit that changes no value is drawn again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random

from mutants.points import holds, points
from trial.chains import BUDGET, LARGEST, Start, rewritten, starts, true_chain, world_of

from derive.errors import TermError
from derive.session import judge
from derive.terms.edits import edits
from derive.terms.latex import latex
from derive.terms.nodes import Term
from derive.terms.records import Derivation, derivation, step
from derive.verdict import Verdict

DRAWS = 12
POINTS = 12


@dataclass(frozen=True, slots=True)
class BrokenChain:
    """A chain whose step `at` (from 1) is false, by which edit, and the two sides of that step."""

    name: str
    chain: Derivation
    at: int
    kind: str


@dataclass(frozen=True, slots=True)
class BrokenTally:
    """Where derive saw the break: `wrong` holds a line for each chain whose first failing step is another one."""

    chains: int
    steps: int
    located: int
    first: Counter
    later_unproved: int
    false_proofs: tuple[str, ...]
    wrong: tuple[str, ...]
    redrawn: int


def is_false(chain: Derivation, number: int, seed: str) -> bool:
    """Whether plain evaluation finds a point where the sides of step `number` differ."""
    claim = chain.claim(number)
    for count, point in enumerate(points(claim, seed)):
        if count == POINTS:
            break
        if holds(claim, point) is False:
            return True
    return False


def _slip(start: Start, terms: list[Term], rng: Random, seed: str) -> tuple[str, Term, int] | None:
    """An edit of the last of `terms` that makes the step before it false; and how many were drawn in vain."""
    here = terms[-1]
    free = tuple(sorted(here.free, key=lambda index: index.order))
    try:
        found = [(kind, term) for kind, term in edits(here, free) if term.weight <= LARGEST and term.free <= here.free]
    except TermError:
        return None
    for draw, (kind, term) in enumerate(rng.sample(found, min(DRAWS, len(found)))):
        if is_false(derivation(terms[-2], step(term), given=start.given), 0, seed):
            return kind, term, draw
    return None


def broken_chain(start: Start, length: int, seed: str) -> tuple[BrokenChain, int] | None:
    """A chain of `length` steps from `start` with one of them broken, and how many edits were valid by chance."""
    rng = Random(seed)
    at = rng.randint(1, length)
    chain, _ = true_chain(start, at, f"{seed} before")
    terms = [chain.start, *(link.rhs for link in chain.steps)]
    slip = _slip(start, terms, rng, seed)
    if slip is None:
        return None
    kind, terms[-1], vain = slip
    world = world_of(start, Random(f"{seed} after"))
    while len(terms) <= length:
        made = rewritten(terms[-1], world, [terms[at]])
        terms.append(terms[at] if made is None else made[1])
    broken = derivation(start.term, *map(step, terms[1:]), given=start.given)
    return BrokenChain(start.name, broken, at, kind), vain


def broken_run(chains: int, length: int, seed: int) -> BrokenTally:
    """How often the first step that is not proved is the broken one."""
    every = starts()
    rng = Random(f"broken {seed}")
    made, redrawn, number = [], 0, 0
    while len(made) < chains:
        found = broken_chain(rng.choice(every), length, f"{seed} {number}")
        number += 1
        if found is not None:
            made.append(found[0])
            redrawn += found[1]
    first, later, proofs, wrong = Counter(), 0, [], []
    for broken in made:
        verdicts = [judge(broken.chain.claim(place), budget=BUDGET).verdict for place in range(length)]
        failing = [number for number, verdict in enumerate(verdicts, 1) if verdict is not Verdict.PROVED]
        here = verdicts[broken.at - 1]
        first[here.value] += 1
        later += sum(number > broken.at for number in failing)
        if here is Verdict.PROVED:
            proofs.append(f"{broken.name}, step {broken.at} ({broken.kind}): {_shown(broken)}")
        if failing[:1] != [broken.at]:
            wrong.append(f"{broken.name}: broken at {broken.at} ({broken.kind}), failing at {failing[:3]}")
    located = len(made) - len(wrong)
    return BrokenTally(len(made), length * len(made), located, first, later, tuple(proofs), tuple(wrong), redrawn)


def _shown(broken: BrokenChain) -> str:
    claim = broken.chain.claim(broken.at - 1)
    return f"{latex(claim.lhs)} = {latex(claim.rhs)}"
