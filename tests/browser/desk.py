"""The Chart desk in a browser: what an editor types, chooses and takes along there."""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from acting import saved
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect
from serving import await_figures

CITED = {"Plain": ".txt", "BibTeX": ".bib", "CSL-JSON": ".csl.json", "RIS": ".ris"}
FILES = ("CSV", "XLSX", "PARQUET", "JSON", "HTML", "ZIP", "EMBED", "PDF, drawn here")
"""Names of the buttons whose files the tests open."""
FIRST_CELL = {"x": 60, "y": 52}
"""In the table of notes, below the headings and beside the boxes that mark a line."""
LIBREOFFICE = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="no LibreOffice on this machine")
PICTURES = {"PNG": "#png", "SVG": "#svg"}
"""Buttons of the preview itself."""


@dataclass(frozen=True)
class Taken:
    """Files by the name of their button, all in one folder."""

    folder: Path
    names: dict[str, str]

    def path(self, button: str) -> Path:
        """Where the file of a button lies."""
        return self.folder / self.names[button]

    def content(self, button: str) -> bytes:
        """What stands in it."""
        return self.path(button).read_bytes()


def preview(page: Page) -> FrameLocator:
    """The frame with the chart as it will be exported."""
    return page.frame_locator("[data-testid=stIFrame]")


def figure(page: Page) -> Locator:
    """The figure in it."""
    return preview(page).locator("#figure")


def field(page: Page, exhibit: str, part: str) -> Locator:
    """A field for words: title, subtitle, note, byline, alt."""
    return page.locator(f".st-key-chart_desk_{exhibit}_{part}").get_by_role("textbox")


def type_in(page: Page, exhibit: str, **parts: str) -> None:
    """Type words and leave each field, which sends them."""
    for part, text in parts.items():
        box = field(page, exhibit, part)
        box.fill(text)
        box.press("Tab")


def open_part(page: Page, name: str) -> Locator:
    """One of the tabs Words, Look and Notes on the chart."""
    page.get_by_role("tab", name=name, exact=True).click()
    return page.get_by_role("tabpanel", name=name, exact=True)


def note_on_row(page: Page, exhibit: str, *, row: str, text: str) -> None:
    """Add a line to the table of notes and fill it in, cell by cell."""
    table = open_part(page, "Notes on the chart").locator(f".st-key-chart_desk_{exhibit}_notes")
    table.hover()
    table.get_by_role("button", name="Add row").click()
    table.locator("#glide-cell-1-0").wait_for(state="attached")
    table.locator(".dvn-scroller").click(position=FIRST_CELL)
    for value in ("point", text, row):
        page.keyboard.press("Enter")
        page.locator("#portal").locator("input:not([type=hidden]), textarea").first.fill(value)
        page.keyboard.press("Tab")
        table.locator("[role=gridcell]", has_text=value).wait_for(state="attached")


def highlight(page: Page, exhibit: str, row: str) -> None:
    """Highlight one row."""
    box = open_part(page, "Look").locator(f".st-key-chart_desk_{exhibit}_highlight")
    box.get_by_role("combobox").click()
    page.get_by_role("option", name=row, exact=True).click()
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "highlight" in url)
    settle(page)


def link_of(page: Page) -> str:
    """The link that the page offers."""
    return page.get_by_test_id("stCode").first.inner_text().strip()


def take_pictures(page: Page, folder: Path) -> Taken:
    """Save PNG and SVG with the buttons of the preview, drawn by this browser."""
    return _take(page, folder, {
        name: preview(page).locator(button) for name, button in PICTURES.items()})


def take_files(page: Page, folder: Path, buttons: tuple[str, ...] = FILES) -> Taken:
    """Save files with the buttons of the page."""
    main = page.get_by_test_id("stMain")
    return _take(page, folder, {
        name: main.get_by_role("button", name=name, exact=True) for name in buttons})


def _take(page: Page, folder: Path, buttons: dict[str, Locator]) -> Taken:
    names = {}
    for name, button in buttons.items():
        file = saved(page, button)
        names[name] = file.suggested_filename
        file.save_as(folder / file.suggested_filename)
    return Taken(folder, names)


def settle(page: Page) -> None:
    """Wait until the preview stands, without a traceback."""
    await_figures(page, 0, frames=1)
    expect(page.get_by_test_id("stIFrame")).to_have_count(1)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def sheets_of(book: Path, folder: Path) -> list[list[list[str]]]:
    """Both sheets as LibreOffice reads them."""
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
         "--convert-to", every_sheet, "--outdir", str(folder), str(book)],
        check=True, capture_output=True, timeout=120)
    found = []
    for name in ("Table", "Notes"):
        with (folder / f"{book.stem}-{name}.csv").open(encoding="utf-8", newline="") as lines:
            found.append(list(csv.reader(lines)))
    return found


def opened(context: BrowserContext, path: Path) -> Page:
    """A saved page in a browser; it asks for nothing from elsewhere."""
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.locator(".js-plotly-plot .trace").first.wait_for()
    assert {urlsplit(url).scheme for url in asked} <= {"file", "data", "blob"}
    return page
