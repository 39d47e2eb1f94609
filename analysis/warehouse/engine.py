"""Ask a sealed DuckDB by query name: one cursor a query, limits, lineage with every answer.

Two kinds of database are asked this way: the warehouse of shipped evidence, and each ledger or
survey in a database of its own. Each query runs on a cursor of its own, is read completely before
the cursor closes, and is stopped at a time and a row limit.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from analysis.catalog.package import Package
from analysis.catalog.sources import Source
from analysis.errors import QueryLimitError, UnknownQueryError
from analysis.warehouse.queries import Query

if TYPE_CHECKING:
    import pandas as pd

    from analysis.disclosure import Released  # at run time it would bring SciPy into every parser

TIME_LIMIT_SECONDS = 10.0
ROW_LIMIT = 50_000
BATCH_ROWS, STREAM_ROWS = 10_000, 100_000
INTERRUPT_EVERY_SECONDS = 0.05
KEPT_RESULTS = 256
_LINEAGE: dict[str, tuple[str, ...]] = {}
"""Tables that a query reads, by its text."""
KEPT_ROWS = 5_000


@dataclass(frozen=True)
class Run:
    """What was asked: query name, SQL, bound parameters, the tables it reads and their folder."""

    name: str
    purpose: str
    sql: str
    parameters: dict[str, Any]
    tables: tuple[str, ...]
    folder: str = "data"
    version: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """The CSV files behind the tables, as a reader of the repository finds them."""
        return tuple(f"{self.folder}/{table}.csv" for table in self.tables)


@dataclass(frozen=True)
class Result:
    """A frame with its lineage.

    ``frame`` has a column ``source_id`` (text) or ``source_ids`` (list of text) unless the query
    reads sources only; ``rows`` gives for each row the ids behind it. ``released`` is what the
    disclosure gate let out, where the database is private.
    """

    frame: pd.DataFrame
    run: Run
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    released: Released | None = None

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Distinct source ids behind all rows, sorted."""
        return tuple(sorted({source_id for row in self.rows for source_id in row}))


class Engine:
    """A sealed database that answers named queries.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Sealed, and used through cursors only.
    queries : mapping of str to Query
        The queries it answers, by name.
    package : Package
        What the tables were made from, with its data version.
    folder : str
        Where a reader finds the CSVs of its tables.
    """

    sources: Mapping[str, Source] = MappingProxyType({})
    """Sources by id that rows of this database may name."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, queries: Mapping[str, Query], *,
        package: Package, folder: str = "data",
    ) -> None:
        self.package = package
        self.folder = folder
        self._connection = connection
        self._queries = queries
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Result] = OrderedDict()
        self._tables = {query.name: self._tables_read(query) for query in queries.values()}

    def fetch(
        self, name: str, *, seconds: float = TIME_LIMIT_SECONDS, rows: int = ROW_LIMIT,
        **parameters: Any,
    ) -> Result:
        """Run a named query.

        Parameters
        ----------
        name : str
            Stem of a file in ``analysis/sql/queries`` or its folder for this engine.
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
        query = self._find(name)
        if set(parameters) != set(query.parameters):
            raise UnknownQueryError(
                f"Query {name!r} takes {sorted(query.parameters)}, was given {sorted(parameters)}."
            )
        key = repr((name, rows, sorted(parameters.items())))
        result = self._recall(key)
        if result is None:
            with self._cursor() as cursor, _interrupted_after(cursor, seconds, name):
                table = _read(cursor, query.statement, parameters, rows, name)
            frame = self._complete(table.to_pandas(date_as_object=False))
            run = Run(
                name=name, purpose=query.purpose, sql=query.statement, folder=self.folder,
                parameters=dict(parameters), tables=self._tables[name],
                version=self.package.data_version,
            )
            result = Result(frame=frame, run=run, rows=_source_rows(frame))
            self._keep(key, result)
        return replace(result, frame=result.frame.copy(deep=False))

    @contextmanager
    def batches(
        self, name: str, *, seconds: float = TIME_LIMIT_SECONDS, **parameters: Any
    ) -> Iterator[pa.RecordBatchReader]:
        """The rows of a named query, some at a time, for what never holds them all.

        Parameters
        ----------
        name, seconds, **parameters
            As of :meth:`fetch`; the time is that of the query and of whoever reads it together.

        Raises
        ------
        QueryLimitError
            If the time is over.
        """
        query = self._find(name)
        with self._cursor() as cursor, _interrupted_after(cursor, seconds, name):
            yield cursor.sql(query.statement, params=parameters).to_arrow_reader(STREAM_ROWS)

    def _find(self, name: str) -> Query:
        if name not in self._queries:
            raise UnknownQueryError(
                f"No query is called {name!r}. Queries: {', '.join(self._queries)}."
            )
        return self._queries[name]

    def _complete(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The answer as it is handed out; an engine of one source adds it to every row."""
        return frame

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

    def forget(self) -> None:
        """Drop the answers kept; for benchmarks, since shipped evidence never changes."""
        with self._lock:
            self._kept.clear()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._lock:
            cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def _tables_read(self, query: Query) -> tuple[str, ...]:
        """Found once a process: there are no views, so a query names what it reads."""
        if query.sql not in _LINEAGE:
            with self._cursor() as cursor:
                read = cursor.get_table_names(query.without_parameters())
            _LINEAGE[query.sql] = tuple(sorted(read))
        return _LINEAGE[query.sql]

    def close(self) -> None:
        """Close the database; only tests and command-line programs need it."""
        self._connection.close()


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
