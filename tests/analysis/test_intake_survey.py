"""What is written of a member survey: no name, no rare words, numbers in groups, survey.csv."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import Rules
from analysis.errors import CodebookError, IntakeError
from analysis.intake.bands import band_labels, band_of, parse_bounds, suggest_bounds
from analysis.intake.few import POOLED_LABEL
from analysis.intake.ingest import look, take
from analysis.intake.inside import WIDER
from analysis.intake.personal import FEWEST, INSIDE, article, find_inside
from analysis.intake.reading import reading_from_json, reading_to_json
from analysis.intake.report import report_text
from analysis.intake.understand import Request
from analysis.intake.workspace import Workspace, open_workspace, save_workspace
from analysis.surveys.codebook import POOLED, load_codebook
from analysis.surveys.crosstab import CrosstabRequest, estimate_crosstab
from analysis.surveys.design import SurveyDesign
from analysis.surveys.scripts import write_r_script, write_stata_script
from analysis.surveys.survey import open_survey

PLACES = ("Hair", "Make-up", "Styling")


def people(number: int = 60) -> pd.DataFrame:
    """Invented members: 60 of three trades, five regions of twelve, ages 20 to 79."""
    return pd.DataFrame({
        "Full name": [f"Person Nr{one} Test" for one in range(number)],
        "E-mail": [f"p{one}@example.org" for one in range(number)],
        "Member number": [f"M{one // 2:04d}" for one in range(number)],
        "Postcode": [f"E{one % 5}" for one in range(number)],
        "Trade": [PLACES[one % 3] for one in range(number)],
        "Worried": [("Yes", "No")[one % 2] for one in range(number)],
        "Age": [20 + one % 60 for one in range(number)],
        "Comment": ["", *(["nothing to add, really"] * (number - 1))],
    })


def taken(frame: pd.DataFrame, folder: Path, **settings: str):
    path = folder / "members.csv"
    frame.to_csv(path, index=False)
    return take(Request(path, "survey", folder, settings=settings))


def everything_in(folder: Path) -> str:
    """All texts of the written files but the file that was brought."""
    frame = pd.read_parquet(folder / "survey.parquet")
    return " ".join([
        *(str(cell) for cell in frame.to_numpy().ravel()),
        (folder / "codebook.json").read_text("utf-8"), (folder / "survey.csv").read_text("utf-8")])


def test_the_rule_of_intake_is_that_of_the_gate() -> None:
    assert Rules().minimum == FEWEST
    assert str(FEWEST) in POOLED
    assert POOLED in POOLED_LABEL


def test_what_says_who_somebody_is_is_not_written(tmp_path: Path) -> None:
    report = taken(people(), tmp_path)
    assert [one.column for one in report.personal] == [
        "Full name", "E-mail", "Member number", "Postcode"]
    text = everything_in(tmp_path)
    assert [one for one in ("Person Nr", "example.org", "M00") if one in text] == []
    codebook = load_codebook(tmp_path)
    with pytest.raises(CodebookError, match="no column 'Full name'"):
        codebook.find("Full name")
    assert "left out of what is written" in report_text(report)


def test_member_numbers_become_running_numbers(tmp_path: Path) -> None:
    """Two rows of one person stay two rows of one person, and nothing else is known of it."""
    report = taken(people(), tmp_path)
    number = load_codebook(tmp_path).find("Member number")
    cells = pd.read_parquet(tmp_path / "survey.parquet")[number.column]
    assert number.kind == "id"
    assert cells.tolist()[:5] == ["1", "1", "2", "2", "3"]
    assert cells.nunique() == 30
    assert "written as running numbers" in report_text(report)


@pytest.mark.parametrize("header", ["member", "Mitglied"])
def test_numbers_below_a_header_of_members_become_running_numbers(
    header: str, tmp_path: Path
) -> None:
    frame = people().rename(columns={"Member number": header})
    frame[header] = [str(4711 + 3 * one) for one in range(60)]
    report = taken(frame, tmp_path)
    assert header in [one.column for one in report.personal]
    assert "4711" not in everything_in(tmp_path)
    cells = pd.read_parquet(tmp_path / "survey.parquet")[load_codebook(tmp_path).find(
        header).column]
    assert cells.tolist()[:3] == ["1", "2", "3"]


def test_a_personal_column_is_used_only_where_ten_gave_every_answer(tmp_path: Path) -> None:
    taken(people(), tmp_path, **{"kind:Postcode": "nominal"})
    assert [one.code for one in load_codebook(tmp_path).find("Postcode").values] == [
        "E0", "E1", "E2", "E3", "E4"]
    for kind in ("nominal", "ordinal", "flag"):
        with pytest.raises(IntakeError, match=r"hold a name, and 60 of its answers are given by "
                           "fewer than 10 people, so it is left out") as refused:
            taken(people(), tmp_path, **{"kind:Full name": kind})
        assert "Person Nr" not in str(refused.value)
    path = tmp_path / "members.csv"
    with pytest.raises(IntakeError, match="fewer than 10 people"):
        look(Request(path, "survey", tmp_path, settings={"kind:Full name": "nominal"}))


@pytest.mark.parametrize(("text", "what"), [
    ("call me on 07700 900123", "telephone numbers inside its texts"),
    ("ring +44 7700 970821 after six", "telephone numbers inside its texts"),
    ("Tel. 0171/1234567 bitte", "telephone numbers inside its texts"),
    ("(555) 123-4567", "telephone numbers inside its texts"),
    ("write to anna@example.org, please", "e-mail addresses inside its texts"),
    ("I lost 3 bookings on 01.02.2025 08:30", ""), ("since 2026-03-01 10:00", ""),
    ("paid 1,200,000 in 2024-2025", ""), ("order 0012 of 2025", ""), ("nothing @ all", ""),
])
def test_what_is_written_inside_a_comment_is_found(text: str, what: str) -> None:
    found = find_inside("Comment", ["fine", text])
    assert (found.what if found else "") == what


def test_a_comment_with_a_number_to_call_is_left_out_and_warned_of(tmp_path: Path) -> None:
    frame = people().assign(Comment=["call me on 07700 900123", *[f"word {n} " * 30
                                                                  for n in range(59)]])
    report = taken(frame, tmp_path)
    assert report.personal[-1].column == "Comment"
    assert report.personal[-1].why == "in 1 of 60 filled cells"
    assert "07700" not in everything_in(tmp_path)


def test_who_somebody_is_is_found_below_the_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An id, a comment, a column that seemed empty, and codes that become too many."""
    monkeypatch.setattr("analysis.intake.sniff.SAMPLE_ROWS", 400)
    monkeypatch.setattr("analysis.intake.inside.MOST_CODES", 20)
    rows = [f"R{n},{PLACES[n % 3]},{'' if n % 2 else f'I lost {n} days'},,{PLACES[n % 3]}"
            for n in range(800)]
    rows[500] = "R500,Hair,call me on 07700 900123,anna@example.org,Hair"
    rows[600:640] = [f"R{n}@example.org,Hair,,,u{n}@example.org" for n in range(600, 640)]
    path = tmp_path / "members.csv"
    path.write_text("\n".join(["Response ID,Trade,Comment,More,Works as", *rows]), "utf-8")
    looked, _ = look(Request(path, "survey", tmp_path))
    assert looked.personal == ()
    report = take(Request(path, "survey", tmp_path))
    assert [(one.column, one.what.split()[0]) for one in report.personal] == [
        ("Response ID", "e-mail"), ("Comment", "telephone"), ("More", "e-mail"),
        ("Works as", "e-mail")]
    assert "Comment holds telephone numbers inside its texts (in 1 of 380 filled cells, the " \
        "first on line 502): it is left out." in report.notes
    written = everything_in(tmp_path)
    assert "@" not in written
    assert "07700" not in written
    assert [one.name for one in load_codebook(tmp_path).variables] == ["Trade"]


