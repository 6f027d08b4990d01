"""Which pictures belong on a page: those whose derivations, from the built-in library, are all in the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from derive.report.pictures import simplex, temperature
from derive.report.pictures.plot import Plot
from derive.results import RunResult
from derive.terms.records import Derivation

FOLDER = "derive/library/"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, its caption, and the ids of the derivations it is about."""

    plot: Plot
    caption: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to draw one picture, and which derivations it is about."""

    draw: Callable[[Mapping[str, Derivation]], Plot]
    caption: str
    about: tuple[str, ...]


RECIPES = (
    Recipe(
        temperature.gradient,
        "The gradient times T² reaches its limit; what is left falls like 1/T.",
        ("kd_limit", "kd_gradient_expansion_centred", "kd_gradient_is_quadratic"),
    ),
    Recipe(
        temperature.loss,
        "It is the loss, not its gradient, that is quadratic at high temperature.",
        ("kl_at_high_temperature", "quadratic_loss_gradient", "kd_gradient_is_quadratic"),
    ),
    Recipe(
        simplex.asymmetry,
        "Cross entropy is not symmetric: H(P,Q) is not H(Q,P).",
        ("cross_entropy_symmetric", "kl_split", "cross_entropy_is_at_least_entropy"),
    ),
    Recipe(
        simplex.sigmoid,
        "With two classes the softmax is a sigmoid.",
        ("softmax_of_two_is_sigmoid",),
    ),
)


def pictures(run: RunResult) -> tuple[Picture, ...]:
    """The pictures of a run, none unless it holds the library's own derivations."""
    own = {chain.id for chain in run.derivations if (chain.source.path or "").startswith(FOLDER)}
    wanted = [recipe for recipe in RECIPES if own.issuperset(recipe.about)]
    if not wanted:
        return ()
    from derive.library import load  # a run carries what was decided, not the terms to draw

    chains = {chain.id: chain for chain in load()}
    return tuple(
        Picture(recipe.draw(chains), recipe.caption, recipe.about)
        for recipe in wanted
        if chains.keys() >= set(recipe.about)
    )
