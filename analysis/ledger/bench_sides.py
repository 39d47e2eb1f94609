"""What is timed beside each other: the desk, bare DuckDB, pandas, SQLite, each in its own process.

A process of its own gives each side its own peak of memory, and the garbage of none slows another.
All answer on the same rows. What is read and loaded beforehand is not timed: pandas holds the
columns it needs, with categories for words of few values, SQLite a file with a key on models.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pandas as pd

from analysis.catalog.package import load_package
from analysis.exhibits.check import MAX_POINTS, count_points
from analysis.exhibits.registry import REGISTRY, build_exhibit
from analysis.ledger.engine import SIMULATED, Ledger, open_ledger
from analysis.warehouse import Warehouse, open_warehouse
from analysis.warehouse.queries import SQL_DIRECTORY, load_queries
from analysis.warehouse.seal import OPEN_CONFIG

BENCH = SQL_DIRECTORY / "bench"
FEWEST_RUNS, ENOUGH_SECONDS = 5, 1.0
PATIENCE_SECONDS = 600.0
EVERY = {"channel": "all", "market": "all", "tier": "all"}
ROLLED_UP: Mapping[str, tuple[str, dict[str, Any]]] = {
    "bookings": ("human_v_twin_bookings", EVERY),
    "share": ("human_v_twin_share", EVERY),
    "newcomers": ("human_v_twin_bookings", {**EVERY, "tier": "newcomer"}),
}
"""Measures that add up: query of the desk and its parameters, by the stem of its bench files."""
FROM_ROWS = (
    "human_v_twin_working", "pay_and_consent_fees", "pay_and_consent_parity",
    "pay_and_consent_commission", "who_gains_concentration", "who_gains_lorenz",
)
"""Queries with distinct models, medians, matched pairs, Gini: these cannot be rolled up."""


@dataclass(frozen=True)
class Side:
    """What one side took: milliseconds by measure, peak memory, and what it says besides."""

    milliseconds: Mapping[str, float]
    peak_mb: float | None
    said: str = ""


def in_own_process(run: Callable[[Path], Side], directory: Path) -> Side:
    """Run a side in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(run, directory).result()


def prepare(directory: Path) -> Side:
    """Make the DuckDB file of the ledger in the folder, as the desk does at first sight."""
    started = time.perf_counter()
    ledger = _open(directory, progress=lambda text, share: print(f"  {share:4.0%} {text}"))
    rows = int(ledger.fetch("size").frame["rows"].iloc[0])
    taken = time.perf_counter() - started
    ledger.close()
    return Side({}, peak_megabytes(), f"Prepared {rows:,} rows in {taken:.1f} s")


def time_desk(directory: Path) -> Side:
    """Through the engine: limits, lineage and the answer as a frame; never from what was kept."""
    ledger = _open(directory)

    def ask(name: str, parameters: Mapping[str, Any]) -> None:
        ledger.forget()
        ledger.fetch(name, seconds=PATIENCE_SECONDS, **parameters)

    times = {name: milliseconds(partial(ask, *question)) for name, question in ROLLED_UP.items()}
    for name in FROM_ROWS:
        times[name] = milliseconds(partial(ask, name, defaults_of(name)))
    return Side(times, peak_megabytes())


def time_cards(directory: Path) -> Side:
    """Every exhibit of a ledger, built and drawn at its defaults; the most points of a figure."""
    ledger = _open(directory)
    warehouse: Warehouse = open_warehouse().attach(ledger)
    times, points = {}, {}
    for spec in REGISTRY.values():
        if not spec.of_ledger:
            continue
        started = time.perf_counter()
        points[spec.id] = count_points(build_exhibit(spec.id, warehouse).figure())
        times[spec.id] = (time.perf_counter() - started) * 1000
    slow, many = max(times, key=times.__getitem__), max(points, key=points.__getitem__)
    return Side(times, peak_megabytes(), (
        f"All {len(times)} cards at first sight: {sum(times.values()) / 1000:.1f} s; slowest "
        f"{slow}, {times[slow] / 1000:.1f} s. Most points of a figure: {points[many]:,} ({many}), "
        f"limit {MAX_POINTS:,}."))


def time_bare(directory: Path) -> Side:
    """The same statements on the same file by DuckDB alone; what adds up from every row."""
    prepared = next((directory / "prepared").glob("ledger-*.duckdb"))
    with duckdb.connect(str(prepared), read_only=True, config=OPEN_CONFIG) as bare:
        def ask(statement: str, parameters: Mapping[str, Any] | None = None) -> None:
            bare.execute(statement, parameters).df()

        times = {
            name: milliseconds(partial(ask, read_bench(f"rows_{name}"))) for name in ROLLED_UP}
        for name in FROM_ROWS:
            statement = load_queries("ledger")[name].statement
            times[name] = milliseconds(partial(ask, statement, defaults_of(name)))
    return Side(times, peak_megabytes())


