"""Each rule of the prover, broken on purpose: its side condition is dropped, and the second opinion catches it.

For every plant there is a false claim that the healthy prover does not prove, the broken one does, and the session
answers with `internal_error`, never with `proved`.
"""

import pytest
from readings import claim_of

from derive.cli import main
from derive.engine import (
    binders,
    calculus,
    definedness,
    deltas,
    functions,
    inside,
    ordered,
    orders,
    prove,
    renaming,
    rewriting,
    series,
    signs,
    symmetry,
)
from derive.engine.ring import ONE, UNIT
from derive.session import judge
from derive.terms.build import D, Limit, Sum, cases, define, delta, exp, log, number, oo, sqrt
from derive.terms.declare import index, indices, positive, positives, real, reals, size, span
from derive.terms.records import O
from derive.terms.relations import Eq, Ne, given
from derive.terms.traverse import instance
from derive.verdict import Reason, Verdict

n, M = size("n"), size("M")
i, j, k, l = indices("i j k l", n)
c, h = indices("c h", span(0, M))
late = indices("m", span(2, n))[0]
z, y, v = reals("z", n), reals("y", n), reals("v", n)
A = reals("A", n, n)
f = positives("f", span(0, M))
w = positives("w", n)
b = index("b", span(0, n))
u, t = reals("u", span(0, n)), reals("t", span(0, n))
members, rest = define("members", i, Sum(1, (k, i, n))), define("rest", i, Sum(z[k], (k, i + 1, n)))
T, x, al = positive("T"), real("x"), real("alpha")
s = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))
rows = given(Eq(Sum(A[k, l], l), 1).for_all(k))
one = given(Eq(Sum(y[k], k), 1))


def always_positive(_self, _poly):
    return "+"


def early_hypotheses(self, body, wrt, env):
    """Hypotheses before derivatives instead of after."""
    poly = self.kernel.apply(self.convert(body, env))
    tokens = tuple(self.plain(position, env) for position in wrt.positions)
    return self.kernel.differentiate(poly, (self.label("family", wrt.family), tokens))


def any_axis(rule, atom, token, sort):
    family, places = atom.args
    return {"?": "?"} if family == rule.family and token in places and sort == rule.sort else None


def two_members(kernel, sort):
    kernel.sorts[sort.name] = sort
    kernel.least_members[sort.name] = 2


def one_for_all(binders):
    yield {token: binders[0][0] for token, _ in binders}


def half_of_all(self, binders, mono, order):
    rest = tuple(factor for factor in mono if factor[0] != order)
    return self.scale(self.sum(binders, {rest: ONE}), ONE / 2)


def no_diagonal(kernel, poly):
    """Orders turned round as if no two indices agreed."""
    apart, kernel.delta = kernel.delta, lambda *_: {}
    try:
        return ORIENTED(kernel, poly)
    finally:
        kernel.delta = apart


def no_rest(self, binders, mono, token, sort):
    """A part of a range taken for the whole."""
    known, self.wider = self.wider, {name: (wide, ()) for name, (wide, _) in self.wider.items()}
    try:
        return WIDENED(self, binders, mono, token, sort)
    finally:
        self.wider = known


