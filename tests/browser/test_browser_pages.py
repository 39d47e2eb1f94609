"""Each page in a real browser: desktop and phone, light and dark.

One visit a page, size and mode is recorded once; the tests read the records. On the desktop in
light mode each page is opened by its address, otherwise through the menu as a visitor would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from acting import bring, follow_menu
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from serving import ROOT, await_figures, serving

from analysis.briefs.brief import Brief, Entry, Passage
from analysis.charts.theme import TITLE_PX
from analysis.exhibits import REGISTRY
from pages.shared.layout import MENU

NewPage = Callable[..., Page]
NAMES = {
    path.removeprefix("pages/").removesuffix(".py").replace("app", "home"): label
    for group in MENU.values() for path, label in group.items()
}
FRAMED = {"chart_desk": 1, "briefing": 1}
"""Pages whose figures stand in a frame, and how many frames there are."""
BRIEF = Brief(title="What comes next", parts=(
    Passage("# Next\n\n{next.title}, <b>and</b> **more**."), Entry("law_next", "next"),
    Entry("job_market_employment", "jobs")))
"""What a visitor brings to the page Briefing, whose preview would be empty without it."""
SIZES = {"desktop": {"width": 1360, "height": 900}, "phone": {"width": 390, "height": 844}}
DRAWN_FOR = {"desktop": "wide", "phone": "narrow"}
PAPER = {"light": "rgb(251, 250, 247)", "dark": "rgb(21, 23, 28)"}
INK = {"light": "rgb(29, 29, 27)", "dark": "rgb(237, 235, 230)"}
ACROSS = [("desktop", "light"), ("phone", "dark")]
"""Each size and each mode once: the size decides the layout, the mode the colours."""
EVERY = [(name, *across) for across in ACROSS for name in NAMES]
PROBE = re.compile(r"http://localhost:\d+/[a-z_]+/_stcore/(health|host-config)")
"""What Streamlit's own client asks for on a deep link, to find the server's root."""
TWO_PRICES = "MathJax is not loaded"
"""Plotly takes “$20 to $150” for a formula, finds no MathJax, and prints the text as it is."""
FRAME_FEATURES = re.compile(
    r"warning: (Unrecognized feature: '(ambient-light-sensor|battery|document-domain|"
    r"layout-animations|legacy-image-formats|oversized-images|vr|wake-lock)'\."
    r"|An iframe which has both allow-scripts and allow-same-origin for its sandbox attribute can "
    r"escape its sandboxing\.) ")
"""What Chromium says of Streamlit's frames: features it does not know, and a sandbox that is none
for pages of the same origin."""
LOOK = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  const seen = element => { const box = element.getBoundingClientRect();
    return box.width + box.height > 0; };
  const charts = [...document.querySelectorAll("[data-testid=stPlotlyChart]")];
  const frames = [...document.querySelectorAll("[data-testid=stIFrame]")].map(
    frame => frame.contentDocument);
  const figures = [...charts, ...frames.flatMap(
    inside => [...inside.querySelectorAll("#figure, main > figure")])];
  return {
    frames: frames.length,
    cards: document.querySelectorAll("[data-testid=stTabs]:not(.st-key-chart_desk_parts)").length,
    charts: charts.length,
    blank: figures.filter(chart => ![...chart.querySelectorAll(".trace path")].some(seen)).length,
    exceptions: document.querySelectorAll("[data-testid=stException]").length,
    overflow: Math.max(document.documentElement.scrollWidth - window.innerWidth,
      main.scrollWidth - main.clientWidth, ...frames.flatMap(inside => [
        inside.documentElement.scrollWidth - inside.defaultView.innerWidth,
        inside.querySelector("#figure")
          ? inside.documentElement.scrollHeight - inside.defaultView.innerHeight : 0])),
    cut: figures.flatMap(chart => {
      const frame = chart.querySelector(".main-svg, svg").getBoundingClientRect();
      return [...chart.querySelectorAll("svg text")].filter(text => {
        const box = text.getBoundingClientRect();
        return box.width && (box.left < frame.left - 2 || box.right > frame.right + 2
          || box.top < frame.top - 2 || box.bottom > frame.bottom + 2);
      }).map(text => text.textContent);
    }),
    paper: getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor,
    ink: getComputedStyle(document.querySelector("h1")).color,
    papers: [...new Set(charts.map(chart =>
      getComputedStyle(chart.querySelector(".main-svg")).backgroundColor))],
  };
}"""


@dataclass
class Visit:
    """What was seen and heard on one page."""

    look: dict = field(default_factory=dict)
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    violations: list[dict] = field(default_factory=list)


def expected(name: str) -> int:
    """How many exhibits a page shows at least."""
    return 6 if name == "home" else sum(spec.page == name for spec in REGISTRY.values())


