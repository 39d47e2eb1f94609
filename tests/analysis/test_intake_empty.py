"""Texts that are read as empty: which, in which columns, with counts, changed by the loader."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from analysis.intake.gaps import Gap, say_gaps
from analysis.intake.ingest import look, take
from analysis.intake.report import Report, report_from_json, report_text, report_to_json
from analysis.intake.understand import Request
from analysis.surveys.codebook import load_codebook
from pages.shared.intake_changes import column_changes, columns_table
from tests.analysis.test_intake_tables import ROW, write_folder

MEMBERS = pd.DataFrame({
    "Country": ["NA", "SE", "DE"] * 20, "Fair": ["yes", "no", "NaN", "null", "#REF!", "yes"] * 10,
    "Trade": ["NA", *["Hair"] * 59],
})


def taken(frame: pd.DataFrame, folder: Path, **settings: str) -> Report:
    path = folder / "members.csv"
    frame.to_csv(path, index=False)
    return take(Request(path, "survey", folder, settings=settings))


def codes(folder: Path, name: str) -> list[str]:
    return [one.code for one in load_codebook(folder).find(name).values]


def test_every_text_read_as_empty_is_said_with_its_column_and_count(tmp_path: Path) -> None:
    report = taken(MEMBERS, tmp_path)
    assert set(report.gaps) == {Gap("Fair", "NaN", 10), Gap("Fair", "null", 10),
                                Gap("Fair", "#REF!", 10), Gap("Trade", "NA", 1)}
    assert codes(tmp_path, "Fair") == ["no", "yes"]
    text = report_text(report)
    assert "  Fair: '#REF!' 10 times, 'NaN' 10 times, 'null' 10 times" in text.splitlines()
    assert report_from_json(report_to_json(report) | {
        "gaps": [vars(one) for one in report.gaps]}) == report


def test_namibia_is_a_country_and_the_guess_says_so(tmp_path: Path) -> None:
    report = taken(MEMBERS, tmp_path)
    assert codes(tmp_path, "Country") == ["DE", "NA", "SE"]
    said = next(guess for guess in report.guesses if guess.what == "missing")
    assert "'NA' is an answer in Country (20 times)" in said.why
    assert not said.sure


def test_what_is_empty_can_be_changed_for_the_file_and_for_a_column(tmp_path: Path) -> None:
    report = taken(MEMBERS, tmp_path, **{"keep:Country": "", "keep:Fair": "null | NaN"})
    assert Gap("Country", "NA", 20) in report.gaps
    assert codes(tmp_path, "Country") == ["DE", "SE"]
    assert codes(tmp_path, "Fair") == ["NaN", "no", "null", "yes"]
    report = taken(MEMBERS, tmp_path, missing="Hair")
    assert [(gap.column, gap.text) for gap in report.gaps] == [("Trade", "Hair")]


def test_nan_is_a_name_among_names(tmp_path: Path) -> None:
    names = [f"Anna Berg{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(59)]
    frame = MEMBERS.assign(who=["nan", *names], Fair="yes", Trade=["nan", *["Hair"] * 59])
    report = taken(frame, tmp_path)
    assert [(gap.column, gap.text, gap.count) for gap in report.gaps] == [("Trade", "nan", 1)]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "own.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 1, ["Trade", "Fee"])
        for n in range(30):
            sheet.write(n + 2, 1, ("Hair", "Make-up")[n % 2])
            if n % 10 == 3:
                sheet.write_formula(n + 2, 2, "=1/0", None, ("#DIV/0!", "#REF!")[n // 20])
            else:
                sheet.write(n + 2, 2, 100 + n)
    return path


def test_failed_formulas_of_a_workbook_are_counted_too(workbook: Path, tmp_path: Path) -> None:
    report = take(Request(workbook, "survey", tmp_path))
    fees = next(column.name for column in report.reading.columns if column.kind == "number")
    assert set(report.gaps) == {Gap(fees, "#DIV/0!", 2), Gap(fees, "#REF!", 1)}
    assert report.emptied == 0


def test_a_parquet_survey_obeys_what_is_said_to_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    MEMBERS.to_parquet(path)
    report = take(Request(path, "survey", tmp_path, settings={"missing": "null|NaN|#REF!"}))
    assert codes(tmp_path, "Fair") == ["no", "yes"]
    assert Gap("Fair", "null", 10) in report.gaps


def ledger(folder: Path, form: str) -> Path:
    rows = [{**ROW, "booking_id": f"b{n}", "market": "NA" if n < 9 else "FR",
             "images": "#N/A" if n < 5 else "3"} for n in range(40)]
    write_folder(folder, rows)
    path = folder / "bookings.csv"
    if form != "csv":
        with path.open(encoding="utf-8", newline="") as lines:
            pd.DataFrame(list(csv.DictReader(lines))).to_parquet(folder / "bookings.parquet")
    return folder / f"bookings.{form}"


@pytest.mark.parametrize("form", ["csv", "utf-16"])
def test_a_ledger_keeps_its_bookings_in_namibia(form: str, tmp_path: Path) -> None:
    path = ledger(tmp_path / "theirs", "csv")
    if form == "utf-16":
        path.write_text(path.read_text("utf-8"), encoding="utf-16")
    (tmp_path / "to").mkdir()
    report = take(Request(path, "bookings", tmp_path / "to"))
    assert report.kept == 40
    assert report.gaps == (Gap("images", "#N/A", 5),)
    frame = pd.read_parquet(tmp_path / "to" / "bookings.parquet")
    assert frame["market"].value_counts().to_dict() == {"FR": 31, "NA": 9}
    first, _ = look(Request(path, "bookings", tmp_path / "to", settings={
        "missing": "NA|#N/A", "keep:market": ""}))
    assert first.gaps == (Gap("market", "NA", 9), Gap("images", "#N/A", 5))
    assert (first.rows, first.kept) == (40, 31)


def test_texts_of_a_parquet_ledger_are_counted(tmp_path: Path) -> None:
    path = ledger(tmp_path / "theirs", "parquet")
    (tmp_path / "to").mkdir()
    report = take(Request(path, "bookings", tmp_path / "to", settings={"missing": "#N/A"}))
    assert report.gaps == (Gap("images", "#N/A", 5),)


def test_the_page_shows_and_changes_them_by_column(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    MEMBERS.to_csv(path, index=False)
    report, _ = look(Request(path, "survey", tmp_path))
    table = columns_table(report).set_index("column")
    assert table.loc["Fair", "empty"] == say_gaps(report.gaps)["Fair"]
    assert (table.loc["Country", "empty"], table.loc["Country", "keep"]) == ("", "NA")
    after = table.copy()
    after.loc["Country", "keep"] = None
    assert column_changes(table.reset_index(), after.reset_index()) == {"keep:Country": ""}
