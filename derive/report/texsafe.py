"""What may go into a LaTeX document: text, escaped; formulas, when nothing in them can do harm."""

from __future__ import annotations

import re
import unicodedata

SPECIAL = {
    "\\": r"{\ttfamily\char92}",
    "{": r"{\ttfamily\char123}",
    "}": r"{\ttfamily\char125}",
    "$": r"{\ttfamily\char36}",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_\allowbreak{}",
    "/": r"/\allowbreak{}",
    "^": r"{\ttfamily\char94}",
    "~": r"{\ttfamily\char126}",
    "<": r"{\ttfamily\char60}",
    ">": r"{\ttfamily\char62}",
    "|": r"{\ttfamily\char124}",
    '"': r"{\ttfamily\char34}",
    "'": r"{'}",
    "`": r"{`}",
    "-": r"{-}",
    "–": "--",
    "—": "---",
    "…": r"\dots{}",
    "·": r"\ensuremath{\cdot}",
    "×": r"\ensuremath{\times}",
    "−": r"\ensuremath{-}",
    "±": r"\ensuremath{\pm}",
    "→": r"\ensuremath{\to}",
    "≤": r"\ensuremath{\le}",
    "≥": r"\ensuremath{\ge}",
    "≠": r"\ensuremath{\ne}",
    "≈": r"\ensuremath{\approx}",
    "≡": r"\ensuremath{\equiv}",
    "∈": r"\ensuremath{\in}",
    "∀": r"\ensuremath{\forall}",
    "∃": r"\ensuremath{\exists}",
    "∂": r"\ensuremath{\partial}",
    "∇": r"\ensuremath{\nabla}",
    "∑": r"\ensuremath{\sum}",
    "∏": r"\ensuremath{\prod}",
    "∫": r"\ensuremath{\int}",
    "√": r"\ensuremath{\surd}",
    "⇒": r"\ensuremath{\Rightarrow}",
    "⇐": r"\ensuremath{\Leftarrow}",
    "⇔": r"\ensuremath{\Leftrightarrow}",
    "½": r"\ensuremath{\frac12}",
    "′": r"\ensuremath{'}",
    "ᵀ": r"\ensuremath{^T}",
    "∞": r"\ensuremath{\infty}",
    "‖": r"\ensuremath{\|}",
    "²": r"\ensuremath{^2}",
    "³": r"\ensuremath{^3}",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "ß": r"\ss{}",
    "æ": r"\ae{}",
    "ø": r"\o{}",
    "Æ": r"\AE{}",
    "Ø": r"\O{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
}
ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0308": '"',
    "\u030a": "r",
    "\u030c": "v",
    "\u0327": "c",
}
NAMES = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega
Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
"""
GREEK = dict(zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", NAMES.split(), strict=True))

COMMANDS = """
infty partial nabla frac tfrac dfrac sqrt sum prod int lim log ln exp min max left right mathrm mathbf mathbb mathcal
text operatorname Rightarrow Leftarrow Leftrightarrow le ge ne leq geq neq to approx equiv in notin forall exists
cdot cdots ldots dots times quad qquad begin end mid lvert rvert lVert rVert langle rangle pm mp hat bar tilde
top odot
"""
HARMLESS = frozenset(GREEK.values()) | frozenset(COMMANDS.split())
SPACES = frozenset(",;:! {}|")
ENVIRONMENTS = frozenset({"cases", "aligned"})
COMMAND = re.compile(r"\\([a-zA-Z]+|.|$)")
ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*(?:\{([^}]*)\})?")
UNSAFE = re.compile(
    r"(?<!\\)[$#%~]|\^\^|\\(?:text|operatorname)\s*(?!\{[A-Za-z0-9 ,.;:()=-]*\})|\^\s*(?:\S|\{[^}]*\})\s*'"
)


def escape(text: str) -> str:
    """Any text as LaTeX that prints it; a character pdflatex has no glyph for becomes its code point."""
    return "".join(map(_character, " ".join(text.split())))


def _character(char: str) -> str:
    if char in SPECIAL:
        return SPECIAL[char]
    if char in GREEK:
        return rf"\ensuremath{{\{GREEK[char]}}}"
    if " " <= char <= "~":
        return char
    base, marks = (plain := unicodedata.normalize("NFD", char))[0], plain[1:]
    if base.isascii() and base.isalpha() and marks in ACCENTS:
        return rf"\{ACCENTS[marks]}{{{base}}}"
    return rf"\texttt{{[U+{ord(char):04X}]}}"


def is_harmless(latex: str) -> bool:
    r"""Whether a formula holds only printable ASCII, balanced braces, and commands that can neither act nor fail.

    An allow-list: `\input`, `\write` and macros of the source's own are refused because nobody named them here.
    """
    if not latex.isascii() or not latex.isprintable() or UNSAFE.search(latex):
        return False
    depth = 0
    for char in re.sub(r"\\.", "", latex):
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    environments = [match.group(1) for match in ENVIRONMENT.finditer(latex)]
    allowed = HARMLESS | SPACES | ({"\\"} if environments else set())
    return (
        depth == 0
        and all(name in ENVIRONMENTS for name in environments)
        and all(c in allowed for c in COMMAND.findall(latex))
    )
