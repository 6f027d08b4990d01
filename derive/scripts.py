"""A user's own script: run it, and collect the derivations it assigns at module level.

A script is the user's own program and runs as one; text of a document is never run. What goes wrong
becomes one `RunError`, a line that says where, what, and what to do; never a traceback.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
from dataclasses import replace
from types import CodeType, ModuleType, TracebackType
from typing import TYPE_CHECKING

from derive.errors import DeriveError, ScriptError
from derive.results import RunError
from derive.terms.records import Derivation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENTS = frozenset({".md", ".tex", ".txt", ".rst", ".ipynb"})
STDOUT, STDERR = 1, 2


def load_script(path: Path) -> tuple[tuple[Derivation, ...], tuple[RunError, ...]]:
    """The derivations of a script, in definition order, each under its variable's name.

    Either derivations or errors are empty: a script that stops halfway gives no derivations, since
    what would have followed is unknown. An interruption (KeyboardInterrupt) passes through.
    """
    shown = os.path.relpath(path) if str(path) != "-" else "-"
    try:
        code = _compile(_read(path, shown), shown)
        return _collect(*_run(code, path, shown), shown), ()
    except ScriptError as problem:
        return (), (RunError(problem.path, problem.line, str(problem.args[0])),)


def _read(path: Path, shown: str) -> bytes:
    if shown == "-" or path.suffix.lower() in DOCUMENTS:
        raise ScriptError("documents are not read yet; give a .py script with derivations", path=shown)
    if path.is_dir():
        raise ScriptError("is a directory; name the .py scripts in it", path=shown)
    if not path.exists():
        raise ScriptError("no such file; check the spelling and the current directory", path=shown)
    if path.suffix != ".py":
        raise ScriptError("is not a .py script; rename it, or give a script (documents are not read yet)", path=shown)
    try:
        return path.read_bytes()
    except OSError as problem:
        raise ScriptError(f"cannot be read ({problem.strerror}); check its permissions", path=shown) from problem


def _compile(data: bytes, shown: str) -> CodeType:
    try:
        return compile(importlib.util.decode_source(_checked(data)), shown, "exec", dont_inherit=True)
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        wrong = f"byte {data[problem.start]:#04x} is not {problem.encoding} text; save the file as UTF-8"
        raise ScriptError(wrong, path=shown, line=line) from problem
    except SyntaxError as problem:
        raise ScriptError(
            f"not valid Python: {problem.msg}; correct the line", path=shown, line=problem.lineno
        ) from problem
    except ValueError as problem:
        raise ScriptError(f"not valid Python: {problem}; save the file as plain text", path=shown) from problem
    except (RecursionError, MemoryError) as problem:
        raise ScriptError(
            "an expression is nested too deeply for Python; split it into named parts", path=shown
        ) from problem


def _checked(data: bytes) -> bytes:
    """The same bytes. Without a declared encoding they must be UTF-8: raises UnicodeDecodeError, which says where."""
    if b"coding" not in b"".join(data.splitlines()[:2]):
        data.decode()
    return data


def _run(code: CodeType, path: Path, shown: str) -> tuple[ModuleType, tuple[Derivation, ...]]:
    """The script's module after its run, and the derivations that modules it imported define."""
    # A name of its own, so that a script called random.py does not replace the module it imports.
    module = ModuleType(f"_derive_script_{path.stem}")
    module.__file__ = str(path)
    try:
        with _surroundings(module, path.resolve()):
            known = set(sys.modules)
            exec(code, module.__dict__)  # noqa: S102 (the user asked to run this script)
            others = [sys.modules[name] for name in sys.modules if name not in known]
    except KeyboardInterrupt:
        raise
    except SystemExit as problem:
        raise ScriptError(
            "the script ends itself with an exit; remove it, derive needs the script to run to its end",
            path=shown,
            line=_line(problem.__traceback__, code),
        ) from problem
    except DeriveError as problem:
        raise ScriptError(_one_line(problem), path=shown, line=_line(problem.__traceback__, code)) from problem
    except BaseException as problem:
        text = _one_line(problem)
        message = f"the script raises {type(problem).__name__}{': ' + text if text else ''}; correct it there"
        raise ScriptError(message, path=shown, line=_line(problem.__traceback__, code)) from problem
    return module, tuple(v for other in others for v in list(vars(other).values()) if isinstance(v, Derivation))


