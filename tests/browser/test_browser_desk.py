"""A chart for publication, as a journalist makes it: from a card to the files an editor takes.

The whole path is walked once and recorded, with real downloads; the tests read the record and open
each file with another program.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

import desk
import duckdb
import frictionless
import pypdf
import pytest
from acting import card, choose, loosely, open_card
from desk import (
    LIBREOFFICE,
    Taken,
    figure,
    highlight,
    link_of,
    note_on_row,
    open_part,
    opened,
    settle,
    sheets_of,
    take_files,
    take_pictures,
    type_in,
)
from playwright.sync_api import BrowserContext, Page, expect
from serving import await_figures

from analysis.charts.theme import PALETTES
from analysis.exhibits import Exhibit
from analysis.exhibits.history import said_before
from analysis.exports.check_title import check_title
from analysis.exports.sizes import PRESETS

EXHIBIT = "worker_voice_losses"
OLDER = "0bf240e5a529"
FALSE = "Nine in ten models have lost their jobs because of AI"
TRUE = "Those who answered put down to AI: 26% to 58% lost work"
WORDS = {"subtitle": "What workers report, in percent of those who answered",
         "note": "Volunteers answered; no margin of error.", "byline": "A. Reporter"}
ROW = "Authors in “Brave New World?” (2026): earnings already reduced"
REMARK = "the highest"
INNER_HEIGHT = "() => document.body.scrollHeight"
AS_TALL_AS_IT_NEEDS = """height => document.querySelector("iframe").clientHeight === height"""
SIZE, SQUARE = "social-square", 1080


@dataclass
class Walk:
    """What a journalist saw and took along."""

    door: str = ""
    asked: str = ""
    warnings: dict[str, list[str]] = field(default_factory=dict)
    drawn: str = ""
    paper: str = ""
    link: str = ""
    snippet: str = ""
    taken: dict[str, Taken] = field(default_factory=dict)
    blocked: dict[str, int | str] = field(default_factory=dict)
    drafted: str = ""


@pytest.fixture(scope="module")
def walk(
    new_page: Callable[..., Page], address: str, tmp_path_factory: pytest.TempPathFactory
) -> Walk:
    """The whole path, walked once."""
    page, walk = new_page(height=2600), Walk()
    follow_the_door(page, address, walk)
    dress_it(page, walk)
    note_on_it(page)
    record_it(page, walk, tmp_path_factory.mktemp("desk"))
    leave_out_the_alternative_text(page, walk)
    page.close()
    return walk


def follow_the_door(page: Page, address: str, walk: Walk) -> None:
    page.goto(f"{address}/worker_voice")
    await_figures(page)
    panel = open_card(card(page, "worker_voice", EXHIBIT), "Download")
    door = panel.get_by_role("link", name=re.compile("Chart desk"))
    walk.door = door.get_attribute("href") or ""
    door.click()
    page.wait_for_url(re.compile("/chart_desk"))
    settle(page)
    walk.asked = page.locator("[data-testid=stSelectbox] input").first.input_value()


def dress_it(page: Page, walk: Walk) -> None:
    alerts = page.get_by_test_id("stMain").get_by_test_id("stAlert")
    type_in(page, EXHIBIT, title=FALSE)
    expect(alerts).not_to_have_count(0)
    settle(page)
    walk.warnings["false"] = alerts.all_inner_texts()
    type_in(page, EXHIBIT, title=TRUE, **WORDS)
    expect(figure(page)).to_contain_text(loosely(WORDS["byline"]))
    settle(page)
    walk.warnings["true"] = alerts.all_inner_texts()
    choose(page, "chart_desk_language", "Deutsch")
    choose(page, "chart_desk_theme_chosen", "Dark")
    choose(page, "chart_desk_size_chosen", PRESETS[SIZE].label)


def note_on_it(page: Page) -> None:
    highlight(page, EXHIBIT, ROW)
    note_on_row(page, EXHIBIT, row=ROW, text=REMARK)


def record_it(page: Page, walk: Walk, folder: Path) -> None:
    expect(figure(page)).to_contain_text(loosely(REMARK))
    settle(page)
    walk.drawn = figure(page).text_content() or ""
    walk.paper = figure(page).locator(".main-svg").first.evaluate(
        "svg => getComputedStyle(svg).backgroundColor")
    walk.link = link_of(page)
    page.get_by_text("Paste into a page", exact=True).click()
    walk.snippet = page.get_by_test_id("stCode").filter(has_text="<iframe").inner_text()
    walk.taken = {"preview": take_pictures(page, folder),
                  "page": take_files(page, folder, (*desk.FILES, *desk.CITED))}


def leave_out_the_alternative_text(page: Page, walk: Walk) -> None:
    open_part(page, "Words")
    type_in(page, EXHIBIT, alt="")
    warning = page.get_by_test_id("stAlert").filter(has_text="alternative text is empty")
    expect(warning).to_have_count(1)
    await_figures(page, 0)
    walk.blocked = {
        "warning": warning.inner_text(), "frames": page.get_by_test_id("stIFrame").count(),
        "buttons": page.get_by_test_id("stDownloadButton").count()}
    page.get_by_role("button", name="Draft from the data").click()
    settle(page)
    walk.drafted = desk.field(page, EXHIBIT, "alt").input_value()


@pytest.fixture(scope="module")
def bare(default_exhibit: Callable[[str], Exhibit]) -> Exhibit:
    return default_exhibit(EXHIBIT)


# --- dress --------------------------------------------------------------------------------------


def test_the_door_of_a_card_leads_to_its_chart(walk: Walk, bare: Exhibit) -> None:
    assert walk.asked == f"Worker voice: {bare.question}"
    assert parse_qs(urlsplit(walk.door).query)["chart_desk_exhibit"] == [EXHIBIT]


def test_a_title_that_no_longer_matches_is_warned_of_and_one_that_does_is_not(
    walk: Walk, bare: Exhibit
) -> None:
    assert walk.warnings == {"false": check_title(bare, FALSE), "true": []}
    assert len(walk.warnings["false"]) >= 2


def test_the_preview_shows_what_was_typed_and_chosen(walk: Walk, bare: Exhibit) -> None:
    for text in (TRUE, *WORDS.values(), REMARK, "Quelle", bare.data_version):
        assert loosely(text).search(walk.drawn), text
    assert "Source" not in walk.drawn
    assert walk.paper == rgb(PALETTES["dark"].paper)


def rgb(colour: str) -> str:
    red, green, blue = (int(colour[at:at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


# --- what the visitor's own browser draws -------------------------------------------------------


def test_a_png_has_the_pixels_of_its_size(walk: Walk) -> None:
    drawn = walk.taken["preview"].content("PNG")
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", drawn[16:24]) == (SQUARE, SQUARE)


def test_an_svg_has_text_title_and_description(walk: Walk, bare: Exhibit) -> None:
    root = ElementTree.fromstring(walk.taken["preview"].content("SVG"))
    space = "{http://www.w3.org/2000/svg}"
    assert (root.get("width"), root.get("height")) == (f"{SQUARE}px", f"{SQUARE}px")
    assert root.findtext(f"{space}title") == TRUE
    assert (root.findtext(f"{space}desc") or "").startswith(bare.words.alt)
    said = " ".join("".join(one.itertext()) for one in root.iter(f"{space}text"))
    assert loosely(REMARK).search(said)
    assert loosely("Double Booked").search(said)


# --- what the desk makes, read by other programs ------------------------------------------------


def test_a_pdf_is_read_by_another_program(walk: Walk) -> None:
    (page,) = pypdf.PdfReader(walk.taken["page"].path("PDF, drawn here")).pages
    assert float(page.mediabox.width) == pytest.approx(SQUARE * 0.75, abs=1)
    assert float(page.mediabox.height) == pytest.approx(SQUARE * 0.75, abs=1)
    assert loosely(TRUE).search(page.extract_text())


def test_csv_json_and_parquet_hold_the_same_figures(walk: Walk, bare: Exhibit) -> None:
    files = walk.taken["page"]
    with duckdb.connect() as engine:
        rows = [engine.sql(f"select result_id, share from {read}('{files.path(name)}')").fetchall()
                for read, name in (("read_csv", "CSV"), ("read_parquet", "PARQUET"))]
    told = json.loads(files.content("JSON"))
    assert rows[0] == rows[1] == [(row["result_id"], row["share"]) for row in told["table"]]
    assert len(rows[0]) == len(bare.table)
    assert (told["title"], told["finding"], told["dress"]["language"]) == (TRUE, bare.title, "de")


@LIBREOFFICE
def test_a_workbook_opens_in_libreoffice(walk: Walk, bare: Exhibit, tmp_path: Path) -> None:
    table, notes = sheets_of(walk.taken["page"].path("XLSX"), tmp_path)
    assert len(table) == len(bare.table) + 1
    assert table[0][0] == next(iter(bare.columns.values())).label
    assert ["Title", TRUE] in notes
    assert ["Finding", bare.title] in notes


def test_a_page_opens_without_a_network(walk: Walk, stranger: BrowserContext) -> None:
    for name in ("HTML", "EMBED"):
        page = opened(stranger, walk.taken["page"].path(name))
        expect(page.locator(".js-plotly-plot")).to_contain_text(loosely(TRUE))
        page.close()


def test_a_bundle_is_a_valid_data_package(walk: Walk, bare: Exhibit, tmp_path: Path) -> None:
    with zipfile.ZipFile(walk.taken["page"].path("ZIP")) as archive:
        archive.extractall(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:3]
    assert json.loads((tmp_path / "dress.json").read_text(encoding="utf-8"))["title"] == TRUE
    assert bare.title in (tmp_path / "README.txt").read_text(encoding="utf-8")


def test_citations_name_the_finding_the_link_and_each_source(walk: Walk, bare: Exhibit) -> None:
    files, count = walk.taken["page"], len(bare.sources) + 1
    for name, start in (("BibTeX", b"@misc{"), ("RIS", b"TY  - "), ("CSL-JSON", b'"id": ')):
        assert files.content(name).count(start) == count, name
    own = json.loads(files.content("CSL-JSON"))[0]
    assert (own["title"], own["URL"]) == (bare.title, walk.link)
    assert TRUE not in files.content("Plain").decode()


def test_without_alternative_text_nothing_leaves_the_desk(walk: Walk, bare: Exhibit) -> None:
    assert (walk.blocked["frames"], walk.blocked["buttons"]) == (0, 0)
    assert walk.drafted.startswith(bare.title)


# --- on somebody else's page --------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 1000])
def test_the_snippet_and_its_page_fit_a_page_of_a_newspaper(
    walk: Walk, stranger: BrowserContext, width: int
) -> None:
    folder = walk.taken["page"].folder
    paper = folder / "newspaper.html"
    paper.write_text("<!doctype html><meta charset=utf-8><meta name=viewport content="
                     f"'width=device-width'><body style='margin:0'>{walk.snippet}",
                     encoding="utf-8")
    page = stranger.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(paper.as_uri())
    inside = page.frame_locator("iframe").locator("#figure[data-drawn]")
    expect(inside).to_contain_text(loosely(TRUE))
    page.wait_for_function(AS_TALL_AS_IT_NEEDS, arg=page.frames[1].evaluate(INNER_HEIGHT))
    for frame in page.frames:
        assert frame.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.close()


def test_the_desk_itself_can_be_framed(walk: Walk, stranger: BrowserContext, bare: Exhibit) -> None:
    page = stranger.new_page()
    page.goto(f"{walk.link}&embed=true")
    settle(page)
    for text in (TRUE, REMARK, "Quelle", bare.data_version):
        expect(figure(page)).to_contain_text(loosely(text))
    main = page.get_by_test_id("stMain")
    for badge in bare.standing.badges():
        expect(main).to_contain_text(badge)
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)
    expect(page.locator("h1, [data-testid=stSelectbox], [data-testid=stTabs]")).to_have_count(0)
    page.close()


# --- somebody else, later -----------------------------------------------------------------------


def test_a_second_browser_opens_the_link_to_the_same_picture(
    walk: Walk, stranger: BrowserContext, tmp_path: Path
) -> None:
    page = stranger.new_page()
    page.goto(walk.link)
    settle(page)
    taken = take_pictures(page, tmp_path)
    for name in desk.PICTURES:
        assert taken.content(name) == walk.taken["preview"].content(name), name
    assert link_of(page) == walk.link
    page.close()


def test_a_link_with_older_data_says_what_was_and_what_is(
    stranger: BrowserContext, address: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit("sources_list")
    then = said_before(exhibit, OLDER)
    assert then is not None
    page = stranger.new_page()
    page.goto(f"{address}/chart_desk?" + urlencode(
        {"chart_desk_exhibit": exhibit.id, "chart_desk_data": OLDER}))
    settle(page)
    expect(page.get_by_test_id("stAlert")).to_have_text(
        f"Was, with data of 24 Nov 2026: {then.title}. Is now: {exhibit.title}.")
    page.close()
