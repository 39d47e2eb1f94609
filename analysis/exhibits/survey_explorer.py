"""The explorer: every published survey figure that meets the filters, like with like.

Decided: a figure that repeats another survey, an amount, or a share of something other than
respondents stays in the table and off the axis of respondents.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.exhibits.exhibit import Column, Exhibit, Words, assemble
from analysis.exhibits.registry import exhibit
from analysis.exhibits.survey_points import (
    MOST_POINTS,
    RESULT_COLUMNS,
    draw_shares,
    drawable,
    with_intervals,
)
from analysis.exhibits.words import count
from analysis.exhibits.worker_voice import (
    BECTU,
    COUNTRY,
    OUTCOME,
    SAMPLING,
    SEARCH,
    STANDING,
    TARGET,
    TARGET_WORDS,
    TRADE,
    YEARS,
    base_of,
    survey_filters,
)
from analysis.warehouse import Warehouse


@exhibit(
    "worker_voice_results", page="worker_voice",
    controls=(TARGET, OUTCOME, TRADE, COUNTRY, STANDING, SAMPLING, YEARS, SEARCH),
    question="Which published figures are there, by trade, country, tag and standing?",
)
def build_results(warehouse: Warehouse, **settings: Any) -> Exhibit:
    """The explorer: every figure that meets the filters, like with like."""
    result = warehouse.fetch("worker_voice_results", **survey_filters(settings),
                             target=settings["target"], outcome=settings["outcome"])
    table = with_intervals(result.frame)
    table["section"] = [
        f"{TARGET_WORDS[row['target']]} · {row['outcome']} · {row['direction']}"
        for row in table.to_dict("records")
    ]
    table["emphasis"] = table["survey_id"] == BECTU
    title, shown = _results_title(table), _results_shown(table)
    return Exhibit(
        id="", question="", settings={}, base=base_of(table), table=table,
        words=Words(
            title=title, unit="percent of respondents",
            subtitle=f"Published shares, percent of respondents, sections by what was asked{shown}",
            alt=f"{title}{shown}.",
        ),
        columns={**RESULT_COLUMNS, "target": Column("Target"), "outcome": Column("Outcome"),
                 "direction": Column("Direction"), "horizon": Column("Horizon"),
                 "trade": Column("Trade"), "country": Column("Country"),
                 "verification": Column("Verification"), "duplicate_of": Column("Repeats"),
                 "amount_gbp": Column("Amount", "GBP", "integer")},
        draw=draw_shares,
        **assemble(
            warehouse, results=[result], searched="survey_sources", topics=["duplicate"]
        ),
    )


def _results_title(table: pd.DataFrame) -> str:
    """Figures and surveys that meet the filters, repeats not counted, and how many intervals."""
    originals = table[table["duplicate_of"].isna()]
    if table.empty:
        return "No published figure meets these filters"
    if originals.empty:
        return f"{count(len(table), 'figure')} that repeat other surveys meet these filters"
    intervals = int(originals["low"].notna().sum())
    return (
        f"{count(len(originals), 'figure')} from "
        f"{count(originals['survey_id'].nunique(), 'survey')} "
        f"{'meets' if len(originals) == 1 else 'meet'} these filters; "
        f"{count(intervals) if intervals else 'none'} can carry an interval"
    )


def _results_shown(table: pd.DataFrame) -> str:
    """What of the table is not drawn, and why; empty if all is."""
    points = drawable(table)
    parts = []
    if len(points) > MOST_POINTS:
        parts.append(f"the first {MOST_POINTS} of {len(points)} points are drawn")
    if len(points) < len(table):
        parts.append(f"{count(len(table) - len(points), 'row')} not drawn (repeats of another "
                     "survey, amounts, shares of something else)")
    return f" · {'; '.join(parts)}: see the table" if parts else ""
