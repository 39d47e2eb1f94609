"""What stands beside withheld figures of a survey and could tell them: weights, errors, marks."""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from made_survey import make_survey
from scipy.optimize import linprog

from analysis.disclosure import ReleaseLog, Rules
from analysis.surveys.codebook import Value
from analysis.surveys.command import describe_crosstab
from analysis.surveys.comparisons import holm
from analysis.surveys.crosstab import CrosstabRequest, estimate_crosstab
from analysis.surveys.crosstab_gate import SOME_WITHHELD
from analysis.surveys.crosstab_letters import FEW
from analysis.surveys.crosstab_verb import release_cells
from analysis.surveys.design import SurveyDesign
from analysis.surveys.difference_gate import DifferenceRequest
from analysis.surveys.means_gate import MeanRequest
from analysis.surveys.question_gate import QuestionRequest
from analysis.surveys.survey import Survey
from analysis.surveys.survey_gate import SurveyGate

PROBABILITY = SurveyDesign("probability")
ALONE = "trade = d and age = 31"
FIGURES = ["weighted_n", "share", "se", "low", "high", "design_effect", "effective_n"]


def released(survey: Survey, request: CrosstabRequest) -> pd.DataFrame:
    return SurveyGate(survey, log=ReleaseLog()).release(request, rules=Rules()).released.frame


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """400 in three strata of one weight each; one of trade d is 31, and said yes."""
    chance = np.random.default_rng(4)
    rows = 400
    stratum = chance.choice(list("abc"), rows, p=[0.6, 0.25, 0.15])
    frame = pl.DataFrame({
        "stratum": stratum, "weight": [{"a": 1.0, "b": 3.0, "c": 11.0}[one] for one in stratum],
        "said": chance.choice(list("1234"), rows, p=[0.5, 0.3, 0.12, 0.08]),
        "answer": ["yes", *chance.choice(["yes", "no", "maybe"], rows - 1)],
        "trade": ["d", *chance.choice(list("abc"), rows - 1)], "age": [31.0] + [40.0] * (rows - 1),
        "joined": chance.choice([0.0, 1.0], rows, p=[0.98, 0.02]),
        "member": ["1"] * 370 + ["0"] * 30, "guest": ["0", "1"] * 200,
        "fortune": [100.0 + at % 50 for at in range(rows - 1)] + [30_000.0],
        "balance": [-5.0, 900_000.0] + [100.0 + at % 50 for at in range(rows - 2)],
    })
    flag = (Value("1", "chosen"), Value("0", "not chosen"))
    return make_survey(
        tmp_path_factory.mktemp("told"), frame, design=PROBABILITY,
        values={"member": flag, "guest": flag}, groups={"member": "ways", "guest": "ways"})


def drawn(members: Survey, design: SurveyDesign) -> Survey:
    return Survey(members.directory, members.codebook, design, members.content_hash)


# --- weights that are the same in a group --------------------------------------------------------

@pytest.mark.parametrize("share", ["column", "row", "total"])
def test_counts_and_weights_together_give_no_withheld_cell_away(
    members: Survey, share: str
) -> None:
    """Of a row with two withheld cells of known weights, both margins would be two equations."""
    frame = released(drawn(members, SurveyDesign("probability", "c002", strata="c001")),
                     CrosstabRequest("said", "stratum", share=share))  # type: ignore[arg-type]
    cells = list(product("1234", "abc"))
    weights = {"a": 1.0, "b": 3.0, "c": 11.0}
    rows, right = [], []
    for one in frame.to_dict("records"):
        inside = np.array([one["row_code"] in (row, "*") and one["column_code"] in (column, "*")
                           for row, column in cells], dtype="float64")
        heavy = inside * [weights[column] for _, column in cells]
        for sums, value in ((inside, one["respondents"]), (heavy, one["weighted_n"])):
            if value == value:
                rows.append(sums)
                right.append(value)
    hidden = [(one["row_code"], one["column_code"]) for one in frame.to_dict("records")
              if pd.isna(one["respondents"]) and "*" not in (one["row_code"], one["column_code"])]
    assert len(hidden) >= 4
    for cell in hidden:
        goal = np.eye(len(cells))[cells.index(cell)]
        ends = [linprog(sign * goal, A_eq=rows, b_eq=right) for sign in (1, -1)]
        assert -ends[1].fun - ends[0].fun >= 10 - 1e-6, cell
    margins = frame[(frame["column_code"] == "*") & frame["row_code"].isin(
        {row for row, _ in hidden})]
    assert margins["respondents"].notna().all()
    assert margins[FIGURES].isna().all().all()
    assert margins["reason"].str.contains("weights or errors").all()


