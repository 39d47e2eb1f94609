"""Who is seen in the work of a private ledger, and whose twins are used by whom.

Decided: how models describe themselves is an attribute of them: a group all of one answer is
withheld. Work that names no model is of nobody and left out, of human bookings as of synthetic
uses. Pairs of brands hold few models each, so twin uses are told by whether the brand is the one
the twin was made with, over all brands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.disclosure import Filter, Released
from analysis.ledger.private import KINDS, TOTAL, TRAITS, PrivateLedger

RELATIONS = ("own", "other", "unknown")
LAST = "not_described"


class PrivateSeen:
    """Shares of worked bookings and uses of one private ledger."""

    queries = frozenset({"who_gains_diversity", "who_gains_cross_brand"})

    def __init__(self, ledger: PrivateLedger) -> None:
        self.ledger = ledger

    def answer(self, query: str, parameters: Mapping[str, Any]) -> Released:
        """As :meth:`PrivateLedger.answer`."""
        months = self.ledger.ordinals(parameters["first"], parameters["last"])
        if query == "who_gains_cross_brand":
            where = {"month": months, "kind": self.ledger.ordinal("kind", "twin")}
            return self.ledger.released(("relation",), Filter(where)).derive(_relations)
        trait = str(parameters["trait"])
        column = trait if trait in TRAITS else TRAITS[0]
        return self.ledger.released(
            (column, "kind"), Filter({"month": months}), margin=True,
        ).derive(lambda frame: _shares(frame.rename(columns={column: "part"})))


def _relations(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.rename(columns={"worked": "uses"}).set_index("relation").reindex(
        [one for one in RELATIONS if (frame["relation"] == one).any()]).reset_index()


def _shares(frame: pd.DataFrame) -> pd.DataFrame:
    """Shares of what all parts of a kind have together, where that may be shown."""
    whole = frame[frame["part"] == TOTAL].set_index("kind")["worked"].astype("float64")
    parts = frame[(frame["part"] != TOTAL) & frame["kind"].isin(KINDS[:2])].copy()
    total = parts["kind"].map(whole)
    parts["share"] = parts["worked"].astype("float64") / total.where(total > 0)
    parts = parts[parts["suppressed"] | (total != 0)]
    lost = parts["share"].isna() & ~parts["suppressed"]
    reason = next(iter(frame.loc[frame["suppressed"], "reason"]), "")
    parts["reason"] = parts["reason"].mask(lost, reason)
    parts["suppressed"] |= lost
    kinds = parts["kind"].map({kind: at for at, kind in enumerate(KINDS)})
    return parts.assign(order=kinds, last=parts["part"] == LAST).sort_values(
        ["order", "last", "part"], ignore_index=True,
    )[["kind", "part", "worked", "share", "suppressed", "reason"]]
