"""Group-time effects after Callaway and Sant'Anna, estimated with the library ``diff-diff``.

For the brands that adopted in month g (a cohort) and each month t:

    ATT(g, t) = mean of (Y_t − Y_base) over units of cohort g
              − mean of (Y_t − Y_base) over units of brands that never adopted

both weighted by base-year level (see ``effects_panel``). Y_base is the mean of the twelve months
before g, fewer where the ledger begins later. Decided: the usual base, the one month before
adoption, makes every effect of a cohort hang on a single month of few bookings; a year holds each
season once and cuts the standard error on the simulated ledger by more than half. The price is
that trends must have been parallel over that year, which the pre-trend shows. With
``base_months=1`` the numbers are the library's own.

How: for each cohort the panel gets one more period, just before g, that holds each unit's mean of
the base months. The library takes the last period before g as its base, so it needs no change.
diff-diff is imported when first used: with scipy it takes about two seconds.

Reference: Callaway, B. and Sant'Anna, P. H. C. (2021), Difference-in-differences with multiple
time periods, Journal of Econometrics 225(2), 200-230, doi:10.1016/j.jeconom.2020.12.001.
"""

from __future__ import annotations

import importlib
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.ledger.effects_panel import Floats, Integers, UnitPanel

BASE_MONTHS = 12
"""Months before adoption that make the base, at most."""


@dataclass(frozen=True)
class GroupTime:
    """Effects by cohort and month, one place a cell in every array.

    ``cohort``, ``month``: month indices. ``effect``: index points (0.1 is a tenth of the base-year
    level); missing where no unit of a side has a value. ``mass``: weight of the cell's adopting
    units.
    """

    cohort: Integers
    month: Integers
    effect: Floats
    mass: Floats
    base_months: int

    @property
    def since(self) -> Integers:
        """Months since adoption, 0 in the month of adoption, negative before."""
        result: Integers = self.month - self.cohort
        return result


def library() -> Any:
    """The module diff-diff, imported on first use."""
    return importlib.import_module("diff_diff")


def estimate_group_time(panel: UnitPanel, *, base_months: int = BASE_MONTHS) -> GroupTime:
    """Effects of all cohorts in all months, before adoption too.

    Parameters
    ----------
    panel : UnitPanel
        With at least one adopting and one never-adopting unit.
    base_months : int
        Months before adoption to compare with, at least 1.

    Returns
    -------
    GroupTime
        Sorted by cohort and month.
    """
    frame = long_frame(panel, base_months=base_months)
    kit = library()
    estimator = kit.CallawaySantAnna(
        control_group="never_treated", estimation_method="reg", base_period="universal")
    with warnings.catch_warnings():
        # It says that weights were scaled to a mean of 1, that a unit lacks a month (fees), and
        # that a cell cannot be estimated; the first is of no interest, the others are in `effect`.
        warnings.simplefilter("ignore", UserWarning)
        found = estimator.fit(
            frame, outcome="outcome", unit="unit", time="time", first_treat="first",
            survey_design=kit.SurveyDesign(weights="weight"),
        )
    cells = sorted((int(g), int(t)) for g, t in found.group_time_effects if t == int(t))
    cohort = np.array([g for g, _ in cells], dtype=np.int64)
    month = np.array([t for _, t in cells], dtype=np.int64)
    effect = np.array([found.group_time_effects[cell]["effect"] for cell in cells], dtype=float)
    return GroupTime(cohort, month, effect, _masses(panel, cohort, month, base_months), base_months)


def base_of(panel: UnitPanel, cohort: int, base_months: int) -> Floats:
    """Each unit's mean of the base months before ``cohort``; missing if it has none of them."""
    before = panel.index[:, max(cohort - base_months, 0):cohort]
    known = ~np.isnan(before)
    number = known.sum(axis=1)
    total = np.where(known, before, 0).sum(axis=1)
    empty = np.full(len(before), np.nan)
    return np.asarray(np.divide(total, number, out=empty, where=number > 0))


def long_frame(panel: UnitPanel, *, base_months: int) -> pd.DataFrame:
    """Unit, time, outcome, first, weight and brand: the library's shape, with the base periods.

    ``first`` is 0 for never, as the library has it; ``time`` of a base period ends in ½. With
    ``base_months=0`` there are no base periods.
    """
    units, months = panel.index.shape
    periods = [np.arange(months, dtype=float)]
    values = [panel.index]
    for cohort in panel.cohorts if base_months else ():
        periods.append(np.array([cohort - 0.5]))
        values.append(base_of(panel, cohort, base_months)[:, None])
    time, outcome = np.concatenate(periods), np.concatenate(values, axis=1)
    each = len(time)
    frame = pd.DataFrame({
        "unit": np.repeat(np.arange(units), each), "time": np.tile(time, units),
        "outcome": outcome.ravel(),
        "first": np.repeat(np.where(panel.never, 0, panel.cohort), each),
        # Mean 1, else the library says so every time.
        "weight": np.repeat(panel.weight / panel.weight.mean(), each),
        "brand": np.repeat(panel.brand, each),
    })
    return frame[frame["outcome"].notna()].reset_index(drop=True)


def _masses(panel: UnitPanel, cohort: Integers, month: Integers, base_months: int) -> Floats:
    """Weight of the adopting units that have a value in the month and in the base."""
    mass = np.zeros(len(cohort))
    for one in panel.cohorts:
        rows = panel.cohort == one
        usable = ~np.isnan(panel.index[rows]) & ~np.isnan(
            base_of(panel, one, base_months)[rows])[:, None]
        total = panel.weight[rows] @ usable
        cells = cohort == one
        mass[cells] = total[month[cells]]
    return mass
