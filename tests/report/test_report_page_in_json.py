"""Whatever the page shows stands in the JSON beside it: formulas, words, numbers, permalinks, points of pictures."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from report_sample import CLAIMS, RUN, TOOL

from derive.library import load
from derive.library.ledger import ledger
from derive.report import html, jsonout
from derive.report.anchors import PARTS
from derive.report.html import CONTROLS, MEANINGS, TEMPLATES
from derive.report.pictures.gallery import pictures
from derive.report.wording import value_text
from derive.results import RunResult
from derive.session import check
from derive.verdict import Verdict


class Shown(HTMLParser):
    """Formulas (their TeX), texts outside of formulas, drawings and scripts, ids, links, and what buttons copy."""

    def __init__(self, page):
        super().__init__()
        self.formulas, self.texts, self.ids, self.links, self.values, self.inside = set(), [], set(), set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.add(found["id"])
        if tag == "a":
            self.links.add(found["href"])
        self.values |= {
            found[key] for key in ("data-verdict", "data-topic", "data-document", "value") if found.get(key)
        }
        if tag in ("math", "annotation", "style", "script", "svg", "head"):
            self.inside.append(tag)

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data):
        if self.inside and self.inside[-1] == "annotation":
            self.formulas.add(data)
        elif not self.inside and data.strip():
            self.texts.append(" ".join(data.split()))


def leaves(value):
    match value:
        case dict():
            return [text for key, item in value.items() for text in (key, *leaves(item))]
        case list():
            return [text for item in value for text in leaves(item)]
        case None:
            return []
    return [str(value)]


def sample():
    return RunResult(RUN.derivations, RUN.errors, claims=CLAIMS), ()


def library():
    chains = load()
    run = check(chains, explain=False)
    run = RunResult(run.derivations, claims=ledger(chains))
    return run, pictures(run)


@pytest.fixture(scope="module", params=[sample, library], ids=["sample", "library"])
def both(request):
    """The page, taken apart, and the JSON, read again."""
    run, drawn = request.param()
    written = json.loads(jsonout.render(run, tool=TOOL, drawn=drawn))
    return Shown(html.render(run, tool=TOOL, drawn=drawn)), written


def missing_formulas(page, written):
    known = {" ".join(text.split()) for text in leaves(written)}
    prose = {part for text in known for part in text.split("$")[1::2]}
    return sorted(page.formulas - known - prose)


def test_every_formula(both):
    page, written = both
    assert page.formulas
    assert missing_formulas(page, written) == []


def test_every_permalink(both):
    page, written = both
    derivations = written["derivations"]
    named = {d["anchor"] for d in derivations} | {s["anchor"] for d in derivations for s in d["steps"]}
    named |= {row["anchor"] for row in (*written["claims"], *written["findings"])}
    parts = {*PARTS.split(), *(f"v-{verdict.value}" for verdict in Verdict)}
    assert page.ids - parts == named
    assert page.links <= {f"#{name}" for name in named | parts}


def missing_texts(page, written):
    """Texts with a word that neither the JSON nor the templates know, the longest strings of the JSON taken out first."""
    known = {" ".join(text.translate(CONTROLS).split()) for text in leaves(written)}
    known |= {Path(text).stem for text in known} | {part.strip() for text in known for part in text.split("$")}
    known |= {value_text(text) for text in known} | {text.replace("_", " ") for text in known}
    ours = " ".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.j2"))
    words = {
        *re.findall(r"\w+", " ".join((ours, *MEANINGS.values()))),
        "T",
        "O",
        "up",
        "to",
        "digits",
        "shown",
        "as",
        "LaTeX",
        "rendered",
    }
    long = sorted((text for text in known if len(text) > 3), key=len, reverse=True)
    strange = []
    for text in dict.fromkeys(page.texts):
        if text.rstrip(",. ") in known or (text.endswith("…") and any(k.startswith(text[:-1]) for k in known)):
            continue
        left = text
        for part in long:
            left = left.replace(part, " ")
        if not set(re.findall(r"[^\W\d]+", left)) <= words:
            strange.append(text)
    return strange


def test_every_word_and_number(both):
    assert missing_texts(*both) == []


KEYS = """
title by message note warnings laws slip conditions enough written witness residual true_iff nearest_true repairs third_opinion second_opinion
definitions_latex latex reason_code errors tool source claims
"""
"""Those that stand there once; an assumption is told under several."""


@pytest.mark.parametrize("key", KEYS.split())
def test_a_key_left_out_of_the_json_is_noticed(key):
    """So that the comparison is known to look at it."""
    run, _ = sample()
    page = Shown(html.render(run, tool=TOOL))

    def without(value):
        if isinstance(value, dict):
            return {name: without(item) for name, item in value.items() if name != key}
        return [without(item) for item in value] if isinstance(value, list) else value

    written = without(json.loads(jsonout.render(run, tool=TOOL)))
    assert missing_texts(page, written) or missing_formulas(page, written)


def test_every_value_of_an_attribute(both):
    page, written = both
    assert page.values - {" ".join(text.split()) for text in leaves(written)} == set()


def test_every_point_of_a_picture(both):
    _, written = both
    if "pictures" not in written:
        pytest.skip("the sample has none")
    drawn = pictures(library()[0])
    assert [p["caption"] for p in written["pictures"]] == [picture.caption for picture in drawn]
    for told, picture in zip(written["pictures"], drawn, strict=True):
        points = [[list(point) for point in curve.points] for curve in picture.plot.curves]
        assert [curve["points"] for curve in told["curves"]] == points
        assert {label["text"] for label in told["labels"]} == {label.text for label in picture.plot.labels}


def test_counts_are_those_of_the_summary(both):
    page, written = both
    text = " ".join(page.texts)
    summary = written["summary"]
    assert f"{summary['derivations']['total']} derivations of {summary['steps']['total']} steps" in text
    for kind in {finding["kind"] for finding in written["findings"]}:
        number = sum(finding["kind"] == kind for finding in written["findings"])
        assert f"{number} {kind}" in text
