"""Each page as a first visitor meets it: its questions, its figures, its menu, its keys."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from analysis.exhibits import REGISTRY, find_spec

ROOT = Path(__file__).parents[2]
PAGES = ("home", *sorted(path.stem for path in (ROOT / "pages").glob("*.py")))
APART = {"your_data", "crosstabs", "chart_desk", "briefing"}
"""Pages without cards: of a visitor's own data, and those that dress and gather others' charts."""
CARDS = [page for page in PAGES if page not in APART]
HOME = {
    "worker_voice_bectu", "human_v_twin_uses", "human_v_twin_disclosure", "money_costs",
    "job_market_industries", "law_twin_or_face",
}
BORROWED = {
    "home": HOME, "human_v_twin": {"job_market_employment"},
    "twin_register": {"human_v_twin_disclosure"},
    "pay_and_consent": {"human_v_twin_disclosure", "law_twin_or_face"},
    "crew": {"worker_voice_losses"}, "who_gains": {"twin_register_hm"},
    "simulation": {"human_v_twin_trials"},
}
"""Exhibits a page shows although they belong to another one."""
CONTROLS = (
    "selectbox", "multiselect", "slider", "text_input", "toggle", "checkbox", "radio",
    "number_input",
)


def expected(page: str) -> set[str]:
    own = {spec.id for spec in REGISTRY.values() if spec.page == page}
    return own | BORROWED.get(page, set())


def script(page: str) -> Path:
    return ROOT / ("app.py" if page == "home" else f"pages/{page}.py")


@pytest.mark.parametrize("page", PAGES)
def test_page_shows_every_exhibit_of_its_topic(page, first_visit, drawn):
    app = first_visit(page)
    assert not app.exception
    assert not app.error
    assert not app.warning
    assert set(drawn(app)) == expected(page)
    questions = {element.value for element in app.subheader}
    assert {find_spec(id).question for id in expected(page)} <= questions
    assert all(drawn(app).values())


@pytest.mark.parametrize("page", PAGES)
def test_page_has_one_heading_and_a_question_mark(page, first_visit):
    app = first_visit(page)
    assert len(app.title) == 1
    assert app.title[0].value.endswith("?")


@pytest.mark.parametrize("page", CARDS)
def test_figures_carry_alternative_text_and_keep_their_theme(page, first_visit):
    charts = first_visit(page).get("plotly_chart")
    assert charts
    assert [chart.proto.id for chart in charts if not chart.proto.alt.strip()] == []
    assert [chart.proto.id for chart in charts if chart.proto.theme] == []


@pytest.mark.parametrize("page", PAGES)
def test_keys_of_controls_start_with_the_page(page, first_visit):
    app = first_visit(page)
    keys = [widget.key for kind in CONTROLS for widget in app.get(kind)]
    assert [key for key in keys if not (key or "").startswith(f"{page}_")] == []
    assert len(keys) == len(set(keys))
    assert keys or page in {"home", *APART}


@pytest.mark.parametrize("page", CARDS)
def test_controls_are_bound_to_the_address_bar_and_explained(page, first_visit):
    app = first_visit(page)
    widgets = [widget for kind in CONTROLS for widget in app.get(kind)]
    unbound = [w.key for w in widgets if w.proto.query_param_key != w.key]
    assert unbound == []
    unexplained = [w.key for w in widgets if w.type != "toggle" and not w.proto.help]
    assert unexplained == []


@pytest.mark.parametrize("page", PAGES)
def test_menu_leads_to_every_page_from_every_page(page, first_visit):
    links = first_visit(page).sidebar.get("page_link")
    targets = {link.proto.page or "home" for link in links}
    assert targets == set(PAGES)
    assert len(links) == len(PAGES)


def test_home_has_six_exhibits_three_doors_and_what_nobody_knows(first_visit, drawn):
    app = first_visit("home")
    assert set(drawn(app)) == HOME
    assert len(app.columns) == 3
    doors = [column.get("page_link") for column in app.columns]
    assert [len(links) for links in doors] == [1, 1, 1]
    assert len({links[0].proto.page for links in doors}) == 3
    assert "What nobody knows yet" in [header.value for header in app.header]
    below = [link.proto.page for link in app.main.get("page_link")]
    assert len(below) >= 3 + 3, "an open question names the page to look at"


@pytest.mark.parametrize("page", PAGES)
def test_page_is_short_and_leaves_queries_and_drawing_to_the_library(page):
    text = script(page).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    imported = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported <= {"streamlit", "analysis", "pages"}


@pytest.mark.parametrize("page", CARDS)
def test_every_tab_of_every_card_opens(page, open_page):
    app = open_page(page)
    cards = len(expected(page))
    for tab, shows in (
        ("Table", lambda: len(app.dataframe) >= cards),
        ("How we know", lambda: len(app.code) >= cards),
        ("Download", lambda: len(app.get("download_button")) >= 3 * cards),
        ("Link and citation", lambda: len(app.code) >= 3 * cards),
    ):
        for id in expected(page):
            app.session_state[f"{page}-{id}-tab"] = tab
        app.run()
        assert not app.exception, tab
        assert shows(), tab


def test_the_54_percent_leads_to_its_row_and_its_source(open_page):
    app = open_page("worker_voice")
    app.session_state["worker_voice-worker_voice_bectu-tab"] = "Table"
    table = app.run().dataframe[0].value
    row = table[table["result_id"] == "bectu_ai_fashion_2025_negative"].iloc[0]
    assert row["share"] == pytest.approx(54)
    app.session_state["worker_voice-worker_voice_bectu-tab"] = "How we know"
    words = " ".join(element.value for element in app.run().markdown)
    assert row["source_id"] in words.replace("\\", "")
    assert "`data/survey_results.csv`" in words
