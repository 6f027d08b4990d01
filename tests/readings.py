"""Claims for tests, and terms as the prover reads them under hypotheses."""

from __future__ import annotations

from derive.engine.hypotheses import fixed_sizes, instantiate, read
from derive.engine.normal import Normaliser
from derive.engine.rewriting import Kernel
from derive.engine.ring import Poly
from derive.terms.claims import Claim
from derive.terms.nodes import Term
from derive.terms.records import derivation, step


def claim_of(lhs: object, rhs: object, relation: str = "=", given: object = (), **options: object) -> Claim:
    """The claim of a derivation of one step."""
    return derivation(lhs, step(rhs, relation, given=given, **options)).claim(0)


def equal_under(lhs: object, rhs: object, hypotheses: object = ()) -> Claim:
    """The claim that two sides are equal under hypotheses."""
    return claim_of(lhs, rhs, given=hypotheses)


def reading(*terms: Term, given: object = ()) -> tuple[Kernel, list[Poly]]:
    """A kernel that knows the hypotheses, and the normal forms of the terms in it."""
    total = sum(terms[1:], start=terms[0])
    claim = claim_of(total, total, given=given)
    kernel = Kernel(10**7)
    normaliser = Normaliser(kernel, claim.floors, fixed_sizes(claim.assumptions))
    patterns = read(normaliser, claim).patterns
    polys = [normaliser.convert(term) for term in terms]
    tokens = {token for poly in polys for mono in poly for token in kernel.tokens(mono)}
    instantiate(normaliser, patterns, tokens)
    return kernel, polys
