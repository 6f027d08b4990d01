"""The report of the built-in library in a real browser: the system's Chromium, driven by Playwright, with no network."""

import os
import shutil
from dataclasses import replace

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = os.environ.get("DERIVE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium, or the reason why not."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory):
    """The report of the built-in library as a file."""
    from derive.library import load
    from derive.library.ledger import ledger
    from derive.report import html
    from derive.report.pictures.gallery import pictures
    from derive.report.versions import tool_versions
    from derive.session import check

    chains = load()
    run = replace(check(chains), claims=ledger(chains))
    hostile = replace(
        run.derivations[0],
        id="<img src=x onerror=alert(1)>",
        title="</summary><script>alert(document.domain)</script>",
        source=replace(run.derivations[0].source, latex=r"\href{javascript:alert(1)}{x} <svg onload=alert(1)>"),
    )
    run = replace(run, derivations=(*run.derivations, hostile))
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html.render(run, tool=tool_versions(), drawn=pictures(run)), encoding="utf-8")
    return path


@pytest.fixture
def open_page(browser, report):
    """Opens the report offline and collects everything that went wrong; nothing may."""
    contexts, wrong = [], []

    def opener(fragment="", **options):
        context = browser.new_context(**({"offline": True, "viewport": {"width": 1200, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: wrong.append(request.url) if request.url.startswith("http") else None)
        page.goto(report.as_uri() + fragment)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert not wrong
