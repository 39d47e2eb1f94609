"""An earlier wave as a second file: brought, compared, saved and opened again, erased."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from analysis.errors import IntakeError
from analysis.intake.command import ingest_file
from analysis.intake.recheck import recheck_folder
from analysis.intake.report import Report
from analysis.intake.visit import Visits
from analysis.intake.workspace import EARLIER_FOLDER
from analysis.surveys.codebook import CODEBOOK_FILE, load_codebook
from analysis.surveys.design import Margin, SurveyDesign
from pages.shared import workspace
from pages.shared.earlier import design_by_name
from pages.shared.survey import hold_survey, survey_of
from pages.shared.visit import EARLIER, SURVEY, Loaded, loaded

pytestmark = pytest.mark.usefixtures("own_visit")


def members(year: int) -> str:
    """Members of a year: the threat grows, the answers to Trade differ in one."""
    agree, rows = (6, 240) if year == 2026 else (3, 180)
    head = "Trade;Threat;Days;w" if year == 2026 else "w;Days;Threat;Trade;Region"
    lines = [head]
    for at in range(rows):
        trade = ("Hair", "Styling", "Photo" if year == 2026 else "Film")[at % 3]
        threat = "agree" if at % 10 < agree else "disagree"
        weight, days = f"{1 + at % 2}.5", str(at % (9 if year == 2026 else 7))
        cells = [trade, threat, days, weight] if year == 2026 else [
            weight, days, threat, trade, ("North", "South")[at // 7 % 2]]
        lines.append(";".join(cells))
    return "\n".join(lines) + "\n"


def said(app) -> str:
    elements = [*app.markdown, *app.info, *app.warning, *app.error]
    return "\n".join(str(element.value) for element in elements)


@pytest.fixture(scope="module")
def taken(tmp_path_factory) -> dict[str, tuple[Path, Report]]:
    """Both waves as intake writes them, by their name in a visit."""
    place = tmp_path_factory.mktemp("taken")
    found = {}
    for name, year in ((SURVEY, 2026), (EARLIER, 2024)):
        (place / f"{year}.csv").write_text(members(year), encoding="utf-8")
        (place / name).mkdir()
        found[name] = place / name, ingest_file(
            place / f"{year}.csv", "survey", to=place / name)
    return found


@pytest.fixture
def held(taken, tmp_path, monkeypatch):
    """``held()``: a visit that holds both waves, each under its design."""
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    (tmp_path / "visits").mkdir()
    visits = Visits(tmp_path / "visits")

    def visit() -> Loaded:
        found = Loaded(visits.begin())
        for name, sampling in ((SURVEY, "probability"), (EARLIER, "self-selected")):
            folder, report = taken[name]
            lying = shutil.copytree(folder, found.visit.subfolder(), dirs_exist_ok=True)
            hold_survey(found, lying, report, design=SurveyDesign(sampling, "w"), name=name)
        return found

    yield visit
    visits.close()


def test_an_earlier_wave_comes_back_with_the_workspace_and_goes_with_the_visit(held):
    first, second = held(), held()
    before = survey_of(first, EARLIER)
    content = workspace.save_visit(first, {"crosstabs_file_earlier": "2024"})
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert {"survey.csv", "earlier/survey.csv", "earlier/survey.parquet"} <= set(names)
    workspace.open_visit(second, io.BytesIO(content))
    after = survey_of(second, EARLIER)
    assert after.survey.content_hash == before.survey.content_hash
    assert after.survey.design == before.survey.design
    assert after.survey.design.sampling == "self-selected"
    assert after.report.reading == before.report.reading
    assert survey_of(second).survey.content_hash != after.survey.content_hash
    assert after.folder.is_relative_to(second.visit.folder)
    assert after.gate is not survey_of(second).gate
    second.erase()
    assert not second.visit.folder.exists()
    assert survey_of(second, EARLIER) is None


def test_a_workspace_without_an_earlier_wave_leaves_none(held):
    first, second = held(), held()
    del first.parts[EARLIER]
    workspace.open_visit(second, io.BytesIO(workspace.save_visit(first, {})))
    assert survey_of(second, EARLIER) is None
    assert survey_of(second) is not None


def test_an_earlier_wave_that_was_changed_is_held_to_its_rules(taken, tmp_path):
    folder = tmp_path / "opened"
    folder.mkdir()
    workspace._lay_survey(taken[EARLIER][0], folder / EARLIER_FOLDER)
    recheck_folder(folder)
    book = folder / EARLIER_FOLDER / CODEBOOK_FILE
    book.write_text(book.read_text().replace('"code": "agree"', '"code": "other"'))
    with pytest.raises(IntakeError, match="codes that are not in its codebook"):
        recheck_folder(folder)


def test_the_design_is_taken_over_by_name_without_what_was_of_one_wave(taken):
    later, earlier = (load_codebook(taken[name][0]) for name in (SURVEY, EARLIER))
    known = Margin("c002", (("agree", 0.5), ("disagree", 0.5)), "share")
    design = SurveyDesign("probability", "c004", strata="c001", population=5000, invited=9,
                          margins=(known,))
    assert design_by_name(design, of=later, to=earlier) == SurveyDesign(
        "probability", "c001", strata="c004")


def test_two_files_are_brought_compared_and_erased(open_page, drawn, monkeypatch, tmp_path):
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    app = open_page("your_data")
    for name, year in (("survey", 2026), ("earlier_survey", 2024)):
        app.file_uploader(key=f"your_data_{name}_file").upload(
            "members.csv", members(year).encode(), "text/csv")
        app.run()
        app.button(key=f"your_data_{name}_use").click().run()
        assert not app.exception
    assert "**4 of 4 questions** can be compared" in said(app)
    assert "- **Region**: only in the earlier file." in said(app)
    app.selectbox(key="your_data_weight").select("c004")
    app.selectbox(key="your_data_sampling").select("probability").run()
    app.button(key="your_data_take").click().run()
    app.switch_page("pages/crosstabs.py").run()
    app.segmented_control(key="crosstabs_section").set_value("waves").run()
    assert not app.exception
    assert list(drawn(app)) == ["survey_waves"]
    assert "no change is claimed" in drawn(app)["survey_waves"]
    assert "“Film” (earlier file); “Photo” (this survey)" in said(app)
    app.switch_page("pages/your_data.py").run()
    assert "Not compared: 1 question" in [one.label for one in app.expander]
    same = app.button(key="your_data_earlier_same")
    assert same.label == "It was drawn in the same way: probability, weighted by w"
    same.click().run()
    assert survey_of(loaded(), EARLIER).survey.design == SurveyDesign("probability", "c001")
    app.switch_page("pages/crosstabs.py").run()
    app.text_input(key="crosstabs_file_earlier").input("2024")
    app.text_input(key="crosstabs_file_later").input("2026")
    app.selectbox(key="crosstabs_file_of").select("c002").run()
    assert not app.exception
    # Of ten members in turn the odd ones weigh 2.5, the even ones 1.5: 14.5 and 8 of 20.
    assert drawn(app)["survey_waves"] == "“disagree” fell from 72.5% in 2024 to 40% in 2026"
    assert "Satterthwaite" in said(app)
    assert "Not in both files: Region" in said(app)
    app.segmented_control(key="crosstabs_waves_way").set_value("column").run()
    assert not app.exception
    app.switch_page("pages/your_data.py").run()
    folder = loaded().visit.folder
    app.button(key="your_data_erase").click().run()
    assert not app.exception
    assert survey_of(loaded(), EARLIER) is None
    assert not [path for path in Path(folder).parent.rglob("*")
                if path.is_file() and path.name != "lock"]
