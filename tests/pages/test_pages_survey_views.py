"""Every view of a loaded survey on its page, and the whole form of its design."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from analysis.intake.command import ingest_file
from analysis.intake.visit import Visits
from analysis.surveys.design import Margin, ReplicateWeights, SurveyDesign
from pages.shared import workspace
from pages.shared.survey import hold_survey, survey_of
from pages.shared.visit import Loaded

pytestmark = pytest.mark.usefixtures("own_visit")
SCALE = ("Disagree", "Neither agree nor disagree", "Agree")
VIEWS = {
    "crosstab": "crosstab", "question": "survey_question", "mean": "survey_mean",
    "likert": "survey_likert", "differences": "survey_differences", "waves": "survey_waves"}
COMPARING = ("differences", "waves")


def members() -> str:
    """300 members: a trade, a wave, three statements with missing kinds, days, weights."""
    draw = random.Random(5)
    lines = ["Trade;Region;Wave;Threat;Asked first;Fees fell;Days;Tools;weight;rep1;rep2;rep3"]
    for at in range(300):
        said = [draw.choices((*SCALE, "Refused", "Don't know"), (5, 5, 8, 1, 1))[0]
                for _ in range(3)]
        tools = draw.choice(("Generator", "Generator, Try-on", "Try-on", "Generator"))
        weight = draw.choice((1, 2))
        lines.append(";".join([
            ("Hair", "Styling", "Photo")[at % 3], ("North", "South")[(at // 3) % 2],
            ("Wave 1", "Wave 2")[(at // 6) % 2], *said, str(draw.randrange(40)), tools,
            f"{weight}.5", *(f"{weight * draw.choice((1, 2))}.25" for _ in range(3))]))
    return "\n".join(lines) + "\n"


MEMBERS = members()
COLUMNS = {"Region": "c002", "Wave": "c003", "Threat": "c004", "weight": "c010"}
"""As intake numbers them; the two tools are flags of their own."""
Brought = Callable[[], AppTest]


@pytest.fixture
def taken(open_page, monkeypatch, tmp_path) -> Brought:
    """``taken()``: the page Your data with the survey in use, its release log of this test."""
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))

    def visit() -> AppTest:
        app = open_page("your_data")
        app.file_uploader(key="your_data_survey_file").upload(
            "members.csv", MEMBERS.encode(), "text/csv")
        app.run()
        return app.button(key="your_data_survey_use").click().run()

    return visit


def said(app: AppTest) -> str:
    elements = [*app.markdown, *app.info, *app.warning, *app.error]
    return "\n".join(str(element.value) for element in elements)


def take(app: AppTest, sampling: str) -> AppTest:
    app.selectbox(key="your_data_sampling").select(sampling)
    return app.button(key="your_data_take").click().run()


def view(app: AppTest, name: str) -> AppTest:
    app.segmented_control(key="crosstabs_section").set_value(name)
    return app.run()


def test_each_view_of_a_probability_sample_draws_its_exhibit(taken, drawn):
    app = taken()
    app.selectbox(key="your_data_weight").select(COLUMNS["weight"])
    app = take(app, "probability")
    app.switch_page("pages/crosstabs.py").run()
    for name, exhibit in VIEWS.items():
        view(app, name)
        assert not app.exception, name
        assert list(drawn(app)) == [exhibit]
        labels = {one.label for one in app.get("download_button")}
        assert {"R script", "Stata do-file"} <= labels, name
        keys = [one.key for one in (*app.selectbox, *app.text_input, *app.multiselect)]
        assert all(key.startswith("crosstabs_") for key in keys)
        if name in COMPARING:
            assert "Holm" in said(app)
    assert "**Test.**" in said(view(app, "crosstab"))
    assert "**Letters.**" in said(app)


@pytest.mark.parametrize("sampling", ["self-selected", "unknown"])
def test_a_poll_has_counts_and_shares_and_the_page_says_why(taken, drawn, sampling):
    app = take(taken(), sampling)
    app.switch_page("pages/crosstabs.py").run()
    why = {"self-selected": "chose themselves", "unknown": "is not known"}[sampling]
    for name, exhibit in VIEWS.items():
        view(app, name)
        assert not app.exception
        assert why in said(app)
        refused = name in (*COMPARING, "mean")
        assert list(drawn(app)) == ([] if refused else [exhibit])
        assert not any(one.key == "crosstabs_interval" for one in app.selectbox)
        for title in drawn(app).values():
            assert "95%" not in title
    assert "p = " not in said(app)


def test_a_census_attempt_shows_bounds_and_its_response_rate(taken, drawn):
    app = taken()
    app.number_input(key="your_data_invited").set_value(1000)
    app.number_input(key="your_data_completes").set_value(300)
    app = take(app, "census attempt")
    assert "Response rate: 30.0%" in said(app)
    app.switch_page("pages/crosstabs.py").run()
    view(app, "question")
    assert "of all who were asked, at worst and at best" in drawn(app)["survey_question"]
    view(app, "mean")
    assert list(drawn(app)) == ["survey_mean"]


def test_answers_added_up_and_kinds_of_missing_ones_are_said(taken, drawn):
    app = take(taken(), "probability")
    app.switch_page("pages/crosstabs.py").run()
    view(app, "question")
    threat = COLUMNS["Threat"]
    app.selectbox(key="crosstabs_question").select(threat).run()
    added = next(one for one in app.multiselect if one.key == f"crosstabs_added_{threat}")
    added.set_value(list(SCALE[:2])).run()
    assert not app.exception
    assert drawn(app)["survey_question"].startswith("“Disagree” or “Neither agree nor disagree”: ")
    assert "No valid answer: refused" in said(app)
    assert "don't know" in said(app)
    app.text_input(key="crosstabs_where").input("Trade = Nobody").run()
    assert "is no answer to 'Trade'" in said(app)


def test_raking_is_asked_answer_by_answer_and_its_sum_is_checked(taken):
    app = taken()
    app.selectbox(key="your_data_sampling").select("probability").run()
    region = COLUMNS["Region"]
    app.multiselect(key="your_data_margins").set_value([COLUMNS["Region"]]).run()
    assert "Not filled in yet" in said(app)
    for answer, share in (("North", 70.0), ("South", 20.0)):
        app.number_input(key=f"your_data_margin_share_{region}_{answer}").set_value(share)
    app.run()
    assert "adds up to 90%" in said(app)
    app.button(key="your_data_take").click().run()
    assert "must add up to 1" in said(app)
    app.number_input(key=f"your_data_margin_share_{region}_South").set_value(29.9).run()
    assert "by rounding; taken as 100%" in said(app)
    app.button(key="your_data_take").click().run()
    assert not app.error
    assert "Weights were raked to 1 known margin." in said(app)
    app.switch_page("pages/crosstabs.py").run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 1


def test_margins_that_contradict_each_other_are_named(taken):
    app = taken()
    app.selectbox(key="your_data_sampling").select("probability").run()
    app.multiselect(key="your_data_margins").set_value([COLUMNS["Region"], COLUMNS["Wave"]]).run()
    for name in ("Region", "Wave"):
        app.radio(key=f"your_data_margin_unit_{COLUMNS[name]}").set_value("count")
    app.run()
    for name, answers in (("Region", ("North", "South")), ("Wave", ("Wave 1", "Wave 2"))):
        for answer in answers:
            app.number_input(key=f"your_data_margin_count_{COLUMNS[name]}_{answer}").set_value(
                500.0 if name == "Region" else 400.0)
    app.run()
    assert "These are different numbers of people: Region 1,000, Wave 800" in said(app)
    app.button(key="your_data_take").click().run()
    assert "The margins are of different numbers of people" in said(app)


def test_replicate_weights_are_found_by_how_they_begin(taken):
    app = taken()
    app.selectbox(key="your_data_weight").select(COLUMNS["weight"])
    app.text_input(key="your_data_replicates").input("rep")
    app.selectbox(key="your_data_method").select("fay").run()
    assert "3 columns: rep1 to rep3" in said(app)
    app.number_input(key="your_data_fay").set_value(0.3)
    app = take(app, "probability")
    assert not app.error
    assert app.text_input(key="your_data_replicates").value == "rep"
    app.switch_page("pages/crosstabs.py").run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 1
    app.switch_page("pages/your_data.py").run()
    app.text_input(key="your_data_replicates").input("nothing").run()
    assert "0 columns of numbers fit" in said(app)


def test_another_survey_starts_with_its_own_questions(taken, drawn):
    """Columns, answers and filters that were looked at are of the survey before."""
    app = take(taken(), "probability")
    app.switch_page("pages/crosstabs.py").run()
    app.selectbox(key="crosstabs_rows").select(COLUMNS["Threat"]).run()
    app.text_input(key="crosstabs_where").input("Trade = Hair").run()
    app.switch_page("pages/your_data.py").run()
    other = "Colour;Size;Mood;Shape\n" + "".join(
        f"{'red' if at % 2 else 'blue'};{('S', 'M')[at // 2 % 2]};{at / 7};"
        f"{('round', 'square')[at // 4 % 2]}\n" for at in range(120))
    app.file_uploader(key="your_data_survey_file").upload(
        "other.csv", other.encode(), "text/csv").run()
    app.button(key="your_data_survey_use").click().run()
    assert not app.exception
    app.switch_page("pages/crosstabs.py").run()
    assert not app.exception
    assert "is not known" in said(app)
    assert app.text_input(key="crosstabs_where").value == ""
    assert list(drawn(app)) == ["crosstab"]
    app.switch_page("pages/your_data.py").run()
    app.button(key="your_data_erase").click().run()
    app.switch_page("pages/crosstabs.py").run()
    assert "No survey is loaded" in said(app)


def test_margins_and_replicates_come_back_with_the_workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    (tmp_path / "visits").mkdir()
    (tmp_path / "members.csv").write_text(MEMBERS, encoding="utf-8")
    visits = Visits(tmp_path / "visits")
    first, second = (Loaded(visits.begin()) for _ in range(2))
    folder = first.visit.subfolder()
    report = ingest_file(tmp_path / "members.csv", "survey", to=folder)
    design = SurveyDesign(
        "probability", "weight", margins=(
            Margin("Region", (("North", 0.6), ("South", 0.4)), "share"),),
        replicates=ReplicateWeights(("rep1", "rep2", "rep3"), "fay", fay=0.3), lonely="remove")
    hold_survey(first, folder, report, design=design)
    before = survey_of(first)
    workspace.open_visit(second, io.BytesIO(workspace.save_visit(first, {})))
    after = survey_of(second)
    assert after.survey.design == before.survey.design
    assert after.survey.design.margins[0].targets == (("North", 0.6), ("South", 0.4))
    assert replace(after.survey.design, margins=()) != after.survey.design
    assert "raked" in after.notes[0]
    visits.close()
