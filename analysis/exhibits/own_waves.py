"""Wave against wave of a loaded survey: the level of each, and its change since the one before.

Decided: the verb of the title follows the change whose p-value, corrected for all changes of the
question, is below 5%; where there is none, no direction is claimed. Of two files of which one is no
probability sample both levels stand in the title, and that no change is claimed.
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

ONE_FILE = ("Waves are groups of one file under one design. If the same people answered several "
            "waves, declare them as clusters, or the interval of a change is not theirs.")
LINE = "line: 95% interval of the level; the change since the wave before stands beside it"
NO_LINE = "no interval and no change, because they need a probability sample in both waves"


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
            subtitle=f"{found.label} by {found.by}, {unit}{told.only} · "
            f"{LINE if found.tested else NO_LINE}",
            alt=f"{title}. " + "; ".join(
                f"{_named(row)}: {_told(row, found)}" for row in table.to_dict("records")) + "."),
        results=(own_result(released, told, name="survey_waves", purpose=(
            "waves of the loaded survey compared, estimated with svy")),),
        sources={SOURCE_ID: own_source(told.loaded)},
        caveats=(found.why, *found.notes, found.rule, *(
            [found.files or ONE_FILE] if found.tested else [])),
        draw=lambda frame, canvas: draw_points(
            _points(frame, found), canvas, scale=_scale(frame, found)))


def waves_title(found: ReleasedDifferences, table: pd.DataFrame) -> str:
    """The largest change that stands after correction; without one no direction is claimed."""
    if not found.tested:
        return _levels_title(found, table)
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
    before, after = (_level(row[one], found) for one in ("before", "level"))
    return (f"{_what(row, found)} {verb} from {before} in {row['since']} to {after} in "
            f"{row['wave']}")


def _levels_title(found: ReleasedDifferences, table: pd.DataFrame) -> str:
    """The answer most often given in the last wave, in each wave; without a verb."""
    last = table[table["wave"].eq(table["wave"].iloc[-1]) & table["level"].notna()]
    if last.empty:
        return "Everything of the later wave is withheld" if table["suppressed"].any() else (
            "Only one wave answered, so nothing can be compared")
    row = last.sort_values("level", kind="stable").iloc[-1].to_dict()
    levels = [f"{WITHHELD if pd.isna(one['level']) else _level(one['level'], found)} in "
              f"{one['wave']}" for one in table[table["code"].eq(row["code"])].to_dict("records")]
    return (f"{_what(row, found)}: {' and '.join(levels)}, of those who answered; no change is "
            "claimed")


def _what(row: dict[Any, Any], found: ReleasedDifferences) -> str:
    return f"“{row['label']}”" if found.shares else f"Mean of {found.name}"


def _level(value: float, found: ReleasedDifferences) -> str:
    return percent(value, digits=1) if found.shares else number(value)


def _columns(found: ReleasedDifferences) -> dict[str, Column]:
    style = "percent" if found.shares else "decimal"
    unit = "share" if found.shares else f"unit of {found.name}"
    levels = {
        **({"label": Column("Answer")} if found.shares else {}), "wave": Column(
            found.by[:1].upper() + found.by[1:]),
        "level": Column("Share" if found.shares else "Mean", unit, style)}
    counts = {"respondents": Column("Respondents", "respondents, unweighted", "integer")}
    if "base_n" in found.released.frame and found.shares:
        counts["base_n"] = Column("of those who answered", "respondents, unweighted", "integer")
    if not found.tested:
        return {**levels, **counts, "source_id": Column("Source")}
    changes = change_columns(unit, style)
    changes["value"] = Column("Change since the wave before", unit, style)
    return {
        **levels, "level_low": Column(f"{INTERVAL} of it, from", unit, style),
        "level_high": Column(f"{INTERVAL} of it, to", unit, style), **counts,
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
    if not found.tested and pd.notna(row["level"]):
        return f"{row['wave']}: {_told(row, found)}"
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
    level = _level(row["level"], found)
    if not found.tested:
        of = f" of {row['base_n']:,.0f}" if found.shares and pd.notna(row["base_n"]) else ""
        return f"{level}, {row['respondents']:,.0f}{of}" if pd.notna(row["respondents"]) else level
    if not row["since"]:
        return level
    if pd.isna(row["value"]):
        return f"{level}, change{_since(row)} {WITHHELD}"
    return f"{level}, {said(row, found, since=_since(row))}"


def _since(row: dict[Any, Any]) -> str:
    return f" since {row['since']}"
