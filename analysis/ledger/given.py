"""A ledger named on the command line: held to the contract, prepared, and gone afterwards.

Decided: the contract is ours, whatever schema stands in the folder. Every file is read by it, its
hash is taken now, and a row that breaks a rule stops everything. What is not a simulation is
private: it is prepared in a folder of its own, which is removed when the program ends.
"""

from __future__ import annotations

import atexit
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from analysis.catalog.package import Package, hash_file, load_package
from analysis.catalog.sources import FROM_ITSELF, Source
from analysis.errors import DataError, PackageError
from analysis.ledger.contract import FORMATS, OPTIONAL, TABLES, load_contract
from analysis.ledger.engine import Ledger, open_ledger
from analysis.ledger.prepare import Progress
from analysis.warehouse.validation import find_schema_offence


def open_given(
    directory: Path, *, progress: Progress = lambda text, share: None
) -> Ledger:
    """Open the ledger in a folder.

    Parameters
    ----------
    directory : Path
        Holds the tables of the contract as CSV, or what ``simulate`` wrote.
    progress : callable
        Told what is happening and which share (0-1) is done while it is prepared.

    Raises
    ------
    PackageError
        If a table is missing, or is Parquet that ``simulate`` did not write.
    DataError
        If a row breaks the contract.
    """
    package, simulated = read_given(directory)
    source = Source(
        source_id="given_ledger", publisher="Double Booked" if simulated else "Your own ledger",
        title="Simulated ledger" if simulated else "Ledger loaded from a folder",
        address=directory.name, published="", obtained="Loaded from a folder by the reader",
        retrieved=date.fromtimestamp(max(
            resource.path.stat().st_mtime for resource in package.resources)),
        licence="CC BY 4.0" if simulated else "the reader's own", redistribution="derived only",
        kind="simulation" if simulated else "your data", verification=FROM_ITSELF,
        access="public" if simulated else "private", note="",
    )
    cache = None
    if not simulated:
        folder = tempfile.TemporaryDirectory(prefix="double-booked-")
        atexit.register(folder.cleanup)
        cache = Path(folder.name)
    return open_ledger(package, source, folder=directory.name, cache=cache, progress=progress)


def read_given(directory: Path) -> tuple[Package, bool]:
    """The folder's files under the contract's schemas, and whether it says it is a simulation."""
    contract = load_contract()
    simulated = (directory / "datapackage.json").is_file() and load_package(directory).simulated
    resources = []
    for name in TABLES:
        path = next(
            (found for form in FORMATS if (found := directory / f"{name}.{form}").is_file()), None)
        if path is None and name in OPTIONAL:
            resources.append(contract.resource(name))
            continue
        if path is None:
            raise PackageError(
                f"{directory.name} holds no {name}.csv. A ledger is the tables "
                f"{', '.join(TABLES[:-1])}, and rates where fees are to be converted; data/ledger "
                "shows the form of each."
            )
        if path.suffix == ".parquet" and not simulated:
            raise PackageError(
                f"{path.name} is Parquet. A ledger of your own is read as CSV, so that every row "
                "can be held to the contract."
            )
        resources.append(replace(
            contract.resource(name), path=path, hash=hash_file(path), bytes=path.stat().st_size))
    package = replace(contract, directory=directory, resources=tuple(resources))
    if resources[0].path.suffix == ".csv" and (offence := find_schema_offence(package)):
        raise DataError(
            file=offence.file, row=offence.row, column=offence.column, value=offence.value,
            rule=offence.rule, folder=directory.name)
    return package, simulated
