"""Estimates of a loaded survey: bases, missing answers, several answers, classes, refusals."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from math import isclose, sqrt
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_survey import make_survey, read_golden

from analysis.errors import CodebookError, SurveyError
from analysis.surveys.codebook import DATA_FILE, Value
from analysis.surveys.comparisons import (
    estimate_differences,
    estimate_table_test,
    holm,
)
from analysis.surveys.design import Margin, ReplicateWeights, SurveyDesign, response_rate
from analysis.surveys.estimates import estimate_means, estimate_shares, estimate_totals
from analysis.surveys.likert import estimate_likert
from analysis.surveys.nonresponse import bound_shares
from analysis.surveys.sample import bind_sample
from analysis.surveys.sampling import PERMISSIONS, find_sampling
from analysis.surveys.scope import Scope, count_respondents
from analysis.surveys.share_interval import METHODS, ShareError, interval_by_method
from analysis.surveys.survey import Survey, open_survey
from analysis.surveys.wave_match import match_question
from analysis.surveys.waves import compare_waves

MISSING = (Value("1", "yes"), Value("0", "no"), Value("7", "not put", "not_asked"),
           Value("8", "don't know", "dont_know"), Value("9", "refused", "refused"))
FLAG = (Value("1", "chosen"), Value("0", "not chosen"), Value("9", "refused", "refused"))
RANDOM = SurveyDesign("probability")
CLASSES_WITHOUT = ("census attempt", "quota or opt-in panel", "self-selected", "unknown")


@pytest.fixture
def members(tmp_path: Path) -> Survey:
    """Ten members worked through by hand."""
    frame = pl.DataFrame({
        "lost": ["1", "1", "0", "0", "0", "1", "7", "8", "9", None],
        "used_a": ["1", "1", "0", "0", None, "1", "0", "0", "9", None],
        "used_b": ["1", "0", "0", "0", "1", "1", "0", "0", "9", None],
        "union": ["x", "x", "x", "y", "y", "y", "y", "x", "x", "y"],
        "weight": [1.0, 1, 2, 2, 1, 1, 1, 1, 1, 1]})
    return make_survey(
        tmp_path / "members", frame, design=RANDOM, groups={"used_a": "used", "used_b": "used"},
        values={"lost": MISSING, "used_a": FLAG, "used_b": FLAG})


def test_missing_answers_are_told_apart_and_leave_the_base(members: Survey) -> None:
    table = estimate_shares(members, of="lost")
    assert table.missing == {"refused": 1, "dont_know": 1, "not_asked": 1, "other": 0,
                             "no_answer": 1}
    yes = table.find("1")
    assert (yes.value, yes.count, yes.base_n) == (0.5, 3, 6)
    assert [one.code for one in table.estimates] == ["1", "0"]


def test_a_missing_kind_can_be_kept_as_an_answer(members: Survey) -> None:
    table = estimate_shares(members, of="lost", scope=Scope(keep=("dont_know",)))
    assert [one.code for one in table.estimates] == ["1", "0", "8"]
    assert table.find("8").value == pytest.approx(1 / 7)
    assert table.missing["dont_know"] == 0
    with pytest.raises(SurveyError, match="no kind of missing answer"):
        estimate_shares(members, of="lost", scope=Scope(keep=("tired",)))


def test_several_answers_have_those_as_base_who_were_asked(members: Survey) -> None:
    table = estimate_shares(members, of="used")
    # Nine rows have a flag; the one who refused both is not in the base, the empty row neither.
    assert [one.base_n for one in table.estimates] == [8, 8]
    assert [one.value for one in table.estimates] == [3 / 8, 3 / 8]
    assert table.missing["refused"] == 1
    assert table.missing["no_answer"] == 1


def test_weights_and_groups_by_hand(members: Survey) -> None:
    weighted = replace(members, design=replace(members.design, weight="c005"))
    table = estimate_shares(weighted, of="lost", scope=Scope(by="union"))
    x = table.find("1", group="x")
    assert x.value == pytest.approx(2 / 4)
    assert (x.count, x.base_n, x.weighted_n) == (2, 3, 4.0)
    assert table.find("1", group="y").value == pytest.approx(1 / 4)


def test_weight_zero_is_in_no_base(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": ["x", "y", "x"], "w": [1.0, 1.0, 0.0]})
    survey = make_survey(tmp_path, frame, design=SurveyDesign("probability", "w"))
    table = estimate_shares(survey, of="a")
    assert (table.find("x").value, table.find("x").base_n, table.find("x").count) == (0.5, 2, 1)
    assert any("weight 0" in note for note in table.notes)


@pytest.mark.parametrize("sampling", CLASSES_WITHOUT)
def test_without_a_probability_sample_shares_have_no_interval(
    members: Survey, sampling: str,
) -> None:
    survey = replace(members, design=replace(members.design, sampling=sampling))
    for table in (estimate_shares(survey, of="lost", scope=Scope(by="union")),
                  estimate_shares(survey, of="used")):
        assert all(one.uncertainty is None for one in table.estimates)
        assert {one.reason for one in table.estimates} == {PERMISSIONS[sampling].why}
        assert all(one.value is not None for one in table.estimates)


@pytest.mark.parametrize("sampling", CLASSES_WITHOUT)
def test_without_a_probability_sample_every_inference_refuses(
    members: Survey, sampling: str,
) -> None:
    survey = replace(members, design=replace(members.design, sampling=sampling))
    same = match_question(survey, later=members, of="lost")
    calls = [
        lambda: estimate_differences(survey, of="lost", scope=Scope(by="union")),
        lambda: estimate_table_test(survey, rows="lost", columns="union"),
        lambda: compare_waves(survey, second=members, same=same),
        lambda: compare_waves(members, second=survey, same=same),
    ]
    for call in calls:
        with pytest.raises(SurveyError, match="is not allowed for the sampling class"):
            call()


@pytest.mark.parametrize("sampling", CLASSES_WITHOUT[1:])
def test_means_totals_raking_and_bounds_need_more_than_volunteers(
    members: Survey, tmp_path: Path, sampling: str,
) -> None:
    survey = replace(members, design=replace(members.design, sampling=sampling, invited=50))
    for call in (lambda: estimate_means(survey, of="weight"),
                 lambda: estimate_totals(survey, of="weight"),
                 lambda: bound_shares(survey, of="union")):
        with pytest.raises(SurveyError, match="is not allowed"):
            call()
    with pytest.raises(SurveyError, match="Raking"):
        open_survey(members.directory, SurveyDesign(
            sampling, margins=(Margin("union", (("x", 1.0), ("y", 2.0))),)))


def test_a_census_attempt_has_bounds_and_raking_but_no_error(members: Survey) -> None:
    design = SurveyDesign("census", invited=40, completes=10,
                          margins=(Margin("union", (("X", 10.0), ("y", 30.0))),))
    survey = open_survey(members.directory, design)
    assert response_rate(survey.design) == 0.25
    shares = estimate_shares(survey, of="union")
    assert shares.find("x").value == pytest.approx(0.25)
    assert shares.find("x").uncertainty is None
    assert estimate_means(survey, of="weight").find().uncertainty is None
    x = next(one for one in bound_shares(survey, of="union") if one.code == "x")
    assert (x.count, x.base_n, x.invited) == (5, 10, 40)
    assert (x.low, x.share, x.high) == (5 / 40, 5 / 10, 35 / 40)
    with pytest.raises(SurveyError, match="were not asked"):
        bound_shares(survey, of="lost")


@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 200))
@settings(max_examples=30, deadline=None)
def test_bounds_hold_whatever_the_others_would_have_said(
    yes: int, no: int, silent: int,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        survey = make_survey(
            Path(folder), pl.DataFrame({"a": ["yes"] * yes + ["no"] * no}),
            design=SurveyDesign("census attempt", invited=yes + no + silent))
        one = next(one for one in bound_shares(survey, of="a") if one.code == "yes")
    for others in (0, silent // 2, silent):
        assert one.low - 1e-12 <= (yes + others) / (yes + no + silent) <= one.high + 1e-12
    assert one.high - one.low == pytest.approx(silent / (yes + no + silent))


def test_a_respondent_of_several_rows_counts_once(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": ["x", "x", "y"], "n": [1.0, 2.0, 3.0], "who": ["p", "p", "q"]})
    survey = make_survey(tmp_path, frame, design=SurveyDesign("census", respondent="who",
                                                              invited=9))
    assert estimate_shares(survey, of="a").find("x").count == 1
    mean = estimate_means(survey, of="n").find()
    assert (mean.count, mean.base_n) == (2, 3)
    assert count_respondents(survey, where="a = x") == 1
    assert count_respondents(survey, where="") == 2
    with pytest.raises(SurveyError, match="several rows"):
        bound_shares(survey, of="a")


def test_likert_order_net_and_mean_by_hand(tmp_path: Path) -> None:
    order = ["never", "rarely", "sometimes", "often", "always"]
    answers = ["always"] * 4 + ["often"] * 3 + ["sometimes"] * 2 + ["never"]
    survey = make_survey(tmp_path, pl.DataFrame({"a": answers}), design=RANDOM,
                         ordinal={"a": order})
    table = estimate_likert(survey, of="a", means=True)
    assert [one.code for one in table.shares.estimates] == order
    assert table.shares.find("rarely").value == 0.0
    assert (table.bottom, table.top) == (("never", "rarely"), ("often", "always"))
    net = table.nets[0]
    assert net.value == pytest.approx(0.6)
    # Simple random sample: variance of a score of 7 ones, 2 zeros, 1 minus one over n.
    assert net.uncertainty is not None
    assert net.uncertainty.se == pytest.approx(
        sqrt(np.var([1] * 7 + [0] * 2 + [-1], ddof=1) / 10))
    assert table.means[0].value == pytest.approx((4 * 5 + 3 * 4 + 2 * 3 + 1) / 10)
    assert estimate_likert(survey, of="a", net=1).nets[0].value == pytest.approx(0.3)
    assert estimate_likert(survey, of="a").means == ()
    with pytest.raises(SurveyError, match="from 1 to 2"):
        estimate_likert(survey, of="a", net=3)


def test_an_answer_nobody_gave_has_an_exact_interval(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": ["x"] * 20})
    survey = make_survey(tmp_path, frame, design=RANDOM,
                         values={"a": (Value("x", "x"), Value("y", "y"))})
    none = estimate_shares(survey, of="a").find("y")
    assert none.value == 0.0
    assert none.uncertainty is not None
    # Clopper-Pearson at 0 of 20: 1 - 0.025^(1/20).
    assert none.uncertainty.low == 0.0
    assert none.uncertainty.high == pytest.approx(1 - 0.025 ** (1 / 20))
    assert none.uncertainty.method.startswith("exact")


def test_nobody_in_the_base_is_no_share(members: Survey) -> None:
    one = estimate_shares(members, of="lost", scope=Scope("weight > 100")).find("1")
    assert one.value is None
    assert one.base_n == 0
    assert one.reason == "Nobody is in the base."


ERRORS = st.builds(ShareError, st.floats(0.001, 0.999), st.floats(1e-4, 0.3),
                   st.integers(1, 500).map(float), st.integers(2, 5000))


@given(ERRORS, st.sampled_from(list(METHODS)))
def test_an_interval_holds_its_share(error: ShareError, method: str) -> None:
    low, high, _ = interval_by_method(error, method=method)
    assert -1e-12 <= low <= error.share + 1e-9
    assert error.share - 1e-9 <= high <= 1 + 1e-12


@given(ERRORS, st.sampled_from(list(METHODS)))
def test_the_interval_of_the_opposite_is_the_mirror_image(error: ShareError, method: str) -> None:
    low, high, _ = interval_by_method(error, method=method)
    mirrored = interval_by_method(replace(error, share=1 - error.share), method=method)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-6)


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_lies_between_raw_and_bonferroni(p_values: list[float]) -> None:
    corrected = holm(p_values)
    for raw, one in zip(p_values, corrected, strict=True):
        assert raw <= one <= min(1.0, raw * len(p_values)) + 1e-12


FRAMES = st.integers(12, 60).flatmap(lambda n: st.tuples(
    st.lists(st.sampled_from("abc"), min_size=n, max_size=n),
    st.lists(st.sampled_from("xy"), min_size=n, max_size=n),
    st.lists(st.sampled_from("123456"), min_size=n, max_size=n),
    st.lists(st.floats(0.1, 10), min_size=n, max_size=n)))


def linearised_error(
    chosen: np.ndarray, domain: np.ndarray, weights: np.ndarray, clusters: np.ndarray,
) -> float:
    """Standard error of a domain share by hand, as R's svymean on a subset: residuals outside the
    domain are 0, clusters without anybody in it stay."""
    share = (weights * chosen * domain).sum() / (weights * domain).sum()
    scores = weights * domain * (chosen - share) / (weights * domain).sum()
    totals = np.array([scores[clusters == one].sum() for one in np.unique(clusters)])
    n = len(totals)
    return float(np.sqrt(n / (n - 1) * ((totals - totals.mean()) ** 2).sum()))


@given(FRAMES)
@settings(max_examples=40, deadline=None)
def test_a_subgroup_is_a_domain_and_its_shares_add_up_to_1(
    drawn: tuple[list[str], list[str], list[str], list[float]],
) -> None:
    answers, groups, clusters, weights = drawn
    if len(set(clusters)) < 2:
        return
    frame = pl.DataFrame({"answer": answers, "group": groups, "cluster": clusters,
                          "weight": weights})
    with tempfile.TemporaryDirectory() as folder:
        survey = make_survey(Path(folder), frame, design=SurveyDesign(
            "probability", "weight", cluster="cluster"))
        table = estimate_shares(survey, of="answer", scope=Scope(by="group"))
    for group in sorted(set(groups)):
        found = [one for one in table.estimates if one.group == group]
        assert sum(one.value or 0 for one in found) == pytest.approx(1)
        domain = np.array([one == group for one in groups])
        for one in found:
            if one.uncertainty is None:
                continue
            wanted = linearised_error(
                np.array([answer == one.code for answer in answers]).astype(float),
                domain.astype(float), np.array(weights), np.array(clusters))
            assert isclose(one.uncertainty.se, wanted, rel_tol=1e-6, abs_tol=2e-8)


def design_error(says: str, directory: Path, **parts: object) -> None:
    def ask() -> None:
        survey = open_survey(directory, SurveyDesign(**{"sampling": "probability", **parts}))
        estimate_shares(survey, of="a")

    with pytest.raises(SurveyError, match=says):
        ask()


def test_a_design_that_cannot_be_is_refused(tmp_path: Path) -> None:
    frame = pl.DataFrame({
        "a": ["x", "y", "x", "y"], "w": [1.0, 2.0, -1.0, 1.0], "hole": [1.0, None, 1.0, 1.0],
        "s": ["1", "1", "1", "2"], "c": ["1", "1", "1", "1"], "N": [2.0, 2.0, 2.0, 2.0],
        "uneven": [3.0, 4.0, 9.0, 9.0], "good": [1.0, 1.0, 1.0, 1.0], "zero": [0.0] * 4})
    make_survey(tmp_path, frame)
    design_error("negative in 1 of 4 rows", tmp_path, weight="w")
    design_error("empty in 1 of 4 rows", tmp_path, weight="hole")
    design_error("All weights are 0", tmp_path, weight="zero")
    design_error("holds nominal answers", tmp_path, weight="a")
    design_error("as weight and as population", tmp_path, weight="good", population="good")
    design_error("In 1 stratum stands a single row", tmp_path, strata="s", lonely="fail")
    design_error("treated by adjust, average", tmp_path, strata="s", lonely="center")
    design_error("single cluster", tmp_path, cluster="c")
    design_error("smaller than the number of rows", tmp_path, population="N")
    design_error("smaller than the number of rows", tmp_path, population=3)
    design_error("no strata. Name the strata it is of", tmp_path, population="uneven")
    design_error("differs within 1 stratum", tmp_path, strata="s", population="uneven")
    design_error("one number, but the sample has strata", tmp_path, strata="s", population=900)
    design_error("not a sampling class", tmp_path, sampling="scientific")
    design_error("of 5 asked", tmp_path, invited=5, completes=6)
    replicates = ReplicateWeights(("good", "N"), "jkn")
    design_error("needs its scales", tmp_path, weight="uneven", replicates=replicates)
    design_error("either the replicate weights or", tmp_path, weight="good", strata="s",
                 replicates=replicates)
    design_error("the same up to a factor", tmp_path, weight="uneven",
                 replicates=ReplicateWeights(("good", "N"), "brr"))
    with pytest.raises(CodebookError, match="no column 'v'"):
        open_survey(tmp_path, SurveyDesign(weight="v"))


@pytest.mark.parametrize("last", ["1", "2"])
def test_the_rule_of_lonely_strata_is_said_but_not_that_there_is_one(
    tmp_path: Path, last: str
) -> None:
    """A stratum of a single row would be one of a single respondent."""
    frame = pl.DataFrame({"a": ["x", "y", "x", "y"], "s": ["1", "1", "1", last]})
    survey = make_survey(tmp_path, frame, design=SurveyDesign("probability", strata="s"))
    (note,) = estimate_shares(survey, of="a").notes
    assert note == (
        "The part of the variance of a stratum that holds a single row, if there is any, is "
        "centred at the mean of the whole sample (rule 'adjust').")


def test_raking_does_not_say_how_few_were_weighted_up_most(tmp_path: Path) -> None:
    """Of 100 people weighted up 25 times 4 are in the sample."""
    frame = pl.DataFrame({"a": ["x", "y"] * 30, "t": ["1"] * 56 + ["2"] * 4})
    survey = make_survey(tmp_path, frame, design=SurveyDesign(
        "probability", margins=(Margin("t", (("1", 560), ("2", 100))),)))
    (note,) = estimate_shares(survey, of="a").notes
    assert note == "Weights were raked to 1 known margin."


def test_rows_of_weight_zero_are_no_degrees_of_freedom(tmp_path: Path) -> None:
    """As in R, whose ``degf`` counts what has a weight; intervals do so as well."""
    frame = pl.DataFrame({"a": ["x", "y", "x", "y", "y"] * 12, "b": ["1", "1", "2"] * 20,
                          "w": [1.0, 2.0, 1.5, 1.0, 0.0] * 12})
    design = SurveyDesign("probability", "w")
    whole = make_survey(tmp_path / "whole", frame, design=design)
    rest = make_survey(tmp_path / "rest", frame.filter(pl.col("w") > 0), design=design)
    found, wanted = (estimate_table_test(one, rows="a", columns="b") for one in (whole, rest))
    assert wanted.df_design == 47
    assert found.df_design == wanted.df_design
    assert found.p_value == pytest.approx(wanted.p_value, rel=1e-9)


def test_margins_must_fit_the_answers(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": ["x", "y", "x", "y"], "b": ["1", "2", None, "1"]})
    make_survey(tmp_path, frame, values={"a": (Value("x", "Hair"), Value("y", "Photo"))})

    def rake(*margins: Margin) -> pl.Series:
        return bind_sample(open_survey(
            tmp_path, SurveyDesign("probability", margins=margins)), columns={}).weight

    raked = rake(Margin("a", (("x", 0.25), ("y", 0.75)), "share"))
    assert raked.to_list() == pytest.approx([0.5, 1.5, 0.5, 1.5])
    with pytest.raises(SurveyError, match="do not agree on: Photo"):
        rake(Margin("a", (("x", 4.0),)))
    with pytest.raises(SurveyError, match="1 rows have no answer"):
        rake(Margin("b", (("1", 4.0), ("2", 4.0))))
    with pytest.raises(SurveyError, match=r"add up to 0\.9"):
        rake(Margin("a", (("x", 0.2), ("y", 0.7)), "share"))
    with pytest.raises(SurveyError, match="the size -1"):
        rake(Margin("a", (("x", -1.0), ("y", 0.7))))


def test_a_margin_of_people_without_weight_is_refused(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": ["x", "y", "x"], "w": [1.0, 0.0, 2.0]})
    survey = make_survey(tmp_path, frame, design=SurveyDesign(
        "probability", "w", margins=(Margin("a", (("x", 4.0), ("y", 4.0))),)))
    with pytest.raises(SurveyError, match="answered y has weight 0"):
        estimate_shares(survey, of="a")


def test_margins_that_contradict_each_other_are_one_clear_error(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": ["x", "y", "x", "y"], "b": ["1", "2", "1", "2"]})
    make_survey(tmp_path, frame)
    a = Margin("a", (("x", 1.0), ("y", 3.0)))
    margins = (a, Margin("b", (("1", 3.0), ("2", 1.0))))
    survey = open_survey(tmp_path, SurveyDesign("probability", margins=margins))
    with pytest.raises(SurveyError, match="No weights of these respondents meet all margins"):
        estimate_shares(survey, of="a")
    with pytest.raises(SurveyError, match="different numbers of people: a 4, b 8"):
        open_survey(tmp_path, SurveyDesign("probability", margins=(
            a, Margin("b", (("1", 3.0), ("2", 5.0))))))
    with pytest.raises(SurveyError, match="of one column"):
        open_survey(tmp_path, SurveyDesign("probability", margins=(a, a)))


def test_questions_that_cannot_serve(members: Survey) -> None:
    with pytest.raises(CodebookError, match="several answers: used"):
        estimate_shares(members, of="nothing")
    with pytest.raises(SurveyError, match="have no shares"):
        estimate_shares(members, of="weight")
    with pytest.raises(SurveyError, match="needs numbers"):
        estimate_means(members, of="union")
    with pytest.raises(SurveyError, match="needs weights"):
        estimate_totals(members, of="weight")
    with pytest.raises(SurveyError, match="overlap"):
        estimate_differences(members, of="lost", scope=Scope(by="used"))
    with pytest.raises(SurveyError, match="no interval method"):
        estimate_shares(members, of="lost", scope=Scope(interval="wald"))
    with pytest.raises(SurveyError, match="its answers have no order"):
        estimate_likert(members, of="union")


def test_the_content_hash_is_of_the_rows_in_any_order_and_the_codebook(
    members: Survey, tmp_path: Path,
) -> None:
    again = make_survey(tmp_path / "elsewhere", members.read("c001"), design=RANDOM)
    moved = open_survey(members.directory, SurveyDesign("unknown"))
    assert moved.content_hash == members.content_hash
    assert again.content_hash != members.content_hash
    data = members.directory / "survey.parquet"
    pl.read_parquet(data).sample(fraction=1, shuffle=True, seed=3).write_parquet(data)
    assert open_survey(members.directory, RANDOM).content_hash == members.content_hash
    path = members.directory / "codebook.json"
    path.write_text(path.read_text().replace("yes", "Yes"))
    assert open_survey(members.directory, RANDOM).content_hash != members.content_hash


def test_a_survey_that_cannot_be_read_is_one_clear_error(members: Survey) -> None:
    (members.directory / DATA_FILE).write_bytes(b"PAR1 no parquet")
    with pytest.raises(SurveyError, match="Load the file again"):
        estimate_shares(members, of="union")
    (members.directory / DATA_FILE).unlink()
    with pytest.raises(SurveyError, match=r"holds no survey\.parquet"):
        open_survey(members.directory, RANDOM)


def test_only_the_columns_an_estimate_needs_are_read(
    members: Survey, monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: set[str] = set()
    whole = pl.read_parquet

    def spy(*arguments: object, columns: list[str], **more: object) -> pl.DataFrame:
        read.update(columns)
        return whole(*arguments, columns=columns, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(pl, "read_parquet", spy)
    estimate_shares(members, of="lost", scope=Scope("union = x"))
    assert read == {"c001", "c004"}


@pytest.mark.parametrize(("short", "full"), [
    ("Census", "census attempt"), ("self_selected", "self-selected"), ("panel",
     "quota or opt-in panel"), ("RANDOM", "probability")])
def test_short_names_of_sampling_classes(short: str, full: str) -> None:
    assert find_sampling(short) == full


def test_the_shipped_data_agree_on_the_names_of_the_classes() -> None:
    shipped = pl.read_csv(Path(__file__).parents[2] / "data" / "surveys.csv",
                          infer_schema=False)["sampling"]
    assert set(shipped) <= set(PERMISSIONS)


def test_estimates_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    frame = read_golden("clus1").select("dnum", "pw", "need", "comp.imp")
    design = SurveyDesign("probability", "pw", cluster="dnum")
    one = make_survey(tmp_path / "a", frame, design=design)
    other = make_survey(tmp_path / "b", frame.sample(fraction=1, shuffle=True, seed=7),
                        design=design)
    for a, b in zip(*(estimate_shares(survey, of="need", scope=Scope(by="comp.imp")).estimates
                      for survey in (one, other)), strict=True):
        assert a.uncertainty is not None
        assert b.uncertainty is not None
        assert a.value == pytest.approx(b.value)
        assert a.uncertainty.se == pytest.approx(b.uncertainty.se)
