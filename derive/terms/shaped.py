"""What terms know of what is no term: vectors and matrices do their own arithmetic, families need indices."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from derive.terms.arithmetic import Term


@runtime_checkable
class Bracketed(Protocol):
    """A thing that is a term only with indices in brackets: a family, or a definition with parameters."""

    name: str

    def __getitem__(self, key: Any) -> Term: ...


class Shaped(ABC):
    """A vector, a matrix, or a number written with them; see `derive.terms.arrays`.

    It is no term: a term that meets one in `+`, `-`, `*` or `/` leaves the operation to it.
    """

    __slots__ = ()

    @abstractmethod
    def as_term(self) -> Term:
        """The term that a number is; raises TermError for a vector or matrix."""

    @abstractmethod
    def each(self, function: Callable[[Any], Any], text: str, *parts: Term) -> Any:
        """A function of a number, or of every entry of a vector; `text` is its LaTeX, with %s for `parts` and the argument."""

    @abstractmethod
    def named(self, name: str) -> Any:
        """The same under a name of its own."""

    @abstractmethod
    def paired(self, other: object) -> tuple[Any, Any, tuple[Any, ...]]:
        """The entries of both at the same place, and the free indices that name the place."""
