"""The panel behind an effect: who is compared with whom, and on what scale.

A unit is a brand in a channel, time is the calendar month. Decided, and why:

- **Scale.** Every outcome is an index: the unit's value over its own mean in the base year (the
  first twelve months, fewer if somebody adopts earlier). Adopters are larger than others; in
  ratios to their own past they can be compared. Nothing is logged, so a month with no booking is
  a plain 0.
- **Weight.** Units count by their base-year level. The weighted mean of the index of bookings is
  then "bookings this month over bookings of a base-year month" of all units together: no single
  small unit whose base year held two bookings moves the result, and effects read as bookings.
  Fees are weighted by base-year bookings.
- **Who is followed.** Adopting brands with at least `MONTHS_BEFORE` months before and
  `MONTHS_AFTER` months from adoption on. Others are set aside and counted: one brand that
  adopted last month must not silence the whole ledger.
- **Who is compared with.** Brands that never adopted and never booked others' twins. A brand that
  did the latter is touched by twins itself ("contaminated"): it is set aside and counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.errors import ControlError

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

NEVER = -1
"""Cohort of units whose brand never adopted."""
BASE_YEAR = 12
"""Months of the base year, at most."""
MONTHS_BEFORE = 6
MONTHS_AFTER = 3
KEYS = ("brand_id", "channel", "month_index", "month", "cohort_index", "contaminated")


@dataclass(frozen=True)
class Outcome:
    """What may be estimated: its column, its name in a sentence, its unit, and its weight."""

    column: str
    title: str
    unit: str
    weight: str


OUTCOMES = {outcome.column: outcome for outcome in (
    Outcome("human_bookings", "human bookings", "bookings a month", "human_bookings"),
    Outcome("fee_mean", "the mean fee of a human booking", "mean fee", "human_bookings"),
    Outcome("crew_days", "crew days", "crew days a month", "crew_days"),
)}


@dataclass(frozen=True)
class BrandCounts:
    """Brands by their part in the comparison.

    ``adopting`` and ``never`` enter it; ``contaminated`` never adopted but booked others' twins;
    ``too_early`` and ``too_late`` adopted with too few months before or after; ``without_base``
    had none of the outcome in the base year.
    """

    adopting: int
    never: int
    contaminated: int = 0
    too_early: int = 0
    too_late: int = 0
    without_base: int = 0

    @property
    def compared(self) -> int:
        """Brands that enter the comparison."""
        return self.adopting + self.never


@dataclass(frozen=True)
class UnitPanel:
    """Units × months, ready to be compared.

    ``index``: outcome over the unit's base-year mean (missing where there is none). ``weight``:
    base-year level a month. ``brand``: code of the unit's brand, its place in ``names``.
    ``cohort``: month index of adoption or NEVER. ``months``: first days. ``level``: the base-year
    level that an index of 1 stands for, summed over adopters (bookings or days a month; for fees
    their mean).
    """

    outcome: Outcome
    index: Floats
    weight: Floats
    brand: Integers
    cohort: Integers
    months: pd.DatetimeIndex
    base_year: int
    level: float
    counts: BrandCounts
    names: tuple[str, ...]

    def brands(self, *, never: bool) -> list[str]:
        """Names of the brands that adopted, or of those that never did."""
        return [self.names[code] for code in np.unique(self.brand[self.never == never])]

    @property
    def never(self) -> Booleans:
        """Units of brands that never adopted."""
        return np.asarray(self.cohort == NEVER)

    @property
    def cohorts(self) -> tuple[int, ...]:
        """Months of adoption that are followed, in order."""
        return tuple(int(cohort) for cohort in np.unique(self.cohort[~self.never]))

    @property
    def after(self) -> Booleans:
        """Units × months: whether the brand has adopted."""
        month = np.arange(self.index.shape[1])[None, :]
        result: Booleans = ~self.never[:, None] & (month >= self.cohort[:, None])
        return result


def prepare_panel(
    panel: pd.DataFrame, *, outcome: str, keep_contaminated: bool = False
) -> UnitPanel:
    """Turn a ledger's monthly cells into an index by unit and month.

    Parameters
    ----------
    panel : DataFrame
        One row a brand × channel × month, months without a booking included: brand_id, channel,
        month_index (0, 1, … without a gap), month (first day), cohort_index (month of adoption,
        missing if never), contaminated (never adopted, but booked others' twins), human_bookings
        and the outcome's column. Only channels where twins are usable.
    outcome : str
        human_bookings, fee_mean or crew_days.
    keep_contaminated : bool
        Compare with contaminated brands all the same, to show what goes wrong.

    Raises
    ------
    ControlError
        If the outcome is unknown, a column or a cell is missing, a cell stands twice, a value is
        negative, or a brand has two months of adoption.
    """
    chosen = find_outcome(outcome)
    rows = _checked(panel, chosen)
    months = rows["month_index"].nunique()
    table = rows.iloc[::months]
    values, bookings = (
        rows[column].to_numpy(dtype=np.float64, na_value=np.nan).reshape(-1, months)
        for column in (chosen.column, "human_bookings")
    )
    cohort = table["cohort_index"].fillna(NEVER).to_numpy(dtype=np.int64)
    dirty = table["contaminated"].to_numpy(dtype=bool) & (cohort == NEVER)
    adopts = cohort != NEVER
    early = adopts & (cohort < MONTHS_BEFORE)
    late = adopts & ~early & (cohort > months - MONTHS_AFTER)
    followed = adopts & ~early & ~late
    base_year = int(min(BASE_YEAR, months, cohort[followed].min(initial=BASE_YEAR)))
    weight, index = _indexed(values, bookings, base_year, chosen)
    role = followed | (~adopts & (keep_contaminated | ~dirty))
    kept = role & (weight > 0)
    brand = table["brand_id"].to_numpy()
    counts = BrandCounts(
        adopting=_distinct(brand, kept & adopts), never=_distinct(brand, kept & ~adopts),
        contaminated=_distinct(brand, dirty), too_early=_distinct(brand, early),
        too_late=_distinct(brand, late),
        without_base=_distinct(brand, role) - _distinct(brand, kept),
    )
    return UnitPanel(
        outcome=chosen, index=index[kept], weight=weight[kept],
        brand=np.unique(brand[kept], return_inverse=True)[1].astype(np.int64),
        cohort=cohort[kept], months=pd.DatetimeIndex(rows["month"].iloc[:months]),
        base_year=base_year, counts=counts,
        level=_level(values, bookings, kept & adopts, base_year, chosen),
        names=tuple(str(name) for name in np.unique(brand[kept])),
    )


def find_outcome(outcome: str) -> Outcome:
    """The outcome of that name; ControlError naming all if there is none."""
    if outcome not in OUTCOMES:
        raise ControlError(
            f"Outcome {outcome!r} is not one the effect can be estimated for. "
            f"Choose one of {', '.join(OUTCOMES)}."
        )
    return OUTCOMES[outcome]


def _checked(panel: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    columns = dict.fromkeys((*KEYS, "human_bookings", outcome.column))
    missing = [column for column in columns if column not in panel.columns]
    if missing:
        raise ControlError(
            f"The panel lacks the column {', '.join(missing)}. It needs {', '.join(columns)}: "
            "one row a brand, channel and month."
        )
    if panel.empty:
        raise ControlError("The panel is empty. Give one row a brand, channel and month.")
    rows = panel[list(columns)].sort_values(["brand_id", "channel", "month_index"])
    months = np.sort(rows["month_index"].unique())
    units = rows[["brand_id", "channel"]].drop_duplicates()
    doubled = int(rows.duplicated(["brand_id", "channel", "month_index"]).sum())
    if doubled:
        raise ControlError(f"{doubled:,} cells of the panel stand twice. Sum them up first.")
    lacking = len(units) * len(months) - len(rows)
    if lacking or not np.array_equal(months, np.arange(len(months))):
        raise ControlError(
            f"The panel lacks {lacking:,} of {len(units) * len(months):,} brand × channel × month "
            f"cells, or its months are not 0 to {len(months) - 1}. Fill months without a booking "
            "with 0 and number the months without a gap."
        )
    _check_values(rows, outcome)
    return rows


def _check_values(rows: pd.DataFrame, outcome: Outcome) -> None:
    for column in dict.fromkeys(("human_bookings", outcome.column)):
        values = rows[column].to_numpy(dtype=np.float64, na_value=np.nan)
        if (values < 0).any() or np.isinf(values).any():
            raise ControlError(f"Column {column} of the panel must hold numbers of at least 0.")
        if column != "fee_mean" and np.isnan(values).any():
            raise ControlError(f"Column {column} of the panel has empty cells; write 0 for none.")
    brands = rows.groupby("brand_id")[["cohort_index", "contaminated"]].nunique(dropna=False)
    mixed = brands.index[(brands > 1).any(axis=1)]
    if len(mixed):
        raise ControlError(
            f"Brand {mixed[0]} has more than one month of adoption or more than one mark as "
            "contaminated. Both belong to the brand and stay the same in all its rows."
        )


def _indexed(
    values: Floats, bookings: Floats, base_year: int, outcome: Outcome
) -> tuple[Floats, Floats]:
    """Weight of each unit (0 where it has no base) and its index."""
    level = bookings[:, :base_year].mean(axis=1)
    if outcome.column == "fee_mean":
        base = _mean_fee(values, bookings, base_year)
        weight = np.where(base > 0, level, 0)
    else:
        base = weight = values[:, :base_year].mean(axis=1)
    index = np.full_like(values, np.nan)
    np.divide(values, base[:, None], out=index, where=(weight > 0)[:, None])
    return weight, index


def _mean_fee(fees: Floats, bookings: Floats, base_year: int) -> Floats:
    """Mean fee of a unit's base-year bookings, 0 where there was none."""
    booked = np.where(np.isnan(fees), 0, bookings)[:, :base_year]
    total = np.nansum(fees[:, :base_year] * booked, axis=1)
    number = booked.sum(axis=1)
    return np.asarray(np.divide(total, number, out=np.zeros(len(fees)), where=number > 0))


def _level(
    values: Floats, bookings: Floats, adopters: Booleans, base_year: int, outcome: Outcome
) -> float:
    if not adopters.any():
        return 0.0
    if outcome.column == "fee_mean":
        fees = _mean_fee(values, bookings, base_year)[adopters]
        return float(np.average(fees, weights=bookings[adopters, :base_year].sum(axis=1)))
    return float(values[adopters, :base_year].mean(axis=1).sum())


def _distinct(brand: npt.NDArray[np.object_], chosen: Booleans) -> int:
    return len(np.unique(brand[chosen]))
