"""Which laws a proved step needs: each is taken from the prover in turn, for good if the proof stands without it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from derive.engine.hypotheses import Reading, fixed_sizes, read
from derive.engine.laws import LEMMAS, ROUTINE, Law
from derive.engine.normal import Normaliser
from derive.engine.prove import Tools, prove, without_one
from derive.engine.rewriting import Kernel
from derive.engine.ring import Poly
from derive.engine.state import State
from derive.engine.weakened import Missing, WeakKernel, WeakNormaliser
from derive.engine.zero import is_zero
from derive.errors import InternalError
from derive.terms.claims import Claim, condition_terms
from derive.terms.indices import Index
from derive.terms.nodes import Binder, BinderKind, Derivative, Limit, Named
from derive.terms.relations import Relation
from derive.terms.traverse import mentioned

PRODUCTS_AS_EXP = frozenset((Law.LOG_QUOTIENT, Law.LOG_OF_EXP, Law.EXP_OF_LOG, Law.EXP_OF_SUM, Law.SPLITTING))
"""What the prover uses only because it writes Π as the exponential of a sum of logarithms."""


@dataclass(frozen=True, slots=True)
class Laws:
    """The laws a step needs, in the order of their list, and the definitions it unfolds, by name."""

    laws: tuple[Law, ...] = ()
    definitions: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Both by their names in reports."""
        return (*[law.value for law in self.laws], *[f"definition of {name}" for name in self.definitions])


def needed_laws(claim: Claim, budget: int) -> Laws:
    """A least set of laws and definitions that `claim`, which is proved, needs.

    Of an inequality only the lemmas are told apart, and an expansion counts as one law.
    """
    if claim.relation is Relation.NOT_ALWAYS:
        return Laws()
    nodes = tuple(mentioned((claim.lhs, claim.rhs)))
    used = tuple(dict.fromkeys(node.definition.name for node in nodes if isinstance(node, Named)))
    search = _Search(claim, budget)
    if not search.stands(Missing()):
        return Laws()
    open_ones = [name for name in used if name not in _stands_alone(claim)]
    folded = search.dropped(Missing(), [Missing(definitions=frozenset((name,))) for name in open_ones])
    if claim.relation in (Relation.AT_MOST, Relation.BELOW):
        laws = search.needed(folded, frozenset(Law) - LEMMAS, LEMMAS)
    elif claim.variable is not None or any(isinstance(node, Limit) for node in nodes):
        laws = search.needed(folded, frozenset(Law) - {Law.EXPANSION})
    elif any(isinstance(node, Binder) and node.kind is BinderKind.PRODUCT for node in nodes):
        laws = search.needed(folded, PRODUCTS_AS_EXP)
    else:
        laws = search.needed(folded, frozenset())
    return Laws(
        tuple(law for law in Law if law in laws),
        tuple(name for name in used if name not in folded.definitions),
    )


def _stands_alone(claim: Claim) -> frozenset[str]:
    """Definitions that are a whole side, or all that a side differentiates, and stand nowhere else: these are needed.

    Folded, such a side is equal to nothing else.
    """
    found = set()
    for side, other in ((claim.lhs, claim.rhs), (claim.rhs, claim.lhs)):
        whole = side.body if isinstance(side, Derivative) else side
        if isinstance(whole, Named):
            elsewhere = mentioned((other, *condition_terms(claim.assumptions)))
            if whole.definition.name not in {node.definition.name for node in elsewhere if isinstance(node, Named)}:
                found.add(whole.definition.name)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Read:
    """Hypotheses as they were read: what was missing, the laws asked for, the case, and the outcome."""

    missing: Missing
    asked: frozenset[Law]
    case: Mapping[Index, str]
    state: State
    reading: Reading


def _same(one: Missing, other: Missing, asked: frozenset[Law]) -> bool:
    """Whether what asks for no other laws than `asked` comes out the same."""
    return one.definitions == other.definitions and one.laws & asked == other.laws & asked


