"""The third opinion: what SymPy says of each step, and scripts with which anyone can ask it.

    Derivation ─ script ─▶ text ─┬─ export ──▶ one file each, run with plain Python and SymPy
                                 └─ opinions ─▶ run step by step in processes of their own ─▶ agrees · differs · cannot

`export(derivations, folder) -> tuple[Path, ...]` writes the scripts.
`opinions(derivations, *, jobs=1, cache=None, limit=60.0)` gives, for each derivation in order, one
`StepOpinion(status, detail)` a step. `cache_folder()` is where answers may be kept between runs.

A script checks small sizes only, at explicit symbols: evidence from a program that shares nothing with
derive's prover, no proof for every n. Importing this package loads SymPy.
"""

from derive.sympy_opinion.cache import cache_folder
from derive.sympy_opinion.column import with_third_opinion
from derive.sympy_opinion.run import StepOpinion, export, opinions

__all__ = ["StepOpinion", "cache_folder", "export", "opinions", "with_third_opinion"]
