"""The report in `reports/` is what the library gives today.

What SymPy says is taken over from the report here; that SymPy still says it is part of the one long test that asks it
(tests/sympy_opinion/test_sympy_opinions.py).
"""

import json
from dataclasses import replace

import pytest
from committed import REPORTS, committed_report

from derive import library
from derive.library.ledger import ledger
from derive.report import html, jsonout, tex
from derive.report.pictures.gallery import pictures
from derive.results import ThirdOpinion
from derive.session import check

ANEW = "write it anew: derive report --sympy -o reports"


@pytest.fixture(scope="module")
def committed():
    """The JSON as it stands."""
    return json.loads((REPORTS / "report.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rendered(committed):
    """Today's report under the versions, and with the third opinions, that the committed one names."""
    said = {(d["id"], s["index"]): s["third_opinion"] for d in committed["derivations"] for s in d["steps"]}
    chains = library.load()
    run = check(chains, explain=True)
    derivations = tuple(
        replace(
            found,
            steps=tuple(
                replace(step, third_opinion=ThirdOpinion(**opinion))
                if (opinion := said.get((found.id, step.index)))
                else step
                for step in found.steps
            ),
        )
        for found in run.derivations
    )
    run = replace(run, derivations=derivations, claims=ledger(chains))
    tool, drawn = tuple(committed["tool"].items()), pictures(run)
    return {
        "report.html": html.render(run, tool=tool, drawn=drawn),
        "report.tex": tex.render(run, tool=tool),
        "report.json": jsonout.render(run, tool=tool, drawn=drawn),
    }


@pytest.mark.parametrize("name", ["report.html", "report.tex", "report.json"])
def test_committed_report_is_not_stale(name, rendered):
    stands = (REPORTS / name).read_text(encoding="utf-8")
    assert stands == rendered[name], ANEW


def test_sympy_was_asked_of_every_step():
    """The report in the last commit shows three opinions; none of SymPy's contradicts what was decided."""
    report = committed_report()
    said = [step["third_opinion"] for found in report["derivations"] for step in found["steps"]]
    assert None not in said, ANEW
    assert {opinion["status"] for opinion in said} == {"agrees", "cannot"}
