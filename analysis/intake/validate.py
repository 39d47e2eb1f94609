"""A whole ledger folder held to the contract: every row of every table, in SQL, memory bounded.

Decided: bookings and models must be there. Consents, crew calls and rates may be absent; they
are then empty, and exhibits that need them say so. Brands may be absent; they are then those that
bookings and consents name, and nothing is known of when they took up twins.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from analysis.catalog.package import Package, Resource
from analysis.errors import DataError, PackageError
from analysis.intake.mapped import Mapping as ColumnMapping
from analysis.intake.reading import Column, Reading
from analysis.intake.tables import TableFile, lines_of_records
from analysis.ledger.contract import FORMATS, TABLES
from analysis.warehouse.cells import Form, Given, csv_relation, parquet_relation
from analysis.warehouse.offences import Checked
from analysis.warehouse.private import derive_brands, describe_parquet, open_private, write_empty
from analysis.warehouse.rules import SQL_TYPES
from analysis.warehouse.whole import Source, check_table

NEEDED = ("bookings", "models")
ORDER = ("rates", "brands", "models", "consents", "bookings", "crew_calls")
"""Tables so that what a key points at is checked before it."""
MADE = {
    "crew_calls": "crew_calls (none given)", "consents": "consents (none given)",
    "brands": "brands (derived from bookings)", "rates": "rates (none given)",
}
"""What the lineage calls the file of a table that was not given."""


@dataclass(frozen=True)
class CheckedTable:
    """A table of the folder: the file given, or None, and the Parquet that was written from it."""

    resource: Resource
    given: Path | None
    written: Path
    checked: Checked


def find_tables(directory: Path) -> dict[str, Path]:
    """Files of the tables in a folder, CSV before Parquet.

    Raises
    ------
    PackageError
        If bookings or models are missing.
    """
    found: dict[str, Path] = {}
    for name in TABLES:
        paths = [directory / f"{name}.{form}" for form in FORMATS]
        there = [path for path in paths if path.is_file()]
        if there:
            found[name] = there[0]
    for name in NEEDED:
        if name not in found:
            raise PackageError(
                f"{directory.name} holds no {name}.csv or {name}.parquet. A ledger is the "
                f"tables {', '.join(TABLES)}; of these {' and '.join(NEEDED)} must be there. "
                "data/ledger shows the form of each."
            )
    return found


def check_folder(
    directory: Path, contract: Package, *, to: Path, timed: dict[str, float] | None = None
) -> dict[str, CheckedTable]:
    """Hold every table of a folder to the contract and write it as Parquet.

    Parameters
    ----------
    directory : Path
        The ledger, CSV or Parquet with the contract's column names.
    contract : Package
        What it is held to.
    to : Path
        Private folder for the Parquet files.
    timed : dict, optional
        Filled with the seconds each table took.

    Returns
    -------
    dict
        By table, in the order they were checked.

    Raises
    ------
    DataError
        At the first table with a row against the contract: its first such cell.
    PackageError
        If a needed table is missing.
    """
    files = find_tables(directory)
    done: dict[str, CheckedTable] = {}
    with open_private(to, *files.values()) as connection:
        for name in [one for one in ORDER if one in files]:
            targets = {other: table.written for other, table in done.items()}
            resource = contract.resource(name)
            written, started = to / f"{name}.parquet", time.perf_counter()
            checked = _check_file(connection, resource, files[name], written, targets)
            done[name] = CheckedTable(resource, files[name], written, checked)
            if timed is not None:
                timed[name] = time.perf_counter() - started
        for name in [one for one in ORDER if one not in files]:
            done[name] = _make(connection, contract.resource(name), done, to)
    return done


def offence_of(checked: Checked, path: Path, reading: Reading) -> DataError | None:
    """The first cell of a file that breaks a rule, with its line; None if there is none."""
    if not checked.listed:
        return None
    first = checked.listed[0]
    if path.suffix == ".parquet":
        line = first.record + 1
    else:
        file = TableFile(path, reading, ColumnMapping(""))
        line = lines_of_records(file, {first.record}).get(first.record, first.record + 2)
    return DataError(file=path.name, row=line, column=first.column, value=first.value,
                     rule=first.rule, folder=path.parent.name)


def _check_file(
    connection: duckdb.DuckDBPyConnection, resource: Resource, path: Path, to: Path,
    targets: dict[str, Path],
) -> Checked:
    """Check one file; raise its first offence."""
    names = [field.name for field in resource.fields]
    try:
        if path.suffix == ".parquet":
            source = _parquet_source(connection, path, names)
        else:
            _check_header(path, names)
            source = Source(csv_relation(path, tuple(names)),
                            {name: Given(name) for name in names}, Form())
        checked = check_table(connection, resource, source=source, to=to, targets=targets)
    except duckdb.Error as error:
        raise DataError(
            file=path.name, row=None, column="(all)", value="", folder=path.parent.name,
            rule=f"the file must be readable as {path.suffix[1:].upper()}: {_reason(error)}",
        ) from None
    reading = Reading("csv", columns=tuple(map(Column, names)))
    offence = offence_of(checked, path, reading)
    if offence is not None:
        raise offence
    return checked


def _reason(error: duckdb.Error) -> str:
    """The parser's first line, without the path it may quote."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    words = [line for line in lines[:3] if "/" not in line and "\\" not in line]
    return words[0].removesuffix(".") if words else "it is damaged"


