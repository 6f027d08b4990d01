"""The LaTeX article: golden, compiles, and only prints what it is given."""

import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from derive.report import tex
from derive.report.formula import Formulas
from derive.report.texsafe import escape, is_harmless
from derive.results import RunResult


def compile_tex(source, folder):
    (folder / "report.tex").write_text(source, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "report.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    assert (folder / "report.pdf").stat().st_size > 1000


needs_pdflatex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")


def test_golden(run, tool, golden):
    golden("report.tex", tex.render(run, tool=tool))


@needs_pdflatex
def test_compiles(run, tool, tmp_path):
    compile_tex(tex.render(run, tool=tool), tmp_path)


@needs_pdflatex
def test_empty_run_compiles(tool, tmp_path):
    compile_tex(tex.render(RunResult(()), tool=tool), tmp_path)


@needs_pdflatex
def test_every_character_compiles(run, tool, tmp_path):
    """Titles of any characters: ASCII, Latin, Greek, mathematics, others."""
    codes = [*range(1, 0x250), *range(0x370, 0x400), *range(0x2000, 0x2300), 0x6F22, 0x1F600]
    title = " ".join("".join(map(chr, codes[start : start + 12])) for start in range(0, len(codes), 12))
    derivations = (replace(run.derivations[3], title=title, claims=tuple(title.split()[:40])),)
    compile_tex(tex.render(RunResult(derivations), tool=tool), tmp_path)


@needs_pdflatex
def test_accepted_formulas_compile(run, tool, tmp_path):
    """What the filter lets through, pdflatex takes; these are odd ones that might stop it."""
    odd = [
        "a_b_c", "a^b'", "a'^b", "a''", r"\left(", r"\left( x", r"x \right)", r"\frac{a}", r"\frac a b", r"\sqrt", r"\text{a_b}",
        r"\begin{cases} a & i = j \\ b & i \ne j \end{cases}", r"\begin{cases} a", r"\end{cases}", r"a \\ b", "a & b", "{", "}", "}{",
        r"\{ x \}", r"\left\{ x \right.", r"\left. x \right|", r"\hat", r"\mathrm{KL_x}", r"\mathrm{a_b_c}", "^", "_", "x_", "x^{}", "~",
        r"\lim_{T \to \infty} x", r"\operatorname{softmax}(x)", r"\sum_{k=1}^{n} x_{k}", r"x \;\text{for all } k", r"\text", r"\left", "'",
        "\\", r"x\ ", r"\, x", r"\begin{aligned} a &= b \\ &= c \end{aligned}", r"\begin{cases}\end{cases}", r"x ' ^ 2", r"{x}_a_b", r"x^a{}'",
        r"\bar", r"\mathrm", r"\sum\nolimits", r"\left(\begin{cases} a \right)\end{cases}", r"\sqrt[3]{x}", r"\sqrt[", r"\frac{}{}", r"x^{a^{b}}'",
        r"\begin {cases} a \end {cases}", r"\begin", r"\lvert x \rvert", r"\left\lvert x \right\rvert", r"\left x \right x", r"\le^2", "a__b", r"\mathrm x", r"\cdot_a",
    ]  # fmt: skip
    formulas = Formulas()
    accepted = [latex for latex in odd if "shown as" not in tex.formula(formulas, latex)]
    assert r"\begin{cases} a & i = j \\ b & i \ne j \end{cases}" in accepted
    assert r"x \;\text{for all } k" in accepted
    derivations = (
        replace(
            run.derivations[0], assumptions=tuple(odd), source=replace(run.derivations[0].source, latex=" ".join(odd))
        ),
    )
    compile_tex(tex.render(RunResult(derivations), tool=tool), tmp_path)


def test_only_the_agreed_packages(run, tool):
    found = re.findall(r"\\usepackage(?:\[.*?\])?\{(.*?)\}", tex.render(run, tool=tool))
    assert {name for group in found for name in group.split(",")} == {
        "amsmath",
        "amssymb",
        "booktabs",
        "longtable",
        "xcolor",
        "hyperref",
    }


@pytest.mark.parametrize(
    "latex",
    [
        r"\input{/etc/passwd}", r"\write18{ls}", r"\def\x{}", r"\csname input\endcsname", r"^^5cinput{x}", r"\catcode`\%=12", "a % b", "$", "a # b",
        "α", r"\openin", r"\begin{verbatim}", r"\begin", r"\text{\input{x}}", r"\text{a $ b}", "\\", "{", "}{", "a\x00", r"\href{x}{y}", r"a \\ b",
    ],
)  # fmt: skip
def test_harmful_formulas_are_refused(latex):
    assert not is_harmless(latex)


def test_hostile_text_is_only_text(run, tool):
    source = tex.render(run, tool=tool)
    assert r"\input" not in source
    assert source.count(r"\end{document}") == 1
    assert not [line for line in source.splitlines() if re.search(r"(?<!\\)%", line)]


def test_escape_covers_special_characters():
    assert escape("50% a_b & #1 {x}") == r"50\% a\_\allowbreak{}b \& \#1 {\ttfamily\char123}x{\ttfamily\char125}"
    assert escape("é Ω 漢 ∑") == r"\'{e} \ensuremath{\Omega} \texttt{[U+6F22]} \ensuremath{\sum}"
