"""A visitor's own ledger without a browser: mapped, opened, held to rules, saved and come back."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.commands import main
from analysis.disclosure import Rules
from analysis.errors import DeskError, IntakeError, NotGivenError
from analysis.exhibits import build_exhibit
from analysis.intake.command import ingest_file, look_at_file, mapping_text
from analysis.intake.report import Report
from analysis.intake.visit import Visits
from analysis.ledger.engine import Ledger
from pages.shared import layout, workspace
from pages.shared.intake_fields import mapping_changes, mapping_table
from pages.shared.own_ledger import open_brought, tables_of
from pages.shared.rules import hold_to
from pages.shared.visit import LEDGER, RULES, Loaded, rules_of

pytestmark = pytest.mark.usefixtures("own_visit")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bookings and models of a small ledger that nobody says is simulated."""
    made = tmp_path_factory.mktemp("own") / "ledger"
    assert main(["simulate", "--bookings", "4000", "--seed", "7", "--to", str(made)]) == 0
    return made


@pytest.fixture
def theirs(ledger: Path, tmp_path: Path) -> Path:
    """The bookings with a union's own words and columns, without currency and status."""
    rows = pd.read_csv(ledger / "bookings.csv", dtype=str, keep_default_na=False)
    rows = rows[rows["status"] == "worked"].tail(400)
    rows["kind"] = rows["kind"].map({"human": "person", "twin": "Zwilling 2.0",
                                     "synthetic": "synthetic"})
    rows = rows.drop(columns=["currency", "status"]).rename(columns={"work_on": "Shooting"})
    path = tmp_path / "theirs.csv"
    rows.to_csv(path, index=False)
    return path


@pytest.fixture
def visits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visits]:
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    (tmp_path / "visits").mkdir()
    made = Visits(tmp_path / "visits")
    yield made
    made.close()


@pytest.fixture(scope="module")
def taken(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Report]]:
    """Bookings and models as the limited process wrote them."""
    folders = {name: tmp_path_factory.mktemp(name) for name in ("models", "bookings")}
    return {name: (folder, ingest_file(ledger / f"{name}.csv", name, to=folder))
            for name, folder in folders.items()}


def brought(visits: Visits, taken: dict[str, tuple[Path, Report]]) -> Loaded:
    """A visit that has brought bookings and models."""
    held = Loaded(visits.begin())
    for name, (folder, report) in taken.items():
        own = held.visit.subfolder()
        shutil.copytree(folder, own, dirs_exist_ok=True)
        tables_of(held)[name] = (own, report)
    return held


def words_of(report) -> dict[str, tuple[str, bool]]:
    return {one["word"]: (one["means"], one["known"]) for one in report.mapping["found"]
            if one["field"] == "kind"}


def test_words_the_contract_does_not_know_are_listed_and_can_be_given_a_meaning(theirs, tmp_path):
    report, _ = look_at_file(theirs, "bookings", to=tmp_path / "work")
    assert words_of(report)["Zwilling 2.0"] == ("", False)
    settings = {"word:kind:Zwilling 2.0": "twin", "constant:currency": "EUR",
                "constant:status": "worked", "word:kind:person": "human"}
    report, _ = look_at_file(theirs, "bookings", to=tmp_path / "work", settings=settings)
    assert words_of(report)["Zwilling 2.0"] == ("twin", True)
    taken = ingest_file(theirs, "bookings", to=tmp_path / "taken", settings=settings)
    assert taken.kept == taken.rows == 400
    kinds = pd.read_parquet(tmp_path / "taken" / "bookings.parquet")
    assert set(kinds["kind"]) <= {"human", "twin", "synthetic"}
    assert set(kinds["currency"].dropna()) == {"EUR"}


