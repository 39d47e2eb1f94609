"""Exhibits of a loaded survey: the title follows the data, withheld is said, exports carry it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from made_survey import make_survey, read_golden

from analysis.charts.theme import Canvas
from analysis.disclosure import ReleaseLog, Rules
from analysis.errors import DisclosureError, SurveyError
from analysis.exhibits.crosstabs import build_crosstab
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.own_differences import build_differences, differences_title
from analysis.exhibits.own_likert import build_likert, likert_title
from analysis.exhibits.own_means import build_means, means_title, number, round_scale
from analysis.exhibits.own_question import build_question, question_title
from analysis.exhibits.own_survey import Loaded, Told, signed
from analysis.exhibits.own_waves import build_waves, waves_title
from analysis.exports import to_csv, to_html, to_json, to_xlsx
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.design import SurveyDesign
from analysis.surveys.difference_gate import DifferenceRequest
from analysis.surveys.means_gate import MeanRequest
from analysis.surveys.question_gate import QuestionRequest
from analysis.surveys.survey_gate import SurveyGate

TOLD = Told(Loaded("A survey", date(2026, 11, 25), "abc"), where="api00 > 200")
STRAT = SurveyDesign("probability", "pw", strata="stype", population="fpc")
NET = {"top": ("high",), "bottom": ("low",)}
NAN = float("nan")
Make = Callable[[SurveyGate], Exhibit]
MAKERS: Mapping[str, Make] = {
    "crosstab": lambda gate: build_crosstab(
        gate.release(CrosstabRequest("need", "stype"), rules=Rules()), TOLD, order="E"),
    "question": lambda gate: build_question(
        gate.release_question(QuestionRequest("need", top=("low", "high")), rules=Rules()), TOLD),
    "means": lambda gate: build_means(
        gate.release_means(MeanRequest("api00", "stype"), rules=Rules()), TOLD),
    "total": lambda gate: build_means(
        gate.release_means(MeanRequest("api00", "stype"), rules=Rules()), TOLD, statistic="total"),
    "likert": lambda gate: build_likert([
        gate.release_question(QuestionRequest(of, **NET), rules=Rules())  # type: ignore[arg-type]
        for of in ("need", "poverty")], TOLD),
    "differences": lambda gate: build_differences(
        gate.release_differences(DifferenceRequest("need", "stype"), rules=Rules()), TOLD),
    "differences of means": lambda gate: build_differences(
        gate.release_differences(DifferenceRequest("api00", "stype"), rules=Rules()), TOLD),
    "waves": lambda gate: build_waves(gate.release_differences(
        DifferenceRequest("need", "stype"), rules=Rules(), waves=True), TOLD),
    "waves of means": lambda gate: build_waves(gate.release_differences(
        DifferenceRequest("api00", "stype"), rules=Rules(), waves=True), TOLD),
}
WITHOUT_INFERENCE = ("crosstab", "question", "likert")


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., SurveyGate]:
    """``gate(design)``: R's schools with a second ordered question."""
    frame = read_golden("strat").with_columns(
        poverty=pl.when(pl.col("ell") < 8).then(pl.lit("low")).when(pl.col("ell") < 30).then(
            pl.lit("middle")).otherwise(pl.lit("high")))
    count = iter(range(100))

    def make(design: SurveyDesign = STRAT) -> SurveyGate:
        scale = ["low", "middle", "high"]
        survey = make_survey(
            tmp_path_factory.getbasetemp() / f"own{next(count)}", frame, design=design,
            ordinal={"need": scale, "poverty": scale})
        return SurveyGate(survey, log=ReleaseLog())

    return make


@pytest.mark.parametrize("name", MAKERS)
def test_every_exhibit_is_private_drawn_and_exported(
    gate: Callable[..., SurveyGate], name: str
) -> None:
    exhibit = MAKERS[name](gate())
    assert exhibit.standing.access == "private"
    assert "api00 > 200" in exhibit.subtitle
    for canvas in (Canvas(), Canvas(mode="dark", size="narrow")):
        fig = exhibit.figure(canvas)
        assert fig.layout.meta["title"] == exhibit.title
        assert fig.data
    lines = to_csv(exhibit).decode().splitlines()
    assert len(lines) == len(exhibit.table) + 1
    sheets = zipfile.ZipFile(io.BytesIO(to_xlsx(exhibit)))
    assert sheets.read("xl/worksheets/sheet1.xml").count(b"<row ") > len(exhibit.table)
    assert exhibit.title.split("“")[0][:12] in to_html(exhibit).decode()
    assert b"rules_in_words" in to_json(exhibit)
    with pytest.raises(DisclosureError, match="have not passed the disclosure gate"):
        replace(exhibit, table=exhibit.table.assign(suppressed=False, reason="x"))


