"""What a normaliser and its kernel hold at a moment, to go on from there again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from derive.engine.normal import Normaliser

OWN = frozenset(("budget", "kernel", "missing"))
"""What belongs to one proof: it does not come from another."""


@dataclass(frozen=True, slots=True)
class State:
    """A copy that nothing changes. What its containers hold is shared: none of it changes once it is made."""

    kernel: Mapping[str, Any]
    normaliser: Mapping[str, Any]

    @classmethod
    def of(cls, normaliser: Normaliser) -> State:
        """The state at this moment."""
        return cls(_copied(vars(normaliser.kernel)), _copied(vars(normaliser)))

    def restore(self, normaliser: Normaliser) -> None:
        """Put a normaliser and its kernel, both new, into this state."""
        vars(normaliser.kernel).update(_copied(self.kernel))
        vars(normaliser).update(_copied(self.normaliser))


def _copied(state: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.copy() if isinstance(value, dict | list | set) else value
        for name, value in state.items()
        if name not in OWN
    }
