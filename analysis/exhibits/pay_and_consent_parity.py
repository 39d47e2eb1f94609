"""Pay and consent, parity: what the use of a twin pays of the fee of the same model in person.

Decided: a pair matches model, brand, channel and fee basis before it compares; pairs count alike,
however many fees they hold.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.quartiles import Measure, draw_quartiles
from analysis.exhibits.controls import Choice, fixed
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_money import CURRENCY, named_currency
from analysis.exhibits.ledger_words import FULL_COUNT, SOURCE, fetch, parts_of, reshaped, word
from analysis.exhibits.pay_and_consent_words import (
    BASES,
    WHOLE_FEE,
    ZERO_FEES,
    period_of_ledger,
    quartiles_to_draw,
)
from analysis.exhibits.private import WITHHELD
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import count, percent
from analysis.warehouse import Warehouse

PARITY = (
    "Parity ratio = median over pairs of (median twin fee ÷ median human fee); a pair is one "
    "model, one brand, one channel and one fee basis with worked bookings and uses of both kinds, "
    "in one currency. Pairs count alike, however many fees they hold."
)
UNMATCHED = (
    "Days, images, term and territory of use, and the year, are not matched: a lower ratio can "
    "mean a lower fee or a smaller use."
)
PARITY_COLUMNS = {
    "part_words": Column("Pairs of"),
    "middle": Column("Parity ratio", "share of the human fee", "percent"),
    "low": Column("Lower quartile", "share of the human fee", "percent"),
    "high": Column("Upper quartile", "share of the human fee", "percent"),
    "pairs": Column("Pairs", "pairs", "integer"),
    "share_below": Column("Pairs with a lower twin fee", "share of pairs", "percent"),
    "thin": Column("Pairs with one fee on a side", "pairs", "integer"),
    "twin_fees": Column("Twin fees behind them", "fees", "integer"),
    "human_fees": Column("Human fees behind them", "fees", "integer"),
    "left_out": Column("Left out, human median 0", "pairs", "integer"),
} | SOURCE
SPLITS = {"channel": "channel", "tier": "tier of models", "basis": "fee basis"}
SPLIT = Choice(
    "split", "Parity by", "What the lines below the first stand for.", "channel",
    fixed({key: f"By {label}" for key, label in SPLITS.items()}),
)


@ledger_exhibit(
    "pay_and_consent_parity", page="pay_and_consent", controls=(CURRENCY, SPLIT),
    question="Is a twin paid as much as the same model in person?",
)
def build_parity(warehouse: Warehouse, *, currency: str, split: str) -> Exhibit:
    """Parity ratio with its pairs, overall and by channel, tier or fee basis.

    Formula: median over model × brand × channel × fee basis of (median twin fee ÷ median human
    fee). Unit: ratio, printed in percent of the human fee. Denominator: pairs with fees of both
    kinds whose human median is above 0.
    """
    code = named_currency(CURRENCY, warehouse, currency)
    result = fetch(warehouse, "pay_and_consent_parity", split=split, currency=code)
    table, released = reshaped(result, lambda frame: frame.assign(
        part_words=[_part(split, part) for part in frame["part"]],
        share_below=(frame["below"] / frame["pairs"].where(frame["pairs"] > 0)).astype("float64")))
    title = _parity_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="ratio of fees", row="group",
            subtitle="Median twin fee as percent of the median human fee in pairs of the same "
            f"model, brand, channel and fee basis, all and by {SPLITS[split]}, "
            f"{f'{code} fees, ' if code else ''}{period_of_ledger(warehouse)} · bar: middle half "
            "of the pairs",
            alt=f"{title}. " + "; ".join(
                f"{row['part_words']}: {_ratio_words(row)}" for row in table.to_dict("records")
            ) + ".",
        ),
        columns=PARITY_COLUMNS, released=released,
        draw=_draw_parity,
        **parts_of(warehouse, [result], notes=(
            PARITY, *_thin(table), UNMATCHED, WHOLE_FEE, ZERO_FEES)),
    )


def _part(split: str, part: str) -> str:
    if part == "all":
        return "All pairs"
    return f"Agreed {BASES[part]}" if split == "basis" else word(split, part)


def _ratio_words(row: dict[Any, Any]) -> str:
    if row["pairs"] == 0:
        return "no ratio, every human median is 0"
    return f"{_share(row['middle'])}, {_half_of_pairs(row)}, {_pairs(row)}"


def _share(ratio: float) -> str:
    return WITHHELD if pd.isna(ratio) else percent(ratio)


def _half_of_pairs(row: dict[Any, Any]) -> str:
    if pd.isna(row["low"]) and pd.isna(row["high"]):
        return f"middle half {WITHHELD}"
    return f"middle half {_share(row['low'])} to {_share(row['high'])}"


def _pairs(row: dict[Any, Any]) -> str:
    return f"number of pairs {WITHHELD}" if pd.isna(row["pairs"]) else count(row["pairs"], "pair")


def _thin(table: pd.DataFrame) -> tuple[str, ...]:
    """How many pairs hang on a single fee; said only where there are any and both are known."""
    first = table[table["part"] == "all"]
    if first[["thin", "pairs"]].isna().any(axis=None) or not (thin := int(first["thin"].sum())):
        return ()
    return (f"{count(thin)} of {count(first['pairs'].sum(), 'pair')} "
            f"{'rests' if thin == 1 else 'rest'} on a single fee on one side or both.",)


def _parity_title(table: pd.DataFrame) -> str:
    """What a twin use pays of the human fee at the median pair, and in how many pairs less."""
    first = table[(table["part"] == "all") & (table["pairs"] != 0)]
    if first.empty:
        return ("No model has human bookings and twin uses with fees for the same brand, channel "
                "and fee basis, so there is no parity ratio")
    row = first.iloc[0]
    if pd.isna(row["middle"]):
        return "What a twin use pays of the fee of a human booking may not be shown"
    ratio = round(float(row["middle"]), 2)
    said = ("as much as a human booking" if ratio == 1 else
            f"{percent(ratio)} of the fee of a human booking")
    if row["pairs"] == 1:
        return f"In the one matched pair a twin use pays {said}"
    of = "the matched pairs" if pd.isna(row["pairs"]) else count(row["pairs"], "matched pair")
    less = ("in how many it pays less may not be shown" if pd.isna(row["below"]) else
            f"in {count(row['below'])} of them it pays less")
    return f"At the median of {of} a twin use pays {said}; {less}"


def _draw_parity(table: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    rows = table.to_dict("records")
    return draw_quartiles(pd.DataFrame({
        "section": "", "kind": "twin",
        "label": [
            f"{row['part_words']}, {_pairs(row)}"
            + (f" · {_half_of_pairs(row)}" if row["pairs"] != 0 else "") for row in rows
        ],
        **{name: column * 100 for name, column in quartiles_to_draw(table).items()},
        "text": ["no ratio" if row["pairs"] == 0 else f"median {_share(row['middle'])}"
                 for row in rows],
        "hover": [f"{row['part_words']}: {_ratio_words(row)}" for row in rows],
    }), canvas, measure=Measure(suffix="%", mark=100.0, mark_label="as much as in person"))