class _Search:
    """Proofs of one claim with laws missing, each made once. What the first costs bounds the others."""

    def __init__(self, claim: Claim, budget: int) -> None:
        self._claim = claim
        self._budget = budget
        self._made: dict[Missing, tuple[bool, frozenset[Law]]] = {}
        self._readings: list[_Read] = []
        self._sizes = (claim.floors, fixed_sizes(claim.assumptions))

    def stands(self, missing: Missing) -> bool:
        """Whether the claim is still proved."""
        return self._proof(missing)[0]

    def asked(self, missing: Missing) -> frozenset[Law]:
        """The laws that a proof uses, those it found missing among them."""
        return self._proof(missing)[1]

    def _proof(self, missing: Missing) -> tuple[bool, frozenset[Law]]:
        for made, known in self._made.items():
            if _same(made, missing, known[1]):
                return known
        known = self._made[missing] = self._prove(missing)
        return known

    def _prove(self, missing: Missing) -> tuple[bool, frozenset[Law]]:
        made: list[WeakKernel] = []

        def kernel(budget: int) -> Kernel:
            made.append(WeakKernel(budget, missing))
            return made[-1]

        def vanishes(kernel: Kernel, poly: Poly) -> bool:
            """The zero test, which uses common denominators where anything is left."""
            if not poly or (isinstance(kernel, WeakKernel) and kernel.lacks(Law.FRACTIONS)):
                return not poly
            return is_zero(kernel, poly)

        def normaliser(kernel: Kernel, _: Claim) -> Normaliser:
            return WeakNormaliser(kernel, *self._sizes)

        tools = Tools(kernel, normaliser, self._read, vanishes, values_only=True)
        found = prove(self._claim, self._budget, tools)
        if not self._made:
            self._budget = without_one(self._budget, found.spent)
        return found.holds, frozenset[Law]().union(*[kernel.asked for kernel in made])

    def _read(self, normaliser: Normaliser, claim: Claim) -> Reading:
        """The hypotheses are read once for all proofs in which reading asks for no law that only one of them has."""
        kernel, case = normaliser.kernel, dict(normaliser.aliases)
        if not isinstance(kernel, WeakKernel):
            raise InternalError("a whole kernel where laws are taken away")
        for known in self._readings:
            if known.case == case and _same(known.missing, kernel.missing, known.asked):
                known.state.restore(normaliser)
                return known.reading
        reading = read(normaliser, claim)
        self._readings.append(_Read(kernel.missing, frozenset(kernel.asked), case, State.of(normaliser), reading))
        return reading

    def needed(self, missing: Missing, untold: frozenset[Law], instead: frozenset[Law] = frozenset()) -> frozenset[Law]:
        """The laws that the proof cannot do without; those `untold` are left alone, those `instead` it may turn to.

        Routine ones are taken away first, then from the end of the list: of laws that can stand for each other the
        first stays. Without one law a proof may turn to others, so what it uses is asked for again.
        """
        needed: frozenset[Law] = frozenset()
        while fresh := (self.asked(missing) | instead) - missing.laws - needed - untold:
            order = sorted(fresh, key=lambda law: (law not in ROUTINE, -list(Law).index(law)))
            parts = [Missing(frozenset((law,))) for law in order]
            missing = self.dropped_by_halves(missing, parts) if instead else self.dropped(missing, parts)
            needed |= fresh - missing.laws
        return needed

    def dropped(self, missing: Missing, parts: list[Missing]) -> Missing:
        """`missing` with all of `parts` that the proof can also do without, one after the other.

        All at once would seldom do: a proof rarely needs nothing of what it uses.
        """
        for part in parts:
            more = _union((missing, part))
            if self.stands(more):
                missing = more
        return missing

    def dropped_by_halves(self, missing: Missing, parts: list[Missing]) -> Missing:
        """The same, where few of `parts` can be needed."""
        every = _union((missing, *parts))
        if not parts or self.stands(every):
            return every
        if len(parts) == 1:
            return missing
        middle = len(parts) // 2
        return self.dropped_by_halves(self.dropped_by_halves(missing, parts[:middle]), parts[middle:])


def _union(parts: Iterable[Missing]) -> Missing:
    every = tuple(parts)
    return Missing(
        frozenset[Law]().union(*[part.laws for part in every]),
        frozenset[str]().union(*[part.definitions for part in every]),
    )
