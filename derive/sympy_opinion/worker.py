"""Runs single steps of exported scripts, one after the other: requests and answers are lines of JSON.

A request names a script's file and a step; the answer is its status and a detail. The process that
started this one puts an end to a step that takes too long. Needs SymPy only, nothing of derive.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from types import TracebackType
from typing import Any

from sympy import Expr, Integer, Rational
from sympy.core.cache import clear_cache

VALUES = (Rational(3, 7), Rational(5, 4), Rational(2, 9), Rational(11, 6), Rational(1, 3), Rational(8, 5))
"""Where a difference that SymPy does not simplify to 0 is evaluated."""

CLOSE = Rational(1, 10**20)


def main() -> None:
    """Answer requests until the input ends."""
    loaded: tuple[str, Any] = ("", None)
    for line in sys.stdin:
        request = json.loads(line)
        if request["script"] != loaded[0]:
            clear_cache()
            loaded = (request["script"], load(request["script"]))
        status, detail = answer(getattr(loaded[1], request["step"]))
        sys.stdout.write(json.dumps({"status": status, "detail": detail}) + "\n")
        sys.stdout.flush()


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
    """Whether the sides differ at a point, read from the variables of the step that failed."""
    found: dict[str, Any] = {}
    while traceback is not None:
        if traceback.tb_frame.f_code.co_name.startswith("step_"):
            found = traceback.tb_frame.f_locals
        traceback = traceback.tb_next
    if "point" in found and "instead" not in where:
        return "differs", f"{where}: no difference between the sides"
    if "remainder" in found:
        return "cannot", f"{where}: the terms of the expansion are not simplified to 0"
    gap = Integer(0) + found["lhs"] - found["rhs"]
    gap = gap.subs(found.get("given", {}))
    names = sorted(gap.free_symbols, key=str)
    values = {symbol: VALUES[place % len(VALUES)] + place // len(VALUES) for place, symbol in enumerate(names)}
    seen = gap.subs(values).evalf(30)
    at = ", ".join(f"{symbol} = {value}" for symbol, value in values.items())
    if not isinstance(seen, Expr) or not seen.is_number or seen.has_free():
        return "cannot", f"{where}: not simplified to 0"
    if seen.is_finite and abs(seen) > CLOSE:
        return "differs", f"{where}: the sides differ by {seen.evalf(8)}" + (f" at {at}" if at else "")
    return "cannot", f"{where}: not simplified to 0, though the sides agree numerically"


if __name__ == "__main__":
    main()
