"""Fixtures of the browser tests: one server, one browser, tabs that close themselves."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from serving import ARGUMENTS, PATIENCE_MS, await_figures, find_browser, serving

expect.set_options(timeout=PATIENCE_MS)


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
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """Another browser, which knows nothing of what the first has seen."""
    with browser.new_context(viewport={"width": 1360, "height": 900}) as context:
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


@pytest.fixture(scope="session")
def tab(new_page: Callable[..., Page]) -> Iterator[Page]:
    """One tab for all journeys: a new one would compile Streamlit's client again."""
    page = new_page()
    yield page
    page.close()


@pytest.fixture
def visit_page(tab: Page) -> Callable[[str], Page]:
    """``visit_page(url)``: the tab at that address, once its figures stand; a new session."""

    def visit(url: str) -> Page:
        tab.goto(url)
        await_figures(tab)
        return tab

    return visit
