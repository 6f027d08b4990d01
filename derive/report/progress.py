"""Progress on a terminal: a line on stderr that is overwritten, and gone at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO, TypeVar, overload

Item = TypeVar("Item")


class Watched(Sequence[Item]):
    """A sequence that tells a terminal how far its reader has come; elsewhere it stays silent."""

    def __init__(self, items: Sequence[Item], stream: TextIO, *, show: bool) -> None:
        self._items = items
        self._stream = stream
        self._show = show and stream.isatty()

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | Sequence[Item]:
        return self._items[place]

    def __iter__(self) -> Iterator[Item]:
        for number, item in enumerate(self._items, 1):
            self._tell(f"checking {number}/{len(self._items)}")
            yield item
        self._tell("")

    def _tell(self, text: str) -> None:
        if self._show:
            self._stream.write(f"\r\x1b[K{text}")
            self._stream.flush()
