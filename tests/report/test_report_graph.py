"""The graph of definitions and the derivations that use them."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

from derive import define, derivation, exp, indices, reals, size, step
from derive.report import html
from derive.report.findings import entries
from derive.report.graph import graph, shown
from derive.results import DefinitionResult, RunResult
from derive.session import check

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314 (our own drawing)


def drawn(run):
    return graph(entries(run))


def test_definitions_used_are_listed_in_order_with_their_indices():
    """Through other definitions too, on either side of any step; none for a chain without any."""
    n = size("n")
    i, j = indices("i j", n)
    z = reals("z", n)
    e = define("e", i, exp(z[i]))
    pair = define("pair", i, j, e[i] * e[j])
    top = define("top", exp(z[1]))
    chain = derivation(pair[i, j], step(e[i] * e[j]), step(e[i] * e[j] + top - top))
    plain = derivation(z[i], step(z[i] + 0))
    used, none = (d.definitions for d in check([chain, plain]).derivations)
    assert none == ()
    assert used == (
        DefinitionResult("pair", 2, r"\mathrm{pair}_{ij} = e_{i} e_{j}"),
        DefinitionResult("e", 1, "e_{i} = e^{z_{i}}"),
        DefinitionResult("top", 0, r"\mathrm{top} = e^{z_{1}}"),
    )


def test_links_each_definition_to_each_user(run):
    found = drawn(run)
    assert (found.definitions, found.derivations) == (3, 2)
    root = parsed(found.svg)
    groups = root.findall(f"{SVG}g")
    lines = {group.find(f"{SVG}text").text: len(group.findall(f"{SVG}path")) for group in groups}
    assert lines == {"s(·)": 2, "<Z>&": 1, "L_soft": 1}
    assert [link.get("href") for link in root.iter(f"{SVG}a")] == ["#softmax_jacobian", "#kd_gradient_is_quadratic"]


def test_labelled_for_screen_readers(run):
    root = parsed(drawn(run).svg)
    assert root.get("aria-label") == "3 definitions and 2 derivations using them"
    assert [link.get("aria-label") for link in root.iter(f"{SVG}a")] == [
        "softmax_jacobian, proved",
        "kd_gradient_is_quadratic, refuted",
    ]
    assert root.find(f"{SVG}g/{SVG}title").text == "s(·) is used by 2 derivations"


LONG = (DefinitionResult("a_long_name", 3, "x"), DefinitionResult("b", 0, "y"))


def test_nothing_is_drawn_outside_or_on_top_of_another(run):
    many = RunResult(tuple(replace(run.derivations[0], id="x" * 40, definitions=LONG) for _ in range(9)))
    for sample in (run, many):
        root = parsed(drawn(sample).svg)
        _, _, width, height = map(float, root.get("viewBox").split())
        for kind in ("definition", "user"):
            downs = [float(node.get("y")) for node in root.iter(f"{SVG}text") if node.get("class") == kind]
            assert all(b - a >= 20 for a, b in pairwise(downs))
            assert 0 < downs[0] <= downs[-1] < height
        ends = [float(t.get("x")) + 7.3 * len(t.text) for t in root.iter(f"{SVG}text") if t.get("class") == "user"]
        assert max(ends) <= width


def test_no_graph_without_definitions(run, tool):
    bare = RunResult(tuple(replace(item, definitions=()) for item in run.derivations))
    assert drawn(bare) is None
    assert 'class="graph"' not in html.render(bare, tool=tool)
    assert drawn(RunResult(())) is None


def test_names_read_as_written():
    names = [DefinitionResult(name, indices, "") for name, indices in (("s", 1), ("L_soft", 0), ("J", 2))]
    assert [shown(name) for name in names] == ["s(·)", "L_soft", "J(·, ·)"]
