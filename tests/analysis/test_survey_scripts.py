"""Scripts of all views: R, where it is there, prints what was released; Stata names its parts."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from made_survey import make_survey, read_golden

from analysis.disclosure import ReleaseLog, Rules
from analysis.surveys.codebook import Value
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.design import Margin, ReplicateWeights, SurveyDesign
from analysis.surveys.difference_gate import DifferenceRequest
from analysis.surveys.means_gate import MeanRequest
from analysis.surveys.question_gate import QuestionRequest
from analysis.surveys.scripts import write_r_script, write_stata_script
from analysis.surveys.survey import Survey
from analysis.surveys.survey_gate import SurveyGate

STRAT = SurveyDesign("probability", "pw", strata="stype", population="fpc")
RAKED = (Margin("stype", (("E", 4421.0), ("H", 755.0), ("M", 1018.0))),
         Margin("sch.wide", (("No", 0.2), ("Yes", 0.8)), "share"))
DESIGNS = {
    "strata": ("strat", STRAT),
    "clusters raked": ("clus1", SurveyDesign("probability", "pw", cluster="dnum",
                                             population="fpc", margins=RAKED)),
    "raked, some silent": ("clus1", SurveyDesign("probability", "pw", cluster="dnum",
                                                 population="fpc", margins=RAKED)),
    "replicates": ("clus1", SurveyDesign("probability", "pw", replicates=ReplicateWeights(
        tuple(f"jk1_{place}" for place in range(1, 16)), "jk1"))),
    "replicates raked": ("clus1", SurveyDesign("probability", "pw", margins=RAKED,
        replicates=ReplicateWeights(tuple(f"boot_{place}" for place in range(1, 41)),
                                    "bootstrap"))),
}
NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")
FLAG = (Value("1", "chosen"), Value("0", "not chosen"))
QUESTION = QuestionRequest("need", where="api00 > 400", top=("high",), bottom=("low",))
MEAN = MeanRequest("api00", "comp.imp", where="meals > 5")
DIFFERENCE = DifferenceRequest("need", "comp.imp")
EVERYTHING = [QUESTION, CrosstabRequest("need", "comp.imp"), MEAN, DIFFERENCE,
              DifferenceRequest("api00", "comp.imp"), QuestionRequest("traits")]


def loaded(folder: Path, name: str) -> Survey:
    data, design = DESIGNS[name]
    frame = read_golden(data).with_columns(
        many=(pl.col("enroll") > 500).cast(pl.Int8).cast(pl.String),
        learners=(pl.col("ell") > 20).cast(pl.Int8).cast(pl.String))
    if "silent" in name:
        frame = frame.with_columns(pl.when(pl.col("snum") % divisor > 0).then(pl.col(column))
                                   for column, divisor in (("need", 7), ("api00", 11)))
    frame.write_csv(folder / "file.csv")
    return make_survey(
        folder / "survey", frame, design=design, ordinal={"need": ["low", "middle", "high"]},
        groups={"many": "traits", "learners": "traits"}, values={"many": FLAG, "learners": FLAG})


@pytest.mark.usefixtures("r_with_survey")
@pytest.mark.parametrize("name", DESIGNS)
def test_r_prints_what_was_released(tmp_path: Path, name: str) -> None:
    survey = loaded(tmp_path, name)
    script = "options(digits = 10)\n" + write_r_script(
        survey, requests=EVERYTHING, data_file="file.csv")
    (tmp_path / "script.R").write_text(script, encoding="utf-8")
    run = subprocess.run(["Rscript", "script.R"], cwd=tmp_path, capture_output=True, text=True,
                         check=False)
    assert run.returncode == 0, run.stderr
    printed = [float(one) for one in NUMBER.findall(run.stdout)]
    gate, rules = SurveyGate(survey, log=ReleaseLog()), Rules(minimum=5, width=5)
    question = gate.release_question(QUESTION, rules=rules).released.frame
    inner = question[~question["total"]]
    means = gate.release_means(MEAN, rules=rules).released.frame
    differences = gate.release_differences(DIFFERENCE, rules=rules).released.frame
    several = gate.release_question(QuestionRequest("traits"), rules=rules).released.frame
    ours = pd.Series([*inner["se"], *inner["low"], *inner["high"], *inner["design_effect"],
            *question["net"].dropna(), *question["net_se"].dropna(), *means["mean"], *means["se"],
            *means["low"], *means["design_effect"], *means["sum"], *means["sum_se"],
            *differences["value"], *differences["se"], *differences["low"],
            *differences["p_value"], *several["se"].dropna()]).dropna()
    assert len(ours) > 15
    for one in ours:
        assert any(one == pytest.approx(said, rel=2e-4, abs=2e-4) for said in printed), one


@pytest.mark.parametrize("sampling", ["probability", "census attempt"])
def test_scripts_compute_errors_only_where_allowed(tmp_path: Path, sampling: str) -> None:
    survey = loaded(tmp_path, "clusters raked")
    survey = replace(survey, design=replace(survey.design, sampling=sampling))
    r = write_r_script(survey, requests=EVERYTHING, data_file="f.csv")
    stata = write_stata_script(survey, requests=EVERYTHING, data_file="f.csv")
    assert ("svyglm" in r, "confint" in r, "svyciprop" in r) == (
        (True,) * 3 if sampling == "probability" else (False,) * 3)
    assert ("svy, subpop" in stata) == (sampling == "probability")
    assert "rake(design" in r
    assert "rake" in stata


def test_stata_names_what_each_view_asks(tmp_path: Path) -> None:
    script = write_stata_script(
        loaded(tmp_path, "replicates"), requests=EVERYTHING, data_file="f.csv")
    assert "vce(jackknife) jkrweight(db_replicate1-db_replicate15" in script
    for line in ("svy, subpop(db_base): mean db_answer1", "svy, subpop(db_base): mean db_net",
                 "svy, subpop(db_base_1): mean db_number",
                 "svy, subpop(db_base_1): total db_number",
                 "svy, subpop(db_base): regress db_answer2 i.db_column",
                 "pwcompare db_column, effects"):
        assert line in script.splitlines()
    assert script.count("generate byte db_base = ") == len(EVERYTHING)
    assert script.count("    capture drop `name'*") == len(EVERYTHING)
