"""A brief as policy staff make one: gathered on three pages, written, taken along, opened again."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pypdf
from acting import bring, choose, follow_menu, saved
from playwright.sync_api import Locator, Page, expect
from pptx import Presentation
from serving import await_figures

from analysis.briefs.brief import load_brief
from analysis.exhibits import build_exhibit
from analysis.warehouse import Warehouse
from pages.shared.layout import name_of

CARDS = {"exposure": "exposure_pay", "claims": "claims_list", "twin_register": "twin_register_hm"}
"""Where a visitor adds what."""
KEPT = "exposure_pay"
WORDS = "# What matters\n\nIt is *this*: {pay.title}. <script>alert(1)</script>"
FORMATS = ("PPTX", "DOCX", "PDF", "HTML")


def press(page: Page, name: str, number: int = 0) -> None:
    """Press the button of that name, the first or a later one."""
    page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True).nth(number).click()


def fill(field: Locator, text: str) -> None:
    """Type into a field and leave it, which sends it."""
    field.fill(text)
    field.press("Tab")


def texts_of(path: Path) -> str:
    """All words of a document, as a program of its own kind reads them."""
    content = io.BytesIO(path.read_bytes())
    if path.suffix == ".pptx":
        return " ".join(shape.text_frame.text for slide in Presentation(content).slides
                        for shape in slide.shapes if shape.has_text_frame)
    if path.suffix == ".docx":
        return " ".join(one.text for one in docx.Document(content).paragraphs)
    if path.suffix == ".pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(content).pages)
    return path.read_text(encoding="utf-8")


def test_a_brief_is_gathered_written_taken_along_and_opened_again(
    tab: Page, address: str, tmp_path: Path, warehouse: Warehouse
) -> None:
    page, preview = tab, tab.frame_locator("[data-testid=stIFrame]")
    for at, (name, exhibit) in enumerate(CARDS.items(), start=1):
        if at == 1:
            page.goto(f"{address}/{name}")
        else:
            follow_menu(page, name_of(name), name)
        await_figures(page)
        page.locator(f".st-key-{name}-{exhibit}-brief").get_by_role("button").click()
        door = page.get_by_role("link", name=f"In the brief ({at})")
        expect(door).to_be_visible()
    door.click()
    figures = preview.locator("main > figure")
    expect(figures).to_have_count(3)

    names = page.get_by_role("textbox", name="Name in your words")

    press(page, "Take out", 1)
    expect(figures).to_have_count(2)
    press(page, "Down", 0)
    expect(figures.first).to_have_id("figure-twin_register_hm")
    expect(names.nth(1)).to_have_value(KEPT)
    fill(names.nth(1), "pay")
    press(page, "Add words")
    fill(page.get_by_label("Words", exact=True), WORDS)
    finding = build_exhibit(KEPT, warehouse).title
    expect(preview.locator("main > p.body").first).to_contain_text(finding)
    choose(page, "briefing_template_0", "Committee evidence")
    expect(preview.locator("main .number")).to_have_text("1.")
    press(page, "Freeze these numbers")
    expect(page.get_by_text(re.compile("Frozen on"))).to_be_visible()

    for label in (*FORMATS, "Save the brief"):
        press_file = page.get_by_test_id("stMain").get_by_role("button", name=label, exact=True)
        file = saved(page, press_file)
        file.save_as(tmp_path / file.suggested_filename)
    for path in tmp_path.glob("*.[!j]*"):
        assert "".join(finding.split())[:60] in "".join(texts_of(path).split()), path.name
    kept = load_brief(next(tmp_path.glob("*.json")))
    assert [entry.name for entry in kept.entries] == ["twin_register_hm", "pay"]

    page.reload()
    expect(page.get_by_text("Nothing in the brief yet")).to_be_visible()
    bring(page, kept)
    expect(figures).to_have_count(2)
    expect(page.get_by_text(re.compile("Frozen on"))).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
