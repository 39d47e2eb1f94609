"""What a ledger holds on average, in closed form, given its brands.

Every count of a cell (brand × channel × month) is Poisson around these means, or thinned from such
a count. The true effects are computed from them and not from what happened to be drawn.

For brand b, channel c, month t, with adoption in month g(b):

- without twins      W = scale · size_b · share_bc · season_c(t) · trend(t)
- adoption           a = substitution_c · intensity_b · lateness(g) · min(1, (t − g + 1) / ramp)
                     from month g on, in channels where a twin can stand in; else 0
- replaced share     s = effect · a, at most 0.9
- with twins         H = W · (1 − s)
- twin uses          U = W · (s · uses_per_replaced + new_uses · a)

In a contaminated ledger a never-adopter also has a = contamination_loss · (mean a of adopters,
weighted by size) and gains contamination_moved of all displaced bookings of the channel and month,
shared by size. ``scale`` is such that all rows together are expected to be ``bookings``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.ledger.brands import Brands
from analysis.ledger.parameters import CHANNELS, MONTHS, TIERS, TWIN_CHANNELS, Floats, Parameters

LARGEST_SHARE = 0.9
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Expectations:
    """Means a cell, arrays brand × channel × month.

    ``without``: human bookings had twins not come. ``adoption``: a above. ``replaced``: share s.
    ``moved``: bookings gained from other brands, per booking without. ``twin``: twin uses.
    ``synthetic``: synthetic uses.
    """

    without: Floats
    adoption: Floats
    replaced: Floats
    moved: Floats
    twin: Floats
    synthetic: Floats

    @property
    def with_twins(self) -> Floats:
        """Mean human bookings as things went."""
        result: Floats = self.without * (1 - self.replaced + self.moved)
        return result


@dataclass(frozen=True)
class Plan:
    """A ledger before anything happens: its numbers, its seed, its brands, the means of cells."""

    parameters: Parameters
    seed: int
    brands: Brands
    means: Expectations


def expect_cells(parameters: Parameters, brands: Brands) -> Expectations:
    """Means of every cell, scaled to the expected number of rows."""
    season = _season(parameters)
    month = np.arange(MONTHS)
    trend = (1 + parameters["growth_per_year"]) ** (month / MONTHS_A_YEAR)
    without = (brands.size[:, None] * brands.channel_share)[:, :, None] * season * trend
    adoption = _adoption(parameters, brands)
    if parameters["contaminated"]:
        adoption = adoption + _borrowed_adoption(parameters, brands, adoption)
    replaced = np.minimum(parameters["effect"] * adoption, LARGEST_SHARE)
    moved = np.zeros_like(replaced)
    if parameters["contaminated"]:
        moved[~brands.adopter] = parameters["contamination_moved"] * (
            (without * replaced)[brands.adopter].sum(axis=0)
            / without[~brands.adopter].sum(axis=0)
        )
    twin = without * (
        replaced * parameters["uses_per_replaced"] + adoption * parameters["new_uses"])
    synthetic = without * _synthetic_rate(parameters)
    scale = parameters["bookings"] / (
        (without * (1 - replaced + moved)).sum() / (1 - parameters["cancelled_human"])
        + twin.sum() / (1 - parameters["cancelled_twin"]) + synthetic.sum()
    )
    return Expectations(
        without=scale * without, adoption=adoption, replaced=replaced, moved=moved,
        twin=scale * twin, synthetic=scale * synthetic,
    )


def expect_tiers(parameters: Parameters, replaced: Floats) -> tuple[Floats, Floats]:
    """Tier mix of the human bookings that remain and of those replaced.

    Parameters
    ----------
    replaced : array, ... × channel
        Share replaced; the last axis is the channel.

    Returns
    -------
    remaining, displaced : arrays, ... × channel × tier
        Each sums to 1 over tiers. With m the mix without twins and w the weight of a tier to be
        replaced (scaled to a mean of 1): remaining ∝ m · (1 − s · w), displaced ∝ m · w.
    """
    mix = tier_mix(parameters)
    weight = parameters.vector("replaced_weight", TIERS)
    relative = weight / (mix @ weight)[:, None]
    remaining = np.maximum(mix * (1 - replaced[..., None] * relative), 0)
    displaced = np.broadcast_to(mix * relative, remaining.shape)
    return remaining / remaining.sum(axis=-1, keepdims=True), displaced


def tier_mix(parameters: Parameters) -> Floats:
    """Tier mix of human bookings had twins not come: channel × tier, rows sum to 1."""
    return np.array([parameters.shares(f"tier_share_{channel}", TIERS) for channel in CHANNELS])


def fee_factor(parameters: Parameters) -> float:
    """Factor on an adopter's human fees where twins are used: 1 in a ledger with no effect."""
    return 1 - parameters["effect"] * (1 - parameters["fee_factor"])


def after_adoption(brands: Brands) -> Floats:
    """1 from the month of adoption on in channels where twins are used, else 0."""
    since = np.arange(MONTHS)[None, :] - brands.cohort[:, None]
    adopted = brands.adopter[:, None] & (since >= 0)
    usable = np.array([channel in TWIN_CHANNELS for channel in CHANNELS])
    result: Floats = (adopted[:, None, :] & usable[None, :, None]).astype(float)
    return result


def _season(parameters: Parameters) -> Floats:
    """Channel × month, mean 1 over a year; two seasons a year as in fashion."""
    swing = parameters.vector("season_swing", CHANNELS)[:, None]
    peak = parameters.vector("season_peak", CHANNELS)[:, None]
    year = np.exp(swing * np.cos(2 * np.pi * (np.arange(MONTHS_A_YEAR)[None, :] - peak) / 6))
    year /= year.mean(axis=1, keepdims=True)
    return np.asarray(year[:, np.arange(MONTHS) % MONTHS_A_YEAR])


def _adoption(parameters: Parameters, brands: Brands) -> Floats:
    substitution = np.zeros(len(CHANNELS))
    substitution[:len(TWIN_CHANNELS)] = parameters.vector("substitution", TWIN_CHANNELS)
    since = np.arange(MONTHS)[None, :] - brands.cohort[:, None]
    ramp = np.clip((since + 1) / parameters["ramp_months"], 0, 1)
    first, last = parameters["first_cohort"], parameters["last_cohort"]
    lateness = 1 - (1 - parameters["late_cohort_ratio"]) * (
        (brands.cohort - first) / max(last - first, 1))
    strength = np.where(brands.adopter, brands.intensity * lateness, 0)[:, None] * ramp
    adopted: Floats = strength[:, None, :] * substitution[None, :, None]
    return adopted


def _borrowed_adoption(parameters: Parameters, brands: Brands, adoption: Floats) -> Floats:
    """What never-adopters do with twins made by others."""
    size = brands.size[brands.adopter][:, None, None]
    mean = (adoption[brands.adopter] * size).sum(axis=0) / size.sum()
    borrowed: Floats = np.where(
        brands.adopter[:, None, None], 0, parameters["contamination_loss"] * mean)
    return borrowed


def _synthetic_rate(parameters: Parameters) -> Floats:
    """Channel × month: synthetic uses per human booking, growing in a straight line."""
    first = parameters["synthetic_first_month"]
    growth = np.clip((np.arange(MONTHS) - first + 1) / (MONTHS - first), 0, 1)
    usable = np.array([channel in TWIN_CHANNELS for channel in CHANNELS], dtype=float)
    rate: Floats = parameters["synthetic_rate"] * usable[:, None] * growth[None, :]
    return rate
