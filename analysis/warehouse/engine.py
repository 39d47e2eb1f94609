"""One process-wide sealed DuckDB; one cursor a query; lineage with every answer.

Decided: the warehouse is built in memory from the CSVs at start (under a second), so a change of
data needs no migration and nothing stale can be served. Each query runs on a cursor of its own, is
read completely before the cursor closes, and is stopped at a time and a row limit.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from analysis.catalog.package import (
    DATA_DIRECTORY,
    Package,
    find_changed_resource,
    load_package,
)
from analysis.catalog.sources import Source
from analysis.errors import QueryLimitError, UnknownQueryError
from analysis.warehouse.build import build_tables
from analysis.warehouse.check import check_package
from analysis.warehouse.queries import Query, load_queries, load_query
from analysis.warehouse.seal import OPEN_CONFIG, seal

TIME_LIMIT_SECONDS = 10.0
ROW_LIMIT = 50_000
BATCH_ROWS = 10_000
INTERRUPT_EVERY_SECONDS = 0.05
KEPT_RESULTS = 256
KEPT_ROWS = 5_000


@dataclass(frozen=True)
class Run:
    """What was asked: query name, SQL, bound parameters, and the tables it reads."""

    name: str
    purpose: str
    sql: str
    parameters: dict[str, Any]
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """A frame with its lineage.

    ``frame`` has a column ``source_id`` (text) or ``source_ids`` (list of text) unless the query
    reads sources only; ``rows`` gives for each row the ids behind it.
    """

    frame: pd.DataFrame
    run: Run
    rows: tuple[tuple[str, ...], ...] = field(repr=False)

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Distinct source ids behind all rows, sorted."""
        return tuple(sorted({source_id for row in self.rows for source_id in row}))


class Warehouse:
    """The sealed database of one data package.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Open connection on which the tables are built and the seal is set.
    package : Package
        The data package the tables were built from.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, package: Package) -> None:
        self.package = package
        self._connection = connection
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Result] = OrderedDict()
        self._tables = {
            query.name: self._tables_read(query) for query in load_queries().values()
        }
        self.sources: dict[str, Source] = {
            str(row["source_id"]): Source(
                **{str(key): value for key, value in row.items() if key != "retrieved"},
                retrieved=row["retrieved"].date(),
            )
            for row in self.fetch("sources").frame.to_dict("records")
        }

    def fetch(
        self, name: str, *, seconds: float = TIME_LIMIT_SECONDS, rows: int = ROW_LIMIT,
        **parameters: Any,
    ) -> Result:
        """Run a named query.

        Parameters
        ----------
        name : str
            Stem of a file in ``analysis/sql/queries``.
        seconds : float
            Time limit in seconds.
        rows : int
            Row limit; one row more is an error, never a silent cut.
        **parameters
            Values of the query's ``$names``; all must be given, none may be added.

        Returns
        -------
        Result
            Frame (columns as in the query's header) and lineage.

        Raises
        ------
        UnknownQueryError
            If the query or a parameter does not exist or is missing.
        QueryLimitError
            If a limit is passed.
        """
        query = load_query(name)
        if set(parameters) != set(query.parameters):
            raise UnknownQueryError(
                f"Query {name!r} takes {sorted(query.parameters)}, was given {sorted(parameters)}."
            )
        key = repr((name, rows, sorted(parameters.items())))
        result = self._recall(key)
        if result is None:
            with self._cursor() as cursor, _interrupted_after(cursor, seconds, name):
                table = _read(cursor, query.statement, parameters, rows, name)
            frame = table.to_pandas(date_as_object=False)
            run = Run(
                name=name, purpose=query.purpose, sql=query.statement,
                parameters=dict(parameters), tables=self._tables[name],
            )
            result = Result(frame=frame, run=run, rows=_source_rows(frame))
            self._keep(key, result)
        return replace(result, frame=result.frame.copy(deep=False))

    def _recall(self, key: str) -> Result | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: str, result: Result) -> None:
        """Keep small answers, the last few hundred: shipped evidence never changes while open."""
        if len(result.frame) > KEPT_ROWS:
            return
        with self._lock:
            self._kept[key] = result
            while len(self._kept) > KEPT_RESULTS:
                self._kept.popitem(last=False)

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._lock:
            cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def _tables_read(self, query: Query) -> tuple[str, ...]:
        with self._cursor() as cursor:
            return tuple(sorted(cursor.get_table_names(query.without_parameters())))

    def close(self) -> None:
        """Close the database; only tests and command-line programs need it."""
        self._connection.close()


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


def _read(
    cursor: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any], rows: int, name: str
) -> pa.Table:
    reader = cursor.sql(sql, params=parameters).to_arrow_reader(BATCH_ROWS)
    batches, count = [], 0
    for batch in reader:
        count += batch.num_rows
        if count > rows:
            raise QueryLimitError(
                f"Query {name!r} gives more than {rows:,} rows. Narrow the filters."
            )
        batches.append(batch)
    return pa.Table.from_batches(batches, schema=reader.schema)


@contextmanager
def _interrupted_after(
    cursor: duckdb.DuckDBPyConnection, seconds: float, name: str
) -> Iterator[None]:
    """Interrupt the cursor once ``seconds`` are over, again and again until it gives up."""
    done, late = threading.Event(), threading.Event()

    def watch() -> None:
        if done.wait(seconds):
            return
        late.set()
        while not done.wait(INTERRUPT_EVERY_SECONDS):
            cursor.interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    except (duckdb.Error, pa.ArrowException):
        if late.is_set():
            raise QueryLimitError(
                f"Query {name!r} took longer than {seconds:g} seconds and was stopped. "
                "Narrow the filters."
            ) from None
        raise
    finally:
        done.set()
        watcher.join()


def _source_rows(frame: pd.DataFrame) -> tuple[tuple[str, ...], ...]:
    if "source_ids" in frame:
        return tuple(tuple(sorted(ids)) for ids in frame["source_ids"])
    if "source_id" in frame:
        return tuple((source_id,) for source_id in frame["source_id"])
    return ()
