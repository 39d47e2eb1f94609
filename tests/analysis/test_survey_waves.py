"""Two files of one survey: what is the same in both, what changed, and what either gate hides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import isnan
from typing import Any

import pandas as pd
import polars as pl
import pytest
from made_survey import make_survey
from scipy import stats

from analysis.disclosure import ReleaseLog, Rules
from analysis.errors import SurveyError
from analysis.exhibits.own_survey import Loaded, Told
from analysis.exhibits.own_waves import build_waves
from analysis.exports import to_csv
from analysis.surveys.codebook import POOLED, Codebook, Value, write_codebook
from analysis.surveys.design import SurveyDesign
from analysis.surveys.difference_gate import DifferenceRequest, ReleasedDifferences
from analysis.surveys.estimates import Uncertainty
from analysis.surveys.survey import Survey, open_survey
from analysis.surveys.survey_gate import SurveyGate
from analysis.surveys.wave_gate import WaveRequest, release_waves
from analysis.surveys.wave_match import match_question, match_surveys, translate_filter
from analysis.surveys.waves import satterthwaite
from analysis.surveys.where import parse_filter

ROWS = {"2024": 150, "2026": 240}
SCALE = ("disagree", "neither", "agree")
OLD = tuple(Value(str(at), one.capitalize()) for at, one in enumerate(SCALE, 1))
YEARS = ("2024", "2026")
RANDOM = SurveyDesign("probability", "weight")
FLAGS = (Value("1", "chosen"), Value("0", "not chosen"))
TOLD = Told(Loaded("Two waves", pd.Timestamp("2026-11-28").date(), "abc+def"))
Make = Callable[..., Survey]


def rows_of(year: str) -> pl.DataFrame:
    """Members of one year: a threat that grew, a trade, days, weights; ten refuse."""
    rows = range(ROWS[year])
    later = year == "2026"
    return pl.DataFrame({
        "trade": [("hair", "styling", "photo")[at % 3] for at in rows],
        "threat": [None if at % 15 == 0 else SCALE[2 if at % 10 < (6 if later else 3) else at % 2]
                   for at in rows],
        "days": [float(at % (9 if later else 7)) for at in rows],
        "weight": [1.0 + (at * 7 % 5) / 4 for at in rows],
        "twin": [str(int(at % 4 < (2 if later else 1))) for at in rows],
        "image": [str(int(at % 5 < 2)) for at in rows],
    })


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """``make(frame, …)``: a survey of its own folder."""
    count = iter(range(1000))

    def survey(frame: pl.DataFrame, *, texts: Mapping[str, str] | None = None,
               **more: Any) -> Survey:
        folder = tmp_path_factory.getbasetemp() / f"wave{next(count)}"
        made = make_survey(folder, frame, **{"design": RANDOM, **more})
        if not texts:
            return made
        book = tuple(replace(one, label=texts.get(one.name, one.label))
                     for one in made.codebook.variables)
        write_codebook(Codebook(book, made.codebook.rows), folder)
        return open_survey(folder, made.design)

    return survey


@pytest.fixture(scope="module")
def waves(make: Make) -> dict[str, Survey]:
    """The two files: in that of 2024 the columns stand otherwise and answers have codes."""
    groups = {"groups": {"twin": "tools", "image": "tools"},
              "values": {"twin": FLAGS, "image": FLAGS}}
    codes = {label: value.code for label, value in zip(SCALE, OLD, strict=True)}
    old = rows_of("2024").with_columns(pl.col("threat").replace(codes)).select(
        "weight", "image", "twin", "days", "threat", "trade")
    return {
        "2024": make(old, groups=groups["groups"], kinds={"threat": "ordinal"},
                     values={**groups["values"], "threat": OLD}),
        "2026": make(rows_of("2026"), ordinal={"threat": list(SCALE)}, **groups)}


@pytest.fixture(scope="module")
def stacked(make: Make) -> Survey:
    """Both as one file, the wave its strata."""
    return make(pl.concat([rows_of(year).with_columns(wave=pl.lit(year), drawn=pl.lit(year))
                           for year in YEARS]),
                design=replace(RANDOM, strata="drawn"), ordinal={"threat": list(SCALE)})


def compared(
    earlier: Survey, later: Survey, of: str = "threat", *, rules: Rules | None = None, **more: Any,
) -> ReleasedDifferences:
    return release_waves(
        SurveyGate(later, log=ReleaseLog()), earlier=SurveyGate(earlier, log=ReleaseLog()),
        request=WaveRequest(of, names=YEARS, **more), rules=rules or Rules(share_digits=4))


def with_sampling(survey: Survey, sampling: str) -> Survey:
    return replace(survey, design=replace(survey.design, sampling=sampling))


# --- the same numbers as one file ---------------------------------------------------------------

@pytest.mark.parametrize("of", ["threat", "days"])
def test_two_files_say_what_one_file_with_a_wave_column_says(
    waves: dict[str, Survey], stacked: Survey, of: str
) -> None:
    """All but the degrees of freedom, which one file takes from both waves together."""
    one = SurveyGate(stacked, log=ReleaseLog()).release_differences(
        DifferenceRequest(of, "wave"), rules=Rules(share_digits=4), waves=True).released.frame
    found = compared(waves["2024"], waves["2026"], of)
    two = found.released.frame
    assert found.shares is (of == "threat")
    key = ["label", "wave"]
    two["label"] = two["label"].str.casefold()
    one, two = (frame.sort_values(key).reset_index(drop=True) for frame in (one, two))
    assert len(two) == (6 if of == "threat" else 2)
    for name in ("respondents", "level", "before", "value", "se"):
        pd.testing.assert_series_equal(one[name], two[name], rtol=1e-9, check_dtype=False)
    changed = two["value"].notna()
    assert changed.sum() == len(two) / 2
    for at in two.index[changed]:
        before = two[(two["label"] == two.loc[at, "label"]) & (two["wave"] == "2024")].iloc[0]
        assert two.loc[at, "value"] == pytest.approx(
            two.loc[at, "level"] - before["level"], abs=2e-4)
        assert two.loc[at, "low"] < one.loc[at, "low"]
        assert two.loc[at, "low"] == pytest.approx(one.loc[at, "low"], rel=0.01, abs=1e-3)
    base = {"2024": 140, "2026": 224} if of == "threat" else ROWS
    assert dict(zip(two["wave"], two["base_n"], strict=True)) == base


def test_interval_and_p_value_follow_satterthwaite(waves: dict[str, Survey]) -> None:
    """By hand, from a mean without weights: Welch's test as scipy has it."""
    plain = {year: replace(one, design=SurveyDesign("probability")) for year, one in waves.items()}
    row = compared(plain["2024"], plain["2026"], "days").released.frame.iloc[1]
    numbers = [rows_of(year)["days"].to_list() for year in YEARS]
    welch = stats.ttest_ind(numbers[1], numbers[0], equal_var=False)
    assert row["p_value"] == pytest.approx(welch.pvalue, rel=1e-9)
    interval = welch.confidence_interval()
    assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high), rel=1e-9)


