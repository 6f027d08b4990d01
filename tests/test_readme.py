"""Every example in the README runs and gives what it says."""

import doctest
import re
from pathlib import Path

import pytest

from derive import session
from derive.scripts import load_script
from derive.session import check

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")
SCRIPTS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize(("place", "verdicts"), [(0, ["proved", "refuted"]), (1, ["proved"])])
def test_readme_script_is_decided_as_it_says(place, verdicts, tmp_path):
    script = tmp_path / "readme.py"
    script.write_text(SCRIPTS[place], encoding="utf-8")
    derivations, errors = load_script(script)
    assert errors == ()
    found = check(derivations).derivations
    assert [result.verdict.value for result in found] == verdicts
    assert all(result.passed for result in found)


def test_readme_dialogue_is_what_python_answers():
    (dialogue,) = re.findall(r"```pycon\n(.*?)```", TEXT, re.DOTALL)
    parsed = doctest.DocTestParser().get_doctest(dialogue, {}, "README", str(README), 0)
    found = doctest.DocTestRunner().run(parsed)
    assert found.attempted > 0
    assert found.failed == 0


def test_docstring_examples_hold():
    found = doctest.testmod(session)
    assert found.attempted > 0
    assert found.failed == 0


def test_files_named_in_the_readme_exist():
    linked = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert linked
    assert [name for name in linked if not (README.parent / name).exists()] == []
