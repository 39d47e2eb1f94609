"""How a file is understood: readings to be changed, guesses with evidence, personal columns."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import IntakeError
from analysis.intake.columns import guess_column
from analysis.intake.ingest import look, take
from analysis.intake.personal import find_personal
from analysis.intake.reading import (
    Column,
    Reading,
    change_reading,
    reading_from_json,
    reading_to_json,
)
from analysis.intake.records import Lines, read_records
from analysis.intake.report import report_from_json, report_text, report_to_json
from analysis.intake.scales import order_labels
from analysis.intake.understand import Request
from analysis.intake.values import guess_date_order, guess_marks, parse_date
from analysis.intake.vocabulary import missing_kind
from analysis.surveys.codebook import load_codebook
from analysis.warehouse.months import MONTHS, NAMES, plain

PLAIN = Reading("csv", columns=(Column("trade"), Column("Lost work")))


def test_a_reading_survives_json() -> None:
    reading = change_reading(PLAIN, {
        "separator": "semicolon", "decimal": "comma", "missing": "NA|k.A.",
        "order:trade": "low|mid|high", "split:lost work": "semicolon"})
    assert reading_from_json(json.loads(json.dumps(reading_to_json(reading)))) == reading
    assert reading.columns[0] == Column("trade", kind="ordinal", order=("low", "mid", "high"))
    assert reading.columns[1] == Column("Lost work", kind="flag", split=";")


@pytest.mark.parametrize(("key", "value", "said"), [
    ("encoding", "klingon", "Choose one of: utf-8"), ("separator", "x", "comma, semicolon, tab"),
    ("decimal", ";", "point, comma"), ("skip", "two", "not a whole number"),
    ("header", "9", "Choose one of: 0, 1, 2, 3"), ("kind:trade", "colour", "nominal, ordinal"),
    ("kind:nothing", "nominal", "no column 'nothing'. Columns: trade, Lost work"),
    ("colour", "red", "is not a guess"), ("thousands", "point", "both '.'"),
    ("size:trade", "1", "is not a guess"),
])
def test_what_is_not_accepted_is_said_with_what_is(key: str, value: str, said: str) -> None:
    with pytest.raises(IntakeError, match=said):
        change_reading(PLAIN, {key: value})


@pytest.mark.parametrize("raw", [{}, {"format": "csv", "colour": 1}, {"format": "doc"},
                                 {"format": "csv", "columns": [1]}])
def test_what_is_no_reading_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(IntakeError):
        reading_from_json(raw)


@pytest.mark.parametrize(("texts", "separator", "decimal", "thousands", "sure"), [
    (["1.234,50", "12"], ";", ",", ".", True), (["1,234.50"], ",", ".", ",", True),
    (["1 234,5"], ";", ",", " ", True), (["1'234.50"], ";", ".", "'", True),
    (["1,234", "5,678"], ",", ".", ",", False), (["1.234"], ";", ",", ".", False),
    (["1,234", "0,5"], ",", ",", "", True), (["3", "4"], ",", ".", "", True),
    (["€ 1.200,00"], ",", ",", ".", True), (["1.234.567"], ",", ",", ".", True),
    (["1.5", "2.5", "3,5"], ",", ".", "", False), (["£450", "£1,200"], ";", ".", ",", True),
    (["1.200 €"], ",", ",", ".", True),
])
def test_marks_are_guessed_and_doubt_is_said(
    texts: list[str], separator: str, decimal: str, thousands: str, sure: bool
) -> None:
    marks = guess_marks(texts, separator)
    assert (marks[0].value, marks[1].value) == (decimal, thousands)
    assert marks[0].sure == sure


@pytest.mark.parametrize(("texts", "decimal", "order", "sure"), [
    (["13/04/2025"], ".", "dmy", True), (["04/13/2025"], ",", "mdy", True),
    (["01.02.2025"], ".", "dmy", True), (["01/02/2025"], ",", "dmy", False),
    (["01/02/2025"], ".", "mdy", False), (["2025-01-02"], ".", "ymd", True),
])
def test_order_of_dates_is_guessed_and_doubt_is_said(
    texts: list[str], decimal: str, order: str, sure: bool
) -> None:
    guess = guess_date_order(texts, decimal)
    assert (guess.value, guess.sure) == (order, sure)


@pytest.mark.parametrize(("cells", "kind"), [
    (["0171", "0042", "0171"] * 9, "nominal"), ([f"0{n}" for n in range(100, 170)], "id"),
    (["1", "2", "3", "4", "5"] * 5, "ordinal"), (["1", "0"] * 9, "nominal"),
    (["18", "33", "41", "57"] * 5, "number"), (["1.5", "2.25"] * 5, "number"),
    (["a;b", "a", "b", "a;b;c", "c"] * 4, "flag"), (["a, b", "a", "b", "b, a"] * 4, "flag"),
    (["Hair", "Make-up"] * 8, "nominal"), (["a long remark that nobody else made"], "text"),
    ([f"said {n} things, at length" for n in range(30)], "text"), ([], "text"),
    (["18-24", "25-34", "65+", "Under 18"] * 3, "ordinal"),
    (["2025-01-01", "2025-02-01"] * 5, "date"), (["03-Mar-25", "4-aug-24"] * 5, "date"),
    (["5%", "10%", "20 %"] * 5, "number"), (["(1.00)", "2.50", "3"] * 5, "number"),
    (["(1)", "(2)", "(3)"] * 5, "nominal"), (["Paris, Texas", "Rome"], "text"),
])
def test_kinds_are_guessed(cells: list[str], kind: str) -> None:
    assert guess_column(Column("q"), cells, Reading("csv"))[0].kind == kind


@pytest.mark.parametrize(("text", "day"), [
    ("03-Mar-25", "2025-03-03"), ("3 March 2025", "2025-03-03"), ("12. März 2024", "2024-03-12"),
    ("5 mars 2025", "2025-03-05"), ("1er août 2024", "2024-08-01"), ("7 maj 1999", "1999-05-07"),
    ("3 de enero de 2025", "2025-01-03"), ("2 GIU 2025", "2025-06-02"), ("3 Foo 2025", "None"),
    ("March 3rd, 2025 10:30", "2025-03-03"), ("31 Feb 2025", "None"), ("4 jui 2025", "None"),
    ("Mar 2025", "None"),
])
def test_months_are_understood_in_words(text: str, day: str) -> None:
    assert str(parse_date(text, PLAIN)) == day


def test_no_word_means_two_months() -> None:
    assert sorted(set(MONTHS.values())) == [f"{month:02d}" for month in range(1, 13)]
    forms = [form for names in NAMES for form in {
        one for name in names.split() for one in (name, plain(name))}]
    assert len(forms) == len(set(forms)) == len(MONTHS)


def test_percent_signs_and_parentheses_are_counted_in_the_whole_file(tmp_path: Path) -> None:
    rows = "".join(f"{n % 7},5 %;{-n if n % 2 else f'({n},00)'}\n" for n in range(40))
    path = tmp_path / "own.csv"
    path.write_text(f"share;saldo\n{rows}50;5 % more\n", encoding="utf-8")
    report = take(Request(path, "survey", tmp_path))
    why = {guess.what: guess.why for guess in report.guesses}
    assert "the percent sign is left out of 40 cells (1 have none)" in why["kind:share"]
    assert report.notes == (
        "share: the percent sign is left out of 40 cells (1 have none).",
        "saldo: 20 cells in parentheses are below zero.")
    assert [(one["column"], one["rule"], one["count"]) for one in report.rejects] == [
        ("saldo", "must be a number", 1)]
    frame = pd.read_parquet(tmp_path / "survey.parquet")
    assert frame["c001"].tolist()[:2] + frame["c001"].tolist()[-1:] == [0.5, 1.5, 50.0]
    assert frame["c002"].tolist()[:4] == [0.0, -1.0, -2.0, -3.0]


@pytest.mark.parametrize(("cells", "kind"), [
    ([*(f"£{n}50" for n in range(1, 12)), "£1,200", "varies"], "number"),
    (["£450", "£1,200", "£900", "varies", "£450"], "number"), (["£450", "varies", "tbc"], "text"),
    ([*map(str, range(100, 138)), "tbc", "varies"], "number"),
    ([*map(str, range(100, 130)), *["tbc"] * 5, "varies"], "nominal"),
    (["1", "2", "3", "4"] * 12 + ["Other"], "nominal"),
    (["1", "2", "3", "4"] * 60 + ["Other"], "number"), (["1.5", "2.5"] * 9 + ["none"], "number"),
    (["450 GBP", "1200 GBP"] * 12 + ["3 days"], "number"),
])
def test_a_word_among_amounts_leaves_them_numbers(cells: list[str], kind: str) -> None:
    """Each amount was an answer of its own; codes with one word among them are no amounts."""
    reading = Reading("csv", thousands=",")
    again = cells * 2 if kind == "nominal" else cells
    assert guess_column(Column("fee"), again, reading)[0].kind == kind


def test_words_among_amounts_are_said_before_and_listed_after(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = [f'"£{n}50",a' for n in range(1, 40)] + ['"£1,200",b', "varies,b", "varies,a", "tbc,b"]
    path.write_text("\n".join(["fee,q", *rows]) + "\n", encoding="utf-8")
    report, _ = look(Request(path, "survey", tmp_path))
    said = next(guess for guess in report.guesses if guess.what == "kind:fee")
    assert said.value == "number"
    assert not said.sure
    assert said.why.startswith("40 of 43 cells are numbers")
    assert said.why.endswith("to be left empty and listed: 'varies' 2 times, 'tbc' once")
    taken = take(Request(path, "survey", tmp_path))
    assert taken.emptied == 3
    again = take(Request(path, "survey", tmp_path, settings={"kind:fee": "nominal"}))
    assert again.emptied == 0


def test_comments_are_text_however_often_they_come() -> None:
    assert guess_column(Column("Other, please specify"), ["fine", "bad"] * 20,
                        Reading("csv"))[0].kind == "text"


@pytest.mark.parametrize(("label", "kind"), [
    ("Refused", "refused"), ("keine Angabe", "refused"), ("Ne sait pas", "dont_know"),
    ("Vet ej", "dont_know"), ("98 = Don’t know", "dont_know"), ("Not asked", "not_asked"),
    ("Weiß ich nicht", "dont_know"),
    ("entfällt", "not_asked"), ("Agree", ""), ("No", ""),
])
def test_missing_answers_are_told_apart(label: str, kind: str) -> None:
    assert missing_kind(label) == kind


@pytest.mark.parametrize("labels", [
    ["Very good", "Poor", "Good"], ["immer", "nie", "selten"], ["Très satisfait", "Neutre",
                                                               "Insatisfait"],
    ["5 - always", "1 - never", "3"], ["10 000–19 999 kr", "under 5 000 kr", "5 000–9 999 kr"]])
def test_scales_are_ordered_from_low_to_high(labels: list[str]) -> None:
    expected = {
        "Very good": ["Poor", "Good", "Very good"], "immer": ["nie", "selten", "immer"],
        "Très satisfait": ["Insatisfait", "Neutre", "Très satisfait"],
        "5 - always": ["1 - never", "3", "5 - always"],
        "10 000–19 999 kr": ["under 5 000 kr", "5 000–9 999 kr", "10 000–19 999 kr"]}
    assert order_labels(labels)[0] == expected[labels[0]]


@pytest.mark.parametrize(("name", "cells", "what"), [
    ("E-Mail-Adresse", [], "e-mail address"), ("contact", ["a@b.se", "c@d.org"], "e-mail address"),
    ("Telefon", [], "telephone number"), ("nr", ["+46 70 123 45 67"], "telephone number"),
    ("ligne", ["06 12 34 56 78", "01 02 03 04 05"], "telephone number"),
    ("ligne", ["06.12.34.56.78", "01-2345-6789"], "telephone number"),
    ("Vorname", [], "name"), ("Efternamn", [], "name"), ("Nom", [], "name"),
    ("Geburtsdatum", [], "date of birth"), ("Date de naissance", [], "date of birth"),
    ("Medlemsnummer", [], "member number"), ("N° adhérent", [], "member number"),
    ("Union no", [], "member number"), ("pnr", ["19850101-1234"], "personal number"),
    ("where", ["Lindenstraße 5", "Hauptstraße 12"], "postal address"),
    ("who", ["Anna Berg", "Bo Ek", "Cleo Vann", "Dan Ash", "Eva Lund"], "name"),
    ("IP Address", [], "network address"),
    *((header, [f"{mark}{1001 + 7 * one}" for one in range(30)], "member number")
      for header in ("member", "Members", "membership", "Mitglied", "adherent", "Adhérent",
                     "medlem", "union_member") for mark in ("", "M-")),
    ("member_id", [], "member number"), ("Mitgliedsnummer", [], "member number"),
    ("member", [*map(str, range(5000, 5030)), "Hair", "M5044b"], "member number"),
])
def test_personal_columns_are_warned_of(name: str, cells: list[str], what: str) -> None:
    found = find_personal(name, cells)
    assert found is not None
    assert found.what == what
    assert found.why
    assert found.kind in ("id", "text")


@pytest.mark.parametrize(("name", "cells"), [
    ("trade", ["Hair", "Make-up"]), ("Brand", ["House North"] * 9), ("year", ["2024", "2025"]),
    ("fee", ["1200", "900"]), ("Was the issue addressed?", ["yes"]), ("ranking", ["1"]),
    ("member", ["yes", "no"] * 9), ("membership", ["full", "associate", "student"] * 9),
    ("membership", [str(1990 + one) for one in range(20)]), ("Mitglied", ["1", "0"] * 9),
    ("membership", [str(one) for one in range(30)]), ("member", ["1001", "1002"] * 20),
    ("city", ["New York", "New York", "Los Angeles", "Los Angeles"]),
    ("joined", ["05/03/2025", "06/03/2025"]), ("joined", ["01-15-2024", "02-16-2024"]),
    ("joined", ["05.03.25", "14.03.25"]), ("joined", ["05/03/2025 09:30", "06/03/2025 10:15"]),
])
def test_other_columns_are_not(name: str, cells: list[str]) -> None:
    assert find_personal(name, cells) is None


@given(cells=st.lists(st.lists(st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e"),
    max_size=6), min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_was_quoted_is_read_back_with_its_lines(cells: list[list[str]]) -> None:
    """Any cells, every one quoted as a program would, come back as they were, on their lines."""
    quoted = ["h1,h2,h3", *(",".join('"' + cell.replace('"', '""') + '"' for cell in row)
                            for row in cells)]
    reading = Reading("csv", columns=tuple(map(Column, ("h1", "h2", "h3"))))
    lines = Lines("\n".join(quoted).split("\n"))
    found = list(read_records(lines, reading, width=3))
    assert [record.cells for record in found] == cells
    assert not any(record.fault for record in found)
    begins = [2 + sum(line.count("\n") + 1 for line in quoted[1:place])
              for place in range(1, len(quoted))]
    assert [record.line for record in found] == begins


def survey(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    rows = "".join(f"{n};{'1,5' if n % 2 else '2,5'};0{n % 3}1;{'ja' if n % 2 else 'nein'}\n"
                   for n in range(10, 30))
    path.write_text(f"age;rate;code;q\n{rows}abc;x;011;ja\n", encoding="utf-8")
    return path


def test_every_guess_can_be_replaced_and_the_file_read_again(tmp_path: Path) -> None:
    path = survey(tmp_path)
    report, preview = look(Request(path, "survey", tmp_path))
    assert [column.kind for column in report.reading.columns] == ["number", "number", "nominal",
                                                                  "nominal"]
    assert preview[0] == ["10", "2,5", "011", "nein"]
    again = take(Request(path, "survey", tmp_path, settings={
        "kind:code": "text", "order:q": "nein|ja", "decimal": "comma"}))
    codebook = load_codebook(tmp_path)
    assert codebook.find("code").kind == "text"
    assert [value.code for value in codebook.find("q").values] == ["nein", "ja"]
    said = {guess.what: guess.why for guess in again.guesses}
    assert said["kind:code"] == "as it was said"
    assert said["decimal"] == "as it was said"


def test_cells_that_do_not_fit_are_emptied_and_listed(tmp_path: Path) -> None:
    report = take(Request(survey(tmp_path), "survey", tmp_path))
    assert (report.rows, report.kept, report.emptied) == (21, 21, 2)
    text = (tmp_path / "survey.rejects.csv").read_text("utf-8").splitlines()
    assert text[1:] == ["22,age,abc,must be a number,cell left empty",
                        "22,rate,x,must be a number,cell left empty"]


def test_a_survey_of_nothing_but_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Name,Comment\nAnna Berg,first\nBo Ek,second\n", encoding="utf-8")
    with pytest.raises(IntakeError, match="nothing to count"):
        take(Request(path, "survey", tmp_path))


def test_a_report_survives_json_and_reads_in_words(tmp_path: Path) -> None:
    report = take(Request(survey(tmp_path), "survey", tmp_path))
    assert report_from_json(json.loads(json.dumps(report_to_json(report)))) == report
    text = report_text(report)
    assert "separator = semicolon: it divides 100% of the first 22 lines into 4 cells" in text
    assert "Rows: 21 met, 21 kept, 0 rejected; 2 cells left empty." in text
