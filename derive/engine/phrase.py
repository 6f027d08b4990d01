"""Normal forms read back in the words of a claim: its definitions are used where that is shorter."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from flint import fmpq

from derive.engine.normal import Normaliser
from derive.engine.readback import Readback
from derive.engine.ring import ONE, Exponent, Mono, Poly, Undefined, Unsupported
from derive.terms.claims import Claim
from derive.terms.indices import Index
from derive.terms.nodes import Add, Div, Mul, Named, Neg, Number, Term
from derive.terms.traverse import mentioned

MOST_USES = 40
"""Uses of definitions that are tried."""

Use = tuple[Named, Mono, fmpq]


def weight(term: Term) -> int:
    """The number of nodes as written: the use of a definition counts once."""
    return 1 + sum(weight(child) for child in term.children)


class Phrases:
    """Reads the polynomials of one normaliser back. Raises Unsupported for what no term says plainly."""

    def __init__(self, normaliser: Normaliser, claim: Claim) -> None:
        self._normaliser = normaliser
        self._claim = claim
        self._uses: dict[tuple[Index, ...], list[Use]] = {}

    def term(self, poly: Poly, opened: tuple[Index, ...] = ()) -> Term:
        """The polynomial as a term in which `opened` may stand besides the free indices of the claim."""
        indices = (*self._claim.free_indices, *opened)
        readback = Readback(self._normaliser, indices)
        uses = self._named(indices)
        best = self._sum(readback, uses, poly)
        for use in uses:
            rest = self._without(poly, use)
            if rest is not None and len(poly) > 1:
                made = _times(use[0], self._sum(readback, uses, rest))
                if weight(made) < weight(best):
                    best = made
        return self._factored(readback, uses, poly, best)

    def _factored(self, readback: Readback, uses: list[Use], poly: Poly, best: Term) -> Term:
        """The polynomial with what all its monomials share written once, where that is shorter."""
        shared, content = _shared(poly)
        if len(poly) < 2 or not (shared or content != 1):
            return best
        inverse = tuple((i, -power) for i, power in shared)
        inside = self._sum(readback, uses, self._normaliser.kernel.multiply(poly, {inverse: 1 / content}))
        match self._product(readback, uses, {shared: content}):
            case Div(above, below):
                made: Term = Div(_times(inside, above), below)
            case outside:
                made = _times(inside, outside)
        return made if weight(made) < weight(best) else best

    def _sum(self, readback: Readback, uses: list[Use], poly: Poly) -> Term:
        """The sum of its monomials, each in as few words as can be, positive ones first."""
        if len(poly) < 2:
            return self._product(readback, uses, poly)
        signed = [
            (self._product(readback, uses, {mono: abs(value)}), value > 0) for mono, value in sorted(poly.items())
        ]
        signed.sort(key=lambda part: not part[1])
        return Add(tuple(part if positive else Neg(part) for part, positive in signed))

    def _product(self, readback: Readback, uses: list[Use], poly: Poly) -> Term:
        best = readback.term(poly)
        for use in uses:
            rest = self._without(poly, use)
            if rest is not None:
                made = _times(use[0], self._product(readback, uses, rest))
                if weight(made) < weight(best):
                    best = made
        return best

    def _without(self, poly: Poly, use: Use) -> Poly | None:
        """The polynomial with the use of a definition taken out of every monomial."""
        _, mono, value = use
        for other in poly:
            powers: dict[int, Exponent] = dict(other)
            if any(powers.get(i, 0) / Fraction(power) < 1 for i, power in mono):
                return None
        inverse = tuple((i, -power) for i, power in mono)
        kernel = self._normaliser.kernel
        return kernel.scale(kernel.multiply(poly, {inverse: ONE}), 1 / value) if poly else None

    def _named(self, indices: tuple[Index, ...]) -> list[Use]:
        """The uses of the claim's definitions at these indices that are one product in normal form."""
        known = self._uses.get(indices)
        if known is None:
            known = self._uses[indices] = self._all_uses(indices)
        return known

    def _all_uses(self, indices: tuple[Index, ...]) -> list[Use]:
        nodes = mentioned((self._claim.lhs, self._claim.rhs))
        definitions = dict.fromkeys(node.definition for node in nodes if isinstance(node, Named))
        found: list[Use] = []
        seen = set()
        for definition in definitions:
            choices = [[i for i in indices if i.domain == param.domain] for param in definition.params]
            for positions in product(*choices):
                use = Named(definition, positions)
                try:
                    value = self._normaliser.convert(use)
                except (Unsupported, Undefined):
                    continue
                if len(value) == 1 and len(found) < MOST_USES:
                    ((mono, factor),) = value.items()
                    if mono and mono not in seen:
                        seen.add(mono)
                        found.append((use, mono, factor))
        return found


def _shared(poly: Poly) -> tuple[Mono, fmpq]:
    """The factors that every monomial holds, above or below the line alike, and the number they share."""
    least: dict[int, Exponent] | None = None
    for mono in poly:
        powers = dict(mono)
        least = powers if least is None else {i: _nearer(e, powers[i]) for i, e in least.items() if i in powers}
        if not least:
            break
    numbers = {abs(value) for value in poly.values()}
    mono = tuple(sorted((i, power) for i, power in (least or {}).items() if power))
    return mono, numbers.pop() if len(numbers) == 1 else fmpq(1)


def _nearer(one: Exponent, other: Exponent) -> Exponent:
    """The exponent nearer to 0, which is 0 between two of different sign."""
    return (min(one, other) if one > 0 else max(one, other)) if one * other > 0 else 0


def _times(use: Term, rest: Term) -> Term:
    match rest:
        case Neg(arg):
            return Neg(_times(use, arg))
        case Number(value) if value == 1:
            return use
        case Number(value) if value == -1:
            return Neg(use)
        case Mul((Number() as number, *others)):
            return Mul((number, use, *others))
        case Mul(args):
            return Mul((use, *args))
    return Mul((rest, use)) if isinstance(rest, Number) else Mul((use, rest))
