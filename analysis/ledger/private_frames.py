"""The protected frames of a private ledger, each read once and only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis.disclosure import Cells, Filter, Rules
from analysis.disclosure.cells import Kind
from analysis.ledger.private_gate import Gate, Make, hash_of
from analysis.ledger.private_rows import ProtectedRows

KINDS = ("human", "twin", "synthetic")
FORMS = ("separate_written", "in_contract", "none", "missing")
KNOWN: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS, "tier": ("newcomer", "established", "top"),
    "basis": ("day", "image", "use", "buyout"),
    "paid_to": ("model", "agency", "brand", "nobody"),
    "fee": ("none", "zero", "paid"), "rated": ("yes", "no"),
    "owner": ("model", "agency", "brand", "vendor"), "label": ("yes", "no", "unknown"),
    "form": FORMS, "given": ("fits", "other_brand", "other_model", "signed_later", "missing"),
    "scope": ("stated", "silent", "missing"), "rate": ("stated", "silent", "missing"),
    "expiry": ("open", "inside", "after"), "crewed": ("yes", "no"),
}
WORK = ("kind", "channel", "market", "tier", "brand", "currency", "basis", "paid_to", "fee",
        "rated", "owner", "label", "form", "given", "scope", "rate", "expiry", "crewed")
TERMS = ("tier", "paid_to", "owner", "form", "scope", "rate")
"""What says something of a model: its class, and the terms it agreed to."""


def summed(sums: Mapping[str, Kind], *, margins: tuple[str, ...] = ()) -> Make:
    """A measure that adds up columns of the rows, with margins over some dimensions."""
    def make(rows: ProtectedRows, names: tuple[str, ...], where: Filter) -> Cells:
        return rows.table(
            names, where, sums=sums, margins=[name for name in names if name in margins])

    return make


COUNTED: Mapping[str, Make] = {
    "work": summed({"worked": "count"}),
    "work_crewed": summed({"worked": "count"}, margins=("crewed",)),
}
"""Measures of the bookings: cells alone, and with margins over some columns."""


class Frames:
    """The frames of one ledger, each with its gate.

    Parameters
    ----------
    ask : callable
        Gives the answer of a query of ``protected``.
    folder : Path
        Of the release logs.
    data_hash : str
        Content hash of the ledger.
    rules : Rules
        In force.
    """

    def __init__(
        self, ask: Callable[[str], pd.DataFrame], *, folder: Path, data_hash: str, rules: Rules,
    ) -> None:
        self.ask, self.folder, self.data_hash, self.rules = ask, folder, data_hash, rules
        self._gates: dict[str, Gate] = {}

    @cached_property
    def work(self) -> Gate:
        """Worked bookings and uses."""
        return self.gate("work", WORK, COUNTED)

    def gate(
        self, query: str, columns: tuple[str, ...], measures: Mapping[str, Make], *,
        others: tuple[str, ...] = (),
    ) -> Gate:
        """The gate of a frame; the same one whenever it is asked for."""
        if query not in self._gates:
            like = None if query == "work" else self.work.rows
            rows = ProtectedRows(
                self.ask(query), columns, known=KNOWN, attributes=TERMS, others=others,
                like=like)
            self._gates[query] = Gate(
                rows, measures, folder=self.folder, data_hash=hash_of(self.data_hash, query),
                rules=self.rules)
        return self._gates[query]
