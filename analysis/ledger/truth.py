"""The true effects of adoption in a simulated ledger, on the scales an estimator reports.

Computed from the columns of `cells.draw_cells` alone, so anyone can repeat them. A unit is a brand
and a channel where a twin can stand in; g is the month a brand adopts, t any month from g on, W and
H the means of human bookings without twins and as things went (closed form, given the brands that
were drawn; chance in the counts is averaged out). Over the units of cohort g in month t:

- ratio        Σ H / Σ W − 1
- index        Σ (H − W) / Σ base, base being the unit's mean W in the first 12 months: what
               `effects_panel` estimates, where units count by their base
- index_units  mean of (H − W) / base, every unit alike
- level        mean of H − W, bookings a unit and month
- crew days    ratio and index, W and H times the mean crew days of a booking in the channel
- mean fee     with f the mean fee of a booking, ratio: mean of f_H / f_W − 1; index: mean of
               (f_H − f_W) / (f_W in the base year), weighted by base. Both hold the factor on fees
               and the change of tiers among the bookings that remain.

Averages over (g, t) weight an index by the cohort's base, all else by its units (Callaway and
Sant'Anna 2021, doi:10.1016/j.jeconom.2020.12.001, "simple" and "dynamic"). ``realised`` puts the
drawn counts in the place of the means, the base drawn as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.ledger.parameters import BASE_MONTHS, ORIGIN, TWIN_CHANNELS

UNIT = ("brand_id", "channel")
WEIGHTS = {
    "human_bookings_ratio": "units", "human_bookings_index": "base_bookings",
    "human_bookings_index_units": "units", "human_bookings_level": "units",
    "crew_days_ratio": "units", "crew_days_index": "base_crew_days",
    "mean_fee_ratio": "units", "mean_fee_index": "base_bookings",
    "realised_ratio": "units", "realised_index": "base_drawn", "realised_level": "units",
}
"""Every effect, and what a cohort counts by when it is averaged."""
EFFECTS = tuple(WEIGHTS)
DECIMALS = 6


def true_effects(cells: pd.DataFrame, *, unit: Sequence[str] = UNIT) -> pd.DataFrame:
    """True group-time effects.

    Parameters
    ----------
    cells : DataFrame
        From `draw_cells`; channels without twins are left out here.
    unit : sequence of str
        ("brand_id", "channel"), or ("brand_id",) for brands with their channels added up.

    Returns
    -------
    DataFrame
        One row a cohort and month from adoption on: cohort_index, month_index, event_time (months
        since adoption), units, base_bookings, base_crew_days and base_drawn (of the cohort, a
        month of the base year), and the columns EFFECTS.
    """
    panel = _panel(cells, list(unit))
    treated = panel[(panel["month_index"] >= panel["cohort_index"]).fillna(False)]
    groups = treated.groupby(["cohort_index", "month_index"])
    total, mean = groups.sum(numeric_only=True), groups.mean(numeric_only=True)
    drawn_gap = total["drawn_happened"] - total["drawn_without"]
    effects = pd.DataFrame({
        "units": groups.size(), "base_bookings": total["base_without"],
        "base_crew_days": total["base_crew_without"], "base_drawn": total["base_drawn_without"],
        "human_bookings_ratio": total["happened"] / total["without"] - 1,
        "human_bookings_index": (total["happened"] - total["without"]) / total["base_without"],
        "human_bookings_index_units": mean["gap_index"],
        "human_bookings_level": mean["happened"] - mean["without"],
        "crew_days_ratio": total["crew_happened"] / total["crew_without"] - 1,
        "crew_days_index": (total["crew_happened"] - total["crew_without"])
        / total["base_crew_without"],
        "mean_fee_ratio": mean["fee_ratio"] - 1,
        "mean_fee_index": total["fee_gap_weighted"] / total["base_without"],
        "realised_ratio": drawn_gap / total["drawn_without"].where(total["drawn_without"] > 0),
        "realised_index": drawn_gap / total["base_drawn_without"].where(
            total["base_drawn_without"] > 0),
        "realised_level": mean["drawn_happened"] - mean["drawn_without"],
    }).reset_index().astype({"cohort_index": int, "month_index": int})
    effects.insert(2, "event_time", effects["month_index"] - effects["cohort_index"])
    return effects


def average_effects(effects: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Averages of group-time effects, each weighted as WEIGHTS says.

    Parameters
    ----------
    effects : DataFrame
        From `true_effects`.
    by : str or None
        "event_time" for effects by months since adoption, None for the one simple average.

    Returns
    -------
    DataFrame
        One row a value of ``by`` with the columns EFFECTS.
    """
    keys = effects[by] if by else pd.Series(0, index=effects.index, name="all")
    columns = list(EFFECTS)
    # A realised effect can lack a base; such a cell must not weigh either.
    weights = pd.DataFrame({
        name: effects[weight].where(effects[name].notna(), 0) for name, weight in WEIGHTS.items()})
    weighted = effects[columns] * weights
    averages: pd.DataFrame = weighted.groupby(keys).sum() / weights.groupby(keys).sum()
    return averages


