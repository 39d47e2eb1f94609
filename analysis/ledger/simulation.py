"""Write a simulated ledger: its tables, their description, the parameters, the truth.

The same bookings, seed and parameters give the same bytes with the library versions pinned in
``requirements.txt`` (NumPy draws, pyarrow writes). Rows are drawn and written month by month, so
memory does not grow with the ledger: one of ten million bookings needs that of one month.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.catalog.package import hash_file
from analysis.errors import ControlError
from analysis.ledger.cells import frame_cells
from analysis.ledger.contract import FORMATS, write_description
from analysis.ledger.parameters import MONTHS, Parameters, load_parameters, write_parameters
from analysis.ledger.rows import draw_month, draw_registers, draw_world
from analysis.ledger.storage import open_table
from analysis.ledger.truth import describe_truth

SHIPPED_BOOKINGS = 60_000
SHIPPED_SEED = 2025
MOST_BOOKINGS_AS_CSV = 200_000
FEWEST_BOOKINGS, MOST_BOOKINGS = 500, 20_000_000


@dataclass(frozen=True)
class Written:
    """Where a ledger was written, in what form, and its rows by table."""

    directory: Path
    form: str
    rows: Mapping[str, int]


def write_ledger(
    parameters: Parameters, seed: int, directory: Path, *, form: str | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Written:
    """Simulate a ledger into a folder.

    Parameters
    ----------
    parameters : Parameters
        ``bookings`` among them is the expected number of rows of bookings; the drawn number
        differs by chance (standard deviation about 1% at 60,000).
    seed : int
        At least 0.
    directory : Path
        Made if need be; files of the same names are written over.
    form : "csv" or "parquet", optional
        CSV up to 200,000 bookings if not given, Parquet above.
    progress : callable
        Told the share done, 0-1, after every month.

    Raises
    ------
    ControlError
        If seed, size, form or folder cannot be.
    """
    bookings = parameters.whole("bookings")
    chosen = form or ("csv" if bookings <= MOST_BOOKINGS_AS_CSV else "parquet")
    _check_request(bookings, seed, chosen, directory)
    _check_brands(parameters)
    directory.mkdir(parents=True, exist_ok=True)
    rows, world = {}, draw_world(parameters, seed)
    registers = draw_registers(world)
    pieces = draw_month(world, 0)
    paths = [directory / f"{name}.{chosen}" for name in ("bookings", "crew_calls")]
    with (
        open_table(paths[0], pieces[0].schema) as booked,
        open_table(paths[1], pieces[1].schema) as called,
    ):
        counts = [0, 0]
        for month in range(MONTHS):
            pieces = draw_month(world, month) if month else pieces
            for place, writer in enumerate((booked, called)):
                writer.write_table(pieces[place])
                counts[place] += len(pieces[place])
            progress((month + 1) / MONTHS)
    rows = dict(zip(("bookings", "crew_calls"), counts, strict=True))
    for name, table in registers.items():
        with open_table(directory / f"{name}.{chosen}", table.schema) as writer:
            writer.write_table(table)
        rows[name] = len(table)
    about = _about(parameters, seed)
    write_parameters(parameters, directory / "parameters.csv")
    truth = about | describe_truth(frame_cells(world.draw, measured=False))
    _write_json(truth, directory / "truth.json")
    write_description(directory, form=chosen, simulation=about | {
        name: hash_file(directory / name) for name in ("parameters.csv", "truth.json")})
    return Written(directory, chosen, rows)


def add_simulate_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis simulate``."""
    parser.add_argument("--bookings", type=int, default=SHIPPED_BOOKINGS, metavar="N",
                        help="expected rows of bookings (%(default)s)")
    parser.add_argument("--seed", type=int, default=SHIPPED_SEED, metavar="S",
                        help="any whole number from 0 (%(default)s)")
    parser.add_argument("--to", required=True, metavar="DIR", help="folder to write")
    parser.add_argument("--contaminated", action="store_true",
                        help="never-adopters book others' twins and take on displaced models")
    parser.add_argument("--format", choices=tuple(FORMATS),
                        help="csv up to 200,000 bookings, parquet above, unless given")
    parser.add_argument("--set", action="append", default=[], metavar="name=value",
                        dest="settings", help="a parameter of data/simulation_parameters.csv")
    parser.set_defaults(command=run_simulate)


def run_simulate(options: argparse.Namespace) -> int:
    """Run the command: simulate, then say what was written and how long it took."""
    values = {
        "bookings": float(options.bookings), "contaminated": float(options.contaminated)}
    for setting in options.settings:
        name, _, value = setting.partition("=")
        try:
            values[name.strip()] = float(value)
        except ValueError:
            raise ControlError(f"--set {setting!r} is not name=number.") from None
    started = time.monotonic()
    written = write_ledger(
        load_parameters().changed(values), options.seed, Path(options.to), form=options.format)
    listed = ", ".join(f"{rows:,} {name}" for name, rows in written.rows.items())
    print(
        f"Simulated ledger in {written.directory} ({written.form}): {listed}. "
        f"{time.monotonic() - started:.1f} s."
    )
    return 0


def _check_request(bookings: int, seed: int, form: str, directory: Path) -> None:
    if not FEWEST_BOOKINGS <= bookings <= MOST_BOOKINGS:
        raise ControlError(
            f"{bookings:,} bookings cannot be simulated. Choose {FEWEST_BOOKINGS:,} to "
            f"{MOST_BOOKINGS:,}."
        )
    if seed < 0:
        raise ControlError(f"Seed {seed} is negative. Choose a whole number from 0.")
    if form not in FORMATS:
        raise ControlError(f"Format {form!r} is not {' or '.join(FORMATS)}.")
    if directory.exists() and not directory.is_dir():
        raise ControlError(f"{directory} is a file. Name a folder.")


def _check_brands(parameters: Parameters) -> None:
    brands, adopters = parameters.whole("brands"), parameters.whole("adopters")
    if not 1 <= adopters <= brands:
        raise ControlError(
            f"{adopters} adopters among {brands} brands cannot be. Choose 1 to as many adopters as "
            "there are brands."
        )


def _about(parameters: Parameters, seed: int) -> dict[str, Any]:
    return {
        "bookings": parameters.whole("bookings"), "seed": seed,
        "contaminated": bool(parameters["contaminated"]), "effect": parameters["effect"],
    }


def _write_json(content: Mapping[str, Any], path: Path) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
