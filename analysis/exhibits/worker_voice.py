"""Worker voice: what workers expect of AI, and what they report has happened.

Decided: figures stand side by side only where target and outcome of the question agree; everything
else is set apart as related. Expectation and reported loss never share a section. Duplicates
(a report repeating another survey) are left out of comparisons and kept in the explorer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.exhibits.controls import (
    Choice,
    Search,
    Years,
    fixed,
    from_query,
    search_words,
    years_from,
)
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
from analysis.exhibits.survey_points import (
    RESULT_COLUMNS,
    draw_shares,
    drawable,
    interval_notes,
    with_intervals,
)
from analysis.exhibits.words import count, listed, percent, share_span, share_word
from analysis.warehouse import Warehouse

BECTU = "bectu_ai_fashion_2025"
SAMPLING_WORDS = {
    "probability": "Random (probability) sample", "quota or opt-in panel": "Opt-in panel or quota",
    "census attempt": "Everyone asked", "self-selected": "Respondents chose themselves",
    "unknown": "Not published",
}
EFFECT_WORDS = {
    "negative": "harm", "positive": "help", "neutral": "change", "not applicable": "touch",
}
LOSS_WORDS = {
    "lost work": "lost work", "income": "lower income", "jobs": "lost jobs",
    "job security": "a less secure job",
}
OUTCOME_WORDS = {
    "overall effect": "good or bad in general", "jobs": "number of jobs", "feeling": "worry",
    "job security": "job security", "income": "income", "lost work": "work lost",
}
TARGET_WORDS = {
    "industry": "effect on an industry", "economy": "effect on jobs or the economy at large",
    "own job": "effect on one's own job", "own career": "effect on one's own career",
    "own organisation": "effect on one's own firm", "AI in general": "AI in general",
    "rules and consent": "rules and consent",
    "audience": "how audiences take AI", "working conditions": "working conditions, not AI",
}


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
YEARS = Years(
    "years", "Years", "Year of fieldwork, else of publication.", years_from("survey_years"),
)
SEARCH = Search("search", "Search", "Every word must occur; case and accents do not matter.")
LOSS_TRADE = Choice(
    "trade", "Trade", "Whose trade the respondents belong to.", "all",
    from_query("options_trade", all_label="All trades"),
)


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
        draw=draw_shares,
        **assemble(
            warehouse, results=[result], topics=["bectu", "survey_answer_parts"],
            searched="survey_sources",
            notes=interval_notes(table),
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
        f"{share_span(same.min(), same.max())}"
        if len(same) else "no like question was found elsewhere"
    )
    word = share_word(share)
    number = "" if word == percent(share) else f" ({percent(share)})"
    title = (
        f"{word[0].upper()}{word[1:]} of Bectu workers{number} expected AI to "
        f"{EFFECT_WORDS[bectu['direction'].iloc[0]]} fashion, as quoted in the press; {like}"
    )
    related = table[table["relation"] == "related"]["share"]
    apart = (
        f" Set apart as related but not comparable: {count(len(related), 'figure')} from "
        f"{share_span(related.min(), related.max())}." if len(related) else ""
    )
    filled = table["low"].notna().sum()
    return Words(
        title=title,
        subtitle="Share giving the negative answer, percent of respondents · hollow: no "
        "interval may be drawn, the table says why",
        unit="percent of respondents",
        alt=f"{title}.{apart} {filled} of {len(table)} points carry an interval.",
    )


@exhibit(
    "worker_voice_losses", page="worker_voice", controls=(LOSS_TRADE,),
    question="What losses to AI do workers report as having happened?",
)
def build_losses(warehouse: Warehouse, *, trade: str) -> Exhibit:
    """Reported losses by trade, earliest first; repeats of another survey are in the table only."""
    result = warehouse.fetch("worker_voice_losses", trade=trade)
    table = with_intervals(result.frame)
    table["section"] = table["trade"] + ": " + table["outcome"].map(OUTCOME_WORDS)
    table["emphasis"] = False
    originals = drawable(table)
    title = _losses_title(originals, trade)
    return Exhibit(
        id="", question="", settings={}, base=base_of(table),
        words=Words(
            title=title, unit="percent of respondents",
            subtitle="Share reporting a loss they put down to AI, percent of those who answered, "
            "earliest first in each trade",
            alt=f"{title}. Each point is one survey figure; none carries an interval."
            if len(table) and table["low"].isna().all() else f"{title}.",
        ),
        table=table, columns={"trade": Column("Trade"), **RESULT_COLUMNS,
                              "duplicate_of": Column("Repeats")},
        draw=draw_shares,
        **assemble(
            warehouse, results=[result], searched="survey_sources", topics=["aop", "duplicate"],
            notes=(
                "Each survey asked other people; two surveys of one trade are two samples of "
                "volunteers, so a difference between them is not a measured change.",
                *interval_notes(table),
            ),
        ),
    )


def _losses_title(table: pd.DataFrame, trade: str) -> str:
    if table.empty:
        where = "" if trade == "all" else f" for {trade}"
        return f"No reported losses to AI are on the desk{where}"
    surveys, trades = table["survey_id"].nunique(), table["trade"].nunique()
    spans = {name: table[table["outcome"] == name]["share"] for name in LOSS_WORDS}
    parts = [
        f"{share_span(shares.min(), shares.max())} {LOSS_WORDS[name]}"
        for name, shares in spans.items() if len(shares)
    ]
    whom = f"{count(trades, 'trade')}" if trades > 1 else table["trade"].iloc[0]
    return (
        f"In {count(surveys, 'survey')} of {whom}, those who answered put down to AI: "
        f"{listed(parts)}"
    )


def _section(row: Mapping[Any, Any]) -> str:
    if row["relation"] == "same question":
        return "Same target and outcome: is AI bad for an industry"
    return (
        f"Related, not comparable: {TARGET_WORDS[row['target']]}, {OUTCOME_WORDS[row['outcome']]}"
    )


def base_of(table: pd.DataFrame) -> Base:
    """How many of the figures come with a base of their own."""
    if table.empty:
        return NotApplicable("no figure meets the filters")
    given = int(table["base_n"].notna().sum())
    return NotPublished(
        f"{given} of {len(table)} figures have their own base; n of the surveys is in the table"
    )


def survey_filters(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Query parameters of the filters that surveys and their figures share."""
    first, last = settings["years"]
    return {
        **{name: settings[name] for name in ("country", "trade", "standing", "sampling")},
        "first_year": first, "last_year": last, "words": search_words(settings["search"]),
    }
