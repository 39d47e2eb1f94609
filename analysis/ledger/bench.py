"""Time the measures of a ledger: rolled up, straight from the rows, in pandas, in SQLite.

All four answer the same questions on the same rows in one run. What adds up comes from roll-ups;
what does not (distinct models, medians, matched pairs) is compared with the bare DuckDB query, to
show what the desk itself costs. Nothing here is a test: times are printed, not asserted.

Run it as ``python -m analysis bench ledger --rows 10000000``.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pandas as pd

from analysis.catalog.package import load_package
from analysis.errors import ControlError
from analysis.ledger.engine import SIMULATED, Ledger, open_ledger
from analysis.ledger.parameters import load_parameters
from analysis.ledger.simulation import write_ledger
from analysis.warehouse import open_warehouse
from analysis.warehouse.queries import SQL_DIRECTORY, load_queries

BENCH = SQL_DIRECTORY / "bench"
RUNS = 5
PATIENCE_SECONDS = 600.0
EVERY = {"channel": "all", "market": "all", "tier": "all"}
ADDITIVE = {
    "bookings by month": ("human_v_twin_bookings", EVERY),
    "twin share by month": ("human_v_twin_share", EVERY),
}
"""Measures that add up: query of the desk and its parameters."""
COLUMNS = ["work_on", "kind", "status"]


@dataclass(frozen=True)
class Timing:
    """Median milliseconds of a measure by what answered it; None where it was not asked."""

    measure: str
    desk: float
    rows: float | None = None
    pandas: float | None = None
    sqlite: float | None = None


def add_bench_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis bench``."""
    parser.add_argument("what", choices=("ledger",), help="what is timed")
    parser.add_argument("--rows", type=int, default=1_000_000, metavar="N",
                        help="expected rows of bookings (%(default)s)")
    parser.add_argument("--at", metavar="DIR", help="folder for the ledger, kept afterwards")
    parser.set_defaults(command=run_bench)


def run_bench(options: argparse.Namespace) -> int:
    """Run the command: a ledger of N rows, and one of a tenth of it, and print the table."""
    if options.rows < 10_000:
        raise ControlError(f"{options.rows:,} rows are too few to time. Choose 10,000 or more.")
    with _folder(options.at) as folder:
        small = _time_ledger(folder / "tenth", options.rows // 10, compare=False)
        large = _time_ledger(folder / "whole", options.rows, compare=True)
    print(f"\n{'measure':<28}{'desk':>9}{'tenth':>9}{'rows':>9}{'pandas':>9}{'SQLite':>9}  ms")
    for tenth, timing in zip(small, large, strict=True):
        cells = (timing.desk, tenth.desk, timing.rows, timing.pandas, timing.sqlite)
        print(f"{timing.measure:<28}" + "".join(
            f"{value:>9.1f}" if value is not None else f"{'-':>9}" for value in cells))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        "\ndesk: through the engine, lineage included. tenth: the same on a tenth of the rows. "
        "rows: bare DuckDB on every row. pandas and SQLite: on rows already loaded.\n"
        f"Peak memory of this process, pandas and SQLite included: {peak:,.0f} MB."
    )
    return 0


def _time_ledger(directory: Path, rows: int, *, compare: bool) -> list[Timing]:
    ledger, prepared = _open(directory, rows)
    timings = [_time_additive(ledger, name, prepared, compare=compare) for name in ADDITIVE]
    timings += [
        Timing(name, _milliseconds(partial(_ask, ledger, name, _defaults(name))),
               _bare(prepared, name, _defaults(name)) if compare else None)
        for name in NOT_ADDITIVE if name in load_queries("ledger")
    ]
    ledger.close()
    if not compare:
        return timings
    return _beside(timings, directory)


NOT_ADDITIVE = {
    "human_v_twin_working": {"tier": "all"},
    "pay_and_consent_parity": {},
    "pay_and_consent_fees": {},
    "who_gains_concentration": {},
}
"""Measures that cannot be rolled up altogether, and parameters of their queries."""


