"""The one error tree.

    DeriveError
    ├── TermError         a term, index or range that cannot be built
    │   └── DoorError     a SymPy form that has no counterpart here
    ├── ScriptError       a script that cannot be loaded, or holds no derivation
    ├── UsageError        an unknown id or a bad option
    └── InternalError     a broken invariant: a bug in derive

A verdict is a value, never an exception (see `derive.verdict`). An exception means misuse, unreadable
input or a bug, and its message says what is wrong and what to do.
"""


class DeriveError(Exception):
    """Base of every error that derive raises on purpose."""


class TermError(DeriveError):
    """A term, index or range cannot be built as asked."""


class DoorError(TermError):
    """A SymPy object has no counterpart among the terms."""


class ScriptError(DeriveError):
    """A script cannot be loaded.

    `path` and `line` locate the cause; `line` is None where the whole file is meant.
    """

    def __init__(self, message: str, *, path: str, line: int | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.line = line

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.args[0]}"


class UsageError(DeriveError):
    """The command or call asks for something that does not exist."""


class InternalError(DeriveError):
    """An invariant of derive itself is broken."""