@pytest.mark.parametrize("name", ["crosstab", "differences", "waves"])
def test_withheld_is_said_in_figure_and_file(gate: Callable[..., SurveyGate], name: str) -> None:
    exhibit = MAKERS[name](gate())
    assert exhibit.table["suppressed"].any()
    notes = " ".join(note.text for note in exhibit.figure().layout.annotations)
    assert "withheld" in notes
    assert "withheld" in to_csv(exhibit).decode()
    assert "withheld" in exhibit.words.alt


def test_a_statement_with_withheld_answers_has_words_and_no_bar(
    gate: Callable[..., SurveyGate],
) -> None:
    asked = gate()
    item = asked.release_question(QuestionRequest(
        "need", where="stype = M", top=("high",), bottom=("low",)), rules=Rules(minimum=20))
    assert item.released.withheld
    exhibit = build_likert([item], TOLD)
    assert exhibit.title == "No net can be shown: answers of every statement are withheld"
    fig = exhibit.figure()
    assert not fig.data
    assert any("so is the net" in note.text for note in fig.layout.annotations)
    assert exhibit.table[["net", "net_low"]].isna().all().all()


@pytest.mark.parametrize("name", WITHOUT_INFERENCE)
@pytest.mark.parametrize("sampling", ["self-selected", "panel", "unknown"])
def test_no_interval_letter_or_test_without_a_sample(
    gate: Callable[..., SurveyGate], name: str, sampling: str
) -> None:
    exhibit = MAKERS[name](gate(SurveyDesign(sampling, "pw")))
    forbidden = {"se", "low", "high", "net_low", "net_se", "letters", "p_value", "effective_n",
                 "design_effect"}
    assert not forbidden & set(exhibit.columns)
    assert "interval 9" not in exhibit.title
    assert "95%" not in exhibit.title
    for name in forbidden & set(exhibit.table):
        assert exhibit.table[name].replace("", NAN).isna().all()
    assert not any("degrees of freedom" in text for text in exhibit.caveats)


def test_rows_are_sorted_by_one_column(gate: Callable[..., SurveyGate]) -> None:
    crosstab = gate().release(CrosstabRequest("stype", "comp.imp"), rules=Rules())
    table = build_crosstab(crosstab, TOLD, order="*").table
    total = table[(table["column_code"] == "*") & ~table["row_total"]]
    assert total["share"].is_monotonic_decreasing
    assert table["row_code"].iloc[-1] == "*"
    assert set(build_crosstab(crosstab, TOLD).table["row_code"]) == set(table["row_code"])


def test_a_low_base_is_flagged_where_it_is_seen(gate: Callable[..., SurveyGate]) -> None:
    crosstab = gate().release(
        CrosstabRequest("comp.imp", "stype", where="api00 < 620"), rules=Rules(minimum=5, width=5))
    exhibit = build_crosstab(crosstab, TOLD)
    few = exhibit.table["low_base"] == "fewer than 30"
    assert few.any()
    for view in ("heat", "bars"):
        drawn = build_crosstab(crosstab, TOLD, view=view).figure()
        assert any("few" in note.text for note in drawn.layout.annotations)


# --- titles -------------------------------------------------------------------------------------

@pytest.mark.parametrize(("values", "title"), [
    ((0.4, 0.35, 0.45, NAN), "“yes”: 40% of those who answered, 95% interval 35% to 45%"),
    ((0.4, NAN, NAN, NAN), "“yes”: 40% of those who answered"),
    ((0.4, NAN, NAN, 0.1), "“yes”: 40% of those who answered; 10% to 80% of all who were asked, at "
                           "worst and at best"),
    ((NAN, NAN, NAN, NAN), "Every answer is withheld"),
])
def test_title_of_a_question(
    gate: Callable[..., SurveyGate], values: tuple[float, ...], title: str
) -> None:
    share, low, high, bound = values
    table = pd.DataFrame({
        "part": "answer", "label": ["no", "yes"], "share": [share / 2, share], "low": low,
        "high": high, "bound_low": bound, "bound_high": 0.8, "suppressed": np.isnan(share)})
    question = gate().release_question(QuestionRequest("need"), rules=Rules())
    assert question_title(question, table) == title


@pytest.mark.parametrize(("means", "title"), [
    ([3.0, 2.5], "Mean of api00: 2.5 (b) to 3 (a)"),
    ([3.0, 3.0], "Mean of api00 is the same in every group: 3"),
    ([NAN, NAN], "Mean of api00: every figure is withheld"),
    ([3.0, NAN], "Mean of api00 (a): 3, 95% interval 1 to 4"),
])
def test_title_of_means(
    gate: Callable[..., SurveyGate], means: list[float], title: str
) -> None:
    found = gate().release_means(MeanRequest("api00", "stype"), rules=Rules())
    table = pd.DataFrame({"group_total": False, "group_label": ["a", "b"], "mean": means,
                          "low": 1.0, "high": 4.0, "suppressed": np.isnan(means)})
    assert means_title(found, table, statistic="mean") == title


