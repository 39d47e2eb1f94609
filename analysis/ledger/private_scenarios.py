"""What a scenario starts from on a private ledger: figures that other pages may show, put together.

Decided: a scenario has no table of its own rows. It is worked out from bookings by channel and tier
or market, from medians of fees by channel and from crew days by channel and role, each released by
the gate as for the pages that show it; what is withheld there is withheld here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.disclosure import Released
from analysis.disclosure.released import together
from analysis.ledger.private_crew import answer_days
from analysis.ledger.private_frames import Frames
from analysis.ledger.private_pay import answer_fees
from analysis.ledger.private_rows import NONE


def answer_work(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Human bookings of a period by channel, once by tier and once by market."""
    work = frames.work
    where = work.rows.where({
        "kind": "human", "month": work.rows.months(parameters["first"], parameters["last"])})
    dimensions = ("tier", "market")
    parts = [work.release("work", ("channel", one), where) for one in dimensions]

    def beside(answers: Sequence[pd.DataFrame]) -> pd.DataFrame:
        long = pd.concat([
            frame[frame[one] != NONE].rename(columns={one: "part"}).assign(dimension=one)
            for one, frame in zip(dimensions, answers, strict=True)], ignore_index=True)
        kept = long[(long["worked"] > 0) | long["suppressed"]]
        return kept.sort_values(["dimension", "channel", "part"], ignore_index=True)

    return together(parts, beside)


def answer_scenario_fees(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Median fees of human bookings by channel and basis, as Pay and consent shows them."""
    channels = _channels(frames)
    parts = [answer_fees(frames, {**parameters, "channel": one}) for one in channels]

    def beside(answers: Sequence[pd.DataFrame]) -> pd.DataFrame:
        long = pd.concat([frame.assign(channel=one) for one, frame in zip(
            channels, answers, strict=True)], ignore_index=True)
        return long.loc[long["kind"] == "human", [
            "channel", "fee_basis", "fees", "middle", "suppressed", "reason"]].reset_index(
                drop=True)

    return together(parts, beside)


def answer_scenario_crew(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Crew days of a human booking by channel and role, and of a twin use, as Crew shows them."""
    channels = [*_channels(frames), "all"]
    parts = [answer_days(frames, {"channel": one}) for one in channels]

    def beside(answers: Sequence[pd.DataFrame]) -> pd.DataFrame:
        long = pd.concat([
            frame[(frame["kind"] == ("twin" if one == "all" else "human"))
                  & (frame["role"] != "all")].assign(channel=one)
            for one, frame in zip(channels, answers, strict=True)], ignore_index=True)
        return long[["channel", "kind", "role", "per_booking", "suppressed", "reason"]]

    return together(parts, beside)


def _channels(frames: Frames) -> list[str]:
    return list(frames.work.rows.codes["channel"])


SCENARIO_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "scenarios_work": answer_work, "scenarios_fees": answer_scenario_fees,
    "scenarios_crew": answer_scenario_crew,
}
