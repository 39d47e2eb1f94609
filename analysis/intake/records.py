"""From lines of text to records of cells, with the line each began on and what was wrong.

Decided: a cell may hold line breaks inside quotes, but a quote that is opened and never closed must
not swallow the rest of a file. A record that runs over several lines is believed if it has as many
cells as the header; else its first line alone is at fault and reading goes on with the next.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from analysis.errors import IntakeError
from analysis.intake.reading import Reading

LONGEST_RECORD = 200
"""Lines that one record may run over."""
MOST_COLUMNS = 5_000
BLANKS = " \t\u00a0"
UNCLOSED = "a quote is opened and never closed"
csv.field_size_limit(1 << 24)


@dataclass(frozen=True)
class Record:
    """Cells of one row, the line it begins on (from 1), and what is wrong with it, if anything."""

    line: int
    cells: list[str]
    fault: str = ""


class Lines:
    """Lines that can be given back, with their numbers."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._returned: list[str] = []
        self.number = 0
        self.blank = 0

    def next(self) -> str | None:
        """The next line, None at the end."""
        line = self._returned.pop() if self._returned else next(self._lines, None)
        if line is not None:
            self.number += 1
        return line

    def give_back(self, lines: list[str]) -> None:
        """Return lines, the last taken last."""
        self._returned.extend(reversed(lines))
        self.number -= len(lines)


def read_records(lines: Lines, reading: Reading, *, width: int) -> Iterator[Record]:
    """Records of a text file below its header, each with ``width`` cells.

    A row with more or fewer carries a fault, unless what is too much is empty or ``short_rows`` is
    ``pad``.
    """
    found = split_records(lines, reading, width=width)
    for record in islice(found, reading.header, None):
        yield fit(record, width, pad=reading.short_rows == "pad")


def split_records(
    lines: Lines, reading: Reading, *, width: int | None = None
) -> Iterator[Record]:
    """Records from the line after ``reading.skip`` on, header included, as they stand."""
    for _ in islice(iter(lines.next, None), reading.skip):
        pass
    while (line := lines.next()) is not None:
        if not line.strip(BLANKS if reading.separator != "\t" else " "):
            lines.blank += 1
            continue
        began = lines.number
        cells, fault = _record(lines, line, reading, width)
        check_width(len(cells))
        yield Record(began, cells, fault)


def check_width(columns: int) -> None:
    """Refuse a file with more columns than anybody can look through."""
    if columns > MOST_COLUMNS:
        raise IntakeError(
            f"The file has {columns:,} columns; at most {MOST_COLUMNS:,} are read. Export only the "
            "columns you need, or check the separator.")


def fit(record: Record, width: int, *, pad: bool) -> Record:
    """The record with exactly ``width`` cells; a fault if cells are missing or too many."""
    cells, found = record.cells, len(record.cells)
    if found == width:
        return record
    fault = record.fault
    if found > width and any(cell.strip() for cell in cells[width:]) and not fault:
        fault = f"the row has {found} cells, the header {width}"
    if found < width and not pad and not fault:
        fault = f"the row has {found} cells, the header {width}"
    return Record(record.line, (cells + [""] * (width - found))[:width], fault)


def _record(
    lines: Lines, line: str, reading: Reading, width: int | None
) -> tuple[list[str], str]:
    """Cells of the record that begins with this line, taking further lines as it needs."""
    mark = reading.quote
    if not mark or mark not in line:
        return line.split(reading.separator), ""
    taken: list[str] = []
    text = line
    while _is_open(text, reading):
        further = lines.next()
        if further is None or len(taken) >= LONGEST_RECORD:
            lines.give_back(taken if further is None else [*taken, further])
            return _unquoted(line, reading), UNCLOSED
        taken.append(further)
        text += "\n" + further
    try:
        cells = parse_line(text, reading, strict=bool(taken))
    except csv.Error:
        cells = []
    if not cells or (taken and width is not None and len(cells) != width):
        lines.give_back(taken)
        return _unquoted(line, reading), UNCLOSED
    return cells, ""


def parse_line(text: str, reading: Reading, *, strict: bool = False) -> list[str]:
    """Cells of one record, quotes taken off; ``strict`` refuses text after a closing quote."""
    if not reading.quote:
        return text.split(reading.separator)
    return next(csv.reader([text], delimiter=reading.separator, quotechar=reading.quote,
                           strict=strict), [])


def _unquoted(line: str, reading: Reading) -> list[str]:
    return [cell.strip(reading.quote) for cell in line.split(reading.separator)]


def _is_open(text: str, reading: Reading) -> bool:
    """Whether a cell that begins with a quote is still open at the end of the text."""
    mark, separator = reading.quote, reading.separator
    at, length = 0, len(text)
    while at <= length:
        if text.startswith(mark, at):
            at += 1
            while True:
                close = text.find(mark, at)
                if close < 0:
                    return True
                if text.startswith(mark, close + 1):
                    at = close + 2
                    continue
                at = close + 1
                break
        following = text.find(separator, at)
        newline = text.find("\n", at)
        ends = [place for place in (following, newline) if place >= 0]
        if not ends:
            return False
        at = min(ends) + 1
    return False
