"""Time every exhibit of a private ledger: what counting takes, and what the gate takes besides.

A simulated ledger is loaded as if it were somebody's own, so that all of it passes the disclosure
gate. Counting is the making of tables and of the numbers of models behind parts of the data; the
rest is the gate's own work (linear programs). Counting is given in seconds of processor time, so
that another program on the machine does not count. Nothing here is a test.

Run it as ``python -m analysis bench private --rows 10000000``.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from analysis.errors import ControlError, DeskError
from analysis.exhibits.registry import REGISTRY, build_exhibit
from analysis.ledger.bench_sides import Side, in_own_process, peak_megabytes
from analysis.ledger.given import open_given
from analysis.ledger.parameters import load_parameters
from analysis.ledger.private_crew import crew_gate
from analysis.ledger.private_gate import Gate
from analysis.ledger.simulation import write_ledger
from analysis.warehouse import open_warehouse

FEWEST_ROWS, SEED = 10_000, 1
TABLES = ("bookings", "crew_calls", "consents", "models", "brands")
MOST_SECONDS, MOST_MB = 2.0, 3_000.0
"""What counting may take for one exhibit of ten million bookings, and the process in all."""


class Clock:
    """Adds up the seconds of processor time spent in some functions, each call once."""

    def __init__(self) -> None:
        self.seconds, self._inside = 0.0, False

    def timed(self, run: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time added up."""
        @wraps(run)
        def inner(*given: Any, **named: Any) -> Any:
            if self._inside:
                return run(*given, **named)
            self._inside, started = True, time.process_time()
            try:
                return run(*given, **named)
            finally:
                self.seconds += time.process_time() - started
                self._inside = False

        return inner

    def watch(self, gate: Gate) -> None:
        """Add up what counting takes in a gate."""
        gate.measures = {name: self.timed(make) for name, make in gate.measures.items()}
        gate.log.count_units = self.timed(gate.log.count_units)


def add_bench_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis bench private``."""
    parser.add_argument("--rows", type=int, default=1_000_000, metavar="N",
                        help="expected rows of bookings (%(default)s)")
    parser.add_argument("--at", metavar="DIR", help="folder for the ledger, kept afterwards")
    parser.set_defaults(command=run_bench)


def run_bench(options: argparse.Namespace) -> int:
    """Run the command: a ledger of N rows, loaded as private, every exhibit once."""
    if options.rows < FEWEST_ROWS:
        raise ControlError(
            f"{options.rows:,} rows are too few to time. Choose {FEWEST_ROWS:,} or more.")
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(options.at or temporary) / "private"
        if not directory.is_dir():
            write_private(directory, options.rows)
        side = in_own_process(time_exhibits, directory)
    print(side.said)
    return 0


def write_private(directory: Path, rows: int) -> None:
    """A simulated ledger in whose folder nothing says so."""
    write_ledger(
        load_parameters().changed({"bookings": float(rows)}), SEED, directory, form="parquet")
    for path in directory.iterdir():
        if path.stem not in TABLES:
            path.unlink()


def time_exhibits(directory: Path) -> Side:
    """Open the ledger, read its rows, build every exhibit at its defaults; nothing is out yet."""
    times: dict[str, float] = {}
    lines, started = [], time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DOUBLE_BOOKED_CACHE"] = str(Path(folder) / "cache")
        ledger = open_given(directory, within=Path(folder))
        lines.append(_line("loaded and prepared", time.perf_counter() - started))
        lines += time_built(ledger, times)
        ledger.close()
    peak = peak_megabytes()
    slow = max(times, key=times.__getitem__)
    kept = times[slow] <= MOST_SECONDS and (peak is None or peak < MOST_MB)
    lines.append(
        f"Slowest to count: {slow}, {times[slow]:.2f} s (limit {MOST_SECONDS:g}); peak memory "
        f"{'unknown' if peak is None else f'{peak:,.0f}'} MB (limit {MOST_MB:,.0f}); "
        f"{'kept' if kept else 'NOT kept'}.")
    return Side({name: 1000 * one for name, one in times.items()}, peak, "\n".join(lines))


def time_built(ledger: Any, times: dict[str, float]) -> list[str]:
    """A line for each frame that is read and each exhibit; counting seconds go into ``times``."""
    frames, clock, lines = ledger.private.frames, Clock(), []
    for name, gate in (("work", lambda: frames.work), ("crew", lambda: crew_gate(frames))):
        started = time.perf_counter()
        clock.watch(gate())
        lines.append(_line(f"rows of {name} read", time.perf_counter() - started))
    warehouse = open_warehouse().attach(ledger)
    lines.append(f"{'exhibit':<34}{'seconds':>9}{'counting':>10}")
    for spec in REGISTRY.values():
        if not spec.of_ledger or spec.page == "simulation":
            continue
        started, clock.seconds, said = time.perf_counter(), 0.0, ""
        try:
            build_exhibit(spec.id, warehouse)
        except DeskError as error:
            said = f"  refused: {str(error)[:60]}"
        times[spec.id] = clock.seconds
        lines.append(_line(spec.id, time.perf_counter() - started, clock.seconds) + said)
    return lines


def _line(name: str, *seconds: float) -> str:
    return f"{name:<34}{seconds[0]:>9.1f}" + "".join(f"{one:>10.2f}" for one in seconds[1:])
