"""The Python names of a script: one for each variable and each value of a definition, never two for one."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from derive.terms.nodes import Definition, Family, Scalar, Sign
from derive.terms.to_sympy import symbol_name

IMPORTED = (
    "E",
    "Integer",
    "Rational",
    "cancel",
    "diff",
    "exp",
    "expand",
    "expand_log",
    "limit",
    "log",
    "oo",
    "pi",
    "powdenest",
    "series",
    "simplify",
    "sqrt",
    "symbols",
    "sympify",
    "together",
)
"""What a script takes from SymPy."""

LOCAL = ("difference", "given", "lhs", "point", "print", "remainder", "rhs", "simplified", "step", "tau", "vanishes")
"""The names that every script uses for its own purposes."""

ASSUMED = {Sign.REAL: "real", Sign.POSITIVE: "positive", Sign.NONNEGATIVE: "nonnegative"}

LONGEST_ROW = 6
"""Variables declared on one line."""

Variable = tuple[Family | Scalar, tuple[int, ...]]
Value = tuple[Definition, tuple[int, ...]]


@dataclass(slots=True)
class Names:
    """Names given so far. The same thing keeps its name; a second thing of one name gets another."""

    variables: dict[Variable, str] = field(default_factory=dict)
    values: dict[Value, str] = field(default_factory=dict)

    def variable(self, owner: Family | Scalar, places: tuple[int, ...]) -> str:
        """The name of an entry of a family, or of a scalar."""
        key = (owner, places)
        if key not in self.variables:
            self.variables[key] = self._unused(symbol_name(owner.name, places))
        return self.variables[key]

    def value(self, definition: Definition, places: tuple[int, ...]) -> str:
        """The name of a definition at concrete positions."""
        key = (definition, places)
        if key not in self.values:
            self.values[key] = self._unused(symbol_name(definition.name, places))
        return self.values[key]

    def _unused(self, name: str) -> str:
        taken = {*self.variables.values(), *self.values.values(), *IMPORTED, *LOCAL}
        candidates: Iterable[str] = (name, *(f"{name}_{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"))
        free = (c for c in candidates if c not in taken and not keyword.iskeyword(c) and not c.startswith("step_"))
        return next(free, f"{name}_{len(taken)}_")

    def declarations(self) -> Iterator[str]:
        """One line for each scalar, family or row of one, by first use: `z_1, z_2 = symbols("z_1 z_2", real=True)`."""
        grouped: dict[tuple[Family | Scalar, tuple[int, ...]], list[tuple[int, ...]]] = {}
        for owner, places in self.variables:
            grouped.setdefault((owner, places[:-1]), []).append(places)
        for (owner, _), found in grouped.items():
            for first in range(0, len(found), LONGEST_ROW):
                names = [self.variables[owner, places] for places in sorted(found)[first : first + LONGEST_ROW]]
                yield f'{", ".join(names)} = symbols("{" ".join(names)}", {ASSUMED[owner.sign]}=True)'
