"""What released figures of a private ledger say together, though each may be shown."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.ledger.private_books import _months
from analysis.ledger.private_commission import _commission


def shown(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns).assign(suppressed=False, reason="")


@pytest.mark.parametrize(("bookings", "known"), [(40, False), (43, False), (49, False), (50, True)])
def test_few_more_bookings_than_models_say_that_nearly_all_had_one(
    bookings: int, known: bool
) -> None:
    """Of 40 models with 43 bookings at most three had more than one."""
    stock = shown(month="2024-03-01", state=["booked", "without", "*"], models=[40, 20, 60])
    working = shown(month="2024-03-01", state=["in_month", "earlier", "off_books"],
                    models=[40, 12, 0])
    work = shown(month=[pd.Timestamp("2024-03-01")], kind="human", worked=bookings)
    row = _months(stock, working, work, minimum=10).iloc[0]
    assert (row["working"] == 40, row["per_working"] == bookings / 40) == (known, known)
    assert row["suppressed"] != known
    assert row["bookings"] == bookings


def test_a_withheld_number_of_rates_that_is_none_is_not_told_by_zeros_beside_it() -> None:
    """Where nobody has a rate the rows under, at and over the median were 0, not withheld."""
    parts = []
    for _ in range(2):
        part = shown(kind="human", rated=["*", "yes", "no"], worked=[30.0, None, None])
        parts.append(part.assign(suppressed=part["worked"].isna(), reason=["", "few", "few"]))
    parts = [pd.concat([part, shown(kind="twin", rated=["*", "yes", "no"], worked=0.0)])
             for part in parts]
    row = _commission(parts, [])
    assert list(row["kind"]) == ["human", "human"]
    assert row[["rated", "under", "level", "over", "without"]].isna().all().all()
