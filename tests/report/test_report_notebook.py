"""Chains and results in a notebook: fragments that are escaped, and a notebook that runs."""

from dataclasses import replace

import pytest
from test_report_html import Reader

from derive import derivation, index, positive, reals, size, step
from derive.report.notebook import result_html, result_latex


def test_every_record_has_a_fragment(run):
    for found in (run, *run.derivations, *(s for d in run.derivations for s in d.steps)):
        page = Reader(result_html(found))
        assert not page.open
        assert not page.tags & {"script", "img", "svg", "b>"}
        assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "proved" in result_html(run.derivations[0].steps[0].result)


def test_a_refuted_step_shows_its_numbers_and_what_is_true(run):
    text = result_html(run.derivations[1])
    assert "left side <b>0</b>, right side <b>1/8</b>" in text
    assert "true instead" in text


def test_latex_of_a_chain(run):
    text = result_latex(run.derivations[0])
    assert text.startswith("$$\\begin{gathered}")
    assert text.count(r"\\" + "\n") == 1
    assert result_latex(run.derivations[2]) is None


SETUP = (
    "from derive import derivation, decide, indices, reals, size, step, Sum\n"
    "from derive.session import check\n"
    "n = size('n'); k = indices('k', n)[0]; z = reals('z', n)\n"
    "chain = derivation(Sum(z[k], k)**2, step(Sum(z[k]**2, k)))\n"
    "run = check([chain])"
)
CELLS = (
    SETUP,
    "chain",
    "decide(Sum(z[k], k)**2, Sum(z[k]**2, k))",
    "run.derivations[0].steps[0]",
    "run.derivations[0]",
    "run",
)


def test_records_show_themselves(run):
    """What a notebook asks a record for is what the renderer writes."""
    found = run.derivations[0]
    for record in (run, found, found.steps[0], found.steps[0].result):
        assert record._repr_html_() == result_html(record)
    for record in (found, found.steps[0]):
        assert record._repr_latex_() == result_latex(record)
    assert run._repr_latex_() is None


def test_a_chain_as_written_is_escaped():
    i, n = index("i", size("n")), size("n")
    z = reals("z", n)
    chain = derivation(z[i], step(z[i] + 1, by="</li><script>"), step(0, "→", variable=positive("T")), title="<b>")
    text = replace(chain, id="<i>")._repr_html_()
    page = Reader(text)
    assert not page.open
    assert not page.tags & {"script", "i"}
    assert "&lt;b&gt;" in text
    assert chain._repr_latex_().count(r"\\" + "\n") == 1


def test_a_notebook_shows_results():
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    shown = [cell.outputs[0]["data"] for cell in notebook.cells[1:]]
    written, result, step, chain, run = shown
    assert "not decided yet" in written["text/html"]
    assert "<math" in written["text/html"]
    assert "refuted" in result["text/html"]
    assert "left side" in result["text/html"]
    assert "text/latex" not in result
    for found in (step, chain, run):
        assert "refuted" in found["text/html"]
        assert found["text/latex"] == written["text/latex"]
    assert r"\sum_{k=1}^{n} z_{k}" in written["text/latex"]
