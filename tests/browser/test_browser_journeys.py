"""What a visitor does: arrive by a link, filter, go back, download, pass a link on, follow 54%.

What a page must show is computed with ``build_exhibit``, never written down here: titles carry
numbers, and numbers change with the data.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from acting import card, choose, loosely, open_card, saved
from playwright.sync_api import Download, Locator, Page, expect
from serving import await_figures, serving

from analysis.catalog.package import DATA_DIRECTORY
from analysis.exhibits import REGISTRY, Exhibit, build_exhibit, find_spec
from analysis.exhibits.controls import Search
from analysis.exhibits.words import percent
from analysis.exports import FORMATS, file_stem
from analysis.warehouse import Warehouse
from pages.shared.card import TABS
from pages.shared.layout import MENU, name_of

LABELS = [label for group in MENU.values() for label in group.values()]
NOTHING = "zzzz-nothing <script>alert(1)</script> \U0001f4a9"
LONGEST_TAB_WALK = 60
PNG_START = b"\x89PNG\r\n\x1a\n"
SVG = "{http://www.w3.org/2000/svg}svg"
DRAWN_MARKS = ".trace path, .trace rect, .point"
TICKS = ".xtick, .ytick"
SCROLLED_TO = """([row, text]) => {
  const cells = [...document.querySelectorAll(`[id^=glide-cell-][id$="-${row}"]`)];
  if (cells.some(cell => cell.textContent === text)) return true;
  const grid = document.querySelector("[data-testid=stDataFrame] .dvn-scroller");
  const atEnd = grid && grid.scrollLeft + grid.clientWidth >= grid.scrollWidth - 1;
  grid?.scrollTo(atEnd ? 0 : grid.scrollLeft + grid.clientWidth / 2, row * 35);
}"""
AT_REST = """() => {
  const page = document.querySelector("[data-testid=stMain]");
  const now = `${page.scrollTop} ${page.scrollHeight}`;
  if (window.before !== now) [window.before, window.since] = [now, performance.now()];
  return performance.now() - window.since > 1500;
}"""
"""Nothing has moved or grown for a while: a redraw for another width ends in between."""
CHART, TABLE, LINEAGE, DOWNLOAD, LINK = TABS


@dataclass(frozen=True)
class View:
    """A page with one filter set, and an exhibit on it that the filter changes."""

    page: str
    control: str
    value: str
    exhibit: str

    @property
    def key(self) -> str:
        """Key of the control's widget, and name of its parameter in the address."""
        return f"{self.page}_{self.control}"

    def label(self, warehouse: Warehouse) -> str:
        """What the visitor reads and the address carries for the value."""
        return find_spec(self.exhibit).control(self.control).options(warehouse)[self.value]

    def build(self, warehouse: Warehouse) -> Exhibit:
        """The exhibit with the filter; it must differ from the one without."""
        built = build_exhibit(self.exhibit, warehouse, **{self.control: self.value})
        assert built.title != build_exhibit(self.exhibit, warehouse).title
        return built

    def path(self, text: str) -> str:
        """Path and query of the filtered page, the value given by its label or its code."""
        return f"{self.page}?{urlencode({self.key: text})}"


ECONOMY = View("worker_voice", "target", "economy", "worker_voice_results")
CREATIVE = View("worker_voice", "trade", "creative (mixed)", "worker_voice_results")
ART_DIRECTORS = View("exposure", "occupation", "27-1011", "exposure_disagreement")
PHOTOGRAPHERS = View("exposure", "occupation", "27-4021", "exposure_disagreement")


def searched() -> dict[str, list[str]]:
    """Pages with a search, and the exhibits on them that it filters."""
    found: dict[str, list[str]] = {}
    for spec in REGISTRY.values():
        if any(isinstance(control, Search) for control in spec.controls):
            found.setdefault(spec.page, []).append(spec.id)
    return found


def figure(within: Locator) -> Locator:
    """The figure, not the copy Streamlit keeps for a moment while a new one is drawn."""
    return within.locator(".stElementContainer[data-stale=false] .js-plotly-plot")


def menu_link(page: Page, stem: str) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_role("link", name=name_of(stem), exact=True)


def follow_menu(page: Page, stem: str) -> None:
    menu_link(page, stem).click()
    page.wait_for_url(re.compile(rf"/{stem}([?#].*)?$"))


def await_query(page: Page, parameters: dict[str, list[str]]) -> None:
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == parameters)


