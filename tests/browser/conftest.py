"""Fixtures of the browser tests: one server, one browser, tabs that close themselves."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from serving import ARGUMENTS, find_browser, serving

PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)
DRAWN = """({count, size}) => {
  const app = document.querySelector("[data-testid=stApp]");
  const charts = [...document.querySelectorAll("[data-testid=stPlotlyChart]")];
  const titled = chart => [...chart.querySelectorAll(".main-svg .annotation-text")].some(
    text => !size || text.style.fontSize === `${size}px`);
  return app?.dataset.testScriptState === "notRunning" && charts.length >= count
    && charts.every(titled);
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_browser()
    if executable is None:
        reason = "no Chromium or Chrome on this machine"
        if os.environ.get("DOUBLE_BOOKED_BROWSER_REQUIRED") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def address(browser: Browser) -> Iterator[str]:
    """Address of the app on a server that all tests share."""
    with serving() as started:
        yield started


@pytest.fixture(scope="session")
def shared_context(browser: Browser) -> Iterator[BrowserContext]:
    """One context for all tests, so that the browser loads and compiles Streamlit once."""
    with browser.new_context() as context:
        yield context


@pytest.fixture(scope="session")
def new_page(shared_context: BrowserContext) -> Callable[..., Page]:
    """``new_page(width=, height=, mode=)``: a blank tab of that size and colour scheme."""

    def make(*, width: int = 1360, height: int = 900, mode: str = "light") -> Page:
        page = shared_context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=mode)
        page.set_default_timeout(PATIENCE_MS)
        return page

    return make


@pytest.fixture
def open_tab(new_page: Callable[..., Page]) -> Iterator[Callable[..., Page]]:
    """``open_tab(url)``: the address in a tab of its own, once its figures stand."""
    pages: list[Page] = []

    def visit(url: str, **settings: object) -> Page:
        pages.append(new_page(**settings))
        pages[-1].goto(url)
        await_figures(pages[-1])
        return pages[-1]

    yield visit
    for page in pages:
        page.close()


def await_figures(page: Page, count: int = 1, size: int | None = None) -> None:
    """Wait until the script has run and every figure, at least ``count``, has its title.

    ``size`` is the title's size in pixels: on a phone the first run draws for a desktop and a
    second one, once the browser has told its width, for the phone.
    """
    page.wait_for_function(DRAWN, arg={"count": count, "size": size}, timeout=PATIENCE_MS)