ORIENTED = symmetry._oriented
WIDENED = ordered.OrderedSums._widened
PLANTS = {
    "a power sum does not ask where it ends": (
        lambda mp: mp.setattr(ordered.OrderedSums, "belongs", lambda *_: True),
        (members[5], n - 4, ()),
    ),
    "an index is worth the same everywhere": (
        lambda mp: mp.setattr(orders.Orders, "value", lambda *_: {UNIT: ONE}),
        (Sum(number(k) * z[k], k), Sum(z[k], k), ()),
    ),
    "the first index is above itself": (
        lambda mp: mp.setattr(orders.Orders, "_apart", lambda *_: {UNIT: ONE}),
        (rest[1], Sum(z[k], k), ()),
    ),
    "an order has no diagonal": (
        lambda mp: mp.setattr(ordered.OrderedSums, "_exchanged", half_of_all),
        (Sum(z[i] * z[j], (i, 1, j - 1), j), Sum(z[k], k) ** 2 / 2, ()),
    ),
    "averaged orders have no diagonal": (
        lambda mp: mp.setattr(symmetry, "_oriented", no_diagonal),
        (
            Sum(z[k] * w[l] / (w[l] + w[i]), (k, 1, l - 1), l) + Sum(z[k], k) / 2 - Sum(z[k] * w[k] / (w[k] + w[i]), k),
            Sum(z[k] * w[l] / (w[l] + w[i]), (l, k + 1, n), k),
            (),
        ),
    ),
    "ranges end where they like": (
        lambda mp: mp.setattr(ordered.OrderedSums, "_widened", no_rest),
        (Sum(z[k], (k, 1, n - 1)), Sum(z[k], k), ()),
    ),
    "hypotheses hold of entries that there are not": (
        lambda mp: mp.setattr(ordered, "entries_exist", lambda *_: True),
        (
            Sum(z[k] * u[k] * t[k], k),
            Sum(t[b], b),
            given(Eq(z[k], 1 / u[k]).for_all(k), Eq(u[0], 0)),
        ),
    ),
    "a shift leaves the ends alone": (
        lambda mp: (
            mp.setattr(ordered, "entries_exist", lambda *_: True),
            mp.setattr(ordered.OrderedSums, "_moved", staticmethod(lambda *_: "1")),
        ),
        (Sum(z[k + 1], (k, 1, n - 1)), Sum(z[k], (k, 1, n - 1)), ()),
    ),
    "one variable stands for all of its range": (
        lambda mp: mp.setattr(symmetry, "_exchanges", one_for_all),
        (Sum(w[k] / (w[k] + 2 * w[l]), k, l), n**2 / 3, ()),
    ),
    "an exponent is what its denominator makes of it": (
        lambda mp: mp.setattr(inside._Rewriting, "_exponential", lambda *_: {UNIT: ONE}),
        (exp(1 / T) * exp(-1 / (T + 1)), exp(1 / (T + 1)), ()),
    ),
    "exp(log f) = f for any f": (
        lambda mp: mp.setattr(signs.Signs, "sign", always_positive),
        (exp(log((z[i] - v[i]) ** 2) / 2), z[i] - v[i], given(Ne(z[i], v[i]))),
    ),
    "(x²)^(1/2) = x for any x": (
        lambda mp: mp.setattr(functions.Functions, "_require_nonnegative", lambda *_: None),
        (sqrt(x**2), x, ()),
    ),
    "leading coefficients never vanish": (
        lambda mp: mp.setattr(prove, "nonzero", lambda *_: True),
        (Limit(al * T / (al * T + 1), T, oo), 1, ()),
    ),
    "everything is defined": (
        lambda mp: mp.setattr(prove, "missing_conditions", lambda *_: ()),
        (log(s[i] * (1 - s[i])), log(s[i]) + log(1 - s[i]), ()),
    ),
    "a rest of Σ f is positive at n = 1": (
        lambda mp: mp.setattr(renaming.Renaming, "declare_sort", two_members),
        (log(1 - s[i]) - log(1 - s[i]), 0, ()),
    ),
    "≥ 0 discharges a division": (
        lambda mp: mp.setattr(signs.Signs, "is_nonzero", lambda *_: True),
        (Sum(z[k] ** 2, k) / Sum(z[k] ** 2, k), 1, ()),
    ),
    "hypotheses before derivatives": (
        lambda mp: mp.setattr("derive.engine.normal.Normaliser._derivative", early_hypotheses),
        (D(Sum(y[k], k) ** 2, y[i]), 0, one),
    ),
    "a row sum holds for columns": (
        lambda mp: mp.setattr("derive.engine.sums.Sums._matches", staticmethod(any_axis)),
        (Sum(Sum(A[k, l] * z[l], k), l), Sum(z[k], k), rows),
    ),
    "deltas contract outside the range": (
        lambda mp: mp.setattr(renaming.Renaming, "belongs", lambda *_: True),
        (Sum(delta(k, 3), k), 1, ()),
    ),
    "ranges start where they like": (
        lambda mp: mp.setattr(ordered.OrderedSums, "_widened", no_rest),
        (Sum(f[c], c), Sum(f[c], (c, 1, M)), ()),
    ),
    "the one member kept is the first": (
        lambda mp: mp.setattr(binders, "instance", lambda binder, _position: instance(binder, 1)),
        (Sum(z[j], j, only=i), z[1], ()),
    ),
    "the delta of two entries is 1": (
        lambda mp: mp.setattr(calculus.Calculus, "_entry_along", lambda *_: {UNIT: ONE}),
        (D(z[i], z[j]), 1, ()),
    ),
    "the other case counts twice": (
        lambda mp: mp.setattr("derive.engine.ring.Ring.power_whole", lambda _self, poly, _power: poly),
        (cases(Eq(i, j), z[i] ** 2, 0), delta(i, j) * z[i], ()),
    ),
    "a series keeps too few terms": (
        lambda mp: mp.setattr(series.Expansion, "_powers", lambda *_: iter(())),
        (exp(x / T), 1, (), O(T**-2)),
    ),
    "a rule rewrites other families": (
        lambda mp: mp.setattr(
            rewriting.Kernel, "_rewrite_entry", lambda self, *_: self.entry_rules[0].value if self.entry_rules else None
        ),
        (z[i] * v[j], 4, given(Eq(z[i], 2))),
    ),
    "distinct indices are equal": (
        lambda mp: mp.setattr(deltas.Deltas, "delta", lambda *_: {UNIT: ONE}),
        (D(z[i], z[j]), 1, given(Ne(i, j))),
    ),
    "an equation holds at every index": (
        lambda mp: mp.setattr("derive.engine.ideals.Ideals._matches_pattern", lambda *_: True),
        (z[i] ** 2, 1, given(Eq(z[late] ** 2, 1).for_all(late))),
    ),
    "every factor of an equation but one vanishes nowhere": (
        lambda mp: mp.setattr("derive.engine.ideals.Ideals.is_nonzero", lambda _self, poly: len(poly) > 1),
        (x, 0, given(Eq(x * (x - al), 0))),
    ),
    "what stands beside a variable vanishes nowhere": (
        lambda mp: mp.setattr("derive.engine.ideals.Ideals.avoids_zero", lambda *_: True),
        (x, z[i], given(Eq(al * x, al * z[i]))),
    ),
    "what is added up has one sign": (
        lambda mp: mp.setattr("derive.engine.ideals.Ideals._by_terms", lambda *_: "0+"),
        (x, 0, given(Eq(x**2, al**2))),
    ),
    "nothing is undefined": (
        lambda mp: mp.setattr(definedness, "_holds", lambda *_: True),
        ((z[i] - z[j]) ** 2 / (z[i] - z[j]), z[i] - z[j], ()),
    ),
}


