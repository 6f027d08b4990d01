"""Where to look: sizes, equality patterns of the free indices, and styles of values.

Everything is drawn from one seeded generator in a fixed order, so the same claim meets the same points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from flint import fmpq

from derive.evaluate.balls import ONE, ZERO
from derive.evaluate.domain import Domain
from derive.evaluate.machine import Key
from derive.evaluate.stage import Stage
from derive.terms.indices import Index
from derive.terms.nodes import Sign

FEW, MANY = 24, 250
"""Equality patterns tried at one choice of sizes; all equal and all different are always among them."""

GRID = 2520
"""A multiple of every denominator drawn: values are told apart as whole numbers of its parts."""

SPECIAL = (ZERO, ONE, fmpq(-1), fmpq(2), fmpq(1, 2))


@dataclass(frozen=True, slots=True)
class Trial:
    """Sizes, index values, and the style in which values are drawn."""

    sizes: Mapping[str, int]
    indices: Mapping[Index, int]
    style: str


def partitions(items: Sequence[Index]) -> Iterator[list[list[Index]]]:
    """Every partition of `items` into classes, all in one class first, each alone last."""
    if not items:
        yield []
        return
    *rest, last = items
    for smaller in partitions(rest):
        for place in range(len(smaller)):
            yield [[*group, last] if at == place else group for at, group in enumerate(smaller)]
    for smaller in partitions(rest):
        yield [*smaller, [last]]


def index_values(domain: Domain, sizes: Mapping[str, int], rng: Random, most: int = FEW) -> list[dict[Index, int]]:
    """Values of the free indices at these sizes, one for every equality pattern that fits."""
    groups: dict[Any, list[Index]] = {}
    for index in domain.free:
        groups.setdefault(index.domain, []).append(index)
    m = Stage.bare_machine(domain, sizes)
    choices: list[list[dict[Index, int]]] = []
    for group in groups.values():
        members = domain.ranges[domain.reals.slots[group[0]]].at(m)
        found: list[dict[Index, int]] = []
        for classes in partitions(group[:6]):
            if len(classes) > len(members):
                continue
            for values in _class_values(members, domain.pinned, len(classes), rng):
                placed = {index: value for cls, value in zip(classes, values, strict=True) for index in cls}
                placed |= {index: rng.choice(members) for index in group[6:]}
                found.append(placed)
        choices.append(_thinned(found, rng, most))
    combined = [dict(pair for part in parts for pair in part.items()) for parts in product(*choices)]
    return _thinned(combined, rng, most)


def _class_values(members: Sequence[int], pinned: Sequence[int], count: int, rng: Random) -> Iterator[list[int]]:
    """Different members for `count` classes: away from the written positions if possible, then one class on each."""
    loose = [member for member in members if member not in pinned]
    yield rng.sample(loose if len(loose) >= count else members, count)
    for value in pinned:
        if value in members:
            for place in range(count):
                others = rng.sample([m for m in (loose if len(loose) >= count else members) if m != value], count - 1)
                yield [*others[:place], value, *others[place:]]


def _thinned(items: list[dict[Index, int]], rng: Random, most: int) -> list[dict[Index, int]]:
    if len(items) <= most:
        return items
    return [items[0], items[-1], *rng.sample(items[1:-1], most - 2)]


def size_vectors(domain: Domain, most: int) -> list[dict[str, int]]:
    """Sizes from the least ones up: each alone and all together, up to `most` above the least."""
    names = sorted(domain.bounds)
    free = [name for name in names if domain.bounds[name][1] is None]
    low = {name: only if only is not None else least for name, (least, only) in domain.bounds.items()}
    spread = range(most + 1) if len(free) <= 1 else range(min(most, 2) + 1)
    offsets = list(product(spread, repeat=len(free))) if len(free) <= 3 else []
    offsets += [(step,) * len(free) for step in range(most + 1)]
    offsets += [
        tuple(step if place == at else 1 for at in range(len(free))) for place in range(len(free)) for step in (0, 2)
    ]
    ordered = sorted(dict.fromkeys(offsets), key=lambda o: (sum(o), max(o, default=0), o))
    return [low | {name: low[name] + step for name, step in zip(free, offset, strict=True)} for offset in ordered]


def trials(domain: Domain, rng: Random, plan: Sequence[tuple[str, int, int]], patterns: int) -> Iterator[Trial]:
    """Trials for a plan of (style, least and greatest step above the least sizes), smaller sizes first.

    Generic values meet every pattern of the indices; a special style meets the first and last, and one more.
    """
    vectors = size_vectors(domain, max(high for _, _, high in plan))
    floor = sum(vectors[0].values())
    free = sum(only is None for _, only in domain.bounds.values())
    known: dict[int, list[dict[Index, int]]] = {}
    for style, low, high in plan:
        for place, sizes in enumerate(vectors):
            if free and not low <= -(-(sum(sizes.values()) - floor) // free) <= high:
                continue
            if place not in known:
                known[place] = index_values(domain, sizes, rng, patterns)
            found = known[place]
            some = found if style == "generic" or len(found) <= 3 else [found[0], found[-1], rng.choice(found[1:-1])]
            for indices in some:
                yield Trial(sizes, indices, style)


def choices(stage: Stage, style: str, rng: Random) -> dict[Key, Any]:
    """A value for every variable of the stage, positive where the assumptions say so."""
    draw = _STYLES[style](stage, rng)
    found: dict[Key, Any] = {}
    for key in stage.keys:
        value = draw(key)
        sign = stage.signs.get(key)
        if sign is not None:
            small = key in stage.linked
            value = fmpq(rng.randint(1, 5), rng.randint(6, 13)) if small else _turned(value, sign)
        found[key] = value
    return found


def _turned(value: Any, sign: Sign) -> Any:
    """The value, or what comes closest to it with the sign."""
    if value < 0:
        return -value
    return ONE if value == 0 and sign is Sign.POSITIVE else value


Draw = Callable[[Key], Any]


def _generic(_: Stage, rng: Random) -> Draw:
    used = {0, GRID}

    def draw(_: Key) -> Any:
        for _attempt in range(20):
            numerator, denominator = rng.randint(-12, 12), rng.randint(4, 9)
            size = abs(numerator) * (GRID // denominator)
            if size not in used:
                break
        used.add(size)
        return fmpq(numerator, denominator)

    return draw


def _positive(stage: Stage, rng: Random) -> Draw:
    """Everything above zero, where logarithms and roots have values."""
    draw = _generic(stage, rng)
    return lambda key: abs(draw(key)) or ONE


def _zeros(_stage: Stage, _rng: Random) -> Draw:
    return lambda _: ZERO


def _ones(_stage: Stage, _rng: Random) -> Draw:
    return lambda _: ONE


def _special(_: Stage, rng: Random) -> Draw:
    return lambda _: rng.choice(SPECIAL)


def _ties(stage: Stage, rng: Random) -> Draw:
    """Every family constant, scalars different."""
    draw = _generic(stage, rng)
    kept: dict[str, Any] = {}
    return lambda key: kept[key[0]] if key[0] in kept else kept.setdefault(key[0], draw(key))


def _shared(stage: Stage, rng: Random) -> Draw:
    """All families alike: entries at the same positions agree."""
    draw = _generic(stage, rng)
    kept: dict[Key, Any] = {}
    return lambda key: kept[key[1:]] if key[1:] in kept else kept.setdefault(key[1:], draw(key))


def _one_hot(stage: Stage, rng: Random) -> Draw:
    """Every family zero but for one entry; scalars at special values."""
    hot: dict[str, Key] = {}
    for key in stage.keys:
        if len(key) > 1 and (key[0] not in hot or rng.random() < 0.4):
            hot[key[0]] = key
    return lambda key: (ONE if hot[key[0]] == key else ZERO) if len(key) > 1 else rng.choice(SPECIAL)


def _centred(stage: Stage, rng: Random) -> Draw:
    """Every family sums to zero; scalars generic."""
    draw = _generic(stage, rng)
    last: dict[str, Key] = {key[0]: key for key in stage.keys if len(key) > 1}
    total: dict[str, Any] = {}

    def centred(key: Key) -> Any:
        if last.get(key[0]) == key:
            return -total.get(key[0], ZERO)
        value = draw(key)
        total[key[0]] = total.get(key[0], ZERO) + value
        return value

    return centred


def _plain(stage: Stage, rng: Random) -> Draw:
    """Scalars at special values, families generic."""
    draw = _generic(stage, rng)
    return lambda key: draw(key) if len(key) > 1 else rng.choice(SPECIAL)


_STYLES: dict[str, Callable[[Stage, Random], Draw]] = {
    "generic": _generic,
    "positive": _positive,
    "zeros": _zeros,
    "ones": _ones,
    "special": _special,
    "ties": _ties,
    "shared": _shared,
    "one-hot": _one_hot,
    "centred": _centred,
    "plain": _plain,
}
