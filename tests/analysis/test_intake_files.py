"""Awkward files made by real programs, and imitations of form exports, read as a loader would."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import IntakeError
from analysis.intake.ingest import look, take
from analysis.intake.report import Report
from analysis.intake.understand import Request
from analysis.surveys.codebook import Codebook, load_codebook

FILES = Path(__file__).parent / "files"
AGREED = {
    "de": ["Stimme überhaupt nicht zu", "Stimme eher nicht zu", "Teils/teils", "Stimme eher zu",
           "Stimme voll und ganz zu", "Keine Angabe"],
    "fr": ["Pas du tout d'accord", "Plutôt pas d'accord", "Ni d'accord ni pas d'accord",
           "Plutôt d'accord", "Tout à fait d'accord", "Ne sait pas"],
    "sv": ["Instämmer inte alls", "Instämmer delvis inte", "Varken eller", "Instämmer delvis",
           "Instämmer helt", "Vill ej svara"],
    "en": ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree",
           "Strongly agree", "Prefer not to say"],
}
MEMBERS = {
    # file: language of the answers, encoding, separator, decimal, thousands, order of dates, skip
    "libreoffice_de.csv": ("de", "utf-8", ";", ",", ".", "dmy", 0),
    "libreoffice_fr.csv": ("fr", "windows-1252", ";", ",", " ", "dmy", 0),
    "libreoffice_sv.csv": ("sv", "utf-16-le", "\t", ",", " ", "ymd", 0),
    "libreoffice_en.csv": ("en", "utf-8", ",", ".", ",", "mdy", 0),
    "libreoffice_de_preamble.csv": ("de", "utf-8", ";", ",", ".", "dmy", 3),
    "libreoffice_preamble.xlsx": ("de", None, None, ".", "", "ymd", 3),
    "xlsxwriter_sheets.xlsx": ("de", None, None, ".", "", "ymd", 2),
    "python_csv_lines.csv": ("en", "utf-8", ",", ".", "", "ymd", 0),
    "pandas_bar_1252.csv": ("en", "utf-8", "|", ",", "", "dmy", 0),
    "pandas_index.csv": ("en", "utf-8", ",", ".", "", "ymd", 0),
    "r_write_csv.csv": ("en", "utf-8", ",", ".", "", "ymd", 0),
    "r_write_csv2_latin1.csv": ("en", "windows-1252", ";", ",", "", "ymd", 0),
}


@pytest.fixture(autouse=True)
def every_answer_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files here have some 24 rows, so nearly every answer is one of a few.

    That such answers are counted together is tested in ``test_intake_survey``.
    """
    monkeypatch.setattr("analysis.intake.few.FEWEST", 1)


def load(name: str, to: Path, target: str = "survey", **settings: str) -> tuple[Report, Codebook]:
    report = take(Request(FILES / name, target, to, settings=settings))
    return report, load_codebook(to) if target == "survey" else Codebook((), 0)


def values(codebook: Codebook, to: Path, name: str) -> list[object]:
    frame = pd.read_parquet(to / "survey.parquet")
    return list(frame[codebook.find(name).column])


@pytest.mark.parametrize("name", MEMBERS)
def test_layout_is_understood(name: str, tmp_path: Path) -> None:
    _, encoding, separator, decimal, thousands, order, skip = MEMBERS[name]
    report, codebook = load(name, tmp_path)
    reading = report.reading
    if encoding:
        assert (reading.encoding, reading.separator) == (encoding, separator)
    found = (reading.decimal, reading.thousands, reading.date_order, reading.skip)
    assert found == (decimal, thousands, order, skip)
    assert (report.rows, report.kept, report.emptied, codebook.rows) == (24, 24, 0, 24)
    assert report.rejects == ()


@pytest.mark.parametrize("name", MEMBERS)
def test_columns_of_a_member_survey_are_understood(name: str, tmp_path: Path) -> None:
    """The same invented survey through every program gives the same kinds and the same values."""
    report, codebook = load(name, tmp_path)
    by_kind = [variable.kind for variable in codebook.variables if not variable.name.startswith(
        "column ")]
    assert by_kind[:8] == ["id", "date", "nominal", "number", "ordinal", "flag", "flag", "flag"]
    frame = pd.read_parquet(tmp_path / "survey.parquet")
    first = 1 if codebook.variables[0].name == "column 1" else 0
    preview = look(Request(FILES / name, "survey", tmp_path))[1]
    assert [row[first] for row in preview[:3]] == ["00117", "00118", "00119"], "leading zeros stay"
    personal = {one.column for one in report.personal}
    assert list(frame.iloc[:3, first]) == (
        ["1", "2", "3"] if codebook.variables[first].name in personal else
        ["00117", "00118", "00119"]), "a member number becomes a running one"
    assert [str(day) for day in frame.iloc[:3, first + 1]] == [
        "2019-01-14", "2019-02-24", "2019-04-06"]
    scale = codebook.variables[first + 4]
    assert [value.code for value in scale.values] == AGREED[MEMBERS[name][0]]
    missing = [value.missing for value in scale.values]
    assert missing == [""] * 5 + ["dont_know" if MEMBERS[name][0] == "fr" else "refused"]
    flags = frame.iloc[:, first + 5:first + 8]
    assert set(flags.to_numpy().ravel()) == {"0", "1"}
    assert (flags == "1").sum(axis=1).tolist() == [1, 2] * 12
    assert codebook.variables[first + 8].kind == "text", "a comment is never counted"


