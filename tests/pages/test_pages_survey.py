"""A visitor's own survey without a browser: guesses, design, crosstabs, workspace, refusals."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analysis.disclosure import Rules
from analysis.intake.command import ingest_file
from analysis.intake.visit import Visits
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.design import SurveyDesign
from pages.shared import visit, workspace
from pages.shared.survey import hold_survey, survey_of
from pages.shared.visit import Loaded, may_upload

TRADES, WORRIES = ("Hair", "Make-up", "Styling"), ("agree", "disagree")
ROWS = "\n".join(
    ["Full name;Trade;AI threatens my work;Age"]
    + [f"Person Nr{n} Test;{TRADES[n % 3]};{WORRIES[(n // 3) % 2]};{20 + n % 40}"
       for n in range(120)]) + "\n"
Held = Callable[..., AppTest]


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
    assert "seems to hold a name" in said(app)
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


def test_a_design_that_does_not_fit_is_one_sentence(brought):
    app = take(brought())
    app.selectbox(key="your_data_sampling").select("probability")
    app.selectbox(key="your_data_weight").select("c004")
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
    hold_survey(first, folder, report, design=design, rules=first.parts["rules"])
    before = survey_of(first)
    workspace.open_visit(second, io.BytesIO(workspace.save_visit(first, {})))
    after = survey_of(second)
    assert after.survey.content_hash == before.survey.content_hash
    assert after.survey.design == before.survey.design
    assert after.rules == before.rules
    assert after.report.reading == before.report.reading
    first.erase()
    assert not first.visit.folder.exists()
    assert after.gate.release(CrosstabRequest("c002", "c003"), rules=after.rules).released.cells
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


def test_erasing_leaves_no_file_neither_in_the_folder_nor_in_the_uploader(
    brought, monkeypatch, tmp_path, fresh_cache
):
    (tmp_path / "visits").mkdir()
    monkeypatch.setattr(visit, "_visits", lambda: Visits(tmp_path / "visits"))
    app = take(brought())
    assert list((tmp_path / "visits").rglob("*.parquet"))
    app.button(key="your_data_erase").click().run()
    assert not app.exception
    assert app.file_uploader[0].value is None
    assert "Erased: nothing" in app.success[0].value
    assert not [path for path in (tmp_path / "visits").rglob("*")
                if path.is_file() and path.name != "lock"]
    app.run()
    assert not [path for path in (tmp_path / "visits").rglob("*")
                if path.is_file() and path.name != "lock"]


def test_without_a_named_folder_nothing_of_the_kind_is_shown(open_page):
    assert "your_data_survey_lying" not in [one.key for one in open_page("your_data").selectbox]
