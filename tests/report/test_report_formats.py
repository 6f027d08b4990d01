"""`--format`: what may stand there, and the PDF where there is no LaTeX."""

import shutil
import sys

import pytest

from derive.cli import main
from derive.errors import UsageError
from derive.report import pdf
from derive.report.outputs import REPORT_FORMATS, Style, read_formats, write_report

SCRIPT = """
from derive import derivation, reals, size, step
z = reals("z", size("n"))
same = derivation(z[1], step(z[1]))
"""


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A PATH without any program."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("html", ("html",)),
        ("json,html", ("json", "html")),
        (" html , pdf,", ("html", "pdf")),
        ("latex,latex,json", ("latex", "json")),
        ("html,latex,json,pdf", REPORT_FORMATS),
    ],
)
def test_formats_are_read(text, expected):
    assert read_formats(text) == expected


@pytest.mark.parametrize("text", ["", ",", " ", "docx", "html,PDF", "html;json", "html latex"])
def test_an_unknown_format_is_refused_with_those_there_are(text):
    with pytest.raises(UsageError, match="html,latex,json,pdf"):
        read_formats(text)


def test_unknown_format_exits_with_2_before_anything_is_written(tmp_path, capsys):
    assert main(["report", "-o", str(tmp_path / "out"), "--format", "html,docx"]) == 2
    assert "unknown format 'docx'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_only_what_is_asked_for_is_written(run, tmp_path):
    assert [path.name for path in write_report(run, tmp_path, Style(), ("json",))] == ["report.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_without_latex_the_pdf_says_what_to_install(bare):
    with pytest.raises(UsageError, match=r"latexmk and pdflatex are needed .*--format latex"):
        pdf.compiled("x")


def test_without_latex_the_others_are_written_and_the_exit_code_is_2(bare, tmp_path, capsys):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    out = tmp_path / "out"
    assert main(["report", str(script), "-o", str(out), "--format", "pdf,html,latex,json"]) == 2
    said = capsys.readouterr()
    assert "no PDF: latexmk and pdflatex are needed and not installed" in said.err
    assert "Traceback" not in said.err
    assert sorted(path.name for path in out.iterdir()) == ["report.html", "report.json", "report.tex"]
    assert all(f"report.{form}" in said.out for form in ("html", "tex", "json"))
    assert "report.pdf" not in said.out


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("echo '! Undefined control sequence.'; exit 12", "LaTeX stopped: ! Undefined control sequence."),
        ("exit 0", "LaTeX stopped: see report.tex"),
    ],
)
def test_latex_that_stops_is_said_in_its_own_words(body, message, bare, tmp_path):
    for name in ("latexmk", "pdflatex"):
        program = tmp_path / "bin" / name
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
    with pytest.raises(UsageError) as told:
        pdf.compiled("x")
    assert message in str(told.value)


def test_latex_that_never_ends_is_stopped(bare, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "LIMIT", 0.1)
    sleep = shutil.which("sleep", path="/bin:/usr/bin")
    if sleep is None:
        pytest.skip("no sleep")
    for name in ("latexmk", "pdflatex"):
        program = tmp_path / "bin" / name
        program.write_text(f"#!/bin/sh\nexec {sleep} 2\n")
        program.chmod(0o755)
    with pytest.raises(UsageError, match="took longer than"):
        pdf.compiled("x")
