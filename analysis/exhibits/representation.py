"""Representation, people: who was cast on runways, on covers and in campaigns.

Decided: points are joined only within one coverage, and each change of coverage is a break with a
number. The counters' names of groups are kept. theFashionSpot counted a model once a show; a share
of models or of covers is another thing and stands apart. These counts end before AI pictures were
common, so they say nothing of AI.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.seasons import SeasonAxis, draw_seasons
from analysis.exhibits.controls import Choice, fixed, from_query
from analysis.exhibits.exhibit import Column, Exhibit, Words, assemble
from analysis.exhibits.registry import exhibit
from analysis.exhibits.representation_lines import (
    COLUMNS,
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
from analysis.exhibits.words import count
from analysis.warehouse import Warehouse

GROUP = Choice(
    "group", "Who is counted", "Groups as the counters name them.", "models of colour",
    from_query("options_casting_group"),
)
PLACE = Choice(
    "place", "Place", "The four cities together, or one of them.", "four",
    fixed({
        "four": "Four cities together", "New York": "New York", "London": "London",
        "Paris": "Paris", "Milan": "Milan",
    }),
)
COVER_GROUP = Choice(
    "group", "Who is counted", "Groups as the counters name them; people of colour (covers) and "
    "women of colour (campaigns) are shown together.", "of colour",
    from_query("options_cover_group"),
)
MISSING = "A season without a point was not found in any text read; it is not zero."


@exhibit(
    "representation_castings", page="representation", controls=(GROUP, PLACE),
    question="Who was cast on the runways?",
)
def build_castings(warehouse: Warehouse, *, group: str, place: str) -> Exhibit:
    """Share of castings by season, one line a coverage."""
    result = warehouse.fetch("representation_castings", group=group, place=place)
    table = mark_lines(result.frame)
    name = label_of(group, GROUP.options(warehouse))
    where = "four cities" if place == "four" else PLACE.options(warehouse)[place]
    title = _castings_title(table, name, where)
    return Exhibit(
        id="", question="", settings={}, table=table, base=base_of(table),
        words=Words(
            title=title, unit="percent of castings or of models",
            subtitle=f"{name}, share of castings in "
            f"{'New York, London, Paris and Milan' if place == 'four' else where} by season · "
            "joined only where counted alike; dotted: the count changes · hollow: worked out from "
            "printed figures · diamond: another counter",
            alt=f"{title}. {alt_lines(table)}",
        ),
        columns=COLUMNS,
        draw=lambda frame, canvas: draw_seasons(
            seasons_of(frame), canvas, breaks=breaks_of(frame),
            axis=SeasonAxis("Spring", "Fall"),
        ),
        **assemble(
            warehouse, results=[result], searched="representation_sources",
            topics=[
                "representation_last", "representation_derived", "representation_groups",
                "representation_shares", "representation_rivals", "representation_retellings",
            ],
            notes=(*break_notes(table), MISSING),
        ),
    )


def _castings_title(table: pd.DataFrame, name: str, where: str) -> str:
    """The longest unbroken line and the last one, each with a verb of its own, and where it ends.

    Where no two seasons were counted alike there is no verb at all.
    """
    if table.empty:
        return f"{name}: no share of castings in {where} is on the desk"
    lines = lines_of(table)
    last, longest = lines[-1], max(lines, key=len)
    of = str(last.iloc[0]["unit"]).removeprefix("percent of ")
    who = last.iloc[0]["organisation"]
    if len(longest) == 1:
        level = f"{name}: the share of {of} in {where} {change_in(last)}"
        if len(lines) == 1:
            return f"{level}, the only season {who} counted on the desk"
        return f"{level}, where {who}’s count ends; no two of its seasons were counted alike"
    first = f"{name}: the share of {of} in {where} {change_in(longest)}"
    if longest is last:
        return f"{first}, where {who}’s count ends"
    return f"{first}; counted anew, it {change_in(last)}, where {who}’s count ends"


@exhibit(
    "representation_covers", page="representation", controls=(COVER_GROUP,),
    question="Who was on magazine covers and in advertising campaigns?",
)
def build_covers(warehouse: Warehouse, *, group: str) -> Exhibit:
    """Shares on covers by year and in campaigns by season, in two panels."""
    result = warehouse.fetch("representation_covers", group=group)
    table = mark_lines(result.frame)
    name = label_of(group, COVER_GROUP.options(warehouse))
    title = _covers_title(table, name)
    return Exhibit(
        id="", question="", settings={}, table=table, base=base_of(table),
        words=Words(
            title=title, unit="percent of covers or of castings",
            subtitle=f"{name}, share of magazine covers by year and of castings in advertising "
            "campaigns by season, each panel with its own scale · joined only where counted alike; "
            "dotted: the count changes · hollow: worked out · diamond: another counter",
            alt=f"{title}. {alt_lines(table)}",
        ),
        columns={"topic": Column("Topic"), **COLUMNS},
        draw=lambda frame, canvas: draw_seasons(
            seasons_of(frame), canvas, breaks=breaks_of(frame), axis=SeasonAxis(), height_px=210,
        ),
        **assemble(
            warehouse, results=[result], searched="representation_sources",
            topics=[
                "representation_derived", "representation_groups", "representation_shares",
                "representation_retellings",
            ],
            notes=(*break_notes(table), MISSING),
        ),
    )


def _covers_title(table: pd.DataFrame, name: str) -> str:
    """For covers and for campaigns, the last unbroken line of the main counter."""
    if table.empty:
        return f"{name}: no share of covers or campaigns is on the desk"
    parts = [
        f"on {topic}" if topic == "magazine covers" else f"in {topic}"
        for topic in table["topic"].unique()
    ]
    said = [
        f"{part} the share {change_in(lines_of(rows)[-1])}"
        for part, (_, rows) in zip(parts, table.groupby("topic", sort=False), strict=True)
    ]
    return f"{name}: {'; '.join(said)}; both counts end there" if len(said) == 2 else (
        f"{name}: {said[0]}, {_only(table)}"
    )


def _only(table: pd.DataFrame) -> str:
    return "the only count on the desk" if len(table) == 1 else (
        f"the last of {count(len(table), 'figure')} on the desk"
    )
