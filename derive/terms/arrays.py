"""Vectors and matrices of any size: the entry at each place as a term, with shapes checked as they are written.

An `Array` is no term and is never decided. `at_same_place` turns several of one shape into terms for their
entries, over a free index for each axis; that is what a claim on arrays means. The LaTeX of what the
author wrote comes along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from derive.errors import TermError
from derive.terms.build import bind, define
from derive.terms.indices import Index, Position, Range
from derive.terms.labels import label_for
from derive.terms.latex import factor_latex, latex, name_latex
from derive.terms.nodes import BinderKind, Div, Entry, Number, Pow, Term, coerce
from derive.terms.ranges import Inside, inside, positions_for, show_range
from derive.terms.shaped import Shaped
from derive.terms.traverse import check_weight, substitute

SUM, PRODUCT, POWER, ATOM = range(4)
LONGEST = 50_000
PLACES, BOUND = "ij", "klpqr"


@dataclass(frozen=True, slots=True)
class Notation:
    """What the author wrote, as LaTeX, and how tightly it holds together."""

    text: str
    level: int = ATOM

    def __post_init__(self) -> None:
        if len(self.text) > LONGEST:
            raise TermError(f"a formula of {len(self.text)} characters; give parts of it names: A = define('A', A @ B)")

    def within(self, level: int) -> str:
        """The text, in brackets where it stands inside something tighter."""
        return rf"\left({self.text}\right)" if self.level < level else self.text

    @property
    def plain(self) -> str:
        """The text for a message: brackets and transposes without their LaTeX."""
        text = self.text.replace(r"\left", "").replace(r"\right", "").replace(r"^{\top}", ".T")
        return re.sub(r"\\(?:operatorname|mathbf|mathrm)\{(\w+)\}", r"\1", text)


def slot(place: int, axis: Range) -> Index:
    """The index that stands for a place along an axis; no author can declare its key."""
    return Index(f"·{place}", axis, PLACES[place])


@dataclass(frozen=True, slots=True, eq=False)
class Array(Shaped):
    """A number, vector or matrix: `entry` holds a slot for each of `axes`. A row is a transposed vector."""

    axes: tuple[Range, ...]
    entry: Term
    notation: Notation
    is_row: bool = False

    __iter__ = None
    """Entries are written with indices; without this, Python would count positions up forever."""

    @property
    def slots(self) -> tuple[Index, ...]:
        """The indices that `entry` is written in."""
        return tuple(slot(place, axis) for place, axis in enumerate(self.axes))

    @property
    def shape(self) -> str:
        """The shape in words."""
        sizes = [_length(axis) for axis in self.axes]
        if not sizes:
            return "a number"
        if len(sizes) == 1:
            return f"a {'row' if self.is_row else 'vector'} of {sizes[0]}"
        return f"a matrix of {sizes[0]} rows and {sizes[1]} columns"

    def same_shape(self, other: Array) -> bool:
        """Whether both have the same axes, and both or neither is a row."""
        return self.axes == other.axes and self.is_row == other.is_row

    def at(self, *positions: Position) -> Term:
        """The entry at positions along the axes."""
        return substitute(self.entry, dict(zip(self.slots, positions, strict=True)))

    def __getitem__(self, key: Any) -> Term:
        if not self.axes:
            raise TermError(f"{self.notation.plain} is a number; it has no entries")
        positions = positions_for(self.notation.plain, self.axes, key)
        if not isinstance(self.entry, Entry):
            for position, axis in zip(positions, self.axes, strict=True):
                if inside(position, axis) is not Inside.ALWAYS:
                    raise TermError(f"a position of {self.notation.plain} may lie outside {show_range(axis)}")
        return self.at(*positions)

    def as_term(self) -> Term:
        """The term that a number is; raises TermError for a vector or matrix."""
        if self.axes:
            raise TermError(
                f"{self.notation.plain} is {self.shape}, and a number is needed here; "
                f"write an entry such as [{', '.join(PLACES[: len(self.axes)])}], or entrywise(term, i) for a vector of terms"
            )
        return self.entry

    def each(self, function: Callable[[Term], Term], text: str, *parts: Term) -> Array:
        """A function of a number, or of every entry of a vector; raises TermError for a matrix."""
        if len(self.axes) > 1:
            raise TermError(
                f"a function of {self.notation.plain}, a matrix, is not taken entry by entry; "
                "write the entries: entrywise(exp(A[i, j]), i, j)"
            )
        shown = (*map(latex, parts), self.notation.text)
        return replace(self, entry=function(self.entry), notation=Notation(text % shown, POWER))

    def named(self, name: str) -> Array:
        """The same under a name of its own: entries are uses of a definition."""
        made = define(name, *self.slots, self.entry)
        entry = made[self.slots] if self.axes else made
        return replace(self, entry=entry, notation=Notation(name_latex(name)))

    def paired(self, other: object) -> tuple[Term, Term, tuple[Index, ...]]:
        """The entries of both at one place, and its indices; raises TermError where shapes differ."""
        right = array_of(other, like=self)
        if not self.same_shape(right):
            raise TermError(
                f"{self.notation.plain} is {self.shape} and {right.notation.plain} is {right.shape}; they cannot be compared"
            )
        (lhs, rhs), indices = at_same_place((self, right))
        return lhs, rhs, indices

    @property
    def T(self) -> Array:
        """The transpose; that of a vector is a row."""
        notation = Notation(rf"{self.notation.within(ATOM)}^{{\top}}", POWER) if self.axes else self.notation
        if len(self.axes) < 2:
            return replace(self, notation=notation, is_row=bool(self.axes) and not self.is_row)
        rows, columns = self.axes
        return Array((columns, rows), self.at(slot(1, rows), slot(0, columns)), notation)

    def __add__(self, other: object) -> Array:
        right = array_of(other)
        if not self.same_shape(right):
            raise TermError(
                f"{self.notation.plain} is {self.shape} and {right.notation.plain} is {right.shape}; they cannot be added"
            )
        text = f"{self.notation.text} + {right.notation.within(PRODUCT)}"
        return replace(self, entry=self.entry + right.entry, notation=Notation(text, SUM))

    def __radd__(self, other: object) -> Array:
        return array_of(other) + self

    def __sub__(self, other: object) -> Array:
        right = array_of(other)
        if not self.same_shape(right):
            raise TermError(
                f"{self.notation.plain} is {self.shape} and {right.notation.plain} is {right.shape}; they cannot be subtracted"
            )
        text = f"{self.notation.text} - {right.notation.within(PRODUCT)}"
        return replace(self, entry=self.entry - right.entry, notation=Notation(text, SUM))

    def __rsub__(self, other: object) -> Array:
        return array_of(other) - self

    def __neg__(self) -> Array:
        return replace(self, entry=-self.entry, notation=Notation(f"-{self.notation.within(PRODUCT)}", SUM))

    def __pos__(self) -> Array:
        return self

    def __mul__(self, other: object) -> Array:
        right = array_of(other)
        if self.axes and right.axes:
            raise TermError(
                f"{self.notation.plain} * {right.notation.plain} could mean two things; write @ for the matrix product, "
                "hadamard(A, B) for the product of entries"
            )
        whole = self if self.axes else right
        notation = _product(self.notation.within(PRODUCT if self.axes else POWER), right.notation.within(POWER))
        return replace(whole, entry=self.entry * right.entry, notation=notation)

    def __rmul__(self, other: object) -> Array:
        return array_of(other) * self

    def __truediv__(self, other: object) -> Array:
        right = array_of(other)
        if right.axes:
            raise TermError(f"cannot divide by {right.notation.plain}, {right.shape}")
        text = rf"\frac{{{self.notation.text}}}{{{right.notation.text}}}"
        return replace(self, entry=Div(self.entry, right.entry), notation=Notation(text, POWER))

    def __rtruediv__(self, other: object) -> Array:
        return array_of(other) / self

    def __pow__(self, other: object) -> Array:
        if self.axes:
            raise TermError(f"{self.notation.plain} is {self.shape} and has no powers here; write products with @")
        text = rf"{self.notation.within(ATOM)}^{{{latex(coerce(other))}}}"
        return replace(self, entry=Pow(self.entry, coerce(other)), notation=Notation(text, POWER))

    def __rpow__(self, other: object) -> Array:
        return array_of(coerce(other) ** self.as_term())

    def __matmul__(self, other: object) -> Array:
        right = array_of(other)
        if not self.axes or not right.axes:
            raise TermError("@ multiplies vectors and matrices; multiply by a number with *")
        return _matrix_product(self, right)

    def __rmatmul__(self, other: object) -> Array:
        return array_of(other) @ self


def array_of(value: object, *, like: Array | None = None) -> Array:
    """`value` as an array: itself, or a number; 0 is the zero of any shape where `like` gives one."""
    if isinstance(value, Array):
        return value
    term = coerce(value)
    check_weight(term)
    if like is not None and isinstance(term, Number) and term.value == 0:
        return replace(like, entry=term, notation=Notation("0"))
    text = latex(term)
    return Array((), term, Notation(text, SUM if factor_latex(term) != text else POWER))


def at_same_place(arrays: tuple[Array, ...], taken: Iterable[str] = ()) -> tuple[tuple[Term, ...], tuple[Index, ...]]:
    """The entries of arrays of one shape at one place, over free indices with names that are not in use."""
    place: list[Index] = []
    used = tuple(taken)
    for axis in arrays[0].axes:
        label = label_for([array.entry for array in arrays], PLACES, (*used, *[index.label for index in place]))
        place.append(Index(label, axis, label))
    return tuple(array.at(*place) for array in arrays), tuple(place)


def _matrix_product(left: Array, right: Array) -> Array:
    """Rows meet columns; two vectors give their dot product."""
    dot = len(left.axes) == len(right.axes) == 1 and not left.is_row and not right.is_row
    left_text = (left.T if dot else left).notation.within(PRODUCT)
    notation = _product(left_text, right.notation.within(POWER))
    if len(left.axes) == 1 and not left.is_row and right.is_row:
        (rows,), (columns,) = left.axes, right.axes
        return Array((rows, columns), left.entry * right.at(slot(1, columns)), notation)
    if right.is_row or (len(left.axes) == 1 and len(right.axes) == 2 and not left.is_row):
        raise TermError(
            f"{left.notation.plain} is {left.shape} and {right.notation.plain} is {right.shape}; "
            "they cannot be multiplied: transpose one with .T"
        )
    if left.axes[-1] != right.axes[0]:
        raise TermError(
            f"{left.notation.plain} is {left.shape} and {right.notation.plain} is {right.shape}; "
            f"the inner sizes {_length(left.axes[-1])} and {_length(right.axes[0])} differ, so they cannot be multiplied"
        )
    k = Index("·k", right.axes[0], label_for((left.entry, right.entry), BOUND, PLACES))
    before, after = left.slots[:-1], tuple(slot(len(left.axes) - 1, axis) for axis in right.axes[1:])
    body = left.at(*before, k) * right.at(k, *after)
    axes = (*left.axes[:-1], *right.axes[1:])
    return Array(axes, bind(BinderKind.SUM, body, k, (), None), notation, is_row=left.is_row and len(axes) == 1)


def _product(left: str, right: str) -> Notation:
    """Two factors side by side; a dot before a digit."""
    between = r" \cdot " if right[0].isdigit() else " "
    return Notation(left + between + right, PRODUCT)


def _length(axis: Range) -> str:
    """A range as the number of entries along it: `n` for 1..n."""
    shown = show_range(axis)
    return shown.removeprefix("1..")
