"""Distillation at high temperature: T²·∂L_soft/∂z_i → (z_i − v_i)/N, and KL(t‖s) against its quadratic.

Shapes  z, v: (3,), both with mean 0; i = 1; T from 1 to 10⁴.    Source  Hinton et al. (2015), eq. 3-4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from derive.report.pictures.plot import Axis, Curve, Label, Plot
from derive.report.pictures.values import Values, family, powers_of_ten
from derive.terms.nodes import Limit
from derive.terms.records import Derivation

Z = family("z", Fraction(0), Fraction(1), Fraction(-1))
V = family("v", Fraction(-1, 2), Fraction(1, 2), Fraction(0))
POINT = "z = (0, 1, −1), v = (−1/2, 1/2, 0)"
TEMPERATURES = powers_of_ten(4, 12)
TEMPERATURE = Axis("temperature T", 1, 10**4, tuple((10.0**k, f"10{mark}") for k, mark in enumerate("⁰¹²³⁴")), log=True)


def gradient(chains: Mapping[str, Derivation]) -> Plot:
    """T²·∂L_soft/∂z_i, its limit, and how fast the one nears the other."""
    chain = chains["kd_limit"]
    limit = chain.start
    scaled, reached = limit.body if isinstance(limit, Limit) else limit, chain.steps[-1].rhs
    values = Values(N=3)
    drawn = (
        Curve(2, _over_temperature(lambda point: values.at(reached, point))),
        Curve(1, _over_temperature(lambda point: values.at(scaled, point))),
        Curve(3, _over_temperature(lambda point: values.gap(scaled, reached, point))),
    )
    return Plot(
        "The distillation gradient T²·∂L/∂z₁ and its limit",
        "On logarithmic axes, T from 1 to 10,000: the gradient times T squared flattens onto its limit "
        "(z₁ − v₁)/N = 1/6, while the difference falls along a line of slope −1; the gradient itself "
        f"therefore misses (z₁ − v₁)/(N T²) by a term of order T⁻³. Drawn for {POINT}.",
        TEMPERATURE,
        Axis("", 1e-6, 2, tuple((10.0**-k, f"10⁻{mark}" if k else "1") for k, mark in enumerate("⁰¹²³⁴⁵⁶")), log=True),
        drawn,
        (
            Label("limit (z₁ − v₁)/N", 9e3, 1 / 6, 2, "end", (0, -9)),
            Label("T²·∂L/∂z₁", 4, _near(drawn[1], 4), 1, "start", (0, 20)),
            Label("difference, slope −1", 60, _near(drawn[2], 60), 3, "start", (6, -6)),
            Label("so ∂L/∂z₁ = (z₁ − v₁)/(N T²) + O(T⁻³)", 1.3, 6.5e-6),
            Label(POINT, 1.3, 1.8e-6),
        ),
    )


def loss(chains: Mapping[str, Derivation]) -> Plot:
    """KL(t‖s), the quadratic it tends to, and the difference."""
    chain = chains["kl_at_high_temperature"]
    divergence, quadratic = chain.start, chain.steps[-1].rhs
    values = Values(N=3)
    drawn = (
        Curve(2, _over_temperature(lambda point: values.at(quadratic, point))),
        Curve(1, _over_temperature(lambda point: values.at(divergence, point))),
        Curve(3, _over_temperature(lambda point: values.gap(divergence, quadratic, point))),
    )
    powers = ((0, "1"), (-3, "10⁻³"), (-6, "10⁻⁶"), (-9, "10⁻⁹"), (-12, "10⁻¹²"), (-15, "10⁻¹⁵"))
    return Plot(
        "The loss KL(t‖s) and its quadratic 1/(2NT²)·Σ(zⱼ − vⱼ)²",
        "On logarithmic axes, T from 1 to 10,000: both fall along one line of slope −2, "
        f"and their difference along a steeper line of slope −3. Drawn for {POINT}.",
        TEMPERATURE,
        Axis("", 1e-15, 10, tuple((10.0**k, name) for k, name in powers), log=True),
        drawn,
        (
            Label("KL(t‖s)", 60, _near(drawn[1], 60), 1, "start", (8, -16)),
            Label("and its quadratic, slope −2", 60, _near(drawn[1], 60), 2, "start", (8, 0)),
            Label("difference, slope −3", 40, _near(drawn[2], 40), 3, "end", (-8, 14)),
            Label(POINT, 1.3, 7e-15),
        ),
    )


def _over_temperature(value: Callable[[Mapping[Any, Fraction]], Any]) -> tuple[tuple[float, float], ...]:
    points = [(T, value({**Z, **V, ("T",): T})) for T in TEMPERATURES]
    return tuple((float(T), float(y)) for T, y in points)


def _near(curve: Curve, x: float) -> float:
    return min(curve.points, key=lambda point: abs(point[0] - x))[1]
