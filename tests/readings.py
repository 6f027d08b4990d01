"""A term as the prover reads it under hypotheses, for tests of single rungs of the engine."""

from __future__ import annotations

from derive.engine.hypotheses import fixed_sizes, instantiate, read
from derive.engine.normal import Normaliser
from derive.engine.rewriting import Kernel
from derive.engine.ring import Poly
from derive.terms.nodes import Term
from derive.terms.records import derivation, step


def reading(*terms: Term, given: object = ()) -> tuple[Kernel, list[Poly]]:
    """A kernel that knows the hypotheses, and the normal forms of the terms in it."""
    total = sum(terms[1:], start=terms[0])
    claim = derivation(total, step(total, given=given)).claim(0)
    kernel = Kernel(10**7)
    normaliser = Normaliser(kernel, claim.floors, fixed_sizes(claim.assumptions))
    patterns = read(normaliser, claim).patterns
    polys = [normaliser.convert(term) for term in terms]
    tokens = {token for poly in polys for mono in poly for token in kernel.tokens(mono)}
    instantiate(normaliser, patterns, tokens)
    return kernel, polys
