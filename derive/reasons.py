"""The reason an author gives for a step, compared with the laws and assumptions the step was found to need.

A reason names laws (`by="log quotient, linearity"`), definitions, or a hypothesis as it is written (`by="Σ_k y_k = 1"`).
What it names and the step does not need, and what the step needs and it does not name, is worth a warning, never an
error: the step is proved either way. A reason that names none of these, such as a citation, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derive.engine.laws import ROUTINE, Law
from derive.engine.needs import Laws
from derive.terms.latex import assumption_latex
from derive.terms.relations import Assumption, Convention

LOGARITHM = frozenset((Law.LOG_QUOTIENT, Law.LOG_PRODUCT, Law.LOG_POWER, Law.LOG_OF_EXP, Law.EXP_OF_LOG))
DERIVATIVE = frozenset((Law.PRODUCT_RULE, Law.QUOTIENT_RULE, Law.CHAIN_RULE))
COMPANIONS = DERIVATIVE | {Law.LINEARITY, Law.DELTA, Law.SPLITTING}
"""What taking a derivative of sums brings with it; a rule for derivatives need not name it."""

NAMES: dict[str, frozenset[Law]] = {
    **{law.value.lower(): frozenset((law,)) for law in Law},
    "quotient rule": frozenset((Law.QUOTIENT_RULE, Law.LOG_QUOTIENT)),
    "product rule": frozenset((Law.PRODUCT_RULE, Law.LOG_PRODUCT)),
    "power rule": frozenset((Law.PRODUCT_RULE, Law.LOG_POWER)),
    "definition of the logarithm": frozenset((Law.LOG_OF_EXP, Law.EXP_OF_LOG)),
    "logarithm rules": LOGARITHM,
    "linearity": frozenset((Law.LINEARITY,)),
    "linearity of the sum": frozenset((Law.LINEARITY,)),
    "delta contraction": frozenset((Law.DELTA,)),
    "delta": frozenset((Law.DELTA,)),
    "limit": frozenset((Law.EXPANSION,)),
    "expansion": frozenset((Law.EXPANSION,)),
    "taylor": frozenset((Law.EXPANSION,)),
    "powers of one base": frozenset((Law.EXP_OF_SUM,)),
    "distributive law": frozenset((Law.DISTRIBUTIVITY,)),
    "gibbs": frozenset((Law.GIBBS, Law.LOG_MEAN)),
    "jensen": frozenset((Law.LOG_MEAN, Law.EXP_MEAN, Law.LOG_TANGENT, Law.EXP_TANGENT)),
    "tangent": frozenset((Law.LOG_TANGENT, Law.EXP_TANGENT)),
    "cauchy-schwarz": frozenset((Law.MEMBERS, Law.SQUARES)),
    "fubini": frozenset((Law.INTERCHANGE,)),
}
"""What authors call laws; a name that stands for several is right when one of them is needed."""

DEFINITION = re.compile(r"(?:by )?(?:definition|unfold|fold)s?(?: of)?(?: (?P<name>\S+))?", re.IGNORECASE)


def warnings(by: str | None, laws: Laws, assumptions: Iterable[Assumption], uses: Iterable[str]) -> tuple[str, ...]:
    """What the reason `by` of a proved step says too much or leaves out. Empty for a reason that names nothing known."""
    if by is None:
        return ()
    needed = frozenset(laws.laws)
    facts = {_skeleton(_written(fact)): assumption_latex(fact) for fact in assumptions}
    used = tuple(uses)
    named: frozenset[Law] = frozenset()
    found: list[str] = []
    understood = False
    for part in _parts(by):
        meant = NAMES.get(part.lower())
        fact = facts.get(_skeleton(part))
        definition = DEFINITION.fullmatch(part)
        if meant is not None:
            named |= meant
            wanted = bool(meant & needed)
        elif fact is not None:
            wanted = fact in used
        elif definition is not None:
            name = definition["name"]
            wanted = name in laws.definitions if name else bool(laws.definitions)
        else:
            continue
        understood = True
        if not wanted:
            found.append(f"the reason “{part}” is not needed")
    if not understood:
        return ()
    covered = (
        named | (COMPANIONS if named & DERIVATIVE else frozenset()) | (LOGARITHM if named & LOGARITHM else frozenset())
    )
    left = [law.value for law in laws.laws if law not in covered and law not in ROUTINE]
    if left:
        found.append(f"the reason does not name {', '.join(left)}, which the step needs")
    return tuple(found)


def _parts(by: str) -> list[str]:
    """The single reasons of a reason: as a whole, if that is known, else between commas, semicolons and "and"."""
    return [part.strip() for part in re.split(r",|;|\band\b|\bund\b", by) if part.strip()]


def _written(fact: Assumption) -> str:
    return fact.text if isinstance(fact, Convention) else assumption_latex(fact)


def _skeleton(text: str) -> str:
    """A formula without indices, limits and spacing, so that `Σ_j y_j = 1` meets its LaTeX."""
    text = text.replace("\\sum", "Σ").replace("∑", "Σ").replace("\\log", "log").replace("\\ln", "log")
    text = text.replace("\\cdot", "").replace("·", "").replace("ln ", "log ")
    text = re.sub(r"\\;\\text\{.*", "", text)
    text = re.sub(r"[_^](\{[^{}]*\}|\S)", "", text)
    return re.sub(r"[\s{}\\]|,$", "", text)