@pytest.fixture(scope="module")
def visit(new_page: NewPage, address: str) -> Callable[[str, str, str], Visit]:
    """``visit(name, size, mode)``: the record of that visit."""
    walks: dict[tuple[str, str], dict[str, Visit]] = {}

    def read(name: str, size: str, mode: str) -> Visit:
        if (size, mode) not in walks:
            walks[size, mode] = {}
            walks[size, mode].update(walk(new_page, address, size, mode))
        assert name in walks[size, mode], "the walk through the pages broke off before this one"
        return walks[size, mode][name]

    return read


def walk(new_page: NewPage, address: str, size: str, mode: str) -> Iterator[tuple[str, Visit]]:
    """Visit all pages in one tab and record each."""
    page, heard = new_page(**SIZES[size], mode=mode), [Visit()]
    page.on("console", lambda line: heard[-1].console.append(
        f"{line.type}: {line.text} {line.location.get('url', '')}"))
    page.on("pageerror", lambda error: heard[-1].console.append(f"error: {error}"))
    page.on("request", lambda request: heard[-1].requests.append(request.url))
    page.on("websocket", lambda socket: heard[-1].requests.append(socket.url))
    for name in NAMES:
        heard.append(Visit())
        if name == "home" or (size, mode) == ("desktop", "light"):
            page.goto(f"{address}/{'' if name == 'home' else name}")
        else:
            follow_menu(page, NAMES[name], name)
        if name == "briefing":
            bring(page, BRIEF)
        await_figures(page, expected(name), TITLE_PX[DRAWN_FOR[size]], whole=True,
                      frames=FRAMED.get(name, 0))
        close_menu(page, size)
        heard[-1].look = page.evaluate(LOOK)
        heard[-1].violations = [found for frame in page.frames
                                for found in Axe().run(frame).response["violations"]]
        yield name, heard[-1]
    page.close()


def close_menu(page: Page, size: str) -> None:
    closer = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if size == "phone" and closer.is_visible():
        closer.click()
        page.get_by_test_id("stExpandSidebarButton").wait_for()


@pytest.mark.parametrize(("name", "size", "mode"), EVERY)
def test_page_draws_all_its_figures(visit, name, size, mode):
    look = visit(name, size, mode).look
    assert look["exceptions"] == 0
    assert look["charts"] == look["cards"] >= expected(name)
    assert look["frames"] == FRAMED.get(name, 0)
    assert look["blank"] == 0


@pytest.mark.parametrize(("name", "size", "mode"), EVERY)
def test_page_has_the_colours_of_the_desk(visit, name, size, mode):
    look = visit(name, size, mode).look
    assert look["paper"] == PAPER[mode]
    assert look["ink"] == INK[mode]
    assert look["papers"] == [PAPER[mode]] or not look["charts"]


@pytest.mark.parametrize(("name", "size", "mode"), EVERY)
def test_nothing_sticks_out_and_no_text_of_a_figure_is_cut_off(visit, name, size, mode):
    look = visit(name, size, mode).look
    assert look["overflow"] <= 0
    assert look["cut"] == []


@pytest.mark.parametrize(("name", "size", "mode"), EVERY)
def test_console_is_clean(visit, name, size, mode):
    lines = [
        line for line in visit(name, size, mode).console
        if not ("404 (Not Found)" in line and PROBE.fullmatch(line.split()[-1]))
        and TWO_PRICES not in line and not (name in FRAMED and FRAME_FEATURES.match(line))
    ]
    assert lines == []


@pytest.mark.parametrize(("name", "size", "mode"), EVERY)
def test_no_request_leaves_this_machine(visit, name, size, mode):
    away = [
        url for url in visit(name, size, mode).requests
        if urlsplit(url).scheme not in ("data", "blob")
        and urlsplit(url).hostname not in ("localhost", "127.0.0.1")
    ]
    assert away == []


def test_requests_are_recorded_at_all(visit):
    assert any(url.startswith("ws://") for url in visit("home", "desktop", "light").requests)


@pytest.mark.parametrize(("name", "size", "mode"), EVERY)
def test_axe_finds_nothing_serious(visit, name, size, mode):
    serious = [
        (found["id"], [node["target"] for node in found["nodes"]])
        for found in visit(name, size, mode).violations
        if found["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize(("width", "size"), [(820, "narrow"), (1180, "medium")])
def test_texts_of_figures_fit_the_column_and_not_the_window(browser, address, width, size):
    """In a context of its own: a menu closed on a phone would stay closed and widen the column."""
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{address}/exposure")
        await_figures(page, expected("exposure"), TITLE_PX[size])
        look = page.evaluate(LOOK)
    assert look["cut"] == []
    assert look["overflow"] <= 0


def test_plotly_is_fetched_before_a_figure_needs_it(browser, tmp_path):
    """A page with the probe and no figure: only the probe can have asked for the file."""
    script = tmp_path / "no_figure.py"
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from pages.shared.viewport import read_size\nread_size()\n", encoding="utf-8",
    )
    with serving(script) as address, browser.new_context() as context:
        page = context.new_page()
        with page.expect_response(re.compile(r"/static/js/PlotlyChart\.[^/]+\.js$")) as response:
            page.goto(address)
        assert response.value.ok
