"""Scenarios by tier, market and role: who has more and who has less, each with its range."""

from __future__ import annotations

import pandas as pd

from analysis.charts.points import draw_points
from analysis.exhibits.controls import Choice, fixed
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_effects import scale_for
from analysis.exhibits.ledger_money import CURRENCY
from analysis.exhibits.ledger_words import word
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.scenario_start import CODE, NEEDS, NO_RULE, NO_SAMPLE, YEARS, start_of
from analysis.exhibits.scenario_words import (
    DIMENSIONS,
    MEASURES,
    NOUNS,
    amount,
    beside,
    direction,
    with_range,
)
from analysis.exhibits.scenarios import CHANGES
from analysis.exhibits.words import count, lower_first
from analysis.scenarios.model import OF_ROLES
from analysis.warehouse import Warehouse

PARTS = {f"{by}_{measure}": f"{MEASURES[measure]} by {name}"
         for by, name in DIMENSIONS.items() for measure in MEASURES
         if by != "role" or measure in OF_ROLES}
OF = Choice("of", "Measure and part", "What is told, and by whom.", "role_crew_income",
            fixed(PARTS))


@ledger_exhibit(
    "scenarios_parts", page="scenarios", controls=(CODE, OF, YEARS, CURRENCY), needs=NEEDS,
    question="Who has more, and who has less?",
)
def build_parts(
    warehouse: Warehouse, *, scenario: str, of: str, years: str, currency: str
) -> Exhibit:
    """A measure in a year by tier, market or role, with the range of assumptions.

    Unit: relative change against the base year of the same part.
    """
    start = start_of(warehouse, currency=currency)
    by, _, measure = of.partition("_")
    table, released = start.table(
        lambda: parts_table(start.results(scenario, years).parts, by, measure))
    title = parts_title(table, by, measure, years)
    return Exhibit(
        id="", question="", settings={}, base=NO_SAMPLE, released=released,
        words=Words(
            title=title, unit="percent", row="part",
            subtitle=f"{PARTS[of]}, change in percent, {start.when(years)}, "
            f"{start.words(scenario) or NO_RULE} · point: at the values given, bar: range of "
            "assumptions (middle 90% of 10,000 draws)",
            alt=f"{title}. " + "; ".join(
                f"{word(by, row['part'])}: {with_range(row['change'], row['low'], row['high'])}"
                for row in table.to_dict("records")) + ".",
        ),
        columns={
            "by": Column("By"), "part": Column("Part"), "measure": Column("Measure"),
            "base": Column("Base", "see measure", "decimal"),
            "value": Column("At the values", "see measure", "decimal"), **CHANGES,
            "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_points(
            _points(frame, start.currency), canvas, scale=scale_for(pd.concat(
                [frame["low"], frame["high"], frame["change"]]))),
        **start.parts(table, (scenario,)),
    )


def parts_table(parts: pd.DataFrame, by: str, measure: str) -> pd.DataFrame:
    """The parts of one measure, the greatest loss first."""
    rows = parts[(parts["by"] == by) & (parts["measure"] == measure)]
    return rows.sort_values(["change", "part"], na_position="last", ignore_index=True)


def parts_title(table: pd.DataFrame, by: str, measure: str, years: str) -> str:
    """How many parts lose or gain over the whole range, and the one that does so most."""
    known = table[table["change"].notna()]
    subject = lower_first(MEASURES[measure])
    noun = {"tier": "tier of models", "market": "market", "role": "role"}[by]
    many = {"tier": "tiers of models", "market": "markets", "role": "roles"}[by]
    if known.empty:
        return f"No {noun} had any {subject} in the base year"
    ways = [direction(low, high) for low, high in zip(known["low"], known["high"], strict=True)]
    found = []
    for way, words in ((-1, "less"), (1, "more")):
        number = ways.count(way)
        if number:
            rows = known[[one == way for one in ways]]
            first = rows.iloc[0 if way < 0 else -1]
            name = word(by, first["part"])
            most = f"{name if by == 'market' else name.lower()}, " + beside(
                first["low"], first["high"])
            found.append(f"{words} for {number} of {count(len(known), noun, many)} ({most})")
    where = f"{MEASURES[measure]} in year {years}"
    if all(beside(low, high) == "as much" for low, high in zip(
            known["low"], known["high"], strict=True)):
        return f"{where}: as much as in the base year for all {count(len(known), noun, many)}"
    if not found:
        return f"{where}: for no {noun} does the whole range of assumptions point one way"
    return f"{where}: {', '.join(found)}"


def _points(table: pd.DataFrame, currency: str) -> pd.DataFrame:
    rows = table.to_dict("records")
    return pd.DataFrame({
        "section": "", "value": table["change"], "low": table["low"], "high": table["high"],
        "label": [
            f"{word(row['by'], row['part'])} "
            f"({amount(row['base'], currency, kind=NOUNS[row['measure']][2])} in the base year)"
            for row in rows],
        "emphasis": False, "words": "nothing in the base year",
        "hover": [f"{word(row['by'], row['part'])}: "
                  f"{with_range(row['change'], row['low'], row['high'])}" for row in rows],
    })
