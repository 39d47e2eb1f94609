"""Crosstabs: cells by hand, letters and their rule, what a gate needs, scripts, the command."""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_survey import golden_values, make_survey, read_golden

from analysis.errors import SurveyError
from analysis.surveys.codebook import Value
from analysis.surveys.command import (
    CELL_COLUMNS,
    ReleasedCells,
    add_crosstab_options,
    run_crosstab,
)
from analysis.surveys.crosstab import CrosstabRequest, UnreleasedCrosstab, estimate_crosstab
from analysis.surveys.crosstab_gate import low_base_notes
from analysis.surveys.crosstab_letters import letter_at
from analysis.surveys.design import Margin, ReplicateWeights, SurveyDesign
from analysis.surveys.script_stata import text_stata
from analysis.surveys.scripts import write_r_script, write_stata_script
from analysis.surveys.survey import Survey

NEED = ["low", "middle", "high"]
STRATIFIED = SurveyDesign("probability", "pw", strata="stype", population="fpc")
FLAG = (Value("1", "chosen"), Value("0", "not chosen"))


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    frame = read_golden("strat").with_columns(
        many=(pl.col("enroll") > 500).cast(pl.Int8).cast(pl.String),
        learners=(pl.col("ell") > 20).cast(pl.Int8).cast(pl.String))
    return make_survey(
        tmp_path_factory.mktemp("schools"), frame, design=STRATIFIED, ordinal={"need": NEED},
        groups={"many": "traits", "learners": "traits"}, values={"many": FLAG, "learners": FLAG})


def cell(crosstab: UnreleasedCrosstab, row: str, column: str) -> pd.Series:
    frame = crosstab.cells
    found = frame[(frame["row_code"] == row) & (frame["column_code"] == column)]
    assert len(found) == 1
    return found.iloc[0]


def test_cells_are_the_golden_shares(schools: Survey) -> None:
    """The same values as R's svyby(~need, ~comp.imp, …); see golden/README.md."""
    golden = golden_values()
    crosstab = estimate_crosstab(schools, request=CrosstabRequest("need", "comp.imp"))
    for row in NEED:
        for column in ("No", "Yes"):
            name = f"need={row}|comp.imp={column}"
            one = cell(crosstab, row, column)
            assert one["share"] == pytest.approx(golden["strat", "column_share", name], rel=1e-6)
            assert one["se"] == pytest.approx(golden["strat", "column_share_se", name], rel=1e-6)
    assert cell(crosstab, "low", "*")["share"] == pytest.approx(
        golden["strat", "share", "need=low"], rel=1e-6)
    assert crosstab.test is not None


def test_margins_add_up_and_every_cell_has_its_base(schools: Survey) -> None:
    crosstab = estimate_crosstab(schools, request=CrosstabRequest("need", "stype"))
    frame = crosstab.cells
    assert len(frame) == 4 * 4
    inner = frame[~frame["row_total"] & ~frame["column_total"]]
    for column in "EHM":
        part = inner[inner["column_code"] == column]
        total = cell(crosstab, "*", column)
        assert part["share"].sum() == pytest.approx(1)
        assert part["respondents"].sum() == total["respondents"] == total["base_n"]
        assert part["weighted_n"].sum() == pytest.approx(total["weighted_n"])
    assert inner["respondents"].sum() == crosstab.base_n == 200
    assert crosstab.weighted_n == pytest.approx(inner["weighted_n"].sum())


@pytest.mark.parametrize("share", ["column", "row", "total"])
def test_shares_of_columns_rows_and_the_total(schools: Survey, share: str) -> None:
    crosstab = estimate_crosstab(
        schools, request=CrosstabRequest("need", "comp.imp", share=share))  # type: ignore[arg-type]
    for _, one in crosstab.cells.iterrows():
        assert one["share"] == pytest.approx(one["weighted_n"] / one["weighted_base"])
    assert bool(crosstab.letters.columns) == (share == "column")


TABLES = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.floats(0.1, 9)),
                  min_size=1, max_size=40)


