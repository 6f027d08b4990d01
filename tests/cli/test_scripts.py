"""Loading a user's own script: what is collected, what is undone afterwards, and one clear line when it fails."""

import subprocess
import sys
from pathlib import Path

import pytest

from derive.scripts import load_script

HEAD = "from derive.terms.declare import real\nfrom derive.terms.records import derivation, step\nx = real('x')\n"


def failure(path):
    derivations, errors = load_script(path)
    assert derivations == ()
    (error,) = errors
    assert "\n" not in error.message
    assert "Traceback" not in error.message
    return error


def test_collects_in_order_with_ids_titles_and_lines(script):
    (good, wrong), errors = load_script(script())
    assert errors == ()
    assert (good.id, good.title, good.source.path, good.source.line) == ("good", "A page of its own.", "page.py", 10)
    assert (wrong.id, wrong.title, wrong.source.line) == ("wrong", "Its own title", 11)
    assert good.claims == ("C1",)


def test_path_is_relative_to_the_current_directory(script):
    (found, _), _ = load_script(script(name="deep/er/page.py"))
    assert found.source.path == "deep/er/page.py"


def test_one_object_under_two_names_counts_once(script):
    derivations, _ = load_script(script(HEAD + "a = derivation(x, step(x))\nb = a\n"))
    assert [d.id for d in derivations] == ["a"]


def test_imported_derivations_belong_to_their_own_file(script):
    script(HEAD + "other = derivation(x, step(x))\nkept = derivation(x, step(x))\n", "helper.py")
    source = "from helper import *\nkept = derivation(x, step(x))\nalias = other\n"
    derivations, _ = load_script(script(source))
    assert [(d.id, d.source.line) for d in derivations] == [("kept", 2)]


@pytest.mark.parametrize(
    "text, line, part",
    [
        (HEAD + "a = (1,\n", 4, "not valid Python: '(' was never closed"),
        (HEAD + "def f():\n    return 1 / 0\n\nf()\n", 5, "raises ZeroDivisionError: division by zero"),
        (HEAD + "a = derivation(x)\n", 4, "a derivation is a start and at least one step(…)"),
        (HEAD + "a = step(x, '~')\n", 4, "unknown relation '~'"),
        (HEAD + "import nowhere_at_all\n", 4, "raises ModuleNotFoundError: No module named 'nowhere_at_all'"),
        (HEAD + "import sys\nsys.exit(0)\n", 5, "ends itself with an exit"),
        (HEAD + "raise ValueError('two\\nlines')\n", 4, "raises ValueError: two lines;"),
        (HEAD + "class E(BaseException): pass\nraise E\n", 5, "raises E;"),
        (HEAD + "class E(Exception):\n    def __str__(self): return 1 / 0\nraise E\n", 6, "raises E;"),
        (HEAD + "def f(): f()\nf()\n", 4, "raises RecursionError"),
        (HEAD, None, "no derivation in this script"),
        ("", None, "no derivation in this script"),
        (b"# ok\nx = '\xff'\n", 2, "byte 0xff is not utf-8 text"),
        (b"# coding: no-such-code\n", None, "not valid Python: unknown encoding"),
        (b"x = 1\x00\n", None, "null bytes"),
        ("x = " + "(" * 500 + ")" * 500, None, "too many nested parentheses"),
        ("x = " + "-" * 100_000 + "1", None, "nested too deeply"),
    ],
)
def test_a_broken_script_gives_one_line(script, text, line, part):
    error = failure(script(text))
    assert error.path == "page.py"
    assert part in error.message
    if line is not None:
        assert error.line == line


@pytest.mark.parametrize(
    "name, part",
    [
        ("gone.py", "no such file"),
        (".", "is a directory"),
        ("-", "documents are not read yet"),
        ("page.tex", "documents are not read yet"),
        ("data.csv", "is not a .py script"),
        ("bad\0name.py", "no such file"),
    ],
)
def test_what_is_no_script_is_said(script, tmp_path, name, part):
    script("", "page.tex")
    script("", "data.csv")
    assert part in failure(Path(name)).message


def test_unreadable_file(script, monkeypatch):
    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "cannot be read (Permission denied)" in failure(script()).message


def test_keyboard_interrupt_passes_through(script):
    with pytest.raises(KeyboardInterrupt):
        load_script(script("raise KeyboardInterrupt"))


def test_neighbours_are_importable_and_forgotten(script):
    """Two folders, each with a `common.py`: each script gets its own; nothing stays behind."""
    before_path, before_argv, before = list(sys.path), list(sys.argv), dict(sys.modules)
    for folder in ("one", "two"):
        script(HEAD + f"title = '{folder}'\n", f"{folder}/common.py")
        script("", f"{folder}/pack/__init__.py")
        script("", f"{folder}/pack/inner.py")
        body = (
            "import pack.inner\nfrom common import *\nimport common\na = derivation(x, step(x), title=common.title)\n"
        )
        (found,), _ = load_script(script(body, f"{folder}/page.py"))
        assert found.title == folder
    assert sys.path == before_path
    assert sys.argv == before_argv
    assert dict(sys.modules) == before


def test_restored_after_a_failure(script, tmp_path):
    before = dict(sys.modules)
    script("", "mine.py")
    failure(script("import mine, os, sys\nos.chdir('/')\nsys.path.clear()\nsys.modules['json'] = 3\n1/0\n"))
    assert Path.cwd().resolve() == tmp_path.resolve()
    assert sys.path
    assert dict(sys.modules) == before


def test_a_script_named_like_a_module_leaves_it_alone(script):
    (found, _), _ = load_script(script(name="json.py"))
    assert found.id == "good"
    assert "dumps" in vars(sys.modules["json"]) if "json" in sys.modules else True


def test_what_a_script_prints_goes_to_stderr(script):
    """Its own prints, and those of the programs it starts."""
    path = script(HEAD + "import os\nprint('printed')\nos.system('echo started')\na = derivation(x, step(x))\n")
    code = f"from pathlib import Path; from derive.scripts import load_script; print(len(load_script(Path({str(path)!r}))[0]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "1\n"
    assert "printed" in done.stderr
    assert "started" in done.stderr
