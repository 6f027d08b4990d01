"""The ledger: every row has derivations, every derivation a row, and what is decided fits what the row says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from derive import cli, library, session
from derive.errors import InternalError
from derive.library.ledger import TRUTHS, ledger
from derive.results import ClaimRow
from derive.verdict import Verdict

SHARED = Path(__file__).parents[3] / "shared"
DERIVATIONS = library.load()
ROWS = ledger(DERIVATIONS)
KINDS = {"definition", "identity", "chain", "inequality", "limit", "prose", "example", "code", "reference"}
NO_TERM = {
    "D0.21": "the row's k is free in words only; the sum that is written binds it, so the literal reading is refuted",
    "D0.22": "a missing ∂ leaves a quotient, which has a meaning; it is refuted",
    "D0.27": "∂(Z_i/T)/z_i lacks a ∂ and is no term; its literal log s_i is refuted",
}
"""Rows with truth X whose fault cannot be written as a term, and what is decided of them instead."""
FLOATING = {"D2.11": "false of floating point only, which has no terms; tests/library/test_code_line.py runs it"}


@pytest.fixture(scope="module")
def decided():
    """What was decided of each derivation, by id."""
    return {result.id: result for result in session.check(DERIVATIONS).derivations}


def steps(row: ClaimRow, decided):
    return [step for name in row.derivations for step in decided[name].steps]


def test_every_row_has_a_derivation():
    assert [row.id for row in ROWS if not row.derivations] == []


def test_rows_are_unique_and_of_known_kinds():
    assert len({row.id for row in ROWS}) == len(ROWS)
    assert {row.kind for row in ROWS} <= KINDS
    assert all(row.truth and set(row.truth) <= set(TRUTHS) for row in ROWS)
    assert all(row.note for row in ROWS if "T|" in row.truth)


def test_derivation_without_a_row_is_a_bug():
    stray = replace(DERIVATIONS[0], claims=("D9.9",))
    with pytest.raises(InternalError, match=r"D9\.9"):
        ledger((stray,))


def test_rows_are_those_of_the_list():
    listed = SHARED / "claims.md"
    if not listed.exists():
        pytest.skip("the list of claims is not beside this checkout")
    found = re.findall(r"^\| (D\d\.\d+a?) \|", listed.read_text(encoding="utf-8"), re.MULTILINE)
    assert [row.id for row in ROWS] == found
    assert len(ROWS) == 98


def test_truth_is_that_of_the_list():
    listed = SHARED / "claims.md"
    if not listed.exists():
        pytest.skip("the list of claims is not beside this checkout")
    lines = [re.split(r"(?<!\\)\|", line) for line in listed.read_text(encoding="utf-8").splitlines()]
    cells = {cell[1].strip(): cell[3] for cell in lines if re.fullmatch(r" D\d\.\d+a? ", "".join(cell[1:2]))}
    for row in ROWS:
        same = re.match(r" as (D\S+) ", cells[row.id])
        cell = cells[same[1] if same else row.id]
        found = re.findall(r"(?<![\w/])(?:T\\\||[TFXD](?![\w=+\\]))", cell)
        assert set(row.truth) == {token.replace("\\", "") for token in found}, row.id


def test_lines_exist_in_the_documents():
    seeds = SHARED / "seeds"
    if not seeds.exists():
        pytest.skip("the documents are not beside this checkout")
    for row in ROWS:
        text = (seeds / row.document).read_text(encoding="utf-8").splitlines()
        assert all(1 <= first <= last <= len(text) and text[first - 1].strip() for first, last in row.lines), row.id


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_derivation_of_a_row_passes(row, decided):
    assert [name for name in row.derivations if not decided[name].passed] == []


@pytest.mark.parametrize("row", [row for row in ROWS if set(row.truth) & {"T", "T|", "D"}], ids=lambda row: row.id)
def test_true_row_is_proved(row, decided):
    assert any(decided[name].verdict is Verdict.PROVED for name in row.derivations)


@pytest.mark.parametrize("row", [row for row in ROWS if "T|" in row.truth], ids=lambda row: row.id)
def test_row_under_an_assumption_fails_without_it(row, decided):
    failing = {Verdict.REFUTED, Verdict.CONDITIONAL, Verdict.ILL_FORMED}
    assert {step.result.verdict for step in steps(row, decided)} & failing


@pytest.mark.parametrize("row", [row for row in ROWS if row.truth == ("T",)], ids=lambda row: row.id)
def test_true_row_has_no_step_that_is_undecided(row, decided):
    assert Verdict.UNDECIDED not in {step.result.verdict for step in steps(row, decided)}


@pytest.mark.parametrize("row", [row for row in ROWS if "F" in row.truth], ids=lambda row: row.id)
def test_false_row_is_refuted_beside_its_nearest_true_form(row, decided):
    if row.id in FLOATING:
        assert all(decided[name].verdict is Verdict.PROVED for name in row.derivations)
        return
    refuted = [step for step in steps(row, decided) if step.result.verdict is Verdict.REFUTED]
    assert any(s.result.witness and s.nearest_true and s.nearest_true.verdict is Verdict.PROVED for s in refuted)


@pytest.mark.parametrize("row", [row for row in ROWS if "X" in row.truth], ids=lambda row: row.id)
def test_ill_formed_row_is_so_as_written_and_proved_as_read(row, decided):
    wanted = Verdict.REFUTED if row.id in NO_TERM else Verdict.ILL_FORMED
    found = [step for step in steps(row, decided) if step.result.verdict is wanted]
    assert any(step.nearest_true and step.nearest_true.verdict is Verdict.PROVED for step in found)


def test_list_prints_the_ledger(capsys):
    assert cli.main(["list", "--claims"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [row.id for row in ROWS]
    assert lines[1].split()[1:5] == ["000_c1f56dda61eae30c.txt:7-8", "identity", "T|", "kl_split"]


def test_list_prints_the_ledger_for_machines(capsys):
    assert cli.main(["list", "--claims", "--json", "--select", "kl_split"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "derive/claims/1"
    assert [row["id"] for row in found["claims"]] == ["D0.1", "D0.2", "D0.3", "D0.40"]
    assert found["claims"][1]["lines"] == [[7, 8]]
    assert found["claims"][1]["derivations"] == ["kl_split"]


def test_the_ledger_is_that_of_the_built_in_derivations(capsys):
    assert cli.main(["list", "--claims", "a_script.py"]) == 2
    assert "--claims" in capsys.readouterr().err
