"""Where results go: `FORMAT[=FILE]` on the command line, the terminal, files."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from derive.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from derive.results import RunResult

FORMATS = ("text", "json")
REPORT_FORMATS = ("html", "latex", "json", "pdf")


@dataclass(frozen=True, slots=True)
class Output:
    """A format, and the file it goes to; stdout where `path` is None."""

    format: str
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How results are shown."""

    quiet: bool = False
    verbose: bool = False
    timings: bool = False
    undecided: Literal["fail", "warn"] = "fail"


def read_outputs(values: Iterable[str]) -> tuple[Output, ...]:
    """The outputs asked for, with text on stdout unless stdout is taken. Raises UsageError for an unknown format."""
    found: list[Output] = []
    for value in values:
        form, equals, target = value.partition("=")
        if form not in FORMATS:
            raise UsageError(f"--output {value}: unknown format {form!r}; use one of {', '.join(FORMATS)}")
        if equals and not target:
            raise UsageError(f"--output {value}: no file after '='; write {form}=FILE, or {form} for stdout")
        found.append(Output(form, None if target in ("", "-") else Path(target)))
    found = list(dict.fromkeys(found))
    on_stdout = [output.format for output in found if output.path is None]
    if len(on_stdout) > 1:
        raise UsageError(
            f"{' and '.join(on_stdout)} cannot share stdout; send one to a file: --output {on_stdout[0]}=FILE"
        )
    files = [output.path for output in found if output.path is not None]
    if len(set(files)) < len(files):
        raise UsageError("two outputs name the same file; give each its own")
    return tuple(found) if on_stdout else (Output("text"), *found)


def read_formats(value: str) -> tuple[str, ...]:
    """The formats of a report, from a list with commas. Raises UsageError for an unknown one."""
    found = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
    unknown = [name for name in found if name not in REPORT_FORMATS]
    if unknown or not found:
        what = f"unknown format {unknown[0]!r}" if unknown else "no format"
        raise UsageError(f"--format {value}: {what}; use some of {','.join(REPORT_FORMATS)}")
    return found


def publish(run: RunResult, outputs: Iterable[Output], style: Style) -> None:
    """Render and write each output: files first, then stdout. Raises UsageError for a file that cannot be written."""
    from derive.report.files import write_atomic

    for output in sorted(outputs, key=lambda output: output.path is None):
        if output.path is None:
            say(_render(run, output, style))
        else:
            write_atomic(output.path, _render(run, output, style))


def write_report(
    run: RunResult, folder: Path, style: Style, formats: Sequence[str] = ("html", "latex", "json")
) -> Iterator[Path]:
    """Write report.html, report.tex, report.json and report.pdf into `folder`, each named as soon as it stands.

    Everything but the PDF is rendered before anything is written. Raises UsageError when a file cannot
    be written, and, after the others are, when there is no LaTeX for the PDF.
    """
    from derive.report import html, jsonout, pdf, tex
    from derive.report.files import write_atomic
    from derive.report.pictures.gallery import pictures
    from derive.report.versions import tool_versions

    tool, drawn = tool_versions(), pictures(run) if {"html", "json"} & set(formats) else ()
    texts: dict[str, str] = {}
    if "html" in formats:
        texts["report.html"] = html.render(run, tool=tool, drawn=drawn)
    article = tex.render(run, tool=tool) if {"latex", "pdf"} & set(formats) else ""
    if "latex" in formats:
        texts["report.tex"] = article
    if "json" in formats:
        texts["report.json"] = jsonout.render(run, tool=tool, timings=style.timings, drawn=drawn)
    for name, text in texts.items():
        write_atomic(folder / name, text)
        yield folder / name
    if "pdf" in formats:
        write_atomic(folder / "report.pdf", pdf.compiled(article))
        yield folder / "report.pdf"


def _render(run: RunResult, output: Output, style: Style) -> str:
    if output.format == "json":
        from derive.report import jsonout
        from derive.report.versions import tool_versions

        return jsonout.render(run, tool=tool_versions(), timings=style.timings)
    from derive.report import text

    return text.render(
        run,
        color=output.path is None and wants_color(),
        quiet=style.quiet,
        verbose=style.verbose,
        timings=style.timings,
        undecided_warns=style.undecided == "warn",
        errors=output.path is not None,
    )


def wants_color() -> bool:
    """Whether stdout is a terminal that shows colours, and NO_COLOR does not forbid them."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """Write to stdout as UTF-8. A reader that has gone away (`| head`) ends the output, not the program."""
    try:
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(text)
        else:
            sys.stdout.flush()
            buffer.write(text.encode("utf-8", errors="backslashreplace"))
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes stdout once more on exit; let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(run: RunResult) -> None:
    """Print the input that could not be read, a line each, on stderr."""
    from derive.report.text import error_line

    for error in run.errors:
        sys.stderr.write(error_line(error) + "\n")
