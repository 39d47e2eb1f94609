"""Scenarios: two sets of assumptions side by side, and each year by year with its fan.

Decided: both scenarios are run on the same draws, so that what sets them apart is what was changed
and not chance; the difference is taken draw by draw. The finding is about crew income first, since
a levy, a floor or a refused consent is asked for on behalf of somebody.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.fan import FanAxis, draw_fans
from analysis.charts.points import draw_points
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_effects import scale_for
from analysis.exhibits.ledger_money import CURRENCY
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.scenario_start import (
    CODE_A,
    CODE_B,
    MEASURE,
    NEEDS,
    NO_SAMPLE,
    YEARS,
    start_of,
)
from analysis.exhibits.scenario_words import (
    MEASURES,
    NOUNS,
    amount,
    beside,
    side,
    with_range,
)
from analysis.scenarios.results import RANGE, Results, relative, spread
from analysis.warehouse import Warehouse

ORDER = ("crew_income", "models_income", "bookings", "crew_days", "brand_cost")
AGAINST = "B against A"
CHANGES = {
    "change": Column("Change at the values", "share", "percent"),
    "low": Column("Range of assumptions, from", "share", "percent"),
    "high": Column("Range of assumptions, to", "share", "percent"),
}
"""Columns of a change with its range."""


@ledger_exhibit(
    "scenarios_compare", page="scenarios", controls=(CODE_A, CODE_B, YEARS, CURRENCY),
    needs=NEEDS, question="What would a rule change, and for whom?",
)
def build_compare(
    warehouse: Warehouse, *, a: str, b: str, years: str, currency: str
) -> Exhibit:
    """Five measures in a year under two scenarios, against the base year and each other.

    Unit: relative change. Formula of the last rows: B / A - 1, draw by draw.
    """
    start = start_of(warehouse, currency=currency)
    table, released = start.table(lambda: compare_table(
        {"A": start.results(a, years), "B": start.results(b, years)}))
    title = compare_title(table, start.words(a), start.words(b), years)
    names = {"A": start.named(a, "A"), "B": start.named(b, "B"), AGAINST: AGAINST}
    return Exhibit(
        id="", question="", settings={}, base=NO_SAMPLE, released=released,
        words=Words(
            title=title, unit="percent", row="change",
            subtitle=f"Change in percent, {start.when(years)} · point: at the values given, bar: "
            "range of assumptions (middle 90% of 10,000 draws) · last row of each: B against A in "
            "the same draw",
            alt=f"{title}. " + "; ".join(
                f"{MEASURES[row['measure']]}, {row['scenario']}: "
                f"{with_range(row['change'], row['low'], row['high'])}"
                for row in table.to_dict("records")) + ".",
        ),
        columns={
            "measure": Column("Measure"), "scenario": Column("Scenario"),
            "base": Column("Base", "see measure", "decimal"),
            "value": Column("At the values", "see measure", "decimal"), **CHANGES,
            "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_points(
            _points(frame, names, start.currency), canvas, scale=scale_for(pd.concat(
                [frame["low"], frame["high"], frame["change"]]))),
        **start.parts(table, (a, b)),
    )


def compare_table(results: dict[str, Results]) -> pd.DataFrame:
    """A row a measure and scenario, and one for B against A."""
    rows = []
    for measure in ORDER:
        for name, one in results.items():
            found = one.row(measure)
            rows.append({"measure": measure, "scenario": name, **{
                key: found[key] for key in ("base", "value", "change", "low", "high")}})
        first, second = (one.row(measure) for one in results.values())
        ends = spread(relative(*(one.totals[measure][1] for one in results.values())))
        rows.append({
            "measure": measure, "scenario": AGAINST, "base": first["value"],
            "value": second["value"], "change": _ratio(first["value"], second["value"]),
            "low": ends[0], "high": ends[-1]})
    return pd.DataFrame(rows)


def _ratio(before: float, after: float) -> float:
    return after / before - 1 if before > 0 else float("nan")


def compare_title(table: pd.DataFrame, a: str, b: str, years: str) -> str:
    """What B does to crew income against A, and where that leaves it beside the base year.

    Parameters
    ----------
    table : DataFrame
        Of :func:`compare_table`.
    a, b : str
        What is changed in either, in words; empty where nothing is.
    years : str
        Years from now.
    """
    rows = table[table["measure"] == "crew_income"].set_index("scenario")
    if not rows["base"].iloc[0] > 0:
        return "No crew was paid in the base year, so nothing can be compared"
    ends = {name: (float(low), float(high)) for name, low, high in zip(
        rows.index, rows["low"], rows["high"], strict=True)}
    with_b = f"With {b}" if b else "With no change"
    where = beside(*ends["B"])
    if a == b:
        return f"{with_b}, crews would have {_than(where, 'today', years)}"
    against = beside(*ends[AGAINST])
    other = f"with {a}" if a else "without"
    return (f"{with_b}, crews would have {_than(against, other, years)}; beside today: {where}")


def _than(words: str, other: str, years: str) -> str:
    """``2% to 5% more income in year 10 than today``, ``as much income … as today``."""
    join = "as" if words == "as much" else "than"
    return f"{words} income in year {years} {join} {other}"


def _points(
    table: pd.DataFrame, names: dict[str, str], currency: str
) -> pd.DataFrame:
    rows = table.to_dict("records")
    return pd.DataFrame({
        "section": [_section(row["measure"], table, currency) for row in rows],
        "label": [names[row["scenario"]] for row in rows], "value": table["change"],
        "low": table["low"], "high": table["high"],
        "emphasis": table["scenario"] == AGAINST,
        "words": "nothing in the base year",
        "hover": [f"{MEASURES[row['measure']]}, {names[row['scenario']]}: "
                  f"{with_range(row['change'], row['low'], row['high'])}" for row in rows],
    })


def _section(measure: str, table: pd.DataFrame, currency: str) -> str:
    base = table.loc[table["measure"] == measure, "base"].iloc[0]
    return f"{MEASURES[measure]} (base year: {amount(base, currency, kind=NOUNS[measure][2])})"


@ledger_exhibit(
    "scenarios_path", page="scenarios", controls=(CODE_A, CODE_B, MEASURE, YEARS, CURRENCY),
    needs=NEEDS, question="What happens year by year?",
)
def build_path(
    warehouse: Warehouse, *, a: str, b: str, measure: str, years: str, currency: str
) -> Exhibit:
    """A measure year by year under two scenarios, with the range of assumptions as a fan.

    Unit: relative change against the base year.
    """
    start = start_of(warehouse, currency=currency)
    codes = {"A": a, "B": b} if a != b else {"B": b}
    table, released = start.table(lambda: path_table(
        {name: start.results(code, years) for name, code in codes.items()}, measure))
    names = {name: start.named(code, name) for name, code in codes.items()}
    title = path_title(table, measure, years)
    return Exhibit(
        id="", question="", settings={}, base=NO_SAMPLE, released=released,
        words=Words(
            title=title, unit="percent", row="year",
            subtitle=f"{MEASURES[measure]}, change in percent, {start.when(years)} · line: at the "
            "values given, bands: range of assumptions (half and 90% of 10,000 draws)",
            alt=f"{title}. " + "; ".join(
                f"{names[row['scenario']]}, year {row['year']}: "
                f"{with_range(row['change'], row['low'], row['high'])}"
                for row in table[table["year"].isin([0, int(years) // 2, int(years)])]
                .to_dict("records")) + ".",
        ),
        columns={
            "scenario": Column("Scenario"), "year": Column("Year from now", "years", "integer"),
            "measure": Column("Measure"), "base": Column("Base", "see measure", "decimal"),
            "value": Column("At the values", "see measure", "decimal"), **CHANGES,
            "inner_low": Column("Half of the draws, from", "share", "percent"),
            "inner_high": Column("Half of the draws, to", "share", "percent"),
            "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_fans(
            _fans(frame, names), canvas, axis=FanAxis("years from now")),
        **start.parts(table, tuple(codes.values())),
    )


def path_table(results: dict[str, Results], measure: str) -> pd.DataFrame:
    """A row a scenario and year of one measure."""
    return pd.concat([
        one.path[one.path["measure"] == measure].assign(scenario=name)
        for name, one in results.items()], ignore_index=True)


def path_title(table: pd.DataFrame, measure: str, years: str) -> str:
    """Where a measure stands in the last year under each scenario, beside today."""
    last = table[table["year"] == table["year"].max()]
    subject = MEASURES[measure]
    if not last["base"].iloc[0] > 0:
        return f"{subject}: nothing in the base year to compare with"
    words = ("above", "below")
    ends = [f"{beside(row['low'], row['high'], words=words)}" + (
        f" under {row['scenario']}" if len(last) > 1 else "") for row in last.to_dict("records")]
    return f"{subject} in year {years} beside today: {'; '.join(ends)}"


def _fans(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    rows = table.to_dict("records")
    return pd.DataFrame({
        "panel": table["scenario"].map(names), "x": table["year"], "value": table["change"],
        **{name: table[name] for name in RANGE},
        "hover": [f"{names[row['scenario']]}, year {row['year']}: "
                  f"{with_range(row['change'], row['low'], row['high'])}" for row in rows],
        "end": [side(row["change"]) if row["change"] == row["change"] else "" for row in rows],
    })