def test_amounts_are_those_that_were_typed(tmp_path: Path) -> None:
    """Golden: what ``make.py`` drew for the languages, whatever marks the program wrote."""
    for language, name, column in (("de", "libreoffice_de.csv", "Tagesgage"),
                                   ("en", "libreoffice_en.csv", "Day rate")):
        folder = tmp_path / language
        folder.mkdir()
        _, codebook = load(name, folder)
        found = values(codebook, folder, column)[:2]
        assert found == {"de": [1447.21, 538.52], "en": [2113.2, 740.1]}[language]


def test_line_breaks_inside_quotes_stay_in_their_cell(tmp_path: Path) -> None:
    _, codebook = load("python_csv_lines.csv", tmp_path)
    assert values(codebook, tmp_path, "Comment")[3] == 'Said "maybe", then\nleft the line'


def test_r_tables_with_a_short_header_and_an_unquoted_break(tmp_path: Path) -> None:
    report, codebook = load("r_write_table.txt", tmp_path)
    assert [variable.name for variable in codebook.variables[:3]] == ["column 1", "member",
                                                                      "joined"]
    assert (report.rows, report.kept) == (25, 23)
    rejects = pd.read_csv(tmp_path / "survey.rejects.csv")
    assert rejects["line"].tolist() == [5, 6]
    assert rejects["rule"].tolist() == ["the row has 8 cells, the header 9",
                                        "the row has 2 cells, the header 9"]


@pytest.mark.parametrize("name", ["spss.sav", "spss_compressed.zsav"])
def test_spss_labels_measures_and_missing_answers_are_kept(name: str, tmp_path: Path) -> None:
    report, codebook = load(name, tmp_path)
    threat = codebook.find("threat")
    assert (threat.label, threat.kind) == ("AI threatens my work", "ordinal")
    assert [(value.code, value.label, value.missing) for value in threat.values] == [
        ("1", "Strongly disagree", ""), ("2", "Disagree", ""),
        ("3", "Neither agree nor disagree", ""), ("4", "Agree", ""), ("5", "Strongly agree", ""),
        ("97", "Not asked", "not_asked"), ("98", "Don't know", "dont_know"),
        ("99", "Refused", "refused")]
    assert values(codebook, tmp_path, "threat")[:8] == ["1", "2", "3", "4", "5", "97", "98", "99"]
    rate = pd.Series(values(codebook, tmp_path, "rate"))
    assert rate.isna().tolist().index(True) == 5
    assert rate.max() < 900, "99999 is user-missing, not an amount"
    assert "rate: 1 refused became empty" in report.notes[0]
    assert [one.column for one in report.personal] == ["born"]
    assert codebook.find("said").kind == "text"


def test_parquet_of_pandas_keeps_its_order_and_integers_with_gaps(tmp_path: Path) -> None:
    _, codebook = load("pandas.parquet", tmp_path)
    threat = codebook.find("AI threatens my work")
    assert [value.code for value in threat.values] == AGREED["en"][:5]
    assert [value.code for value in codebook.find("Score").values] == ["1", "2", "3", "4", "5"]
    assert codebook.find("Joined").kind == "date"


def test_lists_of_polars_become_flags(tmp_path: Path) -> None:
    _, codebook = load("polars_lists.parquet", tmp_path)
    assert [variable.name for variable in codebook.variables if variable.kind == "flag"] == [
        "lost: campaign", "lost: e-commerce", "lost: runway"]


FORMS = {
    "google_forms.csv": ("What work did you lose?", 3, ["Email Address"]),
    "microsoft_forms.xlsx": ("Which work did you lose?", 3, ["Email", "Name"]),
    "surveymonkey.csv": ("What work did you lose?", 3, []),
    "limesurvey.csv": ("lost", 2, []),
}


@pytest.mark.parametrize("name", FORMS)
def test_form_exports_give_flags_and_warn_of_people(name: str, tmp_path: Path) -> None:
    group, number, personal = FORMS[name]
    report, codebook = load(name, tmp_path)
    flags = [variable for variable in codebook.variables if variable.group == group]
    assert (len(flags), {flag.kind for flag in flags}) == (number, {"flag"})
    assert [one.column for one in report.personal] == personal
    for column in personal:
        assert column not in [one.name for one in codebook.variables]
    assert report.kept == 24


def test_empty_options_of_surveymonkey_are_not_chosen(tmp_path: Path) -> None:
    report, codebook = load("surveymonkey.csv", tmp_path)
    flags = [variable.column for variable in codebook.variables if variable.kind == "flag"]
    frame = pd.read_parquet(tmp_path / "survey.parquet")[flags]
    assert set(frame.to_numpy().ravel()) == {"0", "1"}
    assert any("not chosen" in note for note in report.notes)


