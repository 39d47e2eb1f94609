"""A battery of a loaded survey: statements with the same ordered answers, each with its net.

Decided: one row a statement. The net is the top of the scale less the bottom, with an interval
where the sample allows one; which answers are top and bottom stands in the subtitle. Refused,
don't know and not asked are counted apart. The title gives the range of the nets and claims no
difference between statements, which the same people answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import Any

import pandas as pd

from analysis.charts.battery import draw_battery
from analysis.disclosure import Released
from analysis.disclosure.released import together
from analysis.errors import SurveyError
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words
from analysis.exhibits.own_survey import (
    INTERVAL,
    SOURCE_ID,
    WITHHELD,
    Told,
    has,
    own_result,
    own_source,
    signed,
    with_source,
)
from analysis.exhibits.words import listed, percent
from analysis.surveys.crosstab_cells import TOTAL
from analysis.surveys.missing_gate import WORDS
from analysis.surveys.question_gate import ReleasedQuestion

MISSING = {kind: label for kind, label in WORDS.items() if kind != "answered"}
NET_COLUMNS = ("net", "net_low", "net_high", "net_se")


def build_likert(items: Sequence[ReleasedQuestion], told: Told) -> Exhibit:
    """Released statements with the same ordered answers as one exhibit.

    Parameters
    ----------
    items : sequence of ReleasedQuestion
        Each with a net of the same answers.
    told : Told
        What is said of the survey.

    Raises
    ------
    SurveyError
        If the statements do not have the same answers.
    """
    answers = items[0].answers
    for one in items:
        if [value.label for value in one.answers] != [value.label for value in answers]:
            raise SurveyError(
                f"{one.name!r} and {items[0].name!r} do not have the same answers, so they are no "
                "battery. Choose statements with one scale.")
    released = with_source(_table(items))
    table = released.frame
    labels = {f"answer_{at}": value.label for at, value in enumerate(answers, 1)}
    title = likert_title(table)
    return Exhibit(
        id="survey_likert", question="Statements with the same answers, and their net",
        settings={}, table=table, base=NotApplicable("each statement has a base of its own"),
        data_version=told.loaded.version, released=released,
        words=Words(
            title=title, unit="percent of those who answered", row="statement",
            subtitle=f"Percent of those who answered{told.only} · net: {net_words(items[0])}",
            alt=f"{title}. " + " ".join(_told(row, labels) for row in table.to_dict("records"))),
        columns=_columns(table, labels),
        results=(own_result(released, told, name="survey_likert", purpose=(
            "ordered answers of the loaded survey, estimated with svy")),),
        sources={SOURCE_ID: own_source(told.loaded)},
        caveats=(items[0].why, *dict.fromkeys(note for one in items for note in one.notes), (
            "A net hides how many stand in the middle; the shares beside it show them.")),
        draw=lambda frame, canvas: draw_battery(
            _bars(frame, labels), canvas, answers=list(labels.values())))


def likert_title(table: pd.DataFrame) -> str:
    """The nets from the lowest statement to the highest; of one statement with its interval."""
    shown = table[table["net"].notna()].sort_values("net", kind="stable")
    if shown.empty:
        return "No net can be shown: answers of every statement are withheld" \
            if table["suppressed"].any() else "Nobody answered"
    first, last = shown.iloc[0], shown.iloc[-1]
    if len(shown) == 1:
        return f"{last['label']}: net {_net(last)}"
    if signed(first["net"] * 100, digits=0) == signed(last["net"] * 100, digits=0):
        return f"The net is the same for every statement: {_points(first['net'])}"
    return (f"Net from {_points(first['net'])} ({first['label']}) to {_points(last['net'])} "
            f"({last['label']})")


def net_words(item: ReleasedQuestion) -> str:
    """Which answers the net is made of."""
    labels = {one.code: one.label for one in item.answers}
    top, bottom = (listed([f"“{labels[code]}”" for code in codes])
                   for codes in (item.request.top, item.request.bottom))
    return f"{top} less {bottom}, in points"


def _table(items: Sequence[ReleasedQuestion]) -> Released:
    """One row a statement: shares, net, base, kinds of missing answers."""
    parts = [part for one in items for part in (one.released, one.missing)]

    def rows(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
        return pd.DataFrame.from_records([
            _row(one, answers, missing) for one, answers, missing in zip(
                items, frames[::2], frames[1::2], strict=True)])

    return together(parts, rows)


def _row(item: ReleasedQuestion, answers: pd.DataFrame, missing: pd.DataFrame) -> dict[str, Any]:
    by_code = answers.set_index("code")
    base = by_code.loc[TOTAL]
    hidden = answers[answers["suppressed"]]
    numbers = dict(zip(missing["kind"], missing["respondents"], strict=True))
    reasons = [*hidden["reason"], *missing.loc[missing["suppressed"], "reason"]]
    return {
        "name": item.name, "label": item.label,
        **{f"answer_{at}": by_code.loc[value.code, "share"]
           for at, value in enumerate(item.answers, 1)},
        **{name: base[name] for name in NET_COLUMNS}, "respondents": base["respondents"],
        **{kind: float(numbers.get(kind, 0)) for kind in MISSING},
        "suppressed": bool(reasons), "reason": "; ".join(dict.fromkeys(reasons))}


def _columns(table: pd.DataFrame, labels: dict[str, str]) -> dict[str, Column]:
    columns = {"name": Column("Column"), "label": Column("Statement")}
    columns |= {key: Column(label, "share", "percent") for key, label in labels.items()}
    columns |= {"net": Column("Net", "share", "percent")}
    if has(table, "net_low"):
        columns |= {"net_low": Column(f"Net, {INTERVAL}, from", "share", "percent"),
                    "net_high": Column(f"Net, {INTERVAL}, to", "share", "percent"),
                    "net_se": Column("Standard error of the net", "share", "percent")}
    columns |= {"respondents": Column("Answered", "respondents", "integer")}
    columns |= {kind: Column(label, "respondents", "integer") for kind, label in MISSING.items()}
    return columns | {"source_id": Column("Source")}


def _bars(table: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
    rows = table.to_dict("records")
    shares = [tuple(float(row[key]) for key in labels) for row in rows]
    return pd.DataFrame({
        "label": [row["label"] for row in rows], "note": [_note(row) for row in rows],
        "shares": [one if all(pd.notna(share) for share in one) else None for one in shares],
        "hover": [_told(row, labels) for row in rows]})


def _note(row: dict[Any, Any]) -> str:
    net = f"Net {_net(row)}" if pd.notna(row["net"]) else (
        "Answers are withheld, and so is the net" if row["suppressed"] else "Nobody answered")
    base = "" if pd.isna(row["respondents"]) else f"n {row['respondents']:,.0f}"
    missing = [
        f"{label.lower()} {WITHHELD if pd.isna(row[kind]) else f'{row[kind]:,.0f}'}"
        for kind, label in MISSING.items() if pd.isna(row[kind]) or row[kind] > 0]
    return " · ".join(part for part in (net, base, *missing) if part)


def _told(row: dict[Any, Any], labels: dict[str, str]) -> str:
    shares = "; ".join(f"{label} {WITHHELD if pd.isna(row[key]) else percent(row[key])}"
                       for key, label in labels.items())
    return f"{row['label']}: {shares}. {_note(row)}."


def _net(row: Any) -> str:
    said = _points(row["net"])
    if pd.isna(row.get("net_low", nan)):
        return said
    return (f"{said} ({INTERVAL} {signed(row['net_low'] * 100, digits=0)} to "
            f"{signed(row['net_high'] * 100, digits=0)})")


def _points(net: float) -> str:
    return f"{signed(net * 100, digits=0)} points"