def expect_shown(page: Page, name: str, exhibit: Exhibit) -> None:
    """The card's figure carries the exhibit's title, and the page has no traceback."""
    shown = figure(card(page, name, exhibit.id))
    expect(shown, f"{exhibit.id}: {exhibit.title}").to_contain_text(loosely(exhibit.title))
    await_figures(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def await_cell(page: Page, row: int, text: str) -> None:
    """Leaf through the columns of the page's only table until a row has a cell with the text.

    The grid is a canvas; a fifth of a second after it moved it names the cells in view.
    """
    page.wait_for_function(SCROLLED_TO, arg=[row, text], polling=500)


def rows_of(table: str) -> list[dict[str, str]]:
    with (DATA_DIRECTORY / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- arrive -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("view", "by_code"), [(ECONOMY, True), (PHOTOGRAPHERS, False)],
                         ids=["worker_voice by code", "exposure by label"])
def test_deep_link_with_a_filter_on_a_cold_server(visit_page, warehouse, view, by_code):
    with serving() as cold:
        text = view.value if by_code else view.label(warehouse)
        page = visit_page(f"{cold}/{view.path(text)}")
        expect_shown(page, view.page, view.build(warehouse))
        chosen = page.locator(f".st-key-{view.key}").get_by_role("combobox")
        expect(chosen).to_have_value(view.label(warehouse))
        await_query(page, {view.key: [view.label(warehouse)]})
        links = page.get_by_test_id("stSidebar").get_by_role("link")
        expect(links).to_have_text(LABELS)
        expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)


NONSENSE = {
    "worker_voice": (
        "worker_voice_results", "Narnia", {
            "worker_voice_target": ["Narnia"], "worker_voice_by_trade": ["%00", ""],
            "worker_voice_country": ["x" * 2000], "worker_voice_years": ["2999", "-5"],
            "worker_voice_all_surveys": ["perhaps"],
        },
    ),
    "job_market": (
        "job_market_employment", "drop table", {
            "job_market_occupation": ["'; drop table sources; --"], "job_market_years": ["abc"],
            "job_market_dollars": ["<script>alert(1)</script>"],
            "job_market_countries": ["Narnia", "", "\U0001f4a9"],
        },
    ),
    "exposure": (
        "exposure_disagreement", "1e999",
        {"exposure_occupation": ["", "", "1e999"], "exposure_measure": ["../../etc/passwd"]},
    ),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_in_the_address_leaves_the_page_as_it_is_by_default(
    visit_page, address, default_exhibit, name
):
    exhibit, refused, parameters = NONSENSE[name]
    foreign = {"utm_source": ["\u202e<b>"], f"{name}_no_such_control": ["1"]}
    page = visit_page(f"{address}/{name}?{urlencode(parameters | foreign, doseq=True)}")
    await_figures(page, sum(spec.page == name for spec in REGISTRY.values()))
    expect_shown(page, name, default_exhibit(exhibit))
    for key in parameters:
        expect(page.locator(f".st-key-{key}"), f"is {key} still a control?").to_be_visible()
    notice = page.get_by_test_id("stAlert").filter(has_text=refused)
    expect(notice, f"is {refused!r} said to be refused?").to_have_count(1)


# --- filter, go back, come again ----------------------------------------------------------------


def test_back_leaves_the_page_however_often_it_was_filtered(visit_page, address, warehouse):
    page = visit_page(f"{address}/human_v_twin")
    before = build_exhibit("human_v_twin_uses", warehouse)
    follow_menu(page, "exposure")
    for view in (ART_DIRECTORS, PHOTOGRAPHERS):
        choose(page, view.key, view.label(warehouse))
        expect_shown(page, view.page, view.build(warehouse))
        await_query(page, {view.key: [view.label(warehouse)]})
    page.go_back()
    page.wait_for_url("**/human_v_twin")
    expect_shown(page, "human_v_twin", before)
    assert urlsplit(page.url).path == "/human_v_twin"
    assert page.locator("h1").inner_text() == "Do twins replace bookings?"


@pytest.mark.parametrize("leave", [Page.go_back, lambda page: follow_menu(page, "human_v_twin")],
                         ids=["back", "menu"])
def test_menu_brings_the_last_filters_of_a_page_back(visit_page, address, warehouse, leave):
    view, label = PHOTOGRAPHERS, PHOTOGRAPHERS.label(warehouse)
    page = visit_page(f"{address}/human_v_twin")
    follow_menu(page, view.page)
    choose(page, view.key, label)
    expect_shown(page, view.page, view.build(warehouse))
    leave(page)
    page.wait_for_url("**/human_v_twin")
    expect_shown(page, "human_v_twin", build_exhibit("human_v_twin_uses", warehouse))
    expect(menu_link(page, view.page)).to_have_attribute("href", view.path(label))
    follow_menu(page, view.page)
    expect_shown(page, view.page, view.build(warehouse))
    await_query(page, {view.key: [label]})
    chosen = page.locator(f".st-key-{view.key}").get_by_role("combobox")
    expect(chosen).to_have_value(label)


# --- take it along ------------------------------------------------------------------------------


@pytest.fixture
def save_file(tab, visit_page, address, warehouse) -> Callable[[str], Download]:
    """``save_file(ending)``: what the button of that ending saves of the filtered exhibit."""
    view, url = PHOTOGRAPHERS, f"{address}/{PHOTOGRAPHERS.path(PHOTOGRAPHERS.label(warehouse))}"
    if tab.url != url:
        visit_page(url)
    panel = open_card(card(tab, view.page, view.exhibit), DOWNLOAD)

    def save(ending: str) -> Download:
        button = panel.locator(f".st-key-{view.page}-{view.exhibit}--{ending[1:]}")
        return saved(tab, button.get_by_role("button"))

    return save


@pytest.mark.parametrize("ending", FORMATS)
def test_button_gives_the_file_of_the_filtered_exhibit(save_file, warehouse, ending):
    exhibit, file = PHOTOGRAPHERS.build(warehouse), save_file(ending)
    content = file.path().read_bytes()
    assert content == FORMATS[ending](exhibit)
    assert content != FORMATS[ending](build_exhibit(exhibit.id, warehouse))
    assert file.suggested_filename == file_stem(exhibit) + ending


def test_csv_names_the_source_of_every_row(save_file, warehouse):
    text = save_file(".csv").path().read_bytes().decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert len(rows) == len(PHOTOGRAPHERS.build(warehouse).table) > 0
    known = {row["source_id"] for row in rows_of("sources")}
    assert {row["source_id"] for row in rows} <= known


def test_json_tells_what_the_figure_shows_and_with_which_filter(save_file, warehouse):
    exhibit = PHOTOGRAPHERS.build(warehouse)
    told = json.loads(save_file(".json").path().read_bytes())
    assert (told["id"], told["title"]) == (exhibit.id, exhibit.title)
    assert told["settings"] == {PHOTOGRAPHERS.control: PHOTOGRAPHERS.value}
    assert len(told["table"]) == len(exhibit.table)


def test_html_opens_without_a_network(save_file, browser, warehouse, tmp_path):
    exhibit, path = PHOTOGRAPHERS.build(warehouse), tmp_path / "export.html"
    save_file(".html").save_as(path)
    with browser.new_context(offline=True) as context:
        page, asked, errors = context.new_page(), [], []
        page.on("request", lambda request: asked.append(urlsplit(request.url).scheme))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path.as_uri())
        expect(page.locator(".js-plotly-plot")).to_contain_text(loosely(exhibit.title))
        expect(page.locator(".js-plotly-plot .trace").first).to_be_attached()
        expect(page.get_by_role("heading", level=1)).to_have_text(exhibit.title)
        assert page.evaluate("typeof Plotly.version") == "string"
        assert set(asked) <= {"file", "data", "blob"}
        assert errors == []


