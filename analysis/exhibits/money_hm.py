"""Money: the accounts of H&M by its own quarters.

Decided: a date may stand on a chart of accounts as a date; what moved a line is not said, for
nothing read says it. Quarters stand at the middle of their dates, and a missing one leaves a gap. A
change smaller than the rounding of a printed figure is no change.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.series import Break, TimeAxis, draw_series
from analysis.exhibits.controls import Choice, fixed
from analysis.exhibits.exhibit import Column, Exhibit, Words, assemble
from analysis.exhibits.money_words import ACCOUNTS, Row, amount, unit_words, upper_first
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import change_verb, listed
from analysis.warehouse import Warehouse

ANNOUNCED = "E051"
ROUNDED_TO = 10.0
METRIC = Choice(
    "metric", "Line of H&M’s accounts", "Net sales and operating profit in millions of kronor; "
    "the margin is operating profit as a percentage of net sales.", "net sales",
    fixed({"net sales": "Net sales", "operating profit": "Operating profit",
           "operating margin": "Operating margin"}),
)


@exhibit(
    "money_hm", page="money", controls=(METRIC,),
    question="What do H&M’s accounts show, quarter by quarter?",
)
def build_hm(warehouse: Warehouse, *, metric: str) -> Exhibit:
    """One line of H&M's accounts by fiscal quarter, with the announcement as a date."""
    result = warehouse.fetch("money_hm", metric=metric)
    event = warehouse.fetch("hm_announcement", event=ANNOUNCED)
    table = result.frame
    title = _hm_title(table, metric)
    unit = table["unit"].iloc[0] if len(table) else "SEK million"
    return Exhibit(
        id="", question="", settings={}, table=table, base=ACCOUNTS,
        words=Words(
            title=title, unit=unit_words(unit), row="quarter",
            subtitle=f"H&M Group, {metric} by the company’s own quarter, placed by its dates, "
            f"{unit_words(unit)}"
            + (" · dotted line: the month the twins were announced, a date and no more"
               if len(event.frame) else "") + _season(table),
            alt=f"{title}. " + "; ".join(
                f"{row['period_text']}: {_amount(row)}" for row in table.to_dict("records")
            ),
        ),
        columns={
            "period_text": Column("Quarter"),
            "period_from": Column("From", None, "date"), "period_to": Column("To", None, "date"),
            "value": Column(upper_first(metric), unit_words(unit), "decimal"),
            "rounded": Column("Rounded in the source"),
            "value_before": Column("A year before", unit_words(unit), "decimal"),
            "rounded_before": Column("That one rounded"), "claimed_by": Column("Who says it"),
            "note": Column("Note"), "quantity_id": Column("Row in quantities.csv"),
            "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: _draw_hm(frame, canvas, event.frame),
        **assemble(
            warehouse, results=[result, event], searched="quantity_sources",
            topics=["quantities_hm_no_cause", "quantities_hm_rounded",
                    "quantities_fiscal_quarters"],
            notes=_hm_notes(table),
        ),
    )


def _amount(row: Row) -> str:
    return amount(row["value"], str(row["unit"])) + (" (rounded)" if row["rounded"] else "")


def _season(table: pd.DataFrame) -> str:
    """In how many years the second quarter lies above the first, so that no rise looks new."""
    years = table.assign(fiscal=table["quarter"].str[:4], part=table["quarter"].str[4:]).pivot(
        index="fiscal", columns="part", values="value") if len(table) else pd.DataFrame()
    if not {"Q1", "Q2"} <= set(years.columns):
        return ""
    both = years[["Q1", "Q2"]].dropna()
    higher = int((both["Q2"] > both["Q1"]).sum())
    return f" · season: in {higher} of {len(both)} years the second quarter is above the first"


def _hm_notes(table: pd.DataFrame) -> tuple[str, ...]:
    rounded = table[table["rounded"]]["period_text"].tolist()
    return (f"Rounded in the page read: {listed(rounded)}.",) if rounded else ()


def _hm_title(table: pd.DataFrame, metric: str) -> str:
    """The level of the last quarter beside that of the year before, with the verb of the data."""
    if table.empty:
        return f"No quarter of H&M’s {metric} is on the desk"
    row = table.iloc[-1].to_dict()
    level = f"{amount(row['value'], row['unit'])} in {row['period_text']}"
    if pd.isna(row["value_before"]):
        return f"H&M’s {metric}: {level}; the same quarter a year before is not on the desk"
    before = f"{amount(row['value_before'], row['unit'])} in the same quarter a year before"
    slack = ROUNDED_TO / 2 * (bool(row["rounded"]) + bool(row["rounded_before"]))
    change = row["value"] - row["value_before"]
    money = row["unit"] != "percent" and slack
    verb = change_verb(
        row["value_before"], row["value"],
        interval=(change - slack, change + slack) if money else None,
    )
    if verb is None:
        return f"H&M’s {metric} was {level} and {before}; rounding hides any change"
    if row["value"] == row["value_before"]:
        return f"H&M’s {metric} {verb}: {level}, as in the same quarter a year before"
    return f"H&M’s {metric} {verb} to {level}, from {before}"


def _draw_hm(frame: pd.DataFrame, canvas: theme.Canvas, event: pd.DataFrame) -> go.Figure:
    middle = frame["period_from"] + (frame["period_to"] - frame["period_from"]) / 2
    percent = bool((frame["unit"] == "percent").any())
    last = frame.index[-1:]
    ends = [amount(row["value"], "percent") if percent else f"{row['value']:,.0f}"
            for row in frame.to_dict("records")]
    breaks = [
        Break((row["date_from"] + (row["date_to"] - row["date_from"]) / 2).date().isoformat(),
              f"{row['date_from']:%B %Y}: twins announced")
        for row in event.to_dict("records")
    ]
    fig = draw_series(
        frame.assign(
            series="H&M", when=middle, low=float("nan"), high=float("nan"), emphasis=False,
            end_label=ends,
            hover=[f"{row['period_text']}: {_amount(row)}" for row in frame.to_dict("records")],
        ), canvas, axis=TimeAxis(dates=True, suffix="%" if percent else ""), breaks=breaks,
    )
    if len(last):
        room = pd.Timedelta(days=52)
        fig.update_xaxes(range=[middle.min() - room, middle.max() + room])
    return fig
