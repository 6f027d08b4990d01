"""Bad input gets one line with its place and what to do, a proper exit code, and never a traceback."""

import json

import pytest

from derive.cli import main

GOOD = "good = derivation(x + x, step(2*x))\n"
HEAD = "from derive import *\nn, m = size('n'), size('m')\nk = index('k', n)\nz, x = reals('z', n), real('x')\n"

UNREADABLE = {
    "a script that raises": ("1/0\n", 5, "ZeroDivisionError"),
    "a syntax error": ("def f(:\n", 5, "not valid Python"),
    "no derivation": ("y = 1\n", None, "no derivation in this script"),
    "an index used as a number": ("bad = derivation(Sum(k*z[k], k), step(1))\n", 5, "declare a family over its range"),
    "an index of the wrong size": ("j = index('j', m)\nbad = derivation(z[j], step(1))\n", 6, "j runs over 1..m"),
    "an empty axis": ("y = reals('y', 0)\n", 5, "give it at least one member"),
    "an undeclared index": ("bad = derivation(Sum(z[1], 'k'), step(1))\n", 5, "declare an index"),
    "a floating-point number": ("bad = derivation(0.7*x, step(x))\n", 5, "write Rational(7, 10)"),
    "an unknown verdict": ("bad = derivation(x, step(x, expect='true'))\n", 5, "unknown verdict 'true'"),
    "a hypothesis as text": ("bad = derivation(x, step(x, given='x > 0'))\n", 5, "state one with Eq"),
}
DECIDED = {
    "contradictory hypotheses": ("bad = derivation(x, step(2, given=[Eq(x, 1), Eq(x, 2)]))\n", "no_sample_point"),
    "division by zero everywhere": ("bad = derivation(1/(x - x), step(1))\n", "never_defined"),
    "an empty domain": ("bad = derivation(x, step(2, given=[Gt(x, 0), Lt(x, 0)]))\n", "no_sample_point"),
    "a position out of range": ("bad = derivation(z[0], step(z[0]))\n", "index_out_of_range"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_script_gets_one_line_and_the_others_their_verdicts(name, tmp_path, capsys):
    text, line, says = UNREADABLE[name]
    bad, good = tmp_path / "bad.py", tmp_path / "good.py"
    bad.write_text(HEAD + text, encoding="utf-8")
    good.write_text(HEAD + GOOD, encoding="utf-8")
    assert main(["check", str(bad), str(good)]) == 2
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    (told,) = [row for row in err.splitlines() if "bad.py" in row]
    assert says in told
    assert (f"bad.py:{line}: " in told) if line else ("bad.py: " in told)
    assert "proved" in out


@pytest.mark.parametrize("name", DECIDED)
def test_senseless_claim_gets_a_reason_and_the_others_their_verdicts(name, tmp_path, capsys):
    text, reason = DECIDED[name]
    script = tmp_path / "script.py"
    script.write_text(HEAD + text + GOOD, encoding="utf-8")
    assert main(["check", "--json", str(script)]) == 1
    bad, good = json.loads(capsys.readouterr().out)["derivations"]
    assert bad["steps"][0]["reason_code"] == reason
    assert bad["steps"][0]["verdict"] in ("undecided", "ill_formed")
    assert good["verdict"] == "proved"


def test_unknown_id_is_a_usage_error_with_a_suggestion(capsys):
    assert main(["check", "--select", "softmax_jacobiam"]) == 2
    assert "did you mean softmax_jacobian" in capsys.readouterr().err


def test_exhausted_budget_is_undecided_and_says_so(capsys):
    assert main(["check", "--budget", "10", "--select", "softmax_jacobian"]) == 1
    assert "the budget of 10 operations is used up" in capsys.readouterr().out
