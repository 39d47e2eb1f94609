"""Job market, UK beside US: pay in each country's own currency, and what the UK counts of fashion.

Decided: pounds and dollars never share an axis, because no exchange rate is on the desk. UK counts
of fashion jobs come from reports that draw the industry differently, so they are listed and never
joined into a line.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.bars import draw_bars
from analysis.charts.pairs import Panel, draw_pairs
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.job_market import MODELS
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count
from analysis.warehouse import Warehouse


@exhibit(
    "job_market_uk", page="job_market", question="What do the UK and the US publish side by side?",
)
def build_uk(warehouse: Warehouse) -> Exhibit:
    """UK median pay beside US median pay for like occupations, each in its own currency."""
    result = warehouse.fetch("job_market_uk")
    table = result.frame
    table["both"] = table["uk_median_gbp"].notna() & table["us_median_usd"].notna()
    models = bool((table["uk_median_gbp"].notna() & (table["soc"] == MODELS)).any())
    pairs = table[table["both"]]
    title = (
        f"{count(len(pairs), 'occupation pair')} with a published median in both countries; the "
        f"UK publishes {'one' if models else 'none'} for models"
    )
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("medians from employer surveys; the UK error is not in the copy"),
        words=Words(
            title=title, unit="pounds or dollars a year",
            subtitle="Median annual pay of employees, UK pounds and US dollars of the same year "
            "· two panels, two scales: lengths must not be compared across",
            alt=f"{title}. " + "; ".join(
                f"{row['us_title']}: £{row['uk_median_gbp']:,.0f} and ${row['us_median_usd']:,.0f}"
                for row in pairs.head(6).to_dict("records")
            ),
        ),
        columns={
            "year": Column("Year", None, "year"), "uk_title": Column("UK occupation"),
            "uk_code": Column("UK SOC"), "us_title": Column("Nearest US occupation"),
            "soc": Column("US SOC"), "measure": Column("UK measure"),
            "uk_median_gbp": Column("UK median", "GBP a year", "integer"),
            "us_median_usd": Column("US median", "USD a year", "integer"),
            "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_pairs(
            frame[frame["both"]].assign(
                label=lambda rows: rows["uk_title"] + " (UK) · " + rows["us_title"] + " (US), "
                + rows["year"].astype(str)
            ), canvas, left=Panel("uk_median_gbp", "UK, pounds a year", "£"),
            right=Panel("us_median_usd", "US, dollars a year", "$"),
        ),
        **assemble(
            warehouse, results=[result], topics=["uk_employment"],
            notes=(
                "No exchange rate is applied and none is on the desk; compare each figure with "
                "others of its own country only.",
            ),
        ),
    )


@exhibit(
    "job_market_uk_jobs", page="job_market",
    question="How many fashion jobs does the UK count?",
)
def build_uk_jobs(warehouse: Warehouse) -> Exhibit:
    """Published UK counts of jobs, each with what it counts."""
    result = warehouse.fetch("job_market_uk_jobs")
    table = result.frame
    low, high = table["value"].min(), table["value"].max()
    title = (
        f"Published UK counts of fashion jobs run from {count(low)} to {count(high)}, because "
        "each draws the industry differently" if len(table) and low != high
        else "No two published UK counts of fashion jobs are on the desk"
    )
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("counts and estimates of reports, no error published"),
        words=Words(
            title=title, unit="jobs",
            subtitle="UK jobs in fashion as reports count them, by what is counted and year · no "
            "like count of the US is on the desk",
            alt=f"{title}. " + "; ".join(
                f"{row['title']}, {row['reference_period']}: {count(row['value'])}"
                for row in table.to_dict("records")
            ),
        ),
        columns={
            "title": Column("What is counted"), "measure": Column("Measure"),
            "reference_period": Column("Period"), "value": Column("Jobs", "jobs", "integer"),
            "flag": Column("Remark"), "row_id": Column("Row in uk_employment.csv"),
            "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_bars(_job_bars(frame), canvas),
        **assemble(warehouse, results=[result], topics=["uk_employment"]),
    )


def _job_bars(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "label": table["title"] + ": " + table["measure"] + ", " + table["reference_period"],
        "value": table["value"], "low": float("nan"), "high": float("nan"),
        "text": [count(value) for value in table["value"]], "style": "solid",
    })
