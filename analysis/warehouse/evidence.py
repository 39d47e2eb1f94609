"""The warehouse of shipped evidence: one process-wide database, built in memory from the CSVs.

Decided: it is built at start (under a second), so a change of data needs no migration and nothing
stale can be served. A ledger or survey that stands beside it has a database of its own, and is
attached, never copied in.
"""

from __future__ import annotations

import copy
from pathlib import Path

import duckdb

from analysis.catalog.package import (
    DATA_DIRECTORY,
    Package,
    find_changed_resource,
    load_package,
)
from analysis.catalog.sources import Source
from analysis.warehouse.build import build_tables
from analysis.warehouse.check import check_package
from analysis.warehouse.engine import Engine
from analysis.warehouse.queries import load_queries
from analysis.warehouse.seal import OPEN_CONFIG, seal


class Warehouse(Engine):
    """The sealed database of one data package.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Open connection on which the tables are built and the seal is set.
    package : Package
        The data package the tables were built from.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, package: Package) -> None:
        super().__init__(connection, load_queries(), package=package)
        self.attached: Engine | None = None
        self.sources = {
            str(row["source_id"]): Source(
                **{str(key): value for key, value in row.items() if key != "retrieved"},
                retrieved=row["retrieved"].date(),
            )
            for row in self.fetch("sources").frame.to_dict("records")
        }

    def attach(self, engine: Engine) -> Warehouse:
        """The same warehouse with a ledger beside it, for one visitor; this one stays as it is."""
        beside = copy.copy(self)
        beside.attached = engine
        return beside


def open_warehouse(directory: Path = DATA_DIRECTORY) -> Warehouse:
    """Build the sealed warehouse from the data package in ``directory``.

    Raises
    ------
    DataError
        If a row breaks its Table Schema: file, row, column, value and rule are named.
    PackageError
        If the descriptor or a file is missing, or a file is not the one recorded: the data
        version would not be true of it.
    SealError
        If DuckDB does not take a setting of the seal.
    """
    package = load_package(directory)
    if find_changed_resource(package) is not None:
        check_package(package)
    connection = duckdb.connect(":memory:", config=OPEN_CONFIG)
    build_tables(connection, package)
    seal(connection)
    return Warehouse(connection, package)
