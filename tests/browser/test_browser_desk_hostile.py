"""Hostile words through the Chart desk in a browser: nothing runs, no file breaks."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import frictionless
import pypdf
import pytest
from acting import loosely
from desk import (
    LIBREOFFICE,
    Taken,
    field,
    figure,
    opened,
    settle,
    sheets_of,
    take_files,
    take_pictures,
    type_in,
)
from playwright.sync_api import BrowserContext, Page, expect

from analysis.charts.plain_text import clean
from analysis.exhibits import Exhibit
from analysis.exports.dress import LONGEST, what_can_be_dressed

EXHIBIT = "worker_voice_losses"
MARKUP = "\"><img src=x onerror=window.hacked=1>"
EVIL = (f"=cmd|' /C calc'!A0 <script>window.hacked=1</script> {MARKUP} ]]> \x00\x07\x1b "
        "\u202ednim ruoy\u202c")
SHORT = f"={MARKUP}\x00\u202ex"
LONG = "w" * 5000
BUTTONS = ("CSV", "XLSX", "HTML", "ZIP", "EMBED", "PDF, drawn here", "RIS")
HACKED = "() => typeof window.hacked"


@dataclass(frozen=True)
class Attack:
    """What came of hostile words in every field."""

    hacked: list[str]
    said: list[str]
    drawn: str
    pictures: Taken
    files: Taken


@pytest.fixture(scope="module")
def bare(default_exhibit: Callable[[str], Exhibit]) -> Exhibit:
    return default_exhibit(EXHIBIT)


@pytest.fixture(scope="module")
def attack(
    new_page: Callable[..., Page], address: str, bare: Exhibit,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Attack]:
    """Words typed, a note brought by the link."""
    page, folder, said = new_page(), tmp_path_factory.mktemp("attack"), list[str]()
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(link(address, annotations=[
        {"kind": "point", "text": EVIL, "name": next(iter(what_can_be_dressed(bare).names))}]))
    settle(page)
    type_in(page, EXHIBIT, title=EVIL, subtitle=EVIL, note=EVIL, alt=EVIL, byline=SHORT)
    expect(figure(page)).to_contain_text(loosely(clean(SHORT)))
    settle(page)
    pictures, files = take_pictures(page, folder), take_files(page, folder, BUTTONS)
    yield Attack([frame.evaluate(HACKED) for frame in page.frames], said,
                 figure(page).text_content() or "", pictures, files)
    page.close()


def link(address: str, **dress: object) -> str:
    return f"{address}/chart_desk?" + urlencode(
        {"chart_desk_exhibit": EXHIBIT, "chart_desk_dress": json.dumps(dress)})


def test_nothing_runs_on_the_page_or_in_the_preview(attack: Attack) -> None:
    assert attack.hacked == ["undefined", "undefined"]
    assert attack.said == []


def test_words_stay_words_in_the_figure(attack: Attack) -> None:
    """In title, subtitle, note and remark: as typed, without signs that turn the direction."""
    assert len(loosely(clean(EVIL)).findall(attack.drawn)) >= 4
    assert loosely(clean(SHORT)).search(attack.drawn)
    assert "\u202e" not in attack.drawn


@pytest.mark.parametrize("name", ["HTML", "EMBED"])
def test_nothing_runs_in_a_saved_page(attack: Attack, name: str, stranger: BrowserContext) -> None:
    page = opened(stranger, attack.files.path(name))
    expect(page.locator(".js-plotly-plot")).to_contain_text(loosely(clean(EVIL)))
    assert page.evaluate(HACKED) == "undefined"
    page.close()


def test_an_svg_stays_a_picture_of_words(attack: Attack, stranger: BrowserContext) -> None:
    """Opened by itself an SVG may run scripts; in it there are none."""
    root = ElementTree.fromstring(attack.pictures.content("SVG"))
    assert root.findtext("{http://www.w3.org/2000/svg}title") == clean(EVIL)
    assert not [one for one in root.iter() if one.tag.endswith(("script", "image", "}a"))]
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    page = stranger.new_page()
    page.goto(attack.pictures.path("SVG").as_uri())
    assert page.evaluate(HACKED) == "undefined"
    page.close()
    assert attack.pictures.content("PNG").startswith(b"\x89PNG")


def test_a_pdf_a_bundle_and_a_citation_can_be_read(
    attack: Attack, bare: Exhibit, tmp_path: Path
) -> None:
    (page,) = pypdf.PdfReader(attack.files.path("PDF, drawn here")).pages
    assert loosely(clean(SHORT)).search(page.extract_text())
    with zipfile.ZipFile(attack.files.path("ZIP")) as archive:
        archive.extractall(tmp_path)
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid
    assert attack.files.content("RIS").count(b"TY  - ") == len(bare.sources) + 1


@LIBREOFFICE
def test_a_workbook_holds_words_and_no_formula(attack: Attack, tmp_path: Path) -> None:
    _, notes = sheets_of(attack.files.path("XLSX"), tmp_path)
    for name in ("Title", "Note"):
        assert [name, clean(EVIL)] in notes
    assert ["Chart by", clean(SHORT)] in notes


def test_five_thousand_signs_are_held_to_what_a_figure_has_room_for(
    new_page: Callable[..., Page], address: str
) -> None:
    page = new_page()
    page.goto(link(address, annotations=[{"kind": "point", "text": LONG, "name": "x"}]))
    settle(page)
    warning = page.get_by_test_id("stAlert").filter(has_text="longer than 160")
    expect(warning).to_contain_text("undressed")
    type_in(page, EXHIBIT, **dict.fromkeys(("title", "subtitle", "note", "byline"), LONG))
    settle(page)
    for part in ("title", "subtitle", "note", "byline"):
        assert len(field(page, EXHIBIT, part).input_value()) <= LONGEST[part], part
    expect(figure(page).locator(".trace").first).to_be_visible()
    page.close()
