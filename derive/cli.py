"""The command line: parse arguments, load, check, hand the results to renderers, set the exit code.

0 every step meets its expectation · 1 something does not · 2 usage, or input that cannot be read ·
3 internal error · 130 interrupted; 3 comes before 2, and 2 before 1. Heavy modules are imported by
the command that needs them: `--help` and `list` load neither SymPy nor flint.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from derive import __version__
from derive.errors import ScriptError, UsageError
from derive.report.outputs import Style, complain, publish, read_formats, read_outputs, say, write_report
from derive.report.summary import INTERNAL, INTERRUPTED, UNUSABLE, exit_code

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from derive.results import ClaimRow, RunError, RunResult
    from derive.terms.records import Derivation


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Raises SystemExit only where argparse does (--help, usage)."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except KeyboardInterrupt:
        sys.stderr.write("derive: interrupted\n")
        return INTERRUPTED
    except (UsageError, ScriptError) as problem:
        sys.stderr.write(f"derive: {problem}\n")
        return UNUSABLE
    except Exception as problem:  # noqa: BLE001 (the last resort: a bug gets its own exit code, whatever it is)
        if arguments.verbose:
            import traceback

            traceback.print_exc()
        what = f"{type(problem).__name__}: {problem}"
        sys.stderr.write(f"derive: internal error: {what}\nderive: this is a bug in derive; --verbose shows where\n")
        return INTERNAL
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="derive",
        description="Check mathematical derivations: every step is proved, refuted with a witness, or honestly undecided.",
        epilog="exit codes: 0 as expected, 1 a step is not, 2 usage or unreadable input, 3 internal error, 130 interrupted",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"derive {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    check = _command(commands, "check", "check scripts, or without a path the built-in derivations", _check)
    _checking(check)
    _with_sympy(check)
    _with_output(check)

    report = _command(commands, "report", "check, and write a report as HTML, LaTeX, JSON, PDF", _report)
    _checking(report)
    _with_sympy(report)
    report.add_argument(
        "-o", dest="folder", type=Path, default=Path("reports"), metavar="FOLDER", help="default: reports"
    )
    forms = "some of html,latex,json,pdf (default: html,latex,json); pdf needs latexmk"
    report.add_argument("--format", default="html,latex,json", metavar="LIST", help=forms)

    explain = _command(
        commands, "explain", "say why: what each step needs, lacks, and what would be true", _explain, first="ID"
    )
    _checking(explain)
    _with_output(explain)

    export = _command(commands, "export", "write each derivation as a SymPy script that needs no derive", _export)
    export.add_argument("--sympy", dest="folder", type=Path, required=True, metavar="FOLDER", help="where to")

    listing = _command(commands, "list", "list derivations: id, claims, title", _list)
    listing.add_argument("--json", action="store_true", help="machine-readable")
    claims = "what the documents claim, and which of the built-in derivations settle it"
    listing.add_argument("--claims", action="store_true", help=claims)

    _command(commands, "show", "print one derivation as it is written", _show, first="ID")
    return parser


def _command(commands: Any, name: str, text: str, run: Callable[..., int], first: str = "") -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    parser.set_defaults(run=run)
    if first:
        parser.add_argument("select", nargs=1, metavar=first, help="its id; shell wildcards allowed")
    else:
        parser.add_argument(
            "--select", action="append", default=[], metavar="ID", help="only this id; wildcards, repeatable"
        )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a .py script (default: the built-in derivations)")
    parser.add_argument("-v", "--verbose", action="store_true", help="more detail")
    return parser


def _checking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-q", "--quiet", action="store_true", help="only what does not pass")
    parser.add_argument("--timings", action="store_true", help="how long each part took")
    parser.add_argument("--budget", type=_positive, metavar="N", help="how much work a step may cost, counted in terms")
    parser.add_argument("--undecided", choices=("fail", "warn"), default="fail", help="whether an undecided step fails")


def _with_output(parser: argparse.ArgumentParser) -> None:
    form = "text or json, to FILE or stdout; repeatable"
    parser.add_argument("--output", action="append", default=[], metavar="FORMAT[=FILE]", help=form)
    parser.add_argument(
        "--json", dest="output", action="append_const", const="json=-", help="short for --output json=-"
    )


def _with_sympy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sympy", action="store_true", help="ask SymPy too, at small sizes (slow the first time)")
    parser.add_argument(
        "--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N", help="processes for --sympy"
    )


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"a positive integer is needed, not {text!r}")
    return int(text)


def _load(arguments: argparse.Namespace) -> tuple[tuple[Derivation, ...], RunResult]:
    """The derivations chosen, and a run that holds what could not be read (said on stderr at once)."""
    from derive.results import RunResult

    found: list[Derivation] = []
    errors: list[RunError] = []
    if arguments.paths:
        from derive.scripts import load_script

        for path in dict.fromkeys(arguments.paths):
            derivations, problems = load_script(Path(path))
            found += derivations
            errors += problems
    else:
        from derive.library import load

        found += load()
    unread = RunResult((), tuple(errors))
    complain(unread)
    if not found and not errors:
        raise UsageError("there is nothing to check: the built-in library is empty; give a script")
    return _select(tuple(found), arguments.select), unread


def _select(derivations: tuple[Derivation, ...], patterns: Sequence[str]) -> tuple[Derivation, ...]:
    """Those whose id matches a pattern, in their own order. Raises UsageError for a pattern that matches none."""
    if not patterns:
        return derivations
    from difflib import get_close_matches
    from fnmatch import fnmatchcase

    ids = [derivation.id for derivation in derivations]
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in ids):
            close = get_close_matches(pattern, dict.fromkeys(ids), n=3, cutoff=0.5)
            hint = f"did you mean {' or '.join(close)}?" if close else "`derive list` shows every id"
            raise UsageError(f"no derivation matches {pattern!r}; {hint}")
    return tuple(d for d in derivations if any(fnmatchcase(d.id, pattern) for pattern in patterns))


def _run(arguments: argparse.Namespace, *, explain: bool = False) -> RunResult:
    from derive.report.progress import Watched
    from derive.session import DEFAULT_BUDGET, check

    started = perf_counter()
    derivations, unread = _load(arguments)
    loaded = perf_counter()
    watched = Watched(derivations, sys.stderr, show=not arguments.quiet)
    run = check(watched, budget=arguments.budget or DEFAULT_BUDGET, explain=explain)
    times = [("load", loaded - started), ("check", perf_counter() - loaded)]
    if getattr(arguments, "sympy", False):
        from derive.sympy_opinion import cache_folder, with_third_opinion

        asked = perf_counter()
        run = with_third_opinion(run, derivations, jobs=arguments.jobs, cache=cache_folder())
        times.append(("SymPy", perf_counter() - asked))
    errors, claims = (*unread.errors, *run.errors), _claims(arguments, derivations)
    return replace(run, errors=errors, timings=(*times, *run.timings), claims=claims)


def _claims(arguments: argparse.Namespace, derivations: tuple[Derivation, ...]) -> tuple[ClaimRow, ...]:
    """What the five documents claim, as far as the derivations chosen settle it; nothing for scripts."""
    if arguments.paths:
        return ()
    from derive.library.ledger import ledger

    return tuple(row for row in ledger(derivations) if row.derivations or not arguments.select)


def _check(arguments: argparse.Namespace) -> int:
    outputs = read_outputs(arguments.output)
    run = _run(arguments, explain=arguments.verbose)
    return _finish(run, arguments, lambda style: publish(run, outputs, style))


def _report(arguments: argparse.Namespace) -> int:
    formats = read_formats(arguments.format)
    run = _run(arguments, explain=True)

    def write(style: Style) -> None:
        publish(run, read_outputs(()), style)
        for path in write_report(run, arguments.folder, style, formats):
            say("" if style.quiet else f"wrote {path}\n")

    return _finish(run, arguments, write)


def _explain(arguments: argparse.Namespace) -> int:
    outputs = read_outputs(arguments.output)
    run = _run(arguments, explain=True)
    arguments.verbose = True
    return _finish(run, arguments, lambda style: publish(run, outputs, style))


def _export(arguments: argparse.Namespace) -> int:
    from derive.sympy_opinion import export

    derivations, unread = _load(arguments)
    written = export(derivations, arguments.folder)
    say(f"wrote {len(written)} script{'s' if len(written) != 1 else ''} to {arguments.folder}\n")
    return exit_code(unread)


def _finish(run: RunResult, arguments: argparse.Namespace, write: Callable[[Style], None]) -> int:
    """Hand results on; what cannot be written is unusable, but hides no internal error."""
    code = exit_code(run, undecided_warns=arguments.undecided == "warn")
    try:
        write(Style(arguments.quiet, arguments.verbose, arguments.timings, arguments.undecided))
    except UsageError as problem:
        sys.stderr.write(f"derive: {problem}\n")
        return max(code, UNUSABLE)
    return code


def _list(arguments: argparse.Namespace) -> int:
    from derive.report.written import as_json, as_lines, claims_as_json, claims_as_lines

    if arguments.claims and arguments.paths:
        raise UsageError("--claims lists what the built-in derivations settle; leave out the paths")
    derivations, unread = _load(arguments)
    if arguments.claims:
        rows = _claims(arguments, derivations)
        say(claims_as_json(rows) if arguments.json else claims_as_lines(rows))
        return exit_code(unread)
    say(as_json(derivations, unread) if arguments.json else as_lines(derivations))
    return exit_code(unread)


def _show(arguments: argparse.Namespace) -> int:
    from derive.report.written import as_page

    derivations, unread = _load(arguments)
    say("\n".join(as_page(derivation) for derivation in derivations))
    return exit_code(unread)
