"""Other estimators beside the effect, and why the plain one misleads.

**Two-way fixed effects** regress the index on unit, month and "has adopted". Goodman-Bacon: that
coefficient is a weighted mean of all two-by-two comparisons between brands that adopt at different
times and those that never do. Among them are *forbidden* ones, which compare a brand that adopts
with brands that had adopted before: where an effect grows, the growth is taken off, and the sign
can turn.

**Poisson.** The same question on the sums of bookings themselves, with cohort and month effects and
one free effect a cohort month (extended two-way fixed effects after Wooldridge). Trends are
parallel in ratios by construction, a month with no booking is an ordinary count, and all months
before adoption make the base. Given as a share of what would have been, as a point: a saturated
model with few brands has no trustworthy standard error.

**Month before.** The library's own Callaway-Sant'Anna result, with only the month before adoption
as base and its own interval, clustered by brand.

References
----------
Goodman-Bacon, A. (2021), Difference-in-differences with variation in treatment timing, Journal of
Econometrics 225(2), 254-277, doi:10.1016/j.jeconom.2021.03.014.
Wooldridge, J. M. (2023), Simple approaches to nonlinear difference-in-differences with panel data,
Econometrics Journal 26(3), C31-C66, doi:10.1093/ectj/utad016.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.ledger.effects_groups import library, long_frame
from analysis.ledger.effects_panel import Floats, UnitPanel
from analysis.ledger.effects_variance import CONFIDENCE, quantile_t

KINDS = {
    "treated_vs_never": "adopting against never adopting",
    "earlier_vs_later": "earlier against later, not yet adopting",
    "later_vs_earlier": "later against earlier, already adopted (forbidden)",
}
STEPS = 500
CLOSE = 1e-12


@dataclass(frozen=True)
class TwoWay:
    """Plain two-way fixed effects, in index points, and what they are made of.

    ``bacon``: columns comparison, weight (0-1, sum 1), effect; empty where units lack months.
    ``forbidden``: weight of comparisons with brands that had adopted before, missing there.
    ``se``, ``low``, ``high``: clustered by brand (CR1, t with the brands less one).
    """

    effect: float
    se: float
    low: float
    high: float
    bacon: pd.DataFrame
    forbidden: float


@dataclass(frozen=True)
class MonthBefore:
    """The library's Callaway-Sant'Anna effect with the month before adoption as base."""

    effect: float
    se: float
    low: float
    high: float


def estimate_two_way(panel: UnitPanel, *, with_interval: bool) -> TwoWay:
    """Plain two-way fixed effects, weighted by base-year level, and their decomposition."""
    known = ~np.isnan(panel.index)
    weight = panel.weight[:, None] * known
    treated = _within(panel.after.astype(float), weight)
    outcome = _within(np.where(known, panel.index, 0), weight)
    power = float((weight * treated**2).sum())
    effect = float((weight * treated * outcome).sum()) / power
    score = (weight * treated * (outcome - effect * treated)).sum(axis=1)
    brands = np.bincount(panel.brand, score)
    se = float(np.sqrt(len(brands) / (len(brands) - 1) * (brands @ brands))) / power
    half = quantile_t((1 + CONFIDENCE) / 2, len(brands) - 1) * se
    if not with_interval:
        se = half = np.nan
    bacon = _decompose(panel) if known.all() else _no_decomposition()
    forbidden = bacon.loc[bacon["comparison"] == KINDS["later_vs_earlier"], "weight"]
    return TwoWay(effect, se, effect - half, effect + half, bacon,
                  float(forbidden.iloc[0]) if len(forbidden) else np.nan)


def estimate_month_before(panel: UnitPanel, *, with_interval: bool) -> MonthBefore:
    """What the library says with its own base and its own interval, clustered by brand."""
    kit = library()
    estimator = kit.CallawaySantAnna(
        control_group="never_treated", estimation_method="reg", base_period="universal",
        alpha=1 - CONFIDENCE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # see effects_groups
        found = estimator.fit(
            long_frame(panel, base_months=0), outcome="outcome", unit="unit", time="time",
            first_treat="first", survey_design=kit.SurveyDesign(weights="weight", psu="brand"))
    effect = float(found.overall_att)
    if not with_interval:
        return MonthBefore(effect, np.nan, np.nan, np.nan)
    low, high = found.overall_conf_int
    return MonthBefore(effect, float(found.overall_se), float(low), float(high))


def estimate_poisson(panel: UnitPanel) -> float:
    """Effect over what would have been, by Poisson: −0.2 is a fifth fewer. Not for fees.

    Sums by cohort and month are enough: with one mean a cohort month they hold all that the
    likelihood knows, and give the estimates of the full panel.
    """
    if np.isnan(panel.index).any():
        return float("nan")
    values = panel.index * panel.weight[:, None]
    months = values.shape[1]
    cohorts = np.unique(panel.cohort)
    sums = np.array([values[panel.cohort == cohort].sum(axis=0) for cohort in cohorts])
    frame = pd.DataFrame({
        "unit": np.repeat(np.arange(len(cohorts)), months),
        "time": np.tile(np.arange(months), len(cohorts)), "outcome": sums.ravel(),
        "first": np.repeat(np.maximum(cohorts, 0), months),
    })
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # standard errors of the sums are not used
        found = library().WooldridgeDiD(method="poisson").fit(
            frame, outcome="outcome", unit="unit", time="time", first_treat="first")
    effect = sum(cell["att"] for (g, t), cell in found.group_time_effects.items() if t >= g)
    after = (cohorts[:, None] >= 0) & (np.arange(months)[None, :] >= cohorts[:, None])
    return float(effect / (sums[after].sum() - effect))


def _within(values: Floats, weight: Floats) -> Floats:
    """Residual of weighted unit and month means, by alternating until nothing changes."""
    unit, month = weight.sum(axis=1), weight.sum(axis=0)
    unit, month = np.where(unit > 0, unit, 1), np.where(month > 0, month, 1)
    left = np.where(weight > 0, values, 0)
    for _ in range(STEPS):
        before = left
        left = left - ((weight * left).sum(axis=1) / unit)[:, None]
        left = left - (weight * left).sum(axis=0) / month
        if np.abs(left - before).max() < CLOSE:
            break
    return np.where(weight > 0, left, 0)


def _decompose(panel: UnitPanel) -> pd.DataFrame:
    kit = library()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # see effects_groups
        found = kit.BaconDecomposition().fit(
            long_frame(panel, base_months=0), outcome="outcome", unit="unit", time="time",
            first_treat="first", survey_design=kit.SurveyDesign(weights="weight"))
    weights, effects = found.weight_by_type(), found.effect_by_type()
    return pd.DataFrame({
        "comparison": list(KINDS.values()),
        "weight": [float(weights[kind]) for kind in KINDS],
        "effect": [float("nan") if effects[kind] is None else float(effects[kind])
                   for kind in KINDS],
    })


def _no_decomposition() -> pd.DataFrame:
    return pd.DataFrame({"comparison": pd.Series(dtype="str"), "weight": pd.Series(dtype=float),
                         "effect": pd.Series(dtype=float)})
