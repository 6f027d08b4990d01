"""The report as it stands in the last commit: the working copy may have been written anew without SymPy."""

import json
import subprocess
from pathlib import Path

import pytest

REPORTS = Path(__file__).parent.parent / "reports"


def committed_report():
    """The JSON of the last commit; the test that asks is skipped outside a git checkout."""
    last = subprocess.run(
        ["git", "show", "HEAD:./report.json"], cwd=REPORTS, capture_output=True, encoding="utf-8", check=False
    )
    if last.returncode:
        pytest.skip(reason="not a git checkout: what was committed cannot be told from what was written since")
    return json.loads(last.stdout)
