"""Results as JSON: the stable interface `derive/result/1`, described by schema/result-1.json.

The same results give the same bytes. Timings stand under one key of their own, and only on request.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from derive.report.summary import counts, steps_of

if TYPE_CHECKING:
    from derive.report.versions import Tool
    from derive.results import DerivationResult, Enough, NearestTrue, RunResult, StepResult, ThirdOpinion, Witness

SCHEMA = "derive/result/1"


def render(run: RunResult, *, tool: Tool, timings: bool = False) -> str:
    """The run as JSON text, ending in a newline."""
    return json.dumps(document(run, tool=tool, timings=timings), ensure_ascii=False, indent=1) + "\n"


def document(run: RunResult, *, tool: Tool, timings: bool = False) -> dict[str, Any]:
    """The run as plain dictionaries, lists, strings and numbers."""
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "tool": dict(tool),
        "summary": {"derivations": counts(run.derivations), "steps": counts(steps_of(run))},
        "errors": [{"path": e.path, "line": e.line, "message": e.message} for e in run.errors],
        "derivations": [_derivation(derivation) for derivation in run.derivations],
    }
    if timings:
        found["timings"] = dict(run.timings)
    return found


def _derivation(derivation: DerivationResult) -> dict[str, Any]:
    source = derivation.source
    return {
        "id": derivation.id,
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
        "definitions": list(derivation.definitions),
        "steps": [_step(step) for step in derivation.steps],
    }


def _step(step: StepResult) -> dict[str, Any]:
    result = step.result
    return {
        "index": step.index,
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
