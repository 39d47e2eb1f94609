"""Every headline of the simulated ledger on other ledgers: other seeds, other assumptions.

    python tests/benchmarks/simulation_runs.py --to data/simulation_runs.csv
    python -m analysis record

The first row is the *shipped* ledger. Three ways to vary it, a ledger each: *seed*, 60 seeds with
the shipped numbers; *one*, each parameter alone at the low and at the high end of its range, with
the shipped seed; *all*, 200 draws of all parameters at once, each evenly from its range (whole
numbers rounded), each with a seed of its own. The switches (size, effect, contamination) move alone
only. The seeds were never chosen.
The table is frozen; a test repeats a few of its rows. Takes about 40 minutes on two cores.

Columns: varied, parameter (of *one*), value (of the parameter), seed, then a column a headline (see
``analysis/exhibits/headlines.py``), empty where that ledger gives no such number.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from analysis.catalog.package import load_package
from analysis.errors import DeskError
from analysis.exhibits.headlines import HEADLINES, read_headlines
from analysis.ledger.engine import SIMULATED, open_ledger
from analysis.ledger.parameters import Parameter, load_parameters
from analysis.ledger.simulation import SHIPPED_SEED, write_ledger
from analysis.warehouse import open_warehouse

COLUMNS = ("varied", "parameter", "value", "seed", *(one.name for one in HEADLINES), "source_id")
SWITCHES = ("bookings", "effect", "contaminated")
"""What is no assumption on the trade: how large the ledger is, and what is put in on purpose."""
WHOLE_UNITS = ("rows", "brands", "months", "models", "agencies", "0 or 1")
SEEDS, DRAWS = 60, 200
DRAW_SEED = 20_251_125


@dataclass(frozen=True)
class Ledger:
    """One ledger of the study: how it was varied, and the parameters that differ."""

    varied: str
    seed: int
    parameter: str = ""
    value: float | None = None
    changes: dict[str, float] = field(default_factory=dict)


def list_ledgers(seeds: int = SEEDS, draws: int = DRAWS) -> Iterator[Ledger]:
    """All ledgers of the study, in the order of the table."""
    parameters = load_parameters()
    yield Ledger("shipped", SHIPPED_SEED)
    for seed in range(1, seeds + 1):
        yield Ledger("seed", seed)
    for row in parameters.rows:
        for end in sorted({row.low, row.high} - {row.value}):
            yield Ledger("one", SHIPPED_SEED, row.name, end, {row.name: end})
    for draw in range(1, draws + 1):
        rng = np.random.default_rng([DRAW_SEED, draw])
        yield Ledger("all", draw, changes={
            row.name: _drawn(row, rng.uniform()) for row in parameters.rows
            if row.name not in SWITCHES})


def _drawn(row: Parameter, place: float) -> float:
    value = row.low + (row.high - row.low) * place
    whole = any(row.unit.startswith(unit) for unit in WHOLE_UNITS)
    return float(round(value)) if whole else float(f"{value:.6g}")


def run_ledger(ledger: Ledger) -> list[str] | None:
    """One row of the table, None where such a ledger cannot be simulated."""
    warehouse = open_warehouse()
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "ledger"
        try:
            write_ledger(
                load_parameters().changed(ledger.changes), ledger.seed, directory,
                form="parquet")
        except DeskError as error:
            print(f"{ledger.varied} {ledger.seed} {ledger.parameter} {ledger.value}: {error}",
                  file=sys.stderr)
            return None
        opened = open_ledger(
            load_package(directory), warehouse.sources[SIMULATED], folder="study",
            cache=directory / "prepared")
        try:
            found = read_headlines(warehouse.attach(opened))
        finally:
            opened.close()
    value = "" if ledger.value is None else format(ledger.value, ".12g")
    numbers = ["" if (one := found[row.name]) is None else format(one, ".6g") for row in HEADLINES]
    return [ledger.varied, ledger.parameter, value, str(ledger.seed), *numbers, SIMULATED]


def main() -> None:
    """Run the study and write the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--to", type=Path, required=True, help="CSV to write")
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--seeds", type=int, default=SEEDS)
    options.add_argument("--draws", type=int, default=DRAWS)
    given = options.parse_args()
    ledgers = list(list_ledgers(given.seeds, given.draws))
    started, left_out = time.perf_counter(), 0
    with (ProcessPoolExecutor(given.processes) as pool,
          given.to.open("w", encoding="utf-8", newline="") as lines):
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number, row in enumerate(pool.map(run_ledger, ledgers, chunksize=4), start=1):
            left_out += row is None
            if row is not None:
                writer.writerow(row)
                lines.flush()
            if number % 20 == 0:
                print(f"{number} of {len(ledgers)}, {time.perf_counter() - started:.0f} s",
                      file=sys.stderr, flush=True)
    print(f"{len(ledgers) - left_out} ledgers; {left_out} could not be simulated.")


if __name__ == "__main__":
    main()
