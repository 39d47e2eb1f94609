"""Job market, outlook: projections against what came, job postings, AI in postings, UK beside US.

Decided: a projection is compared only with the base year of a later round, which counts the same
jobs (self-employed included), and only the 2014-24 round has matured. Two vintages of the postings
index are two lines, never one. Pounds and dollars never share an axis.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.pairs import Panel, draw_pairs
from analysis.charts.projections import draw_projections
from analysis.charts.series import TimeAxis, draw_series
from analysis.exhibits.controls import Choice, Choices, from_query
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.job_market import MODELS, OCCUPATION
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count, listed, percent
from analysis.warehouse import Warehouse

COUNTRY = Choice(
    "country", "Country", "Country of the postings.", "US", from_query("options_postings_country"),
)
SECTOR = Choice(
    "sector", "Sector", "Indeed's sectors; several end in 2024.", "All sectors",
    from_query("options_postings_sector"),
)
COUNTRIES = Choices(
    "countries", "Countries", "None chosen: United Kingdom and United States.",
    from_query("options_ai_country"),
)
BOTH = ("GB", "US")


@exhibit(
    "job_market_projections", page="job_market", controls=(OCCUPATION,),
    question="What did BLS project, and what came?",
)
def build_projections(warehouse: Warehouse, *, occupation: str) -> Exhibit:
    """Each projection round beside the base years of later rounds."""
    result = warehouse.fetch("job_market_projections", occupation=occupation)
    factors = warehouse.fetch("projection_factors", occupation=occupation)
    table = result.frame
    name = OCCUPATION.options(warehouse).get(occupation, occupation)
    title = _projection_title(table, name)
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("a projection, not a sample"),
        words=Words(
            title=title, unit="jobs, self-employed included",
            subtitle=f"{name}, US jobs with self-employed · filled: base year of a round as "
            "counted; hollow at the end of a dashed line: what that round projected",
            alt=f"{title}. " + "; ".join(
                f"round {row['round']}: {count(row['base_employment_persons'])} projected to "
                f"{count(row['projected_employment_persons'])}"
                for row in table.to_dict("records")
            ),
        ),
        columns={
            "round": Column("Round"), "base_year": Column("Base year", None, "year"),
            "base_employment_persons": Column("Base", "jobs", "integer"),
            "target_year": Column("Target year", None, "year"),
            "projected_employment_persons": Column("Projected", "jobs", "integer"),
            "change_percent": Column("Projected change", "percent", "decimal"),
            "self_employed_share": Column("Self-employed in base", "percent", "percent"),
            "matured": Column("Target year counted"), "source_id": Column("Source"),
        },
        draw=draw_projections,
        **assemble(
            warehouse, results=[result, factors], searched="projection_sources",
            topics=["projections"], notes=tuple(factors.frame["statement"]),
        ),
    )


def _projection_title(table: pd.DataFrame, name: str) -> str:
    if table.empty:
        return f"No projection round on the desk covers {name}"
    bases = table.set_index("base_year")["base_employment_persons"]
    matured = table[table["matured"] & table["target_year"].isin(bases.index)]
    latest = table.iloc[-1]
    change = f"{latest['change_percent']:+.1f}%".replace("-", "−")
    ahead = f"the {latest['round']} round projects {change} over ten years"
    if matured.empty:
        return f"{name}: {ahead}; no earlier round can be judged yet"
    row = matured.iloc[0]
    came, projected = bases[row["target_year"]], row["projected_employment_persons"]
    judged = "more" if came > projected else "fewer" if came < projected else "as many"
    number = f" ({count(came)} against {count(projected)})"
    than = "as" if judged == "as many" else "than"
    return (
        f"{name}: {row['target_year']} brought {judged} jobs {than} the {row['round']} round "
        f"projected{number}; {ahead}"
    )


@exhibit(
    "job_market_postings", page="job_market", controls=(COUNTRY, SECTOR),
    question="What do job postings show?",
)
def build_postings(warehouse: Warehouse, *, country: str, sector: str) -> Exhibit:
    """Indeed's postings index by month; each vintage and method is a line of its own."""
    result = warehouse.fetch("job_market_postings", country=country, sector=sector)
    table = result.frame
    countries = COUNTRY.options(warehouse)
    where, what = _the(countries.get(country, country)), sector.lower()
    title = _postings_title(table, where, what)
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("an index of postings on one site, not a sample"),
        words=Words(
            title=title, unit="index, 1 February 2020 = 100",
            subtitle=f"Indeed job postings, {where}, {what}, monthly mean of a daily index, "
            "1 February 2020 = 100, seasonally adjusted · two methods are two lines",
            alt=f"{title}. {count(table['series_id'].nunique(), 'line')}.",
        ),
        columns={
            "month": Column("Month", None, "month"),
            "index_mean": Column("Index", "1 Feb 2020 = 100", "decimal"),
            "adjustment": Column("Adjustment"), "vintage": Column("Vintage"),
            "days": Column("Days", "days", "integer"), "source_id": Column("Source"),
        },
        draw=_draw_postings,
        **assemble(
            warehouse, results=[result], searched="postings_sources", topics=["postings"],
        ),
    )


