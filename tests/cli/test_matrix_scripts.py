"""Scripts of vectors and matrices, from the file to the report: verdicts, what is shown, and one line for what does not fit."""

import json
from pathlib import Path

import jsonschema
import pytest

import derive.report
from derive.cli import main
from derive.report.notebook import result_html
from derive.scripts import load_script
from derive.session import check

SCRIPT = '''"""Matrix calculus."""
from derive import define, derivation, diag, grad, hessian, jacobian, log, matrix, ones, outer, size, softmax, step, trace, vector, exp

m, n = size("m"), size("n")
A, B = matrix("A", n, n), matrix("B", n, n)
x, z = vector("x", n), vector("z", n)
s = define("s", softmax(z))

transpose = derivation((A @ B).T, step(B.T @ A.T))
form = derivation(
    grad(x.T @ A @ x, x),
    step((A + A.T) @ x, by="product rule"),
    step((A + A) @ x, expect="refuted", instead=A @ x + A.T @ x),
)
softmax_jacobian = derivation(jacobian(s, z), step(diag(s) - outer(s, s)))
convex = derivation(hessian(log(ones(n) @ exp(z)), z), step(jacobian(s, z)))
traces = derivation(trace(A @ B), step(trace(A) * trace(B), "not for all"))
'''
SCHEMA = Path(derive.report.__file__).parent / "schema" / "result-1.json"


def test_script_is_decided(script, capsys):
    assert main(["check", "-v", str(script(SCRIPT))]) == 0
    shown = capsys.readouterr().out
    assert "5 derivations: 5 passed, 0 not" in shown
    assert r"\sum_{k=1}^{n} A_{jk} B_{ki}" in shown
    assert r"written    \left(A B\right)^{\top} = B^{\top} A^{\top}" in shown


def test_json_holds_entries_and_what_was_written(script, capsys):
    assert main(["check", "--json", str(script(SCRIPT))]) == 0
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, json.loads(SCHEMA.read_text(encoding="utf-8")))
    (first,) = found["derivations"][0]["steps"]
    assert first["rhs"] == r"\sum_{k=1}^{n} B_{ki} A_{jk}"
    assert first["written"] == [r"\left(A B\right)^{\top}", r"B^{\top} A^{\top}"]
    assert found["derivations"][1]["steps"][1]["witness"]["sizes"] == {"n": 2}


def test_reports_show_both(script, tmp_path):
    out = tmp_path / "out"
    assert main(["report", str(script(SCRIPT)), "-o", str(out)]) == 0
    page, paper = (out / "report.html").read_text(encoding="utf-8"), (out / "report.tex").read_text(encoding="utf-8")
    assert r"\left(A B\right)^{\top}" in page
    assert "not rendered" not in page
    assert r"\fact{Written}{$\displaystyle \left(A B\right)^{\top}$ $=$ $\displaystyle B^{\top} A^{\top}$}" in paper


def test_show_prints_entries_and_what_was_written(script, capsys):
    assert main(["show", "transpose", str(script(SCRIPT))]) == 0
    shown = capsys.readouterr().out
    assert r"1 = \sum_{k=1}^{n} B_{ki} A_{jk}" in shown
    assert r"written: B^{\top} A^{\top}" in shown


def test_sympy_agrees(script, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert main(["check", "--sympy", "--json", str(script(SCRIPT))]) == 0
    found = json.loads(capsys.readouterr().out)
    opinions = [step["third_opinion"]["status"] for chain in found["derivations"] for step in chain["steps"]]
    assert opinions == ["agrees"] * 6


@pytest.mark.parametrize(
    "line, part",
    [
        ("bad = derivation(A @ x, step(A))", "A x is a vector of n and A is a matrix of n rows and n columns"),
        ("bad = derivation(x, step(B @ vector('u', m)))", "the inner sizes n and m differ"),
        ("bad = derivation(x, step(A * x))", "write @ for the matrix product"),
        ("bad = derivation(x + 1, step(x))", "x is a vector of n and 1 is a number"),
    ],
)
def test_what_does_not_fit_is_one_line_with_its_place(script, capsys, line, part):
    path = script(SCRIPT + line + "\n")
    assert main(["check", str(path)]) == 2
    (message,) = [text for text in capsys.readouterr().err.splitlines() if "page.py" in text]
    assert message.startswith(f"page.py:{len(SCRIPT.splitlines()) + 1}: ")
    assert part in message


def test_matrices_of_sympy_are_refused_in_one_line(script, capsys):
    source = (
        "from sympy import MatrixSymbol, Trace, symbols\nfrom derive import derivation, step\n"
        "n = symbols('n', integer=True, positive=True)\nA = MatrixSymbol('A', n, n)\n"
    )
    for side in ("A.T * A", "Trace(A)", "A[1, 1]"):
        path = script(source + f"d = derivation({side}, step(A))\n")
        assert main(["check", str(path)]) == 2
        (message,) = [text for text in capsys.readouterr().err.splitlines() if "page.py" in text]
        assert "page.py:5: start: " in message
        assert "write derive's own: matrix('A', m, n)" in message


def test_notebook_shows_both(script):
    (chain, *_), errors = load_script(script(SCRIPT))
    assert errors == ()
    shown = result_html(check([chain]).derivations[0])
    assert shown.count("<div>written: ") == 1
    assert r"\left(A B\right)^{\top}" in shown