def test_weights_that_differ_within_groups_cost_no_more(members: Survey, tmp_path: Path) -> None:
    frame = pl.read_parquet(members.directory / "survey.parquet").select(
        stratum="c001", said="c003", weight=pl.int_range(400) % 7 + 1.0)
    survey = make_survey(tmp_path, frame, design=SurveyDesign("probability", "weight"))
    found = released(survey, CrosstabRequest("said", "stratum"))
    assert found["respondents"].isna().any()
    assert found.loc[found["column_code"] == "*", "weighted_n"].notna().all()


def test_a_standard_error_tells_nothing_of_how_a_base_lies_in_the_strata(members: Survey) -> None:
    frame = released(drawn(members, SurveyDesign("probability", strata="c001")),
                     CrosstabRequest("said", "stratum"))
    partly = set(frame.loc[frame["respondents"].isna(), "row_code"])
    total = frame[(frame["column_code"] == "*") & (frame["row_code"] != "*")].set_index("row_code")
    assert partly
    assert total["share"].notna().all()
    for row, one in total.iterrows():
        assert pd.isna(one["se"]) == pd.isna(one["design_effect"]) == (row in partly), row
    inner = frame[(frame["column_code"] != "*") & frame["respondents"].notna()]
    assert inner.loc[inner["row_code"] != "*", "se"].notna().all()


# --- marks beside withheld cells ----------------------------------------------------------------

@pytest.mark.parametrize("share", ["column", "row", "total"])
def test_method_and_flag_of_a_withheld_cell_are_withheld(members: Survey, share: str) -> None:
    """The method said "exact" where a cell is 0 or all, and was empty where nobody was asked."""
    gate = SurveyGate(members, log=ReleaseLog())
    found = gate.release(CrosstabRequest(
        "answer", "stratum", where=ALONE, share=share), rules=Rules())  # type: ignore[arg-type]
    question = gate.release_question(QuestionRequest("answer", where=ALONE), rules=Rules())
    for frame in (found.released.frame, question.released.frame):
        assert frame["suppressed"].all()
        assert set(frame["interval"]) == {""}
        assert not frame["low_base"].any()
    assert not any("flagged" in note for note in found.notes)
    assert found.letters == {}


def test_the_command_says_no_more_of_a_withheld_table_than_the_page(members: Survey) -> None:
    crosstab = estimate_crosstab(members, request=CrosstabRequest("answer", "stratum", where=ALONE))
    said = release_cells(crosstab, members, rules=Rules(), log=ReleaseLog())
    printed = describe_crosstab(crosstab, released=said)
    assert crosstab.test_reason.startswith("A test of a table needs at least two")
    assert printed["test_reason"] == SOME_WITHHELD
    assert printed["letters"] == {"rule": FEW, "columns": {}}
    assert not any("flagged" in note for note in printed["notes"])


# --- comparisons --------------------------------------------------------------------------------

