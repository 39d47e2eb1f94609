"""Simulation: which assumption a finding hangs on, each moved alone to the ends of its range.

Decided: the band of other seeds is drawn behind the bars, because a changed number also changes
every later draw: a bar inside the band cannot be told from chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.charts.tornado import Mark, draw_tornado
from analysis.exhibits.controls import Choice, fixed
from analysis.exhibits.exhibit import Column, Exhibit, Words, assemble
from analysis.exhibits.headlines import BY_NAME, HEADLINES
from analysis.exhibits.ledger_effects import scale_for
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.simulation import NO_SAMPLE, REPEAT
from analysis.exhibits.words import count, lower_first, percent
from analysis.ledger.effects_words import signed
from analysis.warehouse import Warehouse

MOST_ROWS = 10
HEADLINE = Choice(
    "headline", "Headline", "The finding that is followed.", "effect",
    fixed({one.name: one.label for one in HEADLINES}),
)
ALONE = (
    "Each assumption is moved alone to the ends of the range stated for it, all others staying as "
    "shipped. A changed number also changes every later draw: what stays within the band of other "
    "seeds cannot be told from chance."
)
SWITCHES = (
    "The size of the ledger, the scale of the effect and contamination are no assumptions on the "
    "trade but switches: what they do is tried on 400 ledgers each, further down."
)


@ledger_exhibit(
    "simulation_one", page="simulation", controls=(HEADLINE,),
    question="On which assumption does a finding hang?",
)
def build_one(warehouse: Warehouse, *, headline: str) -> Exhibit:
    """One headline with each assumption alone at the low and the high end of its range.

    Unit: share or relative change; in the order of the farthest move from the shipped value.
    """
    result = warehouse.fetch("simulation_one", headline=headline)
    everywhere = warehouse.fetch("simulation_headlines").frame
    shipped = everywhere[everywhere["name"] == headline].iloc[0]
    table = result.frame.assign(label=[_label(row) for row in result.frame.to_dict("records")])
    label = BY_NAME[headline].label
    title = one_title(table, label, shipped)
    shown = min(MOST_ROWS, len(table))
    return Exhibit(
        id="", question="", settings={}, table=table, base=NO_SAMPLE,
        words=Words(
            title=title, unit="percent", row="ledger",
            subtitle=f"{label}, percent, on simulated ledgers · the {shown} assumptions that move "
            f"it most, of {len(table)} · hollow: low end of the range, filled: high end · band: "
            f"95% of {int(shipped['seeds'])} other seeds",
            alt=f"{title}. " + "; ".join(
                f"{row['meaning']}: {_text(row)}" for row in table.head(shown).to_dict("records"))
            + ".",
        ),
        columns={
            "meaning": Column("Assumption"), "unit": Column("Its unit"),
            "value": Column("As shipped", "see unit", "decimal"),
            "low": Column("Low end", "see unit", "decimal"),
            "at_low": Column("Headline at the low end", "share", "percent"),
            "high": Column("High end", "see unit", "decimal"),
            "at_high": Column("Headline at the high end", "share", "percent"),
            "moved": Column("Farthest move", "share", "percent"),
            "parameter": Column("Name"), "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_tornado(
            frame.head(MOST_ROWS).assign(
                text=[_text(row) for row in frame.head(MOST_ROWS).to_dict("records")],
                hover=[f"{row['label']}: {_text(row)}"
                       for row in frame.head(MOST_ROWS).to_dict("records")]),
            canvas, mark=_mark(shipped), scale=scale_for(_drawn(frame, shipped))),
        **assemble(warehouse, results=[result], notes=(
            ALONE, _chance_note(table, shipped), SWITCHES, REPEAT)),
    )


def one_title(table: pd.DataFrame, label: str, shipped: pd.Series) -> str:
    """The assumption on which the headline hangs most, if it leaves the band of other seeds."""
    if table.empty or pd.isna(shipped["shipped"]):
        return f"{label}: not on record for these ledgers"
    first = table.iloc[0]
    if not _outside(table.head(1), shipped):
        return f"{label}: no assumption alone moves it out of the range of other seeds"
    return f"{label} hangs most on: {lower_first(str(first['meaning']))}; {_text(first.to_dict())}"


def _outside(table: pd.DataFrame, shipped: pd.Series) -> int:
    """How many assumptions put the headline outside the band of other seeds."""
    low, high = shipped["seed_low"], shipped["seed_high"]
    outside = [
        ((table[end] < low) | (table[end] > high)) & table[end].notna()
        for end in ("at_low", "at_high")]
    return int((outside[0] | outside[1]).sum())


def _chance_note(table: pd.DataFrame, shipped: pd.Series) -> str:
    return (
        f"{count(_outside(table, shipped))} of {count(len(table), 'assumption')} leave the band at "
        "either end; about one end in twenty would by chance alone."
    )


def _drawn(table: pd.DataFrame, shipped: pd.Series) -> pd.Series:
    """All values that the axis must hold."""
    rows = table.head(MOST_ROWS)
    ends = [shipped[name] for name in ("shipped", "seed_low", "seed_high")]
    return pd.Series([*rows["at_low"], *rows["at_high"], *ends], dtype="float64")


def _mark(shipped: pd.Series) -> Mark:
    value = float(shipped["shipped"])
    return Mark(value, f"shipped: {_said(value)}", float(shipped["seed_low"]),
                float(shipped["seed_high"]))


def _label(row: Mapping[Any, Any]) -> str:
    share = row["unit"] == "share"
    low, high, shipped = (
        percent(number, digits=1) if share else f"{number:g}".replace("-", "−")
        for number in (
            row["value"] if pd.isna(row["low"]) else row["low"],
            row["value"] if pd.isna(row["high"]) else row["high"], row["value"]))
    unit = "" if share else f" {row['unit']}"
    return f"{row['meaning']}: {low} to {high}{unit} (shipped {shipped})"


def _text(row: Mapping[Any, Any]) -> str:
    ends = [_said(float(row[end])) for end in ("at_low", "at_high") if pd.notna(row[end])]
    return " to ".join(dict.fromkeys(ends)) or "no such number"


def _said(share: float) -> str:
    return signed(share) if share < 0 else percent(share, digits=1)
