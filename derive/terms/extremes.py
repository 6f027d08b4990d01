"""The largest of finitely many written terms. Over a range it is a binder: see `indexed`."""

from __future__ import annotations

from dataclasses import dataclass

from derive.terms.arithmetic import Term


@dataclass(frozen=True, slots=True, eq=False)
class Maximum(Term):
    """The largest of one or more terms."""

    args: tuple[Term, ...]

    def __post_init__(self) -> None:
        self._seal_children((self.args,), self.args)
