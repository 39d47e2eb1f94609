"""Write an exhibit as a workbook: the table with its headings, and a sheet that says what it is.

Decided: every text is written as text, so that nothing in a cell is ever taken for a formula, a
number or a link. Shares keep their value 0-1 under a percent format. The same exhibit gives the
same bytes: the day in the file is the exhibit's own.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from analysis.exhibits.exhibit import Column, Exhibit
from analysis.exhibits.private import WITHHELD, mark_withheld
from analysis.exports.assumed import NUMBERS, assumed_table
from analysis.exports.describe import join_sources, tidy_table

NUMBER_FORMATS = {
    "integer": "#,##0", "decimal": "#,##0.00", "percent": "0.0%", "year": "0",
    "date": "yyyy-mm-dd", "month": "yyyy-mm",
}
WIDEST = 60
LONGEST_TEXT = 32_000
"""Characters of a cell; a spreadsheet holds 32,767."""
FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""Signs that no XML holds; control signs are written as the format's own escapes."""


def to_xlsx(exhibit: Exhibit) -> bytes:
    """Two sheets: Table (headings with units, one row a figure) and Notes (everything else).

    Of a scenario a third one between them: Assumptions.

    Empty cells were not published or not found; what the disclosure gate withheld says so.
    """
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "nan_inf_to_errors": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({
            "title": _text(exhibit.title)[:250], "comments": _text(exhibit.cite)[:250],
            "created": datetime.combine(exhibit.as_of, datetime.min.time())})
        _write_table(book, book.add_worksheet("Table"), exhibit)
        if exhibit.assumptions is not None:
            _write_assumptions(book, book.add_worksheet("Assumptions"), exhibit)
        _write_notes(book, book.add_worksheet("Notes"), exhibit)
    return made.getvalue()


def _write_table(book: Workbook, sheet: Worksheet, exhibit: Exhibit) -> None:
    frame = mark_withheld(join_sources(tidy_table(exhibit)), exhibit.table)
    formats = {name: book.add_format({"num_format": text})
               for name, text in NUMBER_FORMATS.items()}
    bold, wrapped = book.add_format({"bold": True, "text_wrap": True}), book.add_format()
    for place, (name, column) in enumerate(exhibit.columns.items()):
        heading = f"{column.label} ({column.unit})" if column.unit else column.label
        sheet.write_string(0, place, _text(heading), bold)
        longest = len(heading)
        for row, value in enumerate(frame[name].tolist(), start=1):
            style = formats.get(column.format, wrapped)
            longest = max(longest, _write_cell(sheet, (row, place), value, column, style))
        sheet.set_column(place, place, min(longest + 2, WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(frame), len(exhibit.columns) - 1)


def _write_cell(
    sheet: Worksheet, at: tuple[int, int], value: Any, column: Column, style: Format
) -> int:
    """Write one cell by its column's format; the width it takes."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return 0
    if isinstance(value, str):
        sheet.write_string(*at, _text(value))
        return min(len(value), WIDEST)
    if isinstance(value, bool):
        sheet.write_boolean(*at, value)
        return 5
    if column.format in ("date", "month"):
        sheet.write_datetime(*at, pd.Timestamp(value).to_pydatetime(), style)
        return 10
    if isinstance(value, int | float) or hasattr(value, "__float__"):
        sheet.write_number(*at, float(value), style)
        return 12
    sheet.write_string(*at, _text(str(value)))
    return min(len(str(value)), WIDEST)


def _text(text: str) -> str:
    """As much of a text as a cell may hold."""
    return FORBIDDEN.sub("\ufffd", text)[:LONGEST_TEXT]


def _write_assumptions(book: Workbook, sheet: Worksheet, exhibit: Exhibit) -> None:
    bold, frame = book.add_format({"bold": True}), assumed_table(exhibit)
    for place, name in enumerate(frame.columns):
        sheet.write_string(0, place, str(name), bold)
        for row, value in enumerate(frame[name].tolist(), start=1):
            if name in NUMBERS:
                sheet.write_number(row, place, float(value))
            else:
                sheet.write_string(row, place, _text(str(value)))
        sheet.set_column(place, place, 60 if name in ("meaning", "note") else 16)
    sheet.freeze_panes(1, 0)


def _write_notes(book: Workbook, sheet: Worksheet, exhibit: Exhibit) -> None:
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 110)
    rows = [
        *([("Title", exhibit.title)] if exhibit.title != exhibit.finding else []),
        *((name, text) for name, text in (
            ("Note", exhibit.words.note), ("Chart by", exhibit.words.byline)) if text),
        ("Finding", exhibit.finding), ("Measure", exhibit.subtitle),
        ("Question", exhibit.question), ("Unit", exhibit.words.unit),
        ("Base", f"{exhibit.base:,}" if isinstance(exhibit.base, int) else str(exhibit.base)),
        ("Standing", exhibit.standing.sentence()),
        *(("Caveat", text) for text in exhibit.caveats),
        *(("Source", f"{source.source_id}: {source.cite()} Licence: {source.licence}.")
          for source in exhibit.sources.values()),
        *(("Query", f"{run.name}\n{run.sql}\nParameters: {run.parameters}")
          for run in exhibit.runs),
        ("As of", f"{exhibit.as_of:%Y-%m-%d}"), ("Data version", exhibit.data_version),
        ("Empty cells", "Not published or not found, never zero; "
         f"“{WITHHELD}” where the disclosure gate let nothing out."),
        ("Cite", exhibit.cite),
    ]
    for row, (name, text) in enumerate(rows):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, _text(text), wrapped)
