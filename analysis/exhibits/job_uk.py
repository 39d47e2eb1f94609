"""Job market, UK beside US: pay in each country's own currency, and what the UK counts of fashion.

Decided: pounds and dollars never share an axis, because no exchange rate is on the desk. The UK
editions of 2021 and 2025 count different jobs, so one is shown at a time; an occupation that only
has the nearest code in the other country is set apart from those that are the same. UK counts
of fashion jobs come from reports that draw the industry differently, so they are listed and never
joined into a line.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.bars import draw_bars
from analysis.charts.pairs import Panel, draw_pairs
from analysis.exhibits.controls import Choice, fixed
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.job_market import MODELS
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count
from analysis.warehouse import Warehouse

EDITION = Choice(
    "edition", "Edition", "The two UK editions count different jobs and do not compare.", "2025",
    fixed({"2025": "2025, all employee jobs", "2021": "2021, full-time jobs"}),
)
SECTIONS = {True: "Like occupation", False: "Nearest code only, another occupation"}


@exhibit(
    "job_market_uk", page="job_market", controls=(EDITION,),
    question="What do the UK and the US publish side by side?",
)
def build_uk(warehouse: Warehouse, *, edition: str) -> Exhibit:
    """UK median pay beside US median pay for like occupations, each in its own currency."""
    result = warehouse.fetch("job_market_uk", year=int(edition))
    table = result.frame
    table["match"] = table["like_occupation"].map(SECTIONS)
    table["both"] = table["uk_median_gbp"].notna() & table["us_median_usd"].notna()
    pairs = table[table["both"]]
    title = _uk_title(table, edition)
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("medians from employer surveys; the UK error is not in the copy"),
        words=Words(
            title=title, unit="pounds or dollars a year",
            subtitle="Median annual pay of employees, UK "
            f"({EDITION.options(warehouse)[edition].partition(', ')[2]}) in pounds and US "
            f"(wage and salary jobs) in dollars, {edition} · two panels, two scales: lengths "
            "must not be compared across",
            alt=f"{title}. " + "; ".join(
                f"{row['us_title']}: £{row['uk_median_gbp']:,.0f} and ${row['us_median_usd']:,.0f}"
                for row in pairs.head(6).to_dict("records")
            ),
        ),
        columns={
            "year": Column("Year", None, "year"), "match": Column("How near"),
            "uk_title": Column("UK occupation"),
            "uk_code": Column("UK SOC"), "us_title": Column("Nearest US occupation"),
            "soc": Column("US SOC"), "measure": Column("UK measure"),
            "uk_median_gbp": Column("UK median", "GBP a year", "integer"),
            "us_median_usd": Column("US median", "USD a year", "integer"),
            "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_pairs(
            frame[frame["both"]].assign(
                section=frame["match"],
                label=lambda rows: rows["uk_title"] + " (UK) · " + rows["us_title"] + " (US)",
            ), canvas, left=Panel("uk_median_gbp", "UK, pounds a year", "£"),
            right=Panel("us_median_usd", "US, dollars a year", "$"),
        ),
        **assemble(
            warehouse, results=[result], searched="uk_sources", topics=["uk_employment"],
            notes=(
                "No exchange rate is applied and none is on the desk; compare each figure with "
                "others of its own country only.",
            ),
        ),
    )


def _uk_title(table: pd.DataFrame, edition: str) -> str:
    """How many pairs are published, how many of them like, and whether models are among them."""
    pairs = table[table["both"]]
    models = bool((table["uk_median_gbp"].notna() & (table["soc"] == MODELS)).any())
    if pairs.empty:
        first = f"No occupation has a published median in both countries for {edition}"
    else:
        alike = int(pairs["like_occupation"].sum())
        first = (
            f"Medians of {edition} are published in both countries for "
            f"{count(alike, 'like occupation')} and {count(len(pairs) - alike, 'near one')}"
        )
    return f"{first}; the UK publishes {'one' if models else 'none'} for models"


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
        f"Published UK counts of fashion jobs run from {count(low)} to {count(high)}; what each "
        "takes in differs" if len(table) and low != high
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
