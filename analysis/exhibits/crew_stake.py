"""Crew days at stake: a scenario on the ledger, never a count.

Decided: nobody measured which share of twin uses stood in for a human booking, so the reader sets
it, and every row rests on that assumption as its second source: subtitle, watermark, standing and
file name say *scenario*. Days which the uses themselves called stand beside it, not taken off.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.charts.bars import draw_bars
from analysis.exhibits.controls import Choice, fixed
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, resting_on
from analysis.exhibits.ledger_words import fetch, month_name, parts_of, word
from analysis.exhibits.private import WITHHELD
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import count, listed
from analysis.warehouse import Warehouse

SCENARIO = "substitution_scenario"
RATES = ("10", "25", "50", "75", "100")
RATE = Choice(
    "rate", "Twin uses that stood in for a booking",
    "Assumed, not measured: the share of twin uses taken to stand in for a human booking.", "50",
    fixed({rate: f"{rate}% (assumed)" for rate in RATES}),
)
FORMULA = (
    "Crew days at stake = twin uses × median crew days of the human bookings of the same channel "
    "and period × the assumed rate; human bookings without a call count as zero days in the median."
)
ASSUMED = (
    "The rate is a choice of the reader. No source on the desk measures how many twin uses stood "
    "in for a human booking; it may differ by channel and may be none."
)


@ledger_exhibit(
    "crew_stake", page="crew", controls=(RATE,), needs=("crew_calls",),
    question="If twin uses stood in for bookings, how many crew days would be at stake?",
)
def build_stake(warehouse: Warehouse, *, rate: str) -> Exhibit:
    """Crew days at stake by channel in the last twelve months of the ledger, a scenario.

    Formula: twin uses × median crew days of human bookings of the channel × assumed rate; unit
    days. The median is exact, of all worked human bookings of the same twelve months.
    """
    months = fetch(warehouse, "period")
    first, end = _last_twelve(months.frame["last_month"].iloc[0])
    result = resting_on(fetch(
        warehouse, "crew_stake", rate=int(rate) / 100, first=first.date(), last=end.date()),
        SCENARIO)
    table = result.frame
    worked = pd.notna(months.frame["last_month"].iloc[0])
    title = (_stake_title(table, rate, month_name(end)) if worked
             else "Nothing was worked in this ledger")
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("a scenario on a full count"),
        words=Words(
            title=title, unit="crew days, if the assumed rate held",
            subtitle="Twin uses × median crew days of human bookings in the channel × "
            f"{rate}% (assumed), days, "
            + (f"{month_name(first)} to {month_name(end)}" if worked else "no month"),
            alt=f"{title}. " + "; ".join(_label(row, rate) + f" = {_text(row)}"
                                         for row in table.to_dict("records")) + ".",
        ),
        columns={
            "channel": Column("Channel"),
            "at_stake": Column(f"At stake if {rate}% stood in", "days", "decimal"),
            "twin_uses": Column("Twin uses", "uses", "integer"),
            "median_days": Column("Median crew days of a human booking", "days", "decimal"),
            "human": Column("Human bookings", "bookings", "integer"),
            "own_days": Column("Crew days of the twin uses themselves", "days", "decimal"),
            "source_ids": Column("Sources"),
        },
        released=result.released,
        draw=lambda frame, canvas: draw_bars(_bars(frame, rate), canvas),
        **parts_of(warehouse, [result, months], notes=(
            "Scenario: an if, not a count of days lost.", ASSUMED, FORMULA, *_notes(table))),
    )


def _last_twelve(last_month: Any) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last of the last twelve months; of an empty ledger some twelve months."""
    known = pd.Timestamp(last_month) if pd.notna(last_month) else pd.Timestamp("2000-12-01")
    return known - pd.DateOffset(months=11), known


def _stake_title(table: pd.DataFrame, rate: str, end: str) -> str:
    if table.empty:
        return f"No twin was used in the year to {end}, so no crew day is at stake"
    if (table["at_stake"].isna() & (table["human"] != 0)).any():
        return _withheld_stake(table, end)
    known = table[table["at_stake"].notna()]
    if known.empty:
        return (
            f"Twins were used in the year to {end}, but in no channel with a human booking to "
            "compare"
        )
    days = count(known["at_stake"].sum(), "crew day")
    uses = "every twin use" if rate == "100" else f"{rate}% of twin uses"
    return f"If {uses} stood in for a human booking, {days} would be at stake in the year to {end}"


def _withheld_stake(table: pd.DataFrame, end: str) -> str:
    """Where a channel is withheld: for how many an answer may be shown, and no sum."""
    shown = int(table["at_stake"].notna().sum())
    return (f"Crew days at stake in the year to {end} may be shown for {shown} of "
            f"{count(len(table), 'channel')}; no sum is given where a channel is withheld")


def _notes(table: pd.DataFrame) -> tuple[str, ...]:
    """What is not in the sum: days of the uses themselves, channels without a booking."""
    alone = [word("channel", row["channel"]) for row in table[table["human"] == 0]
             .to_dict("records")]
    own = table["own_days"].sum()
    return (
        "Crew days which the twin uses themselves called are not taken off."
        if table["own_days"].isna().any() else
        f"The {count(own, 'crew day')} which the twin uses themselves called "
        f"{'is' if round(own) == 1 else 'are'} not taken off.",
        *((f"Left out for want of a human booking in the same period: {listed(alone)}.",)
          if alone else ()),
    )


def _label(row: Mapping[Any, Any], rate: str) -> str:
    name = word("channel", str(row["channel"]))
    uses = "twin uses withheld" if pd.isna(row["twin_uses"]) else count(
        row["twin_uses"], "twin use")
    if pd.isna(row["median_days"]):
        return f"{name}: {uses}"
    return f"{name}: {uses} × {row['median_days']:g} days × {rate}%"


def _text(row: Mapping[Any, Any]) -> str:
    if pd.isna(row["at_stake"]) and row["human"] != 0:
        return WITHHELD
    if pd.isna(row["at_stake"]):
        return "no human booking to compare"
    return count(row["at_stake"], "crew day")


def _bars(table: pd.DataFrame, rate: str) -> pd.DataFrame:
    rows = table.to_dict("records")
    return pd.DataFrame({
        "label": [_label(row, rate) for row in rows],
        "value": table["at_stake"].astype("float64"), "low": float("nan"), "high": float("nan"),
        "text": [_text(row) for row in rows],
        "style": ["withheld" if pd.isna(row["at_stake"]) else "hatched" for row in rows],
    })
