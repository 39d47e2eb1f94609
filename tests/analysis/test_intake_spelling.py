"""Answers that differ only in capitals or blanks: stripped, pointed out, joined on demand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import IntakeError
from analysis.intake.ingest import take
from analysis.intake.reading import Reading, reading_from_json, reading_to_json
from analysis.intake.report import Report
from analysis.intake.spelling import find_spellings, join_texts, key_of, say_spellings
from analysis.intake.understand import Request
from analysis.surveys.codebook import load_codebook
from pages.shared.intake_changes import column_changes, columns_table, pointed_lines

MEMBERS = pd.DataFrame({
    "Trade": ["Hair", "hair ", "HAIR", "Make-up", "Hair", "Set  design"] * 12 + ["Set design"] * 3,
    "Used": ["phone; Web", "Phone", "web", "phone;web", "Phone; Web"] * 15,
    "Worry": ["very worried", "Very worried", "not at all worried", "Fairly worried",
              "very  worried"] * 15,
})
NOTE = "count as different"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spelt") / "members.csv"
    MEMBERS.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def apart(path: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    folder = tmp_path_factory.mktemp("apart")
    return take(Request(path, "survey", folder)), folder


def counts(folder: Path, name: str) -> dict[str, int]:
    column = load_codebook(folder).find(name).column
    return pd.read_parquet(folder / "survey.parquet")[column].value_counts().to_dict()


def test_blanks_around_a_cell_are_taken_off_and_counted(apart: tuple[Report, Path]) -> None:
    report, folder = apart
    assert "Blanks around 12 cells were taken off (Trade 12)." in report.notes
    assert counts(folder, "Trade")["hair"] == 12


def test_other_spellings_are_said_with_counts_and_stay(apart: tuple[Report, Path]) -> None:
    report, folder = apart
    said = {note.partition(":")[0]: note for note in report.notes if NOTE in note}
    assert "'Hair' 24 times, 'HAIR' 12 times, 'hair' 12 times; " in said["Trade"]
    assert "same:Trade=join" in said["Trade"]
    assert counts(folder, "Trade")["HAIR"] == 12
    assert "'Phone' 30 times, 'phone' 30 times" in said["Used"]
    why = next(guess.why for guess in report.guesses if guess.what == "kind:Trade")
    assert "some differ only in capitals or blanks: 'Hair' 24 times, 'HAIR' 12 times" in why


def test_a_spelling_of_a_few_is_not_named_in_what_is_kept(apart: tuple[Report, Path]) -> None:
    """Nor is its word in the codebook: a name may be among what few people wrote."""
    note = next(note for note in apart[0].notes if NOTE in note and note.startswith("Trade"))
    assert "'Set  design' 12 times, another spelling 3 times" in note
    assert "'Set design' 3 times" not in note


def test_they_are_joined_where_the_loader_says_so(path: Path, tmp_path: Path) -> None:
    report = take(Request(path, "survey", tmp_path, settings={
        "same:Trade": "join", "same:Used": "join", "same:Worry": "join"}))
    assert counts(tmp_path, "Trade") == {"Hair": 48, "Set  design": 15, "Make-up": 12}
    assert not [note for note in report.notes if NOTE in note]
    flags = [one.name for one in load_codebook(tmp_path).variables if one.kind == "flag"]
    assert flags == ["Used: Phone", "Used: Web"]
    worry = load_codebook(tmp_path).find("Worry")
    assert worry.kind == "ordinal"
    assert [one.code for one in worry.values] == [
        "not at all worried", "Fairly worried", "Very worried"]
    why = next(guess.why for guess in report.guesses if guess.what == "kind:Trade")
    assert "capitals" not in why
    assert reading_from_json(reading_to_json(report.reading)) == report.reading


def test_a_reading_saved_before_joins_nothing() -> None:
    raw = reading_to_json(Reading("csv"))
    found = reading_from_json({**raw, "columns": [{"name": "Trade"}]})
    assert (found.columns[0].same, found.columns[0].kept) == (False, ())


def test_only_join_and_apart_are_accepted(path: Path, tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="Choose one of: join, apart"):
        take(Request(path, "survey", tmp_path, settings={"same:Trade": "yes"}))


def test_the_page_has_a_box_for_it(apart: tuple[Report, Path]) -> None:
    table = columns_table(apart[0])
    assert table["same"].tolist() == [False, False, False]
    after = table.copy()
    after.loc[0, "same"] = True
    assert column_changes(table, after) == {"same:Trade": "join"}
    assert column_changes(after, table) == {"same:Trade": "apart"}
    lines = pointed_lines(apart[0].guesses)
    assert [line.split("**")[1] for line in lines] == ["Trade", "Used", "Worry"]
    assert "'Set  design' 12 times, 'Set design' 3 times" in lines[0]


def test_what_is_told_apart_is_more_than_capitals_and_blanks() -> None:
    assert key_of(" Set\u00a0 Design ") == key_of("set design")
    assert find_spellings({"Hair": 3, "Hairs": 2, "hair-": 1}) == []
    assert join_texts(["a", "B", "A", "A", "b", "B"]) == ["A", "B", "A", "A", "B", "B"]
    many = Counter({one: 20 for word in "abcde" for one in (word, word.upper())})
    assert say_spellings(many, all_words=True).endswith("; 2 more")
