"""A ledger written by hand: a few rows, through the real contract, preparation and seal."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.catalog.package import load_package, write_hashes
from analysis.ledger.engine import SIMULATED, ledger_of, open_ledger
from analysis.ledger.parameters import LEDGER_DIRECTORY
from analysis.warehouse import Warehouse
from analysis.warehouse.validation import find_schema_offence

KEPT_OPEN = 16
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
    "rates": {"source": "A central bank"},
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


@pytest.fixture(scope="session")
def r_with_survey() -> None:
    """Tests that ask for it are skipped where R or its survey package is missing."""
    if shutil.which("Rscript") is None or subprocess.run(
            ["Rscript", "-e", "library(survey)"], capture_output=True, check=False).returncode:
        pytest.skip("needs R with its survey package")


@pytest.fixture(scope="session")
def with_ledger(
    tmp_path_factory: pytest.TempPathFactory, warehouse: Warehouse
) -> Iterator[Callable[..., Warehouse]]:
    """``with_ledger(bookings=[...], ...)``: the warehouse with a ledger of these rows beside it.

    Brands and models that the rows name and that are not given are added. Ids of bookings are
    counted where none is given. A ledger of the same rows is opened once; the last few stay open.
    """
    opened: OrderedDict[str, Warehouse] = OrderedDict()
    source = replace(warehouse.sources[SIMULATED], source_id="test_ledger")

    def make(**tables: Sequence[Row]) -> Warehouse:
        filled = complete(tables)
        key = json.dumps(filled, sort_keys=True)
        if key not in opened:
            folder = tmp_path_factory.mktemp("ledger")
            write_ledger(folder / "tables", filled)
            package = load_package(folder / "tables")
            offence = find_schema_offence(package)
            assert offence is None, offence
            opened[key] = warehouse.attach(open_ledger(
                package, source, folder="test", cache=folder / "prepared"))
            while len(opened) > KEPT_OPEN:
                ledger_of(opened.popitem(last=False)[1]).close()
        opened.move_to_end(key)
        return opened[key]

    yield make
    for one in opened.values():
        ledger_of(one).close()


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
