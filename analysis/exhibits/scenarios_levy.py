"""Break-even: the levy a twin use at which crews have what they had in the base year."""

from __future__ import annotations

from math import isfinite, isnan

import pandas as pd

from analysis.charts.fan import FanAxis, draw_fans
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_money import CURRENCY
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.scenario_start import CODE, NEEDS, NO_SAMPLE, YEARS, Start, start_of
from analysis.exhibits.scenario_words import amount, side, with_range
from analysis.exhibits.scenarios import CHANGES
from analysis.exhibits.words import percent
from analysis.scenarios.break_even import BreakEven, find_break_even
from analysis.scenarios.results import RANGE
from analysis.warehouse import Warehouse

FORMULA = (
    "Break-even levy of one channel = (crew pay of a booking / twin uses for each booking replaced "
    "- crew pay of a use) / share of the levy that reaches crews. The levy set in the scenario is "
    "not used here: every levy is tried."
)


@ledger_exhibit(
    "scenarios_levy", page="scenarios", controls=(CODE, YEARS, CURRENCY), needs=NEEDS,
    question="At what levy is crew income kept?",
)
def build_levy(
    warehouse: Warehouse, *, scenario: str, years: str, currency: str
) -> Exhibit:
    """Crew income in a year against the levy, and the levy at which it is that of the base year.

    Unit: relative change; levy in the currency per twin use.
    """
    start = start_of(warehouse, currency=currency)
    found: BreakEven = start.remember(f"levy {scenario} {years}", lambda: find_break_even(
        start.base, start.assumptions(scenario), year=int(years)))
    table, released = start.table(lambda: found.curve)
    title = levy_title(found, start.currency, years)
    return Exhibit(
        id="", question="", settings={}, base=NO_SAMPLE, released=released,
        words=Words(
            title=title, unit="percent", row="levy",
            subtitle=f"Crew income, change in percent, {start.when(years)}, by levy in "
            f"{start.currency} per twin use{_others(start, scenario)} · line: at the values "
            "given, bands: range of assumptions (half and 90% of 10,000 draws)",
            alt=f"{title}. " + "; ".join(
                f"{amount(row['levy'], start.currency)}: "
                f"{with_range(row['change'], row['low'], row['high'])}"
                for row in table.iloc[::4].to_dict("records")) + ".",
        ),
        columns={
            "levy": Column("Levy", f"{start.currency} per use", "decimal"), **CHANGES,
            "inner_low": Column("Half of the draws, from", "share", "percent"),
            "inner_high": Column("Half of the draws, to", "share", "percent"),
            "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_fans(_fan(frame, start.currency), canvas, axis=FanAxis(
            f"levy, {start.currency} per twin use", mark=_mark(found, frame, start.currency))),
        **start.parts(table, (scenario,), notes=(FORMULA, _never(found))),
    )


def levy_title(found: BreakEven, currency: str, years: str) -> str:
    """The levy at the values and over the draws, or why there is none."""
    low, high = found.ends
    if isnan(found.value):
        return f"No levy keeps crew income in year {years}: none of it reaches crews"
    if found.value == 0 and high == 0:
        return f"Crews have no less in year {years} than today without any levy"
    span = amount(low, currency)
    if not isfinite(high):
        span = f"{amount(low, currency)} to no levy at all that does"
    elif amount(low, currency) != amount(high, currency):
        span = f"{amount(low, currency)} to {amount(high, '').strip()}"
    value = (f"A levy of {amount(found.value, currency)} per twin use would keep crew income in "
             f"year {years}" if found.value > 0 else
             f"At the values given no levy is needed to keep crew income in year {years}")
    return f"{value}; range of assumptions: {span}"


def _never(found: BreakEven) -> str:
    if not found.never:
        return "In every draw some levy keeps crew income."
    return f"In {percent(found.never, digits=1)} of the draws no levy keeps crew income."


def _others(start: Start, code: str) -> str:
    words = start.words(code)
    return "" if not words or "levy" in words else f", {words}"


def _fan(table: pd.DataFrame, currency: str) -> pd.DataFrame:
    rows = table.to_dict("records")
    return pd.DataFrame({
        "panel": "levy", "x": table["levy"], "value": table["change"],
        **{name: table[name] for name in RANGE},
        "hover": [f"{amount(row['levy'], currency)} per use: "
                  f"{with_range(row['change'], row['low'], row['high'])}" for row in rows],
        "end": [side(row["change"]) if row["change"] == row["change"] else "" for row in rows],
    })


def _mark(
    found: BreakEven, table: pd.DataFrame, currency: str
) -> tuple[float, float, float, str] | None:
    if not isfinite(found.value) or found.value <= 0:
        return None
    low, high = found.ends
    top = float(table["levy"].max())
    return (min(low, top), found.value, min(high, top),
            f"{amount(found.value, currency)} keeps it")
