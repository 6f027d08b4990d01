"""All mutants of the library by name, and their verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mutation import mutants

from derive.library import load
from derive.results import Result
from derive.session import judge
from derive.terms.claims import Claim
from derive.terms.records import Derivation
from derive.verdict import Reason, Verdict

LABELLED = ("swap ", "index ", "drop hypothesis ", "drop size ", "drop minus of ", "flip term of ", "over ", "times ")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One edit of one true step: `original` is the claim it was made from, `name` unique over the library."""

    name: str
    derivation: str
    step: int
    kind: str
    claim: Claim
    original: Claim

    @property
    def family(self) -> str:
        """The kind without side, index labels and names of sizes, for counting."""
        bare = self.kind.removeprefix("lhs ").removeprefix("rhs ")
        for label in LABELLED:
            if bare.startswith(label) and bare not in ("times 2", "swap cases"):
                return {"over ": "over a size", "times ": "times a size"}.get(label, label.removesuffix(" "))
        if bare.startswith("drop ") and bare[5:].removeprefix("1/")[:1].isupper():
            return "drop 1/N" if bare.startswith("drop 1/") else "drop N"
        return {"drop 1/n": "drop 1/N", "drop 1/m": "drop 1/N", "drop n": "drop N", "drop m": "drop N"}.get(bare, bare)


def true_claims(chain: Derivation) -> Iterator[tuple[int, Claim]]:
    """The claims of a derivation that are true: its steps, or what it says instead of a false one."""
    for number, link in enumerate(chain.steps):
        claim = chain.claim(number) if link.expect is Verdict.PROVED else chain.instead(number)
        if claim is not None:
            yield number + 1, claim


def mutants_of(chain: Derivation) -> Iterator[Mutant]:
    """Every single edit of every true step of a derivation."""
    for number, original in true_claims(chain):
        seen: Counter[str] = Counter()
        for kind, claim in mutants(original):
            seen[kind] += 1
            again = f" ({seen[kind]})" if seen[kind] > 1 else ""
            yield Mutant(f"{chain.id}.{number} {kind}{again}", chain.id, number, kind, claim, original)


def topic(chain: Derivation) -> str:
    """The library page a derivation stands on."""
    return (chain.source.path or "").rpartition("/")[2].removesuffix(".py")


def chains() -> tuple[Derivation, ...]:
    """The built-in derivations."""
    return load()


def verdict_of(mutant: Mutant) -> Result:
    """The verdict derive gives; an exception counts as an internal error, so that one crash hides no other."""
    try:
        return judge(mutant.claim)
    except Exception as cause:  # noqa: BLE001
        return Result(Verdict.INTERNAL_ERROR, Reason.CRASH, f"{type(cause).__name__}: {cause}")
