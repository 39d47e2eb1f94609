"""Models and agencies of a simulated ledger, and which of them a brand books again and again.

Decided: a model keeps one tier and one agency; the first model of each tier is there throughout,
so that even a tiny ledger never lacks one. What models say of themselves is drawn apart from
tier, fee and bookings: the simulation claims nothing about who is booked more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.ledger.brands import Integers, random_stream
from analysis.ledger.parameters import MARKETS, MONTHS, ORIGIN, TIERS, Floats, Parameters

Days = npt.NDArray[Any]
"""Days as datetime64[D]; missing ones are not a time."""

STAYS = 10_000
"""Month of leaving of a model who has not left."""
FEWEST_MODELS = 60
REFERENCE_BOOKINGS = 60_000
DESCRIBED = {
    "gender": ("woman", "man", "non_binary"),
    "skin_tone": ("light", "medium", "dark"),
    "size": ("straight", "mid", "plus"),
    "age_band": ("under_25", "25_34", "35_49", "50_over"),
}
UNSAID = -1


@dataclass(frozen=True)
class People:
    """Drawn models, one place each; ``described`` holds places in DESCRIBED or UNSAID.

    ``entered``, ``left``: month indices (months before the ledger are negative). ``regulars``:
    brand × tier × place, model places. ``weight``: how much booked within its tier.
    """

    tier: Integers
    agency: Integers
    market: Integers
    entered: Integers
    left: Integers
    entered_on: Days
    left_on: Days
    weight: Floats
    described: dict[str, Integers]
    regulars: Integers

    def active(self, month: int) -> npt.NDArray[np.bool_]:
        """Which models can work on any day of the month."""
        return np.asarray((self.entered < month) & (self.left > month))


def growth_of_people(parameters: Parameters) -> float:
    """How many times more models (and twins) there are than at 60,000 bookings."""
    ratio = parameters["bookings"] / REFERENCE_BOOKINGS
    return float(ratio ** parameters["models_power"])


def draw_people(parameters: Parameters, seed: int) -> People:
    """Draw models, their agencies and each brand's regulars."""
    rng = random_stream(seed, "people")
    count = max(FEWEST_MODELS, round(parameters["models"] * growth_of_people(parameters)))
    tier = _tiers(parameters, count)
    entered, left = _careers(parameters, tier, rng)
    regulars = np.stack([
        rng.choice(np.flatnonzero(tier == place),
                   (parameters.whole("brands"), parameters.whole("regulars")))
        for place in range(len(TIERS))
    ], axis=1)
    rank = np.concatenate([
        rng.permutation(size) for size in np.bincount(tier, minlength=len(TIERS))])
    return People(
        tier=tier, agency=rng.integers(parameters.whole("agencies"), size=count),
        market=rng.choice(len(MARKETS), count, p=parameters.shares("market_share", MARKETS)),
        entered=entered, left=left,
        entered_on=_day_in(entered, rng), left_on=_day_in(left, rng, absent=STAYS),
        weight=(rank + 1.0) ** -parameters["popularity_power"],
        described={name: _described(parameters, name, count, rng) for name in DESCRIBED},
        regulars=regulars,
    )


def _tiers(parameters: Parameters, count: int) -> Integers:
    """Places of TIERS in order, in the stated shares, at least one of each."""
    limits = np.rint(np.cumsum(parameters.shares("models", TIERS)) * count)[:-1]
    limits = np.clip(limits, [1, 2], [count - 2, count - 1])
    return np.searchsorted(limits, np.arange(count), side="right").astype(np.int64)


def _careers(
    parameters: Parameters, tier: Integers, rng: np.random.Generator
) -> tuple[Integers, Integers]:
    count = len(tier)
    before = parameters.whole("newcomer_entered_before")
    entered = np.where(
        tier == TIERS.index("newcomer"), rng.integers(-before, MONTHS, count),
        rng.integers(-parameters.whole("others_entered_before"), 0, count),
    )
    leaves = rng.random(count) < parameters["models_left"]
    earliest = np.maximum(entered + 2, 1)
    left = np.where(leaves & (earliest < MONTHS), rng.integers(earliest, MONTHS + 2), STAYS)
    left[left >= MONTHS] = STAYS
    first = np.searchsorted(tier, np.arange(len(TIERS)))
    entered[first], left[first] = -1, STAYS
    return entered, left


def _day_in(month: Integers, rng: np.random.Generator, absent: int | None = None) -> Days:
    """A day of the month, one of its first 28; missing where the month is ``absent``."""
    gone = np.zeros(len(month), dtype=bool) if absent is None else month == absent
    first = np.asarray(ORIGIN + np.where(gone, 0, month)).astype("datetime64[D]")
    day: Days = first + rng.integers(0, 28, len(month))
    day[gone] = np.datetime64("NaT")
    return day


def _described(
    parameters: Parameters, name: str, count: int, rng: np.random.Generator
) -> Integers:
    shares = parameters.shares(name, DESCRIBED[name])
    value = rng.choice(len(shares), count, p=shares)
    said = rng.random(count) < parameters["described_share"]
    return np.where(said, value, UNSAID)
