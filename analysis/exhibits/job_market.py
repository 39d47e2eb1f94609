"""Job market, US: employment, pay, industries and areas from OEWS, with their errors and breaks.

Decided: OEWS counts wage and salary jobs only and its successive years share sample panels, so the
desk draws each estimate with its 95% interval, joins nothing across a break of method, and never
states a change. Industries are shown on one level (sectors), with what BLS withheld drawn as such.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.bars import draw_bars
from analysis.charts.series import Break, TimeAxis, draw_series
from analysis.exhibits.controls import Choice, Years, fixed, from_query
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count, listed
from analysis.warehouse import Warehouse

MODELS = "41-9012"
MOST_AREAS = 15
NO_SAMPLE_SIZE = NotApplicable("an estimate from an employer survey; its error is published")


def _years(warehouse: Warehouse) -> tuple[int, int]:
    row = warehouse.fetch("oews_years").frame.iloc[0]
    return int(row["first_year"]), int(row["last_year"])


OCCUPATION = Choice(
    "occupation", "Occupation", "US Standard Occupational Classification.", MODELS,
    from_query("options_occupation"),
)
AREA_OCCUPATION = Choice(
    "occupation", "Occupation", "Occupations with areas in May 2025.", MODELS,
    from_query("options_area_occupation"),
)
YEARS = Years("years", "Years", "May of each year; the month of 2002 is not stated.", _years)
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
    name = _name(warehouse, occupation)
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
    half = (last["high"] - last["low"]) / 2
    margin = (
        f"give or take {count(_round(half))} (95%)" if half > 0
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
    return "jobs in all occupations" if name == "All occupations" else f"jobs of {_lower(name)}"


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


def _draw_employment(
    table: pd.DataFrame, canvas: theme.Canvas, breaks: pd.DataFrame
) -> go.Figure:
    frame = pd.DataFrame({
        "series": "employment", "segment": table["regime"], "when": table["year"],
        "value": table["employed_persons"], "low": table["low"], "high": table["high"],
        "emphasis": True, "end_label": [f"{value:,.0f}" for value in table["employed_persons"]],
        "hover": [
            f"{row['year']}: {row['employed_persons']:,.0f} jobs, 95% {row['low']:,.0f} to "
            f"{row['high']:,.0f} ({row['soc_version']})" for row in table.to_dict("records")
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
    return [
        Break(
            float(year) - 0.5,
            ("new " + " and ".join(dict.fromkeys(rows["kind"]))) if not canvas.narrow else "break",
        ) for year, rows in inside.groupby("year")
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
    name, real = _name(warehouse, occupation), dollars == "real"
    last_year = _years(warehouse)[1]
    value = "wage_real_usd" if real else "wage_usd"
    money = f"{last_year} dollars (US CPI-U, May)" if real else "dollars of each year"
    title = _wage_title(table, name, value, f" in {last_year} dollars" if real else "")
    return Exhibit(
        id="", question="", settings={}, base=NO_SAMPLE_SIZE, table=table,
        words=Words(
            title=title, unit="US dollars a year",
            subtitle=f"{name}, US, annual wage: 10th percentile, median, 90th percentile, "
            f"{money}, {_span(table)} · a gap is a year BLS withheld or capped",
            alt=f"{title}. Three lines: 10th percentile, median and 90th percentile by year.",
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
            topics=["oews_national", *(["models_"] if occupation == MODELS else [])],
            notes=(
                "Annual wages are hourly wages times 2,080 hours, as BLS computes them; few "
                "models work such a year.",
            ) if occupation == MODELS else (),
        ),
    )


def _wage_title(table: pd.DataFrame, name: str, value: str, money: str) -> str:
    medians = table[(table["percentile"] == "Median") & table[value].notna()]
    if medians.empty:
        return f"BLS published no median wage of {_lower(name)} in these years"
    last = medians.iloc[-1]
    whom = "all occupations" if name == "All occupations" else _lower(name)
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
        frame, canvas, axis=TimeAxis(prefix="$"), breaks=_breaks(breaks, table, canvas)
    )


@exhibit(
    "job_market_industries", page="job_market",
    question="Where do the jobs counted as Models really stand?",
)
def build_industries(warehouse: Warehouse) -> Exhibit:
    """Models by sector, one level, withheld sectors and the remainder drawn as such."""
    result = warehouse.fetch("job_market_industries", occupation=MODELS)
    table = result.frame
    total = table["total_persons"].iloc[0] if len(table) else float("nan")
    known = table["employed_persons"].sum()
    largest = table.iloc[0] if len(table) and known else None
    withheld = int(table["employment_withheld"].sum())
    title = (
        f"The largest employer of “models” that BLS publishes is "
        f"{_sector(largest['industry_title']).lower()}: {count(largest['employed_persons'])} of "
        f"{count(total)} jobs; {count(total - known)} are withheld or unplaced"
        if largest is not None else "BLS published no sector for Models"
    )
    inside = table[table["employment_withheld"] & table["inside_persons"].notna()]
    notes = tuple(
        f"{_sector(row['industry_title'])} is withheld as a sector, but a cell inside it is "
        f"published: {row['inside_title']}, {count(row['inside_persons'])} jobs."
        for row in inside.to_dict("records")
    )
    return Exhibit(
        id="", question="", settings={}, base=NO_SAMPLE_SIZE, table=table,
        words=Words(
            title=title, unit="wage and salary jobs",
            subtitle="Models (41-9012), US wage and salary jobs by sector, May 2025, with 95% "
            "intervals · one level, hatched: withheld by BLS",
            alt=f"{title}. {withheld} sectors are withheld. {' '.join(notes)}",
        ),
        columns={
            "industry_title": Column("Sector"), "industry_code": Column("Code"),
            "employed_persons": Column("Jobs", "persons", "integer"),
            "employed_rse_percent": Column("Relative standard error", "% of estimate", "decimal"),
            "employment_withheld": Column("Withheld by BLS"),
            "inside_title": Column("Largest published cell inside"),
            "inside_persons": Column("Jobs in it", "persons", "integer"),
            "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_bars(_sector_bars(frame, total), canvas),
        **assemble(warehouse, results=[result], topics=["oews_industry"], notes=notes),
    )


def _sector(title: str) -> str:
    """Sector titles without their number: ``Sector 61 - Educational Services``."""
    return title.split(" - ", 1)[-1]


def _sector_bars(table: pd.DataFrame, total: float) -> pd.DataFrame:
    rows = []
    for row in table.to_dict("records"):
        value, rse = row["employed_persons"], row["employed_rse_percent"]
        half = 1.959964 * rse / 100 * value if pd.notna(rse) else float("nan")
        text = f"{value:,.0f}" if pd.notna(value) else "withheld by BLS"
        if pd.isna(value) and pd.notna(row["inside_persons"]):
            text += f"; {row['inside_title']} inside it: {row['inside_persons']:,.0f}"
        rows.append({
            "label": _sector(row["industry_title"]), "value": value,
            "low": max(0, value - half) if pd.notna(value) else value, "high": value + half,
            "text": text, "style": "solid" if pd.notna(value) else "withheld",
        })
    left = total - table["employed_persons"].sum()
    rows.append({
        "label": "All the rest: the withheld sectors together, and rounding", "value": left,
        "low": float("nan"), "high": float("nan"), "text": f"{left:,.0f}", "style": "hatched",
    })
    if rows[0]["style"] == "solid":
        rows[0]["style"] = "emphasis"
    return pd.DataFrame(rows)


@exhibit(
    "job_market_areas", page="job_market", controls=(AREA_OCCUPATION,),
    question="Where in the US are these jobs?",
)
def build_areas(warehouse: Warehouse, *, occupation: str) -> Exhibit:
    """Metropolitan areas with published employment, largest first."""
    result = warehouse.fetch("job_market_areas", occupation=occupation)
    table, name = result.frame, _name(warehouse, occupation)
    known = table[table["employed_persons"].notna()]
    withheld = int(table["employment_withheld"].sum())
    title = (
        f"{known.iloc[0]['area_title']} has the most salaried jobs of {_lower(name)} that BLS "
        f"publishes: {count(known.iloc[0]['employed_persons'])}; {count(withheld, 'area')} "
        f"withheld" if len(known) else f"BLS published no area for {_lower(name)}"
    )
    return Exhibit(
        id="", question="", settings={}, base=NO_SAMPLE_SIZE, table=table,
        words=Words(
            title=title, unit="wage and salary jobs",
            subtitle=f"{name}, US wage and salary jobs by area, May 2025, with 95% intervals · "
            f"the {min(MOST_AREAS, len(known))} largest of {len(known)} areas",
            alt=f"{title}. " + listed([
                f"{row['area_title']}: {row['employed_persons']:,.0f}"
                for row in known.head(5).to_dict("records")
            ]),
        ),
        columns={
            "area_title": Column("Area"),
            "employed_persons": Column("Jobs", "persons", "integer"),
            "employed_rse_percent": Column("Relative standard error", "% of estimate", "decimal"),
            "annual_median_usd": Column("Median wage", "US dollars a year", "integer"),
            "location_quotient": Column("Location quotient", "ratio to the nation", "decimal"),
            "employment_withheld": Column("Withheld by BLS"), "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_bars(_area_bars(frame), canvas),
        **assemble(
            warehouse, results=[result], searched="oews_sources", topics=["oews_area"],
        ),
    )


def _area_bars(table: pd.DataFrame) -> pd.DataFrame:
    known = table[table["employed_persons"].notna()].head(MOST_AREAS)
    half = 1.959964 * known["employed_rse_percent"] / 100 * known["employed_persons"]
    return pd.DataFrame({
        "label": known["area_title"], "value": known["employed_persons"],
        "low": (known["employed_persons"] - half).clip(lower=0),
        "high": known["employed_persons"] + half,
        "text": [f"{value:,.0f}" for value in known["employed_persons"]], "style": "solid",
    })


def _name(warehouse: Warehouse, occupation: str) -> str:
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
