"""What a visitor sees when something fails: one line, never a traceback, SQL or a path."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st

from analysis.errors import DataError, PackageError, QueryLimitError
from analysis.exhibits import REGISTRY
from analysis.warehouse import Warehouse

ROOT = Path(__file__).parents[2]
PAGES = ("home", *sorted(path.stem for path in (ROOT / "pages").glob("*.py")))
APART = {"your_data", "crosstabs", "chart_desk", "briefing"}
"""Pages that ask the warehouse nothing until somebody brings something."""
LINE = "Query took longer than 10 seconds and was stopped. Narrow the filters."


def shown(app) -> str:
    elements = [*app.error, *app.warning, *app.markdown, *app.caption, *app.code, *app.title]
    return "\n".join(str(element.value) for element in elements)


@pytest.fixture
def failing(monkeypatch):
    """``failing(*names)``: the named queries fail, or all but the sources."""
    fetch = Warehouse.fetch

    def fail(*names: str) -> None:
        def broken(self, name, **parameters):
            if name in names or (not names and name != "sources"):
                raise QueryLimitError(LINE)
            return fetch(self, name, **parameters)

        monkeypatch.setattr(Warehouse, "fetch", broken)

    return fail


@pytest.mark.parametrize("page", [page for page in PAGES if page not in APART])
def test_failing_queries_show_lines_and_no_figure(page, open_page, failing, drawn):
    failing()
    app = open_page(page)
    assert not app.exception
    assert drawn(app) == {}
    assert {element.value for element in (*app.warning, *app.error)} == {LINE}
    text = shown(app).lower()
    assert [one for one in (str(ROOT), "traceback", "select ", "duckdb") if one in text] == []


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("home", "unknowns"), ("worker_voice", "worker_voice_surveys"),
        ("worker_voice", "survey_years"), ("worker_voice", "options_trade"),
        ("job_market", "projection_factors"), ("job_market", "options_occupation"),
        ("exposure", "exposure_pay"), ("human_v_twin", "human_v_twin_uses"),
        ("human_v_twin", "options_event_kind"), ("sources", "sources_list"),
    ],
)
def test_one_failing_query_takes_one_line(page, query, open_page, failing):
    failing(query)
    app = open_page(page)
    assert not app.exception
    assert LINE in [element.value for element in (*app.warning, *app.error)]


def test_one_failing_exhibit_leaves_the_others_standing(open_page, drawn, monkeypatch):
    spec = REGISTRY["exposure_range"]

    def broken(warehouse, **settings):
        raise QueryLimitError(LINE)

    monkeypatch.setitem(
        REGISTRY, "exposure_range",
        type(spec)(spec.id, spec.question, spec.page, spec.controls, broken),
    )
    app = open_page("exposure")
    assert not app.exception
    assert [element.value for element in app.warning] == [LINE]
    assert set(drawn(app)) == {"exposure_disagreement", "exposure_pay"}
    assert spec.question in [element.value for element in app.subheader]


@pytest.mark.parametrize(
    "error",
    [
        DataError(file="survey_results.csv", row=7, column="share", value="1.4",
                  rule="between 0 and 1"),
        PackageError("data/datapackage.json is missing."),
    ],
    ids=("data", "package"),
)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("fresh_cache")
def test_bad_data_show_one_line_on_every_page_and_nothing_else(
    page, error, open_page, drawn, monkeypatch
):
    from pages.shared import layout

    def broken(*arguments, **settings):
        raise error

    monkeypatch.setattr(layout, "open_warehouse", broken)
    app = open_page(page)
    assert not app.exception
    assert [element.value for element in app.error] == [str(error)]
    assert drawn(app) == {}
    rest = [
        *app.title, *app.header, *app.subheader, *app.warning, *app.dataframe,
        *app.main.markdown, *app.selectbox, *app.text_input, *app.slider,
    ]
    assert rest == []
    assert {link.proto.page or "home" for link in app.sidebar.get("page_link")} == set(PAGES)


@pytest.mark.usefixtures("fresh_cache")
def test_data_going_bad_while_serving_are_seen_at_once(open_page, monkeypatch):
    from pages.shared import layout

    app = open_page("exposure")
    assert not app.error
    error = DataError(file="cpi.csv", row=3, column="index", value="x", rule="a number")

    def broken(*arguments, **settings):
        raise error

    fingerprint = layout._fingerprint
    monkeypatch.setattr(layout, "open_warehouse", broken)
    monkeypatch.setattr(layout, "_fingerprint", lambda: (*fingerprint(), ("cpi.csv", 0, 0)))
    app.run()
    assert [element.value for element in app.error] == [str(error)]
    assert not app.get("plotly_chart")


def test_streamlit_shows_no_error_details():
    assert st.config.get_option("client.showErrorDetails") == "none"
