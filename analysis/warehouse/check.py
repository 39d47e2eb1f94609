"""Is the data package whole: every cell, every rule across cells, every file as recorded."""

from __future__ import annotations

import duckdb

from analysis.catalog.package import Package, find_changed_resource
from analysis.errors import DataError, PackageError
from analysis.warehouse.build import build_tables
from analysis.warehouse.validation import find_schema_offence


def check_package(package: Package) -> None:
    """Raise the first fault of the package: a broken rule, or a changed file.

    Raises
    ------
    DataError
        File, row, column, value and rule of the first offending cell.
    PackageError
        If every rule holds but a file is not the one recorded.
    """
    offence = find_first_offence(package)
    if offence is not None:
        raise offence
    refuse_unrecorded(
        package, advice="If the change is meant, record it: python -m analysis record.")


def refuse_unrecorded(package: Package, *, advice: str) -> None:
    """Raise PackageError, with the advice, if a file is not the one recorded."""
    changed = find_changed_resource(package)
    if changed is not None:
        raise PackageError(
            f"data/{changed.file} keeps to its rules but is not the file recorded in its "
            f"datapackage.json. {advice}"
        )


def find_first_offence(package: Package) -> DataError | None:
    """The first cell or row that breaks a rule, of one cell or across cells; None if none."""
    offence = find_schema_offence(package)
    if offence is not None:
        return offence
    with duckdb.connect(":memory:") as connection:
        try:
            build_tables(connection, package)
        except DataError as error:
            return error
    return None
