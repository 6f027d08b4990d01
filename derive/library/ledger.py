"""The ledger: every row of what the five documents claim, where it stands, and the derivations that settle it.

`claims.json` holds the rows: document, lines, kind, formula, and what is to be expected of it. Which derivations settle a row
is read off the derivations themselves; their verdicts come from deciding them and are written down nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files

from derive.errors import InternalError
from derive.results import ClaimRow
from derive.terms.records import Derivation

TRUTHS = ("T", "T|", "F", "X", "D")
"""True, true under the assumption in `note`, false, ill-formed, definition. A row whose parts differ has several."""


def ledger(derivations: Iterable[Derivation]) -> tuple[ClaimRow, ...]:
    """Every row, in the order of the documents, with those of `derivations` that name it.

    Raises InternalError when a derivation names a row that does not exist.
    """
    named: dict[str, list[str]] = {}
    for chain in derivations:
        for claim in chain.claims:
            named.setdefault(claim, []).append(chain.id)
    entries = json.loads(files(__package__).joinpath("claims.json").read_text(encoding="utf-8"))
    rows = tuple(
        ClaimRow(
            entry["id"],
            entry["document"],
            tuple((first, last) for first, last in entry["lines"]),
            entry["kind"],
            tuple(entry["truth"]),
            entry["note"],
            entry["latex"],
            tuple(named.pop(entry["id"], ())),
        )
        for entry in entries
    )
    if named:
        claim, (name, *_) = next(iter(named.items()))
        raise InternalError(f"{name} names the row {claim}, which is not in claims.json")
    return rows
