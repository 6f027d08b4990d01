"""The command line: exit codes, streams, selection, outputs."""

import json
import os
import subprocess
import sys

import pytest

from derive.cli import main
from derive.verdict import Verdict


@pytest.fixture
def derive(capsys):
    def run(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_all_as_expected(script, session, derive):
    code, out, err = derive("check", script())
    assert code == 0
    assert err == ""
    assert out.splitlines() == [
        "proved              good   1 step  C1",
        "refuted ✓ expected  wrong  1 step",
        "2 derivations: 2 passed, 0 not; 2 steps: 1 proved, 1 refuted (as expected)",
    ]


@pytest.mark.parametrize(
    "verdict, code",
    [
        ("refuted", 1),
        ("ill_formed", 1),
        ("conditional", 1),
        ("undecided", 1),
        ("not_understood", 0),
        ("internal_error", 3),
    ],
)
def test_exit_code_of_a_verdict(script, session, derive, verdict, code):
    session.verdicts["good"] = Verdict(verdict)
    found, out, _ = derive("check", script())
    assert found == code
    assert f"page.py:10: step 1: {verdict} ✗ expected proved" in out


def test_undecided_may_warn(script, session, derive):
    session.verdicts["good"] = Verdict.UNDECIDED
    assert derive("check", script(), "--undecided", "warn")[0] == 0
    assert derive("check", script(), "--undecided", "fail")[0] == 1


def test_unreadable_before_failed_and_the_others_are_checked(script, session, derive):
    session.verdicts["good"] = Verdict.REFUTED
    code, out, err = derive("check", "gone.py", script(), script("1/0", "bad.py"))
    assert code == 2
    assert "refuted ✗" in out
    assert "2 inputs could not be read" in out
    assert err.splitlines() == [
        "gone.py: no such file; check the spelling and the current directory",
        "bad.py:1: the script raises ZeroDivisionError: division by zero; correct it there",
    ]
    session.verdicts["good"] = Verdict.INTERNAL_ERROR
    assert derive("check", "gone.py", script())[0] == 3


def test_crash_and_interrupt(script, session, derive):
    session.verdicts["raise"] = RuntimeError("boom")
    code, out, err = derive("check", script())
    assert (code, out) == (3, "")
    assert "internal error: RuntimeError: boom" in err
    assert "Traceback" not in err
    assert "Traceback" in derive("check", script(), "--verbose")[2]
    session.verdicts["raise"] = KeyboardInterrupt()
    assert derive("check", script())[0] == 130


def test_json_is_all_there_is_on_stdout(script, session, derive):
    path = script("print('noise')\n" + script().read_text(), "noisy.py")
    code, out, _ = derive("check", path, "gone.py", "--json", "--timings")
    found = json.loads(out)
    assert code == 2
    assert list(found["timings"]) == ["load", "check", "total"]
    assert found["errors"][0]["path"] == "gone.py"
    assert [d["id"] for d in found["derivations"]] == ["good", "wrong"]
    assert found["derivations"][0]["source"]["path"] == "noisy.py"


def test_outputs_to_files(script, session, derive, tmp_path):
    code, out, _ = derive("check", script(), "--output", "json=out/a.json", "--output", "text=b.txt", "--json")
    assert code == 0
    assert json.loads(out) == json.loads((tmp_path / "out/a.json").read_text())
    assert "2 derivations" in (tmp_path / "b.txt").read_text()
    code, out, _ = derive("check", script(), "--output", "json=a.json")
    assert out.startswith("proved")


def test_output_that_cannot_be_written(script, session, derive, tmp_path):
    (tmp_path / "x").write_text("")
    code, _, err = derive("check", script(), "--output", "json=x/y")
    assert code == 2
    assert "cannot be written" in err
    assert derive("check", script(), "--output", "pdf")[0] == 2
    assert derive("check", script(), "--json", "--output", "text")[0] == 2


def test_select(script, session, derive):
    _, out, _ = derive("check", script(), "--select", "wrong")
    assert "1 derivation:" in out
    assert "2 derivations:" in derive("check", script(), "--select", "g*", "--select", "wr?ng")[1]
    code, out, err = derive("check", script(), "--select", "wrnog")
    assert (code, out) == (2, "")
    assert "did you mean wrong?" in err
    assert "`derive list` shows every id" in derive("check", script(), "--select", "zzz*")[2]


def test_budget(script, session, derive):
    assert derive("check", script(), "--budget", "77")[0] == 0
    derive("check", script())
    assert session.budgets == [77, 1000]
    for wrong in ("0", "-3", "many", "1.5", "²"):
        code, _, err = derive("check", script(), f"--budget={wrong}")
        assert code == 2
        assert "positive integer" in err


def test_quiet_and_verbose(script, session, derive):
    assert derive("check", script(), "--quiet")[1] == ""
    verbose = derive("check", script(), "--verbose")[1]
    assert "step 1: proved" in verbose
    assert r"\log e^{x}" in verbose


def test_color_only_on_a_terminal(script, session, derive, monkeypatch):
    from derive.report import outputs

    assert "\x1b" not in derive("check", script())[1]
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert outputs.wants_color()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not outputs.wants_color()


def test_progress_only_on_a_terminal():
    import io

    from derive.report.progress import Watched

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    for stream, show, shown in ((Terminal(), True, True), (Terminal(), False, False), (io.StringIO(), True, False)):
        assert list(Watched("ab", stream, show=show)) == ["a", "b"]
        assert ("checking 2/2" in stream.getvalue()) == shown
        assert not shown or stream.getvalue().endswith("\r\x1b[K")


def test_list_and_show(script, session, derive):
    code, out, _ = derive("list", script())
    assert code == 0
    assert out.splitlines() == ["good   C1  A page of its own.", "wrong      Its own title"]
    found = json.loads(derive("list", script(), "--json")[1])
    assert found["schema"] == "derive/list/1"
    assert found["derivations"][1] == {
        "id": "wrong",
        "title": "Its own title",
        "claims": [],
        "source": {"path": "page.py", "line": 11, "document": None, "document_line": None, "latex": None},
        "steps": 1,
    }
    code, out, _ = derive("show", "wrong", script())
    assert code == 0
    assert "page.py:11" in out
    assert "= x + x   [expected: refuted]" in out
    assert derive("show", "wrogn", script())[0] == 2
    assert derive("list", script(), "gone.py")[0] == 2


def test_report(script, session, derive, tmp_path):
    session.verdicts["good"] = Verdict.UNDECIDED
    code, out, _ = derive("report", script(), "-o", "out")
    assert code == 1
    assert out.splitlines()[-3:] == ["wrote out/report.html", "wrote out/report.tex", "wrote out/report.json"]
    for name in ("report.html", "report.tex", "report.json"):
        text = (tmp_path / "out" / name).read_text()
        assert "page.py" in text
        assert str(tmp_path) not in text
    (tmp_path / "taken").write_text("")
    assert derive("report", script(), "-o", "taken")[0] == 2


def test_usage(derive):
    assert derive()[0] == 2
    assert derive("frobnicate")[0] == 2
    assert derive("check", "--no-such")[0] == 2
    assert derive("--version")[0] == 0


def test_the_built_in_library_is_the_default(session, derive, monkeypatch, script):
    from dataclasses import replace
    from pathlib import Path

    from derive import library
    from derive.scripts import load_script

    derivations = tuple(replace(found, claims=()) for found in load_script(Path(script()))[0])
    monkeypatch.setattr(library, "load", lambda: derivations)
    assert "2 derivations: 2 passed" in derive("check")[1]
    monkeypatch.setattr(library, "load", tuple)
    assert derive("check")[0] == 2


def python(*arguments, **options):
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=60, check=False, **options
    )


