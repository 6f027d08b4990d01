"""The laws a proof may rest on, by the names that authors give them.

Each can be taken from the prover (see `weakened`); a step needs those without which it is no longer proved. Always
there: the commutative and associative laws, collecting like terms, x⁰ = 1 and x·x⁻¹ = 1 for a single factor, renaming
bound variables, writing out sums of fixed length, taking cases for equal and different indices.
"""

from __future__ import annotations

from enum import Enum


class Law(Enum):
    """A family of laws. The value is its name in reports."""

    LOG_QUOTIENT = "log quotient"
    LOG_PRODUCT = "log product"
    LOG_POWER = "log power"
    LOG_OF_EXP = "log of exp"
    EXP_OF_LOG = "exp of log"
    LINEARITY = "Σ linearity"
    DELTA = "δ contraction"
    SPLITTING = "splitting a sum"
    PRODUCT_RULE = "product rule"
    QUOTIENT_RULE = "quotient rule"
    CHAIN_RULE = "chain rule"
    EXPANSION = "expansion for a growing variable"
    GIBBS = "Gibbs"
    PART = "a part of a sum"
    PROBABILITY = "logarithm of a probability"
    LOG_TANGENT = "tangent of log"
    LOG_MEAN = "Jensen for log"
    EXP_TANGENT = "tangent of exp"
    EXP_MEAN = "Jensen for exp"
    SQUARES = "squares"
    MEMBERS = "member by member"
    MONOTONE = "monotone functions"
    EXP_OF_SUM = "exp of a sum"
    INTERCHANGE = "interchange of sums"
    FRACTIONS = "common denominators"
    EQUATIONS = "equations combined"
    DISTRIBUTIVITY = "distributivity"

    __hash__ = object.__hash__  # laws are looked up at every step; an enum's own hash is that of its name


ROUTINE = (Law.DISTRIBUTIVITY, Law.FRACTIONS, Law.INTERCHANGE, Law.EXP_OF_SUM, Law.EQUATIONS)
"""Laws that a reason need not name. They are tried first, so that what is left is what carries the step."""

LEMMAS = frozenset(
    (
        Law.GIBBS,
        Law.PART,
        Law.PROBABILITY,
        Law.LOG_TANGENT,
        Law.LOG_MEAN,
        Law.EXP_TANGENT,
        Law.EXP_MEAN,
        Law.SQUARES,
        Law.MEMBERS,
        Law.MONOTONE,
    )
)
"""What an inequality rests on beside the signs of its terms."""
