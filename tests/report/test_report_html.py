"""The HTML page: golden, self-contained, and nothing in it that a title could start."""

from dataclasses import replace
from html.parser import HTMLParser

from derive.report import html
from derive.report.formula import Formulas
from derive.results import RunResult

VOID = {"meta", "input", "br", "mspace"}


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
        if tag == "a":
            self.targets.append(found["href"])
        if tag == "details" and "id" in found:
            self.details[found["id"]] = "open" in found
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_golden(run, tool, golden):
    golden("report.html", html.render(run, tool=tool))


def test_self_contained_and_inert(run, tool):
    """No script, no network, no event handler, whatever titles, messages and formulas hold; tags balance."""
    page = Reader(html.render(run, tool=tool))
    assert not page.open
    assert not page.tags & {"script", "img", "iframe", "object", "link", "form", "b>", "i"}
    assert not [name for name, value in page.attributes if name.startswith("on") or name == "src"]
    assert all(target.startswith("#") for target in page.targets)


def test_permalinks_resolve_and_are_unique(run, tool):
    twice = RunResult((*run.derivations, *run.derivations))
    page = Reader(html.render(twice, tool=tool))
    assert len(page.ids) == len(set(page.ids))
    assert {target[1:] for target in page.targets} <= set(page.ids)
    assert "softmax_jacobian" in page.ids
    assert "softmax_jacobian-2" in page.ids


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


def test_no_control_characters(run, tool):
    assert "\x1b" not in html.render(run, tool=tool)


def test_empty_run(tool):
    assert "0 of 0" in html.render(RunResult(()), tool=tool)


def test_a_chain_shows_each_side_once(run, tool):
    page = html.render(RunResult(run.derivations[:1]), tool=tool)
    first, second = page.split('class="step ')[1:]
    assert first.count('class="side"') == 2
    assert second.count('class="side"') == 1
    failed = replace(
        run.derivations[0], passed=False, steps=tuple(replace(s, passed=False) for s in run.derivations[0].steps)
    )
    assert html.render(RunResult((failed,)), tool=tool).split('class="step ')[2].count('class="side"') == 2