def _postings_title(table: pd.DataFrame, where: str, what: str) -> str:
    if table.empty:
        return f"Indeed's copies on the desk have no series for {what} in {where}"
    last = table.sort_values("month").iloc[-1]
    gap = last["index_mean"] - 100
    place = (
        f"{abs(gap):.0f}% {'above' if gap > 0 else 'below'}" if round(abs(gap)) else "level with"
    )
    month = f"{last['month']:%B %Y}"
    lines = table["series_id"].nunique()
    joined = "" if lines == 1 else f"; {lines} lines that must not be joined"
    return f"In {month}, postings in {where} ({what}) stood {place} February 2020{joined}"


def _the(country: str) -> str:
    """A country as it stands in a sentence."""
    return f"the {country}" if country.startswith(("United", "Netherlands")) else country


def _draw_postings(table: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    methods = {
        "seasonally adjusted (2024 method)": "method since Nov 2024",
        "seasonally adjusted (2017-2019 patterns)": "method before Nov 2024",
    }
    ends = table.groupby("series_id")["index_mean"].last()
    frame = pd.DataFrame({
        "series": table["series_id"], "segment": table["series_id"], "when": table["month"],
        "value": table["index_mean"], "low": float("nan"), "high": float("nan"),
        "emphasis": False,
        "end_label": [
            f"{ends[row['series_id']]:.0f}, {methods.get(row['adjustment'], row['adjustment'])}"
            for row in table.to_dict("records")
        ],
        "hover": [
            f"{row['month']:%b %Y}: {row['index_mean']:.1f} · {row['adjustment']}"
            for row in table.to_dict("records")
        ],
    })
    return draw_series(frame, canvas, axis=TimeAxis(dates=True))


@exhibit(
    "job_market_ai_share", page="job_market", controls=(COUNTRIES,),
    question="How many job postings mention AI?",
)
def build_ai_share(warehouse: Warehouse, *, countries: tuple[str, ...]) -> Exhibit:
    """Share of Indeed postings that mention AI, by month."""
    chosen = countries or BOTH
    result = warehouse.fetch("job_market_ai_share", countries=list(chosen))
    table = result.frame.assign(percent=lambda frame: frame["share"] * 100)
    names = COUNTRIES.options(warehouse)
    last = table.sort_values("month").groupby("country").last()
    title = (
        "Job postings that mention AI: " + listed([
            f"{percent(float(last['share'][code]), digits=1)} in {_the(names[code])}"
            for code in chosen if code in last.index
        ]) + f" in {last['month'].max():%B %Y}"
        if len(last) else "No share of postings for these countries"
    )
    ends = {code: f"{names[code]} {last.loc[code, 'percent']:.1f}%" for code in last.index}
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("all postings of one site, not a sample"),
        words=Words(
            title=title, unit="percent of postings",
            subtitle="Share of Indeed job postings that mention AI terms, percent, monthly mean "
            "of a 7-day average · a mention, not a job done by AI",
            alt=f"{title}. Lines from {table['month'].min():%Y} to {table['month'].max():%Y}."
            if len(table) else title,
        ),
        columns={
            "country": Column("Country"), "month": Column("Month", None, "month"),
            "share": Column("Share", "percent of postings", "percent"),
            "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_series(
            pd.DataFrame({
                "series": frame["country"], "segment": frame["country"], "when": frame["month"],
                "value": frame["percent"], "low": float("nan"), "high": float("nan"),
                "emphasis": False, "end_label": frame["country"].map(ends),
                "hover": [
                    f"{names[row['country']]}, {row['month']:%b %Y}: {row['percent']:.2f}%"
                    for row in frame.to_dict("records")
                ],
            }), canvas, axis=TimeAxis(suffix="%", dates=True),
        ),
        **assemble(
            warehouse, results=[result], searched="ai_share_sources",
            topics=["ai_postings_share"],
        ),
    )


@exhibit(
    "job_market_uk", page="job_market", question="What do the UK and the US publish side by side?",
)
def build_uk(warehouse: Warehouse) -> Exhibit:
    """UK median pay beside US median pay for like occupations, each in its own currency."""
    result = warehouse.fetch("job_market_uk")
    table = result.frame
    table["both"] = table["uk_median_gbp"].notna() & table["us_median_usd"].notna()
    models = bool((table["soc"] == MODELS).any())
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