def _defaults(name: str) -> dict[str, Any]:
    """Parameters of a query: those given, ``all`` or the main currency for the rest."""
    given: dict[str, Any] = {"currency": "EUR", "by": "channel", "first": None, "last": None}
    query = load_queries("ledger")[name]
    return {
        key: NOT_ADDITIVE[name].get(key, given.get(key, "all")) for key in query.parameters
    }


def _open(directory: Path, rows: int) -> tuple[Ledger, Path]:
    if not (directory / "datapackage.json").is_file():
        started = time.perf_counter()
        written = write_ledger(
            load_parameters().changed({"bookings": float(rows)}), 1, directory, form="parquet")
        print(f"Simulated {written.rows['bookings']:,} bookings and "
              f"{written.rows['crew_calls']:,} crew calls in {_since(started)}.")
    source = open_warehouse().sources[SIMULATED]
    cache = directory / "prepared"
    started = time.perf_counter()
    ledger = open_ledger(
        load_package(directory), replace(source, source_id="bench"), folder="bench", cache=cache,
        progress=lambda text, share: print(f"  {share:4.0%} {text}, {_since(started)}"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rolled = ledger.fetch("size").frame["rows"].iloc[0]
    print(f"Prepared {rolled:,} rows in {_since(started)}; peak memory so far {peak:,.0f} MB.")
    return ledger, next(cache.glob("ledger-*.duckdb"))


def _time_additive(ledger: Ledger, name: str, prepared: Path, *, compare: bool) -> Timing:
    query, parameters = ADDITIVE[name]
    desk = _milliseconds(lambda: _ask(ledger, query, parameters))
    if not compare:
        return Timing(name, desk)
    text = (BENCH / f"{query}.sql").read_text(encoding="utf-8")
    with duckdb.connect(str(prepared), read_only=True, config={"memory_limit": "1GB"}) as bare:
        rows = _milliseconds(lambda: bare.execute(text).df())
    return Timing(name, desk, rows)


def _bare(prepared: Path, name: str, parameters: dict[str, Any]) -> float:
    statement = load_queries("ledger")[name].statement
    with duckdb.connect(str(prepared), read_only=True, config={"memory_limit": "1GB"}) as bare:
        return _milliseconds(lambda: bare.execute(statement, parameters).df())


def _beside(timings: list[Timing], directory: Path) -> list[Timing]:
    """Add pandas and SQLite to the measures that add up, on rows loaded beforehand."""
    frame = pd.read_parquet(directory / "bookings.parquet", columns=COLUMNS)
    frame["work_on"] = pd.to_datetime(frame["work_on"])
    in_pandas = _milliseconds(lambda: _pandas_months(frame))
    with tempfile.TemporaryDirectory() as folder:
        lite = sqlite3.connect(Path(folder) / "bench.sqlite")
        lite.execute((BENCH / "sqlite_table.sql").read_text(encoding="utf-8"))
        lite.executemany(
            (BENCH / "sqlite_insert.sql").read_text(encoding="utf-8"),
            zip(frame["work_on"].dt.strftime("%Y-%m-%d"), frame["kind"], frame["status"],
                strict=True))
        lite.commit()
        text = (BENCH / "sqlite_bookings.sql").read_text(encoding="utf-8")
        in_sqlite = _milliseconds(lambda: lite.execute(text).fetchall())
        lite.close()
    return [
        replace(timing, pandas=in_pandas, sqlite=in_sqlite)
        if timing.measure in ADDITIVE else timing
        for timing in timings
    ]


def _pandas_months(frame: pd.DataFrame) -> pd.Series:
    worked = frame[frame["status"] == "worked"]
    months = worked["work_on"].dt.to_period("M")
    return worked.groupby([months, "kind"], observed=True).size()


def _ask(ledger: Ledger, name: str, parameters: dict[str, Any]) -> None:
    """One question, not from what was kept of the last answer."""
    ledger.forget()
    ledger.fetch(name, seconds=PATIENCE_SECONDS, **parameters)


def _milliseconds(ask: Callable[[], Any]) -> float:
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - started) * 1000)
    return median(taken)


def _since(started: float) -> str:
    return f"{time.perf_counter() - started:.1f} s"


@contextmanager
def _folder(given: str | None) -> Iterator[Path]:
    if given:
        yield Path(given)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
