"""Derivations and the claims they settle as they are written, undecided: for `derive list` and `derive show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from derive.report.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from derive.results import ClaimRow, RunResult
    from derive.terms.records import BigO, Derivation, Step

LIST_SCHEMA = "derive/list/1"
CLAIMS_SCHEMA = "derive/claims/1"


def as_lines(derivations: tuple[Derivation, ...]) -> str:
    """One line a derivation: id, claims, title."""
    name = max((len(derivation.id) for derivation in derivations), default=0)
    labels = [" ".join(map(clean, derivation.claims)) for derivation in derivations]
    wide = max(map(len, labels), default=0)
    rows = zip(derivations, labels, strict=True)
    return "".join(
        f"{d.id.ljust(name)}  {label.ljust(wide)}  {clean(d.title or '')}".rstrip() + "\n" for d, label in rows
    )


def as_json(derivations: tuple[Derivation, ...], unread: RunResult) -> str:
    """The list as JSON (`derive/list/1`)."""
    import json

    document = {
        "schema": LIST_SCHEMA,
        "errors": [{"path": e.path, "line": e.line, "message": e.message} for e in unread.errors],
        "derivations": [
            {
                "id": derivation.id,
                "title": derivation.title,
                "claims": list(derivation.claims),
                "source": {
                    "path": derivation.source.path,
                    "line": derivation.source.line,
                    "document": derivation.source.document,
                    "document_line": derivation.source.document_line,
                    "latex": derivation.source.latex,
                },
                "steps": len(derivation.steps),
            }
            for derivation in derivations
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def claims_as_lines(rows: Sequence[ClaimRow]) -> str:
    """One line a row: id, document and lines, kind, truth, derivations."""
    cells = [
        (row.id, f"{row.document}:{_lines(row.lines)}", row.kind, " ".join(row.truth), " ".join(row.derivations))
        for row in rows
    ]
    wide = [max(map(len, column), default=0) for column in zip(*cells, strict=True)]
    return "".join("  ".join(cell.ljust(w) for cell, w in zip(row, wide, strict=True)).rstrip() + "\n" for row in cells)


def claims_as_json(rows: Sequence[ClaimRow]) -> str:
    """The rows as JSON (`derive/claims/1`)."""
    import json

    document = {
        "schema": CLAIMS_SCHEMA,
        "claims": [claim_document(row) for row in rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def claim_document(row: ClaimRow) -> dict[str, Any]:
    """One row as plain values."""
    return {
        "id": row.id,
        "document": row.document,
        "lines": [list(pair) for pair in row.lines],
        "kind": row.kind,
        "truth": list(row.truth),
        "note": row.note,
        "latex": row.latex,
        "derivations": list(row.derivations),
    }


def _lines(pairs: Sequence[tuple[int, int]]) -> str:
    return ",".join(f"{first}" if first == last else f"{first}-{last}" for first, last in pairs)


def as_page(derivation: Derivation) -> str:
    """One derivation: title, source, claims, assumptions, and each side as LaTeX."""
    from derive.terms.latex import assumption_latex, latex

    source = derivation.source
    facts = dict.fromkeys(
        assumption_latex(fact)
        for number in range(len(derivation.steps))
        for fact in derivation.claim(number).assumptions
    )
    lines = [f"{derivation.id}  {clean(derivation.title or '')}".rstrip()]
    if source.path is not None:
        lines.append(f"  source   {clean(_place(source.path, source.line))}")
    if source.document is not None:
        lines.append(f"  document {clean(_place(source.document, source.document_line))}")
    if source.latex is not None:
        lines.append(f"  there    {clean(source.latex)}")
    if derivation.claims:
        lines.append(f"  claims   {', '.join(map(clean, derivation.claims))}")
    lines += [f"  assumes  {fact}" for fact in facts]
    lines += ["", f"       {latex(derivation.start)}", *_as_written(derivation.written)]
    for number, step in enumerate(derivation.steps, 1):
        lines.append(f"  {number:>2} {step.relation.value} {latex(step.rhs)}{_order(step.up_to)}{_remark(step)}")
        lines += _as_written(step.written)
        if step.instead is not None:
            lines.append(f"     instead: {latex(step.instead)}")
    return "".join(line + "\n" for line in lines)


def _as_written(text: str | None) -> list[str]:
    """A side as its author wrote it with vectors or matrices, under its entries."""
    return [] if text is None else [f"     written: {text}"]


def _order(order: BigO | None) -> str:
    if order is None:
        return ""
    from derive.terms.latex import latex

    return rf" + O({latex(order.variable)}^{{-{order.order}}})"


def _remark(step: Step) -> str:
    notes = [clean(step.by)] if step.by else []
    if step.variable is not None:
        notes.append(f"as {step.variable.name} grows")
    if step.expect.value != "proved":
        notes.append(f"expected: {step.expect.value}")
    return f"   [{'; '.join(notes)}]" if notes else ""


def _place(path: str, line: int | None) -> str:
    return path if line is None else f"{path}:{line}"
