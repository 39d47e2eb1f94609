"""Money: what a shoot, an image or a twin costs, and what brands say of AI against a shoot.

Decided: every figure stands under who says it, sellers last and drawn weaker. How far claims lie
apart is measured like end against like end (lower with lower, upper with upper, bounds left out),
so that a wide range of one firm is not taken for a disagreement of two. Parts of a shoot are
different things, so there the two ends are named and no factor is given.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.spans import draw_spans
from analysis.exhibits.exhibit import Exhibit, Words, assemble
from analysis.exhibits.money_words import (
    COLUMNS,
    NO_SAMPLE,
    alt_of,
    amount,
    axis_units,
    axis_words,
    between,
    choose,
    from_sellers,
    only_one,
    period_of,
    place,
    printed,
    ruler_for,
    signs,
    unit_words,
    upper_first,
)
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count, listed
from analysis.warehouse import Warehouse

TOPICS = (
    "image cost", "shoot cost", "AI price", "twin fee or licence", "production time", "crew",
)
MADE_BY = {"people": "with people", "AI": "with AI", "twin": "of a twin"}
STATED = ("AI against shoot", "AI use and reception")
BRAND = "brand or retailer"


def _costs(units: pd.DataFrame) -> pd.DataFrame:
    rank = {topic: number for number, topic in enumerate(TOPICS)}
    found = units[units["topic"].isin(TOPICS)]
    return found.assign(words=found["topic"], rank=found["topic"].map(rank)).sort_values(
        "rank", kind="stable")


COST = choose(
    "cost", label="Cost of what", default="image cost/USD/image", of=_costs,
    help="One topic in one currency or unit at a time; nothing is converted between currencies.",
)


@exhibit(
    "money_costs", page="money", controls=(COST,),
    question="What does a shoot, an image or a twin cost or take, and who says so?",
)
def build_costs(warehouse: Warehouse, *, cost: str) -> Exhibit:
    """Costs, time or crew of one topic in one unit, as ranges by who claims them."""
    topic, unit, per = cost.split("/")
    result = warehouse.fetch("money_costs", topic=topic, per=per, units=axis_units(unit))
    table, placed = result.frame, place(result.frame)
    ruler = ruler_for(unit, placed)
    title = _costs_title(placed, topic, unit, per)
    return Exhibit(
        id="", question="", settings={}, table=table, base=NO_SAMPLE,
        words=Words(
            title=title, unit=unit_words(unit, per),
            subtitle=f"{upper_first(topic)} in {axis_words(unit, per, ruler)}, "
            f"{period_of(table)}{signs(placed)}",
            alt=alt_of(title, placed),
        ),
        columns=COLUMNS,
        draw=lambda frame, canvas: draw_spans(place(frame), canvas, ruler=ruler),
        **assemble(
            warehouse, results=[result], searched="quantity_sources",
            topics=["quantities_bounds", "quantities_weak"] + (
                ["quantities_twin_pay"] if topic == "twin fee or licence" else []),
            notes=_costs_notes(table, unit),
        ),
    )


def _costs_notes(table: pd.DataFrame, unit: str) -> tuple[str, ...]:
    notes = [
        "How many times claims lie apart compares lower ends with lower ends and upper with "
        "upper ends; bounds are left out.",
    ]
    if unit == "days":
        notes.append("To share one axis a week is drawn as 7 days and a month as 30; the text "
                     "beside the mark is as printed.")
    wordless = int(table["unit"].isna().sum())
    if wordless:
        notes.append(f"{count(wordless, 'figure')} of this topic "
                     f"{'carries' if wordless == 1 else 'carry'} no number and "
                     f"{'is' if wordless == 1 else 'are'} not counted in the title.")
    return tuple(notes)


def _costs_title(placed: pd.DataFrame, topic: str, unit: str, per: str) -> str:
    """How far the claims reach and disagree, and how many come from sellers."""
    rows = placed[placed["unit"].notna()]
    if rows.empty:
        return f"No figure with a number is on the desk for this choice ({topic})"
    if len(rows) == 1:
        return only_one(rows.iloc[0].to_dict(), per)
    sellers = from_sellers(rows)
    if topic == "shoot cost" and rows["measure"].nunique() > 1:
        return f"{_named_ends(rows, unit)}{f' per {per}' if per else ''}; {sellers}"
    ways = {one: rows[rows["made_by"] == one] for one in MADE_BY}
    parts = [f"{_reach(some, unit)} {MADE_BY[one]}" for one, some in ways.items() if len(some)]
    if len(parts) == 1 and topic in ("crew", "AI price"):
        parts = [_reach(rows, unit)]
    apart = max((times_apart(some) for some in ways.values()), default=0.0)
    what = rows["measure"].iloc[0] if rows["measure"].nunique() == 1 else topic
    return (
        f"{upper_first(what)}{f' per {per}' if per and per not in what else ''}: "
        f"{', '.join(parts)}"
        + (f"; like claims lie up to {_times(apart)} times apart" if apart else "")
        + f"; {sellers}"
    )


def _named_ends(rows: pd.DataFrame, unit: str) -> str:
    """The lowest and the highest figure with what each is for."""
    ends = rows.assign(
        bottom=rows[["low", "high"]].min(axis=1), top=rows[["low", "high"]].max(axis=1))
    lowest = ends.sort_values("bottom", kind="stable").iloc[0]
    highest = ends.sort_values("top", ascending=False, kind="stable").iloc[0]
    if lowest["bottom"] == highest["top"]:
        return f"All {len(rows)} figures say {amount(lowest['bottom'], unit)}"
    return (
        f"Figures for parts of a shoot run from {amount(lowest['bottom'], unit)} "
        f"({lowest['measure']}) to {amount(highest['top'], unit)}"
        f"{' or more' if highest['open_high'] else ''} ({highest['measure']})"
    )


def _reach(rows: pd.DataFrame, unit: str) -> str:
    """The reach of one way of making, bounds in words."""
    ends = pd.concat([rows["low"], rows["high"]]).dropna()
    low, high = ends.min(), ends.max()
    top = rows[rows[["low", "high"]].max(axis=1) == high]
    more = " or more" if top["open_high"].any() else ""
    less = "up to " if low == high and rows["open_low"].any() else ""
    return f"{less}{between(low, high, axis_units(unit)[0])}{more}"


def times_apart(rows: pd.DataFrame) -> float:
    """The largest ratio of two lower ends or of two upper ends, 0 where there is none.

    Parameters
    ----------
    rows : DataFrame
        ``low`` and ``high`` on one axis, ``open_low`` and ``open_high``; open rows do not count.
    """
    closed = rows[~rows["open_low"] & ~rows["open_high"]]
    if len(closed) < 2 or closed["low"].min() <= 0:
        return 0.0
    factor = max(float(closed[end].max() / closed[end].min()) for end in ("low", "high"))
    return factor if factor >= 1.05 else 0.0


def _times(factor: float) -> str:
    return f"{factor:,.0f}" if factor >= 10 else f"{factor:.1f}".removesuffix(".0")


def _statements(units: pd.DataFrame) -> pd.DataFrame:
    found = units[units["topic"].isin(STATED)].drop_duplicates(["unit", "per"])
    return found.assign(words="statements", first=found["unit"] != "percent").sort_values(
        "first", kind="stable")


STATEMENT = choose(
    "said", label="Statements in", default="statements/percent/", of=_statements,
    help="Figures of one unit at a time; each is a share or a saving of something else.",
)


@exhibit(
    "money_statements", page="money", controls=(STATEMENT,),
    question="What do Zalando, Otto and others say AI saves or makes?",
)
def build_statements(warehouse: Warehouse, *, said: str) -> Exhibit:
    """Savings and shares as said, each with its scope, by who says it."""
    _, unit, per = said.split("/")
    result = warehouse.fetch("money_statements", unit=unit, per=per)
    table, placed = result.frame, place(result.frame)
    title = _statements_title(table, unit, per)
    ruler = ruler_for(unit, placed)
    return Exhibit(
        id="", question="", settings={}, table=table, base=NO_SAMPLE,
        words=Words(
            title=title, unit=unit_words(unit, per),
            subtitle=f"What is said of AI imagery, {axis_words(unit, per, ruler)}, "
            f"{period_of(table)} · each is a part of something else, as its label says"
            f"{signs(placed)}",
            alt=alt_of(title, placed),
        ),
        columns=COLUMNS,
        draw=lambda frame, canvas: draw_spans(place(frame), canvas, ruler=ruler),
        **assemble(
            warehouse, results=[result], searched="quantity_sources",
            topics=["quantities_savings", "quantities_zalando", "quantities_repeats",
                    "quantities_bounds", "quantities_weak"],
        ),
    )


def _statements_title(table: pd.DataFrame, unit: str, per: str) -> str:
    """What brands themselves say of their costs, and whose the other figures are."""
    if table.empty:
        return f"No statement in {unit_words(unit, per)} is on the desk"
    if len(table) == 1:
        return only_one(table.iloc[0].to_dict(), per)
    brands = table[table["claimed_by"] == BRAND]
    costs = brands[brands["measure"].str.contains(r"\bcost (?:cut|reduction)", regex=True)]
    own = (f"{len(brands)} of {len(table)} figures {'is' if len(brands) == 1 else 'are'} the "
           "brands’ own" if len(brands) else "no figure is a brand’s own")
    if costs.empty:
        return upper_first(f"{own}; {from_sellers(table)}")
    said = listed([
        f"{row['organisation']} {printed(row)}" + (
            " (an estimate)" if "estimate" in row["measure"] else "")
        for row in costs.to_dict("records")
    ])
    return f"Cuts in image costs as brands say them: {said}; {own}"
