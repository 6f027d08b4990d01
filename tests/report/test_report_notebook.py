"""Results in a notebook: fragments that are escaped, and a notebook that runs."""

import pytest
from test_report_html import Reader

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


def test_a_notebook_shows_results():
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    notebook = nbformat.v4.new_notebook()
    source = (
        "from IPython.display import HTML\n"
        "from derive import decide, indices, reals, size, Sum\n"
        "from derive.report.notebook import result_html\n"
        "n = size('n'); k = indices('k', n)[0]; z = reals('z', n)\n"
        "HTML(result_html(decide(Sum(z[k], k)**2, Sum(z[k]**2, k))))"
    )
    notebook.cells = [nbformat.v4.new_code_cell(source)]
    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    (output,) = notebook.cells[0].outputs
    assert "refuted" in output["data"]["text/html"]
    assert "left side" in output["data"]["text/html"]
