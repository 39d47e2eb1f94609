"""Cells of a simulated ledger: one row a brand, channel and month, both outcomes side by side.

The ledger's rows are expanded from these counts, so they agree exactly; a study over hundreds of
seeds needs the cells only. Paired potential outcomes: ``human_without`` is drawn first, then each
of these bookings is replaced with the probability of its cell, so what happened and what would
have happened share all other chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.ledger.brands import NEVER, Brands, Integers, draw_brands, random_stream
from analysis.ledger.expectations import (
    Expectations,
    Plan,
    after_adoption,
    expect_cells,
    fee_factor,
)
from analysis.ledger.parameters import CHANNELS, MONTHS, ORIGIN, Floats, Parameters
from analysis.ledger.work import draw_work, expect_crew_days, expect_fees


@dataclass(frozen=True)
class Counts:
    """Drawn counts, arrays brand × channel × month; all but the cancelled were worked or used."""

    without: Integers
    replaced: Integers
    moved: Integers
    human_cancelled: Integers
    twin: Integers
    twin_cancelled: Integers
    synthetic: Integers

    @property
    def human(self) -> Integers:
        """Human bookings as things went."""
        return self.without - self.replaced + self.moved


@dataclass(frozen=True)
class LedgerDraw(Plan):
    """A ledger down to its cells; rows are drawn from it month by month."""

    counts: Counts


def draw_ledger(parameters: Parameters, seed: int) -> LedgerDraw:
    """Draw brands and the counts of all cells."""
    brands = draw_brands(parameters, seed)
    means = expect_cells(parameters, brands)
    counts = _draw_counts(parameters, brands, means, random_stream(seed, "cells"))
    return LedgerDraw(parameters, seed, brands, means, counts)


def draw_cells(parameters: Parameters, seed: int, *, measured: bool = True) -> pd.DataFrame:
    """Cells of the ledger that ``simulate`` writes for the same parameters and seed.

    Parameters
    ----------
    parameters : Parameters
        Use ``load_parameters().changed({...})``; ``effect`` 0 gives a ledger with no effect.
    seed : int
        At least 0.
    measured : bool
        Also crew days and fees, which takes most of the time (about 0.2 s at 60,000 bookings
        against 0.02 s).

    Returns
    -------
    DataFrame
        One row a brand × channel × month, sorted so: brand_id, channel, month_index (0 is
        2022-01), month (first day), cohort_index (month of adoption, missing if never),
        contaminated (a never-adopter that books others' twins at some time), expected_without and
        expected_with (mean human bookings in closed form), replaced_share, moved_share (of
        human_without), expected_fee_without and expected_fee_with (EUR a human booking),
        expected_crew_days (days a human booking, the same with and without), human_without and
        human_bookings (worked), human_moved (gained from other brands, in human_bookings),
        human_cancelled, twin_uses, twin_cancelled, synthetic_uses; if measured crew_days (of human
        bookings, days), fee_total (of human bookings, EUR) and fee_mean (EUR, missing where there
        is no booking).
    """
    return frame_cells(draw_ledger(parameters, seed), measured=measured)


def frame_cells(draw: LedgerDraw, *, measured: bool = True) -> pd.DataFrame:
    """The cells of a draw, see `draw_cells`."""
    brands, counts = draw.brands, draw.counts
    shape = counts.human.shape
    borrower = ~brands.adopter & (counts.twin.sum(axis=(1, 2)) > 0)
    cohort = np.repeat(brands.cohort, len(CHANNELS) * MONTHS)
    month = np.tile(np.arange(MONTHS), shape[0] * shape[1])
    columns = {
        "brand_id": np.repeat(np.array(brands.names, dtype=object), len(CHANNELS) * MONTHS),
        "channel": np.tile(np.repeat(np.array(CHANNELS, dtype=object), MONTHS), shape[0]),
        "month_index": month,
        "month": (ORIGIN + month).astype("datetime64[s]"),
        "cohort_index": pd.array(np.where(cohort == NEVER, 0, cohort), dtype="Int64"),
        "contaminated": np.repeat(borrower, len(CHANNELS) * MONTHS),
        "expected_without": draw.means.without.ravel(),
        "expected_with": draw.means.with_twins.ravel(),
        "replaced_share": draw.means.replaced.ravel(),
        "moved_share": draw.means.moved.ravel(),
        **_expected_measures(draw),
        "human_without": counts.without.ravel(),
        "human_bookings": counts.human.ravel(),
        "human_moved": counts.moved.ravel(),
        "human_cancelled": counts.human_cancelled.ravel(),
        "twin_uses": counts.twin.ravel(),
        "twin_cancelled": counts.twin_cancelled.ravel(),
        "synthetic_uses": counts.synthetic.ravel(),
    }
    frame = pd.DataFrame(columns)
    frame.loc[cohort == NEVER, "cohort_index"] = pd.NA
    if measured:
        crew, fees = _measure(draw)
        frame["crew_days"] = crew.ravel()
        frame["fee_total"] = fees.ravel()
        frame["fee_mean"] = (frame["fee_total"] / frame["human_bookings"]).where(
            frame["human_bookings"] > 0)
    return frame


def _draw_counts(
    parameters: Parameters, brands: Brands, means: Expectations, rng: np.random.Generator
) -> Counts:
    shock = brands.shock[:, None, :]
    rate = means.without * shock
    without = rng.poisson(rate)
    replaced = rng.binomial(without, means.replaced)
    cancelled = parameters["cancelled_human"]
    twin_cancelled = parameters["cancelled_twin"]
    return Counts(
        without=without, replaced=replaced, moved=rng.poisson(rate * means.moved),
        # Thinning: worked and cancelled bookings of a Poisson number are independent Poisson.
        human_cancelled=rng.poisson(means.with_twins * shock * cancelled / (1 - cancelled)),
        twin=replaced + rng.poisson(
            replaced * (parameters["uses_per_replaced"] - 1)
            + rate * means.adoption * parameters["new_uses"]),
        twin_cancelled=rng.poisson(means.twin * shock * twin_cancelled / (1 - twin_cancelled)),
        synthetic=rng.poisson(means.synthetic * shock),
    )


def _expected_measures(draw: LedgerDraw) -> dict[str, Floats]:
    """Mean fee and crew days of a human booking, see `draw_cells`."""
    parameters, replaced = draw.parameters, draw.means.replaced
    factor = 1 - (1 - fee_factor(parameters)) * after_adoption(draw.brands)
    crew = np.broadcast_to(expect_crew_days(parameters)[None, :, None], replaced.shape)
    return {
        "expected_fee_without": expect_fees(
            parameters, draw.brands, np.zeros_like(replaced)).ravel(),
        "expected_fee_with": (factor * expect_fees(parameters, draw.brands, replaced)).ravel(),
        "expected_crew_days": crew.ravel(),
    }


def _measure(draw: LedgerDraw) -> tuple[Floats, Floats]:
    """Crew days and fees of the worked human bookings of each cell, the rows' own."""
    brands, channels, months = draw.counts.human.shape
    crew, fees = np.zeros((brands * channels, months)), np.zeros((brands * channels, months))
    for month in range(months):
        work = draw_work(draw, month, np.repeat(
            np.arange(brands * channels), draw.counts.human[:, :, month].ravel()))
        size = brands * channels
        crew[:, month] = np.bincount(work.cell, work.crew_days.sum(axis=1), minlength=size)
        fees[:, month] = np.bincount(work.cell, work.fee, minlength=size)
    return crew, fees
