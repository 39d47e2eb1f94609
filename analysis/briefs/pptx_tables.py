"""Tables on slides: a few rows each, heads repeated, what was left out said below."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Emu, Inches

from analysis.briefs.document import Runs, Table, plain_runs, text_of_runs
from analysis.briefs.pptx_deck import (
    FOOT_TOP,
    INK,
    LEFT,
    MUTED,
    TEXT_WIDE,
    TITLE_HIGH,
    TITLE_TOP,
    add_slide,
    add_text,
    describe,
    write_runs,
)
from analysis.briefs.tables import column_widths
from analysis.charts.plain_text import safe_text

TOP = TITLE_TOP + TITLE_HIGH + Inches(0.2)
MOST_SLIDES = 3
LINES = 17
"""Lines of a table that a slide holds."""
SIGNS = 150
"""Of a line over the whole width."""
POINTS = 11.0
BAND = RGBColor(0xF4, 0xF1, 0xEA)


def add_tables(deck: Any, block: Table, *, notes: str = "") -> None:
    """The table over as many slides as it needs, at most three; then the rest is only counted.

    Parameters
    ----------
    deck : Presentation
    block : Table
    notes : str
        For the speaker, where the table stands in place of its figure.
    """
    widths = column_widths(block, wide=True)
    pages: list[list[tuple[Runs, ...]]] = [[]]
    used = 0
    for row in block.rows:
        needed = _lines(row, widths)
        if pages[-1] and used + needed > LINES:
            pages.append([])
            used = 0
        pages[-1].append(row)
        used += needed
    shown = pages[:MOST_SLIDES]
    left = sum(map(len, pages[MOST_SLIDES:]))
    for at, rows in enumerate(shown, start=1):
        of = f" ({at} of {len(shown)})" if len(shown) > 1 else ""
        label = f"{block.label}: " if block.label else ""
        slide = add_slide(deck, f"{label}{text_of_runs(block.caption)}{of}")
        _add_table(slide, block, rows, widths)
        if notes:
            slide.notes_slide.notes_text_frame.text = safe_text(notes)
        note = add_text(slide, "Note", (LEFT, FOOT_TOP, TEXT_WIDE, Inches(0.6)))
        rest = plain_runs(f"{left} more rows are not on slides. ") if left and at == len(
            shown) else ()
        write_runs(note.paragraphs[0], (*rest, *block.note), points=9.5, colour=MUTED)


def _lines(row: tuple[Runs, ...], widths: list[float]) -> int:
    return max(-(-len(text_of_runs(cell)) // max(1, int(width * SIGNS)))
               for cell, width in zip(row, widths, strict=True)) or 1


def _add_table(
    slide: Any, block: Table, rows: list[tuple[Runs, ...]], widths: list[float]
) -> None:
    frame = slide.shapes.add_table(
        len(rows) + 1, len(block.heads), LEFT, TOP, TEXT_WIDE, Inches(0.28) * (len(rows) + 1))
    describe(frame, f"Table: {text_of_runs(block.caption)}", name=block.label or "Table")
    table = frame.table
    table.horz_banding = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(round(TEXT_WIDE * width))
    heads = tuple(plain_runs(head, bold=True) for head in block.heads)
    for number, (row, texts) in enumerate(zip(table.rows, (heads, *rows), strict=True)):
        row.height = Inches(0.26)
        for cell, runs, right in zip(row.cells, texts, block.numeric, strict=True):
            cell.margin_top = cell.margin_bottom = Inches(0.025)
            cell.margin_left = cell.margin_right = Inches(0.06)
            cell.fill.solid()
            cell.fill.fore_color.rgb = BAND if not number else RGBColor(255, 255, 255)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = 3 if right else 1
            write_runs(paragraph, runs or plain_runs(safe_text(" ")), points=POINTS, colour=INK)
