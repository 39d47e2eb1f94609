"""A brief as a presentation: native charts where they say everything, else picture and table."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from pptx.util import Emu, Inches

from analysis.briefs.document import (
    Block,
    Box,
    Document,
    Endnotes,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Table,
    plain_runs,
    text_of_runs,
)
from analysis.briefs.edition import Shown
from analysis.briefs.figures import PAGE_PX
from analysis.briefs.pictures import missing_chrome, pieces_of, to_png
from analysis.briefs.pptx_chart import add_chart
from analysis.briefs.pptx_deck import (
    BODY_HIGH,
    BODY_TOP,
    FOOT_HIGH,
    FOOT_TOP,
    LEFT,
    MUTED,
    TEXT_WIDE,
    TITLE_SLIDE,
    add_slide,
    add_text,
    add_watermark,
    begin_deck,
    describe,
    number_slides,
    write_runs,
)
from analysis.briefs.pptx_parts import Part, parts_of
from analysis.briefs.pptx_tables import add_tables
from analysis.briefs.pptx_words import Flow, add_notes_pages, add_words
from analysis.briefs.properties import set_properties
from analysis.briefs.tables import table_of
from analysis.charts.plain_text import safe_text

MEASURE_TOP, MEASURE_HIGH = Inches(1.38), Inches(0.5)
PICTURE_PX = PAGE_PX * (BODY_HIGH / TEXT_WIDE)
PICTURE_SCALE = 0.62
"""How much of the width of a slide a figure takes at its full size."""
LONGEST_FOOT = 300
ON_SLIDES = ("Standing: ", "Base: ", "Sources: ")
"""Facts of the method that slides repeat."""


def to_pptx(document: Document) -> bytes:
    """The document as slides, its charts to be edited in PowerPoint."""
    made = _Slides(document)
    made.write()
    content = io.BytesIO()
    made.deck.save(content)
    return content.getvalue()


class _Slides:
    """A presentation under way; words are gathered until something else begins."""

    def __init__(self, document: Document) -> None:
        self.document, self.deck = document, begin_deck()
        self.missing = missing_chrome()
        self.flow = Flow(document.title)
        self.finding, self.below = "", False
        self.done: set[str] = set()
        set_properties(self.deck.core_properties, document)

    def write(self) -> None:
        """Everything in reading order."""
        self._title()
        blocks = self.document.blocks
        for at, block in enumerate(blocks):
            self._block(block, blocks[at + 1] if at + 1 < len(blocks) else None)
        self._end()
        number_slides(self.deck)

    def _block(self, block: Block, following: Block | None) -> None:
        if isinstance(block, Heading) and isinstance(following, Figure):
            self.finding = text_of_runs(block.runs)
        elif isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph | Listing):
            if not self._below_figure(block):
                self.flow.add(self._for_slides(block))
        elif isinstance(block, Figure):
            self._end()
            self._figure(block)
            self.below = True
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Box):
            self._end()
            self.flow = Flow(block.title)
            for question, why in block.entries:
                self.flow.add(Paragraph((*plain_runs(f"{question} ", bold=True),
                                         *plain_runs(why))))
            self._end()
        elif isinstance(block, Endnotes):
            self._end()
            add_notes_pages(self.deck, block)

    def _for_slides(self, block: Paragraph | Listing) -> Paragraph | Listing:
        """Of the facts of a figure only those that stand on no other slide; notes hold them all."""
        if isinstance(block, Listing) and block.small:
            return replace(block, items=tuple(
                item for item in block.items if item and item[0].text in ON_SLIDES))
        return block

    def _below_figure(self, block: Paragraph | Listing) -> bool:
        """Whether it is the small print of a figure, which stands on its slide and in its notes."""
        small = block.style == "small" if isinstance(block, Paragraph) else block.small
        self.below = self.below and small
        return self.below

    def _heading(self, block: Heading) -> None:
        self.below = False
        if block.level == 1:
            self._end()
            self.flow = Flow(text_of_runs(block.runs))
        else:
            self.flow.lead(text_of_runs(block.runs))

    def _end(self) -> None:
        """Slides for the words gathered, none where there are none."""
        add_words(self.deck, self.flow)
        self.flow = Flow(self.flow.title, begun=self.flow.begun or bool(self.flow.lines))

    def _title(self) -> None:
        document = self.document
        slide = add_slide(self.deck, document.title, layout=TITLE_SLIDE)
        by = (document.author, document.day, document.template.label)
        body = slide.placeholders[1]
        body.left, body.top, body.width, body.height = (
            LEFT, slide.shapes.title.top + slide.shapes.title.height, TEXT_WIDE, Inches(1.6))
        body.text_frame.margin_left = 0
        lines = [" · ".join(one for one in by if one), document.standing]
        if self.missing:
            lines.append(f"Pictures are missing: {self.missing} Tables stand in their place.")
        body.text_frame.text = ""
        for at, line in enumerate(lines):
            frame = body.text_frame
            paragraph = frame.paragraphs[0] if not at else frame.add_paragraph()
            paragraph.alignment = 1
            write_runs(paragraph, plain_runs(line), points=16, colour=MUTED)

    def _figure(self, block: Figure) -> None:
        shown = block.shown
        title = self.finding or shown.title
        self.finding = ""
        if shown.editable is not None:
            self.done.add(shown.name)
            parts = parts_of(shown.editable)
            for at, part in enumerate(parts, start=1):
                self._chart(block, title, part, (at, len(parts)))
            return
        drawn = self._picture(block, title)
        if shown.rows:
            self.done.add(shown.name)
            table = table_of(shown, number=block.number, numbers=self.document.numbers, wide=True)
            if not drawn:
                table = replace(table, label=f"Figure {block.number}, as a table")
            add_tables(self.deck, table, notes="" if drawn else notes_of(shown))

    def _chart(self, block: Figure, title: str, part: Part, count: tuple[int, int]) -> None:
        shown = block.shown
        of = f" ({count[0]} of {count[1]})" if count[1] > 1 else ""
        slide = self._exhibit_slide(block, title + of)
        frame = add_chart(slide, part, (LEFT, BODY_TOP, TEXT_WIDE, BODY_HIGH), unit=shown.unit)
        describe(frame, shown.alt, name=f"Figure {block.number}{of}")
        if shown.mark:
            add_watermark(slide, shown.mark.upper())

    def _picture(self, block: Figure, title: str) -> bool:
        """Slides with the figure; none where it cannot be drawn and its table can stand for it."""
        shown = block.shown
        pieces = () if self.missing else pieces_of(shown, most_px=PICTURE_PX / PICTURE_SCALE)
        if not pieces and shown.rows and not self.missing:
            return False
        if not pieces:
            slide = self._exhibit_slide(block, title)
            frame = add_text(slide, "In place of the figure", (LEFT, BODY_TOP, TEXT_WIDE,
                                                               BODY_HIGH))
            why = f"{self.missing} The table follows." if self.missing and shown.rows else \
                "No row meets the filters."
            write_runs(frame.paragraphs[0], plain_runs(why), points=16)
            return True
        content, height = to_png(shown), float(shown.figure["layout"]["height"])
        for at, piece in enumerate(pieces, start=1):
            of = f" ({at} of {len(pieces)})" if len(pieces) > 1 else ""
            slide = self._exhibit_slide(block, title + of)
            tall = piece.bottom - piece.top
            scale = min(TEXT_WIDE / PAGE_PX, BODY_HIGH / tall)
            wide = Emu(round(PAGE_PX * scale))
            picture = slide.shapes.add_picture(
                io.BytesIO(content), Emu(LEFT + (TEXT_WIDE - wide) // 2), BODY_TOP, width=wide)
            picture.crop_top, picture.crop_bottom = piece.top / height, 1 - piece.bottom / height
            picture.height = Emu(round(tall * scale))
            describe(picture, shown.alt if at == 1 else f"Figure {block.number} goes on{of}.",
                     name=f"Figure {block.number}{of}")
        return True

    def _exhibit_slide(self, block: Figure, title: str) -> Any:
        """Title, measure above, base and standing below, everything else in the notes."""
        shown = block.shown
        slide = add_slide(self.deck, title)
        measure = add_text(slide, "Measure", (LEFT, MEASURE_TOP, TEXT_WIDE, MEASURE_HIGH))
        said = shown.subtitle
        write_runs(measure.paragraphs[0], (
            *plain_runs(f"Figure {block.number}. ", bold=True), *plain_runs(said)),
            points=13 if len(said) < 190 else 11, colour=MUTED)
        slide.notes_slide.notes_text_frame.text = safe_text(notes_of(shown))
        foot = add_text(slide, "Base and sources", (LEFT, FOOT_TOP, TEXT_WIDE, FOOT_HIGH))
        write_runs(foot.paragraphs[0], plain_runs(_foot(shown)), points=10, colour=MUTED)
        return slide

    def _table(self, block: Table) -> None:
        if block.of and block.of in self.done:
            return
        self._end()
        add_tables(self.deck, block)


def _foot(shown: Shown) -> str:
    base = shown.base if len(shown.base) <= LONGEST_FOOT else shown.base[:LONGEST_FOOT] + "…"
    weakest = shown.standing.rpartition("Weakest: ")[2]
    return (f"Base: {base.rstrip('.')}. Weakest source: {weakest} {shown.source_line}. "
            f"As of {shown.as_of}, data version {shown.data_version}. Caveats in the notes.")


def notes_of(shown: Shown) -> str:
    """What a speaker must be able to say of a figure: standing, caveats, sources."""
    lines = [
        shown.title, shown.subtitle, "", f"Base: {shown.base}", f"Standing: {shown.standing}",
        f"As of {shown.as_of}, data version {shown.data_version}.", "", "Caveats:",
        *(f"- {text}" for text in shown.caveats), "", "Sources:",
        *(f"- {note.cite}" for note in shown.sources),
    ]
    if not shown.private:
        lines += ["", f"To make it again: {shown.command}"]
    return "\n".join(lines)

