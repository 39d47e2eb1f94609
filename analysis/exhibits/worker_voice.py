"""Worker voice: what workers expect of AI, and what they report has happened.

Decided: figures stand side by side only where target and outcome of the question agree; everything
else is set apart as related. Expectation and reported loss never share a section. Duplicates
(a report repeating another survey) are left out of comparisons and kept in the explorer.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.bars import draw_bars
from analysis.charts.points import draw_points
from analysis.exhibits.controls import Choice, Search, Years, fixed, from_query
from analysis.exhibits.exhibit import (
    Base,
    Column,
    Exhibit,
    NotApplicable,
    NotPublished,
    Words,
    assemble,
)
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count, listed, percent, share_word, span
from analysis.surveys import interval_of_share, reason_for_no_interval
from analysis.warehouse import Warehouse

BECTU = "bectu_ai_fashion_2025"
MOST_POINTS = 40
SAMPLING_WORDS = {
    "probability": "Random (probability) sample", "quota or opt-in panel": "Opt-in panel or quota",
    "census attempt": "Everyone asked", "self-selected": "Respondents chose themselves",
    "unknown": "Not published",
}
TARGET_WORDS = {
    "industry": "effect on an industry", "economy": "effect on jobs or the economy at large",
    "own job": "effect on one's own job", "own career": "effect on one's own career",
    "own organisation": "effect on one's own firm", "AI in general": "AI in general",
    "rules and consent": "rules and consent",
    "audience": "how audiences take AI", "working conditions": "working conditions, not AI",
}


def _years(warehouse: Warehouse) -> tuple[int, int]:
    row = warehouse.fetch("survey_years").frame.iloc[0]
    return int(row["first_year"]), int(row["last_year"])


TARGET = Choice(
    "target", "What the question is about", "Only like is compared with like.", "industry",
    from_query("options_target", all_label="Everything"),
)
OUTCOME = Choice(
    "outcome", "Outcome asked for", "What is said to happen to the target.", "all",
    from_query("options_outcome", all_label="All outcomes"),
)
COUNTRY = Choice(
    "country", "Country", "Where respondents live.", "all",
    from_query("options_country", all_label="All countries"),
)
TRADE = Choice(
    "trade", "Trade", "Whose trade the respondents belong to.", "all",
    from_query("options_trade", all_label="All trades"),
)
STANDING = Choice(
    "standing", "Standing", "Who published the figure we read.", "all",
    fixed({
        "all": "All", "the organisation itself": "From the organisation itself",
        "reported by others": "Reported by others",
    }),
)
SAMPLING = Choice(
    "sampling", "How respondents were found", "Only random samples can carry a margin of error.",
    "all", fixed({"all": "All", **SAMPLING_WORDS}),
)
YEARS = Years("years", "Years", "Year of fieldwork, else of publication.", _years)
SEARCH = Search("search", "Search", "Every word must occur; case and accents do not matter.")
LOSS_TRADE = Choice(
    "trade", "Trade", "Whose trade the respondents belong to.", "all",
    from_query("options_trade", all_label="All trades"),
)

RESULT_COLUMNS = {
    "label": Column("Figure"), "share": Column("Share", "percent of respondents", "percent"),
    "low": Column("95% low", "percent", "percent"),
    "high": Column("95% high", "percent", "percent"), "why": Column("Why no interval"),
    "organisation": Column("Organisation"), "year": Column("Year", None, "year"),
    "sample_size_text": Column("n as published"), "question": Column("Question"),
    "response": Column("Response"), "subgroup": Column("Asked of"),
    "result_id": Column("Row in survey_results.csv"), "source_id": Column("Source"),
}


RELATED = Choice(
    "related", "Related questions", "Questions about something else, set apart.", "yes",
    fixed({"yes": "Shown, set apart", "no": "Left out"}),
)


@exhibit(
    "worker_voice_bectu", page="worker_voice", controls=(RELATED,),
    question="How does the Bectu 54% compare with questions of the same kind?",
)
def build_bectu(warehouse: Warehouse, *, related: str) -> Exhibit:
    """The Bectu figure beside questions of the same target and outcome; related ones apart."""
    result = warehouse.fetch("worker_voice_bectu", survey=BECTU, related=related == "yes")
    table = with_intervals(result.frame)
    table["section"] = [_section(row) for row in table.to_dict("records")]
    table["emphasis"] = table["survey_id"] == BECTU
    return Exhibit(
        id="", question="", settings={}, words=_bectu_words(table),
        base=NotPublished("no n, dates, wording or base of the 54% in any text we could read"),
        table=table, columns={"relation": Column("Relation"), **RESULT_COLUMNS},
        draw=_draw_shares,
        **assemble(
            warehouse, results=[result], topics=["bectu"],
            notes=_interval_notes(table),
        ),
    )


def _bectu_words(table: pd.DataFrame) -> Words:
    bectu = table[table["emphasis"]]
    if bectu.empty:
        return Words(
            "The Bectu figure is not on the desk", "Share of respondents giving the negative "
            "answer, percent", "percent of respondents", "No figure to show.",
        )
    share = bectu["share"].iloc[0]
    same = table[(table["relation"] == "same question") & ~table["emphasis"]]["share"]
    like = (
        f"{count(len(same), 'like question')} elsewhere gave "
        f"{span(percent(same.min()), percent(same.max()))}"
        if len(same) else "no like question was found elsewhere"
    )
    word = share_word(share)
    title = (
        f"{word[0].upper()}{word[1:]} of Bectu workers ({percent(share)}) expected AI to harm "
        f"fashion, as quoted in the press; {like}"
    )
    related = table[table["relation"] == "related"]["share"]
    apart = (
        f" Set apart as related but not comparable: {count(len(related), 'figure')} from "
        f"{span(percent(related.min()), percent(related.max()))}." if len(related) else ""
    )
    filled = table["low"].notna().sum()
    return Words(
        title=title,
        subtitle="Share giving the negative answer, percent of respondents · hollow point: no "
        "interval may be drawn, the table says why",
        unit="percent of respondents",
        alt=f"{title}.{apart} {filled} of {len(table)} points carry an interval.",
    )


@exhibit(
    "worker_voice_losses", page="worker_voice", controls=(LOSS_TRADE,),
    question="What losses to AI do workers report as having happened?",
)
def build_losses(warehouse: Warehouse, *, trade: str) -> Exhibit:
    """Reported losses by trade, earliest first; repeats of another survey are marked."""
    result = warehouse.fetch("worker_voice_losses", trade=trade)
    table = with_intervals(result.frame)
    table["section"] = table["trade"] + ": " + table["outcome"]
    table["emphasis"] = False
    originals = table[table["duplicate_of"].isna()]
    title = _losses_title(originals, trade)
    return Exhibit(
        id="", question="", settings={}, base=_base(table),
        words=Words(
            title=title, unit="percent of respondents",
            subtitle="Share reporting a loss they put down to AI, percent of those who answered, "
            "earliest first in each trade",
            alt=f"{title}. Each point is one survey figure; none carries an interval."
            if len(table) and table["low"].isna().all() else f"{title}.",
        ),
        table=table, columns={"trade": Column("Trade"), **RESULT_COLUMNS,
                              "duplicate_of": Column("Repeats")},
        draw=_draw_shares,
        **assemble(
            warehouse, results=[result], searched="survey_sources", topics=["aop", "duplicate"],
            notes=(
                "Each survey asked other people; two surveys of one trade are two samples of "
                "volunteers, so a difference between them is not a measured change.",
                *_interval_notes(table),
            ),
        ),
    )


def _losses_title(table: pd.DataFrame, trade: str) -> str:
    if table.empty:
        where = "" if trade == "all" else f" for {trade}"
        return f"No reported losses to AI are on the desk{where}"
    low, high = table["share"].min(), table["share"].max()
    surveys, trades = table["survey_id"].nunique(), table["trade"].nunique()
    whom = "Between" if low != high else "In all,"
    shares = f"{percent(low)} and {percent(high)}" if low != high else percent(low)
    return (
        f"{whom} {shares} of those who answered report losing work or income to AI, in "
        f"{count(surveys, 'survey')} of {count(trades, 'trade')}"
    )


@exhibit(
    "worker_voice_results", page="worker_voice",
    controls=(TARGET, OUTCOME, TRADE, COUNTRY, STANDING, SAMPLING, YEARS, SEARCH),
    question="Which published figures are there, by trade, country, tag and standing?",
)
def build_results(warehouse: Warehouse, **settings: Any) -> Exhibit:
    """The explorer: every figure that meets the filters, like with like."""
    result = warehouse.fetch("worker_voice_results", **_filters(settings),
                             target=settings["target"], outcome=settings["outcome"])
    table = with_intervals(result.frame)
    table["section"] = [
        f"{TARGET_WORDS[row['target']]} · {row['outcome']} · {row['direction']}"
        for row in table.to_dict("records")
    ]
    table["emphasis"] = table["survey_id"] == BECTU
    shares = table[table["share"].notna()]
    title = (
        "No published figure meets these filters" if table.empty else
        f"{count(len(table), 'figure')} from {count(table['survey_id'].nunique(), 'survey')} "
        f"{'meets' if len(table) == 1 else 'meet'} these filters; "
        f"{count(int(table['low'].notna().sum())) if table['low'].notna().any() else 'none'} "
        f"can carry an interval"
    )
    shown = (
        f" The first {MOST_POINTS} of {len(shares)} are drawn; the table has all."
        if len(shares) > MOST_POINTS else ""
    )
    return Exhibit(
        id="", question="", settings={}, base=_base(table), table=table,
        words=Words(
            title=title, unit="percent of respondents",
            subtitle=f"Published shares, percent of respondents, sections by what was asked."
            f"{shown}",
            alt=f"{title}.{shown}",
        ),
        columns={**RESULT_COLUMNS, "target": Column("Target"), "outcome": Column("Outcome"),
                 "direction": Column("Direction"), "horizon": Column("Horizon"),
                 "trade": Column("Trade"), "country": Column("Country"),
                 "verification": Column("Verification"), "duplicate_of": Column("Repeats"),
                 "amount_gbp": Column("Amount", "GBP", "integer")},
        draw=_draw_shares,
        **assemble(
            warehouse, results=[result], searched="survey_sources", topics=["duplicate"]
        ),
    )


@exhibit(
    "worker_voice_surveys", page="worker_voice",
    controls=(TRADE, COUNTRY, STANDING, SAMPLING, YEARS, SEARCH),
    question="How were the surveys made, and which could carry a margin of error?",
)
def build_surveys(warehouse: Warehouse, **settings: Any) -> Exhibit:
    """Surveys by how their respondents were found."""
    result = warehouse.fetch("worker_voice_surveys", **_filters(settings))
    table = result.frame
    random = int((table["sampling"] == "probability").sum())
    usable = int((
        (table["sampling"] == "probability")
        & (table["margin_pp"].notna() | table["design_effect"].notna())
        & (table["sample_size_exact"] == True)  # noqa: E712
    ).sum())
    title = (
        "No survey meets these filters" if table.empty else
        f"{count(random)} of {count(len(table), 'survey')} "
        f"{'is a random sample' if random == 1 else 'are random samples'}; "
        f"{'none' if not usable else count(usable)} of them publishes what a margin of error needs"
        if random else
        f"None of {count(len(table), 'survey')} is known to be a random sample, so none can carry "
        "a margin of error"
    )
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("a list of surveys, each with its own n"),
        words=Words(
            title=title, unit="surveys",
            subtitle="Surveys on the desk by how respondents were found, number of surveys",
            alt=f"{title}. " + "; ".join(
                f"{SAMPLING_WORDS[name]}: {number}"
                for name, number in table["sampling"].value_counts().items()
            ),
        ),
        columns={
            "organisation": Column("Organisation"), "survey_title": Column("Survey"),
            "year": Column("Year", None, "year"), "country": Column("Country"),
            "sampling": Column("Sampling"), "sampling_basis": Column("What that rests on"),
            "mode": Column("Mode"), "sample_size_text": Column("n as published"),
            "figures": Column("Figures on the desk", "figures", "integer"),
            "limits": Column("Limits"), "address": Column("Address"),
            "survey_id": Column("Row in surveys.csv"), "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_bars(_by_sampling(frame), canvas),
        **assemble(warehouse, results=[result], searched="survey_sources"),
    )


def _draw_shares(table: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    """The first rows that are shares, as points."""
    shares = table[table["share"].notna()].head(MOST_POINTS)
    return draw_points(shares.assign(value=shares["share"]), canvas)


def _by_sampling(table: pd.DataFrame) -> pd.DataFrame:
    counts = table["sampling"].value_counts()
    rows = [
        {
            "label": words, "value": int(counts.get(name, 0)), "low": float("nan"),
            "high": float("nan"), "text": str(int(counts.get(name, 0))),
            "style": "emphasis" if name == "probability" else "solid",
        } for name, words in SAMPLING_WORDS.items()
    ]
    return pd.DataFrame(rows)


def with_intervals(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``low``, ``high`` (share 0-1 or NaN), ``why`` (no interval) and ``hover``.

    Parameters
    ----------
    frame : DataFrame
        Survey results with ``share``, ``sampling``, ``sample_size_low``, ``sample_size_exact``,
        ``base_n``, ``margin_share``, ``design_effect``, ``label`` and ``sample_size_text``.
    """
    table = frame.copy()
    for column in ("low", "high"):
        table[column] = float("nan")
    table["why"] = ""
    table["hover"] = ""
    for index, row in table.iterrows():
        given = _sample(row)
        table.loc[index, "why"] = reason_for_no_interval(**given)
        interval = interval_of_share(row["share"], **given) if pd.notna(row["share"]) else None
        if interval:
            table.loc[index, ["low", "high"]] = interval.low, interval.high
        reason = table.loc[index, "why"] or f"interval from {interval.basis if interval else ''}"
        size = row["sample_size_text"] if pd.notna(row["sample_size_text"]) else "not published"
        table.loc[index, "hover"] = f"{row['label']} · n {size} · {reason}"
    return table


