"""Titles follow the data: flip what a chart shows, and its sentence must flip with it.

Each test changes cells of a copy of the shipped CSVs, builds the real warehouse on it, and reads
the title. A title that can contradict its chart is marked as an expected failure with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from analysis.exhibits import Exhibit, build_exhibit
from analysis.exhibits.unknowns import list_unknowns
from analysis.exhibits.words import (
    change_verb,
    count,
    listed,
    percent,
    share_span,
    share_word,
    span,
)
from analysis.exhibits.worker_voice import LOSS_WORDS
from analysis.warehouse import Warehouse

Edited = Callable[..., Warehouse]
BECTU = "bectu_ai_fashion_2025"
MODELS = "41-9012"
HOLES = re.compile(r"\b(nan|NaN|NaT|None|inf)\b(?! of)")


def setting(where: Callable[[pd.DataFrame], Any], **values: str) -> Any:
    """An edit: ``values`` into the cells of the rows for which ``where`` is true."""
    def edit(frame: pd.DataFrame) -> pd.DataFrame:
        rows = where(frame)
        assert rows.any(), "the edit meets no row"
        for column, value in values.items():
            frame.loc[rows, column] = value
        return frame

    return edit


def without(where: Callable[[pd.DataFrame], Any]) -> Any:
    """An edit: the rows for which ``where`` is true are gone."""
    return lambda frame: frame[~where(frame)]


def title_of(id: str, warehouse: Warehouse, **settings: Any) -> str:
    title = build_exhibit(id, warehouse, **settings).title
    assert not HOLES.search(title), title
    return title


def figure_text(exhibit: Exhibit) -> str:
    fig = exhibit.figure()
    hover = [text for trace in fig.data if trace.hovertext is not None for text in trace.hovertext]
    return " | ".join([note.text for note in fig.layout.annotations if not note.name] + hover)



# --- words --------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("share", "word"),
    [(0.001, "almost none"), (0.12, "12%"), (0.25, "about a quarter"), (0.33, "about a third"),
     (0.42, "42%"), (0.48, "just under half"), (0.5, "half"), (0.54, "just over half"),
     (0.58, "58%"), (0.66, "about two thirds"), (0.75, "about three quarters"), (0.9, "90%"),
     (0.999, "nearly all")],
)
def test_share_in_words(share: float, word: str) -> None:
    assert share_word(share) == word


@pytest.mark.parametrize(("share", "wrong"), [(0.5, "just"), (0.495, "over"), (0.56, "half")])
def test_share_in_words_never_crosses_the_half(share: float, wrong: str) -> None:
    assert wrong not in share_word(share)


@pytest.mark.parametrize(("share", "hedge"), [(1.0, "nearly"), (0.0, "almost")])
def test_all_and_none_are_not_hedged(share: float, hedge: str) -> None:
    assert hedge not in share_word(share)


def test_numbers_and_lists_in_words() -> None:
    assert (percent(0.54), percent(0.058, digits=1), percent(0.09, digits=1)) == (
        "54%", "5.8%", "9%")
    assert (count(1, "survey"), count(2, "survey"), count(0, "survey")) == (
        "1 survey", "2 surveys", "0 surveys")
    assert (count(3780), span("11%", "42%"), span("7%", "7%")) == ("3,780", "11% to 42%", "7%")
    assert [listed(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("before", "after", "interval", "verb"),
    [(1, 2, None, "rose"), (2, 1, None, "fell"), (2, 2, None, "did not change"),
     (1, 2, (-0.5, 2.5), None), (1, 2, (0, 2), None), (1, 2, (0.1, 1.9), "rose"),
     (2, 1, (-1.9, -0.1), "fell")],
)
def test_no_verb_where_the_interval_spans_none(
    before: float, after: float, interval: tuple[float, float] | None, verb: str | None
) -> None:
    assert change_verb(before, after, interval=interval) == verb


# --- worker voice -------------------------------------------------------------------------------

def is_bectu(frame: pd.DataFrame) -> Any:
    return frame["survey_id"] == BECTU


def is_like_question(frame: pd.DataFrame) -> Any:
    like = (frame["target"] == "industry") & (frame["outcome"] == "overall effect")
    return like & (frame["direction"] == "negative") & ~is_bectu(frame)


def test_bectu_title_names_the_54_percent(warehouse: Warehouse) -> None:
    title = title_of("worker_voice_bectu", warehouse)
    assert title.startswith("Just over half of Bectu workers (54%) expected AI to harm fashion")
    assert "like questions elsewhere gave" in title


@pytest.mark.parametrize(
    ("share", "start"),
    [("0.12", "12% of Bectu workers"), ("0.25", "About a quarter of Bectu workers (25%)"),
     ("0.48", "Just under half of Bectu workers (48%)"), ("0.5", "Half of Bectu workers (50%)")],
)
def test_bectu_title_follows_the_share(share: str, start: str, edited: Edited) -> None:
    changed = edited(survey_results=setting(is_bectu, share=share))
    assert title_of("worker_voice_bectu", changed).startswith(start)


def test_bectu_title_without_like_questions_claims_none(edited: Edited) -> None:
    changed = edited(survey_results=setting(is_like_question, target="economy", outcome="rules"))
    title = title_of("worker_voice_bectu", changed)
    assert title.endswith("no like question was found elsewhere")


def test_bectu_title_counts_a_single_like_question(edited: Edited) -> None:
    def keep_one(frame: pd.DataFrame) -> pd.DataFrame:
        rest = frame.index[is_like_question(frame)][1:]
        frame.loc[rest, "outcome"] = "rules"
        return frame

    changed = edited(survey_results=keep_one)
    assert re.search(r"; 1 like question elsewhere gave \d+%$",
                     title_of("worker_voice_bectu", changed))


def test_bectu_title_does_not_speak_of_harm_when_the_answer_is_positive(edited: Edited) -> None:
    changed = edited(survey_results=setting(is_bectu, direction="positive"))
    assert "harm" not in title_of("worker_voice_bectu", changed)


def test_bectu_exhibit_survives_without_the_bectu_figure(edited: Edited) -> None:
    changed = edited(survey_results=without(is_bectu))
    assert "not on the desk" in title_of("worker_voice_bectu", changed)


def test_bectu_point_stays_hollow_and_alt_counts_intervals(edited: Edited) -> None:
    changed = edited(surveys=setting(
        lambda frame: frame["survey_id"] == "pew_workers_2024", design_effect="1.6"))
    exhibit = build_exhibit("worker_voice_bectu", changed)
    drawn = exhibit.table["low"].notna()
    assert drawn.sum() >= 2
    assert set(exhibit.table[drawn]["survey_id"]) == {"pew_workers_2024"}
    assert f"{drawn.sum()} of {len(drawn)} points carry an interval" in exhibit.words.alt
    fill = dict(zip(exhibit.table["result_id"], exhibit.figure().data[0].marker.color, strict=True))
    assert fill["bectu_ai_fashion_2025_negative"] == "#FBFAF7"


def is_loss(frame: pd.DataFrame) -> Any:
    return (frame["horizon"] == "already happened") & (frame["share"] != "")


def test_losses_title_spans_the_points(warehouse: Warehouse) -> None:
    exhibit = build_exhibit("worker_voice_losses", warehouse)
    originals = exhibit.table[exhibit.table["duplicate_of"].isna()]
    for outcome, words in LOSS_WORDS.items():
        shares = originals[originals["outcome"] == outcome]["share"]
        assert (words in exhibit.title) is bool(len(shares))
        if len(shares):
            assert f"{share_span(shares.min(), shares.max())} {words}" in exhibit.title


def test_losses_title_of_equal_figures_names_one(edited: Edited) -> None:
    changed = edited(survey_results=setting(is_loss, share="0.4"))
    title = title_of("worker_voice_losses", changed)
    assert "40% lost work" in title
    assert " to " not in title.partition("put down to AI")[2]


def test_losses_title_of_nearly_equal_figures_names_one(edited: Edited) -> None:
    def nearly(frame: pd.DataFrame) -> pd.DataFrame:
        frame = setting(is_loss, share="0.4")(frame)
        frame.loc[frame.index[is_loss(frame)][::2], "share"] = "0.402"
        return frame

    assert "40% to 40%" not in title_of("worker_voice_losses", edited(
        survey_results=nearly))


def test_losses_title_of_no_figure_claims_none(warehouse: Warehouse) -> None:
    title = title_of("worker_voice_losses", warehouse, trade="general public")
    assert title == "No reported losses to AI are on the desk for general public"


def test_trades_title_spans_the_points(warehouse: Warehouse, edited: Edited) -> None:
    shares = build_exhibit("worker_voice_trades", warehouse).table["share"]
    wide = f"from {percent(shares.min())} to {percent(shares.max())}"
    assert wide in title_of("worker_voice_trades", warehouse)
    level = edited(survey_results=setting(lambda frame: frame["share"] != "", share="0.3"))
    assert "stand at 30%" in title_of("worker_voice_trades", level)
    empty = title_of("worker_voice_trades", warehouse, trade="general public")
    assert empty == "No expectation of general public is on the desk"


def test_trades_title_of_nearly_equal_figures_names_one(edited: Edited) -> None:
    def nearly(frame: pd.DataFrame) -> pd.DataFrame:
        frame = setting(lambda rows: rows["share"] != "", share="0.4")(frame)
        frame.loc[frame.index[frame["share"] != ""][::2], "share"] = "0.402"
        return frame

    assert "from 40% to 40%" not in title_of("worker_voice_trades", edited(survey_results=nearly))


def test_results_title_counts_figures_surveys_and_intervals(
    warehouse: Warehouse, edited: Edited
) -> None:
    everything = build_exhibit("worker_voice_results", warehouse, target="all")
    repeats = everything.table["duplicate_of"].notna().sum()
    assert repeats > 0
    assert everything.title.startswith(f"{len(everything.table) - repeats} figures from ")
    assert everything.title.endswith("none can carry an interval")
    nothing = title_of("worker_voice_results", warehouse, search="zzzz-no-such-text")
    assert nothing == "No published figure meets these filters"
    changed = edited(surveys=setting(
        lambda frame: frame["survey_id"] == "pew_workers_2024", margin_pp="1.9"))
    drawn = build_exhibit("worker_voice_results", changed, target="all")
    assert drawn.title.endswith(f"; {drawn.table['low'].notna().sum()} can carry an interval")


def test_surveys_title_counts_random_samples_and_those_with_a_margin(
    warehouse: Warehouse, edited: Edited
) -> None:
    exhibit = build_exhibit("worker_voice_surveys", warehouse)
    random = (exhibit.table["sampling"] == "probability").sum()
    assert exhibit.title.startswith(
        f"{random} of {len(exhibit.table)} surveys are known to be random samples")
    assert "was found for none of them" in exhibit.title
    none = title_of("worker_voice_surveys", warehouse, sampling="self-selected")
    chosen = (exhibit.table["sampling"] == "self-selected").sum()
    assert none.startswith(f"None of {chosen} surveys is known to be a random sample")
    assert title_of("worker_voice_surveys", warehouse, search="zzzz-no-such") == (
        "No survey meets these filters")
    changed = edited(surveys=setting(
        lambda frame: frame["survey_id"] == "pew_workers_2024", margin_pp="1.9"))
    assert "was found for 1 of them" in title_of("worker_voice_surveys", changed)


# --- job market: OEWS ---------------------------------------------------------------------------

def is_models_2025(frame: pd.DataFrame) -> Any:
    return (frame["soc"] == MODELS) & (frame["year"] == "2025")


def test_employment_title_gives_number_and_margin_of_the_last_year(warehouse: Warehouse) -> None:
    assert title_of("job_market_employment", warehouse) == (
        "BLS estimates 3,780 salaried jobs of models in the US in 2025, give or take 990 (95%)")


@pytest.mark.parametrize("year", [2002, 2012, 2024])
def test_employment_title_follows_the_years_chosen(year: int, warehouse: Warehouse) -> None:
    exhibit = build_exhibit("job_market_employment", warehouse, years=(2002, year))
    last = exhibit.table.iloc[-1]
    assert f"{last['employed_persons']:,.0f} salaried jobs" in exhibit.title
    assert f"in {last['year']}, " in exhibit.title


@pytest.mark.parametrize(
    ("persons", "rse", "words"),
    [("9000", "10", "estimates 9,000 salaried jobs"), ("9000", "10", "give or take 1,800"),
     ("500", "0", "margin too small to print")],
)
def test_employment_title_follows_estimate_and_error(
    persons: str, rse: str, words: str, edited: Edited
) -> None:
    changed = edited(oews_national=setting(
        is_models_2025, employed_persons=persons, employed_rse_percent=rse))
    assert words in title_of("job_market_employment", changed)


def test_employment_never_claims_a_change(warehouse: Warehouse) -> None:
    options = warehouse.fetch("options_occupation").frame["value"]
    titles = [title_of("job_market_employment", warehouse, occupation=soc) for soc in options]
    assert len(titles) > 10
    assert not [title for title in titles if re.search(
        r"\b(rose|fell|grew|shrank|more|fewer|up|down|since|decline|increase)", title)]


def test_employment_title_passes_over_a_withheld_last_year(edited: Edited) -> None:
    changed = edited(oews_national=setting(
        is_models_2025, employed_persons="", employed_rse_percent=""))
    assert "5,350 salaried jobs of models in the US in 2024" in title_of(
        "job_market_employment", changed)


def test_employment_title_of_withheld_years_claims_nothing(edited: Edited) -> None:
    changed = edited(oews_national=setting(
        lambda frame: frame["soc"] == MODELS, employed_persons="", employed_rse_percent=""))
    title = build_exhibit("job_market_employment", changed).title
    assert title == "BLS published no employment of Models in these years"


def test_withheld_employment_is_empty_and_never_zero(edited: Edited) -> None:
    changed = edited(oews_national=setting(
        is_models_2025, employed_persons="", employed_rse_percent=""))
    exhibit = build_exhibit("job_market_employment", changed)
    assert exhibit.table.iloc[-1][["employed_persons", "low", "high"]].isna().all()
    assert not HOLES.search(figure_text(exhibit))


def test_employment_title_says_when_no_error_was_published(edited: Edited) -> None:
    changed = edited(oews_national=setting(is_models_2025, employed_rse_percent=""))
    assert "too small" not in title_of("job_market_employment", changed)


def test_no_interval_is_drawn_where_no_error_was_published(edited: Edited) -> None:
    changed = edited(oews_national=setting(is_models_2025, employed_rse_percent=""))
    last = build_exhibit("job_market_employment", changed).figure().data[-1]
    assert pd.isna(last.error_y.arrayminus[-1])


def test_employment_margin_of_a_very_wide_interval_reaches_its_upper_end(edited: Edited) -> None:
    changed = edited(oews_national=setting(
        is_models_2025, employed_persons="1000", employed_rse_percent="80"))
    exhibit = build_exhibit("job_market_employment", changed)
    assert exhibit.table.iloc[-1]["high"] == pytest.approx(2568, abs=1)
    assert "give or take 1,600" in exhibit.title


def test_wage_title_gives_the_median_of_the_last_published_year(
    warehouse: Warehouse, edited: Edited
) -> None:
    assert title_of("job_market_wages", warehouse) == (
        "Half of salaried jobs of models paid less than $48,470 a year in 2025")
    wages = dict.fromkeys(("annual_p10_usd", "annual_median_usd", "annual_p90_usd"), "")
    changed = edited(oews_national=setting(is_models_2025, suppression="#", **wages))
    assert re.search(r"a year in 2024 in 2025 dollars$", title_of("job_market_wages", changed))
    everything = edited(oews_national=setting(
        lambda frame: frame["soc"] == MODELS, suppression="#", **wages))
    assert title_of("job_market_wages", everything) == (
        "BLS published no median wage of models in these years")
    assert "$0" not in figure_text(build_exhibit("job_market_wages", everything))


@pytest.mark.parametrize(("dollars", "money"), [("real", " in 2025 dollars"), ("nominal", "")])
def test_wage_title_says_in_which_dollars(
    dollars: str, money: str, warehouse: Warehouse
) -> None:
    exhibit = build_exhibit("job_market_wages", warehouse, dollars=dollars, years=(2002, 2012))
    column = "wage_real_usd" if dollars == "real" else "wage_usd"
    median = exhibit.table[exhibit.table["percentile"] == "Median"].iloc[-1][column]
    assert exhibit.title.endswith(f"less than ${median:,.0f} a year in 2012{money}")


# --- job market: places -------------------------------------------------------------------------

def is_sector(frame: pd.DataFrame) -> Any:
    return (frame["soc"] == MODELS) & (frame["industry_level"] == "2") & (
        frame["ownership_row"] == "false")


def is_withheld(frame: pd.DataFrame) -> Any:
    return frame["employment_withheld"] == "true"


def test_industries_title_names_the_largest_bar(warehouse: Warehouse, edited: Edited) -> None:
    assert "is educational services: 1,050 of 3,780 jobs; 1,960" in title_of(
        "job_market_industries", warehouse)
    changed = edited(oews_industry=setting(
        lambda frame: is_sector(frame) & frame["industry_title"].str.contains("Educational"),
        employed_persons="10"))
    title = title_of("job_market_industries", changed)
    first = build_exhibit("job_market_industries", changed).table.iloc[0]
    assert "educational" not in title
    assert f"{first['employed_persons']:,.0f} of 3,780 jobs" in title


def test_industries_title_when_all_sectors_are_withheld(edited: Edited) -> None:
    changed = edited(oews_industry=setting(
        is_sector, employed_persons="", employed_rse_percent="", employment_withheld="true"))
    exhibit = build_exhibit("job_market_industries", changed)
    assert exhibit.title == "BLS published no sector for Models"
    known = next(trace for trace in exhibit.figure().data if trace.name == "bars")
    assert pd.isna(pd.Series(known.x)).all()


def test_industries_title_without_a_total_has_no_hole(edited: Edited) -> None:
    changed = edited(oews_national=setting(
        is_models_2025, employed_persons="", employed_rse_percent=""))
    assert "of nan" not in build_exhibit("job_market_industries", changed).title


def test_industries_title_of_a_tie_names_no_single_largest(edited: Edited) -> None:
    changed = edited(oews_industry=setting(
        lambda frame: is_sector(frame) & frame["industry_title"].str.contains("Educational|Retail"),
        employed_persons="900", employment_withheld="false"))
    assert "The largest employer" not in title_of("job_market_industries", changed)


def test_industry_bar_without_published_error_has_no_interval(edited: Edited) -> None:
    changed = edited(oews_industry=setting(
        lambda frame: is_sector(frame) & ~is_withheld(frame), employed_rse_percent=""))
    known = next(trace for trace in build_exhibit("job_market_industries", changed).figure().data
                 if trace.name == "bars")
    assert pd.isna(pd.Series(known.error_x.arrayminus)).all()


def is_models_area(frame: pd.DataFrame) -> Any:
    return (frame["soc"] == MODELS) & (frame["year"] == "2025") & (
        frame["area_type"] == "metropolitan or nonmetropolitan")


def test_areas_title_names_the_longest_bar(warehouse: Warehouse, edited: Edited) -> None:
    assert title_of("job_market_areas", warehouse).startswith("Los Angeles")
    changed = edited(oews_area=setting(
        lambda frame: is_models_area(frame) & frame["area_title"].str.startswith("New York"),
        employed_persons="9990", employment_withheld="false"))
    title = title_of("job_market_areas", changed)
    assert title.startswith("New York")
    assert "9,990" in title


def test_areas_title_when_all_are_withheld(edited: Edited) -> None:
    changed = edited(oews_area=setting(
        is_models_area, employed_persons="", employed_rse_percent="", employment_withheld="true",
        jobs_per_1000="", location_quotient=""))
    assert title_of("job_market_areas", changed) == "BLS published no area for models"


# --- job market: outlook ------------------------------------------------------------------------

def is_models_round(name: str) -> Callable[[pd.DataFrame], Any]:
    return lambda frame: (frame["soc"] == MODELS) & (frame["round"] == name)


@pytest.mark.parametrize(
    ("came", "words", "wrong"),
    [("6700", "more", "fewer|as many"), ("5700", "fewer", "more|as many"),
     ("5800", "as many", "more|fewer")],
)
def test_projection_title_judges_by_what_came(
    came: str, words: str, wrong: str, edited: Edited
) -> None:
    changed = edited(projections=setting(
        is_models_round("2024-34"), base_employment_persons=came))
    title = title_of("job_market_projections", changed)
    assert words in title
    assert f"{int(came):,}" in title
    assert not re.search(wrong, title)


@pytest.mark.parametrize(("change", "words"), [("-12.5", "−12.5%"), ("3", "+3.0%")])
def test_projection_title_keeps_the_sign_of_the_latest_round(
    change: str, words: str, edited: Edited
) -> None:
    changed = edited(projections=setting(is_models_round("2024-34"), change_percent=change))
    assert f"the 2024-34 round projects {words} over ten years" in title_of(
        "job_market_projections", changed)


def test_projection_title_judges_no_round_that_has_not_matured(edited: Edited) -> None:
    changed = edited(projections=without(is_models_round("2024-34")))
    title = title_of("job_market_projections", changed)
    assert "no earlier round can be judged yet" in title
    assert not re.search("more|fewer|as many", title)


def test_projection_title_without_rounds_claims_none(edited: Edited) -> None:
    changed = edited(projections=without(lambda frame: frame["soc"] == MODELS))
    title = title_of("job_market_projections", changed)
    assert title.startswith("No projection round on the desk covers")


def is_us_postings(frame: pd.DataFrame) -> Any:
    return (frame["country"] == "US") & (frame["sector"] == "All sectors") & (
        frame["variable"] == "total postings") & frame["adjustment"].str.startswith("seasonally")


@pytest.mark.parametrize(
    ("index", "words", "wrong"),
    [("131.4", "31% above", "below|level"), ("68.6", "31% below", "above|level"),
     ("100.3", "level in", "above|below"), ("99.7", "level in", "above|below")],
)
def test_postings_title_says_above_below_or_level(
    index: str, words: str, wrong: str, edited: Edited
) -> None:
    changed = edited(postings=setting(is_us_postings, index_mean=index))
    title = title_of("job_market_postings", changed, countries=("US",))
    assert words in title
    assert not re.search(wrong, title)


def test_postings_title_reads_the_newest_line_and_joins_none(warehouse: Warehouse) -> None:
    seen = set()
    for sector in warehouse.fetch("options_postings_sector").frame["value"]:
        exhibit = build_exhibit("job_market_postings", warehouse, countries=("US",), sector=sector)
        lines = exhibit.table.groupby("series_id")["month"].max()
        newest = exhibit.table[exhibit.table["series_id"] == lines.idxmax()]
        gap = round(newest.sort_values("month")["index_mean"].iloc[-1] - 100)
        assert (f"{abs(gap)}% {'above' if gap > 0 else 'below'}" if gap else "level") in (
            exhibit.title)
        traces = exhibit.figure().data
        assert [len(trace.x) for trace in traces] == (
            exhibit.table.groupby("series_id", sort=False).size().tolist())
        seen.add(len(traces))
    assert seen >= {1, 2}


def test_postings_title_dates_a_country_whose_copy_ends_earlier(edited: Edited) -> None:
    changed = edited(postings=without(
        lambda frame: (frame["country"] == "GB") & (frame["month"] > "2025-03")))
    title = title_of("job_market_postings", changed)
    assert "in the United Kingdom (March 2025, where the copy ends)" in title
    assert title.endswith("2026")


def test_postings_title_of_nothing_claims_none(edited: Edited) -> None:
    changed = edited(postings=without(is_us_postings))
    title = title_of("job_market_postings", changed, countries=("US",))
    assert "no series" in title
    assert not re.search("above|below|level", title)


def is_ai_share(country: str, since: str = "0000") -> Callable[[pd.DataFrame], Any]:
    return lambda frame: (frame["country"] == country) & (frame["month"] > since)


def test_ai_share_title_follows_the_last_month(edited: Edited) -> None:
    changed = edited(ai_postings_share=setting(is_ai_share("GB", "2026-05"), share="0.0123"))
    assert "1.2% in the United Kingdom and" in title_of("job_market_ai_share", changed)
    only = title_of("job_market_ai_share", changed, countries=("DE",))
    assert "Germany" in only
    assert "United" not in only


def test_ai_share_title_dates_each_country_rightly(edited: Edited) -> None:
    changed = edited(ai_postings_share=without(is_ai_share("GB", "2024-12")))
    title = title_of("job_market_ai_share", changed)
    assert "December 2024" in title or "United Kingdom" not in title


def test_uk_title_counts_pairs_and_says_what_models_have(
    warehouse: Warehouse, edited: Edited
) -> None:
    for edition in ("2025", "2021"):
        table = build_exhibit("job_market_uk", warehouse, edition=edition).table
        pairs = table[table["uk_median_gbp"].notna() & table["us_median_usd"].notna()]
        alike = int(pairs["like_occupation"].sum())
        assert set(table["year"]) == {int(edition)}
        assert set(table["measure"]) == {
            {"2025": "annual gross pay, median", "2021": "annual full-time gross pay, median"}[
                edition]}
        title = title_of("job_market_uk", warehouse, edition=edition)
        assert f"{alike} like occupations and {len(pairs) - alike} near ones" in title
        assert title.endswith("the UK publishes none for models")
    changed = edited(uk_employment=setting(
        lambda frame: frame["row_id"] == table_row(frame), nearest_soc=MODELS))
    assert title_of("job_market_uk", changed, edition="2021").endswith(
        "the UK publishes one for models")


def table_row(frame: pd.DataFrame) -> str:
    """A row of UK median pay with a value and a like US occupation."""
    median = frame["measure"].str.contains("median") & (frame["topic"] == "earnings")
    return str(frame[median & (frame["value"] != "") & (frame["nearest_soc"] != "")].iloc[0][
        "row_id"])


def test_uk_title_does_not_count_a_suppressed_figure_for_models(edited: Edited) -> None:
    changed = edited(uk_employment=setting(
        lambda frame: frame["row_id"] == table_row(frame), nearest_soc=MODELS, value=""))
    assert "none for models" in title_of("job_market_uk", changed, edition="2021")


def test_uk_jobs_title_spans_the_bars(warehouse: Warehouse, edited: Edited) -> None:
    values = build_exhibit("job_market_uk_jobs", warehouse).table["value"]
    assert f"from {values.min():,.0f} to {values.max():,.0f}" in title_of(
        "job_market_uk_jobs", warehouse)
    changed = edited(uk_employment=setting(lambda frame: frame["unit"] == "jobs", value="500"))
    assert title_of("job_market_uk_jobs", changed).startswith("No two")


# --- exposure -----------------------------------------------------------------------------------

def is_models(frame: pd.DataFrame) -> Any:
    return frame["soc"] == MODELS


def test_disagreement_title_spans_the_exposed_measures(
    warehouse: Warehouse, edited: Edited
) -> None:
    assert title_of("exposure_disagreement", warehouse) == (
        "21 measures put models anywhere from the 1st to the 97th percentile of AI exposure")
    changed = edited(exposure_ranks=setting(is_models, percentile="62"))
    assert "from the 62nd to the 62nd percentile" in title_of("exposure_disagreement", changed)
    empty = edited(exposure_ranks=without(is_models))
    assert title_of("exposure_disagreement", empty, occupation=MODELS).startswith(
        "No measure on the desk covers")


def test_disagreement_title_leaves_out_what_reads_the_other_way(edited: Edited) -> None:
    changed = edited(exposure_ranks=setting(
        lambda frame: is_models(frame) & (frame["measure"] == "imf_complementarity_theta"),
        percentile="99.9"))
    assert "to the 97th" in title_of("exposure_disagreement", changed)


def test_range_title_names_the_widest_spread(warehouse: Warehouse, edited: Edited) -> None:
    exhibit = build_exhibit("exposure_range", warehouse)
    spread = exhibit.table["highest"] - exhibit.table["lowest"]
    assert spread.idxmax() == 0
    assert exhibit.title.endswith("for models: percentile 1 to 97")
    changed = edited(exposure_ranks=setting(is_models, percentile="50"))
    assert "for models" not in title_of("exposure_range", changed)


def test_range_title_of_a_tie_names_no_single_widest(edited: Edited) -> None:
    changed = edited(exposure_ranks=setting(lambda frame: frame["soc"] != "", percentile="50"))
    assert "the widest spread is for" not in title_of("exposure_range", changed)


def test_range_exhibit_survives_without_ranks(edited: Edited) -> None:
    changed = edited(exposure_ranks=without(lambda frame: frame["soc"] != ""))
    assert title_of("exposure_range", changed).startswith("No measure covers")


def scores(change: Callable[[pd.Series], Any]) -> Any:
    """An edit of all scores of the default measure."""
    def edit(frame: pd.DataFrame) -> pd.DataFrame:
        rows = frame["measure"] == "microsoft_ai_applicability"
        frame.loc[rows, "score"] = [str(one) for one in change(frame[rows])]
        return frame

    return edit


def wages_of(frame: pd.DataFrame, warehouse: Warehouse) -> pd.Series:
    table = warehouse.fetch("exposure_pay", measure="microsoft_ai_applicability").frame
    pay = table.set_index("soc")["annual_median_usd"].rank(pct=True)
    return frame["soc"].map(pay).fillna(0.5)


def test_pay_title_follows_the_sign_of_the_correlation(
    warehouse: Warehouse, edited: Edited
) -> None:
    assert "goes weakly with higher pay (rank correlation 0.24)" in title_of(
        "exposure_pay", warehouse)
    turned = edited(exposure_scores=scores(lambda rows: 1 - rows["score"].astype(float)))
    assert "goes weakly with lower pay (rank correlation −0.24)" in title_of(
        "exposure_pay", turned)


def test_pay_title_follows_the_strength_of_the_correlation(
    warehouse: Warehouse, edited: Edited
) -> None:
    same = edited(exposure_scores=scores(lambda rows: wages_of(rows, warehouse)))
    assert "goes strongly with higher pay (rank correlation 1.00)" in title_of(
        "exposure_pay", same)
    none = edited(exposure_scores=scores(
        lambda rows: (wages_of(rows, warehouse) - 0.5).abs().round(6)))
    assert "hardly goes with pay" in title_of("exposure_pay", none)


def test_pay_title_of_too_few_occupations_claims_nothing(edited: Edited) -> None:
    changed = edited(exposure_scores=lambda frame: frame.groupby("measure").head(2))
    title = title_of("exposure_pay", changed)
    assert title.endswith("covers too few occupations with a published median wage")


def test_pay_title_of_equal_scores_claims_no_direction(edited: Edited) -> None:
    changed = edited(exposure_scores=scores(lambda rows: ["0.5"] * len(rows)))
    assert not re.search(r"nan|lower|higher", build_exhibit("exposure_pay", changed).title)


def test_pay_title_turns_round_for_a_measure_of_shielding(edited: Edited) -> None:
    changed = edited(exposure_measures=setting(
        lambda frame: frame["measure"] == "microsoft_ai_applicability",
        higher_means="more shielded"))
    assert "exposure goes weakly with higher pay" not in title_of("exposure_pay", changed)


# --- human v. twin ------------------------------------------------------------------------------

TWIN = "digital_twin_of_named_model"


def is_twin(frame: pd.DataFrame) -> Any:
    return frame["kind"] == TWIN


def test_uses_title_counts_cases_and_twins(warehouse: Warehouse, edited: Edited) -> None:
    exhibit = build_exhibit("human_v_twin_uses", warehouse)
    cases = exhibit.table.groupby("kind")["cases"].sum()
    assert exhibit.title.startswith(f"{cases.sum()} cases of twins")
    assert f"{cases[TWIN]} of them twins of real models" in exhibit.title
    changed = edited(twin_events=setting(is_twin, kind="synthetic_model"))
    assert "none of them twins of real models" in title_of("human_v_twin_uses", changed)


def test_uses_title_counts_two_sides_of_a_case_once(warehouse: Warehouse, edited: Edited) -> None:
    total = build_exhibit("human_v_twin_uses", warehouse).table["cases"].sum()
    changed = edited(twin_events=setting(
        lambda frame: is_twin(frame), case_id="e001"))
    merged = build_exhibit("human_v_twin_uses", changed)
    assert merged.table["cases"].sum() < total
    assert merged.title.startswith(f"{merged.table['cases'].sum()} cases")


def undated(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(date_from="", date_to="", date_precision="unknown", year="",
                        era="not dated")


def test_uses_says_how_many_cases_have_no_date(edited: Edited) -> None:
    exhibit = build_exhibit("human_v_twin_uses", edited(twin_events=undated))
    total = exhibit.table["cases"].sum()
    assert exhibit.title.startswith(f"{total} cases")
    assert f"{total} cases without a date are in the total but not in the bars." in (
        exhibit.caveats)


def test_uses_chart_does_not_say_no_case_when_all_are_undated(edited: Edited) -> None:
    exhibit = build_exhibit("human_v_twin_uses", edited(twin_events=undated))
    assert "No case" not in figure_text(exhibit)


def test_uses_chart_names_every_kind_of_its_title(edited: Edited) -> None:
    def twins_undated(frame: pd.DataFrame) -> pd.DataFrame:
        return pd.concat([undated(frame[is_twin(frame)]), frame[~is_twin(frame)]])

    exhibit = build_exhibit("human_v_twin_uses", edited(twin_events=twins_undated))
    assert re.search(r" \d+ of them twins", exhibit.title)
    assert "Twin of a real model" in figure_text(exhibit)


@pytest.mark.parametrize(
    "id", ["human_v_twin_uses", "human_v_twin_disclosure", "twin_register_events",
           "twin_register_timeline"])
def test_register_without_events_says_so(id: str, edited: Edited) -> None:
    changed = edited(twin_events=without(lambda frame: frame["kind"] != ""))
    assert title_of(id, changed).startswith("No documented")


def test_disclosure_title_counts_the_silent(warehouse: Warehouse) -> None:
    exhibit = build_exhibit("human_v_twin_disclosure", warehouse)
    total = exhibit.table.loc[exhibit.table["topic"] == "pay", "cases"].sum()
    unknown = exhibit.table[exhibit.table["answer"] == "unknown"].set_index("topic")["cases"]
    assert exhibit.title == (
        f"Nothing was said about pay in {unknown['pay']} of {total} documented cases, about "
        f"consent in {unknown['consent']}, about a label in {unknown['label']}")


@pytest.mark.parametrize(
    ("answer", "silent"), [("yes", 0.0), ("no", 0.0), ("unknown", 1.0)]
)
def test_disclosure_title_follows_the_answers(answer: str, silent: float, edited: Edited) -> None:
    changed = edited(twin_events=setting(
        lambda frame: frame["kind"] != "", payment_disclosed=answer))
    exhibit = build_exhibit("human_v_twin_disclosure", changed)
    number, total = re.findall(r"about pay in (\d+) of (\d+) documented", exhibit.title)[0]
    assert int(number) == silent * int(total)
    drawn = {trace.name for trace in exhibit.figure().data}
    assert ("said to be undisclosed or unpaid" in drawn) is (answer == "no")


def test_disclosure_of_one_kind_counts_that_kind_alone(warehouse: Warehouse) -> None:
    exhibit = build_exhibit("human_v_twin_disclosure", warehouse, kind=TWIN)
    uses = build_exhibit("human_v_twin_uses", warehouse).table
    twins = uses.loc[uses["kind"] == TWIN, "cases"].sum()
    assert exhibit.table.groupby("topic")["cases"].sum().tolist() == [twins] * 3
    assert f"of {twins} documented cases" in exhibit.title


def test_cases_title_counts_events_cases_and_words_on_the_crew(
    warehouse: Warehouse, edited: Edited
) -> None:
    exhibit = build_exhibit("twin_register_events", warehouse)
    crew = exhibit.table["crew_effect_stated"].notna().sum()
    assert exhibit.title.startswith(
        f"{len(exhibit.table)} events of {exhibit.table['case_id'].nunique()} cases; "
        f"{crew} say anything about the crew")
    said = [trace for trace in exhibit.figure().data if trace.name == "said about the crew"]
    assert sum(int(trace.hovertext.split(": ")[1].split(" of ")[0]) for trace in said) == crew
    changed = edited(twin_events=setting(
        lambda frame: frame["kind"] != "", crew_effect_stated=""))
    assert "; none say anything about the crew" in title_of("twin_register_events", changed)
    assert title_of("twin_register_events", warehouse, search="zzzz-no-such-text") == (
        "No documented event meets these filters")


def test_timeline_title_counts_cases_twins_and_undated(
    warehouse: Warehouse, edited: Edited
) -> None:
    table = build_exhibit("twin_register_timeline", warehouse).table
    twins, undated = (table["kind"] == TWIN).sum(), table["date_from"].isna().sum()
    assert title_of("twin_register_timeline", warehouse) == (
        f"{len(table)} cases found in print, {twins} of them twins of real models; "
        f"{undated} have no date")
    assert table["case_id"].is_unique
    none = edited(twin_events=without(lambda frame: frame["kind"] == TWIN))
    assert "none of them twins of real models" in title_of("twin_register_timeline", none)


def test_timeline_draws_each_dated_case_once_at_the_width_of_its_date(
    warehouse: Warehouse
) -> None:
    exhibit = build_exhibit("twin_register_timeline", warehouse)
    dated = exhibit.table[exhibit.table["date_from"].notna()]
    drawn = [text for trace in exhibit.figure().data for text in trace.hovertext]
    assert len(drawn) == len(dated)
    spans = sum(len(trace.x) for trace in exhibit.figure().data if trace.type == "bar")
    assert spans == (dated["date_to"] > dated["date_from"]).sum()
    assert spans >= (dated["date_precision"] != "day").sum()


def test_a_year_sorts_by_its_middle_and_not_as_the_first_of_january(warehouse: Warehouse) -> None:
    table = build_exhibit("twin_register_timeline", warehouse).table
    dated = table[table["date_from"].notna()]
    middles = dated["date_from"] + (dated["date_to"] - dated["date_from"]) / 2
    assert middles.dt.floor("D").is_monotonic_increasing
    assert not dated["date_from"].is_monotonic_increasing


def test_hm_title_follows_what_was_announced_named_and_said(edited: Edited) -> None:
    def is_hm(frame: pd.DataFrame) -> Any:
        return frame["case_id"] == "e051"

    plain = edited()
    assert title_of("twin_register_hm", plain).startswith(
        "H&M announced 30 twins; 4 of the models are named in what was read")
    silent = edited(twin_events=setting(
        is_hm, models_named="", payment_disclosed="unknown", models_count="12"))
    assert title_of("twin_register_hm", silent) == (
        "H&M announced 12 twins; no model is named in what was read, and no terms of pay are "
        "stated")
    assert title_of("twin_register_hm", edited(twin_events=without(is_hm))) == (
        "No event of H&M is on the desk")


def test_disputes_title_counts_replies(warehouse: Warehouse, edited: Edited) -> None:
    table = build_exhibit("twin_register_disputes", warehouse).table
    assert table["denial"].str.len().min() > 10
    title = title_of("twin_register_disputes", warehouse)
    assert title.startswith(f"{len(table)} events of {table['case_id'].nunique()} cases tell")
    assert title.endswith(f"for {table['replied'].sum()} a reply was found")
    unheard = edited(twin_events=setting(
        lambda frame: frame["allegation"] == "true", denial="No reply found in the text read"))
    assert title_of("twin_register_disputes", unheard).endswith("for none a reply was found")
    assert title_of("twin_register_disputes", edited(
        twin_events=without(lambda frame: frame["allegation"] == "true"))) == (
        "No event on the desk tells of an allegation")


# --- sources and unknowns -----------------------------------------------------------------------

def test_sources_title_counts_both_verifications(warehouse: Warehouse) -> None:
    exhibit = build_exhibit("sources_list", warehouse)
    itself = (exhibit.table["verification"] == "the organisation itself").sum()
    assert exhibit.title == (
        f"{len(exhibit.table)} sources: {itself} from the organisation itself, "
        f"{len(exhibit.table) - itself} reported by others")
    only = title_of("sources_list", warehouse, verification="reported by others")
    assert ": 0 from the organisation itself" in only
    assert title_of("sources_list", warehouse, search="zzzz-no-such-text") == (
        "No source meets these filters")


def whys(warehouse: Warehouse) -> dict[str, str]:
    return {entry.question: entry.why for entry in list_unknowns(warehouse)}


def test_unknowns_follow_the_tables(warehouse: Warehouse, edited: Edited) -> None:
    asked = "How uncertain is the Bectu 54%?"
    assert "not published" in whys(warehouse)[asked]
    changed = edited(surveys=setting(is_bectu, sample_size_text="about 500"))
    assert asked not in whys(changed)
    of_models = setting(lambda frame: frame["trade"] == "models", trade="performers")
    changed = edited(surveys=of_models)
    assert whys(changed)["What do models themselves expect?"].startswith("0 surveys of models")


def test_unknowns_claim_no_sample_size_of_a_survey_that_is_gone(edited: Edited) -> None:
    changed = edited(survey_results=without(is_bectu), surveys=without(is_bectu))
    assert "sample size is on the desk" not in whys(changed).get(
        "How uncertain is the Bectu 54%?", "")
