"""A chain of many true steps: random rewritings of softmax formulas, each a small true edit of the term before.

python -m bench.chain 10000      (with the folder `tests` on the path; prints JSON)
"""

from __future__ import annotations

import json
import resource
import sys
from collections import Counter
from random import Random
from time import process_time

from derive.engine.prove import prove
from derive.terms import nodes as t
from derive.terms.build import D, Sum, define, delta, exp, log
from derive.terms.declare import indices, reals, size
from derive.terms.records import derivation, step
from derive.terms.traverse import instance, rebuild, walk

n = size("n")
i, j, k, l = indices("i j k l", n)
z, y = reals("z", n), reals("y", n)
Z = define("Z", Sum(exp(z[k]), k))
s = define("s", i, exp(z[i]) / Z)
CE = define("C", -Sum(y[k] * log(s[k]), k))
STARTS = (
    D(CE, z[i]),
    s[i] * (1 - s[i]) * z[j],
    z[i] * Sum(z[k] * y[k], k) - Sum(s[k] * log(s[k]), k),
    log(s[i] * s[j]) + Sum(z[k] + y[k] * s[k], k),
)
LARGEST = 120
"""Nodes at which a chain returns to where it began: that step is true as well."""


def places(term, path=(), *, outside=True):
    """Every part of a term that may be replaced, with its path and whether it lies outside all binders."""
    yield path, term, outside
    if isinstance(term, t.Derivative):
        return
    inner = outside and not isinstance(term, t.Binder)
    for number, child in enumerate(term.children):
        yield from places(child, (*path, number), outside=inner)


def put(term, path, new):
    """The term with the part at `path` replaced."""
    if not path:
        return new
    count = iter(range(len(term.children)))
    change = lambda old: put(old, path[1:], new) if next(count) == path[0] else old  # noqa: E731
    return rebuild(term, change, lambda position: position)


def expand(x, outside, rng):
    """a(b + c) = ab + ac."""
    if isinstance(x, t.Mul):
        sums = [a for a in x.args if isinstance(a, t.Add)]
        if sums:
            rest = [a for a in x.args if a is not sums[0]]
            return t.Add(tuple(t.Mul((*rest, part)) if rest else part for part in sums[0].args))
    return None


def split(x, outside, rng):
    """Σ(f + g) = Σf + Σg."""
    if isinstance(x, t.Binder) and isinstance(x.body, t.Add):
        parts = [t.Binder(x.kind, part, x.index, x.exclude, x.only) for part in x.body.args]
        return t.Add(tuple(parts)) if all(part.height == x.height for part in parts) else None
    return None


def log_law(x, outside, rng):
    """log(ab) = log a + log b and log(a/b) = log a − log b, for the positive factors that occur here."""
    if isinstance(x, t.Log) and isinstance(x.arg, t.Mul):
        return t.Add(tuple(t.Log(a) for a in x.arg.args))
    if isinstance(x, t.Log) and isinstance(x.arg, t.Div):
        return t.Log(x.arg.numerator) - t.Log(x.arg.denominator)
    return None


def unfold_softmax(x, outside, rng):
    """s_i = e^{z_i}/Z."""
    if isinstance(x, t.Named) and x.definition is s:
        return exp(z[x.positions[0]]) / Z
    return None


def one(x, outside, rng):
    """x = x Σ s."""
    return x * Sum(s[l], l) if outside and isinstance(x, t.Entry | t.Exp) else None


def contraction(x, outside, rng):
    """x_i = Σ_l δ_il x_l."""
    if outside and isinstance(x, t.Entry) and x.positions in ((i,), (j,)):
        return Sum(delta(x.positions[0], l) * x.family[l], l)
    return None


def take_out(x, outside, rng):
    """Σ_k f_k = Σ_{k≠i} f_k + f_i."""
    if outside and isinstance(x, t.Binder) and not x.exclude and not any(isinstance(a, t.Binder) for a in walk(x.body)):
        at = rng.choice((i, j))
        return t.Binder(x.kind, x.body, x.index, (at,), None) + instance(x, at)
    return None


def nothing(x, outside, rng):
    """x = x + Σzy − Σyz."""
    if outside and isinstance(x, t.Add):
        return x + Sum(z[k] * y[k], k) - Sum(y[l] * z[l], l)
    return None


def swap_factors(x, outside, rng):
    """ab = ba."""
    return t.Mul(x.args[::-1]) if isinstance(x, t.Mul) and len(set(x.args)) > 1 else None


def derivative(x, outside, rng):
    """∂C/∂z_i = s_i Σ y − y_i."""
    if isinstance(x, t.Derivative) and outside:
        return s[i] * Sum(y[k], k) - y[i]
    return None


def back(x, outside, rng):
    """What has grown too large returns to where its chain began."""


RULES = (expand, split, log_law, unfold_softmax, one, contraction, take_out, nothing, swap_factors, derivative)


def chain(start, length, rng):
    """A derivation of `length` true steps from `start`, and how often each rule was used."""
    here, steps, used = start, [], Counter()
    while len(steps) < length:
        rule = back if here.weight > LARGEST else rng.choice(RULES)
        if rule is back:
            after = start
        else:
            found = [(path, rule(x, outside, rng)) for path, x, outside in places(here)]
            found = [(path, new) for path, new in found if new is not None]
            if not found:
                continue
            after = put(here, *rng.choice(found))
        if after != here:
            steps.append(step(after))
            used[rule.__name__] += 1
            here = after
    return derivation(start, *steps), used


def main(length):
    """Prove every step and print what it took, in seconds of this process: others may be busy."""
    began = process_time()
    made = [chain(start, length // len(STARTS), Random(place)) for place, start in enumerate(STARTS)]
    built = process_time() - began
    times, failed = [], []
    # Round robin, so that both halves of the run hold the same mixture.
    for number in range(length):
        links = made[number % len(STARTS)][0]
        started = process_time()
        proof = prove(links.claim(number // len(STARTS)))
        times.append(process_time() - started)
        if not proof.holds or proof.missing:
            failed.append((number, proof.message or str(proof.missing)))
    half = length // 2
    found = {
        "steps": length,
        "built": built,
        "total": sum(times),
        "first_half": sum(times[:half]),
        "second_half": sum(times[half:]),
        "slowest_ms": 1000 * max(times),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "failed": failed[:5],
        "not_proved": len(failed),
        "rules": dict(sum((used for _, used in made), Counter())),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
