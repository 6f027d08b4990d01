"""Write the scripts of derivations, or run them and say what SymPy found of each step."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from derive.errors import InternalError, UsageError
from derive.sympy_opinion import cache as store
from derive.sympy_opinion.pool import WORKER, Task, run_all
from derive.sympy_opinion.script import Script, script
from derive.terms.records import Derivation

Status = Literal["agrees", "differs", "cannot"]


@dataclass(frozen=True, slots=True)
class StepOpinion:
    """What SymPy says of one step at small sizes.

    "agrees": the difference of the sides simplifies to 0, or a step that is said to be false differs at
    its witness and what holds instead simplifies to 0; an inequality holds at the points where it was
    evaluated, as `detail` says then. "differs": a point shows otherwise. "cannot":
    SymPy does not decide it, and `detail` says why.
    """

    status: Status
    detail: str = ""


def export(derivations: Sequence[Derivation], folder: Path) -> tuple[Path, ...]:
    """Write each derivation's script into `folder`, which is made; the files, in order.

    A file is called like its derivation. Raises UsageError where a file cannot be written.
    """
    paths = []
    for name, written in zip(_file_names(derivations), map(script, derivations), strict=True):
        path = folder / f"{name}.py"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _write(path, written.text)
        except OSError as problem:
            raise UsageError(f"{path}: cannot be written ({problem.strerror}); choose another folder") from problem
        paths.append(path)
    return tuple(paths)


def opinions(
    derivations: Sequence[Derivation], *, jobs: int = 1, cache: Path | None = None, limit: float = 60.0
) -> tuple[tuple[StepOpinion, ...], ...]:
    """SymPy's opinion on every step of every derivation, in order.

    Runs the scripts that `export` writes, `jobs` processes at a time; a step that takes more than `limit`
    seconds is ended. Answers are kept in, and taken from, the folder `cache` where one is given.
    """
    scripts = [script(chain) for chain in derivations]
    found = [None if cache is None else store.kept(cache, store.key(s.text, WORKER), len(_steps(s))) for s in scripts]
    open_ones = [place for place, answers in enumerate(found) if answers is None]
    with tempfile.TemporaryDirectory(prefix="derive-") as folder:
        tasks = []
        for place in open_ones:
            path = Path(folder, f"{place}.py")
            path.write_text(scripts[place].text, encoding="utf-8")
            tasks.append(Task(path, _steps(scripts[place])))
        for place, done in zip(open_ones, run_all(tasks, jobs=jobs, limit=limit), strict=True):
            found[place] = done.answers
            if cache is not None and done.complete:
                store.keep(cache, store.key(scripts[place].text, WORKER), done.answers)
    return tuple(_opinions(written, answers or ()) for written, answers in zip(scripts, found, strict=True))


def _steps(written: Script) -> tuple[str, ...]:
    """The functions of a script."""
    return tuple(f"step_{number}" for number, why in enumerate(written.cannot, 1) if why is None)


def _opinions(written: Script, answers: Sequence[store.Answer]) -> tuple[StepOpinion, ...]:
    """The answers, with what the script leaves out in its place."""
    left = iter(answers)
    return tuple(
        StepOpinion("cannot", why) if why is not None else _opinion(*next(left), note)
        for why, note in zip(written.cannot, written.notes, strict=True)
    )


def _opinion(status: str, detail: str, note: str) -> StepOpinion:
    for known in get_args(Status):
        if status == known:
            return StepOpinion(known, detail or note)
    raise InternalError(f"an answer is neither of {', '.join(get_args(Status))}: {status}")


def _file_names(derivations: Sequence[Derivation]) -> list[str]:
    """A file name for each derivation: its id, with a number where two share it."""
    names: list[str] = []
    for chain in derivations:
        base = re.sub(r"[^A-Za-z0-9_-]+", "-", chain.id).strip("-") or "derivation"
        taken = {name.lower() for name in names}
        tries = (base if number == 1 else f"{base}-{number}" for number in range(1, len(derivations) + 2))
        names.append(next(name for name in tries if name.lower() not in taken))
    return names


def _write(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
