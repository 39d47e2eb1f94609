"""The contract of a bookings ledger: one description for the shipped data, a check and the pages.

It is the data package in ``data/ledger``: six Table Schemas with keys, enumerations, ranges and
rules across cells. A ledger is any folder with a package of the same schemas, in CSV or Parquet,
exchange rates being optional; this module reads it, checks CSV against it, and writes the
description of a new one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.catalog.package import Package, load_package, write_hashes
from analysis.errors import PackageError
from analysis.ledger.parameters import LEDGER_DIRECTORY
from analysis.warehouse.check import refuse_unrecorded
from analysis.warehouse.validation import find_schema_offence

TABLES = ("bookings", "crew_calls", "consents", "models", "brands", "rates")
OPTIONAL = ("rates",)
"""Tables a ledger may do without."""
FORMATS = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
DESCRIPTOR = "datapackage.json"


def load_contract() -> Package:
    """The contract, with the shipped simulated ledger that keeps to it.

    Returns
    -------
    Package
        Resources in the order of TABLES; each has ``fields`` with titles, units and constraints,
        ``primary_key``, ``foreign_keys`` and ``rules``.

    Raises
    ------
    PackageError
        If the description or a table is missing.
    """
    package = load_package(LEDGER_DIRECTORY)
    found = tuple(resource.name for resource in package.resources)
    if found != TABLES:
        raise PackageError(
            f"data/ledger/{DESCRIPTOR} must describe the tables {', '.join(TABLES)} in this order, "
            f"not {', '.join(found)}. Restore the file from the repository."
        )
    return package


def check_ledger(package: Package) -> None:
    """Raise the first fault of a CSV ledger: a broken rule, or a changed file.

    Raises
    ------
    DataError
        File, row, column, value and rule of the first offending cell.
    PackageError
        If every rule holds but a file is not the one recorded.
    """
    offence = find_schema_offence(package)
    if offence is not None:
        raise offence
    refuse_unrecorded(
        package, advice="Simulate the ledger again: python -m analysis simulate -h.")


def write_description(directory: Path, *, form: str, simulation: Mapping[str, Any]) -> None:
    """Describe the simulated ledger in a folder: the contract, its files, their hashes.

    Parameters
    ----------
    directory : Path
        Holds the six tables, named after themselves.
    form : str
        "csv" or "parquet".
    simulation : mapping
        What was simulated: bookings, seed, whether contaminated.
    """
    contract = json.loads((LEDGER_DIRECTORY / DESCRIPTOR).read_text(encoding="utf-8"))
    contract["simulation"] = dict(simulation)
    for resource in contract["resources"]:
        resource.update(
            path=f"{resource['name']}.{form}", format=form, mediatype=FORMATS[form])
    text = json.dumps(contract, indent=2, ensure_ascii=False) + "\n"
    (directory / DESCRIPTOR).write_text(text, encoding="utf-8")
    write_hashes(directory)