@given(TABLES, st.sampled_from(["column", "row", "total"]))
@settings(max_examples=25, deadline=None)
def test_any_table_adds_up(rows: list[tuple[str, str, float]], share: str) -> None:
    frame = pl.DataFrame(rows, schema=["a", "b", "w"], orient="row")
    with tempfile.TemporaryDirectory() as folder:
        survey = make_survey(Path(folder), frame, design=SurveyDesign("self-selected", "w"))
        crosstab = estimate_crosstab(
            survey, request=CrosstabRequest("a", "b", share=share))  # type: ignore[arg-type]
    frame_ = crosstab.cells
    inner = frame_[~frame_["row_total"] & ~frame_["column_total"]]
    if share == "total":
        assert inner["share"].sum() == pytest.approx(1)
    else:
        key = "column_code" if share == "column" else "row_code"
        assert inner.groupby(key)["share"].sum().tolist() == pytest.approx(
            [1] * inner[key].nunique())
    assert inner["respondents"].sum() == len(rows)
    assert frame_["se"].isna().all()
    assert (frame_["letters"] == "").all()
    assert crosstab.test is None


def test_letters_follow_their_rule(schools: Survey) -> None:
    crosstab = estimate_crosstab(schools, request=CrosstabRequest("need", "stype"))
    assert crosstab.letters.columns == {"E": "A", "H": "B", "M": "C"}
    assert len(crosstab.comparisons) == 3 * 3
    expected = {(one.code, one.second if one.value > 0 else one.first)
                for one in crosstab.comparisons if one.p_corrected < 0.05}
    lettered = {(row, column) for row, column in crosstab.letters.of}
    assert lettered == expected
    assert cell(crosstab, "low", "H")["letters"] == "AC"
    assert cell(crosstab, "high", "E")["letters"] == "B"
    assert cell(crosstab, "low", "*")["letters"] == ""
    for words in ("two-sided", "5%", "Holm", "9 pairs", "at least 30"):
        assert words in crosstab.letters.rule


def test_raw_p_below_5_percent_alone_earns_no_letter(schools: Survey) -> None:
    """Low need in E against M: Holm must be able to take a letter away."""
    crosstab = estimate_crosstab(schools, request=CrosstabRequest("need", "stype"))
    only_raw = [one for one in crosstab.comparisons if one.p_value < 0.05 <= one.p_corrected]
    assert only_raw
    for one in only_raw:
        higher, lower = (one.second, one.first) if one.value > 0 else (one.first, one.second)
        letters = crosstab.letters.of.get((one.code, higher), "")
        assert crosstab.letters.columns[lower] not in letters


def test_columns_of_few_get_no_letters_and_a_flag(schools: Survey) -> None:
    crosstab = estimate_crosstab(
        schools, request=CrosstabRequest("need", "stype", where="api00 < 600"))
    small = [one for one in "EHM" if cell(crosstab, "*", one)["base_n"] < 30]
    assert small
    assert all(cell(crosstab, "low", one)["low_base"] for one in small)
    assert not {one for pair in crosstab.comparisons for one in (pair.first, pair.second)} & set(
        small)
    assert any("flagged" in note for note in low_base_notes(crosstab.cells))


@pytest.mark.parametrize(
    "sampling", ["census attempt", "quota or opt-in panel", "self-selected", "unknown"])
def test_no_letter_no_test_no_error_without_a_probability_sample(
    schools: Survey, sampling: str,
) -> None:
    survey = replace(schools, design=replace(schools.design, sampling=sampling))
    crosstab = estimate_crosstab(survey, request=CrosstabRequest("need", "stype"))
    assert crosstab.test is None
    assert crosstab.comparisons == ()
    assert crosstab.letters.of == {}
    for name in ("se", "low", "high", "df", "design_effect", "effective_n"):
        assert crosstab.cells[name].isna().all()
    assert (crosstab.cells["letters"] == "").all()
    assert crosstab.why in crosstab.test_reason
    assert set(crosstab.cells["reason"]) == {crosstab.why}


def test_several_answers_in_rows_and_in_columns(schools: Survey) -> None:
    rows = estimate_crosstab(schools, request=CrosstabRequest("traits", "stype"))
    assert rows.rows.multiple
    assert rows.test is None
    assert "Several answers" in rows.test_reason
    assert rows.letters.of
    inner = rows.cells[~rows.cells["row_total"] & ~rows.cells["column_total"]]
    # The base of a column is everybody asked, not the sum of answers.
    assert set(inner[inner["column_code"] == "E"]["base_n"]) == {100}
    columns = estimate_crosstab(schools, request=CrosstabRequest("stype", "traits"))
    assert columns.letters.of == {}
    assert "overlap" in columns.letters.rule
    assert any("need not add up to 100%" in note for note in columns.notes)


