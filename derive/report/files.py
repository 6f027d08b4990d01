"""Writing files so that a reader sees the old one or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from derive.errors import UsageError


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write `content`, text as UTF-8, to `path` in one move; missing folders are made.

    Raises UsageError when the file cannot be written.
    """
    temporary = None
    data = content.encode("utf-8", errors="backslashreplace") if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():  # /dev/stdout, a pipe: nothing to replace
            with path.open("wb") as stream:
                stream.write(data)
            return
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with open(handle, "wb") as stream:  # noqa: PTH123 (a descriptor)
            stream.write(data)
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(temporary, path)  # noqa: PTH105 (named in the issue; Path.replace is the same call)
        temporary = None
    except OSError as problem:
        raise UsageError(f"{path}: cannot be written ({problem.strerror}); choose another place") from problem
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    """The umask, which Python only tells by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
