"""Time a scenario: drawing the assumptions together, running the model, all figures of a page.

Run it as ``python -m analysis bench scenarios``. Nothing here is a test: times are printed beside
the second the desk sets itself, and whether this run kept it.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable

from analysis.errors import ControlError
from analysis.exhibits.scenario_start import start_of
from analysis.scenarios.assumptions import Assumptions
from analysis.scenarios.base import Base
from analysis.scenarios.break_even import find_break_even
from analysis.scenarios.draws import DRAWS, draw
from analysis.scenarios.results import solve
from analysis.scenarios.tornado import move_each
from analysis.warehouse import open_warehouse

YEARS = 10
ABOUT_SECONDS = 1.0
MOST_DRAWS = 1_000_000


def add_bench_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis bench scenarios``."""
    parser.add_argument("--draws", type=int, default=DRAWS, metavar="N",
                        help="draws of all assumptions (%(default)s)")
    parser.set_defaults(command=run_bench)


def run_bench(options: argparse.Namespace) -> int:
    """Run the command: the shipped scenario on the simulated ledger, and print the table."""
    if not 1 <= options.draws <= MOST_DRAWS:
        raise ControlError(f"{options.draws:,} draws cannot be timed. Choose 1 to {MOST_DRAWS:,}.")
    start = start_of(open_warehouse(), currency="main")
    base, assumptions = start.base, start.assumptions("")
    took = _times(base, assumptions, options.draws)
    for label, seconds in took.items():
        print(f"{label:<62}{seconds:8.2f} s")
    whole = took[f"one scenario: {YEARS} years, tiers, roles and markets"]
    print(f"{options.draws:,} draws of {len(assumptions.rows)} assumptions took {whole:.2f} s on "
          f"{os.cpu_count()} cores; limit for {DRAWS:,}: about {ABOUT_SECONDS:g} s; "
          f"{'kept' if whole <= ABOUT_SECONDS * max(1, options.draws / DRAWS) else 'NOT kept'}.")
    return 0


def _times(base: Base, assumptions: Assumptions, number: int) -> dict[str, float]:
    """Seconds of each step in its second run; the first warms up."""
    steps: dict[str, Callable[[], object]] = {
        "drawing the assumptions together": lambda: draw(assumptions, number=number),
        f"one scenario: {YEARS} years, tiers, roles and markets": lambda: solve(
            base, assumptions, years=YEARS, number=number),
        "break-even levy and its curve": lambda: find_break_even(
            base, assumptions, year=YEARS, number=number),
        "tornado": lambda: move_each(base, assumptions, measure="crew_income", year=YEARS),
    }
    took = {}
    for label, step in steps.items():
        step()
        started = time.perf_counter()
        step()
        took[label] = time.perf_counter() - started
    return took
