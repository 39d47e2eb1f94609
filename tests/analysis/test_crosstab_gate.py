"""Crosstabs through the gate: what is shown, what is withheld, what an exhibit says of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from made_survey import make_survey, read_golden

from analysis.commands import main
from analysis.disclosure import ReleaseLog, Rules
from analysis.errors import DisclosureError
from analysis.exhibits.crosstabs import build_crosstab, crosstab_title
from analysis.exhibits.own_survey import Loaded, Told
from analysis.exports import to_csv, to_html, to_json
from analysis.surveys.codebook import Value
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.crosstab_gate import ReleasedCrosstab
from analysis.surveys.design import SurveyDesign
from analysis.surveys.ordinals import Ordinals
from analysis.surveys.survey_gate import SurveyGate
from analysis.surveys.where import parse_filter

FLAG = (Value("1", "chosen"), Value("0", "not chosen"))
DESIGN = SurveyDesign("probability", "pw", strata="stype", population="fpc")
SAID = Told(Loaded("A survey", date(2026, 11, 25), "abc"))
BY_KIND = CrosstabRequest("need", "stype")
BY_AIM = CrosstabRequest("need", "comp.imp")
LOOSE = Rules(minimum=5, width=5)
"""Under which R's 200 schools in strata of three weights show a table of two questions whole."""
Gate = Callable[..., SurveyGate]


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    """``gate(design)``: a fresh gate with a log of its own, on R's schools."""
    frame = read_golden("strat").with_columns(
        many=(pl.col("enroll") > 500).cast(pl.Int8).cast(pl.String),
        learners=(pl.col("ell") > 20).cast(pl.Int8).cast(pl.String))
    count = iter(range(1000))

    def make(design: SurveyDesign = DESIGN, *, log: ReleaseLog | None = None) -> SurveyGate:
        survey = make_survey(
            tmp_path_factory.getbasetemp() / f"schools{next(count)}", frame, design=design,
            ordinal={"need": ["low", "middle", "high"]},
            groups={"many": "traits", "learners": "traits"},
            values={"many": FLAG, "learners": FLAG})
        return SurveyGate(survey, log=log or ReleaseLog())

    return make


def cells(crosstab: ReleasedCrosstab) -> dict[tuple[str, str], dict[str, object]]:
    return {(row["row_code"], row["column_code"]): row
            for row in crosstab.released.frame.to_dict("records")}


def test_enough_everywhere_is_shown_whole_with_test_and_letters(gate: Gate) -> None:
    found = gate(SurveyDesign("probability")).release(BY_AIM, rules=LOOSE)
    assert found.released.withheld == 0
    assert found.test.startswith("Rao-Scott")
    assert list(found.letters.values()) == ["A", "B"]
    assert cells(found)["*", "*"]["respondents"] == 200


def test_a_small_cell_takes_what_would_give_it_away_and_the_test(gate: Gate) -> None:
    found = gate().release(BY_KIND, rules=Rules())
    hidden = {key for key, row in cells(found).items() if pd.isna(row["respondents"])}
    assert hidden == {("middle", "H"), ("middle", "M"), ("high", "H"), ("high", "M")}
    frame = found.released.frame
    numbers = ["weighted_n", "share", "se", "low", "high", "effective_n"]
    assert frame.loc[frame["suppressed"], numbers].isna().all().all()
    margins = frame[frame["suppressed"] & frame["respondents"].notna()]
    assert list(margins["row_code"] + margins["column_code"]) == ["middle*", "high*"]
    assert (frame.loc[frame["suppressed"], "letters"] == "").all()
    assert not frame.loc[frame["suppressed"], "low_base"].any()
    assert found.test.startswith("No test: some cells are withheld")


def test_letters_never_point_at_a_withheld_cell(gate: Gate) -> None:
    found = gate().release(BY_KIND, rules=Rules())
    hidden = {(row, found.letters[column]) for row, column in cells(found)
              if column != "*" and cells(found)[row, column]["suppressed"]}
    for (row, _), one in cells(found).items():
        assert not any((row, letter) in hidden for letter in str(one["letters"]))
    assert any(one["letters"] for one in cells(found).values())


def test_a_looser_rule_later_shows_nothing_more(gate: Gate) -> None:
    asked = gate()
    strict = cells(asked.release(BY_KIND, rules=Rules()))
    loose = cells(asked.release(BY_KIND, rules=Rules(minimum=5, width=5)))
    assert {key for key, row in strict.items() if row["suppressed"]} <= {
        key for key, row in loose.items() if row["suppressed"]}


