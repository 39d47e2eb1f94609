"""Human v. twin, ledger half: bookings of people and uses of twins and synthetic people by month.

Decided: a year is compared with the year before by the same twelve months, because bookings have
seasons. Human bookings and uses share an axis, for both are counts of the same ledger; whether one
caused the other is the question of the effects, not of these counts.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.charts.series import Break, TimeAxis, draw_series
from analysis.exhibits.controls import Choice
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_words import (
    CHANNEL,
    FULL_COUNT,
    KINDS,
    MARKET,
    SOURCE,
    TIER,
    WORKED,
    any_withheld,
    fetch,
    from_ledger,
    kind_lines,
    last_twelve,
    month_name,
    parts_of,
    period_of,
    scope,
    withheld_months,
)
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import change_verb, changed, count
from analysis.warehouse import Warehouse

NO_CAUSE = "Counts side by side say nothing of cause; the event study below asks that."
MONTHS = TimeAxis(dates=True)


BRAND = Choice("brand", "Brand", "One brand of the ledger.", "first", lambda warehouse: {
    "first": "The brand with most twin uses", **from_ledger("brand")(warehouse)})


@ledger_exhibit(
    "human_v_twin_bookings", page="human_v_twin", controls=(CHANNEL, MARKET, TIER),
    question="How many people were booked, and how often were twins used?",
)
def build_bookings(
    warehouse: Warehouse, *, channel: str, market: str, tier: str
) -> Exhibit:
    """Worked human bookings, twin uses and synthetic uses by month."""
    result = fetch(
        warehouse, "human_v_twin_bookings", channel=channel, market=market, tier=tier)
    table = result.frame
    title = bookings_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="bookings or uses",
            subtitle="Worked human bookings, twin uses and synthetic uses a month, number, "
            f"{scope(channel=channel, market=market, tier=tier)}, {period_of(table)}",
            alt=f"{title}. Lines by month: " + "; ".join(
                _in_all(str(kind), rows)
                for kind, rows in table.groupby("kind", sort=False)) + ".",
            row="count",
        ),
        columns=_columns(cancelled="cancelled" in table), released=result.released,
        draw=lambda frame, canvas: draw_series(_lines(frame), canvas, axis=MONTHS),
        **parts_of(warehouse, [result], notes=(
            WORKED, NO_CAUSE,
            *(("Synthetic people have no tier and are left out.",) if tier != "all" else ()),
        )),
    )


def _columns(*, cancelled: bool) -> dict[str, Column]:
    return {
        "month": Column("Month", format="month"), "kind": Column("Kind"),
        "worked": Column("Worked", "bookings or uses", "integer"),
        **({"cancelled": Column("Cancelled", "bookings or uses", "integer")}
           if cancelled else {}),
    } | SOURCE


def _lines(table: pd.DataFrame) -> pd.DataFrame:
    return kind_lines(table, "worked", said=lambda worked: f"{worked:,.0f}")


def _in_all(kind: str, rows: pd.DataFrame) -> str:
    """The sum of a line in words; none where a month is withheld."""
    if any_withheld(rows):
        gone = count(int(rows["suppressed"].sum()), "month")
        return f"{KINDS[kind]} with {gone} withheld"
    return f"{KINDS[kind]} {int(rows['worked'].sum()):,} in all"


def bookings_title(table: pd.DataFrame) -> str:
    """What the last twelve months hold against the twelve before, kind by kind."""
    if not table["worked"].sum() and not any_withheld(table):
        return "Nothing was booked or used in this part of the ledger"
    now, before = last_twelve(table)
    if any_withheld(now, before):
        return withheld_months(table)
    this, last = (rows.groupby("kind")["worked"].sum() for rows in (now, before))
    end = month_name(table["month"].max())
    if before["month"].nunique() < 12:
        said = " and ".join(
            count(this.get(kind, 0), noun)
            for kind, noun in (("human", "human booking"), ("twin", "twin use")))
        return f"{said} in the {count(now['month'].nunique(), 'month')} to {end}"
    human, twin = (changed(last.get(kind, 0), this.get(kind, 0)) for kind in ("human", "twin"))
    return f"In the year to {end} human bookings {human} and twin uses {twin}"


@ledger_exhibit(
    "human_v_twin_brand", page="human_v_twin", controls=(BRAND, CHANNEL),
    question="What did one brand book, before and after it adopted twins?",
)
def build_brand(warehouse: Warehouse, *, brand: str, channel: str) -> Exhibit:
    """One brand's months, with the month of its adoption marked."""
    if brand == "first":
        brand = str(fetch(warehouse, "human_v_twin_most_twins").frame["brand_id"].iloc[0])
    result = fetch(warehouse, "human_v_twin_brand", brand=brand, channel=channel)
    table = result.frame
    known = "adopted_on" in table
    adopted = table["adopted_on"].iloc[0] if known and len(table) else pd.NaT
    title = _brand_title(table, brand, adopted)
    breaks = () if pd.isna(adopted) else (
        Break(f"{pd.Timestamp(adopted):%Y-%m-%d}", f"twins adopted, {month_name(adopted)}"),)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="bookings or uses",
            subtitle=f"{brand}: worked human bookings, twin uses and synthetic uses a month, "
            f"number, {scope(channel=channel)}, {period_of(table)}",
            alt=f"{title}. Lines by month.", row="count",
        ),
        columns=_columns(cancelled=False) | (
            {"adopted_on": Column("Adopted", format="date")} if known else {}),
        released=result.released,
        draw=lambda frame, canvas: draw_series(
            _lines(frame), canvas, axis=MONTHS, breaks=breaks),
        **parts_of(warehouse, [result], notes=(WORKED, NO_CAUSE)),
    )


def _brand_title(table: pd.DataFrame, brand: str, adopted: Any) -> str:
    if any_withheld(table):
        return withheld_months(table)
    human = table[table["kind"] == "human"].set_index("month")["worked"]
    twins = int(table.loc[table["kind"] == "twin", "worked"].sum())
    if pd.isna(adopted) and "adopted_on" not in table:
        return f"{brand}: {count(int(human.sum()), 'human booking')}, {count(twins, 'twin use')}"
    if pd.isna(adopted):
        return f"{brand} has no date of adoption in the ledger; {count(twins, 'twin use')}"
    start = pd.Timestamp(str(adopted)).to_period("M").to_timestamp()
    months = pd.to_datetime(pd.Series(human.index))
    before, after = human[(months < start).to_numpy()], human[(months >= start).to_numpy()]
    if before.empty or after.empty:
        return f"{brand} adopted twins in {month_name(adopted)}, at the edge of the ledger"
    verb = change_verb(
        round(before.mean(), 1), round(after.mean(), 1), verbs=("more", "fewer", "as many"))
    said = (f"{verb} human bookings a month after than before: {after.mean():.1f} against "
            f"{before.mean():.1f}" if verb != "as many"
            else f"as many human bookings a month before as after: {after.mean():.1f}")
    return f"{brand} adopted twins in {month_name(adopted)}; {said}"
