"""Runs single steps of exported scripts, one after the other: requests and answers are lines of JSON.

A request names a script's file and a step; the answer is its status and a detail. The process that
started this one puts an end to a step that takes too long. Needs SymPy only, nothing of derive.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from sympy import Integer, Rational
from sympy.core.cache import clear_cache

VALUES = (Rational(3, 7), Rational(5, 4), Rational(2, 9), Rational(11, 6), Rational(1, 3), Rational(8, 5))
"""Where a difference that SymPy does not simplify to 0 is evaluated."""

MEMORY = 4 * 1024**3
"""Bytes that SymPy may take."""

CLOSE = Rational(1, 10**20)


def main() -> None:
    """Answer requests until the input ends."""
    capped()
    loaded: tuple[str, Any] = ("", None)
    for line in sys.stdin:
        request = json.loads(line)
        if request["script"] != loaded[0]:
            clear_cache()
            loaded = (request["script"], load(request["script"]))
        status, detail = answer(getattr(loaded[1], request["step"]))
        sys.stdout.write(json.dumps({"status": status, "detail": detail}) + "\n")
        sys.stdout.flush()


def capped() -> None:
    """Cap this process's memory, where the system can."""
    try:
        import resource  # noqa: PLC0415 (not on every system)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def load(path: str) -> Any:
    """The script as a module, its steps not yet run."""
    spec = importlib.util.spec_from_file_location("exported", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(step: Any) -> tuple[str, str]:
    """Run one step: "agrees", "differs" where a difference is seen, "cannot" where SymPy does not get through."""
    try:
        step()
    except AssertionError as failure:
        return judged(str(failure), failure.__traceback__)
    except Exception as failure:  # noqa: BLE001 (whatever SymPy raises is an answer here)
        return "cannot", f"SymPy stops with {type(failure).__name__}: {' '.join(str(failure).split())[:200]}"
    return "agrees", ""


def judged(where: str, traceback: TracebackType | None) -> tuple[str, str]:
    """Whether the sides of a failed assertion differ at a point of the domain, read from the step's variables."""
    found: dict[str, Any] = {}
    while traceback is not None:
        if traceback.tb_frame.f_code.co_name.startswith("step_"):
            found = traceback.tb_frame.f_locals
        traceback = traceback.tb_next
    if "the point" in where or "the sides" in where:
        at = ", ".join(f"{symbol} = {value}" for symbol, value in found.get("point", {}).items())
        return "differs", f"{where} {at}".rstrip()
    if "remainder" in found:
        return "cannot", f"{where}: the terms of the expansion are not simplified to 0"
    given = found.get("given", {})
    gap = (Integer(0) + found["lhs"] - found["rhs"]).subs(given)
    for stretch in (Rational(1, 10), Integer(1), Integer(-1)):
        seen, at = measured(gap, given, stretch)
        if seen is None:
            continue
        if abs(seen) > CLOSE:
            return "differs", f"{where}: the sides differ by {seen.evalf(8)}{at}"
        return "cannot", f"{where}: not simplified to 0, though the sides agree{at}"
    return "cannot", f"{where}: not simplified to 0"


def measured(gap: Any, given: Mapping[Any, Any], stretch: Any) -> tuple[Any, str]:
    """The difference at one point, if it lies in the domain as far as signs tell, and the point as text."""
    names = sorted(gap.free_symbols.union(*[(Integer(0) + value).free_symbols for value in given.values()]), key=str)
    values = {
        symbol: stretch * VALUES[place % len(VALUES)] / (1 + place // len(VALUES)) for place, symbol in enumerate(names)
    }
    also = {symbol: (Integer(0) + value).subs(values).evalf(30) for symbol, value in given.items()}
    if not all(fits(symbol, value) for symbol, value in {**values, **also}.items()):
        return None, ""
    seen = gap.subs(values).evalf(30)
    at = ", ".join(f"{symbol} = {value}" for symbol, value in values.items())
    return (seen if seen.is_Float or seen.is_Rational else None), f" at {at}" if at else ""


def fits(symbol: Any, value: Any) -> bool:
    """Whether a symbol may have a value, as far as its sign tells."""
    if not value.is_real:
        return False
    return not (symbol.is_positive and not value > 0) and not (symbol.is_nonnegative and value < 0)


if __name__ == "__main__":
    main()
