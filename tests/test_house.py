"""House rules that a machine can check: style, types, one-way imports, sizes, and no evaluation of text."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import derive

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "derive").rglob("*.py"))
EVALUATORS = {"eval", "exec", "sympify", "parse_expr", "lambdify", "compile", "__import__"}
ALLOWED = {("scripts.py", "exec"), ("scripts.py", "compile")}
LONGEST = 300


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_ruff_finds_nothing():
    found = run(sys.executable, "-m", "ruff", "check", "derive", "tests")
    assert found.returncode == 0, found.stdout


def test_code_is_formatted():
    found = run(sys.executable, "-m", "ruff", "format", "--check", "derive", "tests")
    assert found.returncode == 0, found.stdout


def test_types_hold_strictly():
    found = run(sys.executable, "-m", "mypy", "--strict", "derive")
    assert found.returncode == 0, found.stdout


def test_imports_run_one_way():
    found = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_is_short_and_says_what_it_is(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(text)) or path.name == "__main__.py"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_text_is_evaluated(path):
    """Only the user's own script is run, by the script loader; nothing else turns text into code."""
    called = {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }
    found = {name for name in called & EVALUATORS if (path.name, name) not in ALLOWED}
    assert found <= ({"compile"} if "re.compile" in path.read_text(encoding="utf-8") else set())


def test_no_path_or_host_of_a_machine_is_written_down():
    pattern = re.compile(r"https?://(127\.|10\.|192\.168\.)|/(home|root)/[a-z]")
    files = [p for p in ROOT.rglob("*") if p.suffix in {".py", ".md", ".toml", ".json", ".html", ".tex"}]
    own = [p for p in files if not any(part.startswith(".") for part in p.relative_to(ROOT).parts)]
    found = [str(p) for p in own if p != Path(__file__) and pattern.search(p.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize("command", [["--help"], ["list"]])
def test_light_commands_load_no_computer_algebra(command):
    code = (
        "import sys; from derive.cli import main\n"
        f"try: main({command!r})\n"
        "except SystemExit: pass\n"
        "heavy = {'sympy', 'flint', 'jinja2', 'math_core'} & set(sys.modules)\n"
        "sys.stderr.write(','.join(sorted(heavy)))"
    )
    assert run(sys.executable, "-c", code).stderr == ""


def test_help_loads_no_terms():
    code = (
        "import sys; from derive.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(','.join(sorted(name for name in sys.modules if name.startswith('derive.terms'))))"
    )
    assert run(sys.executable, "-c", code).stderr == ""


def test_every_name_of_derive_is_listed_and_the_same_wherever_it_is_found():
    assert dir(derive) == sorted(derive.__all__)
    homes = [vars(import_module(home)) for home in derive.HOMES]
    for name in set(derive.__all__) - {"__version__"}:
        found = [home[name] for home in homes if name in home]
        assert found
        assert all(value is getattr(derive, name) for value in found), name
    with pytest.raises(AttributeError, match="no attribute 'import_modules'"):
        derive.import_modules


def test_checking_the_library_loads_no_sympy():
    code = (
        "import sys; from derive.cli import main; main(['check', '--quiet']); sys.exit(10 + ('sympy' in sys.modules))"
    )
    assert run(sys.executable, "-c", code).returncode == 10
