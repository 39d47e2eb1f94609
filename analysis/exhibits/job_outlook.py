"""Job market, outlook: projections against what came, job postings, AI in postings.

Decided: a projection is compared only with the base year of a later round, which counts the same
jobs (self-employed included), and only the 2014-24 round has matured. Two vintages of the postings
index are two lines, never one.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.projections import draw_projections
from analysis.charts.series import TimeAxis, draw_series
from analysis.exhibits.controls import Choice, Choices, from_query
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.job_market import OCCUPATION
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count, listed, percent
from analysis.warehouse import Warehouse

SECTOR = Choice(
    "sector", "Sector", "Indeed's sectors; several end in 2024.", "All sectors",
    from_query("options_postings_sector"),
)
POSTINGS_COUNTRIES = Choices(
    "countries", "Countries", "None chosen: United Kingdom and United States.",
    from_query("options_postings_country"), nothing="United Kingdom, United States",
)
COUNTRIES = Choices(
    "countries", "Countries", "None chosen: United Kingdom and United States.",
    from_query("options_ai_country"), nothing="United Kingdom, United States",
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
    judged = "more than" if came > projected else "fewer than" if came < projected else "as many as"
    return (
        f"{name}: BLS later put {row['target_year']} at {count(came)}, {judged} the "
        f"{count(projected)} its {row['round']} round had projected; {ahead}"
    )


@exhibit(
    "job_market_postings", page="job_market", controls=(POSTINGS_COUNTRIES, SECTOR),
    question="What do job postings show?",
)
def build_postings(
    warehouse: Warehouse, *, countries: tuple[str, ...], sector: str
) -> Exhibit:
    """Indeed's postings index by month; each country, vintage and method is its own line."""
    chosen = countries or BOTH
    result = warehouse.fetch("job_market_postings", countries=list(chosen), sector=sector)
    names = POSTINGS_COUNTRIES.options(warehouse)
    table = result.frame.assign(country_name=result.frame["country"].map(names))
    title = _postings_title(table, sector.lower())
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("an index of postings on one site, not a sample"),
        words=Words(
            title=title, unit="index, 1 February 2020 = 100",
            subtitle=f"Indeed job postings, {sector.lower()}, monthly mean of a daily index, "
            "1 February 2020 = 100, seasonally adjusted · two methods of adjustment are two "
            "lines, never joined",
            alt=f"{title}. {count(table['series_id'].nunique(), 'line')}.",
        ),
        columns={
            "country_name": Column("Country"), "month": Column("Month", None, "month"),
            "index_mean": Column("Index", "1 Feb 2020 = 100", "decimal"),
            "adjustment": Column("Adjustment"), "vintage": Column("Vintage"),
            "days": Column("Days", "days", "integer"), "source_id": Column("Source"),
        },
        draw=_draw_postings,
        **assemble(
            warehouse, results=[result], searched="postings_sources", topics=["postings"],
        ),
    )


def _postings_title(table: pd.DataFrame, what: str) -> str:
    """The last value of each line, country by country, with its month."""
    if table.empty:
        return f"Indeed's copies on the desk have no series for {what} in these countries"
    last = table.sort_values("month").groupby("series_id", sort=False).tail(1)
    latest = last.sort_values("month").groupby("country_name").tail(1)
    month = latest["month"].max()
    parts = [
        f"{_level(row['index_mean'])} in {_the(row['country_name'])}"
        + ("" if row["month"] == month else f" ({row['month']:%B %Y}, where the copy ends)")
        for row in latest.sort_values("country_name").to_dict("records")
    ]
    return f"Job postings ({what}) against February 2020: {listed(parts)}, {month:%B %Y}"


def _level(index: float) -> str:
    gap = round(index - 100)
    if not gap:
        return "level"
    return f"{abs(gap)}% {'above' if gap > 0 else 'below'}"


def _the(country: str) -> str:
    """A country as it stands in a sentence."""
    return f"the {country}" if country.startswith(("United", "Netherlands")) else country


def _draw_postings(table: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    methods = {
        "seasonally adjusted (2024 method)": "new method",
        "seasonally adjusted (2017-2019 patterns)": "old method",
    }
    ends = table.groupby("series_id")["index_mean"].last()
    frame = pd.DataFrame({
        "series": table["series_id"], "segment": table["series_id"], "when": table["month"],
        "value": table["index_mean"], "low": float("nan"), "high": float("nan"),
        "emphasis": False,
        "end_label": [
            f"{row['country_name']} {ends[row['series_id']]:.0f}, {methods[row['adjustment']]}"
            for row in table.to_dict("records")
        ],
        "hover": [
            f"{row['country_name']}, {row['month']:%b %Y}: {row['index_mean']:.1f} · "
            f"{row['adjustment']}" for row in table.to_dict("records")
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
    title = _ai_share_title(last, {code: _the(names[code]) for code in chosen})
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


def _ai_share_title(last: pd.DataFrame, names: dict[str, str]) -> str:
    """The last share of each country, dated apart where a copy ends earlier."""
    if last.empty:
        return "No share of postings for these countries"
    newest = last["month"].max()
    parts = [
        f"{percent(float(last['share'][code]), digits=1)} in {name}"
        + ("" if last["month"][code] == newest
           else f" ({last['month'][code]:%B %Y}, where the copy ends)")
        for code, name in names.items() if code in last.index
    ]
    return f"Job postings that mention AI: {listed(parts)}, {newest:%B %Y}"
