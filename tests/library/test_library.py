"""The built-in derivations: data only, named once, tied to the claims they settle, and decided as expected."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from derive import library, session
from derive.errors import InternalError
from derive.terms.nodes import Term
from derive.verdict import Verdict

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
MACHINERY = {"__init__.py", "ledger.py"}
PAGES = sorted(path for path in (ROOT / "derive" / "library").glob("*.py") if path.name not in MACHINERY)
DERIVATIONS = library.load()
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.If,
    ast.IfExp,
    ast.Try,
    ast.With,
    ast.comprehension,
    ast.Assert,
    ast.Raise,
)
CORE = {
    *(f"D3.{row}" for row in range(1, 10)),
    *(f"D0.{row}" for row in (1, 2, 3, 5, 7, *range(10, 15), *range(16, 26), *range(27, 35), 36, 39)),
    *(f"D1.{row}" for row in (3, 6, 8, *range(13, 20))),
    *(f"D2.{row}" for row in (1, 2, 6, 9, 12, 14)),
    *("D4.2", "D4.4", "D4.5", "D4.6", "D4.7", "D4.7a", "D4.9"),
}

SHARED_ROWS = {"D1.10", "D1.22", "D2.5", "D2.13", "D4.8"}
"""Gibbs, one-hot sums and the sign of H are settled once for all documents."""


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_page_is_data_only(page):
    tree = ast.parse(page.read_text(encoding="utf-8"))
    assert [type(node).__name__ for node in ast.walk(tree) if isinstance(node, LOGIC)] == []
    assert {type(node) for node in tree.body} <= {ast.Expr, ast.ImportFrom, ast.Assign}
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert "print" not in calls


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_page_says_what_it_shows_where_it_holds_and_whence(page):
    text = ast.get_docstring(ast.parse(page.read_text(encoding="utf-8"))) or ""
    assert all(f"\n{word}  " in text or f"    {word}  " in text for word in ("Shapes", "Holds", "Source"))


def test_every_page_is_a_topic():
    assert sorted(library.TOPICS) == [page.stem for page in PAGES]


def test_ids_are_unique():
    ids = [chain.id for chain in DERIVATIONS]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in ids)


def test_two_derivations_of_one_name_are_a_bug(monkeypatch):
    chain = DERIVATIONS[0]
    page = SimpleNamespace(__doc__="Twice", **{chain.id: chain})
    monkeypatch.setattr(library, "TOPICS", ("one", "two"))
    monkeypatch.setattr(library.importlib, "import_module", lambda _: page)
    with pytest.raises(InternalError, match=chain.id):
        library.load()


def test_order_is_that_of_topics_and_pages():
    where = [(library.TOPICS.index(Path(chain.source.path).stem), chain.source.line) for chain in DERIVATIONS]
    assert where == sorted(where)


@pytest.mark.parametrize("chain", DERIVATIONS, ids=lambda chain: chain.id)
def test_derivation_says_where_it_stands(chain):
    source = chain.source
    assert (ROOT / source.path).read_text(encoding="utf-8").splitlines()[source.line - 1].startswith(f"{chain.id} = ")
    assert chain.title
    assert chain.claims
    assert source.document
    assert source.document_line


@pytest.mark.parametrize("chain", DERIVATIONS, ids=lambda chain: chain.id)
def test_claims_belong_to_the_document(chain):
    number = int(chain.source.document.partition("_")[0])
    others = {claim for claim in chain.claims if not claim.startswith(f"D{number}.")}
    assert others <= SHARED_ROWS


def test_every_step_is_decided_as_expected():
    found = session.check(DERIVATIONS).derivations
    assert [result.id for result in found if not result.passed] == []


@pytest.mark.parametrize("chain", DERIVATIONS, ids=lambda chain: chain.id)
def test_false_step_names_its_nearest_true_form(chain):
    for link in chain.steps:
        if link.expect in (Verdict.REFUTED, Verdict.ILL_FORMED):
            assert isinstance(link.instead, Term)


def test_core_claims_are_covered():
    covered = {claim for chain in DERIVATIONS for claim in chain.claims}
    assert sorted(CORE - covered) == []


def test_claims_name_rows_of_the_list():
    listed = SHARED / "claims.md"
    if not listed.exists():
        pytest.skip("the list of claims is not beside this checkout")
    rows = set(re.findall(r"^\| (D\d\.\d+a?) \|", listed.read_text(encoding="utf-8"), re.MULTILINE))
    unknown = {claim for chain in DERIVATIONS for claim in chain.claims} - rows
    assert sorted(unknown) == []


@pytest.mark.parametrize("chain", DERIVATIONS, ids=lambda chain: chain.id)
def test_document_line_exists_and_holds_the_formula(chain):
    document = SHARED / "seeds" / chain.source.document
    if not document.exists():
        pytest.skip("the documents are not beside this checkout")
    lines = document.read_text(encoding="utf-8").splitlines()
    assert lines[chain.source.document_line - 1].strip()