def test_respondents_are_people_where_a_column_says_who_they_are(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": ["x", "x", "y", "y"], "b": ["1", "1", "1", "2"],
                          "who": ["p", "p", "q", "q"]})
    survey = make_survey(tmp_path, frame, design=SurveyDesign("unknown", respondent="who"))
    crosstab = estimate_crosstab(survey, request=CrosstabRequest("a", "b"))
    one = cell(crosstab, "x", "1")
    assert (one["respondents"], one["base_respondents"], one["base_n"]) == (1, 2, 3)
    assert cell(crosstab, "*", "*")["respondents"] == 2


def test_the_table_says_what_a_gate_and_its_log_need(schools: Survey) -> None:
    crosstab = estimate_crosstab(
        schools, request=CrosstabRequest("need", "stype", where="api00 >= 600 and stype != H"))
    assert (crosstab.rows.key, crosstab.columns.key) == ("c014", "c001")
    assert str(crosstab.resolved) == "c001 != H and c005 >= 600"
    assert crosstab.content_hash == schools.content_hash
    assert "low" not in repr(crosstab)
    assert set(CELL_COLUMNS) - {"suppressed"} <= {*crosstab.cells.columns}


def test_what_cannot_be_crossed(schools: Survey, tmp_path: Path) -> None:
    with pytest.raises(SurveyError, match="two different"):
        estimate_crosstab(schools, request=CrosstabRequest("need", "need"))
    with pytest.raises(SurveyError, match="no base of a share"):
        estimate_crosstab(
            schools, request=CrosstabRequest("need", "stype", share="cell"))  # type: ignore[arg-type]
    many = make_survey(tmp_path, pl.DataFrame({
        "a": [str(one) for one in range(60)], "b": [str(one) for one in range(60)]}))
    with pytest.raises(SurveyError, match="at most 2,000"):
        estimate_crosstab(many, request=CrosstabRequest("a", "b"))


def test_an_empty_filter_result_is_no_error(schools: Survey) -> None:
    crosstab = estimate_crosstab(
        schools, request=CrosstabRequest("need", "stype", where="api00 > 2000"))
    assert crosstab.base_n == 0
    assert crosstab.cells["share"].isna().all()
    assert crosstab.test is None


def test_letters_go_on_after_z() -> None:
    assert [letter_at(one) for one in (0, 25, 26, 27, 52, 701, 702)] == [
        "A", "Z", "AA", "AB", "BA", "ZZ", "AAA"]


# The command.

def everything(crosstab: UnreleasedCrosstab, survey: Survey) -> ReleasedCells:
    return ReleasedCells(crosstab.cells.assign(suppressed=False), crosstab.base_n,
                         crosstab.weighted_n, (crosstab.rows.missing, crosstab.columns.missing),
                         (), inference=True, letters=crosstab.letters)


def first_withheld(crosstab: UnreleasedCrosstab, survey: Survey) -> ReleasedCells:
    """A gate that leaves its numbers in, as a faulty one might."""
    cells = crosstab.cells.assign(suppressed=False)
    cells.loc[0, ["suppressed", "reason"]] = [True, "few"]
    return ReleasedCells(cells, None, None, None, ("One cell is withheld.",), inference=False,
                         letters=crosstab.letters)


def run(survey: Survey, *more: str, release: object = everything) -> int:
    parser = argparse.ArgumentParser()
    add_crosstab_options(parser)
    options = parser.parse_args([str(survey.directory), "--rows", "need", "--cols", "stype", *more])
    return run_crosstab(options, release=release)  # type: ignore[arg-type]


PROBABILITY = ("--sampling", "probability", "--weight", "pw", "--strata", "stype",
               "--population", "fpc")


