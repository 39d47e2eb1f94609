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
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_money import CURRENCY, named_currency
from analysis.exhibits.ledger_words import (
    CHANNEL,
    FULL_COUNT,
    KINDS,
    SOURCE,
    any_withheld,
    fetch,
    parts_of,
    reshaped,
    scope,
)
from analysis.exhibits.pay_and_consent_words import (
    BASES,
    WHOLE_FEE,
    ZERO_FEES,
    amount,
    period_of_ledger,
    quartiles_to_draw,
)
from analysis.exhibits.private import WITHHELD
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import count, listed
from analysis.warehouse import Warehouse

QUARTILES = (
    "The bar runs from the lower to the upper quartile, the middle half of the fees; the line is "
    "the median. It is the spread of a full count, no interval."
)
NOT_LIKE = (
    "Human bookings and twin uses here differ in model, brand and length; only the parity ratio "
    "compares like with like."
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
    code = named_currency(CURRENCY, warehouse, currency)
    result = fetch(warehouse, "pay_and_consent_fees", currency=code, channel=channel)
    table, released = reshaped(result, lambda frame: frame.assign(
        basis_words=["Agreed " + BASES[basis] for basis in frame["fee_basis"]],
        kind_words=frame["kind"].map(KINDS)))
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
        columns=_fee_columns(unit), released=released,
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
    """Median, middle half and number of fees, as far as each may be shown."""
    if row["fees"] == 0:
        return "no fee in the ledger"
    return f"{_middle(row, code)}, {_half(row)}, {_number(row)}"


def _middle(row: dict[Any, Any], code: str) -> str:
    known = pd.notna(row["middle"])
    return f"median {code} {amount(row['middle'])}" if known else f"median {WITHHELD}"


def _half(row: dict[Any, Any]) -> str:
    if pd.isna(row["low"]) and pd.isna(row["high"]):
        return f"middle half {WITHHELD}"
    low, high = (WITHHELD if pd.isna(row[name]) else amount(row[name]) for name in ("low", "high"))
    return f"middle half {low} to {high}"


def _number(row: dict[Any, Any]) -> str:
    """How many fees, and how many of them are 0; a withheld number is said to be."""
    fees = f"number of fees {WITHHELD}" if pd.isna(row["fees"]) else count(row["fees"], "fee")
    if pd.isna(row["unpaid"]):
        return f"{fees}, number of those at 0 {WITHHELD}"
    return fees + (f", {count(row['unpaid'])} of them 0" if row["unpaid"] else "")


def _fees_title(table: pd.DataFrame, code: str) -> str:
    """Whether the median twin fee is below the human one, basis by basis, of those shown."""
    known = table[table["middle"].notna()]
    hidden = any_withheld(table)
    if known.empty:
        return ("No median fee of this part of the ledger may be shown" if hidden else
                "No fee is known in this part of the ledger")
    middles = known.pivot(index="fee_basis", columns="kind", values="middle").reindex(
        columns=["human", "twin"]).dropna()
    if middles.empty:
        return ("By no fee basis may the medians of both human and twin fees be shown" if hidden
                else "No fee basis has fees of both human bookings and twin uses")
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
    of = " whose medians may be shown" if hidden else ""
    if len(found) == 1:
        return (f"By each of {len(middles)} fee bases{of} the median twin fee is "
                f"{next(iter(found))} the human one")
    return "The median twin fee is " + listed([
        f"{side} the human one by {count(number, 'fee basis', 'fee bases')}"
        for side, number in found.items()]) + (", of those that may be shown" if hidden else "")


def _draw_fees(table: pd.DataFrame, canvas: theme.Canvas, code: str) -> go.Figure:
    rows = table.to_dict("records")
    return draw_quartiles(pd.DataFrame({
        "section": table["basis_words"], "kind": table["kind"],
        "label": [
            f"{row['kind_words']}, {_number(row)}"
            + (f" · {_half(row)}" if row["fees"] != 0 else "") for row in rows
        ],
        **quartiles_to_draw(table),
        "text": [_middle(row, code) if row["fees"] != 0 else "no fee in the ledger"
                 for row in rows],
        "hover": [f"{row['basis_words']}, {row['kind_words'].lower()}: {_fee_words(row, code)}"
                  for row in rows],
    }), canvas, measure=Measure(shared=False))