def test_names_are_found_below_the_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column that was empty at first, and no column of places, which repeat."""
    monkeypatch.setattr("analysis.intake.sniff.SAMPLE_ROWS", 400)
    given, last = ("Åsa", "Émile", "Anna-Lena", "Ola"), ("Öberg", "O’Neil", "van Dam", "Ek")
    people = [f"{one} {other}" for one in given for other in last]
    rows = [f"R{n},{PLACES[n % 3]},," for n in range(400)]
    rows += [f"R{n},{PLACES[n % 3]},{who},{'New York' if n % 2 else 'Los Angeles'}"
             for n, who in enumerate(people)]
    path = tmp_path / "members.csv"
    path.write_text("\n".join(["Response ID,Trade,Who,City", *rows]), "utf-8")
    assert look(Request(path, "survey", tmp_path))[0].personal == ()
    report = take(Request(path, "survey", tmp_path))
    assert [(one.column, one.why) for one in report.personal] == [
        ("Who", "16 of 16 different cells look like one")]
    assert "Who holds a name (16 of 16 different cells look like one): it is left out." \
        in report.notes
    assert "Öberg" not in everything_in(tmp_path)


@settings(max_examples=200, deadline=None)
@given(text=st.one_of(
    st.text(st.sampled_from("ab@.,; <(é\u00a0"), max_size=14).map(lambda one: f"{one}a@b.se"),
    st.text(st.sampled_from("0123456789+ ()/.-\u00a0"), min_size=8, max_size=20)))
def test_the_wider_patterns_find_no_less(text: str) -> None:
    for what, narrow in INSIDE:
        if narrow.search(text):
            found = pc.match_substring_regex(pa.array([text]), WIDER[what])
            assert found.to_pylist() == [True]


def test_things_have_their_article() -> None:
    assert [article(one) for one in ("e-mail address", "name", "telephone numbers inside x")] == [
        "an e-mail address", "a name", "telephone numbers inside x"]


def test_answers_of_a_few_are_counted_together_and_their_words_are_gone(tmp_path: Path) -> None:
    frame = people()
    frame.loc[:8, "Trade"] = "Anna's own salon"
    frame.loc[9:13, "Trade"] = "Prefer not to say"
    report = taken(frame, tmp_path)
    trade = load_codebook(tmp_path).find("Trade")
    assert [(one.code, one.missing) for one in trade.values] == [
        ("Hair", ""), ("Make-up", ""), ("Styling", ""), (POOLED, ""),
        ("Prefer not to say", "refused")]
    assert (pd.read_parquet(tmp_path / "survey.parquet")[trade.column] == POOLED).sum() == 9
    assert "Anna" not in everything_in(tmp_path)
    assert any(note.startswith("Trade: 1 answer that fewer than 10") for note in report.notes)
    frame.loc[9, "Trade"] = "Anna's own salon"
    taken(frame, tmp_path)
    assert POOLED not in [one.code for one in load_codebook(tmp_path).find("Trade").values]


def test_codes_and_answers_in_an_order_are_nobodys_own_words(tmp_path: Path) -> None:
    frame = people().assign(Score=[str(one % 11) for one in range(60)],
                            Often=["Never", *["Often"] * 30, *["Always"] * 29])
    taken(frame, tmp_path, **{"kind:Score": "nominal"})
    codebook = load_codebook(tmp_path)
    assert len(codebook.find("Score").values) == 11
    assert [one.code for one in codebook.find("Often").values] == ["Never", "Often", "Always"]


def test_options_of_a_few_are_one_option(tmp_path: Path) -> None:
    frame = people().assign(Lost=[
        "shows;Nadia's wedding" if one < 3 else ("shows;films" if one % 2 else "films")
        for one in range(60)])
    report = taken(frame, tmp_path, **{"split:Lost": ";"})
    flags = [one for one in load_codebook(tmp_path).variables if one.group == "Lost"]
    assert [one.label for one in flags] == ["films", "shows", POOLED_LABEL]
    cells = pd.read_parquet(tmp_path / "survey.parquet")
    assert [int((cells[one.column] == "1").sum()) for one in flags] == [57, 32, 3]
    assert "Nadia" not in everything_in(tmp_path)
    assert any(note.startswith("Lost: 1 answer") for note in report.notes)


def test_yes_and_no_of_spss_are_answers_not_a_scale(tmp_path: Path) -> None:
    path = tmp_path / "panel.sav"
    frame = pd.DataFrame({"lost": [1.0, 2.0, 8.0, 9.0] * 15, "mood": [0.0, 3.0, 10.0] * 20})
    pyreadstat.write_sav(frame, path, variable_value_labels={
        "lost": {1: "Yes", 2: "No", 8: "Don't know", 9: "Refused"},
        "mood": {0: "Bad", 10: "Good"}})
    take(Request(path, "survey", tmp_path))
    codebook = load_codebook(tmp_path)
    assert codebook.find("lost").kind == "nominal"
    assert [one.missing for one in codebook.find("lost").values] == ["", "", "dont_know",
                                                                    "refused"]
    assert codebook.find("mood").kind == "ordinal", "two ends of a scale are not its answers"


@pytest.mark.parametrize("word", ["Total", "Gesamt:", "Summa"])
def test_a_row_of_totals_is_no_respondent(word: str, tmp_path: Path) -> None:
    frame = people()
    total = pd.DataFrame([{"Trade": word, "Age": 2400}])
    report = taken(pd.concat([frame, total]), tmp_path)
    assert (report.rows, report.kept) == (61, 60)
    assert report.rejects[0]["rule"] == "the last row seems to be a total, not an answer"
    assert any(guess.what == "totals" and not guess.sure for guess in report.guesses)
    rejects = pd.read_csv(tmp_path / "survey.rejects.csv")
    assert rejects["line"].tolist() == [62]
    assert taken(pd.concat([frame, total]), tmp_path, totals="keep").kept == 61


def test_a_note_below_the_totals_is_no_respondent_and_hides_none(tmp_path: Path) -> None:
    """Found in a branch's workbook: its last line named the office, so the total was an answer."""
    frame = people()[["Trade", "Worried", "Age"]]
    below = pd.DataFrame([{"Trade": "Total", "Age": 2400}, {"Trade": "Source: branch office"}])
    report = taken(pd.concat([frame, below]), tmp_path)
    assert (report.rows, report.kept) == (62, 60)
    assert [one["rule"].split("seems to be ")[1] for one in report.rejects] == [
        "a note below the table, not an answer", "a total, not an answer"]
    began = pd.DataFrame([{"Trade": "Styling"}])
    assert taken(pd.concat([frame, began]), tmp_path).kept == 61