def test_a_reader_that_goes_away_is_no_error(script):
    path = script()
    command = f"{sys.executable} -m derive show '*' {path} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "0\n"
    assert done.stderr == ""


def test_stdout_is_utf8_whatever_the_locale(script):
    done = subprocess.run(
        [sys.executable, "-m", "derive", "list", str(script('"""Σ é."""\n' + script().read_text()[30:]))],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert "Σ é." in done.stdout.decode()


@pytest.mark.parametrize("arguments", [["--help"], ["list"]])
def test_light_commands_load_no_algebra(arguments, script):
    """Neither SymPy nor flint nor the report's libraries; what they take is in the benchmark."""
    arguments = [*arguments, str(script())] if arguments == ["list"] else arguments
    code = f"""
import sys
from derive.cli import main
try: main({arguments!r})
except SystemExit: pass
heavy = [name for name in ("sympy", "flint", "jinja2", "math_core", "numpy") if name in sys.modules]
assert not heavy, heavy
"""
    done = python("-c", code)
    assert done.returncode == 0, done.stderr


def test_explain_gives_json_with_laws_and_warnings(script):
    """What the terminal shows of a step, a program can read."""
    done = python("-m", "derive", "explain", "line_five_as_the_document_reasons", "--json")
    (step,) = json.loads(done.stdout)["derivations"][0]["steps"]
    assert done.returncode == 0
    assert step["laws"] == ["Σ linearity"]
    assert step["warnings"][0] == "the reason “Σ_j y_j = 1” is not needed"
