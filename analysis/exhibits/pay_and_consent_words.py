"""What the exhibits on pay and consent share: words for the ledger's values.

Decided: a fee is the whole fee of a booking or use, as the ledger holds it: days and images are not
divided out. A fee of 0 counts as a fee, because leaving unpaid uses out would make twins look
better paid. Fees in different currencies are never put together.
"""

from __future__ import annotations

import pandas as pd

from analysis.exhibits.ledger_words import fetch, month_name
from analysis.exhibits.words import percent
from analysis.warehouse import Warehouse

BASES = {"day": "by the day", "image": "by the image", "use": "by the use", "buyout": "as a buyout"}
OWNERS = {"model": "the model", "agency": "the agency", "brand": "the brand", "vendor": "a vendor"}
PAID_TO = {"model": "the model", "agency": "the agency", "brand": "the brand", "nobody": "nobody"}
FORMS = {
    "separate_written": "separate written consent", "in_contract": "clause of a contract",
    "none": "on record, in neither form", "missing": "names no consent",
}
KIND_NOUN = {"human": "human booking", "twin": "twin use", "synthetic": "synthetic use"}
WHOLE_FEE = (
    "A fee is the whole fee of a booking or use before commission, whatever it was agreed by; "
    "length, number of images and terms of use are not divided out."
)
ZERO_FEES = "A fee of 0 counts as a fee: no fee was paid. Rows without a fee are left out."


def period_of_ledger(warehouse: Warehouse) -> str:
    """First and last month of the ledger in words."""
    row = fetch(warehouse, "period").frame.iloc[0]
    if pd.isna(row["first_month"]):
        return "no month"
    first, last = month_name(row["first_month"]), month_name(row["last_month"])
    return first if first == last else f"{first} to {last}"


def share_of(part: int, total: int) -> str:
    """A count as percent of a total; never 0% for something, nor 100% for not everything."""
    said = percent(part / total)
    if 0 < part < total:
        return {"0%": "under 1%", "100%": "over 99%"}.get(said, said)
    return said


def amount(value: float) -> str:
    """An amount of money in whole units: ``1,138``."""
    return f"{value:,.0f}"


def quartiles_to_draw(table: pd.DataFrame) -> dict[str, pd.Series]:
    """``low``, ``middle`` and ``high`` as numbers: a bar stands only where all three are known."""
    found = table[["low", "middle", "high"]].astype("float64")
    return {str(name): column for name, column in found.mask(
        found.isna().any(axis=1)).items()}
