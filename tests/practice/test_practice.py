"""Derivations from all over machine learning: what derive proves of them, and what it does not yet."""

from pathlib import Path

import pytest

from derive.scripts import load_script
from derive.session import check

SCRIPTS = sorted(path for path in Path(__file__).parent.glob("*.py") if not path.name.startswith("test_"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_every_step_comes_out_as_its_author_expects(script):
    derivations, errors = load_script(script)
    run = check(derivations)
    assert not errors
    assert run.derivations
    assert {found.id: found.verdict for found in run.derivations if not found.passed} == {}
