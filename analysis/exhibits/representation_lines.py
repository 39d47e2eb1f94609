"""Lines of like counts: what may be joined, where a count breaks, and what a title may say of it.

Decided: two figures make a line only where coverage, group, measure and unit are the same. The
counter with most figures of a panel is its main one; another counter, or another place, is a rival
and stands apart. A break is where the main counter's coverage changes. A verb (rose, fell) is used
only within a line; across a break there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd

from analysis.charts.seasons import SeasonBreak
from analysis.exhibits.exhibit import Base, Column, NotApplicable, NotPublished
from analysis.exhibits.words import change_verb, lower_first, percent

PRINTED = "printed in a text read"
WORKED_OUT = "worked out from printed figures"
ORIGINS = {True: WORKED_OUT, False: PRINTED}
NO_SAMPLE = NotApplicable("counts of shows, covers or looks, not a sample")
COLUMNS = {
    "season_text": Column("Season or year"), "group_name": Column("Who"),
    "share": Column("Share", "percent", "percent"), "unit": Column("Of what"),
    "origin": Column("Printed or worked out"), "city": Column("Place"),
    "coverage": Column("What was counted"), "break_before": Column("Break before this figure"),
    "base_n": Column("Number behind it", "in the unit beside", "integer"),
    "base_unit": Column("Unit of that number"), "organisation": Column("Counted by"),
    "note": Column("Note"), "rep_id": Column("Row in representation.csv"),
    "source_id": Column("Source"),
}


def mark_lines(table: pd.DataFrame) -> pd.DataFrame:
    """Add ``origin``, ``rival`` and ``break_before`` to figures with their ``panel`` and ``line``.

    Parameters
    ----------
    table : DataFrame
        Ordered by season within a panel: ``panel``, ``line``, ``organisation``, ``city``,
        ``season_text``, ``season_order``, ``derived``.

    Returns
    -------
    DataFrame
        With ``origin`` (text), ``rival`` (boolean) and ``break_before`` (``break 1``… in order of
        season at the first figure of each later line of the panel's main counter, else NaN).
    """
    makers = table["organisation"] + "|" + table["city"].fillna("")
    main = makers.groupby(table["panel"]).transform(lambda of_panel: of_panel.mode().iloc[0])
    table = table.assign(origin=table["derived"].map(ORIGINS), rival=makers != main)
    firsts = [
        line.index[0] for _, panel in table.groupby("panel", sort=False)
        for line in lines_of(panel)[1:]
    ]
    names = [f"break {number}" for number in range(1, len(firsts) + 1)]
    return table.assign(
        break_before=pd.Series(names, index=firsts, dtype="object").reindex(table.index)
    )


def lines_of(table: pd.DataFrame) -> list[pd.DataFrame]:
    """The main counter's lines in order of their first season."""
    main = table[~table["rival"].astype(bool)].sort_values("season_order", kind="stable")
    return [line for _, line in main.groupby("line", sort=False)]


def seasons_of(table: pd.DataFrame) -> pd.DataFrame:
    """The frame of :func:`draw_seasons`: ends of each line and rivals are labelled.

    So are the highest and lowest. Who counted stands at the last point of the main counter, once
    where panels have the same one.
    """
    rows, said = [], set()
    for name, panel in table.groupby("panel", sort=False):
        main = lines_of(panel)
        last = main[-1].index[-1] if main else None
        ends = {line.index[place] for line in main for place in (0, -1)}
        ends |= {line["share"].idxmax() for line in main} | {
            line["share"].idxmin() for line in main}
        for index, row in panel.iterrows():
            text = percent(row["share"], digits=1) if index in ends or row["rival"] else ""
            if row["rival"] or (index == last and row["organisation"] not in said):
                text = f"{_who(row, panel)}: {text}{_other_unit(row, main)}"
            rows.append({
                "panel": _heading(str(name), table), "line": row["line"],
                "value": row["share"], "label": text,
                "at": season_at(row), "derived": row["derived"], "rival": row["rival"],
                "hover": _hover(row),
            })
        said |= {line.iloc[0]["organisation"] for line in main}
    return pd.DataFrame(
        rows, columns=["panel", "line", "value", "label", "at", "derived", "rival", "hover"],
    )


def breaks_of(table: pd.DataFrame) -> list[SeasonBreak]:
    """Each break half-way between the last figure before it and the first after it."""
    found = []
    for name, panel in table.groupby("panel", sort=False):
        for before, after in pairwise(lines_of(panel)):
            middle = (season_at(before.iloc[-1]) + season_at(after.iloc[0])) / 2
            label = str(after.iloc[0]["break_before"])
            found.append(SeasonBreak(_heading(str(name), table), middle, label))
    return found


def break_notes(table: pd.DataFrame) -> tuple[str, ...]:
    """What was counted before and after each break."""
    return tuple(
        f"{str(after.iloc[0]['break_before']).capitalize()}, before "
        f"{after.iloc[0]['season_text']}: what is counted changes "
        f"(“{before.iloc[-1]['coverage']}”, then “{after.iloc[0]['coverage']}”); the two are not "
        "joined or compared."
        for _, panel in table.groupby("panel", sort=False)
        for before, after in pairwise(lines_of(panel))
    )


def season_at(row: pd.Series) -> float:
    """A season as a year: autumn half a year later; a count of a whole year at its middle."""
    whole_year = str(row["season_text"]).isdecimal()
    return float(row["season_order"]) / 10 + (0.25 if whole_year else 0)


def change_in(line: pd.DataFrame) -> str:
    """``rose from 20% in Fall 2015 to 41% in Fall 2020``; of a single figure only its level."""
    first, last = line.iloc[0], line.iloc[-1]
    if len(line) == 1:
        return f"was {percent(first['share'], digits=1)} in {first['season_text']}"
    before, after = (percent(row["share"], digits=1) for row in (first, last))
    if before == after and first["share"] != last["share"]:
        before, after = (percent(row["share"], digits=2) for row in (first, last))
    verb = change_verb(first["share"], last["share"])
    if verb == "did not change":
        return f"was {before} in both {first['season_text']} and {last['season_text']}"
    return f"{verb} from {before} in {first['season_text']} to {after} in {last['season_text']}"


def label_of(group: str, options: Mapping[str, str]) -> str:
    """A group as its control names it, or by its own name where the data have it no longer."""
    return options.get(group, group[:1].upper() + group[1:])


def base_of(table: pd.DataFrame) -> Base:
    """The number behind the only figure, or why there is none for several."""
    if len(table) != 1:
        return NO_SAMPLE
    row = table.iloc[0]
    if pd.notna(row["base_n"]):
        return int(row["base_n"])
    return NotPublished(str(row["coverage"]))


def alt_lines(table: pd.DataFrame) -> str:
    """Every line in words, for the alternative text."""
    said: Sequence[str] = [
        f"{line.iloc[0]['organisation']}, {lower_first(str(line.iloc[0]['group_name']))}: "
        + ", ".join(
            f"{row['season_text']} {percent(row['share'], digits=1)}"
            for row in line.to_dict("records")
        )
        for _, line in table.groupby("line", sort=False)
    ]
    return "; ".join(said)


def _heading(panel: str, table: pd.DataFrame) -> str:
    """Name of a panel; none where there is only one."""
    return "" if table["panel"].nunique() == 1 else panel[:1].upper() + panel[1:]


def _other_unit(row: pd.Series, main: Sequence[pd.DataFrame]) -> str:
    """`` of models`` where the main counter has another unit."""
    same = not main or row["unit"] == main[-1].iloc[0]["unit"]
    return "" if same else f" {str(row['unit']).removeprefix('percent ')}"


def _who(row: pd.Series, panel: pd.DataFrame) -> str:
    """The counter; beside a rival place of the same counter, the place."""
    main = panel[~panel["rival"].astype(bool)]
    same = row["rival"] and row["organisation"] in set(main["organisation"])
    return str(row["city"] if same else row["organisation"])


def _hover(row: pd.Series) -> str:
    n = f" · {row['base_n']:,.0f} {row['base_unit']}" if pd.notna(row["base_n"]) else ""
    anew = f" · after {row['break_before']}" if pd.notna(row["break_before"]) else ""
    return (
        f"{row['season_text']}: {percent(row['share'], digits=2)} ({row['unit']}) · "
        f"{row['organisation']}{n} · {row['origin']}{anew}"
    )
