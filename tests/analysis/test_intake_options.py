"""Options of a question in columns of their own: known by their numbers, or because it is said."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.intake.ingest import look, take
from analysis.intake.reading import reading_from_json, reading_to_json
from analysis.intake.understand import Request
from analysis.surveys.codebook import load_codebook
from analysis.surveys.design import SurveyDesign
from analysis.surveys.estimates import estimate_shares
from analysis.surveys.survey import open_survey
from pages.shared.intake_changes import column_changes, columns_table

ROWS = 60
QUALTRICS = {"Q5_1": ["Images", "", "Images"], "Q5_2": ["", "", "Video"],
             "Q5_4": ["Voice", "", ""]}
REDCAP = {"q5___1": ["1", "0", "1"], "q5___2": ["0", "0", "1"], "q5___88": ["0", "1", "0"]}
NUMBERS = {"Q7.1": ["1", "", "1"], "Q7.2": ["2", "2", ""]}
YES_NO = {"erlebt_1": ["ja", "nein", "ja"], "erlebt_2": ["nein", "nein", "ja"]}


def file_of(folder: Path, columns: dict[str, list[str]]) -> Path:
    path = folder / "members.csv"
    pd.DataFrame({"Trade": ["Hair", "Photo"] * (ROWS // 2), **{
        name: cells * (ROWS // len(cells)) for name, cells in columns.items()}}).to_csv(
            path, index=False)
    return path


def groups_of(folder: Path) -> dict[str, tuple[str, str]]:
    return {one.name: (one.kind, one.group) for one in load_codebook(folder).variables}


@pytest.mark.parametrize(("columns", "question", "labels"), [
    (QUALTRICS, "Q5", ["Images", "Video", "Voice"]), (REDCAP, "q5", list(REDCAP)),
    (NUMBERS, "Q7", list(NUMBERS)), ({**QUALTRICS, "Q5_5": [""]}, "Q5", [
        "Images", "Video", "Voice", "Q5_5"])])
def test_columns_that_only_say_chosen_are_one_question(
    tmp_path: Path, columns: dict[str, list[str]], question: str, labels: list[str]
) -> None:
    report = take(Request(file_of(tmp_path, columns), "survey", tmp_path))
    flags = [one for one in load_codebook(tmp_path).variables if one.group == question]
    assert [one.name for one in flags] == list(columns)
    assert [one.label for one in flags] == labels
    guess = next(one for one in report.guesses if one.what == f"kind:{flags[0].name}")
    assert guess.value == f"flag, an option of {question!r}"
    assert not guess.sure


def test_shares_are_of_everybody_who_chose_any(tmp_path: Path) -> None:
    """Of three rows one chose images and voice, one nothing, one images and video."""
    take(Request(file_of(tmp_path, QUALTRICS), "survey", tmp_path))
    survey = open_survey(tmp_path, SurveyDesign("census"))
    found = {one.label: (one.count, one.value) for one in estimate_shares(
        survey, of="Q5").estimates if one.code}
    assert found == {"Images": (40, 1.0), "Video": (20, 0.5), "Voice": (20, 0.5)}


@pytest.mark.parametrize("columns", [
    {"wave_1": ["3", "4", "5"], "wave_2": ["3", "1", "2"]},
    {"Q1": ["0", "1", "0"], "Q2": ["1", "0", "0"]},
    {"a_1": ["0", "1", "1"], "Between": ["x", "y", "z"], "a_2": ["1", "0", "0"]},
    {"trade_1": ["Hair", "Photo", "Hair"], "trade_2": ["Photo", "Photo", "Hair"]},
    {"only_1": ["1", "0", "1"]}])
def test_others_stay_questions_of_their_own(
    tmp_path: Path, columns: dict[str, list[str]]
) -> None:
    take(Request(file_of(tmp_path, columns), "survey", tmp_path))
    assert {group for _, group in groups_of(tmp_path).values()} == {""}


def test_yes_and_no_in_words_are_pointed_out_and_grouped_on_demand(tmp_path: Path) -> None:
    path = file_of(tmp_path, YES_NO)
    first = look(Request(path, "survey", tmp_path))[0]
    assert [column.kind for column in first.reading.columns[1:]] == ["nominal", "nominal"]
    assert "perhaps an option of 'erlebt'" in next(
        one.why for one in first.guesses if one.what == "kind:erlebt_2")
    table = columns_table(first)
    edited = table.assign(group=["", "Had already", "Had already"])
    changes = column_changes(table, edited)
    assert changes == {"group:erlebt_1": "Had already", "group:erlebt_2": "Had already"}
    take(Request(path, "survey", tmp_path, settings=changes))
    assert groups_of(tmp_path)["erlebt_2"] == ("flag", "Had already")


def test_an_option_can_be_taken_out_again(tmp_path: Path) -> None:
    path = file_of(tmp_path, REDCAP)
    first = look(Request(path, "survey", tmp_path))[0]
    table = columns_table(first)
    alone, nominal = table.copy(), table.copy()
    alone.loc[1, "group"] = ""
    nominal.loc[1, ["kind", "group"]] = ["nominal", ""]
    assert column_changes(table, nominal) == {"kind:q5___1": "nominal"}
    take(Request(path, "survey", tmp_path, settings=column_changes(table, alone)))
    assert groups_of(tmp_path)["q5___1"] == ("flag", "q5___1")
    assert groups_of(tmp_path)["q5___2"] == ("flag", "q5")
    take(Request(path, "survey", tmp_path, settings=column_changes(table, nominal)))
    assert groups_of(tmp_path)["q5___1"] == ("nominal", "")


def test_what_was_said_is_saved(tmp_path: Path) -> None:
    reading = look(Request(file_of(tmp_path, REDCAP), "survey", tmp_path))[0].reading
    assert reading_from_json(reading_to_json(reading)) == reading
    assert reading.columns[1].group == "q5"


def test_what_a_few_wrote_themselves_names_no_option(tmp_path: Path) -> None:
    own = ["Nadia's wedding", *[""] * 59]
    take(Request(file_of(tmp_path, {**QUALTRICS, "Q5_5": own}), "survey", tmp_path))
    texts = (tmp_path / "codebook.json").read_text("utf-8")
    assert "Voice" in texts
    assert "Nadia" not in texts
