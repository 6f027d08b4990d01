"""LaTeX formulas as MathML, refused rather than guessed."""

from __future__ import annotations

import re

from math_core import LatexError, LatexToMathML

# Longer or deeper than any formula a person reads; a parser or a browser could run out of stack beyond.
MAX_LENGTH, MAX_DEPTH = 8_000, 64
# math-core 0.9 tries each fence that is never closed both ways: "(" 30 times takes a quarter of a minute.
MAX_UNCLOSED = 8

# What math-core reads without complaint but not as LaTeX would show it: `%` drops the rest of the formula.
MISREAD = re.compile(r"(?<!\\)(?:\\\\)*%|\\(?:newcommand|renewcommand|providecommand|def)\b")
SIZED = r"\\(?:middle|[bB]igg?[lrm]?)(?![a-zA-Z])\s*(?:\\[a-zA-Z]+|\\.|.)"
DEEPER = r"\\left(?![a-zA-Z])\s*(?:\\[a-zA-Z]+|\\.|.)|\\begin(?![a-zA-Z])|\{"
HIGHER = r"\\right(?![a-zA-Z])\s*(?:\\[a-zA-Z]+|\\.|.)|\\end(?![a-zA-Z])|\}"
CELL = r"\\\\|&"
PLAIN = (
    r"\\(?:le|leq|ln|log|lg|lim|ldots|lambda|ll|lnot|lor|land|limits|leftarrow|rm|rho|rightarrow|mathrm)(?![a-zA-Z])"
)
OPEN = r"[(\[⟨⌈⌊⟦⟪⟮]|\\\{|\\(?:l|ul)[a-zA-Z]+"
CLOSE = r"[)\]⟩⌉⌋⟧⟫⟯]|\\\}|\\(?:r|ur|lr)[a-zA-Z]+"
TOKEN = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in (
            ("sized", SIZED), ("deeper", DEEPER), ("higher", HIGHER), ("cell", CELL), ("plain", PLAIN),
            ("close", r"\\lrcorner(?![a-zA-Z])|" + CLOSE), ("open", OPEN), ("other", r"\\[a-zA-Z]+|\\."),
        )
    ),
    re.DOTALL,
)  # fmt: skip
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
    """Whether a formula is too long, nested too deeply, or leaves too many fences open, to be handed to a parser."""
    if len(latex) > MAX_LENGTH or RUN.search(latex):
        return True
    outer: list[int] = []
    here = unclosed = 0
    for token in TOKEN.finditer(latex):
        match token.lastgroup:
            case "deeper":
                outer.append(here)
                here = 0
                if len(outer) > MAX_DEPTH:
                    return True
            case "higher":
                unclosed += here
                here = outer.pop() if outer else 0
            case "cell":
                unclosed, here = unclosed + here, 0
            case "open":
                here += 1
            case "close":
                here = max(0, here - 1)
    return unclosed + here + sum(outer) > MAX_UNCLOSED
