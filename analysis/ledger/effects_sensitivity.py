"""What if trends had not been parallel: the sensitivity of Rambachan and Roth.

Trends may depart after adoption by up to M times the largest departure from one half-year to the
next seen before it (relative magnitudes). For each M: the effects that are possible, widened by
chance; the breakdown value is the smallest M at which they include no effect.

Decided: by half-years, not months (a month holds too few bookings; the largest of many noisy
months would measure noise), up to four before and four after adoption, against the last one
before; by quarters where a cohort has less than a year before. What is bounded is the mean effect
over those half-years after adoption. It therefore differs from the overall effect, which is over
all months and against the year before.

The library takes the departures before adoption as they were estimated and widens the set by t
times the standard error (``HonestDiD`` in diff-diff 3.13; the hybrid test of the paper is not
switched on there). Chance makes the largest of them too large, so M is understated.

Reference: Rambachan, A. and Roth, J. (2023), A more credible approach to parallel trends, Review
of Economic Studies 90(5), 2555-2591, doi:10.1093/restud/rdad018.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.ledger.effects_averages import block_contrasts, block_months, joint
from analysis.ledger.effects_groups import GroupTime, library
from analysis.ledger.effects_variance import CONFIDENCE, Average, Contributions, average

MAGNITUDES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
LARGEST = 10.0
"""The library searches for the breakdown value up to here."""


@dataclass(frozen=True)
class Sensitivity:
    """Effects possible under departures from parallel trends, in index points.

    ``frame``: columns magnitude (M), possible_low, possible_high, low, high (with chance).
    ``breakdown``: smallest M at which ``low`` to ``high`` includes 0; None if none up to
    ``LARGEST`` does. ``effect``, ``low``, ``high``: with parallel trends. ``blocks``: number after
    adoption whose mean it is, of ``months`` each.
    """

    frame: pd.DataFrame
    breakdown: float | None
    effect: float
    low: float
    high: float
    blocks: int
    months: int


def estimate_sensitivity(groups: GroupTime, parts: Contributions) -> Sensitivity | None:
    """Bounds for each magnitude; None where too few brands have a block before and after."""
    rows = {
        block: average(groups, parts, weights, with_interval=True)
        for block, weights in block_contrasts(groups).items()
    }
    rows = {block: row for block, row in rows.items() if np.isfinite(row.se)}
    before = _adjacent([block for block in rows if block < 0], start=-2, step=-1)[::-1]
    after = _adjacent([block for block in rows if block > 0], start=1, step=1)
    if not before or not after:
        return None
    results = _as_library_result(rows, before, after)
    honest = library().HonestDiD(method="relative_magnitude", alpha=1 - CONFIDENCE)
    bounds = [honest.fit(results, M=magnitude) for magnitude in MAGNITUDES]
    frame = pd.DataFrame({
        "magnitude": MAGNITUDES,
        "possible_low": [float(bound.lb) for bound in bounds],
        "possible_high": [float(bound.ub) for bound in bounds],
        "low": [float(bound.ci_lb) for bound in bounds],
        "high": [float(bound.ci_ub) for bound in bounds],
    })
    breakdown = honest.breakdown_value(results, tol=0.001)
    return Sensitivity(
        frame, None if breakdown is None else float(breakdown),
        float(bounds[0].original_estimate), float(frame["low"].iloc[0]),
        float(frame["high"].iloc[0]), len(after), block_months(groups),
    )


def _adjacent(blocks: list[int], *, start: int, step: int) -> list[int]:
    """Blocks from ``start`` on without a gap: the method takes differences of neighbours."""
    found = []
    while start in blocks:
        found.append(start)
        start += step
    return found


def _as_library_result(rows: dict[int, Average], before: list[int], after: list[int]) -> Any:
    """The blocks in the library's shape, with our clustered covariance and freedom."""
    kit = library()
    order = [*before, *after]
    effects, covariance = joint([rows[block] for block in order])
    periods = {
        block: kit.PeriodEffect(
            block, effect, float(np.sqrt(covariance[place, place])), np.nan, np.nan,
            (np.nan, np.nan))
        for place, (block, effect) in enumerate(zip(order, effects, strict=True))
    }
    result = kit.MultiPeriodDiDResults(
        period_effects=periods, avg_att=float(effects[len(before):].mean()), avg_se=np.nan,
        avg_t_stat=np.nan, avg_p_value=np.nan, avg_conf_int=(np.nan, np.nan), n_obs=0,
        n_treated=0, n_control=0, pre_periods=before, post_periods=after, vcov=covariance,
        interaction_indices={block: place for place, block in enumerate(order)},
        reference_period=-1,
    )
    # HonestDiD reads the degrees of freedom from here; without it, it takes the normal curve.
    result.df_inference = min(rows[block].freedom for block in order)
    return result
