"""The state of one evaluation: sizes, index values, values of entries and scalars, derivatives in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from derive.evaluate.failures import Undefined, Unsupported

Key: TypeAlias = tuple[Any, ...]
"""A concrete variable: a name, then positions if it is an entry of a family."""


class Meter:
    """Counts the terms of sums that evaluations expand: at most `each` at one point, `total` in all."""

    __slots__ = ("each", "left")

    def __init__(self, total: int, each: int) -> None:
        self.left = total
        self.each = each

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self.left < 0


class Frame:
    """The values at one level, what replaces them for now, and what was computed meanwhile.

    Results are kept apart for every stack of replacements, so nothing leaks between derivatives.
    """

    __slots__ = ("kept", "memo", "replaced", "stack", "values")

    def __init__(self, values: Mapping[Key, Any]) -> None:
        self.values = values
        self.replaced: dict[Key, Any] = {}
        self.stack: tuple[Any, ...] = ()
        self.memo: dict[Key, Any] = {}
        self.kept: dict[tuple[Any, ...], dict[Key, Any]] = {(): self.memo}

    def look_up(self, key: Key) -> Any:
        """The value of a concrete variable. Raises Undefined for an entry out of range."""
        if self.replaced:
            value = self.replaced.get(key)
            if value is not None:
                return value
        value = self.values.get(key)
        if value is None:
            raise Undefined(f"{key[0]} has no such entry")
        return value

    @contextmanager
    def replacing(self, key: Key, value: Any, mark: Any) -> Iterator[None]:
        """Let `key` have `value` for a while; `mark` tells this replacement from others of the key."""
        replaced, stack, memo = self.replaced, self.stack, self.memo
        self.replaced = {**replaced, key: value}
        self.stack = (*stack, (mark, key))
        self.memo = self.kept.setdefault(self.stack, {})
        try:
            yield
        finally:
            self.replaced, self.stack, self.memo = replaced, stack, memo


class Recorder(dict[Key, Any]):
    """Values that remember which of them were read."""

    def __init__(self, values: Mapping[Key, Any]) -> None:
        super().__init__(values)
        self.read: set[Key] = set()

    def get(self, key: Key, default: Any = None) -> Any:
        """The value of a variable."""
        self.read.add(key)
        return super().get(key, default)


class Machine:
    """What compiled terms read: one frame for each level of arithmetic."""

    __slots__ = ("env", "frames", "meter", "sizes", "steps", "weights")

    def __init__(
        self,
        sizes: Mapping[str, int],
        env: list[int],
        frames: list[Frame],
        weights: Mapping[str, tuple[Any, ...]],
        meter: Meter,
    ) -> None:
        self.sizes = sizes
        self.env = env
        self.frames = frames
        self.weights = weights
        self.meter = meter
        self.steps = 0

    def spend(self, amount: int = 1) -> None:
        """Count expanded terms. Raises Unsupported when the budget is spent."""
        self.steps += amount
        self.meter.left -= amount
        if self.steps > self.meter.each or self.meter.spent:
            raise Unsupported("the budget for expanded sums is spent")
