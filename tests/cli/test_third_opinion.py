"""`explain`, `export` and `--sympy`, run as a user runs them."""

import json
import subprocess
import sys

import pytest

from derive import cli
from derive.sympy_opinion import column, run

SCRIPT = """
from derive import Sum, derivation, indices, log, positives, size, step

n = size("n")
k = indices("k", n)[0]
P, Q = positives("P", n), positives("Q", n)
split = derivation(
    Sum(P[k] * log(P[k] / Q[k]), k),
    step(Sum(P[k] * log(P[k]), k) - Sum(P[k] * log(Q[k]), k)),
)
flipped = derivation(
    Sum(P[k] * log(P[k] / Q[k]), k),
    step(Sum(P[k] * log(P[k]), k) + Sum(P[k] * log(Q[k]), k)),
)
"""


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = tmp_path / "script.py"
    found.write_text(SCRIPT, encoding="utf-8")
    return found


def test_explain_says_what_is_needed_and_what_would_be_true(path, capsys):
    assert cli.main(["explain", "flipped", str(path)]) == 1
    said = capsys.readouterr().out
    assert (
        r"instead    \sum_{k=1}^{n} P_{k} \log \left(\frac{P_{k}}{Q_{k}}\right) = \sum_{k=1}^{n} P_{k} \log P_{k} - "
        in said
    )
    assert "slip       sign" in said
    assert "witness    n = 1" in said
    assert cli.main(["explain", "split", str(path)]) == 0
    assert "uses       P_{k} > 0" in capsys.readouterr().out


def test_sympy_column_agrees_with_a_true_step(path, capsys):
    assert cli.main(["check", "--sympy", "--select", "split", "--json", str(path)]) == 0
    (step,) = json.loads(capsys.readouterr().out)["derivations"][0]["steps"]
    assert step["third_opinion"] == {"status": "agrees", "detail": ""}


def test_sympy_contradicting_a_verdict_is_an_internal_error(path, capsys, monkeypatch):
    said = (run.StepOpinion("differs", "planted"),)
    monkeypatch.setattr(column, "opinions", lambda derivations, **_: tuple(said for _ in derivations))
    assert cli.main(["check", "--sympy", "--select", "split", str(path)]) == 3
    assert "planted" not in capsys.readouterr().err


def test_exported_script_runs_without_derive(path, tmp_path, capsys):
    folder = tmp_path / "scripts"
    assert cli.main(["export", "--sympy", str(folder), "--select", "split", str(path)]) == 0
    assert "wrote 1 script to" in capsys.readouterr().out
    (script,) = folder.iterdir()
    alone = subprocess.run([sys.executable, "-I", str(script)], capture_output=True, text=True, check=False)
    assert alone.returncode == 0
    assert "ok" in alone.stdout
    assert "derive" not in [
        line.split()[1] for line in script.read_text().splitlines() if line.startswith(("import", "from"))
    ]
