"""What a visitor does in the browser tests: open a card, choose, save, read across line breaks."""

from __future__ import annotations

import re

from playwright.sync_api import Download, Locator, Page

NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
"""A list of options closes when the page scrolls, and focus scrolls in the next frame."""


def card(page: Page, name: str, exhibit: str) -> Locator:
    """The tabs of an exhibit on a page."""
    return page.locator(f".st-key-{name}-{exhibit}-tab")


def open_card(tabs: Locator, tab: str) -> Locator:
    """One of the tabs of a card."""
    tabs.get_by_role("tab", name=tab, exact=True).click()
    return tabs.get_by_role("tabpanel", name=tab, exact=True)


def choose(page: Page, key: str, label: str) -> None:
    """Choose an option of the select box with that key."""
    box = page.locator(f".st-key-{key}").get_by_role("combobox")
    box.focus()
    page.evaluate(NEXT_FRAME)
    box.press("ArrowDown")
    page.get_by_role("option", name=label, exact=True).click()


def loosely(text: str) -> re.Pattern[str]:
    """The text with any white space between its signs: a figure breaks lines where it must."""
    return re.compile(r"\s*".join(re.escape(sign) for sign in text if not sign.isspace()))


def saved(page: Page, button: Locator) -> Download:
    """What a button saves."""
    with page.expect_download() as waiting:
        button.click()
    return waiting.value
