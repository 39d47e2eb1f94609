"""Human v. twin, ledger half: how many models work, and how many have gone without a booking.

Decided: "without a booking" is of models on the books on the last day of a month (left_on is such
a day still), and looks back 90 days from that day; months for which the ledger holds fewer than 90
days back are left out. Bookings per working model divides a month's human bookings by the models
who worked them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis.charts.series import TimeAxis, draw_series
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_words import (
    FULL_COUNT,
    SOURCE,
    TIER,
    any_withheld,
    fetch,
    month_name,
    parts_of,
    period_of,
    scope,
)
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import change_verb, percent
from analysis.warehouse import Warehouse

COLUMNS = {
    "month": Column("Month", format="month"),
    "models": Column("Models on the books", "models", "integer"),
    "without_booking": Column("Without a booking in 90 days", "models", "integer"),
    "share_without": Column("Share without a booking", "share", "percent"),
    "bookings": Column("Human bookings in the month", "bookings", "integer"),
    "working": Column("Models who worked in the month", "models", "integer"),
    "per_working": Column("Bookings per working model", "bookings", "decimal"),
} | SOURCE
WITHOUT = (
    "Share = models without a worked human booking in the 90 days up to the last day of the month "
    "÷ models on the books that day (entered, and not left before it)."
)
PER_WORKING = (
    "Bookings per working model = worked human bookings of a month ÷ models who worked at least "
    "one of them; models without work are not in it."
)


@ledger_exhibit(
    "human_v_twin_idle", page="human_v_twin", controls=(TIER,),
    question="How many models have had no booking in 90 days?",
)
def build_idle(warehouse: Warehouse, *, tier: str) -> Exhibit:
    """Share of models in the ledger without a human booking in 90 days, by month."""
    result = fetch(warehouse, "human_v_twin_working", tier=tier)
    table = result.frame
    title = _title(
        table, "share_without", of="of models had no booking in 90 days",
        written=lambda value: percent(value, digits=1), digits=3)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="share of models",
            subtitle="Models without a worked human booking in the 90 days up to the month's last "
            f"day, percent of models in the ledger, {scope(tier=tier)}, {period_of(table)}",
            alt=f"{title}. One line by month.", row="share",
        ),
        columns=COLUMNS, released=result.released,
        draw=lambda frame, canvas: draw_series(
            _line(frame, "share_without", 100, "%"), canvas,
            axis=TimeAxis(dates=True, suffix="%")),
        **parts_of(warehouse, [result], notes=(
            WITHOUT, "A booking outside this ledger is not seen: a model without one here may work "
            "elsewhere.")),
    )


@ledger_exhibit(
    "human_v_twin_working", page="human_v_twin", controls=(TIER,),
    question="How many bookings does a working model have?",
)
def build_working(warehouse: Warehouse, *, tier: str) -> Exhibit:
    """Human bookings per model who worked in the month, by month."""
    result = fetch(warehouse, "human_v_twin_working", tier=tier)
    table = result.frame
    title = _title(
        table, "per_working", of="bookings a month for each working model",
        written=lambda value: f"{value:.2f}", digits=2)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="bookings per working model",
            subtitle="Worked human bookings of a month per model who worked in it, number, "
            f"{scope(tier=tier)}, {period_of(table)}",
            alt=f"{title}. One line by month.", row="ratio",
        ),
        columns=COLUMNS, released=result.released,
        draw=lambda frame, canvas: draw_series(
            _line(frame, "per_working", 1, ""), canvas, axis=TimeAxis(dates=True)),
        **parts_of(warehouse, [result], notes=(PER_WORKING,)),
    )


def _title(
    table: pd.DataFrame, column: str, *, of: str, written: Callable[[Any], str], digits: int
) -> str:
    """The last month against the same month a year before, for bookings have seasons."""
    known = table[table[column].notna()]
    if known.empty and any_withheld(table):
        return "What may be shown of these models leaves no month of it"
    if known.empty:
        return "The ledger is too short, or holds no such models"
    last = known.iloc[-1]
    month = pd.Timestamp(last["month"])
    said = f"{month_name(month)}: {written(last[column])} {of}"
    before = known[pd.to_datetime(known["month"]) == month - pd.DateOffset(months=12)]
    if before.empty:
        return said
    earlier = before.iloc[0][column]
    verb = change_verb(
        round(earlier, digits), round(last[column], digits),
        verbs=("up from", "down from", "as a year before"))
    if verb == "as a year before":
        return f"{said}, {verb}"
    return f"{said}, {verb} {written(earlier)} a year before"


def _line(table: pd.DataFrame, column: str, times: float, suffix: str) -> pd.DataFrame:
    values = table[column].astype("float64") * times
    digits = 1 if suffix else 2
    gaps = "withheld" if any_withheld(table) else f"nan{suffix}"
    written = values.map(lambda value: f"{value:.{digits}f}{suffix}").where(values.notna(), gaps)
    return pd.DataFrame({
        "series": "Human models", "segment": 0, "kind": "human",
        "when": pd.to_datetime(table["month"]), "value": values,
        "low": float("nan"), "high": float("nan"), "emphasis": True,
        "hover": [f"{month_name(month)}: {said}" for month, said in
                  zip(table["month"], written, strict=True)],
        "end_label": written,
    })