def _parquet_source(
    connection: duckdb.DuckDBPyConnection, path: Path, names: list[str]
) -> Source:
    """Columns of a Parquet file by name; columns the contract does not know are not read."""
    types = describe_parquet(connection, path)
    for name in names:
        if name not in types:
            raise DataError(
                file=path.name, row=None, column=name, value="", folder=path.parent.name,
                rule="the column must be there, it may be empty")
    return Source(parquet_relation(path),
                  {name: Given(name, type=types[name]) for name in names}, Form())


def _check_header(path: Path, names: list[str]) -> None:
    """Refuse a CSV whose first line is not the contract's columns."""
    with path.open("rb") as file:
        raw = file.readline(1 << 20)
    found = raw.decode("utf-8", errors="replace").removeprefix("\ufeff").rstrip("\r\n").split(",")
    found = [name.strip('"') for name in found]
    if found == names:
        return
    place = next((index for index, (one, other) in enumerate(zip(found, names, strict=False))
                  if one != other), min(len(found), len(names)))
    raise DataError(
        file=path.name, row=1, column=str(place + 1), folder=path.parent.name,
        value=found[place] if place < len(found) else "",
        rule=f"header must be {names[place]}" if place < len(names)
        else "no further column is allowed")


def _make(
    connection: duckdb.DuckDBPyConnection, resource: Resource, done: dict[str, CheckedTable],
    to: Path,
) -> CheckedTable:
    """A table that was not given: brands as they are named elsewhere, the others empty."""
    written = to / f"{MADE[resource.name]}.parquet"
    if resource.name == "brands":
        named = [done[name].written for name in ("bookings", "consents") if name in done]
        rows = derive_brands(connection, written, *named)
        return CheckedTable(resource, None, written, Checked(rows, rows))
    types = {field.name: SQL_TYPES[field.type] for field in resource.fields}
    write_empty(connection, written, types)
    return CheckedTable(resource, None, written, Checked(0, 0))


def notes_of(tables: dict[str, CheckedTable]) -> list[str]:
    """What had to be made because it was not given, in words."""
    notes = []
    for name, table in tables.items():
        if table.given is not None or name == "rates":
            continue
        if name == "brands":
            notes.append(f"No brands were given: the {table.checked.rows:,} brands that bookings "
                         "and consents name are used, and when they took up twins is not known.")
        else:
            notes.append(f"No {name.replace('_', ' ')} were given: the table is empty, and what "
                         "needs it cannot be shown.")
    return notes


def as_package(contract: Package, tables: dict[str, CheckedTable], directory: Path, *,
               hashes: dict[str, str], given: bool) -> Package:
    """The ledger as a package: of the files given (for lineage), or of those written (to read)."""
    resources = tuple(
        replace(contract.resource(name), hash=hashes[name], bytes=path.stat().st_size, path=path)
        for name in TABLES
        for path in [(tables[name].given or tables[name].written) if given
                     else tables[name].written])
    return replace(contract, directory=directory, resources=resources)