@pytest.mark.parametrize(("first", "second", "expected"), [
    ((0.0, 9.0), (2.0, 5.0), 5.0), ((0.0, 9.0), (0.0, 5.0), 5.0),
    ((1.0, 10.0), (1.0, 10.0), 20.0), ((1.0, 0.0), (1.0, 10.0), float("nan")),
])
def test_degrees_of_freedom_at_the_edges(
    first: tuple[float, float], second: tuple[float, float], expected: float
) -> None:
    df = satterthwaite(*(Uncertainty(se, 0, 0, "t", df, None, None) for se, df in (first, second)))
    assert df == pytest.approx(expected, nan_ok=True)


def test_answers_of_several_are_found_by_their_words(waves: dict[str, Survey]) -> None:
    frame = compared(waves["2024"], waves["2026"], "tools").released.frame
    later = frame[frame["wave"] == "2026"].set_index("label")
    assert later.loc["twin", "respondents"] == 120
    assert frame.set_index(["label", "wave"]).loc[("image", "2024"), "respondents"] == 60
    assert later.loc["twin", "value"] > 0.2


def test_a_filter_is_said_in_the_words_of_the_earlier_file(
    waves: dict[str, Survey], stacked: Survey
) -> None:
    where = "trade = hair and threat in (disagree, agree) and days >= 1"
    translated = translate_filter(where, earlier=waves["2024"], later=waves["2026"])
    assert "c005 in (3, 1)" in str(translated).replace('"', "")
    assert translated == translate_filter(
        parse_filter(where), earlier=waves["2024"], later=waves["2026"])
    one = SurveyGate(stacked, log=ReleaseLog()).release_differences(
        DifferenceRequest("days", "wave", where=where), rules=Rules(), waves=True)
    two = compared(waves["2024"], waves["2026"], "days", where=where)
    for name in ("respondents", "level"):
        assert list(two.released.frame[name]) == pytest.approx(list(one.released.frame[name]))


