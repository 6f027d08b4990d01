"""LaTeX formulas as MathML, refused rather than guessed."""

from __future__ import annotations

import re

from math_core import LatexError, LatexToMathML

# What math-core reads without complaint but not as LaTeX would show it: `%` drops the rest of the formula.
MISREAD = re.compile(r"(?<!\\)(?:\\\\)*%|\\(?:newcommand|renewcommand|providecommand|def)\b")


class Formulas:
    """Turns formulas into MathML for one rendering."""

    def __init__(self) -> None:
        self._converter = LatexToMathML(annotation=True, fancy_error=False)

    def mathml(self, latex: str, *, display: bool = True) -> str | None:
        """`latex` as escaped MathML, the LaTeX kept as annotation; None where it cannot be shown faithfully."""
        line = " ".join(latex.split())
        if not line or not line.isprintable() or MISREAD.search(line):
            return None
        try:
            return self._converter.convert_with_local_state(line, displaystyle=display)
        except LatexError:
            return None
