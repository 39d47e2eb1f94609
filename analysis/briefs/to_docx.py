"""A brief as a Word document: real headings, captions that count, linked notes, tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell

from analysis.briefs.document import (
    Box,
    Break,
    Document,
    Endnotes,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Runs,
    Table,
    plain_runs,
    text_of_runs,
)
from analysis.briefs.docx_xml import (
    CELL,
    add_bookmark,
    add_field,
    add_runs,
    border,
    crop,
    describe_picture,
    dress_table,
    element,
    fill_cell,
    renew,
    set_size,
    set_widths,
)
from analysis.briefs.markup import Run
from analysis.briefs.pictures import in_place, missing_chrome, pieces_of, to_png
from analysis.briefs.properties import set_properties
from analysis.briefs.tables import column_widths, table_of
from analysis.charts.plain_text import safe_text

SANS, SERIF = "Arial", "Times New Roman"
INK, MUTED = RGBColor(0x1D, 0x1D, 0x1B), RGBColor(0x4A, 0x48, 0x44)
TEXT_CM = {False: 16.6, True: 24.7}
ROOM_PX = {False: 800, True: 440}
"""Height of a page that a figure may fill, in pixels of the figure at its full width."""
FIGURE_CM = 16.5
SIZES = {"Normal": 10.5, "Title": 20, "Heading 1": 15, "Heading 2": 12, "Caption": 9,
         "List Bullet": 10.5}
COMPACT = {"Normal": 9.5, "Title": 17, "Heading 1": 11.5, "Heading 2": 10.5, "Caption": 8.5,
           "List Bullet": 9.5}
"""Points of each style."""


def to_docx(document: Document) -> bytes:
    """The document for Word, LibreOffice and everything else that reads it."""
    made = _Word(document)
    made.write()
    content = io.BytesIO()
    made.word.save(content)
    return content.getvalue()


class _Word:
    """A Word document under way."""

    def __init__(self, document: Document) -> None:
        self.document, self.word = document, docx.Document()
        self.wide, self.missing = document.template.landscape, missing_chrome()
        self.bookmarks, self.breaks = 0, False
        renew(self.word)
        _set_styles(self.word, compact=document.template.compact)
        _set_page(self.word.sections[0], wide=self.wide)
        set_properties(self.word.core_properties, document)
        self.word.core_properties.last_modified_by = self.word.core_properties.keywords = ""

    def write(self) -> None:
        """Everything in reading order."""
        document = self.document
        self.word.add_paragraph(safe_text(document.title), style="Title")
        by = (document.author, document.day, document.template.label)
        self._small(plain_runs(" · ".join(part for part in by if part)))
        self._small(plain_runs(document.standing))
        if self.missing:
            self._small(plain_runs(f"Pictures are missing: {self.missing} Tables stand in their "
                                   "place.", bold=True))
        writers: Mapping[type, Callable[[Any], None]] = {
            Break: self._break, Heading: self._heading, Paragraph: self._paragraph,
            Listing: self._listing, Figure: self._figure, Table: self._table, Box: self._box,
            Endnotes: self._endnotes}
        for block in document.blocks:
            writers[type(block)](block)
        _add_footer(self.word.sections[0], document)

    def _break(self, block: Break) -> None:
        self.breaks = True

    def _heading(self, block: Heading) -> None:
        paragraph = self.word.add_heading(level=block.level)
        add_runs(paragraph, block.runs)
        paragraph.paragraph_format.page_break_before = block.page or self.breaks
        self.breaks = False

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self.word.add_paragraph(style="Small" if block.style == "small" else None)
        paragraph.paragraph_format.page_break_before, self.breaks = self.breaks or None, False
        if block.number:
            paragraph.paragraph_format.left_indent = Cm(0.9)
            paragraph.paragraph_format.first_line_indent = Cm(-0.9)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.9))
            paragraph.add_run(f"{block.number}.\t")
        add_runs(paragraph, block.runs)

    def _small(self, runs: Runs) -> None:
        add_runs(self.word.add_paragraph(style="Small"), runs)

    def _listing(self, block: Listing) -> None:
        """Numbers are typed, because Word would count on from list to list."""
        for at, item in enumerate(block.items, start=1):
            style = "Small" if block.small else "Normal"
            if not block.ordered:
                style = "List Bullet"
            paragraph = self.word.add_paragraph(style=style)
            if block.ordered:
                paragraph.paragraph_format.left_indent = Cm(0.9)
                paragraph.paragraph_format.first_line_indent = Cm(-0.9)
                paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.9))
                paragraph.add_run(f"{at}.\t")
            add_runs(paragraph, item)
            if block.place(at - 1):
                self.bookmarks += 1
                add_bookmark(paragraph, block.place(at - 1), self.bookmarks)
            if block.small:
                paragraph.paragraph_format.space_after = Pt(1 if at < len(block.items) else 6)
                set_size(paragraph, 8.5)

    def _figure(self, block: Figure) -> None:
        shown = block.shown
        pieces = () if self.missing else pieces_of(shown, most_px=ROOM_PX[self.wide])
        if not pieces:
            self._instead(block)
            return
        content, height = to_png(shown), float(shown.figure["layout"]["height"])
        for at, piece in enumerate(pieces, start=1):
            paragraph = self.word.add_paragraph()
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_after = Pt(2)
            width = Cm(FIGURE_CM * piece.scale)
            shape = paragraph.add_run().add_picture(io.BytesIO(content), width=width)
            part = f" (part {at} of {len(pieces)})" if len(pieces) > 1 else ""
            describe_picture(shape, title=f"Figure {block.number}{part}", alt=(
                shown.alt if at == 1 else f"Figure {block.number} goes on{part}."))
            if len(pieces) > 1:
                crop(shape, top=piece.top / height, bottom=piece.bottom / height)
        self._caption("Figure", block.number, block.caption, place=block.place)

    def _instead(self, block: Figure) -> None:
        """A figure that cannot be drawn: what it says, and its table in its place."""
        self._small(plain_runs(in_place(block.shown, block.number, self.missing)))
        self._caption("Figure", block.number, block.caption, place=block.place)
        if self.document.template.tables == "annex" and block.shown.rows and self.missing:
            self._table(table_of(block.shown, number=block.number, numbers=self.document.numbers,
                                 wide=self.wide))

    def _caption(self, kind: str, number: int, runs: Runs, *, place: str) -> Any:
        paragraph = self.word.add_paragraph(style="Caption")
        paragraph.add_run(f"{kind} ")
        add_field(paragraph, f" SEQ {kind} \\* ARABIC ", str(number))
        self.bookmarks += 1
        add_bookmark(paragraph, place, self.bookmarks)
        paragraph.add_run(". ")
        add_runs(paragraph, (*runs, *plain_runs("." if kind == "Figure" else "")))
        return paragraph

    def _table(self, block: Table) -> None:
        if block.label:
            kind, _, number = block.label.partition(" ")
            caption = self._caption(
                kind, int(number), block.caption, place=f"table-{block.of}")
        else:
            caption = self.word.add_paragraph(style="Caption")
            add_runs(caption, block.caption)
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_before = Pt(8)
        table = self.word.add_table(rows=1 + len(block.rows), cols=len(block.heads))
        set_widths(table, [share * TEXT_CM[self.wide] for share in column_widths(
            block, wide=self.wide)])
        heads = tuple(plain_runs(head) for head in block.heads)
        for at, (row, runs) in enumerate(zip(
                table._tbl.tr_lst, (heads, *block.rows), strict=True)):
            for cell, content, right in zip(row.tc_lst, runs, block.numeric, strict=True):
                fill_cell(_Cell(cell, table), content, right=right, bold=not at)
        dress_table(table, title=block.label or "Table", description=text_of_runs(block.caption))
        self._small(block.note)

    def _box(self, block: Box) -> None:
        self.word.add_heading(block.title, level=1)
        for question, why in block.entries:
            paragraph = self.word.add_paragraph()
            add_runs(paragraph, (*plain_runs(f"{question} ", bold=True), *plain_runs(why)))
            border(paragraph, ("top", "left", "bottom", "right"))
            paragraph.paragraph_format.keep_with_next = question != block.entries[-1][0]

    def _endnotes(self, block: Endnotes) -> None:
        for number, note in block.notes:
            paragraph = self.word.add_paragraph(style="Small")
            paragraph.paragraph_format.left_indent = Cm(1.1)
            paragraph.paragraph_format.first_line_indent = Cm(-1.1)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(1.1))
            paragraph.add_run(f"[{number}]\t")
            self.bookmarks += 1
            add_bookmark(paragraph, f"note-{number}", self.bookmarks)
            before, address, after = note.cite.partition(note.address) if note.address else (
                note.cite, "", "")
            add_runs(paragraph, (*plain_runs(before), *linked(address), *plain_runs(
                f"{after} {note.kind.capitalize()}, {note.verification}. "
                f"Licence: {note.licence}.")))


def linked(address: str) -> Runs:
    """An address that leads to itself."""
    return (Run(address, link=address),) if address else ()


def _set_styles(word: Any, *, compact: bool) -> None:
    styles = word.styles
    sizes = COMPACT if compact else SIZES
    for name in ("Small", CELL):
        styles.add_style(name, 1).base_style = styles["Normal"]
    for name, size in {**sizes, "Small": 8.5, CELL: 8}.items():
        style = styles[name]
        serif = name.startswith(("Title", "Heading"))
        style.font.name, style.font.size = SERIF if serif else SANS, Pt(size)
        style.font.color.rgb = MUTED if name in ("Small", "Caption") else INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), SERIF if serif else SANS)
        near = compact or name in ("Small", "Caption")
        style.paragraph_format.space_after = Pt(1 if name == CELL else 3 if near else 6)
        if compact and name.startswith("Heading"):
            style.paragraph_format.space_before = Pt(8)
        style.paragraph_format.widow_control = True
    styles["Caption"].font.bold = False
    for line in styles["Title"].element.iter(qn("w:pBdr")):
        line.getparent().remove(line)
    styles["Normal"].element.get_or_add_rPr().append(element("lang", val="en-GB"))


def _set_page(section: Any, *, wide: bool) -> None:
    width, height = Cm(21), Cm(29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if wide else (width, height)
    section.left_margin = section.right_margin = Cm((29.7 if wide else 21) - TEXT_CM[wide]) // 2
    section.top_margin = section.bottom_margin = Cm(2)


def _add_footer(section: Any, document: Document) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.style = "Small"
    frozen = f", frozen on {document.edition.frozen_on}" if document.edition.frozen_on else ""
    paragraph.add_run(f"Double Booked, data version {document.edition.data_version}{frozen} · "
                      "page ")
    add_field(paragraph, " PAGE ", "1")
