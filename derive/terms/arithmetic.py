"""The base of all terms and the nodes of plain arithmetic; see `derive.terms.nodes`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import isfinite
from typing import Any

from derive.errors import TermError
from derive.terms.affine import Affine, affine, constant
from derive.terms.indices import Index
from derive.terms.limits import readable
from derive.terms.shaped import Bracketed, Shaped

NOTHING: frozenset[Index] = frozenset()


class Sign(Enum):
    """What a declaration says of a scalar or of every entry of a family."""

    REAL = "real"
    POSITIVE = "positive"
    NONNEGATIVE = "nonnegative"


class Term:
    """Base of all nodes; carries the arithmetic operators, which only build.

    `children` are the direct subterms, in written order; a use of a definition has none. `weight` is the number
    of nodes when everything is written out, definitions too.
    """

    __slots__ = ("_hash", "_key", "children", "free", "height", "weight")
    _hash: int
    _key: tuple[object, ...]
    children: tuple[Term, ...]
    free: frozenset[Index]
    height: int
    weight: int

    def _seal(
        self,
        key: tuple[object, ...],
        free: frozenset[Index],
        height: int,
        children: tuple[Term, ...] = (),
        weight: int = 1,
    ) -> None:
        put = object.__setattr__
        put(self, "_key", key)
        put(self, "_hash", hash((type(self).__name__, key)))
        put(self, "children", children)
        put(self, "free", free)
        put(self, "height", height)
        put(self, "weight", weight)

    def _seal_children(self, key: tuple[object, ...], children: tuple[Term, ...]) -> None:
        free = NOTHING.union(*[child.free for child in children])
        height = max([child.height for child in children], default=0)
        self._seal(key, free, height, children, 1 + sum([child.weight for child in children]))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            type(self) is type(other)
            and isinstance(other, Term)
            and self._hash == other._hash
            and self._key == other._key
        )

    def __hash__(self) -> int:
        return self._hash

    def __bool__(self) -> bool:
        raise TermError("a term has no truth value; state a condition with Eq, Ne, Gt, Ge, Lt or Le")

    def __add__(self, other: object) -> Term:
        if isinstance(other, Shaped):
            return NotImplemented
        return Add((*(self.args if isinstance(self, Add) else (self,)), coerce(other)))

    def __radd__(self, other: object) -> Term:
        return Add((coerce(other), self))

    def __sub__(self, other: object) -> Term:
        if isinstance(other, Shaped):
            return NotImplemented
        return self + Neg(coerce(other))

    def __rsub__(self, other: object) -> Term:
        return Add((coerce(other), Neg(self)))

    def __mul__(self, other: object) -> Term:
        if isinstance(other, Shaped):
            return NotImplemented
        return Mul((*(self.args if isinstance(self, Mul) else (self,)), coerce(other)))

    def __rmul__(self, other: object) -> Term:
        return Mul((coerce(other), self))

    def __truediv__(self, other: object) -> Term:
        if isinstance(other, Shaped):
            return NotImplemented
        return Div(self, coerce(other))

    def __rtruediv__(self, other: object) -> Term:
        return Div(coerce(other), self)

    def __pow__(self, other: object) -> Term:
        return Pow(self, coerce(other))

    def __rpow__(self, other: object) -> Term:
        return Pow(coerce(other), self)

    def __neg__(self) -> Term:
        return Neg(self)

    def __pos__(self) -> Term:
        return self

    def as_affine(self) -> Affine:
        """The term as an affine integer expression over sizes; raises TermError where it is none."""
        raise TermError("only integers, sizes and indices may stand in a bound or in brackets")

    def to_sympy(self, **values: int) -> Any:
        """The term written out as a SymPy expression, e.g. `term.to_sympy(n=3, i=1)`.

        Raises TermError when a size or a free index has no value.
        """
        from derive.terms.to_sympy import to_sympy  # noqa: PLC0415 (SymPy is loaded only when asked for)

        return to_sympy(self, **values)


def coerce(value: object) -> Term:
    """`value` as a term: a term itself, an int or a Fraction.

    Raises TermError for floats (not exact), indices (not numbers) and anything else.
    """
    if isinstance(value, Term):
        return value
    if isinstance(value, bool):
        raise TermError(f"{value!r} is not a number; write 0 or 1")
    if isinstance(value, int | Fraction):
        return Number(readable(Fraction(value)))
    if isinstance(value, float):
        exact = Fraction(str(value)) if isfinite(value) else None
        hint = f"; write Rational({exact.numerator}, {exact.denominator})" if exact is not None else ""
        raise TermError(f"{value!r} is a floating-point number, which is not exact{hint}")
    if isinstance(value, Index):
        value.not_a_number()
    if isinstance(value, Shaped):
        return value.as_term()
    if isinstance(value, Bracketed):
        raise TermError(f"{value.name} needs indices; write {value.name}[…] with one for each axis or parameter")
    raise TermError(f"{value!r} ({type(value).__name__}) is not a term")


@dataclass(frozen=True, slots=True, eq=False)
class Number(Term):
    """An exact rational."""

    value: Fraction

    def __post_init__(self) -> None:
        self._seal((self.value,), NOTHING, 0)

    def as_affine(self) -> Affine:
        """The integer; raises TermError for a fraction."""
        if self.value.denominator != 1:
            raise TermError(f"{self.value} is no integer, so it cannot stand in a bound or in brackets")
        return constant(self.value.numerator)


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Term):
    """A named real constant; only `pi`."""

    name: str

    def __post_init__(self) -> None:
        self._seal((self.name,), NOTHING, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Scalar(Term):
    """A real variable, with the sign its declaration states."""

    name: str
    sign: Sign = Sign.REAL

    def __post_init__(self) -> None:
        self._seal((self.name, self.sign), NOTHING, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Size(Term):
    """A symbolic whole number, at least `at_least`; bounds a range and may stand in a formula."""

    name: str
    at_least: int = 1

    def __post_init__(self) -> None:
        self._seal((self.name, self.at_least), NOTHING, 0)

    def as_affine(self) -> Affine:
        """The size itself."""
        return affine([(self, 1)])

    @property
    def order(self) -> tuple[int, int, str]:
        """Sorting key within affine expressions: sizes come before indices."""
        return (0, 0, self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Add(Term):
    """A sum of finitely many written terms."""

    args: tuple[Term, ...]

    def __post_init__(self) -> None:
        self._seal_children((self.args,), self.args)

    def as_affine(self) -> Affine:
        """The sum of the parts."""
        total = constant(0)
        for arg in self.args:
            total = total + arg.as_affine()
        return total


@dataclass(frozen=True, slots=True, eq=False)
class Mul(Term):
    """A product of finitely many written factors."""

    args: tuple[Term, ...]

    def __post_init__(self) -> None:
        self._seal_children((self.args,), self.args)


@dataclass(frozen=True, slots=True, eq=False)
class Neg(Term):
    """The negative of a term."""

    arg: Term

    def __post_init__(self) -> None:
        self._seal_children((self.arg,), (self.arg,))

    def as_affine(self) -> Affine:
        """The negative of the part."""
        return -self.arg.as_affine()


@dataclass(frozen=True, slots=True, eq=False)
class Div(Term):
    """A fraction; its denominator must not vanish."""

    numerator: Term
    denominator: Term

    def __post_init__(self) -> None:
        self._seal_children((self.numerator, self.denominator), (self.numerator, self.denominator))


@dataclass(frozen=True, slots=True, eq=False)
class Pow(Term):
    """`base` to the power `exponent`: an integer exponent, or a positive base."""

    base: Term
    exponent: Term

    def __post_init__(self) -> None:
        self._seal_children((self.base, self.exponent), (self.base, self.exponent))


@dataclass(frozen=True, slots=True, eq=False)
class Exp(Term):
    """The exponential function."""

    arg: Term

    def __post_init__(self) -> None:
        self._seal_children((self.arg,), (self.arg,))


@dataclass(frozen=True, slots=True, eq=False)
class Log(Term):
    """The logarithm of a positive term: natural, or to a positive base other than 1."""

    arg: Term
    base: Term | None = None

    def __post_init__(self) -> None:
        self._seal_children((self.arg, self.base), (self.arg,) if self.base is None else (self.arg, self.base))
