"""A visitor's own survey without a browser: guesses, design, crosstabs, workspace, refusals."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.disclosure import Rules
from analysis.intake.command import ingest_file, look_at_file
from analysis.intake.visit import Visits
from analysis.surveys.codebook import Codebook, Value, Variable
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.design import SurveyDesign
from analysis.surveys.survey import Survey
from pages.shared import workspace
from pages.shared.intake_changes import column_changes, columns_table
from pages.shared.survey import hold_survey, questions_of, sampling_sentence, survey_of
from pages.shared.visit import Loaded, loaded, may_upload

TRADES, WORRIES = ("Hair", "Make-up", "Styling"), ("agree", "disagree")
ROWS = "\n".join(
    ["Full name;Trade;AI threatens my work;Age"]
    + [f"Person Nr{n} Test;{TRADES[n % 3]};{WORRIES[(n // 3) % 2]};{20 + n % 40}"
       for n in range(120)]) + "\n"
Held = Callable[..., AppTest]
pytestmark = pytest.mark.usefixtures("own_visit")


@pytest.fixture
def brought(open_page, monkeypatch, tmp_path) -> Held:
    """``brought(page)``: the page with the survey taken, its release log of this test alone."""
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))

    def visit(content: str = ROWS) -> AppTest:
        app = open_page("your_data")
        app.file_uploader(key="your_data_survey_file").upload(
            "members.csv", content.encode(), "text/csv")
        return app.run()

    return visit


def said(app: AppTest) -> str:
    elements = [*app.markdown, *app.info, *app.warning, *app.error]
    return "\n".join(str(element.value) for element in elements)


def take(app: AppTest) -> AppTest:
    return app.button(key="your_data_survey_use").click().run()


def test_what_was_understood_is_shown_before_anything_is_used(brought):
    app = brought()
    assert not app.exception
    assert len(app.warning) == 1
    assert "**1 column** seems to say who somebody is" in app.warning[0].value
    assert "- **Full name** seems to hold a name, by its header" in app.warning[0].value
    assert "The survey of this visit" not in [one.value for one in app.subheader]
    columns = next(table.value for table in app.dataframe if "kind" in table.value)
    assert dict(zip(columns["column"], columns["kind"], strict=True)) == {
        "Full name": "text", "Trade": "nominal", "AI threatens my work": "nominal",
        "Age": "number"}


def test_taking_it_shows_what_became_of_its_rows(brought):
    app = take(brought())
    assert not app.exception
    assert "The survey of this visit" in [one.value for one in app.subheader]
    assert "**120 rows** met, **120** kept, **0** rejected" in said(app)
    assert "How respondents were found is not known" in said(app)


def test_one_list_names_every_column_that_is_left_out(brought):
    rows = ROWS.replace("Full name;", "Full name;E-mail;Member no;").replace(
        " Test;", " Test;a@example.org;M7;")
    app = brought(rows)
    assert len(app.warning) == 1
    lines = app.warning[0].value.splitlines()
    assert lines[0].startswith("**3 columns** seem to say who somebody is")
    assert lines[3].startswith("- **E-mail** seems to hold an e-mail address")
    assert "only running numbers" in lines[4]


def test_a_change_that_was_not_read_in_keeps_the_file_from_being_used(brought):
    """What was typed is never dropped: the button that reads it in comes first."""
    app = brought()
    missing = next(one for one in app.text_input if one.label == "Texts that mean empty")
    assert app.button(key="your_data_survey_again").disabled
    missing.input("Hair")
    app.button(key="your_data_survey_use").click().run()
    assert "The survey of this visit" not in [one.value for one in app.subheader]
    assert app.button(key="your_data_survey_use").disabled
    assert "**1 change** not read in yet. Press “Read it again so” first" in said(app)
    app.button(key="your_data_survey_again").click().run()
    assert not app.exception
    assert not app.button(key="your_data_survey_use").disabled
    assert "not read in yet" not in said(app)
    take(app)
    trade = survey_of(loaded()).survey.codebook.find("Trade")
    assert [one.code for one in trade.values] == ["Make-up", "Styling"]


def test_what_was_changed_can_be_taken_back(brought):
    app = brought()
    next(one for one in app.selectbox if one.label == "Decimal mark").select(".").run()
    app.button(key="your_data_survey_again").click().run()
    app.button(key="your_data_survey_back").click().run()
    decimal = next(one for one in app.selectbox if one.label == "Decimal mark")
    assert decimal.value == ","
    assert "your_data_survey_back" not in [one.key for one in app.button]


def test_what_is_changed_in_the_table_of_columns_becomes_settings(tmp_path):
    (tmp_path / "members.csv").write_text(ROWS, encoding="utf-8")
    report, _ = look_at_file(tmp_path / "members.csv", "survey", to=tmp_path / "work",
                             settings={"bands:Age": "30|45", "split:Trade": ";"})
    before = columns_table(report)
    assert before["steps"].tolist() == ["", "", "", "30 | 45"]
    assert before["split"].tolist() == ["", "semicolon", "", ""]
    assert column_changes(before, before.copy()) == {}
    after = before.set_index("column")
    after.loc["Age", "steps"] = "30 | 45 | 60"
    after.loc["AI threatens my work", ["kind", "steps"]] = ["ordinal", "disagree | agree"]
    after.loc["Trade", "split"] = None
    changed = column_changes(before, after.reset_index())
    assert changed == {
        "split:Trade": "", "kind:AI threatens my work": "ordinal",
        "order:AI threatens my work": "disagree | agree", "bands:Age": "30 | 45 | 60"}
    again = ingest_file(tmp_path / "members.csv", "survey", to=tmp_path / "taken",
                        settings=changed)
    columns = {one.name: one for one in again.reading.columns}
    assert columns["AI threatens my work"].order == ("disagree", "agree")
    assert columns["Age"].bands == (30.0, 45.0, 60.0)


def test_a_taken_file_folds_into_one_line_that_does_not_name_it(brought):
    app = take(brought())
    folded = [one for one in app.get("expander") if one.label.startswith("Taken")]
    assert [one.label for one in folded] == ["Taken: 120 rows, 0 rejected · Change"]
    assert "members.csv" not in said(app)
    app.file_uploader(key="your_data_survey_file").upload(
        "other.csv", ROWS.replace("Hair", "Nails").encode(), "text/csv").run()
    assert not app.exception
    assert not [one for one in app.get("expander") if one.label.startswith("Taken")]
    assert not app.button(key="your_data_survey_use").disabled


def test_the_first_rejects_are_shown_and_the_rest_counted(brought, tmp_path):
    app = take(brought(ROWS + "short;row\n" * 130))
    assert "**250 rows** met, **120** kept, **130** rejected" in said(app)
    assert "The first 100 of 130 rejected lines, for your eyes only" in [
        one.label for one in app.get("expander")]
    assert "**130** times a whole row: the row has 2 cells, the header 4 (row left" in said(app)
    assert "30 lines more: the file below has them" in said(app)
    shown = next(one.value for one in app.dataframe if "Effect" in one.value)
    assert len(shown) == 100
    assert shown["Line"].tolist()[:2] == ["122", "123"]


def test_a_crosstab_of_what_was_taken(brought):
    app = take(brought())
    app.switch_page("pages/crosstabs.py").run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 1
    assert "Person Nr" not in str(app.get("plotly_chart")[0].proto.spec)
    keys = [one.key for one in (*app.selectbox, *app.text_input, *app.multiselect)]
    assert all(key.startswith("crosstabs_") for key in keys)
    assert not any(widget.proto.query_param_key for widget in app.selectbox)
    app.text_input(key="crosstabs_where").input("Age >= thirty").run()
    assert "holds numbers" in said(app)
    app.text_input(key="crosstabs_where").input('Trade = Hair and Age < 22').run()
    assert not app.exception


def test_a_crosstab_goes_into_the_brief_as_it_was_released_and_is_erased_with_the_rest(brought):
    app = take(brought())
    app.switch_page("pages/crosstabs.py").run()
    next(one for one in app.button if one.label == "Add to brief").click().run()
    assert not app.exception
    app.switch_page("pages/briefing.py").run()
    assert not app.exception
    assert not app.warning
    (frame,) = app.get("iframe")
    assert "released aggregates of the author&#x27;s own" in frame.proto.srcdoc
    assert "AI threatens my work" in frame.proto.srcdoc
    assert "Person Nr" not in frame.proto.srcdoc
    assert "Person Nr" not in str(app.session_state["brief"])
    app.switch_page("pages/your_data.py").run()
    app.button(key="your_data_erase").click().run()
    app.switch_page("pages/briefing.py").run()
    assert not app.get("iframe")
    assert "Nothing in the brief yet" in app.info[0].value


def test_a_design_that_does_not_fit_is_one_sentence(brought):
    app = take(brought())
    app.selectbox(key="your_data_sampling").select("probability")
    app.selectbox(key="your_data_weight").select("c003")
    submit = next(one for one in app.button if one.label == "Take this design")
    submit.click().run()
    assert not app.exception
    assert "Everybody had a known chance" in said(app)


def test_a_workspace_comes_back_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    (tmp_path / "visits").mkdir()
    (tmp_path / "members.csv").write_text(ROWS, encoding="utf-8")
    visits = Visits(tmp_path / "visits")
    first, second = (Loaded(visits.begin()) for _ in range(2))
    folder = first.visit.subfolder()
    report = ingest_file(tmp_path / "members.csv", "survey", to=folder)
    design = SurveyDesign("census", invited=400, completes=120)
    first.parts["rules"] = Rules(minimum=15, width=15)
    hold_survey(first, folder, report, design=design)
    before = survey_of(first)
    workspace.open_visit(second, io.BytesIO(workspace.save_visit(first, {})))
    after = survey_of(second)
    assert after.survey.content_hash == before.survey.content_hash
    assert after.survey.design == before.survey.design
    assert after.rules == before.rules
    assert after.report.reading == before.report.reading
    assert after.report.notes == ("Opened from a workspace.", *before.report.notes)
    first.erase()
    assert not first.visit.folder.exists()
    assert after.gate.release(CrosstabRequest("c001", "c002"), rules=after.rules).released.cells
    visits.close()


def test_a_file_that_is_no_survey_is_one_sentence(brought):
    app = brought("%PDF-1.7\n")
    assert not app.exception
    assert len(app.error) == 1
    assert "PDF" in app.error[0].value


@pytest.mark.parametrize(("headers", "address", "signed_in", "allowed"), [
    ({"host": "localhost:8501"}, "localhost", False, True),
    ({"host": "127.0.0.1:8501"}, "127.0.0.1", False, True),
    ({"host": "[::1]:8501"}, "::1", False, True),
    ({"host": "desk.union.example"}, "localhost", False, False),
    ({"host": "localhost:8501"}, "0.0.0.0", False, False),
    ({"host": "localhost:8501", "x-forwarded-for": "10.0.0.1"}, "localhost", False, False),
    ({"host": "localhost:8501", "via": "proxy"}, "localhost", False, False),
    ({}, "localhost", False, False),
    ({"host": "desk.union.example"}, "0.0.0.0", True, True),
])
def test_data_may_be_brought_where_only_this_machine_can_come(
    headers, address, signed_in, allowed, monkeypatch
):
    monkeypatch.delenv("DOUBLE_BOOKED_UPLOADS", raising=False)
    assert may_upload(headers, address=address, signed_in=signed_in) is allowed


def test_an_operator_may_turn_uploads_on(monkeypatch):
    monkeypatch.setenv("DOUBLE_BOOKED_UPLOADS", "on")
    assert may_upload({}, address="0.0.0.0", signed_in=False)


def test_where_uploads_are_off_nothing_can_be_brought(open_page, monkeypatch):
    monkeypatch.delenv("DOUBLE_BOOKED_UPLOADS")
    app = open_page("your_data")
    assert "switched off" in app.warning[0].value
    assert not app.get("file_uploader")
    assert not app.button


def test_templates_are_offered(open_page):
    labels = {one.label for one in open_page("your_data").get("download_button")}
    assert {"Template of a member survey (.csv)", "Template of a member survey (.xlsx)",
            "Templates of a ledger (.zip)"} <= labels


def test_a_folder_named_at_the_start_is_offered_and_left_as_it_lies(open_page, monkeypatch,
                                                                    tmp_path):
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    lying = tmp_path / "large"
    lying.mkdir()
    (lying / "members.csv").write_text(ROWS, encoding="utf-8")
    (lying / "notes.docx").write_bytes(b"")
    monkeypatch.setattr("sys.argv", ["app.py", "--folder", str(lying)])
    app = open_page("your_data")
    box = app.selectbox(key="your_data_survey_lying")
    assert box.options == ["none", "members.csv"]
    box.select("members.csv").run()
    app = take(app)
    assert "**120 rows** met" in said(app)
    app.selectbox(key="your_data_survey_lying").select("").run()
    assert (lying / "members.csv").is_file()
    app.button(key="your_data_erase").click().run()
    assert (lying / "members.csv").is_file()


def test_erasing_leaves_no_file_neither_in_the_folder_nor_in_the_uploader(brought):
    app = take(brought())
    folder = loaded().visit.folder
    assert list(folder.rglob("*.parquet"))
    app.button(key="your_data_erase").click().run()
    assert not app.exception
    assert app.file_uploader[0].value is None
    assert "Erased: nothing" in app.success[0].value
    assert not [path for path in folder.parent.rglob("*")
                if path.is_file() and path.name != "lock"]
    app.run()
    assert not [path for path in folder.parent.rglob("*")
                if path.is_file() and path.name != "lock"]


def test_without_a_named_folder_nothing_of_the_kind_is_shown(open_page):
    assert "your_data_survey_lying" not in [one.key for one in open_page("your_data").selectbox]


def test_a_census_says_what_its_bounds_still_need() -> None:
    bare = SurveyDesign("census attempt")
    assert "no bounds yet" in sampling_sentence(bare)
    known = replace(bare, invited=200, completes=50)
    assert "no bounds yet" not in sampling_sentence(known)
    assert "Response rate: 25.0% of those asked." in sampling_sentence(known)
    assert "bounds" not in sampling_sentence(SurveyDesign("self-selected"))


def test_a_page_does_not_open_on_forty_branches() -> None:
    """It would open on a table in which every cell is withheld."""
    def asked(column: str, name: str, answers: int) -> Variable:
        return Variable(column, name, name, "nominal", tuple(
            Value(f"{one}", f"{one}") for one in range(answers)))

    book = Codebook((asked("c001", "branch", 40), asked("c002", "trade", 4),
                     asked("c003", "lost", 2)), rows=90)
    survey = Survey(Path(), book, SurveyDesign(), "hash")
    assert list(questions_of(survey).values()) == ["trade", "lost", "branch"]
    drawn = replace(survey, design=SurveyDesign("probability", strata="c002"))
    assert list(questions_of(drawn).values()) == ["lost", "branch", "trade"]