def changes(**columns: Any) -> pd.DataFrame:
    base = {"label": "yes", "first": "a", "second": "b", "first_value": 0.2, "wave": "2025",
            "since": "2024", "suppressed": False, "low": 0.0, "high": 0.1}
    return pd.DataFrame(base | columns)


@pytest.mark.parametrize(("columns", "title"), [
    ({"value": [0.1, -0.2], "p_corrected": [0.01, 0.001]},
     "2 of 2 differences stand after correction; the largest: “yes”, b less a, −20.0 points"),
    ({"value": [0.1, -0.2], "p_corrected": [0.04, 0.05]},
     "1 of 2 differences stands after correction; the largest: “yes”, b less a, +10.0 points"),
    ({"value": [0.1, -0.2], "p_corrected": [0.5, 1.0]},
     "Of 2 differences none can be told from zero, corrected for all comparisons"),
    ({"value": [0.1], "p_corrected": [0.5]},
     "The difference cannot be told from zero, corrected for all comparisons"),
    ({"value": [NAN], "p_corrected": [NAN], "suppressed": [True]},
     "Every difference is withheld"),
])
def test_title_of_differences(
    gate: Callable[..., SurveyGate], columns: dict[str, Any], title: str
) -> None:
    found = gate().release_differences(DifferenceRequest("need", "comp.imp"), rules=Rules())
    assert differences_title(found, changes(**columns)) == title


@pytest.mark.parametrize(("columns", "title"), [
    ({"before": [0.2], "level": [0.3], "value": [0.1], "p_corrected": [0.01]},
     "“yes” rose from 20% in 2024 to 30% in 2025"),
    ({"before": [0.4], "level": [0.3], "value": [-0.1], "p_corrected": [0.01]},
     "“yes” fell from 40% in 2024 to 30% in 2025"),
    ({"before": [0.4], "level": [0.3], "value": [-0.1], "p_corrected": [0.2]},
     "The change between the waves cannot be told from zero, corrected for all comparisons"),
    ({"before": [NAN], "level": [NAN], "value": [NAN], "p_corrected": [NAN], "suppressed": [True]},
     "Every change is withheld"),
])
def test_title_of_waves(
    gate: Callable[..., SurveyGate], columns: dict[str, Any], title: str
) -> None:
    found = gate().release_differences(
        DifferenceRequest("need", "comp.imp"), rules=Rules(), waves=True)
    assert waves_title(found, changes(**columns)) == title


@pytest.mark.parametrize(("nets", "title"), [
    ([0.25, -0.1], "Net from −10 points (b) to +25 points (a)"),
    ([0.1, 0.1], "The net is the same for every statement: +10 points"),
    ([0.1, NAN], "a: net +10 points (95% interval +5 to +15)"),
])
def test_title_of_a_battery(nets: list[float], title: str) -> None:
    table = pd.DataFrame({"label": ["a", "b"], "net": nets, "net_low": 0.05, "net_high": 0.15,
                          "suppressed": np.isnan(nets)})
    assert likert_title(table) == title


def test_a_battery_has_one_scale(gate: Callable[..., SurveyGate]) -> None:
    asked = gate()
    items = [asked.release_question(QuestionRequest(of), rules=Rules()) for of in ("need", "stype")]
    with pytest.raises(SurveyError, match="same answers"):
        build_likert(items, TOLD)


@pytest.mark.parametrize(("value", "text"), [
    (0.0, "0"), (3.14159, "3.142"), (-12.5, "−12.5"), (123456.7, "123,457"), (0.01234, "0.0123"),
])
def test_numbers_have_about_four_figures(value: float, text: str) -> None:
    assert number(value) == text


def test_zero_has_no_sign() -> None:
    assert [signed(one) for one in (0.04, -0.04, 1.25, -1.25)] == ["0.0", "0.0", "+1.2", "−1.2"]


@pytest.mark.parametrize("values", [[1.0, 2.0], [-3.0, 500_000.0], [0.001, 0.0012], [5.0], []])
def test_a_scale_holds_its_values(values: list[float]) -> None:
    scale = round_scale(values)
    assert 2 <= len(scale.ticks) <= 8
    assert all(scale.low <= one <= scale.high for one in values)
    assert len({scale.text(tick) for tick in scale.ticks}) == len(scale.ticks)
