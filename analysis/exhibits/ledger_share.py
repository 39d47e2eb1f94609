"""Human v. twin, ledger half: the share of the work that goes to twins.

Decided: synthetic people stand apart from the share, because no model's booking is set against
them. A share of a year is of the year's sums, not the mean of monthly shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.charts.bars import draw_bars
from analysis.charts.series import TimeAxis, draw_series
from analysis.exhibits.controls import Choice, fixed
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_words import (
    CHANNEL,
    FULL_COUNT,
    MARKET,
    SOURCE,
    TIER,
    WORKED,
    any_withheld,
    fetch,
    last_twelve,
    month_name,
    parts_of,
    period_of,
    scope,
    word,
)
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import change_verb, count, percent
from analysis.warehouse import Warehouse

SHARE = "Twin share = twin uses ÷ (worked human bookings + twin uses); synthetic uses stand apart."
BY = {"channel": "channel", "tier": "tier of models", "market": "market", "brand": "brand"}
MOST_PARTS = 15
DIMENSION = Choice(
    "by", "Twin share by", "What the bars stand for.", "channel", fixed({
        key: f"By {label}" for key, label in BY.items()
    }),
)


@ledger_exhibit(
    "human_v_twin_share", page="human_v_twin", controls=(CHANNEL, MARKET, TIER),
    question="What share of the work went to twins?",
)
def build_share(warehouse: Warehouse, *, channel: str, market: str, tier: str) -> Exhibit:
    """Twin share by month; synthetic uses are in the table and not in the share."""
    result = fetch(warehouse, "human_v_twin_share", channel=channel, market=market, tier=tier)
    table = result.frame
    title = _share_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="share of human bookings and twin uses",
            subtitle="Twin uses as a share of worked human bookings and twin uses, percent, by "
            f"month, {scope(channel=channel, market=market, tier=tier)}, {period_of(table)}",
            alt=f"{title}. One line by month.", row="share",
        ),
        columns={
            "month": Column("Month", format="month"),
            "twin_share": Column("Twin share", "share", "percent"),
            "human": Column("Human bookings", "bookings", "integer"),
            "twin": Column("Twin uses", "uses", "integer"),
            "synthetic": Column("Synthetic uses, apart", "uses", "integer"),
        } | SOURCE,
        released=result.released,
        draw=lambda frame, canvas: draw_series(
            _share_line(frame), canvas, axis=TimeAxis(dates=True, suffix="%")),
        **parts_of(warehouse, [result], notes=(SHARE, WORKED)),
    )


def _share_title(table: pd.DataFrame) -> str:
    """Twin share of the last twelve months against the twelve before, of sums and not of means."""
    if any_withheld(*last_twelve(table)):
        shown = int((~table["suppressed"]).sum())
        return (f"The twin share of {shown} of {count(len(table), 'month')} may be shown; no share "
                "of a year is given where a month is withheld")
    if table.empty or not (table["human"] + table["twin"]).sum():
        return "Nothing was booked in this part of the ledger"
    now, before = last_twelve(table)
    end = month_name(table["month"].max())
    this, last = _share(now), _share(before)
    if this is None:
        return f"Nothing was booked in the year to {end}"
    if last is None or before["month"].nunique() < 12:
        return f"Twin share {percent(this, digits=1)} in the months to {end}"
    verb = change_verb(round(last, 3), round(this, 3))
    if verb == "did not change":
        return f"Twin share {verb}: {percent(this, digits=1)} in the year to {end}"
    return (f"Twin share {verb} from {percent(last, digits=1)} to {percent(this, digits=1)} in the "
            f"year to {end}")


def _share(rows: pd.DataFrame) -> float | None:
    total = int((rows["human"] + rows["twin"]).sum())
    return float(rows["twin"].sum()) / total if total else None


def _share_line(table: pd.DataFrame) -> pd.DataFrame:
    share = table["twin_share"].astype("float64") * 100
    return pd.DataFrame({
        "series": "Twin share", "segment": 0, "kind": "twin",
        "when": pd.to_datetime(table["month"]), "value": share,
        "low": float("nan"), "high": float("nan"), "emphasis": False,
        "hover": [f"{month_name(month)}: {value:.1f}%" for month, value in
                  zip(table["month"], share, strict=True)],
        "end_label": [f"{value:.1f}%" for value in share],
    })


@ledger_exhibit(
    "human_v_twin_share_by", page="human_v_twin", controls=(DIMENSION,),
    question="Where in the ledger do twins take most of the work?",
)
def build_share_by(warehouse: Warehouse, *, by: str) -> Exhibit:
    """Twin share of the last twelve months by channel, tier, market or brand."""
    months = fetch(warehouse, "period").frame.iloc[0]
    first = pd.Timestamp(months["last_month"]) - pd.DateOffset(months=11)
    result = fetch(
        warehouse, "human_v_twin_share_by", by=by, first=first.date(),
        last=pd.Timestamp(months["last_month"]).date())
    table = result.frame
    title = _share_by_title(table, by)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="share of human bookings and twin uses",
            subtitle=f"Twin uses as a share of worked human bookings and twin uses, percent, by "
            f"{BY[by]}, {month_name(first)} to {month_name(months['last_month'])}"
            + (f" · the {MOST_PARTS} largest shares of {len(table)}"
               if len(table) > MOST_PARTS else ""),
            alt=f"{title}. " + "; ".join(
                f"{word(by, row['part'])} {_said(row)}"
                for row in table.head(MOST_PARTS).to_dict("records")) + ".",
            row="share",
        ),
        columns={
            "part": Column(BY[by].capitalize()),
            "twin_share": Column("Twin share", "share", "percent"),
            "human": Column("Human bookings", "bookings", "integer"),
            "twin": Column("Twin uses", "uses", "integer"),
            "synthetic": Column("Synthetic uses, apart", "uses", "integer"),
        } | SOURCE,
        released=result.released,
        draw=lambda frame, canvas: draw_bars(_share_bars(frame, by), canvas, suffix="%"),
        **parts_of(warehouse, [result], notes=(SHARE, WORKED)),
    )


def _said(row: Mapping[Any, Any]) -> str:
    """A part's share in words, withheld where the gate withheld it."""
    return "withheld" if row.get("suppressed") else _percent(row["twin_share"])


