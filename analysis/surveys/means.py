"""Design-based means and totals of columns: the one place where svy estimates.

Decided: every share is the mean of a column of zeros and ones, empty outside its base; so one
function serves shares, nets, means and totals, single and multiple response, and a subgroup is a
domain (its rows stay in the design) and never a smaller file. Degrees of freedom are those of the
clusters and strata in which the base lies.

The design effect is over a simple random sample with replacement of the same n:
``se² / (S²/n)`` with ``S² = n/(n-1) · Σw(x-mean)²/Σw``, which does not need weights that add up to
the population; R's ``svymean(deff = "replace")``. Effective n is ``n / design effect``.

Reference: Kish, L. (1965), Survey Sampling, ch. 8; Lumley, T. (2010), Complex Surveys, ch. 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

import polars as pl

from analysis.surveys.sample import BoundSample, bind_sample, svy_errors
from analysis.surveys.sampling import permission_of
from analysis.surveys.survey import Survey

NO_ERROR = 1e-8
"""A standard error below this part of its estimate (or of 1) is rounding."""


@dataclass(frozen=True)
class Mean:
    """A mean or total of one column over its base, the rows where it is not empty.

    Parameters
    ----------
    value : float
        The weighted mean or total; not a number where the base is empty.
    se, df, design_effect : float or None
        None where the sampling class allows no inference; not a number where undefined.
    base_n : int
        Rows in the base with a weight above 0.
    weighted_n : float
        Sum of their weights.
    """

    value: float
    se: float | None
    df: float | None
    design_effect: float | None
    base_n: int
    weighted_n: float


@dataclass(frozen=True)
class Means:
    """Means of several columns of one sample, with what was done with the design."""

    found: dict[str, Mean]
    bound: BoundSample
    inference: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on the design."""
        return self.bound.notes


def estimate_means_of(survey: Survey, *, columns: Mapping[str, pl.Series]) -> Means:
    """The mean of each column over the rows where it is not empty.

    Parameters
    ----------
    survey : Survey
        Gives design and sampling class.
    columns : mapping of str to polars.Series
        One number a row of the survey, empty outside the base; booleans count as 0 and 1.
    """
    return _estimate(survey, columns, total=False)


def estimate_totals_of(survey: Survey, *, columns: Mapping[str, pl.Series]) -> Means:
    """The weighted total of each column over the rows where it is not empty."""
    return _estimate(survey, columns, total=True)


def _estimate(survey: Survey, columns: Mapping[str, pl.Series], *, total: bool) -> Means:
    names = {f"y{place}": name for place, name in enumerate(columns)}
    internal = {one: _numeric(columns[name]) for one, name in names.items()}
    bound = bind_sample(survey, columns=internal)
    inference = permission_of(survey.design.sampling).inference
    used = bound.weight > 0
    filled = [one for one, column in internal.items() if (column.is_not_null() & used).any()]
    rows: dict[str, dict[str, float]] = {}
    if filled:
        estimation = bound.sample.estimation
        with svy_errors():
            results = (estimation.total if total else estimation.mean)(
                filled, method=bound.method, drop_nulls=True)
        assert isinstance(results, list)
        rows = {one: result.to_polars().row(0, named=True)
                for one, result in zip(filled, results, strict=True)}
    found = {name: _mean(internal[one], bound.weight, row=rows.get(one), inference=inference)
             for one, name in names.items()}
    if total:
        found = {name: _without_effect(one) for name, one in found.items()}
    return Means(found, bound, inference)


def _numeric(column: pl.Series) -> pl.Series:
    return column.cast(pl.Int8) if column.dtype == pl.Boolean else column.cast(pl.Float64)


def _mean(
    column: pl.Series, weight: pl.Series, *, row: dict[str, float] | None, inference: bool,
) -> Mean:
    kept = column.is_not_null() & (weight > 0)
    base_n = int(kept.sum())
    weighted_n = float(weight.filter(kept).sum())
    if row is None:
        return Mean(nan, None, None, None, base_n, weighted_n)
    if not inference:
        return Mean(row["est"], None, None, None, base_n, weighted_n)
    # Where a stratum fixes a share, summing leaves an error in the last digits instead of 0.
    se = 0.0 if row["se"] < NO_ERROR * max(1.0, abs(row["est"])) else row["se"]
    effect = _design_effect(column.filter(kept), weight.filter(kept), se=se)
    return Mean(row["est"], se, float(row["df"]), effect, base_n, weighted_n)


def _without_effect(one: Mean) -> Mean:
    return Mean(one.value, one.se, one.df, None, one.base_n, one.weighted_n)


def _design_effect(values: pl.Series, weights: pl.Series, *, se: float) -> float:
    n = len(values)
    if n < 2:
        return nan
    numbers = values.cast(pl.Float64)
    share = weights / weights.sum()
    centre = float((numbers * share).sum())
    spread = n / (n - 1) * float((share * (numbers - centre) ** 2).sum())
    return se ** 2 / (spread / n) if spread > 1e-12 else nan
