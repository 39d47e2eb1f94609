"""Crew: how many days make-up, hair, styling, photography and the rest work on bookings and uses.

Decided: the denominator is every worked booking or use, also one for which nobody was called;
otherwise an empty set would look like a full one. By default only channels are compared in which
twins are used at all, because a runway show says nothing of what a twin saves or needs.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.groups import draw_groups
from analysis.charts.series import TimeAxis, draw_series
from analysis.exhibits.controls import Choice
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_words import (
    CHANNELS,
    FULL_COUNT,
    KINDS,
    SOURCE,
    any_withheld,
    fetch,
    from_ledger,
    kind_lines,
    last_twelve,
    month_name,
    parts_of,
    period_of,
    withheld_months,
    word,
)
from analysis.exhibits.private import WITHHELD
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import changed, count, listed
from analysis.warehouse import Warehouse

ONE_OF = {"human": "a human booking", "twin": "a twin use", "synthetic": "a synthetic use"}
PER_BOOKING = (
    "Crew days per booking = days of the role, of all its people ÷ worked bookings or uses of that "
    "kind in the channel; those for which nobody was called count as zero days."
)
NOT_RECORDED = (
    "No crew call on record counts as no crew: where calls were not written down, days are too few."
)
MIX = (
    "Several channels are added up, and twins are not used in all of them alike; choose one "
    "channel to compare like with like."
)
FEW_TWINS = (
    "Channels in which too few models stand behind twin uses are not told apart from those without "
    "a twin use: they are left out."
)
DAYS = "Crew days are the days of all people of a role; a worked booking counts in its month."
TWIN_CHANNELS = Choice(
    "channel", "Channel", "What the booking is for.", "twins", lambda warehouse: {
        "twins": "Channels where twins were used",
        **from_ledger("channel", all_label="All channels")(warehouse),
    },
)
ROLE = Choice(
    "role", "Role", "Who is called for a shoot.", "all",
    from_ledger("role", all_label="All roles"),
)


@ledger_exhibit(
    "crew_days", page="crew", controls=(TWIN_CHANNELS,), needs=("crew_calls",),
    question="How much crew does a booking call for, and how much the use of a twin?",
)
def build_days(warehouse: Warehouse, *, channel: str) -> Exhibit:
    """Crew days per worked booking or use, by role.

    Formula: crew days of the role ÷ worked bookings (or uses) of the kind, same channels; unit
    days per booking or use; the denominator holds those without a call.
    """
    result = fetch(warehouse, "crew_days", channel=channel)
    table = result.frame
    title = _days_title(table)
    where = {"twins": "channels where twins were used", "all": "all channels"}.get(
        channel, CHANNELS.get(channel, channel).lower())
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="crew days per booking or use",
            subtitle=f"Crew days of each role per worked booking or use, number, {where}, whole "
            "ledger",
            alt=f"{title}. " + "; ".join(
                f"{_role(str(role))}: " + ", ".join(
                    f"{row['kind']} {_written(row['per_booking'])}"
                    for row in rows.to_dict("records"))
                for role, rows in table.groupby("role", sort=False)) + ".",
            row="ratio",
        ),
        columns={
            "role": Column("Role"), "kind": Column("Kind"),
            "per_booking": Column("Crew days per booking or use", "days", "decimal"),
            "crew_days": Column("Crew days", "days", "decimal"),
            "worked": Column("Worked bookings or uses", "bookings or uses", "integer"),
            "calls": Column("Of these with the role called", "bookings or uses", "integer"),
        } | SOURCE,
        draw=lambda frame, canvas: draw_groups(_day_bars(frame), canvas),
        released=result.released,
        **parts_of(warehouse, [result, fetch(warehouse, "period")], notes=(
            PER_BOOKING, *((MIX,) if channel in ("twins", "all") else ()), NOT_RECORDED,
            *((FEW_TWINS,) if result.released and channel == "twins" else ()))),
    )


def _days_title(table: pd.DataFrame) -> str:
    """What one booking and one use take in all, and the role that differs most."""
    if table.empty:
        return "No crew was called in this part of the ledger"
    days = table[table["role"] == "all"].set_index("kind")["per_booking"]
    if days[[kind for kind in ("human", "twin") if kind in days]].isna().any():
        return _withheld_days(table)
    if "human" not in days:
        days = days.dropna()
        return "No human booking to compare; " + listed(
            [f"{ONE_OF[str(kind)]} took {_days(value)}" for kind, value in days.items()])
    if "twin" not in days:
        return f"A human booking took {_days(days['human'])}; no twin was used"
    if round(days["human"], 2) == round(days["twin"], 2):
        return f"A human booking and a twin use took {_days(days['human'])} each"
    said = f"A human booking took {_days(days['human'])}, a twin use {days['twin']:.2f}"
    if any_withheld(table):
        return f"{said}; figures of single roles are withheld"
    by_role = table[table["role"] != "all"].pivot(
        index="role", columns="kind", values="per_booking")
    gaps = (by_role["human"] - by_role["twin"]).abs().round(2).sort_values(ascending=False)
    if len(gaps) < 2 or gaps.iloc[0] == gaps.iloc[1]:
        return said
    return f"{said}; widest gap: {word('role', str(gaps.index[0])).lower()}"


def _withheld_days(table: pd.DataFrame) -> str:
    """Where days of all roles together are withheld: how many figures may be shown, no sum."""
    shown = int((~table["suppressed"]).sum())
    return (f"{shown} of {count(len(table), 'figure')} of crew days per booking may be shown; "
            "those of all roles together are withheld")


def _days(value: float) -> str:
    return f"{value:.2f} crew day{'' if round(value, 2) == 1 else 's'}"


def _day_bars(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "group": [_role(role) for role in table["role"]],
        "name": table["kind"].map(KINDS), "value": table["per_booking"],
        "text": [_written(value) for value in table["per_booking"]], "style": table["kind"],
    })


def _role(role: str) -> str:
    return "All roles together" if role == "all" else word("role", role)


def _written(value: float) -> str:
    """Days with two decimals; what is little is not written as nothing."""
    if value != value:
        return WITHHELD
    return "under 0.01" if 0 < value < 0.005 else f"{value:.2f}"


@ledger_exhibit(
    "crew_month", page="crew", controls=(ROLE,), needs=("crew_calls",),
    question="How many crew days were worked on bookings, and how many on uses?",
)
def build_month(warehouse: Warehouse, *, role: str) -> Exhibit:
    """Crew days by month, of human bookings, twin uses and synthetic uses.

    Formula: sum of the days of all calls for worked bookings (or uses) of the month; unit days.
    """
    result = fetch(warehouse, "crew_month", role=role)
    table = result.frame
    who = "all roles" if role == "all" else word("role", role).lower()
    title = month_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="crew days",
            subtitle=f"Crew days on worked bookings and uses a month, number, {who}, "
            f"{period_of(table)}",
            alt=f"{title}. Lines by month: " + "; ".join(
                _in_all(str(kind), rows)
                for kind, rows in table.groupby("kind", sort=False)) + ".",
            row="count",
        ),
        columns={
            "month": Column("Month", format="month"), "kind": Column("Kind"),
            "crew_days": Column("Crew days", "days", "decimal"),
            "calls": Column("Roles called", "calls", "integer"),
        } | SOURCE,
        released=result.released,
        draw=lambda frame, canvas: draw_series(
            kind_lines(frame, "crew_days", said=lambda days: f"{days:,.1f} crew days"), canvas,
            axis=TimeAxis(dates=True)),
        **parts_of(warehouse, [result, fetch(warehouse, "period")], notes=(
            DAYS, "Days side by side say nothing of cause: bookings have seasons and trends of "
            "their own.", NOT_RECORDED)),
    )


def _in_all(kind: str, rows: pd.DataFrame) -> str:
    """The days of a line in words; none where a month is withheld."""
    if any_withheld(rows):
        return f"{KINDS[kind]} with {count(int(rows['suppressed'].sum()), 'month')} withheld"
    return f"{KINDS[kind]} {rows['crew_days'].sum():,.0f} days in all"


def month_title(table: pd.DataFrame) -> str:
    """Crew days of the last twelve months against the twelve before, human and twin."""
    if table.empty or not (table["crew_days"].sum() or any_withheld(table)):
        return "No crew was called in this part of the ledger"
    now, before = last_twelve(table)
    if any_withheld(now, before):
        return withheld_months(table)
    this, last = (rows.groupby("kind")["crew_days"].sum() for rows in (now, before))
    end = month_name(table["month"].max())
    if before["month"].nunique() < 12:
        return (
            f"{count(this['human'], 'crew day')} on human bookings and "
            f"{count(this['twin'])} on twin uses in the "
            f"{count(now['month'].nunique(), 'month')} to {end}"
        )
    human, twin = (changed(last[kind], this[kind]) for kind in ("human", "twin"))
    return f"In the year to {end} crew days on human bookings {human} and on twin uses {twin}"
