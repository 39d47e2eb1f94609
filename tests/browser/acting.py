"""What a visitor does in the browser tests: open a card, choose, save, read across line breaks."""

from __future__ import annotations

import re

from playwright.sync_api import Download, Locator, Page
from serving import PATIENCE_MS

from analysis.briefs.brief import Brief, write_brief

NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
"""A list of options closes when the page scrolls, and focus scrolls in the next frame."""


IDLE = """() => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState
  === "notRunning" """


def settle(page: Page) -> None:
    """Wait until the script rests, and does not begin again."""
    page.wait_for_function(IDLE, timeout=PATIENCE_MS)
    page.wait_for_timeout(300)
    page.wait_for_function(IDLE, timeout=PATIENCE_MS)


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


def follow_menu(page: Page, label: str, name: str) -> None:
    """Go to a page through the menu, as a visitor would."""
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()
    page.get_by_test_id("stSidebar").get_by_role("link", name=label, exact=True).click()
    page.wait_for_url(re.compile(f"/{name}([?#].*)?$"))
    page.wait_for_function("title => document.title.startsWith(title)", arg=label)


def bring(page: Page, brief: Brief) -> None:
    """Open a brief on the page Briefing of this visit, as from a file."""
    field = page.locator("[class*=st-key-briefing_file]").locator("input[type=file]")
    field.set_input_files({"name": "brief.json", "mimeType": "application/json",
                           "buffer": write_brief(brief)})


def saved(page: Page, button: Locator) -> Download:
    """What a button saves, once the page rests: a file asked for in a run ends with the run."""
    settle(page)
    with page.expect_download() as waiting:
        button.click()
    return waiting.value