def test_camera_saves_a_png_large_enough_to_print(visit_page, address, default_exhibit):
    exhibit = default_exhibit("exposure_range")
    page = visit_page(f"{address}/exposure")
    file = saved(page, figure(card(page, "exposure", exhibit.id)).locator(".modebar-btn"))
    start = file.path().read_bytes()[:24]
    assert file.suggested_filename == file_stem(exhibit) + ".png"
    assert start.startswith(PNG_START)
    assert int.from_bytes(start[16:20], "big") >= 1200


def test_camera_saves_an_svg_with_title_and_source_line(visit_page, address, default_exhibit):
    exhibit = default_exhibit("exposure_range")
    page = visit_page(f"{address}/exposure")
    panel = open_card(card(page, "exposure", exhibit.id), DOWNLOAD)
    panel.get_by_role("radio", name="SVG").click()
    camera = figure(panel).locator(".modebar-btn")
    expect(camera).not_to_have_attribute("data-title", re.compile("PNG"))
    file = saved(page, camera)
    assert file.suggested_filename == file_stem(exhibit) + ".svg"
    root = ElementTree.parse(file.path()).getroot()
    text = "".join(root.itertext())
    assert root.tag == SVG
    assert loosely(exhibit.title).search(text)
    assert loosely(exhibit.source_line).search(text)
    assert loosely(exhibit.labels().source).search(text)


