"""What the exhibits on who gains share: the period, what counts as earnings, what that leaves out.

Decided: who is set against whom is compared within one period, by default the last twelve months,
because twins are used only late in a ledger and who works changes with the years. A model is on the
books in a period if some day of it lies between the day of entry and the last day on the books,
both counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.exhibits.controls import Choice
from analysis.exhibits.ledger_words import fetch, month_name
from analysis.exhibits.words import count
from analysis.warehouse import Result, Warehouse

EARNED = (
    "Earnings = fees less commission where they are paid to the model or the agency; nothing where "
    "they are paid to the brand or to nobody. They count in the month of the work, before tax."
)
WITH_TWINS = (
    "“With twin fees” adds what reaches the model for uses of the twin; a fee that goes to a brand "
    "that owns the twin is not in it."
)
WHO = (
    "Counted are all models on the books some day of the period, and any others with work in it; "
    "those who earned nothing count with zero."
)


NO_MONTH = "no month"
NOTHING = "Nothing was worked in this ledger"


@dataclass(frozen=True)
class Period:
    """First and last month of a comparison, and how a sentence names it."""

    first: date
    last: date
    words: str

    @property
    def limits(self) -> dict[str, date]:
        """The parameters of the queries."""
        return {"first": self.first, "last": self.last}

    def title(self, words: str) -> str:
        """The title, or of a ledger without any work the sentence that says so."""
        return NOTHING if self.words == NO_MONTH else words


def _years(warehouse: Warehouse) -> Mapping[str, str]:
    """The last twelve months, the whole ledger, and each of its years."""
    options = {"last": "The last twelve months", "all": "The whole ledger"}
    row = fetch(warehouse, "period").frame.iloc[0]
    if pd.isna(row["first_month"]):
        return options
    first, last = pd.Timestamp(row["first_month"]), pd.Timestamp(row["last_month"])
    for year in range(first.year, last.year + 1):
        part = [f"from {first:%b}"] if year == first.year and first.month > 1 else []
        part += [f"to {last:%b}"] if year == last.year and last.month < 12 else []
        options[str(year)] = f"{year}" + (f" ({' '.join(part)})" if part else "")
    return options


YEAR = Choice("year", "Period", "When the work took place.", "last", _years)


def period_of_year(warehouse: Warehouse, year: str) -> Period:
    """The months meant by a value of ``YEAR``, no further than the ledger reaches."""
    row = fetch(warehouse, "period").frame.iloc[0]
    if pd.isna(row["first_month"]):
        return Period(date(2000, 1, 1), date(2000, 1, 1), NO_MONTH)
    start, end = pd.Timestamp(row["first_month"]), pd.Timestamp(row["last_month"])
    first, last = start, end
    if year == "last":
        first = max(start, end - pd.DateOffset(months=11))
    elif year != "all":
        first = max(start, pd.Timestamp(int(year), 1, 1))
        last = min(end, pd.Timestamp(int(year), 12, 1))
    names = list(dict.fromkeys((month_name(first), month_name(last))))
    return Period(first.date(), last.date(), " to ".join(names))


def left_out(fees: Result, currency: str) -> tuple[str, ...]:
    """What the earnings do not hold, in counts: bookings without a fee, in other money, unnamed.

    Parameters
    ----------
    fees : Result
        Of the query ``who_gains_fees``.
    currency : str
        The currency shown.
    """
    if fees.released is not None:
        return ("How much work has no fee on record, or one in another currency, is not said of a "
                "private ledger: it counts as no earnings.",)
    row = fees.frame.iloc[0]
    work = "of " + count(
        row["worked"], "worked booking and twin use", "worked bookings and twin uses")
    said = (
        (row["without_fee"], "no fee on record and count as no earnings"),
        (row["elsewhere"], f"a fee in another currency than {currency}, which is left out"),
        (row["unnamed"], "no model named, so that the fee reaches no model of the ledger"),
    )
    return tuple(
        f"{count(number)} {work} {'has' if number == 1 else 'have'} {words}."
        for number, words in said if number
    )
