"""Results as JSON: the stable interface `derive/result/1`, described by schema/result-1.json.

The same results give the same bytes. Timings stand under one key of their own, and only on request.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from derive.report.anchors import step_anchor
from derive.report.answers import Answer, answers
from derive.report.findings import Entry, entries
from derive.report.summary import counts, steps_of
from derive.report.written import claim_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from derive.report.pictures.gallery import Picture
    from derive.report.versions import Tool
    from derive.results import (
        ClaimRow,
        DerivationResult,
        Enough,
        NearestTrue,
        RunResult,
        StepResult,
        ThirdOpinion,
        Witness,
    )

SCHEMA = "derive/result/1"


def render(run: RunResult, *, tool: Tool, timings: bool = False, drawn: Sequence[Picture] = ()) -> str:
    """The run as JSON text, ending in a newline; with the points of pictures where they are drawn."""
    return json.dumps(document(run, tool=tool, timings=timings, drawn=drawn), ensure_ascii=False, indent=1) + "\n"


def document(run: RunResult, *, tool: Tool, timings: bool = False, drawn: Sequence[Picture] = ()) -> dict[str, Any]:
    """The run as plain dictionaries, lists, strings and numbers."""
    items = entries(run)
    found_of_claims = answers(run, items)
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "tool": dict(tool),
        "summary": {"derivations": counts(run.derivations), "steps": counts(steps_of(run))},
        "errors": [{"path": e.path, "line": e.line, "message": e.message} for e in run.errors],
        "claims": [_claim(answer, answer.claim) for answer in found_of_claims if answer.claim is not None],
        "findings": [_finding(answer) for answer in found_of_claims if answer.kind.is_finding],
        "derivations": [_derivation(item.derivation, item.anchor) for item in items],
    }
    if drawn:
        found["pictures"] = [_picture(picture) for picture in drawn]
    if timings:
        found["timings"] = dict(run.timings)
    return found


def _derivation(derivation: DerivationResult, anchor: str) -> dict[str, Any]:
    source = derivation.source
    return {
        "id": derivation.id,
        "anchor": anchor,
        "title": derivation.title,
        "claims": list(derivation.claims),
        "source": {
            "path": source.path,
            "line": source.line,
            "document": source.document,
            "document_line": source.document_line,
            "latex": source.latex,
        },
        "verdict": derivation.verdict.value,
        "passed": derivation.passed,
        "assumptions": list(derivation.assumptions),
        "unused_assumptions": list(derivation.unused_assumptions),
        "definitions": [f"{definition.name}/{definition.indices}" for definition in derivation.definitions],
        "definitions_latex": [definition.latex for definition in derivation.definitions],
        "steps": [_step(step, step_anchor(anchor, step.index)) for step in derivation.steps],
    }


def _step(step: StepResult, anchor: str) -> dict[str, Any]:
    result = step.result
    return {
        "index": step.index,
        "anchor": anchor,
        "lhs": step.lhs,
        "relation": step.relation,
        "rhs": step.rhs,
        "by": step.by,
        "warnings": list(step.warnings),
        "verdict": result.verdict.value,
        "expected": step.expected.value,
        "passed": step.passed,
        "trivial": step.trivial,
        "from_sympy": step.from_sympy,
        "reason_code": None if result.reason is None else result.reason.value,
        "message": result.message,
        "laws": list(result.laws),
        "uses": list(result.uses),
        "conditions": list(result.conditions),
        "residual": result.residual,
        "true_iff": result.true_iff,
        "enough": None if result.enough is None else _enough(result.enough),
        "witness": None if result.witness is None else _witness(result.witness),
        "nearest_true": None if step.nearest_true is None else _nearest(step.nearest_true),
        "repairs": [_nearest(repair) for repair in step.repairs],
        "second_opinion": result.second_opinion,
        "third_opinion": None if step.third_opinion is None else _third(step.third_opinion),
        "line": step.line,
        "column": step.column,
        **({} if step.written is None else {"written": list(step.written)}),
    }


def _claim(answer: Answer, row: ClaimRow) -> dict[str, Any]:
    return {**claim_document(row), "anchor": answer.anchor, "outcome": answer.label}


def _finding(answer: Answer) -> dict[str, Any]:
    return {
        "kind": answer.kind.value,
        "label": answer.label,
        "anchor": answer.anchor,
        "document": answer.document,
        "lines": [list(pair) for pair in answer.lines],
        "claim": None if answer.claim is None else answer.claim.id,
        "failing": [_failing(entry) for entry in answer.failing],
        "proved_in": [entry.anchor for entry in answer.proving],
    }


def _failing(entry: Entry) -> dict[str, Any]:
    return {
        "derivation": entry.anchor,
        "step": None if entry.step is None else step_anchor(entry.anchor, entry.step.index),
        "true_with": list(entry.given),
        "proved_in": entry.proved_in,
    }


def _picture(picture: Picture) -> dict[str, Any]:
    plot = picture.plot
    return {
        "title": plot.title,
        "description": plot.description,
        "caption": picture.caption,
        "about": list(picture.about),
        "axes": {
            name: {
                "name": axis.name,
                "low": axis.low,
                "high": axis.high,
                "log": axis.log,
                "ticks": [[value, text] for value, text in axis.ticks],
            }
            for name, axis in (("x", plot.x), ("y", plot.y))
        },
        "curves": [
            {"style": curve.style, "dots": curve.dots, "points": [list(point) for point in curve.points]}
            for curve in plot.curves
        ],
        "labels": [{"text": label.text, "x": label.x, "y": label.y, "style": label.style} for label in plot.labels],
        "marks": [[list(point) for point in ends] for ends in plot.marks],
    }


def _witness(witness: Witness) -> dict[str, Any]:
    return {"sizes": dict(witness.sizes), "values": dict(witness.values), "lhs": witness.lhs, "rhs": witness.rhs}


def _enough(found: Enough) -> dict[str, Any]:
    return {
        "conditions": list(found.conditions),
        "source": list(found.source),
        "example": _witness(found.example),
    }


def _third(opinion: ThirdOpinion) -> dict[str, Any]:
    return {"status": opinion.status, "detail": opinion.detail}


def _nearest(nearest: NearestTrue) -> dict[str, Any]:
    return {
        "lhs": nearest.lhs,
        "relation": nearest.relation,
        "rhs": nearest.rhs,
        "verdict": nearest.verdict.value,
        "slip": nearest.slip,
    }