def test_a_cell_of_two_by_stratum_takes_errors_and_letters_alone(gate: Gate) -> None:
    found = gate().release(BY_AIM, rules=LOOSE)
    frame = found.released.frame
    assert frame[["respondents", "weighted_n", "share"]].notna().all().all()
    assert not frame["suppressed"].any()
    without = frame["reason"].str.startswith("standard error and interval withheld")
    assert 0 < without.sum() == found.released.withheld
    assert frame.loc[without, ["se", "low", "high", "design_effect"]].isna().all().all()
    assert (frame.loc[without, "letters"] == "").all()
    assert found.test.startswith("No test: some cells are withheld")


def test_another_visit_meets_the_tables_of_the_first(gate: Gate, tmp_path: Path) -> None:
    """The same file, another process or day: the log knows it by its content."""
    design = SurveyDesign("probability")
    all_of_them = CrosstabRequest("need", "comp.imp")
    without_few = CrosstabRequest("need", "comp.imp", where="api00 > 400")
    first = gate(design, log=ReleaseLog(tmp_path))
    first.release(all_of_them, rules=LOOSE)
    again = gate(design, log=ReleaseLog(tmp_path)).release(without_few, rules=LOOSE)
    alone = gate(design).release(without_few, rules=LOOSE)
    assert alone.released.withheld == 0
    assert again.released.withheld > 0
    written = (tmp_path / f"{first.survey.content_hash}.jsonl").read_text(encoding="utf-8")
    assert "low" not in written
    assert "c014" in written


def test_several_answers_pass_as_answers_of_their_own(gate: Gate) -> None:
    found = gate().release(CrosstabRequest("traits", "need"), rules=Rules())
    assert {value.label for value in found.rows.categories} == {"many", "learners"}
    assert cells(found)["*", "low"]["respondents"] == 66


def test_self_selected_answers_have_no_interval_letter_or_test(gate: Gate) -> None:
    found = gate(SurveyDesign("self-selected")).release(BY_AIM, rules=Rules())
    frame = found.released.frame
    assert frame[["se", "low", "high", "design_effect"]].isna().all().all()
    assert (frame["letters"] == "").all()
    assert found.letters == {}
    exhibit = build_crosstab(found, SAID)
    assert exhibit.title.endswith("of those who answered")
    assert "low" not in exhibit.columns
    assert any("chose" in text for text in exhibit.caveats)


def test_a_poll_has_no_test_for_being_one_whether_cells_are_withheld_or_not(gate: Gate) -> None:
    found = gate(SurveyDesign("self-selected")).release(BY_KIND, rules=Rules())
    assert found.released.withheld
    assert found.test == found.why
    exhibit = build_crosstab(found, SAID)
    assert not any("some cells are withheld, or their" in one for one in exhibit.caveats)
    assert sum("chose themselves" in one for one in exhibit.caveats) == 1


# --- ordinals -----------------------------------------------------------------------------------

@pytest.mark.parametrize("text", [
    "need = low", "need != low", "need >= middle", "need in (low, high)", "api00 > 600",
    "api00 >= 500 and api00 < 700", 'stype = E and "comp.imp" = Yes', "",
])
def test_a_filter_in_ordinals_means_the_same(gate: Gate, text: str) -> None:
    survey = gate().survey
    ordinals = Ordinals(survey)
    from analysis.surveys.filters import filter_mask, resolve_filter

    resolved = resolve_filter(parse_filter(text), codebook=survey.codebook)
    again = resolve_filter(ordinals.as_filter(ordinals.narrowed(resolved)),
                           codebook=survey.codebook)
    frame = survey.read(*[one.column for one in survey.codebook.variables])
    assert filter_mask(resolved, codebook=survey.codebook, frame=frame).to_list() == \
        filter_mask(again, codebook=survey.codebook, frame=frame).to_list()
    assert ordinals.narrowed(again) == ordinals.narrowed(resolved)


# --- the exhibit --------------------------------------------------------------------------------

def test_the_exhibit_says_withheld_and_never_zero(gate: Gate) -> None:
    exhibit = build_crosstab(gate().release(BY_KIND, rules=Rules()), SAID)
    assert exhibit.standing.access == "private"
    assert exhibit.title == "“low” differs: 25% (E) to 54% (H)"
    written = " ".join(note.text for note in exhibit.figure().layout.annotations)
    assert written.count("withheld") == 4 + 2, "and the weighted shares of two margins"
    assert "“low”" in exhibit.words.alt or "withheld" in exhibit.words.alt
    row = next(line for line in to_csv(exhibit).decode().splitlines() if line.startswith("middle,H")
               or (",H," in line and line.startswith("middle")))
    assert ",0," not in row
    assert "fewer than 10 respondents" in row
    assert json.loads(to_json(exhibit))["title"] == exhibit.title
    assert "withheld" in to_html(exhibit).decode()