def test_no_corrected_p_value_and_no_letter_is_of_a_withheld_figure(members: Survey) -> None:
    gate = SurveyGate(members, log=ReleaseLog())
    found = gate.release_differences(DifferenceRequest("said", "stratum"), rules=Rules())
    frame = found.released.frame
    shown = frame[frame["value"].notna()]
    assert 0 < len(shown) < len(frame)
    assert found.compared == len(shown)
    assert shown["p_corrected"].tolist() == pytest.approx(holm(shown["p_value"].tolist()))
    table = gate.release(CrosstabRequest("said", "stratum"), rules=Rules())
    assert f"over all {len(shown)} pairs" in table.letters_rule


def test_which_pairs_are_named_does_not_say_who_has_answers(members: Survey) -> None:
    """One person: pairs of the groups that have answers would be none, of two people one."""
    found = SurveyGate(members, log=ReleaseLog()).release_differences(
        DifferenceRequest("said", "answer", where=ALONE), rules=Rules())
    assert len(found.released.frame) == 4 * len(list(combinations("123", 2)))
    assert found.released.frame["suppressed"].all()


# --- several answers ----------------------------------------------------------------------------

@pytest.fixture(scope="module")
def choosers(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """93 with two questions of several answers: three chose neither ``a`` nor ``b``."""
    chose = [("1", "1")] * 40 + [("1", "0")] * 20 + [("0", "1")] * 30 + [("0", "0")] * 3
    flag = (Value("1", "chosen"), Value("0", "not chosen"))
    frame = pl.DataFrame({
        "a": [one for one, _ in chose], "c": ["1" if at % 2 else "0" for at in range(93)],
        "b": [one for _, one in chose], "d": ["1" if at % 3 else "0" for at in range(93)]})
    return make_survey(
        tmp_path_factory.mktemp("choosers"), frame, design=PROBABILITY,
        values=dict.fromkeys("abcd", flag), groups={"a": "one", "c": "one", "b": "two", "d": "two"})


def test_who_chose_neither_of_two_answers_is_not_told_by_those_who_chose(choosers: Survey) -> None:
    frame = released(choosers, CrosstabRequest("one", "two"))
    known = frame.set_index(["row_label", "column_label"])["respondents"]
    assert pd.isna(known["a", "b"])
    assert known.drop(("a", "b")).notna().all()


def test_who_chose_neither_is_not_told_by_a_filter_on_one_answer(choosers: Survey) -> None:
    gate = SurveyGate(choosers, log=ReleaseLog())
    for where, hidden in (("", set()), ("b = 1", {"a"})):
        frame = gate.release_question(
            QuestionRequest("one", where=where), rules=Rules()).released.frame
        assert set(frame.loc[frame["respondents"].isna(), "label"]) == hidden
    alone = SurveyGate(choosers, log=ReleaseLog()).release_question(
        QuestionRequest("one", where="b = 1"), rules=Rules()).released
    assert not alone.withheld


# --- means --------------------------------------------------------------------------------------

@pytest.mark.parametrize("of", ["joined", "balance"])
def test_a_mean_of_few_others_or_of_one_great_amount_is_withheld(members: Survey, of: str) -> None:
    """A mean of zeros and eight ones says that eight are ones; a debt does not excuse a fortune."""
    rows = pl.read_parquet(members.directory / "survey.parquet")["c007"]
    assert 0 < rows.sum() < 10
    frame = SurveyGate(members, log=ReleaseLog()).release_means(
        MeanRequest(of), rules=Rules()).released.frame
    assert frame["mean"].isna().all()
    assert frame["sum"].isna().all()


def test_who_is_outside_a_group_of_several_answers_is_not_told_by_what_is_left(
    members: Survey,
) -> None:
    """All less the 370 who chose it are 30, most of whose sum is one fortune."""
    frame = SurveyGate(members, log=ReleaseLog()).release_means(
        MeanRequest("fortune", "ways"), rules=Rules()).released.frame.set_index("group_label")
    assert frame["mean"].isna().to_dict() == {"member": True, "guest": False, "All": False}
