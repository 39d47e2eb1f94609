"""Rows of a private ledger in ordinals, from which private cells are made and counted again.

Decided: every table of one frame of rows shares one release log, so that whatever is worked out
from two of them is found. Time is a column of days: a month is a span of them, so that a table of
months and one of the days since a law began can be set against each other. A person without a
name in the ledger counts as one and the same unknown model, never as nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import prod
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure import Cells, Dimension, Filter, Spec, Unit, Value, codes
from analysis.disclosure.cells import Kind
from analysis.disclosure.filters import LAST, Spans
from analysis.disclosure.lattice import Region
from analysis.errors import DisclosureError
from analysis.ledger.private_columns import NONE, Array, Columns, Raw, read_columns
from analysis.ledger.private_counts import (
    Counted,
    Key,
    key_of,
    selections,
    sums_by_unit,
    tabulate,
)
from analysis.ledger.private_regions import count_regions

__all__ = ["NONE", "TOTAL", "ProtectedRows"]
TOTAL = "*"
MOST_FOUND = 500_000
Parts = Mapping[str, tuple[str, Mapping[str, Sequence[str]]]]
"""A dimension that joins values of a column: its name, that column, and which values a code is."""


class ProtectedRows:
    """One frame of rows, coded.

    Parameters
    ----------
    raw : DataFrame or record batches
        ``day`` (date), ``kind``, ``model`` (empty for synthetic people), the columns, and numbers.
    columns : tuple of str
        Columns of text by which tables may be made.
    known : mapping
        Values in their order for columns that have a fixed set; of the others those found, sorted.
    attributes : tuple of str
        Columns that say something of a model itself: its class, the terms it has agreed to.
    of_some : tuple of str
        Columns whose tables are of the rows that have a value only; in others the rows without one
        are a code of their own.
    parts : mapping
        Dimensions that join values of a column.
    others : tuple of str
        Further columns of protected units (``brand``, ``agency``).
    like : ProtectedRows, optional
        Of the same ledger; its months, channels and numbers of units hold here as well.
    """

    def __init__(
        self, raw: Raw, columns: tuple[str, ...], *,
        known: Mapping[str, tuple[str, ...]], attributes: tuple[str, ...] = (),
        of_some: tuple[str, ...] = (), parts: Parts | None = None, others: tuple[str, ...] = (),
        like: ProtectedRows | None = None,
    ) -> None:
        self.attributes, self.of_some = attributes, of_some
        self.parts: dict[str, tuple[str, Mapping[str, Sequence[str]]]] = dict(parts or {})
        self.columns: Columns = read_columns(
            raw, columns, known=known, others=others, like=like.columns if like else None)
        self.codes = dict(self.columns.codes)
        self._found: dict[Region, int] = {}
        self.start = self.columns.start

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
        some = name in self.of_some
        return Dimension(
            name, codes=tuple(one for one in self.codes[name] if not some or one != NONE),
            attribute=name in self.attributes, leaves_out=some)

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
        frame = self.summed(names, where, sums=sums, margins=margins)
        if unit is not None:
            frame["models"] = unit(frame).astype("int64")
        return Cells(
            frame, tuple(map(self.dimension, names)), (Unit("models", "models", partition=False),),
            tuple(Value(name, kind) for name, kind in sums.items()), filter=where)

    def summed(
        self, names: Sequence[str], where: Filter, *, sums: Mapping[str, Kind],
        margins: Sequence[str] = (),
    ) -> pd.DataFrame:
        """What :meth:`table` is made of: a row a cell or margin, ``models`` beside the sums."""
        dimensions = tuple(map(self.dimension, names))
        counted = self.counted(names, where, sums=tuple(sums))
        frame = pd.concat([
            _frame(counted, kept, dimensions) for kept in _subsets(list(names), margins)
        ], ignore_index=True)
        return frame.astype({name: "int64" if kind == "count" else "float64"
                             for name, kind in sums.items()})

    def counted(
        self, names: Sequence[str], where: Filter, *, sums: Sequence[str] = (),
        unit: str = "model",
    ) -> Counted:
        """Sums and distinct units by some dimensions, as arrays."""
        return tabulate(self.columns, self._keys(names), where.columns, sums=sums, unit=unit)

    def by_unit(
        self, names: Sequence[str], where: Filter, *, numbers: Sequence[str], unit: str = "model"
    ) -> dict[str, Array]:
        """Sums of numbers by the dimensions and by unit (last; place 0 is nobody)."""
        return sums_by_unit(
            self.columns, self._keys(names), where.columns, numbers=numbers, unit=unit)

    def count(self, regions: Sequence[Region]) -> list[int]:
        """Distinct models in each region; a number found once is kept."""
        new = [one for one in dict.fromkeys(regions) if one not in self._found]
        numbers = dict(zip(new, count_regions(self.columns, new), strict=True))
        if len(self._found) + len(new) <= MOST_FOUND:
            self._found |= numbers
        return [numbers[one] if one in numbers else self._found[one] for one in regions]

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
        """Rows of a filter with the code of each dimension; those without one are left out.

        For frames of few rows: each is written out. Units are numbers from 0, -1 for none.
        """
        rows = np.concatenate([
            np.arange(self.columns.size)[part] for part in selections(self.columns, where.columns)
        ] or [np.zeros(0, dtype=np.int64)])
        labels = {}
        for key, one in zip(self._keys(names), map(self.dimension, names), strict=True):
            cells = key.cells[self.columns.ordinals[key.column][rows]]
            labels[one.column] = np.array([*one.codes, None], dtype=object)[cells]
        ids = {name: found[rows].astype("int64") - 1 for name, found in self.columns.ids.items()}
        numbers = {name: found[rows].astype("float64" if found.dtype.kind == "f" else "int64")
                   for name, found in self.columns.numbers.items()}
        frame = pd.DataFrame({**numbers, **ids, **labels})
        return frame[frame[list(labels)].notna().all(axis=1)]

    def _keys(self, names: Sequence[str]) -> list[Key]:
        return [key_of(self.columns, one.name, [one.span(code) for code in one.codes])
                for one in map(self.dimension, names)]

    def _days(self, month: str) -> Spans:
        first = pd.Timestamp(month)
        start = (first - self.start).days + 1
        return ((start, start + first.days_in_month - 1),)


def _subsets(names: list[str], margins: Sequence[str]) -> list[list[str]]:
    """The dimensions themselves, then what is left of them over each choice of margins."""
    return [[name for name in names if name not in gone] for number in range(len(margins) + 1)
            for gone in combinations(margins, number)]


def _frame(
    counted: Counted, kept: Sequence[str], dimensions: Sequence[Dimension]
) -> pd.DataFrame:
    """Sums and distinct models over some dimensions; the others as margin, zeros included."""
    inner = [at for at, one in enumerate(dimensions) if one.column in kept]
    found = counted.over(inner)
    places = np.unravel_index(np.arange(prod(found.shape)), found.shape) if inner else ()
    frame = pd.DataFrame({
        **{dimensions[at].column: np.array(dimensions[at].codes, dtype=object)[place]
           for at, place in zip(inner, places, strict=True)},
        **{name: one.ravel() for name, one in found.sums.items()},
        "models": found.number.ravel().astype("int64")})
    return frame.assign(**{one.column: one.total for at, one in enumerate(dimensions)
                           if at not in inner})
