"""Worked bookings and uses of a private ledger by month and kind, and the twin share by part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis.disclosure import Released
from analysis.ledger.private_columns import NONE
from analysis.ledger.private_frames import KINDS, Frames

FILTERS = ("channel", "market", "tier", "brand")
"""By what readers choose a part of the work."""


def release_months(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Worked bookings and uses by month and kind, of the chosen values."""
    chosen = {name: str(parameters[name]) for name in FILTERS
              if str(parameters.get(name, "all")) != "all"}
    released = frames.work.release("work", ("month", "kind"), frames.work.rows.where(chosen))
    shown = KINDS[:2] if "tier" in chosen else KINDS
    return released.derive(lambda frame: _in_order(frame[frame["kind"].isin(shown)]))


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    order = frame["kind"].map({kind: at for at, kind in enumerate(KINDS)})
    return frame.assign(month=pd.to_datetime(frame["month"]), order=order).sort_values(
        ["month", "order"], ignore_index=True).drop(columns="order")


def answer_share(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Kinds side by side by month, with the twin share."""
    return release_months(frames, parameters).derive(lambda frame: by_kind(frame, ["month"]))


def answer_share_by(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Kinds side by side by channel, tier, market or brand, with the twin share of a period."""
    by, rows = str(parameters["by"]), frames.work.rows
    months = rows.months(parameters["first"], parameters["last"])
    released = frames.work.release("work", (by, "kind"), rows.where({"month": months}))
    return released.derive(lambda frame: by_kind(
        frame[frame[by] != NONE].rename(columns={by: "part"}), ["part"]).sort_values(
            ["twin_share", "part"], ascending=[False, True], na_position="last",
            ignore_index=True))


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


SHARE_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "human_v_twin_bookings": release_months, "human_v_twin_brand": release_months,
    "human_v_twin_share": answer_share, "human_v_twin_share_by": answer_share_by,
}
