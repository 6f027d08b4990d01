"""Tokens of indices, and positions made of them.

An index is a token, a string whose first character orders tokens by what they are: a position told by sizes
("#n", "#1*n;-1"), an integer ("2", "-1"), a free index ("i"), a variable of an open binder ("{0"), a temporary
("|0") or a canonical label ("~h.p").
"""

from __future__ import annotations

from collections.abc import Mapping

Parts = tuple[tuple[str, int], ...]
Shifted = tuple[Parts, int]
"""An affine position: coefficients of tokens, and a constant."""
Place = str | Shifted


def is_concrete(token: str) -> bool:
    """Whether a token is an integer."""
    return token[0] in "-0123456789"


def is_settled(token: str) -> bool:
    """Whether a token is no variable of any binder."""
    return token[0] not in "{|~"


def taken_apart(token: str) -> Shifted:
    """A token as coefficients of sizes and indices, and a constant."""
    if is_concrete(token):
        return (), int(token)
    if token[0] != "#" or ";" not in token:
        return ((token, 1),), 0
    *parts, const = token[1:].split(";")
    pairs = [part.split("*") for part in parts]
    return tuple((f"#{name}", int(coefficient)) for coefficient, name in pairs), int(const)


def place_of(total: Mapping[str, int], const: int) -> Place:
    """The place at an affine position; positions told by sizes alone are tokens, as integers are."""
    parts = tuple(sorted((token, c) for token, c in total.items() if c))
    if not parts:
        return str(const)
    if const == 0 and len(parts) == 1 and parts[0][1] == 1:
        return parts[0][0]
    if all(token[0] == "#" for token, _ in parts):
        return "#" + "".join(f"{c}*{token[1:]};" for token, c in parts) + str(const)
    return (parts, const)


def place_tokens(place: Place) -> tuple[str, ...]:
    """The index tokens in a place that substitution may replace."""
    return (place,) if isinstance(place, str) else tuple(token for token, _ in place[0])


def move_place(place: Place, image: Mapping[str, str]) -> Place:
    """A place after replacing tokens."""
    if isinstance(place, str):
        return image.get(place, place)
    total: dict[str, int] = {}
    const = place[1]
    for token, coefficient in place[0]:
        parts, offset = taken_apart(image.get(token, token))
        const += coefficient * offset
        for part, times in parts:
            total[part] = total.get(part, 0) + coefficient * times
    return place_of(total, const)


def difference(left: str, right: str) -> int | None:
    """How far apart two tokens are, where that is one number for all sizes."""
    (parts, const), (others, other) = taken_apart(left), taken_apart(right)
    return const - other if parts == others else None
