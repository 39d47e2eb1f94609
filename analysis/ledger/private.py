"""A private ledger answers through the disclosure gate, or it does not answer.

Decided: the gate stands in the engine, so no exhibit can forget it. Protected are models; a figure
of synthetic people is of nobody. A query is answered by the part that has a check for it; every
other is refused. Which months the ledger covers, and its rate table, are no figures of anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from analysis.catalog.package import Package
from analysis.disclosure import (
    Cells,
    DataLog,
    Released,
    ReleaseLog,
    Rules,
    Spec,
    codes,
)
from analysis.disclosure.filters import Spans
from analysis.disclosure.lattice import Region
from analysis.errors import DisclosureError
from analysis.ledger.private_frames import Frames, Read

OPEN = ("period", "base_currency", "rates", "given", "open_month")
"""Queries whose answers are of the ledger as a whole and count nobody."""
ASK_ROWS, ASK_SECONDS, READ_SECONDS = 3_000_000, 60.0, 1800.0
"""Limits of what is asked as a whole, and the time to read rows by the million."""
NOT_YET = (
    "This figure of a private ledger has no disclosure check yet, so it is not shown. Look at the "
    "others of this page, or at the simulated ledger to see what it would say."
)


class PrivatePart(Protocol):
    """What answers some of the queries."""

    queries: frozenset[str]

    def answer(self, query: str, parameters: Mapping[str, Any]) -> Released:
        """What may be seen of a query."""


class PrivateLedger:
    """The answers of one private ledger that may be seen.

    Parameters
    ----------
    package : Package
        Its content hash names the release logs.
    ask : callable
        Gives the answer of a query of ``protected`` by name and parameters.
    batches : callable
        Gives the rows of such a query some at a time.
    folder : Path
        Of the release logs.
    rules : Rules
        In force.
    """

    def __init__(
        self, package: Package, *, ask: Callable[..., pd.DataFrame], batches: Read, folder: Path,
        rules: Rules,
    ) -> None:
        self.rules, self.ask = rules, ask
        self.parts: tuple[PrivatePart, ...] = ()
        digest = hashlib.sha256()
        for resource in sorted(package.resources, key=lambda one: one.name):
            digest.update(f"{resource.name} {resource.hash}\n".encode())
        self._digest, self._releases = digest.hexdigest(), ReleaseLog(folder)
        self.frames = Frames(
            ask, batches=batches, folder=folder, data_hash=self.hash_of("frames"), rules=rules)

    def answer(self, query: str, parameters: Mapping[str, Any]) -> Released:
        """What may be seen of a query, in the columns of its own answer.

        Raises
        ------
        DisclosureError
            If the query has no check yet, or its answer cannot be shown beside earlier ones.
        """
        for part in self.parts:
            if query in part.queries:
                return part.answer(query, parameters)
        raise DisclosureError(NOT_YET)

    def change_rules(self, rules: Rules) -> None:
        """Answer under other rules from now on; the rows are not read again."""
        self.rules = rules
        self.frames.change_rules(rules)

    def log_of(
        self, family: str, *, count_units: Callable[[Sequence[Region]], Sequence[int]],
        cells_of: Callable[[Spec], Cells],
    ) -> DataLog:
        """The release log of tables of this ledger that count something else than its work.

        Tables are set against each other within a family only: models on the books and bookings
        share no sum.
        """
        return DataLog(
            self._releases, self.hash_of(family), count_units=count_units, cells_of=cells_of)

    def hash_of(self, family: str) -> str:
        """Under which hash the release log keeps the tables of a family."""
        return hashlib.sha256(f"{self._digest} {family}".encode()).hexdigest()

    @property
    def months(self) -> tuple[str, ...]:
        """First days of the months from the first to the last in which something was worked."""
        return self.frames.work.rows.codes["month"]

    def ordinals(self, first: Any, last: Any) -> Spans:
        """The months from one to another as the logs of models and earnings name them."""
        chosen = self.frames.work.rows.months(first, last)
        return codes([at for at, month in enumerate(self.months, start=1) if month in chosen])
