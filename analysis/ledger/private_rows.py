"""Rows of a private ledger in ordinals, from which private cells are made and counted again.

Decided: every table of one frame of rows shares one release log, so that whatever is worked out
from two of them is found. Time is a column of days: a month is a span of them, so that a table of
months and one of the days since a law began can be set against each other. A person without a
name in the ledger counts as one and the same unknown model, never as nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure import Cells, Dimension, Filter, Spec, Unit, Value, codes
from analysis.disclosure.cells import Kind
from analysis.disclosure.filters import LAST, Spans
from analysis.disclosure.lattice import Region
from analysis.errors import DisclosureError

TOTAL = "*"
NONE = "-"
"""Code of rows that have no value in a column: everybody is in some code, as every reader knows."""
UNKNOWN_MODEL = "\x00"
Parts = Mapping[str, tuple[str, Mapping[str, Sequence[str]]]]
"""A dimension that joins values of a column: its name, that column, and which values a code is."""


class ProtectedRows:
    """One frame of rows, coded.

    Parameters
    ----------
    raw : DataFrame
        ``day`` (date), ``kind``, ``model`` (empty for synthetic people), the columns, and numbers.
    columns : tuple of str
        Columns of text by which tables may be made.
    known : mapping
        Values in their order for columns that have a fixed set; of the others those found, sorted.
    attributes : tuple of str
        Columns that say something of a model itself: its class, the terms it has agreed to.
    parts : mapping
        Dimensions that join values of a column.
    others : tuple of str
        Further columns of protected units (``brand``, ``agency``), kept as numbers, -1 for none.
    like : ProtectedRows, optional
        Of the same ledger; its months and channels hold here as well.
    """

    def __init__(
        self, raw: pd.DataFrame, columns: tuple[str, ...], *,
        known: Mapping[str, tuple[str, ...]], attributes: tuple[str, ...] = (),
        parts: Parts | None = None, others: tuple[str, ...] = (),
        like: ProtectedRows | None = None,
    ) -> None:
        self.attributes, self.parts = attributes, dict(parts or {})
        days = pd.to_datetime(raw["day"])
        raw = raw.assign(**{name: raw[name].fillna(NONE) for name in columns})
        self.codes = {name: _codes(raw[name], known.get(name, ())) for name in columns}
        self.codes["month"] = _months(days)
        if like is not None:
            self.codes |= {name: like.codes[name] for name in ("month", "channel")}
        self.start = pd.Timestamp(next(iter(self.codes["month"]), "2000-01-01"))
        labels = raw[[]].assign(month=days.dt.strftime("%Y-%m-01"), **raw[list(columns)])
        coded = {name: pd.Categorical(
            labels[name].astype("object"), categories=list(self.codes[name])).codes.astype(int) + 1
            for name in (*columns, "month")}
        named = raw["model"].mask(raw["model"].isna() & (raw["kind"] != "synthetic"), UNKNOWN_MODEL)
        numbers, self.models = pd.factorize(named)
        self.frame = raw.drop(columns=["day", "model", *columns]).assign(
            **coded, day=(days - self.start).dt.days.to_numpy() + 1, model=numbers,
            **{name: pd.factorize(raw[name])[0] for name in others})

    def ordinals(self, column: str, values: Sequence[str]) -> Spans:
        """The ordinals of some values.

        Raises
        ------
        DisclosureError
            If the ledger has none of that name; it says no more than that.
        """
        if not set(values) <= set(self.codes[column]):
            raise DisclosureError(
                f"The ledger has no {column} that could be shown under this name. Choose one of "
                "those offered.")
        if column == "month":
            return tuple(span for value in values for span in self._days(value))
        return codes([self.codes[column].index(value) + 1 for value in values])

    def where(self, chosen: Mapping[str, str | Sequence[str]], *, since: Any = None) -> Filter:
        """A filter by values of columns, and by a first day."""
        spans = {name: self.ordinals(name, [value] if isinstance(value, str) else value)
                 for name, value in chosen.items()}
        spans = {"day" if name == "month" else name: one for name, one in spans.items()}
        if since is not None:
            first = max(0, (pd.Timestamp(since) - self.start).days + 1)
            spans["day"] = ((first, LAST),)
        return Filter(spans)

    def months(self, first: Any, last: Any) -> tuple[str, ...]:
        """Months from the first to the last, both included."""
        ends = [f"{pd.Timestamp(day):%Y-%m-%d}" for day in (first, last)]
        return tuple(month for month in self.codes["month"] if ends[0] <= month <= ends[1])

    def inside(self, columns: Mapping[str, Spans]) -> np.ndarray:
        """Which rows lie in a region or filter."""
        found = np.ones(len(self.frame), dtype=bool)
        for name, spans in columns.items():
            values, one = self.frame[name].to_numpy(), np.zeros(len(self.frame), dtype=bool)
            for low, high in spans:
                one |= (values >= low) & (values <= high)
            found &= one
        return found

    def dimension(self, name: str) -> Dimension:
        """A dimension of a table by its name, or by that under which the log knows it."""
        if name in self.parts:
            column, joined = self.parts[name]
            return Dimension(
                name, codes=tuple(joined), log_name=column, attribute=name in self.attributes,
                spans=tuple(self.ordinals(column, values) for values in joined.values()))
        if name == "month":
            return Dimension(
                "month", codes=self.codes["month"], log_name="day", attribute=False,
                spans=tuple(self._days(month) for month in self.codes["month"]))
        if name not in self.codes:
            raise DisclosureError(
                f"A private ledger has no figures by {name!r}. Choose one of "
                f"{', '.join(self.codes)}.")
        return Dimension(name, codes=self.codes[name], attribute=name in self.attributes)

    def table(
        self, names: Sequence[str], where: Filter, *, sums: Mapping[str, Kind],
        margins: Sequence[str] = (), unit: Callable[[pd.DataFrame], pd.Series] | None = None,
    ) -> Cells:
        """Sums of the rows and the models behind them, in every combination of the dimensions.

        Parameters
        ----------
        names : sequence of str
            Dimensions.
        where : Filter
            Part of the rows.
        sums : mapping
            Columns of numbers that add up, and the kind of each.
        margins : sequence of str
            Dimensions of which the table shows the margin as well.
        unit : callable
            Number of models of a group of rows, where it is not that of distinct ones; never more.
        """
        dimensions = tuple(self.dimension(name) for name in names)
        rows = self.labelled(names, where)
        frame = pd.concat([
            _grouped(rows, kept, dimensions, list(sums))
            for kept in _subsets(list(names), margins)], ignore_index=True)
        for name, kind in sums.items():
            frame[name] = frame[name].astype("int64" if kind == "count" else "float64")
        if unit is not None:
            frame["models"] = unit(frame).astype("int64")
        return Cells(
            frame, dimensions, (Unit("models", "models", partition=False),),
            tuple(Value(name, kind) for name, kind in sums.items()), filter=where)

    def count(self, regions: Sequence[Region]) -> list[int]:
        """Distinct models in each region."""
        models = self.frame["model"].to_numpy()
        found = []
        for one in regions:
            inside = models[self.inside(dict(one.spans))]
            found.append(len(np.unique(inside[inside >= 0])))
        return found

    def names_of(self, spec: Spec) -> tuple[str, ...]:
        """The dimensions of a table in the log."""
        made = []
        for column, spans in spec.dimensions:
            fitting = [name for name in (*self.parts, *self.codes) if (
                one := self.dimension(name)).name == column and spans == tuple(
                    one.span(code) for code in one.codes)]
            made += fitting[:1]
        return tuple(made)

    def labelled(self, names: Sequence[str], where: Filter) -> pd.DataFrame:
        """Rows of a filter with the code of each dimension; those without one are left out."""
        rows = self.frame[self.inside(dict(where.columns))]
        labels = {one.column: self._label(rows, one) for one in map(self.dimension, names)}
        kept = rows.drop(columns=list(labels), errors="ignore").assign(**labels)
        return kept[kept[list(labels)].notna().all(axis=1)]

    def _label(self, rows: pd.DataFrame, dimension: Dimension) -> np.ndarray:
        if dimension.column not in self.parts:
            values = np.array([None, *self.codes[dimension.column]], dtype=object)
            return np.asarray(values[rows[dimension.column].to_numpy()], dtype=object)
        label = np.full(len(rows), None, dtype=object)
        ordinals = rows[dimension.name].to_numpy()
        for code in dimension.codes:
            for low, high in dimension.span(code):
                label[(ordinals >= low) & (ordinals <= high)] = code
        return label

    def _days(self, month: str) -> Spans:
        first = pd.Timestamp(month)
        start = (first - self.start).days + 1
        return ((start, start + first.days_in_month - 1),)


def _months(days: pd.Series) -> tuple[str, ...]:
    """Every month between the ends, also one in which nothing was worked."""
    if days.empty:
        return ()
    every = pd.date_range(days.min().replace(day=1), days.max(), freq="MS")
    return tuple(every.strftime("%Y-%m-%d"))


def _codes(values: pd.Series, known: tuple[str, ...]) -> tuple[str, ...]:
    """The known values, or those found; last the code of rows without one."""
    found = set(values.astype(str))
    return (*(known or sorted(found - {NONE})), *([NONE] if NONE in found else []))


def _subsets(names: list[str], margins: Sequence[str]) -> list[list[str]]:
    """The dimensions themselves, then what is left of them over each choice of margins."""
    kept = [list(names)]
    for margin in margins:
        kept += [[name for name in one if name != margin] for one in kept]
    return kept


def _grouped(
    rows: pd.DataFrame, kept: list[str], dimensions: Sequence[Dimension], sums: list[str]
) -> pd.DataFrame:
    """Sums and distinct models over some dimensions; the others as margin, zeros included."""
    keys = [one for one in dimensions if one.column in kept]
    named = rows[rows["model"] >= 0]
    if not keys:
        frame = pd.DataFrame([{**{name: rows[name].sum() for name in sums},
                               "models": named["model"].nunique()}])
    else:
        names = [one.column for one in keys]
        every = pd.MultiIndex.from_product([one.codes for one in keys], names=names)
        sums_by = rows.groupby(names)[sums].sum()
        models = named.groupby(names)["model"].nunique().rename("models")
        frame = pd.concat([_indexed(sums_by, every), _indexed(models.to_frame(), every)], axis=1)
        frame = frame.fillna(0).reset_index()
    frame["models"] = frame["models"].astype("int64")
    for one in dimensions:
        if one.column not in kept:
            frame[one.column] = one.total
    return frame


def _indexed(frame: pd.DataFrame, every: pd.MultiIndex) -> pd.DataFrame:
    if not isinstance(frame.index, pd.MultiIndex):
        frame.index = pd.MultiIndex.from_arrays([frame.index], names=every.names)
    return frame.reindex(every)
