"""Who gains: twins made with one brand and used by another.

Decided: the brand a twin was made with is that of the model's first consent that names one; the
ledger has no better record of it. Where no consent names a brand, the maker is unknown and the uses
stay in the grid and in the denominator as a part of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.charts.bars import draw_bars
from analysis.charts.crossing import Sides, draw_crossing
from analysis.charts.theme import Canvas
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_words import (
    FULL_COUNT,
    SOURCE,
    any_withheld,
    fetch,
    parts_of,
)
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.who_gains_words import YEAR, Period, period_of_year
from analysis.exhibits.words import count, listed, percent
from analysis.warehouse import Result, Warehouse

MOST_BRANDS = 12
ON_A_PHONE = 5
RELATIONS = {
    "own": "The brand it was made with", "other": "Another brand",
    "unknown": "Brands, of a twin whose maker is not known",
}
PAIRS = "Pairs of brands are not shown of a private ledger: few models stand behind each."
OTHER, UNKNOWN = "other brands", "maker not known"
SHARE = (
    "Share = twin uses by another brand than the one the twin was made with ÷ all twin uses, those "
    "of unknown maker in the denominator."
)
MAKER = (
    "A twin counts as made with the brand of the model's first consent that names a brand, by day "
    "of signing. Whether another brand may use it is a question of its consents: Pay and consent."
)


@ledger_exhibit(
    "who_gains_cross_brand", page="who_gains", controls=(YEAR,), needs=("consents",),
    question="Which brands use twins that were made with others?",
)
def build_cross_brand(warehouse: Warehouse, *, year: str) -> Exhibit:
    """Twin uses by the brand the twin was made with and the brand that used it.

    Formula: share of another brand = uses with a known maker that is not the user ÷ all worked twin
    uses; unit share. The brands with most uses, on either side, stand by name.
    """
    period = period_of_year(warehouse, year)
    result = fetch(warehouse, "who_gains_cross_brand", most=MOST_BRANDS, **period.limits)
    if result.released is not None:
        return _build_relations(warehouse, result, period)
    table = _named(result.frame)
    title = period.title(_title(table, period.words))
    several = (table[["maker_group", "user_group"]] == "other").any(axis=None)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="twin uses",
            subtitle="Worked twin uses by the brand the twin was made with (rows) and the brand "
            f"that used it (columns), number, {period.words} · framed: the same brand"
            + (" · brands with fewer uses summed" if several else ""),
            alt=f"{title}. A grid of brands, counts in every cell.", row="count",
        ),
        columns={
            "maker": Column("Twin made with"), "user": Column("Used by"),
            "uses": Column("Twin uses", "uses", "integer"),
            "own_uses": Column("Of these by the maker itself", "uses", "integer"),
        } | SOURCE,
        draw=lambda frame, canvas: draw_crossing(
            cells(frame, canvas), canvas, sides=Sides("Twin made with", "Used by")),
        **parts_of(warehouse, [result, fetch(warehouse, "period")], notes=(
            SHARE, MAKER, *((_others_note(table),) if several else ()))),
    )


def _build_relations(warehouse: Warehouse, result: Result, period: Period) -> Exhibit:
    """Of a private ledger: uses by whether the brand is the one the twin was made with."""
    table = result.frame
    title = period.title(_relations_title(table, period.words))
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT, released=result.released,
        words=Words(
            title=title, unit="twin uses",
            subtitle="Worked twin uses by whether the brand that used the twin is the one it was "
            f"made with, number, all brands together, {period.words}",
            alt=f"{title}. " + "; ".join(
                f"{RELATIONS[row['relation']]}: {_uses(row)}" for row in table.to_dict("records"))
            + ".", row="count",
        ),
        columns={"relation": Column("Used by"), "uses": Column("Twin uses", "uses", "integer"),
                 } | SOURCE,
        draw=lambda frame, canvas: draw_bars(pd.DataFrame({
            "label": frame["relation"].map(RELATIONS), "value": frame["uses"].astype("float64"),
            "low": float("nan"), "high": float("nan"), "style": "twin",
            "text": [_uses(row) for row in frame.to_dict("records")]}), canvas),
        **parts_of(warehouse, [result], notes=(MAKER, PAIRS)),
    )


def _uses(row: Mapping[Any, Any]) -> str:
    return "withheld" if row["suppressed"] else f"{row['uses']:,.0f}"


def _relations_title(table: pd.DataFrame, period: str) -> str:
    if any_withheld(table):
        shown = [f"{RELATIONS[row['relation']].lower()}: {_uses(row)}"
                 for row in table.to_dict("records")]
        return f"Twin uses in {period}, by {'; by '.join(shown)}"
    uses = table.set_index("relation")["uses"].reindex(list(RELATIONS)).fillna(0).astype(int)
    return _parts_title(
        int(uses.sum()), own=int(uses["own"]), unknown=int(uses["unknown"]), period=period)


def _named(table: pd.DataFrame) -> pd.DataFrame:
    groups = {"other": OTHER, "unknown": UNKNOWN}
    return table.assign(
        maker=table["maker_id"].fillna(table["maker_group"].map(groups)),
        user=table["user_id"].fillna(table["user_group"].map(groups)),
    )


def _title(table: pd.DataFrame, period: str) -> str:
    """Uses by another brand, by the maker itself, and of unknown maker, as parts of all uses."""
    return _parts_title(
        int(table["uses"].sum()), own=int(table["own_uses"].sum()), period=period,
        unknown=int(table.loc[table["maker_group"] == "unknown", "uses"].sum()))


def _parts_title(total: int, *, own: int, unknown: int, period: str) -> str:
    if not total:
        return f"No twin was used in {period}"
    if unknown == total:
        return f"{count(total, 'twin use')}, none with a known brand the twin was made with"
    parts = [
        f"{percent((total - own - unknown) / total)} of twin uses were by another brand than the "
        "one the twin was made with",
        f"{percent(own / total)} by that brand",
    ]
    return listed([*parts, f"{percent(unknown / total)} of a twin whose maker is not known"]
                  if unknown else parts)


def _others_note(table: pd.DataFrame) -> str:
    both = table[(table["maker_group"] == "other") & (table["user_group"] == "other")]
    own = int(both["own_uses"].sum())
    return (
        f"“{OTHER.capitalize()}” sums the brands beyond the {MOST_BRANDS} with most uses; where "
        f"they meet, {count(own, 'use')} of {count(both['uses'].sum())} "
        f"{'is' if own == 1 else 'are'} by the maker itself."
    )


def cells(table: pd.DataFrame, canvas: Canvas) -> pd.DataFrame:
    """Every row with every column, zeros filled in; on a phone fewer brands stand by name."""
    most = ON_A_PHONE if canvas.narrow else MOST_BRANDS
    shown = table.assign(
        maker=table["maker"].where(~(table["maker_place"] > most), OTHER),
        user=table["user"].where(~(table["user_place"] > most), OTHER),
    )
    makers, users = (
        _in_order(shown.sort_values(f"{side}_place")[side]) for side in ("maker", "user"))
    sums = shown.groupby(["maker", "user"])[["uses", "own_uses"]].sum().to_dict("index")
    rows = [
        _cell(maker, user, sums.get((maker, user), {"uses": 0, "own_uses": 0}), canvas)
        for maker in makers for user in users
    ]
    grid = pd.DataFrame(rows, columns=["row", "column", "count", "text", "framed", "hover"])
    single = grid[(grid["row"] != OTHER) & (grid["column"] != OTHER)]["count"].max()
    deepest = single if single > 0 else max(1, grid["count"].max() if len(grid) else 1)
    return grid.assign(depth=(grid["count"] / deepest).clip(upper=1.0))


def _in_order(names: pd.Series) -> list[str]:
    """Brands by their uses, then the rest and the unknown."""
    found = list(dict.fromkeys(names))
    last = [name for name in (OTHER, UNKNOWN) if name in found]
    return [name for name in found if name not in last] + last


def _cell(maker: str, user: str, sums: Mapping[Any, Any], canvas: Canvas) -> dict[str, Any]:
    uses, own = int(sums["uses"]), int(sums["own_uses"])
    told = maker == user == OTHER and 0 < own < uses and not canvas.narrow
    text = f"{uses:,}" + (f"|{own:,} own" if told else "")
    made = UNKNOWN if maker == UNKNOWN else f"made with {maker}"
    return {
        "row": maker, "column": user, "count": uses, "text": text,
        "framed": maker == user and maker != OTHER,
        "hover": f"{made}, used by {user}: {count(uses, 'use')}"
        + (f", {count(own)} by the maker itself" if maker == user == OTHER else ""),
    }
