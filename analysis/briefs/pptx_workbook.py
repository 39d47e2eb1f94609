"""The workbook behind a native chart: its numbers, and the ends of their intervals."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from analysis.briefs.pptx_errors import Ends
from analysis.briefs.pptx_parts import named
from analysis.charts.editable import Editable, Strand
from analysis.charts.plain_text import safe_text

UNDATED = datetime(2000, 1, 1)
"""The workbook bears no day of its own; the presentation does."""


def fill_workbook(chart: Any, editable: Editable) -> dict[str, Ends]:
    """Names and numbers as PowerPoint expects them, then the ends of intervals; where they are."""
    made, ends, rows = io.BytesIO(), {}, len(editable.categories)
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False,
                                    "strings_to_urls": False}) as book:
        book.set_properties({"created": UNDATED})
        sheet = book.add_worksheet("Sheet1")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row, category in enumerate(named(editable), start=1):
            if editable.dates:
                sheet.write_datetime(row, 0, date.fromisoformat(category), day)
            else:
                sheet.write_string(row, 0, safe_text(category))
        place = 1
        for strand in editable.strands:
            _write(sheet, place, strand.name, strand.values)
            place += 1
        for strand in editable.strands:
            pairs = [strand.interval(at) for at in range(rows)]
            if not any(pairs):
                continue
            minus, plus = _lengths(strand, pairs)
            sides = ("low", "high", "below the value", "above the value")
            values = ([pair[0] if pair else None for pair in pairs],
                      [pair[1] if pair else None for pair in pairs], minus, plus)
            for at, (side, column) in enumerate(zip(sides, values, strict=True)):
                _write(sheet, place + at, f"{strand.name}: {side}", column)
            ends[strand.name] = Ends(_range(place + 2, rows), _range(place + 3, rows), minus, plus)
            place += len(sides)
    chart.part.chart_workbook.update_from_xlsx_blob(made.getvalue())
    return ends


def _lengths(
    strand: Strand, pairs: Sequence[tuple[float, float] | None]
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """How far each interval reaches below and above its value."""
    minus, plus = [], []
    for value, pair in zip(strand.values, pairs, strict=True):
        known = value is not None and pair is not None
        minus.append(round(value - pair[0], 6) if known and value is not None and pair else None)
        plus.append(round(pair[1] - value, 6) if known and value is not None and pair else None)
    return tuple(minus), tuple(plus)


def _write(sheet: Any, place: int, name: str, values: Sequence[float | None]) -> None:
    sheet.write_string(0, place, safe_text(name))
    for row, value in enumerate(values, start=1):
        if value is not None:
            sheet.write_number(row, place, value)


def _range(place: int, rows: int) -> str:
    first, last = (xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True)
                   for row in (1, rows))
    return f"Sheet1!{first}:{last}"
