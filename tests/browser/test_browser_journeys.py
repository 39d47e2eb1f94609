"""What a visitor does: arrive by a link, filter, go back, download, pass a link on, follow 54%."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import await_figures
from playwright.sync_api import Locator, Page, expect
from serving import serving

from analysis.commands import main as run_command
from analysis.exhibits import build_exhibit
from analysis.exports import to_csv

SVG = "{http://www.w3.org/2000/svg}"
PNG_START = b"\x89PNG\r\n\x1a\n"


def card(page: Page, exhibit: str) -> Locator:
    """The tabs of an exhibit; their key names page and exhibit."""
    return page.locator(f"[class*='-{exhibit}-tab']")


def open_card(page: Page, exhibit: str, tab: str) -> Locator:
    found = card(page, exhibit)
    found.get_by_role("tab", name=tab, exact=True).click()
    return found.get_by_role("tabpanel", name=tab, exact=True)


def figure(page: Page, exhibit: str) -> Locator:
    return card(page, exhibit).locator(".js-plotly-plot")


def choose(page: Page, key: str, option: str) -> None:
    page.locator(f".st-key-{key}").get_by_role("combobox").click()
    page.get_by_role("option", name=option, exact=True).click()


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def squeezed(text: str) -> str:
    """Text without white space: a figure breaks its lines where it has to."""
    return re.sub(r"\s+", "", text)


def test_deep_link_with_a_filter_on_a_cold_server(open_tab):
    with serving() as address:
        page = open_tab(f"{address}/job_market?job_market_occupation=Photographers")
        shown = figure(page, "job_market_employment")
        expect(shown).to_contain_text("hotographers")
        chosen = page.locator(".st-key-job_market_occupation")
        expect(chosen).to_contain_text("Photographers")
        expect(page.get_by_test_id("stSidebar").get_by_role("link")).to_have_count(6)
        assert query(page) == {"job_market_occupation": ["Photographers"]}


def test_filter_goes_to_the_address_back_leaves_the_page_and_the_menu_restores_it(
    open_tab, address
):
    page = open_tab(f"{address}/exposure")
    menu = page.get_by_test_id("stSidebar")
    menu.get_by_role("link", name="Job market", exact=True).click()
    page.wait_for_url("**/job_market")
    await_figures(page, 9)
    choose(page, "job_market_occupation", "Photographers")
    page.wait_for_url("**/job_market?*")
    assert query(page) == {"job_market_occupation": ["Photographers"]}
    shown = figure(page, "job_market_employment")
    expect(shown).to_contain_text("hotographers")

    page.go_back()
    page.wait_for_url("**/exposure")
    expect(page.get_by_role("heading", level=1)).to_contain_text("AI-exposure")
    assert query(page) == {}

    menu.get_by_role("link", name="Job market", exact=True).click()
    page.wait_for_url("**/job_market?*")
    await_figures(page, 9)
    assert query(page) == {"job_market_occupation": ["Photographers"]}
    expect(shown).to_contain_text("hotographers")


def test_csv_button_gives_the_bytes_of_the_command_line(open_tab, address, warehouse, tmp_path):
    page = open_tab(f"{address}/exposure?exposure_occupation=Photographers")
    panel = open_card(page, "exposure_disagreement", "Download")
    with page.expect_download() as waiting:
        panel.get_by_role("button", name="CSV", exact=True).click()
    saved = waiting.value.path().read_bytes()
    file = tmp_path / "export.csv"
    setting = "occupation=Photographers"
    assert run_command(
        ["export", "exposure_disagreement", "--set", setting, "--to", str(file)]
    ) == 0
    assert saved == file.read_bytes()
    assert saved != to_csv(build_exhibit("exposure_disagreement", warehouse))
    assert waiting.value.suggested_filename.startswith("exposure_disagreement")
    assert waiting.value.suggested_filename.endswith(".csv")


def test_camera_saves_a_png_and_on_demand_an_svg_with_title_and_source(
    open_tab, address, warehouse
):
    page = open_tab(f"{address}/exposure")
    exhibit = build_exhibit("exposure_range", warehouse)
    with page.expect_download() as waiting:
        card(page, "exposure_range").locator(".modebar-btn").click()
    assert waiting.value.suggested_filename.endswith(".png")
    assert waiting.value.path().read_bytes().startswith(PNG_START)

    panel = open_card(page, "exposure_range", "Download")
    panel.get_by_role("radio", name="SVG").click()
    camera = panel.locator(".modebar-btn")
    expect(camera).to_have_attribute("data-title", re.compile("SVG"))
    with page.expect_download() as waiting:
        camera.click()
    assert waiting.value.suggested_filename.endswith(".svg")
    root = ElementTree.parse(waiting.value.path()).getroot()
    assert root.tag == f"{SVG}svg"
    text = "".join(root.itertext())
    assert squeezed(exhibit.title) in squeezed(text)
    assert re.search(r"Sources?: \w", text)


def test_link_of_a_card_opens_the_same_view_for_somebody_else(
    open_tab, address, browser, warehouse
):
    page = open_tab(f"{address}/job_market?job_market_occupation=Photographers")
    panel = open_card(page, "job_market_employment", "Link and citation")
    link = panel.get_by_test_id("stCode").first.inner_text().strip()
    assert link.startswith(f"{address}/job_market?job_market_occupation=Photographers")
    assert link.endswith("#job-market-employment")

    exhibit = build_exhibit("job_market_employment", warehouse, occupation="27-4021")
    assert "hotographers" in exhibit.title
    with browser.new_context() as context:
        other = context.new_page()
        other.goto(link)
        await_figures(other, 9)
        shown = figure(other, "job_market_employment").text_content()
        assert squeezed(exhibit.title) in squeezed(shown)
        expect(other.locator("#job-market-employment")).to_be_in_viewport()


def test_a_newcomer_follows_the_54_percent_to_row_file_and_source(open_tab, address):
    page = open_tab(address)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Worker voice").click()
    page.wait_for_url("**/worker_voice")
    await_figures(page, 5)
    shown = figure(page, "worker_voice_bectu")
    expect(shown).to_contain_text("54%")

    panel = open_card(page, "worker_voice_bectu", "Table")
    grid = panel.get_by_test_id("stDataFrame")
    grid.locator(".dvn-scroller").click(position={"x": 60, "y": 60})
    page.keyboard.press("Control+ArrowRight")
    cell = grid.get_by_role("gridcell", name="bectu_ai_fashion_2025_negative", exact=True)
    expect(cell).to_be_attached()

    panel = open_card(page, "worker_voice_bectu", "How we know")
    expect(panel).to_contain_text("bectu_ai_fashion_2025_livingletterpress")
    source = panel.get_by_role("link", name=re.compile("livingletterpress.com"))
    expect(source).to_have_attribute("href", re.compile("^https://livingletterpress.com/"))
    run = panel.get_by_test_id("stExpander").first
    run.locator("summary").click()
    expect(panel.get_by_text("data/survey_results.csv").first).to_be_visible()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing_serious_behind_the_tabs(open_tab, address, mode):
    page = open_tab(f"{address}/exposure", color_scheme=mode)
    open_card(page, "exposure_disagreement", "Table").get_by_test_id("stDataFrame").wait_for()
    open_card(page, "exposure_range", "How we know").get_by_text("Caveats").wait_for()
    open_card(page, "exposure_pay", "Download").get_by_text("Picture format").wait_for()
    await_figures(page)
    serious = [
        (found["id"], [node["target"] for node in found["nodes"]])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_a_search_that_finds_nothing_leaves_the_page_standing(open_tab, address):
    page = open_tab(f"{address}/human_v_twin")
    search = page.locator(".st-key-human_v_twin_search").get_by_role("textbox")
    search.fill("zzzz <script>alert(1)</script>")
    search.press("Enter")
    shown = figure(page, "human_v_twin_cases")
    expect(shown).to_contain_text("No ")
    assert query(page)["human_v_twin_search"] == ["zzzz <script>alert(1)</script>"]
    assert page.get_by_test_id("stException").count() == 0
