"""Prepare a ledger: from its files to one DuckDB file with roll-ups, kept by content.

Decided: a ledger is read once. Its rows go into a DuckDB file on disk, so that ten million bookings
need no memory, together with roll-ups of what adds up; a page then reads thousands of rolled-up
rows instead of millions. The file's name holds the hash of the ledger's bytes and of the SQL that
prepared it: the same ledger is never prepared twice, and a changed one never served stale.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

from analysis.catalog.package import Package, Resource
from analysis.errors import PackageError
from analysis.warehouse.queries import SQL_DIRECTORY, load_queries
from analysis.warehouse.seal import OPEN_CONFIG

TABLES = SQL_DIRECTORY / "tables" / "ledger"
CONTRACT = ("rates", "brands", "models", "consents", "bookings", "crew_calls")
"""Tables of the contract in the order they are read."""
ROLL_UPS = {
    "bookings_by_month": ("bookings", "models"),
    "months_of_work": ("bookings",),
    "bookings_by_brand": ("bookings", "crew_calls"),
    "adoptions": ("bookings", "brands", "consents"),
    "uses_by_terms": ("bookings",),
    "uses_by_consent": ("bookings", "consents"),
    "uses_by_day": ("bookings", "consents"),
    "work_by_model": ("bookings",),
    "crew_by_month": ("bookings", "crew_calls"),
    "crew_days_counts": ("bookings", "crew_calls"),
    "twin_uses_by_maker": ("bookings", "consents"),
}
"""Roll-ups in the order they are made, and the tables of the contract behind each."""
KEPT_LEDGERS = 4

Progress = Callable[[str, float], None]


def prepare_ledger(
    package: Package, *, cache: Path, progress: Progress = lambda text, share: None
) -> Path:
    """Make the DuckDB file of a ledger, or find the one made before.

    Parameters
    ----------
    package : Package
        A ledger that keeps to the contract; CSV or Parquet files.
    cache : Path
        Folder for prepared ledgers; a private ledger has one of its own.
    progress : callable
        Told what is happening and which share (0-1) is done.

    Returns
    -------
    Path
        Of the DuckDB file.

    Raises
    ------
    PackageError
        If a table cannot be read although the contract was kept.
    """
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / f"ledger-{content_key(package)}.duckdb"
    if path.is_file():
        os.utime(path)
        return path
    handle, name = tempfile.mkstemp(suffix=".duckdb.part", dir=cache)
    os.close(handle)
    part = Path(name)
    part.unlink()
    try:
        _fill(part, package, progress)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _drop_oldest(cache)
    return path


def content_key(package: Package) -> str:
    """Short hash of the ledger's recorded bytes and of the SQL that prepares it."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for name in CONTRACT:
        digest.update(package.resource(name).hash.encode())
    for path in sorted(TABLES.glob("*.sql")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _fill(path: Path, package: Package, progress: Progress) -> None:
    config = {**OPEN_CONFIG, "temp_directory": str(path.parent / "spill")}
    steps = len(CONTRACT) + len(ROLL_UPS)
    with duckdb.connect(str(path), config=config) as connection:
        connection.execute("set enable_progress_bar = false")
        for number, name in enumerate(CONTRACT):
            progress(f"Reading {name.replace('_', ' ')}", number / steps)
            _read(connection, package.resource(name))
        _convert(connection)
        for number, name in enumerate(ROLL_UPS, start=len(CONTRACT)):
            progress(f"Rolling up {name.replace('_', ' ')}", number / steps)
            connection.execute((TABLES / f"{name}.sql").read_text(encoding="utf-8"))
    progress("Ready", 1.0)


def _read(connection: duckdb.DuckDBPyConnection, resource: Resource) -> None:
    text = (TABLES / f"{resource.name}.sql").read_text(encoding="utf-8")
    create, from_csv, from_parquet = (
        statement.query for statement in connection.extract_statements(text)
    )
    insert = from_parquet if resource.path.suffix == ".parquet" else from_csv
    try:
        connection.execute(create)
        connection.execute(insert, {"path": str(resource.path)})
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise PackageError(f"{resource.path.name} cannot be read: {reason}") from None


def _convert(connection: duckdb.DuckDBPyConnection) -> None:
    """Convert fees into the base currency where the ledger brings rates."""
    if connection.execute("from rates limit 1").fetchone() is None:
        return
    found = connection.execute(load_queries("ledger")["base_currency"].statement).fetchall()
    if len(found) != 1:
        names = ", ".join(name for name, in found) or "none"
        raise PackageError(
            "The rates must name one base currency, whose every rate is 1, so that one knows what "
            f"the others are converted into. Such currencies here: {names}. Add it with rate 1 for "
            "each year, or take one out."
        )
    text = (TABLES / "converted.sql").read_text(encoding="utf-8")
    for statement in connection.extract_statements(text):
        connection.execute(statement, {"base": found[0][0]})


def _drop_oldest(cache: Path) -> None:
    """Keep the ledgers used last; one that is open elsewhere stays or lives on."""
    prepared = sorted(cache.glob("ledger-*.duckdb"), key=lambda path: path.stat().st_mtime)
    for path in prepared[:-KEPT_LEDGERS]:
        try:
            path.unlink()
        except PermissionError:
            continue
