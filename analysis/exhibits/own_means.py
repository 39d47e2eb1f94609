"""Means and totals of a number of a loaded survey, by group, each with its design-based error.

Decided: the title gives the range of the groups and claims no difference; that is what the view of
differences is for, where it is tested and corrected.
"""

from __future__ import annotations

from math import floor, log10
from typing import Any, Literal

import pandas as pd

from analysis.charts.points import Scale, draw_points
from analysis.exhibits.crosstabs import FEW
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.own_survey import (
    INTERVAL,
    SOURCE_ID,
    WITHHELD,
    Told,
    base_of,
    error_columns,
    has,
    line_of,
    own_result,
    own_source,
    with_source,
)
from analysis.surveys.means_gate import ReleasedMeans

Statistic = Literal["mean", "total"]
STATISTICS: dict[str, str] = {"mean": "Mean", "total": "Total of the population"}
NAMES = {"mean": ("mean", "low", "high"), "total": ("sum", "sum_low", "sum_high")}


def build_means(
    means: ReleasedMeans, told: Told, *, statistic: Statistic = "mean",
) -> Exhibit:
    """Released means as an exhibit.

    Parameters
    ----------
    means : ReleasedMeans
        What may be seen.
    told : Told
        What is said of the survey.
    statistic : str
        ``mean`` or ``total``: which of the two the figure shows; the table has both.
    """
    released = with_source(means.released.derive(lambda frame: frame.assign(
        low_base=frame["low_base"].map({True: FEW, False: ""}))))
    table = released.frame
    title = means_title(means, table, statistic=statistic)
    by = f" by {means.by}" if means.by else ""
    how = line_of(table, value="mean") if has(table, "low") else "hollow: no interval may be drawn"
    whole = table.loc[table["group_total"], "respondents"].iloc[0]
    return Exhibit(
        id="survey_mean", question=f"{means.label}{by}: {STATISTICS[statistic].lower()}",
        settings={}, table=table, base=base_of(whole), data_version=told.loaded.version,
        released=released, columns=_columns(means, table),
        words=Words(
            title=title, unit=f"unit of {means.name}", row="group",
            subtitle=f"{means.label}{by}, {STATISTICS[statistic].lower()}{told.only} · {how}",
            alt=f"{title}. " + "; ".join(
                f"{row['group_label']}: {_said(row, statistic)}"
                for row in table.to_dict("records")) + "."),
        results=(own_result(released, told, name="survey_mean", purpose=(
            "a number of the loaded survey by group, estimated with svy")),),
        sources={SOURCE_ID: own_source(told.loaded)},
        caveats=(means.why, *means.notes, *(
            ["Intervals by the t distribution with the survey's design."]
            if has(table, "low") else [])),
        draw=lambda frame, canvas: draw_points(
            _points(frame, statistic), canvas, scale=scale_of(frame, statistic)))


def means_title(means: ReleasedMeans, table: pd.DataFrame, *, statistic: Statistic) -> str:
    """From the lowest group to the highest, or the one figure there is with its interval."""
    value, low, high = NAMES[statistic]
    what = f"{STATISTICS[statistic].split()[0]} of {means.name}"
    groups = table[~table["group_total"] & table[value].notna()].sort_values(value, kind="stable")
    if len(groups) > 1:
        first, last = groups.iloc[0], groups.iloc[-1]
        if number(first[value]) == number(last[value]):
            return f"{what} is the same in every group: {number(first[value])}"
        return (f"{what}: {number(first[value])} ({first['group_label']}) to "
                f"{number(last[value])} ({last['group_label']})")
    one = groups if len(groups) else table[table[value].notna()]
    if one.empty:
        return f"{what}: every figure is withheld" if table["suppressed"].any() else (
            f"{what}: nobody gave a number")
    row = one.iloc[0]
    group = f" ({row['group_label']})" if len(groups) else ""
    said = f"{what}{group}: {number(row[value])}"
    return said if pd.isna(row[low]) else (
        f"{said}, {INTERVAL} {number(row[low])} to {number(row[high])}")


def number(value: float) -> str:
    """A number with about four figures, thousands marked, the minus a true one."""
    digits = max(0, 3 - floor(log10(abs(value)))) if value and abs(value) < 1_000 else 0
    text = f"{value:,.{min(digits, 4)}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def scale_of(table: pd.DataFrame, statistic: Statistic) -> Scale:
    """A scale of round numbers that holds all figures with their intervals."""
    found = table[list(NAMES[statistic])].to_numpy(dtype="float64").ravel()
    return round_scale([one for one in found if pd.notna(one)])


def round_scale(values: list[float]) -> Scale:
    """Three to seven round ticks around the values."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = (high - low) or abs(high) or 1.0
    rough = room / 4
    size = 10.0 ** floor(log10(rough))
    step = size * next(one for one in (1, 2, 5, 10) if one * size >= rough)
    start = floor((low - 0.05 * room) / step)
    ticks = [round(start * step, 10)]
    while ticks[-1] < high + 0.05 * room:
        ticks.append(round(ticks[-1] + step, 10))
    return Scale(low=ticks[0], high=ticks[-1], ticks=tuple(ticks), suffix="", factor=1.0,
                 digits=min(6, max(0, 1 - floor(log10(step)))))


def _columns(means: ReleasedMeans, table: pd.DataFrame) -> dict[str, Column]:
    unit = f"unit of {means.name}"
    columns = {
        "group_label": Column(means.by or "Group"), "mean": Column("Mean", unit, "decimal"),
        "respondents": Column("Respondents", "respondents, unweighted", "integer"),
        "weighted_n": Column("Weighted", "sum of weights", "decimal"),
    }
    if has(table, "low"):
        columns |= error_columns(unit, "decimal")
    if has(table, "sum"):
        columns |= {"sum": Column("Total", f"{unit}, population", "decimal")}
    if has(table, "sum_low"):
        columns |= {
            "sum_low": Column(f"Total, {INTERVAL}, from", unit, "decimal"),
            "sum_high": Column(f"Total, {INTERVAL}, to", unit, "decimal"),
            "sum_se": Column("Standard error of the total", unit, "decimal")}
    return columns | {"low_base": Column("Base of the mean"), "source_id": Column("Source")}


def _points(table: pd.DataFrame, statistic: Statistic) -> pd.DataFrame:
    value, low, high = NAMES[statistic]
    rows = table.to_dict("records")
    return pd.DataFrame({
        "section": "", "value": table[value], "low": table[low], "high": table[high],
        "label": [row["group_label"] + (
            "" if row["suppressed"] else f" (n {row['respondents']:,.0f})") for row in rows],
        "emphasis": False,
        "hover": [f"{row['group_label']}: {_said(row, statistic)}" for row in rows],
        "words": [WITHHELD if row["suppressed"] else "nobody gave a number" for row in rows],
    })


def _said(row: dict[Any, Any], statistic: Statistic) -> str:
    value, low, high = NAMES[statistic]
    if pd.isna(row[value]):
        return WITHHELD if row["suppressed"] else "nobody gave a number"
    said = number(row[value])
    return said if pd.isna(row[low]) else (
        f"{said}, {INTERVAL} {number(row[low])} to {number(row[high])}")
