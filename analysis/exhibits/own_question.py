"""One question of a loaded survey alone: shares, interval or bounds, and who gave no answer.

Decided: the title names the answer with the highest share (or the answers added up) with its
interval; that it is really the commonest is not claimed. Points are filled where an interval may be
drawn; for a census attempt the thin line runs from the worst to the best case for all who were
asked. Kinds of missing answers stand in the same table, below the answers.
"""

from __future__ import annotations

from math import nan
from typing import Any

import pandas as pd

from analysis.charts.points import draw_points
from analysis.disclosure import Released
from analysis.exhibits.crosstabs import FEW
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.own_survey import (
    ONLY_COUNTS,
    SOURCE_ID,
    WITHHELD,
    Told,
    base_of,
    error_columns,
    has,
    in_interval,
    line_of,
    own_result,
    own_source,
    with_source,
)
from analysis.exhibits.words import listed, percent
from analysis.surveys.crosstab_cells import TOTAL
from analysis.surveys.ordinals import ANSWERED
from analysis.surveys.question_gate import NET, ReleasedQuestion

ANSWER, TOGETHER, BASE, NONE = "answer", "answers added up", "base", "no valid answer"


def build_question(question: ReleasedQuestion, told: Told) -> Exhibit:
    """A released question as an exhibit.

    Parameters
    ----------
    question : ReleasedQuestion
        What may be seen; its net, where it has one, is of answers added up.
    told : Told
        What is said of the survey.
    """
    released = with_source(_table(question))
    table = released.frame
    title = question_title(question, table)
    how = line_of(table, value="share") if has(table, "low") else (
        "thin line: worst to best case for all who were asked" if has(table, "bound_low")
        else "hollow: no interval may be drawn")
    base = table.loc[table["part"] == BASE, "respondents"].iloc[0]
    return Exhibit(
        id="survey_question", question=question.label, settings={}, table=table,
        base=base_of(base), data_version=told.loaded.version, released=released,
        words=Words(
            title=title, unit="percent of those who answered", row="answer",
            subtitle=f"{question.label}, percent of those who answered{told.only} · {how}",
            alt=f"{title}. " + "; ".join(
                f"{row['label']}: {_said(row)}" for row in table.to_dict("records")
                if row["part"] in (ANSWER, TOGETHER)) + f". {missing_sentence(table)}"),
        columns=_columns(table),
        results=(own_result(released, told, name="survey_question", purpose=(
            "one question of the loaded survey, estimated with svy")),),
        sources={SOURCE_ID: own_source(told.loaded)},
        caveats=tuple(one for one in (
            question.why, *question.notes, _method(table), missing_sentence(table)) if one),
        draw=lambda frame, canvas: draw_points(_points(frame), canvas))


def question_title(question: ReleasedQuestion, table: pd.DataFrame) -> str:
    """The answers added up, else the answer with the highest share, with interval or bounds."""
    added = table[(table["part"] == TOGETHER) & table["share"].notna()]
    shown = table[(table["part"] == ANSWER) & table["share"].notna()]
    if shown.empty:
        counted = table[table["part"] == ANSWER].get("respondents")
        withheld = ONLY_COUNTS if counted is not None and counted.notna().any() else (
            "Every answer is withheld")
        return withheld if table["suppressed"].any() else "Nobody answered"
    row = (added if len(added) else shown.sort_values("share", kind="stable")).iloc[-1]
    name = row["label"] if len(added) else f"“{row['label']}”"
    said = f"{name}: {percent(row['share'])} of those who answered"
    if pd.notna(row["bound_low"]):
        return (f"{said}; {percent(row['bound_low'])} to {percent(row['bound_high'])} of all who "
                "were asked, at worst and at best")
    return said + in_interval(row["low"], row["high"])


def missing_sentence(table: pd.DataFrame) -> str:
    """Who answered and who did not, by kind, where a kind occurs; empty where nobody is missing."""
    kinds = table[table["part"] == NONE]
    said = [
        f"{row['label'].lower()} "
        + (WITHHELD if row["suppressed"] else f"{row['respondents']:,.0f}")
        for row in kinds.to_dict("records") if row["suppressed"] or row["respondents"] > 0]
    return f"No valid answer: {listed(said)} (respondents)." if said else ""


