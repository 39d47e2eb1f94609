"""An own share beside published figures: only like with like, withheld as withheld."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from made_survey import make_survey, read_golden
from whole import assert_whole

from analysis.disclosure import ReleaseLog, Rules
from analysis.errors import DisclosureError
from analysis.exhibits.exhibit import NotApplicable
from analysis.exhibits.own_beside import Asked, beside_title, build_beside
from analysis.exhibits.own_survey import SOURCE_ID, Loaded
from analysis.surveys.design import SurveyDesign
from analysis.surveys.question_gate import QuestionRequest, ReleasedQuestion
from analysis.surveys.survey_gate import SurveyGate
from analysis.warehouse import Warehouse

SAID = Loaded("A survey", date(2026, 11, 25), "abc")
Ask = Callable[..., ReleasedQuestion]
INDUSTRY = Asked("industry", "overall effect", "negative")
DESIGN = SurveyDesign("probability", "pw", strata="stype", population="fpc")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """``asked(answers)``: the question with these answers added up."""
    survey = make_survey(tmp_path_factory.mktemp("own"), read_golden("strat"), design=DESIGN,
                         ordinal={"need": ["low", "middle", "high"]})
    gate = SurveyGate(survey, log=ReleaseLog())
    return lambda *answers: gate.release_question(
        QuestionRequest("need", top=answers), rules=Rules(minimum=5, width=5))


def test_only_like_stands_beside_it(asked: Ask, warehouse: Warehouse) -> None:
    exhibit = build_beside(warehouse, asked("low"), SAID, asked=INDUSTRY)
    published = exhibit.table[exhibit.table["source_id"] != SOURCE_ID]
    rows = pd.read_csv(warehouse.package.resource("survey_results").path)
    kinds = rows[rows["target"].eq("industry") & rows["outcome"].eq("overall effect")
                 & rows["direction"].eq("negative")]
    assert set(published["label"]) <= set(kinds["label"])
    assert len(published) == 4
    assert exhibit.title == "Your members: 29%; 4 published figures of the same kind: 11% to 54%"
    assert exhibit.standing.access == "private"
    assert_whole(exhibit)


def test_answers_added_up_have_the_interval_of_their_sum(
    asked: Ask, warehouse: Warehouse
) -> None:
    one, two = (
        build_beside(warehouse, asked(*answers), SAID, asked=INDUSTRY).table.iloc[0]
        for answers in (("low",), ("low", "high")))
    for row in (one, two):
        assert row["low"] < row["share"] < row["high"]
    frame = asked("low").released.frame
    total = frame[frame["code"].isin(["low", "high"])]["share"].sum()
    assert two["share"] == pytest.approx(total, abs=1e-3)
    middle = frame[frame["code"] == "middle"].iloc[0]
    assert two["high"] - two["low"] == pytest.approx(middle["high"] - middle["low"])


def test_what_is_withheld_is_no_number(asked: Ask, warehouse: Warehouse) -> None:
    hidden = replace(asked("low"), released=asked("low").released.derive(
        lambda frame: frame.assign(
            suppressed=True, reason="withheld: few", share=float("nan"), net=float("nan"))))
    exhibit = build_beside(warehouse, hidden, SAID, asked=INDUSTRY)
    assert exhibit.title.startswith("The share of your members is withheld")
    assert pd.isna(exhibit.table["share"].iloc[0])
    assert len(exhibit.figure().data[0].x) == 4


def test_a_kind_nobody_published(asked: Ask, warehouse: Warehouse) -> None:
    nothing = Asked("industry", "income", "positive")
    exhibit = build_beside(warehouse, asked("low"), SAID, asked=nothing)
    assert exhibit.title == "Your members: 29%; no published figure is of this kind"
    assert exhibit.base == NotApplicable("each figure has a base of its own")


@pytest.mark.parametrize(("shares", "title"), [
    ([0.11, 0.54], "Your members: 29%; 2 published figures of the same kind: 11% to 54%"),
    ([0.4], "Your members: 29%; 1 published figure of the same kind: 40%"),
    ([], "Your members: 29%; no published figure is of this kind"),
])
def test_title_says_no_higher_and_no_lower(shares: list[float], title: str) -> None:
    own = {"share": 0.29, "suppressed": False}
    assert beside_title(own, pd.DataFrame({"share": shares})) == title


def test_no_own_figure_stands_beside_without_a_release(
    asked: Ask, warehouse: Warehouse
) -> None:
    exhibit = build_beside(warehouse, asked("low"), SAID, asked=INDUSTRY)
    with pytest.raises(DisclosureError, match="have not passed the disclosure gate"):
        replace(exhibit, table=exhibit.table.assign(share=0.5))

