"""Does adoption of twins change human bookings, fees, crew days? The estimate in one call.

    estimate_effect(panel, outcome="human_bookings") -> Effect

The steps stand in modules of their own: ``effects_panel`` (who is compared, on what scale),
``effects_eligibility`` (interval, points or only a statement), ``effects_groups`` (group-time
effects), ``effects_variance`` (intervals, clustered by brand), ``effects_averages`` (overall, since
adoption, by month, pre-trend), ``effects_comparison`` (plain two-way fixed effects and others),
``effects_sensitivity`` (if trends were not parallel), ``effects_words`` (all of it in words).
``tests/benchmarks/effect_coverage.py`` shows how often the interval holds the truth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.errors import ControlError
from analysis.ledger import effects_words
from analysis.ledger.effects_averages import (
    average_calendar,
    average_cohorts,
    average_events,
    estimate_pre_trend,
    overall_weights,
)
from analysis.ledger.effects_comparison import (
    estimate_month_before,
    estimate_poisson,
    estimate_two_way,
)
from analysis.ledger.effects_eligibility import Verdict, decide_eligibility
from analysis.ledger.effects_groups import BASE_MONTHS, GroupTime, estimate_group_time
from analysis.ledger.effects_panel import OUTCOMES, UnitPanel, prepare_panel
from analysis.ledger.effects_result import Effect, EffectOptions, Relative
from analysis.ledger.effects_sensitivity import estimate_sensitivity
from analysis.ledger.effects_variance import Average, Contributions, average, contribute

__all__ = ["OUTCOMES", "Effect", "EffectOptions", "estimate_effect"]


def estimate_effect(
    panel: pd.DataFrame, *, outcome: str, options: EffectOptions | None = None
) -> Effect:
    """Estimate what adoption of twins did to an outcome of the adopting brands.

    Parameters
    ----------
    panel : DataFrame
        One row a brand × channel × month, see `effects_panel.prepare_panel`.
    outcome : str
        human_bookings, fee_mean or crew_days.
    options : EffectOptions, optional

    Returns
    -------
    Effect
        A pure function of panel and options. With too few brands the intervals are missing; with
        nobody to compare or too short a series there is the verdict alone.

    Raises
    ------
    ControlError
        If the outcome, the panel or an option is not as described.
    """
    options = options or EffectOptions()
    prepared = prepare_effect(panel, outcome=outcome, options=options)
    units, verdict = prepared.panel, prepared.verdict
    if not isinstance(prepared, Prepared):
        return Effect(
            units.outcome, verdict, units.base_year, options.base_months, units.level,
            words=effects_words.statement(verdict))
    return _with_words(estimate_prepared(prepared, options), units)


def prepare_effect(
    panel: pd.DataFrame, *, outcome: str, options: EffectOptions
) -> Prepared | Compared:
    """Group-time effects and the brands' parts in them; who is compared alone if there are none.

    Parameters
    ----------
    panel, outcome, options
        As of :func:`estimate_effect`.
    """
    if not 1 <= options.base_months <= BASE_MONTHS:
        raise ControlError(
            f"base_months cannot be {options.base_months}. Choose 1 to {BASE_MONTHS}."
        )
    units = prepare_panel(panel, outcome=outcome, keep_contaminated=options.keep_contaminated)
    verdict = decide_eligibility(
        units.counts, months=len(units.months), keeps_contaminated=options.keep_contaminated)
    if verdict.kind == "statement":
        return Compared(units, verdict)
    groups = estimate_group_time(units, base_months=options.base_months)
    return Prepared(units, verdict, groups, contribute(units, groups))


def estimate_prepared(prepared: Prepared, options: EffectOptions) -> Effect:
    """All averages of group-time effects and the other methods, without words."""
    panel, groups, parts = prepared.panel, prepared.groups, prepared.parts
    verdict, interval = prepared.verdict, prepared.verdict.kind == "interval"
    overall = average(groups, parts, overall_weights(groups), with_interval=interval)
    beside = options.comparisons
    return Effect(
        panel.outcome, verdict, panel.base_year, options.base_months, panel.level,
        overall=overall, relative=_relative(panel, overall),
        cohorts=average_cohorts(groups, parts, with_interval=interval, months=panel.months),
        events=average_events(groups, parts, with_interval=interval),
        calendar=average_calendar(panel, groups, parts, with_interval=interval),
        pre_trend=estimate_pre_trend(groups, parts, with_interval=interval),
        two_way=estimate_two_way(panel, with_interval=interval) if beside else None,
        month_before=estimate_month_before(panel, with_interval=interval) if beside else None,
        poisson=estimate_poisson(panel) if beside else None,
        sensitivity=(
            estimate_sensitivity(groups, parts) if options.sensitivity and interval else None),
    )


def _relative(panel: UnitPanel, overall: Average) -> Relative:
    """Effect ÷ (observed mean after adoption − effect); what was observed is taken as given."""
    known = panel.after & ~np.isnan(panel.index)
    weight = panel.weight[:, None] * known
    observed = float((weight * np.where(known, panel.index, 0)).sum() / weight.sum())

    def share(effect: float) -> float:
        without = observed - effect
        return effect / without if without > 0 else float("nan")

    return Relative(share(overall.effect), share(overall.low), share(overall.high))


def _with_words(effect: Effect, panel: UnitPanel) -> Effect:
    return replace(effect, words=effects_words.describe(effect, panel))


@dataclass(frozen=True)
class Compared:
    """Who is compared, and what may be estimated on them."""

    panel: UnitPanel
    verdict: Verdict


@dataclass(frozen=True)
class Prepared(Compared):
    """Who is compared, with group-time effects and each brand's part in them."""

    groups: GroupTime
    parts: Contributions
