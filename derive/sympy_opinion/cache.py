"""Answers kept between runs, under a key that changes whenever the question might be answered otherwise."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

Answer = tuple[str, str]
"""A status and a detail."""


def cache_folder() -> Path:
    """The user's folder for answers: below XDG_CACHE_HOME where that is set, else below ~/.cache."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    root = Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache"
    return root / "derive" / "sympy"


def key(text: str, worker: Path) -> str:
    """The key of a script: its text, who runs it, and the versions of SymPy and Python."""
    parts = (text, worker.read_text(encoding="utf-8"), version("sympy"), "{}.{}".format(*sys.version_info))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def kept(folder: Path, name: str, steps: int) -> tuple[Answer, ...] | None:
    """The answers under a key, or None where there are none that can be read."""
    try:
        found = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(found, list) or len(found) != steps:
        return None
    answers: list[Answer] = []
    for answer in found:
        match answer:
            case ["agrees" | "differs" | "cannot" as status, str(detail)]:
                answers.append((status, detail))
            case _:
                return None
    return tuple(answers)


def keep(folder: Path, name: str, answers: Sequence[Answer]) -> None:
    """Keep answers under a key, in one move. A folder that cannot be written keeps nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(answers, stream)
        Path(temporary).replace(folder / f"{name}.json")
    except OSError:
        return
