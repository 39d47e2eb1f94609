"""A brief as a tagged PDF (PDF/UA-1) set by Typst, its figures as vectors.

Decided: Typst's source is fixed, and everything a brief says reaches it as data, so that no word of
an author can be read as mark-up, load a file or stop the typesetting.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

import typst

from analysis.briefs.document import (
    Block,
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
)
from analysis.briefs.figures import PAGE_PX
from analysis.briefs.markup import Run
from analysis.briefs.pictures import in_place, missing_chrome, pieces_of, to_svg
from analysis.briefs.tables import column_widths
from analysis.charts.plain_text import safe_text
from analysis.errors import ExportError

TEMPLATE = Path(__file__).with_name("brief.typ")
FIGURE_CM = 16.5
ROOM_PX = {False: 800, True: 430}
STANDARD: Literal["ua-1"] = "ua-1"
UNSHOWN = "could not be displayed"
"""In Typst's refusal of a sign that no font of this machine has; PDF/UA allows none. The PDF is
then tagged all the same, and only not declared to keep to the standard."""
TEXT, SIGN = re.compile(r">[^<]+<"), re.compile("[\u2190-\u21ff\u25a0-\u27bf]")


def to_pdf(document: Document) -> bytes:
    """The document as a PDF that readers by ear can follow.

    Raises
    ------
    ExportError
        If it cannot be typeset.
    """
    day = date.fromisoformat(document.day)
    missing = missing_chrome()
    by = (document.author, document.day, document.template.label)
    frozen = f", frozen on {document.edition.frozen_on}" if document.edition.frozen_on else ""
    said = {
        "title": document.title, "author": document.author,
        "day": [day.year, day.month, day.day], "wide": document.template.landscape,
        "compact": document.template.compact,
        "by": " · ".join(part for part in by if part), "standing": document.standing,
        "missing": f"Pictures are missing: {missing} Their tables say what they show."
        if missing else "",
        "footer": f"Double Booked, data version {document.edition.data_version}{frozen}",
        "blocks": [_block(block, document, missing) for block in document.blocks],
    }
    text = safe_text(json.dumps(said, ensure_ascii=False))
    try:
        return _typeset(text, day, strict=True)
    except typst.TypstError as error:
        if UNSHOWN not in error.message:
            raise ExportError(
                f"The PDF could not be typeset ({error.message}). Export DOCX or HTML.") from None
    return _typeset(text, day, strict=False)


def _typeset(text: str, day: date, *, strict: bool) -> bytes:
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", pdf_standards=STANDARD if strict else [],
        sys_inputs={"brief": text},
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC))
    return made


def _block(block: Block, document: Document, missing: str) -> dict[str, Any]:
    if isinstance(block, Figure):
        return _figure(block, document, missing)
    writers: Mapping[type, Callable[[Any], dict[str, Any]]] = {
        Break: lambda one: {"kind": "break"}, Heading: _heading, Paragraph: _paragraph,
        Listing: _listing, Table: partial(_table, wide=document.template.landscape), Box: _box,
        Endnotes: _endnotes}
    return writers[type(block)](block)


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [{key: value for key, value in asdict(run).items() if key != "reference"}
            for run in runs]


def _heading(block: Heading) -> dict[str, Any]:
    return {"kind": "heading", "level": block.level, "page": block.page,
            "runs": _runs(block.runs)}


def _paragraph(block: Paragraph) -> dict[str, Any]:
    return {"kind": "paragraph", "number": block.number, "style": block.style,
            "runs": _runs(block.runs)}


def _listing(block: Listing) -> dict[str, Any]:
    return {"kind": "listing", "ordered": block.ordered, "small": block.small,
            "places": list(block.places), "items": [_runs(item) for item in block.items]}


def _figure(block: Figure, document: Document, missing: str) -> dict[str, Any]:
    shown = block.shown
    pieces = () if missing else pieces_of(shown, most_px=ROOM_PX[document.template.landscape])
    per = FIGURE_CM / PAGE_PX
    return {
        "kind": "figure", "number": block.number, "place": block.place, "alt": shown.alt,
        "caption": _runs(block.caption), "svg": with_symbols(to_svg(shown)) if pieces else "",
        "width": FIGURE_CM, "instead": in_place(shown, block.number, missing),
        "pieces": [{"top": piece.top * per, "height": (piece.bottom - piece.top) * per,
                    "scale": piece.scale} for piece in pieces]}


def with_symbols(svg: str) -> str:
    """The picture with its signs set from a font that has them.

    Typst takes a sign's font from the text around it, and Liberation has no dotted circle.
    """
    head, end, rest = svg.partition("</desc>")

    def named(found: re.Match[str]) -> str:
        return SIGN.sub(r'<tspan font-family="DejaVu Sans" style="font-family: DejaVu Sans">'
                        r"\g<0></tspan>", found[0])

    return head + end + TEXT.sub(named, rest)


def _table(block: Table, *, wide: bool) -> dict[str, Any]:
    return {
        "kind": "table", "label": block.label, "of": block.of, "caption": _runs(block.caption),
        "heads": list(block.heads), "numeric": list(block.numeric), "note": _runs(block.note),
        "widths": column_widths(block, wide=wide),
        "rows": [[_runs(cell) for cell in row] for row in block.rows]}


def _box(block: Box) -> dict[str, Any]:
    return {"kind": "box", "title": block.title, "entries": [list(one) for one in block.entries]}


def _endnotes(block: Endnotes) -> dict[str, Any]:
    notes = []
    for number, note in block.notes:
        before, address, after = note.cite.partition(note.address) if note.address else (
            note.cite, "", "")
        notes.append({"number": number, "runs": _runs((
            *plain_runs(before), *((Run(address, link=address),) if address else ()),
            *plain_runs(f"{after} {note.kind.capitalize()}, {note.verification}. "
                        f"Licence: {note.licence}.")))})
    return {"kind": "endnotes", "notes": notes}
