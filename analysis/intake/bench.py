"""Time the check of a whole ledger beside a bare DuckDB copy of the same CSV to Parquet.

Both write Parquet from the same simulated CSV with the same memory limit and threads; the check
also casts, holds every row to every rule, and tests keys. The limit the desk sets itself is twice
the time of the copy. Times are printed, not asserted.

Run it as ``python -m analysis bench intake --rows 10000000``.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from analysis.catalog.package import Resource
from analysis.errors import ControlError
from analysis.intake.validate import check_folder
from analysis.ledger.contract import TABLES, load_contract
from analysis.ledger.parameters import load_parameters
from analysis.ledger.simulation import write_ledger
from analysis.warehouse.private import copy_plainly, open_private

FEWEST_ROWS = 1_000
TIMES_BARE = 2.0
ROUNDS = 3
SEED = 1


def add_bench_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis bench intake``, beside those of the other benches."""
    parser.add_argument("--rows", type=int, default=1_000_000, metavar="N",
                        help="expected rows of bookings (%(default)s)")
    parser.add_argument("--at", metavar="DIR", help="folder for the ledger, kept afterwards")
    parser.set_defaults(command=run_bench)


def run_bench(options: argparse.Namespace) -> int:
    """Run the command: simulate N rows as CSV, copy them, check them, print both."""
    if options.rows < FEWEST_ROWS:
        raise ControlError(
            f"{options.rows:,} rows are too few to time. Choose {FEWEST_ROWS:,} or more.")
    place = nullcontext(options.at) if options.at else tempfile.TemporaryDirectory()
    with place as folder:
        ledger = _ledger(Path(folder) / f"ledger-{options.rows}", options.rows)
        return _compare(ledger, Path(folder))


def _ledger(directory: Path, rows: int) -> Path:
    if not (directory / "datapackage.json").is_file():
        started = time.perf_counter()
        parameters = load_parameters().changed({"bookings": float(rows)})
        written = write_ledger(parameters, SEED, directory, form="csv")
        listed = ", ".join(f"{count:,} {name}" for name, count in written.rows.items())
        print(f"Simulated {listed} as CSV in {time.perf_counter() - started:.1f} s.")
    return directory


def _compare(ledger: Path, folder: Path) -> int:
    """Best of ROUNDS of each side, in turn, so that the disk cache favours neither."""
    contract = load_contract()
    bookings = contract.resource("bookings")
    best: dict[str, float] = {}
    rows = 0
    for _ in range(ROUNDS):
        for name, run in (
            ("copy of bookings", lambda to: _copy(ledger, [bookings], to)),
            ("copy of all tables", lambda to: _copy(
                ledger, [contract.resource(one) for one in TABLES], to)),
        ):
            best[name] = min(best.get(name, 1e9), _time(run, folder))
        with tempfile.TemporaryDirectory(dir=folder) as to:
            times: dict[str, float] = {}
            started = time.perf_counter()
            tables = check_folder(ledger, contract, to=Path(to), timed=times)
            whole = time.perf_counter() - started
        rows = tables["bookings"].checked.rows
        best["check of bookings"] = min(best.get("check of bookings", 1e9), times["bookings"])
        best["check of all tables"] = min(best.get("check of all tables", 1e9), whole)
    print(f"\n{rows:,} bookings, best of {ROUNDS}, memory limit 1 GB, 2 threads\n")
    kept = True
    for what in ("bookings", "all tables"):
        copied, checked = best[f"copy of {what}"], best[f"check of {what}"]
        kept &= checked <= TIMES_BARE * copied
        print(f"{what:<12} bare copy {copied:8.2f} s   whole check {checked:8.2f} s   "
              f"{checked / copied:.2f} times (limit {TIMES_BARE:g})")
    print(f"\nThe limit was {'kept' if kept else 'not kept'} in this run. Foreign keys of bookings "
          "are part of its check.")
    return 0


def _copy(ledger: Path, resources: list[Resource], to: Path) -> None:
    with open_private(to, *(ledger / f"{one.name}.csv" for one in resources)) as connection:
        for resource in resources:
            copy_plainly(connection, resource, ledger / f"{resource.name}.csv",
                         to / f"{resource.name}.parquet")


def _time(run: Callable[[Path], None], folder: Path) -> float:
    with tempfile.TemporaryDirectory(dir=folder) as to:
        started = time.perf_counter()
        run(Path(to))
        return time.perf_counter() - started