def test_an_answer_called_total_stays_where_others_gave_it(tmp_path: Path) -> None:
    frame = people().assign(Trade=[("Total", "Part")[one % 2] for one in range(60)])
    report = taken(frame[["Trade", "Worried", "Age"]].iloc[:59], tmp_path)
    assert report.kept == report.rows == 59


def test_a_number_can_be_grouped(tmp_path: Path) -> None:
    report = taken(people(), tmp_path, **{"bands:Age": "30|45|60"})
    codebook = load_codebook(tmp_path)
    age, groups = codebook.find("Age"), codebook.find("Age (groups)")
    assert (age.kind, groups.kind, groups.label) == ("number", "ordinal", "Age (groups)")
    assert [one.label for one in groups.values] == ["under 30", "30 to 44", "45 to 59",
                                                    "60 and over"]
    cells = pd.read_parquet(tmp_path / "survey.parquet")[[age.column, groups.column]]
    assert cells[cells[age.column] == 44][groups.column].tolist() == ["30 to 44"]
    assert cells[cells[age.column] == 45][groups.column].tolist() == ["45 to 59"]
    assert cells[groups.column].value_counts().to_dict() == {
        "under 30": 10, "30 to 44": 15, "45 to 59": 15, "60 and over": 20}
    again = reading_from_json(reading_to_json(report.reading))
    assert again.columns[again.find("Age")].bands == (30.0, 45.0, 60.0)
    saved = taken(people(), tmp_path)
    why = next(one.why for one in saved.guesses if one.what == "kind:Age")
    assert why == "60 cells are numbers; it could be grouped at 30|45|60"


