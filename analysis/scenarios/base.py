"""A year of a ledger as a scenario starts from it, made of aggregates alone.

Decided: on a private ledger every number here has passed the disclosure gate; on the simulated one
it is made of the same tables in the same way. So money is put together from what may be shown: what
reached each tier (``who_gains_tiers``) is shared out over its channels by bookings times the median
human fee of the channel. Markets have the tier mix of their channel. What is withheld is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.errors import DisclosureError

Floats = npt.NDArray[np.float64]
CHANNELS = ("ecommerce", "campaign", "editorial", "social", "runway", "fitting")
TIERS = ("newcomer", "established", "top")
EMPTY = (
    "Too little of this ledger may be shown, or was worked in its last twelve months, to start a "
    "scenario from. Load a ledger of more people, or try the simulated one.")


@dataclass(frozen=True)
class Base:
    """What a year is like before the scenario begins.

    Parameters
    ----------
    channels, tiers, markets, roles : tuple of str
        Names along the arrays.
    bookings : array (channel, tier)
        Worked human bookings of the year.
    income : array (channel, tier)
        What reaches the model of one of them, in the currency.
    in_market : array (channel, market)
        Share of the channel's human bookings in the market, 0-1.
    crew_days : array (channel, role)
        Crew days of a human booking.
    use_days : array (role,)
        Crew days of a twin use.
    day_pay : array (role,)
        Crew pay a day, in the currency.
    left_out : tuple of str
        What is missing, in words.
    """

    channels: tuple[str, ...]
    tiers: tuple[str, ...]
    markets: tuple[str, ...]
    roles: tuple[str, ...]
    bookings: Floats
    income: Floats
    in_market: Floats
    crew_days: Floats
    use_days: Floats
    day_pay: Floats
    left_out: tuple[str, ...] = ()

    @property
    def booking_pay(self) -> Floats:
        """Crew pay of a human booking, by channel."""
        pay: Floats = self.crew_days @ self.day_pay
        return pay

    @property
    def use_pay(self) -> float:
        """Crew pay of a twin use."""
        return float(self.use_days @ self.day_pay)


def base_of(frames: Mapping[str, pd.DataFrame]) -> Base:
    """The base from the answers of a ledger.

    Parameters
    ----------
    frames : mapping
        ``work`` (query scenarios_work), ``tiers`` (who_gains_tiers), ``fees`` (scenarios_fees),
        ``crew`` (scenarios_crew), ``pay`` (crew_pay); withheld figures are empty.

    Raises
    ------
    DisclosureError
        If nothing is left to start from.
    """
    work = frames["work"]
    markets = tuple(sorted(work.loc[work["dimension"] == "market", "part"].unique()))
    counts = _grid(work[work["dimension"] == "tier"], CHANNELS, TIERS, value="worked")
    by_market = _grid(work[work["dimension"] == "market"], CHANNELS, markets, value="worked")
    bookings, of_market = np.nan_to_num(counts), np.nan_to_num(by_market)
    income = _income(bookings, frames["tiers"], _median_fees(frames["fees"]))
    bookings = np.where(np.isnan(income), 0.0, bookings)
    if not bookings.sum():
        raise DisclosureError(EMPTY)
    crew, pay = frames["crew"], frames["pay"]
    human = crew[crew["kind"] == "human"]
    roles = tuple(dict.fromkeys(
        pay.loc[(pay["kind"] == "human") & pay["fee_per_day"].notna(), "role"]))
    days = _grid(human.rename(columns={"role": "part"}), CHANNELS, roles, value="per_booking")
    totals = of_market.sum(axis=1, keepdims=True)
    return Base(
        CHANNELS, TIERS, markets, roles, bookings, np.nan_to_num(income),
        np.divide(of_market, totals, out=np.zeros_like(of_market), where=totals > 0),
        np.nan_to_num(days), _by_role(crew, roles, kind="twin", value="per_booking"),
        _by_role(pay, roles, kind="human", value="fee_per_day"),
        _left_out(frames))


def _grid(
    frame: pd.DataFrame, rows: Sequence[str], columns: Sequence[str], *, value: str
) -> Floats:
    """Values by channel and part, 0 where the ledger has no such row, NaN where withheld."""
    found = np.zeros((len(rows), len(columns)))
    at = {name: place for place, name in enumerate(rows)}, {
        name: place for place, name in enumerate(columns)}
    for one in frame.to_dict("records"):
        if one["channel"] in at[0] and one["part"] in at[1]:
            found[at[0][one["channel"]], at[1][one["part"]]] = (
                np.nan if pd.isna(one[value]) else float(one[value]))
    return found


def _median_fees(fees: pd.DataFrame) -> Floats:
    """A fee level for each channel: its medians by basis, weighted by how many; NaN if unknown.

    Where one of a channel's numbers of fees is withheld, its medians count alike.
    """
    known = fees[fees["middle"].notna()].astype({"middle": "float64", "fees": "float64"})
    by_channel = known["channel"]
    unknown = known["fees"].isna().groupby(by_channel).transform("any")
    weights = known["fees"].mask(unknown, 1.0)
    total = weights.groupby(by_channel).sum()
    levels = (known["middle"] * weights).groupby(by_channel).sum() / total.where(total > 0)
    found: Floats = levels.reindex(list(CHANNELS)).to_numpy(dtype="float64")
    return found


def _income(bookings: Floats, tiers: pd.DataFrame, fees: Floats) -> Floats:
    """What reaches the model of one booking: the tier's income shared out by the channels' fees.

    Formula: y[c, t] = fee[c] x earned[t] / sum over c of bookings[c, t] x fee[c]. A channel whose
    fee is unknown takes the mean of the others.
    """
    if np.isnan(fees).all():
        return np.full_like(bookings, np.nan)
    fees = np.where(np.isnan(fees), np.nanmean(fees), fees)
    earned = tiers.set_index("tier")["earned_human"].astype("float64").reindex(list(TIERS))
    weights = bookings * fees[:, None]
    totals = weights.sum(axis=0)
    rate = np.divide(earned.to_numpy(dtype="float64"), totals,
                     out=np.full(len(TIERS), np.nan), where=totals > 0)
    found: Floats = fees[:, None] * rate[None, :]
    return found


def _by_role(frame: pd.DataFrame, roles: Sequence[str], *, kind: str, value: str) -> Floats:
    """Values of one kind by role; 0 where there are none or they are withheld."""
    rows = frame[frame["kind"] == kind].groupby("role")[value].first()
    found: Floats = np.nan_to_num(rows.reindex(list(roles)).to_numpy(dtype="float64"))
    return found


def _left_out(frames: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """How much of each answer is withheld."""
    names = {"work": "bookings by channel, tier and market", "tiers": "income of tiers",
             "fees": "median fees of channels", "crew": "crew days of channels and roles",
             "pay": "crew pay of roles"}
    found = []
    for name, frame in frames.items():
        gone = int(frame["suppressed"].sum()) if "suppressed" in frame else 0
        if gone:
            found.append(f"{names[name]} ({gone} of {len(frame)} withheld)")
    return tuple(found)
