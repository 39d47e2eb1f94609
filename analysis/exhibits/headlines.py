"""The headline numbers of a ledger: what its titles say, as shares, to be repeated on others.

Decided: each exhibit drawn from the ledger has its headline here, read from the same table that its
title is computed from, and a test holds that the title says that number. All are shares or relative
changes, so that they fit one axis and do not grow with the ledger. None where a ledger gives no
such number (no twin used, no interval allowed).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.errors import DeskError
from analysis.exhibits.headline_readers import (
    Read,
    after_expiry,
    at_stake,
    bases_below,
    brand_change,
    by_another_brand,
    cohorts,
    crew_of_a_use,
    crew_pay,
    ending_soon,
    entered,
    gaps,
    last,
    lower_half,
    methods,
    no_separate_consent,
    per_working,
    share_where,
    top_tenth,
    twin_share,
    unlabelled,
    where,
    without_twins,
    year_on_year,
)
from analysis.exhibits.registry import build_exhibit
from analysis.warehouse import Warehouse


@dataclass(frozen=True)
class Headline:
    """A number that a title says.

    Parameters
    ----------
    name : str
        Column of ``simulation_runs`` that repeats it.
    exhibit : str
        Whose title says it.
    label : str
        In words, as a row of a chart names it.
    read : callable
        From the exhibit's table to a share or a relative change, None where there is none.
    """

    name: str
    exhibit: str
    label: str
    read: Read


def read_headlines(warehouse: Warehouse) -> dict[str, float | None]:
    """Every headline of the ledger beside the warehouse, by name.

    Returns
    -------
    dict
        Shares or relative changes (0.05 is 5%), None where the ledger gives no such number.
    """
    tables = {
        id: _table(id, warehouse)
        for id in dict.fromkeys(headline.exhibit for headline in HEADLINES)
    }
    return {headline.name: _read(headline, tables[headline.exhibit]) for headline in HEADLINES}


def _table(id: str, warehouse: Warehouse) -> pd.DataFrame:
    """The table of an exhibit; an empty one where this ledger gives none."""
    try:
        return build_exhibit(id, warehouse).table
    except DeskError:
        return pd.DataFrame()


def _read(headline: Headline, table: pd.DataFrame) -> float | None:
    value = None if table.empty else headline.read(table)
    return None if value is None or pd.isna(value) else float(value)


HEADLINES: tuple[Headline, ...] = (
    Headline("human_bookings_change", "human_v_twin_bookings",
             "Human bookings, last year against the year before",
             year_on_year("human", "worked")),
    Headline("twin_share", "human_v_twin_share", "Twin share, last twelve months", twin_share),
    Headline("twin_share_most", "human_v_twin_share_by", "Twin share of the channel with most",
             lambda table: table["twin_share"].max()),
    Headline("brand_change", "human_v_twin_brand",
             "Brand with most twin uses: human bookings a month after against before",
             brand_change),
    Headline("effect", "human_v_twin_methods", "Estimated effect on human bookings",
             methods("Estimate")),
    Headline("effect_two_way", "human_v_twin_methods", "The same by two-way fixed effects",
             methods("Plain two-way")),
    Headline("effect_truth", "human_v_twin_methods", "The truth put in", methods("Truth")),
    Headline("cohort_lowest", "human_v_twin_cohorts", "Lowest estimate of a month of adoption",
             cohorts("min")),
    Headline("cohort_highest", "human_v_twin_cohorts", "Highest estimate of a month of adoption",
             cohorts("max")),
    Headline("without_twins", "human_v_twin_without",
             "Adopters' bookings of the last year against the estimate without twins",
             without_twins),
    Headline("idle_models", "human_v_twin_idle", "Models with no booking in 90 days",
             last("share_without")),
    Headline("bookings_per_model", "human_v_twin_working",
             "Bookings a month of a working model, against a year before", per_working),
    Headline("bases_below", "pay_and_consent_fees",
             "Fee bases by which the median twin fee is below the human one", bases_below),
    Headline("parity", "pay_and_consent_parity", "Parity ratio at the median pair",
             where("middle", part="all")),
    Headline("commission", "pay_and_consent_commission", "Median commission on human bookings",
             where("middle", kind="human")),
    Headline("model_owns", "pay_and_consent_owner", "Twin uses whose twin the model owns",
             share_where("uses", twin_owner="model")),
    Headline("nobody_paid", "pay_and_consent_owner", "Twin uses for which nobody is paid",
             share_where("uses", paid_to="nobody")),
    Headline("no_separate_consent", "pay_and_consent_forms",
             "Twin uses without a separate written consent", no_separate_consent),
    Headline("ending_soon", "pay_and_consent_expiry", "Consents that end within 90 days",
             ending_soon),
    Headline("after_expiry", "pay_and_consent_after_expiry",
             "Twin uses of the last year after their consent had ended", after_expiry),
    Headline("gap_california", "pay_and_consent_gaps",
             "Twin uses in California with a possible gap in consent", gaps("US-CA")),
    Headline("gap_new_york", "pay_and_consent_gaps",
             "Twin uses in New York State with a possible gap in consent", gaps("US-NY")),
    Headline("unlabelled", "pay_and_consent_labels", "Twin uses that carry no label", unlabelled),
    Headline("crew_of_a_use", "crew_days",
             "Crew days of a twin use against those of a human booking", crew_of_a_use),
    Headline("crew_days_change", "crew_month",
             "Crew days on human bookings, last year against the year before",
             year_on_year("human", "crew_days")),
    Headline("crew_pay_gap", "crew_pay",
             "Pay of a crew day on a twin use against a human booking, role for role", crew_pay),
    Headline("crew_at_stake", "crew_stake",
             "Crew days at stake at a rate of 50%, against those of human bookings", at_stake),
    Headline("newcomers_human", "who_gains_tiers", "Newcomers' share of human bookings",
             where("human_share", tier="newcomer")),
    Headline("newcomers_twin", "who_gains_tiers", "Newcomers' share of twin uses",
             where("twin_share", tier="newcomer")),
    Headline("newcomers_earned", "who_gains_tiers", "Newcomers' share of earnings",
             where("earned_share", tier="newcomer")),
    Headline("top_tenth_human", "who_gains_concentration",
             "Earnings of the top tenth, human work alone", top_tenth("human")),
    Headline("top_tenth_all", "who_gains_concentration",
             "Earnings of the top tenth, with twin fees", top_tenth("all")),
    Headline("lower_half", "who_gains_lorenz", "Earnings of the lower half, with twin fees",
             lower_half),
    Headline("entered", "who_gains_entry",
             "Entrants of the last whole year who worked within 180 days", entered),
    Headline("by_another_brand", "who_gains_cross_brand",
             "Twin uses by another brand than the maker", by_another_brand),
    Headline("women_human", "who_gains_diversity", "Women's share of human bookings",
             where("share", kind="human", part="woman")),
    Headline("women_twin", "who_gains_diversity", "Women's share of twin uses",
             where("share", kind="twin", part="woman")),
)
BY_NAME: Mapping[str, Headline] = {headline.name: headline for headline in HEADLINES}
"""By name."""
