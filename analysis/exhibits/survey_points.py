"""Published survey figures as points: intervals where allowed, the reason where not.

Shared by every exhibit that draws survey results, so that the rule for intervals stands once.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.points import draw_points
from analysis.exhibits.exhibit import Column
from analysis.surveys import interval_of_share, reason_for_no_interval

MOST_POINTS = 40
RESULT_COLUMNS = {
    "label": Column("Figure"), "share": Column("Share", "percent of respondents", "percent"),
    "low": Column("95% low", "percent", "percent"),
    "high": Column("95% high", "percent", "percent"), "why": Column("Why no interval"),
    "result_id": Column("Row in survey_results.csv"), "source_id": Column("Source"),
    "organisation": Column("Organisation"), "year": Column("Year", None, "year"),
    "sample_size_text": Column("n of the survey"),
    "base_n": Column("n of this figure", "persons", "integer"), "question": Column("Question"),
    "response": Column("Response"), "subgroup": Column("Asked of"),
}


def with_intervals(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``low``, ``high`` (share 0-1 or NaN), ``why`` (no interval) and ``hover``.

    Parameters
    ----------
    frame : DataFrame
        Survey results with ``share``, ``sampling``, ``sample_size_low``, ``sample_size_exact``,
        ``base_n``, ``whole_group``, ``margin_share``, ``design_effect``, ``label`` and
        ``sample_size_text``.
    """
    rows = [_interval_of(row) for _, row in frame.iterrows()]
    return frame.assign(
        low=[low for low, _, _ in rows], high=[high for _, high, _ in rows],
        why=[why for _, _, why in rows],
        hover=[
            f"{row['label']} · n {_n_of(row)} · {why or 'interval drawn'}"
            for (_, row), (_, _, why) in zip(frame.iterrows(), rows, strict=True)
        ],
    )


def _interval_of(row: pd.Series) -> tuple[float, float, str]:
    """Low, high (NaN where none may be drawn) and why none may be drawn."""
    given = _sample(row)
    why = reason_for_no_interval(**given)
    interval = interval_of_share(row["share"], **given) if pd.notna(row["share"]) else None
    if interval is None:
        return float("nan"), float("nan"), why or "not a share"
    return interval.low, interval.high, ""


def _n_of(row: pd.Series) -> str:
    """Persons behind a figure: its own base, or that of the survey if all of it answered."""
    if pd.notna(row["base_n"]):
        return f"{row['base_n']:,.0f}"
    if pd.isna(row["sample_size_text"]):
        return "not published"
    if row["whole_group"]:
        return str(row["sample_size_text"])
    return f"of this group not published (survey: {row['sample_size_text']})"


def _sample(row: pd.Series) -> dict[str, Any]:
    subgroup_n = row["base_n"] if pd.notna(row["base_n"]) else None
    known = pd.notna(row["sample_size_low"]) and row["whole_group"]
    whole = row["sample_size_low"] if known else None
    exact = bool(row["sample_size_exact"]) if pd.notna(row["sample_size_exact"]) else False
    return {
        "sampling": row["sampling"], "n": subgroup_n or whole,
        "n_exact": True if subgroup_n else exact,
        "margin": row["margin_share"] if pd.notna(row["margin_share"]) else None,
        "design_effect": row["design_effect"] if pd.notna(row["design_effect"]) else None,
    }


def interval_notes(table: pd.DataFrame) -> tuple[str, ...]:
    """One sentence that counts the points without interval by reason."""
    missing = table[table["low"].isna() & table["share"].notna()]["why"].value_counts()
    if missing.empty:
        return ()
    reasons = "; ".join(f"{reason} ({number})" for reason, number in missing.items())
    return (f"No interval is drawn for {int(missing.sum())} of {len(table)} points: {reasons}.",)


def drawable(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that stand on an axis of respondents: shares of them, no repeats."""
    return table[(table["measure"] == "share of respondents") & table["duplicate_of"].isna()]


def draw_shares(table: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    """The first rows that can be drawn, as points."""
    shares = drawable(table).head(MOST_POINTS)
    return draw_points(shares.assign(value=shares["share"]), canvas)
