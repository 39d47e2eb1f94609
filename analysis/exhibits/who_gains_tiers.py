"""Who gains: newcomers, established and top models, and whether those who enter find work.

Decided: shares of work and money stand beside the share of models, because a tier that has few
bookings may simply have few models. Tier is the ledger's own class of a model as it stands now; a
newcomer of years ago may be established by now, so entry is told by the year of entering.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.charts.bars import draw_bars
from analysis.charts.groups import draw_groups
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_money import CURRENCY, currency_of
from analysis.exhibits.ledger_words import (
    FULL_COUNT,
    SOURCE,
    TIERS,
    any_withheld,
    fetch,
    parts_of,
)
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.who_gains_words import (
    EARNED,
    WHO,
    WITH_TWINS,
    YEAR,
    left_out,
    period_of_year,
)
from analysis.exhibits.words import change_verb, count, listed, percent
from analysis.warehouse import Warehouse

MEASURES = {
    "models": ("Models", "muted"), "human": ("Human bookings", "human"),
    "twin": ("Twin uses", "twin"), "earned": ("Earnings", "ink"),
}
NO_MODEL = "No model named"
UNNAMED = "Work that names no model is left out of a private ledger's shares."
NOW = "Tier is the ledger's own class of a model, as it stands now."
DAYS_TO_WORK = 180
ENTRY = (
    "Share = models with a human booking worked on the day of entry or in the 180 days after it ÷ "
    "models whose 180 days lie within the ledger; those who left before are in it."
)
ENTRY_LIMITS = (
    "A booking outside this ledger is not seen; nor is why somebody had none. Years of which only "
    "a part can be observed are marked and not compared in the title."
)


@ledger_exhibit(
    "who_gains_tiers", page="who_gains", controls=(YEAR, CURRENCY),
    question="Do newcomers have their share of the work and of the money?",
)
def build_tiers(warehouse: Warehouse, *, year: str, currency: str) -> Exhibit:
    """Share of models, human bookings, twin uses and earnings of each tier.

    Formula: of each measure, the tier's sum ÷ the sum over all rows; unit share. Human bookings
    that name no model are a row of their own.
    """
    code = currency_of(CURRENCY, warehouse, currency)
    period = period_of_year(warehouse, year)
    asked = {**period.limits, "currency": code}
    result = fetch(warehouse, "who_gains_tiers", **asked)
    fees = fetch(warehouse, "who_gains_fees", **asked)
    table = result.frame
    title = period.title(_tiers_title(table, period.words))
    unit = code or "currency"
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="share of each measure",
            subtitle="Share of models, of worked human bookings, of twin uses and of earnings with "
            f"twin fees ({unit}), percent, by tier, {period.words}",
            alt=f"{title}. " + "; ".join(
                f"{_tier(row)}: " + listed([f"{name.lower()} {_share(row, key)}"
                                            for key, (name, _) in MEASURES.items()])
                for row in table.to_dict("records")) + ".",
            row="row",
        ),
        columns={
            "tier": Column("Tier"),
            "models_share": Column("Models", "share", "percent"),
            "human_share": Column("Human bookings", "share", "percent"),
            "twin_share": Column("Twin uses", "share", "percent"),
            "earned_human_share": Column("Earnings, human work alone", "share", "percent"),
            "earned_share": Column("Earnings with twin fees", "share", "percent"),
            "models": Column("Models", "models", "integer"),
            "human": Column("Human bookings", "bookings", "integer"),
            "twin": Column("Twin uses", "uses", "integer"),
            "earned_human": Column("Earnings, human work alone", unit, "decimal"),
            "earned": Column("Earnings with twin fees", unit, "decimal"),
        } | SOURCE,
        released=result.released,
        draw=lambda frame, canvas: draw_groups(_tier_bars(frame), canvas, suffix="%"),
        **parts_of(warehouse, [result, fees], notes=(
            "Share = the tier's sum ÷ the sum over all tiers, of each measure.",
            *(() if result.released is None else (UNNAMED,)), NOW, WHO, EARNED,
            WITH_TWINS, *left_out(fees, code))),
    )


def _tier(row: Mapping[Any, Any]) -> str:
    return NO_MODEL if pd.isna(row["tier"]) else TIERS.get(row["tier"], row["tier"])


def _share(row: Mapping[Any, Any], key: str) -> str:
    share = row[f"{key}_share"]
    if row.get("suppressed") and pd.isna(share):
        return "withheld"
    return "none" if pd.isna(share) else percent(share)


def _tiers_title(table: pd.DataFrame, period: str) -> str:
    """What newcomers and top names have of the work and the money, beside their number."""
    if any_withheld(table):
        return _withheld_title(table)
    if table.empty or not (table["human"] + table["twin"]).sum():
        return f"No model of this ledger worked in {period}"
    rows = {row["tier"]: row for row in table.to_dict("records")}
    said = [_clause(rows[tier], tier, first=not place)
            for place, tier in enumerate(tier for tier in ("newcomer", "top") if tier in rows)]
    if not said:
        return f"Neither newcomers nor top names are among the models of {period}"
    return "; ".join(said)


def _withheld_title(table: pd.DataFrame) -> str:
    """The first share that may be shown of newcomers or top names, and that others may not."""
    rows = {row["tier"]: row for row in table.to_dict("records")}
    said = [f"{TIERS[tier]}: {percent(rows[tier][f'{key}_share'])} of {name.lower()}"
            for key, (name, _) in MEASURES.items() for tier in ("newcomer", "top")
            if tier in rows and pd.notna(rows[tier][f"{key}_share"])]
    return f"{'; '.join(said[:4])}; not every share may be shown" if said else (
        "No share of newcomers or of top names may be shown")


def _clause(row: Mapping[Any, Any], tier: str, *, first: bool) -> str:
    name = TIERS[tier] if first else TIERS[tier].lower()
    nouns = {"human": " of human bookings", "twin": " of twin uses", "earned": " of earnings"}
    parts = [percent(row[f"{key}_share"]) + (noun if first else "") for key, noun in nouns.items()
             if pd.notna(row[f"{key}_share"])]
    return f"{name}, {percent(row['models_share'])} of models, have {listed(parts)}"


def _tier_bars(table: pd.DataFrame) -> pd.DataFrame:
    """Bars of each tier; a measure that is zero throughout has none, nor a row without models."""
    rows = [
        {
            "group": _tier(row), "name": name, "value": float(row[f"{key}_share"]) * 100,
            "text": percent(row[f"{key}_share"]), "style": style,
        }
        for row in table.to_dict("records")
        for key, (name, style) in MEASURES.items()
        if pd.notna(row[f"{key}_share"]) and (pd.notna(row["tier"]) or key == "human")
    ]
    return pd.DataFrame(rows, columns=["group", "name", "value", "text", "style"])


@ledger_exhibit(
    "who_gains_entry", page="who_gains",
    question="How many who enter find a first booking within 180 days?",
)
def build_entry(warehouse: Warehouse) -> Exhibit:
    """Share of models with a worked human booking within 180 days of entering, by year of entry.

    Formula: models with such a booking ÷ models who entered since the ledger's first month and
    whose 180 days end by its last day of work; unit share of models.
    """
    result = fetch(warehouse, "who_gains_entry")
    table = result.frame
    title = _entry_title(table)
    seen = _observed(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="share of models",
            subtitle="Models with a worked human booking within 180 days of entering, percent of "
            "those observed so long, by year of entry",
            alt=f"{title}. " + "; ".join(
                f"{_cohort(row)}: {_worked(row)}" for row in seen.to_dict("records"))
            + ".",
            row="share",
        ),
        columns={
            "year": Column("Entered in", format="year"),
            "share": Column("Worked within 180 days", "share", "percent"),
            "worked": Column("Models who did", "models", "integer"),
            "observed": Column("Models observed for 180 days", "models", "integer"),
            **({
                "entered": Column("Models who entered", "models", "integer"),
                "first_entered": Column("First entry observed", format="date"),
                "last_entered": Column("Last entry observed", format="date"),
            } if "entered" in table else {"whole": Column("The whole year observed")}),
        } | SOURCE,
        released=result.released,
        draw=lambda frame, canvas: draw_bars(_entry_bars(frame), canvas, suffix="%"),
        **parts_of(warehouse, [result, fetch(warehouse, "period")], notes=(ENTRY, ENTRY_LIMITS)),
    )


def _cohort(row: Mapping[Any, Any]) -> str:
    year = f"{int(row['year'])}"
    if "whole" in row:
        models = "models withheld" if pd.isna(row["observed"]) else count(row["observed"], "model")
        return f"{year}{'' if row['whole'] else ', a part of the year only'}: {models}"
    models = count(row["observed"], "model")
    if row["observed"] == row["entered"]:
        return f"{year}: {models}"
    return (
        f"{year}, entered {_day(row['first_entered'])} to {_day(row['last_entered'])} only: "
        f"{models}"
    )


def _worked(row: Mapping[Any, Any]) -> str:
    return "withheld" if pd.isna(row["share"]) else percent(row["share"])


def _observed(table: pd.DataFrame) -> pd.DataFrame:
    """Years of which somebody is observed; of a private ledger it has no others."""
    return table if "whole" in table else table[table["observed"] > 0]


def _day(value: Any) -> str:
    return f"{value.day} {value:%b}"


def _entry_title(table: pd.DataFrame) -> str:
    """The last year observed as a whole against the first."""
    seen = _observed(table)
    if seen.empty:
        return "Nobody who entered can be observed for 180 days in this ledger"
    seen = seen[seen["share"].notna()]
    if seen.empty:
        return "The share of those who entered and worked within 180 days is withheld for each year"
    whole = seen[seen["whole"] if "whole" in seen else seen["observed"] == seen["entered"]]
    last = (whole if len(whole) else seen).iloc[-1]
    which = f"the models who entered in {int(last['year'])}" + (
        "" if len(whole) else " and can be observed")
    said = f"{percent(last['share'])} of {which} worked within 180 days"
    if len(whole) < 2:
        return said
    first = whole.iloc[0]
    verb = change_verb(round(first["share"], 2), round(last["share"], 2),
                       verbs=("up from", "down from", "as"))
    if verb == "as":
        return f"{said}, as of those of {int(first['year'])}"
    return f"{said}, {verb} {percent(first['share'])} of those of {int(first['year'])}"


def _entry_bars(table: pd.DataFrame) -> pd.DataFrame:
    shown = _observed(table)
    return pd.DataFrame({
        "label": [_cohort(row) for row in shown.to_dict("records")],
        "value": shown["share"].astype("float64") * 100, "low": float("nan"),
        "high": float("nan"), "text": [_worked(row) for row in shown.to_dict("records")],
        "style": "human",
    })
