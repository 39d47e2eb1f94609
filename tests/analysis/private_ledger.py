"""A ledger written by hand and opened twice: as it is, and as one that is private."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from conftest import Row, complete, write_ledger

from analysis.exhibits import Exhibit
from analysis.ledger.given import open_given
from analysis.warehouse import Warehouse

MINIMUM = 10


def crowd(number: int, **same: Any) -> list[dict[str, str]]:
    """Bookings of so many models, each with a brand and an agency of its own.

    A value that can be called is given the place of the model.
    """
    return [{
        "model_id": f"M{at:02d}", "brand_id": f"B{at:02d}", "agency_id": f"A{at:02d}",
        "work_on": "2024-03-01",
        **{name: str(value(at) if callable(value) else value) for name, value in same.items()},
    } for at in range(number)]


def open_private(
    warehouse: Warehouse, folder: Path, tables: dict[str, Sequence[Row]]
) -> Warehouse:
    """The tables as a ledger that nobody says is simulated, beside the warehouse."""
    write_ledger(folder, complete(tables))
    (folder / "datapackage.json").unlink()
    return warehouse.attach(open_given(folder))


def assert_as_open(private: Exhibit, opened: Exhibit) -> None:
    """Every figure of an open ledger's exhibit stands in the private one, and is the same."""
    shared = [name for name in opened.table if name != "source_id" and name in private.table]
    assert len(shared) >= 4
    assert not private.table["suppressed"].any(), private.table
    pd.testing.assert_frame_equal(
        private.table[shared].reset_index(drop=True), opened.table[shared].reset_index(drop=True),
        check_dtype=False)


Open = Callable[..., Warehouse]
