"""What a scenario assumes: every row with its range and what it rests on."""

from __future__ import annotations

import pandas as pd

from analysis.charts.panels import draw_parts
from analysis.exhibits.exhibit import Column, Exhibit, Words, assemble
from analysis.exhibits.ledger_words import derived
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.scenario_start import CODE, MODEL, NO_SAMPLE, assumption_rows, shipped_of
from analysis.exhibits.scenario_words import RANGE, SCENARIO
from analysis.exhibits.words import count
from analysis.scenarios.assumptions import ASSUMED, CHANGED
from analysis.scenarios.coding import read_code
from analysis.scenarios.draws import WHY
from analysis.warehouse import Warehouse


@ledger_exhibit(
    "scenarios_assumptions", page="scenarios", controls=(CODE,),
    question="What does a scenario assume, and on what does it rest?",
)
def build_assumptions(warehouse: Warehouse, *, scenario: str) -> Exhibit:
    """Every assumption of a scenario with its range, source and what it is drawn with."""
    result = warehouse.fetch("scenario_assumptions")
    assumptions = read_code(scenario, shipped_of(warehouse))
    rows = pd.DataFrame(assumption_rows(assumptions))
    behind = [sorted({MODEL, one}) for one in rows["source_id"]]
    table = rows.assign(source_ids=pd.Series(behind, index=rows.index, dtype="object")).drop(
        columns="source_id")
    title = assumptions_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=NO_SAMPLE,
        assumptions=rows.assign(scenario="")[["scenario", *rows]],
        words=Words(
            title=title, unit="numbers", row="assumption",
            subtitle="Scenario assumptions by topic, number · solid: a published figure, hatched: "
            "assumed, light: set in this scenario",
            alt=f"{title}. " + "; ".join(
                f"{topic}: {number}" for topic, number in table["topic"].value_counts().items()),
        ),
        columns={
            "topic": Column("Topic"), "meaning": Column("Meaning"),
            "value": Column("Value", "see unit", "decimal"),
            "low": Column("Range, from", "see unit", "decimal"),
            "high": Column("Range, to", "see unit", "decimal"), "unit": Column("Unit"),
            "basis": Column("Rests on"), "note": Column("Note"),
            "drawn_with": Column("Drawn with (correlation)"), "name": Column("Name"),
            "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_parts(_by_topic(frame), canvas),
        **assemble(warehouse, results=[derived(result, table)], notes=(SCENARIO, RANGE, WHY)),
    )


def assumptions_title(table: pd.DataFrame) -> str:
    """How many rest on nothing published, on a published figure, on the reader."""
    number = {basis: int((table["basis"] == basis).sum()) for basis in (ASSUMED, CHANGED)}
    cited = len(table) - sum(number.values())
    said = [f"{count(number[ASSUMED])} of {count(len(table), 'number')} of the scenario "
            f"{'is' if number[ASSUMED] == 1 else 'are'} assumed",
            f"{count(cited)} {'rests' if cited == 1 else 'rest'} on a published figure"]
    if number[CHANGED]:
        said.append(f"{count(number[CHANGED])} {'is' if number[CHANGED] == 1 else 'are'} "
                    "set in this scenario")
    return ", ".join(said)


def _by_topic(table: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for topic, part in table.groupby("topic", sort=False):
        kinds = part["basis"].where(part["basis"].isin([ASSUMED, CHANGED]), "published")
        rows += [{"question": f"{topic} ({len(part)})", "part": kind, "style": style,
                  "count": int((kinds == kind).sum())}
                 for kind, style in (("published", "solid"), (ASSUMED, "hatched"),
                                     (CHANGED, "light")) if (kinds == kind).any()]
    return pd.DataFrame(rows, columns=["question", "part", "style", "count"])
