"""Counting rows by small whole numbers: sums, and distinct units, of the cells of a table.

Decided: everything goes over the rows once, some at a time. Where a cell and a unit have a place of
their own in memory, that a unit is in a cell is one mark there, which is many times faster than
grouping; where there would be too many places, pairs are sorted instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import pandas as pd

from analysis.disclosure.filters import Spans
from analysis.ledger.private_columns import Array, Columns

MOST_MARKS = 150_000_000
"""Places of a cell and a unit that may be held at once, one byte each."""


@dataclass(frozen=True)
class Key:
    """One way to cut a column.

    Parameters
    ----------
    column : str
        Whose ordinals are cut.
    cells : array
        For each ordinal from 0 on the cell it belongs to, ``size`` where it belongs to none.
    size : int
        Number of cells.
    """

    column: str
    cells: Array
    size: int


def key_of(columns: Columns, column: str, parts: Sequence[Spans]) -> Key:
    """Cut a column into parts that share no ordinal."""
    most = int(columns.ordinals[column].max(initial=0))
    cells = np.full(most + 1, len(parts), dtype=np.int64)
    for at, spans in enumerate(parts):
        for low, high in spans:
            cells[low:high + 1] = at
    return Key(column, cells, len(parts))


@dataclass(frozen=True)
class Counted:
    """Sums by cell and which units are in each; ``shape`` has one place more for no cell.

    Parameters
    ----------
    shape : tuple of int
        Cells of each key, and one for none.
    sums : mapping of str to array
        What adds up, in this shape.
    cells, units : array
        Pairs of a cell's flat number and a unit that is in it, each once, sorted.
    """

    shape: tuple[int, ...]
    sums: Mapping[str, Array]
    cells: Array
    units: Array

    def over(self, kept: Sequence[int]) -> Counted:
        """The same by some of the keys only; rows in no cell of the others are left out."""
        inner = tuple(slice(-1) for _ in self.shape)
        gone = tuple(at for at in range(len(self.shape)) if at not in kept)
        shape = tuple(self.shape[at] - 1 for at in kept)
        sums = {name: found[inner].sum(axis=gone) for name, found in self.sums.items()}
        places = np.unravel_index(self.cells, self.shape) if self.shape else ()
        named = np.ones(len(self.cells), dtype=bool)
        for place, size in zip(places, self.shape, strict=True):
            named &= place < size - 1
        units = self.units[named]
        flat = np.zeros(len(units), dtype=np.int64)
        for at, size in zip(kept, shape, strict=True):
            flat = flat * size + places[at][named]
        if not gone:
            return Counted(shape, sums, flat, units)
        marks = _Marks(prod(shape), int(units.max(initial=0)))
        marks.add(flat, units)
        return Counted(shape, sums, *marks.pairs())

    @property
    def number(self) -> Array:
        """Distinct units of each cell."""
        return np.bincount(self.cells, minlength=prod(self.shape)).reshape(self.shape)


class _Marks:
    """Which units are in which cells; unit 0 is nobody."""

    def __init__(self, cells: int, units: int) -> None:
        self.units = units + 1
        self.dense = cells * self.units <= MOST_MARKS
        self.marks = np.zeros(cells * self.units if self.dense else 0, dtype=bool)
        self.parts: list[Array] = []

    def add(self, cells: Array, units: Array) -> None:
        places = cells.astype(np.int64) * self.units + units
        if self.dense:
            self.marks[places] = True
        else:
            self.parts.append(_each_once(places))

    def pairs(self) -> tuple[Array, Array]:
        """Cells and units of all pairs, sorted."""
        places = np.flatnonzero(self.marks) if self.dense else _each_once(
            np.concatenate([*self.parts, np.zeros(0, dtype=np.int64)]))
        cells, units = np.divmod(places, self.units)
        named = units > 0
        return cells[named], units[named]


def _each_once(places: Array) -> Array:
    """Sorted, each once; sorting in place is faster than what NumPy does for unique."""
    places.sort()
    return places[np.diff(places, prepend=-1) > 0]


def tabulate(
    columns: Columns, keys: Sequence[Key], where: Mapping[str, Spans], *,
    sums: Sequence[str] = (), unit: str = "model",
) -> Counted:
    """Sums and distinct units of each combination of the keys, in one pass over the rows."""
    shape = tuple(key.size + 1 for key in keys)
    found = {name: np.zeros(prod(shape)) for name in sums}
    marks = _Marks(prod(shape), len(columns.names[unit]))
    for rows in selections(columns, where):
        flat = _flat(columns, keys, rows)
        marks.add(flat, columns.ids[unit][rows])
        for name in sums:
            found[name] += _added(flat, columns.numbers[name], rows, prod(shape))
    return Counted(shape, {name: one.reshape(shape) for name, one in found.items()}, *marks.pairs())


def sums_by_unit(
    columns: Columns, keys: Sequence[Key], where: Mapping[str, Spans], *,
    numbers: Sequence[str], unit: str,
) -> dict[str, Array]:
    """Sums of numbers by the keys and by unit (last; place 0 is nobody), in one pass."""
    shape = (*(key.size + 1 for key in keys), len(columns.names[unit]) + 1)
    found = {name: np.zeros(prod(shape)) for name in numbers}
    for rows in selections(columns, where):
        flat = _flat(columns, keys, rows) * shape[-1] + columns.ids[unit][rows]
        for name in numbers:
            np.add.at(found[name], flat, np.nan_to_num(
                columns.numbers[name][rows].astype("float64")))
    inner = tuple(slice(-1) for _ in keys)
    return {name: one.reshape(shape)[inner] for name, one in found.items()}


def _flat(columns: Columns, keys: Sequence[Key], rows: slice | Array) -> Array:
    flat = np.zeros(1, dtype=np.int64)
    for key in keys:
        flat = flat * (key.size + 1) + key.cells[columns.ordinals[key.column][rows]]
    if not keys:
        number = len(rows) if isinstance(rows, np.ndarray) else rows.stop - rows.start
        return np.zeros(number, dtype=np.int64)
    return flat


def _added(flat: Array, numbers: Array, rows: slice | Array, size: int) -> Array:
    if numbers.strides == (0,) and len(numbers):
        return np.bincount(flat, minlength=size) * float(numbers[0])
    return np.bincount(flat, weights=np.nan_to_num(numbers[rows]), minlength=size)


def selections(columns: Columns, where: Mapping[str, Spans]) -> Iterator[slice | Array]:
    """Which rows lie in the spans of every named column, some at a time."""
    for number, low in enumerate(range(0, columns.size, columns.step)):
        part = slice(low, min(low + columns.step, columns.size))
        found: Array | None = None
        for name, spans in where.items():
            least, most = (int(one[number]) for one in columns.ends[name])
            if not any(first <= least and most <= last for first, last in spans):
                one = in_spans(columns.ordinals[name][part], spans) if any(
                    first <= most and least <= last for first, last in spans) else np.zeros(
                        part.stop - low, dtype=bool)
                found = one if found is None else found & one
        if found is None or found.all():
            yield part
        elif found.any():
            yield np.flatnonzero(found) + low


def inside(rows: pd.DataFrame, where: Mapping[str, Spans]) -> Array:
    """Which rows of a frame of ordinals lie in the spans of every named column."""
    found = np.ones(len(rows), dtype=bool)
    for name, spans in where.items():
        found &= in_spans(rows[name].to_numpy(), spans)
    return found


def in_spans(ordinals: Array, spans: Spans) -> Array:
    """Which ordinals lie in the spans."""
    most = np.iinfo(ordinals.dtype).max
    found = np.zeros(len(ordinals), dtype=bool)
    for low, high in spans:
        if low <= most:
            found |= (ordinals >= low) & (ordinals <= min(high, most))
    return found