def time_pandas(directory: Path) -> Side:
    """What adds up, in pandas, on columns read beforehand."""
    frame, models = read_columns(directory)
    frame["work_on"] = pd.to_datetime(frame["work_on"])
    for name in ("kind", "status", "model_id"):
        frame[name] = frame[name].astype("category")
    asked: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
        "bookings": pandas_bookings, "share": pandas_share,
        "newcomers": partial(pandas_newcomers, models=models),
    }
    times = {name: milliseconds(partial(ask, frame)) for name, ask in asked.items()}
    return Side(times, peak_megabytes())


def time_sqlite(directory: Path) -> Side:
    """What adds up, in SQLite, from a file written beforehand."""
    with tempfile.TemporaryDirectory() as folder:
        lite = fill_sqlite(directory, Path(folder))

        def ask(statement: str) -> None:
            lite.execute(statement).fetchall()

        times = {
            name: milliseconds(partial(ask, read_bench(f"sqlite_{name}"))) for name in ROLLED_UP}
        lite.close()
    return Side(times, peak_megabytes())


def read_columns(directory: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The columns of bookings and of models that these measures need."""
    return (
        pd.read_parquet(
            directory / "bookings.parquet", columns=["work_on", "kind", "status", "model_id"]),
        pd.read_parquet(directory / "models.parquet", columns=["model_id", "tier"]),
    )


def fill_sqlite(directory: Path, folder: Path) -> sqlite3.Connection:
    """A SQLite file in ``folder`` with the two tables."""
    frame, models = read_columns(directory)
    lite = sqlite3.connect(folder / "bench.sqlite")
    lite.executescript(read_bench("sqlite_tables"))
    ids = frame["model_id"].astype("object").where(frame["model_id"].notna(), None)
    rows = zip(frame["work_on"].astype(str), frame["kind"], frame["status"], ids, strict=True)
    lite.executemany(read_bench("sqlite_insert"), rows)
    lite.executemany(read_bench("sqlite_insert_model"), models.itertuples(index=False, name=None))
    lite.commit()
    return lite


def defaults_of(name: str) -> dict[str, Any]:
    """Parameters of a ledger's query for the whole ledger: ``all``, euros, every month."""
    given = {
        "currency": "EUR", "split": "channel", "first": "2022-01-01", "last": "2026-12-31",
    }
    return {key: given.get(key, "all") for key in load_queries("ledger")[name].parameters}


def milliseconds(ask: Callable[[], Any]) -> float:
    """Median of five runs, or of as many as fit into a second."""
    taken: list[float] = []
    while len(taken) < FEWEST_RUNS or sum(taken) < ENOUGH_SECONDS * 1000:
        started = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - started) * 1000)
    return median(taken)


def peak_megabytes() -> float | None:
    """Most memory this process has held so far, None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def read_bench(name: str) -> str:
    """The text of a statement that only the bench asks."""
    return (BENCH / f"{name}.sql").read_text(encoding="utf-8")


def _open(directory: Path, **options: Any) -> Ledger:
    source = replace(open_warehouse().sources[SIMULATED], source_id="bench")
    return open_ledger(
        load_package(directory), source, folder="bench", cache=directory / "prepared", **options)


def pandas_bookings(frame: pd.DataFrame) -> pd.Series:
    """Worked bookings and uses by month and kind."""
    worked = frame[frame["status"] == "worked"]
    months = worked["work_on"].dt.to_period("M")
    return worked.groupby([months, "kind"], observed=True).size()


def pandas_share(frame: pd.DataFrame) -> pd.Series:
    """Twin share by month."""
    counted = pandas_bookings(frame).unstack(fill_value=0)
    share: pd.Series = counted["twin"] / (counted["human"] + counted["twin"])
    return share


def pandas_newcomers(frame: pd.DataFrame, *, models: pd.DataFrame) -> pd.Series:
    """Worked human bookings of newcomers by month."""
    newcomers = models.loc[models["tier"] == "newcomer", "model_id"]
    worked = frame[
        (frame["kind"] == "human") & (frame["status"] == "worked")
        & frame["model_id"].isin(newcomers)
    ]
    return worked.groupby(worked["work_on"].dt.to_period("M")).size()
