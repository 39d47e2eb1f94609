"""Create the tables and fill them from the CSVs, in the order their keys demand.

Each table's types, keys and checks stand in ``sql/tables/NAME.sql``: one ``create``, one
``insert``. DuckDB's constraint errors name no row of the file, so when a build fails the validator
looks for the first offending cell; a rule across cells is found by halving the file.
"""

from __future__ import annotations

import csv
import re
import tempfile
from pathlib import Path

import duckdb

from analysis.catalog.package import Package, Resource
from analysis.errors import DataError, DeskError, PackageError
from analysis.warehouse.queries import SQL_DIRECTORY
from analysis.warehouse.validation import find_schema_offence


def build_tables(connection: duckdb.DuckDBPyConnection, package: Package) -> None:
    """Build every table of the package on ``connection``.

    Raises
    ------
    DataError
        At the first cell that breaks a rule.
    PackageError
        If a table has no SQL file, or cannot be built for a reason that lies in no row.
    """
    for resource in order_by_keys(package):
        path = SQL_DIRECTORY / "tables" / f"{resource.name}.sql"
        if not path.is_file():
            raise PackageError(f"analysis/sql/tables/{resource.name}.sql is missing.")
        create, insert = (
            statement.query
            for statement in connection.extract_statements(path.read_text(encoding="utf-8"))
        )
        try:
            connection.execute(create)
            connection.execute(insert, {"path": str(resource.path)})
        except duckdb.Error as error:
            offence = find_schema_offence(package)
            raise offence or _locate(connection, resource, insert, error) from None


def _locate(
    connection: duckdb.DuckDBPyConnection, resource: Resource, insert: str, error: duckdb.Error
) -> DeskError:
    """The first row that the table refuses, found by halving; the rule from DuckDB's message."""
    with resource.path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)

    def refused(first: int, last: int) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder) / resource.path.name
            with part.open("w", encoding="utf-8", newline="") as lines:
                csv.writer(lines, lineterminator="\n").writerows([header, *rows[first:last]])
            connection.execute("begin")
            try:
                connection.execute(insert, {"path": str(part)})
            except duckdb.Error:
                return True
            finally:
                connection.execute("rollback")
        return False

    first, last = 0, len(rows)
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (first, middle) if refused(first, middle) else (middle, last)
    reason = str(error).splitlines()[0]
    if not rows or not refused(first, last):
        return PackageError(f"Table {resource.name} cannot be built: {reason}")
    rule = reason.partition("with expression ")[2] or reason
    columns = [name for name in header if re.search(rf"\b{re.escape(name)}\b", rule)]
    return DataError(
        file=resource.path.name, row=first + 2, column=", ".join(columns) or "(row)", rule=rule,
        value=", ".join(rows[first][header.index(name)] for name in columns),
    )


def order_by_keys(package: Package) -> list[Resource]:
    """Resources so ordered that every foreign key points at an earlier one (or at itself)."""
    waiting = list(package.resources)
    ordered: list[Resource] = []
    while waiting:
        known = {resource.name for resource in ordered}
        ready = [
            resource for resource in waiting
            if all(key.resource in known | {resource.name, ""} for key in resource.foreign_keys)
        ]
        if not ready:
            names = ", ".join(resource.name for resource in waiting)
            raise PackageError(f"The foreign keys of these tables form a circle: {names}.")
        ordered += ready
        waiting = [resource for resource in waiting if resource not in ready]
    return ordered
