"""The page as a reader meets it: it opens, filters, expands, copies, follows permalinks, and fits a phone."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

CARDS = "details.derivation"


def visible(page, selector):
    return page.locator(f"{selector}:visible").count()


def test_opens_from_disk_with_its_own_font(open_page):
    page = open_page()
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Derive Math\"'))")
    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"]
    assert page.locator("h2").first.inner_text() == "What is false in these documents"


def test_what_is_false_stands_on_the_first_screen(open_page):
    """The first finding, with its line, its numbers and what is true instead, needs no scrolling."""
    page = open_page(viewport={"width": 1200, "height": 900})
    finding = page.locator(".findings .finding").first
    box = finding.bounding_box()
    assert box["y"] + box["height"] < 900
    assert re.fullmatch(r"\d+(–\d+)?", finding.locator(".line").inner_text().strip())
    assert "false" in finding.locator(".kind").inner_text()
    assert all(cell.strip() for cell in finding.locator("td").all_inner_texts())
    assert "right side" in finding.inner_text()


def test_lines_at_a_glance_lead_to_their_findings(open_page):
    """Every false line is listed on the first screen, without a click, and leads to its finding."""
    page = open_page(viewport={"width": 1200, "height": 900})
    glance = page.locator(".glance")
    box = glance.bounding_box()
    assert box["y"] + box["height"] < 700
    links = glance.locator("td a")
    assert links.count() == page.locator(".finding").count() > 40
    for link in links.all()[::7]:
        link.click()
        name = link.get_attribute("href")
        page.wait_for_function(
            "name => Math.abs(document.querySelector(name).getBoundingClientRect().top) < 60", arg=f'[id="{name[1:]}"]'
        )
        assert page.locator(f'[id="{name[1:]}"] .line').inner_text() == link.inner_text()


def test_readable_without_script(open_page):
    """With scripts off no dead control shows, and the one filter made of CSS works."""
    page = open_page(java_script_enabled=False)
    assert visible(page, "button") == 0
    assert visible(page, "select") == 0
    before = visible(page, CARDS)
    page.locator("#only").check()
    assert 0 < visible(page, CARDS) < before


def test_filters_by_verdict_topic_document_and_words(open_page):
    page = open_page()
    total = visible(page, CARDS)
    page.select_option("#by-verdict", "refuted")
    refuted = visible(page, CARDS)
    assert refuted == page.locator(f'{CARDS}[data-verdict="refuted"]').count()
    settling = page.locator("[data-for]:visible").evaluate_all("rows => rows.map(row => row.dataset.for.split(' '))")
    shown = set(page.locator(f"{CARDS}:visible").evaluate_all("cards => cards.map(card => card.id)"))
    assert settling
    assert all(shown.intersection(names) for names in settling)
    page.select_option("#by-document", "000_c1f56dda61eae30c.txt")
    assert 0 < visible(page, CARDS) < refuted
    page.select_option("#by-topic", "derive/library/distillation_limit.py")
    there = page.locator(f'{CARDS}[data-verdict="refuted"][data-topic="derive/library/distillation_limit.py"]').count()
    assert visible(page, CARDS) == there > 0
    assert f"{there} of {total} shown" in page.locator("#shown").inner_text()
    assert visible(page, "section.topic") == 1
    page.locator("button[type=reset]").click()
    page.wait_for_function("document.getElementById('shown').textContent === ''")
    assert visible(page, CARDS) == total
    page.fill("#search", "d0.32 QUADRATIC")
    found = page.locator(f"{CARDS}:visible").evaluate_all("cards => cards.map(card => card.id)")
    assert "kd_gradient_is_quadratic" in found
    assert len(found) < 10
    page.locator("button[type=reset]").click()
    page.locator("#only").check()
    assert visible(page, CARDS) == page.locator(f"{CARDS}.open").count()


def test_expands_and_collapses(open_page):
    page = open_page()
    assert page.locator(f"{CARDS}.open:not([open])").count() == 0
    assert page.locator(f"{CARDS}.settled[open]").count() == 0
    page.click("#expand")
    assert page.locator(f"{CARDS}:not([open])").count() == 0
    page.click("#collapse")
    assert page.locator(f"{CARDS}[open]").count() == 0


def test_keyboard_opens_a_derivation(open_page):
    page = open_page()
    summary = page.locator("#softmax_jacobian > summary")
    summary.focus()
    assert summary.evaluate("node => getComputedStyle(node).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert page.locator("#softmax_jacobian").get_attribute("open") is not None


def test_copies_latex(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    button = page.locator("#kd_gradient_is_quadratic-1 button.copy")
    button.click()
    page.wait_for_function("node => node.textContent === 'Copied'", arg=button.element_handle())
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == button.get_attribute("data-latex")
    assert r"\left(z_{i} - v_{i}\right)^{2}" in copied


@pytest.mark.parametrize("name", ["softmax_jacobian", "softmax_jacobian-3"])
def test_follows_permalinks(open_page, name):
    """A link from elsewhere opens the derivation and brings the step on screen, a filter notwithstanding."""
    page = open_page(f"#{name}")
    assert page.locator("#softmax_jacobian").get_attribute("open") is not None
    page.wait_for_function(
        "name => Math.abs(document.getElementById(name).getBoundingClientRect().top) < 200", arg=name
    )
    page.select_option("#by-verdict", "refuted")
    page.evaluate("location.hash = 'quotient_rule-1'")
    page.wait_for_selector("#quotient_rule-1", state="visible")


def test_pictures_are_drawn_and_lead_to_their_derivations(open_page):
    page = open_page(java_script_enabled=False)
    assert visible(page, "#pictures svg.plot") == 4
    for picture in page.locator("#pictures figure").all():
        box, drawn = picture.bounding_box(), picture.locator("svg").bounding_box()
        assert drawn["height"] > 200
        assert drawn["x"] >= box["x"]
        assert drawn["x"] + drawn["width"] <= box["x"] + box["width"]
    page = open_page()
    page.locator('#pictures a[href="#kd_limit"]').click()
    assert page.locator("#kd_limit").get_attribute("open") is not None


def test_labels_of_a_picture_do_not_cover_one_another(open_page):
    """As the browser lays them out: no two texts of a picture overlap, and none leaves it."""
    page = open_page()
    clashes = page.evaluate(
        """() => {
          const found = [];
          for (const plot of document.querySelectorAll("svg.plot")) {
            const frame = plot.getBoundingClientRect();
            const boxes = [...plot.querySelectorAll("text")].map((node) => [node.textContent, node.getBoundingClientRect()]);
            boxes.forEach(([name, a], place) => {
              if (a.left < frame.left || a.right > frame.right || a.bottom > frame.bottom) found.push([name, "outside"]);
              for (const [other, b] of boxes.slice(place + 1)) {
                const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (across > 0 && down > 4) found.push([name, other]);
              }
            });
          }
          return found;
        }"""
    )
    assert clashes == []


def test_a_graph_opens_and_leads_to_a_derivation(open_page):
    page = open_page()
    topic = page.locator("section.topic", has=page.locator("#kd_limit"))
    assert visible(page, "svg.uses") == 0
    topic.locator("details.graph > summary").click()
    assert topic.locator("svg.uses").is_visible()
    topic.locator('svg.uses a[href="#kd_limit"]').click()
    assert page.locator("#kd_limit").get_attribute("open") is not None


@pytest.mark.parametrize("width", [375, 1200])
def test_graphs_stay_in_their_boxes(open_page, width):
    page = open_page(viewport={"width": width, "height": 800})
    page.evaluate("for (const part of document.querySelectorAll('details.graph')) part.open = true")
    beyond = page.evaluate(
        """() => [...document.querySelectorAll("svg.uses")].flatMap((drawn) => {
          const [outer, inner] = [drawn.parentElement.getBoundingClientRect(), drawn.getBoundingClientRect()];
          const texts = [...drawn.querySelectorAll("text")].filter((node) => {
            const box = node.getBoundingClientRect();
            return box.left < inner.left - 1 || box.right > inner.right + 1;
          });
          return inner.right > outer.right + 1 ? [drawn.getAttribute("aria-label")] : texts.map((node) => node.textContent);
        })"""
    )
    assert beyond == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_finding_leads_to_its_derivation(open_page):
    page = open_page()
    page.locator('.findings a[href="#lost_mean"]').first.click()
    page.wait_for_function(
        "() => { const y = document.getElementById('lost_mean').getBoundingClientRect().top; return y > -5 && y < 700; }"
    )


@pytest.mark.parametrize("width", [360, 375, 768])
def test_no_sideways_scroll(open_page, width):
    page = open_page(viewport={"width": width, "height": 800})
    page.click("#expand")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_prints_every_formula_and_the_details_of_what_is_not_proved(open_page):
    """On paper every derivation is open, scripts or not; a proved step is its formula and one line."""
    page = open_page(java_script_enabled=False)
    page.emulate_media(media="print")
    step = page.locator("#softmax_jacobian-3")
    assert 20 < step.bounding_box()["height"] < 80
    assert not step.locator(".facts").is_visible()
    assert page.locator("#kd_gradient_is_quadratic-1 .facts").is_visible()
    assert visible(page, "#filters") == 0


def test_prints_on_less_than_a_hundred_pages(open_page):
    page = open_page()
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert 20 < len(re.findall(rb"/Type\s*/Page\b", paper)) < 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_labels_and_contrast(open_page, scheme):
    """axe-core finds nothing to complain of, with what is not proved open."""
    found = find_spec("axe_playwright_python")
    if found is None:
        pytest.skip("axe-core is not installed (pip install axe-playwright-python)")
    page = open_page(color_scheme=scheme)
    # The rows are all alike; axe takes minutes over thousands of them.
    page.evaluate(
        "for (const body of document.querySelectorAll('tbody:not(.finding)')) [...body.rows].slice(4).forEach(row => row.remove());"
        "for (const table of document.querySelectorAll('.findings')) [...table.tBodies].slice(3).forEach(part => part.remove());"
        "[...document.querySelectorAll('section.topic')].slice(3).forEach(part => part.remove());"
        "document.querySelectorAll('details.graph').forEach(part => { part.open = true; });"
    )
    page.wait_for_timeout(300)
    assert visible(page, "svg.uses") > 0
    page.evaluate((Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run().then(found => found.violations)")
    assert [(item["id"], item["help"], item["nodes"][0]["html"][:200]) for item in violations] == []
