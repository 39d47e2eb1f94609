"""Crosstabs of a loaded survey: what passed the gate, as exhibits like any other.

Decided: an exhibit is built from the released table alone. The title names the answer whose share
differs most between columns; that they differ is claimed only where letters of a probability sample
say so. Withheld cells are drawn as withheld.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.grid import draw_grid
from analysis.charts.groups import draw_groups
from analysis.exhibits.exhibit import Base, Column, Exhibit, Words
from analysis.exhibits.own_survey import (
    ONLY_COUNTS,
    SOURCE_ID,
    WITHHELD,
    Told,
    base_of,
    error_columns,
    has,
    own_result,
    own_source,
    with_source,
)
from analysis.exhibits.words import percent
from analysis.surveys.crosstab_cells import LOW_BASE, TOTAL
from analysis.surveys.crosstab_gate import ReleasedCrosstab

VIEWS = {"heat": "Table with tints", "bars": "Bars"}
SHARES = {
    "column": "share of the column", "row": "share of the row", "total": "share of the total"}
AS_ASKED = ""
"""Rows in the order of the codebook."""
FEW = f"fewer than {LOW_BASE}"
MOST_HEAT_COLUMNS = 8
NEITHER = "No letters and no test in a survey of this kind ({}), for the reason given."


def build_crosstab(
    crosstab: ReleasedCrosstab, told: Told, *, view: str = "heat", order: str = AS_ASKED,
) -> Exhibit:
    """A released crosstab as an exhibit.

    Parameters
    ----------
    crosstab : ReleasedCrosstab
        What may be seen.
    told : Told
        What is said of the survey, the filter in words, the R script that rebuilds it.
    view : str
        ``heat`` or ``bars``.
    order : str
        Code of the column by whose shares rows are sorted, highest first; empty for the order of
        the codebook.
    """
    released = with_source(crosstab.released.derive(
        lambda frame: in_order(frame, column=order).assign(
            low_base=lambda one: one["low_base"].map({True: FEW, False: ""}))))
    table = released.frame
    title = crosstab_title(crosstab, table)
    share = SHARES[crosstab.share]
    return Exhibit(
        id="crosstab", question=f"{crosstab.rows.label} by {crosstab.columns.label}",
        settings={}, table=table, base=_base(table), data_version=told.loaded.version,
        words=Words(
            title=title, unit="percent", row="cell",
            subtitle=f"{crosstab.rows.label} by {crosstab.columns.label}, {share}, percent"
            f"{told.only} · n: respondents, unweighted",
            alt=f"{title}. " + "; ".join(
                f"{row['row_label']}, {row['column_label']}: {_said(row)}"
                for row in table.to_dict("records")) + ".",
        ),
        columns=_columns(crosstab, share),
        results=(own_result(released, told, name="crosstab", purpose=(
            "two questions of the loaded survey, estimated with svy")),),
        sources={SOURCE_ID: own_source(told.loaded)}, released=released,
        caveats=(crosstab.why, *crosstab.notes, *letters_and_test(crosstab).values()),
        draw=lambda frame, canvas: _draw(frame, canvas, crosstab, view=view),
    )


def in_order(frame: pd.DataFrame, *, column: str) -> pd.DataFrame:
    """Rows of a crosstab sorted by their share in one column, withheld ones and the margin last."""
    if column == AS_ASKED:
        return frame
    by = frame[frame["column_code"] == column].set_index("row_code")["share"]
    place = by.drop(TOTAL, errors="ignore").rank(ascending=False, na_option="bottom")
    places = frame["row_code"].map(place).fillna(len(by) + 1)
    return frame.assign(place=places).sort_values("place", kind="stable").drop(
        columns="place").reset_index(drop=True)


def crosstab_title(crosstab: ReleasedCrosstab, table: pd.DataFrame) -> str:
    """The answer whose share differs most between columns; only letters claim a difference."""
    inner = table[~table["row_total"] & ~table["column_total"] & table["share"].notna()]
    if inner.empty:
        counted = table.loc[~table["row_total"] & ~table["column_total"]].get("respondents")
        withheld = ONLY_COUNTS if counted is not None and counted.notna().any() else (
            "Every cell of this table is withheld")
        return withheld if table["suppressed"].any() else "Nobody answered both"
    spread = inner.groupby("row_code", sort=False)["share"].agg(["min", "max", "count"])
    if (spread["count"] < 2).all():
        top = inner.sort_values("share").iloc[-1]
        return f"“{top['row_label']}”: {percent(top['share'])} ({top['column_label']})"
    wide = spread[spread["count"] > 1]
    row = inner[inner["row_code"] == (wide["max"] - wide["min"]).idxmax()]
    low, high = row.sort_values("share").iloc[0], row.sort_values("share").iloc[-1]
    name = f"“{high['row_label']}”"
    of_row = table[(table["row_code"] == high["row_code"]) & ~table["column_total"]]
    where = ", in the columns that may be shown" if of_row["share"].isna().any() else ""
    if percent(low["share"]) == percent(high["share"]):
        every = "every column that may be shown" if where else "every column"
        return f"{name} is the same in {every}: {percent(high['share'])}"
    span = (f"{percent(low['share'])} ({low['column_label']}) to {percent(high['share'])} "
            f"({high['column_label']})")
    if not crosstab.letters:
        return f"{name}: {span} of those who answered{where}"
    if crosstab.letters.get(str(low["column_code"]), "-") in str(high["letters"]):
        return f"{name} differs: {span}{where}"
    return f"{name}: {span}{where}, which cannot be told apart"


def _base(table: pd.DataFrame) -> Base:
    whole = table.loc[table["row_total"] & table["column_total"], "respondents"]
    return base_of(None if whole.empty else whole.iloc[0])


def _columns(crosstab: ReleasedCrosstab, share: str) -> dict[str, Column]:
    shown = {
        "row_label": Column(crosstab.rows.label), "column_label": Column(crosstab.columns.label),
        "share": Column(share.capitalize(), "share", "percent"),
        "respondents": Column("Respondents", "respondents, unweighted", "integer"),
        "weighted_n": Column("Weighted", "sum of weights", "decimal"),
    }
    if has(crosstab.released.frame, "se"):
        shown |= error_columns("share", "percent") | {"letters": Column("Higher than")}
    return shown | {"low_base": Column("Base of the share"), "source_id": Column("Source")}


def letters_and_test(crosstab: ReleasedCrosstab) -> dict[str, str]:
    """What is said of both, by heading; once where the way the sample was drawn allows neither."""
    rule = letters_rule(crosstab)
    if crosstab.why in rule and crosstab.why in crosstab.test:
        return {"Letters and test": NEITHER.format(crosstab.sampling)}
    return {"Letters": rule, "Test": crosstab.test}


def letters_rule(crosstab: ReleasedCrosstab) -> str:
    """The rule of the letters with the columns they stand for, or why there are none."""
    if not crosstab.letters:
        return crosstab.letters_rule
    names = {value.code: value.label for value in crosstab.columns.categories}
    listed = ", ".join(
        f"{letter} {names.get(code, code)}" for code, letter in crosstab.letters.items())
    return f"{crosstab.letters_rule} Columns: {listed}."


def _draw(
    frame: pd.DataFrame, canvas: theme.Canvas, crosstab: ReleasedCrosstab, *, view: str
) -> go.Figure:
    columns = list(crosstab.columns.categories)
    if view == "bars" or len(columns) > MOST_HEAT_COLUMNS or (canvas.narrow and len(columns) > 4):
        return draw_groups(_bars(frame, _heads(crosstab)), canvas, suffix="%")
    return draw_grid(_cells(frame), canvas, columns=_heads(crosstab), colour="ink")


def _heads(crosstab: ReleasedCrosstab) -> dict[str, str]:
    """Each column by its code with its letter."""
    return {
        value.code: value.label + (f" ({crosstab.letters[value.code]})"
                                   if value.code in crosstab.letters else "")
        for value in crosstab.columns.categories} | {TOTAL: "Total"}


def _cells(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.to_dict("records")
    return pd.DataFrame({
        "row": [row["row_label"] for row in rows], "column": frame["column_code"],
        "value": frame["respondents"].fillna(0).astype("int64"),
        "share": frame["share"].fillna(0.0).clip(0, 1),
        "main": [_main(row) for row in rows],
        "text": ["" if row["suppressed"] else f"n {row['respondents']:,.0f}"
                 + (" · few" if row["low_base"] else "") for row in rows],
        "hover": [f"{row['row_label']}, {row['column_label']}: {_said(row)}" for row in rows],
    })


def _bars(frame: pd.DataFrame, heads: Mapping[str, str]) -> pd.DataFrame:
    shown = frame[~frame["row_total"]]
    rows = shown.to_dict("records")
    return pd.DataFrame({
        "group": [row["row_label"] for row in rows],
        "name": [heads[row["column_code"]] for row in rows],
        "value": shown["share"].astype("float64") * 100,
        "text": [_said(row) for row in rows],
        "style": ["muted" if row["column_total"] else "ink" for row in rows],
    })


def _main(row: Mapping[Any, Any]) -> str:
    if row["suppressed"] or pd.isna(row["share"]):
        return WITHHELD if row["suppressed"] else "–"
    return f"{percent(row['share'])} {row['letters']}".strip()


def _said(row: Mapping[Any, Any]) -> str:
    if row["suppressed"]:
        return WITHHELD
    if pd.isna(row["share"]):
        return "nobody asked"
    low = " · few" if row["low_base"] else ""
    return f"{_main(row)} (n {row['respondents']:,.0f}){low}"

