"""The cut-off test: enough random points modulo a prime to decide an equality for every size.

It covers equalities of sums, exponentials and quotients over whole ranges 1..n, under at most one
linear hypothesis on each family. Whatever else occurs is not covered, and then nothing is claimed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import product
from random import Random
from typing import Any

from derive.evaluate.cutoff import Bounds, Copies, size_name
from derive.evaluate.domain import Domain
from derive.evaluate.duals import Duals
from derive.evaluate.failures import Differs, NoValue, Unsupported
from derive.evaluate.interpret import Code, Compiler
from derive.evaluate.linear import reduce
from derive.evaluate.machine import Frame, Key, Machine, Meter
from derive.evaluate.residues import levels
from derive.evaluate.sample import index_values
from derive.evaluate.stage import Stage
from derive.terms.claims import families_in
from derive.terms.indices import Index, Range
from derive.terms.nodes import Log, Number
from derive.terms.relations import Condition, Convention, Op, Relation
from derive.terms.traverse import mentioned

LARGEST = 9
"""Where sizes beyond this would have to be tried, only the least of them are: the test can refuse but not confirm."""

POINTS = 40
"""Points that one test may need."""

COST = 3_000
"""Terms of sums that one test may expand."""


def decided_for_every_size(domain: Domain, rng: Random) -> int:
    """The points at which both sides agree as formal expressions, if those decide the claim; else 0.

    Raises Differs where they do not agree, and no logarithm can be the reason.
    """
    try:
        return _Test(domain).run(rng)
    except Differs:
        raise
    except NoValue:
        return 0


class _Test:
    """One claim, compiled over residues. Raises NoValue where the test does not cover it."""

    def __init__(self, domain: Domain) -> None:
        claim = domain.claim
        if claim.relation is not Relation.EQUAL or claim.order is not None or domain.spaces or domain.index_conditions:
            raise Unsupported("only equalities on all index values are covered")
        if any(isinstance(fact, Convention) for fact in claim.assumptions):
            raise Unsupported("a convention")
        self._domain = domain
        copies = Bounds().difference(claim.lhs, claim.rhs)
        self._equations = [fact for fact in claim.assumptions if isinstance(fact, Condition) and fact.op is Op.EQ]
        self._check_hypotheses()
        self._meter = Meter(COST, COST)
        self._levels = levels()
        self._compiler = Compiler([Duals(level) for level in self._levels])
        self._lhs, self._rhs = self._compiler.code(claim.lhs), self._compiler.code(claim.rhs)
        logs = any(isinstance(node, Log) for node in mentioned((claim.lhs, claim.rhs)))
        self._cut_short = False
        self._salts = (1, 2) if logs else (1,)
        self._sizes = self._ranges(copies)

    def run(self, rng: Random) -> int:
        """Compare at every size and pattern that the bounds ask for."""
        points = 0
        names = sorted(self._sizes)
        for values in product(*[self._sizes[name] for name in names]):
            sizes = dict(zip(names, values, strict=True))
            for indices in index_values(self._domain, sizes, rng):
                points += 1
                if points > POINTS:
                    raise Unsupported("too many points")
                self._agree(sizes, indices, rng)
        if self._cut_short:
            raise Unsupported("sizes too large")
        return points

    def _check_hypotheses(self) -> None:
        used: Counter[str] = Counter()
        for fact in self._equations:
            if not isinstance(fact.rhs, Number):
                raise Unsupported("a hypothesis that is no linear sum")
            used.update(family.name for family in families_in((fact.lhs,)))
        if max(used.values(), default=0) > 1:
            raise Unsupported("several hypotheses on one family")

    def _ranges(self, copies: Copies) -> dict[str, range]:
        """The values of each size that decide the claim."""
        free: Counter[str] = Counter()
        for index in self._domain.free:
            if not isinstance(index.domain, Range):
                raise Unsupported("a free index over a measure space")
            free[size_name(index.domain)] += 1
        found = {}
        for name, (least, only) in self._domain.bounds.items():
            if only is not None:
                raise Unsupported("a fixed size")
            first = max(least, copies[name] + free[name] + bool(self._equations), 1)
            found[name] = range(first, first + copies[name] + 1)
            if found[name][-1] > LARGEST:
                self._cut_short = True  # agreement decides nothing then, but a difference does
                found[name] = found[name][:1]
        return found

    def _agree(self, sizes: Mapping[str, int], indices: Mapping[Index, int], rng: Random) -> None:
        stage = Stage(self._domain, sizes, indices, {})
        if not stage.possible or stage.nonlinear or stage.transcendental or stage.assigned:
            raise Unsupported("hypotheses that are not linear")
        pivots = reduce(stage.rows) or {}
        values = []
        for level in self._levels:
            found: dict[Key, Any] = {key: rng.randrange(1, level.prime) for key in stage.keys}
            for key, form in pivots.items():
                total = level.number(form.constant)
                for other, c in form.coefficients.items():
                    total = level.add(total, level.mul(level.number(c), found[other]))
                found[key] = total
            values.append(found)
        sides = []
        for salt in self._salts:
            for level in self._levels:
                level.salt = salt
            sides += [self._value(code, sizes, indices, values) for code in (self._lhs, self._rhs)]
        if len(set(sides)) > 1:
            if len(self._salts) == 1:
                raise Differs("the sides differ modulo a prime")
            raise Unsupported("the sides differ, or a logarithm matters")

    def _value(
        self, code: Code, sizes: Mapping[str, int], indices: Mapping[Index, int], values: list[dict[Key, Any]]
    ) -> Any:
        env = [0] * len(self._compiler.slots)
        for index, value in indices.items():
            if index in self._compiler.slots:
                env[self._compiler.slots[index]] = value
        return code(Machine(sizes, env, [Frame(level) for level in values], {}, self._meter))
