"""Job market, US: employment, pay, industries and areas from OEWS, with their errors and breaks.

Decided: OEWS counts wage and salary jobs only and its successive years share sample panels, so the
desk draws each estimate with its 95% interval, joins nothing across a break of method, and never
states a change. Industries are shown on one level (sectors), with what BLS withheld drawn as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.series import Break, TimeAxis, draw_series
from analysis.exhibits.controls import Choice, Years, fixed, from_query, years_from
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count, lower_first
from analysis.warehouse import Warehouse

MODELS = "41-9012"
NO_SAMPLE_SIZE = NotApplicable("an estimate from an employer survey; its error is published")
NO_WAGE_ERROR = NotApplicable("percentiles from an employer survey; their error is not on the desk")


OCCUPATION = Choice(
    "occupation", "Occupation", "US Standard Occupational Classification.", MODELS,
    from_query("options_occupation"),
)
YEARS = Years(
    "years", "Years", "May of each year; the month of 2002 is not stated.",
    years_from("oews_years"),
)
DOLLARS = Choice(
    "dollars", "Dollars", "Real: in dollars of the last year, by US CPI-U of May.", "real",
    fixed({"real": "Real, last year's dollars", "nominal": "Nominal, dollars of the year"}),
)


@exhibit(
    "job_market_employment", page="job_market", controls=(OCCUPATION, YEARS),
    question="How many salaried jobs does the US count in an occupation?",
)
def build_employment(warehouse: Warehouse, *, occupation: str, years: tuple[int, int]) -> Exhibit:
    """Employment with 95% intervals from the published relative standard errors."""
    result = warehouse.fetch(
        "job_market_employment", occupation=occupation, first_year=years[0], last_year=years[1]
    )
    breaks = warehouse.fetch("series_breaks", resource="oews_national")
    table = result.frame
    name = occupation_name(warehouse, occupation)
    title = _employment_title(table, name)
    return Exhibit(
        id="", question="", settings={}, base=NO_SAMPLE_SIZE, table=table,
        words=Words(
            title=title, unit="wage and salary jobs",
            subtitle=f"{name}, US wage and salary jobs, {_span(table)}, with 95% intervals from "
            "the published relative standard errors · self-employed not counted",
            alt=f"{title}. {_alt_range(table)}",
        ),
        columns={
            "year": Column("Year", None, "year"),
            "employed_persons": Column("Jobs", "persons", "integer"),
            "low": Column("95% low", "persons", "integer"),
            "high": Column("95% high", "persons", "integer"),
            "employed_rse_percent": Column("Relative standard error", "% of estimate", "decimal"),
            "soc_version": Column("Classification"), "crosscheck": Column("Copies compared"),
            "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: _draw_employment(frame, canvas, breaks.frame),
        **assemble(
            warehouse, results=[result, breaks], searched="oews_sources",
            topics=["oews_national", *(["models_"] if occupation == MODELS else [])],
            notes=(
                "Successive years share sample panels: no change between years less than three "
                "apart is stated or tested here.",
            ),
        ),
    )


def _employment_title(table: pd.DataFrame, name: str) -> str:
    known = table[table["employed_persons"].notna()]
    if known.empty:
        return f"BLS published no employment of {name} in these years"
    last = known.iloc[-1]
    half = last["high"] - last["employed_persons"]
    margin = (
        "with no error published" if pd.isna(half)
        else f"give or take {count(_round(half))} (95%)" if half > 0
        else "with a margin too small to print"
    )
    return (
        f"BLS estimates {count(last['employed_persons'])} salaried {_jobs(name)} in the US in "
        f"{last['year']:.0f}, {margin}"
    )


def _round(number: float) -> float:
    """Two significant digits, enough for a margin."""
    digits = max(0, len(f"{number:.0f}") - 2)
    return float(round(number, -digits))


def _jobs(name: str) -> str:
    if name == "All occupations":
        return "jobs in all occupations"
    return f"jobs of {lower_first(name)}"


def _estimate(row: Mapping[Any, Any]) -> str:
    """An estimate in words, with its interval where an error was published."""
    if pd.isna(row["employed_persons"]):
        return "withheld by BLS"
    jobs = f"{row['employed_persons']:,.0f} jobs"
    if pd.isna(row["low"]):
        return f"{jobs}, no error published"
    return f"{jobs}, 95% {row['low']:,.0f} to {row['high']:,.0f}"


def _draw_employment(
    table: pd.DataFrame, canvas: theme.Canvas, breaks: pd.DataFrame
) -> go.Figure:
    frame = pd.DataFrame({
        "series": "employment", "segment": table["regime"], "when": table["year"],
        "value": table["employed_persons"], "low": table["low"], "high": table["high"],
        "emphasis": True, "end_label": [f"{value:,.0f}" for value in table["employed_persons"]],
        "hover": [
            f"{row['year']}: {_estimate(row)} ({row['soc_version']})"
            for row in table.to_dict("records")
        ],
    })
    return draw_series(
        frame, canvas, axis=TimeAxis(connect=False), breaks=_breaks(breaks, table, canvas)
    )


def _breaks(breaks: pd.DataFrame, table: pd.DataFrame, canvas: theme.Canvas) -> list[Break]:
    """One break a year inside the range, with the kinds that change in that year."""
    if table.empty:
        return []
    inside = breaks[breaks["year"].between(table["year"].min() + 1, table["year"].max())]
    kinds = inside.groupby("year")["kind"].agg(lambda names: " and ".join(dict.fromkeys(names)))
    return [
        Break(float(year) - 0.5, "break" if canvas.narrow else f"new {words}")
        for year, words in zip(kinds.index.to_numpy(), kinds, strict=True)
    ]


@exhibit(
    "job_market_wages", page="job_market", controls=(OCCUPATION, DOLLARS, YEARS),
    question="What do salaried jobs in an occupation pay?",
)
def build_wages(
    warehouse: Warehouse, *, occupation: str, dollars: str, years: tuple[int, int]
) -> Exhibit:
    """Annual wage percentiles, nominal or in dollars of the last year."""
    result = warehouse.fetch(
        "job_market_wages", occupation=occupation, first_year=years[0], last_year=years[1]
    )
    breaks = warehouse.fetch("series_breaks", resource="oews_national")
    table = result.frame
    name, real = occupation_name(warehouse, occupation), dollars == "real"
    last_year = YEARS.limits(warehouse)[1]
    value = "wage_real_usd" if real else "wage_usd"
    money = f"{last_year} dollars (US CPI-U, May)" if real else "dollars of each year"
    title = _wage_title(table, name, value, f" in {last_year} dollars" if real else "")
    return Exhibit(
        id="", question="", settings={}, base=NO_WAGE_ERROR, table=table,
        words=Words(
            title=title, unit="US dollars a year",
            subtitle=f"{name}, US, annual wage: 10th percentile, median, 90th percentile, "
            f"{money}, {_span(table)} · not joined, for years share sample panels · a gap is a "
            "year BLS withheld or capped",
            alt=f"{title}. Three rows of points: 10th percentile, median and 90th percentile by "
            "year.",
        ),
        columns={
            "year": Column("Year", None, "year"), "percentile": Column("Percentile"),
            "wage_usd": Column("Nominal wage", "US dollars a year", "integer"),
            "wage_real_usd": Column(f"Real wage, {last_year} dollars", "US dollars a year",
                                    "integer"),
            "index_value": Column("CPI-U, May", "1982-84 = 100", "decimal"),
            "suppression": Column("BLS code"), "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: _draw_wages(frame, canvas, value, breaks.frame),
        **assemble(
            warehouse, results=[result, breaks], searched="oews_sources",
            topics=["cpi_series", "oews_national", *(["models_"] if occupation == MODELS else [])],
            notes=(
                "Annual wages are hourly wages times 2,080 hours, as BLS computes them; few "
                "models work such a year.",
            ) if occupation == MODELS else (),
        ),
    )


def _wage_title(table: pd.DataFrame, name: str, value: str, money: str) -> str:
    medians = table[(table["percentile"] == "Median") & table[value].notna()]
    if medians.empty:
        return f"BLS published no median wage of {lower_first(name)} in these years"
    last = medians.iloc[-1]
    whom = "all occupations" if name == "All occupations" else lower_first(name)
    return (
        f"Half of salaried jobs of {whom} paid less than ${last[value]:,.0f} a year in "
        f"{last['year']:.0f}{money if last['wage_usd'] != last[value] else ''}"
    )


def _draw_wages(
    table: pd.DataFrame, canvas: theme.Canvas, value: str, breaks: pd.DataFrame
) -> go.Figure:
    regimes = breaks["year"].to_numpy()
    last = table[table[value].notna()].groupby("percentile")[value].last()
    frame = pd.DataFrame({
        "series": table["percentile"], "when": table["year"], "value": table[value],
        "segment": [int((regimes <= year).sum()) for year in table["year"]],
        "low": float("nan"), "high": float("nan"),
        "emphasis": table["percentile"] == "Median",
        "end_label": [f"{name} ${last.get(name, 0):,.0f}" for name in table["percentile"]],
        "hover": [
            f"{row['percentile']} {row['year']}: ${row[value]:,.0f}" if pd.notna(row[value])
            else f"{row['percentile']} {row['year']}: not published"
            for row in table.to_dict("records")
        ],
    })
    return draw_series(
        frame, canvas, axis=TimeAxis(prefix="$", connect=False),
        breaks=_breaks(breaks, table, canvas),
    )


def occupation_name(warehouse: Warehouse, occupation: str) -> str:
    """Title of an occupation the desk follows."""
    names = OCCUPATION.options(warehouse)
    return names.get(occupation, occupation)


def _span(table: pd.DataFrame) -> str:
    if table.empty:
        return "no year"
    first, last = int(table["year"].min()), int(table["year"].max())
    return f"May {first}" if first == last else f"{first} to {last}"


def _alt_range(table: pd.DataFrame) -> str:
    if table.empty:
        return "No year is shown."
    return (
        f"Estimates run from {count(table['employed_persons'].min())} to "
        f"{count(table['employed_persons'].max())} over {count(len(table), 'year')}."
    )
