"""The filter a user types: grammar, errors with their position, meaning for each kind of column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_survey import make_survey

from analysis.errors import CodebookError, SurveyError
from analysis.surveys.codebook import Value
from analysis.surveys.conditions import Codes, spell_out
from analysis.surveys.filters import filter_columns, filter_mask, resolve_filter
from analysis.surveys.survey import Survey
from analysis.surveys.where import EVERYBODY, Condition, Filter, parse_filter

WORDS = st.text(min_size=0, max_size=12)
CONDITIONS = st.one_of(
    st.builds(Condition, WORDS, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
              st.tuples(WORDS)),
    st.builds(Condition, WORDS, st.just("in"), st.lists(WORDS, min_size=1, max_size=4).map(tuple)))
FILTERS = st.lists(CONDITIONS, max_size=5).map(lambda found: Filter(tuple(found)))


@given(FILTERS)
def test_a_filter_written_down_reads_back_the_same(one: Filter) -> None:
    assert parse_filter(str(one)) == one


@given(st.text(max_size=60))
def test_any_text_is_a_filter_or_one_clear_error(text: str) -> None:
    said = ""
    try:
        parse_filter(text)
    except SurveyError as error:
        said = str(error)
    assert not said or "position" in said


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("", ()),
        ("   ", ()),
        ("region = north", (Condition("region", "=", ("north",)),)),
        ("region=north AND age>=18", (Condition("region", "=", ("north",)),
                                      Condition("age", ">=", ("18",)))),
        ('"years in work" <= 5', (Condition("years in work", "<=", ("5",)),)),
        ('trade in (model, "hair, make-up", "say ""hi""")',
         (Condition("trade", "in", ("model", "hair, make-up", 'say "hi"')),)),
        ('"and" != "in"', (Condition("and", "!=", ("in",)),)),
        ("a<-1", (Condition("a", "<", ("-1",)),)),
    ],
)
def test_what_is_understood(text: str, conditions: tuple[Condition, ...]) -> None:
    assert parse_filter(text).conditions == conditions


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("region north", 8, "expected one of"),
        ("region = ", 10, "expected a value"),
        ("region = north or age = 3", 16, "expected 'and'"),
        ("region = north and", 19, "expected a column"),
        ('region = "north', 10, "never closed"),
        ("region in north", 11, "expected '('"),
        ("region in (north south)", 18, "expected ','"),
        ("region in ()", 12, "expected a value"),
        ("= 3", 1, "expected a column"),
        ("region == 3", 9, "expected a value"),
        ("region = a b", 12, "double quotes"),
        ("x = 1; drop table t", 8, "expected 'and'"),
    ],
)
def test_what_is_not_understood_says_where(text: str, position: int, says: str) -> None:
    with pytest.raises(SurveyError, match=f"position {position}:") as raised:
        parse_filter(text)
    assert says in str(raised.value)


def test_a_filter_has_bounds() -> None:
    with pytest.raises(SurveyError, match="4,000"):
        parse_filter("a = " + "b" * 5000)
    with pytest.raises(SurveyError, match="30 conditions"):
        parse_filter(" and ".join(["a = 1"] * 31))
    with pytest.raises(SurveyError, match="300 values"):
        parse_filter(f"a in ({', '.join(['1'] * 301)})")


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    agree = (Value("1", "no"), Value("2", "partly"), Value("3", "yes"),
             Value("9", "refused", "refused"), Value("8", "don't know", "dont_know"))
    frame = pl.DataFrame({
        "agree": ["1", "2", "3", "9", "8", None], "region": ["n", "s", "n", "s", "n", "s"],
        "age": [20.0, 30.0, 40.0, 50.0, None, float("nan")],
        "joined": [date(2020, 1, 1), date(2021, 1, 1), None, date(2023, 5, 6), None, None],
        "name": ["a", "b", "c", "d", "e", "f"], "days": ["1", "2", "3", "4", "5", "6"],
        "Days": ["6", "5", "4", "3", "2", "1"]})
    return make_survey(tmp_path, frame, values={"agree": agree},
                       kinds={"agree": "ordinal", "name": "id", "joined": "date"})


def rows_of(survey: Survey, text: str) -> list[int]:
    resolved = resolve_filter(parse_filter(text), codebook=survey.codebook)
    frame = survey.read(*filter_columns(resolved))
    mask = filter_mask(resolved, codebook=survey.codebook, frame=frame)
    assert mask.null_count() == 0
    return [place for place, kept in enumerate(mask, 1) if kept]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("agree = yes", [3]),
        ("agree = 3", [3]),
        ("agree = YES", [3]),
        ("agree != yes", [1, 2]),  # who refused or gave no answer did not say anything else
        ("agree = refused", [4]),
        ('agree in (yes, "don\'t know")', [3, 5]),
        ("agree >= partly", [2, 3]),
        ("agree < partly", [1]),
        ("age >= 30", [2, 3, 4]),
        ("age != 30", [1, 3, 4]),
        ("age in (20, 50)", [1, 4]),
        ("joined > 2020-12-31", [2, 4]),
        ("region = n and age < 30", [1]),
        ("region = n and region = s", []),
    ],
)
def test_what_a_filter_keeps(survey: Survey, text: str, rows: list[int]) -> None:
    assert rows_of(survey, text) == rows


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("nothing = 1", CodebookError, "no column 'nothing'"),
        ("days = 1", CodebookError, "2 columns are called"),
        ("name = a", SurveyError, "identifiers"),
        ("region < s", SurveyError, "no order"),
        ("region = west", SurveyError, "Answers: n, s"),
        ("age = old", SurveyError, "holds numbers"),
        ("age = nan", SurveyError, "holds numbers"),
        ("age > 1.000", SurveyError, "can be read as 1000 or as 1"),
        ("age > 12.500", SurveyError, "can be read as 12500 or as 12.5"),
        ("age > 1.000.000", SurveyError, "can be read as 1000000"),
        ("joined = 1.1.2020", SurveyError, "like 2026-11-25"),
        ("agree < refused", SurveyError, "no place in its order"),
    ],
)
def test_what_a_column_refuses(
    survey: Survey, text: str, error: type[Exception], says: str,
) -> None:
    with pytest.raises(error, match=says):
        rows_of(survey, text)


def test_filters_that_mean_the_same_resolve_to_the_same(survey: Survey) -> None:
    one, other = (resolve_filter(parse_filter(text), codebook=survey.codebook) for text in (
        "agree in (yes, no) and age >= 30", "c003 >= 30.0 and c001 in (1, 3, 3)"))
    assert one == other
    assert resolve_filter(EVERYBODY, codebook=survey.codebook) == EVERYBODY


@pytest.mark.parametrize("text", ["agree != yes", "agree >= partly", "agree in (yes, refused)"])
def test_spelled_out_conditions_keep_the_same_rows(survey: Survey, text: str) -> None:
    resolved = resolve_filter(parse_filter(text), codebook=survey.codebook)
    (one,) = spell_out(resolved, codebook=survey.codebook)
    assert isinstance(one, Codes)
    answers = survey.read("c001")["c001"].to_list()
    kept = [place for place, code in enumerate(answers, 1)
            if code is not None and (code in one.codes) == one.inside]
    assert kept == rows_of(survey, text)
