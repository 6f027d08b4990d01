"""The math font of the page: one fixed subset of Latin Modern Math, embedded, so that every machine shows the same signs.

The subset is made once, from the font as Debian ships it (package `fonts-lmodern`), and kept beside its
licence in `fonts/`; a subset made for each report once dropped the √ sign without a word. To make it again:

    pip install fonttools brotli
    python -m derive.report.mathfont /usr/share/texmf/fonts/opentype/public/lm-math/latinmodern-math.otf
"""

from __future__ import annotations

import base64
import sys
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
SUBSET = FOLDER / "derive-math.woff2"
FAMILY = "Derive Math"

# First and last code point of each range; what the font lacks in them is left out.
RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0xBF),  # signs of Latin-1: ¬ · ±
    (0xD7, 0xD7),  # ×
    (0xF7, 0xF7),  # ÷
    (0x300, 0x30C),  # accents
    (0x338, 0x338),  # the stroke of "not"
    (0x391, 0x3F6),  # Greek
    (0x2000, 0x2064),  # spaces, dashes, primes, invisible operators
    (0x2102, 0x2138),  # letter-like: ℂ ℋ ℓ ℕ ℝ ℤ
    (0x2190, 0x21D5),  # arrows
    (0x2200, 0x22A5),  # operators and relations
    (0x22C0, 0x22C7),  # large and small operators
    (0x22EE, 0x22F1),  # dots
    (0x2308, 0x230B),  # ceiling, floor
    (0x2320, 0x23AE),  # pieces of brackets
    (0x23DC, 0x23DF),  # braces above and below
    (0x25A1, 0x25A1),  # end of proof
    (0x27E8, 0x27E9),  # angle brackets
    (0x27F5, 0x27FC),  # long arrows
    (0x2A00, 0x2A06),  # large operators
    (0x2A7D, 0x2A7E),  # slanted ≤ ≥
    (0x1D400, 0x1D467),  # bold, italic
    (0x1D49C, 0x1D4CF),  # script
    (0x1D538, 0x1D56B),  # double-struck
    (0x1D6A4, 0x1D6A5),  # dotless i, j
    (0x1D6E2, 0x1D71B),  # italic Greek
    (0x1D7CE, 0x1D7D7),  # bold digits
)


@cache
def characters() -> frozenset[int]:
    """The code points the subset holds, from the list kept beside it."""
    return frozenset(int(code, 16) for code in (FOLDER / "characters.txt").read_text(encoding="ascii").split())


@cache
def font_face() -> str:
    """The `@font-face` rule with the subset inside it."""
    data = base64.b64encode(SUBSET.read_bytes()).decode("ascii")
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-display: block; '
        f"src: url(data:font/woff2;base64,{data}) format('woff2'); }}\n"
    )


def make_subset(source: Path) -> None:
    """Write the subset and its character list from the whole font. Raises ImportError without fonttools and brotli."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)
    wanted = {code for first, last in RANGES for code in range(first, last + 1)} & set(font.getBestCmap())
    options = subset.Options(layout_features=["ssty", "dtls"], hinting=False, desubroutinize=False, flavor="woff2")
    options.drop_tables += ["FFTM", "GPOS"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=wanted)
    worker.subset(font)
    for record in font["name"].names:  # the licence asks that a changed font carry another name
        if record.nameID in {1, 3, 4, 6, 16}:
            record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
    font["CFF "].cff.fontNames = [FAMILY.replace(" ", "")]
    font.flavor = "woff2"
    font.save(SUBSET)
    text = "\n".join(f"{code:04X}" for code in sorted(wanted))
    (FOLDER / "characters.txt").write_text(text + "\n", encoding="ascii")


if __name__ == "__main__":
    make_subset(Path(sys.argv[1]))
