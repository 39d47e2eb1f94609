"""A private ledger answers through the disclosure gate, or it does not answer.

Decided: the gate stands in the engine, so no exhibit can forget it. Protected are models; a figure
of synthetic people is of nobody. Counts of worked bookings and uses pass as cells of month, kind,
channel, market, tier and brand, all made from one query on the bookings themselves, because
roll-ups cannot count distinct models. Other questions are answered by parts with cells of their
own: money needs the largest contributors of each cell, models on the books and consents other
units, effects brands. A question that no part knows is refused. Which months the ledger covers, and
its rate table, are no figures of anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd

from analysis.catalog.package import Package
from analysis.disclosure import (
    Cells,
    DataLog,
    Dimension,
    Filter,
    Released,
    ReleaseLog,
    Rules,
    Spec,
    Unit,
    Value,
    codes,
    release,
)
from analysis.disclosure.filters import Spans
from analysis.disclosure.lattice import Region
from analysis.errors import DisclosureError

OPEN = ("period", "base_currency", "rates")
"""Queries whose answers are of the ledger as a whole and count nobody."""
TOTAL = "*"
KINDS = ("human", "twin", "synthetic")
COLUMNS = ("month", "kind", "channel", "market", "tier", "brand")
TRAITS = ("gender", "skin_tone", "size", "age_band")
OF_MODEL = ("tier", *TRAITS)
"""Columns that say something of a model."""
ALL_COLUMNS = (*COLUMNS, *TRAITS, "relation")
"""By which work can be counted; readers filter by the first six."""
WORK_ROWS, WORK_SECONDS = 3_000_000, 60.0
NOT_YET = (
    "This figure of a private ledger has no disclosure check yet, so it is not shown. Look at the "
    "others of this page, or at the simulated ledger to see what it would say."
)


CountUnits = Callable[[Sequence[Region]], Sequence[int]]


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
        Its content hash names the release log.
    ask : callable
        Gives the answer of a query of ``protected`` by name and parameters.
    folder : Path
        Of the release log.
    rules : Rules
        In force.
    """

    def __init__(
        self, package: Package, *, ask: Callable[..., pd.DataFrame], folder: Path,
        rules: Rules | None = None,
    ) -> None:
        self.rules = rules or Rules()
        self.ask = ask
        self.parts: tuple[PrivatePart, ...] = ()
        digest = hashlib.sha256()
        for resource in sorted(package.resources, key=lambda one: one.name):
            digest.update(f"{resource.name} {resource.hash}\n".encode())
        self._digest, self._releases = digest.hexdigest(), ReleaseLog(folder)
        self.log = DataLog(
            self._releases, self._digest, count_units=self._count, cells_of=self._again)

    def log_of(
        self, family: str, *, count_units: CountUnits, cells_of: Callable[[Spec], Cells]
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


    def answer(self, query: str, parameters: Mapping[str, Any]) -> Released:
        """What may be seen of a query, in the columns of its own answer.

        Raises
        ------
        DisclosureError
            If the query has no check yet, or its answer cannot be shown beside earlier ones.
        """
        chosen = {name: str(value) for name, value in parameters.items() if name in COLUMNS}
        for part in self.parts:
            if query in part.queries:
                return part.answer(query, parameters)
        if query == "human_v_twin_bookings":
            return self.months(chosen)
        if query == "human_v_twin_brand":
            return self.months(chosen)
        if query == "human_v_twin_share":
            return self.months(chosen).derive(lambda frame: by_kind(frame, ["month"]))
        if query == "human_v_twin_share_by":
            return self._parts(parameters)
        raise DisclosureError(NOT_YET)

    def released(
        self, columns: tuple[str, ...], where: Filter, *, margin: bool = False
    ) -> Released:
        """Worked bookings and uses by some columns, as far as they may be seen.

        With a margin the first column has the sums of its values, too.
        """
        return release(
            self.cells(columns, where, margin=margin), rules=self.rules, log=self.log,
            measure="work_and_sums" if margin else "work")

    def months(self, chosen: Mapping[str, str]) -> Released:
        """Worked bookings and uses by month and kind, of the chosen values."""
        where = {name: self.ordinal(name, value) for name, value in chosen.items()
                 if value != "all"}
        released = self.released(("month", "kind"), Filter(where))
        shown = KINDS if chosen.get("tier", "all") == "all" else KINDS[:2]
        return released.derive(lambda frame: _in_order(frame[frame["kind"].isin(shown)]))

    def _parts(self, parameters: Mapping[str, Any]) -> Released:
        by = str(parameters["by"])
        released = self.released((by, "kind"), Filter({"month": self.ordinals(
            parameters["first"], parameters["last"])}))
        return released.derive(lambda frame: by_kind(
            frame.rename(columns={by: "part"}), ["part"]).sort_values(
                ["twin_share", "part"], ascending=[False, True], na_position="last",
                ignore_index=True))

    def options(self, column: str) -> Released:
        """Values behind which enough models stand; the others cannot be chosen.

        Their counts are not handed out, so no log is needed.
        """
        released = release(self.cells((column,), Filter()), rules=self.rules, log=None)
        return released.derive(lambda frame: frame[
            ~frame["suppressed"] & (frame["worked"] > 0)
        ].rename(columns={column: "value"}).drop(columns="worked").reset_index(drop=True))

    @cached_property
    def extent(self) -> pd.DataFrame:
        """Models, brands and agencies behind currencies and roles."""
        return self.ask("extent")

    @cached_property
    def work(self) -> pd.DataFrame:
        """The work in ordinals, 0 for no value; models as numbers, -1 for none."""
        raw = self.ask("work")
        raw = raw.assign(month=pd.to_datetime(raw["month"]).dt.strftime("%Y-%m-%d"))
        self.__dict__["values"] = {name: _values(raw, name) for name in ALL_COLUMNS}
        coded = {
            name: pd.Categorical(raw[name].astype("object"), categories=self.values[name]).codes + 1
            for name in ALL_COLUMNS}
        models = pd.factorize(raw["model"])[0]
        return pd.DataFrame({**coded, "model": models, "worked": raw["worked"].to_numpy()})

    @cached_property
    def values(self) -> dict[str, tuple[str, ...]]:
        """Values of each column in the order that fixes their ordinals."""
        _ = self.work
        found: dict[str, tuple[str, ...]] = self.__dict__["values"]
        return found

    def ordinals(self, first: Any, last: Any) -> Spans:
        """The months from one to another as the release log names them."""
        low, high = (f"{pd.Timestamp(day):%Y-%m-%d}" for day in (first, last))
        return codes([at for at, month in enumerate(self.values["month"], start=1)
                      if low <= month <= high])

    def ordinal(self, column: str, value: str) -> Spans:
        """A value of a column as the release log names it."""
        if value not in self.values[column]:
            raise DisclosureError(
                f"The ledger has no {column} that could be shown under this name. Choose one of "
                "those offered.")
        return codes([self.values[column].index(value) + 1])

    def cells(
        self, columns: tuple[str, ...], where: Filter, *, margin: bool = False
    ) -> Cells:
        """Worked bookings and the models behind them, every combination of the columns."""
        rows = self.work[inside(self.work, dict(where.columns))]
        rows = rows[(rows[list(columns)] > 0).all(axis=1)]
        named = rows[rows["model"] >= 0]
        keys = pd.MultiIndex.from_product(
            [range(1, len(self.values[name]) + 1) for name in columns], names=columns)
        frame = pd.DataFrame({
            "worked": rows.groupby(list(columns))["worked"].sum(),
            "models": named.groupby(list(columns))["model"].nunique(),
        }).reindex(keys if len(columns) > 1 else keys.get_level_values(0)).fillna(0)
        frame = frame.astype("int64").rename_axis(list(columns)).reset_index()
        for name in columns:
            frame[name] = frame[name].map(dict(enumerate(self.values[name], start=1)))
        if margin:
            frame = pd.concat([frame, self._sums(rows, columns)], ignore_index=True)
        return Cells(
            frame, tuple(Dimension(name, codes=self.values[name], attribute=name in OF_MODEL,
                                   leaves_out=name in (*OF_MODEL, "relation")) for name in columns),
            (Unit("models", "models", partition=False),), (Value("worked", "count"),),
            filter=where)

    def _again(self, spec: Spec) -> Cells:
        return self.cells(
            tuple(name for name, _ in spec.dimensions), spec.filter,
            margin=spec.measure == "work_and_sums")

    def _sums(self, rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
        """The margin over the first of two columns."""
        first, second = columns
        named = rows[rows["model"] >= 0]
        found = pd.DataFrame({
            "worked": rows.groupby(second)["worked"].sum(),
            "models": named.groupby(second)["model"].nunique(),
        }).reindex(range(1, len(self.values[second]) + 1)).fillna(0).astype("int64")
        return found.assign(**{first: TOTAL, second: self.values[second]})

    def _count(self, regions: Sequence[Region]) -> list[int]:
        models = self.work["model"].to_numpy()
        found = []
        for one in regions:
            named = models[inside(self.work, dict(one.spans))]
            found.append(len(np.unique(named[named >= 0])))
        return found


def inside(work: pd.DataFrame, columns: Mapping[str, Any]) -> np.ndarray:
    """Which rows lie in the spans of every named column."""
    found = np.ones(len(work), dtype=bool)
    for name, spans in columns.items():
        values, one = work[name].to_numpy(), np.zeros(len(work), dtype=bool)
        for low, high in spans:
            one |= (values >= low) & (values <= high)
        found &= one
    return found


def _values(raw: pd.DataFrame, column: str) -> tuple[str, ...]:
    """Values of a column in the order of their ordinals; every month between the ends is one."""
    if column == "kind":
        return KINDS
    found = sorted(raw[column].dropna().astype(str).unique())
    if column == "month" and found:
        return tuple(pd.date_range(found[0], found[-1], freq="MS").strftime("%Y-%m-%d"))
    return tuple(found)


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    order = frame["kind"].map({kind: at for at, kind in enumerate(KINDS)})
    return frame.assign(month=pd.to_datetime(frame["month"]), order=order).sort_values(
        ["month", "order"], ignore_index=True).drop(columns="order")


def by_kind(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Kinds side by side with the twin share, from released rows: empty where one is withheld."""
    wide = frame.pivot(index=keys, columns="kind", values="worked").reindex(columns=list(KINDS))
    gone = frame.assign(gone=frame["suppressed"]).groupby(keys)["gone"].any()
    reason = frame.groupby(keys)["reason"].max()
    both = (wide["human"] + wide["twin"]).astype("float64")
    found = wide.assign(twin_share=wide["twin"].astype("float64") / both.where(both > 0))
    found = found.assign(suppressed=gone, reason=reason).reset_index()
    found.columns.name = None
    return found
