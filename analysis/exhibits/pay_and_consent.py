"""Pay and consent, fees: what is paid for a person and for a twin, by what the fee was agreed by.

Decided: a basis is never compared with another, for each has a unit of its own; so each stands on
a scale of its own. Medians of all human bookings and all twin uses differ in who and what they
are of; the parity ratio matches model, brand, channel and basis before it compares.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.quartiles import Measure, draw_quartiles
from analysis.exhibits.controls import Choice, fixed
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_money import CURRENCY, currency_of
from analysis.exhibits.ledger_words import (
    CHANNEL,
    FULL_COUNT,
    KINDS,
    SOURCE,
    fetch,
    parts_of,
    scope,
    word,
)
from analysis.exhibits.pay_and_consent_words import (
    BASES,
    WHOLE_FEE,
    ZERO_FEES,
    amount,
    period_of_ledger,
)
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import count, listed, percent
from analysis.warehouse import Warehouse

QUARTILES = (
    "The bar runs from the lower to the upper quartile, the middle half of the fees; the line is "
    "the median. It is the spread of a full count, no interval."
)
NOT_LIKE = (
    "Human bookings and twin uses here differ in model, brand and length; only the parity ratio "
    "compares like with like."
)
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
    "pay_and_consent_fees", page="pay_and_consent", controls=(CURRENCY, CHANNEL),
    question="What is paid for a person, and what for a twin?",
)
def build_fees(warehouse: Warehouse, *, currency: str, channel: str) -> Exhibit:
    """Quartiles of worked fees by fee basis and kind, in one currency.

    Unit: currency a booking or use, the whole fee. Denominator: worked bookings or uses of the
    kind and basis that hold a fee, 0 counted as one.
    """
    code = currency_of(CURRENCY, warehouse, currency)
    result = fetch(warehouse, "pay_and_consent_fees", currency=code, channel=channel)
    table = result.frame
    table["basis_words"] = ["Agreed " + BASES[basis] for basis in table["fee_basis"]]
    table["kind_words"] = table["kind"].map(KINDS)
    title, unit = _fees_title(table, code), f"{code} a booking or use".strip()
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit=unit, row="group",
            subtitle=f"Median and middle half of fees, {unit}, by what the fee was agreed by, "
            f"{scope(channel=channel)}, {period_of_ledger(warehouse)} · each basis on a scale of "
            "its own",
            alt=f"{title}. " + "; ".join(
                f"{row['basis_words']}, {row['kind_words'].lower()}: {_fee_words(row, code)}"
                for row in table.to_dict("records")) + ".",
        ),
        columns=_fee_columns(unit),
        draw=lambda frame, canvas: _draw_fees(frame, canvas, code),
        **parts_of(warehouse, [result], notes=(WHOLE_FEE, ZERO_FEES, QUARTILES, NOT_LIKE)),
    )


def _fee_columns(unit: str) -> dict[str, Column]:
    return {
        "basis_words": Column("Fee"), "kind_words": Column("Kind"),
        "middle": Column("Median fee", unit, "decimal"),
        "low": Column("Lower quartile", unit, "decimal"),
        "high": Column("Upper quartile", unit, "decimal"),
        "fees": Column("With a fee", "bookings or uses", "integer"),
        "unpaid": Column("Of these with a fee of 0", "bookings or uses", "integer"),
        "worked": Column("Worked", "bookings or uses", "integer"),
    } | SOURCE


def _fee_words(row: dict[Any, Any], code: str) -> str:
    if not row["fees"]:
        return "no fee in the ledger"
    zero = f", {count(row['unpaid'])} of them 0" if row["unpaid"] else ""
    return (f"median {code} {amount(row['middle'])}, middle half {amount(row['low'])} to "
            f"{amount(row['high'])}, {count(row['fees'], 'fee')}{zero}")


def _fees_title(table: pd.DataFrame, code: str) -> str:
    """Whether the median twin fee is below the human one, basis by basis."""
    known = table[table["fees"] > 0]
    if known.empty:
        return "No fee is known in this part of the ledger"
    middles = known.pivot(index="fee_basis", columns="kind", values="middle").reindex(
        columns=["human", "twin"]).dropna()
    if middles.empty:
        return "No fee basis has fees of both human bookings and twin uses"
    if len(middles) == 1:
        human, twin = middles.iloc[0]
        side = "above" if twin > human else "below" if twin < human else "the same as"
        return (f"Agreed {BASES[str(middles.index[0])]}, the median twin fee, {code} "
                f"{amount(twin)}, is {side} the human one, {code} {amount(human)}")
    sides = {
        "below": int((middles["twin"] < middles["human"]).sum()),
        "above": int((middles["twin"] > middles["human"]).sum()),
        "the same as": int((middles["twin"] == middles["human"]).sum()),
    }
    found = {side: number for side, number in sides.items() if number}
    if len(found) == 1:
        return (f"By each of {len(middles)} fee bases the median twin fee is {next(iter(found))} "
                "the human one")
    return "The median twin fee is " + listed([
        f"{side} the human one by {count(number, 'fee basis', 'fee bases')}"
        for side, number in found.items()])


def _draw_fees(table: pd.DataFrame, canvas: theme.Canvas, code: str) -> go.Figure:
    rows = table.to_dict("records")
    return draw_quartiles(pd.DataFrame({
        "section": table["basis_words"], "kind": table["kind"],
        "label": [
            f"{row['kind_words']}, {count(row['fees'], 'fee')}"
            + (f", {count(row['unpaid'])} of them 0" if row["unpaid"] else "")
            + (f" · middle half {amount(row['low'])} to {amount(row['high'])}"
               if row["fees"] else "")
            for row in rows
        ],
        "low": table["low"], "middle": table["middle"], "high": table["high"],
        "text": [f"median {code} {amount(row['middle'])}" if row["fees"] else "no fee in the ledger"
                 for row in rows],
        "hover": [f"{row['basis_words']}, {row['kind_words'].lower()}: {_fee_words(row, code)}"
                  for row in rows],
    }), canvas, measure=Measure(shared=False))


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
    code = currency_of(CURRENCY, warehouse, currency)
    result = fetch(warehouse, "pay_and_consent_parity", split=split, currency=code)
    table = result.frame
    table["part_words"] = [_part(split, part) for part in table["part"]]
    table["share_below"] = (table["below"] / table["pairs"].where(table["pairs"] > 0)).astype(
        "float64")
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
        columns=PARITY_COLUMNS,
        draw=_draw_parity,
        **parts_of(warehouse, [result], notes=(
            PARITY, *_thin(table), UNMATCHED, WHOLE_FEE, ZERO_FEES)),
    )


def _part(split: str, part: str) -> str:
    if part == "all":
        return "All pairs"
    return f"Agreed {BASES[part]}" if split == "basis" else word(split, part)


def _ratio_words(row: dict[Any, Any]) -> str:
    if not row["pairs"]:
        return "no ratio, every human median is 0"
    low, middle, high = (percent(row[name]) for name in ("low", "middle", "high"))
    return f"{middle}, middle half {low} to {high}, {count(row['pairs'], 'pair')}"


def _thin(table: pd.DataFrame) -> tuple[str, ...]:
    """How many pairs hang on a single fee; said only where there are any."""
    first = table[table["part"] == "all"]
    thin = int(first["thin"].sum())
    if not thin:
        return ()
    return (f"{count(thin)} of {count(first['pairs'].sum(), 'pair')} "
            f"{'rests' if thin == 1 else 'rest'} on a single fee on one side or both.",)


def _parity_title(table: pd.DataFrame) -> str:
    """What a twin use pays of the human fee at the median pair, and in how many pairs less."""
    first = table[(table["part"] == "all") & (table["pairs"] > 0)]
    if first.empty:
        return ("No model has human bookings and twin uses with fees for the same brand, channel "
                "and fee basis, so there is no parity ratio")
    row = first.iloc[0]
    ratio, pairs = round(float(row["middle"]), 2), int(row["pairs"])
    said = ("as much as a human booking" if ratio == 1 else
            f"{percent(ratio)} of the fee of a human booking")
    if pairs == 1:
        return f"In the one matched pair a twin use pays {said}"
    return (f"At the median of {count(pairs, 'matched pair')} a twin use pays {said}; in "
            f"{count(row['below'])} of them it pays less")


def _draw_parity(table: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    rows = table.to_dict("records")
    return draw_quartiles(pd.DataFrame({
        "section": "", "kind": "twin",
        "label": [
            f"{row['part_words']}, {count(row['pairs'], 'pair')}"
            + (f" · middle half {percent(row['low'])} to {percent(row['high'])}"
               if row["pairs"] else "") for row in rows
        ],
        **{name: table[name].astype("float64") * 100 for name in ("low", "middle", "high")},
        "text": [f"median {percent(row['middle'])}" if row["pairs"] else "no ratio"
                 for row in rows],
        "hover": [f"{row['part_words']}: {_ratio_words(row)}" for row in rows],
    }), canvas, measure=Measure(suffix="%", mark=100.0, mark_label="as much as in person"))
