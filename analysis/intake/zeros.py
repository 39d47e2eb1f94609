"""Leading zeros that a workbook only shows: 123 under the number format 000000 is read as 000123.

The reader of workbooks gives values without their formats, so styles and the beginning of the sheet
are looked at here. Decided: only columns are restored whose numbers, as far as is looked, all have
one format of nothing but zeros; a workbook without such a format costs its list of styles alone.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

ZEROS = re.compile(r"0{2,20}")
MOST_BYTES = 4_000_000
"""Of a list of styles."""
FIRST_BYTES = 500_000
"""Of a sheet: some 15,000 cells."""
CELL = re.compile(r"<(?:\w+:)?c\s([^<>]*[^<>/])>")
ATTRIBUTE = re.compile(r"\b(\w{1,8})=[\"']([^\"']*)[\"']")
PLACE = re.compile(r"([A-Z]{1,3})\d+")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def zero_widths(path: Path, sheet: str) -> dict[int, int]:
    """Digits that every number of a column is shown with at least, by column from 0.

    Columns without such a format are left out; so are all where the workbook cannot be looked into.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            styles = _zero_styles(_parse(archive, "xl/styles.xml"))
            part = part_of(archive, sheet) if styles else ""
            if not part:
                return {}
            with archive.open(part) as cells:
                text = cells.read(FIRST_BYTES).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, OSError, ValueError,
            NotImplementedError, RuntimeError):
        return {}
    return _widths(text, styles)


def _parse(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A small part of a workbook; one that is large, or declares entities, is an error."""
    with archive.open(name) as part:
        raw = part.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES or b"<!DOCTYPE" in raw:
        raise ValueError(name)
    return ElementTree.fromstring(raw)


def _zero_styles(styles: ElementTree.Element) -> dict[str, int]:
    """Styles of cells whose number format is zeros alone, with how many."""
    widths = {one.get("numFmtId"): len(code) for one in styles.iterfind(".//{*}numFmt")
              for code in [one.get("formatCode", "")] if ZEROS.fullmatch(code)}
    found = enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    return {str(number): widths[one.get("numFmtId")] for number, one in found
            if one.get("numFmtId") in widths}


def part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Name of the part that holds a sheet, empty if there is none."""
    for one in _parse(archive, "xl/workbook.xml").iterfind("{*}sheets/{*}sheet"):
        if one.get("name") == sheet:
            wanted = one.get(RELATION) or one.get(STRICT)
            for relation in _parse(archive, "xl/_rels/workbook.xml.rels"):
                if relation.get("Id") == wanted:
                    return str(PurePosixPath("/xl", relation.get("Target", ""))).lstrip("/")
    return ""


def _widths(text: str, styles: dict[str, int]) -> dict[int, int]:
    shown: dict[int, set[int]] = {}
    for place, style in _numbers(text):
        shown.setdefault(place, set()).add(styles.get(style, 0))
    return {place: width for place, widths in shown.items() if len(widths) == 1
            for width in widths if width}


def _numbers(text: str) -> Iterator[tuple[int, str]]:
    """Column and style of every number in the text of a sheet."""
    for cell in CELL.finditer(text):
        known = dict(ATTRIBUTE.findall(cell.group(1)))
        place = PLACE.fullmatch(known.get("r", ""))
        if place and known.get("t", "n") == "n":
            yield column_of(place.group(1)), known.get("s", "0")


def column_of(letters: str) -> int:
    """Place of a column, from 0, by its letters."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
