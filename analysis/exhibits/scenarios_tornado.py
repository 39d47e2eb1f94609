"""What a scenario hangs on: each assumption alone at the ends of its range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.charts.tornado import Mark, draw_tornado
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_effects import scale_for
from analysis.exhibits.ledger_money import CURRENCY
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.scenario_start import (
    CODE,
    MEASURE,
    NEEDS,
    NO_RULE,
    NO_SAMPLE,
    YEARS,
    Start,
    basis_of,
    start_of,
)
from analysis.exhibits.scenario_words import MEASURES, rounded, side
from analysis.exhibits.words import lower_first, percent
from analysis.scenarios.assumptions import Assumption
from analysis.scenarios.tornado import move_each
from analysis.warehouse import Warehouse

MOST_ROWS = 10
ALONE = (
    "Each assumption is moved alone to the ends of its range, all others staying at their values; "
    "what moves together when drawn is not moved together here."
)


@ledger_exhibit(
    "scenarios_tornado", page="scenarios", controls=(CODE, MEASURE, YEARS, CURRENCY),
    needs=NEEDS, question="Which assumption matters most?",
)
def build_tornado(
    warehouse: Warehouse, *, scenario: str, measure: str, years: str, currency: str
) -> Exhibit:
    """A measure with each assumption alone at the low and the high end of its range.

    Unit: relative change against the base year; the farthest move first.
    """
    start = start_of(warehouse, currency=currency)
    table, released = start.table(lambda: tornado_table(start, scenario, measure, int(years)))
    rows = table.head(MOST_ROWS)
    middle = float(start.results(scenario, years).row(measure)["change"])
    title = tornado_title(table, measure, years)
    return Exhibit(
        id="", question="", settings={}, base=NO_SAMPLE, released=released,
        words=Words(
            title=title, unit="percent", row="assumption",
            subtitle=f"{MEASURES[measure]}, change in percent, {start.when(years)}, "
            f"{start.words(scenario) or NO_RULE} · the {len(rows)} assumptions that move it "
            f"most, of {len(table)} with a range · hollow: low end, filled: high end",
            alt=f"{title}. " + "; ".join(
                f"{row['meaning']}: {_ends(row)}" for row in rows.to_dict("records")) + ".",
        ),
        columns={
            "meaning": Column("Assumption"), "unit": Column("Its unit"),
            "value": Column("Value", "see unit", "decimal"),
            "low_end": Column("Low end", "see unit", "decimal"),
            "at_low": Column("Change at the low end", "share", "percent"),
            "high_end": Column("High end", "see unit", "decimal"),
            "at_high": Column("Change at the high end", "share", "percent"),
            "moved": Column("Distance", "share", "percent"), "basis": Column("Rests on"),
            "name": Column("Name"), "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_tornado(
            _bars(frame.head(MOST_ROWS)), canvas,
            mark=Mark(middle, f"at the values: {side(middle)}"),
            scale=scale_for(pd.concat([
                frame.head(MOST_ROWS)["at_low"], frame.head(MOST_ROWS)["at_high"],
                pd.Series([middle])]))),
        **start.parts(table, (scenario,), notes=(ALONE,)),
    )


def tornado_table(start: Start, code: str, measure: str, year: int) -> pd.DataFrame:
    """The moves with what each assumption is."""
    assumptions = start.assumptions(code)
    moved = move_each(start.base, assumptions, measure=measure, year=year)
    rows = [assumptions[name] for name in moved["name"]]
    return moved.assign(
        meaning=[row.meaning for row in rows], unit=[row.unit for row in rows],
        value=[row.value for row in rows], low_end=[row.low for row in rows],
        high_end=[row.high for row in rows], basis=[basis_of(row) for row in rows],
        label=[_label(row) for row in rows])


def tornado_title(table: pd.DataFrame, measure: str, years: str) -> str:
    """The assumption a measure hangs on most, where there is one."""
    subject = f"{MEASURES[measure]} in year {years}"
    known = table[table["moved"].notna()]
    if known.empty or rounded(known["moved"].iloc[0]) == 0:
        return f"{subject}: no assumption alone moves it"
    first = known.iloc[0]
    if len(known) > 1 and rounded(known["moved"].iloc[1]) == rounded(first["moved"]):
        return (f"{subject} hangs as much on {lower_first(first['meaning'])} as on "
                f"{lower_first(known['meaning'].iloc[1])}: {_ends(first.to_dict())}")
    return f"{subject} hangs most on: {lower_first(first['meaning'])}; {_ends(first.to_dict())}"


def _label(row: Assumption) -> str:
    share = row.unit == "share"
    low, value, high = ((percent(number, digits=1) if share else f"{number:g}").replace("-", "−")
                        for number in row.triple)
    unit = "" if share else f" {row.unit}"
    return f"{row.meaning}: {low} to {high}{unit} (value {value})"


def _ends(row: Mapping[Any, Any]) -> str:
    return f"{side(float(row['at_low']))} to {side(float(row['at_high']))}"


def _bars(table: pd.DataFrame) -> pd.DataFrame:
    rows = table.to_dict("records")
    return table.assign(
        text=[_ends(row) for row in rows],
        hover=[f"{row['label']}: {_ends(row)}" for row in rows])
