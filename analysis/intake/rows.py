"""Rows of a text file or a workbook, read as a ``Reading`` says: one stream for both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from analysis.intake.decoding import Decoded, read_lines
from analysis.intake.reading import Reading
from analysis.intake.records import Lines, Record, fit, read_records, split_records
from analysis.intake.sheets import read_sheet

EXAMPLE = "EXAMPLE - delete this row"
"""What an example row of a template says in one of its cells."""
IS_EXAMPLE = "an example row of the template"
FIRST_ROWS = 20
"""Rows among which a template has its examples."""


@dataclass
class Seen:
    """What was met while reading that is no row; filled as the rows are read."""

    decoded: Decoded = field(default_factory=Decoded)
    blank: int = 0

    def notes(self) -> list[str]:
        """In words, for the report."""
        found = []
        if self.blank:
            found.append(f"{self.blank:,} blank lines were left out.")
        if self.decoded.nuls:
            found.append(f"{self.decoded.nuls:,} NUL bytes were left out.")
        if self.decoded.replaced:
            found.append(f"{self.decoded.replaced:,} characters could not be read in this "
                         "encoding and became \ufffd. Try another encoding.")
        return found


def all_rows(path: Path, reading: Reading) -> Iterator[Record]:
    """Every row after ``reading.skip``, header included, as it stands; for a guess or a preview."""
    if reading.format == "xlsx":
        rows = read_sheet(path, reading.sheet, decimal=reading.decimal)
        yield from (record for record in rows if record.line > reading.skip)
    else:
        yield from split_records(Lines(read_lines(path, reading.encoding)), reading)


def data_rows(path: Path, reading: Reading, seen: Seen) -> Iterator[Record]:
    """Rows below the header, each as wide as the reading has columns, faults marked."""
    width = len(reading.columns)
    if reading.format == "xlsx":
        rows = read_sheet(path, reading.sheet, decimal=reading.decimal)
        below = (record for record in rows if record.line > reading.skip)
        yield from _without_examples(
            fit(record, width, pad=True) for record in islice(below, reading.header, None))
        return
    lines = Lines(read_lines(path, reading.encoding, seen.decoded))
    yield from _without_examples(read_records(lines, reading, width=width))
    seen.blank = lines.blank


def has_examples(path: Path, reading: Reading) -> bool:
    """Whether example rows of a template are still in the file."""
    return any(record.fault == IS_EXAMPLE
               for record in islice(data_rows(path, reading, Seen()), FIRST_ROWS))


def _without_examples(rows: Iterator[Record]) -> Iterator[Record]:
    """The rows; among the first ones the examples of a template are at fault."""
    for record in islice(rows, FIRST_ROWS):
        example = any(cell.strip().startswith(EXAMPLE) for cell in record.cells)
        yield replace(record, fault=IS_EXAMPLE) if example else record
    yield from rows