def planted(lhs, rhs, hypotheses, up_to=None):
    return claim_of(lhs, rhs, given=hypotheses, up_to=up_to)


@pytest.mark.parametrize("name", PLANTS)
def test_broken_rule_is_caught_by_the_second_opinion(name, monkeypatch):
    plant, parts = PLANTS[name]
    claim = planted(*parts)
    healthy = judge(claim, budget=20_000)
    assert healthy.verdict not in (Verdict.PROVED, Verdict.INTERNAL_ERROR)
    plant(monkeypatch)
    broken = judge(claim, budget=20_000)
    assert broken.verdict is Verdict.INTERNAL_ERROR
    assert broken.reason is Reason.DISAGREEMENT
    assert broken.witness is not None


def test_disagreement_ends_the_command_with_3(monkeypatch, tmp_path, capsys):
    script = tmp_path / "false.py"
    script.write_text(
        "from derive import D, Limit, derivation, oo, positive, real, step\n"
        "T, a = positive('T'), real('a')\n"
        "leading = derivation(Limit(a*T/(a*T + 1), T, oo), step(1))\n"
    )
    monkeypatch.setattr(prove, "nonzero", lambda *_: True)
    assert main(["check", str(script)]) == 3
    assert "internal_error" in capsys.readouterr().out
