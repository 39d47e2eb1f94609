"""Exposure: what AI-exposure indices say of an occupation, and why they disagree.

Decided: the desk shows every measure and picks none. A percentile says where a measure ranks an
occupation among those it covers, nothing more; no measure asks whether a generated picture can
stand in for a person. Measures without a licence appear as ranks only.
"""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.points import Scale, draw_points
from analysis.charts.ranges import draw_ranges
from analysis.charts.scatter import Axes, draw_scatter
from analysis.exhibits.controls import Choice, from_query
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count, lower_first
from analysis.warehouse import Warehouse

MODELS = "41-9012"
FIRST_MEASURE = "microsoft_ai_applicability"
PERCENTILE = Scale(low=0, high=100, ticks=(0, 25, 50, 75, 100), suffix="", factor=1)
NOT_A_SAMPLE = NotApplicable("an index over occupations, not a sample of people")

OCCUPATION = Choice(
    "occupation", "Occupation", "The fashion-related occupations of the desk.", MODELS,
    from_query("options_exposure_occupation"),
)
MEASURE = Choice(
    "measure", "Measure", "Measures whose licence allows their scores to be shown.",
    FIRST_MEASURE, from_query("options_licensed_measure"),
)


@exhibit(
    "exposure_disagreement", page="exposure", controls=(OCCUPATION,),
    question="How exposed to AI is an occupation, according to which measure?",
)
def build_disagreement(warehouse: Warehouse, *, occupation: str) -> Exhibit:
    """Every measure as a percentile; the complementarity measure reads the other way, apart."""
    result = warehouse.fetch("exposure_disagreement", occupation=occupation)
    name = OCCUPATION.options(warehouse).get(occupation, occupation)
    table = _as_points(result.frame)
    exposed = table[table["higher_means"] == "more exposed"]
    title = (
        f"{count(len(exposed), 'measure')} put {lower_first(name)} anywhere from the "
        f"{_ordinal(exposed['percentile'].min())} to the "
        f"{_ordinal(exposed['percentile'].max())} percentile of AI exposure"
        if len(exposed) else f"No measure on the desk covers {lower_first(name)}"
    )
    return Exhibit(
        id="", question="", settings={}, base=NOT_A_SAMPLE, table=table,
        words=Words(
            title=title, unit="percentile among the occupations a measure covers",
            subtitle=f"{name}: percentile among all occupations each measure covers, 100 = "
            "highest score · no interval: none is published",
            alt=f"{title}. " + "; ".join(
                f"{row['title']}: {row['percentile']:.0f}" for row in table.to_dict("records")
            ),
        ),
        columns={
            "title": Column("Measure"), "percentile": Column("Percentile", "0-100", "decimal"),
            "rank_from_top": Column("Rank from the top", "rank", "integer"),
            "occupations_n": Column("Occupations covered", "occupations", "integer"),
            "higher_means": Column("A high score means"), "family": Column("Authors"),
            "description": Column("What it measures"), "taxonomy": Column("Classification"),
            "title_in_source": Column("Title in the source"),
            "reference_period": Column("Period"), "licensed": Column("Licensed"),
            "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_points(frame, canvas, scale=PERCENTILE),
        **assemble(
            warehouse, results=[result], searched="exposure_sources", topics=["exposure"],
        ),
    )


def _as_points(frame: pd.DataFrame) -> pd.DataFrame:
    words = {
        "more exposed": "A high score means more exposed",
        "more shielded": "A high score means more shielded: read it the other way",
    }
    return frame.assign(
        section=frame["higher_means"].map(words), label=frame["title"],
        value=frame["percentile"], low=float("nan"), high=float("nan"), emphasis=False,
        hover=[
            f"{row['title']}: percentile {row['percentile']:.1f}, rank {row['rank_from_top']} of "
            f"{row['occupations_n']} · {row['scale']}" for row in frame.to_dict("records")
        ],
    )


@exhibit(
    "exposure_range", page="exposure",
    question="For which fashion occupations do the measures disagree most?",
)
def build_range(warehouse: Warehouse) -> Exhibit:
    """Lowest, median and highest percentile of each listed occupation."""
    result = warehouse.fetch("exposure_range")
    table = result.frame
    title = _range_title(table)
    return Exhibit(
        id="", question="", settings={}, base=NOT_A_SAMPLE, table=table,
        words=Words(
            title=title, unit="percentile among the occupations a measure covers",
            subtitle="Lowest, median and highest percentile over all measures where a high score "
            "means more exposed, widest spread first · a spread of measures, not an interval",
            alt=f"{title}. " + "; ".join(
                f"{row['title']}: {row['lowest']:.0f} to {row['highest']:.0f}"
                for row in table.to_dict("records")
            ),
        ),
        columns={
            "title": Column("Occupation"), "soc": Column("SOC"),
            "lowest": Column("Lowest", "percentile", "decimal"),
            "middle": Column("Median", "percentile", "decimal"),
            "highest": Column("Highest", "percentile", "decimal"),
            "measures": Column("Measures", "measures", "integer"),
            "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_ranges(
            frame.assign(emphasis=frame["soc"] == MODELS), canvas
        ),
        **assemble(
            warehouse, results=[result], searched="exposure_sources",
            topics=["exposure_measures"] if table.empty else ["exposure"],
        ),
    )


def _range_title(table: pd.DataFrame) -> str:
    """The widest spread, or that there is none or no single one."""
    if table.empty:
        return "No measure covers a fashion occupation"
    spread = (table["highest"] - table["lowest"]).round(1)
    widest = table[spread == spread.max()]
    if len(widest) > 1:
        return (
            f"Over all measures {count(len(widest))} occupations share the same spread of "
            f"{spread.max():.0f} percentiles, wider than all others"
            if len(widest) < len(table) else
            f"Over all measures every occupation has the same spread of {spread.max():.0f} "
            "percentiles"
        )
    row = widest.iloc[0]
    return (
        f"Over all measures the widest spread is for {lower_first(row['title'])}: percentile "
        f"{row['lowest']:.0f} to {row['highest']:.0f}"
    )


@exhibit(
    "exposure_pay", page="exposure", controls=(MEASURE, OCCUPATION),
    question="Are better-paid occupations more exposed?",
)
def build_pay(warehouse: Warehouse, *, measure: str, occupation: str) -> Exhibit:
    """Score against median pay, all occupations of OEWS May 2025, for a licensed measure."""
    result = warehouse.fetch("exposure_pay", measure=measure)
    table = result.frame
    what = MEASURE.options(warehouse)[measure]
    title = _pay_title(table, what)
    return Exhibit(
        id="", question="", settings={}, base=NOT_A_SAMPLE, table=table,
        words=Words(
            title=title, unit="score of the measure; US dollars a year",
            subtitle=f"Score of {what} against median annual wage, US, May 2025, "
            f"{count(len(table), 'occupation')} · large points: fashion-related · log scale for "
            "pay",
            alt=f"{title}. A cloud of {len(table)} occupations.",
        ),
        columns={
            "title": Column("Occupation"), "soc": Column("SOC"),
            "score": Column("Score", "as the measure", "decimal"),
            "annual_median_usd": Column("Median wage", "US dollars a year", "integer"),
            "employed_persons": Column("Jobs", "persons", "integer"),
            "listed": Column("Fashion-related"), "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: _draw_pay(frame, canvas, occupation, what),
        **assemble(
            warehouse, results=[result], searched="exposure_sources", topics=["exposure"],
            notes=(
                "Rank correlation is over occupations, each counted once whatever its size; it "
                "says nothing of any person or of change over time.",
            ),
        ),
    )


def _pay_title(table: pd.DataFrame, what: str) -> str:
    """Strength and direction of the rank correlation in words."""
    if len(table) < 3:
        return f"{what} covers too few occupations with a published median wage"
    strength = table["score"].rank().corr(table["annual_median_usd"].rank())
    if math.isnan(strength):
        return f"By {what}, all occupations score the same or earn the same"
    thing = "shielding from AI" if table["higher_means"].iloc[0] == "more shielded" else "exposure"
    if abs(strength) < 0.1:
        return f"By {what}, {thing} hardly goes with pay (rank correlation {_signed(strength)})"
    which = "higher" if strength > 0 else "lower"
    word = "strongly" if abs(strength) >= 0.6 else "somewhat" if abs(strength) >= 0.3 else "weakly"
    return f"By {what}, {thing} goes {word} with {which} pay (rank correlation {_signed(strength)})"


def _signed(number: float) -> str:
    return f"{number:.2f}".replace("-", "−")


def _draw_pay(
    table: pd.DataFrame, canvas: theme.Canvas, occupation: str, what: str
) -> go.Figure:
    frame = pd.DataFrame({
        "x": table["score"], "y": table["annual_median_usd"], "label": table["title"],
        "role": [
            "chosen" if row["soc"] == occupation else "listed" if row["listed"] else "other"
            for row in table.to_dict("records")
        ],
        "hover": [
            f"{row['title']}: score {row['score']:.3f}, ${row['annual_median_usd']:,.0f} a year"
            for row in table.to_dict("records")
        ],
    })
    return draw_scatter(
        frame, canvas,
        axes=Axes(f"Score of {what}", "Median wage, US dollars a year", y_prefix="$", y_log=True),
    )


def _ordinal(number: float) -> str:
    """A percentile as ``3rd``; rounded to a whole number, never 0th."""
    whole = max(1, round(number))
    ending = "th" if 10 <= whole % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole}{ending}"
