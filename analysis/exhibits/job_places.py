"""Job market, US: in which industries and areas the counted jobs stand, May 2025.

Decided: industries are nested, so one level (sectors) is shown with the remainder drawn; what BLS
withheld is drawn as withheld, and a published cell inside a withheld sector is named, never added.
"""

from __future__ import annotations

import math

import pandas as pd

from analysis.charts.bars import draw_bars
from analysis.exhibits.controls import Choice, from_query
from analysis.exhibits.exhibit import Column, Exhibit, Words, assemble
from analysis.exhibits.job_market import MODELS, NO_SAMPLE_SIZE, occupation_name
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count, listed, lower_first
from analysis.warehouse import Warehouse

MOST_AREAS = 15
Z95 = 1.959964

AREA_OCCUPATION = Choice(
    "occupation", "Occupation", "Occupations with areas in May 2025.", MODELS,
    from_query("options_area_occupation"),
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
    withheld = int(table["employment_withheld"].sum())
    title = _industries_title(table, total)
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


def _industries_title(table: pd.DataFrame, total: float) -> str:
    """The largest published sector, or that there is none or no single one."""
    known = table[table["employed_persons"].notna()]
    if known.empty:
        return "BLS published no sector for Models"
    top = known["employed_persons"].max()
    largest = [_sector(name).lower() for name in
               known[known["employed_persons"] == top]["industry_title"]]
    first = (
        f"The largest employer of “models” that BLS publishes is {largest[0]}: {count(top)}"
        if len(largest) == 1 else
        f"No single sector employs the most “models” that BLS publishes: {listed(largest)} have "
        f"{count(top)} each"
    )
    if math.isnan(total):
        return f"{first}; the total is not published"
    left = total - known["employed_persons"].sum()
    return f"{first} of {count(total)} jobs; {count(left)} are withheld or unplaced"


def _sector(title: str) -> str:
    """Sector titles without their number: ``Sector 61 - Educational Services``."""
    return title.split(" - ", 1)[-1]


def _sector_bars(table: pd.DataFrame, total: float) -> pd.DataFrame:
    rows = []
    for row in table.to_dict("records"):
        value, rse = row["employed_persons"], row["employed_rse_percent"]
        half = Z95 * rse / 100 * value if pd.notna(rse) else float("nan")
        text = f"{value:,.0f}" if pd.notna(value) else "withheld by BLS"
        if pd.isna(value) and pd.notna(row["inside_persons"]):
            text += f"; {row['inside_title']} inside it: {row['inside_persons']:,.0f}"
        rows.append({
            "label": _sector(row["industry_title"]), "value": value,
            "low": max(0, value - half) if pd.notna(half) else half, "high": value + half,
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
    table, name = result.frame, occupation_name(warehouse, occupation)
    known = table[table["employed_persons"].notna()]
    withheld = int(table["employment_withheld"].sum())
    title = (
        f"{known.iloc[0]['area_title']} has the most salaried jobs of {lower_first(name)} that BLS "
        f"publishes: {count(known.iloc[0]['employed_persons'])}; {count(withheld, 'area')} "
        f"withheld" if len(known) else f"BLS published no area for {lower_first(name)}"
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
    half = Z95 * known["employed_rse_percent"] / 100 * known["employed_persons"]
    return pd.DataFrame({
        "label": known["area_title"], "value": known["employed_persons"],
        "low": (known["employed_persons"] - half).clip(lower=0),
        "high": known["employed_persons"] + half,
        "text": [f"{value:,.0f}" for value in known["employed_persons"]], "style": "solid",
    })
