"""The scripts: deterministic, readable by Python, run without derive, and failing where a step is wrong."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from derive import (
    D,
    Eq,
    Limit,
    Max,
    O,
    Sum,
    define,
    derivation,
    exp,
    given,
    indices,
    library,
    oo,
    positive,
    real,
    reals,
    size,
    step,
)
from derive.errors import UsageError
from derive.sympy_opinion import export
from derive.sympy_opinion.script import script

DERIVATIONS = library.load()
SAMPLE = (
    "softmax_jacobian",
    "cross_entropy_gradient",
    "log_quotient_from_definition",
    "corpus_loss",
    "cross_entropy_symmetric",
    "kl_split_of_densities",
    "exp_expansion",
)
# Run as a stranger would: no derive to import, a folder of its own, an isolated interpreter.
ALONE = "import sys, runpy; sys.modules['derive'] = None; runpy.run_path(sys.argv[1], run_name='__main__')"

n = size("n")
i, j, k = indices("i j k", n)
z, y = reals("z", n), reals("y", n)
T = positive("T")
s = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))


def run_alone(path):
    command = [sys.executable, "-I", "-c", ALONE, str(path)]
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False, timeout=120)


def exported(chain, folder):
    (path,) = export([chain.located("chain", chain.source)], folder)
    return path


@pytest.fixture(scope="module")
def scripts():
    return {chain.id: script(chain) for chain in DERIVATIONS}


def test_every_script_can_be_read_by_python(scripts):
    for written in scripts.values():
        ast.parse(written.text)


def test_every_script_needs_sympy_only_and_evaluates_no_text(scripts):
    for written in scripts.values():
        nodes = list(ast.walk(ast.parse(written.text)))
        imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        assert all(isinstance(node, ast.ImportFrom) and node.module == "sympy" for node in imports)
        called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        assert not called & {"eval", "exec", "sympify", "parse_expr", "lambdify", "compile"}


def test_no_fraction_is_a_float(scripts):
    for written in scripts.values():
        for node in ast.walk(ast.parse(written.text)):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                leaves = [leaf for side in (node.left, node.right) for leaf in ast.walk(side)]
                assert any(isinstance(leaf, ast.Name) for leaf in leaves), ast.unparse(node)


def test_every_name_is_set_before_it_is_used(scripts):
    for written in scripts.values():
        compile(written.text, written.id, "exec")
        known = {name.id for name in ast.walk(ast.parse(written.text)) if isinstance(name, ast.Name)}
        stored = {
            name.id
            for name in ast.walk(ast.parse(written.text))
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
        }
        imported = {
            alias.name
            for node in ast.walk(ast.parse(written.text))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        steps = {f"step_{number}" for number in range(1, len(written.cannot) + 1)}
        assert known <= stored | imported | steps | {"abs", "print", "__name__"}


def test_same_derivations_give_the_same_files(tmp_path):
    chosen = DERIVATIONS[::9]
    first, second = export(chosen, tmp_path / "a"), export(chosen, tmp_path / "b")
    assert [path.name for path in first] == [f"{chain.id}.py" for chain in chosen]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("name", SAMPLE)
def test_script_runs_without_derive(name, tmp_path):
    (path,) = export([chain for chain in DERIVATIONS if chain.id == name], tmp_path)
    found = run_alone(path)
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith("ok")


@pytest.mark.parametrize(
    ("chain", "says"),
    [
        pytest.param(
            derivation(D(s[i], z[j]), step(s[i] * (1 - s[j]))), "step 1 at n = 2, i = 1, j = 2", id="missing delta"
        ),
        pytest.param(
            derivation(Sum(y[k], k), step(1, given=given(Eq(Sum(y[k], k), 1))), step(2)),
            "step 2",
            id="second step",
        ),
        pytest.param(derivation(Limit(T / (T + z[i]), T, oo), step(0)), "step 1 at n = 2, i = 1", id="limit"),
        pytest.param(
            derivation(exp(z[i] / T), step(1 + z[i] / T, up_to=O(T**-3))), "step 1 at n = 2, i = 1", id="expansion"
        ),
        pytest.param(
            derivation(Sum(y[k] ** 2, k), step(Sum(y[k], k) ** 2, expect="refuted", instead=Sum(y[k], k))),
            "what holds instead",
            id="wrong true form",
        ),
    ],
)
def test_script_of_a_wrong_step_fails(chain, says, tmp_path):
    found = run_alone(exported(chain, tmp_path))
    assert found.returncode != 0
    assert f"AssertionError: {says}" in found.stderr or says in found.stderr.splitlines()[-1]


def test_outside_text_stays_in_comments(tmp_path):
    hostile = derivation(
        y[i],
        step(y[i], by='x\nimport os; os.abort()"""'),
        title='"""\nimport os\\',
        document="a\r\nb",
        claims=["\u2028x"],
    )
    path = exported(hostile, tmp_path)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert "os" not in {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert run_alone(path).returncode == 0


def test_files_of_one_name_do_not_replace_each_other(tmp_path):
    chain = derivation(y[i], step(y[i]))
    names = [chain.located(name, chain.source) for name in ("a", "a", "A", "../b/ c", "")]
    paths = export(names, tmp_path)
    assert [path.name for path in paths] == ["a.py", "a-2.py", "A-3.py", "b-c.py", "derivation.py"]
    assert all(path.parent == tmp_path for path in paths)


def test_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="choose another folder"):
        export(DERIVATIONS[:1], tmp_path / "taken")


def test_what_is_not_checked_says_why():
    chain = derivation(z[i], step(y[i], expect="undecided"))
    written = script(chain)
    assert "# Not checked: derive leaves it undecided." in written.text
    assert written.cannot == ("derive leaves it undecided",)


def test_definitions_leave_the_names_of_variables_alone():
    """The definition z comes first; the family z that a later step uses keeps its names all the same."""
    w = define("z", i, y[i] + 0)
    text = script(derivation(Sum(w[k], k), step(Sum(y[k], k)), step(Sum(y[k], k) + z[1] - z[1]))).text
    assert 'z_1 = symbols("z_1", real=True)' in text
    assert "z_1_a = y_1 + 0" in text


def test_script_of_a_maximum_brings_it_with_it_and_runs(tmp_path):
    x = real("x")
    path = exported(derivation(Max(x, 1) + Max(z[k], k), step(Max(1, x) + Max(z[j], j))), tmp_path / "out")
    assert "Max(x, 1)" in path.read_text(encoding="utf-8")
    assert run_alone(path).returncode == 0