def _one_line(problem: BaseException) -> str:
    try:
        return " ".join(str(problem).split())
    except Exception:  # noqa: BLE001 (an exception of the script may fail to describe itself)
        return ""


def _line(trace: TracebackType | None, code: CodeType) -> int | None:
    """The line of the script that was running: the innermost frame in its own file."""
    found = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == code.co_filename:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


@contextlib.contextmanager
def _surroundings(module: ModuleType, path: Path) -> Iterator[None]:
    """What a script may rely on, and what it may not keep: its folder, argv, modules, folder changes, stdout."""
    folder = str(path.parent)
    saved_path, saved_argv, saved_modules = list(sys.path), list(sys.argv), dict(sys.modules)
    sys.path.insert(0, folder)
    sys.argv[:] = [str(path)]
    sys.modules[module.__name__] = module
    try:
        with contextlib.chdir("."), _descriptor_redirected(), contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        sys.path[:] = saved_path
        sys.argv[:] = saved_argv
        _restore_modules(saved_modules, module.__name__, folder)


def _restore_modules(saved: dict[str, ModuleType], name: str, folder: str) -> None:
    """Forget the script and its neighbours; keep libraries loaded.

    Two scripts in two folders may each have a `common.py`. A library such as SymPy stays: imported
    twice, its objects would no longer be equal to themselves.
    """
    new = [(key, key.partition(".")[0]) for key in sys.modules if key not in saved]
    near = {top for top in {top for _, top in new} if top != "derive" and _lies_in(sys.modules.get(top), folder)}
    for key, top in new:
        if key == name or top in near:
            del sys.modules[key]
    for key, value in saved.items():
        if sys.modules.get(key) is not value:
            sys.modules[key] = value


def _lies_in(module: ModuleType | None, folder: str) -> bool:
    """Whether a top-level module or package was found directly in `folder`."""
    if os.path.basename(folder) in {"site-packages", "dist-packages"}:  # noqa: PTH119
        return False
    places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]
    holders = {os.path.dirname(os.path.realpath(place)) for place in places if place}  # noqa: PTH120
    return folder in holders or os.path.join(folder, getattr(module, "__name__", "")) in holders  # noqa: PTH118


@contextlib.contextmanager
def _descriptor_redirected() -> Iterator[None]:
    """Send descriptor 1 to stderr, so that what the script's own child processes print stays out of our output."""
    sys.stdout.flush()
    try:
        kept = os.dup(STDOUT)
        os.dup2(STDERR, STDOUT)
    except OSError:  # a closed stdout or stderr: nothing to protect
        yield
        return
    try:
        yield
    finally:
        if sys.__stdout__ is not None:
            sys.__stdout__.flush()
        os.dup2(kept, STDOUT)
        os.close(kept)


def _collect(module: ModuleType, borrowed: tuple[Derivation, ...], shown: str) -> tuple[Derivation, ...]:
    """The module's own derivations: not those it imports, which belong to another file, and each one once."""
    doc = (module.__doc__ or "").strip().splitlines()
    heading = doc[0].strip() if doc else None
    found: list[Derivation] = []
    seen = {id(derivation) for derivation in borrowed}
    for name, value in list(vars(module).items()):
        if not isinstance(value, Derivation) or value.id or id(value) in seen:
            continue
        seen.add(id(value))
        placed = value.located(name, replace(value.source, path=shown))
        found.append(placed if placed.title else replace(placed, title=heading))
    if not found:
        raise ScriptError(
            "no derivation in this script; assign one to a name at module level: name = derivation(start, step(…))",
            path=shown,
        )
    return tuple(found)
