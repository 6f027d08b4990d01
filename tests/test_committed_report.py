"""The report in `reports/` is what the library gives today."""

import json
from pathlib import Path

import pytest

from derive import library
from derive.report import html, jsonout, tex
from derive.session import check

REPORTS = Path(__file__).parent.parent / "reports"


@pytest.fixture(scope="module")
def rendered():
    """Today's report under the versions that the committed one names."""
    tool = tuple(json.loads((REPORTS / "report.json").read_text(encoding="utf-8"))["tool"].items())
    run = check(library.load(), explain=True)
    return {
        "report.html": html.render(run, tool=tool),
        "report.tex": tex.render(run, tool=tool),
        "report.json": jsonout.render(run, tool=tool),
    }


@pytest.mark.parametrize("name", ["report.html", "report.tex", "report.json"])
def test_committed_report_is_not_stale(name, rendered):
    stands = (REPORTS / name).read_text(encoding="utf-8")
    assert stands == rendered[name], "write it anew: derive report -o reports"
