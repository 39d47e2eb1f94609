"""The Chart desk without a browser: choose, dress, be warned, take along, come back by link."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.runtime.context import ContextProxy

from analysis.charts.theme import WIDTHS_PX
from analysis.exhibits import build_exhibit, find_spec
from analysis.exhibits.history import load_history
from analysis.exports.dress import Annotation, Dress
from analysis.exports.sizes import PRESETS, fit
from pages.shared.chart_files import frame_px

KEY = "chart_desk_job_market_wages"


@pytest.fixture
def desk(open_page):
    """``desk(**query)``: the page with the wages of models, and these parameters."""
    def visit(**query):
        app = open_page("chart_desk", **{"chart_desk_exhibit": "job_market_wages"} | query)
        assert not app.exception
        return app

    return visit


def preview(app) -> str:
    (frame,) = app.get("iframe")
    return frame.proto.srcdoc


def link(app) -> dict[str, str]:
    """The parameters of the link that is offered."""
    address = next(one.value for one in app.get("code") if "chart_desk_exhibit=" in one.value)
    return {key: value for key, (value,) in parse_qs(urlsplit(address).query).items()}


def warned(app) -> str:
    return " ".join(one.value for one in app.warning)


def test_the_preview_is_the_exporters_own_page_with_the_computed_finding(desk):
    app = desk()
    page = preview(app)
    assert "<title>Half of salaried jobs of models" in page
    assert 'id="png"' in page
    assert "Content-Security-Policy" in page
    assert not app.warning


def test_the_frame_is_as_tall_as_the_layout_that_its_width_gets(warehouse):
    """On a phone rows are taller: a frame of the desktop's height cut off the last of them."""
    exhibit = build_exhibit("worker_voice_losses", warehouse)
    wide, phone = (frame_px(exhibit, None, column=column) for column in ("wide", "narrow"))
    assert phone == round(fit(exhibit, PRESETS["phone"]).figure.layout.height) > wide
    square = frame_px(exhibit, PRESETS["social-square"], column="narrow")
    assert abs(square - WIDTHS_PX["narrow"]) <= 1


def test_every_format_is_offered_and_the_citation_in_four_forms(desk):
    labels = {one.label for one in desk().get("download_button")}
    assert {"CSV", "XLSX", "PARQUET", "JSON", "HTML", "ZIP", "EMBED", "EMBED, linked", "Plain",
            "BibTeX", "CSL-JSON", "RIS"} <= labels


def test_an_edited_title_that_no_longer_matches_is_warned_of_and_shown(desk):
    app = desk()
    app.text_area(key=f"{KEY}_title").input("Half of models earned over $99,000 in 2025").run()
    assert "99,000" in warned(app).replace("\\", "")
    assert "<title>Half of models earned over $99,000" in preview(app)
    assert link(app)["chart_desk_dress"] == json.dumps(
        {"title": "Half of models earned over $99,000 in 2025"}, separators=(",", ":"))


def test_a_title_that_was_not_edited_follows_the_filter(desk):
    app = desk()
    app.selectbox(key=f"{KEY}_dollars").select_index(1).run()
    assert not app.exception
    assert not app.warning
    assert "chart_desk_dress" not in link(app)
    app.text_area(key=f"{KEY}_title").input("Wages of models").run()
    app.selectbox(key=f"{KEY}_dollars").select_index(0).run()
    assert app.text_area(key=f"{KEY}_title").value == "Wages of models"


def test_without_alternative_text_nothing_is_exported_and_a_draft_is_offered(desk):
    app = desk()
    app.text_area(key=f"{KEY}_alt").input("").run()
    assert "alternative text is empty" in warned(app)
    assert not app.get("iframe")
    assert not app.get("download_button")
    app.button(key=f"{KEY}_draft").click().run()
    assert "Half of salaried jobs" in app.text_area(key=f"{KEY}_alt").value
    assert app.get("iframe")