def _percent(share: float) -> str:
    return "nothing booked" if pd.isna(share) else percent(share, digits=1)


def _share_by_title(table: pd.DataFrame, by: str) -> str:
    known = table[table["twin_share"].notna()]
    if known.empty and any_withheld(table):
        return f"The twin share is withheld for every {BY[by]}"
    if known.empty:
        return "Nothing was booked in the last twelve months of the ledger"
    top, low = known.iloc[0], known.iloc[-1]
    if len(known) == 1 or top["twin_share"] == low["twin_share"]:
        every = f"every {BY[by]} that may be shown" if any_withheld(table) else f"every {BY[by]}"
        return f"Twin share {percent(top['twin_share'], digits=1)} for {every}"
    among = "Where it may be shown, the twin share" if any_withheld(table) else "Twin share"
    return (
        f"{among} runs from {percent(low['twin_share'], digits=1)} "
        f"({word(by, low['part'])}) to {percent(top['twin_share'], digits=1)} "
        f"({word(by, top['part'])})"
    )


def _share_bars(table: pd.DataFrame, by: str) -> pd.DataFrame:
    shown = table.head(MOST_PARTS)
    return pd.DataFrame({
        "label": [_bar_label(row, by) for row in shown.to_dict("records")],
        "value": shown["twin_share"].astype("float64") * 100, "low": float("nan"),
        "high": float("nan"), "text": [_said(row) for row in shown.to_dict("records")],
        "style": "twin",
    })


def _bar_label(row: Mapping[Any, Any], by: str) -> str:
    part = word(by, row["part"])
    if row.get("suppressed"):
        return f"{part}: withheld"
    return f"{part}: {count(row['twin'], 'twin use')}, {count(row['human'], 'human booking')}"
