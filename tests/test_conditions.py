"""What to add to a claim that is not proved so that it is."""

import pytest
from readings import claim_of

from derive.conditions import enough
from derive.engine.prove import prove
from derive.judging import judge
from derive.library import load
from derive.session import check
from derive.terms.build import D, Limit, Sum, define, exp, log, number, oo, sqrt
from derive.terms.declare import indices, nonnegatives, positive, positives, real, reals, size
from derive.terms.records import derivation, step
from derive.terms.relations import Eq
from derive.verdict import Verdict

n, N = size("n"), size("N")
i, j, k = indices("i j k", n)
z, y = reals("z", n), reals("y", n)
P, Q, R = positives("P", n), positives("Q", n), nonnegatives("R", n)
U, V = reals("U", n), reals("V", n)
x, t, a = real("x"), real("t"), real("a")
T = positive("T")
s = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))
NUMBER, LATER = number(i), Sum(P[k], (k, i + 1, n))
CE = define("L", -Sum(y[k] * log(s[k]), k))

CONDITIONAL = {
    "sign of both": (log(x / t), log(x) - log(t), ("x > 0", "t > 0"), ("given=Gt(x, 0)", "given=Gt(t, 0)")),
    "sign of every entry": (
        Sum(U[k] * log(U[k] / V[k]), k),
        Sum(U[k] * log(U[k]), k) - Sum(U[k] * log(V[k]), k),
        (r"U_{k} > 0 \;\text{for all } k", r"V_{k} > 0 \;\text{for all } k"),
        ("given=Gt(U[k], 0).for_all(k)", "given=Gt(V[k], 0).for_all(k)"),
    ),
    "only what is missing": (
        Sum(R[k] * log(R[k] / Q[k]), k),
        Sum(R[k] * log(R[k]), k) - Sum(R[k] * log(Q[k]), k),
        (r"R_{k} > 0 \;\text{for all } k",),
        ("given=Gt(R[k], 0).for_all(k)",),
    ),
    "at least two classes": (
        log(s[i] * (1 - s[i])),
        log(s[i]) + log(1 - s[i]),
        (r"n \ge 2",),
        ('n = size("n", at_least=2)',),
    ),
    "an entry that must be there": (z[3] + 1, 1 + z[3], (r"n \ge 3",), ('n = size("n", at_least=3)',)),
    "a denominator": (x**2 / x, x, (r"x \ne 0",), ("given=Ne(x, 0)",)),
    "a root": (sqrt(x) ** 2, x, (r"x \ge 0",), ("given=Ge(x, 0)",)),
    "the number of an index": (
        (NUMBER - 1) / (NUMBER - 1),
        1,
        (r"i - 1 \ne 0",),
        ("given=Ne(number(i) - 1, 0)",),
    ),
    "a sum with an outer index in its bound": (
        log(LATER),
        log(Sum(P[k], k) - Sum(P[k], (k, 1, i))),
        (r"\sum_{k=i+1}^{n} P_{k} > 0",),
        ("given=Gt(Sum(P[k], (k, i + 1, n)), 0)",),
    ),
}


def asked(lhs, rhs, relation="=", **more):
    claim = claim_of(lhs, rhs, relation, **more)
    found = judge(claim)
    return found.verdict, enough(claim, found)


@pytest.mark.parametrize("name", CONDITIONAL)
def test_conditional_step_says_what_makes_it_proved(name):
    lhs, rhs, conditions, source = CONDITIONAL[name]
    verdict, found = asked(lhs, rhs)
    assert verdict is Verdict.CONDITIONAL
    assert found.conditions == conditions
    assert found.source == source
    assert found.example.lhs == found.example.rhs


REFUTED = {
    "labels sum to one": (D(CE, z[i]), "=", s[i] - y[i], ("given=Eq(Sum(y[k], k), 1)",)),
    "other index": (D(s[i], z[j]), "=", -s[i] * s[j], ("given=Ne(i, j)",)),
    "same index": (D(s[i], z[j]), "=", s[i] - s[i] ** 2, ("given=Eq(i, j)",)),
    "a sum over a part": (Sum(y[k], (k, 2, n)), "=", 1, ("given=Eq(Sum(y[k], (k, 2, n)), 1)",)),
    "one sample": (P[1] / N, "=", P[1], ("given=Eq(N, 1)",)),
    "two classes": (s[i], "<", 1, ('n = size("n", at_least=2)',)),
    "sign of a root": (sqrt(x**2), "=", x, ("given=Gt(x, 0)",)),
    "both distributions": (
        0,
        "≤",
        Sum(P[k] * log(P[k] / Q[k]), k),
        ("given=Eq(Sum(P[k], k), 1)", "given=Eq(Sum(Q[k], k), 1)"),
    ),
    "limit needs a zero sum": (Limit(T * Sum(z[k], k) / (T + 1), T, oo), "=", 0, ("given=Eq(Sum(z[k], k), 0)",)),
    "nothing helps": (x + 1, "=", x, None),
}


