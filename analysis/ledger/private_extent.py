"""What a page may say of a private ledger before any figure: its months, and what can be chosen.

Decided: no size is given. How many rows, brands and models a ledger lists would be a whole from
which shown months could be taken away; that it has at least the minimum of models is known from
every figure it shows. A currency can be chosen where enough models, brands and agencies stand
behind it, because what is shown of it is money; a role where enough models do. The one of most
bookings stands first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.disclosure import Cells, Dimension, Released, Unit, Value, release
from analysis.ledger.private import COLUMNS, PrivateLedger

ASKED = {"currency": ("currency", True), "role": ("role", False), "crew": ("crew_currency", True)}
"""By what readers choose: the dimension, and whether it is of money."""


class PrivateExtent:
    """The extent of one private ledger."""

    queries = frozenset({"size", "options", "crew_currency"})

    def __init__(self, ledger: PrivateLedger) -> None:
        self.ledger = ledger

    def answer(self, query: str, parameters: Mapping[str, Any]) -> Released:
        """As :meth:`PrivateLedger.answer`."""
        if query == "size":
            return self._size()
        if query == "crew_currency":
            return self._values(*ASKED["crew"])
        dimension = str(parameters["dimension"])
        if dimension in COLUMNS:
            return self.ledger.options(dimension)
        return self._values(*ASKED[dimension])

    def _size(self) -> Released:
        """First and last month, and whether the minimum of models is there."""
        work, months = self.ledger.work, self.ledger.values["month"]
        models = work.loc[work["model"] >= 0, "model"].nunique()
        found = release(Cells(
            pd.DataFrame({"models": [models]}), (), (Unit("models", "models"),),
            (Value("models", "count"),)), rules=self.ledger.rules, log=None)
        first, last = (pd.DatetimeIndex([months[at] if months else pd.NaT]) for at in (0, -1))
        return found.derive(lambda frame: frame.assign(
            first_month=first, last_month=last,
            enough=~frame["suppressed"] & (frame["models"] > 0)).drop(columns="models"))

    def _values(self, dimension: str, money: bool) -> Released:
        """The values of a dimension that may be chosen."""
        extent = self.ledger.extent
        found = extent[extent["dimension"] == dimension].reset_index(drop=True)
        nouns = ("models", "brands", "agencies") if money else ("models",)
        released = release(Cells(
            found[["value", "worked", *nouns]], (Dimension("value", attribute=False),),
            tuple(Unit(noun, noun, partition=False) for noun in nouns),
            (Value("worked", "count"),)), rules=self.ledger.rules, log=None)
        return released.derive(lambda frame: frame[~frame["suppressed"]].drop(
            columns="worked").reset_index(drop=True))