@pytest.mark.parametrize(("settings", "said"), [
    ({"bands:Age": "60|30"}, "no bounds for 'Age'"), ({"bands:Age": "thirty"}, "for example 30"),
    ({"bands:Age": "nan"}, "no bounds"), ({"bands:Trade": "30"}, "only numbers are grouped"),
    ({"bands:Nothing": "30"}, "no column 'Nothing'"),
])
def test_bounds_that_cannot_be_are_one_sentence(
    settings: dict[str, str], said: str, tmp_path: Path
) -> None:
    with pytest.raises(IntakeError, match=said):
        taken(people(), tmp_path, **settings)


def test_bands_cover_every_number_once() -> None:
    bounds = parse_bounds("Fee", "0, 1.5; 20")
    assert bounds == (0.0, 1.5, 20.0)
    assert [band_of(one, bounds) for one in (-1, 0, 1.49, 1.5, 19, 20, 900)] == [
        0, 1, 1, 2, 2, 3, 3]
    assert band_labels(bounds, whole=False) == ["under 0", "0 to under 1.5", "1.5 to under 20",
                                                "20 and over"]
    assert band_labels((1.0, 2.0, 5.0), whole=True) == ["under 1", "1", "2 to 4", "5 and over"]


def test_suggested_bounds_leave_ten_in_every_band() -> None:
    ages = [float(one) for one in range(20, 80)]
    assert suggest_bounds("age", ages) == (30.0, 45.0, 60.0)
    assert suggest_bounds("Alter", [one for one in ages if one >= 25]) == (45.0, 60.0)
    fees = [100.0 * one for one in range(40)]
    bounds = suggest_bounds("fee", fees)
    sizes = [sum(band_of(one, bounds) == place for one in fees)
             for place in range(len(bounds) + 1)]
    assert len(bounds) == 3
    assert min(sizes) >= FEWEST
    assert suggest_bounds("fee", [5.0] * 40) == () == suggest_bounds("fee", fees[:19])


