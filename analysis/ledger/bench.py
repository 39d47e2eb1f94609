"""Time the measures of a ledger beside bare DuckDB, pandas and SQLite, all in one run.

What adds up comes from roll-ups: it is held against pandas and SQLite, and against itself on a
tenth of the rows. What does not (distinct models, medians, matched pairs, Gini) is held against the
bare DuckDB query, to show what the desk itself costs. Nothing here is a test: times are printed
beside the limits the desk sets itself, and each says whether it was kept in this run.

Run it as ``python -m analysis bench ledger --rows 10000000``.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import ControlError
from analysis.exhibits.ledger_words import TIERS
from analysis.ledger.bench_sides import (
    FROM_ROWS,
    ROLLED_UP,
    Side,
    in_own_process,
    prepare,
    time_bare,
    time_cards,
    time_desk,
    time_pandas,
    time_sqlite,
)
from analysis.ledger.parameters import load_parameters
from analysis.ledger.simulation import write_ledger

FEWEST_ROWS, MEANT_FOR = 10_000, 10_000_000
FASTER_THAN_PANDAS, TIMES_A_TENTH, TIMES_BARE, PEAK_MB = 10.0, 2.0, 1.3, 2_000.0
"""The limits the desk sets itself for MEANT_FOR rows."""
SAID = {
    "bookings": "bookings and uses by month", "share": "twin share by month",
    "newcomers": f"bookings of {TIERS['newcomer'].lower()} by month",
}
WIDTHS = (44, 10, 10, 12, 10, 10)


def add_bench_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis bench ledger``."""
    parser.add_argument("--rows", type=int, default=1_000_000, metavar="N",
                        help="expected rows of bookings (%(default)s)")
    parser.add_argument("--at", metavar="DIR", help="folder for the ledgers, kept afterwards")
    parser.set_defaults(command=run_bench)


def run_bench(options: argparse.Namespace) -> int:
    """Run the command: a ledger of N rows and one of a tenth of it, and print the table."""
    if options.rows < FEWEST_ROWS:
        raise ControlError(
            f"{options.rows:,} rows are too few to time. Choose {FEWEST_ROWS:,} or more.")
    with _folder(options.at) as folder:
        tenth, whole = folder / "tenth", folder / "whole"
        sides = {}
        for directory, rows in ((tenth, options.rows // 10), (whole, options.rows)):
            _simulate(directory, rows)
            sides["prepare"] = in_own_process(prepare, directory)
            print(f"{sides['prepare'].said}; peak memory {_mb(sides['prepare'].peak_mb)}.")
        sides["tenth"] = in_own_process(time_desk, tenth)
        for name, run in (("desk", time_desk), ("bare", time_bare), ("pandas", time_pandas),
                          ("SQLite", time_sqlite), ("cards", time_cards)):
            sides[name] = in_own_process(run, whole)
    print("\n".join((
        "", *_table(sides), "", f"Limits are meant for {MEANT_FOR:,} rows; this run had "
        f"{options.rows:,}.", *_verdicts(sides), sides["cards"].said)))
    return 0


def _table(sides: dict[str, Side]) -> Iterator[str]:
    """A line a measure, milliseconds."""
    shown = ("desk", "tenth", "bare", "pandas", "SQLite")
    heads = ("milliseconds, median", "desk", "a tenth", "bare DuckDB", "pandas", "SQLite")
    yield _line(heads)
    for name in (*ROLLED_UP, *FROM_ROWS):
        cells = [sides[side].milliseconds.get(name) for side in shown]
        label = f"{SAID[name]} (rolled up)" if name in SAID else f"{name} (from rows)"
        yield _line((label, *("-" if cell is None else f"{cell:,.1f}" for cell in cells)))
    yield _line(("peak memory, MB", *(_mb(sides[side].peak_mb, unit="") for side in shown)))


def _verdicts(sides: dict[str, Side]) -> Iterator[str]:
    """What the desk promises, and whether this run kept it."""
    desk, tenth, bare, pandas = (
        sides[side].milliseconds for side in ("desk", "tenth", "bare", "pandas"))
    faster = min(pandas[name] / desk[name] for name in ROLLED_UP)
    grown = max(desk[name] / tenth[name] for name in ROLLED_UP)
    cost = max(FROM_ROWS, key=lambda name: desk[name] / bare[name])
    yield _verdict(f"Rolled up: at least {faster:,.0f} times faster than pandas",
                   f"at least {FASTER_THAN_PANDAS:g}", kept=faster >= FASTER_THAN_PANDAS)
    yield _verdict(f"Rolled up: at most {grown:.2f} times what a tenth of the rows takes",
                   f"at most {TIMES_A_TENTH:g}", kept=grown <= TIMES_A_TENTH)
    yield _verdict(
        f"From rows: at most {desk[cost] / bare[cost]:.2f} times the bare query ({cost})",
        f"at most {TIMES_BARE:g}", kept=desk[cost] <= TIMES_BARE * bare[cost])
    peaks = [sides[side].peak_mb for side in ("prepare", "desk", "cards")]
    known = [peak for peak in peaks if peak is not None]
    if known:
        yield _verdict(
            f"Peak memory: {max(known):,.0f} MB (preparing, asking, drawing every card)",
            f"under {PEAK_MB:,.0f}", kept=max(known) < PEAK_MB)


def _verdict(found: str, limit: str, *, kept: bool) -> str:
    return f"{found}; limit: {limit}; {'kept' if kept else 'NOT kept'}."


def _simulate(directory: Path, rows: int) -> None:
    if (directory / "datapackage.json").is_file():
        print(f"Found a ledger in {directory.name}.")
        return
    started = time.perf_counter()
    written = write_ledger(
        load_parameters().changed({"bookings": float(rows)}), 1, directory, form="parquet")
    print(f"Simulated {written.rows['bookings']:,} bookings and {written.rows['crew_calls']:,} "
          f"crew calls in {time.perf_counter() - started:.1f} s.")


def _line(cells: tuple[str, ...]) -> str:
    first, *rest = zip(cells, WIDTHS, strict=True)
    return f"{first[0]:<{first[1]}}" + "".join(f"{cell:>{width}}" for cell, width in rest)


def _mb(peak: float | None, *, unit: str = " MB") -> str:
    return "not measured on this system" if peak is None else f"{peak:,.0f}{unit}"


@contextmanager
def _folder(given: str | None) -> Iterator[Path]:
    if given:
        yield Path(given)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