def _table(question: ReleasedQuestion) -> Released:
    """Answers, answers added up, base, and kinds of missing answers in one released table."""
    request = question.request
    labels = {one.code: one.label for one in question.answers}

    def answers(frame: pd.DataFrame) -> pd.DataFrame:
        rows = frame.assign(part=[BASE if total else ANSWER for total in frame["total"]],
                            low_base=frame["low_base"].map({True: FEW, False: ""}))
        if request.top:
            base = rows[rows["total"]].iloc[0]
            added = rows[rows["code"].isin(request.top)]
            hidden = bool(added["suppressed"].any()) or pd.isna(base["net"])
            rows = pd.concat([rows[~rows["total"]], pd.DataFrame([{
                "code": "+", "part": TOGETHER, "total": False,
                "label": " or ".join(f"“{labels[code]}”" for code in request.top),
                "share": base["net"], "respondents": nan if hidden else added["respondents"].sum(),
                "weighted_n": nan if hidden else added["weighted_n"].sum(),
                **{name.removeprefix("net_"): base[name] for name in NET[1:]},
                "interval": next((one for one in added["interval"] if one), ""),
                "low_base": base["low_base"], "suppressed": hidden and bool(
                    added["suppressed"].any()),
                "reason": next((one for one in added["reason"] if one), "") if hidden else "",
            }]), rows[rows["total"]]], ignore_index=True)
        return rows.drop(columns=["total", *NET])

    def both(frame: pd.DataFrame, missing: pd.DataFrame) -> pd.DataFrame:
        kinds = missing[~missing["kind"].isin([ANSWERED, TOTAL, *request.keep])]
        rows = kinds.rename(columns={"kind": "code"}).assign(part=NONE, low_base="", interval="")
        return pd.concat([answers(frame), rows], ignore_index=True)

    return question.released.beside(question.missing, change=both)


def _columns(table: pd.DataFrame) -> dict[str, Column]:
    columns = {
        "part": Column("Row"), "label": Column("Answer"),
        "share": Column("Share", "of those who answered", "percent"),
        "respondents": Column("Respondents", "respondents, unweighted", "integer"),
        "weighted_n": Column("Weighted", "sum of weights", "decimal"),
    }
    if has(table, "low"):
        columns |= error_columns("share", "percent") | {"interval": Column("Method")}
    if has(table, "bound_low"):
        columns |= {"bound_low": Column("Of all asked, at worst", "share", "percent"),
                    "bound_high": Column("Of all asked, at best", "share", "percent")}
    return columns | {"low_base": Column("Base of the share"), "source_id": Column("Source")}


def _method(table: pd.DataFrame) -> str:
    methods = list(dict.fromkeys(one for one in table["interval"] if one))
    return f"Method of the 95% intervals: {listed(methods)}." if methods else ""


def _points(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[table["part"].isin([ANSWER, TOGETHER])]
    records = rows.to_dict("records")
    return pd.DataFrame({
        "section": "", "label": [_named(row) for row in records], "value": rows["share"],
        "low": rows["low"], "high": rows["high"], "wide_low": rows["bound_low"],
        "wide_high": rows["bound_high"], "emphasis": rows["part"] == TOGETHER,
        "hover": [f"{row['label']}: {_said(row)}" for row in records],
        "words": [WITHHELD if row["suppressed"] else "nobody answered" for row in records],
    })


def _named(row: dict[Any, Any]) -> str:
    if pd.isna(row["respondents"]):
        return str(row["label"])
    bounds = "" if pd.isna(row["bound_low"]) else (
        f": {percent(row['bound_low'])} to {percent(row['bound_high'])} of all asked")
    return f"{row['label']} (n {row['respondents']:,.0f}){bounds}"


def _said(row: dict[Any, Any]) -> str:
    if pd.isna(row["share"]):
        counted = f" (n {row['respondents']:,.0f})" if pd.notna(row["respondents"]) else ""
        return WITHHELD + counted if row["suppressed"] else "nobody answered"
    said = percent(row["share"], digits=1) + in_interval(row["low"], row["high"])
    if pd.notna(row["bound_low"]):
        said += f", of all asked {percent(row['bound_low'])} to {percent(row['bound_high'])}"
    return said
