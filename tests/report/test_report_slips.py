"""What a slip was, as every renderer shows it."""

import json

import pytest

from derive.report import html, jsonout, tex, text
from derive.session import check
from derive.terms.build import Sum
from derive.terms.declare import index, reals, size
from derive.terms.records import derivation, step

n = size("n")
k = index("k", n)
z = reals("z", n)
WRONG = derivation(Sum(z[k], k) / n, step(Sum(z[k], k))).located("mean", derivation(z[k], step(z[k])).source)


def test_slip_is_in_the_results():
    (found,) = check([WRONG]).derivations[0].steps
    assert found.nearest_true.slip == "$1/n$ lost"
    assert found.repairs[0] == found.nearest_true


def test_what_the_author_gives_and_the_search_finds_is_shown_once_with_its_slip():
    claim = derivation(-Sum(z[k], k), step(Sum(z[k], k), expect="refuted", instead=-Sum(z[k], k) * 1))
    same = derivation(n * Sum(z[k], k) / n**2, step(Sum(z[k], k), expect="refuted", instead=Sum(z[k], k) / n))
    (other,) = check([claim], explain=True).derivations[0].steps
    (found,) = check([same], explain=True).derivations[0].steps
    assert other.nearest_true.slip is None
    assert found.nearest_true.slip == "$1/n$ lost"
    assert found.repairs[0] == found.nearest_true
    assert check([same]).derivations[0].steps[0].nearest_true.slip is None


@pytest.mark.parametrize(
    ("render", "shown"),
    [
        (text.render, "slip       $1/n$ lost"),
        (html.render, "</math> lost: "),
        (tex.render, "1/n$ lost: "),
    ],
)
def test_slip_is_shown(tool, render, shown):
    options = {} if render is text.render else {"tool": tool}
    assert shown in render(check([WRONG]), **options)


def test_slip_is_in_the_json(tool):
    (found,) = json.loads(jsonout.render(check([WRONG]), tool=tool))["derivations"][0]["steps"]
    assert found["nearest_true"]["slip"] == found["repairs"][0]["slip"] == "$1/n$ lost"
