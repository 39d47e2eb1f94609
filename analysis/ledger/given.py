"""A ledger named on the command line: held to the contract, prepared, and gone afterwards.

Decided: the contract is ours, whatever schema stands in the folder. Every row of every file is held
to it, CSV or Parquet, and a row that breaks a rule stops everything. What keeps to it is written as
typed Parquet, from which the ledger is prepared; lineage names the files that were given. What is
not a simulation is private: all of it lies in a folder of its own, which is removed when the
program ends.
"""

from __future__ import annotations

import atexit
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.catalog.package import Package, hash_file, load_package
from analysis.catalog.sources import FROM_ITSELF, Source
from analysis.disclosure import Rules
from analysis.errors import ControlError, PackageError
from analysis.intake.validate import as_package, check_folder, notes_of
from analysis.ledger.contract import load_contract
from analysis.ledger.engine import Ledger, cache_folder, open_ledger
from analysis.ledger.prepare import Progress, prepare_ledger

NOTHING_WORKED = ("No row of bookings has the status worked, and only what was worked or used is "
                  "counted. Bring bookings of which some are worked, or change what the words of "
                  "the column status mean.")


@dataclass(frozen=True)
class GivenLedger:
    """A ledger that keeps to the contract.

    Parameters
    ----------
    package : Package
        The files as they were given, for lineage and hashes.
    typed : Package
        The same rows as Parquet in the contract's types, to prepare from.
    simulated : bool
        Whether the folder says it is a simulation.
    notes : tuple of str
        What had to be made because it was not given.
    """

    package: Package
    typed: Package
    simulated: bool
    notes: tuple[str, ...]


def open_given(
    directory: Path, *, within: Path | None = None,
    progress: Progress = lambda text, share: None, rules: Rules | None = None,
) -> Ledger:
    """Open the ledger in a folder.

    Parameters
    ----------
    directory : Path
        Holds the tables of the contract as CSV or Parquet: bookings and models at least.
    within : Path, optional
        Private folder in which it is prepared, whoever made it deletes it; a temporary one that
        goes with the program if not given.
    progress : callable
        Told what is happening and which share (0-1) is done while it is prepared.
    rules : Rules, optional
        Of the disclosure gate, through which a private ledger answers; the default ones where none
        are given.

    Raises
    ------
    PackageError
        If a needed table is missing, or nothing in a private ledger was worked or used.
    ControlError
        If rules are given for a simulated ledger, which does not pass the gate.
    DataError
        If a row breaks the contract.
    """
    private = within or _folder_of_the_program()
    tables = private / "tables"
    tables.mkdir()
    given = read_given(directory, to=tables)
    if given.simulated and rules is not None:
        raise ControlError(
            f"The ledger in {directory.name} says it is a simulation, which is shown as it is; a "
            "minimum was given, which holds for private ledgers only. Leave it out.")
    cache = cache_folder() if given.simulated else private
    prepare_ledger(given.typed, cache=cache, progress=progress)
    for resource in given.typed.resources:
        resource.path.unlink()
    ledger = open_ledger(given.package, _source_of(given, directory), folder=directory.name,
                         cache=cache, rules=rules)
    if not given.simulated:
        progress("Reading the work for the disclosure gate", 1.0)
        if not ledger.private.frames.read_work():
            ledger.close()
            raise PackageError(NOTHING_WORKED)
    return ledger


def _folder_of_the_program() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="double-booked-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def read_given(directory: Path, *, to: Path) -> GivenLedger:
    """Hold the folder's files to the contract and write them as Parquet into another."""
    contract = load_contract()
    simulated = (directory / "datapackage.json").is_file() and load_package(directory).simulated
    tables = check_folder(directory, contract, to=to)
    hashes = {name: hash_file(table.given or table.written) for name, table in tables.items()}
    package, typed = (
        as_package(contract, tables, directory, hashes=hashes, given=given)
        for given in (True, False))
    return GivenLedger(package, typed, simulated, tuple(notes_of(tables)))


def _source_of(given: GivenLedger, directory: Path) -> Source:
    simulated = given.simulated
    return Source(
        source_id="given_ledger", publisher="Double Booked" if simulated else "Your own ledger",
        title="Simulated ledger" if simulated else "Ledger loaded from a folder",
        address=directory.name, published="", obtained="Loaded from a folder by the reader",
        retrieved=date.fromtimestamp(max(
            resource.path.stat().st_mtime for resource in given.package.resources
            if resource.path.is_file())),
        licence="CC BY 4.0" if simulated else "the reader's own", redistribution="derived only",
        kind="simulation" if simulated else "your data", verification=FROM_ITSELF,
        access="public" if simulated else "private", note=" ".join(given.notes),
    )