def test_command_prints_a_table(schools: Survey, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(schools, *PROBABILITY) == 0
    said = capsys.readouterr().out
    assert "54.0% AC" in said
    assert "H (B)" in said
    assert "Rao-Scott test: F = 4.350" in said
    assert "Holm" in said


def test_command_without_a_class_gives_no_inference(
    schools: Survey, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(schools, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sampling"] == "unknown"
    assert told["test"] is None
    assert told["letters"]["columns"] == {}
    assert {one["se"] for one in told["cells"]} == {None}
    assert told["cells"][0]["share"] == pytest.approx(0.25)


def test_command_as_json_has_the_documented_shape(
    schools: Survey, capsys: pytest.CaptureFixture[str],
) -> None:
    run(schools, *PROBABILITY, "--json", "--where", 'meals > 10 and "sch.wide" = Yes')
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {
        "rows", "columns", "share_of", "filter", "sampling", "why", "base_n", "weighted_n",
        "letters", "test", "test_reason", "notes", "withheld", "cells"}
    assert told["filter"] == "meals > 10 and sch.wide = Yes"
    assert all(tuple(one) == CELL_COLUMNS for one in told["cells"])
    assert told["rows"]["missing"]["no_answer"] == 0


def test_command_shows_nothing_of_a_withheld_cell(
    schools: Survey, capsys: pytest.CaptureFixture[str],
) -> None:
    run(schools, *PROBABILITY, release=first_withheld)
    said = capsys.readouterr().out
    assert "withheld" in said
    assert "25.0%" not in said
    assert "Rao-Scott" not in said
    run(schools, *PROBABILITY, "--json", release=first_withheld)
    told = json.loads(capsys.readouterr().out)
    assert told["withheld"] == 1
    assert {name for name, value in told["cells"][0].items() if value is not None} == {
        "row_code", "row_label", "row_total", "column_code", "column_label", "column_total",
        "suppressed", "reason"}
    assert told["base_n"] is None
    assert told["rows"]["missing"] is None


def test_command_says_what_is_wrong(schools: Survey) -> None:
    with pytest.raises(SurveyError, match="not a sampling class"):
        run(schools, "--sampling", "nearly random")
    with pytest.raises(SurveyError, match="There is no"):
        run(replace(schools, directory=Path("nowhere")))


# Scripts.

AWKWARD = 'need "free" \\meal`s $x'


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Survey, Path]:
    folder = tmp_path_factory.mktemp("awkward")
    frame = read_golden("strat").rename({"need": AWKWARD, "comp.imp": "Größe / trade"})
    frame.write_csv(folder / 'my "members".csv')
    return make_survey(folder / "survey", frame, design=STRATIFIED, ordinal={AWKWARD: NEED}), folder


def test_names_are_quoted_for_r(awkward: tuple[Survey, Path]) -> None:
    survey, _ = awkward
    script = write_r_script(survey, requests=[CrosstabRequest(AWKWARD, "Größe / trade")],
                            data_file='my "members".csv')
    assert r'data[["need \"free\" \\meal`s $x"]]' in script
    assert r'read.csv("my \"members\".csv"' in script
    assert "strata = ~db_strata, fpc = ~db_population" in script


def test_names_are_quoted_for_stata(awkward: tuple[Survey, Path]) -> None:
    survey, _ = awkward
    script = write_stata_script(survey, requests=[CrosstabRequest(AWKWARD, "Größe / trade")],
                                data_file="my.csv")
    assert "label variable v14 `\"need \"free\" \\meal\\`s \\$x\"'" in script
    assert "svyset _n [pweight=db_weight], singleunit(centered) strata(db_strata)" in script
    assert "svy, subpop(db_base): tabulate db_row db_column, column se ci deff obs" in script
    assert text_stata("a\"'b\nc") == "`\"a\" 'b c\"'"


def test_a_name_cannot_leave_its_comment(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a\nquit()": ["x", "y"], "b": ["1", "2"]})
    survey = make_survey(tmp_path, frame)
    request = CrosstabRequest("a\nquit()", "b")
    for script in (write_r_script(survey, requests=[request], data_file="f\n.csv"),
                   write_stata_script(survey, requests=[request], data_file="f\n.csv")):
        assert not any(line.startswith("quit") for line in script.splitlines())


def test_scripts_compute_no_error_where_none_is_allowed(schools: Survey) -> None:
    survey = replace(schools, design=replace(schools.design, sampling="self-selected"))
    request = CrosstabRequest("need", "stype")
    r = write_r_script(survey, requests=[request], data_file="f.csv")
    stata = write_stata_script(survey, requests=[request], data_file="f.csv")
    assert "svyby" not in r
    assert "svychisq" not in r
    assert "svy," not in stata
    assert "Respondents chose themselves" in r


def test_scripts_need_names_that_differ(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": ["x", "y"], "A ": ["x", "y"], "b": ["1", "2"]})
    survey = make_survey(tmp_path, frame)
    codebook = survey.codebook
    same = tuple(replace(one, name="a") if one.column == "c002" else one
                 for one in codebook.variables)
    survey = replace(survey, codebook=replace(codebook, variables=same))
    with pytest.raises(SurveyError, match="2 columns are called"):
        write_r_script(survey, requests=[CrosstabRequest("c001", "b")], data_file="f.csv")


@pytest.mark.parametrize(("margins", "rake"), [
    ((Margin("c001", (("E", 4421.0), ("H", 755.0), ("M", 1018.0))),),
     "rake(db_margin1_2 db_margin1_3, totals(_cons=6194 db_margin1_2=755 db_margin1_3=1018))"),
    ((Margin("c001", (("E", 0.5), ("H", 0.3), ("M", 0.2)), "share"),),
     "rake(db_margin1_2 db_margin1_3, totals(_cons=`db_all' db_margin1_2=`db_margin1_2' "
     "db_margin1_3=`db_margin1_3'))"),
])
def test_stata_rakes_to_the_margins(
    schools: Survey, margins: tuple[Margin, ...], rake: str
) -> None:
    survey = replace(schools, design=replace(schools.design, margins=margins))
    script = write_stata_script(
        survey, requests=[CrosstabRequest("need", "comp.imp")], data_file="f")
    declared = next(line for line in script.splitlines() if line.startswith("svyset"))
    assert declared.endswith(rake)
    assert "generate byte db_margin1_2 = v1 == `\"H\"'" in script
    census = replace(survey, design=replace(survey.design, sampling="census attempt"))
    script = write_stata_script(
        census, requests=[CrosstabRequest("need", "comp.imp")], data_file="f")
    assert "svycal rake db_margin1_2 db_margin1_3 [pweight=db_weight]" in script
    assert "svyset" not in script


def test_stata_refuses_what_it_cannot_rebuild(schools: Survey) -> None:
    weights = ReplicateWeights(("c011", "c012"), "brr", scale=(0.5, 0.5))
    design = SurveyDesign("probability", schools.design.weight, replicates=weights)
    with pytest.raises(SurveyError, match="cannot carry scales"):
        write_stata_script(replace(schools, design=design),
                           requests=[CrosstabRequest("need", "comp.imp")], data_file="f")


RAKED = (Margin("stype", (("E", 4421.0), ("H", 755.0), ("M", 1018.0))),
         Margin("sch.wide", (("No", 0.2), ("Yes", 0.8)), "share"))
IN_R = {
    "strata": ("strat", STRATIFIED),
    "clusters raked": ("clus1", SurveyDesign("probability", "pw", cluster="dnum",
                                             population="fpc", margins=RAKED)),
    "replicates": ("clus1", SurveyDesign("probability", "pw", replicates=ReplicateWeights(
        tuple(f"jk1_{place}" for place in range(1, 16)), "jk1"))),
}


@pytest.mark.usefixtures("r_with_survey")
@pytest.mark.parametrize("name", IN_R)
def test_the_r_script_gives_the_same_table(tmp_path: Path, name: str) -> None:
    data, design = IN_R[name]
    frame = read_golden(data).rename({"need": AWKWARD})
    frame.write_csv(tmp_path / "file.csv")
    survey = make_survey(tmp_path / "survey", frame, design=design, ordinal={AWKWARD: NEED})
    request = CrosstabRequest(AWKWARD, "comp.imp", where="meals > 5 and api00 <= 900")
    script = write_r_script(survey, requests=[request], data_file="file.csv")
    ask = "found <- svyby(~db_row, ~db_column, part, svymean)\n" + "".join(
        f"cat(sprintf('%.15g\\n', as.numeric(unlist({what}(found)))))\n" for what in ("coef", "SE"))
    (tmp_path / "script.R").write_text(script + ask, encoding="utf-8")
    said = subprocess.run(["Rscript", "script.R"], cwd=tmp_path, capture_output=True, text=True,
                          check=True).stdout.split("\n")
    numbers = [float(one) for one in said[-13:-1]]
    crosstab = estimate_crosstab(survey, request=request)
    ours = [cell(crosstab, row, column) for row in NEED for column in ("No", "Yes")]
    assert [one["share"] for one in ours] == pytest.approx(numbers[:6], rel=1e-6)
    assert [one["se"] for one in ours] == pytest.approx(numbers[6:], rel=1e-5)