def _sample(row: pd.Series) -> dict[str, Any]:
    subgroup_n = row["base_n"] if pd.notna(row["base_n"]) else None
    known = pd.notna(row["sample_size_low"]) and row["whole_group"]
    whole = row["sample_size_low"] if known else None
    exact = bool(row["sample_size_exact"]) if pd.notna(row["sample_size_exact"]) else False
    return {
        "sampling": row["sampling"], "n": subgroup_n or whole,
        "n_exact": True if subgroup_n else exact,
        "margin": row["margin_share"] if pd.notna(row["margin_share"]) else None,
        "design_effect": row["design_effect"] if pd.notna(row["design_effect"]) else None,
    }


def _section(row: Mapping[str, Any]) -> str:
    if row["relation"] == "same question":
        return "Same target and outcome: is AI bad for an industry"
    return f"Related, not comparable: {TARGET_WORDS[row['target']]}"


def _interval_notes(table: pd.DataFrame) -> tuple[str, ...]:
    """One sentence that counts the points without interval by reason."""
    missing = table[table["low"].isna() & table["share"].notna()]["why"].value_counts()
    if missing.empty:
        return ()
    reasons = listed([f"{number} because {reason}" for reason, number in missing.items()])
    return (f"No interval is drawn for {int(missing.sum())} of {len(table)} points: {reasons}.",)


def _base(table: pd.DataFrame) -> Base:
    if table.empty:
        return NotApplicable("no figure meets the filters")
    given = int(table["base_n"].notna().sum())
    return NotPublished(
        f"{given} of {len(table)} figures have their own base; n of the surveys is in the table"
    )


def _filters(settings: Mapping[str, Any]) -> dict[str, Any]:
    first, last = settings["years"]
    return {
        **{name: settings[name] for name in ("country", "trade", "standing", "sampling")},
        "first_year": first, "last_year": last, "words": search_words(settings["search"]),
    }


def search_words(text: str) -> list[str]:
    """Words of a search, lower case and without accents, as the queries compare them."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).split()
