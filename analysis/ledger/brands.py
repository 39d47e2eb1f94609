"""The brands of a simulated ledger: size, channel mix, home market, month of adoption.

Decided: who adopts, and when, has nothing to do with how a brand's bookings would have grown, so
parallel trends hold by construction (in ratios to the base year); adopters are larger, so levels
differ. Randomness comes from one named stream a stage and month, so that one part can be drawn
without the others and gives the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.ledger.names import brand_names
from analysis.ledger.parameters import CHANNELS, MARKETS, MONTHS, Floats, Parameters

Integers = npt.NDArray[np.int64]

NEVER = -1
"""Cohort of a brand that never adopts."""
STAGES = ("brands", "cells", "people", "bookings", "details", "crew", "consents")


@dataclass(frozen=True)
class Brands:
    """Drawn brands, one place each in every array.

    ``cohort``: month index of adoption or NEVER. ``size``: mean 1. ``channel_share``: brand ×
    channel, rows sum to 1. ``market_share``: brand × market, rows sum to 1. ``intensity``: how
    much a brand replaces against the average, mean 1. ``shock``: brand × month, mean 1.
    """

    names: tuple[str, ...]
    cohort: Integers
    size: Floats
    channel_share: Floats
    market_share: Floats
    intensity: Floats
    shock: Floats

    @property
    def adopter(self) -> npt.NDArray[np.bool_]:
        """Whether the brand ever adopts."""
        return np.asarray(self.cohort != NEVER)


def random_stream(seed: int, stage: str, month: int = 0) -> np.random.Generator:
    """The generator of one stage and month: independent of all others, the same every time."""
    key = (STAGES.index(stage), month)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))


def draw_brands(parameters: Parameters, seed: int) -> Brands:
    """Draw the brands of a ledger."""
    rng = random_stream(seed, "brands")
    count, adopters = parameters.whole("brands"), parameters.whole("adopters")
    cohort = np.full(count, NEVER, dtype=np.int64)
    cohort[:adopters] = _cohorts(parameters)[np.arange(adopters) % parameters.whole("cohorts")]
    cohort = rng.permutation(cohort)
    spread = parameters["brand_size_sd"]
    size = np.exp(rng.normal(-spread**2 / 2, spread, count))
    size = np.where(cohort == NEVER, size, size * parameters["adopter_size_ratio"])
    mix = parameters.shares("channel_share", CHANNELS)
    share = rng.dirichlet(mix * parameters["channel_concentration"], count)
    # A brand with next to nothing in a channel would have no base year to be compared with.
    share = np.maximum(share, mix / 2)
    deviation = parameters["intensity_sd"]
    return Brands(
        names=tuple(brand_names(count)), cohort=cohort, size=size / size.mean(),
        channel_share=share / share.sum(axis=1, keepdims=True),
        market_share=_market_shares(parameters, count, rng),
        intensity=np.exp(rng.normal(-deviation**2 / 2, deviation, count)),
        shock=_shocks(parameters, count, rng),
    )


def _cohorts(parameters: Parameters) -> Integers:
    """Months of adoption, evenly spread from the first to the last."""
    first, last = parameters["first_cohort"], parameters["last_cohort"]
    return np.rint(np.linspace(first, last, parameters.whole("cohorts"))).astype(np.int64)


def _market_shares(parameters: Parameters, count: int, rng: np.random.Generator) -> Floats:
    abroad = parameters.shares("market_share", MARKETS)
    home = np.eye(len(MARKETS))[rng.choice(len(MARKETS), count, p=abroad)]
    share = parameters["home_share"]
    mixed: Floats = share * home + (1 - share) * abroad
    return mixed


def _shocks(parameters: Parameters, count: int, rng: np.random.Generator) -> Floats:
    """First-order autoregressive in logs, with a mean of exactly 1 in every month."""
    spread, kept = parameters["brand_shock_sd"], parameters["brand_shock_persistence"]
    steps = rng.normal(0, spread, (count, MONTHS))
    steps[:, 1:] *= np.sqrt(1 - kept**2)
    for month in range(1, MONTHS):
        steps[:, month] += kept * steps[:, month - 1]
    result: Floats = np.exp(steps - spread**2 / 2)
    return result