def test_the_scripts_run_on_the_file_that_is_written(tmp_path: Path) -> None:
    """R is not on this machine: the columns and codes a script names stand in survey.csv."""
    taken(people(), tmp_path, **{"bands:Age": "30|45|60", "kind:Postcode": "nominal"})
    with (tmp_path / "survey.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    survey = open_survey(tmp_path, SurveyDesign())
    assert list(rows[0]) == [one.name for one in survey.codebook.variables]
    assert len(rows) == 60
    request = CrosstabRequest("Trade", "Age (groups)", where='Age >= 30 and Worried = "Yes"')
    script = write_r_script(survey, requests=[request], data_file="survey.csv")
    named = set(re.findall(r'data\[\["([^"]+)"\]\]', script))
    assert named == {"Trade", "Age (groups)", "Age", "Worried"}
    assert named <= set(rows[0])
    levels = re.search(r"db_column <- factor.*?levels = c\(([^)]*)\)", script, re.DOTALL)
    assert levels is not None
    assert {row["Age (groups)"] for row in rows} == set(re.findall(r'"([^"]+)"', levels[1]))
    assert {row["Age"] for row in rows} >= {"20", "79"}
    first = script.splitlines()[2:5]
    assert "survey.csv" in " ".join(first)
    assert "ingest" in " ".join(first)
    stata = write_stata_script(survey, requests=[request], data_file="survey.csv")
    place = list(rows[0]).index("Trade") + 1
    assert re.search(rf"\bv{place}\b", stata)
    assert "survey.csv" in " ".join(stata.splitlines()[2:5])


def test_survey_csv_is_taken_along_held_to_its_hash_and_not_opened(tmp_path: Path) -> None:
    visit, again = tmp_path / "visit", tmp_path / "again"
    visit.mkdir()
    again.mkdir()
    taken(people(), visit)
    path = save_workspace(Workspace(visit), tmp_path / "saved.zip")
    opened = open_workspace(path, again)
    assert opened.files == ("survey.parquet", "codebook.json")
    assert sorted(one.name for one in again.iterdir()) == ["codebook.json", "survey.parquet"]
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    assert entries["survey.csv"] == (visit / "survey.csv").read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content.replace(b"Hair", b"Hare")
                             if name == "survey.csv" else content)
    for one in again.iterdir():
        one.unlink()
    with pytest.raises(IntakeError, match="damaged or was changed"):
        open_workspace(path, again)


def test_survey_csv_alone_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(IntakeError, match="no data to save"):
        save_workspace(Workspace(tmp_path), tmp_path / "x.zip")


