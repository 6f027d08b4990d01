"""The built-in derivations: every claim of the five documents, one topic a module, data only."""

from __future__ import annotations

import importlib
from dataclasses import replace

from derive.errors import InternalError
from derive.terms.records import Derivation

TOPICS = (
    "logarithm",
    "linearity",
    "kl_divergence",
    "positivity",
    "divergence",
    "divergence_ordering",
    "entropy",
    "point_mass",
    "entropy_bounds",
    "cross_entropy",
    "gaussian_cross_entropy",
    "softmax",
    "softmax_bounds",
    "sigmoid",
    "softmax_jacobian",
    "softmax_jacobian_by_cases",
    "softmax_jacobian_without_cases",
    "quotient_rule",
    "chain_rule",
    "cross_entropy_gradient",
    "cross_entropy_gradient_reasons",
    "cross_entropy_gradient_by_cases",
    "cross_entropy_gradient_backwards",
    "one_hot",
    "log_sum_exp",
    "batch_loss",
    "binary_cross_entropy",
    "distillation",
    "distillation_limit",
    "distillation_claims",
    "skip_gram",
)


def load() -> tuple[Derivation, ...]:
    """Every built-in derivation, in the order of the topics and of each page.

    Its id is the name of the variable that holds it, unique over the library; without a title of its
    own it takes its page's. Raises InternalError when two derivations share a name.
    """
    found: dict[str, Derivation] = {}
    for topic in TOPICS:
        page = importlib.import_module(f"{__name__}.{topic}")
        heading = (page.__doc__ or topic).partition("\n")[0]
        for name, value in vars(page).items():
            if not isinstance(value, Derivation):
                continue
            if name in found:
                raise InternalError(f"two built-in derivations are called {name}; rename the one in {topic}.py")
            titled = replace(value, title=value.title or heading)
            found[name] = titled.located(name, replace(value.source, path=f"derive/library/{topic}.py"))
    return tuple(found.values())
