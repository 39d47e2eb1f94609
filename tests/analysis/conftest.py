"""A ledger written by hand: a few rows, through the real contract, preparation and seal."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.catalog.package import load_package, write_hashes
from analysis.ledger.engine import SIMULATED, Ledger, open_ledger
from analysis.ledger.parameters import LEDGER_DIRECTORY
from analysis.warehouse import Warehouse
from analysis.warehouse.validation import find_schema_offence

Row = Mapping[str, str]
DEFAULTS = {
    "bookings": {
        "kind": "human", "status": "worked", "booked_on": "2024-01-01", "brand_id": "B1",
        "channel": "ecommerce", "market": "FR", "days": "1", "images": "10", "fee_amount": "100",
        "currency": "EUR", "fee_basis": "day", "paid_to": "agency", "label_shown": "unknown",
    },
    "crew_calls": {"role": "hair", "days": "1", "fee_amount": "50", "currency": "EUR"},
    "consents": {
        "form": "separate_written", "scope": "e-commerce", "signed_on": "2024-01-01",
        "rate_stated": "true", "agency_signed": "true",
    },
    "models": {"tier": "established", "entered_on": "2020-01-01", "market": "FR"},
    "brands": {},
}
"""What a row of each table holds where a test does not say otherwise."""


def write_ledger(folder: Path, tables: Mapping[str, Sequence[Row]]) -> None:
    """Write the tables by the contract of the shipped ledger, missing cells by DEFAULTS."""
    folder.mkdir(parents=True)
    descriptor = json.loads((LEDGER_DIRECTORY / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        resource["path"] = f"{resource['name']}.csv"
        names = [field["name"] for field in resource["schema"]["fields"]]
        with (folder / resource["path"]).open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, names, lineterminator="\n", restval="")
            writer.writeheader()
            for row in tables.get(resource["name"], ()):
                writer.writerow({**DEFAULTS[resource["name"]], **row})
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    write_hashes(folder)


@pytest.fixture
def with_ledger(
    tmp_path: Path, warehouse: Warehouse
) -> Iterator[Callable[..., Warehouse]]:
    """``with_ledger(bookings=[...], ...)``: the warehouse with a ledger of these rows beside it.

    Brands and models that the rows name and that are not given are added. Ids of bookings are
    counted where none is given.
    """
    opened: list[Ledger] = []

    def make(**tables: Sequence[Row]) -> Warehouse:
        filled = complete(tables)
        folder = tmp_path / f"ledger{len(opened)}"
        write_ledger(folder, filled)
        offence = find_schema_offence(load_package(folder))
        assert offence is None, offence
        source = replace(warehouse.sources[SIMULATED], source_id="test_ledger")
        opened.append(open_ledger(
            load_package(folder), source, folder="test", cache=tmp_path / "prepared"))
        return warehouse.attach(opened[-1])

    yield make
    for one in opened:
        one.close()


def complete(tables: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
    """The tables with counted booking ids, and with the brands and models that are named."""
    bookings = [
        {"booking_id": f"b{number}", **row}
        for number, row in enumerate(tables.get("bookings", ()), start=1)
    ]
    for row in bookings:
        row.setdefault("work_on", row.get("booked_on", "2024-01-01"))
        row["booked_on"] = row.get("booked_on", row["work_on"])
        if row.get("kind", "human") != "synthetic":
            row.setdefault("model_id", "M1")
        if row.get("kind") == "twin":
            row.setdefault("twin_owner", "brand")
    filled: dict[str, list[Row]] = {
        name: [dict(row) for row in rows] for name, rows in tables.items()} | {
            "bookings": bookings}
    named = [*bookings, *filled.get("consents", ())]
    for table, key, first in (("brands", "brand_id", "B1"), ("models", "model_id", "M1")):
        rows = filled.setdefault(table, [])
        known = {row[key] for row in rows}
        wanted = dict.fromkeys([row.get(key, "") for row in named] + ([] if rows else [first]))
        rows += [{key: value} for value in wanted if value and value not in known]
    return filled