def test_a_link_brings_filters_dress_size_and_theme_back(desk):
    dress = Dress(title="Wages", byline="A Desk", language="de", annotations=(
        Annotation("date", "a break", at="2012"),))
    text = json.dumps(dress.to_json())
    app = desk(chart_desk_dress=text, chart_desk_size="slide", chart_desk_theme="print",
               chart_desk_job_market_wages_dollars="nominal")
    assert "<title>Wages</title>" in preview(app)
    assert "background: #FFFFFF" in preview(app)
    again = link(app)
    assert json.loads(again["chart_desk_dress"]) == dress.to_json()
    assert again["chart_desk_size"] == "slide"
    assert again["chart_desk_theme"] == "print"
    assert again["chart_desk_job_market_wages_dollars"] == "nominal"
    second = desk(**again)
    assert preview(second) == preview(app)


@pytest.mark.parametrize("text", ["{", "[1]", '{"title": 5}', '{"evil": 1}', "[" * 3000])
def test_a_dress_in_the_address_that_is_none_is_one_sentence(text, desk):
    app = desk(chart_desk_dress=text)
    assert "undressed" in warned(app)
    assert "<title>Half of salaried jobs" in preview(app)


def test_a_hostile_dress_stays_text(desk):
    evil = "</title></script><script>alert(1)</script>"
    page = preview(desk(chart_desk_dress=json.dumps({"title": evil, "alt": evil})))
    assert "<script>alert(1)" not in page


def test_a_link_with_older_data_says_what_was_and_what_is(open_page, default_exhibit):
    app = open_page("chart_desk", chart_desk_exhibit="sources_list",
                    chart_desk_data="0bf240e5a529")
    assert not app.exception
    said = warned(app)
    assert "**Was**, with data of 24 Nov 2026: 462 sources" in said
    assert f"**Is now**: {default_exhibit('sources_list').title}" in said
    unknown = open_page("chart_desk", chart_desk_exhibit="sources_list",
                        chart_desk_data="462 sources, honestly")
    assert "does not know" in warned(unknown)
    assert "honestly" not in warned(unknown)


def test_a_finding_that_has_not_moved_says_so(desk):
    assert "0bf240e5a529" in {key[0] for key in load_history()}
    app = desk(chart_desk_data="0bf240e5a529")
    assert "this finding has not" in app.info[0].value


def test_a_chart_too_tall_for_its_size_says_what_would_fit(open_page):
    app = open_page("chart_desk", chart_desk_exhibit="worker_voice_bectu",
                    chart_desk_size="slide")
    assert not app.exception
    assert "too many rows" in warned(app)


def test_a_simulated_chart_keeps_its_word_whatever_the_dress(open_page):
    app = open_page("chart_desk", chart_desk_exhibit="human_v_twin_share", chart_desk_dress=(
        json.dumps({"title": "Twins", "subtitle": "Share of the work"})))
    assert not app.exception
    page = preview(app)
    assert "Simulation" in page
    assert "SIMULATION" in page


def test_links_hold_the_address_that_was_configured(desk, monkeypatch):
    monkeypatch.setenv("DOUBLE_BOOKED_ADDRESS", "https://desk.union.example/")
    addresses = [one.value for one in desk().get("code")]
    assert any(one.startswith("https://desk.union.example/chart_desk?chart_desk_exhibit=")
               for one in addresses)


def test_a_card_leads_to_the_desk_with_its_filters(open_page):
    app = open_page("job_market", job_market_dollars="nominal")
    app.session_state["job_market-job_market_wages-tab"] = "Download"
    app.run()
    assert not app.exception
    door = next(one.proto for one in app.main.get("page_link") if "Chart desk" in one.proto.label)
    assert door.page == "chart_desk"
    query = parse_qs(door.query_string)
    assert query["chart_desk_exhibit"] == ["job_market_wages"]
    assert query["chart_desk_job_market_wages_dollars"] == ["nominal"]


def choose_chart(app, exhibit):
    box = app.selectbox(key="chart_desk_exhibit_chosen")
    question = find_spec(exhibit).question
    box.select_index(next(at for at, one in enumerate(box.options) if one.endswith(question))).run()
    assert not app.exception


