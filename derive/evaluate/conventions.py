"""The convention 0·log 0 = 0, for claims that state it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flint import arb, fmpq

from derive.evaluate.failures import Undefined
from derive.evaluate.machine import Machine

Code = Callable[[Machine], Any]


def zero_log_product(product: Code, others: Sequence[Code], arguments: Sequence[Code]) -> Code:
    """The code of a product with logarithms of `arguments`: 0 where another factor is 0 and a logarithm has no value.

    Raises Undefined where no other factor is exactly 0, or an argument is negative.
    """

    def run(m: Machine) -> Any:
        try:
            return product(m)
        except Undefined:
            if any(_is_zero(code(m)) for code in others) and all(_not_negative(code(m)) for code in arguments):
                return fmpq(0)
            raise

    return run


def _is_zero(value: Any) -> bool:
    return isinstance(value, fmpq | arb) and bool(value == 0)


def _not_negative(value: Any) -> bool:
    return isinstance(value, fmpq | arb) and bool(value >= 0)
