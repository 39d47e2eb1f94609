"""A ledger that answers named queries: one sealed, read-only DuckDB file of its own.

Queries of ``sql/queries/ledger`` say ``bookings``; the ledger that is asked decides whose. Every
answer carries the ledger as its source, and roll-ups count as the tables they were made from.
"""

from __future__ import annotations

import json
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from platformdirs import user_cache_path

from analysis.catalog.package import Package, load_package
from analysis.catalog.sources import FROM_OTHERS, Source
from analysis.disclosure import Rules
from analysis.errors import NotGivenError, PackageError
from analysis.ledger.parameters import LEDGER_DIRECTORY
from analysis.ledger.prepare import ROLL_UPS, Progress, prepare_ledger
from analysis.ledger.private import ASK_ROWS, ASK_SECONDS, OPEN, READ_SECONDS, PrivateLedger
from analysis.ledger.private_parts import open_private
from analysis.warehouse import Engine, Result, Run, Warehouse
from analysis.warehouse.queries import Query, load_queries
from analysis.warehouse.seal import OPEN_CONFIG, seal

SIMULATED = "simulated_ledger"
"""Source id of the shipped ledger in ``sources.csv``."""
RATES = "given_rates"
"""Source id of the rate table that a ledger brings."""
PANEL = "human_v_twin_panel"
"""Asked by the gate as it is; of a private ledger nothing but averages of it is let out."""
KEPT_ESTIMATES = 16
_OPENING = threading.Lock()
_SHIPPED: dict[Source, Ledger] = {}
"""The shipped ledger, by the source that says what it is: one open in a process."""