def test_a_word_without_a_meaning_costs_its_rows_and_says_so(theirs, tmp_path):
    taken = ingest_file(theirs, "bookings", to=tmp_path / "taken", settings={
        "constant:status": "worked", "word:kind:person": "human", "constant:currency": "EUR"})
    twins = (pd.read_csv(theirs)["kind"] == "Zwilling 2.0").sum()
    assert twins > 0
    assert taken.rows - taken.kept == twins


@pytest.mark.parametrize(("settings", "said"), [
    ({"word:kind:person": "alien"}, "cannot mean 'alien' in kind"),
    ({"word:brand_id:person": "x"}, "brand_id has no list of words"),
    ({"word:nothing:person": "x"}, "has no column 'nothing'"),
])
def test_a_meaning_nobody_knows_is_one_sentence(settings, said, theirs, tmp_path):
    with pytest.raises(IntakeError, match=said):
        look_at_file(theirs, "bookings", to=tmp_path / "work", settings=settings)


def test_the_page_shows_what_is_missing_and_what_was_understood(open_page, theirs, monkeypatch,
                                                                tmp_path):
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    app = open_page("your_data")
    app.file_uploader(key="your_data_bookings_file").upload(
        "theirs.csv", theirs.read_bytes(), "text/csv").run()
    assert not app.exception
    assert "status, currency" in app.warning[0].value
    assert app.button(key="your_data_bookings_use").disabled
    said = " ".join(element.value for element in app.markdown)
    assert "1 word** the desk does not know" in said
    app.session_state["your_data_bookings_settings"] = {
        "constant:status": "worked", "constant:currency": "SEK", "word:kind:Zwilling 2.0": "twin"}
    app.run()
    assert not app.warning
    assert not app.button(key="your_data_bookings_use").disabled
    table = next(one.value for one in app.dataframe if "constant" in one.value)
    row = table.set_index("field").loc["Currency *"]
    assert (row["column"], row["constant"], row["why"]) == ("", "SEK", "said by you")
    assert "Save this mapping" in [one.proto.label for one in app.get("download_button")]


def test_what_is_changed_in_the_table_becomes_settings(theirs, tmp_path):
    report, _ = look_at_file(theirs, "bookings", to=tmp_path / "work", settings={
        "constant:currency": "EUR"})
    before = mapping_table("bookings", report)
    assert mapping_changes("bookings", before, before.copy()) == {}
    after = before.set_index("field")
    after.loc["Agency", "column"] = None
    after.loc["Status *", "constant"] = " worked "
    after.loc["Currency *", "constant"] = None
    assert mapping_changes("bookings", before, after.reset_index()) == {
        "column:agency_id": "", "constant:status": "worked", "constant:currency": ""}


def test_a_saved_mapping_does_the_same_for_the_next_file(open_page, theirs, monkeypatch, tmp_path):
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    report, _ = look_at_file(theirs, "bookings", to=tmp_path / "work", settings={
        "word:kind:Zwilling 2.0": "twin", "constant:currency": "EUR", "constant:status": "worked"})
    app = open_page("your_data")
    app.file_uploader(key="your_data_bookings_file").upload(
        "theirs.csv", theirs.read_bytes(), "text/csv").run()
    app.file_uploader(key="your_data_bookings_saved_mapping").upload(
        "m.json", mapping_text(report).encode(), "application/json").run()
    assert not app.exception
    table = next(one.value for one in app.dataframe if "constant" in one.value)
    assert table.set_index("field").loc["Status *", "constant"] == "worked"
    assert not app.button(key="your_data_bookings_use").disabled
    app.file_uploader(key="your_data_bookings_saved_mapping").upload(
        "m.json", b"{", "application/json").run()
    assert "cannot be read as a JSON mapping" in app.error[0].value


