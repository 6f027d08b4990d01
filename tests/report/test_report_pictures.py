"""Pictures: drawn from the library's own sides, well-formed, finite, and shaped as the derivations say."""

import math
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from derive.library import load
from derive.report import html
from derive.report.pictures import simplex, temperature
from derive.report.pictures.gallery import RECIPES, pictures
from derive.report.pictures.plot import Axis, Curve, Plot
from derive.report.pictures.values import Values, family, powers_of_ten
from derive.results import DerivationResult, RunResult, SourceResult
from derive.verdict import Verdict

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314 (our own drawing)


CHAINS = {chain.id: chain for chain in load()}
DRAWN = [temperature.gradient, temperature.loss, simplex.asymmetry, simplex.sigmoid]


def found(name, path):
    return DerivationResult(name, None, (), SourceResult(path, 1), Verdict.PROVED, True, (), (), ())


def library_run():
    return RunResult(tuple(found(chain.id, chain.source.path) for chain in CHAINS.values()))


@pytest.fixture(params=DRAWN, ids=lambda draw: draw.__name__)
def plot(request):
    return request.param(CHAINS)


def test_well_formed_with_words_for_those_who_cannot_see_it(plot):
    root = parsed(plot.svg())
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == plot.title
    assert len(root[1].text) > 80
    written = [node.text for node in root.iter(f"{SVG}text")]
    assert all(label.text in written for label in plot.labels)
    assert {plot.x.name, *[name for _, name in plot.x.ticks]} <= set(written)


def test_every_curve_is_finite_and_inside_the_axes(plot):
    assert not {"nan", "inf", "none"} & set(str(plot.svg()).lower().replace('"', " ").replace(",", " ").split())
    for curve in plot.curves:
        for x, y in curve.points:
            assert plot.x.low <= x <= plot.x.high
            assert plot.y.low <= y <= plot.y.high


def test_labels_stay_on_the_picture(plot):
    """An estimate of 8 pixels a letter: no label runs over the edge."""
    root = parsed(plot.svg())
    for node in root.iter(f"{SVG}text"):
        wide, x = 8 * len(node.text), float(node.get("x"))
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[node.get("text-anchor")]
        assert left > -1
        assert node.get("class") == "tick" or left + wide < 481


def slope(points):
    """Of the last decade, on logarithmic axes."""
    (x1, y1), (x2, y2) = points[-13], points[-1]
    return math.log(y2 / y1) / math.log(x2 / x1)


def test_gradient_reaches_its_limit_with_slope_minus_one():
    limit, gradient, gap = [curve.points for curve in temperature.gradient(CHAINS).curves]
    assert {y for _, y in limit} == {float(Fraction(1, 6))}
    assert gradient[-1][1] == pytest.approx(1 / 6, rel=1e-3)
    assert all(a > b > 0 for (_, a), (_, b) in pairwise(gap))
    assert slope(gap) == pytest.approx(-1, abs=1e-3)
    assert (gap[0][0], gap[-1][0]) == (1, 10_000)


def test_loss_nears_its_quadratic_one_order_faster():
    quadratic, loss, gap = [curve.points for curve in temperature.loss(CHAINS).curves]
    for points, expected in ((quadratic, -2), (loss, -2), (gap, -3)):
        assert all(a > b > 0 for (_, a), (_, b) in pairwise(points))
        assert slope(points) == pytest.approx(expected, abs=1e-2)


def test_cross_entropy_is_entropy_and_divergence_and_not_symmetric():
    plot = simplex.asymmetry(CHAINS)
    there, back, entropy, divergence = [dict(curve.points) for curve in plot.curves[:4]]
    assert all(there[q] == pytest.approx(math.log(2) + divergence[q]) for q in there)
    assert all(back[q] == pytest.approx(math.log(2)) for q in back)
    assert divergence[0.5] == 0
    assert entropy[0.5] == max(entropy.values()) == pytest.approx(math.log(2))
    left = [there[q] for q in sorted(there) if q <= 0.5]
    assert left == sorted(left, reverse=True)
    assert plot.marks == (((0.25, there[0.25]), (0.25, back[0.25])),)
    assert f"{there[0.25]:.3f}" == "0.837"


def test_softmax_lies_on_the_sigmoid_whatever_the_second_logit():
    curve, *dots = [curve.points for curve in simplex.sigmoid(CHAINS).curves]
    known = dict(curve)
    assert all(a < b for (_, a), (_, b) in pairwise(curve))
    assert known[0] == 0.5
    assert all(y == pytest.approx(known[x], abs=1e-15) for points in dots for x, y in points)
    assert not {x for x, _ in dots[0]} & {x for x, _ in dots[1]}


def test_a_value_that_cannot_be_drawn_is_an_error():
    line = Axis("x", 0, 1, ())
    with pytest.raises(ValueError, match="cannot be drawn"):
        Plot("t", "d", line, line, (Curve(1, ((0, math.nan),)),), ()).svg()


def test_text_is_escaped():
    line = Axis("<x> & y", 0, 1, ((0, "<b>"),))
    text = Plot("<script>", '"', line, line, (), ()).svg()
    assert "<script>" not in text
    assert parsed(text)[0].text == "<script>"


def test_points_are_exact_and_even():
    points = powers_of_ten(4, 12)
    assert all(isinstance(point, Fraction) for point in points)
    assert (points[0], points[12], points[-1]) == (1, 10, 10_000)
    assert all(1.2 < b / a < 1.22 for a, b in pairwise(points))


def test_a_gap_is_taken_before_rounding():
    """At T = 10⁴ the sides agree to twelve digits; their difference still has all of its own."""
    chain = CHAINS["kl_at_high_temperature"]
    point = temperature.Z | temperature.V | {("T",): Fraction(10**4)}
    gap = Values(N=3).gap(chain.start, chain.steps[-1].rhs, point)
    assert gap.rad() < gap * 1e-20
    assert family("p", Fraction(1)) == {("p", 1): Fraction(1)}


def test_only_the_library_has_pictures(run, tool):
    assert len(pictures(library_run())) == len(RECIPES) == 4
    assert pictures(run) == ()
    whole = library_run()
    elsewhere = RunResult(tuple(replace(d, source=SourceResult("mine.py", 1)) for d in whole.derivations))
    assert pictures(elsewhere) == ()
    assert 'id="pictures"' not in html.render(elsewhere, tool=tool, drawn=pictures(elsewhere))
    assert 'href="#pictures"' not in html.render(elsewhere, tool=tool, drawn=pictures(elsewhere))
    without = RunResult(tuple(d for d in whole.derivations if d.id != "kd_limit"))
    assert [picture.about for picture in pictures(without)] == [recipe.about for recipe in RECIPES[1:]]


def test_a_caption_is_one_line_and_links_to_what_it_is_about(tool):
    page = html.render(library_run(), tool=tool, drawn=pictures(library_run()))
    for recipe in RECIPES:
        assert len(recipe.caption) < 90
        for name in recipe.about:
            assert f'<a href="#{name}">{name}</a>' in page.partition('id="pictures"')[2].partition("</section>")[0]


def test_the_same_picture_every_time():
    assert pictures(library_run()) == pictures(library_run())
