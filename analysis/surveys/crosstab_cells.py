"""The cells of a crosstab with its margins: counts, weights, shares and their error.

One row a cell: ``row_code, row_label, row_total, column_code, column_label, column_total`` (the
margin's code is ``*``, its flag true), then

- ``respondents``: distinct respondents in the cell, unweighted; what a gate protects;
- ``base_n``, ``base_respondents``: rows, and distinct respondents, of which the share is;
- ``weighted_n``, ``weighted_base``: sums of weights of the cell and of its base;
- ``heaviest``, ``two_heaviest``: weight of the respondent who bears most of the cell, and of two;
- ``share`` (0-1), ``se``, ``low``, ``high``, ``interval`` (method), ``df``, ``design_effect``,
  ``effective_n``; empty where the sampling class allows none, and ``reason`` says why;
- ``low_base``: the base has fewer than 30 respondents.

Rows of weight 0 are in no cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import pandas as pd
import polars as pl

from analysis.surveys.codebook import Value
from analysis.surveys.estimates import NOTHING_TO_ESTIMATE, share_estimate
from analysis.surveys.means import Mean, Means, estimate_means_of
from analysis.surveys.questions import Answers
from analysis.surveys.sampling import permission_of
from analysis.surveys.scope import heaviest_of, masked, respondents_of
from analysis.surveys.survey import Survey

TOTAL = "*"
LOW_BASE = 30
WHOLE_BASE = "The share of a base in itself is 1."


@dataclass(frozen=True)
class Table:
    """What is crossed: answers in rows and columns, who is in the filter, what shares are of."""

    rows: Answers
    columns: Answers
    inside: pl.Series
    share: str
    interval: str

    @property
    def base(self) -> pl.Series:
        """Rows of the survey in the base of the table."""
        return self.rows.valid & self.columns.valid & self.inside


@dataclass(frozen=True)
class Cells:
    """The frame, the base of the table, and notes on the design."""

    frame: pd.DataFrame
    base_n: int
    weighted_n: float
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Line:
    """One row or column of the table: its answer, whether it is the margin, who is in it."""

    value: Value
    total: bool
    mask: pl.Series


def cells_of(survey: Survey, *, table: Table) -> Cells:
    """All cells of a table with its margins."""
    rows, columns = _lines(table.rows, base=table.base), _lines(table.columns, base=table.base)
    wanted = {f"{r}:{c}": masked(row.mask & column.mask, mask=_base(table, row, column).mask)
              for r, row in enumerate(rows) for c, column in enumerate(columns)
              if not _is_whole(table, row, column)}
    means = estimate_means_of(survey, columns=wanted)
    used = means.bound.weight > 0
    people = respondents_of(survey)
    records = [
        _cell(survey, table=table, row=row, column=column,
              mean=means.found.get(f"{r}:{c}") or _whole(means, _base(table, row, column).mask))
        | _counts(row.mask & column.mask & used, base=_base(table, row, column).mask & used,
                  people=people, weight=means.bound.weight)
        for r, row in enumerate(rows) for c, column in enumerate(columns)]
    everybody = table.base & used
    return Cells(pd.DataFrame.from_records(records), int(everybody.sum()),
                 float(means.bound.weight.filter(everybody).sum()), means.notes)


def _lines(answers: Answers, *, base: pl.Series) -> list[_Line]:
    found = [_Line(one, False, answers.chosen[one.code] & base) for one in answers.categories]
    return [*found, _Line(Value(TOTAL, "Total"), True, base)]


def _base(table: Table, row: _Line, column: _Line) -> _Line:
    """What a cell is a share of: its column, its row, or the whole table (by its masks)."""
    if table.share == "column":
        return column
    return row if table.share == "row" else _Line(Value(TOTAL, "Total"), True, table.base)


def _is_whole(table: Table, row: _Line, column: _Line) -> bool:
    """Whether a cell is its own base."""
    if table.share == "column":
        return row.total
    return column.total if table.share == "row" else row.total and column.total


def _whole(means: Means, mask: pl.Series) -> Mean:
    kept = mask & (means.bound.weight > 0)
    base_n = int(kept.sum())
    return Mean(1.0 if base_n else nan, None, None, None, base_n,
                float(means.bound.weight.filter(kept).sum()))


def _cell(
    survey: Survey, *, table: Table, row: _Line, column: _Line, mean: Mean,
) -> dict[str, object]:
    names = ("share", row.value.code, row.value.label, column.value.code, column.value.label)
    estimate = share_estimate(mean, survey=survey, interval=table.interval, names=names, count=0)
    error = estimate.uncertainty
    whole = _is_whole(table, row, column)
    inference = permission_of(survey.design.sampling).inference
    reason = WHOLE_BASE if whole and inference and mean.base_n else estimate.reason
    return {
        "row_code": row.value.code, "row_label": row.value.label, "row_total": row.total,
        "column_code": column.value.code, "column_label": column.value.label,
        "column_total": column.total,
        "base_n": mean.base_n, "weighted_base": mean.weighted_n,
        "share": nan if estimate.value is None else estimate.value,
        "se": error.se if error else nan, "low": error.low if error else nan,
        "high": error.high if error else nan, "interval": error.method if error else "",
        "df": error.df if error else nan,
        "design_effect": (error.design_effect if error else None) or nan,
        "effective_n": (error.effective_n if error else None) or nan,
        "low_base": mean.base_n < LOW_BASE,
        "reason": reason or ("" if mean.base_n else NOTHING_TO_ESTIMATE),
    }


def _counts(
    inside: pl.Series, *, base: pl.Series, people: pl.Series, weight: pl.Series,
) -> dict[str, object]:
    """Distinct respondents of a cell and of its base; the cell's weights and who bears most."""
    return {
        "respondents": people.filter(inside).n_unique(),
        "base_respondents": people.filter(base).n_unique(),
        "weighted_n": float(weight.filter(inside).sum()),
        **heaviest_of(people.filter(inside), weight=weight.filter(inside)),
    }
