"""The embedded font holds every character the page can ask of it."""

import re
import unicodedata
from html import unescape

import pytest

from derive.report.findings import entries
from derive.report.formula import Formulas
from derive.report.mathfont import FOLDER, SUBSET, characters, font_face

# A single letter in <mi> is set in italics: the browser takes U+1D434… (and ℎ) for it.
ITALIC = {chr(ord("A") + i): 0x1D434 + i for i in range(26)} | {chr(ord("a") + i): 0x1D44E + i for i in range(26)}
ITALIC["h"] = 0x210E
GREEK = {chr(0x3B1 + i): 0x1D6FC + i for i in range(25)}


def needed(mathml):
    body = re.sub(r"<annotation.*?</annotation>", "", mathml, flags=re.DOTALL)
    codes = {ord(char) for char in unescape(re.sub(r"<[^>]*>", "", body))}
    for letter in re.findall(r"<mi>(.)</mi>", body):
        codes |= {(ITALIC | GREEK).get(letter, ord(letter))}
    # Invisible operators and selectors draw nothing.
    return {code for code in codes if unicodedata.category(chr(code)) not in ("Cf", "Mn", "Zs")}


def formulas_of(run):
    for derivation in run.derivations:
        yield from derivation.assumptions
        yield derivation.source.latex or ""
        for step in derivation.steps:
            yield from (
                step.lhs,
                step.rhs,
                *step.result.uses,
                *step.result.conditions,
                step.result.true_iff or "",
                step.result.residual or "",
            )
            if step.nearest_true is not None:
                yield from (step.nearest_true.lhs, step.nearest_true.rhs)
            if step.result.witness is not None:
                yield from (name for name, _ in step.result.witness.values)


@pytest.fixture(scope="module")
def library():
    from derive.library import load
    from derive.session import check

    return check(load())


def test_every_character_of_the_library_is_in_the_subset(library):
    formulas = Formulas()
    missing = {}
    for latex in formulas_of(library):
        for code in needed(formulas.mathml(latex) or "") - characters():
            missing[f"U+{code:04X} {chr(code)}"] = latex
    assert missing == {}


def test_every_formula_of_the_library_is_rendered(library):
    """math-core refuses none of our own."""
    formulas = Formulas()
    written = {side for d in library.derivations for s in d.steps for side in (s.lhs, s.rhs)}
    assert [latex for latex in written if formulas.mathml(latex) is None] == []


def test_common_signs_are_in_the_subset():
    signs = "√∑∏∫∂∇∞→≤≥≠≈≡∈∉∀∃·×÷±−‖′⟨⟩⌈⌉⌊⌋ℝℕℤαβγδεζηθικλμνξπρσςτυφχψωΓΔΘΛΞΠΣΦΨΩ𝔼𝟏ℒ"
    assert [sign for sign in signs if ord(sign) not in characters()] == []


def test_the_file_holds_what_the_list_says():
    fonttools = pytest.importorskip("fontTools.ttLib", reason="fonttools is not installed")
    pytest.importorskip("brotli", reason="brotli is not installed")
    font = fonttools.TTFont(SUBSET)
    assert characters() <= set(font.getBestCmap())
    assert "MATH" in font


def test_small_and_licensed():
    assert SUBSET.stat().st_size < 180_000
    assert "GUST Font License" in (FOLDER / "GUST-FONT-LICENSE.txt").read_text(encoding="utf-8")
    assert font_face().startswith("@font-face")


def test_findings_of_the_library(library):
    """D0's quadratic limit is false; D1's gradient is true only with Σ_j y_j = 1; H(P,Q) ≠ H(Q,P) is no finding."""
    found = {item.derivation.id: item for item in entries(library)}
    assert found["kd_gradient_is_quadratic"].kind.value == "false"
    assert found["logit_gradient_without_sum"].kind.value == "true only with a condition"
    assert any("= 1" in fact for fact in found["logit_gradient_without_sum"].given)
    assert found["soft_loss_as_written"].kind.value == "no meaning as written"
    assert found["cross_entropy_symmetric"].kind is None
    assert found["softmax_jacobian"].kind is None
