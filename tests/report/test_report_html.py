"""The HTML page: golden, self-contained, and nothing in it that a title could start."""

from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from report_sample import CLAIMS

from derive.report import html
from derive.report.anchors import anchors
from derive.report.formula import MAX_DEPTH, MAX_LENGTH, Formulas
from derive.results import RunResult

VOID = {"meta", "input", "br", "mspace", "use", "path", "circle", "rect", "line", "polyline"}
CONDITION = r"\sum_{k=1}^{n} y_{k} = 1"


class Reader(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.open, self.ids, self.targets, self.details = set(), [], [], [], [], {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if tag in ("a", "use"):
            self.targets.append(found["href"])
        if tag == "details" and "id" in found:
            self.details[found["id"]] = "open" in found
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_golden(run, tool, golden):
    golden("report.html", html.render(run, tool=tool))


@pytest.mark.parametrize("ledger", [False, True])
def test_self_contained_and_inert(run, ruled, tool, ledger):
    """No network, no event handler, no script but ours, whatever titles, messages and formulas hold; tags balance."""
    text = html.render(ruled if ledger else run, tool=tool)
    page = Reader(text)
    assert not page.open
    assert not page.tags & {"img", "iframe", "object", "link", "b>", "i"}
    assert not [name for name, value in page.attributes if name.startswith("on") or name in ("src", "action")]
    assert all(target.startswith("#") for target in page.targets)
    assert text.count("<script") == 1
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text


def test_only_our_script_may_run(run, tool):
    """The policy names the hash of the script exactly as it stands in the page."""
    text = html.render(run, tool=tool)
    inside = text.partition("<script>")[2].partition("</script>")[0]
    digest = b64encode(sha256(inside.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in text
    assert "default-src 'none'" in text


@pytest.mark.parametrize("claims", [(), CLAIMS])
def test_permalinks_resolve_and_are_unique(run, tool, claims):
    twice = RunResult((*run.derivations, *run.derivations), claims=claims)
    page = Reader(html.render(twice, tool=tool))
    assert len(page.ids) == len(set(page.ids))
    assert {target[1:] for target in page.targets} <= set(page.ids)
    assert "softmax_jacobian" in page.ids
    assert {"softmax_jacobian.2", "softmax_jacobian-2", "softmax_jacobian.2-2"} <= set(page.ids)


def test_a_step_and_a_derivation_never_share_a_name(run, ruled, tool):
    """`a-1` may be a derivation's own id, and so may the name of a part of the page."""
    plain = replace(run.derivations[3], id="a")
    taken = ("a-1", "a.2", "a", "ledger", "top", "漢", "finding-a", "claim-D0.16", "v-proved")
    run = replace(ruled, derivations=(plain, *(replace(plain, id=name) for name in taken)))
    page = Reader(html.render(run, tool=tool))
    assert len(page.ids) == len(set(page.ids))
    names = (
        "a",
        "a-1.2",
        "a.2",
        "a.3",
        "ledger.2",
        "top.2",
        "derivation",
        "finding-a.4",
        "claim-D0.16.2",
        "v-proved.2",
    )
    assert anchors(run) == names


def test_open_where_not_proved(run, tool):
    details = Reader(html.render(run, tool=tool)).details
    assert details["softmax_jacobian"] is False
    assert details["kd_gradient_is_quadratic"] is True
    assert details["open_question"] is True


def test_refused_formula_stays_as_escaped_latex(run, tool):
    page = html.render(run, tool=tool)
    assert r'<code class="refused">\input{/etc/passwd}</code> <small class="note">' in page
    assert "x % y</code> <small" in page


def test_percent_and_macros_are_refused():
    """math-core would drop what follows `%`, and expand macros of the formula's own."""
    formulas = Formulas()
    assert formulas.mathml("a % b") is None
    assert formulas.mathml(r"\\% b") is None
    assert formulas.mathml(r"\newcommand{\a}{x}\a") is None
    assert formulas.mathml(r"50 \% x") is not None
    assert formulas.mathml("") is None


def test_too_long_or_too_deep_is_refused():
    """A formula that could exhaust a parser's stack, here or in the browser, never reaches it."""
    formulas = Formulas()
    assert formulas.mathml("x" * MAX_LENGTH) is not None
    assert formulas.mathml("x" * (MAX_LENGTH + 1)) is None
    for opening, closing in (("{", "}"), (r"\sqrt{", "}"), (r"\left(", r"\right)"), (r"\frac{1}{", "}")):
        assert formulas.mathml(opening * MAX_DEPTH + "x" + closing * MAX_DEPTH) is not None
        assert formulas.mathml(opening * (MAX_DEPTH + 1) + "x" + closing * (MAX_DEPTH + 1)) is None
    assert formulas.mathml(r"\sqrt " * 1000 + "x") is None


def test_fences_left_open_are_refused():
    """math-core takes twice as long for each fence that is never closed; forty of them would take days."""
    formulas = Formulas()
    for fence in ("(", "[", r"\{ ", r"\langle ", r"\lfloor ", r"\lvert ", "{(}", r"\frac{(}{x}", "⟨", r"\lbrace x"):
        assert formulas.mathml(fence * 200) is None
    for latex in (
        "(" * 8 + "x" + ")" * 8,
        "[0,1)" * 100,
        r"\left( x \right)" * 100,
        r"\log x \le \lambda" * 100,
        r"\{ x \}" * 100,
    ):
        assert formulas.mathml(latex) is not None


def test_no_control_characters(run, tool):
    assert "\x1b" not in html.render(run, tool=tool)


def test_empty_run(tool):
    assert "0 of 0" in html.render(RunResult(()), tool=tool)


def test_a_chain_shows_each_side_once(run, tool):
    page = html.render(RunResult(run.derivations[:1]), tool=tool)
    first, second = page.split('class="step ')[1:]
    assert first.count('<div class="side">') == 2
    assert second.count('<div class="side">') == 1
    failed = replace(
        run.derivations[0], passed=False, steps=tuple(replace(s, passed=False) for s in run.derivations[0].steps)
    )
    assert html.render(RunResult((failed,)), tool=tool).split('class="step ')[2].count('<div class="side">') == 2
