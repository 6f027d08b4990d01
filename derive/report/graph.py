"""Which definitions each derivation of a topic uses, as a drawing of two columns made on this side: no script."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from derive.report.findings import Entry
from derive.results import DefinitionResult

ROW, MARGIN, GAP = 24, 10, 90
WIDE, NARROW = 8.6, 7.4
"""Pixels for a letter: of a definition, of an id."""


@dataclass(frozen=True, slots=True)
class Graph:
    """A drawing, and how many definitions and derivations it links."""

    svg: Markup
    definitions: int
    derivations: int


def graph(entries: tuple[Entry, ...]) -> Graph | None:
    """Definitions on the left, the derivations that use them on the right; None where nothing is defined."""
    users = [entry for entry in entries if entry.derivation.definitions]
    uses = {entry.anchor: tuple(map(shown, entry.derivation.definitions)) for entry in users}
    names = tuple(dict.fromkeys(name for entry in users for name in uses[entry.anchor]))
    if not names:
        return None
    left = MARGIN + WIDE * max(map(len, names))
    right = left + GAP
    width = round(right + 24 + NARROW * max(len(entry.derivation.id) for entry in users) + MARGIN)
    height = ROW * max(len(users), len(names)) + 2 * MARGIN
    down = {name: _spread(place, len(names), height) for place, name in enumerate(names)}
    across = {entry.anchor: _spread(place, len(users), height) for place, entry in enumerate(users)}
    parts = [
        Markup(
            '<svg class="uses" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="group" aria-label="{2}" '
            'xmlns="http://www.w3.org/2000/svg">'
        ).format(width, height, f"{_count(len(names), 'definition')} and {_count(len(users), 'derivation')} using them")
    ]
    for name in names:
        mine = [entry for entry in users if name in uses[entry.anchor]]
        lines = Markup("").join(_link(left + 8, down[name], right - 8, across[entry.anchor]) for entry in mine)
        label = Markup('<text class="definition" x="{:.1f}" y="{:.1f}" text-anchor="end">{}</text>').format(
            left, down[name] + 4.5, name
        )
        told = f"{name} is used by {_count(len(mine), 'derivation')}"
        parts.append(Markup("<g><title>{}</title>{}{}</g>").format(told, lines, label))
    parts += [_row(entry, right, across[entry.anchor]) for entry in users]
    return Graph(Markup("\n").join([*parts, Markup("</svg>")]), len(names), len(users))


def shown(found: DefinitionResult) -> str:
    """A definition as a reader knows it: s(·)."""
    places = ", ".join("·" * found.indices)
    return f"{found.name}({places})" if places else found.name


def _row(entry: Entry, x: float, y: float) -> Markup:
    verdict = entry.derivation.verdict.value
    return Markup(
        '<a href="#{0}" aria-label="{1}, {2}"><svg class="mark {3}" x="{4:.1f}" y="{5:.1f}" width="13" height="13">'
        '<use href="#v-{3}"/></svg><text class="user" x="{6:.1f}" y="{7:.1f}">{1}</text></a>'
    ).format(entry.anchor, entry.derivation.id, verdict.replace("_", " "), verdict, x, y - 6.5, x + 19, y + 4.5)


def _link(x1: float, y1: float, x2: float, y2: float) -> Markup:
    middle = (x1 + x2) / 2
    return Markup('<path d="M{0:.1f} {1:.1f}C{2:.1f} {1:.1f} {2:.1f} {3:.1f} {4:.1f} {3:.1f}"/>').format(
        x1, y1, middle, y2, x2
    )


def _spread(place: int, count: int, height: float) -> float:
    """The middle of row `place` of `count` rows that share the height."""
    return MARGIN + (place + 0.5) * (height - 2 * MARGIN) / count


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