def test_bars_say_withheld_in_the_place_of_a_bar(gate: Gate) -> None:
    exhibit = build_crosstab(gate().release(BY_KIND, rules=Rules()), SAID, view="bars")
    fig = exhibit.figure()
    assert sum("withheld" in note.text for note in fig.layout.annotations) == 4 + 2


@pytest.mark.parametrize(("low", "high", "letters", "title"), [
    (0.2, 0.5, {"x": "A", "y": "B"}, "“yes” differs: 20% (X) to 50% (Y)"),
    (0.2, 0.5, {}, "“yes”: 20% (X) to 50% (Y) of those who answered"),
    (0.4, 0.4, {}, "“yes” is the same in every column: 40%"),
    (0.4, None, {}, "“yes”: 40% (X)"),
    (None, None, {}, "Every cell of this table is withheld"),
])
def test_title_follows_shares_and_letters(
    gate: Gate, low: float | None, high: float | None, letters: dict[str, str], title: str
) -> None:
    found = replace(gate().release(BY_AIM, rules=Rules()), letters=letters)
    table = pd.DataFrame({
        "row_code": "1", "row_label": "yes", "column_code": ["x", "y"],
        "column_label": ["X", "Y"], "row_total": False, "column_total": False,
        "share": pd.Series([low, high], dtype="float64"), "letters": ["", "A" if letters else ""],
        "suppressed": [low is None, high is None],
    })
    assert crosstab_title(found, table) == title


def test_a_filter_that_leaves_nobody_is_not_called_withheld(gate: Gate) -> None:
    found = gate().release(replace(BY_AIM, where="api00 > 5000"), rules=Rules())
    assert not found.released.withheld
    assert build_crosstab(found, SAID).title == "Nobody answered both"


@pytest.mark.parametrize(("low", "high", "title"), [
    (0.2, 0.5, "“yes”: 20% (X) to 50% (Y) of those who answered, in the columns that may be shown"),
    (0.4, 0.4, "“yes” is the same in every column that may be shown: 40%"),
])
def test_a_title_over_withheld_columns_speaks_of_those_shown(
    gate: Gate, low: float, high: float, title: str
) -> None:
    found = replace(gate().release(BY_AIM, rules=Rules()), letters={})
    table = pd.DataFrame({
        "row_code": "1", "row_label": "yes", "column_code": ["x", "y", "z"],
        "column_label": ["X", "Y", "Z"], "row_total": False, "column_total": False,
        "share": [low, high, None], "letters": ""})
    assert crosstab_title(found, table) == title


def test_a_difference_is_not_claimed_without_its_letter(gate: Gate) -> None:
    assert build_crosstab(gate().release(BY_AIM, rules=LOOSE), SAID).title.endswith(
        "which cannot be told apart")


# --- the command --------------------------------------------------------------------------------

@pytest.fixture
def schools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "schools.csv"
    read_golden("strat").write_csv(path)
    return path


def test_the_command_takes_a_file_as_it_came(
    schools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["crosstab", str(schools), "--rows", "stype", "--cols", "comp.imp"]
    assert main([*asked, "--weight", "pw", "--strata", "stype", "--sampling", "probability",
                 "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["withheld"] == 0
    assert found["test"]["p_value"] < 0.001
    assert main([*asked, "--minimum", "40"]) == 0
    printed = capsys.readouterr().out
    assert "withheld" in printed
    assert "p = " not in printed


def test_a_rule_out_of_bounds_is_refused(
    schools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crosstab", str(schools), "--rows", "stype", "--cols", "comp.imp",
                 "--minimum", "2"]) == 2
    assert "5 to 100" in capsys.readouterr().err


def test_ingest_writes_what_crosstab_reads(
    schools: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ingest", str(schools), "--as", "survey", "--to", str(tmp_path / "s")]) == 0
    assert "200 met, 200 kept" in capsys.readouterr().out
    assert main(["crosstab", str(tmp_path / "s"), "--rows", "stype", "--cols", "comp.imp"]) == 0
    assert "How respondents were found is not known" in capsys.readouterr().out


def test_the_gate_needs_the_bounds(gate: Gate) -> None:
    with pytest.raises(DisclosureError, match="5 to 100"):
        gate().release(BY_AIM, rules=Rules(minimum=1))
