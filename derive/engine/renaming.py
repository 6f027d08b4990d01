"""Index tokens replaced inside normal forms, and sums opened under fresh tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from derive.engine.functions import Functions
from derive.engine.ring import ONE, Atom, Exponent, Mono, Poly, Sort, Unsupported
from derive.engine.tokens import is_concrete, move_place

Binders = tuple[tuple[str, str], ...]
"""Bound tokens with the names of their sorts."""


class Renaming(Functions):
    """Renaming of tokens.

    `sorts` describes the ranges, `sort_of` the range of each free token, `contained` which ranges are parts of which.
    """

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self.sorts: dict[str, Sort] = {}
        self.sort_of: dict[str, str] = {}
        self.contained: set[tuple[str | None, str]] = set()
        self.applying = False
        self._renamed: dict[tuple[int, tuple[tuple[str, str], ...], bool], Poly] = {}

    def declare_sort(self, sort: Sort) -> None:
        """Make a range known."""
        self.sorts[sort.name] = sort
        self.least_members[sort.name] = sort.least

    def belongs(self, token: str, sort: str) -> bool:
        """Whether an index token is known to run within a sort."""
        if is_concrete(token) or token[0] == "#":
            return token in self.sorts[sort].members
        own = token.partition(":")[2] if token[0] in "{|?" else self.sort_of.get(token)
        return own == sort or (own, sort) in self.contained

    def counts_in(self, token: str, sort: str) -> bool:
        """Whether an index token is known to be a member of a range; a point has no weight of its own in an integral."""
        return self.sorts[sort].count is not None and self.belongs(token, sort)

    def range_of(self, token: str) -> Sort | None:
        """The range a token runs over, where it has one."""
        name = token.partition(":")[2] if token[0] in "{|?" else self.sort_of.get(token)
        return None if name is None else self.sorts.get(name)

    @staticmethod
    def fresh(used: Iterable[str], sorts: Iterable[str]) -> list[str]:
        """One temporary token for each sort, none of which occurs in `used`; a token names its sort."""
        taken = {token.partition(":")[0] for token in used}
        found: list[str] = []
        number = 0
        for sort in sorts:
            while f"|{number:02d}" in taken:
                number += 1
            found.append(f"|{number:02d}:{sort}")
            number += 1
        return found

    def tokens(self, mono: Mono) -> set[str]:
        """The index tokens that occur in a monomial."""
        return {token for i, _ in mono for token in self.atoms[i].indices}

    def sum(self, binders: Binders, poly: Poly) -> Poly:
        """Σ of `poly` over all `binders` at once."""
        raise NotImplementedError

    def rename(self, poly: Poly, image: Mapping[str, str]) -> Poly:
        """Replace index tokens everywhere in a polynomial."""
        total: Poly = {}
        for mono, value in poly.items():
            self.add_into(total, self.rename_monomial(mono, image), value)
        return total

    def rename_monomial(self, mono: Mono, image: Mapping[str, str]) -> Poly:
        """Replace index tokens in a monomial."""
        kept: list[tuple[int, Exponent]] = []
        moved: Poly | None = None
        for i, power in mono:
            atom = self.atoms[i]
            if atom.indices.isdisjoint(image):
                kept.append((i, power))
                continue
            new = self._rename_atom(atom, image)
            raised = self.power(new, power) if power != 1 else new
            moved = raised if moved is None else self.multiply(moved, raised)
        if moved is None:
            return {mono: ONE}
        return self.multiply({tuple(kept): ONE}, moved) if kept else moved

    def _rename_atom(self, atom: Atom, image: Mapping[str, str]) -> Poly:
        here = {token: new for token, new in image.items() if token in atom.indices}
        key = (atom.id, tuple(sorted(here.items())), self.applying)
        known = self._renamed.get(key)
        if known is None:
            known = self._renamed[key] = self._renamed_atom(atom, here)
        return known

    def _renamed_atom(self, atom: Atom, image: dict[str, str]) -> Poly:
        match atom.kind:
            case "entry":
                return self.entry(atom.args[0], tuple(move_place(place, image) for place in atom.args[1]))
            case "delta":
                return self.delta(*[image.get(token, token) for token in atom.args])
            case "less":
                return self.less(*[image.get(token, token) for token in atom.args])
            case "value":
                return self.value(image.get(atom.args[0], atom.args[0]))
            case "exp":
                return self.exp(self.rename_monomial(atom.args[0], image))
            case "log":
                return self.log(self.rename(dict(atom.args[0]), image))
            case "den":
                moved = self.rename(dict(atom.args[0]), image)
                if atom.args[0] in self.written and self._stands_for_all(image):
                    self.state_written(moved, self.written[atom.args[0]])
                return moved
            case "sum":
                binders, body = self.open(atom, {*image, *image.values()})
                return self.sum(binders, self.rename(body, image))
        raise Unsupported(f"renaming inside {atom.kind}")

    def _stands_for_all(self, tokens: Iterable[str]) -> bool:
        """Whether what was found with these tokens holds with others in their place: no hypothesis on them went in."""
        return not self.applying and all(pair.isdisjoint(tokens) for pair in self.distinct)

    def open(self, atom: Atom, used: Iterable[str] = ()) -> tuple[Binders, Poly]:
        """A sum atom's binders and body, its labels replaced by temporaries that clash with nothing.

        The body has a coefficient where a denominator is turned under other tokens.
        """
        labels, body = atom.args
        temporaries = self.fresh(self.tokens(body) | set(used), [sort for _, sort in labels])
        image = {label: token for (label, _), token in zip(labels, temporaries, strict=True)}
        applying, self.applying = self.applying, False
        try:
            return tuple((image[label], sort) for label, sort in labels), self.rename_monomial(body, image)
        finally:
            self.applying = applying
