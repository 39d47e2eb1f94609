"""Wave against wave of a loaded survey: the level of each, and its change since the one before.

Decided: the verb of the title follows the change whose p-value, corrected for all changes of the
question, is below 5%; where there is none, no direction is claimed.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.charts.points import SHARE, draw_points
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words
from analysis.exhibits.own_differences import EVERY_ANSWER, change_columns, said
from analysis.exhibits.own_means import number, round_scale
from analysis.exhibits.own_survey import (
    INTERVAL,
    SOURCE_ID,
    WITHHELD,
    Told,
    own_result,
    own_source,
    with_source,
)
from analysis.exhibits.words import change_verb, count, percent
from analysis.surveys.difference_gate import ERROR, ReleasedDifferences


def build_waves(
    found: ReleasedDifferences, told: Told, *, answer: str = EVERY_ANSWER,
) -> Exhibit:
    """Released waves as an exhibit.

    Parameters
    ----------
    found : ReleasedDifferences
        Of waves.
    told : Told
        What is said of the survey.
    answer : str
        Code of the one answer to show; empty for all.
    """
    released = with_source(found.released.derive(
        lambda frame: frame[frame["code"].eq(answer) | (answer == EVERY_ANSWER)].reset_index(
            drop=True)))
    table = released.frame
    title = waves_title(found, table)
    unit = "percent of those who answered" if found.shares else f"unit of {found.name}"
    return Exhibit(
        id="survey_waves", question=f"{found.label}, wave by wave", settings={}, table=table,
        base=NotApplicable("each wave has a base of its own"), released=released,
        data_version=told.loaded.version, columns=_columns(found),
        words=Words(
            title=title, unit=unit, row="wave",
            subtitle=f"{found.label} by {found.by}, {unit}{told.only} · line: 95% interval of the "
            "level; the change since the wave before stands beside it",
            alt=f"{title}. " + "; ".join(
                f"{_named(row)}: {_told(row, found)}" for row in table.to_dict("records")) + "."),
        results=(own_result(released, told, name="survey_waves", purpose=(
            "waves of the loaded survey compared, estimated with svy")),),
        sources={SOURCE_ID: own_source(told.loaded)},
        caveats=(found.why, *found.notes, found.rule, (
            "Waves are groups of one file under one design. If the same people answered several "
            "waves, declare them as clusters, or the interval of a change is not theirs.")),
        draw=lambda frame, canvas: draw_points(
            _points(frame, found), canvas, scale=_scale(frame, found)))


def waves_title(found: ReleasedDifferences, table: pd.DataFrame) -> str:
    """The largest change that stands after correction; without one no direction is claimed."""
    shown = table[table["value"].notna()]
    if shown.empty:
        return "Every change is withheld" if table["suppressed"].any() else (
            "Only one wave answered, so nothing can be compared")
    apart = shown[shown["p_corrected"] < ERROR]
    if apart.empty:
        return (f"Of {count(len(shown), 'change')} between waves none can" if len(shown) > 1
                else "The change between the waves cannot") + (
            " be told from zero, corrected for all comparisons")
    row = apart.sort_values("value", key=abs, kind="stable").iloc[-1].to_dict()
    verb = change_verb(row["before"], row["level"])
    levels = [percent(one, digits=1) if found.shares else number(one)
              for one in (row["before"], row["level"])]
    what = f"“{row['label']}”" if found.shares else f"Mean of {found.name}"
    return f"{what} {verb} from {levels[0]} in {row['since']} to {levels[1]} in {row['wave']}"


def _columns(found: ReleasedDifferences) -> dict[str, Column]:
    style = "percent" if found.shares else "decimal"
    unit = "share" if found.shares else f"unit of {found.name}"
    changes = change_columns(unit, style)
    changes["value"] = Column("Change since the wave before", unit, style)
    return {
        **({"label": Column("Answer")} if found.shares else {}), "wave": Column(found.by),
        "level": Column("Share" if found.shares else "Mean", unit, style),
        "level_low": Column(f"{INTERVAL} of it, from", unit, style),
        "level_high": Column(f"{INTERVAL} of it, to", unit, style),
        "respondents": Column("Respondents", "respondents, unweighted", "integer"),
        "since": Column("Compared with"), **changes, "source_id": Column("Source")}


def _points(table: pd.DataFrame, found: ReleasedDifferences) -> pd.DataFrame:
    rows = table.to_dict("records")
    return pd.DataFrame({
        "section": table["label"], "label": [_label(row, found) for row in rows],
        "value": table["level"], "low": table["level_low"], "high": table["level_high"],
        "emphasis": table["p_corrected"] < ERROR,
        "hover": [f"{_named(row)}: {_told(row, found)}" for row in rows], "words": WITHHELD})


def _scale(table: pd.DataFrame, found: ReleasedDifferences) -> Any:
    if found.shares:
        return SHARE
    names = ["level", "level_low", "level_high"]
    found_values = table[names].to_numpy(dtype="float64").ravel()
    return round_scale([one for one in found_values if pd.notna(one)])


def _label(row: dict[Any, Any], found: ReleasedDifferences) -> str:
    if pd.isna(row["level"]) or not row["since"]:
        return str(row["wave"])
    if pd.isna(row["value"]):
        return f"{row['wave']}: change{_since(row)} {WITHHELD}"
    return f"{row['wave']}: {said(row, found, since=_since(row))}"


def _named(row: dict[Any, Any]) -> str:
    return f"“{row['label']}”, {row['wave']}" if row["label"] else str(row["wave"])


def _told(row: dict[Any, Any], found: ReleasedDifferences) -> str:
    if pd.isna(row["level"]):
        return WITHHELD if row["suppressed"] else "nobody answered"
    level = percent(row["level"], digits=1) if found.shares else number(row["level"])
    if not row["since"]:
        return level
    if pd.isna(row["value"]):
        return f"{level}, change{_since(row)} {WITHHELD}"
    return f"{level}, {said(row, found, since=_since(row))}"


def _since(row: dict[Any, Any]) -> str:
    return f" since {row['since']}"