@pytest.mark.parametrize(("where", "words"), [
    ("region = north", "the earlier file does not have so"),
    ("trade = make-up", "the answer 'make-up' to 'trade'"),
    ("threat < agree", "not in the same order"),
])
def test_a_filter_the_earlier_file_cannot_follow_is_refused(
    waves: dict[str, Survey], make: Make, where: str, words: str
) -> None:
    other = make(rows_of("2026").with_columns(
        region=pl.lit("north"), trade=pl.col("trade").replace({"photo": "make-up"})),
        ordinal={"threat": ["agree", "neither", "disagree"]})
    with pytest.raises(SurveyError, match=words):
        compared(waves["2024"], other, where=where)


# --- what is the same ---------------------------------------------------------------------------

def test_questions_are_found_by_their_text_before_the_name_of_the_column(make: Make) -> None:
    yes = {"q1": ["yes", "no"] * 20, "q2": ["no", "yes"] * 20, "q3": ["yes", "no"] * 20}
    earlier = make(pl.DataFrame(yes), design=SurveyDesign(), texts={
        "q1": "Do you FEAR  AI?", "q2": "Is the fee fair?", "q3": "Do you rest?"})
    later = make(pl.DataFrame({**yes, "q4": [1.0, 2.0] * 20}), design=SurveyDesign(), texts={
        "q1": "Is the fee fair", "q2": "Do you fear AI", "q3": "Do you sleep?"})
    found = match_surveys(earlier, later)
    assert {key: one.earlier for key, one in found.same.items()} == {
        "c001": "c002", "c002": "c001", "c003": "c003"}
    assert found.same["c001"].notes == ()
    assert "in other words: “Do you rest?”, not “Do you sleep?”" in found.same["c003"].notes[0]
    assert list(found.apart) == ["q4"]
    assert found.only_earlier == ()
    assert match_question(earlier, later=later, of="Q2").earlier == "c001"


def test_a_text_that_several_questions_share_says_nothing(make: Make) -> None:
    yes = {"a": ["yes", "no"] * 20, "b": ["no", "yes"] * 20}
    texts = {"a": "How often?", "b": "How often?"}
    earlier = make(pl.DataFrame(yes), design=SurveyDesign(), texts=texts)
    later = make(pl.DataFrame({**yes, "c": ["no", "yes"] * 20}), design=SurveyDesign(),
                 texts={**texts, "c": "How often?"})
    found = match_surveys(earlier, later)
    assert {key: one.earlier for key, one in found.same.items()} == {"c001": "c001", "c002": "c002"}
    assert list(found.apart) == ["c"]


def test_answers_that_differ_are_named_and_not_compared(
    waves: dict[str, Survey], make: Make
) -> None:
    other = make(rows_of("2026").with_columns(
        threat=pl.col("threat").replace({"neither": "undecided"}),
        days=pl.lit("many"), trade=pl.lit(POOLED)))
    found = compared(waves["2024"], other)
    assert set(found.released.frame["label"]) == {"agree", "disagree"}
    note = next(one for one in found.notes if "not compared" in one or "compared:" in one)
    assert "“Neither” (earlier file); “undecided” (this survey)" in note
    matched = match_surveys(waves["2024"], other)
    assert "asks for one answer, in the earlier file ('days') for a number" in matched.apart["days"]
    assert "No answer to 'trade' is the same" in matched.apart["trade"]
    with pytest.raises(SurveyError, match="No answer to 'trade' is the same"):
        compared(waves["2024"], other, "trade")
    pooled = make(rows_of("2024").with_columns(trade=pl.lit(POOLED)))
    with pytest.raises(SurveyError, match="No answer to 'trade' is the same"):
        compared(pooled, other, "trade")


