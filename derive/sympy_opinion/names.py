"""The Python names of a script: one for each variable and each value of a definition, never two for one."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from derive.terms.nodes import Definition, Family, Scalar, Sign
from derive.terms.to_sympy import symbol_name

IMPORTED = (
    "E",
    "Integer",
    "Max",
    "Rational",
    "diff",
    "exp",
    "limit",
    "log",
    "oo",
    "pi",
    "series",
    "simplify",
    "sqrt",
    "symbols",
)
"""What a script takes from SymPy."""

LOCAL = ("abs", "assigned", "given", "lhs", "point", "print", "remainder", "rhs", "tau")
"""The names that every script uses for its own purposes."""

ASSUMED = {Sign.REAL: "real", Sign.POSITIVE: "positive", Sign.NONNEGATIVE: "nonnegative"}

LONGEST_ROW = 6
"""Variables declared on one line."""

Variable = tuple[Family | Scalar, tuple[int, ...]]
Value = tuple[Definition, tuple[int, ...]]


def plain(text: str) -> str:
    """Outside text as one line of a comment or string: no line break, control character, quote or backslash."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.replace("\\", "/").replace('"', "'").split())


@dataclass(slots=True)
class Names:
    """Names given so far. The same thing keeps its name; a second thing of one name gets another (`clashed`)."""

    variables: dict[Variable, str] = field(default_factory=dict)
    values: dict[Value, str] = field(default_factory=dict)
    clashed: bool = False

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

    def _unused(self, written: str) -> str:
        name = re.sub(r"[^A-Za-z0-9_]", "_", written)
        name = name if name[:1].isalpha() else f"x{name}"
        taken = {*self.variables.values(), *self.values.values(), *IMPORTED, *LOCAL}
        candidates: Iterable[str] = (name, *(f"{name}_{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"))
        free = (c for c in candidates if c not in taken and not keyword.iskeyword(c) and not c.startswith("step_"))
        found = next(free, f"{name}_{len(taken)}_")
        self.clashed = self.clashed or found != name
        return found

    def declarations(self) -> Iterator[str]:
        """A line for the scalars of one sign and for each row of a family, by first use: `z_1, z_2 = symbols("z_1 z_2", real=True)`."""
        grouped: dict[tuple[str, Sign], dict[tuple[int, ...], list[tuple[tuple[int, ...], str]]]] = {}
        for (owner, places), name in self.variables.items():
            kind = f"family {owner.name}" if isinstance(owner, Family) else ""
            rows = grouped.setdefault((kind, owner.sign), {})
            rows.setdefault(places[:-1], []).append((places, name))
        for (_, sign), rows in grouped.items():
            for _, found in sorted(rows.items()):
                ordered = [name for _, name in sorted(found, key=lambda pair: pair[0])]
                for first in range(0, len(ordered), LONGEST_ROW):
                    names = ordered[first : first + LONGEST_ROW]
                    yield f'{", ".join(names)} = symbols("{" ".join(names)}", {ASSUMED[sign]}=True)'
