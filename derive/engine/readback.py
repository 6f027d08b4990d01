"""Normal forms written back as terms, so that what is left of a difference can be shown and pasted."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import count

from derive.engine.normal import Normaliser
from derive.engine.ring import ONE, Atom, Exponent, Mono, Poly, Unsupported, fraction
from derive.engine.tokens import Place, taken_apart
from derive.terms.affine import affine
from derive.terms.build import bind
from derive.terms.indices import Continuum, Index, Position, to_position
from derive.terms.nodes import (
    Add,
    BinderKind,
    Constant,
    Delta,
    Div,
    Entry,
    Exp,
    IndexNumber,
    Log,
    Maximum,
    Mul,
    Neg,
    Number,
    Pow,
    Term,
)


class Readback:
    """Writes the polynomials of one normaliser as terms. Raises Unsupported for what no term says plainly."""

    def __init__(self, normaliser: Normaliser, indices: tuple[Index, ...]) -> None:
        self._normaliser = normaliser
        self._free = {normaliser.token(index, {}): index for index in reversed(indices)}
        self._taken = {index.label for index in indices}

    def term(self, poly: Poly) -> Term:
        """The polynomial as a sum of products, positive terms first."""
        if not poly:
            return Number(Fraction(0))
        signed = [(self._product(mono, abs(fraction(value))), value > 0) for mono, value in sorted(poly.items())]
        signed.sort(key=lambda part: not part[1])
        parts = [part if positive else Neg(part) for part, positive in signed]
        return parts[0] if len(parts) == 1 else Add(tuple(parts))

    def _product(self, mono: Mono, value: Fraction) -> Term:
        above: list[Term] = []
        below: list[Term] = []
        for i, power in mono:
            base = self._atom(self._normaliser.kernel.atoms[i])
            (above if power > 0 else below).append(raised(base, power if power > 0 else -power))
        if value.numerator != 1 or not above:
            above.insert(0, Number(Fraction(value.numerator)))
        if value.denominator != 1:
            below.insert(0, Number(Fraction(value.denominator)))
        top = above[0] if len(above) == 1 else Mul(tuple(above))
        if not below:
            return top
        return Div(top, below[0] if len(below) == 1 else Mul(tuple(below)))

    def _atom(self, atom: Atom) -> Term:
        match atom.kind:
            case "symbol":
                return self._symbol(atom.args[0])
            case "number":
                return Number(Fraction(int(atom.args[0])))
            case "size":
                return self._normaliser.sizes[atom.args[0]]
            case "entry":
                family = self._normaliser.families[atom.args[0]]
                return Entry(family, tuple(self._position(place) for place in atom.args[1]))
            case "value":
                return IndexNumber(self._position(atom.args[0]))
            case "delta":
                return Delta(self._position(atom.args[0]), self._position(atom.args[1]))
            case "exp":
                return Exp(self.term({atom.args[0]: ONE}))
            case "log":
                if self._normaliser.kernel.sign(dict(atom.args[0])) != "+":
                    raise Unsupported("writing the logarithm of an absolute value as a term")
                return Log(self.term(dict(atom.args[0])))
            case "den":
                return self.term(dict(atom.args[0]))
            case "abs":
                inside = self.term(dict(atom.args[0]))
                return Maximum((inside, Neg(inside)))
            case "sum":
                return self._sum(atom)
        raise Unsupported(f"writing {atom.kind} as a term")

    def _symbol(self, name: str) -> Term:
        if name == "constant pi":
            return Constant("pi")
        scalar = self._normaliser.scalars.get(name)
        if scalar is None:
            raise Unsupported(f"writing {name} as a term")
        return scalar

    def _sum(self, atom: Atom) -> Term:
        binders, body = self._normaliser.kernel.open(atom, self._free)
        opened: list[Index] = []
        for token, sort in binders:
            domain = self._normaliser.domains.get(sort)
            if domain is None:
                raise Unsupported("writing a range as a term")
            continuous = isinstance(domain, Continuum)
            label = next(name for name in names(continuous=continuous) if name not in self._taken | self._named())
            self._taken.add(label)
            index = Index(label, domain, label)
            self._free[token] = index
            opened.append(index)
        try:
            term = self.term(body)
            for index in opened:
                kind = BinderKind.INTEGRAL if isinstance(index.domain, Continuum) else BinderKind.SUM
                term = bind(kind, term, index, (), None)
            return term
        finally:
            for (token, _), index in zip(binders, opened, strict=True):
                del self._free[token]
                self._taken.discard(index.label)

    def _named(self) -> set[str]:
        """The names of everything that is no index."""
        known = self._normaliser
        return {thing.name for table in (known.families, known.scalars, known.sizes) for thing in table.values()}

    def _position(self, place: Place) -> Position:
        whole, const = taken_apart(place) if isinstance(place, str) else place
        parts = []
        for token, coefficient in whole:
            symbol = self._normaliser.sizes.get(token[1:]) if token[0] == "#" else self._free.get(token)
            if symbol is None:
                raise Unsupported("writing an index as a term")
            parts.append((symbol, coefficient))
        return to_position(affine(parts, const))


def names(*, continuous: bool = False) -> Iterator[str]:
    """Names for bound indices, or for variables of integration, without end."""
    yield from "xtuv" if continuous else "klmabcdefgh"
    yield from (f"{'x' if continuous else 'k'}{number}" for number in count(1))


def raised(base: Term, power: Exponent) -> Term:
    """A power, or the base itself."""
    return base if power == 1 else Pow(base, Number(Fraction(power)))
