"""The page Briefing without a browser: gather, order, write, see, take along, come back."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import docx
import pytest

from analysis.briefs.brief import Brief, Entry, Passage, load_brief, read_brief
from analysis.catalog.package import DATA_DIRECTORY
from pages.shared import brief_files, brief_state, visit
from pages.shared.brief_state import KEY

JOBS = Entry("job_market_employment", "jobs")
START = Brief(title="Jobs", parts=(Passage("{jobs.title}."), JOBS, Entry("law_next", "next")))


@pytest.fixture
def desk(open_page):
    """``desk(brief)``: the page with a brief under way."""
    def visit_page(brief: Brief = START):
        app = open_page("worker_voice")
        app.session_state[KEY] = {"brief": brief.to_json(), "opened": 0,
                                  "numbers": list(range(len(brief.parts)))}
        app.switch_page("pages/briefing.py").run()
        assert not app.exception
        return app

    return visit_page


def brief_in(app) -> Brief:
    return read_brief(json.dumps(app.session_state[KEY]["brief"]).encode())


def preview(app) -> str:
    (frame,) = app.get("iframe")
    return frame.proto.srcdoc


def names(app) -> list[str]:
    return [one.name if isinstance(one, Entry) else "words" for one in brief_in(app).parts]


def test_a_card_adds_its_exhibit_with_its_filters_and_leads_to_the_brief(open_page):
    app = open_page("job_market", job_market_dollars="nominal")
    app.button(key="job_market-job_market_wages-brief").click().run()
    app.button(key="job_market-job_market_wages-brief").click().run()
    assert not app.exception
    assert brief_in(app).entries == (
        Entry("job_market_wages", "job_market_wages", {"dollars": "nominal"}),
        Entry("job_market_wages", "job_market_wages_2", {"dollars": "nominal"}))
    door = [one.proto for one in app.main.get("page_link") if one.proto.page == "briefing"]
    assert "In the brief (2)" in door[0].label
    app.switch_page("pages/briefing.py").run()
    assert not app.exception
    assert preview(app).count("<figure id=") == 2


def test_parts_move_up_and_down_and_keep_their_words(desk):
    app = desk()
    assert names(app) == ["words", "jobs", "next"]
    app.button(key="briefing_down_0_0").click().run()
    assert names(app) == ["jobs", "words", "next"]
    assert app.text_area(key="briefing_words_0_0").value == "{jobs.title}."
    app.button(key="briefing_up_0_2").click().run()
    assert names(app) == ["jobs", "next", "words"]
    assert app.button(key="briefing_up_0_1").disabled
    app.button(key="briefing_out_0_1").click().run()
    assert names(app) == ["next", "words"]
    assert "no exhibit of this brief is called “jobs”" in app.warning[0].value


def test_words_with_a_reference_are_filled_in_and_one_to_nothing_is_one_sentence(desk):
    app = desk()
    area = app.text_area(key="briefing_words_0_0")
    area.input("So: {jobs.employed_persons[year=2025]} jobs, <script>alert(1)</script>.").run()
    assert not app.warning
    assert ">3,780</a> jobs, &lt;script&gt;alert(1)" in preview(app)
    app.text_area(key="briefing_words_0_0").input("{jobs.titel}").run()
    assert len(app.warning) == 1
    assert "has no “titel”. It has: title, subtitle" in app.warning[0].value
    assert not app.get("iframe")
    (kept,) = app.get("download_button")
    assert kept.label == "Save the brief", "what was written is not lost for a wrong reference"


def test_a_typed_number_is_pointed_out(desk):
    app = desk()
    app.text_area(key="briefing_words_0_0").input("Some 4,000 jobs").run()
    assert any("“4,000” is typed" in one.value for one in app.caption)


def test_a_name_changes_and_a_bad_one_is_said(desk):
    app = desk()
    app.text_input(key="briefing_name_0_2").input("coming").run()
    assert names(app) == ["words", "jobs", "coming"]
    app.text_input(key="briefing_name_0_2").input("jobs").run()
    assert "once in a brief" in app.warning[0].value
    assert names(app) == ["words", "jobs", "coming"]


def test_words_follow_a_name_also_among_frozen_numbers(desk):
    app = desk(replace(START, title="Of {jobs.year[last]}"))
    app.button(key="briefing_freeze").click().run()
    app.text_area(key="briefing_words_0_0").input("{jobs.title} {{jobs.title}} {next.title}")
    app.text_input(key="briefing_name_0_1").input("work").run()
    assert names(app) == ["words", "work", "next"]
    said = app.text_area(key="briefing_words_0_0").value
    assert said == "{work.title} {{jobs.title}} {next.title}"
    assert app.text_input(key="briefing_title_0").value == "Of {work.year[last]}"
    assert not app.warning
    assert "frozen on" in preview(app)


def test_a_frozen_brief_with_one_more_exhibit_can_be_saved_and_set_going(desk):
    app = desk()
    app.button(key="briefing_freeze").click().run()
    app.button(key="briefing_add_exhibit").click().run()
    assert "is frozen without the exhibit" in app.warning[0].value
    assert [one.label for one in app.get("download_button")] == ["Save the brief"]
    app.button(key="briefing_unfreeze").click().run()
    assert not app.warning
    assert preview(app).count("<figure id=") == 3


def test_the_template_changes_the_preview_and_words_can_be_added(desk):
    app = desk()
    app.selectbox(key="briefing_template_0").select("committee").run()
    assert '<span class="number">1.</span>' in preview(app)
    app.button(key="briefing_add_words").click().run()
    app.text_area(key="briefing_words_0_3").input("# More\n\nLast words").run()
    assert '<span class="number">2.</span> Last words' in preview(app)
    app.button(key="briefing_below_0_0").click().run()
    assert names(app) == ["words", "words", "jobs", "next", "words"]
    app.selectbox(key="briefing_exhibit").select("law_matrix").run()
    app.button(key="briefing_add_exhibit").click().run()
    assert names(app)[-1] == "law_matrix"


def test_every_format_is_offered_and_made_from_the_numbers_shown(desk):
    app = desk()
    labels = [one.label for one in app.get("download_button")]
    assert labels == ["PPTX", "DOCX", "PDF", "HTML", "Save the brief"]
    edition = brief_files.edition_of(brief_in(app), brief_files_warehouse())
    content = brief_files.make_document(brief_in(app), edition, ".docx", day="2026-11-28")
    said = [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]
    assert any(edition.shown[0].title in one for one in said)


def brief_files_warehouse():
    from pages.shared import layout

    return layout._warehouse(layout._fingerprint())


def test_frozen_numbers_are_kept_and_said_and_can_be_given_up(desk):
    app = desk()
    app.button(key="briefing_freeze").click().run()
    assert not app.exception
    kept = brief_in(app)
    assert kept.frozen is not None
    assert any(one.value.startswith("Frozen on ") for one in app.markdown)
    assert "frozen on" in preview(app)
    app.button(key="briefing_unfreeze").click().run()
    assert brief_in(app).frozen is None
    assert "frozen on" not in preview(app)


def test_the_example_opens_and_a_file_that_is_none_is_one_sentence(open_page):
    app = open_page("briefing")
    assert "Nothing in the brief yet" in app.info[0].value
    app.file_uploader(key="briefing_file_0").set_value(
        ("x.json", b'{"format": "nothing"}', "application/json")).run()
    assert "but no brief" in app.warning[0].value
    saved = json.dumps(replaced(START)).encode()
    app.file_uploader(key="briefing_file_0").set_value(
        ("x.json", saved, "application/json")).run()
    assert not app.exception
    assert brief_in(app).title == "Kept"
    assert names(app) == ["words", "jobs", "next"]


def replaced(brief: Brief) -> dict:
    return brief.to_json() | {"title": "Kept"}


def test_the_example_of_the_page_is_the_one_in_the_repository():
    assert load_brief(brief_files.EXAMPLE) == load_brief(DATA_DIRECTORY / "briefs/example.json")


def test_without_chrome_the_page_says_what_needs_it(desk, monkeypatch):
    monkeypatch.setattr(brief_files, "missing_chrome", lambda: "None was found.")
    assert any(one.value.startswith("None was found.") for one in desk().caption)


def test_erasing_a_visit_takes_its_own_exhibits_out_of_the_brief(monkeypatch):
    held = Brief(parts=(Passage("x"), Entry("crew_days", "mine", own=True), JOBS), frozen={"a": 1})
    state = {KEY: {"brief": held.to_json(), "numbers": [4, 5, 6], "opened": 0}}
    monkeypatch.setattr(brief_state.st, "session_state", state)
    visit.forget_own()
    assert state[KEY]["numbers"] == [4, 6]
    assert state[KEY]["brief"]["frozen"] is None
    assert [one.get("exhibit") for one in state[KEY]["brief"]["parts"]] == [None, JOBS.id]