def describe_contamination(cells: pd.DataFrame) -> dict[str, float]:
    """What twins do to never-adopters from the first adoption on, as shares of W.

    Returns
    -------
    dict
        ``lost_share`` (replaced by others' twins), ``gained_share`` (displaced bookings moved to
        them), ``net_share``, and the same realised; all 0 in a ledger that is not contaminated.
    """
    first = cells["cohort_index"].min()
    control = cells[
        cells["cohort_index"].isna() & (cells["month_index"] >= first)
        & cells["channel"].isin(TWIN_CHANNELS)
    ]
    mean, drawn = control["expected_without"], control["human_without"]
    lost = (mean * control["replaced_share"]).sum() / mean.sum()
    gained = (mean * control["moved_share"]).sum() / mean.sum()
    kept = control["human_bookings"] - control["human_moved"]
    values = {
        "lost_share": lost, "gained_share": gained, "net_share": gained - lost,
        "realised_lost_share": 1 - kept.sum() / drawn.sum(),
        "realised_gained_share": control["human_moved"].sum() / drawn.sum(),
    }
    return {name: round(float(value), DECIMALS) for name, value in values.items()}


def describe_truth(cells: pd.DataFrame) -> dict[str, Any]:
    """Everything ``truth.json`` says of the effects: group-time, by event time, overall."""
    effects = true_effects(cells)
    channels = {
        channel: _record(average_effects(true_effects(cells[cells["channel"] == channel])).iloc[0])
        for channel in TWIN_CHANNELS
    }
    brands = average_effects(true_effects(cells, unit=("brand_id",))).iloc[0]
    by_time = average_effects(effects, by="event_time")
    return {
        "formulas": [line.strip() for line in (__doc__ or "").splitlines()[2:] if line.strip()],
        "unit": "brand × channel, channels " + ", ".join(TWIN_CHANNELS),
        "base_months": BASE_MONTHS,
        "overall": _record(average_effects(effects).iloc[0]),
        "overall_by_channel": channels,
        "overall_unit_brand": _record(brands),
        "by_event_time": [
            {"event_time": int(str(time))} | _record(row) for time, row in by_time.iterrows()],
        "contamination": describe_contamination(cells),
        "group_time": [_group_time(row) for _, row in effects.iterrows()],
    }


def _panel(cells: pd.DataFrame, unit: list[str]) -> pd.DataFrame:
    """Sums a unit and month (means, counts, crew days, fees) and the gaps over the base."""
    usable = cells[cells["channel"].isin(TWIN_CHANNELS)]
    without, happened = usable["expected_without"], usable["expected_with"]
    sums = pd.DataFrame({
        "without": without, "happened": happened,
        "crew_without": without * usable["expected_crew_days"],
        "crew_happened": happened * usable["expected_crew_days"],
        "fees_without": without * usable["expected_fee_without"],
        "fees_happened": happened * usable["expected_fee_with"],
        "drawn_without": usable["human_without"], "drawn_happened": usable["human_bookings"],
    }).groupby([usable[name] for name in [*unit, "month_index"]]).sum().reset_index()
    cohort = usable.groupby("brand_id")["cohort_index"].first()
    sums["cohort_index"] = sums["brand_id"].map(cohort)
    early = sums[sums["month_index"] < BASE_MONTHS].groupby(unit)
    for name in ("without", "crew_without", "fees_without", "drawn_without"):
        base = early[name].mean().rename(f"base_{name}").reset_index()
        sums = sums.merge(base, on=unit)
    fee_without = sums["fees_without"] / sums["without"]
    fee_happened = sums["fees_happened"] / sums["happened"]
    return sums.assign(
        gap_index=(sums["happened"] - sums["without"]) / sums["base_without"],
        fee_ratio=fee_happened / fee_without,
        fee_gap_weighted=(fee_happened - fee_without) * sums["base_without"]
        / (sums["base_fees_without"] / sums["base_without"]),
    )


def _group_time(row: pd.Series) -> dict[str, Any]:
    return {
        "cohort": str(ORIGIN + int(row["cohort_index"])),
        "month": str(ORIGIN + int(row["month_index"])),
        "event_time": int(row["event_time"]), "units": int(row["units"]),
    } | _record(row)


def _record(row: pd.Series) -> dict[str, float | None]:
    return {
        name: None if pd.isna(row[name]) else round(float(row[name]), DECIMALS)
        for name in EFFECTS
    }