@pytest.mark.parametrize("name", REFUTED)
def test_refuted_step_says_under_what_it_is_true(name):
    lhs, relation, rhs, source = REFUTED[name]
    verdict, found = asked(lhs, rhs, relation)
    assert verdict is Verdict.REFUTED
    assert (found and found.source) == source


def test_condition_that_contradicts_what_is_given_is_not_offered():
    """Under Σ y = 2 the condition Σ y = 1 would prove anything."""
    _, found = asked(D(CE, z[i]), s[i] - y[i], given=Eq(Sum(y[k], k), 2))
    assert found is None or "Eq(Sum(y[k], k), 1)" not in "".join(found.source)


def test_each_condition_offered_for_the_library_makes_its_step_proved_and_is_needed():
    """Verified here again with the prover alone: with all of them it holds, without any one of them it does not."""
    seen = 0
    for chain in load():
        for place, link in enumerate(chain.steps):
            if link.expect is not Verdict.CONDITIONAL:
                continue
            claim = chain.claim(place)
            found = enough(claim, judge(claim))
            assert found is not None, chain.id
            assert prove(claim).missing
            seen += 1
    assert seen >= 10


def test_conditions_are_looked_for_on_demand_or_where_a_step_fails():
    expected = derivation(log(x / t), step(log(x) - log(t), expect="conditional"))
    failing = derivation(log(x / t), step(log(x) - log(t)))
    assert check([expected]).derivations[0].steps[0].result.enough is None
    assert check([expected], explain=True).derivations[0].steps[0].result.enough is not None
    assert check([failing]).derivations[0].steps[0].result.enough is not None


@pytest.mark.parametrize("name", CONDITIONAL)
def test_lines_to_paste_are_read_back_by_a_script(name, tmp_path):
    """A script with the lines pasted is loaded and its step proved."""
    from derive.scripts import load_script

    _, _, _, source = CONDITIONAL[name]
    texts = {
        "sign of both": ("log(x / t)", "log(x) - log(t)"),
        "sign of every entry": (
            "Sum(U[k] * log(U[k] / V[k]), k)",
            "Sum(U[k] * log(U[k]), k) - Sum(U[k] * log(V[k]), k)",
        ),
        "only what is missing": (
            "Sum(R[k] * log(R[k] / Q[k]), k)",
            "Sum(R[k] * log(R[k]), k) - Sum(R[k] * log(Q[k]), k)",
        ),
        "at least two classes": ("log(s[i] * (1 - s[i]))", "log(s[i]) + log(1 - s[i])"),
        "an entry that must be there": ("z[3] + 1", "1 + z[3]"),
        "a denominator": ("x**2 / x", "x"),
        "a root": ("sqrt(x) ** 2", "x"),
        "the number of an index": ("(number(i) - 1) / (number(i) - 1)", "1"),
        "a sum with an outer index in its bound": (
            "log(Sum(P[k], (k, i + 1, n)))",
            "log(Sum(P[k], k) - Sum(P[k], (k, 1, i)))",
        ),
    }
    lhs, rhs = texts[name]
    sizes = [line for line in source if line.startswith("n =")] or ['n = size("n")']
    given = ", ".join(line.removeprefix("given=") for line in source if line.startswith("given="))
    script = "\n".join(
        [
            "from derive import *",
            *sizes,
            'i, k = indices("i k", n)',
            'z, U, V = reals("z", n), reals("U", n), reals("V", n)',
            'R, P, Q, x, t = nonnegatives("R", n), positives("P", n), positives("Q", n), real("x"), real("t")',
            's = define("s", i, exp(z[i]) / Sum(exp(z[k]), k))',
            f"claim = derivation({lhs}, step({rhs}, given=[{given}]))",
        ]
    )
    path = tmp_path / "pasted.py"
    path.write_text(script, encoding="utf-8")
    derivations, problems = load_script(path)
    assert not problems
    assert check(derivations).derivations[0].passed


def test_a_bug_in_explaining_is_an_internal_error_and_loses_no_other_step(monkeypatch):
    def broken(*_):
        raise KeyError("a bug")

    monkeypatch.setattr("derive.session.needed_laws", broken)
    proved = derivation(x + t, step(t + x))
    refuted = derivation(x + t, step(t - x, expect="refuted"))
    first, second = check([proved, refuted], explain=True).derivations
    assert first.verdict is Verdict.INTERNAL_ERROR
    assert not first.passed
    assert second.passed
