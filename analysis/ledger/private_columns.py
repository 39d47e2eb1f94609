"""Columns of a protected query as small whole numbers, read some rows at a time.

Decided: ten million bookings are kept as numbers of one or two bytes in memory, never as words and
never as one frame: a column of words is read into the places of its values, a day into days since
the first month, a model, brand or agency into its number. What every row has in common (one booking
a row) takes no room at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

NONE = "-"
"""Code of rows that have no value in a column: everybody is in some code, as every reader knows."""
UNKNOWN_MODEL = "\x00"
Array = npt.NDArray[Any]
ROWS_AT_ONCE = 1 << 16
NARROWED = ("kind", "market", "role")
"""By which most tables are narrowed: rows are kept in their order."""
Raw = pd.DataFrame | Iterable[pa.RecordBatch]
"""Rows of a query: batches as they come, or a frame."""


@dataclass(frozen=True)
class Columns:
    """Rows by column.

    Parameters
    ----------
    size : int
        Number of rows.
    start : Timestamp
        First day of the first month.
    codes : mapping
        For each column of words its values in the order of their ordinals; ``month``: every month.
    ordinals : mapping
        For each column of words the ordinals of the rows, from 1; ``day``: 1 is ``start``.
    ids : mapping
        Protected units (``model`` and others) as numbers from 1, 0 for none.
    names : mapping
        What each number of a unit stands for; the first is number 1.
    numbers : mapping
        What adds up.
    step : int
        So many rows are looked at at once. Rows that are often asked for together lie together.
    ends : mapping
        For each column the least and the highest ordinal of each such part, so that parts without
        any row of a filter are passed over.
    """

    size: int
    start: pd.Timestamp
    codes: Mapping[str, tuple[str, ...]]
    ordinals: Mapping[str, Array]
    ids: Mapping[str, Array]
    names: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, Array]
    step: int
    ends: Mapping[str, tuple[Array, Array]]


class _Words:
    """A column of words on its way into numbers: 0 for none, others as they come."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        self.places = {word: at for at, word in enumerate(known, start=1)}
        self.parts: list[Array] = []

    def add(self, column: pa.Array) -> Array:
        """Read a part of the column; its numbers."""
        coded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(
            column.cast(pa.string()))
        found = [0, *(0 if word is None else self.places.setdefault(
            str(word), len(self.places) + 1) for word in coded.dictionary.to_pylist())]
        places = np.asarray(pc.fill_null(pc.add(coded.indices, 1), 0).to_numpy(
            zero_copy_only=False), dtype=np.intp)
        self.parts.append(np.array(found, dtype=_smallest(len(self.places)))[places])
        return self.parts[-1]

    def joined(self) -> Array:
        """The whole column."""
        whole = np.concatenate([*self.parts, np.zeros(0, dtype=np.uint8)])
        self.parts.clear()
        return whole


def read_columns(
    raw: Raw, texts: tuple[str, ...], *, known: Mapping[str, tuple[str, ...]],
    others: tuple[str, ...] = (), like: Columns | None = None,
) -> Columns:
    """Read the rows of a protected query.

    Parameters
    ----------
    raw : DataFrame or batches
        ``day`` (date), ``kind``, ``model`` (empty for synthetic people), the columns, and numbers.
    texts : tuple of str
        Columns of words by which tables may be made.
    known : mapping
        Values in their order for columns that have a fixed set; of the others those found, sorted.
    others : tuple of str
        Further columns of protected units.
    like : Columns, optional
        Of the same ledger: its months, channels and numbers of units hold here as well.
    """
    known = {**known, "channel": like.codes["channel"]} if like else known
    words = {name: _Words() for name in texts}
    ids = {name: _Words(like.names.get(name, ()) if like else ()) for name in ("model", *others)}
    days: list[Array] = []
    numbers: dict[str, list[Array]] = {}
    for batch in _batches(raw):
        days.append(_days(batch.column("day")))
        for name in words:
            words[name].add(batch.column(name))
        for name in others:
            ids[name].add(batch.column(name))
        ids["model"].add(_named(batch))
        for name in set(batch.schema.names) - {"day", "kind", *texts, *ids}:
            numbers.setdefault(name, []).append(_numbers(batch.column(name)))
    codes: dict[str, tuple[str, ...]] = {}
    ordinals: dict[str, Array] = {}
    for name, one in words.items():
        codes[name], ordinals[name] = _in_order(one, known.get(name, ()))
    ends = (min(part.min() for part in days if len(part)),
            max(part.max() for part in days if len(part))) if any(map(len, days)) else ()
    codes["month"] = _months(*ends)
    if like is not None:
        codes["month"] = like.codes["month"]
    start = pd.Timestamp(next(iter(codes["month"]), "2000-01-01"))
    ordinals["day"] = _since(days, start)
    places = {name: one.joined() for name, one in ids.items()}
    sums = {name: _joined(numbers.pop(name)) for name in list(numbers)}
    _put_together(ordinals, codes, others=(places, sums))
    starts = np.arange(0, len(ordinals["day"]), ROWS_AT_ONCE)
    parts = {name: (np.minimum.reduceat(one, starts), np.maximum.reduceat(one, starts))
             for name, one in ordinals.items() if len(starts)}
    return Columns(
        len(ordinals["day"]), start, codes, ordinals, places,
        {name: tuple(one.places) for name, one in ids.items()}, sums, ROWS_AT_ONCE, parts)