def test_qualtrics_has_three_header_rows(tmp_path: Path) -> None:
    report, codebook = load("qualtrics.csv", tmp_path)
    assert (report.reading.header, report.kept) == (3, 24)
    assert codebook.find("Q2_1").label == "AI threatens my work"
    assert [one.what for one in report.personal] == ["network address"]


def test_broken_quotes_and_ragged_rows_are_listed_with_their_lines(tmp_path: Path) -> None:
    report, codebook = load("broken_quotes_ragged.csv", tmp_path)
    rejects = pd.read_csv(tmp_path / "survey.rejects.csv")
    lines = (FILES / "broken_quotes_ragged.csv").read_text("utf-8").split("\n")
    assert rejects["line"].tolist() == [6, 14, 17, 28]
    assert [lines[line - 1] for line in rejects["line"]] == [
        '4,"Make-up,24', '12,"Hair",32,extra', "15,Hair", "Total 24 rows"]
    assert (report.rows, report.kept) == (25, 21)
    assert "two\nlines" in values(codebook, tmp_path, "trade")
    assert report.notes == ("1 blank lines were left out.",)


def test_short_rows_are_padded_if_the_loader_says_so(tmp_path: Path) -> None:
    report, _ = load("broken_quotes_ragged.csv", tmp_path, short_rows="pad")
    assert (report.rows, report.kept) == (25, 22)


def test_nul_bytes_and_double_headers(tmp_path: Path) -> None:
    report, codebook = load("nul_bytes_double_headers.csv", tmp_path)
    assert [variable.name for variable in codebook.variables] == [
        "nr", "trade", "age", "column 4", "age (2)"]
    assert report.notes == ("6 NUL bytes were left out.",)
    assert "Hair" in values(codebook, tmp_path, "trade")


def test_old_mac_lines_with_swiss_thousands(tmp_path: Path) -> None:
    _, codebook = load("mac_returns_swiss.csv", tmp_path)
    assert values(codebook, tmp_path, "rate")[:2] == [1000.5, 1001.5]


def test_line_that_names_the_separator_is_no_data(tmp_path: Path) -> None:
    report, codebook = load("excel_sep_line.csv", tmp_path)
    assert (report.reading.skip, codebook.variables[0].name, report.kept) == (1, "nr", 24)


def test_bytes_of_another_encoding_are_counted(tmp_path: Path) -> None:
    report, _ = load("mixed_encoding.csv", tmp_path)
    assert report.reading.encoding == "utf-8"
    assert report.notes[0].startswith("1 characters could not be read")
    again, codebook = load("mixed_encoding.csv", tmp_path, encoding="windows-1252")
    assert again.notes == ()
    assert [value.code for value in codebook.find("city").values] == ["MalmÃ¶", "Malmö"]


@pytest.mark.parametrize(("name", "said"), [
    ("libreoffice_old.xls", "an old Excel or Office file"),
    ("libreoffice_preamble.ods", "an OpenDocument file"),
])
def test_other_programs_files_are_refused_in_a_sentence(
    name: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(IntakeError, match=said) as refused:
        load(name, tmp_path)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["libreoffice_de_bookings.csv",
                                  "libreoffice_de_bookings_1252.csv"])
def test_german_bookings_reach_the_contract(name: str, tmp_path: Path) -> None:
    report, _ = load(name, tmp_path, "bookings")
    frame = pd.read_parquet(tmp_path / "bookings.parquet")
    assert (report.rows, report.kept) == (20, 20)
    assert frame["kind"].value_counts().to_dict() == {"human": 16, "twin": 4}
    assert set(frame["market"]) <= {"DE", "AT"}
    assert set(frame["channel"]) <= {"editorial", "ecommerce", "runway"}
    assert frame["fee_amount"].between(300, 2500).all()
    assert set(frame["commission_rate"]) == {0.2}
    assert frame["days"].tolist()[3] == 1.5
    assert str(frame["work_on"][0]) == "2025-02-04"


@pytest.mark.parametrize("name", ["duckdb_bookings.csv", "duckdb_bookings.parquet"])
def test_duckdb_exports_are_read_as_they_are(name: str, tmp_path: Path) -> None:
    report, _ = load(name, tmp_path, "bookings")
    assert (report.rows, report.kept) == (40, 40)
    frame = pd.read_parquet(tmp_path / "bookings.parquet")
    shipped = pd.read_csv(FILES.parents[2] / "data" / "ledger" / "bookings.csv", nrows=40)
    assert frame["fee_amount"].fillna(-1).tolist() == shipped["fee_amount"].fillna(-1).tolist()


def test_every_file_here_is_tried() -> None:
    there = {path.name for path in FILES.iterdir() if path.suffix not in (".py", ".md")}
    text = Path(__file__).read_text(encoding="utf-8")
    assert {name for name in there if name not in text} == set()
    assert len(there) >= 30
