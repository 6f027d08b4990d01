"""A derivation as a stand-alone SymPy script: one function a step, plain assertions, nothing of derive in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import fill, indent

from derive.sympy_opinion.layout import WIDE, comment
from derive.sympy_opinion.names import IMPORTED, Names, plain
from derive.sympy_opinion.plan import SIZES
from derive.sympy_opinion.steps import Lines, step_lines
from derive.terms.latex import latex
from derive.terms.nodes import Term
from derive.terms.records import Derivation, Step


@dataclass(frozen=True, slots=True)
class Script:
    """The text of a script, and for each step why it cannot be checked, or None where `step_1`, … checks it.

    `notes` says of each step what to bear in mind when its check succeeds.
    """

    id: str
    text: str
    cannot: tuple[str | None, ...]
    notes: tuple[str, ...]


def script(chain: Derivation) -> Script:
    """The script that re-derives `chain`. The same derivation gives the same text."""
    names = Names()
    bodies = _bodies(chain, names)
    if names.clashed:
        # Once more with all variables named first: no definition takes the name of one that a later step uses.
        known, names = names.variables, Names()
        for owner, places in known:
            names.variable(owner, places)
        bodies = _bodies(chain, names)
    functions = "\n\n\n".join(_function(chain, number, body) for number, body in enumerate(bodies))
    checked = [f"step_{number}" for number, body in enumerate(bodies, 1) if body.cannot is None]
    small = ['tau = symbols("tau", positive=True)'] if "1/tau" in functions else []
    declared = "\n".join([*names.declarations(), *small])
    text = f"{functions}\n\n\n{_run(checked, len(bodies))}"
    code = "\n".join(line for line in f"{declared}\n{text}".splitlines() if not line.lstrip().startswith("#"))
    needed = [name for name in IMPORTED if re.search(rf"\b{name}\b", code)]
    imports = fill(f"from sympy import {', '.join(needed)}", WIDE) if needed else ""
    if "\n" in imports:
        imports = "from sympy import (\n" + "".join(f"    {name},\n" for name in needed) + ")"
    top = "\n\n".join(filter(None, [_heading(chain), imports, declared]))
    return Script(
        chain.id, f"{top}\n\n\n{text}\n", tuple(body.cannot for body in bodies), tuple(body.note for body in bodies)
    )


def _bodies(chain: Derivation, names: Names) -> list[Lines]:
    return [step_lines(chain, number, names) for number in range(len(chain.steps))]


def _heading(chain: Derivation) -> str:
    source = chain.source
    lines = [plain(chain.title or chain.id) or "A derivation", ""]
    if chain.claims:
        lines.append(f"Claims  {plain(', '.join(chain.claims))}")
    if source.document:
        line = "" if source.document_line is None else f", line {source.document_line}"
        lines.append(f"Source  {plain(source.document)}{line}")
    if source.path:
        lines.append(f"Derivation  {plain(chain.id)} in {plain(source.path)}")
    lines += [
        "",
        f"Re-derived by SymPy with explicit symbols, every size {SIZES[0]} and then {SIZES[1]} unless it is fixed, and with",
        "free indices equal and different. Run it with Python and SymPy: it stops at the first step that fails.",
    ]
    return '"""' + "\n".join(lines) + '\n"""'


def _function(chain: Derivation, number: int, body: Lines) -> str:
    link = chain.steps[number]
    before = chain.start if number == 0 else chain.steps[number - 1].rhs
    heading = comment(f"Step {number + 1}: {stated(before, link)}")
    if body.cannot is not None:
        return f"{heading}\n{comment(f'Not checked: {plain(body.cannot)}.')}"
    return f"{heading}\ndef step_{number + 1}():\n{indent(chr(10).join(body.lines), '    ')}"


def stated(before: Term, link: Step) -> str:
    """The step as the derivation states it, in LaTeX on one line."""
    order = "" if link.up_to is None else f" + O({link.up_to.variable.name}^{{-{link.up_to.order}}})"
    reason = "" if not link.by else f"   [{link.by}]"
    text = f"{latex(before)} {link.relation.value} {latex(link.rhs)}{order}{reason}"
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _run(checked: list[str], steps: int) -> str:
    lines = ['if __name__ == "__main__":', *(f"    {name}()" for name in checked)]
    some = "" if len(checked) == steps else f", {steps - len(checked)} not checked"
    return "\n".join([*lines, f'    print("ok: {len(checked)} of {steps} steps{some}")'])
