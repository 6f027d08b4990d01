"""Signs of polynomials, from what is assumed and from structure. Sound, not complete: no sign, no claim.

A sign is "+", "-" (never zero), "0+", "0-" (may be zero), "0" (always) or "?".
"""

from __future__ import annotations

from flint import fmpq

from derive.engine.constants import constant_sign
from derive.engine.division import Division
from derive.engine.orders import STEPS
from derive.engine.ring import ONE, Mono, Poly, items
from derive.engine.written import FLIPPED, STRICT, times, weak

REST = "rest of sum "

SEARCH = 2
"""What looking for the sign of a term costs, besides the arithmetic."""


class Signs(Division):
    """Signs of atoms, monomials and polynomials.

    `positive` and `nonnegative` name scalars and families, `stated` single atoms; `floors` gives the least value of sizes;
    `first_index` is at most every index, and at most 1; `known` maps primitive polynomials stated in hypotheses to their signs ("≠" for nonzero),
    `written` those whose sign, for all values of their tokens, their terms show.
    """

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self.positive: set[str] = set()
        self.nonnegative: set[str] = set()
        self.floors: dict[str, int] = {}
        self.stated: dict[int, str] = {}
        self.known: dict[tuple[tuple[Mono, fmpq], ...], str] = {}
        self.written: dict[tuple[tuple[Mono, fmpq], ...], str] = {}
        self.least_members: dict[str, int] = {}
        self.first_index = 1
        self._signs: dict[tuple[tuple[Mono, fmpq], ...], str] = {}
        self._searching = False

    def orient(self, part: Poly) -> int:
        """+1, or -1 when the part is known not to be positive, or unknown and led by a negative coefficient."""
        sign = self.sign(part)
        if sign in ("?", "0"):
            return super().orient(part)
        return -1 if sign[-1] == "-" else 1

    def atom_sign(self, i: int) -> str:
        """The sign of an atom."""
        atom = self.atoms[i]
        match atom.kind:
            case "symbol" | "entry":
                name = atom.args[0]
                if i in self.stated and name not in self.positive:
                    return self.stated[i]
                return "+" if name in self.positive else "0+" if name in self.nonnegative else "?"
            case "size":
                floor = self.floors.get(atom.args[0], 1)
                return "+" if floor > 0 else "0+"
            case "exp" | "number":
                return "+"
            case "delta" | "less":
                return "0+"
            case "value":
                return "+" if self.first_index > 0 else "0+" if self.first_index == 0 else "?"
            case "den":
                return self.sign(dict(atom.args[0]))
            case "sum":
                if self.stated.get(i) in STRICT:
                    return self.stated[i]
                sign = self.monomial_sign(atom.args[1])
                filled = all(self.least_members.get(sort, 0) > 0 for _, sort in atom.args[0])
                return sign if filled else weak(sign)
        return self.stated.get(i) or constant_sign(self.atoms, self.of(atom))

    def monomial_sign(self, mono: Mono) -> str:
        """The sign of a monomial wherever it is defined."""
        total = "+"
        odd: list[int] = []
        for i, power in mono:
            sign = self.atom_sign(i)
            if power % 2 == 0:
                sign = "+" if sign in STRICT or self._known_nonzero(self.of(self.atoms[i])) else "0+"
            elif sign not in ("+", "0+") and not isinstance(power, int):
                return "?"
            if sign == "?":
                odd.append(i)
            else:
                total = times(total, sign)
        return times(total, self._stated({tuple((i, 1) for i in odd): ONE})) if odd else total

    def sign(self, poly: Poly) -> str:
        """The sign of a polynomial."""
        if not poly:
            return "0"
        if len(poly) == 1:
            return self._by_terms(poly)
        key = items(poly)
        found = self._signs.get(key)
        if found is None:
            found = self._sign(poly)
            if not self._searching:
                self._signs[key] = found
        return found

    def _sign(self, poly: Poly) -> str:
        found = self._by_terms(poly)
        if found != "?" or self._searching:
            return found
        self.charge(SEARCH * len(poly))
        self._searching = True
        try:
            return self._by_search(poly)
        finally:
            self._searching = False

    def _by_terms(self, poly: Poly) -> str:
        """The sign when all terms agree."""
        signs: set[str] = set()
        for mono, value in poly.items():
            sign = self.monomial_sign(mono)
            signs.add(sign if value > 0 else FLIPPED[sign])
            if "?" in signs:
                return "?"
        if signs <= {"+", "0+"}:
            return "+" if "+" in signs else "0+"
        if signs <= {"-", "0-"}:
            return "-" if "-" in signs else "0-"
        return "?"

    def _by_search(self, poly: Poly) -> str:
        """Over a common denominator of known sign, without the common monomial: stated, sizes, Σf ≥ f_i."""
        outer, part = self.turned(poly)
        if outer in ("0", "?"):
            return outer
        found = self._stated(part)
        for method in (self._by_terms, self._by_sizes, self._by_ends, self._by_value, self._by_partial_sums):
            if found == "?":
                found = method(part)
        return found if outer == "+" else FLIPPED[found]

    def turned(self, poly: Poly) -> tuple[str, Poly]:
        """The primitive part of a polynomial over a common denominator, and the sign of what it is multiplied by."""
        numerator, need = self.clear(poly)
        if not numerator:
            return "0", {}
        outer = "+"
        for i, steps in need.items():
            sign = self.atom_sign(i)
            if steps % 2 and sign not in STRICT:
                return "?", {}
            if steps % 2 and sign == "-":
                outer = FLIPPED[outer]
        content, common, part = self.primitive(numerator)
        sign = self.monomial_sign(common)
        if sign not in STRICT:
            return "?", {}
        return (outer if (sign == "-") == (content < 0) else FLIPPED[outer]), part

    def _stated(self, part: Poly) -> str:
        """The sign that was stated of a primitive polynomial or of its negative, the stricter if there are two."""
        found = "?"
        if not self.known and not self.written:
            return found
        for candidate, flip in ((part, False), ({m: -v for m, v in part.items()}, True)):
            key = items(candidate)
            for sign in (self.known.get(key), self.written.get(key)):
                if sign == "+" or (sign == "0+" and found == "?"):
                    found = FLIPPED[sign] if flip else sign
        return found

    def _by_sizes(self, part: Poly) -> str:
        """The sign of a polynomial in sizes alone, by n = floor + m with m ≥ 0."""
        total: Poly = {}
        for mono, value in part.items():
            term: Poly = {(): value}
            for i, power in mono:
                atom = self.atoms[i]
                steps = atom.kind == "symbol" and atom.args[0].startswith(STEPS)
                if not (steps or atom.kind == "size") or not isinstance(power, int):
                    return "?"
                floor = 0 if steps else self.floors.get(atom.args[0], 1)
                shifted = self.add(self.of(atom), self.constant(floor))
                term = self.multiply(term, self.power_whole(shifted, power))
            self.add_into(total, term)
        if all(value > 0 for value in total.values()):
            return "+" if total.get((), 0) > 0 else "0+"
        if all(value < 0 for value in total.values()):
            return "-" if total.get((), 0) < 0 else "0-"
        return "?"

    def _by_ends(self, part: Poly) -> str:
        """The sign of a polynomial in sizes and indices, which lie between the ends of their ranges."""
        signs = (self._by_sizes(form) for form in self.from_ends(part))
        return next((sign for sign in signs if sign != "?"), "?")

    def _by_value(self, part: Poly) -> str:
        """The sign of a constant."""
        return constant_sign(self.atoms, part)

    def _by_partial_sums(self, part: Poly) -> str:
        """Replace Σ_k f_k by f_i + rest: the rest is positive when f is and there are two members, else ≥ 0."""
        tokens = sorted({t for mono in part for i, _ in mono for t in self.atoms[i].indices})
        for token in tokens:
            opened = self._open_sums(part, token)
            if opened is not None and (found := self._by_terms(opened)) != "?":
                return found
        return "?"

    def _open_sums(self, part: Poly, token: str) -> Poly | None:
        total: Poly = {}
        opened = False
        for mono, value in part.items():
            term: Poly = {(): value}
            for i, power in mono:
                atom = self.atoms[i]
                once = atom.kind == "sum" and len(atom.args[0]) == 1 and power == 1
                label, sort = atom.args[0][0] if once else ("", "")
                if once and self.counts_in(token, sort) and self.monomial_sign(atom.args[1]) in ("+", "0+"):
                    more = self.least_members.get(sort, 0) > 1  # in the name: it can change with the context
                    strict = more and self.monomial_sign(atom.args[1]) == "+"
                    rest = f"{REST}{i} without {token}{', not empty' if strict else ''}"
                    (self.positive if strict else self.nonnegative).add(rest)
                    chosen = self.rename({atom.args[1]: ONE}, {label: token})
                    term = self.multiply(term, self.add(chosen, self.symbol(rest)))
                    opened = True
                else:
                    term = self.multiply(term, {((i, power),): ONE})
            self.add_into(total, term)
        return total if opened else None

    def counts_in(self, token: str, sort: str) -> bool:
        """Whether an index token is known to be a member of a range, so that its value is a term of a sum over it."""
        raise NotImplementedError

    def is_nonzero(self, poly: Poly) -> bool:
        """Whether the polynomial is known to vanish nowhere on the domain."""
        if self.sign(poly) in STRICT:
            return True
        numerator, _ = self.clear(poly)
        if not numerator:
            return False
        _, common, part = self.primitive(numerator)
        if not all(self.atom_sign(i) in STRICT or self._known_nonzero(self.of(self.atoms[i])) for i, _ in common):
            return False
        return all(self.sign(f) in STRICT or self._known_nonzero(f) for f, _ in self.factor(part))

    def _known_nonzero(self, part: Poly) -> bool:
        negated = {m: -v for m, v in part.items()}
        return any(self.known.get(items(p)) in ("+", "≠") for p in (part, negated))
