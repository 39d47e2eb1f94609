"""A design as plain values: what a workspace keeps comes back as it was, nonsense is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from analysis.errors import SurveyError
from analysis.surveys.design import Margin, ReplicateWeights, SurveyDesign
from analysis.surveys.design_json import design_from_json, design_to_json

DESIGNS = {
    "nothing": SurveyDesign(),
    "strata": SurveyDesign("probability", "pw", strata="stype", population="fpc",
                           lonely="average", respondent="snum"),
    "one population": SurveyDesign("census attempt", population=6194, invited=400, completes=120),
    "raked": SurveyDesign("probability", "pw", cluster="dnum", margins=(
        Margin("stype", (("E", 4421.0), ("H", 755.0), ("M", 1018.0))),
        Margin("sch.wide", (("No", 0.2), ("Yes", 0.8)), "share"))),
    "replicates": SurveyDesign("probability", "pw", replicates=ReplicateWeights(
        ("r1", "r2", "r3"), "jkn", scale=(0.5, 0.25, 0.9))),
    "fay": SurveyDesign("probability", "pw", replicates=ReplicateWeights(
        ("r1", "r2"), "fay", fay=0.3)),
}


@pytest.mark.parametrize("name", DESIGNS)
def test_a_design_comes_back_from_its_file(name: str) -> None:
    written = json.dumps(design_to_json(DESIGNS[name]))
    assert design_from_json(json.loads(written)) == DESIGNS[name]


def test_a_file_of_before_margins_were_kept_is_read() -> None:
    old = {"sampling": "census attempt", "weight": "", "invited": 400, "completes": 120,
           "population": None, "lonely": "adjust"}
    assert design_from_json(old) == SurveyDesign("census attempt", invited=400, completes=120)


@pytest.mark.parametrize("spoilt", [
    {"weight": 7}, {"lonely": "ignore"}, {"population": 1.5}, {"population": True},
    {"invited": "many"}, {"margins": [{"column": "c001", "targets": [["a"]], "unit": "share"}]},
    {"margins": [{"column": "c001", "targets": [], "unit": "percent"}]},
    {"margins": [{"targets": []}]}, {"margins": 3}, {"replicates": {"columns": ["r1"]}},
    {"replicates": {"columns": ["r1", "r2"], "method": "none"}}, {"replicates": "brr"},
])
def test_a_spoilt_design_is_one_sentence(spoilt: dict[str, Any]) -> None:
    with pytest.raises(SurveyError, match="design in this file cannot be read"):
        design_from_json(spoilt)