class Ledger(Engine):
    """One ledger, shipped or loaded.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Read-only and sealed.
    package : Package
        The ledger's files, hashes and version.
    source : Source
        What every row of it comes from; its kind is ``simulation`` or ``your data``.
    folder : str
        Where a reader finds its files.
    rules : Rules
        Of the disclosure gate, where it is private.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, package: Package, source: Source, *,
        folder: str, rules: Rules | None = None,
    ) -> None:
        self.source = source
        self.rules = rules or Rules()
        self._estimates: OrderedDict[str, Any] = OrderedDict()
        self._estimating = threading.Lock()
        self.sources = {source.source_id: source}
        self.rates: Source | None = None
        super().__init__(connection, load_queries("ledger"), package=package, folder=folder)
        self.base_currency = next(iter(self.fetch("base_currency").frame["currency"]), "")
        if self.base_currency:
            self.rates = _source_of_rates(source, self.fetch("rates").frame)
            self.sources[RATES] = self.rates

    def fetch(self, name: str, **asked: Any) -> Result:
        """As every engine; a private ledger answers through the disclosure gate only.

        Raises
        ------
        DisclosureError
            If the ledger is private and the answer may not be seen.
        """
        if self.source.access == "public" or name in OPEN:
            return super().fetch(name, **asked)
        query = self._find(name)
        limits = {"seconds", "rows"}
        parameters = {key: value for key, value in asked.items() if key not in limits}
        released = self.private.answer(name, parameters)
        frame = self._complete(released.frame)
        run = Run(
            name=name, purpose=query.purpose, sql=query.statement, folder=self.folder,
            parameters=parameters, tables=self._tables[name], version=self.package.data_version)
        return Result(
            frame=frame, run=run, rows=tuple((one,) for one in frame["source_id"]),
            released=released)

    def check_given(self, tables: tuple[str, ...]) -> None:
        """Refuse what a loaded ledger lacks the rows for: none is not the same as zero.

        Raises
        ------
        NotGivenError
            If one of the tables holds no row.
        """
        if self.source.kind == "simulation":
            return
        lacking = [name for name in tables if name not in self._given]
        if lacking:
            names = " and ".join(name.replace("_", " ") for name in lacking)
            raise NotGivenError(
                f"This ledger came without {names}, so nothing can be said here. Bring them on the "
                "page Your data, and open the ledger again.")

    @cached_property
    def open_month(self) -> pd.Timestamp | None:
        """The last month of a loaded ledger, if its last days hold no work; None if they do."""
        if self.source.kind == "simulation":
            return None
        found = self.fetch("open_month").frame["month"]
        return pd.Timestamp(found.iloc[0]) if len(found) else None

    @cached_property
    def _given(self) -> frozenset[str]:
        found = self.fetch("given").frame
        return frozenset(found.loc[found["given"].astype(bool), "table_name"])

    @cached_property
    def private(self) -> PrivateLedger:
        """What a private ledger answers through the gate."""
        panel = load_queries("ledger")[PANEL]
        protected = Engine(
            self._connection, {**load_queries("ledger/protected"), PANEL: panel},
            package=self.package)
        return open_private(
            self.package, folder=cache_folder() / "releases", rules=self.rules,
            ask=lambda name, **asked: protected.fetch(
                name, rows=ASK_ROWS, seconds=ASK_SECONDS, **asked).frame,
            batches=lambda name: protected.batches(name, seconds=READ_SECONDS))

    def change_rules(self, rules: Rules) -> None:
        """Answer under other rules of the disclosure gate from now on.

        What was shown under the earlier ones stays in the release log and counts as known.
        """
        self.rules = rules
        if "private" in self.__dict__:
            self.private.change_rules(rules)

    @cached_property
    def truth(self) -> dict[str, Any] | None:
        """The true effects put into a simulated ledger, None for any other."""
        path = self.package.directory / "truth.json"
        if self.source.kind != "simulation" or not path.is_file():
            return None
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def remember(self, key: str, make: Callable[[], Any]) -> Any:
        """What ``make`` gave for this key before, else what it gives now; the last few are kept.

        For estimates that take seconds. They are kept with the ledger and go when it goes.
        """
        with self._estimating:
            if key not in self._estimates:
                self._estimates[key] = make()
                while len(self._estimates) > KEPT_ESTIMATES:
                    self._estimates.popitem(last=False)
            self._estimates.move_to_end(key)
            return self._estimates[key]

    def _tables_read(self, query: Query) -> tuple[str, ...]:
        read = super()._tables_read(query)
        return tuple(sorted({one for table in read for one in ROLL_UPS.get(table, (table,))}))

    def _complete(self, frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(source_id=self.source.source_id)


def _source_of_rates(ledger: Source, rates: pd.DataFrame) -> Source:
    """The rate table as a source: what it says of itself, in the order of its rows."""
    publishers = "; ".join(dict.fromkeys(rates["source"]))
    years = f"{rates['year'].min()}-{rates['year'].max()}"
    return replace(
        ledger, source_id=RATES, publisher=publishers, title=f"Exchange rates {years}",
        published="", obtained="Given with the ledger", licence="not stated",
        kind="your data", verification=FROM_OTHERS, access="public",
        note="The reader's own rate table; the desk has no rates.",
    )


def open_ledger(
    package: Package, source: Source, *, folder: str, cache: Path | None = None,
    progress: Progress = lambda text, share: None, rules: Rules | None = None,
) -> Ledger:
    """Open a ledger, preparing it if need be.

    Parameters
    ----------
    package : Package
        The tables of the contract, CSV or Parquet, already validated.
    source : Source
        Of all its rows.
    folder : str
        How lineage names the folder, for example ``data/ledger``.
    cache : Path, optional
        Folder for the prepared file; by default the user's cache folder, or what
        ``DOUBLE_BOOKED_CACHE`` names.
    progress : callable
        Told what is happening and which share (0-1) is done.
    rules : Rules, optional
        Of the disclosure gate, for a private ledger; the default rules where none are given.
    """
    kept = cache or cache_folder()
    path = prepare_ledger(package, cache=kept, progress=progress)
    config = {**OPEN_CONFIG, "temp_directory": str(kept / "spill")}
    connection = duckdb.connect(str(path), read_only=True, config=config)
    seal(connection)
    return Ledger(connection, package, source, folder=folder, rules=rules)


def ledger_of(warehouse: Warehouse, *, progress: Progress = lambda text, share: None) -> Ledger:
    """The ledger that stands beside the warehouse: the one attached, else the shipped one.

    Parameters
    ----------
    warehouse : Warehouse
        Whose sources name the shipped ledger.
    progress : callable
        Told what is happening and which share (0-1) is done while the shipped one is prepared,
        which happens once on a machine.
    """
    if isinstance(warehouse.attached, Ledger):
        return warehouse.attached
    if SIMULATED not in warehouse.sources:
        raise PackageError(
            f"data/sources.csv has no row {SIMULATED!r}, so nothing drawn from the simulated "
            "ledger could say what it is. Restore the row."
        )
    source = warehouse.sources[SIMULATED]
    with _OPENING:
        if source not in _SHIPPED:
            _SHIPPED[source] = open_ledger(
                load_package(LEDGER_DIRECTORY), source, folder="data/ledger", progress=progress)
        return _SHIPPED[source]


def cache_folder() -> Path:
    """Folder for prepared ledgers that are not private."""
    named = os.environ.get("DOUBLE_BOOKED_CACHE")
    return Path(named) if named else user_cache_path("double-booked", appauthor=False)
