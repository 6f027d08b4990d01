"""The same claims for SymPy: written out at a fixed n, differentiated, simplified. And for derive: for every n.

    python -m bench.explicit NAME N WAY      (with the folder `tests` on the path; prints JSON)

SymPy gets explicit symbols, one check for each equality pattern of the free indices, and the faster of two ways:
`simplify` of the difference as it is, or with each e^{z_k} as one symbol brought to a common numerator.
"""

from __future__ import annotations

import json
import sys
from itertools import product
from time import process_time

from derive.engine.prove import prove
from derive.evaluate.opinion import confirm
from derive.session import judge
from derive.terms.build import D, Limit, Sum, define, delta, exp, log, mean, oo
from derive.terms.declare import indices, positive, reals, size
from derive.terms.records import derivation, step
from derive.terms.relations import Eq, given

from .timing import best_ms

n = size("n")
i, j, k = indices("i j k", n)
z, v, y = reals("z", n), reals("v", n), reals("y", n)
T = positive("T")
s = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))
s_T = define("s_T", i, exp(z[i] / T) / Sum(exp(z[k] / T), k))
t_T = define("t_T", i, exp(v[i] / T) / Sum(exp(v[k] / T), k))
CE = define("C", -Sum(y[k] * log(s[k]), k))
L_soft = define("L_soft", -Sum(t_T[k] * log(s_T[k]), k))
one = given(Eq(Sum(y[k], k), 1))
HESSIAN = s[i] * ((delta(i, j) - s[j]) * (delta(i, k) - s[k]) - s[j] * (delta(j, k) - s[k]))

CLAIMS = {
    "softmax Jacobian": derivation(D(s[i], z[j]), step(s[i] * (delta(i, j) - s[j]))),
    "cross-entropy gradient": derivation(D(CE, z[i]), step(s[i] - y[i], given=one)),
    "cross-entropy Hessian": derivation(D(CE, z[i], z[j]), step(s[i] * (delta(i, j) - s[j]), given=one)),
    "softmax Hessian": derivation(D(s[i], z[j], z[k]), step(HESSIAN)),
    "distillation limit": derivation(Limit(T**2 * D(L_soft, z[i]), T, oo), step((z[i] - mean(z) - v[i] + mean(v)) / n)),
}
PATTERNS = {
    1: ({"i": 1},),
    2: ({"i": 1, "j": 1}, {"i": 1, "j": 2}),
    3: (
        {"i": 1, "j": 1, "k": 1},
        {"i": 1, "j": 1, "k": 2},
        {"i": 1, "j": 2, "k": 1},
        {"i": 1, "j": 2, "k": 2},
        {"i": 1, "j": 2, "k": 3},
    ),
}
"""One choice of index values for each way in which the free indices can be equal."""


def for_every_size(name):
    """What derive takes for the claim with n left open: milliseconds for the proof, and for everything."""
    claim = CLAIMS[name].claim(0)
    return best_ms(prove, claim, 9), best_ms(confirm, claim, 9), judge(claim).verdict.value


def written_out(name, size_value, way):
    """What SymPy takes at n = `size_value`: seconds of the process, without its import, and whether the difference is found to be 0."""
    import sympy  # noqa: F401 - loaded before the clock starts

    claim = CLAIMS[name].claim(0)
    started = process_time()
    answers = []
    patterns = PATTERNS[len(claim.free_indices)]
    if way == EVERY_ENTRY:
        labels = [index.label for index in claim.free_indices]
        patterns = [
            dict(zip(labels, place, strict=True)) for place in product(range(1, size_value + 1), repeat=len(labels))
        ]
    zero = WAYS.get(way, _by_simplify)
    for pattern in patterns:
        if max(pattern.values()) <= size_value:
            left, right = (side.to_sympy(n=size_value, **pattern) for side in (claim.lhs, claim.rhs))
            answers.append(zero(_with_labels(left - right, claim, size_value)))
    return process_time() - started, all(answers)


def _with_labels(difference, claim, size_value):
    """The last y is one minus the others, where the claim is given Σ y = 1."""
    import sympy

    if not claim.assumptions or "y_1" not in {symbol.name for symbol in difference.free_symbols}:
        return difference
    labels = [sympy.Symbol(f"y_{place}", real=True) for place in range(1, size_value + 1)]
    return difference.subs(labels[-1], 1 - sum(labels[:-1]))


def _by_simplify(difference):
    import sympy

    return sympy.simplify(difference) == 0


def _by_numerator(difference):
    import sympy

    logits = {
        symbol: sympy.log(sympy.Symbol(f"E_{symbol.name}", positive=True))
        for symbol in difference.free_symbols
        if symbol.name.startswith(("z_", "v_"))
    }
    return sympy.expand(sympy.numer(sympy.together(difference.xreplace(logits)))) == 0


WAYS = {"simplify": _by_simplify, "common numerator": _by_numerator}
EVERY_ENTRY = "simplify, every entry"
"""The way of whoever does not know that one entry for each equality pattern is enough."""

if __name__ == "__main__":
    sys.stdout.write(json.dumps(written_out(sys.argv[1], int(sys.argv[2]), sys.argv[3])) + "\n")
