"""Human v. twin, ledger half: can the estimate be trusted, and where does it fail?

Decided: the estimate is tried on ledgers whose truth is known: with the shipped effect, with none,
and contaminated, where brands that never adopted book others' twins. The figure shows how far
estimates lie from their truth, which is zero for a good one.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.points import draw_points
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.ledger_effects import scale_for
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import count
from analysis.ledger.effects_words import signed
from analysis.warehouse import Warehouse

LEDGERS = {
    "effect": "Twins replace bookings", "none": "Twins replace nothing",
    "contaminated": "Contaminated: never-adopters book others' twins",
}
WHY = (
    "In contaminated ledgers brands that never adopted lose bookings to twins too, and gain some "
    "of the models who were displaced: they no longer show what would have been, and the estimate "
    "takes their loss for a trend. On a ledger where such brands are found they are set aside."
)
SHARE = "share of the base-year level"


@ledger_exhibit(
    "human_v_twin_trials", page="human_v_twin",
    question="Can this estimate be trusted, and where does it fail?",
)
def build_trials(warehouse: Warehouse) -> Exhibit:
    """Estimate less truth over simulated ledgers, and how often the interval holds the truth."""
    result = warehouse.fetch("human_v_twin_trials")
    table = result.frame.assign(label=lambda frame: frame["ledger"].map(LEDGERS))
    title = trials_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("trials on simulated ledgers, not a sample"),
        words=Words(
            title=title, unit="percent of the base-year level",
            subtitle="Estimated effect on human bookings less the true one, percent of the "
            "base-year level, mean over simulated ledgers · lines: 95% of the ledgers lie within",
            alt=f"{title}. " + "; ".join(
                f"{row['label']}: off by {signed(row['error'])} on average"
                for row in table.to_dict("records")) + ".",
            row="group",
        ),
        columns={
            "label": Column("Kind of ledger"),
            "trials": Column("Ledgers", "ledgers", "integer"),
            "with_interval": Column("Estimates with an interval", "ledgers", "integer"),
            "held": Column("Intervals that hold the truth", "ledgers", "integer"),
            "truth": Column("Mean true effect", SHARE, "percent"),
            "estimate": Column("Mean estimate", SHARE, "percent"),
            "error": Column("Mean of estimate less truth", SHARE, "percent"),
            "error_low": Column("95% of ledgers, from", SHARE, "percent"),
            "error_high": Column("95% of ledgers, to", SHARE, "percent"),
            "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_points(
            _rows(frame), canvas,
            scale=scale_for(pd.concat([frame["error_low"], frame["error_high"]]))),
        **assemble(warehouse, results=[result], notes=(
            WHY, "Repeat it: python tests/benchmarks/effect_coverage.py --seeds 400 --to FILE.",
        )),
    )


def trials_title(table: pd.DataFrame) -> str:
    """How often intervals hold the truth, and how far contaminated estimates are off."""
    if table.empty:
        return "No trial of the estimate is on the desk"
    known = table[table["with_interval"] > 0]
    parts = []
    if len(known):
        parts.append(f"{count(known['held'].sum())} of {count(known['with_interval'].sum())} "
                     "intervals hold the truth")
    spoilt = table[table["ledger"] == "contaminated"]
    if len(spoilt):
        row = spoilt.iloc[0]
        parts.append(f"where never-adopters book others' twins the estimate says "
                     f"{signed(row['estimate'])} instead of {signed(row['truth'])}")
    return "; ".join(parts)


def _rows(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "section": "", "value": table["error"], "low": table["error_low"],
        "high": table["error_high"], "emphasis": table["ledger"] == "contaminated",
        "label": [
            f"{row['label']}: {count(row['trials'], 'ledger')}, " + (
                f"{count(row['held'])} intervals hold the truth" if row["with_interval"]
                else "no interval may be given")
            for row in table.to_dict("records")],
        "hover": [f"{row['label']}: off by {signed(row['error'])} on average"
                  for row in table.to_dict("records")],
    })
