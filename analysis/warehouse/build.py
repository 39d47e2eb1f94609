"""Create the tables and fill them from the CSVs, in the order their keys demand.

Each table's types, keys and checks stand in ``sql/tables/NAME.sql``: one ``create``, one
``insert``. DuckDB's constraint errors name no row of the file, so when a build fails the validator
looks for the first offending cell and its message is raised instead.
"""

from __future__ import annotations

import duckdb

from analysis.catalog.package import Package, Resource
from analysis.errors import PackageError
from analysis.warehouse.queries import SQL_DIRECTORY
from analysis.warehouse.validation import find_first_offence


def build_tables(connection: duckdb.DuckDBPyConnection, package: Package) -> None:
    """Build every table of the package on ``connection``.

    Raises
    ------
    DataError
        At the first cell that breaks a rule.
    PackageError
        If a table has no SQL file, or the build fails where the validator finds no fault.
    """
    for resource in order_by_keys(package):
        path = SQL_DIRECTORY / "tables" / f"{resource.name}.sql"
        if not path.is_file():
            raise PackageError(f"analysis/sql/tables/{resource.name}.sql is missing.")
        create, insert = path.read_text(encoding="utf-8").split(";\n", 1)
        try:
            connection.execute(create)
            connection.execute(insert, {"path": str(resource.path)})
        except duckdb.Error as error:
            offence = find_first_offence(package)
            if offence is not None:
                raise offence from None
            raise PackageError(
                f"Table {resource.name} cannot be built from data/{resource.path.name}: "
                f"{str(error).splitlines()[0]}"
            ) from None


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
