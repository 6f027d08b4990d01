"""How long a report of many derivations takes to write, and a browser to open and filter: `python tests/bench/report.py [N]`.

Renders the built-in library over and over under new ids, with distinct formulas, by default 2,000 derivations, and prints
seconds and sizes. The browser's part needs Playwright and Chromium, and says so where they are missing.
"""

import sys
from dataclasses import replace
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from derive.library import load
from derive.library.ledger import ledger
from derive.report import html, jsonout, tex
from derive.report.findings import entries
from derive.report.graph import graph
from derive.report.html import topics
from derive.report.pictures.gallery import pictures
from derive.report.versions import tool_versions
from derive.session import check

FILTERS = {
    "a verdict": "() => { const f = document.getElementById('by-verdict'); f.value = 'refuted'; return f; }",
    "words": "() => { const f = document.getElementById('search'); f.value = 'd0.32 quadratic'; return f; }",
    "nothing again": "() => { document.getElementById('filters').reset(); return document.getElementById('search'); }",
}
FILTERED = """async (change) => {
  const field = eval(change)(), start = performance.now();
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const script = performance.now() - start;
  document.body.offsetHeight;
  const laid = performance.now() - start;
  return [script, laid];
}"""
OPENED = """() => new Promise((resolve) => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const navigation = performance.getEntriesByType('navigation')[0];
  resolve([paint ? paint.startTime : NaN, navigation.domInteractive, navigation.loadEventEnd]);
})"""


def many(run, count):
    """`count` derivations, all with ids and formulas of their own, so that no formula is converted once for all."""
    found = []
    for number, original in enumerate(islice(cycle(run.derivations), count)):
        item, mark = original, number // len(run.derivations)
        if mark:
            steps = tuple(
                replace(s, lhs=f"{s.lhs} + {mark} - {mark}", rhs=f"{s.rhs} + {mark} - {mark}") for s in original.steps
            )
            item = replace(original, id=f"{original.id}_{mark}", steps=steps)
        found.append(item)
    return replace(run, derivations=tuple(found))


def timed(name, work):
    start = perf_counter()
    done = work()
    size = f"{len(done.encode()) / 1e6:8.1f} MB" if isinstance(done, str) else ""
    sys.stdout.write(f"{name:<24}{perf_counter() - start:8.2f} s {size}\n")
    return done


def in_browser(page):
    """First paint, and the time from a change of a filter to the new layout."""
    if find_spec("playwright") is None:
        sys.stdout.write("no browser measured: playwright is not installed\n")
        return
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))
    from conftest import ARGUMENTS, CHROMIUM
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        sys.stdout.write("no browser measured: chromium is not installed\n")
        return
    with TemporaryDirectory() as folder, sync_playwright() as running:
        path = Path(folder, "report.html")
        path.write_text(page, encoding="utf-8")
        browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        opened = browser.new_page(viewport={"width": 1200, "height": 900}, bypass_csp=True)
        opened.goto(path.as_uri(), timeout=300_000)
        opened.wait_for_timeout(500)
        paint, interactive, loaded = opened.evaluate(OPENED)
        sys.stdout.write(
            f"opened in Chromium: first paint {paint:.0f} ms, readable {interactive:.0f} ms, done {loaded:.0f} ms\n"
        )
        for name, change in FILTERS.items():
            script, laid = opened.evaluate(FILTERED, change)
            sys.stdout.write(f"filter by {name:<16}{script:6.0f} ms, laid out after {laid:.0f} ms\n")
        nodes = opened.evaluate("document.getElementsByTagName('*').length")
        sys.stdout.write(f"{nodes} elements\n")
        browser.close()


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    tool, chains = tool_versions(), load()
    run = timed("check the library", lambda: replace(check(chains), claims=ledger(chains)))
    large = many(run, count)
    sys.stdout.write(f"{len(large.derivations)} derivations, {sum(len(d.steps) for d in large.derivations)} steps\n")
    drawn = timed("pictures", lambda: pictures(large))
    page = timed("HTML", lambda: html.render(large, tool=tool, drawn=drawn))
    timed("  of it, graphs", lambda: [graph(group.entries) for group in topics(entries(large))])
    timed("LaTeX", lambda: tex.render(large, tool=tool))
    timed("JSON", lambda: jsonout.render(large, tool=tool, drawn=drawn))
    in_browser(page)


if __name__ == "__main__":
    main()
