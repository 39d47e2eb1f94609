"""Pay and consent, terms: what the agency keeps, who owns the twin and who is paid for its use.

Decided: a row without a commission rate is drawn as a part of its own, for it can mean that none
was kept or that nobody noted it. Owner and payee are counts of uses, not of twins: the ledger has
no list of twins.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.grid import draw_grid
from analysis.charts.panels import draw_parts
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_words import (
    CHANNEL,
    FULL_COUNT,
    KINDS,
    SOURCE,
    any_withheld,
    fetch,
    parts_of,
    reshaped,
    scope,
)
from analysis.exhibits.pay_and_consent_words import OWNERS, PAID_TO, period_of_ledger, share_of
from analysis.exhibits.private import WITHHELD
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import count, percent
from analysis.warehouse import Warehouse

RATE = (
    "The rate is the share of the fee that the agency keeps; its median is over worked rows that "
    "hold one. Rows paid to the brand or to nobody have no commission and are left out."
)
NO_RATE = "A row without a rate can mean that no agency took part, that none was kept, or that it "\
    "was not noted; it never counts as 0."
FIRST_PAID = (
    "“Paid to” says who receives the fee first. What of it reaches the model, after commission or "
    "by contract, is not in these counts."
)
USES_NOT_TWINS = (
    "Share = uses ÷ worked twin uses of that owner. A twin used often counts often: these are "
    "uses, not twins. “Owns” is what the ledger says."
)
HEADS = {"model": "Paid to|the model", "agency": "the|agency", "brand": "the|brand",
         "nobody": "nobody"}


@ledger_exhibit(
    "pay_and_consent_commission", page="pay_and_consent", controls=(CHANNEL,),
    question="What share of the fee does the agency keep?",
)
def build_commission(warehouse: Warehouse, *, channel: str) -> Exhibit:
    """Commission rates by kind and payee: median, range, and the rows without a rate.

    Unit: share of the fee. Denominator of the median: worked rows with a rate; of the parts: all
    worked rows of the kind that are paid to agency or model.
    """
    result = fetch(warehouse, "pay_and_consent_commission", channel=channel)
    table, released = reshaped(
        result, lambda frame: frame.assign(kind_words=frame["kind"].map(KINDS)))
    title = _commission_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="share of the fee", row="group",
            subtitle="Worked bookings and uses by their commission rate against the median of "
            f"their group, number, {scope(channel=channel)}, {period_of_ledger(warehouse)} · "
            "hatched: no rate in the ledger",
            alt=f"{title}. " + "; ".join(
                f"{_group(row)}: {_rates(row)}, {_counted(row['without'])} of "
                f"{_counted(row['worked'])} without a rate"
                for row in table.to_dict("records")) + ".",
        ),
        columns={
            "kind_words": Column("Kind"), "paid_to": Column("Paid to"),
            "middle": Column("Median rate", "share of the fee", "percent"),
            "lowest": Column("Lowest rate", "share of the fee", "percent"),
            "highest": Column("Highest rate", "share of the fee", "percent"),
            "worked": Column("Worked", "bookings or uses", "integer"),
            "rated": Column("With a rate", "bookings or uses", "integer"),
            "without": Column("Without a rate", "bookings or uses", "integer"),
        } | SOURCE,
        draw=lambda frame, canvas: draw_parts(_commission_parts(frame), canvas),
        released=released,
        **parts_of(warehouse, [result], notes=(RATE, NO_RATE)),
    )


def _group(row: dict[Any, Any]) -> str:
    return f"{row['kind_words']} paid to the {row['paid_to']}"


def _counted(number: float) -> str:
    return WITHHELD if pd.isna(number) else count(number)


def _rates(row: dict[Any, Any]) -> str:
    """Median and range of the rates in words, as far as they may be shown; a single rate once."""
    if row["rated"] == 0:
        return "no rate in the ledger"
    low, middle, high = (
        WITHHELD if pd.isna(row[name]) else percent(row[name], digits=1)
        for name in ("lowest", "middle", "highest"))
    if low == high == WITHHELD:
        return f"median {middle}, range {WITHHELD}"
    return f"all at {middle}" if low == high else f"median {middle}, from {low} to {high}"


def _commission_title(table: pd.DataFrame) -> str:
    """The median rates of what is paid through agencies, and how many rows give none."""
    if table.empty:
        return "Nothing in this part of the ledger was paid to an agency or a model"
    rated = table[table["middle"].notna()]
    if table[["worked", "without"]].isna().any(axis=None):
        silent, none = 1, "how many rows give none may not be shown"
    else:
        silent = int(table["without"].sum())
        none = f"{count(silent)} of {count(table['worked'].sum(), 'row')} " + (
            "gives none" if silent == 1 else "give none")
    if rated.empty:
        return ("No commission rate of this part of the ledger may be shown"
                if any_withheld(table) else
                f"No commission rate is in this part of the ledger: {none}")
    rates = [percent(rate, digits=1) for rate in sorted(rated["middle"])]
    if len(rated) == 1:
        said = f"The median commission is {rates[0]} for {_inside(rated.iloc[0])}"
    elif rates[0] == rates[-1]:
        said = (f"The median commission is {rates[0]} of the fee in each of {len(rated)} groups "
                f"that give a rate{_that_may(table)}")
    else:
        said = (f"The median commission runs from {rates[0]} to {rates[-1]} of the fee over "
                f"{len(rated)} groups{_that_may(table)}")
    return f"{said}; {none}" if silent else f"{said}; every row gives a rate"


def _that_may(table: pd.DataFrame) -> str:
    return " and may be shown" if any_withheld(table) else ""


def _inside(row: pd.Series) -> str:
    return f"{str(row['kind_words']).lower()} paid to the {row['paid_to']}"


def _commission_parts(table: pd.DataFrame) -> pd.DataFrame:
    """One bar a group, cut at its median rate; the rows without a rate come last, hatched."""
    rows = []
    for row in table.to_dict("records"):
        question = f"{_group(row)}: {_rates(row)}"
        middle = "the median" if pd.isna(row["middle"]) else percent(row["middle"], digits=1)
        full = "human" if row["kind"] == "human" else "solid"
        parts = [
            (f"under {middle}", row["under"], "light"), (f"at {middle}", row["level"], full),
            (f"over {middle}", row["over"], "light"), ("no rate", row["without"], "hatched"),
        ]
        rows += [{"question": question, "part": part, "count": number, "style": style}
                 for part, number, style in parts if number != 0]
    return pd.DataFrame(rows, columns=["question", "part", "count", "style"])


@ledger_exhibit(
    "pay_and_consent_owner", page="pay_and_consent", controls=(CHANNEL,),
    question="Who owns the twin, and who is paid when it is used?",
)
def build_owner(warehouse: Warehouse, *, channel: str) -> Exhibit:
    """Worked twin uses by owner of the twin and by who is paid first.

    Unit: twin uses. Denominator of a share: worked twin uses of the same owner.
    """
    result = fetch(warehouse, "pay_and_consent_owner", channel=channel)
    table, released = reshaped(result, lambda frame: frame.assign(
        owner_words=frame["twin_owner"].map(OWNERS), paid_words=frame["paid_to"].map(PAID_TO)))
    title = _owner_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="twin uses", row="count",
            subtitle="Worked twin uses by who owns the twin (rows) and who is paid first (columns),"
            f" number and percent of the row, {scope(channel=channel)}, "
            f"{period_of_ledger(warehouse)}",
            alt=f"{title}. " + "; ".join(
                f"owned by {row['owner_words']}, paid to {row['paid_words']}: "
                f"{_uses_words(row)}"
                for row in table.to_dict("records")) + ".",
        ),
        columns={
            "owner_words": Column("Owner of the twin"), "paid_words": Column("Paid to"),
            "uses": Column("Twin uses", "uses", "integer"),
            "share": Column("Share of the owner's uses", "share of uses", "percent"),
        } | SOURCE,
        draw=_draw_owner, released=released,
        **parts_of(warehouse, [result], notes=(USES_NOT_TWINS, FIRST_PAID)),
    )


def _owner_title(table: pd.DataFrame) -> str:
    """How often nobody is paid, how often the brand, and in whose hands the twin is."""
    if any_withheld(table):
        shown = int((~table["suppressed"]).sum())
        return (f"{shown} of {count(len(table), 'figure')} by owner and payee may be shown; no sum "
                "is given where one is withheld")
    total = int(table["uses"].sum())
    if not total:
        return "No twin was used in this part of the ledger"
    paid = table.groupby("paid_to")["uses"].sum()
    owned = table.groupby("twin_owner")["uses"].sum()
    nobody, brand = (int(paid.get(one, 0)) for one in ("nobody", "brand"))
    own = share_of(int(owned.get("model", 0)), total)
    unpaid = (f"nobody is paid for {share_of(nobody, total)}" if nobody else
              "somebody is paid for each")
    taken = f", the brand is paid for {share_of(brand, total)}" if brand else ""
    return f"The model owns the twin in {own} of {count(total, 'twin use')}; {unpaid}{taken}"


def _uses_words(row: dict[Any, Any]) -> str:
    """A count and its share of the owner's uses; withheld where either is."""
    if pd.isna(row["uses"]):
        return WITHHELD
    share = "share withheld" if pd.isna(row["share"]) else percent(row["share"])
    return f"{count(row['uses'])} ({share})"


def _draw_owner(table: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    rows = table.to_dict("records")
    gone = table[table["uses"].isna()]["twin_owner"].unique()
    totals = table.groupby("twin_owner")["uses"].transform("sum")
    return draw_grid(pd.DataFrame({
        "row": [f"Owned by {row['owner_words']}: " + (
            "uses in all withheld" if row["twin_owner"] in gone else count(total, "twin use"))
            for row, total in zip(rows, totals, strict=True)],
        "column": table["paid_to"], "value": table["uses"].fillna(0),
        "share": table["share"].fillna(0),
        "main": [WITHHELD if pd.isna(row["uses"]) else count(row["uses"]) for row in rows],
        "text": ["" if pd.isna(row["share"]) else percent(row["share"]) for row in rows],
        "hover": [
            f"owned by {row['owner_words']}, paid to {row['paid_words']}: "
            + (_uses_words(row) if pd.isna(row["share"]) else
               f"{count(row['uses'], 'twin use')}, {percent(row['share'])} of the row")
            for row in rows
        ],
    }), canvas, columns=HEADS)
