"""Axes, curves and labels as SVG text: no script, no network, colours by the page's custom properties."""

from __future__ import annotations

import math
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT = 480, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 14, 14, 46


@dataclass(frozen=True, slots=True)
class Axis:
    """A range with its name and marked values; logarithmic where `log` is set."""

    name: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    log: bool = False

    def share(self, value: float) -> float:
        """Where a value lies between the ends, 0 to 1."""
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Curve:
    """Points joined by a line in style `style` (1 to 4), or marked by a "circle" or "square" each."""

    style: int
    points: tuple[tuple[float, float], ...]
    dots: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Text that starts, centres or ends at a point, in the colour of a curve; `shift` is in pixels."""

    text: str
    x: float
    y: float
    style: int = 0
    anchor: str = "start"
    shift: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture: what it shows in words, and what is drawn."""

    title: str
    description: str
    x: Axis
    y: Axis
    curves: tuple[Curve, ...]
    labels: tuple[Label, ...]
    marks: tuple[tuple[tuple[float, float], tuple[float, float]], ...] = ()

    def svg(self) -> Markup:
        """The picture. Raises ValueError for a value that is not a finite number."""
        parts = [
            Markup(
                '<svg class="plot" viewBox="0 0 {} {}" role="img" xmlns="http://www.w3.org/2000/svg">'
                "<title>{}</title><desc>{}</desc>"
            ).format(WIDTH, HEIGHT, self.title, self.description),
            *self._axes(),
            *[self._curve(curve) for curve in self.curves],
            *[self._mark(*ends) for ends in self.marks],
            *[self._label(label) for label in self.labels],
            Markup("</svg>"),
        ]
        return Markup("\n").join(parts)

    def place(self, x: float, y: float) -> tuple[str, str]:
        """A point in pixels, as text. Raises ValueError for what is not a finite number."""
        across = LEFT + self.x.share(x) * (WIDTH - LEFT - RIGHT)
        down = HEIGHT - BOTTOM - self.y.share(y) * (HEIGHT - TOP - BOTTOM)
        if not (math.isfinite(across) and math.isfinite(down)):
            raise ValueError(f"{self.title}: ({x}, {y}) cannot be drawn")
        return f"{across:.1f}", f"{down:.1f}"

    def _axes(self) -> list[Markup]:
        found: list[Markup] = []
        for value, name in self.x.ticks:
            (x, bottom), (_, top) = self.place(value, self.y.low), self.place(value, self.y.high)
            found.append(_line("grid", x, bottom, x, top))
            found.append(_text("tick", x, f"{float(bottom) + 17:.1f}", "middle", name))
        for value, name in self.y.ticks:
            (left, y), (right, _) = self.place(self.x.low, value), self.place(self.x.high, value)
            found.append(_line("grid", left, y, right, y))
            found.append(_text("tick", f"{LEFT - 7}", f"{float(y) + 4.5:.1f}", "end", name))
        x0, y0 = self.place(self.x.low, self.y.low)
        x1, y1 = self.place(self.x.high, self.y.high)
        found.append(Markup('<path class="axis" d="M{} {}V{}H{}"/>').format(x0, y1, y0, x1))
        found.append(_text("name", x1, f"{HEIGHT - 8}", "end", self.x.name))
        if self.y.name:
            found.append(_text("name", f"{float(x0) + 8:.1f}", f"{float(y1) + 12:.1f}", "start", self.y.name))
        return found

    def _curve(self, curve: Curve) -> Markup:
        places = [self.place(x, y) for x, y in curve.points]
        if curve.dots:
            dots = Markup("").join(_dot(curve.dots, x, y) for x, y in places)
            return Markup('<g class="dots c{}">{}</g>').format(curve.style, dots)
        line = " ".join(f"{x},{y}" for x, y in places)
        return Markup('<polyline class="curve c{}" points="{}"/>').format(curve.style, line)

    def _mark(self, start: tuple[float, float], end: tuple[float, float]) -> Markup:
        return _line("mark", *self.place(*start), *self.place(*end))

    def _label(self, label: Label) -> Markup:
        x, y = self.place(label.x, label.y)
        across, down = f"{float(x) + label.shift[0]:.1f}", f"{float(y) + label.shift[1]:.1f}"
        return _text(f"label c{label.style}", across, down, label.anchor, label.text)


def _dot(shape: str, x: str, y: str) -> Markup:
    if shape == "square":
        corner = f"{float(x) - 4:.1f}", f"{float(y) - 4:.1f}"
        return Markup('<rect x="{}" y="{}" width="8" height="8"/>').format(*corner)
    return Markup('<circle cx="{}" cy="{}" r="4"/>').format(x, y)


def _line(kind: str, x1: str, y1: str, x2: str, y2: str) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(kind, x1, y1, x2, y2)


def _text(kind: str, x: str, y: str, anchor: str, text: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(kind, x, y, anchor, escape(text))