def test_two_rows_of_headers_are_both_kept(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text(
        "Members 2026,,,\n\nAbout you,,AI at work,Weight\nTrade,Age,Worried,\n"
        + "".join(f"{PLACES[n % 3]},{n},Very,1.{n % 3}\n" for n in range(40)), encoding="utf-8")
    report = take(Request(path, "survey", tmp_path))
    codebook = load_codebook(tmp_path)
    assert [(one.name, one.label) for one in codebook.variables] == [
        ("Trade", "About you: Trade"), ("Age", "About you: Age"),
        ("Worried", "AI at work: Worried"), ("Weight", "Weight")]
    assert (report.reading.header, report.reading.skip, report.kept) == (2, 2, 40)


def test_a_merged_row_over_two_and_two_columns_names_their_groups(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("About you,,AI at work,\nTrade,Age,Worried,Fee\n" + "".join(
        f"{PLACES[n % 3]},{n},Very,1.{n % 3}\n" for n in range(40)), encoding="utf-8")
    reading = take(Request(path, "survey", tmp_path)).reading
    assert [(one.name, one.label) for one in reading.columns] == [
        ("Trade", "About you: Trade"), ("Age", "About you: Age"),
        ("Worried", "AI at work: Worried"), ("Fee", "AI at work: Fee")]


@pytest.mark.parametrize("above", ["Members 2026,,", "Exported,today,", "2026,2027,2028"])
def test_what_stands_above_a_table_is_not_taken_for_its_header(above: str, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(f"{above}\nTrade,Age,Worried\n" + "".join(
        f"{PLACES[n % 3]},{n},Very\n" for n in range(40)), encoding="utf-8")
    names = [one.name for one in take(Request(path, "survey", tmp_path)).reading.columns]
    assert "Trade" in names or above.startswith("2026")
    assert not any("Exported" in name or "Members" in name for name in names)


def test_headers_that_come_twice_are_told_apart_in_words(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("Q1,Q1,q1\n" + "B,D,E\nA,C,F\n" * 12, encoding="utf-8")
    report, _ = look(Request(path, "survey", tmp_path))
    why = next(one.why for one in report.guesses if one.what == "names")
    assert why.endswith("columns of their own: Q1 as Q1, Q1 as Q1 (2), q1 as q1 (3)")


def test_a_scale_with_quite_in_it_is_in_order(tmp_path: Path) -> None:
    frame = people().assign(How=[("Very", "Quite", "Not at all", "A little")[one % 4]
                                 for one in range(60)])
    taken(frame, tmp_path)
    how = load_codebook(tmp_path).find("How")
    assert (how.kind, [one.code for one in how.values]) == (
        "ordinal", ["Not at all", "A little", "Quite", "Very"])


def test_a_header_like_the_desks_own_names_is_not_taken_for_another_column(tmp_path: Path) -> None:
    """``c002`` stands first in the file: whoever asks for it must not be given the second."""
    frame = pd.DataFrame({"c002": ["a", "b"] * 30, "c001": ["x", "y", "z"] * 20})
    report = taken(frame, tmp_path)
    book = load_codebook(tmp_path)
    assert [(one.column, one.name) for one in book.variables] == [
        ("c001", "c002 of the file"), ("c002", "c001 of the file")]
    assert [value.code for value in book.find("c002 of the file").values] == ["a", "b"]
    assert any("'c002' is called 'c002 of the file'" in note for note in report.notes)
    as_it_is = taken(frame.rename(columns={"c002": "c001", "c001": "c002"}), tmp_path)
    assert [one.name for one in load_codebook(tmp_path).variables] == ["c001", "c002"]
    assert not as_it_is.notes


def test_a_small_branch_is_a_cluster_of_its_own(tmp_path: Path) -> None:
    """Its members' answer may not be shown, but pooled clusters would falsify standard errors."""
    branches = pd.DataFrame({
        "Branch": [f"Branch {'abcdefghijklmnopqrst'[one * one % 97 % 20]}" for one in range(130)],
        "Trade": [PLACES[one % 2] for one in range(130)],
        "Worried": [("Yes", "No")[one * 7 % 13 % 2] for one in range(130)]})
    numbered = branches.assign(Branch=branches["Branch"].rank(method="dense").astype(int))
    frames = []
    for name, frame in (("words", branches), ("codes", numbered)):
        folder = tmp_path / name
        folder.mkdir()
        report = taken(frame, folder, **{"kind:Branch": "nominal"})
        survey = open_survey(folder, SurveyDesign("probability", cluster="Branch"))
        assert bool(report.notes) == (name == "words")
        frames.append(estimate_crosstab(
            survey, request=CrosstabRequest("Worried", "Trade")).cells)
    pd.testing.assert_series_equal(*(one["se"] for one in frames))
    held = load_codebook(tmp_path / "words").find("Branch (each)")
    assert (held.kind, held.values) == ("id", ())
    assert POOLED in [one.code for one in load_codebook(tmp_path / "words").find("Branch").values]
    assert "Branch q" not in everything_in(tmp_path / "words")
