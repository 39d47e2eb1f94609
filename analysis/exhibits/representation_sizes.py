"""Representation, sizes and counts: looks by size, and appearances counted one by one.

Decided: Vogue Business publishes shares of looks, theFashionSpot counts of appearances. A count is
no share and follows the number of shows, so the two never stand in one figure and no rise or fall
is stated from a count.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.points import Scale
from analysis.charts.reported import draw_reported
from analysis.charts.seasons import SeasonAxis, draw_seasons
from analysis.exhibits.controls import Choice, from_query
from analysis.exhibits.exhibit import Column, Exhibit, Words, assemble
from analysis.exhibits.registry import exhibit
from analysis.exhibits.representation import MISSING
from analysis.exhibits.representation_lines import (
    COLUMNS,
    ORIGINS,
    alt_lines,
    base_of,
    break_notes,
    breaks_of,
    change_in,
    label_of,
    lines_of,
    mark_lines,
    seasons_of,
)
from analysis.exhibits.words import count, lower_first, percent, span
from analysis.warehouse import Warehouse

COUNT_GROUP = Choice(
    "group", "Who is counted", "Groups as theFashionSpot names them.", "plus-size",
    from_query("options_count_group"),
)
FOUR = "New York, London, Paris, Milan"


@exhibit(
    "representation_runway_size", page="representation",
    question="Which sizes walk the runways?",
)
def build_runway_size(warehouse: Warehouse) -> Exhibit:
    """Share of looks by size and season, each size in a panel of its own."""
    result = warehouse.fetch("representation_runway_size")
    brands = warehouse.fetch("representation_size_brands")
    table = mark_lines(result.frame)
    title = _size_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=base_of(table),
        words=Words(
            title=title, unit="percent of looks",
            subtitle="Looks by the size of the model, share of all looks in New York, London, "
            "Paris and Milan, by season (A/W autumn/winter, S/S spring/summer) · each panel has "
            "its own scale from zero · diamond: one city only",
            alt=f"{title}. {alt_lines(table)}",
        ),
        columns=COLUMNS,
        draw=lambda frame, canvas: draw_seasons(
            seasons_of(frame), canvas, breaks=breaks_of(frame), axis=SeasonAxis("S/S", "A/W"),
            height_px=130,
        ),
        **assemble(
            warehouse, results=[result, brands], searched="representation_sources",
            topics=["representation_groups", "representation_shares", "representation_retellings"],
            notes=(*break_notes(table), *_brand_notes(brands.frame)),
        ),
    )


def _size_title(table: pd.DataFrame) -> str:
    """The range of the plus sizes, and the change of the straight sizes within one line."""
    if table.empty:
        return "No share of looks by size is on the desk"
    parts = []
    for size, noun in (("plus", "Plus-size looks"), ("straight", "straight sizes")):
        rows = table[table["group_name"].str.startswith(size)]
        if rows.empty:
            continue
        line = lines_of(rows)[-1]
        if size == "plus":
            low, high = (percent(value, digits=1)
                         for value in (line["share"].min(), line["share"].max()))
            between = f"between {low} and {high}" if low != high else low
            when = span(line.iloc[0]["season_text"], line.iloc[-1]["season_text"])
            parts.append(f"{noun} were {between} of all looks, {when}")
        else:
            parts.append(f"the share of {noun} {change_in(line)}")
    text = "; ".join(parts) or f"{count(len(table), 'share')} of looks by size on the desk"
    return text[:1].upper() + text[1:]


def _brand_notes(brands: pd.DataFrame) -> tuple[str, ...]:
    return tuple(
        f"{row['organisation']} also counted {row['measure']}: {count(row['brands'])} in "
        f"{row['season_text']} ({_place(row['city'])}; row {row['rep_id']})."
        for row in brands.to_dict("records")
    )


def _place(city: str) -> str:
    return "four cities" if city == FOUR else city


@exhibit(
    "representation_counts", page="representation", controls=(COUNT_GROUP,),
    question="How many plus-size, older, trans or non-binary appearances were counted?",
)
def build_counts(warehouse: Warehouse, *, group: str) -> Exhibit:
    """Counts of appearances in sections of like coverage; a count is no share."""
    result = warehouse.fetch("representation_counts", group=group)
    table = result.frame.assign(origin=result.frame["derived"].map(ORIGINS))
    name = label_of(group, COUNT_GROUP.options(warehouse))
    title = _counts_title(table, name)
    shown = {key: column for key, column in COLUMNS.items()
             if key not in ("share", "unit", "break_before")}
    return Exhibit(
        id="", question="", settings={}, table=table, base=base_of(table),
        words=Words(
            title=title, unit="appearances",
            subtitle=f"{name}, appearances on runways as theFashionSpot counted them, by season "
            "and place · a count, no share: it follows the number of shows · diamond: worked out",
            alt=f"{title}. " + "; ".join(
                f"{row['season_text']}, {_place(row['city'])}: {count(row['appearances'])}"
                for row in table.to_dict("records")
            ),
        ),
        columns={
            "season_text": shown.pop("season_text"),
            "appearances": Column("Appearances", "appearances", "integer"), **shown,
        },
        draw=lambda frame, canvas: draw_reported(
            _counts(frame), canvas, scale=_scale(frame), colour="human",
        ),
        **assemble(
            warehouse, results=[result], searched="representation_sources",
            topics=[
                "representation_counts", "representation_derived", "representation_groups",
                "representation_retellings",
                *(["representation_plus"] if group == "plus-size" else []),
            ],
            notes=(MISSING,),
        ),
    )


def _counts_title(table: pd.DataFrame, name: str) -> str:
    """Lowest and highest count of the four cities, or of whatever was counted.

    No rise or fall is stated, because the number of shows changes; nor is a city set against all.
    """
    if table.empty:
        return f"{name}: no count of appearances is on the desk"
    four = table[table["city"] == FOUR]
    rows = (table if four.empty else four).sort_values("appearances", kind="stable")
    low, high = rows.iloc[0], rows.iloc[-1]
    where = _place(high["city"]) if rows["city"].nunique() == 1 else "single cities"
    if low["appearances"] == high["appearances"]:
        when = high["season_text"] if len(rows) == 1 else f"each of {len(rows)} counts"
        return f"{name}: {count(high['appearances'], 'appearance')} in {where}, {when}"
    return (
        f"{name}: between {count(low['appearances'])} ({low['season_text']}) and "
        f"{count(high['appearances'])} ({high['season_text']}) appearances a season in {where}; "
        "counts follow the number of shows, so no trend is stated"
    )


def _counts(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of :func:`draw_reported`: a section for each coverage, named by place and seasons."""
    rows = []
    for _, line in table.groupby("line", sort=False):
        first, last = line.iloc[0], line.iloc[-1]
        alike = "counted alike" if len(line) > 1 else "counted once"
        place = _place(first["city"])
        for row in line.to_dict("records"):
            rows.append({
                "section": f"{place[:1].upper()}{place[1:]}, "
                f"{span(first['season_text'], last['season_text'])} · {alike}",
                "label": f"{row['season_text']} · {_shows(row['coverage'])}",
                "value": row["appearances"], "bound": "exact",
                "text": count(row["appearances"]), "derived": row["derived"],
                "hover": f"{row['season_text']}, {place}: {count(row['appearances'])} · "
                f"{row['origin']}" + (f" · {row['note']}" if pd.notna(row["note"]) else ""),
            })
    return pd.DataFrame(rows, columns=[
        "section", "label", "value", "bound", "text", "derived", "hover"])


def _shows(coverage: str) -> str:
    """How many shows were looked at, without the place; ``number of shows not in the text``."""
    return lower_first(coverage.partition(": ")[2] or coverage)


def _scale(table: pd.DataFrame) -> Scale:
    """From zero to the next round number above the highest count."""
    top = table["appearances"].max() if len(table) else 1
    step = next((one for one in (1, 2, 5, 10, 20, 25, 50, 100, 250) if one * 5 >= top), top / 5)
    return Scale(
        low=0, high=step * 5, ticks=tuple(step * number for number in range(6)), suffix="",
        factor=1,
    )
