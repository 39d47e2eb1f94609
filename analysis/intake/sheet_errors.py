"""Failed formulas of a workbook (``#REF!``, ``#DIV/0!``), which its reader leaves empty.

They are put back as the text a spreadsheet shows, so that they are counted and said as every text
that means an empty cell is. The part of the sheet is looked through in pieces; a workbook without a
failed formula costs the search for the mark of one.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from analysis.intake.zeros import column_of, part_of

PIECE = 1 << 20
LONGEST = 1 << 16
"""Characters of a cell with its formula."""
MOST_ERRORS = 1_000_000
MARK = b't="e"'
ERROR = re.compile(
    rb'<(?:\w+:)?c\s(?=[^<>]*\bt="e")[^<>]*\br="([A-Z]{1,3})(\d+)"[^<>]*>'
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>(#[^<]{1,20})</", re.DOTALL)


def sheet_errors(path: Path, sheet: str) -> dict[int, dict[int, str]]:
    """Texts of failed formulas by row (from 1) and column (from 0); none where none can be read."""
    found: dict[int, dict[int, str]] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            part = part_of(archive, sheet)
            if not part:
                return {}
            with archive.open(part) as cells:
                for number, (column, row, text) in enumerate(_errors(cells)):
                    if number >= MOST_ERRORS:
                        break
                    found.setdefault(row, {})[column] = text
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, OSError, ValueError,
            NotImplementedError, RuntimeError):
        return {}
    return found


def _errors(cells: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    """Column, row and text of each cell whose value is an error."""
    rest = b""
    while piece := cells.read(PIECE):
        rest += piece
        end = 0
        if MARK in rest:
            for cell in ERROR.finditer(rest):
                text = cell.group(3).decode("utf-8", errors="replace")
                yield column_of(cell.group(1).decode()), int(cell.group(2)), text
                end = cell.end()
        rest = rest[max(end, len(rest) - LONGEST):]
