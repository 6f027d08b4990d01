"""The article as PDF, by latexmk where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from derive.errors import UsageError

MISSING = (
    "no PDF: latexmk and pdflatex are needed and not installed "
    "(Debian: latexmk texlive-latex-recommended lmodern); --format latex writes what to compile"
)
LIMIT = 600


def compiled(source: str) -> bytes:
    """The PDF of a LaTeX source. Raises UsageError when LaTeX is missing or stops."""
    if shutil.which("latexmk") is None or shutil.which("pdflatex") is None:
        raise UsageError(MISSING)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.tex").write_text(source, encoding="utf-8", errors="backslashreplace")
        # -norc: no settings of the user's, which latexmk would run as Perl; -no-shell-escape: no program from LaTeX.
        command = ["latexmk", "-norc", "-pdf", "-interaction=nonstopmode", "-halt-on-error"]
        command += ["-pdflatex=pdflatex -no-shell-escape %O %S", "report.tex"]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, timeout=LIMIT, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as slow:
            raise UsageError(f"no PDF: latexmk took longer than {LIMIT} s") from slow
        target = folder / "report.pdf"
        if done.returncode != 0 or not target.is_file():
            lines = done.stdout.decode(errors="replace").splitlines()
            why = next((line for line in lines if line.startswith("!")), "see report.tex, compiled by hand")
            raise UsageError(f"no PDF: LaTeX stopped: {why}")
        return target.read_bytes()