def test_link_of_a_card_shows_somebody_else_the_same_view(visit_page, address, browser, warehouse):
    view, exhibit = CREATIVE, CREATIVE.build(warehouse)
    page = visit_page(f"{address}/worker_voice")
    choose(page, view.key, view.label(warehouse))
    expect_shown(page, view.page, exhibit)
    here = figure(card(page, view.page, view.exhibit)).text_content()
    panel = open_card(card(page, view.page, view.exhibit), LINK)
    link = panel.get_by_test_id("stCode").first.inner_text().strip()
    with browser.new_context() as context:
        other = context.new_page()
        other.goto(link)
        await_figures(other)
        expect_shown(other, view.page, exhibit)
        expect(figure(card(other, view.page, view.exhibit))).to_have_text(loosely(here))
        chosen = other.locator(f".st-key-{view.key}").get_by_role("combobox")
        expect(chosen).to_have_value(view.label(warehouse))


def test_link_of_a_card_arrives_at_the_card(address, browser, warehouse):
    """Below figures that still grow while the browser scrolls, in a laptop's window."""
    anchor = f"#{CREATIVE.exhibit.replace('_', '-')}"
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        page = context.new_page()
        page.goto(f"{address}/{CREATIVE.path(CREATIVE.label(warehouse))}{anchor}")
        await_figures(page, 5)
        page.wait_for_function(AT_REST)
        top = page.locator(anchor).evaluate("heading => heading.getBoundingClientRect().top")
        assert 0 <= top < 200


# --- follow one figure --------------------------------------------------------------------------


def test_the_54_percent_leads_to_its_row_and_its_source(visit_page, address, default_exhibit):
    exhibit, id = default_exhibit("worker_voice_bectu"), "bectu_ai_fashion_2025_negative"
    rows = [row for row in rows_of("survey_results") if row["result_id"] == id]
    assert len(rows) == 1
    source = next(row for row in rows_of("sources") if row["source_id"] == rows[0]["source_id"])
    page = visit_page(address)
    follow_menu(page, "worker_voice")
    tabs = card(page, "worker_voice", exhibit.id)
    share = percent(float(rows[0]["share"]))
    assert share == "54%"
    expect(figure(tabs).get_by_text(share, exact=True).first).to_be_visible()

    open_card(tabs, TABLE)
    position = list(exhibit.table["result_id"]).index(id)
    for name in ("result_id", "source_id"):
        await_cell(page, position, rows[0][name])

    panel = open_card(tabs, LINEAGE)
    expect(panel.get_by_text(source["source_id"], exact=True)).to_be_visible()
    expect(panel.locator(f"a[href='{source['address']}']")).to_be_visible()
    query_box = panel.get_by_test_id("stExpander").filter(has_text=exhibit.runs[0].name)
    query_box.locator("summary").click()
    expect(query_box.get_by_text("data/survey_results.csv", exact=True)).to_be_visible()


# --- nothing found, no mouse --------------------------------------------------------------------


@pytest.mark.parametrize(("name", "ids"), searched().items(), ids=list(searched()))
def test_a_search_that_finds_nothing_says_so_and_draws_no_axes(
    visit_page, address, warehouse, name, ids
):
    page = visit_page(f"{address}/{name}")
    for id in ids:
        expect(card(page, name, id).locator(DRAWN_MARKS)).not_to_have_count(0)
    search = page.locator(f".st-key-{name}_search").get_by_role("textbox")
    search.fill(NOTHING)
    search.press("Enter")
    for id in ids:
        empty = build_exhibit(id, warehouse, search=NOTHING)
        assert empty.table.empty
        saying_so = card(page, name, id).filter(has_text=loosely(empty.title))
        expect(saying_so, f"{id}: {empty.title}").to_have_count(1)
    await_query(page, {f"{name}_search": [NOTHING]})
    await_figures(page, 0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    for id in ids:
        expect(card(page, name, id).locator(f"{DRAWN_MARKS}, {TICKS}")).to_have_count(0)


def test_a_tab_of_a_card_is_reached_and_opened_by_keyboard_alone(visit_page, address):
    page = visit_page(f"{address}/exposure")
    tabs = card(page, "exposure", "exposure_disagreement")
    chart, table = (tabs.get_by_role("tab", name=name, exact=True) for name in (CHART, TABLE))
    for _ in range(LONGEST_TAB_WALK):
        page.keyboard.press("Tab")
        if chart.evaluate("tab => tab === document.activeElement"):
            break
    expect(chart).to_be_focused()
    expect(table).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(table).to_have_attribute("aria-selected", "true")
    panel = tabs.get_by_role("tabpanel", name=TABLE, exact=True)
    expect(panel.get_by_test_id("stDataFrame")).to_be_visible()
