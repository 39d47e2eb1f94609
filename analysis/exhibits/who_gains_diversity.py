"""Who gains: how the models describe themselves, in human bookings and in uses of their twins.

Decided: who does not describe themselves is a part of its own in every share, because dropping them
would make the rest look like everybody. Synthetic people describe nothing: they are counted beside
and have no share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.charts.groups import draw_groups
from analysis.exhibits.controls import Choice, fixed
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_words import (
    FULL_COUNT,
    KINDS,
    SOURCE,
    any_withheld,
    fetch,
    parts_of,
)
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.who_gains_words import YEAR, period_of_year
from analysis.exhibits.words import count, percent
from analysis.ledger.engine import ledger_of
from analysis.warehouse import Warehouse

TRAITS = {"gender": "gender", "skin_tone": "skin tone", "size": "size", "age_band": "age"}
TRAIT = Choice(
    "trait", "Self-described", "As models describe themselves, in the classes of the ledger.",
    "gender", fixed({key: name.capitalize() for key, name in TRAITS.items()}),
)
PARTS: Mapping[str, Mapping[str, str]] = {
    "gender": {"woman": "Women", "man": "Men", "non_binary": "Non-binary people"},
    "skin_tone": {"light": "Light skin", "medium": "Medium skin", "dark": "Dark skin"},
    "size": {"straight": "Straight sizes", "mid": "Mid sizes", "plus": "Plus sizes"},
    "age_band": {"under_25": "Under 25", "25_34": "25 to 34", "35_49": "35 to 49",
                 "50_over": "50 and over"},
}
UNDESCRIBED = {"not_described": "Not described", "no_model": "No model named"}
SYNTHETIC = "Synthetic people"
ALONE = {
    "human": "human bookings; no twin was used", "twin": "twin uses; no person was booked",
}
Shares = Mapping[str, Mapping[str, float]]
"""Share 0-1 by kind and part."""
SHARE = (
    "Share = worked bookings (or uses) of models who so describe themselves ÷ all worked bookings "
    "(or uses) of the kind; models who do not say are in the denominator."
)
SELF = (
    "Models describe themselves, in classes of the ledger; nobody else judges how they look. A "
    "twin counts as its model describes herself or himself, whatever the picture shows."
)
NOBODY = (
    "Synthetic people have no self-description: what a picture of one shows is not in a ledger; "
    "they stand apart."
)
NAMED = (
    "Of a private ledger work that names no model, uses of synthetic people with it, is left out."
)
GATE = (
    "Nobody real is described here. On a ledger of real models these are special-category data "
    "(GDPR art. 9), and small groups have to pass the disclosure gate before anything is shown."
)
CHANCE = (
    "In the simulation what models say of themselves is drawn apart from who is booked: a "
    "difference here is chance, and few models with twins make it a large one."
)


@ledger_exhibit(
    "who_gains_diversity", page="who_gains", controls=(TRAIT, YEAR),
    question="Who is seen: in human bookings, and in uses of twins?",
)
def build_diversity(warehouse: Warehouse, *, trait: str, year: str) -> Exhibit:
    """Human bookings and twin uses by how the models describe themselves.

    Formula: worked bookings (or uses) of the part ÷ all of the kind, the not described included;
    unit share. Synthetic uses are counted and have no share.
    """
    period = period_of_year(warehouse, year)
    result = fetch(warehouse, "who_gains_diversity", trait=trait, **period.limits)
    table = result.frame
    invented = ledger_of(warehouse).source.kind == "simulation"
    title = period.title(diversity_title(table, trait, period.words))
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="share of bookings or uses",
            subtitle="Worked human bookings and twin uses by self-described "
            f"{TRAITS[trait]} of the model, percent of each, {period.words}"
            + (" · synthetic uses apart" if result.released is None else "")
            + (" · drawn apart from who is booked: a difference is chance" if invented else ""),
            alt=f"{title}. " + "; ".join(
                f"{row['group']}, {row['name'].lower()}: {row['text']}"
                for row in _bars(table, trait).to_dict("records")) + ".",
            row="share",
        ),
        columns={
            "kind": Column("Kind"), "part": Column(f"Self-described {TRAITS[trait]}"),
            "share": Column("Share of the kind", "share", "percent"),
            "worked": Column("Worked bookings or uses", "bookings or uses", "integer"),
        } | SOURCE,
        released=result.released,
        draw=lambda frame, canvas: draw_groups(_bars(frame, trait), canvas, suffix="%"),
        **parts_of(warehouse, [result, fetch(warehouse, "period")], notes=(
            *((CHANCE, GATE) if invented else ()), SHARE, SELF,
            NOBODY if result.released is None else NAMED)),
    )


def _shares(table: pd.DataFrame) -> Shares:
    """Shares by part of each kind that was worked; a part the kind lacks has zero."""
    known = [row for row in table.to_dict("records") if row["kind"] != "synthetic"]
    found = {(row["kind"], row["part"]): float(row["share"]) for row in known}
    parts = dict.fromkeys(row["part"] for row in known)
    return {
        kind: {part: found.get((kind, part), 0.0) for part in parts}
        for kind in ("human", "twin") if any(row["kind"] == kind for row in known)
    }


def diversity_title(table: pd.DataFrame, trait: str, period: str) -> str:
    """The part whose shares differ most between bookings and twin uses, and who does not say."""
    if any_withheld(table):
        return _withheld_title(table, trait)
    shares = _shares(table)
    if not shares:
        return f"No model of this ledger worked in {period}"
    parts = [part for part in next(iter(shares.values())) if part not in UNDESCRIBED]
    if not parts:
        return f"No model who worked in {period} describes their {TRAITS[trait]}"
    if len(shares) == 1:
        (kind, values), = shares.items()
        top = max(parts, key=values.__getitem__)
        return f"{_part(trait, top)}: {percent(values[top])} of {ALONE[kind]}"
    human, twin = shares["human"], shares["twin"]
    silent = [sum(values.get(part, 0) for part in UNDESCRIBED) for values in (human, twin)]
    rest = ("; models who do not say: " + " and ".join(percent(share) for share in silent)
            if any(silent) else "")
    if all(percent(human[part]) == percent(twin[part]) for part in parts):
        return f"Human bookings and twin uses have the same shares by {TRAITS[trait]}{rest}"
    top = max(parts, key=lambda part: abs(human[part] - twin[part]))
    return (
        f"{_part(trait, top)}: {percent(human[top])} of human bookings, {percent(twin[top])} of "
        f"twin uses{rest}"
    )


def _withheld_title(table: pd.DataFrame, trait: str) -> str:
    """The part whose shares differ most among those that may be shown of both kinds."""
    wide = table.pivot(index="part", columns="kind", values="share").reindex(
        columns=["human", "twin"]).dropna()
    wide = wide[~wide.index.isin(list(UNDESCRIBED))]
    if wide.empty:
        return (f"No share by {TRAITS[trait]} may be shown of both human bookings and twin uses; "
                "the table has what may")
    top = wide.iloc[int((wide["human"] - wide["twin"]).abs().argmax())]
    return (f"{_part(trait, str(top.name))}: {percent(top['human'])} of human bookings, "
            f"{percent(top['twin'])} of twin uses; not every part may be shown")


def _part(trait: str, part: str) -> str:
    return {**PARTS[trait], **UNDESCRIBED}.get(part, part)


def _bars(table: pd.DataFrame, trait: str) -> pd.DataFrame:
    """Bars of each part in the order of the contract, the undescribed last, synthetic beside."""
    withheld = {(row["kind"], row["part"]) for row in table.to_dict("records")
                if row.get("suppressed")}
    shares = _shares(table)
    counts = {(row["kind"], row["part"]): row["worked"] for row in table.to_dict("records")}
    rows = [
        _bar(_part(trait, part), kind, values[part],
             None if (kind, part) in withheld else counts.get((kind, part), 0))
        for part in (*PARTS[trait], *UNDESCRIBED)
        for kind, values in shares.items() if part in values
    ]
    synthetic = int(table.loc[table["kind"] == "synthetic", "worked"].sum())
    if synthetic:
        rows.append({
            "group": SYNTHETIC, "name": KINDS["synthetic"], "value": float("nan"),
            "text": f"{count(synthetic, 'use')}, nobody to describe", "style": "synthetic",
        })
    return pd.DataFrame(rows, columns=["group", "name", "value", "text", "style"])


def _bar(group: str, kind: str, share: float, worked: float | None) -> dict[str, Any]:
    text = "withheld" if worked is None else f"{percent(share)} ({worked:,.0f})"
    return {
        "group": group, "name": KINDS[kind], "value": share * 100, "text": text, "style": kind,
    }
