"""LaTeX formulas as MathML, refused rather than guessed."""

from __future__ import annotations

import re

from math_core import LatexError, LatexToMathML

# Longer or deeper than any formula a person reads; a parser or a browser could run out of stack beyond.
MAX_LENGTH, MAX_DEPTH = 8_000, 64

# What math-core reads without complaint but not as LaTeX would show it: `%` drops the rest of the formula.
MISREAD = re.compile(r"(?<!\\)(?:\\\\)*%|\\(?:newcommand|renewcommand|providecommand|def)\b")
NESTING = re.compile(r"\\(?:left|begin)(?![a-zA-Z])|\\(?:right|end)(?![a-zA-Z])|\\.|[{}]", re.DOTALL)
# Commands that take the next one as their argument nest without any brace: \sqrt\sqrt\sqrt x.
RUN = re.compile(rf"(?:(?:\\[a-zA-Z]+|[_^'])\s*){{{MAX_DEPTH},}}")


class Formulas:
    """Turns formulas into MathML for one rendering; each formula is converted once."""

    def __init__(self) -> None:
        self._converter = LatexToMathML(annotation=True, fancy_error=False)
        self._known: dict[tuple[str, bool], str | None] = {}

    def mathml(self, latex: str, *, display: bool = True) -> str | None:
        """`latex` as escaped MathML, the LaTeX kept as annotation; None where it cannot be shown faithfully."""
        key = latex, display
        if key not in self._known:
            self._known[key] = self._convert(latex, display=display)
        return self._known[key]

    def _convert(self, latex: str, *, display: bool) -> str | None:
        line = " ".join(latex.split())
        if not line or not line.isprintable() or is_too_large(line) or MISREAD.search(line):
            return None
        try:
            return self._converter.convert_with_local_state(line, displaystyle=display)
        except LatexError:
            return None


def is_too_large(latex: str) -> bool:
    """Whether a formula is too long, or nested too deeply, to be handed to a parser."""
    if len(latex) > MAX_LENGTH or RUN.search(latex):
        return True
    depth = deepest = 0
    for match in NESTING.finditer(latex):
        token = match.group()
        depth += (token in ("{", r"\left", r"\begin")) - (token in ("}", r"\right", r"\end"))
        deepest = max(deepest, depth)
    return deepest > MAX_DEPTH