def test_words_belong_to_the_chart_they_were_typed_for(desk):
    app = desk()
    app.text_area(key=f"{KEY}_title").input("Wages").run()
    choose_chart(app, "money_hm")
    assert app.text_area(key="chart_desk_money_hm_title").value != "Wages"
    assert "chart_desk_dress" not in link(app)
    choose_chart(app, "job_market_wages")
    assert app.text_area(key=f"{KEY}_title").value == "Wages"
    assert "<title>Wages</title>" in preview(app)


def test_words_and_looks_are_there_again_after_a_look_at_another_page(desk):
    app = desk(chart_desk_dress=json.dumps({"title": "From the link"}))
    app.text_area(key=f"{KEY}_title").input("Wages").run()
    app.text_input(key=f"{KEY}_note").input("A note").run()
    app.selectbox(key="chart_desk_theme_chosen").select_index(1).run()
    app.switch_page("pages/sources.py").run()
    (back,) = (one.proto for one in app.get("page_link") if one.proto.page == "chart_desk")
    app.query_params.clear()
    for key, (value,) in parse_qs(back.query_string).items():
        app.query_params[key] = value
    app.switch_page("pages/chart_desk.py").run()
    assert not app.exception
    assert app.text_area(key=f"{KEY}_title").value == "Wages"
    again = link(app)
    assert json.loads(again["chart_desk_dress"]) == {"title": "Wages", "note": "A note"}
    assert again["chart_desk_theme"] == "dark"


def test_a_second_door_leads_to_the_second_chart(desk):
    app = desk(chart_desk_size="slide")
    app.switch_page("pages/sources.py").run()
    app.query_params.clear()
    app.query_params["chart_desk_exhibit"] = "money_hm"
    app.switch_page("pages/chart_desk.py").run()
    assert not app.exception
    assert link(app)["chart_desk_exhibit"] == "money_hm"


def test_a_note_without_its_place_is_named_and_left_out(desk):
    notes = [{"kind": "date", "text": "a break", "at": "2012"},
             {"kind": "date", "text": "too early", "at": "1812"}]
    app = desk(chart_desk_dress=json.dumps({"annotations": notes}))
    assert "1812" in warned(app)
    assert "a break" in preview(app)
    assert "too early" not in preview(app)


@pytest.fixture
def framed(open_page, monkeypatch):
    """``framed(**query)``: the page as a frame on somebody else's page shows it."""
    monkeypatch.setattr(ContextProxy, "is_embedded", property(lambda self: True))

    def visit(**query):
        app = open_page("chart_desk", **{"chart_desk_exhibit": "job_market_wages"} | query)
        assert not app.exception
        return app

    return visit


def test_a_framed_chart_wears_its_dress_and_stands_alone(framed, default_exhibit):
    app = framed(chart_desk_dress=json.dumps({"title": "Wages"}), chart_desk_theme="dark",
                 chart_desk_job_market_wages_dollars="nominal")
    page = preview(app)
    assert "<title>Wages</title>" in page
    assert "background: #15171C" in page
    assert 'id="png"' not in page
    assert "in dollars of the year" in page or "nominal" in page
    for widget in (app.title, app.selectbox, app.text_area, app.sidebar.get("page_link")):
        assert not widget
    said = " ".join(one.value for one in app.markdown)
    assert all(badge in said for badge in default_exhibit("job_market_wages").standing.badges())
    assert "chart_desk_job_market_wages_dollars=nominal" in said


def test_a_framed_chart_whose_filter_is_none_is_one_sentence(framed):
    app = framed(chart_desk_job_market_wages_dollars="![](http://evil.example/x.png)")
    assert "is not accepted" in warned(app)
    assert "![](" not in warned(app)
    assert not app.get("iframe")


def test_a_framed_chart_that_cannot_wear_its_dress_is_shown_without(framed):
    app = framed(chart_desk_dress=json.dumps({"highlight": ["Nobody"]}))
    assert "cannot be highlighted" in warned(app)
    assert "<title>Half of salaried jobs" in preview(app)