def test_a_missing_answer_of_one_file_alone_is_named(make: Make) -> None:
    """Whoever did not know left the base of one wave, and stands in that of the other."""
    answers = pl.DataFrame({"lost": ["yes", "no", "unsure"] * 20})
    unsure = (Value("yes", "yes"), Value("no", "no"), Value("unsure", "Don't know", "dont_know"))
    earlier = make(answers, values={"lost": unsure}, design=SurveyDesign())
    later = make(answers, design=SurveyDesign())
    notes = " ".join(match_question(earlier, later=later, of="lost").notes)
    assert "Missing in one file only, so not in its base: “Don't know” (earlier file)" in notes
    assert "“unsure” (this survey)" in notes
    for pair in ((earlier, earlier), (later, later)):
        assert not match_question(pair[0], later=pair[1], of="lost").notes
    kept = match_question(earlier, later=later, of="lost", keep=("dont_know",)).notes
    assert "Missing in one file only" not in " ".join(kept)


def test_signs_tell_answers_apart(make: Make) -> None:
    earlier = make(pl.DataFrame({"fee": ["< 100", "> 100"] * 30}), design=SurveyDesign())
    later = make(pl.DataFrame({"fee": ["> 100", "≥ 100", "< 100"] * 20}), design=SurveyDesign())
    found = match_question(earlier, later=later, of="fee")
    assert {(one.earlier, one.later) for one in found.answers} == {
        ("> 100", "> 100"), ("< 100", "< 100")}


def test_the_same_data_or_the_same_name_twice_is_no_comparison(waves: dict[str, Survey]) -> None:
    with pytest.raises(SurveyError, match="same data"):
        compared(waves["2026"], waves["2026"])
    with pytest.raises(SurveyError, match="same name"):
        release_waves(
            SurveyGate(waves["2026"], log=ReleaseLog()), rules=Rules(),
            earlier=SurveyGate(waves["2024"], log=ReleaseLog()),
            request=WaveRequest("threat", names=("2026", "2026 ")))


# --- the gates ----------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def few(make: Make) -> dict[str, Survey]:
    """In one of the waves six people said neither, so that a second answer goes with them."""
    def of(year: str, *, rare: bool) -> Survey:
        rows = range(ROWS[year])
        return make(pl.DataFrame({"threat": [
            "neither" if at < (6 if rare else 60) else ("agree", "disagree", "agree")[at % 3]
            for at in rows], "weight": [1.0] * len(rows)}))

    return {"2024 rare": of("2024", rare=True), "2024": of("2024", rare=False),
            "2026 rare": of("2026", rare=True), "2026": of("2026", rare=False)}


@pytest.mark.parametrize(("earlier", "later"), [("2024 rare", "2026"), ("2024", "2026 rare")])
def test_a_change_is_withheld_with_either_side(
    few: dict[str, Survey], earlier: str, later: str
) -> None:
    found = compared(few[earlier], few[later])
    frame = found.released.frame.set_index(["label", "wave"])
    side, other = ("2024", "2026") if "rare" in earlier else ("2026", "2024")
    hidden = [label for label in SCALE if isnan(frame.loc[(label, side), "level"])]
    assert "neither" in hidden
    assert len(hidden) == 2
    for label in hidden:
        assert frame.loc[(label, side), "suppressed"]
        assert isnan(frame.loc[(label, side), "respondents"])
        assert frame.loc[(label, other), "level"] > 0
        change = frame.loc[(label, "2026"), ["value", "se", "low", "high", "p_value",
                                             "p_corrected", "together_low"]]
        assert change.isna().all()
        assert frame.loc[(label, "2026"), "suppressed"]
    shown = next(label for label in SCALE if label not in hidden)
    assert frame.loc[(shown, "2026"), "se"] > 0
    assert found.released.withheld == 2
    exhibit = build_waves(found, TOLD)
    text = to_csv(exhibit).decode()
    assert "withheld" in text
    assert "withheld" in exhibit.words.alt


