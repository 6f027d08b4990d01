"""Breaking long lines of Python text and of comments."""

from __future__ import annotations

from textwrap import fill

WIDE = 110
"""Characters of a line."""

INSIDE = WIDE - 8
"""Characters of a broken expression inside a function, indented twice."""


def comment(text: str) -> str:
    """A comment on as many lines as it needs. `text` is one line."""
    return fill(
        text, WIDE, initial_indent="# ", subsequent_indent="#   ", break_long_words=False, break_on_hyphens=False
    )


def assignment(name: str, code: str) -> list[str]:
    """The lines of `name = code`, indented by four where it is read; brackets hold a long one together."""
    line = f"{name} = {code}"
    if len(line) <= WIDE - 4:
        return [line]
    opening, inner, closing = ("{", code[1:-1], "}") if code.startswith("{") else ("(", code, ")")
    return [f"{name} = {opening}", *(f"    {part}" for part in broken(inner)), closing]


def broken(code: str, width: int = INSIDE) -> list[str]:
    """The expression on several lines: each break is at a space, as far outside of brackets as there is one."""
    depth, outside = 0, []
    spaces: list[int] = []
    for place, letter in enumerate(code):
        depth += (letter in "([{") - (letter in ")]}")
        outside.append(depth)
        # Break before an operator and after a comma, never between an operator and what it applies to.
        if letter == " " and (code[place - 1] == "," or code[place + 1] in "+-"):
            spaces.append(place)
    lines, start = [], 0
    while len(code) - start > width:
        near = [place for place in spaces if start + width // 3 < place <= start + width]
        if near:
            cut = min(near, key=lambda place: (outside[place], -place))
            lines.append(code[start:cut])
            start = cut + 1
            continue
        cut = next((place + 1 for place in range(start + width - 1, start, -1) if _times(code, place)), len(code))
        lines.append(code[start:cut])
        start = cut
    return [*lines, code[start:]] if start < len(code) else lines


def _times(code: str, place: int) -> bool:
    """Whether a multiplication sign stands there, not half of a power's."""
    return code[place] == "*" and "*" not in (code[place - 1], code[place + 1 : place + 2])
