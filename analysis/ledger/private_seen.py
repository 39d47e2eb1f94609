"""Who is seen in the work of a private ledger, and whose twins are used by whom.

Decided: how models describe themselves is an attribute of them: a group all of one answer is
withheld. Work that names no model is of nobody and left out, of human bookings as of synthetic
uses. Pairs of brands hold few models each, so twin uses are told by whether the brand is the one
the twin was made with, over all brands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis.disclosure import Released
from analysis.ledger.private_frames import KINDS, TRAITS, Frames
from analysis.ledger.private_rows import TOTAL

RELATIONS = ("own", "other", "unknown")
LAST = "not_described"


def answer_relations(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Twin uses by whether the brand is the one the twin was made with."""
    rows = frames.work.rows
    where = rows.where({"kind": "twin", "month": rows.months(
        parameters["first"], parameters["last"])})
    return frames.work.release("work", ("relation",), where).derive(_relations)


def answer_seen(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Work of named models by how they describe themselves, with shares of a kind."""
    trait, rows = str(parameters["trait"]), frames.work.rows
    column = trait if trait in TRAITS else TRAITS[0]
    where = rows.where({"month": rows.months(parameters["first"], parameters["last"])})
    return frames.work.release("work_seen", (column, "kind"), where).derive(
        lambda frame: _shares(frame.rename(columns={column: "part"})))


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


SEEN_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "who_gains_diversity": answer_seen, "who_gains_cross_brand": answer_relations}
