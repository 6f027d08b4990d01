"""Declarations: sizes, indices, families and scalars, each with what it assumes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derive.errors import TermError
from derive.terms.build import Sum, delta
from derive.terms.indices import Continuum, Domain, Index, Position, Range, to_position
from derive.terms.nodes import Family, Kind, Number, Scalar, Sign, Size, Term
from derive.terms.ranges import domain_of, read_affine
from derive.terms.relations import Condition, Op

ONE = Fraction(1)


def size(name: str, *, at_least: int = 1) -> Size:
    """A symbolic size n ≥ `at_least` (1 unless stated)."""
    if at_least < 0:
        raise TermError(f"size {name} cannot be negative")
    return Size(_name(name), at_least)


def span(low: object, high: object) -> Range:
    """The range `low` … `high`, for families and indices that do not start at 1."""
    return Range(read_affine(low, "a lower bound"), read_affine(high, "an upper bound"))


def index(name: str, domain: object) -> Index:
    """An index over 1..n for a size or an int n, or over a `span`."""
    found = domain_of(domain, f"the range of {name}")
    if isinstance(found, Continuum):
        raise TermError(f"{name}: declare an integration variable with variable({name!r}, {found.name!r})")
    return Index(_name(name), found, name)


def indices(names: str, domain: object) -> tuple[Index, ...]:
    """Several indices over one range; `names` are separated by spaces or commas."""
    return tuple(index(name, domain) for name in names.replace(",", " ").split())


def variable(name: str, space: str = "R") -> Index:
    """An integration variable over an unspecified measure space."""
    return Index(_name(name), Continuum(space), name)


def reals(name: str, *axes: object) -> Family:
    """A family of real numbers with one axis for each size, int or span (or a name of a measure space)."""
    return _family(name, axes, Sign.REAL, Kind.FREE)


def positives(name: str, *axes: object) -> Family:
    """A family of positive numbers."""
    return _family(name, axes, Sign.POSITIVE, Kind.FREE)


def nonnegatives(name: str, *axes: object) -> Family:
    """A family of numbers that are at least 0."""
    return _family(name, axes, Sign.NONNEGATIVE, Kind.FREE)


def distribution(name: str, *axes: object) -> Family:
    """A family of positive numbers that sum to one along the last axis."""
    return _family(name, axes, Sign.POSITIVE, Kind.DISTRIBUTION)


def one_hot(name: str, axis: object, *, at: object) -> Family:
    """The family with entry 1 at position `at` and 0 elsewhere."""
    domain = domain_of(axis, f"the axis of {name}")
    hot: Position = to_position(read_affine(at, f"the hot position of {name}"))
    return Family(_name(name), (domain,), Sign.REAL, Kind.ONE_HOT, hot)


def real(name: str) -> Scalar:
    """A real scalar."""
    return Scalar(_name(name), Sign.REAL)


def positive(name: str) -> Scalar:
    """A positive scalar."""
    return Scalar(_name(name), Sign.POSITIVE)


def facts(family: Family) -> tuple[Condition, ...]:
    """What the declaration of a family says beyond the signs of its entries."""
    if family.kind is Kind.FREE:
        return ()
    axes = [Index(f"_{place}", axis, f"k{place}" if place else "k") for place, axis in enumerate(family.axes)]
    entry: Term = family[tuple(axes)]
    if family.kind is Kind.ONE_HOT:
        return (Condition(entry, Op.EQ, delta(axes[-1], family.hot), (axes[-1],)),)
    return (Condition(Sum(entry, axes[-1]), Op.EQ, Number(ONE), tuple(axes[:-1])),)


def _family(name: str, axes: tuple[Any, ...], sign: Sign, kind: Kind) -> Family:
    if not axes:
        raise TermError(f"{name} needs at least one axis, e.g. reals({name!r}, n); for a scalar use real({name!r})")
    domains: list[Domain] = []
    for place, axis in enumerate(axes):
        domains.append(Continuum(axis) if isinstance(axis, str) else domain_of(axis, f"axis {place + 1} of {name}"))
    if kind is Kind.DISTRIBUTION and isinstance(domains[-1], Continuum):
        raise TermError(f"{name}: state that a density integrates to one with given(Eq(Integral({name}[x], x), 1))")
    return Family(_name(name), tuple(domains), sign, kind)


def _name(name: str) -> str:
    if not isinstance(name, str) or not name.replace("_", "a").isalnum() or not name.isascii() or name[0].isdigit():
        raise TermError(f"{name!r} is no name: use ASCII letters, digits and underscores, starting with a letter")
    return name
