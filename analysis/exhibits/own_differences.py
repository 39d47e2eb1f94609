"""Differences between groups of a loaded survey, and of a wave from the one before.

Decided: a difference is claimed in the title only where its p-value, corrected for all comparisons
that were made together, is below 5%. The thick line is the interval of one comparison, the thin one
that of all of them; both stand in the table, and the rule stands among the caveats.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.charts.points import Scale, draw_points
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words
from analysis.exhibits.own_means import number, round_scale
from analysis.exhibits.own_survey import (
    INTERVAL,
    SOURCE_ID,
    WITHHELD,
    Told,
    own_result,
    own_source,
    points,
    signed,
    with_source,
)
from analysis.exhibits.words import count, percent
from analysis.surveys.comparisons import p_words
from analysis.surveys.difference_gate import ERROR, ReleasedDifferences

ENDS = ["low", "high", "together_low", "together_high"]
THICK_AND_THIN = "thick line: 95% interval, thin: 95% for all comparisons together"
EVERY_ANSWER = ""


def build_differences(
    found: ReleasedDifferences, told: Told, *, answer: str = EVERY_ANSWER,
) -> Exhibit:
    """Released differences between groups as an exhibit.

    Parameters
    ----------
    found : ReleasedDifferences
        What may be seen.
    told : Told
        What is said of the survey.
    answer : str
        Code of the one answer to show; empty for all. The correction is over all in any case.
    """
    released = with_source(found.released.derive(
        lambda frame: frame[frame["code"].eq(answer) | (answer == EVERY_ANSWER)].reset_index(
            drop=True)))
    table = released.frame
    title = differences_title(found, table)
    unit = "points" if found.shares else f"unit of {found.name}"
    return Exhibit(
        id="survey_differences", question=f"{found.label}: differences by {found.by}",
        settings={}, table=table, base=NotApplicable("each group has a base of its own"),
        data_version=told.loaded.version, released=released, columns=_columns(found),
        words=Words(
            title=title, unit=unit, row="difference",
            subtitle=f"{found.label}, difference by {found.by} in {unit}{told.only} · "
            f"{THICK_AND_THIN}",
            alt=f"{title}. " + "; ".join(
                f"{_named(row)}: {said(row, found)}" for row in table.to_dict("records")) + "."),
        results=(own_result(released, told, name="survey_differences", purpose=(
            "groups of the loaded survey compared, estimated with svy")),),
        sources={SOURCE_ID: own_source(told.loaded)},
        caveats=(found.why, *found.notes, found.rule),
        draw=lambda frame, canvas: draw_points(
            _points(frame, found), canvas, scale=scale_of(frame, found)))


def differences_title(found: ReleasedDifferences, table: pd.DataFrame) -> str:
    """How many differ after correction, and the largest of them; else that none can be told."""
    shown = table[table["value"].notna()]
    if shown.empty:
        return "Every difference is withheld" if table["suppressed"].any() else (
            "Fewer than two groups answered, so nothing can be compared")
    apart = shown[shown["p_corrected"] < ERROR]
    those = count(len(shown), "difference")
    if apart.empty:
        those = f"Of {those} none" if len(shown) > 1 else "The difference cannot"
        return f"{those} can be told from zero, corrected for all comparisons".replace(
            "cannot can", "cannot")
    largest = apart.sort_values("value", key=abs, kind="stable").iloc[-1].to_dict()
    return (f"{len(apart)} of {those} {'stands' if len(apart) == 1 else 'stand'} after correction; "
            f"the largest: {_named(largest)}, {_amount(largest['value'], found)}")


def said(row: dict[Any, Any], found: ReleasedDifferences, *, since: str = "") -> str:
    """A difference with its interval and corrected p in words; ``since`` stands between them."""
    if pd.isna(row["value"]):
        return WITHHELD
    if pd.isna(row["low"]):
        return f"{_amount(row['value'], found)}{since}, no interval"
    ends = " to ".join(_short(row[end], found) for end in ("low", "high"))
    amount = _amount(row["value"], found)
    return f"{amount} ({ends}){since}, {p_words(row['p_corrected'])} corrected"


def scale_of(table: pd.DataFrame, found: ReleasedDifferences) -> Scale:
    """A scale of round numbers with zero in it."""
    values = [one for one in table[["value", *ENDS]].to_numpy(dtype="float64").ravel()
              if pd.notna(one)]
    factor = 100.0 if found.shares else 1.0
    made = round_scale([0.0, *(one * factor for one in values)])
    return replace(
        made, low=made.low / factor, high=made.high / factor, factor=factor,
        ticks=tuple(one / factor for one in made.ticks), digits=1 if found.shares else made.digits)


def change_columns(unit: str, style: str) -> dict[str, Column]:
    """A difference with its intervals and p-values, as columns."""
    return {
        "value": Column("Difference", unit, style), "low": Column(f"{INTERVAL}, from", unit, style),
        "high": Column(f"{INTERVAL}, to", unit, style),
        "together_low": Column("95% for all together, from", unit, style),
        "together_high": Column("95% for all together, to", unit, style),
        "se": Column("Standard error", unit, style),
        "p_value": Column("p, this one alone", "probability", "decimal"),
        "p_corrected": Column("p, corrected (Holm)", "probability", "decimal"),
    }


def _columns(found: ReleasedDifferences) -> dict[str, Column]:
    style = "percent" if found.shares else "decimal"
    unit = "share" if found.shares else f"unit of {found.name}"
    what = "share" if found.shares else "mean"
    return {
        **({"label": Column("Answer")} if found.shares else {}),
        "second": Column(found.by), "first": Column("less"), **change_columns(unit, style),
        "second_value": Column(f"First-named group, {what}", unit, style),
        "first_value": Column(f"Other group, {what}", unit, style),
        "source_id": Column("Source"),
    }


def _points(table: pd.DataFrame, found: ReleasedDifferences) -> pd.DataFrame:
    rows = table.to_dict("records")
    return pd.DataFrame({
        "section": table["label"], "label": [_pair(row, found) for row in rows],
        "value": table["value"], "low": table["low"], "high": table["high"],
        "wide_low": table["together_low"], "wide_high": table["together_high"],
        "emphasis": table["p_corrected"] < ERROR,
        "hover": [f"{_named(row)}: {said(row, found)}" for row in rows],
        "words": WITHHELD})


def _pair(row: dict[Any, Any], found: ReleasedDifferences) -> str:
    name = f"{row['second']} less {row['first']}"
    if row["suppressed"]:
        return name
    levels = [percent(row[one]) if found.shares else number(row[one])
              for one in ("second_value", "first_value")]
    p = "" if pd.isna(row["p_corrected"]) else f", {p_words(row['p_corrected'])}"
    return f"{name}: {levels[0]} − {levels[1]}{p}"


def _named(row: dict[Any, Any]) -> str:
    answer = f"“{row['label']}”, " if row["label"] else ""
    return f"{answer}{row['second']} less {row['first']}"


def _amount(value: float, found: ReleasedDifferences) -> str:
    return points(value) if found.shares else _short(value, found)


def _short(value: float, found: ReleasedDifferences) -> str:
    if found.shares:
        return signed(value * 100)
    return ("+" if value > 0 else "") + number(value)
