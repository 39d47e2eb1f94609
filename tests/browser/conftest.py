"""Fixtures of the browser tests: one server, one browser, and a record of every page's visit."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from serving import ARGUMENTS, find_browser, serving

PATIENCE_MS = 20_000
DRAWN = """count => {
  const app = document.querySelector("[data-testid=stApp]");
  const charts = [...document.querySelectorAll("[data-testid=stPlotlyChart]")];
  return app?.dataset.testScriptState === "notRunning" && charts.length >= count
    && charts.every(chart => chart.querySelector(".main-svg .annotation-text"));
}"""
OpenContext = Callable[..., BrowserContext]


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


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[Callable[..., Page]]:
    """``open_tab(url)``: the address in a browser context of its own, once its figures stand."""
    contexts: list[BrowserContext] = []

    def visit(url: str, **options: object) -> Page:
        settings = {"viewport": {"width": 1360, "height": 900}} | options
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(url)
        await_figures(page)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def settled() -> Callable[..., None]:
    return await_figures


def await_figures(page: Page, count: int = 1) -> None:
    """Wait until the script has run and every figure, at least ``count``, has its title."""
    page.wait_for_function(DRAWN, arg=count, timeout=PATIENCE_MS)