def test_each_wave_is_held_against_the_log_of_its_own_data(waves: dict[str, Survey]) -> None:
    logs = {year: ReleaseLog() for year in YEARS}
    gates = {year: SurveyGate(waves[year], log=logs[year]) for year in YEARS}
    release_waves(gates["2026"], earlier=gates["2024"], rules=Rules(),
                  request=WaveRequest("threat", names=YEARS))
    for year, log in logs.items():
        assert log.read(waves[year].content_hash)
        other = next(one for one in YEARS if one != year)
        assert not log.read(waves[other].content_hash)


# --- sampling -----------------------------------------------------------------------------------

@pytest.mark.parametrize(("earlier", "later", "why"), [
    ("self-selected", "self-selected", "Both waves: Respondents chose themselves"),
    ("probability", "self-selected", "2026: Respondents chose themselves"),
    ("unknown", "probability", "2024: How respondents were found is not known"),
])
def test_without_two_random_samples_only_counts_and_shares(
    waves: dict[str, Survey], earlier: str, later: str, why: str
) -> None:
    pair = with_sampling(waves["2024"], earlier), with_sampling(waves["2026"], later)
    found = compared(*pair, rules=Rules())
    assert found.why.startswith(why)
    assert not found.tested
    frame = found.released.frame
    assert frame["level"].notna().all()
    for name in ("value", "se", "low", "high", "p_value", "level_low", "level_high"):
        assert frame[name].isna().all(), name
    exhibit = build_waves(found, TOLD)
    shares = [rows_of(year).drop_nulls("threat").select(
        (pl.col("weight") * (pl.col("threat") == "agree")).sum() / pl.col("weight").sum()).item()
        for year in YEARS]
    assert exhibit.title == (f"“agree”: {shares[0]:.1%} in 2024 and {shares[1]:.1%} in 2026, of "
                             "those who answered; no change is claimed")
    assert not {"value", "se", "p_corrected", "level_low"} & set(exhibit.columns)
    assert any(why in one for one in exhibit.caveats)
    assert "no interval and no change" in exhibit.subtitle
    assert not any("independent samples" in one for one in exhibit.caveats)
    assert "of 224" in exhibit.words.alt
    assert exhibit.figure().data
    with pytest.raises(SurveyError, match="A mean is not allowed"):
        compared(*pair, "days")


def test_two_census_attempts_have_means_without_interval(waves: dict[str, Survey]) -> None:
    found = compared(*(with_sampling(waves[year], "census attempt") for year in YEARS), "days")
    assert found.released.frame["level"].notna().all()
    assert found.released.frame[["value", "level_low", "se"]].isna().all().all()
    exhibit = build_waves(found, TOLD)
    assert exhibit.title.startswith("Mean of days: ")
    assert exhibit.title.endswith("no change is claimed")


def test_the_title_says_what_rose_and_the_caveats_say_how(waves: dict[str, Survey]) -> None:
    found = compared(waves["2024"], waves["2026"])
    exhibit = build_waves(found, TOLD)
    assert exhibit.title.startswith("“agree” rose from ")
    assert " in 2024 to " in exhibit.title
    assert any("independent samples" in one and "Satterthwaite" in one
               for one in exhibit.caveats)
    assert not any("groups of one file" in one for one in exhibit.caveats)
    fell = build_waves(release_waves(
        SurveyGate(waves["2024"], log=ReleaseLog()), rules=Rules(),
        earlier=SurveyGate(waves["2026"], log=ReleaseLog()),
        request=WaveRequest("threat", names=("2026", "2024"))), TOLD)
    assert fell.title.startswith("“Agree” fell from ")
    assert exhibit.sources["your_survey"].title == "Two waves"
