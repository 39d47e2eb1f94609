"""The human bookings of one month: tier, market, length, fee, crew, in rows and on average.

Only what the outcomes hang on stands here, on a stream of its own, so that the sums of a cell are
the same whether or not the rest of the rows (models, dates, usage …) is drawn as well.

Fee of a booking = median(channel, 2022) · tier · market · days · growth · factor · noise, rounded
to a whole EUR; factor is `expectations.fee_factor` for an adopter from adoption on where twins are
used. Crew days of a role = days of the booking · length(role), with chance crew(channel, role).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.ledger.brands import Brands, Integers, random_stream
from analysis.ledger.expectations import (
    MONTHS_A_YEAR,
    Plan,
    after_adoption,
    expect_tiers,
    fee_factor,
)
from analysis.ledger.parameters import CHANNELS, MARKETS, MONTHS, ROLES, TIERS, Floats, Parameters

LENGTHS = np.array([0.5, 1.0, 2.0])
"""Days a booking can take."""


@dataclass(frozen=True)
class Work:
    """Worked human bookings of a month.

    ``cell``: brand place · channels + channel place. ``tier``, ``market``: places. ``days``,
    ``fee`` in EUR. ``crew_days``: booking × role, 0 where no one of the role was called.
    """

    cell: Integers
    tier: Integers
    market: Integers
    days: Floats
    fee: Floats
    crew_days: Floats


def draw_work(plan: Plan, month: int, cell: Integers) -> Work:
    """Draw what the outcomes hang on, for each worked human booking of the month's cells."""
    parameters, brands = plan.parameters, plan.brands
    rng = random_stream(plan.seed, "bookings", month)
    channel = cell % len(CHANNELS)
    remaining, _ = expect_tiers(parameters, plan.means.replaced[:, :, month])
    tier = pick(remaining.reshape(-1, len(TIERS)), cell, rng)
    market = pick(brands.market_share, cell // len(CHANNELS), rng)
    days = LENGTHS[pick(lengths(parameters), channel, rng)]
    factor = 1 - (1 - fee_factor(parameters)) * after_adoption(brands)[:, :, month].ravel()
    fee = np.rint(
        median_day_fee(parameters, month)[channel, tier, market] * days * factor[cell]
        * np.exp(parameters["fee_spread"] * rng.standard_normal(len(cell)))
    )
    called = rng.random((len(cell), len(ROLES)), dtype=np.float32) < crew_chance(parameters)[
        channel].astype(np.float32)
    return Work(cell, tier, market, days, fee, called * crew_length(parameters) * days[:, None])


def pick(
    shares: Floats, row: Integers, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """For each row a place drawn from that row of ``shares`` (each sums to 1)."""
    limits = np.cumsum(shares, axis=1)[:, :-1]
    drawn = rng.random(len(row))
    place = np.zeros(len(row), dtype=np.int64)
    for column in range(limits.shape[1]):
        place += drawn >= limits[row, column]
    return place


def median_day_fee(parameters: Parameters, month: int) -> Floats:
    """Median fee of a day in EUR: channel × tier × market."""
    grown = (1 + parameters["fee_growth_per_year"]) ** (month / MONTHS_A_YEAR)
    result: Floats = grown * (
        parameters.vector("fee_eur", CHANNELS)[:, None, None]
        * parameters.vector("tier_fee", TIERS)[None, :, None]
        * parameters.vector("market_fee", MARKETS)[None, None, :]
    )
    return result


def lengths(parameters: Parameters) -> Floats:
    """Channel × length: share of bookings of half a day, one and two days."""
    half, two = parameters.vector("half_day", CHANNELS), parameters.vector("two_days", CHANNELS)
    two = np.minimum(two, 1 - half)
    return np.stack([half, 1 - half - two, two], axis=1)


def crew_chance(parameters: Parameters) -> Floats:
    """Channel × role: chance that a human booking has a call of the role."""
    return np.array([parameters.vector(f"crew_{channel}", ROLES) for channel in CHANNELS])


def crew_length(parameters: Parameters) -> Floats:
    """Days of a call for each day of the booking, by role."""
    return parameters.vector("crew_length", ROLES)


def expect_crew_days(parameters: Parameters) -> Floats:
    """Mean crew days of a human booking, by channel; adoption does not change it."""
    days = lengths(parameters) @ LENGTHS
    result: Floats = days * (crew_chance(parameters) @ crew_length(parameters))
    return result


def expect_fees(parameters: Parameters, brands: Brands, replaced: Floats) -> Floats:
    """Mean fee in EUR of a human booking that remains when ``replaced`` are gone.

    Parameters
    ----------
    replaced : array, brand × channel × month
        Share replaced; zeros give the mean fee had twins not come. The fee factor is not in it.
    """
    mix, _ = expect_tiers(parameters, np.moveaxis(replaced, 1, 2))
    by_tier = mix @ parameters.vector("tier_fee", TIERS)
    market = brands.market_share @ parameters.vector("market_fee", MARKETS)
    day = parameters.vector("fee_eur", CHANNELS) * (lengths(parameters) @ LENGTHS)
    growth = (1 + parameters["fee_growth_per_year"]) ** (np.arange(MONTHS) / MONTHS_A_YEAR)
    noise = np.exp(parameters["fee_spread"] ** 2 / 2)
    result: Floats = (
        noise * np.moveaxis(by_tier, 2, 1) * market[:, None, None] * day[None, :, None] * growth)
    return result
