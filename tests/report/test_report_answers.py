"""What a reader is told first of each claim: its kind follows the ledger and is borne out by the run."""

from dataclasses import replace

import pytest
from report_sample import chain, step

from derive.library import load
from derive.library.ledger import ledger
from derive.report import html, tex
from derive.report.answers import answers, tally
from derive.report.findings import Kind, by_document, entries
from derive.results import ClaimRow, NearestTrue, Result, RunResult, Witness
from derive.session import check
from derive.verdict import Reason, Verdict

V = Verdict
AT = Witness((("n", 2),), (("p_{1}", "1/2"),), "0", "-0.693147180559945309")


def settled(name, verdict, **more):
    """A derivation of one step with this verdict, as its author expects it."""
    return chain(
        name, f"title of {name}", verdict, (step(1, "a", "b", found(verdict), verdict, **more),), claims=("D0.1",)
    )


def found(verdict):
    if verdict is V.REFUTED:
        return Result(verdict, Reason.COUNTEREXAMPLE, "the sides differ at the witness", witness=AT)
    return Result(verdict)


def row(*truth, settled_by=("one", "two")):
    return ClaimRow("D0.1", "x.txt", ((3, 5), (9, 9)), "identity", truth, "what is true", "a = b", settled_by)


@pytest.mark.parametrize(
    ("truth", "verdicts", "kind", "label"),
    [
        (("F",), (V.REFUTED,), Kind.FALSE, "false"),
        (("T", "F"), (V.REFUTED, V.PROVED), Kind.FALSE, "false in part"),
        (("F",), (V.PROVED,), Kind.OPEN, "not decided"),
        (("F",), (V.CONDITIONAL,), Kind.OPEN, "not decided"),
        (("F",), (), Kind.OPEN, "not decided"),
        (("X",), (V.ILL_FORMED, V.PROVED), Kind.MEANINGLESS, "no meaning as written"),
        (("X",), (V.REFUTED, V.PROVED), Kind.MEANINGLESS, "no meaning as written"),
        (("X",), (V.PROVED,), Kind.OPEN, "not decided"),
        (("T|",), (V.REFUTED, V.PROVED), Kind.NEEDS_CONDITION, "true only with a condition"),
        (("T|",), (V.CONDITIONAL,), Kind.OPEN, "not decided"),
        (("T",), (V.PROVED, V.REFUTED), Kind.TRUE, "true"),
        (("T",), (V.REFUTED,), Kind.OPEN, "not decided"),
        (("T",), (), Kind.OPEN, "not decided"),
        (("D",), (V.PROVED,), Kind.DEFINITION, "definition"),
    ],
)
def test_kind_is_the_ledgers_where_the_run_bears_it_out(truth, verdicts, kind, label):
    chains = tuple(settled(name, verdict) for name, verdict in zip(("one", "two"), verdicts, strict=False))
    run = RunResult(chains, claims=(row(*truth),))
    (answer,) = answers(run, entries(run))
    assert (answer.kind, answer.label) == (kind, label)
    assert [entry.derivation.id for entry in answer.proving] == [c.id for c in chains if c.verdict is V.PROVED]
    assert [entry.derivation.id for entry in answer.failing] == [c.id for c in chains if c.verdict is not V.PROVED]


@pytest.mark.parametrize("truth", ["T", "T|", "F", "X", "D"])
def test_what_is_not_as_expected_is_never_glossed_over(truth):
    missed = settled("one", V.REFUTED)
    missed = replace(missed, passed=False, steps=(replace(missed.steps[0], expected=V.PROVED, passed=False),))
    run = RunResult((missed, settled("two", V.PROVED)), claims=(row(truth),))
    (answer,) = answers(run, entries(run))
    assert answer.kind is Kind.SURPRISE
    assert answer.kind.is_finding


def test_a_derivation_that_no_claim_names_answers_for_itself():
    run = RunResult((settled("three", V.REFUTED), settled("four", V.PROVED)), claims=(row("T", settled_by=()),))
    first, second = answers(run, entries(run))
    assert (first.kind, second.kind) == (Kind.OPEN, Kind.FALSE)
    assert (second.claim, second.anchor, second.place) == (None, "finding-three", "10")


def test_the_worst_comes_first_then_the_line():
    rows = [row("T|"), row("F"), replace(row("F"), id="D0.2", lines=((1, 2),))]
    run = RunResult((settled("one", V.REFUTED), settled("two", V.PROVED)), claims=tuple(rows))
    found = answers(run, entries(run))
    (group,) = by_document(found, worst_first=True)
    assert [(answer.kind, answer.place) for answer in group.entries] == [
        (Kind.FALSE, "1–2"),
        (Kind.FALSE, "3–5, 9"),
        (Kind.NEEDS_CONDITION, "3–5, 9"),
    ]
    assert tally(found) == ((Kind.FALSE, 2), (Kind.NEEDS_CONDITION, 1))


def test_a_finding_shows_line_claim_numbers_and_what_is_true():
    near = NearestTrue("a", "=", "c", V.PROVED)
    run = RunResult((settled("one", V.REFUTED, nearest_true=near), settled("two", V.PROVED)), claims=(row("F"),))
    page = html.render(run, tool=())
    finding = page.partition('<tbody class="finding" id="claim-D0.1">')[2].partition("</tbody>")[0]
    for part in ("3–5, 9", "false", "<b>Instead:</b> what is true", 'href="#two"', 'href="#one"', "title of one"):
        assert part in finding
    assert 'right side <data value="-0.693147180559945309"><b>−0.693147…</b></data>' in finding
    assert '<a href="#claim-D0.1">3–5, 9</a>' in page.partition('class="glance"')[2].partition("</table>")[0]
    article = tex.render(run, tool=())
    assert r"\target{claim-D0.1}" in article
    assert r"\hyperref[claim-D0.1]{3--5, 9}" in article
    assert r"right side \ensuremath{-}0.693147\dots{}" in article


def test_the_library_is_answered_as_its_ledger_says():
    """Every row of the ledger gets the kind that its truth stands for; floating point alone is outside what is decided."""
    chains = load()
    run = replace(check(chains), claims=ledger(chains))
    kinds = {"F": Kind.FALSE, "X": Kind.MEANINGLESS, "T|": Kind.NEEDS_CONDITION, "T": Kind.TRUE, "D": Kind.DEFINITION}
    open_ones = []
    for answer in answers(run, entries(run)):
        expected = next(kind for code, kind in kinds.items() if code in answer.claim.truth)
        if answer.kind is not expected:
            open_ones.append((answer.claim.id, answer.kind))
    assert open_ones == [("D2.11", Kind.OPEN)]
