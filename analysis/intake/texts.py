"""A whole survey as text: one Arrow column of strings a column, with the line of every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from analysis.errors import IntakeError
from analysis.intake.gaps import Gap
from analysis.intake.reading import Column, Reading
from analysis.intake.records import Record, check_width
from analysis.intake.rejects import WHOLE_ROW, Reject, Rejects
from analysis.intake.rows import Seen, data_rows
from analysis.intake.spelling import join_cells
from analysis.surveys.codebook import Value

BATCH = 10_000
LIST_MARK = "|"
MOST_NAMED = 8


@dataclass(frozen=True)
class Answers:
    """What a file itself says of a column: codes with labels, and the question it belongs to."""

    values: tuple[Value, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Texts:
    """A survey as text.

    Parameters
    ----------
    columns : tuple of pa.ChunkedArray
        Strings, null where a cell is empty, in the order of the reading's columns.
    lines : pa.ChunkedArray
        Line of each row in the file (rows of a sheet or data file counted from 1).
    answers : tuple of Answers
        By column, empty where the file says nothing.
    gaps : tuple of Gap
        Texts that were read as empty.
    trimmed : tuple of (str, int)
        Columns of which cells had blanks around them, and how many.
    """

    columns: tuple[pa.ChunkedArray, ...]
    lines: pa.ChunkedArray
    answers: tuple[Answers, ...] = ()
    gaps: tuple[Gap, ...] = ()
    trimmed: tuple[tuple[str, int], ...] = ()

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.lines)


def read_texts(
    path: Path, reading: Reading, *, seen: Seen, rejects: Rejects, most: int | None = None
) -> Texts:
    """Read a text file or workbook, or its first ``most`` rows; those at fault go to the rejects.

    Texts of ``reading.missing`` become empty, blanks around a cell are taken off.
    """
    schema = pa.schema([pa.field("line", pa.int64()), *(
        pa.field(str(place), pa.string()) for place in range(len(reading.columns)))])
    rows = islice(data_rows(path, reading, seen), most)
    table = pa.Table.from_batches(
        [_batch(records, schema) for records in batched(rows, rejects)], schema)
    cells = tuple(table.column(str(place)) for place in range(len(reading.columns)))
    return empty_out(Texts(cells, table.column("line")), reading)


def empty_out(texts: Texts, reading: Reading) -> Texts:
    """The texts without blanks around them and without those that mean empty; both are counted.

    Where a column says so, answers that differ only in capitals or blanks are one.
    """
    gaps: list[Gap] = []
    blanks: dict[str, int] = {}
    cells = []
    for column, found in zip(reading.columns, texts.columns, strict=True):
        trimmed, empty = pc.utf8_trim_whitespace(found), reading.empty_in(column)
        gaps += _count_gaps(column.name, trimmed, empty)
        bare = clean(trimmed, empty)
        cells.append(join_cells(bare) if column.same and not column.split else bare)
        blanks[column.name] = pc.sum(pc.and_(
            pc.not_equal(found, trimmed), pc.not_equal(trimmed, ""))).as_py() or 0
    return replace(texts, columns=tuple(cells), gaps=tuple(gaps), trimmed=tuple(
        (name, number) for name, number in blanks.items() if number))


def say_trimmed(texts: Texts) -> list[str]:
    """How many cells had blanks around them, in words."""
    most = sorted(texts.trimmed, key=lambda one: -one[1])
    named = ", ".join(f"{name} {number:,}" for name, number in most[:MOST_NAMED])
    named += f" and {len(most) - MOST_NAMED:,} columns more" if len(most) > MOST_NAMED else ""
    total = sum(number for _, number in most)
    return [f"Blanks around {total:,} cells were taken off ({named})."] if total else []


def batched(records: Iterator[Record], rejects: Rejects) -> Iterator[list[Record]]:
    """Sound records in batches; the others are counted."""
    while batch := list(islice(records, BATCH)):
        sound = []
        for record in batch:
            if record.fault:
                rejects.rows += 1
                rejects.add(Reject(record.line, WHOLE_ROW, " | ".join(record.cells), record.fault))
            else:
                sound.append(record)
        if sound:
            yield sound


def _batch(records: list[Record], schema: pa.Schema) -> pa.RecordBatch:
    cells = zip(*(record.cells for record in records), strict=True)
    arrays = [pa.array([record.line for record in records], pa.int64()),
              *(pa.array(column, pa.string()) for column in cells)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def clean(column: pa.ChunkedArray, missing: tuple[str, ...]) -> pa.ChunkedArray:
    """Trimmed texts, null where empty."""
    trimmed = pc.utf8_trim_whitespace(column)
    empty = pc.is_in(trimmed, value_set=pa.array(["", *missing], pa.string()))
    return pc.if_else(empty, pa.scalar(None, pa.string()), trimmed)


def read_parquet_texts(path: Path) -> tuple[Reading, Texts]:
    """Read a Parquet survey as text, with what its types say about the columns.

    Raises
    ------
    IntakeError
        If the file is damaged or too wide.
    """
    try:
        table = pa.parquet.read_table(path, use_threads=False)
    except (pa.ArrowException, OSError, ValueError):
        raise IntakeError(
            "The Parquet file is damaged or uses features that cannot be read. Write it again, "
            "or save the table as .csv.") from None
    check_width(table.num_columns)
    pairs = [_typed_column(field.name, table.column(place))
             for place, field in enumerate(table.schema)]
    lines = pa.chunked_array([pa.array(range(1, table.num_rows + 1), pa.int64())])
    reading = Reading("parquet", header=0, columns=tuple(column for column, _ in pairs))
    return reading, Texts(tuple(clean(texts, ()) for _, texts in pairs), lines)


def _typed_column(name: str, column: pa.ChunkedArray) -> tuple[Column, pa.ChunkedArray]:
    """The column as text, and the kind its type leaves no doubt about."""
    kind, split, type = "", "", column.type
    order: tuple[str, ...] = ()
    if pa.types.is_dictionary(type):
        if type.ordered and pa.types.is_string(type.value_type) and column.num_chunks:
            order = tuple(str(one) for one in column.chunk(0).dictionary.to_pylist())
            kind = "ordinal"
        column = column.cast(type.value_type)
    elif pa.types.is_floating(type):
        column = _without_zero(column)
        kind = "" if pa.types.is_integer(column.type) else "number"
    elif pa.types.is_list(type) or pa.types.is_large_list(type):
        cells = [None if cell is None else LIST_MARK.join(map(str, cell))
                 for cell in column.to_pylist()]
        column, kind, split = pa.chunked_array([pa.array(cells, pa.string())]), "flag", LIST_MARK
    elif pa.types.is_temporal(type) and not pa.types.is_time(type):
        column, kind = column.cast(pa.date32(), safe=False), "date"
    try:
        texts = column.cast(pa.string())
    except pa.ArrowException:
        raise IntakeError(
            f"Column {name!r} holds values of type {type}, which are no answers. Leave it out or "
            "save the table as .csv.") from None
    return Column(name, kind=kind, split=split, order=order), texts


def _without_zero(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Floats as whole numbers where all are whole (pandas makes floats of codes with gaps)."""
    filled = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    try:
        return filled.cast(pa.int64(), safe=True)
    except pa.ArrowInvalid:
        return filled


def _count_gaps(name: str, cells: pa.ChunkedArray, empty: Iterable[str]) -> list[Gap]:
    """How many trimmed cells of a column hold which text that means empty."""
    found = cells.filter(pc.is_in(cells, value_set=pa.array([*empty], pa.string())))
    counts = {one["values"]: one["counts"] for one in pc.value_counts(found).to_pylist()}
    return [Gap(name, text, count) for text, count in counts.items()]
