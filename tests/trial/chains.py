"""Random true chains: library formulas rewritten step by step, each step one valid rule at one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bench.chain import places, put
from corpus import IDENTITIES
from trial.forms import World, flat
from trial.rules import RULES

from derive.library import load
from derive.session import check
from derive.terms import nodes as t
from derive.terms.claims import families_in
from derive.terms.indices import Index, Range
from derive.terms.nodes import Kind, Term
from derive.terms.records import Derivation, derivation, step
from derive.terms.relations import Convention, Hypothesis, Relation
from derive.terms.traverse import mentioned
from derive.verdict import Verdict

LARGEST = 90
"""Nodes at which a chain returns to one of its first terms: that step is true as well."""

SMALL = 60
FIRST = 20
"""How many terms, counted from where a chain begins, it may return to."""

BUDGET = 200_000


@dataclass(frozen=True, slots=True)
class Start:
    """Where a chain begins: a formula and what its page states."""

    name: str
    term: Term
    given: tuple[Hypothesis, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the steps of a run."""

    chains: int
    steps: int
    verdicts: Counter
    rules: Counter
    open: tuple[str, ...]


def _usable(chain: Derivation) -> bool:
    nodes = list(mentioned((chain.start,)))
    plain = not any(isinstance(x, t.Limit) or (isinstance(x, t.Binder) and x.kind.value != "sum") for x in nodes)
    first = chain.steps[0]
    plain = plain and not any(isinstance(fact, Convention) for fact in (*chain.given, *first.given))
    return plain and chain.start.weight <= SMALL and first.relation is Relation.EQUAL and first.up_to is None


def starts() -> list[Start]:
    """Formulas of the library and of the corpus that stand in a true first step, each once."""
    found: dict[Term, Start] = {}
    for name, chain in [*((c.id, c) for c in load()), *IDENTITIES.items()]:
        first = chain.steps[0]
        if first.expect is Verdict.PROVED and _usable(chain):
            found.setdefault(chain.start, Start(name, chain.start, (*chain.given, *first.given)))
    return list(found.values())


def world_of(start: Start, rng: Random) -> World:
    """What the rules may use in a chain from `start`."""
    free = tuple(sorted((i for i in start.term.free if isinstance(i.domain, Range)), key=lambda i: i.order))
    families = [f for f in families_in((start.term,)) if f.kind is Kind.FREE and len(f.axes) == 1]
    from_one = [f for f in families if isinstance(f.axes[0], Range) and _starts_at_one(f.axes[0])]
    hot = {f.hot.label for f in families_in((start.term,)) if isinstance(f.hot, Index)}
    return World(free, tuple(from_one), rng, frozenset({index.label for index in free} | hot))


def _starts_at_one(axis: Range) -> bool:
    return axis.low.is_constant and axis.low.const == 1 and not axis.high.is_constant


def rewritten(here: Term, world: World, back: Sequence[Term] = ()) -> tuple[str, Term] | None:
    """One valid rewriting of `here`, by a rule chosen at random; None when none applies."""
    if back and here.weight > LARGEST:
        return "back", world.rng.choice(back)
    for rule in world.rng.sample(RULES, len(RULES)):
        found = [(path, rule(x, outside, world)) for path, x, outside in places(here)]
        found = [(path, new) for path, new in found if new is not None]
        if found:
            return rule.__name__, flat(put(here, *world.rng.choice(found)))
    return None


def true_chain(start: Start, length: int, seed: str) -> tuple[Derivation, list[str]]:
    """A chain of `length` true steps from `start`, and the rule of each."""
    world = world_of(start, Random(seed))
    terms, rules = [start.term], []
    while len(rules) < length:
        made = rewritten(terms[-1], world, [term for term in terms[:FIRST] if term.weight <= SMALL])
        if made is None:
            made = "back", start.term
        rules.append(made[0])
        terms.append(made[1])
    return derivation(start.term, *map(step, terms[1:]), given=start.given), rules


def true_run(steps: int, chains: int, seed: int) -> Tally:
    """The verdicts on `chains` true chains of `steps` steps altogether, with second opinions."""
    every = starts()
    chosen = Random(f"starts {seed}").sample(every, min(chains, len(every)))
    chosen += Random(f"more {seed}").choices(every, k=chains - len(chosen))
    verdicts, used, unproved = Counter(), Counter(), []
    for number, start in enumerate(chosen):
        chain, rules = true_chain(start, steps // chains, f"{seed} {number}")
        used.update(rules)
        (result,) = check([chain], budget=BUDGET).derivations
        for at, (row, rule) in enumerate(zip(result.steps, rules, strict=True), 1):
            verdicts[row.result.verdict.value] += 1
            if row.result.verdict is not Verdict.PROVED:
                unproved.append(f"{start.name}, step {at} ({rule}): {row.result.verdict.value}")
    return Tally(chains, sum(verdicts.values()), verdicts, used, tuple(unproved))
