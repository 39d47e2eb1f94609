"""What an estimate of an effect consists of.

All effects are index points: 0.1 is a tenth of the adopters' base-year level.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analysis.ledger.effects_averages import PreTrend
from analysis.ledger.effects_comparison import MonthBefore, TwoWay
from analysis.ledger.effects_eligibility import Verdict
from analysis.ledger.effects_groups import BASE_MONTHS
from analysis.ledger.effects_panel import Outcome
from analysis.ledger.effects_sensitivity import Sensitivity
from analysis.ledger.effects_variance import Average

ROWS = ("effect", "se", "low", "high", "brands")
COHORT_COLUMNS = ("cohort", "month", "since", *ROWS)
EVENT_COLUMNS = ("since", *ROWS, "cohorts")
CALENDAR_COLUMNS = ("month", "observed", "without_twins", "low", "high", "adopted")


def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype=float) for column in columns})


@dataclass(frozen=True)
class EffectOptions:
    """What to estimate beside the effect, and against what.

    ``base_months``: months before adoption that make the base, 1 to 12. ``keep_contaminated``:
    compare with brands that booked others' twins too, only to show what goes wrong.
    ``comparisons``: two-way fixed effects, month before, Poisson (about 3 s for 60 brands).
    ``sensitivity``: departures from parallel trends (0.2 s).
    """

    base_months: int = BASE_MONTHS
    keep_contaminated: bool = False
    comparisons: bool = True
    sensitivity: bool = True


@dataclass(frozen=True)
class Relative:
    """The overall effect over what would have been: −0.2 is a fifth fewer. As `Average`."""

    effect: float
    low: float
    high: float


@dataclass(frozen=True)
class Effect:
    """The effect of adoption on one outcome, in index points.

    ``overall``, ``relative``: None where only the statement may be given. ``cohorts``: cohort,
    month, since (months since adoption), effect, se, low, high, brands. ``events``: the same by
    months since adoption, with cohorts. ``calendar``: month, observed, without_twins, low, high
    (index of adopters; times ``level`` it is in ``outcome.unit``), adopted. ``two_way``,
    ``month_before``, ``poisson`` (share of what would have been), ``sensitivity``: None where not
    asked for or not possible. ``words``: by topic, sentences to be shown.
    """

    outcome: Outcome
    verdict: Verdict
    base_year: int
    base_months: int
    level: float
    overall: Average | None = None
    relative: Relative | None = None
    cohorts: pd.DataFrame = field(default_factory=lambda: _empty(COHORT_COLUMNS))
    events: pd.DataFrame = field(default_factory=lambda: _empty(EVENT_COLUMNS))
    calendar: pd.DataFrame = field(default_factory=lambda: _empty(CALENDAR_COLUMNS))
    pre_trend: PreTrend | None = None
    two_way: TwoWay | None = None
    month_before: MonthBefore | None = None
    poisson: float | None = None
    sensitivity: Sensitivity | None = None
    words: dict[str, str] = field(default_factory=dict)
