"""A private ledger answers through the disclosure gate, or it does not answer.

Decided: the gate stands in the engine, so no exhibit can forget it. Protected are models; a figure
of synthetic people is of nobody. All counts of worked bookings and uses pass as cells made from one
query on the bookings themselves (``protected/work``), because roll-ups cannot count distinct
models; calls of the crew, consents and fees have frames of their own. Which query is answered from
which is said by the modules of its topic; every other question is refused. Which months the ledger
covers, and its rate table, are no figures of anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.catalog.package import Package
from analysis.disclosure import Released, Rules
from analysis.errors import DisclosureError
from analysis.ledger.private_crew import CREW_ANSWERS, crew_gate
from analysis.ledger.private_frames import KINDS, Frames
from analysis.ledger.private_rows import NONE, ProtectedRows
from analysis.ledger.private_terms import TERMS_ANSWERS

OPEN = ("period", "base_currency", "rates")
"""Queries whose answers are of the ledger as a whole and count nobody."""
COLUMNS = ("month", "kind", "channel", "market", "tier", "brand")
WORK_ROWS, WORK_SECONDS = 3_000_000, 60.0
NOT_YET = (
    "This figure of a private ledger has no disclosure check yet, so it is not shown. Shown are "
    "bookings and twin share by month, channel, market, tier and brand, and figures of the crew."
)
ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    **CREW_ANSWERS, **TERMS_ANSWERS}
"""Which function answers a query that is not of bookings by month or part."""


class PrivateLedger:
    """The answers of one private ledger that may be seen.

    Parameters
    ----------
    package : Package
        Its content hash names the release log.
    ask : callable
        Gives the answer of a query of ``protected``.
    folder : Path
        Of the release log.
    rules : Rules
        In force.
    """

    def __init__(
        self, package: Package, *, ask: Callable[[str], pd.DataFrame], folder: Path,
        rules: Rules | None = None,
    ) -> None:
        digest = hashlib.sha256()
        for resource in sorted(package.resources, key=lambda one: one.name):
            digest.update(f"{resource.name} {resource.hash}\n".encode())
        self.frames = Frames(ask, folder=folder, data_hash=digest.hexdigest(),
                             rules=rules or Rules())

    def answer(self, query: str, parameters: Mapping[str, Any]) -> Released:
        """What may be seen of a query, in the columns of its own answer.

        Raises
        ------
        DisclosureError
            If the query has no check yet, or its answer cannot be shown beside earlier ones.
        """
        chosen = {name: str(value) for name, value in parameters.items() if name in COLUMNS}
        if query == "options":
            return self._options(str(parameters["dimension"]))
        if query in ANSWERS:
            return ANSWERS[query](self.frames, parameters)
        if query == "human_v_twin_bookings":
            return self._months(chosen)
        if query == "human_v_twin_brand":
            if chosen["brand"] not in self._work.codes["brand"]:
                raise DisclosureError(NOT_YET)
            return self._months(chosen)
        if query == "human_v_twin_share":
            return self._months(chosen).derive(lambda frame: by_kind(frame, ["month"]))
        if query == "human_v_twin_share_by":
            return self._parts(parameters)
        raise DisclosureError(NOT_YET)

    @property
    def _work(self) -> ProtectedRows:
        return self.frames.work.rows

    def _months(self, chosen: Mapping[str, str]) -> Released:
        where = self._work.where({
            name: value for name, value in chosen.items() if value != "all"})
        released = self.frames.work.release("work", ("month", "kind"), where)
        shown = KINDS if chosen.get("tier", "all") == "all" else KINDS[:2]
        return released.derive(lambda frame: _in_order(frame[frame["kind"].isin(shown)]))

    def _parts(self, parameters: Mapping[str, Any]) -> Released:
        by = str(parameters["by"])
        released = self.frames.work.release(
            "work", (by, "kind"),
            self._work.where({"month": self._work.months(parameters["first"], parameters["last"])}))
        return released.derive(lambda frame: by_kind(
            frame[frame[by] != NONE].rename(columns={by: "part"}), ["part"]).sort_values(
                ["twin_share", "part"], ascending=[False, True], na_position="last",
                ignore_index=True))

    def _options(self, dimension: str) -> Released:
        """Values behind which enough models stand; the others cannot be chosen.

        Of a dimension that no figure of a private ledger uses there is none.
        """
        if dimension == "role":
            return crew_gate(self.frames).options("crew", "role")
        known = dimension in (*COLUMNS, "currency")
        found = self.frames.work.options("work", dimension if known else "kind")
        return found.derive(lambda frame: frame[known & frame["value"].ne(NONE)])


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