def test_a_ledger_comes_back_from_a_workspace_open_and_under_its_rules(visits, taken):
    first, second = brought(visits, taken), Loaded(visits.begin())
    first.parts[RULES] = Rules(minimum=20, width=20)
    open_brought(first)
    saved = workspace.save_visit(first, {"crosstabs_where": "age >= 30", "crosstabs_keep": ["x"]})
    workspace.open_visit(second, io.BytesIO(saved))
    again = second.parts[LEDGER]
    assert isinstance(again, Ledger)
    assert again.rules == rules_of(second) == Rules(minimum=20, width=20)
    before, after = (one.parts[LEDGER].fetch("size").frame for one in (first, second))
    pd.testing.assert_frame_equal(before, after)
    assert {name: report.kept for name, (_, report) in tables_of(second).items()} == {
        name: report.kept for name, (_, report) in tables_of(first).items()}
    assert tables_of(second)["bookings"][1].mapping["columns"]["kind"] == "kind"
    notes = [tables_of(one)["bookings"][1].notes for one in (first, second)]
    assert notes[1] == ("Opened from a workspace.", *notes[0])
    assert len(notes[1]) > 1
    for one in (first, second):
        one.erase()
        assert not one.visit.folder.exists()


def test_tables_that_do_not_fit_are_refused_on_opening_and_no_folder_is_named(
    visits, taken, ledger, tmp_path
):
    held = brought(visits, taken)
    said = "Whether model_id names what is in models is checked when the ledger is opened."
    assert said in tables_of(held)["bookings"][1].notes
    few = tmp_path / "models.csv"
    pd.read_csv(ledger / "models.csv", dtype=str).head(20).to_csv(few, index=False)
    folder = held.visit.subfolder()
    tables_of(held)["models"] = (folder, ingest_file(few, "models", to=folder))
    with pytest.raises(DeskError, match=r"^bookings\.parquet, row \d+, column model_id: .* must "
                       r"exist in models"):
        open_brought(held)


def test_opening_a_workspace_replaces_what_the_visit_held(visits, taken):
    first, second = brought(visits, taken), brought(visits, taken)
    open_brought(second)
    tables_of(first).pop("models")
    workspace.open_visit(second, io.BytesIO(workspace.save_visit(first, {})))
    assert LEDGER not in second.parts
    assert set(tables_of(second)) == {"bookings"}
    second.erase()


FORGED = (
    ("mapping_bookings.part.json", {"version": 9, "table": "bookings"}, "version 9"),
    ("mapping_bookings.part.json", [1], "no mapping"),
    ("rules.part.json", {"minimum": 1}, "minimum"),
    ("outcome_bookings.part.json", {"rows": -1}, "what became of its rows"),
)


def test_a_forged_part_of_a_workspace_is_one_sentence(visits, taken):
    """A forger lists what was changed in the manifest, so the hashes hold."""
    saved = io.BytesIO(workspace.save_visit(brought(visits, taken), {}))
    with zipfile.ZipFile(saved) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    for part, value, said in FORGED:
        text = json.dumps(value).encode()
        manifest = json.loads(entries["manifest.json"])
        manifest["parts"][part] = {"sha256": hashlib.sha256(text).hexdigest(), "bytes": len(text)}
        forged = io.BytesIO()
        with zipfile.ZipFile(forged, "w") as archive:
            for name, content in {
                    **entries, part: text, "manifest.json": json.dumps(manifest)}.items():
                archive.writestr(name, content)
        forged.seek(0)
        with pytest.raises(DeskError, match=said):
            workspace.open_visit(Loaded(visits.begin()), forged)


def test_rules_of_an_open_ledger_change_at_once(visits, taken):
    held = brought(visits, taken)
    open_brought(held)
    opened = held.parts[LEDGER]
    mild = opened.fetch("human_v_twin_bookings", tier="all", channel="all", market="all").frame
    rules = Rules(minimum=60, width=60)
    held.parts[RULES] = rules
    hold_to(held, rules)
    strict = opened.fetch("human_v_twin_bookings", tier="all", channel="all", market="all")
    assert strict.released.rules == rules
    assert strict.frame["suppressed"].sum() > mild["suppressed"].sum()
    held.erase()


