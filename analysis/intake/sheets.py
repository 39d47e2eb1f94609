"""Rows of a workbook as text, with the row numbers a spreadsheet shows.

Values keep their type until here: a whole number loses its ``.0``, a day its midnight; a text that
looks like a number stays as it is, leading zeros and all. So does a number whose format shows it
with leading zeros. A formula that failed is the text a spreadsheet shows, such as ``#REF!``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from analysis.errors import IntakeError
from analysis.intake.records import Record, check_width
from analysis.intake.sheet_errors import sheet_errors
from analysis.intake.zeros import zero_widths

MOST_CELLS = 60_000_000


def list_sheets(path: Path) -> tuple[str, ...]:
    """Names of the visible sheets of a workbook, in its order."""
    workbook = _open(path)
    shown = [sheet.name for sheet in workbook.sheets_metadata
             if sheet.visible == SheetVisibleEnum.Visible]
    return tuple(shown or workbook.sheet_names)


def read_sheet(path: Path, sheet: str, *, decimal: str = ".") -> Iterator[Record]:
    """Rows of a sheet, each as wide as the widest; empty rows are left out.

    Parameters
    ----------
    decimal : str
        Mark for the numbers of the sheet, so that they read like those typed as text.

    Raises
    ------
    IntakeError
        If there is no such sheet or the workbook is damaged.
    """
    workbook = _open(path)
    if sheet not in workbook.sheet_names:
        listed = ", ".join(workbook.sheet_names[:20])
        raise IntakeError(f"The workbook has no sheet {sheet!r}. Sheets: {listed}.")
    try:
        table = workbook.get_sheet_by_name(sheet)
        last = table.end[0] + 1 if table.end else 0
        if table.width * last > MOST_CELLS:
            raise IntakeError(
                f"Sheet {sheet!r} has {last:,} rows and {table.width:,} columns, more than "
                "can be held. Save it as .csv.")
        check_width(table.width)
        rows = table.iter_rows()
        left = table.start[1] if table.start else 0
        widths = {place - left: width for place, width in zero_widths(path, sheet).items()
                  if left <= place < left + table.width}
    except (CalamineError, OSError) as error:
        raise _damaged(error) from None
    errors = sheet_errors(path, sheet)
    for number, row in enumerate(rows, start=1):
        cells = [cell_text(value, decimal) for value in row]
        for place, text in errors.get(number, {}).items():
            if 0 <= place - left < len(cells) and not cells[place - left]:
                cells[place - left] = text
        for place, width in widths.items():
            if isinstance(row[place], float) and cells[place].isdigit():
                cells[place] = cells[place].zfill(width)
        if any(cell.strip() for cell in cells):
            yield Record(number, cells)


def cell_text(value: Any, decimal: str) -> str:
    """A cell as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        return text.replace(".", decimal)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | time | timedelta) else ""


def _open(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(error) from None


def _damaged(error: Exception) -> IntakeError:
    if "assword" in str(error):
        return IntakeError("The workbook is protected by a password. Save it without one.")
    return IntakeError(
        "The workbook is damaged and cannot be opened. Save it again as .xlsx or .csv.")