def _put_together(
    ordinals: dict[str, Array], codes: Mapping[str, tuple[str, ...]], *,
    others: Sequence[dict[str, Array]],
) -> None:
    """Put rows in the order of what is most often asked for, one column at a time.

    Rows that are alike in it stay in the order in which they came.
    """
    key = np.zeros(len(ordinals["day"]), dtype=np.uint16)
    for name in (one for one in NARROWED if one in ordinals):
        key = (key * np.uint16(len(codes[name]) + 1) + ordinals[name]).astype(np.uint16)
    order = np.argsort(key, kind="stable")
    for part in (ordinals, *others):
        for name, one in part.items():
            part[name] = one if one.strides == (0,) else one[order]


# Every array below is a copy: a view would keep the whole batch it was read from.


def _batches(raw: Raw) -> Iterable[pa.RecordBatch]:
    """One batch or more: a query without any row gives none, and its columns would not be known."""
    if isinstance(raw, pd.DataFrame):
        yield pa.RecordBatch.from_pandas(raw)
        return
    batch = None
    for batch in raw:
        yield batch
    if batch is None and isinstance(raw, pa.RecordBatchReader):
        yield pa.RecordBatch.from_pylist([], schema=raw.schema)


def _named(batch: pa.RecordBatch) -> pa.Array:
    """Models; a person without a name is the unknown one, a synthetic person nobody."""
    people = pc.fill_null(pc.not_equal(batch.column("kind").cast(pa.string()), "synthetic"), True)
    models = batch.column("model").cast(pa.string())
    return pc.if_else(pc.and_(pc.is_null(models), people), UNKNOWN_MODEL, models)


def _days(column: pa.Array) -> Array:
    return np.array(column.cast(pa.date32()).cast(pa.int32()).to_numpy(), dtype=np.int32)


def _since(days: list[Array], start: pd.Timestamp) -> Array:
    whole = np.concatenate([*days, np.zeros(0, dtype=np.int32)])
    days.clear()
    whole -= np.int32((start - pd.Timestamp(0)).days - 1)
    return whole.astype(_smallest(int(whole.max(initial=0))))


def _in_order(words: _Words, known: tuple[str, ...]) -> tuple[tuple[str, ...], Array]:
    """The known values, or those found; last the code of rows without one; and the ordinals."""
    found, rows = words.places, words.joined()
    empty = bool((rows == 0).any())
    codes = (*(known or sorted(found)), *([NONE] if empty else []))
    place = {word: at for at, word in enumerate(codes, start=1)}
    ordinal = [place[NONE] if empty else 0, *(place.get(word, 0) for word in found)]
    return codes, np.array(ordinal, dtype=_smallest(len(codes)))[rows]


def _numbers(column: pa.Array) -> Array:
    """Numbers in the least room that keeps them whole; one for all rows where all are the same."""
    found = column.to_numpy(zero_copy_only=False)
    if found.dtype.kind == "O":
        found = found.astype("float64")
    if found.dtype.kind == "f":
        short = found.astype("float32")
        found = short if np.array_equal(short, found, equal_nan=True) else found
    if len(found) and (found == found[0]).all():
        return np.broadcast_to(found[0], found.shape)
    return np.array(found)


def _joined(parts: list[Array]) -> Array:
    same = {part[0].item() for part in parts if len(part) and part.strides == (0,)}
    if len(same) == 1 and all(part.strides == (0,) for part in parts if len(part)):
        return np.broadcast_to(next(part[0] for part in parts if len(part)),
                               (sum(map(len, parts)),))
    return np.concatenate(parts)


def _months(first: int | None = None, last: int | None = None) -> tuple[str, ...]:
    """Every month between the ends, also one in which nothing was worked."""
    if first is None or last is None:
        return ()
    ends = pd.to_datetime([int(first), int(last)], unit="D")
    return tuple(pd.date_range(ends[0].replace(day=1), ends[1], freq="MS").strftime("%Y-%m-%d"))


def _smallest(most: int) -> Any:
    return np.min_scalar_type(max(most, 1))