def test_the_rules_are_shown_and_taken_within_their_bounds(open_page):
    app = open_page("your_data")
    said = " ".join(element.value for element in app.markdown)
    assert "fewer than 10 respondents, models, brands or agencies" in said
    assert (app.number_input(key="your_data_rules_minimum").min,
            app.number_input(key="your_data_rules_minimum").max) == (5, 100)
    app.number_input(key="your_data_rules_minimum").set_value(25)
    next(one for one in app.button if one.label == "Take these rules").click().run()
    assert not app.exception
    said = " ".join(element.value for element in app.markdown)
    assert "fewer than 25 respondents" in said


def test_choices_of_crosstabs_that_a_workspace_names_are_plain_values_only():
    made = AppTest.from_function(_choices)
    made.session_state["crosstabs_where"] = "age >= 30"
    made.session_state["crosstabs_keep"] = ["refused"]
    made.session_state["crosstabs_odd"] = {"a": 1}
    made.session_state["other"] = "x"
    made.run()
    assert json.loads(made.markdown[0].value) == {
        "crosstabs_where": "age >= 30", "crosstabs_keep": ["refused"]}


def _choices() -> None:
    import json

    import streamlit as st

    from pages.shared.workspace import choices_made

    st.markdown(json.dumps(choices_made()))


def test_nothing_of_an_own_ledger_goes_into_the_address(open_page, visits, taken, monkeypatch):
    held = brought(visits, taken)
    open_brought(held)
    monkeypatch.setattr(layout, "own_ledger", lambda: held.parts[LEDGER])
    app = open_page("human_v_twin", human_v_twin_channel="not a channel")
    assert not app.exception
    assert "Your own ledger" in " ".join(element.value for element in app.markdown)
    assert not any(box.proto.query_param_key for box in app.selectbox)
    channel = app.selectbox(key="human_v_twin_channel")
    channel.select(channel.options[-1]).run()
    assert not app.exception
    assert app.query_params == {"human_v_twin_channel": "not a channel"}
    held.erase()


def test_the_chart_desk_gives_no_link_to_an_own_ledger(open_page, visits, taken, monkeypatch):
    held = brought(visits, taken)
    open_brought(held)
    monkeypatch.setattr(layout, "own_ledger", lambda: held.parts[LEDGER])
    app = open_page("chart_desk", chart_desk_exhibit="human_v_twin_bookings")
    assert not app.exception
    app.text_area(key="chart_desk_human_v_twin_bookings_title").input("Secret").run()
    app.selectbox(key="chart_desk_human_v_twin_bookings_channel").select_index(1).run()
    assert not app.exception
    (frame,) = app.get("iframe")
    assert "<title>Secret</title>" in frame.proto.srcdoc
    assert app.query_params == {"chart_desk_exhibit": "human_v_twin_bookings"}
    said = " ".join(element.value for element in [*app.markdown, *app.get("code")])
    assert "There is no link to this chart" in said
    assert "Secret" not in said
    held.erase()


def test_what_was_not_brought_is_said_and_never_counted_as_none(
    open_page, visits, taken, monkeypatch, warehouse
):
    """Without consents, "no use came after its consent had ended" would be true and misleading."""
    held = brought(visits, taken)
    open_brought(held)
    monkeypatch.setattr(layout, "own_ledger", lambda: held.parts[LEDGER])
    app = open_page("crew")
    assert not app.exception
    assert sum("came without crew calls" in one.value for one in app.warning) == 4
    beside = warehouse.attach(held.parts[LEDGER])
    for id in ("pay_and_consent_forms", "pay_and_consent_gaps", "pay_and_consent_expiry",
               "pay_and_consent_after_expiry", "who_gains_cross_brand"):
        with pytest.raises(NotGivenError, match="came without consents"):
            build_exhibit(id, beside)
    held.erase()
